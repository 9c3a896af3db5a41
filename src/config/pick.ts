import type { Image } from '../model/image.ts';

/** The images that names or patterns (`*` for any characters) match, in the order of the images, and the names that match none. */
export interface Picked {
  readonly images: readonly Image[];
  readonly unknown: readonly string[];
}

/** Picks images of a config file by name, so that each job of a matrix measures its own. */
export function pickImages(images: readonly Image[], names: readonly string[]): Picked {
  const matches = names.map((name) => matcherOf(name));
  return {
    images: images.filter((image) => matches.some((match) => match(image.name))),
    unknown: names.filter((_, at) => !images.some((image) => matches[at]?.(image.name))),
  };
}

/** Not by a regular expression: a pattern of many stars would take it very long. */
function matcherOf(pattern: string): (name: string) => boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return (name) => name === pattern;
  return (name) => {
    if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
    let from = first.length;
    for (const part of rest) {
      const found = name.indexOf(part, from);
      if (found < 0) return false;
      from = found + part.length;
    }
    return from <= name.length - last.length;
  };
}
