/** What keeps a text from being well-formed and harmless SVG: markup and references besides our own, characters that XML 1.0 refuses. */
export function faultsOf(svg: string): readonly string[] {
  const tags = [...svg.matchAll(/<\/?([^\s/>]*)/g)].map(([, name]) => name ?? '');
  const known = ['svg', 'title', 'desc', 'style', 'rect', 'path', 'circle', 'text', 'g'];
  const open = (name: string) => [...svg.matchAll(new RegExp(`<${name}[ >]`, 'g'))].length;
  const closed = (name: string) => svg.split(`</${name}>`).length - 1;
  return [
    ...tags.filter((name) => !known.includes(name)).map((name) => `unknown tag <${name}`),
    ...['svg', 'title', 'desc', 'style', 'text', 'g']
      .filter((name) => open(name) !== closed(name))
      .map((name) => `${name} is left open`),
    ...(svg.match(/&(?!#\d+;)/g) ?? []).map(() => 'a bare &'),
    ...(svg.match(/[^\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu) ?? []).map(
      (c) => `U+${c.codePointAt(0)?.toString(16)}`,
    ),
    ...(svg.match(/NaN|Infinity|undefined/g) ?? []),
    ...attributesOf(svg)
      .filter((name) => !ATTRIBUTES.includes(name))
      .map((name) => `unknown attribute ${name}`),
    ...(svg.match(/<style>[^<]*(?:url\(|@import)/g) ?? []),
  ];
}

const ATTRIBUTES = [
  ...[
    'xmlns',
    'width',
    'height',
    'viewBox',
    'role',
    'aria-label',
    'class',
    'x',
    'y',
    'rx',
    'cx',
    'cy',
    'r',
    'd',
    'fill',
  ],
  ...['stroke-dasharray', 'text-anchor', 'text-rendering', 'textLength', 'font-family', 'font-size'],
];

function attributesOf(svg: string): readonly string[] {
  const tags = svg.match(/<[^>]*>/g) ?? [];
  return tags.flatMap((tag) =>
    [...tag.replace(/"[^"]*"/g, '""').matchAll(/([^\s<=]+)=/g)].map(([, name]) => name ?? ''),
  );
}

/** Text that tries to be markup, to hide, and to be no XML at all. */
export const HOSTILE = '<script>alert(1)</script>"\'&amp;]]>\u0000\u202e\ufffe\ud800<a href="https://example.org">';
