import {
  type History,
  type HistoryEntry,
  historyEntrySchema,
  historySchema,
  imagePath,
  MAX_ENTRIES,
} from '../model/record.ts';
import { issueWords } from '../model/schema.ts';
import { UserError } from '../text/error.ts';
import { parseJson } from '../text/json.ts';

/** 64 MiB: room for MAX_ENTRIES, which is 30 times ten years of daily records of three platforms. */
export const MAX_HISTORY_FILE = 64 * 1024 * 1024;
/** The keys of an entry in the order of its schema, which is the order in the file. */
const ENTRY_KEYS = Object.keys(historyEntrySchema.shape);

/** Path of an image's history on the data branch. */
export function historyPath(image: string): string {
  return `history/${imagePath(image)}.json`;
}

/**
 * Parses `history/<image>.json`. Entries come out in order, whatever order the file has.
 * @param path the file's path on the data branch, which the image in it must agree with
 * @throws UserError with the path, the place and what is wrong there
 */
export function parseHistory(text: string, path: string): History {
  if (text.length > MAX_HISTORY_FILE) {
    throw new UserError(`${path}: ${text.length} characters are too many for a history (at most ${MAX_HISTORY_FILE})`);
  }
  const value = parseJson(text, path);
  const parsed = historySchema.safeParse(value);
  if (!parsed.success) throw new UserError(`${path}: not a history${issueWords(parsed.error, value)}`);
  const history = parsed.data;
  if (historyPath(history.image) === path) return { ...history, entries: history.entries.toSorted(byTime) };
  throw new UserError(
    `${path}: is the history of image "${history.image}", which belongs at ${historyPath(history.image)}`,
  );
}

/**
 * Adds an entry to the history of `image`, in order of time. An entry of the same commit and platform is replaced, since the run was repeated;
 * its release tag is kept. Beyond 300,000 entries, the oldest are removed.
 */
export function appendEntry(history: History | undefined, entry: HistoryEntry, image: string): History {
  const before = history?.entries ?? [];
  const same = before.find((other) => isSameMeasuring(other, entry));
  const release = entry.release ?? same?.release;
  const added = release === undefined ? entry : { ...entry, release };
  const entries = [...before.filter((other) => other !== same), added].toSorted(byTime).slice(-MAX_ENTRIES);
  return { schemaVersion: 1, image: history?.image ?? image, entries };
}

/** The text of the file: one entry a line, so that git stores an addition as one line and a diff shows it. */
export function formatHistory(history: History): string {
  const { image, entries } = history;
  const lines = entries.map((entry) => JSON.stringify(entry, ENTRY_KEYS));
  return `{"schemaVersion":1,"image":${JSON.stringify(image)},"entries":[\n${lines.join(',\n')}\n]}\n`;
}

function isSameMeasuring(a: HistoryEntry, b: HistoryEntry): boolean {
  return a.commit === b.commit && a.platform === b.platform;
}

/** By time, then by commit and platform, so that two writers of the same entries write the same file. */
function byTime(a: HistoryEntry, b: HistoryEntry): number {
  return (
    compareText(a.recordedAt, b.recordedAt) || compareText(a.commit, b.commit) || compareText(a.platform, b.platform)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
