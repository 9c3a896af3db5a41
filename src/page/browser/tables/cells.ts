import { formatExactBytes, formatSignedBytes } from '../../../text/amount.ts';
import { element } from '../element.ts';
import { toneOf } from '../tone.ts';
import { type Sided, sizeOrNone } from '../words.ts';

/** A size, exact to the byte on hover. */
export function sizeCell(bytes: number): HTMLElement {
  const title: Readonly<Record<string, string>> = Number.isNaN(bytes) ? {} : { title: formatExactBytes(bytes) };
  return element('span', title, sizeOrNone(bytes));
}

/** A change with its sign and tone; new and gone are said. */
export function changeCell({ before, after }: Sided): HTMLElement {
  const change = (after || 0) - (before || 0);
  const { direction } = toneOf(before, after, true);
  const words = Number.isNaN(before) ? ' new' : Number.isNaN(after) ? ' gone' : '';
  const size = change === 0 ? (words === '' ? '0 B' : '') : formatSignedBytes(change);
  return element(
    'span',
    { class: `delta ${direction}-text`, title: formatExactBytes(change) },
    `${size}${words}`.trim(),
  );
}
