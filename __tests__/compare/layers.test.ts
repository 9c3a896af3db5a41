import { describe, expect, test } from '@jest/globals';
import { like, matchLayers } from '../../src/compare/layers.ts';
import type { LayerChange } from '../../src/model/layer.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { type LayerRow, measurement } from '../support/measurements.ts';

const APT = 'RUN /bin/sh -c apt-get update && apt-get install -y curl # buildkit';
const APT_MORE = 'RUN /bin/sh -c apt-get update && apt-get install -y curl build-essential # buildkit';
const PIP = 'RUN /bin/sh -c pip install -r requirements.txt # buildkit';
const COPY = 'COPY app /srv # buildkit';
const DEBIAN = "# debian.sh --arch 'amd64' out/ 'bookworm' '@1700000000'";
const DEBIAN_NEXT = "# debian.sh --arch 'amd64' out/ 'bookworm' '@1710000000'";

describe('what becomes of each layer', () => {
  test.each<[string, LayerRow[], LayerRow[], string[]]>([
    ['nothing to match', [], [], []],
    [
      'identical images',
      [
        ['a', 1, 1, APT],
        ['b', 2, 2, COPY],
      ],
      [
        ['a', 1, 1, APT],
        ['b', 2, 2, COPY],
      ],
      ['unchanged a a', 'unchanged b b'],
    ],
    [
      'a layer added at the end',
      [['a', 1, 1]],
      [
        ['a', 1, 1],
        ['b', 2, 2],
      ],
      ['unchanged a a', 'added - b'],
    ],
    [
      'a layer added at the start',
      [['a', 1, 1]],
      [
        ['b', 2, 2],
        ['a', 1, 1],
      ],
      ['added - b', 'unchanged a a'],
    ],
    [
      'removed ones keep their place',
      [
        ['x', 1, 1],
        ['a', 1, 1],
        ['y', 1, 1],
        ['b', 1, 1],
        ['z', 1, 1],
      ],
      [
        ['a', 1, 1],
        ['b', 1, 1],
      ],
      ['removed x -', 'unchanged a a', 'removed y -', 'unchanged b b', 'removed z -'],
    ],
    ['all gone', [['a', 1, 1]], [], ['removed a -']],
    [
      'the same instruction with other content',
      [
        ['a', 1, 1],
        ['b', 2, 2, COPY],
      ],
      [
        ['a', 1, 1],
        ['c', 3, 3, COPY],
      ],
      ['unchanged a a', 'changed b c'],
    ],
    ['an edited instruction', [['b', 2, 2, APT]], [['c', 3, 3, APT_MORE]], ['changed b c']],
    [
      'the most similar of two instructions',
      [['b', 2, 2, PIP]],
      [
        ['x', 3, 3, APT],
        ['c', 3, 3, `${PIP} --no-cache-dir`],
      ],
      ['added - x', 'changed b c'],
    ],
    [
      'equal text before similar text',
      [
        ['b', 2, 2, APT],
        ['c', 2, 2, APT_MORE],
      ],
      [
        ['d', 3, 3, APT_MORE],
        ['e', 3, 3, APT],
      ],
      ['changed c d', 'changed b e'],
    ],
    ['different commands of one keyword', [['b', 2, 2, APT]], [['c', 3, 3, PIP]], ['removed b -', 'added - c']],
    [
      'different keywords, however alike',
      [['b', 2, 2, 'ADD app /srv']],
      [['c', 3, 3, 'COPY app /srv']],
      ['removed b -', 'added - c'],
    ],
    ['layers of unknown origin', [['b', 2, 2]], [['c', 3, 3]], ['removed b -', 'added - c']],
    [
      'similar, but on the other side of an unchanged layer',
      [
        ['b', 2, 2, APT],
        ['a', 1, 1],
      ],
      [
        ['a', 1, 1],
        ['c', 3, 3, APT_MORE],
      ],
      ['removed b -', 'unchanged a a', 'added - c'],
    ],
    [
      'two layers in another order',
      [
        ['a', 1, 1],
        ['b', 2, 2],
      ],
      [
        ['b', 2, 2],
        ['a', 1, 1],
      ],
      ['unchanged b b', 'unchanged a a'],
    ],
    [
      'a repeated layer, once less',
      [
        ['e', 1, 0],
        ['a', 1, 1],
        ['e', 1, 0],
      ],
      [
        ['e', 1, 0],
        ['a', 1, 1],
      ],
      ['unchanged e e', 'unchanged a a', 'removed e -'],
    ],
    [
      'a repeated layer, once more',
      [['e', 1, 0]],
      [
        ['e', 1, 0],
        ['e', 1, 0],
      ],
      ['unchanged e e', 'added - e'],
    ],
    [
      'a drifted base image',
      [
        ['d1', 9, 9, DEBIAN],
        ['a', 1, 1, APT],
        ['b', 2, 2, COPY],
      ],
      [
        ['d2', 8, 8, DEBIAN_NEXT],
        ['a2', 1, 1, APT],
        ['b', 2, 2, COPY],
      ],
      ['changed d1 d2', 'changed a a2', 'unchanged b b'],
    ],
    [
      'another base image with more layers',
      [
        ['d', 9, 9, 'ADD rootfs.tar / # buildkit'],
        ['b', 2, 2, COPY],
      ],
      [
        ['p', 5, 5, "# debian.sh --arch 'amd64'"],
        ['q', 5, 5, PIP],
        ['b', 2, 2, COPY],
      ],
      ['removed d -', 'added - p', 'added - q', 'unchanged b b'],
    ],
    [
      'classic and BuildKit spelling',
      [['b', 2, 2, '/bin/sh -c #(nop) COPY app /srv ']],
      [['c', 3, 3, COPY]],
      ['changed b c'],
    ],
    [
      'a build argument that came to a RUN',
      [['b', 2, 2, 'RUN /bin/sh -c make # buildkit']],
      [['c', 3, 3, 'RUN |1 V=2 /bin/sh -c make # buildkit']],
      ['changed b c'],
    ],
  ])('%s', (_, base, head, expected) => {
    expect(matchLayers(measurement({ layers: base }), measurement({ layers: head })).map(summary)).toEqual(expected);
  });

  test('a change holds both sides and the instruction of the head', () => {
    const [change] = matchLayers(
      measurement({ layers: [['b', 2, 20, APT]] }),
      measurement({ layers: [['c', 3, 30, APT_MORE]] }),
    );
    expect(change).toEqual({
      kind: 'changed',
      createdBy: APT_MORE,
      before: { digest: 'sha256:b.2', download: 2, unpacked: 20 },
      was: 0,
      after: { digest: 'sha256:c.3', download: 3, unpacked: 30 },
    });
  });

  test('a change knows which copy of a layer it is of', () => {
    const copies: LayerRow[] = [
      ['a', 1, 1, APT],
      ['a', 1, 1, APT],
    ];
    const edited: LayerRow[] = [
      ['b', 2, 2, APT],
      ['a', 1, 1, APT],
    ];
    const changes = matchLayers(measurement({ layers: copies }), measurement({ layers: edited }));
    expect(changes).toMatchObject([
      { kind: 'changed', was: 1 },
      { kind: 'unchanged', was: 0 },
    ]);
  });

  test('thousands of hostile layers are matched without a quadratic search', () => {
    const rows = (side: string) =>
      Array.from({ length: 5000 }, (_, i): LayerRow => [`${side}${i}`, 1, 1, `RUN ${side} ${i} ${'x '.repeat(20)}`]);
    const changes = matchLayers(measurement({ layers: rows('a') }), measurement({ layers: rows('b') }));
    expect(changes.filter(({ after }) => after !== null)).toHaveLength(5000);
    expect(changes.filter(({ before }) => before !== null)).toHaveLength(5000);
  });
});

describe('between unlike measurements', () => {
  const rows = (suffix: string): LayerRow[] => [
    [`a@${suffix}`, 10, 100],
    [`b@${suffix}`, 20, 200],
  ];

  test('layers of equal content are unchanged although their diffIds differ', () => {
    const base = measurement({ layers: rows('classic'), method: 'daemon-push' });
    const head = measurement({ layers: rows('containerd') });
    expect(matchLayers(base, head).map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged']);
  });

  test('between like ones only the diffId counts', () => {
    const changes = matchLayers(measurement({ layers: rows('1') }), measurement({ layers: rows('2') }));
    expect(changes.map(({ kind }) => kind)).toEqual(['removed', 'removed', 'added', 'added']);
  });

  test('without a contents digest the diffId counts', () => {
    const bare = (m: Measurement) => ({ ...m, layers: m.layers.map((layer) => ({ ...layer, contents: '' })) });
    const base = bare(
      measurement({
        layers: [
          ['a', 1, 1],
          ['b', 1, 1],
        ],
        method: 'oci',
      }),
    );
    const head = bare(
      measurement({
        layers: [
          ['a', 2, 1],
          ['c', 1, 1],
        ],
      }),
    );
    expect(matchLayers(base, head).map(summary)).toEqual(['unchanged a a', 'removed b -', 'added - c']);
  });

  test.each<[string, Partial<Measurement>, boolean]>([
    ['the same', {}, true],
    ['another method', { method: 'daemon-push' }, false],
    [
      'another docker',
      { versions: { 'image-size-gate': '0.1.0', docker: '29.0.0', buildx: '0.29.1', driver: 'docker' } },
      false,
    ],
    [
      'a tool that only one side names',
      { versions: { docker: '28.5.2', buildx: '0.29.1', driver: 'docker', buildkit: '0.25' } },
      false,
    ],
    [
      'another version of this program',
      { versions: { 'image-size-gate': '9', docker: '28.5.2', buildx: '0.29.1', driver: 'docker' } },
      true,
    ],
  ])('%s', (_, other, expected) => {
    expect(like(measurement(), { ...measurement(), ...other })).toBe(expected);
  });
});

function summary({ kind, before, after }: LayerChange): string {
  const name = (digest?: string) => digest?.replace(/^sha256:(.*)\.\d+$/, '$1') ?? '-';
  return `${kind} ${name(before?.digest)} ${name(after?.digest)}`;
}

test('a layer that there is has the lines that made it, one that is gone has none', () => {
  const source = (start: number) => ({ file: 'Dockerfile', instruction: COPY, lines: { start, end: start } });
  const withLines = (rows: LayerRow[]) => {
    const image = measurement({ layers: rows });
    return { ...image, layers: image.layers.map((layer, at) => ({ ...layer, source: source(at + 1) })) };
  };
  const base = withLines([
    ['gone', 1, 1, PIP],
    ['same', 1, 1, APT],
    ['before', 1, 1, COPY],
  ]);
  const head = withLines([
    ['same', 1, 1, APT],
    ['after', 2, 2, COPY],
    ['new', 3, 3, 'WORKDIR /x'],
  ]);
  const lines = matchLayers(base, head).map((layer) => [
    layer.kind,
    layer.kind === 'removed' ? 'source' in layer : layer.source?.lines.start,
  ]);
  expect(lines).toEqual([
    ['removed', false],
    ['unchanged', 1],
    ['changed', 2],
    ['added', 3],
  ]);
});
