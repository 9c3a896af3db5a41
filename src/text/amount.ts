import { UserError } from './error.ts';
import { suggestion } from './nearest.ts';
import { printable } from './scanner.ts';

/** Bytes in one of each unit: SI prefixes are powers of 1000, IEC prefixes of 1024 (IEC 80000-13). */
const BYTES_PER_UNIT: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  TB: 1000 ** 4,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/** The units of bytes that an amount may have. */
export const BYTE_UNITS: readonly string[] = Object.keys(BYTES_PER_UNIT);

const DISPLAY_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const NUMBER = /^(?:\d+(?:\.\d+)?|\.\d+)$/;
const AMOUNT = /^([\d.,_']+)\s*(.*)$/s;
const MINUS = '\u2212';

/**
 * Bytes of an amount with unit, as in `1.5 MB` or `20MiB`, rounded to the nearest byte.
 * @throws UserError for anything else, also for a missing or ambiguous unit (`5M`)
 */
export function parseBytes(text: string): number {
  const [, number, unit] = AMOUNT.exec(text.trim()) ?? [];
  if (number === undefined || unit === undefined) {
    throw new UserError(`"${printable(text)}" is not a size: write a number and a unit, as in "5 MB"`);
  }
  return scale(number, unit, bytesPerUnit(unit));
}

/** Bytes in one `unit`, in any case (`mb` is MB, `mib` is MiB). Throws UserError that says what to write. */
export function bytesPerUnit(unit: string): number {
  const known = BYTE_UNITS.find((name) => name.toLowerCase() === unit.toLowerCase());
  const bytes = known === undefined ? undefined : BYTES_PER_UNIT[known];
  if (bytes === undefined) throw new UserError(unitProblem(unit));
  return bytes;
}

/** The value of a decimal number. Throws UserError for separators, signs and exponents. */
export function parseDecimal(text: string): number {
  if (NUMBER.test(text)) return Number(text);
  throw new UserError(
    `found "${printable(text)}", expected a number: digits with a point for decimals and no thousands separators, as in 1.5 or 1500`,
  );
}

function scale(number: string, unit: string, factor: number): number {
  const bytes = Math.round(parseDecimal(number) * factor);
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new UserError(
    `${number} ${unit} is too large: at most ${formatExactBytes(Number.MAX_SAFE_INTEGER)} is accepted`,
  );
}

function unitProblem(unit: string): string {
  const accepted = `accepted units: ${BYTE_UNITS.join(', ')}`;
  if (unit === '') return `a size needs a unit, as in "5 MB"; ${accepted}`;
  const prefix = /^([kmgt])(i?)$/i.exec(unit)?.[1]?.toUpperCase();
  if (prefix === undefined) return `unknown unit "${printable(unit)}"; ${accepted}.${suggestion(unit, BYTE_UNITS)}`;
  const si = prefix === 'K' ? 'kB' : `${prefix}B`;
  const each = [si, `${prefix}iB`].map((name) => `${name} (${formatExactBytes(bytesPerUnit(name))})`);
  return `the unit "${unit}" is ambiguous: write ${each.join(' or ')}`;
}

/**
 * Bytes in SI units with three significant digits: `512 B`, `12.3 kB`, `1.44 GB`. A size that rounds to 1000 is printed in the next
 * unit, never as `1000 kB`.
 */
export function formatBytes(bytes: number): string {
  const size = Math.abs(bytes);
  const sign = bytes < 0 ? MINUS : '';
  if (size < 1000) return `${sign}${size} B`;
  let value = size;
  let unit = 0;
  while (unit < DISPLAY_UNITS.length - 1 && Number(value.toPrecision(3)) >= 1000) {
    value = size / 1000 ** ++unit;
  }
  return `${sign}${value >= 999.5 ? Math.round(value) : value.toPrecision(3)} ${DISPLAY_UNITS[unit]}`;
}

/** A change in bytes: `+1.20 MB`, `−343 kB` (U+2212), `0 B`. */
export function formatSignedBytes(bytes: number): string {
  return bytes > 0 ? `+${formatBytes(bytes)}` : formatBytes(bytes);
}

/** Bytes to the last one: `1,440,123 B`. */
export function formatExactBytes(bytes: number): string {
  return `${formatCount(bytes)} B`;
}

/** An integer with thousands separators: `36,000`, `−1,200`. */
export function formatCount(count: number): string {
  const digits = String(Math.abs(count)).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${count < 0 ? MINUS : ''}${digits}`;
}

/** A part or a change in percent of the whole (2 for 2 %); null where either is unknown or the whole is 0. */
export function percentOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : (part / whole) * 100;
}

/**
 * A change in percent (2 for 2 %): `+2.1 %`, `−76 %`, `0 %`. Only zero prints as zero (else `<0.1 %`, `>−0.1 %`),
 * and nothing below a hundred prints as a hundred.
 */
export function formatPercent(percent: number): string {
  if (percent > 0) return isTiny(percent) ? '<0.1 %' : `+${percentDigits(percent)} %`;
  if (percent < 0) return isTiny(percent) ? `>${MINUS}0.1 %` : `${MINUS}${percentDigits(-percent)} %`;
  return '0 %';
}

/** A share in percent, without sign: `5.2 %`, `<0.1 %`, `0 %`; rounded as formatPercent rounds. */
export function formatShare(percent: number): string {
  return formatPercent(percent).replace(/^\+/, '');
}

/** A part as a share of its whole: `5.2 %`; '' of a whole of 0. */
export function formatShareOf(part: number, whole: number): string {
  const percent = percentOf(part, whole);
  return percent === null ? '' : formatShare(percent);
}

function isTiny(percent: number): boolean {
  return Math.abs(percent) < 0.05;
}

function percentDigits(percent: number): string {
  if (percent >= 99.5 && percent < 100) return (Math.floor(percent * 10) / 10).toFixed(1);
  const oneDecimal = percent.toFixed(1);
  return Number(oneDecimal) < 10 ? oneDecimal : formatCount(Math.round(percent));
}
