import type { Measurer } from '../measurer/measurer.ts';
import type { MeasurerOptions } from '../measurer/session.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';
import { renderReportJson } from '../report/json.ts';
import { renderMarkdown } from '../report/markdown/markdown.ts';
import { renderTerminal } from '../report/terminal/terminal.ts';
import type { Arguments } from './arguments.ts';
import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** What every command gets. */
export type CommandRun = Pick<Session, 'args' | 'cwd' | 'terminal' | 'signal'>;

/** What measuring the operands of a command needs: nothing is printed. */
export type SourceSession = Pick<Session, 'args' | 'cwd' | 'measurer' | 'signal'>;

/** What the commands share: the measurer, and where text is printed. */
export interface Session {
  readonly args: Arguments;
  readonly cwd: string;
  readonly terminal: Terminal;
  readonly progress: Progress;
  readonly measurer: Measurer;
  /** Opens another measurer with the same options but for these. The caller disposes of it. */
  readonly open: (more?: Partial<MeasurerOptions>) => Promise<Measurer>;
  readonly signal: AbortSignal;
  /** Reads the page's template, where it is not the built one. */
  readonly template?: () => Promise<string>;
}

/** Prints a report as the arguments ask for it. `more` makes a text to print after the report for each comparison, '' for none. */
export function printReport(
  { args, terminal, progress }: Session,
  report: Report,
  more: (comparison: Comparison, terminal: Terminal) => string = () => '',
): void {
  progress.end();
  if (args.json) {
    terminal.out(renderReportJson(report, { errors: true, contents: args.contents }), 'json');
    return;
  }
  terminal.out(renderTerminal(report, { ...terminal, members: args.packages }));
  for (const comparison of report.comparisons) {
    const text = more(comparison, terminal);
    if (text !== '') terminal.out(`\n${text}\n`);
  }
  if (!args.preview) return;
  terminal.out('\nThe comment that the action would post:\n\n');
  terminal.out(renderMarkdown(report), 'markdown');
}
