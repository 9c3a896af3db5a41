import { isOnSameLayers } from '../compare/base-split.ts';
import { placeLayers } from '../compare/layers.ts';
import type { TreeFile } from '../measure/final-tree.ts';
import type { Account, Explanation, FileLine, LayerAccount, Lines, Moved } from '../model/explanation.ts';
import type { BaseSplit } from '../model/growth.ts';
import type { LayerChange } from '../model/layer.ts';
import type { Measurement } from '../model/measurement.ts';
import { groupBy } from '../text/group-by.ts';
import { changeUnowned, rollUp } from './directory-changes.ts';
import { shownPath } from './directory-tree.ts';
import { type BothRequirements, groupPackages } from './groups/package-groups.ts';
import { firstLines, totalOf } from './lines.ts';
import { comparePackages, packageGrowth } from './package-changes.ts';
import { type PackageLists, requirementsOf, withRecommended } from './requirements.ts';
import { changeOf, diffTrees, type FileChange, type TreeDiff } from './tree-diff.ts';
import { isComparable, withinFiles } from './unowned-content.ts';

/** One side: a measurement, and the files of its final file system. */
export interface Side {
  readonly measurement: Measurement;
  readonly tree: readonly TreeFile[];
  /** The packages of each layer and what they require, base first. Without it no package is known to have brought another. */
  readonly indexes?: PackageLists;
}

/** What the comparison of two sides found: their layers matched, and the growth in two parts where it is known. */
export interface Matched {
  readonly layers: readonly LayerChange[];
  readonly split?: BaseSplit | null;
}

/** Most lines of each kind, and most packages named of a group. */
interface Most {
  readonly lines: number;
  readonly members: number;
}

/** Of the whole image, and of one layer; and most layers. */
const WHOLE: Most = { lines: 50, members: 50 };
const LAYER: Most = { lines: 10, members: 40 };
const LAYERS = 20;

/**
 * Explains the growth of `unpacked` from one image to another. The trees must be those of the measurements: a tree holds unpacked − wasted.
 * @param matched what the comparison of the two measurements found (`matchSides`)
 * @param diff of the two trees, where it was made already
 */
export function explainGrowth(
  before: Side,
  after: Side,
  matched: Matched,
  diff: TreeDiff = diffTrees(before.tree, after.tree),
): Explanation {
  return {
    total: after.measurement.unpacked - before.measurement.unpacked,
    ...linesOf(diff, WHOLE, requiredBy(before, after)),
    wasted: after.measurement.wasted - before.measurement.wasted,
    directories: rollUp(diff),
    files: fileLines(diff, WHOLE.lines),
    moved: movedOf(diff),
    renamed: diff.renamed.slice(0, WHOLE.lines),
    layers: accountForLayers(before, after, matched.layers),
    ...splitAccount(before, after, matched.split ?? null),
  };
}

/** The sum of an account's lines in bytes. It equals `total` for every account. */
export function accountedFor({ packages, unowned, wasted }: Account): number {
  return totalOf(packages, packageGrowth) + totalOf(unowned, ({ change }) => change) + wasted;
}

/** Growth of a file in bytes. */
export function fileGrowth({ before, after }: FileLine): number {
  return (after ?? 0) - (before ?? 0);
}

function linesOf(
  diff: TreeDiff,
  most: Most,
  requires: BothRequirements,
): Pick<Account, 'packages' | 'groups' | 'unowned'> {
  const { changed: changes, same } = comparePackages(diff);
  const groups = groupPackages(changes, requires, most.members, same);
  return {
    packages: firstLines(changes, most.lines, packageGrowth),
    ...(groups.length < changes.length && { groups: firstLines(groups, most.lines, ({ change }) => change) }),
    unowned: changeUnowned(diff),
  };
}

/** What the packages of both sides require; of all layers, or of the layer at a position of each side. */
function requiredBy(before: Side, after: Side, was?: number | null, at?: number | null): BothRequirements {
  const of = ({ indexes = [] }: Side, layer?: number | null) =>
    withRecommended(
      requirementsOf(layer === undefined ? indexes : indexes.filter((_, position) => position === layer)),
    );
  return { before: of(before, was), after: of(after, at) };
}

/** The account of some layers. What they wrote and their files do not show is what later layers hide. */
function accountForPart(diff: TreeDiff, total: number, most: Most, requires: BothRequirements): Account {
  const lines = linesOf(diff, most, requires);
  return { total, ...lines, wasted: total - accountedFor({ total, ...lines, wasted: 0 }) };
}

function accountForLayers(before: Side, after: Side, layers: readonly LayerChange[]): readonly LayerAccount[] {
  const trees = { before: byLayer(before.tree), after: byLayer(after.tree) };
  const weight = ({ total }: { readonly total: number }) => Math.abs(total);
  return placeLayers(layers, before.measurement)
    .filter(({ change: { kind } }) => kind !== 'unchanged')
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, LAYERS)
    .map(({ change: { kind, createdBy }, position, total, at, was }) => {
      const diff = diffTrees(trees.before.get(was ?? -1) ?? [], trees.after.get(at ?? -1) ?? []);
      const layer = at === null ? before.measurement.layers[was ?? -1] : after.measurement.layers[at];
      return {
        position,
        kind,
        createdBy,
        ...(layer?.source === undefined ? {} : { source: layer.source }),
        ...accountForPart(diff, total, LAYER, requiredBy(before, after, was, at)),
        files: fileLines(diff, LAYER.lines),
      };
    });
}

function byLayer(tree: readonly TreeFile[]): ReadonlyMap<number, readonly TreeFile[]> {
  return groupBy(tree, ({ layer }) => layer);
}

/** Nothing where the parts are not known, and where both are built on the same layers: then all growth is the image's own. */
function splitAccount(before: Side, after: Side, split: BaseSplit | null): Pick<Explanation, 'inherited' | 'own'> {
  if (split === null || isOnSameLayers(before.measurement, after.measurement)) return {};
  const requires = requiredBy(before, after);
  const isInherited = ({ measurement: { base } }: Side, { layer }: TreeFile) => layer < (base?.layers ?? 0);
  const part = (inherited: boolean, total: number | null) => {
    const filesOf = (side: Side) => side.tree.filter((file) => isInherited(side, file) === inherited);
    return accountForPart(diffTrees(filesOf(before), filesOf(after)), total ?? 0, WHOLE, requires);
  };
  return { inherited: part(true, split.inherited.unpacked), own: part(false, split.own.unpacked) };
}

function fileLines({ added, removed, grown, shrunk }: TreeDiff, most: number): Lines<FileLine> {
  const weight = (change: FileChange) => Math.abs(changeOf(change));
  const changed = [...added, ...removed, ...grown, ...shrunk].filter((change) => weight(change) > 0);
  const lines = firstLines(
    changed.sort((a, b) => weight(b) - weight(a)),
    most,
    changeOf,
  );
  return { ...lines, lines: lines.lines.map(fileLine) };
}

function movedOf({ moved }: TreeDiff): Moved {
  const bytes = moved.reduce((sum, { after }) => sum + after.size, 0);
  return { files: moved.length, bytes, lines: moved.slice(0, LAYER.lines).map(fileLine) };
}

function fileLine(change: FileChange): FileLine {
  const { before, after } = change;
  const path = shownPath(after?.path ?? before?.path ?? '');
  const from = before === null || after === null || before.path === after.path ? {} : { from: shownPath(before.path) };
  const within = isComparable(change) ? withinFiles([change]) : {};
  return { path, ...from, before: before?.size ?? null, after: after?.size ?? null, ...within };
}
