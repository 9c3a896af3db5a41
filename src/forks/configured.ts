import { compareImage } from '../compare/compare.ts';
import { parseList } from '../config/entries.ts';
import { type BakeTarget, completeImages } from '../config/file/complete.ts';
import { type ConfigFile, readConfigFile } from '../config/file/config-file.ts';
import { type GateLines, parseGates, splitScope } from '../config/gates.ts';
import { isImageName } from '../config/images.ts';
import type { Condition } from '../model/condition.ts';
import type { Report } from '../model/document.ts';
import type { Image } from '../model/image.ts';
import { createReport } from '../model/report.ts';
import type { Environment } from '../process/environment.ts';

/** One image as a configuration has it. It is not built. */
export interface TrustedImage
  extends Pick<Image, 'name' | 'conditions' | 'noise' | 'verify' | 'variantOf' | 'indexTotals'> {
  /** `os/arch[/variant]` that it is built for; absent where the builder chooses. */
  readonly platforms?: readonly string[];
}

/** The images that a report must have, and their conditions, from a trusted configuration. */
export interface Trusted {
  /** Those that the report must have, in order. */
  readonly images: readonly TrustedImage[];
  /** The conditions of an image by its name; undefined for one that the configuration does not have. */
  readonly conditionsOf: (image: string) => TrustedImage | undefined;
  /** The conditions of every image, also of one that the configuration does not have yet. */
  readonly general: readonly Condition[];
}

/**
 * Conditions for the measurements of strangers, from the text of a config file (the default branch's), without a checkout. The images are its
 * entries. Targets of bake files cannot be listed without buildx: where the file has `bake`, any other image is accepted under the general
 * conditions. Without a file the conditions are those of the inputs. Any image is accepted then, and those that a line names must be there.
 * @param name the file, as errors name it
 * @param env values of `${NAME}` in the file; a variable without one has its default
 * @throws UserError for a file or lines that cannot be used
 */
export function trustedConditions(
  configText: string | undefined,
  inline: GateLines,
  name: string,
  env: Environment = {},
): Trusted {
  return configText === undefined ? ofInputs(inline) : ofFile(readConfigFile(configText, name, env));
}

function ofFile(config: ConfigFile): Trusted {
  const images = completeImages(config, targetsNamed(config)).map(toTrusted);
  const byName = new Map(images.map((image) => [image.name, image]));
  const general = gravestFirst(config.conditions);
  return {
    images,
    general,
    conditionsOf: (image) => {
      const own = byName.get(image);
      if (own !== undefined || config.bake.length === 0 || !isImageName(image)) return own;
      return { name: image, conditions: general };
    },
  };
}

/** The targets that the file itself names: entries without a source, and the images that other entries are variants of. */
function targetsNamed({ bake, entries }: ConfigFile): readonly BakeTarget[] {
  const [group] = bake;
  if (group === undefined) return [];
  const sourced = new Set(entries.flatMap(({ name, source }) => (source === null ? [] : [name])));
  const named = entries.flatMap(({ name, source, variantOf = name }) => [
    ...(source === null ? [name] : []),
    variantOf,
  ]);
  return [...new Set(named)]
    .filter((name) => !sourced.has(name))
    .map((name) => ({ name, source: { kind: 'bake', files: group.files, target: name } }));
}

function toTrusted({ source, always: _, ...image }: Image): TrustedImage {
  const platforms = 'platforms' in source ? source.platforms : undefined;
  return { ...image, ...(platforms === undefined ? {} : { platforms }) };
}

function ofInputs(inline: GateLines): Trusted {
  const lines = [...inline.failIf, ...inline.warnIf].flatMap(parseList);
  const names = [...new Set(lines.flatMap((line) => splitScope(line).image ?? []))];
  const conditionsOf = parseGates(inline, names);
  const trust = (name: string): TrustedImage => ({ name, conditions: conditionsOf(name) });
  return {
    images: names.map(trust),
    general: [],
    conditionsOf: (image) => (isImageName(image) ? trust(image) : undefined),
  };
}

function gravestFirst(conditions: readonly Condition[]): readonly Condition[] {
  return [...conditions.filter(({ level }) => level === 'fail'), ...conditions.filter(({ level }) => level === 'warn')];
}

const NO_BASELINE = { kind: 'none', reason: '' } as const;

/**
 * A merged report with an `error` for each image that the configuration has and no part measured. Without the error it would not be gated.
 * @param config the file, as the reason names it
 */
export function withConfiguredImages(report: Report, { images }: Pick<Trusted, 'images'>, config: string): Report {
  const measured = new Set(report.comparisons.map(({ image }) => image));
  const absent = images.filter(({ name }) => !measured.has(name));
  if (absent.length === 0) return report;
  const error = `no part measured it, though ${config} has it: add its name to the \`images\` of a job`;
  const added = absent.map(({ name, conditions }) =>
    compareImage({ image: name, baseline: NO_BASELINE, head: { error }, conditions }),
  );
  const comparisons = [...report.comparisons, ...added];
  return { ...report, ...createReport(comparisons, report) };
}
