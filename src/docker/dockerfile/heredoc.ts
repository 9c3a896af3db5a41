/** A here-document of an instruction. */
export interface Heredoc {
  readonly name: string;
  /** Its lines, without the one that ends it. */
  readonly body: string;
}

/** Instructions that can have one; ONBUILD holds another instruction. */
const WITH_HEREDOC = /^(?:RUN|COPY|ADD)$/;
const IN_ONBUILD = /^(?:run|copy|add)\s/i;
/** A word of a shell command, quotes kept. */
const WORD = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs;
const OPENING = /^\d*<<(-?)([^<]+)$/;

/** The here-documents that an instruction's line opens, in order. Source: BuildKit's frontend/dockerfile/parser, heredocsFromLine. */
export function findHeredocs(
  keyword: string,
  argument: string,
): readonly { readonly name: string; readonly chomp: boolean }[] {
  if (!argument.includes('<<')) return [];
  if (!WITH_HEREDOC.test(keyword) && !(keyword === 'ONBUILD' && IN_ONBUILD.test(argument))) return [];
  return [...argument.matchAll(WORD)].flatMap(([word]) => {
    const [, dash = '', quoted] = OPENING.exec(word) ?? [];
    const name = quoted?.replace(/["']/g, '') ?? '';
    return name === '' ? [] : [{ name, chomp: dash === '-' }];
  });
}
