import type { BuildTime } from '../../model/measurement.ts';
import { formatBytes, formatCount, formatPercent, formatSignedBytes } from '../../text/amount.ts';

/** A change in bytes with its percentage: `+12.3 MB (+4.5 %)`, `unchanged` for 0. */
export function changeWords(growth: number, percent: number | null): string {
  if (growth === 0) return 'unchanged';
  return percent === null ? formatSignedBytes(growth) : `${formatSignedBytes(growth)} (${formatPercent(percent)})`;
}

/** A measured size: `≈ 23.1 MB` where it is an estimate. */
export function sizeWords(bytes: number, estimated = false): string {
  return `${estimated ? '≈ ' : ''}${formatBytes(bytes)}`;
}

/** Seconds with two or three digits: `<0.01 s`, `0.04 s`, `12.3 s`, `175 s`, `2,400 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds >= 99.95) return `${formatCount(Math.round(seconds))} s`;
  if (seconds > 0 && seconds < 0.01) return '<0.01 s';
  return `${seconds >= 0.095 || seconds === 0 ? seconds.toFixed(1) : seconds.toPrecision(1)} s`;
}

/** How long a build took: `12.3 s`. Cached steps are named, because they make it too short: `0.8 s, 5 of 7 steps cached`. */
export function buildTimeWords(build: BuildTime | undefined): string {
  if (build === undefined) return '—';
  const cached = build.cached === 0 ? '' : `, ${build.cached} of ${build.steps} steps cached`;
  return `${formatSeconds(build.seconds)}${cached}`;
}
