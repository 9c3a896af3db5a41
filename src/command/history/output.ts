import { resolve } from 'node:path';
import type { CommitHistory } from '../../model/timeline/timeline.ts';
import { renderTimelinePage } from '../../page/timeline-page.ts';
import { renderHistoryCsv } from '../../report/timeline/csv.ts';
import { renderHistoryMarkdown } from '../../report/timeline/markdown.ts';
import { renderTimelineSvg } from '../../report/timeline/picture.ts';
import { renderHistoryTerminal } from '../../report/timeline/terminal.ts';
import { UserError } from '../../text/error.ts';
import { printable } from '../../text/scanner.ts';
import { checkOwnFile, PAGE, writeOwnFile } from '../files/own-file.ts';
import { HISTORY_FORMATS } from '../options.ts';
import { FORMS } from '../report.ts';
import type { HistoryFormat } from '../report-options.ts';
import type { Session } from '../session.ts';

/** @throws UserError where the page of `--html` must not be written; a search may take long */
export async function checkHistoryPage({ args, cwd }: Pick<Session, 'args' | 'cwd'>): Promise<void> {
  if (args.html !== '') await checkOwnFile(PAGE, resolve(cwd, args.html));
}

/** Prints a history in the form of `--format`, and writes the page of `--html`. */
export async function printHistory(session: Session, history: CommitHistory): Promise<void> {
  const { args, terminal } = session;
  await printAs(session, {
    terminal: () => renderHistoryTerminal(history, terminal),
    markdown: () => renderHistoryMarkdown(history),
    json: () => `${JSON.stringify(history, null, 2)}\n`,
    csv: () => renderHistoryCsv(history),
    svg: () => renderTimelineSvg(pictured(history, args.image)),
    html: () => renderTimelinePage(history),
  });
}

/** Prints one of several forms, and writes the page where one is asked for. */
export async function printAs(
  { args, cwd, terminal, progress }: Session,
  render: Readonly<Record<HistoryFormat, () => string>>,
): Promise<void> {
  progress.end();
  const format = HISTORY_FORMATS.find((each) => each === args.format) ?? 'terminal';
  terminal.out(render[format](), FORMS[format]);
  if (args.html === '') return;
  await writeOwnFile(PAGE, resolve(cwd, args.html), render.html());
  terminal.err(`Wrote ${args.html}\n`);
}

function pictured({ timelines }: CommitHistory, image: string) {
  const found = timelines.find((each) => image === '' || each.image === image);
  if (found !== undefined) return found;
  const names = [...new Set(timelines.map((each) => each.image))].join(', ') || 'none';
  throw new UserError(`--image: no size of "${printable(image)}" was measured; images: ${printable(names)}`);
}
