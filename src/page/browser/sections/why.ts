import type { Comparison } from '../../../model/comparison.ts';
import { type AccountRow, changeOfRow } from '../../../report/account-row.ts';
import { accountRows } from '../../../report/account-rows.ts';
import { formatCount } from '../../../text/amount.ts';
import { type Child, code, element, prose, section } from '../element.ts';
import type { View } from '../model.ts';
import { comparisonView } from '../model.ts';
import { changeText } from '../sizes.ts';
import { type Column, table } from '../tables/table.ts';

/** Most packages and directories named. The table of packages has all. */
const MOST = 10;
const COLUMNS: readonly Column[] = [{ head: 'change', number: true }, { head: 'what' }, { head: 'became' }];

/** Explains the growth of the image by packages and directories, which sum to the total. */
export function createWhy(): View {
  const root = element('div');
  return comparisonView(root, (comparison) => root.replaceChildren(...accountOf(comparison)));
}

function accountOf({ explanation }: Comparison): readonly HTMLElement[] {
  const rows = explanation === undefined ? [] : accountRows(explanation, MOST);
  if (explanation === undefined || rows.length === 0) return [];
  const all = [[changeText(explanation.total)], ['in all'], []];
  return [section('Why', table(COLUMNS, rows.map(accountCells), all))];
}

/** The packages of a group open below its name. */
function accountCells(row: AccountRow): readonly (readonly Child[])[] {
  const { change, became, members } = row;
  const named = nameOf(row);
  const what =
    members === undefined ? named : [element('details', {}, element('summary', {}, ...named), listOf(members))];
  return [[changeText(change)], what, [prose(became, 200)]];
}

function nameOf({ about, name }: AccountRow): readonly Child[] {
  return name === '' ? [about] : [about === '' ? '' : `${about} `, code(name, 160)];
}

function listOf({ lines, more }: NonNullable<AccountRow['members']>): HTMLElement {
  const rows = lines.map((row) =>
    element(
      'li',
      {},
      row.estimated ? changeOfRow(row) : changeText(row.change),
      ' ',
      ...nameOf(row),
      ` ${prose(row.became, 200)}`,
    ),
  );
  const rest =
    more === undefined ? null : element('li', {}, changeText(more.change), ` in ${formatCount(more.count)} more`);
  return element('ul', { class: 'members' }, ...rows, rest);
}
