import { matchSides } from '../../src/compare/sides.ts';
import { explainGrowth } from '../../src/explain/explanation.ts';
import type { TreeFile } from '../../src/measure/final-tree.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { BUILT_ORIGIN, measurement } from '../support/measurements.ts';
import { file, sizeOf } from '../support/trees.ts';
import { comparison } from './sample.ts';

const deb = (name: string) => `pkg:deb/debian/${name}`;
/** A file of a package of Debian that is all of it. */
export const installed = (name: string, version: string, bytes: number, source = '') =>
  file(`opt/${name}`, bytes, { owner: `${deb(name)}@${version}${source && `?upstream=${source}`}` });

/** The files of the image before. */
export const before = [
  installed('libssl3', '3.0.1', 6_000_000, 'openssl'),
  installed('openssl', '3.0.1', 1_000_000),
  installed('old', '1', 3_000_000),
  installed('old-data', '1', 2_000_000),
];
/** The files of the image after packages came, went and were upgraded. */
export const after = [
  installed('libssl3', '3.0.2', 6_500_000, 'openssl'),
  installed('openssl', '3.0.2', 1_100_000),
  installed('imagemagick', '8:6.9', 100_000),
  installed('libmagick', '6.9', 60_000_000),
  installed('fonts', '2', 30_000_000),
  installed('git', '2', 40_000_000),
  installed('gitk', '2', 9_000_000),
  installed('perl', '5', 20_000_000),
];

/** The image before and after, where the packages require one another as given. */
export function explained(
  now: readonly TreeFile[],
  edges: Readonly<Record<string, readonly string[]>>,
  then: readonly TreeFile[] = before,
): Comparison {
  const side = (id: string, tree: readonly TreeFile[]) => {
    const packages = tree.flatMap(({ owner }) => owner ?? []);
    const requires = packages.map((url) => (edges[url.replace(/^.*\/|@.*$/g, '')] ?? []).map(deb));
    const row = [id, 1, sizeOf(tree), 'RUN apt-get install'] as const;
    return { measurement: measurement({ layers: [row] }), tree, indexes: [{ packages, requires }] };
  };
  const [was, is] = [side('a', then), side('b', now)];
  const sides = matchSides(was.measurement, is.measurement);
  const explanation = explainGrowth(was, is, sides);
  return comparison({
    baseline: { ...was.measurement, origin: BUILT_ORIGIN },
    head: is.measurement,
    layers: sides.layers,
    explanation,
    verdict: 'warn',
  });
}

/** What the packages require. */
export const edges = {
  imagemagick: ['libmagick'],
  libmagick: ['fonts'],
  git: ['perl'],
  gitk: ['perl'],
  old: ['old-data'],
};
