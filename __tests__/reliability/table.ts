import { makeFolder } from '../support/folder.ts';
import { ACTION } from './action.ts';
import { ARCHIVES } from './archives.ts';
import { COMMAND_LINE } from './command-line.ts';
import { type Fault, firstWords, hasStack, LIMIT_MS, type Seen } from './fault.ts';
import { OUTSIDE } from './outside.ts';
import { SUGGESTIONS } from './suggest.ts';

export const FAULTS: readonly Fault[] = [...ARCHIVES, ...COMMAND_LINE, ...OUTSIDE, ...ACTION, ...SUGGESTIONS];

/** A fault with what came of it. */
export interface Row {
  readonly fault: Fault;
  readonly seen: Seen;
  readonly words: string;
  /** What is wrong with the outcome; '' for nothing. */
  readonly problem: string;
}

export async function tryFault(fault: Fault): Promise<Row> {
  await using folder = await makeFolder();
  const seen = await endOf(fault, folder.path);
  return { fault, seen, words: firstWords(seen, folder.path), problem: problemOf(fault, seen) };
}

/** The run of a fault. The exit code is -1 where it had to be killed. */
async function endOf(fault: Fault, folder: string): Promise<Seen> {
  try {
    return await fault.run(folder);
  } catch (error) {
    return { exitCode: -1, stdout: '', stderr: String(error) };
  }
}

function problemOf({ expected }: Fault, seen: Seen): string {
  const isAction = seen.verdict !== undefined;
  if (seen.exitCode === -1) return `it did not end by itself within ${LIMIT_MS / 1000} s`;
  if (hasStack(seen)) return 'a stack in place of words';
  if (seen.exitCode === 0) return 'it passed';
  if (expected === 'fails') return seen.verdict === 'fail' ? '' : `the verdict is ${seen.verdict}, expected fail`;
  if (isAction) return seen.verdict === 'error' ? '' : `the verdict is ${seen.verdict}, expected error`;
  return seen.exitCode === 2 ? '' : `the exit code is ${seen.exitCode}, expected 2`;
}

/** The rows as a page, in the order of the table. */
export function renderTable(rows: readonly Row[]): string {
  const areas = [...new Set(rows.map(({ fault }) => fault.area))];
  return `# What happens when something goes wrong

Each row is a run of the built product with one fault. \`npm run reliability\` runs all ${rows.length} and writes this page.
\`npm run reliability -- --check\` runs them again and compares. A test compares the rows with the faults, and runs some of them.

The gate never passes by a fault: exit 0 is in no row. No row shows a stack. Each fault has ${LIMIT_MS / 1000} s; a run that does not end by itself is
a wrong outcome. The first words are those of the error. Where the image was measured all the same, they are those of the warning.

| exit | meaning |
| --- | --- |
| 1 | the action failed; its output \`verdict\` says whether by a regression (\`fail\`) or because something could not be measured (\`error\`) |
| 2 | the command line could not measure, or was called wrongly |
${areas.map((area) => renderArea(area, rows)).join('')}`;
}

function renderArea(area: string, rows: readonly Row[]): string {
  const own = rows.filter(({ fault }) => fault.area === area);
  const lines = own.map(rowOf);
  return `\n## ${area[0]?.toUpperCase()}${area.slice(1)}: ${own.length}\n\n| fault | outcome | first words |\n| --- | --- | --- |\n${lines.join('\n')}\n`;
}

/** A row as a line of the page. */
export function rowOf({ fault, seen, words }: Row): string {
  const outcome = seen.verdict === undefined ? `exit ${seen.exitCode}` : `exit ${seen.exitCode}, \`${seen.verdict}\``;
  return `| ${cell(fault.what)} | ${outcome} | ${cell(words)} |`;
}

function cell(text: string): string {
  return text.replace(/[\\|`<>*_[\]]/g, '\\$&').replace(/\s+/g, ' ');
}
