import type { Report, VariantGroup } from '../compare/comparison.ts';
import type { Measurement } from '../measure/measurement.ts';

const MEASUREMENT = [
  'image',
  'platform',
  'download',
  'unpacked',
  'estimated',
  'files',
  'wasted',
  'efficiency',
  'method',
  'layers',
];
const REPORT = ['schemaVersion', 'verdict', 'comparisons'];
const COMPARISON = ['image', 'platform', 'verdict', 'baseline', 'head', 'growth', 'conditions'];
const VARIANT = ['image', 'verdict', 'measurement', 'change'];
const LAYER = ['digest', 'diffId', 'download', 'unpacked', 'createdBy'];
const CONDITION = ['text', 'level', 'metric', 'actual', 'limit', 'verdict'];

/** The `report` output and `compare --json`: the report with the keys of its contract first and in order, two spaces, a final newline. */
export function renderReportJson(report: Report): string {
  const comparisons = report.comparisons.map((comparison) =>
    inOrder(COMPARISON, {
      ...comparison,
      baseline: comparison.baseline && orderedMeasurement(comparison.baseline),
      head: comparison.head && orderedMeasurement(comparison.head),
      conditions: comparison.conditions.map((condition) => inOrder(CONDITION, condition)),
    }),
  );
  const { schemaVersion, verdict, variants, ...others } = report;
  const together = variants === undefined ? {} : { variants: variants.map(orderedGroup) };
  return document(inOrder(REPORT, { ...others, ...together, schemaVersion, verdict, comparisons }));
}

/** `measure --json`, likewise; also what a measurement file for `baseline` holds. */
export function renderMeasurementsJson(measurements: readonly Measurement[]): string {
  return document({ schemaVersion: 1, measurements: measurements.map(orderedMeasurement) });
}

function orderedGroup({ platform, rows }: VariantGroup): object {
  return {
    platform,
    rows: rows.map((row) =>
      inOrder(VARIANT, { ...row, measurement: row.measurement && orderedMeasurement(row.measurement) }),
    ),
  };
}

function orderedMeasurement(measurement: Measurement): object {
  return inOrder(MEASUREMENT, { ...measurement, layers: measurement.layers.map((layer) => inOrder(LAYER, layer)) });
}

/** The value with `keys` first, the others after them by name: the same text for the same value, however it was made. */
function inOrder(keys: readonly string[], value: object): object {
  const entries = Object.entries(value);
  const rank = (key: string) => (keys.includes(key) ? keys.indexOf(key) : keys.length);
  return Object.fromEntries(entries.toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)));
}

function document(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
