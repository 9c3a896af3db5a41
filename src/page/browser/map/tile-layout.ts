import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { Space, Tile } from './tiles.ts';

/** A rectangle in CSS pixels from the upper left corner of the map. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A tile with its place in the map. */
export interface PlacedTile {
  readonly tile: Tile;
  readonly box: Box;
  /** Whether it is drawn as a frame, with its name at the top and its tiles inside. */
  readonly framed: boolean;
}

/** Height of a frame's title bar in CSS pixels. */
export const FRAME_HEAD = 19;
const LEAST_FRAME = { width: 44, height: FRAME_HEAD + 16 };

/** Places the tiles of a directory as a squarified treemap (Bruls, Huizing, van Wijk 2000). Frames come before their tiles, larger before smaller. */
export function layOut(root: Tile, { width, height }: Space): readonly PlacedTile[] {
  const whole = hierarchy(root, ({ children }) => children).sum(({ children, size }) => (children ? 0 : size));
  const place = treemap<Tile>()
    .tile(treemapSquarify)
    .size([width, height])
    .round(true)
    .paddingInner(1)
    .paddingOuter(({ depth }) => (depth === 0 ? 0 : 2))
    .paddingTop(({ depth }) => (depth === 0 ? 0 : FRAME_HEAD));
  const placed: PlacedTile[] = [];
  const waiting = [...(place(whole).children ?? [])].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const box = { left: node.x0, top: node.y0, right: node.x1, bottom: node.y1 };
    if (widthOf(box) < 1 || heightOf(box) < 1) continue;
    const framed = node.children !== undefined && hasRoom(box);
    placed.push({ tile: node.data, box, framed });
    if (framed) waiting.push(...[...(node.children ?? [])].reverse());
  }
  return placed;
}

/** Width of a box in CSS pixels. */
export function widthOf({ left, right }: Box): number {
  return right - left;
}

/** Height of a box in CSS pixels. */
export function heightOf({ top, bottom }: Box): number {
  return bottom - top;
}

function hasRoom(box: Box): boolean {
  return widthOf(box) >= LEAST_FRAME.width && heightOf(box) >= LEAST_FRAME.height;
}
