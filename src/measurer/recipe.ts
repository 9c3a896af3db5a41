import { createHash } from 'node:crypto';
import type { Check } from '../model/check.ts';
import type { DockerfileSource } from '../model/image.ts';

/**
 * sha256 of all that the configuration says of a build, whatever the order of its keys. Paths in it are to be relative to the repository's
 * root, so that two checkouts agree. Of values (build args among them) nothing but this hash is kept.
 */
export function hashRecipe(build: unknown, checks: readonly Check[] = []): string {
  const canonical = JSON.stringify({ build, checks }, (_key, value: unknown) => sortKeys(value));
  return `sha256:${createHash('sha256').update(canonical).digest('hex')}`;
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Why a build's outcome follows from more than the repository and its configuration; undefined where it does not. */
export function hiddenInput({ buildArgs, secrets = [], ssh = [] }: DockerfileSource): string | undefined {
  const argument = buildArgs.find((arg) => !arg.includes('='));
  if (argument !== undefined) return `build arg ${argument} is taken from the environment`;
  if (secrets.length > 0) return 'it is given secrets';
  return ssh.length > 0 ? 'it is given ssh keys' : undefined;
}

/** The same of a bake definition as `docker buildx bake --print` has it, wherever in the value its targets stand. */
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
  if (key === 'secret' && members.length > 0) return 'it is given secrets';
  if (key === 'ssh' && members.length > 0) return 'it is given ssh keys';
  const argument = key === 'args' ? members.find(([, text]) => text === null) : undefined;
  if (argument !== undefined) return `build arg ${argument[0]} is taken from the environment`;
  const named =
    key === 'contexts' ? members.find(([, text]) => /^(?!target:)[\w+-]+:\/\//.test(String(text))) : undefined;
  return named === undefined ? undefined : `named context ${named[0]} is not in the repository`;
}

/** Platforms that a bake definition's target names in its place; undefined where it leaves that to the builder. */
export function bakePlatforms(definition: unknown): readonly string[] {
  if (typeof definition !== 'object' || definition === null) return [];
  return Object.entries(definition).flatMap(([key, value]) => {
    if (key !== 'platforms' || !Array.isArray(value)) return bakePlatforms(value);
    return value.filter((item) => typeof item === 'string');
  });
}
