import type { Environment } from '../process/environment.ts';
import { patienceVariables } from './limits.ts';

/** How origin is reached where the checkout itself keeps no credentials. */
interface Access {
  readonly env?: Environment | undefined;
  readonly token?: string | undefined;
  readonly serverUrl?: string | undefined;
}

/** Variables of a git command: settings, no prompt, and access to origin. */
export function gitEnvironment(repository: Access): Environment {
  const outer = { ...process.env, ...repository.env };
  const settings = gitSettings(repository, outer);
  return {
    ...repository.env,
    ...configEnvironment(outer, settings),
    ...patienceVariables(outer),
    GIT_TERMINAL_PROMPT: '0',
    // Otherwise `git status` would write the user's index, only to be faster the next time.
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
  };
}

/** Settings as GIT_CONFIG_COUNT, GIT_CONFIG_KEY_n and GIT_CONFIG_VALUE_n of git-config(1), after those that `outer` already has. */
export function configEnvironment(
  outer: Environment,
  settings: readonly (readonly [key: string, value: string])[],
): Environment {
  const first = Number(outer.GIT_CONFIG_COUNT ?? 0) || 0;
  const pairs = settings.flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${first + at}`, key],
    [`GIT_CONFIG_VALUE_${first + at}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(first + settings.length), ...Object.fromEntries(pairs) };
}

function gitSettings(
  { token, serverUrl = 'https://github.com' }: Access,
  outer: Environment,
): readonly (readonly [string, string])[] {
  const header = `http.${serverUrl.replace(/\/+$/, '')}/.extraheader`;
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  // The empty value removes a header that actions/checkout left in the config. A server answers two Authorization headers with 400.
  const access = token
    ? ([
        [header, ''],
        [header, `AUTHORIZATION: basic ${basic}`],
      ] as const)
    : [];
  // In a job's container another user owns the checkout, and the setting that trusts it is in another HOME.
  const trust = outer.GITHUB_ACTIONS === 'true' ? ([['safe.directory', '*']] as const) : [];
  return [['core.hooksPath', '/dev/null'], ['gc.auto', '0'], ['maintenance.auto', 'false'], ...trust, ...access];
}
