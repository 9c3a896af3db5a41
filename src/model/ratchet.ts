/** What the history keeps of every record. */
export type HistoryMetric = 'download' | 'unpacked';

/** A tighter cap that the size would keep; `from` and `to` are bytes. */
export interface Ratchet {
  readonly image: string;
  readonly platform: string;
  readonly metric: HistoryMetric;
  readonly from: number;
  readonly to: number;
  /** How many records in a row the size stayed down. */
  readonly records: number;
  /** Diff of the condition's line, as the user wrote it. */
  readonly text: string;
}
