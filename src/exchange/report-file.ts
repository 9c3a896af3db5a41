import { z } from 'zod';
import { compareRelated } from '../compare/together.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Report, ReportFacts } from '../model/document.ts';
import { createReport } from '../model/report.ts';
import { issueMessage } from '../model/schema.ts';
import { defined, type Every } from '../text/defined.ts';
import { UserError } from '../text/error.ts';
import { parseJson } from '../text/json.ts';
import { printable } from '../text/scanner.ts';
import { comparisonProblem } from './consistency.ts';
import { withTrueExtras } from './extras.ts';
import { checkJsonBounds, holdsAtMost, REPORT_LIMITS, type ReportLimits } from './json-bounds.ts';
import { comparisonKey, relationsOf } from './relations.ts';
import { envelopeSchema, LISTS, type ListKey } from './report-schema.ts';

/** Values of one entry of a list, without the files: a hundred times those of a usual comparison. */
const MOST_VALUES = 500_000;
const LONGEST_PLACE = 200;

/**
 * Parses the JSON of a report: what `check --json` prints, what the action's `report` output names, and what one job hands to another.
 * A stranger may have written the text. Every number must be finite and in bounds, every text and list is bounded, and unknown keys are dropped. A
 * report that contradicts itself is refused. An explanation, advice or list of files with wrong sums is left out with a note. Variants and totals
 * are computed again from the comparisons.
 * @param name the file, as errors name it
 * @throws UserError naming the file, the place in it (`comparisons[0].head.download`) and what is wrong there
 */
export function parseReport(json: string, name: string, limits: ReportLimits = REPORT_LIMITS): Report {
  const { document, report } = parseDocument(json, name, limits);
  return { ...report, ...othersOf(document, name, report.comparisons) };
}

/**
 * As `parseReport`, for a report that is compared again, so without its variants, totals, trends and proposals. They would be thrown away, and
 * a stranger could make them expensive, since variants are matched layer by layer.
 */
export function parseClaims(json: string, name: string, limits: ReportLimits = REPORT_LIMITS): Report {
  return parseDocument(json, name, limits).report;
}

function parseDocument(json: string, name: string, limits: ReportLimits) {
  checkJsonBounds(json, name, limits);
  const document = documentOf(json, name);
  const envelope = parseEntry(envelopeSchema, document, [], name);
  const claimed = listOf('comparisons', document, name) ?? [];
  const comparisons = refuseTwice(claimed, name).map((each, at) => checked(each, `${name}: comparisons[${at}]`));
  const missing = listOf('missing', document, name) ?? [];
  const report = createReport(comparisons, { missing });
  if (report.verdict !== envelope.verdict)
    throw new UserError(`${name}: verdict: found ${envelope.verdict}, but the comparisons come to ${report.verdict}`);
  return { document, report: { ...report, ...envelope } };
}

/** Everything in a report but its envelope, comparisons and missing parts. */
type Others = Omit<ReportFacts, keyof z.output<typeof envelopeSchema> | 'missing'>;

/** Proposals and trends are kept; variants and totals are computed again from the comparisons. */
function othersOf(document: object, name: string, comparisons: readonly Comparison[]): Others {
  const related = { variants: listOf('variants', document, name), totals: listOf('totals', document, name) };
  const others: Every<Others> = {
    proposals: listOf('proposals', document, name),
    trends: listOf('trends', document, name),
    variants: undefined,
    totals: undefined,
    ...compareRelated(relationsOf([related]), comparisons),
  };
  return defined(others);
}

function checked(comparison: Comparison, place: string): Comparison {
  const problem = comparisonProblem(comparison);
  if (problem === null) return withTrueExtras(comparison);
  throw new UserError(`${place}.${problem}`);
}

function refuseTwice(comparisons: readonly Comparison[], name: string): readonly Comparison[] {
  const known = new Map<string, number>();
  for (const [at, comparison] of comparisons.entries()) {
    const first = known.get(comparisonKey(comparison));
    if (first !== undefined)
      throw new UserError(`${name}: comparisons[${at}]: the same image and platform as comparisons[${first}]`);
    known.set(comparisonKey(comparison), at);
  }
  return comparisons;
}

/** The entries of a list. Each is parsed by itself, so that many wrong entries cost no more than one. */
function listOf<Key extends ListKey>(
  key: Key,
  document: object,
  name: string,
): readonly z.output<(typeof LISTS)[Key]['entry']>[] | undefined {
  const value: unknown = Object.hasOwn(document, key) ? (document as Record<string, unknown>)[key] : undefined;
  if (value === undefined && key !== 'comparisons') return undefined;
  if (!Array.isArray(value)) throw new UserError(`${name}: ${key}: expected a list`);
  const { entry, most } = LISTS[key];
  if (value.length > most)
    throw new UserError(`${name}: ${key}: found ${value.length} entries, at most ${most} are read`);
  return value.map((each: unknown, at) => parseEntry(entry, each, [key, at], name)) as z.output<
    (typeof LISTS)[Key]['entry']
  >[];
}

function parseEntry<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  path: readonly PropertyKey[],
  name: string,
): z.output<Schema> {
  // The path contains keys of records, which are hostile text too.
  const place = (more: readonly PropertyKey[]) =>
    `${name}: ${printable(z.core.toDotPath([...path, ...more]).slice(0, LONGEST_PLACE))}`;
  const isBounded = path.length === 0 || holdsAtMost(withoutContents(value), MOST_VALUES);
  if (!isBounded) throw new UserError(`${place([])}: more than ${MOST_VALUES} values; no measured image has so many`);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(`${place(issue?.path ?? [])}: ${issueMessage(issue, value)}`);
}

/** The columns of the files are bounded by their own schema. */
function withoutContents(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'contents')) return value;
  return { ...value, contents: null };
}

/** The parsed document. A file of another kind is refused with its kind. */
function documentOf(json: string, name: string): object {
  const text = json.replace(/^\uFEFF/, '');
  const start = text.slice(0, 1000).trimStart();
  const other = OTHER_FILES.find(({ starts }) => starts.some((each) => start.startsWith(each)));
  const what = start === '' ? 'an empty file' : other?.what;
  if (what !== undefined) throw new UserError(`${name}: found ${what}, ${EXPECTED}`);
  const value = parseJson(text, name);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UserError(`${name}: found no JSON object, ${EXPECTED}`);
  if (Object.hasOwn(value, 'measurements') && !Object.hasOwn(value, 'comparisons'))
    throw new UserError(
      `${name}: found measurements (of \`measure --json\`), ${EXPECTED}; \`compare BASE HEAD\` makes a comparison of two such files`,
    );
  const { schemaVersion } = value as { readonly schemaVersion?: unknown };
  if (schemaVersion === 1) return value;
  const found = typeof schemaVersion === 'number' ? `found ${schemaVersion}` : 'found none';
  throw new UserError(`${name}: schemaVersion: ${found}, accepted is 1`);
}

const EXPECTED = 'expected the JSON report of `check --json` or of the action';

/** Files that are often mistaken for a report, by how they begin. Bytes that are not UTF-8 have become U+FFFD. */
const OTHER_FILES: readonly { readonly starts: readonly string[]; readonly what: string }[] = [
  { starts: ['PK\u0003', 'PK\u0005', 'PK\u0007'], what: 'a zip archive (unpack it first)' },
  { starts: ['\uFFFDPNG'], what: 'a PNG picture' },
  { starts: ['\u001F\uFFFD'], what: 'a gzip file (unpack it first)' },
  { starts: ['<'], what: 'HTML or XML' },
];
