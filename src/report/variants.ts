import type { Comparison, Verdict } from '../compare/comparison.ts';
import { formatBytes, formatPercent } from '../config/amount.ts';
import type { Measurement } from '../measure/measurement.ts';
import { renderColumns, type TerminalOptions } from './columns.ts';
import { codeCell } from './escape.ts';
import { colourOf, mark } from './verdict.ts';
import { percentOf } from './words.ts';

/** One way to build the same application, in the table version | size | reduction | status. */
export interface Variant {
  readonly version: string;
  /** Bytes unpacked; null where it could not be measured. */
  readonly size: number | null;
  readonly status: Verdict | 'measured';
}

interface VariantRow extends Variant {
  readonly sizeWords: string;
  /** Against the first row: `−76 %`; `—` for the first, and where a size is missing. */
  readonly reduction: string;
}

const COLUMNS = [
  { head: 'version', align: 'left' },
  { head: 'size', align: 'right' },
  { head: 'reduction', align: 'right' },
  { head: 'status', align: 'left' },
] as const;

/** Variants from the comparisons of a run: the status is the verdict. */
export function variantsOf(comparisons: readonly Comparison[]): readonly Variant[] {
  return comparisons.map(({ image, head, verdict }) => ({
    version: image,
    size: head?.unpacked ?? null,
    status: verdict,
  }));
}

/** Variants from measurements that nothing was compared with. */
export function measuredVariants(measurements: readonly Measurement[]): readonly Variant[] {
  return measurements.map(({ image, unpacked }) => ({ version: image, size: unpacked, status: 'measured' }));
}

/** The table of variants as GitHub Markdown, without a final newline; the first variant is what the others are held against. */
export function renderVariants(variants: readonly Variant[]): string {
  const rows = rowsOf(variants).map((row) => {
    const status = row.status === 'measured' ? row.status : `${mark(row.status)} ${row.status}`;
    return `| ${codeCell(row.version, 80)} | ${row.sizeWords} | ${row.reduction} | ${status} |`;
  });
  return [`| ${COLUMNS.map(({ head }) => head).join(' | ')} |`, '| :--- | ---: | ---: | :--- |', ...rows].join('\n');
}

/** The same table for a terminal. */
export function renderVariantsTerminal(variants: readonly Variant[], options: TerminalOptions): string {
  const rows = rowsOf(variants).map((row) => [
    { text: row.version },
    { text: row.sizeWords },
    { text: row.reduction },
    { text: row.status, ...(row.status === 'measured' ? {} : { colour: colourOf(row.status) }) },
  ]);
  return `${renderColumns(COLUMNS, rows, options)}\n`;
}

function rowsOf(variants: readonly Variant[]): readonly VariantRow[] {
  const first = variants[0]?.size ?? null;
  return variants.map((variant, index) => {
    const { size } = variant;
    const percent = index === 0 || size === null || first === null ? null : percentOf(size - first, first);
    return {
      ...variant,
      sizeWords: size === null ? '—' : formatBytes(size),
      reduction: percent === null ? '—' : formatPercent(percent),
    };
  });
}
