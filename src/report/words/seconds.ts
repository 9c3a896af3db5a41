import type { BuildTime } from '../../model/measurement.ts';
import { formatCount } from '../../text/amount.ts';

/** Seconds as people read them: `<0.01 s`, `0.04 s`, `12.3 s`, `175 s`, `2,400 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds >= 99.95) return `${formatCount(Math.round(seconds))} s`;
  if (seconds > 0 && seconds < 0.01) return '<0.01 s';
  return `${seconds >= 0.095 || seconds === 0 ? seconds.toFixed(1) : seconds.toPrecision(1)} s`;
}

/** What a build took: `12.3 s`, and with steps that its cache had, `0.8 s, 5 of 7 steps cached`: that is no build time. */
export function buildTimeWords(build: BuildTime | undefined): string {
  if (build === undefined) return '—';
  const cached = build.cached === 0 ? '' : `, ${build.cached} of ${build.steps} steps cached`;
  return `${formatSeconds(build.seconds)}${cached}`;
}
