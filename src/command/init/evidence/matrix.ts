import { asList, asRecord } from '../../../text/json.ts';

/** Values of one job of a matrix. */
export type Combination = Readonly<Record<string, unknown>>;

/** Most jobs of one matrix that are looked at; GitHub runs at most 256. */
const MOST_COMBINATIONS = 256;

/**
 * The combinations of `strategy.matrix`, as GitHub makes them. One without values where there is no matrix, or where only a run knows it.
 * Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrix
 */
export function combinationsOf(matrix: unknown): readonly Combination[] {
  const { include, exclude, ...axes } = asRecord(matrix);
  const excluded = asList(exclude).map(asRecord);
  const crossed = cross(Object.entries(axes).filter(([, values]) => Array.isArray(values)) as [string, unknown[]][]);
  const kept = crossed.filter((each) => !excluded.some((one) => contains(each, one)));
  const all = withIncluded(kept, asList(include).map(asRecord)).slice(0, MOST_COMBINATIONS);
  return all.length === 0 ? [{}] : all;
}

function cross(axes: readonly (readonly [string, readonly unknown[]])[]): readonly Combination[] {
  if (axes.length === 0) return [];
  let found: readonly Combination[] = [{}];
  for (const [name, values] of axes) {
    found = found.flatMap((each) => values.slice(0, MOST_COMBINATIONS).map((value) => ({ ...each, [name]: value })));
    found = found.slice(0, MOST_COMBINATIONS);
  }
  return found;
}

/** An entry of `include` adds to each combination whose own values it does not change, or else is a combination of its own. */
function withIncluded(crossed: readonly Combination[], entries: readonly Combination[]): readonly Combination[] {
  let extended = crossed;
  const own: Combination[] = [];
  for (const entry of entries.slice(0, MOST_COMBINATIONS)) {
    const fits = crossed.map((each) =>
      Object.keys(each).every((key) => !Object.hasOwn(entry, key) || same(each[key], entry[key])),
    );
    if (!fits.includes(true)) own.push(entry);
    extended = extended.map((each, at) => (fits[at] ? { ...each, ...entry } : each));
  }
  return [...extended, ...own];
}

function contains(combination: Combination, part: Combination): boolean {
  return Object.entries(part).every(([key, value]) => same(combination[key], value));
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A scalar as a text; '' for anything else. */
export function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
