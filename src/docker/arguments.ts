import { resolve } from 'node:path';
import { type BuildInputs, type DockerfileSource, isRemoteContext, type Secret } from '../model/image.ts';
import { type Environment, environment } from '../process/environment.ts';
import type { Builder } from './builder.ts';
import { csvField, scopeCacheFrom, scopeCacheTo } from './cache.ts';

/** The values that the command line of one build is made from. */
export interface BuildArguments {
  readonly name: string;
  readonly source: DockerfileSource;
  /** The one platform to build for. Absent: the builder's own platform. */
  readonly platform?: string | undefined;
  /** Directory that the source's paths are relative to. */
  readonly root: string;
  readonly builder: Builder;
  /** `cache-from` and `cache-to` entries as the user wrote them. */
  readonly cacheFrom?: readonly string[] | undefined;
  readonly cacheTo?: readonly string[] | undefined;
  readonly noCache?: boolean | undefined;
  /** Settings of the export as `KEY=value` (compression.ts). Only for a layout. */
  readonly settings?: readonly string[] | undefined;
  readonly env?: Environment | undefined;
}

/** Where the image goes: a directory that becomes an OCI layout, or the daemon's store under a reference. */
export type Destination = { readonly layout: string } | { readonly reference: string };

/**
 * Arguments of `docker` for one build. Every value stands behind the `=` of its option, and the context comes after
 * `--`, so no value can be read as an option. Paths are absolute. Attestations are off, because they are not part of
 * what is measured.
 */
export function buildArguments(build: BuildArguments, destination: Destination, metadata: string): readonly string[] {
  const { source, root } = build;
  return [
    ...contextArguments(build.builder),
    'buildx',
    'build',
    `--builder=${build.builder.name}`,
    '--progress=plain',
    '--provenance=false',
    '--sbom=false',
    `--metadata-file=${metadata}`,
    ...outputArguments(destination, isReproducible(build), build.settings),
    ...cacheArguments(build),
    ...(build.noCache ? ['--no-cache'] : []),
    `--file=${dockerfilePath(source, root)}`,
    ...(build.platform === undefined ? [] : [`--platform=${build.platform}`]),
    ...(source.target === undefined ? [] : [`--target=${source.target}`]),
    ...source.buildArgs.map((arg) => `--build-arg=${arg}`),
    ...inputArguments(source, root),
    '--',
    isRemoteContext(source.context) ? source.context : resolve(root, source.context),
  ];
}

/** A builder of the docker driver builds only where its own docker context is the current one (docker/buildx, builder/builder.go). */
export function contextArguments({ context }: Pick<Builder, 'context'>): readonly string[] {
  return context === undefined ? [] : [`--context=${context}`];
}

/** A remote context contains its Dockerfile. A `-` alone would mean standard input. */
function dockerfilePath({ file, context }: DockerfileSource, root: string): string {
  if (!isRemoteContext(context)) return resolve(root, file);
  return file.startsWith('-') ? `./${file}` : file;
}

/**
 * The other inputs of a build. `network=host` needs no `--allow`, because buildx grants what its own option asks for.
 */
function inputArguments(source: BuildInputs, root: string): readonly string[] {
  const { labels = [], buildContexts = [], secrets = [], ssh = [], network } = source;
  return [
    ...labels.map((label) => `--label=${label}`),
    ...buildContexts.map((context) => `--build-context=${locateContext(context, root)}`),
    ...secrets.map((secret) => `--secret=${secretArgument(secret, root)}`),
    ...ssh.map((entry) => `--ssh=${entry}`),
    ...(network === undefined ? [] : [`--network=${network}`]),
  ];
}

const ELSEWHERE = /^(?:docker-image:\/\/|oci-layout:\/\/|target:)/;

/**
 * A named context with an absolute directory. A value that is not a directory stays as it is (docker/buildx
 * build/opt.go, loadInputs).
 */
function locateContext(context: string, root: string): string {
  const at = context.indexOf('=') + 1;
  const value = context.slice(at);
  if (ELSEWHERE.test(value) || isRemoteContext(value)) return context;
  return `${context.slice(0, at)}${resolve(root, value)}`;
}

/** One CSV value, as buildx reads it. */
function secretArgument(secret: Secret, root: string): string {
  const where = 'env' in secret ? `env=${secret.env}` : `src=${resolve(root, secret.file)}`;
  return `${csvField(`id=${secret.id}`)},${csvField(where)}`;
}

/** Whether the user fixed the creation time of the image: https://reproducible-builds.org/specs/source-date-epoch/ */
function isReproducible({ source, env }: BuildArguments): boolean {
  const given = source.buildArgs.findLast((arg) => /^SOURCE_DATE_EPOCH(?:=|$)/.test(arg));
  return isEpochSet(given?.split('=')[1], env);
}

/**
 * Whether SOURCE_DATE_EPOCH is set by a build argument, or else in the environment, where buildx reads it by itself.
 */
export function isEpochSet(buildArg: string | undefined, env: Environment | undefined): boolean {
  return (buildArg ?? environment(env).SOURCE_DATE_EPOCH ?? '') !== '';
}

function outputArguments(
  destination: Destination,
  reproducible: boolean,
  settings: BuildArguments['settings'],
): readonly string[] {
  if ('reference' in destination) return ['--load', `--tag=${destination.reference}`];
  return [`--output=${layoutOutput(destination.layout, reproducible, settings)}`];
}

/**
 * Value of `--output` for an OCI layout, with settings of compression as `KEY=value`. With `rewrite-timestamp` the files of the layers get the time of
 * SOURCE_DATE_EPOCH too. BuildKit before 0.13 ignores the word.
 */
export function layoutOutput(layout: string, reproducible: boolean, settings: readonly string[] = []): string {
  const more = reproducible ? [...settings, 'rewrite-timestamp=true'] : settings;
  return ['type=oci', 'tar=false', csvField(`dest=${layout}`), ...more].join(',');
}

function cacheArguments(build: BuildArguments): readonly string[] {
  const { name, platform, cacheFrom = [], cacheTo = [] } = build;
  const env = environment(build.env);
  const from = cacheFrom.flatMap((entry) => scopeCacheFrom(entry, name, env, platform) ?? []);
  const to = cacheTo.flatMap((entry) => scopeCacheTo(entry, name, env, platform) ?? []);
  return [...from.map((entry) => `--cache-from=${entry}`), ...to.map((entry) => `--cache-to=${entry}`)];
}
