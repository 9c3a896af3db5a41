import type { Comparison } from '../../compare/comparison.ts';
import { type AccountRow, accountRows } from '../../report/account.ts';
import { code, element, prose, section } from './element.ts';
import type { View } from './model.ts';
import { changeText } from './sizes.ts';

/** Packages and directories named. */
const MOST = 20;

/** Why the image weighs what it does now: its growth by packages and directories, summing to the whole. */
export function createWhy(): View {
  const root = element('div');
  let shown: Comparison | undefined;
  return {
    element: root,
    update: ({ comparison }) => {
      if (comparison === shown) return;
      shown = comparison;
      root.replaceChildren(...accountOf(comparison));
    },
  };
}

function accountOf({ explanation }: Comparison): readonly HTMLElement[] {
  const rows = explanation === undefined ? [] : accountRows(explanation, MOST);
  if (explanation === undefined || rows.length === 0) return [];
  const heads = ['change', 'what', 'became'].map((text) => element('th', { scope: 'col' }, text));
  const all = [
    element('td', { class: 'number' }, changeText(explanation.total)),
    element('th', { scope: 'row' }, 'in all'),
  ];
  const table = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows.map(accountLine)),
    element('tfoot', {}, element('tr', {}, ...all, element('td'))),
  );
  return [section('Why', element('div', { class: 'scroll' }, table))];
}

function accountLine({ change, about, name, became }: AccountRow): HTMLElement {
  return element(
    'tr',
    {},
    element('td', { class: 'number' }, changeText(change)),
    element('td', {}, about, about === '' || name === '' ? '' : ' ', name === '' ? null : code(name, 160)),
    element('td', {}, prose(became, 200)),
  );
}
