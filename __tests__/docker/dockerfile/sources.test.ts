import { expect, test } from '@jest/globals';
import { contextSources, neededPart, unsetInFrom } from '../../../src/docker/dockerfile/sources.ts';
import { parseDockerfile } from '../../../src/docker/dockerfile/tree.ts';

const $ = '$';

test.each<[string, string[]]>([
  ['COPY a b/ /x/', ['a', 'b']],
  ['COPY . .', ['']],
  ['COPY --chown=1:1 --chmod=755 ./a/../b /', ['b']],
  ['COPY ../../a /', ['a']],
  ['COPY /a/ /', ['a']],
  ['COPY ["a b", "c", "/"]', ['a b', 'c']],
  ['COPY [a] /', ['[a]']],
  ['COPY --from=build /out /', []],
  ['COPY --link --from=0 /out /', []],
  ['COPY --parents ./a/./b.txt /', ['a/b.txt']],
  ['COPY <<EOF /x\nCOPY y /\nEOF', []],
  ['ADD https://example.com/a.tar git@github.com:a/b.git local.tar /', ['local.tar']],
  ['COPY *.json src/**/x? /', ['*.json', 'src/**/x?']],
  [`ARG D=apps/web\nCOPY ${$}D/a ${$}{D}/b ${$}{E:-c} /`, ['apps/web/a', 'apps/web/b', 'c']],
  [`ARG D\nCOPY apps/${$}D/a /`, ['apps/*/a']],
  [`COPY bin-${$}TARGETARCH /`, ['bin-*']],
  [
    'RUN --mount=type=bind,source=package.json,target=package.json --mount=type=cache,target=/x npm ci',
    ['package.json'],
  ],
  ['RUN --mount=target=. make', ['']],
  ['RUN --mount=type=bind,from=build,source=/out,target=/in cp /in/a /', []],
  ['RUN cp COPY x y', []],
  ['copy a \\\n  # not b\n  c /', ['a', 'c']],
])('%j takes %j from the context', (lines, sources) => {
  expect(contextSources(parseDockerfile(`FROM scratch\n${lines}\n`))).toEqual(sources);
});

test('a given argument comes before its default', () => {
  const tree = parseDockerfile(`FROM scratch\nARG D=a\nCOPY ${$}D /\n`);
  expect(contextSources(tree, { D: 'b' })).toEqual(['b']);
});

test.each<[string, string[]]>([
  [`ARG BASE\nFROM ${$}BASE`, ['BASE']],
  [`ARG BASE\nFROM ${$}{BASE}:1`, ['BASE']],
  [`ARG BASE=alpine\nFROM ${$}BASE`, []],
  [`ARG BASE\nFROM ${$}{BASE:-alpine}`, []],
  [`ARG A\nARG B=x\nFROM ${$}B AS ${$}A`, []],
  [`FROM --platform=${$}BUILDPLATFORM alpine`, []],
  [`FROM scratch\nARG BASE\nCOPY ${$}BASE /`, []],
])('%j needs a value for %j', (lines, names) => {
  expect(unsetInFrom(parseDockerfile(lines))).toEqual(names);
  expect(unsetInFrom(parseDockerfile(lines), { BASE: 'x' })).toEqual([]);
});

test.each<[string, string[]]>([
  ['', ['a', 'b', 'e']],
  ['dev', ['a', 'd']],
  ['BASE', ['a']],
  ['1', ['b']],
  ['gone', ['a', 'b', 'c', 'd', 'e']],
])('the target %j needs the sources %j', (target, sources) => {
  const text = `FROM scratch AS base
COPY a /
FROM scratch AS build
COPY b /
FROM scratch
COPY c /
FROM base AS dev
COPY d /
FROM base
RUN --mount=type=bind,from=build,target=/x --mount=target=/y,from=1 true
COPY --from=build /b /
COPY e /
`;
  expect(contextSources(neededPart(parseDockerfile(text), target))).toEqual(sources);
});

test('a stage behind a variable may be any before it', () => {
  const text = `FROM scratch AS a\nCOPY a /\nFROM scratch AS b\nCOPY --from=${$}X /a /\nFROM scratch AS c\nCOPY c /\nFROM b\n`;
  expect(contextSources(neededPart(parseDockerfile(text)))).toEqual(['a']);
});
