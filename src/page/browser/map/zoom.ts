import { type Box, heightOf, type PlacedTile, widthOf } from './tile-layout.ts';

const DURATION = 220;

/** Whether a directory lies in another one, or is it. */
export function isWithin(path: string, directory: string): boolean {
  return directory === '' || path === directory || path.startsWith(`${directory}/`);
}

/**
 * Shows by motion where one has come from: into a directory the map grows out of its tile, out of one it shrinks back into place. None where
 * the reader wants no motion.
 */
export function animateZoom(
  layer: HTMLElement,
  from: { readonly path: string; readonly placed: readonly PlacedTile[] },
  to: { readonly path: string; readonly placed: readonly PlacedTile[] },
): void {
  if (from.path === to.path || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const start = isWithin(to.path, from.path)
    ? grownFrom(boxOf(from.placed, to.path), layer)
    : shrunkTo(boxOf(to.placed, from.path), layer);
  if (start === undefined) return;
  layer.animate(
    [
      { transform: start, transformOrigin: '0 0', opacity: 0.4 },
      { transform: 'none', transformOrigin: '0 0', opacity: 1 },
    ],
    { duration: DURATION, easing: 'cubic-bezier(.2,.7,.2,1)' },
  );
}

/** Where the tile is that shows a directory, or the smallest frame that holds it. */
function boxOf(placed: readonly PlacedTile[], path: string): Box | undefined {
  return placed.findLast(({ tile }) => tile.kind === 'directory' && isWithin(path, tile.path))?.box;
}

function grownFrom(box: Box | undefined, { clientWidth, clientHeight }: HTMLElement): string | undefined {
  if (box === undefined) return undefined;
  return `translate(${box.left}px,${box.top}px) scale(${widthOf(box) / clientWidth},${heightOf(box) / clientHeight})`;
}

function shrunkTo(box: Box | undefined, { clientWidth, clientHeight }: HTMLElement): string | undefined {
  if (box === undefined) return undefined;
  const [x, y] = [clientWidth / widthOf(box), clientHeight / heightOf(box)];
  // Beyond some eightfold the browser would only draw smears.
  if (Math.max(x, y) > 8) return 'scale(1.15)';
  return `translate(${-box.left * x}px,${-box.top * y}px) scale(${x},${y})`;
}
