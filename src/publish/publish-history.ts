import { publish } from '../github/outputs.ts';
import type { CommitHistory } from '../model/timeline/timeline.ts';
import { renderTimelinePage } from '../page/timeline-page.ts';
import type { Environment } from '../process/environment.ts';
import type { Log } from '../process/log.ts';
import { NOTHING_REPORTED } from '../report/outputs.ts';
import { renderHistoryMarkdown } from '../report/timeline/markdown.ts';
import { renderHistoryTerminal } from '../report/timeline/terminal.ts';
import { openReportFiles } from './report-files.ts';

/** Columns of a job's log. */
const LOG_WIDTH = 140;

/**
 * Publishes a history: files for later steps, outputs, job summary, and the log.
 * @throws UserError where the outputs cannot be written
 */
export async function publishHistory(
  { env, log }: { readonly env: Environment; readonly log: Log },
  history: CommitHistory,
): Promise<void> {
  const files = await openReportFiles(env);
  const markdown = renderHistoryMarkdown(history);
  const write = async (name: string, text: string): Promise<string> => {
    const written = await files.write(name, text);
    if ('path' in written) return written.path;
    log.warning(`${name} was not written, so its output is empty: ${written.problem}`);
    return '';
  };
  const outputs = {
    ...NOTHING_REPORTED,
    report: await write('history.json', `${JSON.stringify(history)}\n`),
    markdown: await write('history.md', markdown),
    html: await write('history.html', renderTimelinePage(history)),
  };
  log.info(renderHistoryTerminal(history, { colour: false, width: LOG_WIDTH }).trimEnd());
  await publish({ outputs, summary: markdown, annotations: [] }, env);
}
