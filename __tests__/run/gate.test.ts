import { describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/baseline/plan.ts';
import { parseGates } from '../../src/config/gates.ts';
import type { Measurer } from '../../src/measurer/measurer.ts';
import { type MeasureOutcome, NO_RESULT } from '../../src/measurer/session.ts';
import type { Image } from '../../src/model/image.ts';
import { exitCode } from '../../src/model/report.ts';
import { compareMeasured, runGate } from '../../src/run/gate.ts';
import { BUILT_ORIGIN, measurement } from '../support/measurements.ts';
import { makeMeasurer } from '../support/measurer.ts';

type Base = Parameters<typeof compareMeasured>[1];

const plan: Plan = { kind: 'source', origin: BUILT_ORIGIN, source: { kind: 'oci', location: 'x' }, root: '.' };
const api: Image = {
  name: 'api',
  source: { kind: 'dockerfile', file: 'docker/Dockerfile', context: '.', buildArgs: [] },
  conditions: parseGates({ failIf: ['unpacked > +1 MB', 'layers > 5'], warnIf: [] }, ['api'])('api'),
};
const [amd, arm, s390] = (['linux/amd64', 'linux/arm64', 'linux/s390x'] as const).map((platform) =>
  measurement({ platform, layers: [['a', 1_000_000, 3_000_000]] }),
);
const larger = measurement({ layers: [['b', 2_000_000, 6_000_000]] });
const on = (...measurements: (typeof amd)[]): MeasureOutcome => ({
  kind: 'measured',
  measurements: measurements.filter((each) => each !== undefined),
});
const partly: MeasureOutcome & { readonly kind: 'measured' } = {
  kind: 'measured',
  measurements: amd === undefined ? [] : [amd],
  failures: [{ platform: 'linux/arm64', reason: 'no emulation' }],
};
const none: Base = { kind: 'none', reason: 'baseline is none' };
const missing: MeasureOutcome = { kind: 'missing', reason: 'Dockerfile docker/Dockerfile does not exist' };
const error: MeasureOutcome = { kind: 'error', reason: 'api: the build failed' };

const compared = (base: Base, head: MeasureOutcome) => compareMeasured(api, base, head, plan);
/** One verdict a platform: `linux/amd64 pass`. */
const verdicts = (base: Base, head: MeasureOutcome) =>
  compared(base, head).map(({ platform, verdict }) => `${platform || '-'} ${verdict}`);

describe('the comparisons of one image', () => {
  test.each<[string, Base, MeasureOutcome, string[]]>([
    ['measured on both sides', on(amd), on(amd), ['linux/amd64 pass']],
    ['grown over a limit', on(amd), on(larger), ['linux/amd64 fail']],
    ['without baseline', none, on(amd), ['linux/amd64 new']],
    ['not there at the base', missing, on(amd), ['linux/amd64 new']],
    ['not to be had at the base', error, on(amd), ['linux/amd64 error']],
    ['not there any more', on(amd), missing, ['linux/amd64 removed']],
    ['not there any more, on two platforms', on(amd, arm), missing, ['linux/amd64 removed', 'linux/arm64 removed']],
    ['on neither side', missing, missing, ['- error']],
    ['not there, and nothing to compare with', none, missing, ['- error']],
    ['not there, and not to be had at the base', error, missing, ['- error']],
    ['not to be had now', on(amd), error, ['linux/amd64 error']],
    ['not to be had now, of two platforms', on(amd, arm), error, ['linux/amd64 error', 'linux/arm64 error']],
    ['not to be had now nor then', error, error, ['- error']],
    ['not to be had now, and new', none, error, ['- error']],
    ['two platforms, each with its own', on(arm, amd), on(amd, arm), ['linux/amd64 pass', 'linux/arm64 pass']],
    ['a platform more', on(amd, arm), on(amd, arm, s390), ['linux/amd64 pass', 'linux/arm64 pass', 'linux/s390x new']],
    ['a platform less', on(amd, arm), on(amd), ['linux/amd64 pass', 'linux/arm64 removed']],
    [
      'one platform in place of two',
      on(amd, arm),
      on(s390),
      ['linux/s390x new', 'linux/amd64 removed', 'linux/arm64 removed'],
    ],
    ['a platform beside a single one', on(amd), on(amd, arm), ['linux/amd64 pass', 'linux/arm64 new']],
    ['two platforms in place of another', on(s390), on(amd, arm), ['linux/amd64 error', 'linux/arm64 error']],
    ['a single platform in place of another', on(amd), on(arm), ['linux/arm64 error']],
    ['a platform that could not be had', on(amd, arm), partly, ['linux/amd64 pass', 'linux/arm64 error']],
    ['a platform that could not be had, and new', none, partly, ['linux/amd64 new', 'linux/arm64 error']],
    ['a platform that could not be had at the base', partly, on(amd, arm), ['linux/amd64 pass', 'linux/arm64 error']],
  ])('%s', (_name, base, head, expected) => {
    expect(verdicts(base, head)).toEqual(expected);
  });

  test('not to be had now are those of the platforms that they are for, and not another job’s', () => {
    const source = { ...api.source, platforms: ['linux/arm64/v8'] };
    const comparisons = compareMeasured({ ...api, source }, on(amd, arm), error, plan);
    expect(comparisons.map(({ platform, verdict }) => [platform, verdict])).toEqual([['linux/arm64', 'error']]);
  });

  test('are errors for configured platforms without a result, whatever the others came to', () => {
    const source = { ...api.source, platforms: ['linux/amd64', 'linux/arm64/v8'] };
    const [pass, ...lost] = compareMeasured({ ...api, source }, on(amd, arm), on(amd), plan);
    expect(pass).toMatchObject({ platform: 'linux/amd64', verdict: 'pass' });
    expect(lost).toMatchObject([{ platform: 'linux/arm64', verdict: 'error', notes: [NO_RESULT.reason] }]);
    const known = { ...api, source: { ...api.source, platforms: ['linux/x86_64'] } };
    expect(compareMeasured(known, on(amd), on(amd), plan)).toMatchObject([{ verdict: 'pass' }]);
  });

  test('are errors where measuring came to nothing at all', () => {
    expect(verdicts(on(amd, arm), on())).toEqual(['linux/amd64 error', 'linux/arm64 error']);
    expect(verdicts(none, on())).toEqual(['- error']);
  });

  test('name image and Dockerfile, and a source that is not built has none', () => {
    expect(compared(on(amd), on(amd))).toMatchObject([{ image: 'api', file: 'docker/Dockerfile' }]);
    const source = { ...api, source: { kind: 'oci', location: 'layout' } } as const;
    expect(compareMeasured(source, on(amd), on(amd), plan)[0]).not.toHaveProperty('file');
  });

  test('carry the origin of the baseline and both reasons where both sides failed', () => {
    expect(compared(on(amd), on(amd))).toMatchObject([{ baseline: { origin: BUILT_ORIGIN } }]);
    const [{ notes } = { notes: [] }] = compared({ kind: 'error', reason: 'no such commit' }, missing);
    expect(notes).toEqual([missing.reason, 'Baseline: no such commit']);
  });

  test('gate absolute limits without a baseline', () => {
    const layers = Array.from({ length: 6 }, (_, at) => [`l${at}`, 1, 1] as const);
    expect(verdicts(error, on(measurement({ layers })))).toEqual(['linux/amd64 fail']);
  });
});

describe('a run', () => {
  const measurer = (answers: Readonly<Record<string, MeasureOutcome | Error>>) =>
    makeMeasurer(async ({ name }, { side }) => {
      const answer = answers[`${name} ${side}`] ?? answers[name];
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error(`${name} ${side} was asked for`);
      return answer;
    });
  const images = ['api', 'web', 'jobs'].map((name) => ({ ...api, name }));

  test('reports every image in the order configured, whatever became of the others', async () => {
    const answers = { api: error, web: on(amd), jobs: on(amd), 'jobs head': on(larger) };
    const report = await runGate({ root: '.', images, plan, measurer: measurer(answers) });
    expect(report.verdict).toBe('fail');
    expect(report.comparisons.map(({ image, verdict }) => `${image} ${verdict}`)).toEqual([
      'api error',
      'web pass',
      'jobs fail',
    ]);
  });

  test('holds what an image prints against its baseline and against the image it is a variant of', async () => {
    const check = { kind: 'command', label: 'run', command: ['app'], entrypoint: 'command', exitCode: 0 } as const;
    const more = { sameOutput: true, timeLimit: 1, repeat: 1, network: 'none' } as const;
    const verify = [{ ...check, ...more }];
    const printing = (output: string) =>
      on(measurement({ layers: [], checks: [{ check: 'run', outcome: 'pass', output }] }));
    const answers = { api: printing('a'), slim: printing('b'), web: printing('a'), 'web head': printing('b') };
    const checked = ['api', 'slim', 'web'].map((name) => ({ ...api, name, verify }));
    const images = checked.map((image) => (image.name === 'slim' ? { ...image, variantOf: 'api' } : image));
    const report = await runGate({ root: '.', images, plan, measurer: measurer(answers) });
    expect(report.comparisons.map(({ verdict, checks }) => [verdict, checks?.[0]?.reason])).toEqual([
      ['pass', undefined],
      ['fail', 'prints something else than in api'],
      ['fail', 'prints something else than at the baseline'],
    ]);
  });

  test('compares variants and totals of all platforms where they are asked for, and only there', async () => {
    const answers = { api: on(amd, arm), web: on(larger), jobs: error };
    const [first = api, ...others] = images;
    const asked = [{ ...first, indexTotals: true }, ...others.map((image) => ({ ...image, variantOf: 'api' }))];
    const report = await runGate({ root: '.', images: asked, plan, measurer: measurer(answers) });
    expect(report.variants?.map(({ platform, rows }) => [platform, ...rows.map(({ image }) => image)])).toEqual([
      ['linux/amd64', 'api', 'web', 'jobs'],
      ['linux/arm64', 'api', 'jobs'],
    ]);
    expect(report.totals).toMatchObject([{ image: 'api', unpacked: { before: 3_000_000, after: 3_000_000 } }]);
    const plain = await runGate({ root: '.', images, plan, measurer: measurer(answers) });
    expect(Object.keys(plain)).toEqual(['schemaVersion', 'verdict', 'comparisons']);
  });

  test('is an error, never green, for an image that the measurer forgets at head', async () => {
    const complete = measurer({ api: on(amd), web: on(amd), jobs: on(amd) });
    const forgetful: Measurer = {
      ...complete,
      measureAll: async (asked, where) => {
        const outcomes = new Map(await complete.measureAll(asked, where));
        if (where.side === 'head') outcomes.delete('web');
        return outcomes;
      },
    };
    const report = await runGate({ root: '.', images, plan, measurer: forgetful });
    expect(report.comparisons.map(({ image, verdict }) => [image, verdict])).toEqual([
      ['api', 'pass'],
      ['web', 'error'],
      ['jobs', 'pass'],
    ]);
    expect(report.comparisons[1]?.notes).toEqual(['it has no result, which is a mistake in Image Size Gate']);
    expect([report.verdict, exitCode(report.verdict)]).toEqual(['error', 2]);
  });

  test('is an error for an image that the measurer forgets at the base', async () => {
    const complete = measurer({ api: on(amd), web: on(amd), jobs: on(amd) });
    const forgetful: Measurer = {
      ...complete,
      measureAll: async (asked, where) =>
        complete.measureAll(where.side === 'base' ? asked.filter(({ name }) => name !== 'api') : asked, where),
    };
    const report = await runGate({ root: '.', images, plan, measurer: forgetful });
    expect(report).toMatchObject({ verdict: 'error', comparisons: [{ image: 'api', verdict: 'error' }, {}, {}] });
    expect(report.comparisons[0]?.notes).toEqual(['it has no result, which is a mistake in Image Size Gate']);
  });

  test('joins results by the names of images, whatever order they come in', async () => {
    const complete = measurer({ api: error, web: on(amd), jobs: on(amd), 'jobs head': on(larger) });
    const shuffling: Measurer = {
      ...complete,
      measureAll: async (asked, where) => new Map([...(await complete.measureAll(asked, where))].toReversed()),
    };
    const report = await runGate({ root: '.', images, plan, measurer: shuffling });
    expect(report.comparisons.map(({ verdict }) => verdict)).toEqual(['error', 'pass', 'fail']);
  });

  test('ends with what is no outcome of an image, such as an interruption', async () => {
    const answers = { api: on(amd), web: new Error('ended by SIGINT'), jobs: on(amd) };
    await expect(runGate({ root: '.', images, plan, measurer: measurer(answers) })).rejects.toThrow('ended by SIGINT');
  });

  test('measures none of the images that nothing changed for, and says so of them', async () => {
    const measured: string[] = [];
    const counting = makeMeasurer(async ({ name }, { side }) => {
      measured.push(`${name} ${side}`);
      return on(larger);
    });
    const measurements = amd === undefined ? [] : [{ ...amd, recipe: `sha256:${'a'.repeat(64)}` }];
    const findUnaffected = async () =>
      new Map([
        ['api', { recorded: measurements, recipe: 'now' }],
        ['web', { recipe: 'sha256:web' }],
      ]);
    const none: Plan = {
      kind: 'file',
      origin: BUILT_ORIGIN,
      measurements: images.flatMap(({ name }) => measurements.map((each) => ({ ...each, image: name }))),
    };
    const report = await runGate({ root: '.', images, plan: none, measurer: counting, findUnaffected });
    expect(measured).toEqual(['web head', 'jobs head']);
    expect(report.comparisons.map(({ image, verdict, unaffected }) => [image, verdict, unaffected])).toEqual([
      ['api', 'pass', true],
      ['web', 'fail', undefined],
      ['jobs', 'fail', undefined],
    ]);
    expect(report.comparisons.map(({ head }) => head?.recipe)).toEqual([
      measurements[0]?.recipe,
      'sha256:web',
      undefined,
    ]);
    expect(report.comparisons[0]?.head).toBe(measurements[0]);
  });

  test('judges a cap that such an image is over as inherited', async () => {
    const layers = Array.from({ length: 6 }, (_, at) => [`l${at}`, 1, 1] as const);
    const measurements = [measurement({ layers })];
    const file: Plan = { kind: 'file', origin: BUILT_ORIGIN, measurements };
    const findUnaffected = async () => new Map([['api', { recorded: measurements }]]);
    const report = await runGate({ root: '.', images: [api], plan: file, measurer: measurer({}), findUnaffected });
    expect(report).toMatchObject({ verdict: 'inherited', comparisons: [{ verdict: 'inherited', unaffected: true }] });
  });
});
