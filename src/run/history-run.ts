import { join } from 'node:path';
import type { Inputs } from '../config/inputs.ts';
import type { Repository as Checkout } from '../git/git.ts';
import { connect } from '../github/client.ts';
import { writeBranch } from '../github/data-branch.ts';
import type { RunEvent } from '../github/event/event.ts';
import { forgeOf, serverUrlOf } from '../github/forge.ts';
import { readGaps } from '../history/gap-file.ts';
import { type Records, readHistory } from '../history/records.ts';
import { openMeasurer } from '../measurer/measurer.ts';
import type { MeasurerOptions } from '../measurer/session.ts';
import { type SearchedImage, searchHistory } from '../past/history.ts';
import type { KnownSizes } from '../past/state.ts';
import type { Log } from '../process/log.ts';
import { makeTemporaryFolder } from '../process/temporary-folder.ts';
import { publishHistory } from '../publish/publish-history.ts';
import { groupBy } from '../text/group-by.ts';
import type { Configuration } from './configuration.ts';
import { HISTORY_MESSAGE, historyChange } from './record-history.ts';
import { pushBy } from './recording.ts';
import { VERSION } from './version.ts';

/** What a run of the action over earlier commits needs. */
export interface HistoryRun {
  readonly inputs: Inputs;
  readonly env: NodeJS.ProcessEnv;
  readonly event: RunEvent;
  readonly checkout: Checkout;
  readonly log: Log;
  readonly configuration: Configuration;
  /** The data branch; undefined where there is none to use. */
  readonly records: Records | undefined;
  readonly measurer: MeasurerOptions;
}

/** Calls and seconds of the write. */
const CALLS = 10;
const SECONDS = 300;
/** As on the command line. */
const EVERY = 20;

/**
 * Searches the commits since the input `history`, until the time of `history-minutes` is over, and records what was weighed as rebuilt. What an earlier run
 * recorded is not weighed again, so the next run goes on where this one stops.
 * @returns a line for each image that has no size at any commit
 * @throws UserError for a range that does not exist, such as in a shallow checkout
 */
export async function runHistory(run: HistoryRun): Promise<readonly string[]> {
  const { inputs, env, checkout, log, configuration, records } = run;
  const begun = performance.now();
  await using folder = await makeTemporaryFolder('history', env);
  const known = await rebuiltSizes(configuration, records);
  const gaps = await recordedGaps(configuration, records);
  const { history, images } = await searchHistory({
    ...configuration,
    checkout,
    range: { since: inputs.history, until: 'HEAD' },
    search: { metric: 'unpacked', noise: undefined, every: EVERY, all: false },
    snapshot: { epoch: false, arguments: new Map() },
    state: { folder: join(folder.path, 'state'), key: VERSION },
    openMeasurer: () => openMeasurer(run.measurer),
    env: inputs.secretEnv,
    onProgress: (image, { weighed, leftAbout, leftAtMost, commit }) =>
      log.info(`${image}: ${weighed} weighed, about ${leftAbout} left, at most ${leftAtMost}; next ${commit.commit}`),
    isOver: () => performance.now() - begun > inputs.historyLimit * 1000,
    knownSizes: (image, commit) => known.get(`${image} ${commit}`),
    knownGap: (image, commit, build) => gaps.get(`${image} ${commit} ${build}`),
    retryGaps: inputs.retryGaps,
    now: new Date(),
  });
  await publishHistory({ env, log }, history);
  if (records !== undefined && inputs.record !== 'never') await record(run, records, images);
  const measured = new Set(history.timelines.map(({ image }) => image));
  return configuration.images
    .filter(({ name }) => !measured.has(name))
    .map(({ name }) => `${name}: no commit could be measured; the job summary says why`);
}

/** What earlier runs rebuilt, by image and commit. The history keeps the sizes of records that were pruned. */
async function rebuiltSizes({ images }: Configuration, records: Records | undefined) {
  const known = new Map<string, KnownSizes>();
  if (records === undefined) return known;
  for (const { name } of images) {
    const { entries = [] } = (await readHistory(records, name)) ?? {};
    const rebuilt = entries.filter((entry) => entry.rebuilt === true);
    for (const [commit, sizes] of groupBy(rebuilt, (entry) => entry.commit))
      known.set(`${name} ${commit}`, { kind: 'sizes', sizes });
  }
  return known;
}

/** Why commits did not build in earlier runs, by image, commit and how they were built. */
async function recordedGaps({ images }: Configuration, records: Records | undefined) {
  const known = new Map<string, string>();
  if (records === undefined) return known;
  for (const { name } of images)
    for (const { commit, build, reason } of await readGaps(records.snapshot, name))
      known.set(`${name} ${commit} ${build}`, reason);
  return known;
}

async function record(run: HistoryRun, records: Records, images: readonly SearchedImage[]): Promise<void> {
  const { inputs, env, event, log, checkout } = run;
  if (inputs.token === '') return log.warning('The sizes were not recorded: github-token is empty');
  const { owner, repo } = event.repository;
  const isForge = forgeOf(env) !== undefined;
  const serverUrl = serverUrlOf(env);
  const change = historyChange({
    images,
    repository: `${owner}/${repo}`,
    branch: records.branch,
    now: new Date(),
    isForge,
    serverUrl,
  });
  const apiUrl = env.GITHUB_API_URL ? { apiUrl: env.GITHUB_API_URL } : {};
  const written = await writeBranch({
    client: connect({ token: inputs.token, callLimit: CALLS, signal: checkout.signal, ...apiUrl }),
    repository: event.repository,
    branch: records.branch,
    reader: records.reader,
    message: HISTORY_MESSAGE,
    budget: { tries: 3, seconds: SECONDS },
    push: isForge ? pushBy(records, HISTORY_MESSAGE) : undefined,
    change,
    signal: checkout.signal,
  });
  const { branch } = records;
  if (written.outcome === 'refused') log.warning(`The sizes were not recorded on ${branch}: ${written.reason}`);
  if (written.outcome === 'unchanged') log.info(`The sizes are on ${branch} already`);
  if (written.outcome === 'written') log.info(`Recorded on ${branch} as ${written.commit.slice(0, 7)}`);
}
