import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uploadArtifact } from '../github/artifact/upload.ts';
import { type CommentPlace, type CommentResult, commentKey, upsertComment } from '../github/comment.ts';
import type { Environment } from '../github/event/event.ts';
import { publish } from '../github/outputs.ts';
import { pageArtifactName } from '../model/artifact-name.ts';
import type { Report } from '../model/comparison.ts';
import { renderPage } from '../page/page.ts';
import { readTemplate } from '../page/template.ts';
import { renderAcceptanceState } from '../report/acceptance-state.ts';
import { annotations } from '../report/annotations.ts';
import { isWorthSaying } from '../report/comment-mode.ts';
import { renderReportJson } from '../report/json.ts';
import { COMMENT_LIMIT, type MarkdownContext, renderMarkdown } from '../report/markdown/markdown.ts';
import { outputsOf } from '../report/outputs.ts';
import { UserError } from '../text/error.ts';
import { type AcceptanceRequest, type AcceptedReport, acceptWhatIsGranted, withdraw } from './accept-grants.ts';
import { handOver } from './hand-over.ts';
import { onlyReads } from './only-reads.ts';

/** A report's way to its readers: from where, to whom, and what may be done. */
export interface PublishRequest extends Omit<AcceptanceRequest, 'isCommentedElsewhere'> {
  readonly env: Environment;
  /** The page of the run that measured. */
  readonly runUrl?: string | undefined;
  /** Whether the head is another repository's, so that the token can only read. */
  readonly fromFork: boolean;
  /** Name that the run's artifacts end in; '' for the one that stands for the whole run. */
  readonly part: string;
  /** When another job has to say it: `always` for a part of a matrix, `denied` where the token may only read, `never` where this is the last job. */
  readonly handOver: 'always' | 'denied' | 'never';
  /** Asked right before the comment is written: why this report is not the pull request's any more, which may have moved on meanwhile. */
  readonly whyOutdated?: (() => Promise<string | undefined>) | undefined;
  /** The commit that was compared with; '' for none. */
  readonly baselineCommit: string;
}

/** Paths of what a report was written to. */
interface Files {
  readonly folder: string;
  readonly report: string;
  readonly markdown: string;
  readonly html: string;
}

/**
 * Tells a report: files, page, comment, artifact for the job that comments where this one cannot, outputs, annotations and job summary. Whatever
 * GitHub refuses is a warning, since a report that was not told everywhere is still the verdict.
 * @returns the report as it was told: with what somebody accepted
 */
export async function publishReport(request: PublishRequest, report: Report): Promise<Report> {
  const place = placeOf(request);
  // Of a part, the job that merges the parts asks who accepts it: that one has the comment which remembers.
  const asking = request.handOver === 'always' ? { ...request, pullRequest: undefined } : request;
  const isCommentedElsewhere = request.handOver === 'denied' && onlyReads(request);
  const accepted = await acceptWhatIsGranted({ ...asking, isCommentedElsewhere }, report, place);
  const files = await makeFiles(request.env);
  const reportUrl = await publishPage(request, accepted.report, files);
  const words = { runUrl: request.runUrl, ...(reportUrl === '' ? {} : { reportUrl }), ...titleOf(request) };
  const result = place === undefined ? undefined : await comment(request, accepted, place, words);
  const lost = await handOver(request, accepted.report, files.folder, result);
  await publishToRunner(request, accepted.report, files, reportUrl, renderMarkdown(accepted.report, defined(words)));
  // A part that nobody gets is a gate that nobody has, so this job must not be green.
  if (lost !== undefined) throw new UserError(lost);
  return accepted.report;
}

function placeOf({ inputs, env, client, repository, pullRequest, handOver }: PublishRequest): CommentPlace | undefined {
  if (pullRequest === undefined || inputs.comment === 'never' || handOver === 'always') return undefined;
  return { client, repository, number: pullRequest, key: commentKey(env, inputs.key) };
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

/** Writes the page, and uploads it where it is worth that. Gives its address, '' where it has none. */
async function publishPage(request: PublishRequest, report: Report, { html: file }: Files): Promise<string> {
  const { inputs, env, log, part, handOver } = request;
  await writeFile(file, renderPage(report, await readTemplate()));
  const wanted = inputs.artifact === 'always' || (inputs.artifact === 'auto' && isWorthSaying('changes', report));
  if (!wanted || handOver === 'always') return '';
  const name = pageArtifactName(part);
  const outcome = await uploadArtifact({ env, name, file, archive: false, log: (line) => log.info(line) });
  if (outcome.uploaded) return outcome.url;
  const words = `The HTML report was not uploaded: ${outcome.reason}`;
  if (inputs.artifact === 'always') log.warning(words);
  else log.info(words);
  return '';
}

/** A part's words are not the last ones: its heading tells it from that of the whole. */
function titleOf({ handOver, part }: PublishRequest): Pick<Words, 'title'> {
  return handOver === 'always' ? { title: `Image size, part ${part}` } : {};
}

interface Words {
  readonly runUrl?: string | undefined;
  readonly reportUrl?: string | undefined;
  readonly title?: string;
}

async function comment(
  request: PublishRequest,
  accepted: AcceptedReport,
  place: CommentPlace,
  words: Words,
): Promise<CommentResult> {
  const { inputs, log } = request;
  const { report, state, found } = accepted;
  const memory = state.shown.length + state.grants.length === 0 ? '' : `${renderAcceptanceState(state)}\n`;
  const markdown = renderMarkdown(report, { ...defined(words), limit: COMMENT_LIMIT - Buffer.byteLength(memory) });
  const known = found === undefined ? {} : { found };
  const createIf = isWorthSaying(inputs.comment, report);
  const outdated = await request.whyOutdated?.();
  if (outdated !== undefined) return { outcome: 'not-created', reason: outdated };
  const result = await upsertComment({ ...place, ...known, body: memory + markdown, createIf });
  if (result.url !== undefined) {
    log.info(`Comment ${result.outcome}: ${result.url}`);
    await withdraw(request, accepted, place);
  }
  return result;
}

async function publishToRunner(
  { env, baselineCommit, handOver }: PublishRequest,
  report: Report,
  files: Files,
  reportUrl: string,
  markdown: string,
): Promise<void> {
  await writeFile(files.report, renderReportJson(report));
  await writeFile(files.markdown, markdown);
  const { folder: _, ...paths } = files;
  const outputs = { ...outputsOf(report), ...paths, 'report-url': reportUrl, 'baseline-commit': baselineCommit };
  // The job that merges the parts has them all, as somebody may have accepted them.
  const said = handOver === 'always' ? [] : annotations(report);
  await publish({ outputs, summary: markdown, annotations: said }, env);
}

/** Without what is not known. */
function defined({ runUrl, reportUrl, ...title }: Words): MarkdownContext {
  return { ...title, ...(runUrl === undefined ? {} : { runUrl }), ...(reportUrl === undefined ? {} : { reportUrl }) };
}
