import { makeFolder } from '../support/folder.ts';
import { ACTION } from './action.ts';
import { ARCHIVES } from './archives.ts';
import { COMMAND_LINE } from './command-line.ts';
import { type Fault, firstWords, hasStack, type Seen } from './fault.ts';

export const FAULTS: readonly Fault[] = [...ARCHIVES, ...COMMAND_LINE, ...ACTION];

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
  const seen = await fault.run(folder.path);
  return { fault, seen, words: firstWords(seen, folder.path), problem: problemOf(fault, seen) };
}

function problemOf({ expected }: Fault, seen: Seen): string {
  const isAction = seen.verdict !== undefined;
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

Each row is a run of the built product with one fault. \`npm run reliability\` runs all ${rows.length} and writes this page. A test runs them again and
compares. The gate never passes by a fault: exit 0 is in no row. No row shows a stack.

| exit | meaning |
| --- | --- |
| 1 | the action failed; its output \`verdict\` says whether by a regression (\`fail\`) or because something could not be measured (\`error\`) |
| 2 | the command line could not measure, or was called wrongly |
${areas.map((area) => renderArea(area, rows)).join('')}`;
}

function renderArea(area: string, rows: readonly Row[]): string {
  const own = rows.filter(({ fault }) => fault.area === area);
  const lines = own.map(({ fault, seen, words }) => {
    const outcome = seen.verdict === undefined ? `exit ${seen.exitCode}` : `exit ${seen.exitCode}, \`${seen.verdict}\``;
    return `| ${cell(fault.what)} | ${outcome} | ${cell(words)} |`;
  });
  return `\n## ${area[0]?.toUpperCase()}${area.slice(1)}: ${own.length}\n\n| fault | outcome | first words |\n| --- | --- | --- |\n${lines.join('\n')}\n`;
}

function cell(text: string): string {
  return text.replace(/[\\|`<>*_[\]]/g, '\\$&').replace(/\s+/g, ' ');
}
