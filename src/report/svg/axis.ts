/** An axis: its ends and labelled ticks, in bytes or in milliseconds since 1970. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
/** A span below this share of the largest is drawn as if it were that share, so that noise looks small. */
const LEAST_SPAN = 0.02;

/** A byte axis from `min` to `max` with 4 to 7 round ticks in one SI unit. It starts at zero where the sizes differ much. */
export function byteAxis(min: number, max: number): Axis {
  const span = Math.max(max - min, max * LEAST_SPAN, 4);
  const middle = (min + max) / 2;
  const low = min < max * 0.4 ? 0 : Math.max(0, middle - span * 0.6);
  const high = Math.max(middle + span * 0.6, low + 4);
  const step = roundStep((high - low) / 5);
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  const values = Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
  return { from: first * step, to: last * step, ticks: labelled(values) };
}

/** 1, 2, 2.5 or 5 times a power of ten, at least `least` and whole bytes. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const factor = [1, 2, 2.5, 5].find((candidate) => candidate * power >= least && Number.isInteger(candidate * power));
  return (factor ?? 10) * power;
}

/** All labels have the number of decimals that the ticks need: `1.0 GB`, `1.5 GB`, `2.0 GB`. */
function labelled(values: readonly number[]): Axis['ticks'] {
  const largest = values.at(-1) ?? 0;
  const unit = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, largest)) / 3)));
  const numbers = values.map((value) => String(Number((value / 1000 ** unit).toPrecision(12))));
  const decimals = Math.max(...numbers.map((number) => (number.split('.')[1] ?? '').length));
  return values.map((at) => ({
    at,
    label: at === 0 ? '0' : `${(at / 1000 ** unit).toFixed(decimals)} ${UNITS[unit]}`,
  }));
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_TICKS = 7;

/** Distances of ticks in milliseconds or calendar months, and which part of an ISO 8601 time their labels show. */
const STEPS: readonly { readonly span: number; readonly months?: number; readonly shown: readonly [number, number] }[] =
  [
    ...[1 / 12, 1 / 4, 1, 3, 6, 12].map((hours) => ({ span: hours * HOUR, shown: [5, 16] as const })),
    ...[1, 2, 7, 14].map((days) => ({ span: days * DAY, shown: [0, 10] as const })),
    ...[1, 2, 3, 6].map((months) => ({ span: months * 30 * DAY, months, shown: [0, 7] as const })),
    ...[1, 2, 5, 10, 50, 500].map((years) => ({ span: years * 365 * DAY, months: years * 12, shown: [0, 4] as const })),
  ];

/** A time axis in UTC from `first` to `last` (milliseconds since 1970). At most 8 ticks at round hours, days, weeks, months or years. */
export function timeAxis(first: number, last: number): Axis {
  const [from, to] = first === last ? [first - 2 * DAY, last + 2 * DAY] : [first, last];
  const step = STEPS.find(({ span }) => (to - from) / span <= MOST_TICKS) ?? STEPS.at(-1);
  if (step === undefined) return { from, to, ticks: [] };
  const times = step.months === undefined ? everySpan(from, to, step.span) : everyMonths(from, to, step.months);
  return { from, to, ticks: times.map((at) => ({ at, label: timeLabel(at, step.shown) })) };
}

/** Weeks are counted from a Monday: 5 January 1970. */
function everySpan(from: number, to: number, span: number): readonly number[] {
  const start = span % (7 * DAY) === 0 ? 4 * DAY : 0;
  const first = Math.ceil((from - start) / span);
  const count = Math.floor((to - start) / span) - first + 1;
  return Array.from({ length: count }, (_, at) => start + (first + at) * span);
}

function everyMonths(from: number, to: number, months: number): readonly number[] {
  const month = (at: number) => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth();
  const first = Math.floor(month(from) / months);
  const count = Math.floor(month(to) / months) - first + 1;
  const times = Array.from({ length: count }, (_, at) => utcMonth((first + at) * months));
  return times.filter((at) => at >= from && at <= to);
}

/** The first moment of a month, counted from year 0. Date.UTC reads years before 100 as 1900 to 1999. */
function utcMonth(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12);
}

function timeLabel(at: number, [start, end]: readonly [number, number]): string {
  return new Date(at).toISOString().slice(start, end).replace('T', ' ');
}
