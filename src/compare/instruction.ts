import { instructionOf } from '../text/instruction.ts';

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
