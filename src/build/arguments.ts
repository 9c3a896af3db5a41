import { resolve } from 'node:path';
import type { DockerfileSource } from '../config/image.ts';
import type { Builder } from './builder.ts';
import { csvField, scopeCacheFrom, scopeCacheTo } from './cache.ts';
import type { Environment } from './run.ts';

/** What the command line of one build follows from. */
export interface BuildArguments {
  readonly name: string;
  readonly source: DockerfileSource;
  /** The one platform to build for; absent, the builder's own. */
  readonly platform?: string | undefined;
  /** Directory that the source's paths are relative to. */
  readonly root: string;
  readonly builder: Builder;
  /** `cache-from` and `cache-to` entries as the user wrote them. */
  readonly cacheFrom?: readonly string[] | undefined;
  readonly cacheTo?: readonly string[] | undefined;
  readonly noCache?: boolean | undefined;
  readonly env?: Environment | undefined;
}

/** Where the image goes: a directory that becomes an OCI layout, or the daemon's store under a reference. */
export type Destination = { readonly layout: string } | { readonly reference: string };

/**
 * Arguments of `docker` for one build. Every value stands behind its option's `=`, paths are absolute and the context comes after `--`,
 * so that no value can be read as an option. Attestations are off: they are not part of what is weighed.
 */
export function buildArguments(build: BuildArguments, destination: Destination, metadata: string): readonly string[] {
  const { source, root } = build;
  return [
    'buildx',
    'build',
    `--builder=${build.builder.name}`,
    '--progress=plain',
    '--provenance=false',
    '--sbom=false',
    `--metadata-file=${metadata}`,
    ...outputArguments(destination),
    ...cacheArguments(build),
    ...(build.noCache ? ['--no-cache'] : []),
    `--file=${resolve(root, source.file)}`,
    ...(build.platform === undefined ? [] : [`--platform=${build.platform}`]),
    ...(source.target === undefined ? [] : [`--target=${source.target}`]),
    ...source.buildArgs.map((arg) => `--build-arg=${arg}`),
    '--',
    resolve(root, source.context),
  ];
}

function outputArguments(destination: Destination): readonly string[] {
  if ('reference' in destination) return ['--load', `--tag=${destination.reference}`];
  return [`--output=type=oci,tar=false,${csvField(`dest=${destination.layout}`)}`];
}

function cacheArguments({ name, cacheFrom = [], cacheTo = [], env = {} }: BuildArguments): readonly string[] {
  const from = cacheFrom.flatMap((entry) => scopeCacheFrom(entry, name, env) ?? []);
  const to = cacheTo.flatMap((entry) => scopeCacheTo(entry, name, env) ?? []);
  return [...from.map((entry) => `--cache-from=${entry}`), ...to.map((entry) => `--cache-to=${entry}`)];
}
