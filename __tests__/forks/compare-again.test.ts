import { describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/exchange/report-file.ts';
import { compareAgain } from '../../src/forks/compare-again.ts';
import { trustedConditions } from '../../src/forks/configured.ts';
import { NO_RECORD } from '../../src/forks/trusted-baselines.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Report } from '../../src/model/document.ts';
import type { CheckResult, Measurement } from '../../src/model/measurement.ts';
import { samePlatform } from '../../src/model/platform.ts';
import { createReport } from '../../src/model/report.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { UserError } from '../../src/text/error.ts';
import { AFTER, BEFORE, COMMIT, compared, failed, json, measured } from '../exchange/samples.ts';

const CONFIG = `
fail-if: [ "unpacked > +1 MB" ]
images:
  api: { file: Dockerfile }
`;
const TRUSTED: Baseline = {
  kind: 'measured',
  origin: { step: 'record', commit: COMMIT, description: 'recorded on the data branch' },
  measurement: BEFORE.measurement,
};

interface Trust {
  readonly config?: string;
  /** The trusted measurements. */
  readonly records?: readonly Measurement[];
}

/** Reads what a stranger's file says and compares it again, as the privileged side does. */
async function compareReport(
  report: Report,
  { config = CONFIG, records = [BEFORE.measurement] }: Trust = {},
): Promise<Report> {
  const parsed = parseReport(json(report), 'artifact');
  const platformsOf = async (image: string) =>
    records.filter((each) => each.image === image).map((each) => each.platform);
  return compareAgain(parsed, {
    ...trustedConditions(config, { failIf: [], warnIf: [] }, 'image-size.yml'),
    platformsOf,
    baselineOf: async ({ image, platform }) => {
      const measurement = records.find((each) => each.image === image && samePlatform(each.platform, platform));
      return measurement === undefined ? NO_RECORD : { ...TRUSTED, measurement };
    },
  });
}

const claim = (...comparisons: readonly Comparison[]) => createReport(comparisons, { part: 'x', commit: COMMIT });
const rows = ({ comparisons }: Report) =>
  comparisons.map(({ image, platform, verdict }) => `${image} ${platform || '-'} ${verdict}`);
/** As if the growth were all of ignored files. */
function apart(): Comparison {
  const { conditions, ...comparison } = compared();
  const judged = conditions.map((each) =>
    each.verdict === 'fail' ? { ...each, verdict: 'inherited', apart: true } : each,
  );
  const uncommitted = { git: 0, files: 6_000_000, download: 3_000_000, places: [{ path: 'dist/', bytes: 6_000_000 }] };
  return { ...comparison, conditions: judged as Comparison['conditions'], verdict: 'warn', uncommitted };
}

/** No growth is a failure where nobody set a condition; as a stranger would have it. */
const lenient = (spec: Parameters<typeof compared>[0] = {}) => compared({ failIf: ['none'], ...spec });

describe('a stranger’s report', () => {
  test('of a true growth comes to what the default branch’s conditions say', async () => {
    const found = await compareReport(claim(compared()));
    expect(found).toMatchObject({ verdict: 'fail', part: 'x', commit: COMMIT });
    expect(found.comparisons[0]).toMatchObject({
      verdict: 'fail',
      growth: { unpacked: 6_000_000 },
      baseline: { origin: { step: 'record' } },
      conditions: [{ text: 'unpacked > +1 MB', verdict: 'fail', actual: 6_000_000 }],
    });
  });

  test('keeps an explanation and files that come to the recomputed growth, and no sentence of its own', async () => {
    const { explanation, contents } = compared();
    const [found] = (await compareReport(claim(compared()))).comparisons;
    expect(found).toMatchObject({ explanation, contents, notes: [] });
    expect(found).not.toHaveProperty('advice');
  });

  test('keeps nothing of growth that it sets apart', async () => {
    const [found] = (await compareReport(claim(apart()))).comparisons;
    expect(found).toMatchObject({ verdict: 'fail', conditions: [{ verdict: 'fail' }] });
    expect(found).not.toHaveProperty('uncommitted');
    expect(found?.conditions.some((condition) => 'apart' in condition)).toBe(false);
  });

  test('of no growth passes', async () => {
    expect((await compareReport(claim(compared({ after: BEFORE })))).verdict).toBe('pass');
  });

  test.each<[string, Report, string[]]>([
    ['passes by conditions of its own', claim(lenient()), ['api linux/amd64 fail']],
    ['grew a baseline of its own', claim(compared({ before: AFTER })), ['api linux/amd64 fail']],
    ['is new, since it says that there was nothing', claim(lenient({ before: null })), ['api linux/amd64 fail']],
    ['was accepted by itself', claim(accepted()), ['api linux/amd64 fail']],
    ['tolerates noise of its own', claim({ ...lenient(), noise: 1e12 }), ['api linux/amd64 fail']],
    ['was broken only by what no commit has', claim(apart()), ['api linux/amd64 fail']],
    ['was not affected', claim({ ...lenient({ before: AFTER }), unaffected: true }), ['api linux/amd64 fail']],
    ['goes by another name', claim(lenient({ image: 'api2' })), ['api linux/amd64 error', 'api2 linux/amd64 new']],
    [
      'is on another platform',
      claim(lenient({ platform: 'linux/s390x' })),
      ['api linux/s390x new', 'api linux/amd64 error'],
    ],
    ['says nothing of an image', claim(), ['api linux/amd64 error']],
    ['could not be measured', claim(failed('api')), ['api - error']],
  ])('that %s does not get through', async (_name, report, expected) => {
    expect(rows(await compareReport(report))).toEqual(expected);
  });

  test('that forges its baseline loses the explanation of it, with a note', async () => {
    const [found] = (await compareReport(claim(lenient({ before: measured(8_000_000) })))).comparisons;
    expect(found).not.toHaveProperty('explanation');
    expect(found?.notes).toEqual([
      'The explanation of the report file is left out: its total is not the growth.',
      'The list of files of the report file is left out: its files do not add up to the measured size.',
    ]);
  });

  test('without a trusted baseline is new, and says that its own is not believed', async () => {
    const found = await compareReport(claim(compared()), { records: [] });
    expect(rows(found)).toEqual(['api linux/amd64 new']);
    expect(found.comparisons[0]).toMatchObject({ baseline: null, growth: { unpacked: null } });
    expect(found.comparisons[0]?.notes[0]).toContain('the one in the report file is not believed');
  });

  test('says that an image is gone only where it was, and that this is its own word', async () => {
    const gone = { ...lenient(), verdict: 'removed', head: null, layers: [], conditions: [] } as const;
    const { explanation: _, contents: __, advice: ___, split: ____, ...removed } = gone;
    const report = claim({ ...removed, growth: { download: null, unpacked: null, newBytes: null } });
    const found = await compareReport(report);
    expect(rows(found)).toEqual(['api linux/amd64 removed']);
    expect(found.comparisons[0]?.notes).toContain("Only the pull request's own run says that it is gone.");
    expect(rows(await compareReport(report, { records: [] }))).toEqual(['api linux/amd64 error']);
  });

  test('must have every platform that the configuration or the trusted baseline has', async () => {
    const config = CONFIG.replace('Dockerfile }', 'Dockerfile, platforms: [linux/amd64, linux/arm64/v8] }');
    const records = ['linux/amd64', 'linux/arm64', 'linux/ppc64le'].map((platform) => ({
      ...BEFORE.measurement,
      platform,
    }));
    const found = await compareReport(claim(compared({ after: BEFORE })), { config, records });
    expect(rows(found)).toEqual(['api linux/amd64 pass', 'api linux/arm64 error', 'api linux/ppc64le error']);
  });

  test('keeps the reason why an image was not measured as the run’s own words, within bounds', async () => {
    const reason = `\u001B[2Jexit code 1\u202E\n${'log '.repeat(20_000)}`;
    const [found] = (await compareReport(claim(failed('api', reason)))).comparisons;
    expect(found?.notes[0]).toMatch(
      /^it was not measured; the run that should measure it says: exit code 1⟨U\+202E⟩\nlog /,
    );
    expect(found?.notes[0]?.length).toBeLessThan(5000);
  });

  test('with an image that is not configured yet applies the general conditions, and says so', async () => {
    const config = CONFIG.replace('"unpacked > +1 MB"', '"unpacked > 10 MB"');
    const found = await compareReport(claim(compared({ after: BEFORE }), lenient({ image: 'shop' })), { config });
    expect(found.comparisons[1]).toMatchObject({ image: 'shop', verdict: 'fail', baseline: null });
    expect(found.comparisons[1]?.notes.join()).toContain(
      "the default branch's configuration does not have this image (yet)",
    );
  });

  test('shows a few of the images that nobody configured and counts the others', async () => {
    const strangers = Array.from({ length: 25 }, (_, at) => lenient({ image: `x${at}` }));
    const found = await compareReport(claim(compared({ after: BEFORE }), ...strangers));
    expect(found.comparisons).toHaveLength(11);
    expect(found.comparisons[1]).toMatchObject({ image: 'x0', verdict: 'new', baseline: null });
    expect(found).toMatchObject({
      verdict: 'error',
      missing: [{ part: 'x', reason: expect.stringMatching(/^15 more images/) }],
    });
  });

  test('of too many images to look up is refused', async () => {
    const many = Array.from({ length: 1001 }, (_, at) => failed(`x${at}`));
    await expect(compareReport(claim(...many))).rejects.toThrow(UserError);
    await expect(compareReport(claim(...many))).rejects.toThrow('the report has 1001 comparisons');
  });

  test('brings no trends or proposals, and variants only as the configuration has them', async () => {
    const point = { recordedAt: '2026-11-01T10:00:00Z', commit: COMMIT, download: 1, unpacked: 1 };
    const trends = [{ image: 'api', platform: 'linux/amd64', points: [point] }];
    const proposals = [
      { image: 'api', platform: 'linux/amd64', metric: 'unpacked', from: 2, to: 1, records: 10, text: 'x' } as const,
    ];
    const config = `${CONFIG}  slim: { file: b, variant-of: api, index-totals: true }\n`;
    const slim = compared({ image: 'slim', after: BEFORE });
    const records = [BEFORE.measurement, { ...BEFORE.measurement, image: 'slim' }];
    const found = await compareReport({ ...claim(compared(), slim), trends, proposals }, { config, records });
    expect(found).not.toHaveProperty('trends');
    expect(found).not.toHaveProperty('proposals');
    expect(found.variants).toMatchObject([
      {
        rows: [
          { image: 'api', verdict: 'fail' },
          { image: 'slim', verdict: 'pass' },
        ],
      },
    ]);
    expect(found.totals).toMatchObject([{ image: 'slim', platforms: ['linux/amd64'] }]);
  });

  test('that says that parts are missing is an error, in few words', async () => {
    const missing = Array.from({ length: 50 }, () => ({ part: 'p', reason: 'y'.repeat(9000) }));
    const found = await compareReport(createReport([compared({ after: BEFORE })], { missing }));
    expect(found.verdict).toBe('error');
    expect(found.missing).toHaveLength(20);
    expect(json(found.missing).length).toBeLessThan(10_000);
  });
});

describe('the checks of a stranger’s report', () => {
  const config = CONFIG.replace('Dockerfile }', 'Dockerfile, verify: [ { user: non-root } ] }');
  const label = trustedConditions(config, { failIf: [], warnIf: [] }, '').images[0]!.verify![0]!.label;
  const withChecks = (...checks: readonly CheckResult[]): Comparison => {
    const comparison = compared({ after: BEFORE });
    return { ...comparison, head: { ...comparison.head!, checks } };
  };
  const records = [{ ...BEFORE.measurement, checks: [{ check: label, outcome: 'pass' } as const] }];
  const checksOf = async (comparison: Comparison) => {
    const found = await compareReport(claim(comparison), { config, records });
    return [found.verdict, ...(found.comparisons[0]?.checks ?? []).map(({ check, outcome }) => `${check} ${outcome}`)];
  };

  test('are those that the configuration asks for', async () => {
    const extra = { check: 'shines', outcome: 'pass' } as const;
    expect(await checksOf(withChecks({ check: label, outcome: 'pass' }, extra))).toEqual(['pass', `${label} pass`]);
    expect(await checksOf(withChecks({ check: label, outcome: 'fail' }))).toEqual(['fail', `${label} fail`]);
  });

  test('are not known where they were left out, which is told', async () => {
    expect(await checksOf(withChecks())).toEqual(['warn', `${label} skipped`]);
  });

  test('are none where the configuration asks for none', async () => {
    const failing = withChecks({ check: 'made up', outcome: 'fail', reason: 'pay me' });
    const found = await compareReport(claim(failing));
    expect(found.verdict).toBe('pass');
    expect(json(found)).not.toContain('pay me');
  });
});

describe('hostile text', () => {
  const EVIL =
    'a|b`c` </details> <img src=x onerror=alert(1)> <!-- x --> @octocat #1 ```\n\n# heading \u202E https://evil.example';
  const source = { file: EVIL, stage: EVIL, instruction: EVIL, lines: { start: 1, end: 2 } };

  test('comes out of a report that is read, found and rendered as text', async () => {
    const { head } = lenient({ before: null });
    const hostile: Measurement = {
      ...head!,
      layers: head!.layers.map((layer) => ({ ...layer, createdBy: EVIL, source })),
      wastedPaths: [{ path: EVIL, bytes: 5 }],
      versions: { [EVIL.slice(0, 90)]: EVIL },
      config: { user: EVIL, entrypoint: [EVIL], cmd: [EVIL], exposedPorts: [EVIL] },
      base: { image: EVIL, layers: 1 },
    };
    const forged = { ...lenient({ before: null }), head: hostile, file: EVIL, notes: [EVIL], advice: [] };
    const report = createReport([forged, lenient({ image: EVIL, before: null }), failed(`${EVIL}2`, EVIL)], {
      missing: [{ part: EVIL, reason: EVIL }],
    });
    const found = await compareReport(report);
    const markdown = renderMarkdown(found);
    const prose = markdown
      .replaceAll('\\`', '')
      .replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '')
      .replaceAll(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
      .replaceAll(/<code>[^<]*<\/code>/g, '');
    expect(markdown).toContain('octocat');
    expect(prose).not.toMatch(/@octocat|<img|onerror=alert\(1\)>|<!--|https:\/\/evil|\u202E/);
    expect(prose.split('\n').filter((line) => line.startsWith('# '))).toEqual([]);
    expect(prose.split('<details')).toHaveLength(prose.split('</details>').length);
  });
});

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
