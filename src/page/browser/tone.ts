/** How a change is drawn: direction, strength from 1 (slight) to 4 (everything), and a sign for readers who see no colour. */
export interface Tone {
  readonly direction: 'grew' | 'shrank' | 'same';
  /** 0 without a change. */
  readonly strength: 0 | 1 | 2 | 3 | 4;
  readonly mark: '+' | '\u2212' | '';
}

const SAME: Tone = { direction: 'same', strength: 0, mark: '' };

/**
 * The tone of a change in bytes by its share of the larger side. New and gone are the strongest.
 * @param before bytes; NaN when the side lacks it
 * @param after bytes; NaN when the side lacks it
 * @param compared false without a baseline or a head, so that no change is known
 */
export function toneOf(before: number, after: number, compared: boolean): Tone {
  const [was, now] = [before || 0, after || 0];
  if (!compared || was === now) return SAME;
  const strength = strengthOf(Math.abs(now - was) / Math.max(was, now));
  return now > was ? { direction: 'grew', strength, mark: '+' } : { direction: 'shrank', strength, mark: '\u2212' };
}

function strengthOf(share: number): Tone['strength'] {
  if (share < 0.05) return 1;
  if (share < 0.25) return 2;
  return share < 0.75 ? 3 : 4;
}
