import type { z } from 'zod';
import type { Path, Places } from './places.ts';
import type { Problem } from './problem.ts';
import type { Within } from './words.ts';

type Issue = z.core.$ZodIssue;

/** zod's issues as problems, each at its key or value. Of a union only the branch that was meant counts. */
export function issueProblems(issues: readonly Issue[], places: Places): Problem[] {
  const flat = flatten(issues, []);
  const misspelt = new Set(
    flat.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => JSON.stringify(path)),
  );
  return flat.filter((issue) => !isEcho(issue, misspelt, places)).flatMap((issue) => problemsOf(issue, places));
}

/** A key that is missing from a map with an unknown key is probably that key, misspelt. */
function isEcho({ code, path }: Issue, misspelt: ReadonlySet<string>, places: Places): boolean {
  if (code === 'custom') return misspelt.has(JSON.stringify(path));
  return !places.has(path as Path) && misspelt.has(JSON.stringify(path.slice(0, -1)));
}

/** Nested issues with their whole path. */
function flatten(issues: readonly Issue[], parent: Path): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...parent, ...issue.path] as (string | number)[];
    const meant =
      issue.code === 'invalid_union' ? meantBranch(issue.errors.map((branch) => flatten(branch, []))) : null;
    return meant === null ? [{ ...issue, path }] : flatten(meant, path);
  });
}

/** The only branch that accepts the value's type: the mistake is within it. Null where none or several do. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const fitting = branches.filter((issues) => !issues.some(isWrongType));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function isWrongType({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_union');
}

function problemsOf(issue: Issue, places: Places): Problem[] {
  const path = issue.path as Path;
  if (places.isBroken(path)) return [];
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({ offset: places.key([...path, key]), message: messages[index] ?? '' }));
  }
  if (issue.code === 'invalid_key') {
    return [{ offset: places.key(path), message: issue.issues[0]?.message ?? issue.message }];
  }
  return [valueProblem(issue, path, places)];
}

function valueProblem(issue: Issue, path: Path, places: Places): Problem {
  const {
    within = '',
    start = 0,
    excerpt = '',
  } = issue.code === 'custom' ? ((issue.params ?? {}) as Partial<Within>) : {};
  const offset = places.value(path, within);
  // The scanner's columns hold only for text that the file has literally (not folded, escaped or substituted).
  const column = places.holds(offset, within) ? start : 0;
  const key = path.findLast((step) => typeof step === 'string');
  const prefix = key === undefined ? '' : `${key}: `;
  return { offset: offset + column, message: `${prefix}${issue.message}${excerpt === '' ? '' : `\n${excerpt}`}` };
}
