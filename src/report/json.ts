import type { Comparison, ConditionResult } from '../model/comparison.ts';
import type { Contents } from '../model/contents.ts';
import type { Report, VariantGroup, VariantRow } from '../model/document.ts';
import type { MeasuredLayer, Measurement, MeasuringError } from '../model/measurement.ts';
import { withoutContents } from '../model/report.ts';

/** The keys that come first, in this order. Keys that are not here follow by name; none is left out. */
type Order<Value> = readonly (keyof Value)[];

const MEASUREMENT: Order<Measurement> = [
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
interface JsonOptions {
  readonly contents?: boolean;
  readonly errors?: boolean;
}

const REPORT: Order<Report> = ['schemaVersion', 'verdict', 'comparisons'];
const COMPARISON: Order<Comparison> = ['image', 'platform', 'verdict', 'baseline', 'head', 'growth', 'conditions'];
const VARIANT: Order<VariantRow> = ['image', 'verdict', 'measurement', 'change'];
const LAYER: Order<MeasuredLayer> = ['digest', 'diffId', 'download', 'unpacked', 'createdBy'];
const CONTENTS: Order<Contents> = [
  'owners',
  'shared',
  'rest',
  'before',
  'after',
  'was',
  'layer',
  'owner',
  'from',
  'folded',
];
const CONDITION: Order<ConditionResult> = ['text', 'level', 'metric', 'actual', 'limit', 'verdict'];

/**
 * The `report` output and `compare --json`: the report with the keys of its contract first and in order, two spaces, a final newline.
 * @param options.contents keeps the files and packages of its comparisons too, each column of files on one line; without it they are left out
 * @param options.errors adds what could not be measured as `errors`, where there is any
 */
export function renderReportJson(report: Report, { contents = false, errors = false }: JsonOptions = {}): string {
  const inventories = report.comparisons.map(({ inventory }) => inventory);
  const files = contents ? report.comparisons.map((comparison) => comparison.contents) : [];
  const comparisons = withoutContents(report).comparisons.map((comparison, at) =>
    inOrder(COMPARISON, {
      ...comparison,
      baseline: comparison.baseline && orderedMeasurement(comparison.baseline),
      head: comparison.head && orderedMeasurement(comparison.head),
      conditions: comparison.conditions.map((condition) => inOrder(CONDITION, condition)),
      ...(files[at] !== undefined && { contents: at }),
      ...(contents && inventories[at] !== undefined && { inventory: inventories[at] }),
    }),
  );
  const { schemaVersion, verdict, variants, ...others } = report;
  const together = variants === undefined ? {} : { variants: variants.map(orderedGroup) };
  const unmeasured = errors ? errorsOf(report.comparisons) : {};
  const text = document(
    inOrder(REPORT, { ...others, ...together, ...unmeasured, schemaVersion, verdict, comparisons }),
  );
  return files.length === 0 ? text : insertContents(text, files);
}

/** Puts them where their positions stand. No text can look like such a line, since a string of JSON has no line ends. */
function insertContents(text: string, files: readonly (Contents | undefined)[]): string {
  return text.replace(/^ {6}"contents": (\d+)/gm, (_line, at) => {
    const columns = Object.entries(inOrder(CONTENTS, files[Number(at)] ?? {}));
    const lines = columns.map(([name, column]) => `        ${JSON.stringify(name)}: ${JSON.stringify(column)}`);
    return `      "contents": {\n${lines.join(',\n')}\n      }`;
  });
}

/**
 * `measure --json`, likewise; also what a measurement file for `baseline` holds.
 * @param comparisons those that could not be measured are told as `errors`
 */
export function renderMeasurementsJson(
  measurements: readonly Measurement[],
  comparisons: readonly Comparison[] = [],
): string {
  return document({
    schemaVersion: 1,
    measurements: measurements.map(orderedMeasurement),
    ...errorsOf(comparisons),
  });
}

/** What could not be measured, with the whole reason. No key where all was. */
function errorsOf(comparisons: readonly Comparison[]): { readonly errors?: readonly MeasuringError[] } {
  const errors = comparisons
    .filter(({ verdict, baselineError }) => verdict === 'error' || baselineError === true)
    .map(({ image, platform, notes }) => ({
      image,
      ...(platform === '' ? {} : { platform }),
      reason: notes.join('\n') || 'it could not be measured',
    }));
  return errors.length === 0 ? {} : { errors };
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
