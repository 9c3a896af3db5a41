import { describe, expect, test } from '@jest/globals';
import type { Log, Result } from 'sarif';
import { renderSarif, SARIF_MARKER } from '../../../src/report/formats/sarif.ts';
import { EVERYTHING, REPORTS } from './samples.ts';

const render = (report: Parameters<typeof renderSarif>[0]) => renderSarif(report, { version: '1.2.3' });
const read = (text: string): Log => JSON.parse(text);
const resultsOf = (log: Log): readonly Result[] => log.runs[0]?.results ?? [];

describe('SARIF', () => {
  test.each(REPORTS)('of %s keeps to what SARIF 2.1.0 asks for', (_, report) => {
    const text = render(report);
    const log = read(text);
    expect(text.startsWith(SARIF_MARKER)).toBe(true);
    expect([log.version, log.runs.length]).toEqual(['2.1.0', 1]);
    const rules = log.runs[0]?.tool.driver.rules?.map(({ id }) => id) ?? [];
    // 3.19.23: the ids of rules differ.
    expect(new Set(rules).size).toBe(rules.length);
    for (const { ruleId = '', level = '', message, locations = [], partialFingerprints } of resultsOf(log)) {
      expect(rules).toContain(ruleId);
      expect(['error', 'warning', 'note']).toContain(level);
      expect(message.text).toMatch(/\S/);
      expect(Object.values(partialFingerprints ?? {})).toEqual([expect.any(String)]);
      expect(locations).toHaveLength(1);
      const { artifactLocation, region } = locations[0]?.physicalLocation ?? {};
      // 3.4.3: a URI reference of RFC 3986, and one that stays below its base.
      expect(artifactLocation?.uri ?? 'a').toMatch(
        /^(?:[\w.!~*'()-]|%[0-9A-F]{2})+(?:\/(?:[\w.!~*'()-]|%[0-9A-F]{2})+)*$/,
      );
      expect(region?.endLine ?? 1).toBeGreaterThanOrEqual(region?.startLine ?? 1);
    }
  });

  test('has a result for what is not met, at its lines, and none for what passed', () => {
    const results = resultsOf(read(render(EVERYTHING))).map(({ level, ruleId, locations, suppressions }) => {
      const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
      const image = locations?.[0]?.logicalLocations?.[0]?.name;
      return [image, level, ruleId, artifactLocation?.uri, region?.startLine, suppressions?.[0]?.status];
    });
    expect(results).toEqual([
      ['api', 'error', 'image-size/unpacked', 'docker/Dockerfile', 12, undefined],
      ['api', 'error', 'image-size/download', 'docker/Dockerfile', 12, undefined],
      ['api', 'warning', 'image-size/wasted', 'docker/Dockerfile', 12, undefined],
      ['worker', 'error', 'image-size/measurement', 'Dockerfile', undefined, undefined],
      ['batch', 'note', 'image-size/unpacked', 'Dockerfile', undefined, 'accepted'],
      ['batch', 'note', 'image-size/download', 'Dockerfile', undefined, 'accepted'],
      ['batch', 'warning', 'image-size/wasted', 'Dockerfile', undefined, undefined],
      ['drift', 'note', 'image-size/unpacked', 'Dockerfile', undefined, undefined],
      ['slim', 'error', 'image-size/check', 'Dockerfile', undefined, undefined],
      ['slim', 'warning', 'image-size/check', 'Dockerfile', undefined, undefined],
      ['arm', 'error', 'image-size/part', undefined, undefined, undefined],
    ]);
  });

  test('does not call a run successful where something was not measured', () => {
    const success = (log: Log) => log.runs[0]?.invocations?.[0]?.executionSuccessful;
    expect(success(read(render(EVERYTHING)))).toBe(false);
    const { missing: _, ...rest } = EVERYTHING;
    const measured = EVERYTHING.comparisons.filter(({ verdict }) => verdict !== 'error');
    expect(success(read(render({ ...rest, comparisons: measured })))).toBe(true);
  });

  test('gives a result the same fingerprint wherever its lines are', () => {
    const moved = JSON.stringify(EVERYTHING)
      .replaceAll('"start":12', '"start":112')
      .replaceAll('"end":12', '"end":112');
    const prints = (text: string) => resultsOf(read(text)).map(({ partialFingerprints }) => partialFingerprints);
    expect(prints(render(JSON.parse(moved)))).toEqual(prints(render(EVERYTHING)));
  });
});
