import type { Environment } from '../../process/environment.ts';
import { UserError } from '../../text/error.ts';
import { isPermissionError, isServerError, statusOf } from '../client.ts';
import { forgeOf } from '../forge.ts';
import { commonRefusal, messageOf } from '../refusal.ts';
import { OUT_OF_TIME } from './thread.ts';

/** Whether the run already has an artifact of this name, by the answer of CreateArtifact in the results service. */
export const isTaken = (error: string): boolean => /CreateArtifact/.test(error) && /\(409\)/.test(error);

/** Whether CreateArtifact refused an unzipped artifact: older services take zips only, and not every type (actions/toolkit#2324). */
export const isUnzippedRefused = (error: string): boolean =>
  /CreateArtifact/.test(error) && /\((?:400|404|415|422|501)\)/.test(error);

/** Why this environment cannot upload artifacts, with the cure; undefined when it can. */
export function whyNoUpload(env: Environment): string | undefined {
  const host = hostOf(env.GITHUB_SERVER_URL ?? 'https://github.com');
  if (host === undefined) return `GITHUB_SERVER_URL is ${JSON.stringify(env.GITHUB_SERVER_URL)}; a URL is expected`;
  const forge = forgeOf(env);
  if (forge !== undefined)
    return `${forge} (${host}) does not take artifacts from the client used here: add a step with ${UPLOADER[forge]} for the files of the outputs html and report`;
  if (!/^github\.com$|\.ghe\.com$|\.localhost$/i.test(host)) {
    return `GitHub Enterprise Server (${host}) does not take artifacts from the client used here; add a step with the actions/upload-artifact that it supports`;
  }
  const missing = ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL'].find((name) => !env[name]);
  if (missing === undefined) return undefined;
  return `the environment has no ${missing}, which only the steps of an action have; use the action (uses:), not a "run:" step or a local runner`;
}

/** The actions that upload artifacts there. The client of GitHub refuses every other server. */
const UPLOADER = { Gitea: 'actions/upload-artifact@v3', Forgejo: 'forgejo/upload-artifact@v4' } as const;

/** What the service or its client says, and what it means with the cure. The first match counts. */
const REFUSALS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /CreateArtifact.*\(409\)/,
    'this run has an artifact of that name already, from another job or step; give each its own "part"',
  ],
  [
    /quota has been hit|insufficient usage/i,
    "the account's storage for artifacts is full; delete old artifacts or keep them for fewer days (GitHub counts anew every 6 to 12 hours)",
  ],
  [/\(429\)/, 'GitHub limits how many artifacts are made in a short time; re-run the job later'],
  [
    /\((?:401|403)\)|Failed to get backend IDs|Invalid token/,
    "the job's token was not accepted; it is good for this job only and as long as the job runs",
  ],
  [
    /Unable to make request|EAI_AGAIN|ECONN|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|stalled|Request timeout|socket/i,
    'GitHub cannot be reached; a runner of your own needs access to *.actions.githubusercontent.com and *.blob.core.windows.net',
  ],
  [new RegExp(OUT_OF_TIME), 'GitHub took too long; re-run the job'],
  [/\(5\d\d\)/, 'GitHub did not answer as it should; re-run the job, or see https://www.githubstatus.com'],
  [/Cannot find module/, 'this copy of the action is incomplete, dist/artifact.js is missing; use a release of it'],
  [/ENOENT|EACCES|EISDIR|No files were found|File .* does not exist/, 'the file cannot be read'],
  [/artifact name is not valid/, 'GitHub does not take this name'],
];

/**
 * Why an artifact was not uploaded, with the cure: one sentence without a full stop.
 * @param error the client's words; signed URLs in them lose their query
 */
export function uploadRefusal(error: string, name: string): string {
  const words = messageOf(error.replace(/\bhttps?:\/\/[^\s?"']*\?[^\s"']*/g, (url) => url.replace(/\?.*/, '')));
  const [, reason = 'the service refused it'] = REFUSALS.find(([pattern]) => pattern.test(words)) ?? [];
  return `artifact ${JSON.stringify(name)}: ${reason} (${words})`;
}

/** The error for a user when GitHub's API does not give an artifact or the list of artifacts. Takes any error; returns a UserError as it is. */
export function downloadRefusal(error: unknown, what: string): UserError {
  if (error instanceof UserError) return error;
  return new UserError(`${what}: ${downloadReason(error)}`, { cause: error });
}

function downloadReason(error: unknown): string {
  const common = commonRefusal(error);
  if (common !== undefined) return isServerError(error) ? `${common}; re-run the job` : common;
  const [status, message] = [statusOf(error), messageOf(error)];
  if (isPermissionError(error) || status === 404)
    return `there is none, or the token may not read it (${message}); give the job "permissions: actions: read"`;
  if (status === 410) return `it has expired or was deleted (${message}); run the workflow again`;
  return message;
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
