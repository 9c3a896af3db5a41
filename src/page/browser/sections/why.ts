import type { Comparison } from '../../../model/comparison.ts';
import { type AccountRow, accountRows } from '../../../report/account-rows.ts';
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

function accountCells({ change, about, name, became }: AccountRow): readonly (readonly Child[])[] {
  const named = name === '' ? [about] : [about === '' ? '' : `${about} `, code(name, 160)];
  return [[changeText(change)], named, [prose(became, 200)]];
}
