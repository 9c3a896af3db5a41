import { describe, expect, test } from '@jest/globals';
import { sumDirectories } from '../../src/measure/final-tree.ts';
import type { LayerEntry, LayerIndex } from '../../src/oci/image.ts';
import { measurement } from '../support/measurements.ts';

const file = (path: string, size: number): LayerEntry => ({ path, type: 'file', size });
const whiteout = (path: string): LayerEntry => ({ path, type: 'whiteout', size: 0 });

describe('the directories of an image', () => {
  const index = (entries: readonly LayerEntry[]): LayerIndex => ({
    diffId: '',
    tarSize: 0,
    unpacked: 0,
    contents: '',
    entries,
  });
  const image = measurement({
    layers: [
      ['a', 1, 1],
      ['b', 1, 1],
    ],
  });
  const [first = '', second = ''] = image.layers.map(({ digest }) => digest);
  const known = new Map([
    [first, index([file('usr/a', 5), file('usr/b', 6), file('c', 1)])],
    [second, index([whiteout('usr/b'), file('usr/lib/d', 2)])],
  ]);

  test('hold the bytes of the files directly in them', () => {
    const directories = sumDirectories(image, (digest) => known.get(digest));
    expect(Object.fromEntries(directories ?? [])).toEqual({ '': 1, usr: 5, 'usr/lib': 2 });
  });

  test('are unknown if the index of a layer is unknown', () => {
    expect(sumDirectories(image, (digest) => (digest === second ? undefined : known.get(digest)))).toBeUndefined();
  });
});
