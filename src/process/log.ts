import { randomUUID } from 'node:crypto';
import { withoutCommands } from '../text/harmless.ts';
import { cleanText } from './output.ts';

/** The lines of one piece of work, as one block of the log. */
export interface Section {
  line(text: string): void;
  end(): void;
}

/** A readable log for several pieces of work at once: sections never interleave. */
export interface Log {
  openSection(title: string): Section;
  info(text: string): void;
  warning(text: string): void;
}

/** How a section looks in one kind of log. */
interface Layout {
  readonly open: (title: string) => string;
  readonly line: (text: string) => string;
  readonly close: () => string;
}

/** An item in the queue: a section that may still grow, or one of our own messages. */
interface Entry {
  readonly buffer: LineBuffer;
  readonly layout?: Layout;
  readonly title: string;
  ended: boolean;
}

const FIRST_LINES = 500;
const LAST_LINES = 2000;

/** Writes the text. A chunk ends with a newline. */
export type Write = (text: string) => void;

/**
 * The log of a GitHub job. Each section is a `::group::` that stops workflow commands with its own token, so nothing that a build prints
 * can act on the job. Our own messages wait while a section is open. Source: GitHub's "Workflow commands", stopping and starting workflow
 * commands.
 */
export function actionsLog(write: Write): Log {
  const queue = openQueue(write);
  return {
    openSection: (title) => queueSection(queue, title, fencedGroup()),
    info: (text) => queueMessage(queue, defuse(text)),
    warning: (text) => queueMessage(queue, `::warning::${escapeData(cleanText(text))}`),
  };
}

function fencedGroup(): Layout {
  const token = randomUUID();
  return {
    open: (title) => `::group::${escapeData(title)}\n::stop-commands::${token}\n`,
    line: (text) => `${defuse(text)}\n`,
    close: () => `::${token}::\n::endgroup::\n`,
  };
}

/** Escapes the message of a workflow command, as the runner's ActionCommand does. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** The log viewer interprets `##[…]` even where the runner does not. No line of ours may begin a command either. */
function defuse(text: string): string {
  return withoutCommands(cleanText(text));
}

/**
 * The log of the command line: messages as they come. With `verbose` it also has the lines of each section, behind its title. Otherwise
 * they are dropped, since the error of a failed build contains their end.
 */
export function plainLog(write: Write, { verbose }: { readonly verbose: boolean }): Log {
  const message = (text: string): void => write(`${cleanText(text)}\n`);
  return {
    openSection: (title) => ({
      line: (text) => (verbose ? message(`${title} | ${text}`) : undefined),
      end: () => undefined,
    }),
    info: message,
    warning: (text) => message(`warning: ${text}`),
  };
}

interface Queue {
  add(entry: Entry): void;
  /** An entry has new lines. */
  grown(entry: Entry): void;
  /** An entry has ended, so the next may be written. */
  advance(): void;
}

/** Entries in order of arrival. Only the first is written until it has ended. The others are kept, bounded. */
function openQueue(write: Write): Queue {
  const entries: Entry[] = [];
  const flush = ({ buffer, layout }: Entry): void => {
    for (const line of buffer.take()) write(layout?.line(line) ?? `${line}\n`);
  };
  const start = (entry: Entry): void => {
    if (entry.layout !== undefined) write(entry.layout.open(entry.title));
    flush(entry);
  };
  const advance = (): void => {
    for (let first = entries[0]; first?.ended; first = entries[0]) {
      if (first.layout !== undefined) write(first.layout.close());
      entries.shift();
      if (entries[0] !== undefined) start(entries[0]);
    }
  };
  return {
    add(entry) {
      entries.push(entry);
      if (entries[0] === entry) start(entry);
      advance();
    },
    grown: (entry) => (entries[0] === entry ? flush(entry) : undefined),
    advance,
  };
}

function queueSection(queue: Queue, title: string, layout: Layout): Section {
  const entry: Entry = { buffer: bufferLines(), layout, title, ended: false };
  queue.add(entry);
  return {
    line(text) {
      if (entry.ended) return;
      entry.buffer.add(text);
      queue.grown(entry);
    },
    end() {
      entry.ended = true;
      queue.advance();
    },
  };
}

function queueMessage(queue: Queue, text: string): void {
  const buffer = bufferLines();
  buffer.add(text);
  queue.add({ buffer, title: '', ended: true });
}

interface LineBuffer {
  add(line: string): void;
  take(): readonly string[];
}

/** Keeps the first 500 and the last 2000 lines. `take` empties it and says how many are missing between them. */
function bufferLines(): LineBuffer {
  let first: string[] = [];
  let last: string[] = [];
  let dropped = 0;
  return {
    add(line) {
      if (first.length < FIRST_LINES) first.push(line);
      else last.push(line);
      // Dropped in blocks: shifting an array for every line of a long log would take quadratic time.
      if (last.length >= 2 * LAST_LINES) dropped += last.splice(0, LAST_LINES).length;
    },
    take() {
      const cut = Math.max(0, last.length - LAST_LINES);
      const missing = dropped + cut;
      const notice = missing > 0 ? [`(${missing} lines left out here)`] : [];
      const lines = [...first, ...notice, ...last.slice(cut)];
      [first, last, dropped] = [[], [], 0];
      return lines;
    },
  };
}
