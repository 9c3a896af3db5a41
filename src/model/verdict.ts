/**
 * What became of one image on one platform, the gravest first: what a reader must know of the whole. `new` and `removed` were compared with
 * nothing.
 */
export const VERDICTS = ['fail', 'error', 'warn', 'inherited', 'accepted', 'new', 'removed', 'pass'] as const;

export type Verdict = (typeof VERDICTS)[number];

/** A verdict, or that of a condition or check that was not held against anything. */
export type VerdictWord = Verdict | 'skipped';

const UNCOMPARED: ReadonlySet<Verdict> = new Set<Verdict>(['new', 'removed']);

/**
 * One word for all: the gravest that is present. But it is `pass` as soon as one passed and nothing is graver than `new`, because a new
 * image beside it changes nothing. `error` for none at all: nothing measured is never green.
 */
export function overallOf(verdicts: Iterable<Verdict>): Verdict {
  const present = new Set(verdicts);
  const counted = VERDICTS.filter((verdict) => present.has(verdict));
  return counted.find((verdict) => !UNCOMPARED.has(verdict)) ?? counted[0] ?? 'error';
}

/** The gravest verdict first; within one verdict the order stays. */
export function gravestFirst<T extends { readonly verdict: Verdict }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict));
}
