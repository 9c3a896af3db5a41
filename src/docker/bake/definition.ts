import { isTargetName } from '../../config/bake.ts';
import { UserError } from '../../text/error.ts';
import { asRecord } from '../../text/json.ts';
import { csvField } from '../cache.ts';

/** What `docker buildx bake --print` prints: matrices expanded, inheritance and variables resolved, files merged. */
export interface BakeDefinition {
  /** Members of each group asked for, and of the groups inside: targets and groups. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** The targets asked for, and those linked to them. */
  readonly targets: ReadonlyMap<string, BakeTarget>;
}

/** Where an image or files go, and how their bytes are made: `type`, `compression`, … */
export type Output = ReadonlyMap<string, string>;

/** One target as bake would build it. */
export interface BakeTarget {
  readonly name: string;
  /** Directory relative to where bake runs, or a URL. */
  readonly context: string;
  /** In the context, or absolute, or `cwd://` and relative to where bake runs. */
  readonly dockerfile: string;
  /** The Dockerfile's text, where the target gives it instead of a file. */
  readonly inline?: string;
  /** Named contexts; `target:NAME` links another target. */
  readonly contexts: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
  /** Entries as CSV of key=value. */
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  /** Entries as CSV of key=value. They say where a value is, never the value. */
  readonly secrets: readonly string[];
  /** What bake does instead of a build: `check`, `outline`, … */
  readonly call?: string;
  /** Its own and inherited outputs, by key. Empty where it has none, and where they are not known. */
  readonly outputs?: readonly Output[];
  /** Everything printed for the target. Its outputs are not its own (see printBake). */
  readonly printed: Readonly<Record<string, unknown>>;
}

/** Nobody writes a definition with more targets, and no run could build them. */
const MOST_TARGETS = 1000;

/**
 * Parses the JSON of `bake --print`, of buildx 0.13 (entries as CSV) and later (entries as objects). `origin` names the files in messages.
 * @throws UserError for text that is not JSON, for values of the wrong type, and for invalid target names
 */
export function parseBakeDefinition(text: string, origin: string): BakeDefinition {
  const printed = objectOf(parseJson(text, origin), origin);
  const targets = Object.entries(objectOf(printed.target ?? {}, `${origin}: target`));
  if (targets.length > MOST_TARGETS) {
    throw new UserError(`${origin} has ${targets.length} targets; at most ${MOST_TARGETS} are accepted`);
  }
  const groups = Object.entries(objectOf(printed.group ?? {}, `${origin}: group`));
  return {
    groups: new Map(
      groups.map(([name, group]) => [name, textsOf(asRecord(group).targets, `${origin}: group ${name}`)]),
    ),
    targets: new Map(targets.map(([name, target]) => [name, parseTarget(name, target, origin)])),
  };
}

function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError(`${origin}: docker buildx bake --print printed no JSON`, { cause });
  }
}

function parseTarget(name: string, value: unknown, origin: string): BakeTarget {
  if (!isTargetName(name))
    throw new UserError(`${origin}: ${JSON.stringify(name)} is not a valid name of a bake target`);
  const place = `${origin}: target ${name}`;
  const printed = objectOf(value, place);
  const text = (key: string, absent: string) => textOf(printed[key] ?? absent, `${place}: ${key}`);
  return {
    name,
    context: text('context', '.').replace(/^cwd:\/\//, '') || '.',
    dockerfile: text('dockerfile', 'Dockerfile'),
    ...(printed['dockerfile-inline'] === undefined ? {} : { inline: asBuilt(text('dockerfile-inline', '')) }),
    contexts: contextsOf(printed.contexts, `${place}: contexts`),
    platforms: textsOf(printed.platforms, `${place}: platforms`),
    cacheFrom: entriesOf(printed['cache-from'], `${place}: cache-from`),
    cacheTo: entriesOf(printed['cache-to'], `${place}: cache-to`),
    secrets: entriesOf(printed.secret, `${place}: secret`),
    ...(printed.call === undefined ? {} : { call: text('call', '') }),
    printed,
  };
}

/** `--print` escapes `${` and `%{` for HCL, but bake builds the text without the escapes. */
function asBuilt(text: string): string {
  return text.replaceAll('$${', '${').replaceAll('%%{', '%{');
}

function contextsOf(value: unknown, place: string): Readonly<Record<string, string>> {
  const contexts = Object.entries(objectOf(value ?? {}, place));
  return Object.fromEntries(contexts.map(([name, context]) => [name, textOf(context, `${place}: ${name}`)]));
}

function entriesOf(value: unknown, place: string): readonly string[] {
  return listOf(value, place).map((entry) => (typeof entry === 'string' ? entry : formatEntry(entry, place)));
}

/** An entry that was printed as an object, in written form. `type` comes first, since it defines the other keys. */
function formatEntry(entry: unknown, place: string): string {
  const { type, ...others } = objectOf(entry, place);
  const fields = [...(type === undefined ? [] : [['type', type] as const]), ...Object.entries(others)];
  return fields.map(([key, value]) => csvField(`${key}=${textOf(value, `${place}: ${key}`)}`)).join(',');
}

function textsOf(value: unknown, place: string): readonly string[] {
  return listOf(value, place).map((item) => textOf(item, place));
}

function listOf(value: unknown, place: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw wrongType(place, 'a list');
}

function textOf(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  throw wrongType(place, 'a text');
}

function objectOf(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return asRecord(value);
  throw wrongType(place, 'an object');
}

function wrongType(place: string, expected: string): UserError {
  return new UserError(`${place} is not ${expected} in what docker buildx bake --print printed`);
}

/** The targets that these are linked to by `target:` contexts, directly or through others, without themselves. */
export function linkedTargets({ targets }: BakeDefinition, names: readonly string[]): readonly BakeTarget[] {
  const reached = new Set(names);
  // The loop also visits what is added to the set meanwhile.
  for (const name of reached) for (const linked of linksOf(targets.get(name))) reached.add(linked);
  return [...reached].filter((name) => !names.includes(name)).flatMap((name) => targets.get(name) ?? []);
}

function linksOf(target: BakeTarget | undefined): readonly string[] {
  return Object.values(target?.contexts ?? {}).flatMap((value) => /^target:(.*)$/s.exec(value)?.[1] ?? []);
}
