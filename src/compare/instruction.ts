/** Bounds the work on a hostile history, in characters. */
const LONGEST_TEXT = 4000;

const BUILDKIT = '# buildkit';
const CLASSIC_NOP = /^\/bin\/sh -c #\(nop\)\s+/;
/** How BuildKit and the classic builder write a shell-form RUN, with build arguments (`|1 KEY=value`) or without. */
const SHELL = /^(?:RUN )?(?:\|\d{1,3} .*? )?\/bin\/sh -c /s;

/** The instruction of a Dockerfile in a layer's `created_by`, without what BuildKit and the classic builder wrap around it. */
export function instructionOf(createdBy: string): string {
  const text = createdBy.slice(0, LONGEST_TEXT).trim();
  const own = text.endsWith(BUILDKIT) ? text.slice(0, -BUILDKIT.length).trimEnd() : text;
  return own.replace(CLASSIC_NOP, '').replace(SHELL, 'RUN ');
}

interface Instruction {
  readonly keyword: string;
  readonly words: ReadonlySet<string>;
}

/**
 * How alike two layers' `created_by` texts are: the Dice coefficient of their words, 0 to 1. It is 0 where one text is empty. It is also 0
 * where the instruction differs (RUN, COPY, ADD, …), so that a RUN never counts as an edited COPY.
 */
export function similarity(a: string, b: string): number {
  const [left, right] = [parseInstruction(a), parseInstruction(b)];
  if (left.keyword === '' || left.keyword !== right.keyword) return 0;
  const total = left.words.size + right.words.size;
  const common = [...left.words].filter((word) => right.words.has(word)).length;
  return total === 0 ? 1 : (2 * common) / total;
}

/** Reads what BuildKit (`RUN /bin/sh -c … # buildkit`) and the classic builder (`/bin/sh -c #(nop) COPY …`) write. */
function parseInstruction(createdBy: string): Instruction {
  const [keyword = '', ...words] = instructionOf(createdBy).split(/\s+/);
  return { keyword: keyword.toUpperCase(), words: new Set(words) };
}
