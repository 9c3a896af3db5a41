import { type Environment, environment } from '../../process/environment.ts';
import { asRecord, asText } from '../../text/json.ts';
import { contextArguments, type Destination, isEpochSet, layoutOutput } from '../arguments.ts';
import type { Builder } from '../builder.ts';
import { readKeys, scopeCacheFrom, scopeCacheTo } from '../cache.ts';
import { forceForm } from '../compression.ts';
import { compressionOf } from './compression.ts';
import { type BakeDefinition, type BakeTarget, linkedTargets } from './definition.ts';
import { fileArguments } from './print.ts';

/** The values that the command line of one `docker buildx bake` is made from. */
export interface BakeArguments {
  readonly files: readonly string[];
  readonly definition: BakeDefinition;
  readonly builder: Builder;
  /** The one platform to build for. Absent: the builder's own platform. */
  readonly platform?: string | undefined;
  /** The entries of the run, in addition to the targets' own. */
  readonly cacheFrom: readonly string[];
  /** Undefined where no cache may be written, not even the targets' own. */
  readonly cacheTo: readonly string[] | undefined;
  readonly noCache?: boolean | undefined;
  readonly env?: Environment | undefined;
}

/** A target to build, and where its image goes. */
export interface BakeTask {
  readonly target: BakeTarget;
  /** Name of the image. It keeps its caches apart from those of other images. */
  readonly image: string;
  readonly destination: Destination;
  /** Also converts layers that the builder holds in another form. */
  readonly isForced?: boolean;
}

/** Since 0.19, buildx asks for a grant to write outside of its working directory (an error since 0.20). 0.13 has no `--allow`. */
const FIRST_WITH_GRANTS = [0, 19] as const;

/**
 * Arguments of `docker` to build several targets in one call. They override what the file says about outputs, tags and attestations. Of an
 * output, only the compression is kept.
 * Nothing is pushed, and only our own directories are written and granted. Names in `--set` follow buildx's own grammar, without wildcards,
 * dots or `=`, so a setting reaches exactly one target.
 */
export function bakeArguments(bake: BakeArguments, tasks: readonly BakeTask[], metadata: string): readonly string[] {
  const names = tasks.map(({ target }) => target.name);
  return [
    ...contextArguments(bake.builder),
    'buildx',
    'bake',
    `--builder=${bake.builder.name}`,
    '--progress=plain',
    '--provenance=false',
    '--sbom=false',
    `--metadata-file=${metadata}`,
    ...(bake.noCache ? ['--no-cache'] : []),
    ...(hasGrants(bake.builder) ? tasks.flatMap(grantFor) : []),
    ...fileArguments(bake.files),
    ...tasks.flatMap((task) => settings(task.target.name, taskSettings(bake, task))),
    ...linkedTargets(bake.definition, names).flatMap((target) => settings(target.name, linkedSettings(bake, target))),
    '--',
    ...names,
  ];
}

type Setting = readonly [key: string, value: string];

function settings(name: string, values: readonly Setting[]): readonly string[] {
  return values.map(([key, value]) => `--set=${name}.${key}=${value}`);
}

function taskSettings(bake: BakeArguments, task: BakeTask): readonly Setting[] {
  const { target, image, destination } = task;
  const toDaemon = 'reference' in destination;
  const reproducible = isEpochSet(asText(asRecord(target.printed.args).SOURCE_DATE_EPOCH) || undefined, bake.env);
  return [
    ['output', toDaemon ? 'type=docker' : layoutOutput(destination.layout, reproducible, exportSettings(bake, task))],
    ['tags', toDaemon ? destination.reference : ''],
    ...(bake.platform === undefined ? [] : [['platform', bake.platform] as const]),
    ...((target.call ?? 'build') === 'build' ? [] : [['call', 'build'] as const]),
    ...cacheFromSettings(bake, target, image),
    ...cacheToSettings(bake, target, image),
  ];
}

function exportSettings({ builder }: BakeArguments, { target, isForced }: BakeTask): readonly string[] {
  const { settings, applied } = compressionOf(target, builder);
  const usable = applied ? settings : [];
  return isForced ? forceForm(usable) : usable;
}

/** buildx 0.13 exports a linked target by its own outputs, even if that is a push. Platforms that are not asked for need no build. */
function linkedSettings(bake: BakeArguments, target: BakeTarget): readonly Setting[] {
  const { platform } = bake;
  const narrowed = platform !== undefined && target.platforms.length > 1 && target.platforms.includes(platform);
  return [
    ['output', 'type=cacheonly'],
    ['tags', ''],
    ...(narrowed ? [['platform', platform] as const] : []),
    ...cacheToSettings(bake, target),
  ];
}

function cacheFromSettings(bake: BakeArguments, target: BakeTarget, image: string): Setting[] {
  const { cacheFrom, platform } = bake;
  const env = environment(bake.env);
  const entries = cacheFrom.flatMap((entry) => scopeCacheFrom(entry, image, env, platform) ?? []);
  return entries.length === 0 ? [] : listSettings('cache-from', [...notLocal(target.cacheFrom), ...entries]);
}

/**
 * Without an image, only the target's own entries: a linked target has no cache of the run. A builder that exports into its daemon cannot
 * write a cache. There, a cache that only the file asks for must not fail the measurement.
 */
function cacheToSettings(bake: BakeArguments, target: BakeTarget, image?: string): Setting[] {
  const { cacheTo, builder, platform } = bake;
  const env = environment(bake.env);
  if (cacheTo === undefined) return [['cache-to', '']];
  if (cacheTo.length === 0) return builder.export === 'daemon' ? [['cache-to', '']] : [];
  const entries =
    image === undefined ? [] : cacheTo.flatMap((entry) => scopeCacheTo(entry, image, env, platform) ?? []);
  return listSettings('cache-to', [...notLocal(target.cacheTo), ...entries]);
}

/** buildx grants every path that a `--set` names, so no setting may repeat a path from the file. A missing cache only costs time. */
function notLocal(entries: readonly string[]): readonly string[] {
  return entries.filter((entry) => readKeys(entry).get('type') !== 'local');
}

function listSettings(key: string, entries: readonly string[]): Setting[] {
  return entries.length === 0 ? [[key, '']] : entries.map((entry) => [key, entry]);
}

function hasGrants({ versions }: Builder): boolean {
  const [major = 0, minor = 0] = versions.buildx.split('.').map((part) => Number.parseInt(part, 10));
  return major > FIRST_WITH_GRANTS[0] || minor >= FIRST_WITH_GRANTS[1];
}

function grantFor({ destination }: BakeTask): readonly string[] {
  return 'layout' in destination ? [`--allow=fs.write=${destination.layout}`] : [];
}
