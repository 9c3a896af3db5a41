import { mkdir, mkdtemp, readFile, stat, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { credentialsOf, type DockerfileSource, isRemoteContext } from '../model/image.ts';
import type { Converted } from '../model/measurement.ts';
import { environment } from '../process/environment.ts';
import type { Section } from '../process/log.ts';
import { regularFileAt } from '../process/regular-file.ts';
import { makeTemporaryFolder } from '../process/temporary-folder.ts';
import { asRecord, asText } from '../text/json.ts';
import { type BuildArguments, buildArguments, type Destination } from './arguments.ts';
import { type BuildTime, superviseBuild } from './buildx.ts';
import { explainCacheFailure } from './cache.ts';
import { hashFile, readDockerfile } from './dockerfile/tree.ts';
import { BuildError, classifyFailure } from './failure.ts';
import { explainMissingInput, type GivenInputs } from './missing-input.ts';
import { explainPlatformFailure } from './platforms.ts';
import type { KnownDockerfile, ReadLayerSources } from './provenance/known-dockerfile.ts';
import {
  fileInRoot,
  isUnreadable,
  type LayerOrigins,
  platformValues,
  readLayerSources,
  UNREADABLE_PROVENANCE,
} from './provenance/layer-sources.ts';
import { type Provenance, readProvenance } from './provenance/provenance.ts';
import { createRedact, type Redact, readSecrets } from './redact.ts';

/** One build of one image. */
export interface BuildRequest extends BuildArguments {
  /** Directory whose `blobs/` all builds of a run share. */
  readonly layout: string;
  /** Reference under which the image is loaded, where the builder exports into its daemon. */
  readonly tag: string;
  /** Seconds. */
  readonly timeLimit: number;
  readonly log?: Pick<Section, 'line'> | undefined;
  /** Told of each cache that the build went on without. */
  readonly warn?: ((problem: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is known of a build besides its image. */
export interface BuildFacts {
  /** sha256 of the Dockerfile's bytes. Absent for a Dockerfile in a remote context. */
  readonly dockerfile?: string;
  /** Absent where the builder reported none (buildx before 0.14). */
  readonly provenance?: Provenance;
  readonly sources?: ReadLayerSources;
  /** The base image, where the builder's provenance does not tell it. */
  readonly inferBase?: LayerOrigins['inferBase'];
  /** What the target's own output says of compression, as `KEY=value,…`, and whether the image was exported so. */
  readonly output?: { readonly settings: string; readonly applied: boolean };
  /** Layers that were exported once more, because the builder held them in another form. */
  readonly converted?: Converted;
  /** Removes the secrets of the build from what the image says about itself. */
  readonly redact?: Redact;
  readonly time?: BuildTime;
}

/**
 * The result of a build that did not fail. `missing` means that the Dockerfile does not exist; then no builder was
 * asked.
 */
export type Built =
  | (BuildFacts & { readonly kind: 'layout'; readonly layout: string; readonly digest: string })
  | (BuildFacts & { readonly kind: 'daemon'; readonly reference: string })
  | { readonly kind: 'missing'; readonly path: string };

/** 64 MiB: some thousand times a usual metadata file, which holds the Dockerfile and its build steps. */
const MAX_METADATA_FILE = 64 * 1024 * 1024;

/**
 * Builds one image with `docker buildx build`. The image goes into an OCI layout of its own; all layouts share their
 * blobs, so each blob is written once. Where the builder can only export into its daemon, the image goes there. The log
 * and the errors do not contain the secrets of the build.
 * @throws BuildError when the build fails, takes too long, or its context is missing. UserError without docker, and for
 * a missing secret. The signal's reason when aborted.
 */
export async function buildImage(request: BuildRequest): Promise<Built> {
  const missing = await findMissing(request.source, request.root);
  if (missing !== undefined) return missing;
  const redact = redactionOf(request);
  await using folder = await makeTemporaryFolder('build', request.env);
  const file = join(folder.path, 'metadata.json');
  const destination = await prepareDestination(request);
  const dockerfile = await hashDockerfile(request);
  const time = await runBuild(request, redact, destination, file);
  const metadata = await readMetadata(file);
  const provenance = readProvenance(metadata);
  const origins = await originsOf(request, metadata, dockerfile.dockerfile);
  if (isUnreadable(metadata)) request.log?.line(UNREADABLE_PROVENANCE);
  const facts = { ...dockerfile, redact, time, ...origins, ...(provenance === undefined ? {} : { provenance }) };
  if ('reference' in destination) return { kind: 'daemon', reference: destination.reference, ...facts };
  return { kind: 'layout', layout: destination.layout, digest: digestOf(metadata, request.name), ...facts };
}

/** A remote context is not checked, because only BuildKit knows what it fetches. */
async function findMissing(source: DockerfileSource, root: string): Promise<Built | undefined> {
  if (isRemoteContext(source.context)) return undefined;
  const file = await regularFileAt(resolve(root, source.file), `Dockerfile ${source.file}`);
  if (file === undefined) return { kind: 'missing', path: source.file };
  const context = await stat(resolve(root, source.context)).catch(() => undefined);
  if (context?.isDirectory()) return undefined;
  throw new BuildError(`the build context ${source.context} of ${source.file} is not a directory in ${root}`);
}

function redactionOf({ source, root, env }: BuildRequest): Redact {
  const contexts = [source.context, ...(source.buildContexts ?? []).map((entry) => entry.replace(/^[^=]*=/, ''))];
  return createRedact([
    ...readSecrets(source.secrets ?? [], root, environment(env)),
    ...contexts.flatMap(credentialsOf),
  ]);
}

async function prepareDestination(request: BuildRequest): Promise<Destination> {
  return request.builder.export === 'daemon'
    ? { reference: request.tag }
    : { layout: await makeExport(request.layout) };
}

/**
 * Makes a new layout `LAYOUT/exports/…` whose `blobs` is a link to `LAYOUT/blobs`. Each build needs its own index.json
 * and ingest folder. buildx locks index.json without waiting (moby/buildkit client/ociindex), and keys unfinished blobs
 * by content. So two builds that write one directory at once fail or corrupt each other's blobs. Finished blobs are
 * renamed into place, so they can be shared.
 */
export async function makeExport(layout: string): Promise<string> {
  await mkdir(join(layout, 'blobs', 'sha256'), { recursive: true });
  await mkdir(join(layout, 'exports'), { recursive: true });
  const folder = await mkdtemp(join(resolve(layout), 'exports', 'build-'));
  await symlink(join('..', '..', 'blobs'), join(folder, 'blobs'));
  return folder;
}

async function runBuild(request: BuildRequest, redact: Redact, to: Destination, metadata: string): Promise<BuildTime> {
  const { root, env, timeLimit, signal, log, warn } = request;
  const args = buildArguments(request, to, metadata);
  const end = await superviseBuild({ args, root, env, timeLimit, signal, log, redact, warn });
  if (end.kind === 'built') return end.time;
  const { report } = end;
  const { failure, path } = classifyFailure(end);
  if (end.kind === 'late') throw new BuildError(`${lateMessage(request)}\n${report}`, failure);
  const cause = explainCacheFailure(report) ?? (await explainPlatformFailure(request, report));
  const missing = cause === undefined ? await explainMissingInput(givenInputs(request), report, path) : undefined;
  const first = cause === undefined ? missing : `${request.name}: ${cause}`;
  const failed = `the build of ${request.source.file} failed with exit code ${end.exitCode}\n${report}`;
  throw new BuildError(first === undefined ? failed : `${redact(first)}\n${failed}`, failure, path);
}

function givenInputs({ source, root, env }: BuildRequest): GivenInputs {
  const { file, context } = source;
  const values = argumentValues(source.buildArgs, environment(env));
  const setting: GivenInputs['setting'] = (key, value) =>
    key === 'context' ? `"context: ${value}" for this image` : `"build-args: { ${value}: … }" for this image`;
  return { root, file, context, values, setting };
}

function lateMessage({ source, timeLimit }: BuildRequest): string {
  return `the build of ${source.file} was ended after ${timeLimit} seconds: raise timeout-minutes if it needs longer`;
}

async function hashDockerfile({ source, root }: BuildRequest): Promise<Pick<BuildFacts, 'dockerfile'>> {
  return isRemoteContext(source.context) ? {} : { dockerfile: await hashFile(resolve(root, source.file)) };
}

/** The Dockerfile of a remote context keeps the name that it has there. */
async function originsOf(
  { source, root, platform, env }: BuildRequest,
  metadata: unknown,
  digest: string | undefined,
): Promise<LayerOrigins> {
  if (digest === undefined) return readLayerSources(metadata, [{ file: source.file }], async () => undefined);
  const known: KnownDockerfile = { file: fileInRoot(root, source.file), digest };
  return readLayerSources(metadata, [known], async () => {
    const text = await readDockerfile(resolve(root, source.file), digest);
    const values = { ...platformValues(platform), ...argumentValues(source.buildArgs, environment(env)) };
    return text === undefined ? undefined : { known, text, target: source.target ?? '', values };
  });
}

/** A `KEY` without a value takes its value from the environment, as in buildx. */
function argumentValues(
  buildArgs: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const values = buildArgs.flatMap((argument): (readonly [string, string])[] => {
    const [, name = argument, value = env[name]] = /^([^=]*)=(.*)$/s.exec(argument) ?? [];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(values);
}

/**
 * Reads the metadata file that buildx wrote. Returns nothing for a file that is missing, far too large or not JSON: not
 * every build needs it.
 */
export async function readMetadata(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await stat(file)).size > MAX_METADATA_FILE ? {} : asRecord(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return {};
  }
}

/** The digest of the manifest (or index) in buildx's metadata. */
export function digestOf(metadata: Readonly<Record<string, unknown>>, name: string): string {
  const digest =
    asText(metadata['containerimage.digest']) || asText(asRecord(metadata['containerimage.descriptor']).digest);
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
  throw new BuildError(`${name}: buildx's metadata file has no containerimage.digest`);
}
