// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the Dockerfile's own substitution is what is tested
// Dockerfiles and ignore files made from pieces that a parser may take in more than one way.

/** @typedef {import('../../__tests__/fuzz/random.ts').Random} Random */

const DIRECTIVES = [
  '# syntax=docker/dockerfile:1',
  '# escape=`',
  '#escape = \\',
  '# check=skip=all',
  '# a=b',
  '#',
  '#!x',
];
const KEYWORDS = ['RUN', 'run', 'COPY', 'ADD', 'ENV', 'CMD', 'LABEL', 'ONBUILD RUN', 'ONBUILD COPY', 'ARG', 'SHELL'];
const FLAGS = ['', '', '', '--mount=type=bind,target=/x ', '--chmod="6 4 4" ', '--link --chown=a:b ', '-- '];
const FROMS = ['FROM a', 'from a:1 AS one', 'FROM --platform=$P one as Two', 'FROM a\\\n AS \\\n b', 'FROM\ta\tAs\tc'];
const NAMES = ['E', 'EOF', 'A B', 'x.y', '-E', "it's"];
const OPENINGS = [
  ...[
    '<<E',
    '<<-E',
    '<< E',
    '<<-  E',
    '<<\tE',
    '<< -E',
    '<<\\E',
    '<<-\\EOF',
    '<< \\EOF',
    '<<E\\OF',
    '<<"E"',
    "<<'EOF'",
  ],
  ...[
    '<<"A B"',
    "<<'A B'",
    '<<A\\ B',
    '<<E"O"F',
    "<<-'E'",
    '<<"E',
    "<<'E",
    '<<$E',
    '<<${E}',
    '<<"${E:-x}"',
    '<<E${x:-y}',
  ],
  ...[
    '<<E;',
    '<<E|cat',
    '<<E>f',
    '3<<E',
    'x<<E',
    '<<<E',
    '<<<<E',
    '<< <E',
    '<<""',
    '<<',
    '<<-',
    '< <E',
    '<<E<<EOF',
    '(<<E)',
  ],
  ...[
    '"<<E"',
    "'<<E'",
    '\\<<E',
    '\\\\<<E',
    '$<<E',
    '${x:- <<E y}',
    '${x:-y}<<E',
    '"${x}"<<E',
    '<<\\\\E',
    "<<-$'E'",
    '<<x.y',
  ],
];
const WORDS = [
  ...[
    'a',
    'b=c',
    '"d e"',
    "'f g'",
    "it's",
    '"open',
    '\\"',
    "\\'",
    '$x',
    '${x}',
    '${x:-y}',
    '${x',
    '${}',
    '${x/a/b}',
    '${x#"a}',
    '$',
  ],
  ...[
    '["a"]',
    '["a", "<<E"]',
    '["a", 1]',
    '["a" <<E',
    '[ "<<E" ]',
    '#c',
    '&&',
    ';',
    '\\',
    '`',
    '\\\\',
    'é',
    '\u00a0',
    '\t',
    '"\\',
    '/d/',
  ],
];
const JOINS = [
  ' ',
  ' ',
  ' ',
  '  ',
  '\t',
  ' \\\n',
  '\\\n',
  '\\ \n  ',
  ' `\n',
  ' \\\n# c\n',
  ' \\\n\n',
  '\\\\\n',
  '\\\t\n\t',
  '\\\f\n',
];
const BETWEEN = ['', '', '', '\n', '# c\n', '  # <<E\n', '\t\n', ' \\\n', '\\\n', '\f\n'];
const LINES = [
  'x',
  '',
  'E',
  'EOF',
  '\tE',
  ' E',
  'E ',
  'E\r',
  'RUN y',
  'FROM z',
  '# c',
  'a \\',
  '"',
  '\tEOF',
  '\t\tA B',
];

/** @param {Random} random @param {number} most @param {() => string} make @returns {string[]} */
function several(random, most, make) {
  return Array.from({ length: random.below(most + 1) }, make);
}

/** @param {Random} random @returns {string} */
function instruction(random) {
  const words = several(random, 4, () => {
    const opens = random.below(3) === 0;
    return random.pick(JOINS) + random.pick(opens ? OPENINGS : WORDS);
  });
  const line = `${random.pick(KEYWORDS)} ${random.pick(FLAGS)}${words.join('').trimStart()}`;
  const bodies = several(random, 2, () => {
    const body = several(random, 3, () => `${random.pick(LINES)}\n`).join('');
    return `${body}${random.pick(['', '\t'])}${random.pick(NAMES)}\n`;
  });
  return `${random.pick(['', '', ' ', '\t'])}${line}${random.pick(['\n', '\n', ' \n'])}${line.includes('<<') ? bodies.join('') : ''}`;
}

/** A Dockerfile of a few instructions. @param {Random} random @returns {string} */
export function dockerfile(random) {
  const directives = several(random, 2, () => `${random.pick(DIRECTIVES)}\n`).join('');
  const parts = several(
    random,
    3,
    () => `${random.pick(BETWEEN)}${random.below(4) === 0 ? `${random.pick(FROMS)}\n` : instruction(random)}`,
  );
  const text = `${random.pick(['', '', '\ufeff'])}${directives}${random.pick(FROMS)}\n${parts.join('')}`;
  const ended = random.below(5) === 0 ? text.replace(/\n$/, '') : text;
  return random.below(6) === 0 ? ended.replaceAll('\n', '\r\n') : ended;
}

const PIECES = [
  'a',
  'b',
  'x',
  'é',
  '😀',
  '*',
  '*',
  '**',
  '**/',
  '/',
  '/',
  '?',
  '.',
  '..',
  './',
  '[a-c]',
  '[^a]',
  '[^',
  '[',
  ']',
  '\\',
  '\\*',
  ' ',
];
const PRINTABLE = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));
const PATHS = [
  'a',
  'b',
  'x',
  'a/b',
  'a/x',
  'x/a',
  'a/b/x',
  '.a',
  'a.b',
  'é',
  '😀/a',
  'a b',
  'a|b',
  '{a}',
  'a/{',
  '}',
  '|',
  '$',
  '^',
  '(a)',
  '+',
  'a\\b',
  '[a]',
];

/** An ignore file of a few patterns, and paths to ask for. @param {Random} random @returns {{ text: string, paths: readonly string[] }} */
export function ignore(random) {
  const lines = several(random, 3, () => {
    const pieces = several(random, 4, () => random.pick(random.below(4) === 0 ? PRINTABLE : PIECES));
    return `${random.pick(['', '', '!', '/', ' '])}${pieces.join('')}\n`;
  });
  const drawn = several(random, 4, () => `${random.pick(PATHS)}${random.pick(PRINTABLE)}`.replaceAll('/', 'a').trim());
  return { text: lines.join(''), paths: [...PATHS, ...drawn.filter((path) => !/^\.{0,2}$/.test(path))] };
}

const SHAPES = [
  'aCb',
  '?Cb',
  '*Cb',
  'aCx*',
  '**/Cb',
  'a/**/Cb',
  '[C]b',
  '[xC]b',
  '[C-z]b',
  'a\\Cb',
  '!*C',
  'C',
  'Ca',
  '*C',
  '**C',
];

/** Ignore files with each character of ASCII at each place of a pattern. @returns {readonly { text: string, paths: readonly string[] }[]} */
export function ignoresOfEachCharacter() {
  const chars = Array.from({ length: 127 }, (_, at) => String.fromCharCode(at + 1));
  const others = chars.filter((char) => !'/\n'.includes(char));
  const paths = ['aCb', 'xCb', 'aCx', 'x/Cb', 'a/x/Cb', 'Cb', 'aC', 'xC'].flatMap((path) =>
    others.map((other) => path.replace('C', () => other)),
  );
  return chars.flatMap((char) =>
    SHAPES.map((shape) => ({ text: `ab\n**/b\n${shape.replace('C', () => char)}\n`, paths })),
  );
}

const VALUES = [
  ...[
    '"a"',
    '"a${b}c"',
    '"${"x}"}"',
    '"$${a"',
    '"%%{a"',
    '"\\"}"',
    '"\\\\"',
    '"%{ if a }b%{ endif }"',
    '"$"',
    '"$$"',
    '"100%"',
    '"# no"',
    '"/* no"',
  ],
  ...[
    '[]',
    '["a", "b"]',
    '[\n"a", # "x"]\n"b",\n// }\n]',
    '[/* ] */ "a"]',
    '{ a = "b" }',
    '{\n a = "}"\n b = [1]\n}',
    '{ "a" : 1, (b) = 2 }',
  ],
  ...[
    'a',
    'a.b',
    'a["b"]',
    'a[0].b',
    'a[*].b',
    'a.*.b',
    'f(a, "b")',
    'f(\na,\n"b"\n)',
    'f(a...)',
    '(a\n+\nb)',
    'a ? b : c',
    'a != "" ? "}" : "{"',
  ],
  ...[
    '<<E\nx }\nE',
    '<<-E\n  x "\n  E',
    '<<E\n${a}\n$${b\nE',
    '[<<E\nx\nE\n]',
    'f(<<E\nx\nE\n)',
    '<<E\n%{ for x in y }\nE x\n%{ endfor }\nE',
    '<<E_1\n E\nE_1',
  ],
  ...[
    '[for x in y : x]',
    '{for k, v in y : k => "${v}" if v != ""}',
    '-1',
    '1.5e3',
    '!a',
    'null',
    'true && false',
    'a / b',
    'a /* c */ + b',
    'a < b',
    '"${<<E\nx\nE\n}"',
  ],
];
const COMMENTS = ['', '', '', ' # c "', ' // c {', ' /* c } */', ' #'];
const KEYS = ['a', 'output', 'a-b', '_c', 'é', 'target', 'group', 'variable'];
const LABELS = ['', ' "a"', ' a', ' "a" "b"', '"a"', ' "a-b" ', ' "}"', ' /* c */ "a"', ' "é"'];
const GAPS = ['', '', '\n', '# c {\n', '// }\n', '/* "\n */', '  \n', '\t', '\r\n'];

/** @param {Random} random @param {number} depth @returns {string} */
function hclBody(random, depth) {
  const used = new Set();
  const parts = several(random, 3, () => {
    const key = random.pick(KEYS);
    const gap = random.pick(GAPS);
    if (depth < 2 && random.below(3) === 0) {
      const label = random.pick(LABELS);
      const inner =
        random.below(3) === 0
          ? random.pick(['', ' ', ` a = ${random.pick(VALUES)} `])
          : `${random.pick(COMMENTS)}\n${hclBody(random, depth + 1)}`;
      return `${gap}${key}${label}${random.pick([' ', ''])}{${inner}}${random.pick(COMMENTS)}\n`;
    }
    if (used.has(key)) return gap;
    used.add(key);
    return `${gap}${key}${random.pick([' = ', '=', '  =\t', ' /* c */ = '])}${random.pick(VALUES)}${random.pick(COMMENTS)}\n`;
  });
  return parts.join('');
}

/** A bake file. @param {Random} random @returns {string} */
export function hcl(random) {
  const text = hclBody(random, 0);
  const ended = random.below(5) === 0 ? text.replace(/\n$/, '') : text;
  return random.below(8) === 0 ? ended.replace(/(?<!\r)\n/g, '\r\n') : ended;
}
