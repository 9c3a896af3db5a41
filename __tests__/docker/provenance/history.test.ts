// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the Dockerfile's own substitution is what is tested
import { describe, expect, test } from '@jest/globals';
import { inferBase, inferSources } from '../../../src/docker/provenance/history.ts';

/** The first lines of the instructions that each layer's `created_by` (bottom first) is matched with. */
const infer = (text: string, createdBy: readonly string[], target = '') =>
  inferSources(createdBy, { known: { file: 'Dockerfile' }, text, target, values: {} }).map(
    (source) => source?.lines.start,
  );

describe('an instruction belongs to the layer', () => {
  test.each<[string, string, string]>([
    ['run by the shell', 'RUN a  b', 'RUN /bin/sh -c a  b # buildkit'],
    ['run with build arguments', 'RUN a b', 'RUN |2 X=1 Y=a b /bin/sh -c a b # buildkit'],
    ['run with mounts', 'RUN --mount=type=cache,target=/c --network=none a', 'RUN /bin/sh -c a # buildkit'],
    ['run without a shell', 'RUN ["/bin/a", "b c"]', 'RUN /bin/a b c # buildkit'],
    ['run with square brackets that are no JSON', 'RUN [ -e /a ]', 'RUN /bin/sh -c [ -e /a ] # buildkit'],
    ['a here-document', 'RUN <<E\na\nb\nE', 'RUN /bin/sh -c a\nb\n # buildkit'],
    ['a here-document with a quoted name', 'RUN << "A B"\na\nb\nA B', 'RUN /bin/sh -c a\nb\n # buildkit'],
    ['a here-document with an escaped name', 'RUN <<\\E\na\nb\nE', 'RUN /bin/sh -c a\nb\n # buildkit'],
    ['a here-document of a command', 'RUN cat <<E >/x\na\nE', 'RUN /bin/sh -c cat <<E >/x\na\nE # buildkit'],
    ['a copy', 'COPY --link --from=x --chmod=1 a b /c', 'COPY --chmod=1 a b /c # buildkit'],
    ['a copy in JSON', 'COPY ["a b", "/c"]', 'COPY a b /c # buildkit'],
    ['a copy in quotes', 'COPY "a b" /c', 'COPY a b /c # buildkit'],
    ['a copy of a here-document', 'COPY <<E /c\nx\nE', 'COPY <<E /c # buildkit'],
    ['a copy of files and here-documents', "COPY <<a <<-'b' f /c/\nx\na\ny\nb", 'COPY f <<a <<b /c/ # buildkit'],
    ['a copy with its directories', 'COPY --parents --exclude=*.md ./d/./x /c', 'COPY --parents ./d/./x /c # buildkit'],
    ['a file from a server', 'ADD --checksum=sha256:1 http://h/f /c', 'ADD http://h/f /c # buildkit'],
    ['run with a device', 'RUN --device=a.b/c=d,required=false e', 'RUN /bin/sh -c e # buildkit'],
    ['with variables', 'ADD ${A}-$B.tar /c', 'ADD 1-2.tar /c # buildkit'],
    ['in small letters', 'copy a /b', 'COPY a /b # buildkit'],
    ['a directory', 'WORKDIR /a/', 'WORKDIR /a'],
    ['a relative directory', 'WORKDIR b', 'WORKDIR /a/b'],
    ['a directory above', 'WORKDIR ../b', 'WORKDIR /b'],
    ['a directory with a variable', 'WORKDIR $A/b', 'WORKDIR /a/b'],
  ])('that is %s', (_what, instruction, createdBy) => {
    expect(infer(`FROM x\n${instruction}`, ['ADD base / # buildkit', createdBy])).toEqual([undefined, 2]);
  });

  test.each<[string, string, string]>([
    ['another command', 'RUN a', 'RUN /bin/sh -c b # buildkit'],
    ['another keyword', 'ADD a /b', 'COPY a /b # buildkit'],
    ['a command that goes on', 'RUN a', 'RUN /bin/sh -c a b # buildkit'],
    ['another source', 'COPY a /b', 'COPY aa /b # buildkit'],
    ['another place for what is between variables', 'COPY $A/x/$B /c', 'COPY 1/y/2 /c # buildkit'],
    ['parts that overlap', 'COPY ab$A /c', 'COPY ab # buildkit'],
    ['another directory', 'WORKDIR /a', 'WORKDIR /b'],
    ['a directory with the same end', 'WORKDIR b', 'WORKDIR /ab'],
    ['other here-documents', 'COPY <<a <<b /c/\na\nb', 'COPY <<b <<a /c/ # buildkit'],
    ['no history', 'COPY a /b', ''],
  ])('but not to one made by %s', (_what, instruction, createdBy) => {
    expect(infer(`FROM x\n${instruction}`, ['ADD base / # buildkit', createdBy])).toEqual([undefined, undefined]);
  });
});

describe('the base image by history', () => {
  const base = (text: string, createdBy: readonly string[], values = {}) =>
    inferBase(createdBy, { known: { file: 'Dockerfile' }, text, target: '', values });
  const BELOW = 'ADD base / # buildkit';
  const OWN = 'COPY a / # buildkit';
  const DIGEST = `sha256:${'1'.repeat(64)}`;

  test.each<[string, string, readonly string[], object, object | undefined]>([
    [
      'is that of the FROM',
      'FROM debian:12\nCOPY a /',
      [BELOW, OWN],
      {},
      { ownLayers: 1, baseImage: 'docker.io/library/debian:12' },
    ],
    [
      'has a digest where the FROM names one',
      `FROM debian:12@${DIGEST}\nCOPY a /`,
      [BELOW, OWN],
      {},
      { ownLayers: 1, baseImage: 'docker.io/library/debian:12', baseDigest: DIGEST },
    ],
    [
      'is that of the first stage of the lineage',
      'FROM a AS x\nCOPY a /\nFROM b\nFROM x\nCOPY a /',
      [BELOW, OWN, OWN],
      {},
      { ownLayers: 2, baseImage: 'docker.io/library/a:latest' },
    ],
    [
      'is named by a build argument',
      'ARG TAG=1\nFROM acme/base:$TAG\nCOPY a /',
      [BELOW, OWN],
      { TAG: '2' },
      { ownLayers: 1, baseImage: 'docker.io/acme/base:2' },
    ],
    ['is none for an image from scratch', 'FROM scratch\nCOPY a /', [OWN], {}, { ownLayers: 1 }],
    ['is unknown where there are layers below scratch', 'FROM scratch\nCOPY a /', [BELOW, OWN], {}, undefined],
    ['is unknown where a variable hides it', 'FROM $BASE\nCOPY a /', [BELOW, OWN], {}, undefined],
    ['is unknown where the history does not match', 'FROM debian\nCOPY b /', [BELOW, OWN], {}, undefined],
  ])('%s', (_what, text, createdBy, values, expected) => {
    expect(base(text, createdBy, values)).toEqual(expected);
  });
});

const STAGES = 'FROM x AS a\nCOPY 1 /\nFROM y AS b\nCOPY 1 /\nFROM a AS c\nENV A=b\nWORKDIR /\nCOPY 2 /\n';
const made = (...names: string[]) => names.map((name) => `COPY ${name} / # buildkit`);

test.each<[string, readonly string[], string, readonly (number | undefined)[]]>([
  ['through its stages', made('0', '1', '2'), '', [undefined, 2, 8]],
  ['to the target', made('0', '1'), 'B', [undefined, 4]],
  ['but not to a target that is not there', made('0', '1'), 'none', [undefined, undefined]],
  ['in full or not at all', made('9', '2'), '', [undefined, undefined]],
  ['only where there are layers enough', made('2'), '', [undefined]],
])('history is matched %s', (_what, createdBy, target, lines) => {
  expect(infer(STAGES, createdBy, target)).toEqual(lines);
});

test('where a variable hides what a stage starts from, no source is known', () => {
  expect(infer('FROM x AS a\nCOPY 1 /\nFROM $V\nCOPY 2 /', made('1', '2'))).toEqual([undefined, undefined]);
});

test('the sources are marked as inferred', () => {
  const known = { file: 'docker/Dockerfile', firstLine: 11 };
  const inference = { known, text: 'FROM x AS a\ncopy b \\\n /\n', target: '', values: {} };
  expect(inferSources(['COPY b / # buildkit'], inference)).toEqual([
    { file: 'docker/Dockerfile', stage: 'a', instruction: 'copy b /', lines: { start: 12, end: 13 }, inferred: true },
  ]);
});

test.each<[string, string, string]>([
  ['variables', `COPY ${'$A'.repeat(100_000)} /`, `COPY ${'x'.repeat(100_000)} /`],
  ['flags', `COPY ${'--a '.repeat(100_000)}b /`, 'COPY b /'],
  ['spaces', `RUN a${' '.repeat(500_000)}b`, `RUN /bin/sh -c a${' '.repeat(500_000)}b # buildkit`],
  ['nested JSON', `RUN ${'['.repeat(500_000)}`, `RUN /bin/sh -c ${'['.repeat(500_000)} # buildkit`],
])('endless %s are still matched', (_what, instruction, createdBy) => {
  expect(infer(`FROM x\n${instruction}`, [createdBy])).toEqual([2]);
});
