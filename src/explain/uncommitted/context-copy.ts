/** What a COPY or ADD takes from the build context, and where it puts it. */
export interface ContextCopy {
  /** Paths from the context's root, with wildcards; '' is the whole context. With `--parents`, `/./` is before the part that is kept. */
  readonly sources: readonly string[];
  /** As written, or with the values of its variables; undefined where these are not known. */
  readonly destination: string | undefined;
  /** Whether the directories of the sources are kept (`--parents`). */
  readonly parents?: true;
}

const LONGEST_INSTRUCTION = 4000;
const MOST_SOURCES = 50;
const COPY = /^\s*(?:COPY|ADD)((?:\s+--[a-z-]+(?:=\S*)?)*)\s+(.*)$/is;
/** Files of a stage, of another image or of a named context. */
const FROM = /--from\b/i;
const PARENTS = /--parents(?:=true)?(?:\s|$)/i;
/** Variables, escapes, quotes, here-documents and addresses. */
const UNSURE = /[$\\"']|^<<|:\/\/|^[\w-]+@[\w.-]+:/;

/**
 * Reads an instruction as written in the Dockerfile; undefined where it copies nothing from the context that can be told.
 * @param createdBy the layer's `created_by`, in which BuildKit writes the instruction with the values of its variables
 */
export function parseContextCopy(instruction: string, createdBy = ''): ContextCopy | undefined {
  if (instruction.length > LONGEST_INSTRUCTION || instruction.endsWith('…')) return undefined;
  const [, flags = '', rest = ''] = COPY.exec(instruction) ?? [];
  if (FROM.test(flags)) return undefined;
  const words = withValues(wordsOf(rest.trim()), createdBy);
  const last = words.at(-1);
  const hasParents = PARENTS.test(flags);
  const named = words.slice(0, -1).filter((word) => !UNSURE.test(word));
  const sources = named.flatMap((word) => sourceOf(word, hasParents) ?? []).slice(0, MOST_SOURCES);
  if (last === undefined || sources.length === 0) return undefined;
  return { sources, destination: UNSURE.test(last) ? undefined : last, ...(hasParents ? { parents: true } : {}) };
}

/** The words with the values of their variables, where the history has as many words. It leaves out quotes, so that names with spaces are not known. */
function withValues(words: readonly string[], createdBy: string): readonly string[] {
  if (!words.some((word) => word.includes('$')) || createdBy.length > LONGEST_INSTRUCTION) return words;
  const made = COPY.exec(createdBy.replace(/ # buildkit$/, ''))?.[2] ?? '';
  const values = made.split(' ').filter((word) => word !== '');
  return values.length === words.length ? values : words;
}

/** With `--parents` the first `/./` is kept, which is not at the start of the path. */
function sourceOf(word: string, hasParents: boolean): string | undefined {
  const pivot = hasParents ? word.indexOf('/./', 1) : -1;
  const parts = pivot < 0 ? [word] : [word.slice(0, pivot), word.slice(pivot + 3)];
  const paths = parts.map((part) => namesOf(part)?.join('/'));
  if (paths.includes(undefined)) return undefined;
  return paths[0] === '' && paths.length > 1 ? paths[1] : paths.join('/./');
}

/** The names in a path, without `.` and empty ones; undefined where it leads upwards. */
export function namesOf(path: string): readonly string[] | undefined {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  return names.includes('..') ? undefined : names;
}

function wordsOf(text: string): readonly string[] {
  if (!text.startsWith('[')) return text.split(/\s+/).filter((word) => word !== '');
  return Array.from(text.matchAll(/"((?:[^"\\]|\\.)*)"/g), ([, word = '']) => word);
}
