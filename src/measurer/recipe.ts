import { createHash } from 'node:crypto';
import type { Check } from '../model/check.ts';
import type { DockerfileSource } from '../model/image.ts';

/**
 * sha256 of everything that the configuration says about a build, independent of the order of keys. Paths must be relative to the
 * repository's root, so that two checkouts agree. Only this hash is kept: values may be secret, such as build args.
 */
export function hashRecipe(build: unknown, checks: readonly Check[] = []): string {
  const canonical = JSON.stringify({ build, checks }, (_key, value: unknown) => sortKeys(value));
  return `sha256:${createHash('sha256').update(canonical).digest('hex')}`;
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The input of a build that is not in the repository or its configuration, as a reason; undefined if there is none. */
export function hiddenInput({ buildArgs, secrets = [], ssh = [] }: DockerfileSource): string | undefined {
  const argument = buildArgs.find((arg) => !arg.includes('='));
  if (argument !== undefined) return `build arg ${argument} is taken from the environment`;
  if (secrets.length > 0) return 'it uses secrets';
  return ssh.length > 0 ? 'it uses ssh keys' : undefined;
}

/** The same for a bake definition, as `docker buildx bake --print` writes it. Its targets are found at any depth. */
export function hiddenBakeInput(definition: unknown): string | undefined {
  if (typeof definition !== 'object' || definition === null) return undefined;
  for (const [key, value] of Object.entries(definition)) {
    const reason = hiddenMember(key, value) ?? hiddenBakeInput(value);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function hiddenMember(key: string, value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const members = Object.entries(value);
  if (key === 'secret' && members.length > 0) return 'it uses secrets';
  if (key === 'ssh' && members.length > 0) return 'it uses ssh keys';
  const argument = key === 'args' ? members.find(([, text]) => text === null) : undefined;
  if (argument !== undefined) return `build arg ${argument[0]} is taken from the environment`;
  const named =
    key === 'contexts' ? members.find(([, text]) => /^(?!target:)[\w+-]+:\/\//.test(String(text))) : undefined;
  return named === undefined ? undefined : `named context ${named[0]} is not in the repository`;
}

/** The platforms that the targets of a bake definition name; empty if they leave that to the builder. */
export function bakePlatforms(definition: unknown): readonly string[] {
  if (typeof definition !== 'object' || definition === null) return [];
  return Object.entries(definition).flatMap(([key, value]) => {
    if (key !== 'platforms' || !Array.isArray(value)) return bakePlatforms(value);
    return value.filter((item) => typeof item === 'string');
  });
}
