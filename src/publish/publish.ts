import { uploadArtifact } from '../github/artifact/upload.ts';
import type { CommentResult } from '../github/comment.ts';
import { forgeOf } from '../github/forge.ts';
import { publish } from '../github/outputs.ts';
import { pageArtifactName } from '../model/artifact-name.ts';
import type { Report } from '../model/document.ts';
import { renderPage } from '../page/page.ts';
import { readTemplate } from '../page/template.ts';
import { annotations } from '../report/annotations.ts';
import { renderReportJson } from '../report/json.ts';
import { type MarkdownContext, renderMarkdown } from '../report/markdown/markdown.ts';
import { outputsOf } from '../report/outputs.ts';
import { renderTerminal } from '../report/terminal/terminal.ts';
import { UserError } from '../text/error.ts';
import { escapeText } from '../text/escape.ts';
import { acceptWhatIsGranted } from './accept-grants.ts';
import { isWorthSaying } from './comment-mode.ts';
import { handOver } from './hand-over.ts';
import { openReportFiles, type ReportFiles } from './report-files.ts';
import { onlyReads, type PublishRequest } from './request.ts';
import { suggestChanges } from './suggest.ts';
import { placeOf, writeComment } from './write-comment.ts';

/**
 * Publishes a report: files, page, comment, outputs, annotations and job summary, and an artifact for the job that comments where this one
 * cannot. Whatever GitHub refuses is a warning, since the verdict stands without it.
 * @returns the report as published: with what somebody accepted
 * @throws UserError for a part of a matrix that could not be uploaded
 */
export async function publishReport(request: PublishRequest, report: Report): Promise<Report> {
  const place = placeOf(request, report);
  // The job that merges the parts asks who accepts growth, since the accepted amounts are stored in its comment.
  const asking = request.handOver === 'always' ? { ...request, pullRequest: undefined } : request;
  const isCommentedElsewhere = request.handOver === 'denied' && onlyReads(request);
  const accepted = await acceptWhatIsGranted({ ...asking, isCommentedElsewhere }, report, place);
  const files = await openReportFiles(request.env);
  const page = await publishPage(request, accepted.report, files);
  const { 'report-url': reportUrl } = page;
  const links = { runUrl: request.runUrl, ...(reportUrl === '' ? {} : { reportUrl }), ...titleOf(request) };
  const result = place === undefined ? undefined : await writeComment(request, accepted, place, defined(links));
  if (request.suggestions !== undefined) await suggestChanges(request, accepted.report, request.suggestions);
  const lost = await handOver(request, accepted.report, files, result);
  const markdown = noteOf(result) + renderMarkdown(accepted.report, defined(links));
  await publishToRunner(request, accepted.report, files, page, markdown);
  // A part that does not arrive gates nothing, so this job must not be green.
  if (lost !== undefined) throw new UserError(lost);
  return accepted.report;
}

/** The outputs of the page: its path and its address, '' where it has none. */
interface PageOutputs {
  readonly html: string;
  readonly 'report-url': string;
}

/** Writes the page, and uploads it where the input says so. */
async function publishPage(request: PublishRequest, report: Report, files: ReportFiles): Promise<PageOutputs> {
  const html = await writeFile(request, files, 'report.html', renderPage(report, await readTemplate()));
  return { html, 'report-url': html === '' ? '' : await uploadPage(request, report, html) };
}

async function uploadPage(request: PublishRequest, report: Report, file: string): Promise<string> {
  const { inputs, env, log, part, handOver } = request;
  const wanted = inputs.artifact === 'always' || (inputs.artifact === 'auto' && isWorthSaying('changes', report));
  if (!wanted || handOver === 'always') return '';
  const name = pageArtifactName(part);
  const { signal } = request.client;
  const outcome = await uploadArtifact({ env, name, file, archive: false, signal, log: (line) => log.info(line) });
  if (outcome.uploaded) return outcome.url;
  const message = `The HTML report was not uploaded: ${outcome.reason}`;
  if (inputs.artifact === 'always') log.warning(message);
  else log.info(message);
  return '';
}

/** Writes a file, and returns its path for an output. What the system refuses is a warning: the report is told all the same. */
async function writeFile({ log }: PublishRequest, files: ReportFiles, name: string, text: string): Promise<string> {
  const written = await files.write(name, text);
  if ('path' in written) return written.path;
  log.warning(`${name} was not written, so its output is empty: ${written.problem}`);
  return '';
}

/** The heading of a part differs from that of the whole report. */
function titleOf({ handOver, part }: PublishRequest): Pick<Links, 'title'> {
  return handOver === 'always' ? { title: `Image size, part ${part}` } : {};
}

interface Links {
  readonly runUrl?: string | undefined;
  readonly reportUrl?: string | undefined;
  readonly title?: string;
}

/** Why the pull request does not show this report, for the job summary; '' where it does. */
function noteOf(result: CommentResult | undefined): string {
  if (result?.outcome !== 'not-created' || result.reason === undefined) return '';
  return `> [!NOTE]\n> Not commented on the pull request: ${escapeText(result.reason)}.\n\n`;
}

async function publishToRunner(
  request: PublishRequest,
  report: Report,
  files: ReportFiles,
  page: PageOutputs,
  markdown: string,
): Promise<void> {
  const { env, baselineCommit, handOver } = request;
  const paths = {
    report: await writeFile(request, files, 'report.json', renderReportJson(report)),
    markdown: await writeFile(request, files, 'report.md', markdown),
  };
  const outputs = { ...outputsOf(report), ...paths, ...page, 'baseline-commit': baselineCommit };
  // The job that merges the parts annotates all of them, since somebody may have accepted some.
  const annotated = handOver === 'always' ? [] : annotations(report);
  if (isSummaryHidden(env)) request.log.info(renderTerminal(report, { colour: false, width: LOG_WIDTH }).trimEnd());
  await publish({ outputs, summary: markdown, annotations: annotated }, env);
}

/** Columns of a job's log. */
const LOG_WIDTH = 140;

/** Forgejo, Gitea before 1.27 and act do not show the job summary, so their log has the report. */
function isSummaryHidden(env: PublishRequest['env']): boolean {
  return forgeOf(env) !== undefined || env.ACT === 'true';
}

/** Without the properties that are undefined. */
function defined({ runUrl, reportUrl, ...title }: Links): MarkdownContext {
  return { ...title, ...(runUrl === undefined ? {} : { runUrl }), ...(reportUrl === undefined ? {} : { reportUrl }) };
}
