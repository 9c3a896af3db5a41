import { type Box, heightOf, type PlacedTile, widthOf } from './tile-layout.ts';

const DURATION = 220;

/** Whether a directory is in another one, or is the same. */
export function isWithin(path: string, directory: string): boolean {
  return directory === '' || path === directory || path.startsWith(`${directory}/`);
}

/**
 * Animates the step between directories: into a directory, the map expands from its tile; out of it, the map shrinks back into place. No animation for
 * readers who prefer reduced motion.
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

/** The box of the tile that shows a directory, or of the smallest frame that contains it. */
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
  // Beyond a factor of about eight, the browser would draw a blur.
  if (Math.max(x, y) > 8) return 'scale(1.15)';
  return `translate(${-box.left * x}px,${-box.top * y}px) scale(${x},${y})`;
}
