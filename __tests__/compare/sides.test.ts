import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { compareImage } from '../../src/compare/compare.ts';
import { parseCondition } from '../../src/model/condition.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { BUILT_ORIGIN, measurement } from '../support/measurements.ts';

const SRC = join(import.meta.dirname, '../../src');
const DOCKERFILE = `sha256:${'d'.repeat(64)}`;

/** Matching reads the instruction of each layer; this counts how often. */
function counted(image: Measurement, count: () => void): Measurement {
  const layers = image.layers.map(({ createdBy, ...layer }) => ({
    ...layer,
    get createdBy() {
      count();
      return createdBy;
    },
  }));
  return { ...image, layers };
}

function readsWith(conditions: readonly string[]): number {
  let reads = 0;
  const image = (id: string) =>
    measurement({
      dockerfile: DOCKERFILE,
      base: { image: 'docker.io/library/debian:12', layers: 1 },
      layers: [
        [`base-${id}`, 100, 1000, 'ADD rootfs'],
        [`app-${id}`, 10, 100, 'COPY . .'],
      ],
    });
  compareImage({
    image: 'api',
    baseline: { kind: 'measured', origin: BUILT_ORIGIN, measurement: counted(image('1'), () => reads++) },
    head: counted(image('2'), () => reads++),
    conditions: conditions.map((text) => parseCondition(text, 'fail')),
  });
  return reads;
}

test('a comparison matches its layers once, however many conditions read the result', () => {
  const parts = ['own-download', 'own-unpacked', 'base-download', 'base-unpacked'];
  const every = ['download', 'unpacked', 'new-bytes', ...parts].map((metric) => `${metric} > +0 B`);
  const none = readsWith([]);
  expect(none).toBeGreaterThan(0);
  expect(readsWith([...every, ...every])).toBe(none);
});

test('nothing but the sides of a comparison matches layers and splits growth', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const calling = (name: string) =>
    files.filter((file) => readFileSync(join(SRC, file), 'utf8').includes(`${name}(`)).toSorted();
  expect(calling('matchLayers')).toEqual(['compare/base-split.ts', 'compare/layers.ts', 'compare/sides.ts']);
  expect(calling('splitByBase')).toEqual(['compare/base-split.ts', 'compare/sides.ts']);
  expect(calling('matchSides')).toEqual(['compare/compare.ts', 'compare/sides.ts']);
});
