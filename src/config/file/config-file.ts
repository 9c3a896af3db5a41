import type { Check } from '../../model/check.ts';
import { type Condition, type Level, parseCondition } from '../../model/condition.ts';
import type { Image, Source } from '../../model/image.ts';
import type { Environment } from '../../process/environment.ts';
import { generalConditions } from '../gates.ts';
import type { BakeGroup } from './bake-schema.ts';
import { toCheck } from './checks.ts';
import { type Composed, compose } from './compose.ts';
import { substitute } from './environment.ts';
import { issueProblems } from './issues.ts';
import type { Places } from './places.ts';
import { isMap, type Locate, type Problem, problemsError } from './problem.ts';
import { ruleProblems, variantProblems } from './rules.ts';
import { type ConfigSettings, configSchema, type ImageSettings } from './schema.ts';
import { present, toSource } from './sources.ts';
import { parseYaml } from './yaml.ts';

/** A config file, checked as far as possible without its bake files. completeImages makes the images from it. */
export interface ConfigFile {
  /** Bake files whose targets are images too; empty for none. */
  readonly bake: readonly BakeGroup[];
  /** `FILE:LINE:COLUMN` of each of these. */
  readonly bakePlaces: readonly string[];
  /** The entries of `images`, in file order. */
  readonly entries: readonly Entry[];
  /** The conditions for all images. */
  readonly conditions: readonly Condition[];
}

/** One entry of `images`. `source` is null where it adds settings to the bake target of the same name. */
export interface Entry extends Omit<Image, 'source'> {
  readonly source: Source | null;
  readonly platforms?: readonly string[];
  /** `FILE:LINE:COLUMN` of its name, and of its `variant-of`. */
  readonly place: string;
  readonly variantPlace: string;
}

/**
 * Reads a config file (docs/architecture.md, "Config file"): YAML 1.2, one document of at most 1 MiB.
 * @param name the file's name in messages
 * @param env the environment with the variables that it declares
 * @throws UserError with every mistake, each as `FILE:LINE:COLUMN: what was found, what is accepted`, in file order
 */
export function readConfigFile(text: string, name: string, env: Environment): ConfigFile {
  const { document, text: source, locate } = parseYaml(text, name);
  const composed = withoutExtensions(substitute(compose(document, source), env));
  const parsed = configSchema.safeParse(composed.value);
  const problems = [
    ...composed.problems,
    ...issueProblems(parsed.error?.issues ?? [], composed.places),
    ...ruleProblems(composed.value, composed.places),
    ...knownVariantProblems(composed),
  ];
  if (parsed.data === undefined || problems.length > 0) throw problemsError(problems, locate);
  return toConfigFile(parsed.data, composed.places, locate);
}

/** Top-level keys `x-…` hold anchors for other parts of the file, as in compose files. They are checked only where they are used. */
function withoutExtensions(composed: Composed): Composed {
  if (!isMap(composed.value)) return composed;
  const used = Object.entries(composed.value).filter(([key]) => !key.startsWith('x-'));
  return { ...composed, value: Object.fromEntries(used) };
}

function knownVariantProblems({ value, places }: Composed): Problem[] {
  const images = isMap(value) && isMap(value.images) ? value.images : {};
  const variants = Object.entries(images).map(([name, settings]) => {
    const reference = isMap(settings) ? settings['variant-of'] : undefined;
    const isKnown = typeof reference === 'string' && !places.isBroken(['images', name, 'variant-of']);
    return { name, variantOf: isKnown ? reference : undefined };
  });
  const names = isMap(value) && value.bake === undefined ? Object.keys(images) : null;
  return [...variantProblems(variants, names)].map(([name, message]) => ({
    offset: places.value(['images', name, 'variant-of']),
    message,
  }));
}

function toConfigFile(settings: ConfigSettings, places: Places, locate: Locate): ConfigFile {
  const hasBake = settings.bake !== undefined;
  // A JavaScript object puts numeric keys first.
  const named = Object.entries(settings.images ?? {}).toSorted(
    ([a], [b]) => places.key(['images', a]) - places.key(['images', b]),
  );
  return {
    bake: settings.bake ?? [],
    bakePlaces: (settings.bake ?? []).map((_, at) => locate(places.value(['bake', at]))),
    conditions: [
      ...generalConditions('fail', settings['fail-if'] ?? []),
      ...generalConditions('warn', settings['warn-if'] ?? []),
    ],
    entries: named.map(([name, image]) => ({
      ...toEntry(name, image ?? {}, hasBake),
      place: locate(places.key(['images', name])),
      variantPlace: locate(places.value(['images', name, 'variant-of'])),
    })),
  };
}

function toEntry(name: string, settings: ImageSettings, hasBake: boolean): Omit<Entry, 'place' | 'variantPlace'> {
  const verify = settings.verify?.map(toCheck).filter((check): check is Check => check !== null);
  return {
    name,
    source: toSource(settings, hasBake),
    conditions: [...own('fail', settings['fail-if']), ...own('warn', settings['warn-if'])],
    ...present('platforms', settings.platforms),
    ...present('variantOf', settings['variant-of']),
    ...present('verify', verify),
    ...present('noise', settings.noise),
    ...present('always', settings.always),
    ...present('indexTotals', settings['index-totals']),
  };
}

function own(level: Level, lines: readonly string[] = []): Condition[] {
  return lines.map((line) => parseCondition(line, level));
}
