/** What a COPY or ADD takes from the build context, and where it puts it. */
export interface ContextCopy {
  /** Paths from the context's root; '' is the whole context. */
  readonly sources: readonly string[];
  /** As written; undefined where it holds a variable. */
  readonly destination: string | undefined;
}

const LONGEST_INSTRUCTION = 4000;
const MOST_SOURCES = 50;
const COPY = /^\s*(?:COPY|ADD)((?:\s+--[a-z-]+(?:=\S*)?)*)\s+(.*)$/is;
/** Files of a stage, of another image or of a named context; and those that keep the directories of their sources. */
const OTHER_FLAGS = /--(?:from|parents)\b/i;
/** Wildcards, variables, escapes, quotes, here-documents and addresses. */
const UNSURE = /[*?[\]$\\"']|^<<|:\/\/|^[\w-]+@[\w.-]+:/;

/** Reads an instruction as written in the Dockerfile; undefined where it copies nothing from the context that can be told. */
export function parseContextCopy(instruction: string): ContextCopy | undefined {
  if (instruction.length > LONGEST_INSTRUCTION || instruction.endsWith('…')) return undefined;
  const [, flags = '', rest = ''] = COPY.exec(instruction) ?? [];
  if (OTHER_FLAGS.test(flags)) return undefined;
  const words = wordsOf(rest.trim());
  const last = words.at(-1);
  const named = words.slice(0, -1).filter((word) => !UNSURE.test(word));
  const sources = named.flatMap((word) => namesOf(word)?.join('/') ?? []).slice(0, MOST_SOURCES);
  if (last === undefined || sources.length === 0) return undefined;
  return { sources, destination: UNSURE.test(last) ? undefined : last };
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
