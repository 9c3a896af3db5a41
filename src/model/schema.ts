import { z } from 'zod';
import { printable } from '../text/scanner.ts';

/** The value that a schema describes, read-only at every depth. */
export type Infer<Schema extends z.ZodType> = DeepReadonly<z.output<Schema>>;

type DeepReadonly<Value> = Value extends object ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> } : Value;

/** A number of bytes, or a count. Larger numbers are not exact. */
export const bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
/** A change of a number of bytes, up or down. */
export const change = z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
/** A duration in seconds. */
export const seconds = z.number().nonnegative().max(1e9);

/** A digest of an algorithm that the image-spec registers. */
export const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/, 'is not a digest (sha256:… or sha512:…)');
/** A text of the image, the build or its log. It is hostile; the schema only limits its length. */
export const text = z.string().max(100_000);
/** A path in an image. Longer paths are cut where they are measured (explain/directory-tree.ts). */
export const path = z.string().max(5000);
/** The name of a configured image. In a stranger's file it is hostile text. */
export const imageName = z.string().min(1).max(256);
/** `os/arch[/variant]` */
export const platform = z.string().regex(/^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9.]+)?$/, 'is not os/arch[/variant]');
/** '' where no side could be measured. */
export const platformOrNone = platform.or(z.literal(''));

/** Full commit id, of SHA-1 or SHA-256 repositories. */
export const commitId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'is not a full commit id');
/** A tag is hostile text; the schema only limits its length. */
export const releaseTag = z.string().min(1).max(256);
/** ISO 8601, UTC, whole seconds. Such texts sort as the times do. */
export const timestamp = timeLike(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
/** ISO 8601, UTC, with or without a fraction of a second. */
export const time = timeLike(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/);

function timeLike(form: RegExp) {
  return z
    .string()
    .regex(form, 'is not a time as in 2026-11-23T16:40:00Z')
    .refine((value) => !Number.isNaN(Date.parse(value)), 'is no time of any calendar');
}

/**
 * The first thing that a schema found wrong, and where: ` at layers[2].download: Invalid input`, ` at layers: missing`.
 * @param value what was checked
 */
export function issueWords(error: z.ZodError, value: unknown): string {
  const [issue] = error.issues;
  const path = issue?.path ?? [];
  const place = path.length === 0 ? '' : ` at ${printable(z.core.toDotPath(path).slice(0, 200))}`;
  return `${place}: ${issueMessage(issue, value)}`;
}

/** What is wrong at an issue's place in the value. A key that is not there is told as missing; where a few words are accepted, they are named. */
export function issueMessage(issue: z.core.$ZodIssue | undefined, value: unknown): string {
  if (issue === undefined) return 'is wrong';
  if (!isMissing(issue.path, value)) return printable(issue.message);
  return issue.code === 'invalid_value' ? `${printable(issue.message)} (it is missing)` : 'missing';
}

function isMissing(path: readonly PropertyKey[], value: unknown): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return false;
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, key) ? isMissing(rest, (value as Record<PropertyKey, unknown>)[key]) : true;
}
