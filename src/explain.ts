import { advise } from './advice/advise.ts';
import type { Comparison } from './compare/comparison.ts';
import { accountedFor, explainGrowth, type Side } from './compare/explanation.ts';
import { finalTree, type TreeFile } from './measure/final-tree.ts';
import type { Measurement } from './measure/measurement.ts';
import type { LayerIndex } from './oci/image.ts';

/** What is in an image whose every layer this run has the index of. */
interface Content extends Side {
  readonly indexes: readonly LayerIndex[];
}

type FindIndex = (digest: string) => LayerIndex | undefined;

/**
 * Adds to each comparison in which a layer changed, or which is new, why the image weighs what it does now, and what could be done better
 * about it. Nothing where the run does not hold the index of every layer of both sides, as of a measurement file: an explanation of a part
 * would not sum to the whole.
 */
export function explainComparisons(comparisons: readonly Comparison[], layerIndex: FindIndex): readonly Comparison[] {
  return comparisons.map((comparison) => {
    const { baseline, head, layers } = comparison;
    if (head === null || (baseline !== null && layers.every(({ kind }) => kind === 'unchanged'))) return comparison;
    const now = contentOf(head, layerIndex);
    if (now === undefined) return comparison;
    const advised = withAdvice(comparison, now);
    const was = baseline === null ? undefined : contentOf(baseline, layerIndex);
    if (was === undefined) return advised;
    const [before, after] = sidesOf(was, now);
    const explanation = explainGrowth(before, after, layers);
    return accountedFor(explanation) === explanation.total ? { ...advised, explanation } : advised;
  });
}

/** What could be done better about the image as it is now. */
function withAdvice(comparison: Comparison, { measurement, indexes, tree }: Content): Comparison {
  const advice = advise({
    measurement,
    layers: indexes.map(({ entries }) => entries),
    packages: indexes.map(({ packages = [] }) => packages),
    tree,
  });
  return advice.length === 0 ? comparison : { ...comparison, advice };
}

/**
 * Where somebody looked for packages in the changed layers of one side only (the other's were recorded before packages were), they would seem
 * to have come out of nowhere: then the files of changed layers are nobody's, on both sides.
 */
function sidesOf(was: Content, now: Content): readonly [Side, Side] {
  const changed = [...without(was.indexes, now.indexes), ...without(now.indexes, was.indexes)];
  const nobodys = changed.every(({ packages }) => packages !== undefined) ? [] : changed;
  return [
    { measurement: was.measurement, tree: treeOf(was, nobodys) },
    { measurement: now.measurement, tree: treeOf(now, nobodys) },
  ];
}

function treeOf({ indexes, tree }: Content, nobodys: readonly LayerIndex[]): readonly TreeFile[] {
  const positions = new Set(indexes.flatMap((index, position) => (nobodys.includes(index) ? [position] : [])));
  if (positions.size === 0) return tree;
  return tree.map(({ owner, ...file }) =>
    owner === undefined || positions.has(file.layer) ? file : { ...file, owner },
  );
}

function without(indexes: readonly LayerIndex[], others: readonly LayerIndex[]): readonly LayerIndex[] {
  const known = new Set(others.map(({ diffId }) => diffId));
  return indexes.filter(({ diffId }) => !known.has(diffId));
}

function contentOf(measurement: Measurement, layerIndex: FindIndex): Content | undefined {
  const indexes = measurement.layers.flatMap(({ digest }) => layerIndex(digest) ?? []);
  return indexes.length === measurement.layers.length ? { measurement, indexes, tree: finalTree(indexes) } : undefined;
}
