import { uploadArtifact } from '../github/artifact/upload.ts';
import { type CommentPlace, type CommentResult, commentKey, upsertComment } from '../github/comment.ts';
import { publish } from '../github/outputs.ts';
import { pageArtifactName } from '../model/artifact-name.ts';
import type { Report } from '../model/document.ts';
import { renderPage } from '../page/page.ts';
import { readTemplate } from '../page/template.ts';
import { renderAcceptanceState } from '../report/acceptance-state.ts';
import { annotations } from '../report/annotations.ts';
import { renderReportJson } from '../report/json.ts';
import { COMMENT_LIMIT, type MarkdownContext, renderMarkdown } from '../report/markdown/markdown.ts';
import { outputsOf } from '../report/outputs.ts';
import { UserError } from '../text/error.ts';
import { type AcceptedReport, acceptWhatIsGranted, withdraw } from './accept-grants.ts';
import { isWorthSaying } from './comment-mode.ts';
import { handOver } from './hand-over.ts';
import { openReportFiles, type ReportFiles } from './report-files.ts';
import { onlyReads, type PublishRequest } from './request.ts';

/**
 * Publishes a report: files, page, comment, outputs, annotations and job summary, and an artifact for the job that comments where this one
 * cannot. Whatever GitHub refuses is a warning, since the verdict stands without it.
 * @returns the report as published: with what somebody accepted
 * @throws UserError for a part of a matrix that could not be uploaded
 */
export async function publishReport(request: PublishRequest, report: Report): Promise<Report> {
  const place = placeOf(request);
  // The job that merges the parts asks who accepts growth, since the accepted amounts are stored in its comment.
  const asking = request.handOver === 'always' ? { ...request, pullRequest: undefined } : request;
  const isCommentedElsewhere = request.handOver === 'denied' && onlyReads(request);
  const accepted = await acceptWhatIsGranted({ ...asking, isCommentedElsewhere }, report, place);
  const files = await openReportFiles(request.env);
  const page = await publishPage(request, accepted.report, files);
  const { 'report-url': reportUrl } = page;
  const links = { runUrl: request.runUrl, ...(reportUrl === '' ? {} : { reportUrl }), ...titleOf(request) };
  const result = place === undefined ? undefined : await comment(request, accepted, place, links);
  const lost = await handOver(request, accepted.report, files, result);
  await publishToRunner(request, accepted.report, files, page, renderMarkdown(accepted.report, defined(links)));
  // A part that does not arrive gates nothing, so this job must not be green.
  if (lost !== undefined) throw new UserError(lost);
  return accepted.report;
}

function placeOf({ inputs, env, client, repository, pullRequest, handOver }: PublishRequest): CommentPlace | undefined {
  if (pullRequest === undefined || inputs.comment === 'never' || handOver === 'always') return undefined;
  return { client, repository, number: pullRequest, key: commentKey(env, inputs.key) };
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

async function comment(
  request: PublishRequest,
  accepted: AcceptedReport,
  place: CommentPlace,
  links: Links,
): Promise<CommentResult> {
  const { inputs, log } = request;
  const { report, state, found } = accepted;
  const memory = state.shown.length + state.grants.length === 0 ? '' : `${renderAcceptanceState(state)}\n`;
  const markdown = renderMarkdown(report, { ...defined(links), limit: COMMENT_LIMIT - Buffer.byteLength(memory) });
  const existing = found === undefined ? {} : { found };
  const createIf = isWorthSaying(inputs.comment, report);
  const outdated = await request.whyOutdated?.();
  if (outdated !== undefined) return { outcome: 'not-created', reason: outdated };
  const result = await upsertComment({ ...place, ...existing, body: memory + markdown, createIf });
  if (result.url !== undefined) {
    log.info(`Comment ${result.outcome}: ${result.url}`);
    await withdraw(request, accepted, place);
  }
  return result;
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
  await publish({ outputs, summary: markdown, annotations: annotated }, env);
}

/** Without the properties that are undefined. */
function defined({ runUrl, reportUrl, ...title }: Links): MarkdownContext {
  return { ...title, ...(runUrl === undefined ? {} : { runUrl }), ...(reportUrl === undefined ? {} : { reportUrl }) };
}
