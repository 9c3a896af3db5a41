import { cleanText, tailOf } from '../process/output.ts';
import { UserError } from '../text/error.ts';

/**
 * The cause of a failed build. `dockerfile`: a step failed. `context`: a copied file is not in the context.
 * `time-limit`: our limit ended it. `disk`: no space is left. `builder`: the daemon or builder went away, cannot be
 * reached, or was killed. `network`: a registry or another server did not deliver.
 */
export type BuildFailure = 'dockerfile' | 'context' | 'time-limit' | 'disk' | 'builder' | 'network';

/** A build that failed or took too long. The message names the Dockerfile and ends with what buildx printed. */
export class BuildError extends UserError {
  readonly failure: BuildFailure;
  /** Path in the build context, where a file is missing from it. */
  readonly path?: string;

  constructor(message: string, failure: BuildFailure = 'dockerfile', path?: string) {
    super(message);
    this.failure = failure;
    if (path !== undefined) this.path = path;
  }
}

/** How a build ended: its exit code (128 + n for signal n), and the end of what buildx printed. */
export interface FailedEnd {
  readonly kind: 'late' | 'failed';
  readonly exitCode: number;
  readonly report: string;
}

/**
 * What buildx 0.29 prints for a file that is not in the build context: `failed to calculate checksum of ref …:
 * "/dist/app": not found`. For a pattern it prints `failed to solve: lstat /dist: no such file or directory`
 * (moby/buildkit cache/contenthash).
 */
const NOT_IN_CONTEXT = [
  /failed to calculate checksum of ref [^\n]*?: "([^"\n]+)": not found/,
  /failed to solve: lstat (\/[^\n:]*): no such file or directory/,
];

/** A step's own program failed. Whatever it printed, the builder was available. */
const STEP_FAILED = /process "[^\n]*" did not complete successfully/;

const BUILDER_GONE = [
  /cannot connect to the docker daemon|is the docker daemon running/i,
  /error while dialing|transport is closing|connection error: desc =/i,
  /rpc error: code = (?:Unavailable|Canceled|DeadlineExceeded)|graceful_stop|no active session/i,
  /context deadline exceeded|failed to receive status|use of closed network connection|broken pipe/i,
  /dial (?:unix|tcp) [^\n]*(?:connection refused|no such file|i\/o timeout)/i,
];

const NO_ANSWER = [
  /dial tcp|no such host|temporary failure in name resolution|connection reset by peer|tls handshake timeout/i,
  /failed to do request|failed to fetch (?:anonymous|oauth) token|i\/o timeout|unexpected EOF/i,
  /toomanyrequests|\b429\b|\b50[0-9] (?:bad gateway|service unavailable|internal server error|gateway timeout)/i,
];

/**
 * Finds the cause of a failed build. buildx's own last `ERROR:` decides, since the lines before it come from the steps
 * of the build.
 */
export function classifyFailure({ kind, exitCode, report }: FailedEnd): Classified {
  if (kind === 'late') return { failure: 'time-limit' };
  if (/no space left on device|disk quota exceeded/i.test(report)) return { failure: 'disk' };
  const error = lastError(report);
  const path = NOT_IN_CONTEXT.map((pattern) => pattern.exec(error)?.[1]).find((found) => found !== undefined);
  if (path !== undefined) return { failure: 'context', path };
  // 128 + n: a signal ended docker itself. No Dockerfile can do that.
  if (exitCode > 128 && !report.includes('ERROR: ')) return { failure: 'builder' };
  if (STEP_FAILED.test(error)) return { failure: 'dockerfile' };
  const isSolving = error.includes('failed to solve');
  if (isSolving && NO_ANSWER.some((pattern) => pattern.test(error))) return { failure: 'network' };
  return { failure: BUILDER_GONE.some((pattern) => pattern.test(error)) ? 'builder' : 'dockerfile' };
}

interface Classified {
  readonly failure: BuildFailure;
  /** In the build context, with a leading '/'. */
  readonly path?: string;
}

/** buildx ends with `ERROR: …`. Without such a line, all that it printed counts. */
function lastError(report: string): string {
  const at = report.lastIndexOf('ERROR: ');
  return at < 0 ? report : report.slice(at).trimEnd();
}

const MAX_ERROR_TEXT = 4096;

/**
 * What buildx printed about a failed build: the lines after its last progress line (`#7 …`). They are the step's own
 * output between `------`, the excerpt of the Dockerfile and `ERROR: …`. Cleaned, at most the last 4 kB. A build that
 * was ended has only progress lines; then the last ten lines are the answer.
 */
export function buildErrorTail(stderr: string): string {
  const lines = cleanText(stderr).trimEnd().split('\n');
  const last = lines.findLastIndex((line) => /^#\d+ /.test(line));
  const report = lines.slice(last + 1).filter((line) => line.trim() !== '');
  const chosen = report.length > 0 ? report : lines.slice(-10);
  return tailOf(chosen.join('\n'), MAX_ERROR_TEXT);
}
