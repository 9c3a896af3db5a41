import { describe, expect, test } from '@jest/globals';
import type { History } from '../../src/baseline/base-commit.ts';
import { parseGates } from '../../src/config/gates.ts';
import type { Records } from '../../src/history/records.ts';
import type { Image } from '../../src/model/image.ts';
import { plainLog } from '../../src/process/log.ts';
import { type CheckRequest, runCheck } from '../../src/run/check.ts';
import { measurement } from '../support/measurements.ts';
import { makeMeasurer } from '../support/measurer.ts';
import { snapshotOf } from '../support/snapshot.ts';

const images: readonly Image[] = ['api', 'web'].map((name) => ({
  name,
  source: { kind: 'oci', location: name },
  conditions: parseGates({ failIf: ['layers > 5'], warnIf: [] }, [name])(name),
}));
const unasked = () => Promise.reject(new Error('git was asked'));
const history: History = {
  exists: unasked,
  parentsOf: unasked,
  resolve: unasked,
  mergeBase: unasked,
  isDirty: unasked,
  defaultBranch: unasked,
  previousRelease: unasked,
};

/** A check without a baseline, and what happened in it, in order. */
function checkOf(changes: Partial<CheckRequest> = {}) {
  const events: string[] = [];
  const snapshot = snapshotOf();
  const records: Records = {
    branch: 'image-size',
    reader: { snapshot: async () => snapshot, contains: async () => false },
    snapshot,
    lineage: async (commit) => [commit],
    [Symbol.asyncDispose]: async () => void events.push('records closed'),
  };
  const request: CheckRequest = {
    configuration: { images },
    checkout: { cwd: '.' },
    measurer: makeMeasurer(async ({ name }) => {
      events.push(`measured ${name}`);
      return { kind: 'measured', measurements: [measurement({ image: name })] };
    }),
    log: plainLog(() => {}, { verbose: false }),
    baseline: 'none',
    history,
    findBaseCommit: unasked,
    measured: { release: async () => [], ref: async () => [] },
    openRecords: async () => records,
    buildsAll: true,
    untracked: 'all',
    docker: { builder: '' },
    contents: false,
    publish: async (report) => {
      events.push('published');
      return report;
    },
    record: async () => void events.push('recorded'),
    ...changes,
  };
  return { request, events };
}

describe('a check', () => {
  test('measures, publishes, records, and closes the records last', async () => {
    const { request, events } = checkOf();
    const report = await runCheck(request);
    expect(report.comparisons.map(({ image, verdict }) => [image, verdict])).toEqual([
      ['api', 'new'],
      ['web', 'new'],
    ]);
    expect(events).toEqual(['measured api', 'measured web', 'published', 'recorded', 'records closed']);
  });

  test('returns the report as it was published', async () => {
    const { request } = checkOf({ publish: async (report) => ({ ...report, verdict: 'accepted' }) });
    expect(await runCheck(request)).toMatchObject({ verdict: 'accepted' });
  });

  test('records and closes though publishing fails', async () => {
    const { request, events } = checkOf({ publish: () => Promise.reject(new Error('GitHub is down')) });
    await expect(runCheck(request)).rejects.toThrow('GitHub is down');
    expect(events).toEqual(['measured api', 'measured web', 'recorded', 'records closed']);
  });

  test('records nothing where measuring is interrupted, and closes the records', async () => {
    const measurer = makeMeasurer(() => Promise.reject(new Error('ended by SIGINT')));
    const { request, events } = checkOf({ measurer });
    await expect(runCheck(request)).rejects.toThrow('ended by SIGINT');
    expect(events).toEqual(['records closed']);
  });

  test.each([
    ['while it measures', true, ['measured api', 'measured web', 'records closed']],
    ['while it publishes', false, ['measured api', 'measured web', 'published', 'records closed']],
  ])('publishes and records nothing after it was interrupted %s', async (_name, isEarly, expected) => {
    const controller = new AbortController();
    const abort = () => controller.abort(new Error('ended by SIGTERM'));
    const { request, events } = checkOf({ checkout: { cwd: '.', signal: controller.signal } });
    const publish: CheckRequest['publish'] = async (report, commit) => {
      await request.publish(report, commit);
      abort();
      throw controller.signal.reason;
    };
    const measurer = makeMeasurer(async (image, where) => {
      if (isEarly && image.name === 'web') abort();
      return request.measurer.measure(image, where);
    });
    await expect(runCheck({ ...request, measurer, publish })).rejects.toThrow('ended by SIGTERM');
    expect(events).toEqual(expected);
  });

  test('records nothing without records to write to', async () => {
    const { request, events } = checkOf({ openRecords: async () => undefined });
    await runCheck(request);
    expect(events).toEqual(['measured api', 'measured web', 'published']);
  });

  test('asks for the base commit where no baseline is named, and reports a base that cannot be found', async () => {
    const { request } = checkOf({
      baseline: '',
      findBaseCommit: async () => ({ kind: 'error', reason: 'no such commit' }),
    });
    const report = await runCheck(request);
    expect(report).toMatchObject({ verdict: 'error', comparisons: [{ notes: ['no such commit'] }, {}] });
  });
});
