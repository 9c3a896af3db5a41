import { resolve } from 'node:path';
import { absoluteCache } from '../docker/cache.ts';
import { type BuildInputs, isRemoteContext } from '../model/image.ts';

type Inputs = Pick<BuildInputs, 'buildContexts' | 'secrets' | 'ssh' | 'cacheFrom' | 'cacheTo'>;

/**
 * A build's inputs as the base commit has them. No commit has files of secrets, keys, caches, image layouts, or directories outside of the
 * repository. The head's are used, and their paths made absolute. A directory of the repository is the base commit's own.
 * @param head the user's directory, which paths are relative to
 * @param inRepository returns a path relative to it, undefined where the path leaves the repository
 */
export function inputsAtBase(
  { buildContexts, secrets, ssh, cacheFrom, cacheTo }: Inputs,
  head: string,
  inRepository: (path: string) => string | undefined,
): Inputs {
  const cache = (entry: string): string => absoluteCache(entry, head);
  const context = (entry: string): string => afterEquals(entry, (value) => contextAtBase(value, head, inRepository));
  return {
    ...(buildContexts && { buildContexts: buildContexts.map(context) }),
    ...(secrets && {
      secrets: secrets.map((each) => ('env' in each ? each : { ...each, file: resolve(head, each.file) })),
    }),
    ...(ssh && { ssh: ssh.map((entry) => afterEquals(entry, (paths) => resolveEach(paths, head))) }),
    ...(cacheFrom && { cacheFrom: cacheFrom.map(cache) }),
    ...(cacheTo && { cacheTo: cacheTo.map(cache) }),
  };
}

function contextAtBase(value: string, head: string, inRepository: (path: string) => string | undefined): string {
  const [, layout] = /^oci-layout:\/\/(.*)$/.exec(value) ?? [];
  if (layout !== undefined) return `oci-layout://${resolve(head, layout)}`;
  if (/^(?:docker-image:\/\/|target:)/.test(value) || isRemoteContext(value)) return value;
  return inRepository(value) ?? resolve(head, value);
}

/** Changes the value of an entry `NAME=VALUE`. An entry without a value stays as it is. */
function afterEquals(entry: string, change: (value: string) => string): string {
  const at = entry.indexOf('=') + 1;
  return at === 0 ? entry : `${entry.slice(0, at)}${change(entry.slice(at))}`;
}

function resolveEach(paths: string, head: string): string {
  return paths
    .split(',')
    .map((path) => resolve(head, path))
    .join(',');
}
