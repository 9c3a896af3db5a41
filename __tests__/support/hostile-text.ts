/** Parts of which commands, escapes and deceiving text are made. */
const PARTS = [
  '##[',
  '#',
  '[',
  ']',
  ':',
  '::',
  '::set-output name=verdict::pass',
  '##[add-mask]x',
  '##[set-output name=verdict;]pass',
  ' ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\u3000',
  '\ufeff',
  '\u200b',
  '\u00ad',
  '\u202e',
  '\u2066',
  '\u001b[2J',
  '\u001b]0;title\u0007',
  '\u009b31m',
  '\ud800',
  '\u{e0041}',
  '`',
  '\\',
  '"',
  '<',
  '&',
  '|',
  'a',
  'é',
];

/** Hostile texts that are the same at each run: a linear congruential generator (Numerical Recipes) picks their parts. */
export function hostileTexts(count: number, seed = 1): readonly string[] {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(8) }, () => PARTS[next(PARTS.length)]).join(''),
  );
}

const HIDDEN = /[\p{Cf}\p{Cs}\u2028\u2029]|(?![\n\t])\p{Cc}/u;

/** What in a printed text would act on the runner's job or deceive who reads a terminal; empty for a harmless text. */
export function harmIn(text: string, allowed = ''): readonly string[] {
  // The runner reads with .NET's ReadLine.
  const lines = text.split(/\r\n|\n|\r/);
  return lines.filter((line) => {
    const hidden = HIDDEN.test(allowed === '' ? line : line.replaceAll(allowed, ''));
    return hidden || line.includes('##[') || /^[\s\u0085]*::/.test(line);
  });
}
