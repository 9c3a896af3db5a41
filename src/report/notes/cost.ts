import { sumTogether } from '../../compare/totals.ts';
import type { VariantRow } from '../../model/document.ts';
import { codeCell } from '../../text/escape.ts';
import { column, renderMarkdownTable } from '../../text/table.ts';
import { formatSeconds, sizeWords } from '../words/amounts.ts';

/** Bits per second for which transfer times are shown. */
const BANDWIDTHS = [
  { name: '100 Mbit/s', bits: 1e8 },
  { name: '1 Gbit/s', bits: 1e9 },
] as const;
const PULLS = 1000;
const COLUMNS = [
  column('image'),
  column('registry stores', 'right'),
  ...BANDWIDTHS.map(({ name }) => column(`pull at ${name}`, 'right')),
  column('1,000 pulls', 'right'),
];

/** Storage in a registry and transfer of cold pulls, as a section. Computed from the compressed bytes alone. */
export function renderCost(rows: readonly VariantRow[], level: string): string {
  const measured = rows.flatMap(({ measurement }) => measurement ?? []);
  if (measured.length === 0) return '';
  const several = new Set(measured.map(({ platform }) => platform)).size > 1;
  const cells = measured.map(({ image, platform, download, estimated }) => {
    const times = BANDWIDTHS.map(({ bits }) => `${estimated ? '≈ ' : ''}${formatSeconds((download * 8) / bits)}`);
    const pulls = sizeWords(download * PULLS, estimated);
    const on = several ? ` ${codeCell(platform, 40)}` : '';
    return [`${codeCell(image, 60)}${on}`, sizeWords(download, estimated), ...times, pulls];
  });
  const table = renderMarkdownTable({ columns: COLUMNS, rows: cells });
  const note = 'Pulls are cold: they transfer every layer. Times are for the transfer alone, without unpacking.';
  return [`${level} What it costs`, table, [sharedWords(measured), note].join('')].join('\n\n');
}

function sharedWords(measured: Parameters<typeof sumTogether>[0]): string {
  if (measured.length < 2) return '';
  const alone = measured.reduce((sum, { download }) => sum + download, 0);
  const { download } = sumTogether(measured);
  const shared = alone - download;
  const estimated = measured.some((each) => each.estimated);
  const less = `${sizeWords(shared, estimated)} less than alone, because they share layers`;
  return `Together in one registry, the ${measured.length} images take ${sizeWords(download, estimated)}: ${shared === 0 ? 'they share nothing' : less}. `;
}
