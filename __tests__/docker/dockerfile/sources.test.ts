import { expect, test } from '@jest/globals';
import { contextSources, unsetInFrom } from '../../../src/docker/dockerfile/sources.ts';
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
