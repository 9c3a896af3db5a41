import { posix } from 'node:path';
import {
  type BakeSource,
  type DockerfileSource,
  isRemoteContext,
  type Source,
  type TransportSource,
} from '../../model/image.ts';
import { localDirectory } from '../images.ts';
import type { ImageSettings } from './schema.ts';

/**
 * The source of an entry's image. An entry without one means the Dockerfile at the root, or null where `hasBake` says that it means the bake
 * target of its name.
 */
export function toSource(settings: ImageSettings, hasBake: boolean): Source | null {
  if (settings.source !== undefined) return withPlatforms(settings.source, settings.platforms);
  if (settings.bake !== undefined) {
    const { files, target } = settings.bake;
    return withPlatforms({ kind: 'bake', files, target }, settings.platforms);
  }
  if (hasBake && settings.file === undefined && settings.context === undefined) return null;
  return dockerfile(settings);
}

/** The target or existing image with the platforms of its entry instead of its own. */
export function withPlatforms<Source extends BakeSource | TransportSource>(
  source: Source,
  platforms: readonly string[] | undefined,
): Source {
  return platforms === undefined ? source : { ...source, platforms };
}

function dockerfile(settings: ImageSettings): DockerfileSource {
  return {
    kind: 'dockerfile',
    ...place(settings),
    ...present('target', settings.target),
    buildArgs: settings['build-args'] ?? [],
    ...present('platforms', settings.platforms),
    ...present('labels', settings.labels),
    ...present('buildContexts', settings['build-contexts']),
    ...present('secrets', settings.secrets),
    ...present('ssh', settings.ssh),
    ...present('network', settings.network),
    ...present('cacheFrom', settings['cache-from']),
    ...present('cacheTo', settings['cache-to']),
  };
}

/** A URL is not normalised, and the Dockerfile is a path within that context. */
function place({ file, context }: ImageSettings): Pick<DockerfileSource, 'file' | 'context'> {
  if (context !== undefined && isRemoteContext(context)) return { file: file ?? 'Dockerfile', context };
  const directory = context === undefined ? undefined : trimmed(posix.normalize(context));
  const path = posix.normalize(file ?? posix.join(directory ?? '.', 'Dockerfile'));
  return { file: path, context: localDirectory(directory ?? posix.dirname(path)) };
}

function trimmed(directory: string): string {
  return directory.replace(/(?<=.)\/$/, '');
}

/** An optional property, absent where its value is undefined. */
export function present<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [name in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [name in Key]: Value });
}
