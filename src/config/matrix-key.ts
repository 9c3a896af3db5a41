import { createHash } from 'node:crypto';

/**
 * The key of a job of a matrix that was given none: a digest of its values, whatever their order. The values themselves can be long, and can be
 * anything that JSON holds.
 * @param json the `matrix` context as JSON: `null` without a matrix. A runner that does not know the context leaves the expression as it is
 * @returns `matrix-` and 12 digits, '' without a matrix
 */
export function matrixKey(json: string): string {
  const values = parse(json);
  if (typeof values !== 'object' || values === null || Object.keys(values).length === 0) return '';
  return `matrix-${createHash('sha256')
    .update(JSON.stringify(sorted(values)))
    .digest('hex')
    .slice(0, 12)}`;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** The keys of objects in order; lists stay as they are. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.map(([key, each]) => [key, sorted(each)]);
}
