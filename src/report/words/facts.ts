import { changeConfig } from '../../compare/config-changes.ts';
import { pullCost } from '../../compare/pull-cost.ts';
import type { Comparison } from '../../model/comparison.ts';
import type { Growth, Transfer } from '../../model/growth.ts';
import { familiarName } from '../../model/reference.ts';
import { formatBytes, formatSignedBytes } from '../../text/amount.ts';
import { formatSeconds, sizeWords } from './amounts.ts';

/** Makes a hostile text safe for the form that shows it. */
export type Safe = (text: string) => string;

/** How much of the growth comes with the base image. '' where nobody knows, and where a line about drift says it. */
export function splitWords({ split, drift }: Comparison, safe: Safe): string {
  if (split === undefined || drift !== undefined) return '';
  const { before, after, inherited, own } = split;
  if (inherited.unpacked === 0 && own.unpacked === 0 && before.image === after.image) return '';
  const names = before.image === after.image ? [after.image] : [before.image, after.image];
  return `Base image ${names.map((name) => safe(familiarName(name))).join(' → ')}: ${shareWords(inherited, own)}`;
}

/** `+12.3 MB unpacked from the base image, 0 B from your layers` */
export function shareWords(inherited: Pick<Growth, 'unpacked'>, own: Pick<Growth, 'unpacked'>): string {
  const of = (growth: number | null) => formatSignedBytes(growth ?? 0);
  return `${of(inherited.unpacked)} unpacked from the base image, ${of(own.unpacked)} from your layers`;
}

/** What changed in how the image runs, a line each: `user: root → 10001`. */
export function configLines({ baseline, head }: Pick<Comparison, 'baseline' | 'head'>, safe: Safe): readonly string[] {
  if (baseline === null || head === null) return [];
  return changeConfig(baseline, head).map(({ fact, before, after }) => `${fact}: ${safe(before)} → ${safe(after)}`);
}

/** What a pull costs. '' where nothing was measured or no layer is new. */
export function pullWords(comparison: Comparison): string {
  const cost = pullCost(comparison);
  const isChanged = comparison.layers.some(({ kind }) => kind !== 'unchanged');
  if (cost === null || cost.warm === null || cost.warm.bytes === 0 || !isChanged) return '';
  const words = ({ bytes, seconds }: Transfer, how: string) =>
    `${formatSeconds(seconds)} ${how} (${sizeWords(bytes, cost.estimated)})`;
  const parts = [
    words(cost.cold, 'cold'),
    words(cost.warm, 'with the baseline on the host'),
    ...(cost.onBase === null ? [] : [words(cost.onBase, 'with the base image on the host')]),
  ];
  const stored = cost.stored === null ? '' : `; a registry stores ${formatBytes(cost.stored)} more`;
  return `Pull at ${cost.bandwidth / 1_000_000} Mbit/s: ${parts.join(', ')}${stored}`;
}
