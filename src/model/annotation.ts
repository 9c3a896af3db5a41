/** A message that GitHub shows beside a file in the list of changes. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  /** Path relative to the repository's root. */
  readonly file?: string;
  /** First and last line, from 1. */
  readonly line?: number;
  readonly endLine?: number;
}
