import type { Environment } from '../process/environment.ts';

/** A server that speaks GitHub's workflow language and a part of its API. */
export type Forge = 'Gitea' | 'Forgejo';

/** The server of the run, as its runner says; undefined for GitHub. Forgejo's runner says both names, and its oldest versions only Gitea's. */
export function forgeOf(env: Environment): Forge | undefined {
  if (env.FORGEJO_ACTIONS === 'true') return 'Forgejo';
  return env.GITEA_ACTIONS === 'true' ? 'Gitea' : undefined;
}

/** The address of the server without a slash at its end: Gitea's runner gives `https://git.example/`, or one with a path. */
export function serverUrlOf({ GITHUB_SERVER_URL: url }: Environment): string | undefined {
  return url === undefined || url === '' ? undefined : url.replace(/\/+$/, '');
}
