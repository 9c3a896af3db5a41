import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { openProgress } from '../../src/command/progress.ts';
import type { Terminal } from '../../src/command/terminal.ts';
import { displayWidth } from '../../src/text/terminal-text.ts';

const ESC = '\u001b';
const ERASE = `\r${ESC}[2K`;
const HOSTILE = `${ESC}[2J${ESC}]0;taken\u0007\r\n\u202edab\u0000`;

/** A terminal that keeps what it was given; without a width it is a pipe. */
function keep(statusWidth?: number) {
  const parts = { out: '', err: [] as string[] };
  const terminal: Terminal = {
    out: (text) => {
      parts.out += text;
    },
    err: (text) => parts.err.push(text),
    colour: false,
    width: 80,
    ...(statusWidth === undefined ? {} : { statusWidth }),
  };
  return { terminal, parts, all: () => parts.err.join('') };
}

/** A build and a read, as a measurer reports them. */
function work(terminal: Terminal, verbose: boolean, text = '#5 RUN make'): void {
  const progress = openProgress(terminal, { verbose });
  const section = progress.log.openSection('Build api');
  section.line(text);
  section.end();
  progress.onBytes('api', 1_000_000);
  progress.onBytes('api', 500_000);
  progress.end();
  progress.end();
}

describe('in a pipe', () => {
  test('each step is a line, and what was read one at the end', () => {
    const { terminal, all, parts } = keep();
    work(terminal, false);
    expect(all()).toBe('Build api…\nRead api: 1.50 MB\n');
    expect(parts.out).toBe('');
  });

  test('with --verbose the lines of the builder stand behind their title', () => {
    const { terminal, all } = keep();
    work(terminal, true);
    expect(all()).toBe('Build api…\nBuild api | #5 RUN make\nRead api: 1.50 MB\n');
  });

  test('nothing moves the cursor, whatever is printed', () => {
    const { terminal, all } = keep();
    work(terminal, true, HOSTILE);
    openProgress(terminal, { verbose: false }).log.warning(HOSTILE);
    expect(all().replaceAll('\n', '')).not.toMatch(/\p{C}/u);
  });
});

describe('on a terminal', () => {
  beforeEach(() => {
    jest.useFakeTimers().advanceTimersByTime(1000);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('one line is drawn over and over, at most ten times a second, and cleared at the end', () => {
    const { terminal, parts } = keep(80);
    const { log, onBytes, end } = openProgress(terminal, { verbose: false });
    const section = log.openSection('Build api');
    section.line('#1 too soon to be seen');
    jest.advanceTimersByTime(100);
    section.line('#2 RUN make');
    jest.advanceTimersByTime(100);
    onBytes('web', 2_000_000);
    jest.advanceTimersByTime(100);
    section.end();
    end();
    expect(parts.err.filter((text) => text !== ERASE)).toEqual([
      'Build api: starting',
      'Build api: #2 RUN make',
      'Build api: #2 RUN make | Read web: 2.00 MB',
      'Read web: 2.00 MB',
    ]);
    expect(parts.err.filter((_text, at) => at % 2 === 1)).toEqual([ERASE, ERASE, ERASE, ERASE]);
  });

  test.each([
    ['long', 20],
    ['long', 80],
    ['長い', 20],
    ['長い', 21],
    ['🐳', 20],
  ])('%s names keep within %d columns, the last one free', (word, width) => {
    const { terminal, parts } = keep(width);
    openProgress(terminal, { verbose: false }).log.openSection(`Build ${word.repeat(100)}`);
    expect(parts.err).toHaveLength(1);
    expect(displayWidth(parts.err.join(''))).toBeLessThan(width);
    expect(parts.err.join('')).toMatch(/^Build .*starting$/);
  });

  test.each([0, 1])('%d columns are too few for anything', (width) => {
    const { terminal, all } = keep(width);
    work(terminal, false);
    expect(all()).toBe('');
  });

  test('a message stands above it', () => {
    const { terminal, parts } = keep(80);
    const { log } = openProgress(terminal, { verbose: false });
    log.openSection('Build api');
    log.warning('the daemon cannot push');
    expect(parts.err).toEqual(['Build api: starting', ERASE, 'warning: the daemon cannot push\n']);
  });

  test('hostile text is shown, not obeyed', () => {
    const { terminal, parts } = keep(80);
    openProgress(terminal, { verbose: false }).log.openSection(HOSTILE);
    expect(parts.err.join('')).not.toMatch(/\p{C}/u);
  });

  test('nothing is drawn after the end', () => {
    const { terminal, parts } = keep(80);
    const progress = openProgress(terminal, { verbose: false });
    progress.end();
    progress.end();
    expect(parts.err).toEqual([]);
  });
});
