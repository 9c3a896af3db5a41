import { describe, expect, test } from '@jest/globals';
import { formatHistory, historyPath } from '../../src/history/history-file.ts';
import { withProposals } from '../../src/history/proposals.ts';
import { parseCondition } from '../../src/model/condition.ts';
import type { Report } from '../../src/model/document.ts';
import type { Image } from '../../src/model/image.ts';
import type { HistoryEntry } from '../../src/model/record.ts';
import { comparison, measurement, report } from '../report/sample.ts';
import { snapshotOf } from '../support/snapshot.ts';
import { entry } from './samples.ts';

const MB = 1_000_000;
/** Five records of 390 MB, then ten of 337 MB. */
const FALLEN = Array.from({ length: 15 }, (_, day) => entry(day, { download: (day < 5 ? 390 : 337) * MB }));
const LASTING = FALLEN.map((each) => ({ ...each, download: 390 * MB }));

const image = (name: string, ...texts: readonly string[]): Image => ({
  name,
  source: { kind: 'oci', location: name },
  conditions: texts.map((text) => parseCondition(text, 'fail')),
});
const measured = (name: string) => comparison({ image: name, head: measurement({ image: name }) });
const gated = report('pass', measured('app'), measured('web'));

function propose(
  histories: Readonly<Record<string, readonly HistoryEntry[]>>,
  images: readonly Image[],
  of: Report = gated,
): Promise<Report> {
  const files = Object.entries(histories).map(([name, entries]) => [
    historyPath(name),
    formatHistory({ schemaVersion: 1, image: name, entries }),
  ]);
  return withProposals(of, images, { snapshot: snapshotOf(Object.fromEntries(files)) });
}

const diffs = async (...args: Parameters<typeof propose>) =>
  ((await propose(...args)).proposals ?? []).map(({ image, text }) => [image, text]);
const CAP = 'download > 400 MB';
const TIGHTER = `- ${CAP}\n+ download > 350 MB`;

describe('a tighter cap', () => {
  test('is proposed for the image that fell and stayed down', async () => {
    expect(await diffs({ app: FALLEN, web: LASTING }, [image('app', CAP), image('web', 'download > 500 MB')])).toEqual([
      ['app', TIGHTER],
    ]);
  });

  test('is proposed for each such image', async () => {
    const images = [image('app', CAP), image('web', 'download > 410 MB')];
    expect(await diffs({ app: FALLEN, web: FALLEN }, images)).toEqual([
      ['app', TIGHTER],
      ['web', '- download > 410 MB\n+ download > 350 MB'],
    ]);
  });

  test('is not proposed where the line also gates another image', async () => {
    expect(await diffs({ app: FALLEN, web: LASTING }, [image('app', CAP), image('web', CAP)])).toEqual([]);
  });

  test('is proposed for the image’s own line beside one that gates all', async () => {
    const all = 'download > 405 MB';
    expect(await diffs({ app: FALLEN }, [image('app', all, CAP), image('web', all)])).toEqual([['app', TIGHTER]]);
  });

  test('leaves the rest of the report as it is', async () => {
    const { proposals, ...rest } = await propose({ app: FALLEN }, [image('app', CAP)]);
    expect(proposals).toMatchObject([{ image: 'app', platform: 'linux/amd64', from: 400 * MB, to: 350 * MB }]);
    expect(rest).toEqual(gated);
  });

  test.each<[string, Parameters<typeof propose>]>([
    ['without a history', [{}, [image('app', CAP)]]],
    ['with another image’s history only', [{ web: FALLEN }, [image('app', CAP)]]],
    ['without a cap', [{ app: FALLEN }, [image('app', 'download > +2%')]]],
    [
      'for an image that was not measured',
      [{ app: FALLEN }, [image('app', CAP)], report('error', comparison({ image: 'app', head: null }))],
    ],
    ['for an image that is not in the report', [{ app: FALLEN }, [image('app', CAP)], report('pass', measured('web'))]],
  ])('%s is not proposed, and the report is the same', async (_name, args) => {
    expect(await propose(...args)).toBe(args[2] ?? gated);
  });

  test('is not proposed from a history that cannot be read', async () => {
    const snapshot = snapshotOf({ [historyPath('app')]: '{' });
    expect(await withProposals(gated, [image('app', CAP)], { snapshot })).toBe(gated);
  });
});
