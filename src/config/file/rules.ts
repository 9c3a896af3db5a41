import { nearest, suggestion } from '../../text/nearest.ts';
import { CHECK_KINDS, COMMAND_KEYS, END_KEYS } from './check-schema.ts';
import { labelOf } from './checks.ts';
import type { Path, Places } from './places.ts';
import { isMap, type Problem, quoted } from './problem.ts';
import { DOCKERFILE_KEYS } from './schema.ts';

type Settings = Readonly<Record<string, unknown>>;

const MOST_LISTED = 30;
const EXAMPLE = '"run: [python3, --version]"';

/**
 * Checks what spans several keys, on the file's values, valid or not. So these mistakes are reported together with those of single
 * values.
 */
export function ruleProblems(value: unknown, places: Places): Problem[] {
  if (!isMap(value)) return [];
  const images = isMap(value.images) ? value.images : {};
  const hasBake = value.bake !== undefined;
  return [
    ...imagelessProblems(value, places),
    ...Object.entries(images).flatMap(([name, settings]) =>
      isMap(settings)
        ? [...sourceProblems(name, settings, hasBake, places), ...verifyProblems(name, settings.verify, places)]
        : [],
    ),
  ];
}

function imagelessProblems(value: Settings, places: Places): Problem[] {
  const { images, bake } = value;
  if (bake !== undefined || (images !== undefined && !(isMap(images) && Object.keys(images).length === 0))) return [];
  // A misspelt key, which is reported as unknown.
  if (images === undefined && Object.keys(value).some((key) => nearest(key, ['images', 'bake']) !== undefined))
    return [];
  const cure =
    'add "images:" with an entry for each, such as "api: {file: docker/Dockerfile}", or "bake: docker-bake.hcl"';
  return [{ offset: images === undefined ? 0 : places.key(['images']), message: `the file names no image: ${cure}` }];
}

function sourceProblems(name: string, settings: Settings, hasBake: boolean, places: Places): Problem[] {
  const at = (key: string, message: string): Problem => ({ offset: places.key(['images', name, key]), message });
  const dockerfile = DOCKERFILE_KEYS.filter((key) => key in settings);
  const kinds = ['bake', 'source'].filter((key) => key in settings);
  const [kind, other] = kinds;
  if (kind !== undefined && other !== undefined) return [at(other, both(other, kind))];
  if (kind !== undefined) {
    return dockerfile.map((key) => at(key, kind === 'bake' ? inBakeFile(key) : both(key, kind)));
  }
  if (!hasBake || dockerfile.includes('file') || dockerfile.includes('context')) return [];
  return dockerfile.map((key) => at(key, targetSetting(key, name)));
}

function both(key: string, beside: string): string {
  return `found "${key}" beside "${beside}", but an image has one source: file and context (a Dockerfile), bake, or source`;
}

function inBakeFile(key: string): string {
  const fix =
    key === 'file' || key === 'context' || key === 'target' ? 'remove one of them' : `set it in the bake file`;
  return `found "${key}" beside "bake", but it belongs to a Dockerfile build: ${fix}`;
}

function targetSetting(key: string, name: string): string {
  return `found "${key}" in an entry of the bake target ${quoted(name)}: set it in the bake file, or add "file" for an image of its own`;
}

function verifyProblems(name: string, verify: unknown, places: Places): Problem[] {
  if (!Array.isArray(verify)) return [];
  const labels = verify.map(labelOf);
  const first = new Map(labels.map((label, index) => [label, index] as const).toReversed());
  return verify.flatMap((check: unknown, index) => {
    if (!isMap(check)) return [];
    const path = ['images', name, 'verify', index];
    const label = labels[index] ?? null;
    const second = label !== null && first.get(label) !== index ? [sameLabel(label, check, path, places)] : [];
    return [...checkProblems(check, path, places), ...second];
  });
}

function sameLabel(label: string, check: Settings, path: Path, places: Places): Problem {
  const named = 'name' in check;
  const message = `found a second check called ${quoted(label)}: give ${named ? 'each its own name' : 'one of them a "name"'}`;
  return { offset: places.value(named ? [...path, 'name'] : path), message };
}

function checkProblems(check: Settings, path: Path, places: Places): Problem[] {
  const [kind, ...others] = CHECK_KINDS.filter((key) => key in check);
  if (kind === undefined) return kindlessProblems(check, path, places);
  const at = (key: string, message: string): Problem => ({ offset: places.key([...path, key]), message });
  const second = others.map((key) =>
    at(key, `found "${key}" beside "${kind}": each is a check of its own, with its own "-"`),
  );
  const isCommand = kind === 'run' || kind === 'args';
  const options = COMMAND_KEYS.filter((key) => !isCommand && key in check).map((key) =>
    at(key, `found "${key}" beside "${kind}", but only a command (run or args) has one`),
  );
  const ends = 'ready' in check ? END_KEYS.filter((key) => key in check) : [];
  return [...second, ...options, ...ends.map((key) => at(key, endless(key)))];
}

/** A command that is stopped once it is ready has no exit code of its own and no complete output. */
function endless(key: (typeof END_KEYS)[number]): string {
  return `found "${key}" beside "ready", but a command that is ended once it is ready has none: keep one of them`;
}

/** A misspelt kind is an unknown key, and is reported as one. */
function kindlessProblems(check: Settings, path: Path, places: Places): Problem[] {
  if (Object.keys(check).some((key) => nearest(key, CHECK_KINDS) !== undefined)) return [];
  const message = `found a check without ${CHECK_KINDS.slice(0, -1).join(', ')} or ${CHECK_KINDS.at(-1)}; expected one of them, such as ${EXAMPLE}`;
  return [{ offset: places.value(path), message }];
}

interface Variant {
  readonly name: string;
  readonly variantOf?: string | undefined;
}

/**
 * The mistakes in the references of variants, by the variant's name. A reference must not be a variant: so all variants of one application
 * are compared with the same image.
 * @param names all images; null where not all are known yet
 */
export function variantProblems(
  images: readonly Variant[],
  names: readonly string[] | null,
): ReadonlyMap<string, string> {
  const referred = new Map(images.map(({ name, variantOf }) => [name, variantOf]));
  return new Map(
    images.flatMap(({ name, variantOf }) => {
      const problem = variantOf === undefined ? null : variantProblem(name, variantOf, referred, names);
      return problem === null ? [] : [[name, `variant-of: ${problem}`]];
    }),
  );
}

function variantProblem(
  name: string,
  reference: string,
  referred: ReadonlyMap<string, string | undefined>,
  names: readonly string[] | null,
): string | null {
  if (reference === name) return `found ${quoted(reference)}, which is the image itself; expected another image`;
  if (names !== null && !names.includes(reference)) {
    return `no image is named ${quoted(reference)}; images: ${listed(names.filter((other) => other !== name))}.${suggestion(reference, names)}`;
  }
  const next = referred.get(reference);
  if (next === undefined) return null;
  const cure = next === name ? 'remove "variant-of" from one of them' : `write "variant-of: ${next}" here`;
  return `found ${quoted(reference)}, which is itself a variant (of ${quoted(next)}), and variants have one reference: ${cure}`;
}

/** Names for a message, at most a readable number of them. */
export function listed(names: readonly string[]): string {
  const more = names.length > MOST_LISTED ? [`and ${names.length - MOST_LISTED} more`] : [];
  return names.length === 0 ? 'none' : [...names.slice(0, MOST_LISTED), ...more].join(', ');
}
