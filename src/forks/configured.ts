import { parseList } from '../config/entries.ts';
import { type BakeTarget, completeImages } from '../config/file/complete.ts';
import { type ConfigFile, readConfigFile } from '../config/file/config-file.ts';
import type { Environment } from '../config/file/environment.ts';
import { type GateLines, parseGates, splitScope } from '../config/gates.ts';
import { isImageName } from '../config/images.ts';
import type { Condition } from '../model/condition.ts';
import type { Image } from '../model/image.ts';

/** What a configuration says of one image, without building it. */
export interface TrustedImage
  extends Pick<Image, 'name' | 'conditions' | 'noise' | 'verify' | 'variantOf' | 'indexTotals'> {
  /** `os/arch[/variant]` that it is to be built for; absent where the builder chooses. */
  readonly platforms?: readonly string[];
}

/** The images that a report is held against, wherever it comes from. */
export interface Trusted {
  /** Those that must be in it, in order. */
  readonly images: readonly TrustedImage[];
  /** What gates an image by its name; undefined for one that the configuration does not have. */
  readonly conditionsOf: (image: string) => TrustedImage | undefined;
  /** What gates every image, one that the configuration does not have yet too. */
  readonly general: readonly Condition[];
}

/**
 * Conditions for the measurements of strangers, from the text of a config file (the default branch's), without a checkout. The images are its
 * entries. Targets of bake files cannot be listed without buildx: where the file has `bake`, any other image is accepted too, under the
 * general conditions. Without a file the conditions are those of the inputs, any image is accepted, and those that a line names must be there.
 * @param name the file, as errors name it
 * @param env what `${NAME}` of the file stands for; without it, its default
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
  const known = targetsNamed(config);
  const images = completeImages(config, known).map(toTrusted);
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

/** The targets that the file itself speaks of: entries without a source, and what other entries are variants of. */
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
