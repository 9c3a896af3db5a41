import { resolve } from 'node:path';
import type { Environment } from '../process/environment.ts';

/** Cache modes of actions/runner#4538 that let nothing be written, and those that let nothing be read. */
const NO_WRITE = ['none', 'read'];
const NO_READ = ['none', 'write-only'];

/**
 * A `cache-from` entry as this image must have it: `type=gha` gets a scope of the image's and platform's own unless it names one, and goes (undefined)
 * where the job may not read the cache; every other entry stays as it was written.
 */
export function scopeCacheFrom(entry: string, image: string, env: Environment, platform?: string): string | undefined {
  const keys = readKeys(entry);
  if (keys.get('type') !== 'gha') return entry;
  return NO_READ.includes(env.ACTIONS_CACHE_MODE ?? '') ? undefined : withScope(entry, keys, image, platform);
}

/**
 * A `cache-to` entry likewise: `type=gha` also gets `ignore-error=true` unless it says otherwise, since a cache that cannot be written
 * must not fail a measurement, and goes (undefined) where the job may not write the cache.
 */
export function scopeCacheTo(entry: string, image: string, env: Environment, platform?: string): string | undefined {
  const keys = readKeys(entry);
  if (keys.get('type') !== 'gha') return entry;
  if (NO_WRITE.includes(env.ACTIONS_CACHE_MODE ?? '')) return undefined;
  const scoped = withScope(entry, keys, image, platform);
  return keys.has('ignore-error') ? scoped : `${scoped},ignore-error=true`;
}

/** Two platforms of one scope would each overwrite what the other wrote. No image's name has a colon. */
function withScope(entry: string, keys: ReadonlyMap<string, string>, image: string, platform?: string): string {
  const scope = platform === undefined ? `image-size-gate-${image}` : `image-size-gate-${image}:${platform}`;
  return keys.has('scope') ? entry : `${entry},${csvField(`scope=${scope}`)}`;
}

/**
 * A cache entry whose directory (`type=local,src=…` or `dest=…`) is absolute: buildx takes it relative to where it runs, which at
 * the base is another worktree than the one that a cache was restored into.
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

/** What to do about a builder that writes no cache, where that is what buildx said. */
export function explainCacheFailure(report: string): string | undefined {
  const [, driver] = NO_EXPORT.exec(report) ?? [];
  if (driver === undefined) return undefined;
  return `the ${driver} driver on this image store writes no cache: take cache-to away, add docker/setup-buildx-action before this step, or turn on the containerd image store`;
}

/** The fields of one entry: CSV (RFC 4180) of key=value, keys in any case, as buildx reads them. */
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

/** One field of a CSV value of buildx (RFC 4180): quoted where a comma, a quote or a line break would end it. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
