/** Platform → bytes of an image at one position. */
export type Sizes = ReadonlyMap<string, number>;

/** What was found at a position: the sizes, or why there are none. */
export type Weighing =
  | { readonly kind: 'sizes'; readonly sizes: Sizes }
  | { readonly kind: 'gap'; readonly reason: string };

/** The largest change from one position to another on any platform, in bytes without sign. A platform that only one of them has counts whole. */
export function distance(from: Sizes, to: Sizes): number {
  const platforms = new Set([...from.keys(), ...to.keys()]);
  return Math.max(0, ...[...platforms].map((each) => Math.abs((to.get(each) ?? 0) - (from.get(each) ?? 0))));
}

/** Whether two gaps have one cause: the first lines of their reasons are the same but for numbers. */
export function isSameGap(one: Weighing | undefined, other: Weighing | undefined): boolean {
  return one?.kind === 'gap' && other?.kind === 'gap' && causeOf(one.reason) === causeOf(other.reason);
}

function causeOf(reason: string): string {
  const [first = ''] = reason.split('\n');
  return first.replaceAll(/\d+|[0-9a-f]{7,}/g, '#');
}

/**
 * A search for the positions at which an image's size changes. Positions stand for the commits that may have changed the image, from 0 (the
 * oldest) to `count` − 1. Weighing one of them means to build it, so as few as possible are.
 */
export interface Search {
  readonly count: number;
  readonly known: ReadonlyMap<number, Weighing>;
  /** Bytes. Two positions whose sizes differ by at most so much count as equal. */
  readonly noise: number;
  /** Between two equal positions, at least every so many positions one is weighed. */
  readonly every: number;
  /** Whether every position is weighed. */
  readonly all?: boolean | undefined;
  /** How likely the change at a position is, against 1 of an ordinary one. It decides only the order. */
  readonly likely?: readonly number[] | undefined;
  /** Positions that are weighed even between equal ends, since something says that the size changed there. */
  readonly suspects?: ReadonlySet<number> | undefined;
}
