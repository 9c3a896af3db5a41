import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uploadArtifact } from '../github/artifact/upload.ts';
import type { CommentResult } from '../github/comment.ts';
import { publish } from '../github/outputs.ts';
import { pageArtifactName } from '../model/artifact-name.ts';
import type { Report } from '../model/document.ts';
import { renderPage } from '../page/page.ts';
import { readTemplate } from '../page/template.ts';
import type { Environment } from '../process/environment.ts';
import { annotations } from '../report/annotations.ts';
import { renderReportJson } from '../report/json.ts';
import { type MarkdownContext, renderMarkdown } from '../report/markdown/markdown.ts';
import { outputsOf } from '../report/outputs.ts';
import { UserError } from '../text/error.ts';
import { escapeText } from '../text/escape.ts';
import { acceptWhatIsGranted } from './accept-grants.ts';
import { isWorthSaying } from './comment-mode.ts';
import { handOver } from './hand-over.ts';
import { onlyReads, type PublishRequest } from './request.ts';
import { placeOf, writeComment } from './write-comment.ts';

/** Paths of the files that a report is written to. */
interface Files {
  readonly folder: string;
  readonly report: string;
  readonly markdown: string;
  readonly html: string;
}

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
  const files = await makeFiles(request.env);
  const reportUrl = await publishPage(request, accepted.report, files);
  const links = { runUrl: request.runUrl, ...(reportUrl === '' ? {} : { reportUrl }), ...titleOf(request) };
  const result = place === undefined ? undefined : await writeComment(request, accepted, place, defined(links));
  const lost = await handOver(request, accepted.report, files.folder, result);
  const markdown = renderMarkdown(accepted.report, defined(links));
  await publishToRunner(request, accepted.report, files, { reportUrl, markdown, note: noteOf(result) });
  // A part that does not arrive gates nothing, so this job must not be green.
  if (lost !== undefined) throw new UserError(lost);
  return accepted.report;
}

async function makeFiles(env: Environment): Promise<Files> {
  const folder = await mkdtemp(join(env.RUNNER_TEMP ?? tmpdir(), 'image-size-gate-report-'));
  return {
    folder,
    report: join(folder, 'report.json'),
    markdown: join(folder, 'report.md'),
    html: join(folder, 'report.html'),
  };
}

/** Writes the page, and uploads it where the input says so. Returns its address, '' where it has none. */
async function publishPage(request: PublishRequest, report: Report, { html: file }: Files): Promise<string> {
  const { inputs, env, log, part, handOver } = request;
  await writeFile(file, renderPage(report, await readTemplate()));
  const wanted = inputs.artifact === 'always' || (inputs.artifact === 'auto' && isWorthSaying('changes', report));
  if (!wanted || handOver === 'always') return '';
  const name = pageArtifactName(part);
  const outcome = await uploadArtifact({ env, name, file, archive: false, log: (line) => log.info(line) });
  if (outcome.uploaded) return outcome.url;
  const message = `The HTML report was not uploaded: ${outcome.reason}`;
  if (inputs.artifact === 'always') log.warning(message);
  else log.info(message);
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
  { env, baselineCommit, handOver }: PublishRequest,
  report: Report,
  files: Files,
  { reportUrl, markdown, note }: { readonly reportUrl: string; readonly markdown: string; readonly note: string },
): Promise<void> {
  await writeFile(files.report, renderReportJson(report));
  await writeFile(files.markdown, markdown);
  const { folder: _, ...paths } = files;
  const outputs = { ...outputsOf(report), ...paths, 'report-url': reportUrl, 'baseline-commit': baselineCommit };
  // The job that merges the parts annotates all of them, since somebody may have accepted some.
  const annotated = handOver === 'always' ? [] : annotations(report);
  await publish({ outputs, summary: note + markdown, annotations: annotated }, env);
}

/** Without the properties that are undefined. */
function defined({ runUrl, reportUrl, ...title }: Links): MarkdownContext {
  return { ...title, ...(runUrl === undefined ? {} : { runUrl }), ...(reportUrl === undefined ? {} : { reportUrl }) };
}
