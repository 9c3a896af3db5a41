import { instructionOf } from '../../compare/instruction.ts';
import type { Measurement } from '../../model/measurement.ts';
import { formatBytes, formatCount, formatExactBytes, formatShare, formatShareOf } from '../../text/amount.ts';
import { type Column, paint, renderColumns, type TerminalOptions } from '../../text/columns.ts';
import { cutMiddle, visibleLine } from '../../text/escape.ts';
import { methodWords, sizeWords, versionWords } from '../words/words.ts';

const LAYERS: readonly Column[] = [
  { head: '#', align: 'right' },
  { head: 'download', align: 'right' },
  { head: 'unpacked', align: 'right' },
  { head: 'by', align: 'left' },
];
const FACTS: readonly Column[] = [
  { head: '', align: 'left' },
  { head: '', align: 'right' },
  { head: '', align: 'left' },
];
/** Most wasted paths shown of one image. */
const WASTED = 10;

/** What `measure` prints for people: layers base first, totals with exact bytes, waste and how it was had; '' or with a final newline. */
export function renderMeasurements(measurements: readonly Measurement[], options: TerminalOptions): string {
  if (measurements.length === 0) return '';
  return `${measurements.map((measurement) => renderMeasurement(measurement, options)).join('\n\n')}\n`;
}

function renderMeasurement(measurement: Measurement, options: TerminalOptions): string {
  const { image, platform, method, estimated } = measurement;
  const name = paint(cutMiddle(visibleLine(image), 100), 1, options.colour);
  const parts = [
    `${name} ${visibleLine(platform)}`,
    renderLayers(measurement, options),
    renderFacts(measurement, options),
    ...renderWasted(measurement),
    `Method: ${methodWords(method)}${estimated ? ', download estimated (≈)' : ''}\nTools: ${visibleLine(versionWords(measurement))}`,
  ];
  return parts.join('\n\n');
}

function renderLayers({ layers, estimated }: Measurement, options: TerminalOptions): string {
  const rows = layers.map((layer, index) => [
    { text: String(index + 1) },
    { text: sizeWords(layer.download, estimated) },
    { text: formatBytes(layer.unpacked) },
    { text: instructionOf(layer.createdBy) || '-' },
  ]);
  return renderColumns(LAYERS, rows, options);
}

function renderFacts(
  { download, unpacked, estimated, files, wasted, efficiency, layers }: Measurement,
  options: TerminalOptions,
): string {
  const share = unpacked === 0 ? '' : `${formatShareOf(wasted, unpacked)} of unpacked`;
  const facts: readonly (readonly [string, string, string])[] = [
    ['download', sizeWords(download, estimated), formatExactBytes(download)],
    ['unpacked', formatBytes(unpacked), formatExactBytes(unpacked)],
    ['wasted', formatBytes(wasted), share],
    ['efficiency', formatShare(efficiency * 100), ''],
    ['files', formatCount(files), ''],
    ['layers', String(layers.length), ''],
  ];
  const table = renderColumns(
    FACTS,
    facts.map((fact) => fact.map((text) => ({ text }))),
    options,
  );
  return table.slice(table.indexOf('\n') + 1);
}

function renderWasted({ wastedPaths }: Measurement): readonly string[] {
  if (wastedPaths.length === 0) return [];
  const largest = wastedPaths.toSorted((a, b) => b.bytes - a.bytes).slice(0, WASTED);
  const lines = largest.map(
    ({ path, bytes }) => `  ${formatBytes(bytes).padStart(8)}  ${cutMiddle(visibleLine(path), 160)}`,
  );
  const more = wastedPaths.length > WASTED ? [`  … ${wastedPaths.length - WASTED} more`] : [];
  return [['Overwritten or deleted by a later layer:', ...lines, ...more].join('\n')];
}
