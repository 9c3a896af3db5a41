import { describe, expect, test } from '@jest/globals';
import { changeConfig } from '../../src/compare/config-changes.ts';
import { pullCost } from '../../src/compare/pull-cost.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { BUILT_ORIGIN, measurement } from '../support/measurements.ts';

const base = { image: 'docker.io/library/debian:12', layers: 1 };
const before = measurement({ layers: [['os', 5_000_000, 1]], base });
const head = measurement({
  digest: 'sha256:new',
  base,
  layers: [
    ['os', 5_000_000, 1],
    ['app', 7_000_000, 1],
    ['app', 7_000_000, 1],
  ],
});
const growth = { download: 14_000_000, unpacked: 2, newBytes: 7_000_000 };
const baseline = { ...before, origin: BUILT_ORIGIN };

describe('what a pull costs', () => {
  test('is bytes and seconds at 100 Mbit/s, copies of a layer once', () => {
    expect(pullCost({ head, baseline, growth })).toEqual({
      bandwidth: 100_000_000,
      cold: { bytes: 12_001_000, seconds: 0.96008 },
      warm: { bytes: 7_000_000, seconds: 0.56 },
      onBase: { bytes: 7_001_000, seconds: 0.56008 },
      stored: 7_001_000,
      estimated: false,
    });
  });

  test('follows the bandwidth', () => {
    expect(pullCost({ head, baseline, growth }, 8_000_000)?.warm).toEqual({ bytes: 7_000_000, seconds: 7 });
  });

  test('is not known of hosts that nobody knows', () => {
    const { base: _, ...alone } = head;
    const none = { download: null, unpacked: null, newBytes: null };
    expect(pullCost({ head: alone, baseline: null, growth: none })).toMatchObject({
      warm: null,
      onBase: null,
      stored: null,
    });
    expect(pullCost({ head: null, baseline, growth: none })).toBeNull();
  });

  test('is nothing for a registry that has the very image', () => {
    const same = { download: 0, unpacked: 0, newBytes: 0 };
    expect(pullCost({ head: before, baseline, growth: same })?.stored).toBe(0);
  });
});

describe('how an image runs', () => {
  const configured = (config: Partial<Measurement['config']>) =>
    measurement({ config: { user: '', entrypoint: [], cmd: [], exposedPorts: [], ...config } });
  test.each<[string, Partial<Measurement['config']>, Partial<Measurement['config']>, string[]]>([
    ['is the same', {}, {}, []],
    ['is as root by any name', { user: '' }, { user: '0:0' }, []],
    ['is no longer as root', { user: 'root' }, { user: '10001' }, ['user root→10001']],
    [
      'exposes other ports',
      { exposedPorts: ['80/tcp'] },
      { exposedPorts: ['8080/tcp', '443/tcp'] },
      ['exposed ports 80/tcp→443/tcp, 8080/tcp'],
    ],
    [
      'exposes the same in another order',
      { exposedPorts: ['1/tcp', '2/tcp'] },
      { exposedPorts: ['2/tcp', '1/tcp'] },
      [],
    ],
    [
      'starts something else',
      { entrypoint: ['a b'], cmd: ['x'] },
      { cmd: ['y'] },
      ['entrypoint ["a b"]→none', 'command ["x"]→["y"]'],
    ],
  ])('%s', (_what, was, now, expected) => {
    const changes = changeConfig(configured(was), configured(now));
    expect(changes.map(({ fact, before, after }) => `${fact} ${before}→${after}`)).toEqual(expected);
  });
});
