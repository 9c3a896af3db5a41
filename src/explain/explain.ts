import { finalTree, type TreeFile } from '../measure/final-tree.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Measurement } from '../model/measurement.ts';
import type { LayerIndex } from '../oci/image.ts';
import { advise } from './advice/advise.ts';
import { ContentsBudget, mostChangedFirst } from './contents/budget.ts';
import { contentsOf } from './contents/contents.ts';
import { accountedFor, explainGrowth, type Side } from './explanation.ts';
import { diffTrees, type TreeDiff } from './tree-diff.ts';

/** What is in an image whose every layer this run has the index of. */
interface Content extends Side {
  readonly indexes: readonly LayerIndex[];
}

type FindIndex = (digest: string) => LayerIndex | undefined;

export interface ExplainOptions {
  /** Adds the files of both sides to each comparison whose layers are all known, changed or not. */
  readonly contents?: boolean | undefined;
  /** Room for the files of all comparisons. */
  readonly budget?: ContentsBudget;
}

/**
 * Adds to each comparison in which a layer changed, or which is new, why the image measures what it does now, and what could be done better
 * about it. Nothing where the run does not hold the index of every layer of both sides, as of a measurement file: an explanation of a part
 * would not sum to the whole.
 */
export function explainComparisons(
  comparisons: readonly Comparison[],
  layerIndex: FindIndex,
  { contents = false, budget = new ContentsBudget(comparisons.length) }: ExplainOptions = {},
): readonly Comparison[] {
  if (!contents) return comparisons.map((comparison) => explainComparison(comparison, layerIndex));
  const explained = new Map(
    mostChangedFirst(comparisons).map((each) => [each, explainComparison(each, layerIndex, budget)]),
  );
  return comparisons.map((comparison) => explained.get(comparison) ?? comparison);
}

function explainComparison(comparison: Comparison, layerIndex: FindIndex, budget?: ContentsBudget): Comparison {
  const { baseline, head, layers } = comparison;
  const isNews = head !== null && (baseline === null || layers.some(({ kind }) => kind !== 'unchanged'));
  if (!isNews && budget === undefined) return comparison;
  const now = head === null ? undefined : contentOf(head, layerIndex);
  if (isNews && now === undefined) return comparison;
  const was = baseline === null ? undefined : contentBefore(baseline, now, layerIndex);
  const advised = isNews && now !== undefined ? withAdvice(comparison, now) : comparison;
  if (was === undefined || now === undefined) return withContents(advised, { was, now, diff: null }, budget);
  const [before, after] = sidesOf(was, now);
  const diff = diffTrees(before.tree, after.tree);
  const explained = isNews ? withExplanation(advised, before, after, diff) : advised;
  return withContents(explained, { was: before, now: after, diff }, budget);
}

function withExplanation(comparison: Comparison, before: Side, after: Side, diff: TreeDiff): Comparison {
  const explanation = explainGrowth(before, after, comparison, diff);
  return accountedFor(explanation) === explanation.total ? { ...comparison, explanation } : comparison;
}

/** The sides of a comparison whose every layer is known. */
interface Sides {
  readonly was: Side | undefined;
  readonly now: Side | undefined;
  readonly diff: TreeDiff | null;
}

/** Of an image that could not be measured, what was there before would look as if it were gone. */
function withContents(comparison: Comparison, { was, now, diff }: Sides, budget?: ContentsBudget): Comparison {
  const { baseline, head, verdict } = comparison;
  const isWhole = holdsAllOf(baseline, was) && holdsAllOf(head, now) && (head !== null || verdict === 'removed');
  if (budget === undefined || !isWhole) return comparison;
  const contents = budget.take((most) => contentsOf(was?.tree ?? null, now?.tree ?? null, most, diff));
  return { ...comparison, contents };
}

/** A measurement of other files than the layers', as of a file that somebody edited, would not be the sum of its contents. */
function holdsAllOf(measurement: Measurement | null, side: Side | undefined): boolean {
  if (measurement === null || side === undefined) return measurement === null && side === undefined;
  return side.tree.reduce((sum, { size }) => sum + size, 0) === measurement.unpacked - measurement.wasted;
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

/** Of an image whose layers are all the same, the head's own files: most images of a run are so, and need not be put together twice. */
function contentBefore(baseline: Measurement, now: Content | undefined, layerIndex: FindIndex): Content | undefined {
  const isSame =
    now?.measurement.layers.length === baseline.layers.length &&
    now.measurement.layers.every(({ diffId }, at) => diffId === baseline.layers[at]?.diffId);
  return isSame ? { ...now, measurement: baseline } : contentOf(baseline, layerIndex);
}

function contentOf(measurement: Measurement, layerIndex: FindIndex): Content | undefined {
  const indexes = measurement.layers.flatMap(({ digest }) => layerIndex(digest) ?? []);
  return indexes.length === measurement.layers.length ? { measurement, indexes, tree: finalTree(indexes) } : undefined;
}
