import type { TreeFile } from '../measure/final-tree.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Measurement } from '../model/measurement.ts';
import type { LayerIndex } from '../oci/image.ts';
import { advise } from './advice/advise.ts';
import { ContentsBudget, mostChangedFirst } from './contents/budget.ts';
import { contentsOf } from './contents/contents.ts';
import { accountedFor, explainGrowth, type Side } from './explanation.ts';
import { FileSystems, type FindIndex, type StackedImage } from './file-systems.ts';
import { inventoryOf } from './inventory.ts';
import { settleShared } from './shared-files.ts';
import { diffTrees, type TreeDiff } from './tree-diff.ts';

/** A side of a comparison with all that is in it. */
type Content = Omit<Side, 'indexes'> & StackedImage;

/** What an explanation adds besides its figures. */
export interface ExplainOptions {
  /** Adds the files of both sides and the packages of the head to each comparison whose layers are all known, changed or not. */
  readonly contents?: boolean | undefined;
  /** Room for the files of all comparisons. */
  readonly budget?: ContentsBudget;
}

/**
 * Adds an explanation and advice to each comparison of a new image, and to each in which a layer changed. They say why the image has its
 * size, and what could be done better. Adds nothing where the run does not hold the index of every layer of both sides, as for a
 * measurement file. An explanation of a part would not sum to the whole. Stacks the layers of each image once.
 */
export function explainComparisons(
  comparisons: readonly Comparison[],
  layerIndex: FindIndex,
  { contents = false, budget = new ContentsBudget(comparisons.length) }: ExplainOptions = {},
): readonly Comparison[] {
  const asked = contents ? comparisons : comparisons.filter(isNews);
  const fileSystems = new FileSystems(asked.flatMap(sidesOf), layerIndex);
  const explained = new Map(
    mostChangedFirst(asked).map((each) => [each, explainComparison(each, fileSystems, contents ? budget : undefined)]),
  );
  return comparisons.map((comparison) => explained.get(comparison) ?? comparison);
}

/** Whether a layer changed, or the image is new. */
function isNews({ baseline, head, layers }: Comparison): boolean {
  return head !== null && (baseline === null || layers.some(({ kind }) => kind !== 'unchanged'));
}

function sidesOf({ baseline, head }: Comparison): readonly Measurement[] {
  return [head, baseline].filter((side) => side !== null);
}

function explainComparison(comparison: Comparison, fileSystems: FileSystems, budget?: ContentsBudget): Comparison {
  const { baseline, head } = comparison;
  const now = head === null ? undefined : contentOf(head, fileSystems);
  if (head !== null && now === undefined) return comparison;
  const was = baseline === null ? undefined : contentOf(baseline, fileSystems);
  const advised = isNews(comparison) && now !== undefined ? withAdvice(comparison, now) : comparison;
  if (was === undefined || now === undefined)
    return withContents(advised, { was: inPieces(was), now: inPieces(now), head: now, diff: null }, budget);
  const [before, after] = withOwners(was, now);
  const diff = diffTrees(before.tree, after.tree);
  const explained = isNews(comparison) ? withExplanation(advised, before, after, diff) : advised;
  return withContents(explained, { was: before, now: after, head: now, diff }, budget);
}

function contentOf(measurement: Measurement, fileSystems: FileSystems): Content | undefined {
  const stacked = fileSystems.take(measurement);
  return stacked && { measurement, ...stacked };
}

function inPieces(content: Content | undefined): Side | undefined {
  return content && { measurement: content.measurement, tree: content.pieces };
}

function withExplanation(comparison: Comparison, before: Side, after: Side, diff: TreeDiff): Comparison {
  const explanation = explainGrowth(before, after, comparison, diff);
  return accountedFor(explanation) === explanation.total ? { ...comparison, explanation } : comparison;
}

/** The sides whose every layer is known, and how their files differ. */
interface KnownSides {
  readonly was: Side | undefined;
  readonly now: Side | undefined;
  /** `now` with the packages that it has, whatever is known of the other side. */
  readonly head: Content | undefined;
  readonly diff: TreeDiff | null;
}

/** Nothing for an image that could not be measured: the files of its baseline would look as if they were gone. */
function withContents(
  comparison: Comparison,
  { was, now, head: content, diff }: KnownSides,
  budget?: ContentsBudget,
): Comparison {
  const { baseline, head, verdict } = comparison;
  const isWhole = holdsAllOf(baseline, was) && holdsAllOf(head, now) && (head !== null || verdict === 'removed');
  if (budget === undefined || !isWhole) return comparison;
  const contents = budget.take((most) => contentsOf(was?.tree ?? null, now?.tree ?? null, most, diff));
  const inventory = content && inventoryOf(content);
  return { ...comparison, contents, ...(inventory !== undefined && { inventory }) };
}

/** False for a measurement of other files than the layers', as of a file that somebody edited: its contents would not sum to it. */
function holdsAllOf(measurement: Measurement | null, side: Side | undefined): boolean {
  if (measurement === null || side === undefined) return measurement === null && side === undefined;
  return side.tree.reduce((sum, { size }) => sum + size, 0) === measurement.unpacked - measurement.wasted;
}

/** What could be done better about the image as it is now. */
function withAdvice(comparison: Comparison, { measurement, indexes, tree, hidden }: Content): Comparison {
  const advice = advise({
    measurement,
    layers: indexes.map(({ entries }) => entries),
    packages: indexes.map(({ packages = [] }) => packages),
    requires: indexes.map(({ requires }) => requires),
    tree,
    hidden,
  });
  return advice.length === 0 ? comparison : { ...comparison, advice };
}

/**
 * Both sides with the package of each file. The changed layers of one side may have been recorded before packages were, or their relations.
 * Then packages of the other side would look new. So the files of changed layers have no package then, on both sides.
 */
function withOwners(was: Content, now: Content): readonly [Side, Side] {
  const changed = [...without(was.indexes, now.indexes), ...without(now.indexes, was.indexes)];
  const isAlike = new Set(changed.map(({ requires }) => requires !== undefined)).size < 2;
  const ownerless = isAlike && changed.every(({ packages }) => packages !== undefined) ? [] : changed;
  const [before, after] = settleShared(treeOf(was, ownerless), treeOf(now, ownerless));
  return [
    { measurement: was.measurement, tree: before, indexes: was.indexes },
    { measurement: now.measurement, tree: after, indexes: now.indexes },
  ];
}

function treeOf({ indexes, pieces }: Content, ownerless: readonly LayerIndex[]): readonly TreeFile[] {
  const positions = new Set(indexes.flatMap((index, position) => (ownerless.includes(index) ? [position] : [])));
  if (positions.size === 0) return pieces;
  return pieces.map((file) => {
    const { owner, inner, innerBytes, sharers, ...rest } = file;
    return positions.has(file.layer) ? rest : file;
  });
}

function without(indexes: readonly LayerIndex[], others: readonly LayerIndex[]): readonly LayerIndex[] {
  const known = new Set(others.map(({ diffId }) => diffId));
  return indexes.filter(({ diffId }) => !known.has(diffId));
}
