import { asRecord } from '../../text/json.ts';

/** npm's record of what it installed beside it (https://docs.npmjs.com/cli/configuring-npm/package-lock-json#hidden-lockfiles). */
const LOCK = /^(?:.*\/)?node_modules\/\.package-lock\.json$/;

/** The qualifier of a package that npm installed only for the development of an application: `npm ci --omit=dev` leaves it out. */
export const DEVELOPMENT = { relation: 'development' } as const;

/** Bytes. The record of two thousand packages has one megabyte. */
export const LOCK_LIMIT = 8 * 1024 * 1024;

/** Whether a path is that of npm's record of an installation. */
export function isNpmLock(path: string): boolean {
  return path.endsWith('/.package-lock.json') && LOCK.test(path);
}

/**
 * The directories of the packages that only development needs, by the record at `path`. npm says so of each directory, and leaves out exactly
 * these. A package that is also optional for something else (`devOptional`) is none of them.
 */
export function developmentDirectories(path: string, text: Buffer): readonly string[] {
  const root = path.slice(0, path.lastIndexOf('node_modules/'));
  return Object.entries(packagesOf(text)).flatMap(([directory, told]) =>
    asRecord(told).dev === true ? [`${root}${directory}`] : [],
  );
}

function packagesOf(text: Buffer): Readonly<Record<string, unknown>> {
  try {
    return asRecord(asRecord(JSON.parse(text.toString('utf8'))).packages);
  } catch {
    return {};
  }
}
