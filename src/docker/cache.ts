import { resolve } from 'node:path';
import type { Environment } from '../process/environment.ts';

/** Cache modes of actions/runner#4538 that forbid writing, and those that forbid reading. */
const NO_WRITE = ['none', 'read'];
const NO_READ = ['none', 'write-only'];

/**
 * A `cache-from` entry for one image. `type=gha` gets a scope of the image and platform unless it names one. It is
 * undefined where the job may not read the cache. Every other entry stays as the user wrote it.
 */
export function scopeCacheFrom(entry: string, image: string, env: Environment, platform?: string): string | undefined {
  const keys = readKeys(entry);
  if (keys.get('type') !== 'gha') return entry;
  return NO_READ.includes(env.ACTIONS_CACHE_MODE ?? '') ? undefined : withScope(entry, keys, image, platform);
}

/**
 * A `cache-to` entry for one image, with a scope like scopeCacheFrom. `type=gha` also gets `ignore-error=true` unless
 * it says otherwise: a failed cache export must not fail a measurement. It is undefined where the job may not write the
 * cache.
 */
export function scopeCacheTo(entry: string, image: string, env: Environment, platform?: string): string | undefined {
  const keys = readKeys(entry);
  if (keys.get('type') !== 'gha') return entry;
  if (NO_WRITE.includes(env.ACTIONS_CACHE_MODE ?? '')) return undefined;
  const scoped = withScope(entry, keys, image, platform);
  return keys.has('ignore-error') ? scoped : `${scoped},ignore-error=true`;
}

/** Two platforms in one scope would overwrite each other's cache. No image name contains a colon. */
function withScope(entry: string, keys: ReadonlyMap<string, string>, image: string, platform?: string): string {
  const scope = platform === undefined ? `image-size-gate-${image}` : `image-size-gate-${image}:${platform}`;
  return keys.has('scope') ? entry : `${entry},${csvField(`scope=${scope}`)}`;
}

/**
 * A cache entry with an absolute directory (`type=local,src=…` or `dest=…`). buildx resolves the directory where it
 * runs. The base builds in another worktree than the one into which a cache was restored.
 */
export function absoluteCache(entry: string, root: string): string {
  if (readKeys(entry).get('type') !== 'local') return entry;
  const fields = splitFields(entry).map((field) => {
    const [, key = '', path] = /^\s*(src|dest)\s*=\s*(.+?)\s*$/is.exec(field) ?? [];
    return path === undefined ? field : `${key}=${resolve(root, path)}`;
  });
  return fields.map(csvField).join(',');
}

const NO_EXPORT = /cache export is not supported for the (\S+) driver/i;

/** What to do about a builder that cannot write a cache, if buildx reported that. */
export function explainCacheFailure(report: string): string | undefined {
  const [, driver] = NO_EXPORT.exec(report) ?? [];
  if (driver === undefined) return explainUnwritten(report);
  return `the ${driver} driver on this image store cannot write a cache: remove cache-to, add docker/setup-buildx-action before this step, or turn on the containerd image store`;
}

/** buildx 0.29 prints the step that failed between lines of dashes, before the last error. */
const EXPORT_FAILED = /^ > exporting (?:cache )?to ([^\n]+):\n(?!.*^ > )[\s\S]*^ERROR: /ms;

/** What to do about a cache that cannot be written, if that alone ended the build. */
function explainUnwritten(report: string): string | undefined {
  const [, where] = EXPORT_FAILED.exec(report) ?? [];
  if (where === undefined || /^(?:image|oci|docker)\b/.test(where)) return undefined;
  return `the image was built, and its cache could not be written to ${where}. Mend the access to it, or add "ignore-error=true" to this entry of cache-to`;
}

/** The fields of one entry. Entries are CSV (RFC 4180) of key=value with keys in any case, as buildx reads them. */
export function readKeys(entry: string): ReadonlyMap<string, string> {
  return new Map(splitFields(entry).map(readField));
}

function splitFields(entry: string): readonly string[] {
  const fields = entry.match(/"(?:[^"]|"")*"|[^,]+/g) ?? [];
  return fields.map((field) => (/^\s*"/.test(field) ? field.trim().slice(1, -1).replaceAll('""', '"') : field.trim()));
}

function readField(field: string): [string, string] {
  const at = field.indexOf('=');
  return at < 0 ? [field.toLowerCase(), ''] : [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1).trim()];
}

/** One field of a CSV value of buildx (RFC 4180). It is quoted where a comma, a quote or a line break would end it. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
