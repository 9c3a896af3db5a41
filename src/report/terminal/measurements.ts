import { repeatedBlobs } from '../../model/blobs.ts';
import type { Measurement } from '../../model/measurement.ts';
import { formatBytes, formatCount, formatExactBytes, formatShare, formatShareOf } from '../../text/amount.ts';
import { cutMiddle, visibleLine } from '../../text/escape.ts';
import { instructionOf } from '../../text/instruction.ts';
import { column, renderTerminalTable } from '../../text/table.ts';
import { paint, type TerminalOptions } from '../../text/terminal-text.ts';
import { sizeWords } from '../words/amounts.ts';
import { methodWords, versionWords } from '../words/measured.ts';

const LAYERS = [column('#', 'right'), column('download', 'right'), column('unpacked', 'right'), column('by')];
const FACTS = [column(''), column('', 'right'), column('')];
/** Most wasted paths shown of one image. */
const WASTED = 10;

/** What `measure` prints: layers from the base up, totals with exact bytes, waste and the method. Ends with a newline unless it is ''. */
export function renderMeasurements(measurements: readonly Measurement[], options: TerminalOptions): string {
  if (measurements.length === 0) return '';
  return `${measurements.map((measurement) => renderMeasurement(measurement, options)).join('\n\n')}\n`;
}

function renderMeasurement(measurement: Measurement, options: TerminalOptions): string {
  const { image, platform, estimated } = measurement;
  const name = paint(cutMiddle(visibleLine(image), 100), 1, options.colour);
  const parts = [
    `${name} ${visibleLine(platform)}`,
    renderLayers(measurement, options),
    renderFacts(measurement, options),
    ...renderWasted(measurement),
    `Method: ${methodWords(measurement)}${estimated ? ', download estimated (≈)' : ''}\nTools: ${visibleLine(versionWords(measurement))}`,
  ];
  return parts.join('\n\n');
}

function renderLayers({ layers, estimated }: Measurement, options: TerminalOptions): string {
  const repeated = repeatedBlobs(layers);
  const rows = layers.map((layer, index) => [
    String(index + 1),
    repeated.has(index)
      ? `as #${layers.findIndex(({ digest }) => digest === layer.digest) + 1}`
      : sizeWords(layer.download, estimated),
    formatBytes(layer.unpacked),
    instructionOf(layer.createdBy) || '-',
  ]);
  return renderTerminalTable({ columns: LAYERS, rows }, options);
}

function renderFacts(
  { download, unpacked, estimated, files, wasted, efficiency, layers }: Measurement,
  options: TerminalOptions,
): string {
  const share = unpacked === 0 ? '' : `${formatShareOf(wasted, unpacked)} of unpacked`;
  const rows = [
    ['download', sizeWords(download, estimated), formatExactBytes(download)],
    ['unpacked', formatBytes(unpacked), formatExactBytes(unpacked)],
    ['wasted', formatBytes(wasted), share],
    ['efficiency', formatShare(efficiency * 100), ''],
    ['files', formatCount(files), ''],
    ['layers', String(layers.length), ''],
  ];
  return renderTerminalTable({ columns: FACTS, rows }, options);
}

function renderWasted({ wastedPaths }: Measurement): readonly string[] {
  if (wastedPaths.length === 0) return [];
  const largest = wastedPaths.toSorted((a, b) => b.bytes - a.bytes).slice(0, WASTED);
  const lines = largest.map(
    ({ path, bytes }) => `  ${formatBytes(bytes).padStart(8)}  ${cutMiddle(visibleLine(path), 160)}`,
  );
  const more = wastedPaths.length > WASTED ? [`  … and ${wastedPaths.length - WASTED} more`] : [];
  return [['Overwritten or deleted by a later layer:', ...lines, ...more].join('\n')];
}
