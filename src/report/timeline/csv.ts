import type { CommitHistory, Timeline } from '../../model/timeline/timeline.ts';

const HEAD = ['image', 'platform', 'commit', 'time', 'author', 'subject', 'download', 'unpacked', 'base', 'step'];

/** A history as CSV (RFC 4180): a line for each weighed commit. `step` is the growth in bytes where the commit is one. */
export function renderHistoryCsv({ timelines }: CommitHistory): string {
  return csvText([HEAD, ...timelines.flatMap(linesOf)]);
}

/** Rows as CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvText(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('');
}

function linesOf({ image, platform, metric, points, steps }: Timeline) {
  const changes = new Map(steps.map((step) => [step.at.commit, step[metric]]));
  return points.map(({ commit, time, author, subject, download, unpacked, base }) => {
    const step = changes.get(commit) ?? null;
    return [image, platform, commit, time, author, subject, download, unpacked, base, step];
  });
}

function fieldOf(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
