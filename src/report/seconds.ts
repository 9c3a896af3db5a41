import { formatCount } from '../config/amount.ts';

/** Seconds as people read them: `0.04 s`, `12.3 s`, `175 s`, `2,400 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds >= 99.95) return `${formatCount(Math.round(seconds))} s`;
  return `${seconds >= 0.095 || seconds === 0 ? seconds.toFixed(1) : seconds.toPrecision(1)} s`;
}
