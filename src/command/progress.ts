import { type Log, plainLog } from '../process/log.ts';
import { formatBytes } from '../text/amount.ts';
import { printable } from '../text/scanner.ts';
import { cutToWidth } from '../text/terminal-text.ts';
import { ERASE_LINE, type Terminal } from './terminal.ts';

/** Shows what happens while images are built and read: on a terminal one changing line, in a pipe a line for each step. */
export interface Progress {
  readonly log: Log;
  /** Bytes of an image read since the last call. */
  readonly onBytes: (image: string, bytes: number) => void;
  /** Clears the changing line; later calls do nothing. */
  readonly end: () => void;
}

/** Milliseconds between two redraws: smooth to see, and little work for the processor. */
const REDRAW_AFTER = 100;

/** No progress and no notes: warnings alone. */
function quietProgress({ err }: Terminal): Progress {
  const { warning } = plainLog(err, { verbose: false });
  const section = { line: () => undefined, end: () => undefined };
  return {
    log: { openSection: () => section, info: () => undefined, warning },
    onBytes: () => undefined,
    end: () => undefined,
  };
}

/** How much is shown of the work. */
export interface ProgressOptions {
  readonly quiet?: boolean;
  readonly verbose: boolean;
}

/** Opens the progress display of a terminal: one changing line below the messages. */
export function openProgress(terminal: Terminal, { quiet = false, verbose }: ProgressOptions): Progress {
  if (quiet) return quietProgress(terminal);
  const plain = plainLog((text) => line.above(text), { verbose });
  const line = statusLine(terminal);
  const activities = new Map<string, string>();
  const read = new Map<string, number>();
  const show = () => line.show([...activities].map(([title, what]) => `${title}: ${what}`).join(' | '));
  return {
    log: {
      ...plain,
      openSection: (title) => {
        const section = plain.openSection(title);
        if (terminal.statusWidth === undefined) plain.info(`${title}…`);
        activities.set(title, 'starting');
        show();
        return {
          line: (text) => {
            section.line(text);
            activities.set(title, text);
            show();
          },
          end: () => {
            section.end();
            activities.delete(title);
            show();
          },
        };
      },
    },
    onBytes: (image, bytes) => {
      const total = (read.get(image) ?? 0) + bytes;
      read.set(image, total);
      activities.set(`Read ${image}`, formatBytes(total));
      show();
    },
    end: () => {
      activities.clear();
      if (terminal.statusWidth === undefined)
        for (const [image, bytes] of read) plain.info(`Read ${image}: ${formatBytes(bytes)}`);
      read.clear();
      line.end();
    },
  };
}

function statusLine({ err, statusWidth }: Terminal) {
  let drawn = '';
  let drawnAt = 0;
  const erase = () => {
    if (drawn !== '') err(ERASE_LINE);
    drawn = '';
  };
  return {
    show(text: string): void {
      if (statusWidth === undefined || performance.now() - drawnAt < REDRAW_AFTER) return;
      erase();
      // Not the last column: a terminal that wraps there would keep the line when it is erased.
      drawn = statusWidth < 2 ? '' : cutToWidth(printable(text), statusWidth - 1);
      drawnAt = performance.now();
      err(drawn);
    },
    above(text: string): void {
      erase();
      err(text);
    },
    end: erase,
  };
}
