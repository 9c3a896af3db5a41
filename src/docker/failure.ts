import { cleanText, tailOf } from '../process/output.ts';

const MAX_ERROR_TEXT = 4096;

/**
 * What buildx said about a failed build: the lines after its last progress line (`#7 …`), which are the step's own output between
 * `------`, the excerpt of the Dockerfile and `ERROR: …`. Cleaned, at most the last 4 kB; a build that was ended has only progress
 * lines, and then the last ten of them are the answer.
 */
export function buildErrorTail(stderr: string): string {
  const lines = cleanText(stderr).trimEnd().split('\n');
  const last = lines.findLastIndex((line) => /^#\d+ /.test(line));
  const report = lines.slice(last + 1).filter((line) => line.trim() !== '');
  const chosen = report.length > 0 ? report : lines.slice(-10);
  return tailOf(chosen.join('\n'), MAX_ERROR_TEXT);
}
