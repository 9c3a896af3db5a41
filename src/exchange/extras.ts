import { accountedFor, fileGrowth } from '../explain/explanation.ts';
import { totalOf } from '../explain/lines.ts';
import { packageGrowth } from '../explain/package-changes.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Account, Explanation, LayerAccount } from '../model/explanation.ts';
import type { LayerChange } from '../model/layer.ts';
import type { Inventory } from '../model/packages/inventory.ts';
import { contentsProblem } from './contents-columns.ts';

/**
 * The comparison without its explanation, advice, files or packages where these disagree with what was measured. A note names each that is left out. No
 * other number depends on them.
 */
export function withTrueExtras(comparison: Comparison): Comparison {
  const { explanation, advice, contents, inventory, ...rest } = comparison;
  const problems = {
    explanation: explanation === undefined ? null : explanationProblem(explanation, comparison),
    advice: advice === undefined ? null : adviceProblem(comparison),
    contents: contents === undefined ? null : contentsProblem(contents, comparison),
    inventory: inventory === undefined ? null : inventoryProblem(inventory, comparison),
  };
  const notes = Object.entries(problems).flatMap(([extra, problem]) =>
    problem === null ? [] : [`The ${NAMES[extra]} of the report file is left out: ${problem}.`],
  );
  if (notes.length === 0) return comparison;
  return {
    ...rest,
    notes: [...comparison.notes, ...notes],
    ...(explanation !== undefined && problems.explanation === null ? { explanation } : {}),
    ...(advice !== undefined && problems.advice === null ? { advice } : {}),
    ...(contents !== undefined && problems.contents === null ? { contents } : {}),
    ...(inventory !== undefined && problems.inventory === null ? { inventory } : {}),
  };
}

const NAMES: Readonly<Record<string, string>> = {
  explanation: 'explanation',
  advice: 'advice',
  contents: 'list of files',
  inventory: 'list of packages',
};

/** Every way in which an explanation splits the growth must add up to that growth. */
function explanationProblem(explanation: Explanation, { head, baseline, layers: changes }: Comparison): string | null {
  if (head === null || baseline === null) return 'there is no growth to explain';
  const { total, wasted, directories, files, layers, inherited, own } = explanation;
  if (total !== head.unpacked - baseline.unpacked) return 'its total is not the growth';
  if (wasted !== head.wasted - baseline.wasted)
    return 'its bytes of overwritten and deleted files are not the measured ones';
  const byDirectory = [directories.grown, directories.shrunk].map((lines) => totalOf(lines, ({ change }) => change));
  const ways = [byDirectory.reduce((sum, part) => sum + part, wasted), totalOf(files, fileGrowth) + wasted];
  const parts = inherited === undefined || own === undefined ? [] : [inherited, own];
  const split = parts.length === 0 ? total : parts.reduce((sum, part) => sum + part.total, 0);
  const sums = [explanation, ...layers, ...parts].every(isAccountedFor);
  if (!sums || split !== total || ways.some((way) => way !== total)) return 'its parts do not add up to its total';
  return nameChanges(layers, changes) ? null : 'it names a layer that does not exist';
}

/** Whether each account that names its layer change is of that change, and the only one of it. */
function nameChanges(accounts: readonly LayerAccount[], changes: readonly LayerChange[]): boolean {
  const positions = accounts.flatMap(({ position }) => position ?? []);
  const isNamed = ({ position, kind, createdBy, total }: LayerAccount) => {
    if (position === undefined) return true;
    const change = changes[position];
    const growth = (change?.after?.unpacked ?? 0) - (change?.before?.unpacked ?? 0);
    return change?.kind === kind && change.createdBy === createdBy && growth === total;
  };
  return new Set(positions).size === positions.length && accounts.every(isNamed);
}

function isAccountedFor(account: Account): boolean {
  return accountedFor(account) === account.total && areGrouped(account);
}

/** Whether the groups add up to what the packages do, and each group to its packages. */
function areGrouped({ packages, groups }: Account): boolean {
  if (groups === undefined) return true;
  const isWhole = totalOf(groups, ({ change }) => change) === totalOf(packages, packageGrowth);
  return isWhole && groups.lines.every((group) => totalOf(group.packages, packageGrowth) === group.change);
}

/** Every byte is counted in one piece of advice only, so together they cannot save more than the image has. */
function adviceProblem({ head, advice = [] }: Comparison): string | null {
  if (head === null) return 'the image was not measured';
  if (advice.some(({ layer = 0 }) => layer >= Math.max(1, head.layers.length)))
    return 'it names a layer that does not exist';
  const saved = advice.reduce((sum, { bytes }) => sum + bytes, 0);
  return saved > head.unpacked ? 'it would save more bytes than the image has' : null;
}

/** A list of a part would look like the whole. So the bytes of all packages and of all other files must be those of the image. */
function inventoryProblem({ packages, unowned }: Inventory, { head }: Comparison): string | null {
  if (head === null) return 'the image was not measured';
  const lists = [packages.map(({ purl }) => purl), ...packages.map(({ contains = [] }) => contains)];
  if (lists.some((list) => new Set(list).size < list.length)) return 'it names a package twice';
  if (packages.some(({ layers }) => layers.some((layer) => layer >= head.layers.length)))
    return 'it names a layer that does not exist';
  const sum = packages.reduce((before, { bytes }) => before + bytes, unowned);
  return sum === head.unpacked - head.wasted ? null : 'its bytes are not those of the image';
}
