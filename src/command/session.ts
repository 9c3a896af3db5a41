import type { Measurer } from '../measurer/measurer.ts';
import type { MeasurerOptions } from '../measurer/session.ts';
import type { Comparison, Report } from '../model/comparison.ts';
import { exitCode } from '../model/report.ts';
import { renderReportJson } from '../report/json.ts';
import { renderMarkdown } from '../report/markdown/markdown.ts';
import { renderTerminal } from '../report/terminal/terminal.ts';
import type { Arguments } from './arguments.ts';
import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** What the commands share: the measurer, and where words go. */
export interface Session {
  readonly args: Arguments;
  readonly cwd: string;
  readonly terminal: Terminal;
  readonly progress: Progress;
  readonly measurer: Measurer;
  /** Opens another measurer like it, but for what differs; the caller disposes of it. */
  readonly open: (more?: Partial<MeasurerOptions>) => Promise<Measurer>;
  readonly signal: AbortSignal;
  /** Reads the page's template where it is not the built one. */
  readonly template?: () => Promise<string>;
}

/** Prints a report as the arguments ask for it, with what `more` makes of each comparison, and answers with the exit status of its verdict. */
export function tell(
  { args, terminal, progress }: Session,
  report: Report,
  more: (comparison: Comparison, terminal: Terminal) => string = () => '',
): number {
  progress.end();
  if (args.json) terminal.out(renderReportJson(report));
  else {
    terminal.out(renderTerminal(report, terminal));
    for (const comparison of report.comparisons) {
      const text = more(comparison, terminal);
      if (text !== '') terminal.out(`\n${text}\n`);
    }
    if (args.preview) terminal.out(`\nThe comment that the action would post:\n\n${renderMarkdown(report)}`);
  }
  return exitCode(report.verdict);
}
