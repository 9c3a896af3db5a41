// How the figures of a bench read, in a terminal and in docs/performance.md. Pure.
import { markdownTable } from '../docs/markdown-table.mjs';
import { differences, median, spread } from './statistics.mjs';

/**
 * @typedef {import('./alternate.mjs').Result} Result
 * @typedef {import('./alternate.mjs').Missing} Missing
 * @typedef {import('./source-rows.mjs').Target} Target
 * @typedef {import('./source-rows.mjs').Agreement} Agreement
 * @typedef {import('./source-rows.mjs').Prepared['difference']} Difference
 * @typedef {{
 *   id: string, work: string, subject?: string, targets: Target[], results: (Result | Missing)[], agreements: Agreement[], note?: string,
 *   problem?: string,
 * }} Outcome problem: why the row has no figures
 * @typedef {{ scale: number, machine: string, versions: Record<string, string>, rows: Outcome[] }} Bench
 */

const MARKERS = ['<!-- bench: `npm run bench` writes the tables up to the next marker -->', '<!-- /bench -->'];
const number = new Intl.NumberFormat('en');

/**
 * Adds a row for what one program takes more than another.
 * @param {Result[]} results @param {Difference} difference
 * @returns {Result[]}
 */
export function withDifference(results, difference) {
  if (difference === undefined) return results;
  const runsOf = (/** @type {string} */ name) => results.find((result) => result.name === name)?.runs ?? [];
  const runs = differences(runsOf(difference.of), runsOf(difference.without));
  return [{ name: difference.name, runs }, ...results];
}

/**
 * What a target says, what was measured, and whether that meets it.
 * @param {Target} target @param {Outcome} outcome
 * @returns {{ target: string, measured: string, met: boolean | null }[]} met: null where there is nothing to compare with
 */
export function judge({ against, ratio, seconds, memory }, { results, subject }) {
  const own = /** @type {Result | undefined} */ (
    results.find((result) => 'runs' in result && (subject === undefined || result.name === subject))
  );
  return [
    ...(against === undefined || ratio === undefined ? [] : [judgeRatio(own, results, against, ratio)]),
    ...(seconds === undefined ? [] : [atMost(own && secondsOf(own), seconds, (value) => `${value.toFixed(2)} s`)]),
    ...(memory === undefined ? [] : [atMost(own && peakOf(own), memory, megabytes)]),
  ];
}

/** @param {Result | undefined} own @param {(Result | Missing)[]} results @param {string} against @param {number} ratio */
function judgeRatio(own, results, against, ratio) {
  const other = results.find(({ name }) => name === against);
  const value = own && other && 'runs' in other ? secondsOf(own) / secondsOf(other) : undefined;
  const judged = atMost(value, ratio, (times) => `${times.toFixed(2)} ×`);
  return { ...judged, target: `${judged.target} ${against}` };
}

/** @param {number | undefined} value @param {number} most @param {(value: number) => string} format */
function atMost(value, most, format) {
  const measured = value === undefined ? 'not to be had here' : format(value);
  return { target: `≤ ${format(most)}`, measured, met: value === undefined ? null : value <= most };
}

/** @param {Result} result @returns {number} the median */
function secondsOf({ runs }) {
  return median(runs.map(({ seconds }) => seconds));
}

/** @param {Result} result @returns {number} bytes: the most of all runs */
function peakOf({ runs }) {
  return Math.max(...runs.map(({ peak }) => peak));
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${number.format(Math.round(bytes / 1e6))} MB`;
}

/** The rows beside their targets. @param {Bench} bench @returns {string} Markdown */
export function targetTable({ rows }) {
  const lines = rows.flatMap((row) =>
    row.problem === undefined
      ? row.targets.flatMap((target) =>
          judge(target, row).map(({ target, measured, met }) => [row.id, row.work, target, measured, wordOf(met)]),
        )
      : [[row.id, row.work, '', `not measured: ${row.problem}`, '']],
  );
  return markdownTable(['row', 'work', 'target', 'measured', 'met'], lines);
}

/** @param {boolean | null} met */
function wordOf(met) {
  return met === null ? '' : met ? 'yes' : 'no';
}

/** All programs of all rows. @param {Bench} bench @returns {string} Markdown */
export function figureTable({ rows }) {
  const head = [
    'row',
    'program',
    'median',
    'least to most',
    'product is',
    'CPU',
    'peak memory',
    'processes',
    'from the engine',
  ];
  return markdownTable(
    head,
    rows.flatMap(({ id, results, subject }) => {
      const own = results.find((result) => subject === undefined || result.name === subject);
      return results.map((result) => [id, ...figures(result, own)]);
    }),
  );
}

/** @param {Result | Missing} result @param {Result | Missing | undefined} own @returns {string[]} */
function figures(result, own) {
  if ('missing' in result) return [result.name, result.missing, '', '', '', '', '', ''];
  const { least, most } = spread(result.runs.map(({ seconds }) => seconds));
  const times = own && own !== result && 'runs' in own ? `${(secondsOf(own) / secondsOf(result)).toFixed(2)} ×` : '';
  return [
    result.name,
    `${secondsOf(result).toFixed(2)} s`,
    `${least.toFixed(2)} to ${most.toFixed(2)} s`,
    times,
    `${median(result.runs.map(({ cpu }) => cpu)).toFixed(2)} s`,
    megabytes(peakOf(result)),
    result.processes === undefined ? '' : String(result.processes),
    result.received === undefined ? '' : megabytes(result.received),
  ];
}

/** What must be equal. @param {Bench} bench @returns {string} Markdown */
export function agreementTable({ rows }) {
  return markdownTable(
    ['row', 'of the product, and beside it', 'product', 'beside it', 'equal'],
    rows.flatMap(({ id, agreements }) =>
      agreements.map(({ what, ours, theirs }) => [
        id,
        what,
        number.format(ours),
        number.format(theirs),
        wordOf(ours === theirs),
      ]),
    ),
  );
}

/**
 * Replaces the rows that were measured again, in their place, and adds the others.
 * @param {readonly Outcome[]} earlier @param {readonly Outcome[]} measured
 * @param {readonly string[]} order of all rows
 * @returns {Outcome[]}
 */
export function mergeRows(earlier, measured, order) {
  const byId = new Map([...earlier, ...measured].map((row) => [row.id, row]));
  return order.flatMap((id) => byId.get(id) ?? []);
}

/**
 * Puts the tables between the markers of the page.
 * @param {string} page @param {Bench} bench
 * @returns {string}
 * @throws {Error} for a page without the markers
 */
export function fillPage(page, bench) {
  const [begin = '', end = ''] = MARKERS;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error('the page has no markers of the bench');
  const versions = Object.entries(bench.versions).map(([name, version]) => `${name} ${version}`);
  const notes = bench.rows.flatMap(({ id, note }) => (note === undefined ? [] : [`- \`${id}\`: ${note}\n`]));
  const text = [
    `Scale ${bench.scale} on ${bench.machine}. ${versions.join(', ')}.\n`,
    targetTable(bench),
    figureTable(bench),
    ...(notes.length === 0 ? [] : [notes.join('')]),
    'The figures of the product beside those of others, which must be equal:\n',
    agreementTable(bench),
  ].join('\n');
  return `${page.slice(0, from)}${begin}\n${text}${page.slice(to)}`;
}
