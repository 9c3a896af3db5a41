import { pullCost } from '../../compare/pull-cost.ts';
import type { Comparison } from '../../model/comparison.ts';
import type { Transfer } from '../../model/growth.ts';
import { formatSignedBytes } from '../../text/amount.ts';
import { formatSeconds } from './seconds.ts';
import { sizeWords } from './words.ts';

/** What a pull costs, as one plain sentence; '' where nothing was measured or no layer is new. */
export function pullWords(comparison: Comparison): string {
  const cost = pullCost(comparison);
  const isChanged = comparison.layers.some(({ kind }) => kind !== 'unchanged');
  if (cost === null || cost.warm === null || cost.warm.bytes === 0 || !isChanged) return '';
  const words = ({ bytes, seconds }: Transfer) => `${formatSeconds(seconds)} (${sizeWords(bytes, cost.estimated)})`;
  const parts = [
    `a cold pull ${words(cost.cold)}`,
    `with the baseline on the host ${words(cost.warm)}`,
    ...(cost.onBase === null ? [] : [`with the base image ${words(cost.onBase)}`]),
  ];
  const stored = cost.stored === null ? '' : `; a registry stores ${formatSignedBytes(cost.stored)}`;
  return `At ${cost.bandwidth / 1_000_000} Mbit/s ${parts.join(', ')}${stored}`;
}
