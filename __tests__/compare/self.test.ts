import { describe, expect, test } from '@jest/globals';
import { compareImage } from '../../src/compare/compare.ts';
import { noteSelf } from '../../src/compare/self.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import { measurement } from '../support/measurements.ts';

describe('a baseline with the digest of the image itself', () => {
  const digest = `sha256:${'d'.repeat(64)}`;
  const head = measurement({ layers: [['a', 10, 20]], digest });
  const note = `is this very image: both have the digest ${digest}.`;

  test.each<[string, 'source' | 'file' | 'build' | 'record', string, boolean]>([
    ['as a source', 'source', digest, true],
    ['in a measurement file', 'file', digest, true],
    ['of another image', 'source', `sha256:${'e'.repeat(64)}`, false],
    ['built at the base', 'build', digest, false],
    ['recorded', 'record', digest, false],
  ])('%s is noted, and passes', (_name, step, other, isNoted) => {
    const origin = { step, description: 'source docker://app' };
    const baseline: Baseline = { kind: 'measured', origin, measurement: { ...head, digest: other } };
    const { verdict, notes } = noteSelf(compareImage({ image: 'api', baseline, head, conditions: [] }));
    expect(verdict).toBe('pass');
    expect(notes.some((each) => each.endsWith(note))).toBe(isNoted);
  });

  test('is not known without a digest', () => {
    const origin = { step: 'file', description: 'measurement file a.json' } as const;
    const none = { ...head, digest: '' };
    const baseline: Baseline = { kind: 'measured', origin, measurement: none };
    expect(noteSelf(compareImage({ image: 'api', baseline, head: none, conditions: [] })).notes).toEqual([]);
  });

  test('is not known of a new image', () => {
    const baseline: Baseline = { kind: 'none', reason: 'first' };
    expect(noteSelf(compareImage({ image: 'api', baseline, head, conditions: [] })).notes).toEqual(['first']);
  });
});
