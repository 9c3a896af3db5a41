import { expect } from '@jest/globals';
import { parseHistory } from '../../src/history/history-file.ts';
import { parseRecord } from '../../src/history/record-file.ts';
import { layerPath, recordPath } from '../../src/model/record.ts';
import { renderImageFiles } from '../../src/report/branch-files.ts';
import { Clock, seeded } from '../support/clock.ts';
import { measurementOf, recordAs } from '../support/fleet.ts';
import { startGitHub } from '../support/github/server.ts';
import { longTest } from '../support/long-test.ts';
import { type GitRepository, makeRepository } from '../support/runner/repository.ts';

/** `FLEET=100` for the figures of a whole hour's limit. */
const RECORDERS = Number(process.env.FLEET ?? 20);
/** Calls that a recording may make: its run's share. */
const SHARE = 10;
const PATIENCE = 600_000;

/** Checkouts of as many commits of main. */
async function checkouts(origin: GitRepository, count: number) {
  const commits = (await origin.git('rev-list', '--reverse', 'refs/heads/main')).split('\n').slice(0, count);
  const places: { commit: string; cwd: string }[] = [];
  for (const commit of commits) {
    await origin.git('update-ref', 'refs/heads/pushed', commit);
    places.push({ commit, cwd: await origin.checkout({ ref: 'refs/heads/pushed' }) });
  }
  return places;
}

const middle = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

longTest(
  `${RECORDERS} runs at once are all recorded, within the share of each and the limit of all`,
  async () => {
    const commits = Array.from({ length: RECORDERS }, (_, at) => ({
      files: { Dockerfile: `FROM scratch\n# ${at}\n` },
    }));
    await using origin = await makeRepository({ commits });
    const places = await checkouts(origin, RECORDERS);
    const tokens = places.map((_, number) => `ghs_ofRun${number}`);
    await using github = await startGitHub({
      tokens: Object.fromEntries(tokens.map((token) => [token, { login: 'github-actions[bot]' }])),
      repositories: [{ name: 'acme/app', gitDir: origin.gitDir }],
      rateLimit: { limit: RECORDERS * SHARE },
    });
    const clock = new Clock(RECORDERS);
    const random = seeded(20);
    const ends: number[] = [];
    const started = Date.now();

    const told = await Promise.all(
      places.map(async ({ cwd }, number) => {
        try {
          return await recordAs({
            cwd,
            github,
            number,
            token: tokens[number] ?? '',
            pace: { now: clock.now, sleep: clock.sleep, random },
          });
        } finally {
          ends.push(clock.now());
          clock.leave();
        }
      }),
    );

    const show = (path: string) => origin.git('show', `image-size:${path}`);
    expect(told.flatMap(({ warnings }) => warnings)).toEqual([]);
    const history = parseHistory(await show('history/app.json'), 'history/app.json');
    expect(history.entries.map(({ commit }) => commit).sort()).toEqual(places.map(({ commit }) => commit).sort());
    const paths = (await origin.git('ls-tree', '-r', '--name-only', 'image-size')).split('\n');
    for (const [number, { commit }] of places.entries()) {
      const path = recordPath('app', 'linux/amd64', commit);
      expect(parseRecord(await show(path), path).measurement).toEqual(measurementOf(number));
      expect(paths).toEqual(
        expect.arrayContaining(measurementOf(number).layers.map(({ diffId }) => layerPath(diffId))),
      );
    }
    const newest = recordPath('app', 'linux/amd64', history.entries.at(-1)?.commit ?? '');
    const latest = [parseRecord(await show(newest), newest)];
    for (const [path, text] of renderImageFiles({ history, latest, conditions: [] }))
      expect({ path, text: (await show(path)).trim() }).toEqual({ path, text: text.trim() });
    expect(await origin.git('for-each-ref', 'refs/image-size-gate')).toBe('');
    expect(github.violations).toEqual([]);
    const calls = tokens.map((token) => github.callsWith(token));
    expect(Math.max(...calls)).toBeLessThanOrEqual(SHARE);
    if (process.env.FLEET !== undefined)
      console.error({
        calls: { all: github.requests.length, min: Math.min(...calls), median: middle(calls), max: Math.max(...calls) },
        seconds: {
          median: (middle(ends) ?? 0) / 1000,
          max: Math.max(...ends) / 1000,
          real: (Date.now() - started) / 1000,
        },
        commits: Number(await origin.git('rev-list', '--count', 'image-size')),
      });
  },
  PATIENCE,
);
