import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command/arguments.ts';
import { runCommandLine } from '../../src/command/command.ts';
import { openTerminal } from '../../src/command/terminal.ts';
import { parseReport } from '../../src/exchange/report-file.ts';
import { renderReportJson } from '../../src/report/json.ts';
import { UserError } from '../../src/text/error.ts';
import { json, wholeReport } from '../exchange/samples.ts';
import { makeFolder } from '../support/folder.ts';
import { harmIn, hostileTexts } from '../support/hostile-text.ts';

/** A process whose streams are no terminal, as in a step of a workflow. */
function pipes({ isTTY = false } = {}) {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    isTTY,
    columns: 100,
    on: () => undefined,
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const process = { stdout: stream('out'), stderr: stream('err'), env: {} } as unknown as NodeJS.Process;
  return { written, terminal: openTerminal(process) };
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The document with `change` made of its text at each place, one after the other. */
function* changed(value: Json, change: (text: string) => string): Generator<Json> {
  if (typeof value === 'string') yield change(value);
  else if (Array.isArray(value))
    for (const [at, item] of value.entries()) for (const other of changed(item, change)) yield value.with(at, other);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value))
      for (const other of changed(item, change)) yield { ...value, [key]: other };
}

function isReport(document: Json): boolean {
  try {
    parseReport(JSON.stringify(document), 'x');
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return false;
  }
}

/** The report as it is printed without any escape of the terminal's. */
const printed = (report: Json): unknown =>
  JSON.parse(renderReportJson(parseReport(JSON.stringify(report), 'x'), { contents: true }));

const texts = hostileTexts(1_000, 7);
let at = 0;
const hostile = (text: string) => `${texts[at++ % texts.length]}\n::error::x ##[error]${text}`;
const reports = [...changed(JSON.parse(json(wholeReport())), hostile)].filter(isReport);

describe('the report command', () => {
  test('is given hostile text in many places', () => {
    expect(reports.length).toBeGreaterThan(20);
  });

  test.each(['terminal', 'markdown', 'json', 'svg', 'html'])(
    'prints nothing harmful as %s',
    async (format) => {
      await using folder = await makeFolder();
      const args = parseArguments(['report', 'x.json', '--format', format]);
      for (const report of format === 'html' ? reports.slice(0, 3) : reports) {
        await folder.write('x.json', JSON.stringify(report));
        const { written, terminal } = pipes();
        await runCommandLine(args, terminal, folder.path, new AbortController().signal);
        expect(harmIn(written.out, format === 'markdown' ? '\u200b' : '')).toEqual([]);
        if (format === 'json') expect(JSON.parse(written.out)).toEqual(printed(report));
      }
    },
    60_000,
  );
});

describe('the writer of the terminal', () => {
  test.each(['out', 'err'] as const)('makes everything harmless on %s, also when a line goes on', (name) => {
    const { written, terminal } = pipes();
    for (const text of hostileTexts(2_000, 3)) terminal[name](text);
    expect(harmIn(written[name])).toEqual([]);
  });

  test('lets two streams of one pipe make no command together', () => {
    const { written, terminal } = pipes();
    terminal.out('x#');
    terminal.err('#[error]');
    expect(written.out + written.err).toBe('x# #[error]');
  });

  test('shows the colours of its own and no other sequence', () => {
    const { written, terminal } = pipes({ isTTY: true });
    terminal.out('\u001b[31mred\u001b[0m \u001b[2J\u001b[31;1H');
    expect(written.out).toBe('\u001b[31mred\u001b[0m ⟨U+001B⟩[2J⟨U+001B⟩[31;1H');
  });
});

test('the template of the page needs no escape', () => {
  const template = readFileSync(join(import.meta.dirname, '../../dist/page.html'), 'utf8');
  expect(harmIn(template)).toEqual([]);
});
