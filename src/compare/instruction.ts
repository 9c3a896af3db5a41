/** Bounds the work on hostile history. */
const LONGEST_TEXT = 4000;

const CLASSIC_NOP = /^\/bin\/sh -c #\(nop\)\s+/;
/** How BuildKit and the classic builder write a shell-form RUN, with build arguments (`|1 KEY=value`) or without. */
const SHELL = /^(?:RUN )?(?:\|\d+ .*? )?\/bin\/sh -c /s;

interface Instruction {
  readonly keyword: string;
  readonly words: ReadonlySet<string>;
}

/**
 * How alike two layers' `created_by` texts are: the Dice coefficient of their words, 0 to 1; 0 where the instruction
 * differs (RUN, COPY, ADD, …) or one text is empty, so that a RUN never counts as an edited COPY.
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
  const text = createdBy
    .slice(0, LONGEST_TEXT)
    .trim()
    .replace(/\s*# buildkit$/, '')
    .replace(CLASSIC_NOP, '')
    .replace(SHELL, 'RUN ');
  const [keyword = '', ...words] = text.split(/\s+/);
  return { keyword: keyword.toUpperCase(), words: new Set(words) };
}
