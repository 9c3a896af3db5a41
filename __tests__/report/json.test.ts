import { describe, expect, test } from '@jest/globals';
import type { Contents } from '../../src/model/contents.ts';
import { renderMeasurementsJson, renderReportJson } from '../../src/report/json.ts';
import { added, broken, grown, measurement, report } from './sample.ts';
import { variantReport } from './variant-sample.ts';

const reversed = (value: object) => Object.fromEntries(Object.entries(value).reverse());

describe('the JSON of a report', () => {
  const text = renderReportJson(report('error', grown(), added(), broken()));

  test('starts with the keys of its contract, in their order', () => {
    const { comparisons, ...document } = JSON.parse(text);
    expect(Object.keys(document)).toEqual(['schemaVersion', 'verdict']);
    const keys = ['image', 'platform', 'verdict', 'baseline', 'head', 'growth', 'conditions'];
    expect(Object.keys(comparisons[0]).slice(0, keys.length)).toEqual(keys);
    expect(Object.keys(comparisons[0].growth)).toEqual(['download', 'unpacked', 'newBytes']);
    expect(Object.keys(comparisons[0].conditions[0]).slice(0, 6)).toEqual([
      'text',
      'level',
      'metric',
      'actual',
      'limit',
      'verdict',
    ]);
  });

  test('leaves the files out unless they are asked for, and then has each column on one line', () => {
    const contents: Contents = {
      owners: ['pkg:npm/a@1'],
      shared: [0, 1],
      rest: ['a\n      "contents": 1', '$&'],
      before: [1, null],
      after: [2, 3],
      was: [0, null],
      layer: [0, 0],
      owner: [0, null],
    };
    const whole = report('error', broken(), { ...grown(), contents }, { ...added(), contents });
    expect(renderReportJson(whole)).toBe(renderReportJson(report('error', broken(), grown(), added())));
    const text = renderReportJson(whole, { contents: true });
    expect(JSON.parse(text)).toEqual(whole);
    const columns =
      '"shared": [0,1],\n        "rest": ["a\\n      \\"contents\\": 1","$&"],\n        "before": [1,null],';
    expect(text.split(columns)).toHaveLength(3);
    expect(renderReportJson(reversed(whole) as typeof whole, { contents: true })).toBe(text);
  });

  test('holds the whole report and nothing else', () => {
    expect(JSON.parse(text)).toEqual(report('error', grown(), added(), broken()));
  });

  test('holds the facts about several images together', () => {
    const totals = [
      {
        image: 'api',
        platforms: ['linux/amd64'],
        download: { before: null, after: 1 },
        unpacked: { before: null, after: 2 },
      },
    ];
    const more = { ...variantReport(), totals, proposals: [] };
    const document = JSON.parse(renderReportJson(more));
    expect(document).toEqual(more);
    expect(Object.keys(document).slice(0, 3)).toEqual(['schemaVersion', 'verdict', 'comparisons']);
    expect(Object.keys(document.variants[0].rows[0])).toEqual(['image', 'verdict', 'measurement', 'change']);
  });

  test('has null where a side is missing', () => {
    expect(JSON.parse(text).comparisons[2]).toMatchObject({ baseline: null, head: null });
  });

  test('ends with one line end', () => {
    expect(text).toMatch(/\}\n$/);
  });

  test('is the same text whatever the order of the keys', () => {
    const { schemaVersion, verdict } = report('fail');
    const shuffled = reversed({ ...grown(), head: reversed(grown().head!) }) as unknown as ReturnType<typeof grown>;
    expect(renderReportJson({ comparisons: [shuffled], verdict, schemaVersion })).toBe(
      renderReportJson(report('fail', grown())),
    );
  });
});

test('the JSON of measurements starts with the keys of its contract, in their order', () => {
  const [first] = JSON.parse(renderMeasurementsJson([measurement()])).measurements;
  const keys = [
    'image',
    'platform',
    'download',
    'unpacked',
    'estimated',
    'files',
    'wasted',
    'efficiency',
    'method',
    'layers',
  ];
  expect(Object.keys(first).slice(0, keys.length)).toEqual(keys);
  expect(Object.keys(first.layers[0]).slice(0, 5)).toEqual(['digest', 'diffId', 'download', 'unpacked', 'createdBy']);
  expect(first).toEqual(measurement());
});

describe('what could not be measured', () => {
  const failing = { image: 'web', platform: '', notes: ['the build failed', 'Baseline: none'] };
  const errors = [{ image: 'web', reason: 'the build failed\nBaseline: none' }];
  const unmeasured = { ...broken(), ...failing, verdict: 'error' as const };

  test('is told beside the measurements', () => {
    expect(JSON.parse(renderMeasurementsJson([], [unmeasured]))).toEqual({
      schemaVersion: 1,
      measurements: [],
      errors,
    });
    expect(JSON.parse(renderMeasurementsJson([measurement()], [grown()]))).not.toHaveProperty('errors');
  });

  test('is told in a report where that is asked for, also of the baseline beside a failing condition', () => {
    const baseline = { ...grown(), baselineError: true as const, notes: ['the base is gone'] };
    const document = JSON.parse(renderReportJson(report('error', unmeasured, baseline, added()), { errors: true }));
    const { image, platform } = baseline;
    expect(document.errors).toEqual([...errors, { image, platform, reason: 'the base is gone' }]);
    expect(Object.keys(document)).toEqual(['schemaVersion', 'verdict', 'comparisons', 'errors']);
    expect(JSON.parse(renderReportJson(report('pass', added()), { errors: true }))).not.toHaveProperty('errors');
  });
});
