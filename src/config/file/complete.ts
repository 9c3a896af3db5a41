import type { Condition } from '../../model/condition.ts';
import type { BakeSource, Image, Source } from '../../model/image.ts';
import { UserError } from '../../text/error.ts';
import { suggestion } from '../../text/nearest.ts';
import { isImageName, NAME_RULE } from '../images.ts';
import type { ConfigFile, Entry } from './config-file.ts';
import { quoted } from './problem.ts';
import { listed, variantProblems } from './rules.ts';
import { withPlatforms } from './sources.ts';

/** A target of the bake files that `ConfigFile.bake` names, under its image's name. */
export interface BakeTarget {
  readonly name: string;
  readonly source: BakeSource;
}

/**
 * The images of a config file: its entries in file order, then the bake targets without an entry. A variant without `verify` of its own has
 * the checks of its reference: the smaller image must still do the same.
 * @param targets every target of `config.bake`; empty where `config.bake` is
 * @throws UserError for an entry without a source that is not a target. Also for two images with one name, and for a `variant-of` that
 * names no image.
 */
export function completeImages(config: ConfigFile, targets: readonly BakeTarget[]): readonly Image[] {
  const problems = [...config.entries.flatMap((entry) => entryProblem(entry, targets)), ...targetProblems(targets)];
  const names = [...new Set([...config.entries, ...targets].map(({ name }) => name))];
  const variants = variantProblems(config.entries, names);
  for (const { name, variantPlace } of config.entries) {
    const problem = variants.get(name);
    if (problem !== undefined) problems.push(`${variantPlace}: ${problem}`);
  }
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  const images = [...config.entries.map((entry) => toImage(entry, targets)), ...targets.filter(isUnnamed(config))];
  return images.map((image) => withGeneral(image, config.conditions)).map((image, _, all) => withChecks(image, all));
}

function isUnnamed({ entries }: ConfigFile): (target: BakeTarget) => boolean {
  return ({ name }) => !entries.some((entry) => entry.name === name);
}

function entryProblem({ name, source, place }: Entry, targets: readonly BakeTarget[]): string[] {
  const names = targets.map((target) => target.name);
  const isTarget = names.includes(name);
  if (source === null && !isTarget) {
    return [
      `${place}: the image ${quoted(name)} has no source, and the bake file has no target of that name. Targets: ${listed(names)}.${suggestion(name, names)} Or give it a "file", "context", "bake" or "source"`,
    ];
  }
  if (source === null || !isTarget) return [];
  return [
    `${place}: two images are named ${quoted(name)}: this entry with a source of its own, and the bake target; rename the entry, or remove its source`,
  ];
}

function targetProblems(targets: readonly BakeTarget[]): string[] {
  return targets.flatMap(({ name, source }, index) => {
    const file = source.files[0] ?? 'bake';
    if (!isImageName(name)) return [`${file}: the target ${quoted(name)} cannot name an image; expected ${NAME_RULE}`];
    const isSecond = targets.findIndex((target) => target.name === name) < index;
    return isSecond
      ? [
          `${file}: two images are named ${quoted(name)}: name one of them in "images" of the config file, with "bake: ${file}#${source.target}"`,
        ]
      : [];
  });
}

function toImage(
  { place: _, variantPlace: __, platforms, source, ...settings }: Entry,
  targets: readonly BakeTarget[],
): Omit<Image, 'source'> & { source: Source } {
  if (source !== null) return { ...settings, source };
  const target = targets.find(({ name }) => name === settings.name);
  if (target === undefined) throw new Error(`the entry ${settings.name} has no source`);
  return { ...settings, source: withPlatforms(target.source, platforms) };
}

function withGeneral(image: Omit<Image, 'conditions'> & Partial<Image>, general: readonly Condition[]): Image {
  const all = [...general, ...(image.conditions ?? [])];
  // In the order of the inputs: conditions that fail come first.
  return {
    ...image,
    conditions: [...all.filter(({ level }) => level === 'fail'), ...all.filter(({ level }) => level === 'warn')],
  };
}

function withChecks(image: Image, all: readonly Image[]): Image {
  const reference = all.find(({ name }) => name === image.variantOf);
  if (image.verify !== undefined || reference?.verify === undefined) return image;
  return { ...image, verify: reference.verify };
}
