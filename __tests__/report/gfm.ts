/** As much of GitHub's Markdown as tells what of a report is code, and what a row of a table is. Rules: CommonMark 0.31 and GFM 0.29. */

/** A document without its fenced blocks and tables: the lines that are left, and the rows of each table as cells. */
export function blocksOf(markdown: string): { readonly prose: readonly string[]; readonly tables: string[][][] } {
  const prose: string[] = [];
  const tables: string[][][] = [];
  let fence: string | null = null;
  let isTable = false;
  for (const line of markdown.split('\n')) {
    const opens = /^(`{3,})[a-z]*$/.exec(line)?.[1];
    if (fence !== null) {
      if (/^`{3,}$/.test(line) && line.length >= fence.length) fence = null;
    } else if (opens !== undefined) fence = opens;
    else if (line.startsWith('|')) {
      if (!isTable) tables.push([]);
      tables.at(-1)?.push(cellsOf(line));
      prose.push(...cellsOf(line).map((cell) => cell.replaceAll('\\|', '|')));
    } else prose.push(line);
    isTable = line.startsWith('|');
  }
  if (fence !== null) throw new Error('a fenced block does not end');
  return { prose, tables };
}

/** The cells of a row: a pipe separates wherever it stands, even in code, but for one that is escaped (GFM 4.10). */
function cellsOf(line: string): string[] {
  return line
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

/** The text of a line outside its code (a line that starts as an HTML block, 4.6 of CommonMark, is no Markdown: its code is an element), and whether a run of backticks is left that closes nothing. */
export function inlineOf(line: string): { readonly outside: string; readonly isOpen: boolean } {
  if (line.startsWith('<details')) return { outside: withoutCode(line), isOpen: false };
  let [outside, at, isOpen] = ['', 0, false];
  while (at < line.length) {
    const run = /^`+/.exec(line.slice(at))?.[0];
    if (line[at] === '\\' && /^[!-/:-@[-`{-~]/.test(line.slice(at + 1))) {
      outside += line.slice(at, at + 2);
      at += 2;
    } else if (run === undefined) outside += line[at++];
    else {
      const end = closing(line, at + run.length, run.length);
      isOpen ||= end === -1;
      at = end === -1 ? at + run.length : end;
    }
  }
  return { outside: withoutCode(outside), isOpen };
}

function withoutCode(html: string): string {
  return html.replace(/<code>[^<>]*<\/code>/g, '');
}

/** Where the next run of exactly `length` backticks ends; -1 where there is none. */
function closing(line: string, from: number, length: number): number {
  const runs = [...line.slice(from).matchAll(/`+/g)].find(([run]) => run.length === length);
  return runs === undefined ? -1 : from + runs.index + length;
}
