import { basename } from 'node:path';
import { originRepository } from '../git/git.ts';
import type { RunEvent } from '../github/event/event.ts';
import { forgeOf } from '../github/forge.ts';
import type { Log } from '../process/log.ts';

type Env = NodeJS.ProcessEnv;

/** Fields that are named; a whole payload that is missing is one. */
const NAMED = 4;

/** The warning that a payload lacks something: what, what is used instead, and the cure. */
export function thinPayload({ event, pullRequest, lacks = [] }: RunEvent, env: Env): string {
  const named = lacks.slice(0, NAMED).join('; ');
  const found = lacks.length > NAMED ? `${named} and ${lacks.length - NAMED} more` : named;
  const noComment =
    event.kind === 'pull_request' && pullRequest === undefined
      ? ', and there is no comment, since nothing says which pull request this is'
      : '';
  const cure =
    env.ACT === 'true' && forgeOf(env) === undefined
      ? '. For the whole event, give act a payload: act -e event.json'
      : '';
  return `The payload of the event ${env.GITHUB_EVENT_NAME} lacks what GitHub sends (${found}). What git knows of the checkout is used instead${noComment}${cure}`;
}

/** The environment with a repository in it. Where the runner names none, origin's address does, and else the checkout's folder. */
export async function withRepository(env: Env, root: string, log: Pick<Log, 'warning'>): Promise<Env> {
  const { GITHUB_REPOSITORY: named = '' } = env;
  // What is there and is no repository is a mistake, which readEvent tells.
  if (named !== '') return env;
  const repository = (await originRepository({ cwd: root })) ?? `local/${basename(root).replace(/[^\w.-]/g, '-')}`;
  log.warning(
    `GITHUB_REPOSITORY is ${JSON.stringify(named)}, expected owner/name: the repository is taken for ${repository}`,
  );
  return { ...env, GITHUB_REPOSITORY: repository };
}
