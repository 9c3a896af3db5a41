import type { TreeFile } from '../../src/measure/final-tree.ts';

/** A file in layer 0 without owner. By default its content is identified by its size. */
export function file(path: string, size: number, more: Partial<TreeFile> = {}): TreeFile {
  return { path, size, layer: 0, ...more };
}

/** Pseudo-random numbers below a bound, the same in every run. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** A tree of up to 60 files, some of them in packages, some in versioned directories, some of equal content. */
export function randomTree(random: (below: number) => number, layers = 1): readonly TreeFile[] {
  const files = new Map<string, TreeFile>();
  for (let count = random(60); count > 0; count--) {
    const directories = Array.from({ length: random(4) }, () => `d${random(4)}-${random(3)}.${random(2)}`);
    const path = [...directories, `f${random(8)}`].join('/');
    const size = random(3) === 0 ? random(100_000) : random(20);
    const owner = random(3) === 0 ? undefined : `pkg:deb/debian/p${random(5)}@${random(3)}`;
    const content = random(4) === 0 ? undefined : String(random(5));
    const known = { ...(owner === undefined ? {} : { owner }), ...(content === undefined ? {} : { content }) };
    files.set(path, file(path, size, { layer: random(layers), ...known }));
  }
  return [...files.values()];
}

export function sizeOf(tree: readonly TreeFile[]): number {
  return tree.reduce((sum, { size }) => sum + size, 0);
}
