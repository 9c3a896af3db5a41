import { describe, expect, test } from '@jest/globals';
import { compareRemoved } from '../../src/compare/compare.ts';
import { indexTotals } from '../../src/compare/totals.ts';
import { compareVariants } from '../../src/compare/variants.ts';
import { parseClaims, parseReport } from '../../src/exchange/report-file.ts';
import { totalOf } from '../../src/explain/lines.ts';
import { packageGrowth } from '../../src/explain/package-changes.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Report } from '../../src/model/document.ts';
import { createReport } from '../../src/model/report.ts';
import { renderReportJson } from '../../src/report/json.ts';
import { UserError } from '../../src/text/error.ts';
import { BUILT_ORIGIN } from '../support/measurements.ts';
import { BEFORE, compared, failed, json, sha256, wholeReport } from './samples.ts';

const read = (report: unknown) => parseReport(json(report), 'part.json');

/** The sample's first comparison with some of it changed. */
const changed = (changes: Partial<Record<keyof Comparison, unknown>>): unknown => {
  const { comparisons, ...report } = wholeReport();
  return { ...report, comparisons: [{ ...comparisons[0], ...changes }, ...comparisons.slice(1)] };
};
/** The same with the head's numbers changed. */
const headOf = (changes: object) => changed({ head: { ...compared().head, ...changes } });
const first = (report: Report) => report.comparisons[0]!;

describe('a report file', () => {
  test.each<[string, Report]>([
    ['of all that there can be', wholeReport()],
    ['of no comparisons', createReport([])],
    ['of a new image', createReport([compared({ before: null })])],
    ['of a removed image', createReport([removed()])],
    ['of an image that was accepted', createReport([accepted()])],
    ['of what was left unbuilt', createReport([{ ...compared({ after: BEFORE }), unaffected: true }])],
    ['of parts that are missing', createReport([], { missing: [{ part: 'b', reason: 'cancelled' }] })],
    ['of variants and totals', together()],
  ])('%s is read as it was written', (_name, report) => {
    expect(parseReport(renderReportJson(report, { contents: true }), 'part.json')).toEqual(report);
  });

  test('of a version that did not say where layers stand is read without that', () => {
    const whole = JSON.stringify(createReport([compared()]));
    const old = whole.replaceAll(/,?"(?:was|position)":\d+/g, '').replaceAll('{,', '{');
    expect(old.length).toBeLessThan(whole.length);
    expect(read(JSON.parse(old))).toEqual(JSON.parse(old));
  });

  test('keeps no unknown key and no key of JavaScript’s own', () => {
    const text = json(wholeReport())
      .replace('{', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"evil":1,')
      .replaceAll('"versions":{', '"versions":{"__proto__":"x","toString":"y",')
      .replaceAll('"growth":{', '"growth":{"__proto__":{"download":1},"evil":2,');
    const report = parseReport(text, 'part.json');
    expect(json(report)).not.toMatch(/evil|polluted/);
    expect(Object.getPrototypeOf(first(report).growth)).toBe(Object.prototype);
    expect('polluted' in report).toBe(false);
    expect(json(({} as { polluted?: boolean }).polluted)).toBeUndefined();
  });

  test('has one value for a key that is there twice, and the rest must agree with it', () => {
    const twice = (verdict: string) =>
      json(wholeReport()).replace('"verdict"', `"verdict":"pass","verdict":"${verdict}","x"`);
    expect(parseReport(twice('fail'), 'part.json').verdict).toBe('fail');
    expect(() => parseReport(twice('pass'), 'part.json')).toThrow('part.json: verdict: found pass');
  });

  test('that is compared again is read without what its writer could make expensive', () => {
    const written = { ...together(), proposals: wholeReport().proposals, trends: wholeReport().trends };
    const { variants, totals, proposals, trends, ...rest } = written;
    expect([variants, totals, proposals, trends]).not.toContain(undefined);
    expect(parseClaims(renderReportJson(written as Report, { contents: true }), 'part.json')).toEqual(rest);
  });

  test('with a byte order mark is read', () => {
    expect(parseReport(`\uFEFF${json(wholeReport())}`, 'part.json').verdict).toBe('fail');
  });
});

describe('a file that is not a report', () => {
  test.each<[string, string, string]>([
    ['nothing', ' \n', 'found an empty file, expected the JSON report of `check --json`'],
    ['half of one', json(wholeReport()).slice(0, 5000), 'part.json: not JSON: '],
    ['a zip archive', 'PK\u0003\u0004\u0014\u0000', 'found a zip archive (unpack it first)'],
    ['a picture', '\uFFFDPNG\r\n\u001A\n', 'found a PNG picture'],
    ['a gzip file', '\u001F\uFFFD\u0008', 'found a gzip file'],
    ['a page', '\n<!doctype html><html>', 'found HTML or XML'],
    ['a list', '[]', 'found no JSON object'],
    ['a number', '1e999', 'found no JSON object'],
    ['null', 'null', 'found no JSON object'],
    ['NaN', '{"schemaVersion":NaN}', 'not JSON'],
    ['terminal sequences', '{"a":\u001B[31m}', 'not JSON: Unexpected token'],
    ['measurements', json({ schemaVersion: 1, measurements: [] }), 'found measurements (of `measure --json`)'],
    ['another schema', json({ ...wholeReport(), schemaVersion: 2 }), 'schemaVersion: found 2, accepted is 1'],
    ['no schema', json({ comparisons: [] }), 'schemaVersion: found none, accepted is 1'],
    ['no verdict', json({ schemaVersion: 1, comparisons: [] }), 'part.json: verdict: Invalid option'],
    ['no comparisons', json({ schemaVersion: 1, verdict: 'error' }), 'part.json: comparisons: expected a list'],
    ['comparisons that are a map', json({ schemaVersion: 1, verdict: 'error', comparisons: {} }), 'expected a list'],
    ['no commit id', json({ ...wholeReport(), commit: 'main' }), 'part.json: commit: is not a full commit id'],
    ['a part without end', json({ ...wholeReport(), part: 'x'.repeat(300) }), 'part.json: part: '],
    ['a trend of nothing', json({ ...wholeReport(), trends: [{}] }), 'part.json: trends[0].image: '],
    ['a time that does not exist', json(trendAt('2026-13-01T99:00:00Z')), 'trends[0].points[0].recordedAt: '],
  ])('%s is refused', (_name, text, message) => {
    expect(() => parseReport(text, 'part.json')).toThrow(UserError);
    expect(() => parseReport(text, 'part.json')).toThrow(message);
  });

  test('no message holds what could forge a terminal’s output', () => {
    expect(() => parseReport('{"a":\u001B[31m}', 'part.json')).toThrow(/^\P{Cc}*$/u);
    const key = `\u001B[2J\u202E${'x'.repeat(5000)}`;
    expect(() => read(headOf({ versions: { [key]: 'x' } }))).toThrow(
      /^part\.json: comparisons\[0\]\.head\.versions\P{C}{1,300}$/u,
    );
  });
});

describe('what is too large', () => {
  test.each<[string, () => string, string]>([
    ['300 MB', () => 'x'.repeat(300_000_000), '300000000 characters are too many for a report (at most 268435456)'],
    ['a million brackets', () => `{"a":${'['.repeat(1_000_000)}`, 'nested deeper than 64 levels at character 68'],
    ['a million brackets of both kinds', () => '{"a":['.repeat(1_000_000), 'nested deeper than 64 levels'],
    ['25 million numbers', () => `[${'0,'.repeat(25_000_000)}0]`, 'more than 20000000 values'],
    [
      'a hundred thousand comparisons',
      () => json({ schemaVersion: 1, verdict: 'error', comparisons: Array(100_000).fill({}) }),
      'comparisons: found 100000 entries, at most 10000 are read',
    ],
    [
      'a million wrong layers',
      () => json(headOf({ layers: Array(1_000_000).fill(0) })),
      'comparisons[0]: more than 500000 values',
    ],
    [
      'a thousand million paths in few letters',
      () => json(headOf({ wastedPaths: Array(2000).fill({ path: 'a', bytes: 0 }) })),
      'comparisons[0].head.wastedPaths: ',
    ],
    ['a text without end', () => json(changed({ notes: ['x'.repeat(100_001)] })), 'comparisons[0].notes[0]: '],
  ])('%s is refused, in words', (_name, make, message) => {
    const text = make();
    expect(() => parseReport(text, 'part.json')).toThrow(message);
  });

  test('brackets and commas within texts do not count', () => {
    const note = `${'['.repeat(1000)}"\\${',{'.repeat(1000)}\\`;
    const report = createReport([{ ...failed('api'), notes: [note] }]);
    const limits = { characters: 1e6, depth: 10, values: 200 };
    expect(first(parseReport(json(report), 'part.json', limits)).notes).toEqual([note]);
  });
});

describe('a wrong number', () => {
  const numbers = ['-1', '1.5', '1e308', '1e999', '"12"', 'null', 'true', '9007199254740993', '[]', '{}'];
  test.each(numbers)('%s is not a size', (number) => {
    const text = json(headOf({ download: 'NUMBER' })).replace('"NUMBER"', number);
    expect(() => parseReport(text, 'part.json')).toThrow('part.json: comparisons[0].head.download: ');
  });

  test.each<[string, unknown, string]>([
    ['negative seconds', { build: { seconds: -1, steps: 1, cached: 0 } }, 'head.build.seconds'],
    ['an efficiency of 200 %', { efficiency: 2 }, 'head.efficiency'],
    ['a negative layer', { layers: [{ ...compared().head!.layers[0], unpacked: -5 }] }, 'head.layers[0].unpacked'],
    ['an unknown method', { method: 'guess' }, 'head.method'],
    ['no platform', { platform: '../../etc' }, 'head.platform'],
  ])('%s', (_name, changes, place) => {
    expect(() => read(headOf(changes as object))).toThrow(`part.json: comparisons[0].${place}: `);
  });

  test.each<[string, Partial<Record<keyof Comparison, unknown>>, string]>([
    ['an infinite noise', { noise: 1e308 }, 'noise'],
    ['a limit below nothing', { conditions: [{ ...compared().conditions[0], limit: -1 }] }, 'conditions[0].limit'],
    [
      'a condition without clauses',
      { conditions: [{ ...compared().conditions[0], clauses: [] }] },
      'conditions[0].clauses',
    ],
    ['a layer change of no kind', { layers: [{ kind: 'vanished' }] }, 'layers[0].kind'],
    ['a growth that is a text', { growth: { download: '1', unpacked: 1, newBytes: 1 } }, 'growth.download'],
    ['an explanation of half a byte', { explanation: { ...compared().explanation, total: 0.5 } }, 'explanation.total'],
    ['advice of no rule', { advice: [{ ...compared().advice![0], rule: 'pay' }] }, 'advice[0].rule'],
    ['a column of texts', { contents: { ...compared().contents, after: ['1', '2', '3'] } }, 'contents.after'],
    [
      'a row that is a key of JavaScript’s',
      { contents: { ...compared().contents, from: { constructor: 'x' } } },
      'contents.from',
    ],
    [
      'a commit that is a path',
      { baseline: { ...compared().baseline, origin: { step: 'build', commit: '../x', description: '' } } },
      'baseline.origin.commit',
    ],
    ['a verdict in capitals', { verdict: 'PASS' }, 'verdict'],
  ])('%s is refused at its place', (_name, changes, place) => {
    expect(() => read(changed(changes))).toThrow(`part.json: comparisons[0].${place}: `);
  });
});

describe('what contradicts itself', () => {
  const sample = compared();
  const head = sample.head!;
  const [layer] = sample.layers;
  test.each<[string, Partial<Record<keyof Comparison, unknown>>, string]>([
    ['another image', { image: 'other' }, 'head.image: is another image'],
    ['another platform', { platform: 'linux/s390x' }, 'head.platform: is another platform'],
    [
      'a baseline of another image',
      { baseline: { ...sample.baseline, image: 'b' } },
      'baseline.image: is another image',
    ],
    [
      'a baseline of another platform',
      { baseline: { ...sample.baseline, platform: 'linux/arm64' } },
      'baseline.platform: ',
    ],
    ['a size that is not the sum of its layers', { head: { ...head, unpacked: 1 } }, 'head: unpacked is not the sum'],
    ['a growth of nothing', { growth: { download: 0, unpacked: 0, newBytes: 0 } }, 'growth: is not head − baseline'],
    ['new bytes of nothing', { growth: { ...sample.growth, newBytes: 0 } }, 'growth: is not head − baseline'],
    ['a layer less', { layers: sample.layers.slice(1) }, "layers: are not the head's"],
    [
      'layers of another baseline',
      { layers: [{ ...layer, before: { ...layer?.before, digest: sha256('other') } }, ...sample.layers.slice(1)] },
      "layers: are not the baseline's",
    ],
    [
      'a layer that only says that it is unchanged',
      {
        layers: [layer, { ...sample.layers[1], kind: 'unchanged' }],
        growth: { ...sample.growth, download: 0 },
      },
      'layers: an unchanged layer has two sizes',
    ],
    [
      'a layer from elsewhere in the baseline',
      { layers: [{ ...layer, was: 1 }, ...sample.layers.slice(1)] },
      'layers: one has another position at the baseline',
    ],
    [
      'a layer from two places in the baseline',
      { layers: sample.layers.map((each) => ({ ...each, was: 0 })) },
      'layers: one has another position at the baseline',
    ],
    [
      'a split that is more',
      { split: { ...parts(sample, 5), before: { image: 'a', layers: 1 }, after: { image: 'a', layers: 1 } } },
      'split: its parts do not add up to the growth',
    ],
    [
      'a drift that is all of it and more',
      { drift: { image: 'a', layers: 1, ...parts(sample, 7) } },
      'drift: its parts do not add up to the growth',
    ],
    ['a forged pass', { verdict: 'pass' }, 'verdict: pass does not follow from the rest'],
    ['an acceptance by nobody', { verdict: 'accepted' }, 'verdict: accepted does not follow from the rest'],
    [
      'a new image that has a baseline',
      { verdict: 'new', conditions: [] },
      'verdict: new does not follow from the rest',
    ],
    ['a removed image that is there', { verdict: 'removed' }, 'verdict: removed does not follow'],
    [
      'an image that was not affected, and grew',
      { unaffected: true },
      "unaffected: but its digest is not the baseline's",
    ],
  ])('is refused: %s', (_name, changes, message) => {
    expect(() => read(changed(changes))).toThrow(UserError);
    expect(() => read(changed(changes))).toThrow(`part.json: comparisons[0].${message}`);
  });

  test('is refused: a verdict that the comparisons do not come to', () => {
    const report = { ...wholeReport(), verdict: 'pass' };
    expect(() => read(report)).toThrow('part.json: verdict: found pass, but the comparisons come to fail');
  });

  test('is refused: one image on one platform twice, however that is spelled', () => {
    const twice = [compared({ platform: 'linux/arm64' }), compared({ platform: 'linux/arm64/v8' })];
    expect(() => read(createReport(twice))).toThrow('comparisons[1]: the same image and platform as comparisons[0]');
  });

  test('is refused: a pass of an image that was not measured', () => {
    const report = {
      ...createReport([failed('api')]),
      verdict: 'pass',
      comparisons: [{ ...failed('api'), verdict: 'pass' }],
    };
    expect(() => read(report)).toThrow('comparisons[0].verdict: pass does not follow from the rest');
  });
});

describe('an extra that does not sum', () => {
  const { explanation, contents, advice } = compared();
  const growth = totalOf(explanation!.packages, packageGrowth);
  const groupOfNothing = { by: 'package', name: 'x', change: 7, brought: 0, dropped: 0, packages: { lines: [] } };
  const lessOf = (key: 'packages' | 'unowned' | 'files') => ({ ...explanation!, [key]: { lines: [] } });
  const column = (changes: object) => ({ contents: { ...contents!, ...changes } });
  const packages = (list: readonly object[], unowned = 0) => ({ inventory: { packages: list, unowned } });
  const dash = { purl: 'pkg:deb/debian/dash@1', bytes: 10_000_000, files: 1, layers: [0] };
  test.each<[string, object, 'explanation' | 'contents' | 'advice' | 'inventory', string]>([
    [
      'an explanation of another growth',
      { explanation: { ...explanation!, total: 1 } },
      'explanation',
      'its total is not the growth',
    ],
    [
      'an explanation of waste that is none',
      { explanation: { ...explanation!, wasted: 1 } },
      'explanation',
      'its bytes of overwritten and deleted files',
    ],
    [
      'an explanation without its directories',
      { explanation: lessOf('unowned') },
      'explanation',
      'its parts do not add up to its total',
    ],
    [
      'an explanation without its files',
      { explanation: lessOf('files') },
      'explanation',
      'its parts do not add up to its total',
    ],
    [
      'groups of more than the packages',
      { explanation: { ...explanation!, groups: { lines: [], more: { count: 1, change: 1e9 } } } },
      'explanation',
      'its parts do not add up to its total',
    ],
    [
      'a group of more than its packages',
      { explanation: { ...explanation!, groups: { lines: [groupOfNothing], more: { count: 1, change: growth - 7 } } } },
      'explanation',
      'its parts do not add up to its total',
    ],
    [
      'a layer’s account of nothing',
      { explanation: { ...explanation!, layers: [{ ...explanation!.layers[0]!, total: 5 }] } },
      'explanation',
      'its parts do not add up',
    ],
    [
      'a layer’s account of another layer',
      { explanation: { ...explanation!, layers: [{ ...explanation!.layers[0]!, position: 0 }] } },
      'explanation',
      'it names a layer that does not exist',
    ],
    [
      'two accounts of one layer',
      { explanation: { ...explanation!, layers: [explanation!.layers[0]!, explanation!.layers[0]!] } },
      'explanation',
      'it names a layer that does not exist',
    ],
    [
      'advice that saves more than there is',
      { advice: [{ ...advice![0], bytes: 1e12 }] },
      'advice',
      'it would save more bytes than the image has',
    ],
    [
      'advice about a layer that is not there',
      { advice: [{ ...advice![0], layer: 2 }] },
      'advice',
      'it names a layer that does not exist',
    ],
    ['a column that is short', column({ after: [1] }), 'contents', 'its columns differ in length'],
    ['files that are more than the image', column({ after: [1, 2, 3] }), 'contents', 'its files do not add up'],
    ['files that were more than the baseline', column({ before: [1, 2, 3] }), 'contents', 'its files do not add up'],
    [
      'a file in a layer that is not there',
      column({ layer: [0, 2, 0] }),
      'contents',
      'it names a layer that does not exist',
    ],
    ['a file of no package', column({ owner: [0, 1, null] }), 'contents', 'it names a package that does not exist'],
    ['a file that was in no row', column({ from: { 3: 'a' } }), 'contents', 'it names a row that does not exist'],
    [
      'a path that continues nothing',
      column({ shared: [1, 0, 8] }),
      'contents',
      'a path continues more than the path before it',
    ],
    ['packages of another size', packages([dash], 1), 'inventory', 'its bytes are not those of the image'],
    ['a package that is there twice', packages([dash, dash]), 'inventory', 'it names a package twice'],
    [
      'a package that contains another twice',
      packages([{ ...dash, contains: ['pkg:a/b', 'pkg:a/b'] }]),
      'inventory',
      'it names a package twice',
    ],
    [
      'a package in a layer that is not there',
      packages([{ ...dash, layers: [2] }]),
      'inventory',
      'it names a layer that does not exist',
    ],
  ])('is left out with a note: %s', (_name, changes, extra, reason) => {
    const { comparisons } = read(changed(changes));
    const names = {
      explanation: 'explanation',
      advice: 'advice',
      contents: 'list of files',
      inventory: 'list of packages',
    };
    expect(comparisons[0]).not.toHaveProperty(extra);
    expect(comparisons[0]?.notes).toEqual([
      expect.stringContaining(`The ${names[extra]} of the report file is left out: ${reason}`),
    ]);
    const others = (['explanation', 'advice', 'contents'] as const).filter((other) => other !== extra);
    for (const other of others) expect(comparisons[0]).toHaveProperty(other);
  });
});

function removed(): Comparison {
  const baseline = { kind: 'measured', origin: BUILT_ORIGIN, measurement: BEFORE.measurement } as const;
  return compareRemoved({ image: 'api', file: 'Dockerfile', baseline });
}

function accepted(): Comparison {
  const comparison = compared();
  return {
    ...comparison,
    verdict: 'accepted',
    conditions: comparison.conditions.map((each) =>
      each.verdict === 'fail' ? { ...each, verdict: 'accepted' } : each,
    ),
    acceptance: { by: 'octocat', at: '2026-11-26T10:00:00Z', kind: 'label', name: 'image-size-accepted' },
  };
}

function together(): Report {
  const images = [
    { name: 'api', indexTotals: true },
    { name: 'slim', variantOf: 'api' },
  ];
  const comparisons = ['linux/amd64', 'linux/arm64'].flatMap((platform) => [
    compared({ platform }),
    compared({ image: 'slim', platform, after: BEFORE }),
  ]);
  return {
    ...createReport(comparisons),
    variants: compareVariants(images, comparisons),
    totals: indexTotals(images, comparisons),
  };
}

/** Two parts that are `more` bytes more than the growth. */
function parts({ growth }: Comparison, more: number) {
  const none = { download: 0, unpacked: 0, newBytes: 0 };
  return { inherited: { ...none, unpacked: more }, own: growth, digest: sha256('x') };
}

function trendAt(recordedAt: string) {
  const report = wholeReport();
  const trends = report.trends!.map((trend) => ({
    ...trend,
    points: trend.points.map((point) => ({ ...point, recordedAt })),
  }));
  return { ...report, trends };
}
