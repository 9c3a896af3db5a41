export type Metric = 'download' | 'unpacked' | 'new-bytes' | 'wasted' | 'layers' | 'files';
export type Level = 'fail' | 'warn';

/** `METRIC > [+]AMOUNT`: one comparison. `growth` is the `+`: against the baseline; without it absolute. */
export interface Clause {
  readonly metric: Metric;
  readonly growth: boolean;
  readonly unit: 'bytes' | 'percent' | 'count';
  /** Bytes, percent (2 for 2 %) or a count, by `unit`. */
  readonly limit: number;
}

/** One line of a gate: met (and so failing or warning) when every clause is exceeded. */
export interface Condition {
  /** As the user wrote it, white space folded. */
  readonly text: string;
  readonly level: Level;
  readonly clauses: readonly [Clause, ...Clause[]];
}
