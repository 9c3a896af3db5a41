import { instructionOf } from '../../compare/instruction.ts';
import type { VariantGroup } from '../../model/comparison.ts';
import { formatBytes } from '../../text/amount.ts';
import { codeCell } from '../../text/escape.ts';
import { placeWords } from '../words/place.ts';
import { sizeWords } from '../words/words.ts';

const LAYERS = 15;

/** The largest layers of an image that nothing is held against, as a section; '' where it could not be measured. */
export function renderLayers({ rows: [{ measurement }] }: VariantGroup, level: string): string {
  if (measurement === null || measurement.layers.length === 0) return '';
  const { layers, estimated } = measurement;
  const largest = layers.toSorted((a, b) => b.unpacked - a.unpacked).slice(0, LAYERS);
  const lines = largest.map(
    ({ unpacked, download, createdBy, source }) =>
      `| ${formatBytes(unpacked)} | ${sizeWords(download, estimated)} | ${source === undefined ? '' : `${codeCell(placeWords(source))} `}${codeCell(instructionOf(createdBy) || '—', 160)} |`,
  );
  const more = layers.length > LAYERS ? [`\n… and ${layers.length - LAYERS} smaller ones`] : [];
  const table = ['| unpacked | download | by |', '| ---: | ---: | :--- |', ...lines, ...more].join('\n');
  return `${level} Largest layers\n\n${table}`;
}
