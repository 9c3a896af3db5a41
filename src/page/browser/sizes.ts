import type { SizeChange } from '../../report/image-rows.ts';
import { changeWords } from '../../report/words/amounts.ts';
import { formatBytes, formatExactBytes, formatSignedBytes } from '../../text/amount.ts';
import { element } from './element.ts';

/** The CSS class of a change in bytes. Colour and sign always go together. */
export function direction(change: number | null): 'grow' | 'shrink' | 'same' {
  if (change === null || change === 0) return 'same';
  return change > 0 ? 'grow' : 'shrink';
}

/** A size with its exact bytes in the tooltip. `about` is a prefix for estimates. */
export function sizeText(bytes: number, about = ''): HTMLElement {
  return element('span', { class: 'bytes', title: formatExactBytes(bytes) }, `${about}${formatBytes(bytes)}`);
}

/** A change in bytes with its sign and the colour of its direction. */
export function changeText(change: number): HTMLElement {
  const words = change === 0 ? 'unchanged' : formatSignedBytes(change);
  return element('span', { class: `bytes ${direction(change)}`, title: formatExactBytes(change) }, words);
}

/** `23.1 MB → 277 MB` and the change. One size without a baseline, and a dash without a measurement. */
export function sizesBeside({
  before,
  after,
  growth,
  percent,
  estimated,
  noise,
}: SizeChange): readonly (Node | string)[] {
  const about = estimated ? '≈ ' : '';
  if (before === null && after === null) return ['–'];
  const now = after === null ? element('span', {}, '–') : sizeText(after, about);
  if (before === null) return [now];
  const sizes = before === after ? [now] : [sizeText(before, about), ' → ', now];
  const words = growth === null ? '' : changeWords(growth, percent);
  if (words === '') return sizes;
  const change = `${words}${noise ? ' within noise' : ''}`;
  return [...sizes, element('span', { class: `change ${direction(noise ? 0 : growth)}` }, change)];
}
