import { type Box, FRAME_HEAD, type PlacedTile } from './tile-layout.ts';

/** The direction of an arrow key. */
export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * The next tile in a direction, by position; undefined at the edge. A tile straight ahead wins over a nearer one to the side. A frame counts as
 * its title bar alone, so that no two tiles overlap.
 */
export function nextTile(placed: readonly PlacedTile[], from: number, direction: Direction): number | undefined {
  const start = placed[from];
  if (start === undefined) return undefined;
  const origin = turned(headOf(start), direction);
  let best: { readonly at: number; readonly cost: number } | undefined;
  for (const [at, other] of placed.entries()) {
    if (at === from) continue;
    const box = turned(headOf(other), direction);
    const ahead = box.left - origin.right;
    if (ahead < -1) continue;
    const aside = Math.max(0, box.top - origin.bottom, origin.top - box.bottom);
    const askew = Math.abs(box.top + box.bottom - origin.top - origin.bottom) / 2;
    const cost = Math.max(0, ahead) + aside * 4 + askew / 100;
    if (best === undefined || cost < best.cost) best = { at, cost };
  }
  return best?.at;
}

function headOf({ box, framed }: PlacedTile): Box {
  return framed ? { ...box, bottom: box.top + FRAME_HEAD } : box;
}

/** The box rotated so that the direction points to the right. */
function turned({ left, top, right, bottom }: Box, direction: Direction): Box {
  switch (direction) {
    case 'right':
      return { left, top, right, bottom };
    case 'left':
      return { left: -right, top, right: -left, bottom };
    case 'down':
      return { left: top, top: left, right: bottom, bottom: right };
    case 'up':
      return { left: -bottom, top: left, right: -top, bottom: right };
  }
}
