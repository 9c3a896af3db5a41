import type { Client } from '../client.ts';
import type { Repository } from '../event/event.ts';

/** One hunk of a file's diff: the lines of the head in it, by their numbers from 1. */
export type Hunk = ReadonlyMap<number, string>;

/** What a pull request changes. */
export interface Diff {
  /** By path, the hunks of each file that has a patch. GitHub leaves out that of a binary or large file. */
  readonly files: ReadonlyMap<string, readonly Hunk[]>;
  /** Whether all files were read. */
  readonly isComplete: boolean;
}

const PAGE = 100;
/** Pages of files that are read; a file on a later one counts as not in the diff. */
const MOST_PAGES = 3;

/** Reads the diff of a pull request, with at most three calls. Throws what the client throws. */
export async function readDiff(client: Client, repository: Repository, number: number): Promise<Diff> {
  const files = new Map<string, readonly Hunk[]>();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { data } = await client.rest.pulls.listFiles({ ...repository, pull_number: number, per_page: PAGE, page });
    for (const { filename, patch } of data) if (patch) files.set(filename, hunksOf(patch));
    if (data.length < PAGE) return { files, isComplete: true };
  }
  return { files, isComplete: false };
}

/** The hunks of a patch as GitHub gives it: from the first `@@`, without file headers. */
export function hunksOf(patch: string): readonly Hunk[] {
  const hunks: Map<number, string>[] = [];
  let next = 0;
  for (const line of patch.split('\n')) {
    const [, start] = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line) ?? [];
    if (start !== undefined) {
      next = Number(start);
      hunks.push(new Map());
    } else if (line.startsWith('+') || line.startsWith(' ')) {
      hunks.at(-1)?.set(next, line.slice(1));
      next += 1;
    }
  }
  return hunks;
}

/** Whether one hunk has all these lines as they are here. Comments on several lines must lie in one hunk. */
export function hasLines(hunks: readonly Hunk[], start: number, lines: readonly string[]): boolean {
  return hunks.some((hunk) => lines.every((line, at) => hunk.get(start + at) === line));
}
