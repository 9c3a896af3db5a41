import { describe, expect, test } from '@jest/globals';
import { growthNotes, measureGrowth } from '../../src/compare/growth.ts';
import { matchLayers } from '../../src/compare/layers.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { seeded } from '../support/clock.ts';
import { type LayerRow, measurement } from '../support/measurements.ts';

const growthOf = (base: Measurement, head: Measurement) => measureGrowth(base, head, matchLayers(base, head));

describe('growth', () => {
  const base = measurement({
    layers: [
      ['a', 100, 1000],
      ['b', 50, 400, 'COPY app /srv'],
    ],
  });

  test.each<[string, LayerRow[], number, number, number]>([
    [
      'nothing',
      [
        ['a', 100, 1000],
        ['b', 50, 400],
      ],
      0,
      0,
      0,
    ],
    [
      'a new layer',
      [
        ['a', 100, 1000],
        ['b', 50, 400],
        ['c', 7, 70],
      ],
      7,
      70,
      7,
    ],
    [
      'a changed layer',
      [
        ['a', 100, 1000],
        ['c', 60, 390, 'COPY app /srv'],
      ],
      10,
      -10,
      60,
    ],
    ['a removed layer', [['a', 100, 1000]], -50, -400, 0],
    [
      'another order',
      [
        ['b', 50, 400],
        ['a', 100, 1000],
      ],
      0,
      0,
      0,
    ],
    ['no layers left', [], -150, -1400, 0],
    [
      'an unchanged layer that another compressor wrote',
      [
        ['a', 103, 1000],
        ['b', 49, 400],
      ],
      0,
      0,
      0,
    ],
    [
      'a copy of a layer that is there',
      [
        ['a', 100, 1000],
        ['b', 50, 400],
        ['a', 100, 1000],
      ],
      0,
      1000,
      0,
    ],
    [
      'two copies of a new layer',
      [
        ['a', 100, 1000],
        ['b', 50, 400],
        ['c', 7, 0],
        ['c', 7, 0],
      ],
      7,
      0,
      7,
    ],
    [
      'everything replaced',
      [
        ['x', 10, 20],
        ['y', 30, 40],
      ],
      -110,
      -1340,
      40,
    ],
  ])('of %s', (_, layers, download, unpacked, newBytes) => {
    expect(growthOf(base, measurement({ layers }))).toEqual({ download, unpacked, newBytes });
  });

  test('of download is the difference of both downloads, whichever copies of layers come and go', () => {
    const next = seeded(7);
    const layers = () =>
      Array.from({ length: Math.floor(next() * 6) }, (): LayerRow => {
        const size = 1 + Math.floor(next() * 4);
        return [`l${size}`, size, 10 * size, next() < 0.5 ? 'COPY app /srv' : 'RUN make'];
      });
    for (let round = 0; round < 500; round++) {
      const [from, to] = [measurement({ layers: layers() }), measurement({ layers: layers(), configSize: 1007 })];
      const changes = matchLayers(from, to);
      const rows = changes.reduce(
        (sum, { before, after }) => sum + (after?.download ?? 0) - (before?.download ?? 0),
        7,
      );
      expect([growthOf(from, to).download, rows]).toEqual([to.download - from.download, to.download - from.download]);
    }
  });

  test('the config counts as a part of download, but is no new layer', () => {
    const head = { layers: [['a', 100, 1000]] as const, configSize: 1250 };
    expect(growthOf(measurement({ layers: [['a', 100, 1000]] }), measurement(head))).toEqual({
      download: 250,
      unpacked: 0,
      newBytes: 0,
    });
  });

  test('between two images without layers only the config can grow', () => {
    expect(growthOf(measurement(), measurement({ configSize: 999 }))).toEqual({
      download: -1,
      unpacked: 0,
      newBytes: 0,
    });
  });

  test('download and new bytes do not compare where one side is estimated; unpacked does', () => {
    const saved = measurement({ layers: [['a', 120, 1500]], estimated: true, method: 'daemon-save' });
    expect(growthOf(base, saved)).toEqual({ download: null, unpacked: 100, newBytes: null });
    expect(growthNotes(base, saved)).toEqual([
      expect.stringContaining('The download of this image is estimated (daemon-save)'),
    ]);
    expect(growthNotes(saved, base)).toEqual([expect.stringContaining('The download of the baseline is estimated')]);
  });

  test('two estimates compare', () => {
    const saved = (layers: readonly LayerRow[]) => measurement({ layers, estimated: true, method: 'daemon-save' });
    const [before, after] = [
      saved([['a', 120, 1500]]),
      saved([
        ['a', 120, 1500],
        ['b', 5, 6],
      ]),
    ];
    expect(growthOf(before, after)).toEqual({ download: 5, unpacked: 6, newBytes: 5 });
    expect(growthNotes(before, after)).toEqual([]);
  });

  test('equal content across stores is no growth, and the methods are noted', () => {
    const pushed = measurement({
      layers: [
        ['a@classic', 101, 1000],
        ['b@classic', 52, 400],
      ],
      method: 'daemon-push',
    });
    const exported = measurement({
      layers: [
        ['a@oci', 100, 1000],
        ['b@oci', 50, 400],
      ],
    });
    expect(growthOf(pushed, exported)).toEqual({ download: 0, unpacked: 0, newBytes: 0 });
    expect(growthNotes(pushed, exported)).toEqual([
      expect.stringMatching(
        /^The baseline was measured by daemon-push \(docker 28\.5\.2.*\), this image by buildx-oci/,
      ),
    ]);
  });
});

describe('between two compressors', () => {
  /** One layer, by this compressor where it is known. */
  const image = (
    row: LayerRow,
    compressor?: string,
    more: Pick<Partial<Measurement>, 'estimated' | 'method'> = {},
  ): Measurement => {
    const made = measurement({ layers: [row], ...more });
    return { ...made, layers: made.layers.map((layer) => ({ ...layer, ...(compressor && { compressor }) })) };
  };
  const before: LayerRow = ['a', 600, 1000, 'COPY app /srv'];

  test.each<[string, LayerRow, string | undefined, string | undefined, number]>([
    ['changes no size', ['b', 900, 1000, 'COPY app /srv'], 'gzip go-1.26', 'gzip go-1.27', 0],
    ['adds a tenth', ['b', 990, 1100, 'COPY app /srv'], 'gzip go-1.26', 'gzip go-1.27', 90],
    ['takes all away', ['b', 30, 0, 'COPY app /srv'], 'zstd', 'gzip', -600],
    ['changes no size, both by one compressor', ['b', 900, 1000, 'COPY app /srv'], 'gzip', 'gzip', 300],
    ['changes no size, one of them unknown', ['b', 900, 1000, 'COPY app /srv'], undefined, 'gzip', 300],
  ])('a change that %s', (_what, after, was, is, download) => {
    const [base, head] = [image(before, was), image(after, is)];
    expect(growthOf(base, head).download).toBe(download);
    const isNoted = growthNotes(base, head, matchLayers(base, head)).length > 0;
    expect(isNoted).toBe(was !== undefined && was !== is);
  });

  test('a blob that a layer below has counts there, whatever compressed it', () => {
    const [first, copy]: readonly LayerRow[] = [
      ['c', 900, 1000, 'COPY lib /lib'],
      ['c', 900, 1000, 'COPY app /srv'],
    ];
    const side = (layers: readonly LayerRow[], compressor: string): Measurement => {
      const made = measurement({ layers });
      return { ...made, layers: made.layers.map((layer) => ({ ...layer, compressor })) };
    };
    const [base, head] = [side([first!, before], 'gzip go-1.26'), side([first!, copy!], 'gzip go-1.27')];
    expect(growthOf(base, head).download).toBe(-600);
  });

  test('is noted once for each pair', () => {
    const [base, head] = [image(before, 'gzip go-1.26'), image(['b', 900, 1000, 'COPY app /srv'], 'gzip go-1.27')];
    const [change] = matchLayers(base, head);
    expect(growthNotes(base, head, [change!, change!])).toEqual([
      '2 changed layers were compressed by gzip of Go up to 1.26 at the baseline and by gzip of Go 1.27 or newer here. The growth of download is taken from the growth of unpacked there.',
    ]);
  });

  test('an estimate of an older version, which names none, was of the gzip of Go 1.26', () => {
    const saved = { estimated: true, method: 'daemon-save' } as const;
    const base = image(before, undefined, saved);
    const head = (compressor: string) => image(['b', 900, 1000, 'COPY app /srv'], compressor, saved);
    expect(growthOf(base, head('gzip go-1.27')).download).toBe(0);
    expect(growthOf(base, head('gzip go-1.26')).download).toBe(300);
  });
});

describe('for random images', () => {
  const random = generator(20261101);
  const images = Array.from({ length: 60 }, () => randomImage(random));

  test('download growth is the difference of the downloads where unchanged layers measure the same', () => {
    for (const [index, head] of images.entries()) {
      const base = images[(index + 1) % images.length] as Measurement;
      expect(growthOf(base, head).download).toBe(head.download - base.download);
    }
  });

  test('an image has not grown against itself', () => {
    for (const image of images) expect(growthOf(image, image)).toEqual({ download: 0, unpacked: 0, newBytes: 0 });
  });

  test('every layer of both sides is told once', () => {
    for (const [index, head] of images.entries()) {
      const base = images[(index + 1) % images.length] as Measurement;
      const changes = matchLayers(base, head);
      expect(changes.flatMap(({ after }) => (after ? [after.digest] : []))).toEqual(
        head.layers.map(({ digest }) => digest),
      );
      const before = changes.flatMap(({ before }) => (before ? [before.digest] : []));
      expect(before.sort()).toEqual(base.layers.map(({ digest }) => digest).sort());
    }
  });
});

/** Layers drawn from a small pool, so that images share some, repeat some and have them in any order. */
function randomImage(random: () => number): Measurement {
  const layers = Array.from({ length: Math.floor(random() * 9) }, (): LayerRow => {
    const id = Math.floor(random() * 12);
    return [`layer${id}`, id * 10 + 3, id * 100, id % 3 === 0 ? '' : `RUN /bin/sh -c step ${id % 4}`];
  });
  return measurement({ layers, configSize: Math.floor(random() * 2000) });
}

/** mulberry32: the same numbers on every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
