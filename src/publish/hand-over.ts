import { uploadArtifact } from '../github/artifact/upload.ts';
import type { CommentResult } from '../github/comment.ts';
import { ARTIFACT_ENTRY, artifactName } from '../model/artifact-name.ts';
import type { Report } from '../model/document.ts';
import { renderReportJson } from '../report/json.ts';
import type { ReportFiles } from './report-files.ts';
import { onlyReads, type PublishRequest } from './request.ts';

/**
 * Uploads the measurements with their files for another job, where this job cannot or must not comment.
 * @param files where the file is written
 * @param result what became of the comment; undefined where none was tried
 * @returns why a part of a matrix was lost; any other failure is a warning
 */
export async function handOver(
  request: PublishRequest,
  report: Report,
  files: ReportFiles,
  result: CommentResult | undefined,
): Promise<string | undefined> {
  const { log, part } = request;
  const reason = result?.outcome === 'denied' || result?.outcome === 'not-created' ? result.reason : undefined;
  if (isLocal(request) && reason !== undefined) {
    log.info(`No comment on the pull request: ${reason}. The job summary has the report.`);
    return undefined;
  }
  if (!mustHandOver(request, result)) {
    if (reason !== undefined) log.warning(`No comment on the pull request: ${reason}. The job summary has the report.`);
    return undefined;
  }
  const failure = await upload(request, report, files);
  if (request.handOver === 'always') {
    if (failure !== undefined) return `Part ${part} was not uploaded: ${failure}`;
    log.info(`Part ${part} is uploaded; the verdict is that of the job that merges the parts`);
    return undefined;
  }
  const where =
    failure === undefined
      ? 'The report is uploaded for a workflow_run workflow that comments, and in the job summary'
      : `Nor was the report uploaded for a workflow that comments (${failure}). The job summary has it`;
  // Where there was nothing to comment, nothing is wrong.
  const write = reason === undefined ? log.info : log.warning;
  write(`No comment on the pull request from here: ${reason ?? 'this token only reads'}. ${where}.`);
  return undefined;
}

async function upload(
  { env, log, part, client }: PublishRequest,
  report: Report,
  files: ReportFiles,
): Promise<string | undefined> {
  const written = await files.write(ARTIFACT_ENTRY, renderReportJson(report, { contents: true }));
  if ('problem' in written) return written.problem;
  const file = written.path;
  const name = artifactName(part);
  const { signal } = client;
  const outcome = await uploadArtifact({ env, name, file, archive: true, signal, log: (line) => log.info(line) });
  return outcome.uploaded ? undefined : outcome.reason;
}

/** A local runner has neither a token nor artifacts, and nobody expects a comment of it. */
function isLocal({ inputs, env, handOver: mode }: PublishRequest): boolean {
  return mode === 'denied' && inputs.token === '' && !env.ACTIONS_RUNTIME_TOKEN;
}

/** Where this token made the comment, no other job must make one. */
function mustHandOver(request: PublishRequest, result: CommentResult | undefined): boolean {
  if (request.handOver !== 'denied') return request.handOver === 'always';
  if (result?.outcome === 'denied') return true;
  // The other job must update a comment that it made before, although this run had nothing to comment that could be denied.
  return result?.outcome === 'not-created' && onlyReads(request);
}
