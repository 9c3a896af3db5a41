import type { Advice } from '../../model/advice.ts';
import { keyed } from '../../text/group-by.ts';
import { cacheNameOf } from '../advice/caches.ts';
import { endOf, type LineEdit, linesOf, withoutEnd } from './lines.ts';
import { commandsOf, RUN_CHANGES, type RunLines } from './run-changes.ts';

/** A piece of advice on an image, with the ignore file of its build context (relative to the repository's root), where that is known. */
export interface AskedChange {
  readonly advice: Advice;
  readonly ignoreFile?: string | undefined;
}

/** Finds the text of a file by its path from the repository's root. Null: there is none yet. Undefined: it must not be changed. */
export type FindText = (file: string) => string | null | undefined;

/** A pattern for an ignore file, in the lines after the first of a change. */
const PATTERN = /^[\w.*/?-]+$/;

interface Wanted {
  /** By the name of a cache, its path. */
  readonly caches: Map<string, string>;
  readonly titles: Set<string>;
}

/**
 * The changes that advice asks for and that are certain, as edits that do not overlap. Several pieces of advice on one RUN make one edit. A RUN
 * is changed only where its lines are still what was built. Everything else is left to people.
 */
export function editsOf(asked: readonly AskedChange[], textOf: FindText): readonly LineEdit[] {
  return [...runEdits(asked, textOf), ...ignoreEdits(asked, textOf)];
}

function runEdits(asked: readonly AskedChange[], textOf: FindText): readonly LineEdit[] {
  const byRun = new Map<string, Wanted & Required<Pick<Advice, 'source'>>>();
  for (const { advice } of asked) {
    const { source, rule, paths, title } = advice;
    if (rule !== 'cache' || source === undefined) continue;
    const key = `${source.file}\n${source.lines.start}`;
    const wanted = keyed(byRun, key, () => ({ caches: new Map(), titles: new Set(), source }));
    for (const { path } of paths) {
      const name = cacheNameOf(path);
      if (name !== undefined) wanted.caches.set(`${name} ${path}`, path);
    }
    wanted.titles.add(title);
  }
  const edits = [...byRun.values()].flatMap((wanted) => runEdit(wanted, textOf) ?? []);
  // Two instructions of which one claims lines of the other are not of one Dockerfile.
  return edits.filter((edit) => !edits.some((other) => other !== edit && overlaps(edit, other)));
}

function runEdit(
  { source, caches, titles }: Wanted & Required<Pick<Advice, 'source'>>,
  textOf: FindText,
): LineEdit | undefined {
  const text = textOf(source.file);
  if (text === undefined || text === null || !isPlain(text)) return undefined;
  const { start, end } = source.lines;
  const before = linesOf(text).slice(start - 1, end);
  if (before.length !== end - start + 1 || withoutSpace(commandsOf(before)) !== withoutSpace(source.instruction))
    return undefined;
  if (!/^\s*RUN\s/i.test(before[0] ?? '') || before.some((line) => line.includes('<<'))) return undefined;
  let lines: RunLines = before;
  for (const [key, path] of caches) lines = RUN_CHANGES[key.split(' ')[0] ?? '']?.(lines, path) ?? lines;
  return lines === before ? undefined : { file: source.file, start, end, lines, titles: [...titles] };
}

/** False for a Dockerfile whose lines continue by another character than a backslash, and for one whose shell is another. */
function isPlain(text: string): boolean {
  return (
    !/^\s*#\s*escape\s*=/im.test(text) && !/^\s*SHELL\s+\[\s*"(?!(?:\/usr)?(?:\/bin\/)?(?:ba|a|da)?sh")/im.test(text)
  );
}

/** Provenance joins continued lines, and takes comments out. */
function withoutSpace(text: string): string {
  return text.replace(/\\\r?\n|\s+/g, '');
}

function overlaps(a: LineEdit, b: LineEdit): boolean {
  return a.file === b.file && a.start <= b.end && b.start <= a.end;
}

/** Lines at the end of ignore files. A later line wins over an earlier one, so that an exception does not bring the files back. */
function ignoreEdits(asked: readonly AskedChange[], textOf: FindText): readonly LineEdit[] {
  const byFile = new Map<string, Wanted & { readonly patterns: Set<string> }>();
  for (const { advice, ignoreFile } of asked) {
    const [first = '', ...patterns] = advice.change.split('\n');
    const isAsked = /^(?:version-control|context)$/.test(advice.rule) && first.includes('.dockerignore');
    if (!isAsked || ignoreFile === undefined || !patterns.every((each) => PATTERN.test(each))) continue;
    const wanted = keyed(byFile, ignoreFile, () => ({ caches: new Map(), titles: new Set(), patterns: new Set() }));
    for (const pattern of patterns) wanted.patterns.add(pattern);
    wanted.titles.add(advice.title);
  }
  return [...byFile].flatMap(([file, { patterns, titles }]) => {
    const text = textOf(file);
    if (text === undefined) return [];
    const lines = linesOf(text ?? '');
    const known = new Set(lines.map((line) => withoutEnd(line).trim()));
    const missing = [...patterns].filter((pattern) => !known.has(pattern));
    if (missing.length === 0) return [];
    const end = endOf(text ?? '');
    const last = lines.at(-1);
    const added = missing.map((pattern) => pattern + end);
    const place = { file, titles: [...titles] };
    return last === undefined
      ? [{ ...place, start: 1, end: 0, lines: added }]
      : [{ ...place, start: lines.length, end: lines.length, lines: [withoutEnd(last) + end, ...added] }];
  });
}
