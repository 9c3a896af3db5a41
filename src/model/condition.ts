import { BYTE_UNITS, bytesPerUnit, parseDecimal } from '../text/amount.ts';
import { UserError } from '../text/error.ts';
import { suggestion } from '../text/nearest.ts';
import { found, Scanner, type Token } from '../text/scanner.ts';
import { isCounted, isGrowthOnly, METRIC_NAMES, METRICS, type Metric } from './metric.ts';

/** Whether a condition fails the run or only warns. */
export type Level = 'fail' | 'warn';

/**
 * `METRIC > [+]AMOUNT`: one comparison. `growth` is the `+`: against the baseline; without it absolute. A metric that exists
 * only against a baseline is always `growth`, with or without `+`.
 */
export interface Clause {
  readonly metric: Metric;
  readonly growth: boolean;
  readonly unit: 'bytes' | 'percent' | 'count';
  /** Bytes, percent (2 for 2 %) or a count, by `unit`. Percent of the baseline's metric; without `+`, a share of `unpacked`. */
  readonly limit: number;
}

/** One line of `fail-if` or `warn-if`. It fails or warns when every clause is exceeded. */
export interface Condition {
  /** As the user wrote it, white space folded. */
  readonly text: string;
  readonly level: Level;
  readonly clauses: readonly [Clause, ...Clause[]];
}

const LONGEST_CONDITION = 500;
const MOST_PERCENT = 1_000_000;
/** Limits in percent are compared exactly, in millionths. */
const PERCENT_DECIMALS = 6;

/**
 * Parses `METRIC > [+]AMOUNT [and [METRIC] > [+]AMOUNT]…` (docs/architecture.md, "Conditions"): a clause without metric takes the one before it.
 * `origin` is how errors name the place of the text.
 * @throws UserError that underlines the offending part and says what is accepted
 */
export function parseCondition(text: string, level: Level, origin = `${level}-if`): Condition {
  const folded = text.replace(/\s+/g, ' ').trim();
  if (folded.length > LONGEST_CONDITION) {
    throw new UserError(`${origin}: a condition has at most ${LONGEST_CONDITION} characters, found ${folded.length}`);
  }
  const scanner = new Scanner(folded, origin);
  const first = parseClause(scanner);
  const others: Clause[] = [];
  while (takeAnd(scanner)) others.push(parseClause(scanner, (others.at(-1) ?? first).metric));
  return { text: folded, level, clauses: [first, ...others] };
}

function takeAnd(scanner: Scanner): boolean {
  if (scanner.take(/and(?![\w-])/iy) !== null) return true;
  const next = scanner.peek();
  if (next.text === '') return false;
  throw scanner.fault(next, `${found(next)}, expected "and" or the end; for one or the other, write two lines`);
}

function parseClause(scanner: Scanner, previous?: Metric): Clause {
  const metric = parseMetric(scanner, previous);
  expectOver(scanner, metric);
  const plus = scanner.take(/\+/y) !== null;
  const number = takeNumber(scanner, metric);
  const clause = { metric, growth: plus || isGrowthOnly(metric), ...parseAmount(scanner, metric, number) };
  if (clause.unit === 'percent') checkPercent(scanner, clause, number);
  return clause;
}

function parseMetric(scanner: Scanner, previous: Metric | undefined): Metric {
  const word = scanner.take(/[\p{L}_][\p{L}\d_-]*/uy);
  if (word === null && previous !== undefined) return previous;
  const metric = METRIC_NAMES.find((name) => name === word?.text);
  if (metric !== undefined) return metric;
  const wrong = word ?? scanner.peek();
  const accepted = `expected a metric: ${METRIC_NAMES.join(', ')}.`;
  throw scanner.fault(wrong, `${found(wrong)}, ${accepted}${suggestion(wrong.text, METRIC_NAMES)}`);
}

function expectOver(scanner: Scanner, metric: Metric): void {
  const operator = scanner.take(/[<>=!≤≥]+/y);
  if (operator?.text === '>') return;
  const wrong = operator ?? scanner.peek();
  if (operator === null) throw scanner.fault(wrong, `${found(wrong)}, expected ">" and an amount`);
  const amount = scanner.rest().split(/ and /i)[0] ?? '';
  const example = amount === '' ? '' : `: write "${metric} > ${amount}"`;
  throw scanner.fault(wrong, `${found(wrong)}, only ">" (strictly over) is accepted${example}`);
}

function takeNumber(scanner: Scanner, metric: Metric): Token {
  const negative = scanner.take(/[-\u2212]\s*[\d.,]*/y);
  if (negative !== null) throw scanner.fault(negative, `${found(negative)}, but a limit is zero or more`);
  const number = scanner.take(/\.?\d[\d.,_']*/y);
  if (number !== null) return number;
  const wrong = scanner.peek();
  throw scanner.fault(wrong, `${found(wrong)}, expected an amount such as ${isCounted(metric) ? '5' : '5 MB or +2%'}`);
}

function parseAmount(scanner: Scanner, metric: Metric, number: Token): Pick<Clause, 'unit' | 'limit'> {
  const value = pointedAt(scanner, number, () => parseDecimal(number.text));
  const unit = scanner.take(/%|(?!(?:and|or)(?![\w-]))\p{L}[^\s<>=+%]*/iuy);
  if (unit?.text === '%') return { unit: 'percent', limit: value };
  if (isCounted(metric)) return { unit: 'count', limit: countLimit(scanner, metric, number, unit) };
  if (unit === null) {
    const example = `"${number.text} MB"; accepted units: ${BYTE_UNITS.join(', ')}, %`;
    throw scanner.fault(number, `found "${number.text}" without a unit: ${metric} is in bytes, as in ${example}`);
  }
  const limit = Math.round(value * pointedAt(scanner, unit, () => bytesPerUnit(unit.text)));
  return { unit: 'bytes', limit: bounded(scanner, limit, number) };
}

function countLimit(scanner: Scanner, metric: Metric, number: Token, unit: Token | null): number {
  if (unit !== null)
    throw scanner.fault(unit, `${found(unit)}, but ${metric} are counted: write "${number.text}" or a percentage`);
  const count = Number(number.text);
  if (!/^\d+$/.test(number.text))
    throw scanner.fault(number, `found "${number.text}", but ${metric} are whole numbers`);
  return bounded(scanner, count, number);
}

function checkPercent(scanner: Scanner, { metric, growth, limit }: Clause, number: Token): void {
  if (isGrowthOnly(metric)) {
    throw scanner.fault(number, `${metric} has no percentage: write bytes ("${metric} > 20 MB"), or "download > +5%"`);
  }
  if (!growth && !METRICS[metric].share) {
    const shares = METRIC_NAMES.filter((name) => METRICS[name].share);
    const meant = `write "${metric} > +${number.text}%" for growth against the baseline`;
    throw scanner.fault(
      number,
      `"${number.text}%" of what? ${meant}; only ${shares.join(', ')} has a share without "+" (of unpacked)`,
    );
  }
  if (limit > MOST_PERCENT) throw scanner.fault(number, `at most ${MOST_PERCENT}% is accepted`);
  if ((number.text.split('.')[1] ?? '').length > PERCENT_DECIMALS) {
    throw scanner.fault(number, `at most ${PERCENT_DECIMALS} decimals are accepted in a percentage`);
  }
}

function bounded(scanner: Scanner, limit: number, number: Token): number {
  if (Number.isSafeInteger(limit)) return limit;
  throw scanner.fault(number, `this limit is too large: at most ${Number.MAX_SAFE_INTEGER} is accepted`);
}

/** Runs a parser of one token; its UserError then says where the token is. */
function pointedAt<T>(scanner: Scanner, token: Token, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof UserError ? scanner.fault(token, error.message) : error;
  }
}
