import { withoutCopies } from '../../model/blobs.ts';
import type { VariantGroup } from '../../model/document.ts';
import { formatBytes } from '../../text/amount.ts';
import { codeCell } from '../../text/escape.ts';
import { instructionOf } from '../../text/instruction.ts';
import { column, renderMarkdownTable } from '../../text/table.ts';
import { placeWords } from '../layers.ts';
import { sizeWords } from '../words/amounts.ts';

const LAYERS = 15;
const COLUMNS = [column('unpacked', 'right'), column('download', 'right'), column('by')];

/** The largest layers of an image without variants, as a section. '' where it was not measured. */
export function renderLayers({ rows: [{ measurement }] }: VariantGroup, level: string): string {
  if (measurement === null || measurement.layers.length === 0) return '';
  const { layers, estimated } = measurement;
  const largest = withoutCopies(layers)
    .toSorted((a, b) => b.unpacked - a.unpacked)
    .slice(0, LAYERS);
  const rows = largest.map(({ unpacked, download, createdBy, source }) => {
    const place = source === undefined ? '' : `${codeCell(placeWords(source))} `;
    const by = `${place}${codeCell(instructionOf(createdBy) || '—', 160)}`;
    return [formatBytes(unpacked), sizeWords(download, estimated), by];
  });
  const hidden = layers.length - LAYERS;
  const more = hidden > 0 ? `\n\n… and ${hidden} smaller ${hidden === 1 ? 'layer' : 'layers'}` : '';
  return `${level} Largest layers\n\n${renderMarkdownTable({ columns: COLUMNS, rows })}${more}`;
}
