import type { VariantGroup, VariantRow } from '../../model/document.ts';
import type { Saving, SavingLine } from '../../model/explanation.ts';
import { samePlatform } from '../../model/platform.ts';
import { formatBytes, formatSignedBytes } from '../../text/amount.ts';
import { codeCell, codeSpan } from '../../text/escape.ts';
import { column, renderMarkdownTable } from '../../text/table.ts';
import { directoryName } from '../account-rows.ts';
import { reductionWords } from '../variants.ts';

const BASE_COLUMNS = [
  column('version'),
  column('base image'),
  column('from the base image', 'right'),
  column('own layers', 'right'),
];
const SAVING_COLUMNS = [column('change', 'right'), column('where'), column('result')];

/** Where the bytes went, as a section: base image and own layers, then the directories of each variant. */
export function renderSavings(group: VariantGroup, savings: readonly Saving[], level: string): string {
  const [reference, ...variants] = group.rows;
  const blocks = variants.map((row) => renderVariant(row, group, savings, `${level}#`)).filter((block) => block !== '');
  if (reference.measurement === null || blocks.length === 0) return '';
  return [`${level} Where the savings come from`, renderBases(group), ...blocks]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** '' where the base image of no variant is known. */
function renderBases({ rows }: VariantGroup): string {
  if (rows.every(({ measurement }) => measurement?.base === undefined)) return '';
  const cells = rows.flatMap(({ image, measurement }) => {
    if (measurement?.base === undefined) return [];
    const { layers, base, unpacked } = measurement;
    const inherited = layers.slice(0, base.layers).reduce((sum, layer) => sum + layer.unpacked, 0);
    const own = formatBytes(unpacked - inherited);
    return [[codeCell(image, 60), codeCell(base.image, 120), formatBytes(inherited), own]];
  });
  return renderMarkdownTable({ columns: BASE_COLUMNS, rows: cells });
}

function renderVariant(row: VariantRow, group: VariantGroup, savings: readonly Saving[], level: string): string {
  const [reference] = group.rows;
  if (row.measurement === null || reference.measurement === null || row.change === null) return '';
  const heading = `${level} ${codeSpan(row.image, 60)} against ${codeSpan(reference.image, 60)}`;
  const saving = savings.find(
    (each) =>
      each.variant === row.image && each.reference === reference.image && samePlatform(each.platform, group.platform),
  );
  if (saving === undefined)
    return `${heading}\n\nThis run did not read the layers of these two, so their directories are not known.`;
  return `${heading}\n\n${renderSaving(saving, reductionWords(row, group))}`;
}

function renderSaving({ lines, wasted, rest, total }: Saving, percent: string): string {
  const rows = [
    ...lines.map((line) => [
      formatSignedBytes(line.after - line.before),
      codeCell(directoryName(line), 160),
      becameOf(line),
    ]),
    ...(wasted === 0 ? [] : [[formatSignedBytes(wasted), 'overwritten or deleted by a later layer', 'waste']]),
    ...(rest === 0 ? [] : [[formatSignedBytes(rest), 'everything else', '']]),
    [`**${formatSignedBytes(total)}**`, '**total**', `**${percent}**`],
  ];
  return renderMarkdownTable({ columns: SAVING_COLUMNS, rows });
}

function becameOf({ before, after, files, parts }: SavingLine): string {
  const what = files ? ' (files directly in it)' : '';
  if (after === 0) return `gone${what}`;
  if (before === 0) return `new${what}`;
  const named = parts.map(({ name, change }) => `${codeCell(name, 60)} ${formatSignedBytes(change)}`);
  const most = named.length === 0 ? '' : `, inside ${named.join(', ')}`;
  return `${formatBytes(before)} → ${formatBytes(after)}${what}${most}`;
}
