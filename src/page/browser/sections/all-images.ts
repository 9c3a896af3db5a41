import type { IndexTotal, Report, VariantGroup, VariantRow } from '../../../model/document.ts';
import { stayedWords } from '../../../report/proposals.ts';
import { totalWords } from '../../../report/totals.ts';
import { reductionWords } from '../../../report/variants.ts';
import { buildTimeWords, sizeWords } from '../../../report/words/amounts.ts';
import { formatBytes } from '../../../text/amount.ts';
import { type Child, code, element, printed, prose, section, verdictMark } from '../element.ts';
import { type Column, table } from '../tables/table.ts';

const VARIANT_COLUMNS: readonly Column[] = [
  { head: 'version' },
  { head: 'size', number: true },
  { head: 'download', number: true },
  { head: 'reduction', number: true },
  { head: 'new bytes', number: true },
  { head: 'build time' },
  { head: 'status' },
];
const TOTAL_COLUMNS: readonly Column[] = [
  { head: 'image' },
  { head: 'download', number: true },
  { head: 'unpacked', number: true },
  { head: 'platforms' },
];

/** Facts on several images at once: variants, totals over platforms, tighter caps. Hidden without any. */
export function createAllImages({ variants = [], totals = [], proposals = [] }: Report): HTMLElement {
  const parts = [
    ...variants.map(variantsOf),
    ...(totals.length === 0 ? [] : [totalsOf(totals)]),
    ...proposals.map((proposal) =>
      section('The cap can be tighter', element('p', {}, stayedWords(proposal, prose)), printed(proposal.text, 2)),
    ),
  ];
  return element(
    'section',
    { 'aria-label': 'All images', hidden: parts.length === 0 },
    element('h2', {}, 'All images'),
    ...parts,
  );
}

function variantsOf(group: VariantGroup): HTMLElement {
  const [{ image }] = group.rows;
  const on = group.platform === '' ? '' : ` on ${prose(group.platform, 40)}`;
  return section(
    `${group.rows.length} ways to build ${prose(image, 60)}${on}`,
    table(
      VARIANT_COLUMNS,
      group.rows.map((row) => variantCells(row, group).map((cell) => [cell])),
    ),
  );
}

function variantCells(row: VariantRow, group: VariantGroup): readonly Child[] {
  const { image, measurement, change, verdict } = row;
  return [
    code(image, 80),
    measurement === null ? '—' : formatBytes(measurement.unpacked),
    measurement === null ? '—' : sizeWords(measurement.download, measurement.estimated),
    reductionWords(row, group),
    change?.newBytes == null ? '—' : formatBytes(change.newBytes),
    buildTimeWords(measurement?.build),
    verdictMark(verdict),
  ];
}

function totalsOf(totals: readonly IndexTotal[]): HTMLElement {
  const rows = totals.map(({ image, download, unpacked, platforms }) => [
    [code(image, 60)],
    [totalWords(download)],
    [totalWords(unpacked)],
    [prose(platforms.join(', '), 200)],
  ]);
  const note = element('p', { class: 'soft' }, 'Blobs that platforms share count once. Totals are not gated.');
  return section('All platforms together', table(TOTAL_COLUMNS, rows), note);
}
