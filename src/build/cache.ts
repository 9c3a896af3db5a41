import type { Environment } from './run.ts';

/** Cache modes of actions/runner#4538 that let nothing be written, and those that let nothing be read. */
const NO_WRITE = ['none', 'read'];
const NO_READ = ['none', 'write-only'];

/**
 * A `cache-from` entry as this image must have it: `type=gha` gets a scope of the image's own unless it names one, and goes (undefined)
 * where the job may not read the cache; every other entry stays as it was written.
 */
export function scopeCacheFrom(entry: string, image: string, env: Environment): string | undefined {
  const keys = readKeys(entry);
  if (keys.get('type') !== 'gha') return entry;
  return NO_READ.includes(env.ACTIONS_CACHE_MODE ?? '') ? undefined : withScope(entry, keys, image);
}

/**
 * A `cache-to` entry likewise: `type=gha` also gets `ignore-error=true` unless it says otherwise, since a cache that cannot be written
 * must not fail a measurement, and goes (undefined) where the job may not write the cache.
 */
export function scopeCacheTo(entry: string, image: string, env: Environment): string | undefined {
  const keys = readKeys(entry);
  if (keys.get('type') !== 'gha') return entry;
  if (NO_WRITE.includes(env.ACTIONS_CACHE_MODE ?? '')) return undefined;
  const scoped = withScope(entry, keys, image);
  return keys.has('ignore-error') ? scoped : `${scoped},ignore-error=true`;
}

function withScope(entry: string, keys: ReadonlyMap<string, string>, image: string): string {
  return keys.has('scope') ? entry : `${entry},${csvField(`scope=image-size-gate-${image}`)}`;
}

/** The fields of one entry: CSV (RFC 4180) of key=value, keys in any case, as buildx reads them. */
export function readKeys(entry: string): ReadonlyMap<string, string> {
  const fields = entry.match(/"(?:[^"]|"")*"|[^,]+/g) ?? [];
  return new Map(fields.map((field) => readField(field.trim().replace(/^"|"$/g, ''))));
}

function readField(field: string): [string, string] {
  const at = field.indexOf('=');
  return at < 0 ? [field.toLowerCase(), ''] : [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1).trim()];
}

/** One field of a CSV value of buildx (RFC 4180): quoted where a comma, a quote or a line break would end it. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
