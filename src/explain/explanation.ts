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
import { changePackages, packageGrowth } from './package-changes.ts';
import { changeOf, diffTrees, type FileChange, type TreeDiff } from './tree-diff.ts';

/** One side: a measurement, and the files of its final file system. */
export interface Side {
  readonly measurement: Measurement;
  readonly tree: readonly TreeFile[];
}

/** What the comparison of two sides found: their layers matched, and the growth in two parts where it is known. */
export interface Matched {
  readonly layers: readonly LayerChange[];
  readonly split?: BaseSplit | null;
}

/** Most lines of each kind: of the whole image, of one layer; and most layers. */
const LINES = 50;
const LAYER_LINES = 10;
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
    ...linesOf(diff, LINES),
    wasted: after.measurement.wasted - before.measurement.wasted,
    directories: rollUp(diff),
    files: fileLines(diff, LINES),
    moved: movedOf(diff),
    renamed: diff.renamed.slice(0, LINES),
    layers: accountForLayers(before, after, matched.layers),
    ...splitAccount(before, after, matched.split ?? null),
  };
}

/** The sum of an account's lines in bytes. It equals `total` for every account. */
export function accountedFor({ packages, unowned, wasted }: Account): number {
  return totalOf(packages, packageGrowth) + totalOf(unowned, ({ change }) => change) + wasted;
}

/** What all lines come to, those left out included. */
export function totalOf<T>({ lines, more }: Lines<T>, changeOf: (line: T) => number): number {
  return sumOf(lines, changeOf) + (more?.change ?? 0);
}

/** The first `most` of a list that is in order; the others as one sum. */
export function firstLines<T>(all: readonly T[], most: number, changeOf: (line: T) => number): Lines<T> {
  const rest = all.slice(most);
  if (rest.length === 0) return { lines: all };
  return { lines: all.slice(0, most), more: { count: rest.length, change: sumOf(rest, changeOf) } };
}

/** Growth of a file in bytes. */
export function fileGrowth({ before, after }: FileLine): number {
  return (after ?? 0) - (before ?? 0);
}

function linesOf(diff: TreeDiff, most: number): Pick<Account, 'packages' | 'unowned'> {
  return { packages: firstLines(changePackages(diff), most, packageGrowth), unowned: changeUnowned(diff) };
}

/** The account of some layers. What they wrote and their files do not show is what later layers hide. */
function accountForPart(diff: TreeDiff, total: number, most: number): Account {
  const lines = linesOf(diff, most);
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
        ...accountForPart(diff, total, LAYER_LINES),
        files: fileLines(diff, LAYER_LINES),
      };
    });
}

function byLayer(tree: readonly TreeFile[]): ReadonlyMap<number, readonly TreeFile[]> {
  return groupBy(tree, ({ layer }) => layer);
}

/** Nothing where the parts are not known, and where both are built on the same layers: then all growth is the image's own. */
function splitAccount(before: Side, after: Side, split: BaseSplit | null): Pick<Explanation, 'inherited' | 'own'> {
  if (split === null || isOnSameLayers(before.measurement, after.measurement)) return {};
  const isInherited = ({ measurement: { base } }: Side, { layer }: TreeFile) => layer < (base?.layers ?? 0);
  const part = (inherited: boolean, total: number | null) => {
    const filesOf = (side: Side) => side.tree.filter((file) => isInherited(side, file) === inherited);
    return accountForPart(diffTrees(filesOf(before), filesOf(after)), total ?? 0, LINES);
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
  return { files: moved.length, bytes, lines: moved.slice(0, LAYER_LINES).map(fileLine) };
}

function fileLine({ before, after }: FileChange): FileLine {
  const path = shownPath(after?.path ?? before?.path ?? '');
  const from = before === null || after === null || before.path === after.path ? {} : { from: shownPath(before.path) };
  return { path, ...from, before: before?.size ?? null, after: after?.size ?? null };
}

function sumOf<T>(lines: readonly T[], changeOf: (line: T) => number): number {
  return lines.reduce((sum, line) => sum + changeOf(line), 0);
}
