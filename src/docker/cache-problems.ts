/** Receives the lines of a build, and finds the caches that could not be used. */
export interface CacheProblems {
  /** One line of `--progress=plain`. */
  line(text: string): void;
  /** A sentence for each cache that the build went on without. */
  list(): readonly string[];
}

/** The headings of a cache's steps, by BuildKit (solver/llbsolver/solver.go; Name() of each exporter in cache/remotecache). */
const IMPORT = /^#(\d{1,9}) importing cache manifest from (.+)$/;
const EXPORT = /^#(\d{1,9}) exporting (?:to (GitHub Actions Cache|Amazon S3|Azure Blob Storage)|cache to (.+))$/;
const FAILED = /^#(\d{1,9}) ERROR: (.+)$/;

/** No cache was written yet, as before the first run. */
const NOT_THERE_YET = /: not found$/;

/** Characters of one reason. */
const LONGEST = 500;

/**
 * Finds caches that BuildKit could not read or write while the build went on. A step's own output has a time after its number, so nothing that a
 * step prints is taken for a heading or an error.
 */
export function findCacheProblems(): CacheProblems {
  const steps = new Map<string, string>();
  const problems = new Map<string, string>();
  return {
    line(text) {
      const [, imported, from = ''] = IMPORT.exec(text) ?? [];
      if (imported !== undefined) steps.set(imported, `read from ${nameOf(from)}`);
      const [, exported, service, to = service ?? ''] = EXPORT.exec(text) ?? [];
      if (exported !== undefined) steps.set(exported, `written to ${to}`);
      const [, failed = '', reason = ''] = FAILED.exec(text) ?? [];
      const step = steps.get(failed);
      if (step === undefined || NOT_THERE_YET.test(reason)) return;
      problems.set(failed, `the build's cache could not be ${step}: ${reason.slice(0, LONGEST)}`);
    },
    list: () => [...problems.values()],
  };
}

/** BuildKit names a cache of `type=gha` by a number. */
function nameOf(from: string): string {
  return /^gha:\d+$/.test(from) ? 'GitHub Actions Cache' : from;
}
