import { describe, expect, test } from '@jest/globals';
import type { Provenance } from '../../src/docker/provenance/provenance.ts';
import { addBuildFacts } from '../../src/measurer/build-facts.ts';
import type { MeasureOutcome } from '../../src/measurer/session.ts';
import { measurement } from '../support/measurements.ts';

const dockerfile = `sha256:${'d'.repeat(64)}`;
const measured = measurement({
  layers: [
    ['base', 1, 1],
    ['own', 1, 1],
  ],
});

function facts(provenance?: Provenance) {
  const added = addBuildFacts(
    { kind: 'measured', measurements: [measured] },
    { dockerfile, ...(provenance === undefined ? {} : { provenance }) },
  );
  return added.kind === 'measured' ? added.measurements[0] : undefined;
}

test.each<[string, Provenance, object]>([
  ['one own layer', { ownLayers: 1, baseImage: 'debian:12' }, { image: 'debian:12', layers: 1 }],
  [
    'its digest',
    { ownLayers: 2, baseImage: 'a', baseDigest: 'sha256:b' },
    { image: 'a', digest: 'sha256:b', layers: 0 },
  ],
  ['no own layer', { ownLayers: 0, baseImage: 'a' }, { image: 'a', layers: 2 }],
])('a build with %s tells which layers are the base image’s', (_what, provenance, base) => {
  expect(facts(provenance)).toEqual({ ...measured, dockerfile, base });
});

test.each<[string, Provenance | undefined]>([
  ['without provenance', undefined],
  ['from scratch', { ownLayers: 2 }],
  ['with more own layers than there are', { ownLayers: 3, baseImage: 'a' }],
])('a build %s has no base image', (_what, provenance) => {
  expect(facts(provenance)).toEqual({ ...measured, dockerfile });
});

test('a build adds its time', () => {
  const time = { seconds: 12.5, steps: 7, cached: 5 };
  const added = addBuildFacts({ kind: 'measured', measurements: [measured] }, { dockerfile, time });
  expect(added).toMatchObject({ measurements: [{ build: time }] });
});

test('an outcome without measurements does not change', () => {
  const error: MeasureOutcome = { kind: 'error', reason: 'no' };
  expect(addBuildFacts(error, { dockerfile })).toBe(error);
});

describe('the Dockerfile lines of a layer', () => {
  const source = { file: 'Dockerfile', stage: 'app', instruction: 'RUN make', lines: { start: 3, end: 4 } };

  test('are added to that layer only', () => {
    const sources = (createdBy: readonly string[]) => createdBy.map((_, at) => (at === 1 ? source : undefined));
    const added = addBuildFacts({ kind: 'measured', measurements: [measured] }, { sources });
    const [base, own] = measured.layers;
    expect(added).toEqual({ kind: 'measured', measurements: [{ ...measured, layers: [base, { ...own, source }] }] });
  });

  test('are found by the instruction of each layer, and contain no secret', () => {
    const image = measurement({ layers: [['own', 1, 1, 'RUN hunter2']] });
    const sources = (createdBy: readonly string[]) =>
      createdBy.map((instruction) => ({ ...source, instruction, file: 'hunter2/Dockerfile', stage: 'hunter2' }));
    const redact = (text: string) => text.replaceAll('hunter2', '***');
    const added = addBuildFacts({ kind: 'measured', measurements: [image] }, { sources, redact });
    expect(added).toMatchObject({
      measurements: [{ layers: [{ source: { instruction: 'RUN ***', file: '***/Dockerfile', stage: '***' } }] }],
    });
    expect(JSON.stringify(added)).not.toContain('hunter2');
  });
});
