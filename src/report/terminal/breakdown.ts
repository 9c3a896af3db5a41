import { isBuildTool, packageGrowth } from '../../explain/package-changes.ts';
import type { Comparison } from '../../model/comparison.ts';
import type { Account, Explanation, PackageChange } from '../../model/explanation.ts';
import { packageTitle } from '../../model/package-url.ts';
import { familiarName } from '../../model/reference.ts';
import { formatSignedBytes } from '../../text/amount.ts';
import { cutMiddle, visibleLine } from '../../text/escape.ts';
import { groupBy } from '../../text/group-by.ts';
import { paint, type TerminalOptions } from '../../text/terminal-text.ts';
import type { AccountRow } from '../account-row.ts';
import { accountRows, rowTotal } from '../account-rows.ts';
import { configLines } from '../words/facts.ts';
import { imageWords } from '../words/images.ts';
import { renderRows, safe } from './explanation.ts';

/** Most directories named, and most packages named of one group. */
const DIRECTORIES = 10;
const NAMES = 5;

/** Groups of packages by what changed. A package belongs to the first group that takes it. */
const GROUPS: readonly {
  readonly about: readonly [string, string];
  readonly takes: (change: PackageChange) => boolean;
}[] = [
  {
    about: ['build tool not shipped', 'build tools not shipped'],
    takes: ({ kind, name }) => kind === 'removed' && isBuildTool(name),
  },
  { about: ['package removed', 'packages removed'], takes: ({ kind }) => kind === 'removed' },
  { about: ['package added', 'packages added'], takes: ({ kind }) => kind === 'added' },
  {
    about: ['package with another version', 'packages with another version'],
    takes: ({ kind }) => kind === 'upgraded',
  },
  { about: ['package with another size', 'packages with another size'], takes: () => true },
];

/**
 * Where the difference between two images comes from, for a terminal: the base image, then groups of packages, directories and waste.
 * The rows sum to the whole. Below them is what changed in how the images run. '' where there is no explanation.
 */
export function renderBreakdown(comparison: Comparison, options: TerminalOptions): string {
  const { explanation } = comparison;
  if (explanation === undefined) return '';
  const rows = breakdownRows(comparison, explanation);
  const all = { change: rowTotal(rows), about: 'total', name: '', became: '' };
  const title = `Where ${formatSignedBytes(explanation.total)} of ${cutMiddle(visibleLine(imageWords(comparison, 2)), 100)} comes from`;
  const facts = configLines(comparison, safe);
  const lines = [...renderRows([...rows, all], options).split('\n'), ...facts].map((line) => `  ${line}`);
  return [paint(title, 1, options.colour), ...lines].join('\n');
}

/** The rows of a breakdown. They sum to the growth of `unpacked`. */
export function breakdownRows({ split }: Comparison, explanation: Explanation): readonly AccountRow[] {
  const { inherited, own = explanation } = explanation;
  const base =
    inherited === undefined || split === undefined
      ? []
      : [{ change: inherited.total, about: 'base image', name: baseNames(split), became: '' }];
  const { groups: _, ...counted } = own;
  const others: Account = { ...counted, packages: { lines: [] } };
  const groups = groupRows(own);
  return [...base, ...groups, ...accountRows(others, DIRECTORIES)].filter(({ change }) => change !== 0);
}

function baseNames({ before, after }: NonNullable<Comparison['split']>): string {
  const names = [before.image, after.image].map(familiarName);
  return [...new Set(names)].join(' → ');
}

function groupRows({ packages: { lines, more } }: Account): readonly AccountRow[] {
  const groups = groupBy(lines, (change) => GROUPS.find(({ takes }) => takes(change)));
  const rows = GROUPS.flatMap((group) => {
    const changes = groups.get(group) ?? [];
    if (changes.length === 0) return [];
    const names = changes.slice(0, NAMES).map(({ name }) => packageTitle(name));
    const hidden = changes.length - names.length;
    const became = `${names.join(', ')}${hidden === 0 ? '' : ` and ${hidden} more`}`;
    const change = changes.reduce((sum, each) => sum + packageGrowth(each), 0);
    const [one, several] = group.about;
    return [{ change, about: `${changes.length} ${changes.length === 1 ? one : several}`, name: '', became }];
  });
  const rest =
    more === undefined ? [] : [{ change: more.change, about: `${more.count} more packages`, name: '', became: '' }];
  return [...rows, ...rest];
}
