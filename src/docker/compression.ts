import zlib from 'node:zlib';

/** BuildKit's own choice where an output names no compression. */
const DEFAULT = 'gzip';

/**
 * The form in which settings of an output ask for the layers of a build: the word behind `compression=`.
 * Source: https://github.com/moby/buildkit, README.md ("Image/Registry", key `compression`).
 */
export function askedForm(settings: readonly string[]): string {
  return settings.find((setting) => setting.startsWith('compression='))?.slice('compression='.length) ?? DEFAULT;
}

/**
 * The same settings, for an export that also converts layers which the builder holds in another form. BuildKit keeps what it converted, and
 * converts nothing that has the form already, whatever its level. It converts layers of the base image too (cache/remote.go).
 */
export function forceForm(settings: readonly string[]): readonly string[] {
  const others = settings.filter((setting) => !/^(?:force-)?compression=/.test(setting));
  return [`compression=${askedForm(settings)}`, ...others, 'force-compression=true'];
}

/** Whether this Node.js reads layers of a form: zstd needs 22.15. */
export function canRead(form: string, hasZstd = typeof zlib.createZstdDecompress === 'function'): boolean {
  return form !== 'zstd' || hasZstd;
}
