import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { hashText } from '../../../src/docker/dockerfile/tree.ts';
import { readSources } from '../../../src/docker/provenance/sources.ts';

const shown = (sources: ReturnType<typeof readSources>) =>
  sources?.map((source) => source && `${source.file}:${source.lines.start}-${source.lines.end} ${source.stage}`);

describe('real provenance', () => {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(import.meta.dirname, 'metadata', `${name}.json`), 'utf8'));

  test.each(['classic-store', 'containerd-store', 'docker-container-cached'])(
    'of %s has the lines of each of the Dockerfile’s own layers',
    (name) => {
      const sources = readSources(read(name), [{ file: 'docker/Dockerfile' }]);
      const lines = ['12-12', '13-14', '15-15', '16-16', '17-20', '21-21', '22-22', '23-23'];
      expect(shown(sources)).toEqual(lines.map((range) => `docker/Dockerfile:${range} 1`));
      expect(sources?.map((source) => source?.instruction)).toEqual([
        'WORKDIR /srv',
        'COPY --link src/a src/b /srv/',
        'COPY --link --from=tools /opt/t /opt/t',
        'COPY --chown=1000:1000 --from=tools /t1 /srv/t1',
        'COPY <<EOF /etc/app.conf\nhello\nworld\nEOF',
        'ADD --chmod=755 src/a /usr/local/bin/a',
        'RUN true',
        'RUN rm /srv/t1 && touch /srv/new',
      ]);
    },
  );

  test('of BuildKit 0.34 has the lines of the newest options, and of here-documents of several files', () => {
    const sources = readSources(read('buildkit-0.34-options'), [{ file: 'Dockerfile' }]);
    const lines = ['4-5', '6-6', '7-7', '8-9', '10-12', '13-14', '15-19', '20-20', '21-21'];
    expect(shown(sources)).toEqual(lines.map((range) => `Dockerfile:${range} 1`));
    expect(sources?.map((source) => source?.instruction.split(' ', 2).join(' '))).toEqual([
      'COPY --parents',
      'COPY --exclude=packed.tar',
      'ADD --unpack=false',
      'ADD --unpack',
      `ADD --checksum=sha256:${'8fe88bf015b53b37b5fa84dc726cd93aacca97f601185be11f5fb74fa3d77802'}`,
      'RUN --device=vendor.com/device=first,required=false',
      'COPY <<one',
      'COPY --from=tools',
      'COPY --link',
    ]);
  });

  test('of another Dockerfile than the build’s has no sources', () => {
    const sources = readSources(read('classic-store'), [{ file: 'Dockerfile', digest: hashText('another') }]);
    expect(sources).toEqual(Array(8).fill(undefined));
  });
});

const SOURCE = 'https://mobyproject.org/buildkit@v1#metadata';
const at = (start: unknown, end = start, sourceIndex?: unknown) => ({
  ...(sourceIndex === undefined ? {} : { sourceIndex }),
  ranges: [{ start: { line: start }, end: { line: end } }],
});

interface Made {
  readonly text?: string;
  readonly infos?: unknown;
  readonly locations?: unknown;
  readonly args?: unknown;
}

/** The provenance of an image from scratch with a layer for each list of locations, bottom first. */
function provenance(
  steps: readonly unknown[],
  { text = 'FROM scratch AS a\nCOPY 1 /\nCOPY 2 /\n', ...made }: Made = {},
) {
  const chain = steps.map((_, step) => ({
    id: `s${step}`,
    op: { Op: { file: { actions: [{ input: step === 0 ? -1 : 0 }] } } },
    inputs: step === 0 ? [] : [`s${step - 1}:0`],
  }));
  const infos = [{ filename: '\u001b[31m../../etc/passwd\n', data: Buffer.from(text).toString('base64') }];
  const locations = Object.fromEntries(steps.map((list, step) => [`s${step}`, { locations: list }]));
  return {
    'buildx.build.provenance': {
      invocation: { parameters: { args: made.args } },
      buildConfig: { llbDefinition: [...chain, { id: 'end', op: {}, inputs: [`s${steps.length - 1}:0`] }] },
      metadata: { [SOURCE]: { source: { infos: made.infos ?? infos, locations: made.locations ?? locations } } },
    },
  };
}

const KNOWN = [{ file: 'Dockerfile' }];

describe('of a step with several places', () => {
  const text = [
    'FROM scratch AS one',
    'COPY a /',
    'FROM scratch AS two',
    'COPY a /',
    'FROM $V AS three',
    'COPY a /',
    'FROM two AS four',
    'COPY b /',
  ].join('\n');
  const all = [at(2), at(4), at(6)];

  test.each<[string, readonly unknown[], object | undefined, readonly (string | undefined)[]]>([
    ['the last stage starts from', [all, [at(8)]], undefined, ['4-4 two', '8-8 four']],
    ['the target is', [all], { target: 'ONE' }, ['2-2 one']],
    ['is left below one that is certain', [all, [at(8)]], { target: 'none' }, ['4-4 two', '8-8 four']],
    [
      'an argument names',
      [[at(2), at(4)], [at(6)]],
      { target: 'three', 'build-arg:V': 'one' },
      ['2-2 one', '6-6 three'],
    ],
    ['nobody can tell is none', [[at(2), at(4)], [at(6)]], { target: 'three' }, [undefined, '6-6 three']],
    ['no stage of the target’s is, none is', [[at(2), at(6)], [at(8)]], undefined, [undefined, '8-8 four']],
    ['is told twice is one', [[at(4), at(4)], [at(8)]], undefined, ['4-4 two', '8-8 four']],
  ])('the one that %s', (_what, steps, args, expected) => {
    const sources = shown(readSources(provenance(steps, { text, args }), KNOWN));
    expect(sources).toEqual(expected.map((place) => place && `Dockerfile:${place}`));
  });
});

test('of several Dockerfiles each step has its own', () => {
  const [own, linked] = ['FROM base\nCOPY b /\n', 'FROM scratch\n\nCOPY a /\n'];
  const infos = [linked, own].map((text) => ({ data: Buffer.from(text).toString('base64') }));
  const known = [own, linked].map((text, n) => ({ file: `${n}/Dockerfile`, digest: hashText(text), firstLine: n + 1 }));
  const sources = readSources(provenance([[at(3)], [at(2, 2, 1)]], { infos }), known);
  expect(shown(sources)).toEqual(['1/Dockerfile:4-4 0', '0/Dockerfile:2-2 0']);
});

describe('hostile provenance', () => {
  test.each<[string, unknown]>([
    ['no locations', undefined],
    ['locations that are none', 'x'],
    ['no ranges', [{}]],
    ['ranges that are none', [{ ranges: [null, 5] }]],
    ['a line that is a text', [at('2')]],
    ['a line 0', [at(0)]],
    ['half a line', [at(2.5)]],
    ['a line beyond the file', [at(2 ** 53)]],
    ['an end beyond the file', [at(2, 1e12)]],
    ['an end before its start', [at(3, 2)]],
    ['infinite lines', [at(Number.POSITIVE_INFINITY)]],
    ['a line between two instructions', [at(4)]],
    ['a Dockerfile that is not there', [at(2, 2, 7)]],
    ['a Dockerfile by a negative number', [at(2, 2, -1)]],
    ['a Dockerfile by the name of every array', [at(2, 2, 'length')]],
  ])('with %s has no source for that layer', (_what, locations) => {
    expect(shown(readSources(provenance([[at(2)], locations]), KNOWN))).toEqual(['Dockerfile:2-2 a', undefined]);
  });

  test.each<[string, Made]>([
    ['no Dockerfiles', { infos: [] }],
    ['Dockerfiles that are none', { infos: 'x' }],
    ['a Dockerfile without text', { infos: [{ data: 5 }] }],
    ['an endless Dockerfile', { infos: [{ data: 'QUFB'.repeat(600_000) }] }],
    ['binary Dockerfiles', { infos: [{ data: Buffer.alloc(1000, 0xff).toString('base64') }] }],
    ['locations in a list', { locations: [[at(2)]] }],
    ['more stages than anybody has', { text: 'FROM a\n'.repeat(2000) }],
  ])('with %s has no sources', (_what, made) => {
    expect(readSources(provenance([[at(2)], [at(3)]], made), KNOWN)).toEqual([undefined, undefined]);
  });

  test('with deceptive names has the build’s own', () => {
    expect(shown(readSources(provenance([[at(2)]]), KNOWN))).toEqual(['Dockerfile:2-2 a']);
  });

  test('with a million places is bounded', () => {
    const million = Array.from({ length: 1_000_000 }, () => at(2));
    const ranges = Array.from({ length: 1_000_000 }, () => ({ start: { line: 3 }, end: { line: 3 } }));
    const sources = readSources(provenance([million, [{ ranges }]]), KNOWN);
    expect(shown(sources)).toEqual(['Dockerfile:2-2 a', 'Dockerfile:3-3 a']);
  });

  test.each<[string, unknown]>([
    ['none at all', {}],
    ['a circle', { 'buildx.build.provenance': { buildConfig: { llbDefinition: [{ id: 'a', inputs: ['a:0'] }] } } }],
    ['a text', { 'buildx.build.provenance': 'x' }],
  ])('that is %s has no source for any layer', (_what, metadata) => {
    expect(readSources(metadata, KNOWN)).toBeUndefined();
  });
});
