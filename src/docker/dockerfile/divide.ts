/** The line of an instruction, divided. */
export interface Divided {
  /** In capitals */
  readonly keyword: string;
  /** The text after the keyword */
  readonly argument: string;
  /** The text after the flags */
  readonly operands: string;
}

/** Divides the line of an instruction as BuildKit's parser does it (splitCommand). `escapedBy` is the file's escape character. */
export function divide(line: string, escapedBy: string): Divided {
  const [, word = '', argument = ''] = /^([^\t\v\f\r ]+)[\t\v\f\r ]*(.*)$/s.exec(line) ?? [];
  return { keyword: word.toUpperCase(), argument, operands: withoutFlags(argument, escapedBy) };
}

/** Flags come first, begin with `--` and may be quoted. A single `--` ends them. Source: BuildKit's parser, extractBuilderFlags. */
function withoutFlags(argument: string, escapedBy: string): string {
  const one = escapedBy === '`' ? '`' : '\\\\';
  const flag = new RegExp(
    `\\s*--(?:[^\\s"'${one}]|${one}.|"(?:[^"${one}]|${one}.)*"|'(?:[^'${one}]|${one}.)*')*(?=\\s|$)`,
    'sy',
  );
  for (let found = flag.exec(argument); found !== null; found = flag.exec(argument)) {
    const at = flag.lastIndex;
    if (found[0].trim() === '--') return argument.slice(at).trim();
    argument = argument.slice(at);
    flag.lastIndex = 0;
  }
  return argument.trim();
}
