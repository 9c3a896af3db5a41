import { expect, test } from '@jest/globals';
import { firstOwnLayer } from '../../../src/explain/advice/layers.ts';
import { measurement } from '../../support/measurements.ts';

const SOURCE = { file: 'Dockerfile', instruction: 'RUN x', lines: { start: 1, end: 1 } };
const { layers } = measurement({
  layers: [
    ['a', 1, 1],
    ['b', 1, 1],
    ['c', 1, 1],
  ],
});

test.each([
  ['those above the base image', { base: { image: 'x', layers: 2 }, layers }, 2],
  [
    'those from the first with known lines on, if the base image is unknown',
    { layers: layers.map((layer, at) => (at === 1 ? { ...layer, source: SOURCE } : layer)) },
    1,
  ],
  ['all of an image from scratch', { layers: layers.map((layer) => ({ ...layer, source: SOURCE })) }, 0],
  ['none where nobody knows anything', { layers }, 3],
])('own layers are %s', (_, measured, first) => expect(firstOwnLayer(measured)).toBe(first));
