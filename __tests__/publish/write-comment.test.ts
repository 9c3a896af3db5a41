import { describe, expect, test } from '@jest/globals';
import { connect } from '../../src/github/client.ts';
import type { Log } from '../../src/process/log.ts';
import { acceptWhatIsGranted } from '../../src/publish/accept-grants.ts';
import { placeOf, writeComment } from '../../src/publish/write-comment.ts';
import { grown, HEAD_SHA, MB, reportOf } from '../support/acceptance.ts';
import { type GitHub, startGitHub } from '../support/github/server.ts';
import { request } from './sample.ts';

const LABEL = 'image-size-accepted';
const NEXT = 'e'.repeat(40);
const PULL = ['acme/app', 7] as const;

function start(): Promise<GitHub> {
  const pull = { number: 7, base: { sha: 'a'.repeat(40) }, head: { sha: HEAD_SHA }, labels: ['bug'] };
  return startGitHub({ repositories: [{ name: 'acme/app', pullRequests: [pull] }] });
}

interface Run {
  readonly id?: number;
  readonly headSha?: string;
  readonly megabytes?: number;
  /** What happens between the report and its comment. */
  readonly meanwhile?: () => void;
}

async function run(github: GitHub, { id = 10, headSha = HEAD_SHA, megabytes = 5, meanwhile }: Run = {}) {
  const lines: string[] = [];
  const log: Log = { ...request().log, info: (line) => lines.push(line), warning: (line) => lines.push(line) };
  const client = connect({ token: github.token, apiUrl: github.url, retryDelay: 0, callLimit: 100 });
  const env = { ...request().env, GITHUB_RUN_ID: String(id), GITHUB_RUN_ATTEMPT: '1' };
  const own = { ...request(), log, client, env, headSha };
  const report = reportOf(grown(megabytes * MB));
  const place = placeOf(own, report);
  const accepted = await acceptWhatIsGranted(own, report, place);
  meanwhile?.();
  const { outcome, reason } = await writeComment(own, accepted, place!, {});
  return { outcome, reason, lines };
}

const heading = (github: GitHub) => github.comments(...PULL).map(({ body }) => /\+\d+\.\d+ MB/.exec(body)?.[0]);

describe('a run whose pull request has moved on', () => {
  test('writes no comment where there is none', async () => {
    await using github = await start();
    github.push(...PULL, NEXT);
    expect(await run(github)).toMatchObject({
      outcome: 'not-created',
      reason: `the pull request has moved on from ${HEAD_SHA.slice(0, 7)} to eeeeeee, whose own run comments`,
    });
    expect(github.comments(...PULL)).toEqual([]);
    expect(github.violations).toEqual([]);
  });

  test('leaves the comment of the new head', async () => {
    await using github = await start();
    github.push(...PULL, NEXT);
    await run(github, { id: 11, headSha: NEXT, megabytes: 9 });
    expect(await run(github)).toMatchObject({ outcome: 'not-created' });
    expect(heading(github)).toEqual(['+9.00 MB']);
  });

  test('that moved on while the run was under way', async () => {
    await using github = await start();
    await run(github, { id: 9, megabytes: 3 });
    const meanwhile = () => github.push(...PULL, NEXT);
    expect(await run(github, { meanwhile })).toMatchObject({ outcome: 'not-created' });
    expect(heading(github)).toEqual(['+3.00 MB']);
  });

  test('takes no label off', async () => {
    await using github = await start();
    await run(github, { id: 8 });
    github.label(...PULL, LABEL, 'octocat');
    await run(github, { id: 9 });
    await run(github, { id: 10, megabytes: 12, meanwhile: () => github.push(...PULL, NEXT) });
    expect(github.labels(...PULL)).toContain(LABEL);
    await run(github, { id: 11, headSha: NEXT, megabytes: 12 });
    expect(github.labels(...PULL)).toEqual(['bug']);
  });
});

describe('where the head cannot be asked for', () => {
  test.each([403, 404, 500])('a later run’s comment stays (%d)', async (status) => {
    await using github = await start();
    github.push(...PULL, NEXT);
    await run(github, { id: 11, headSha: NEXT, megabytes: 9 });
    github.failNext({ operationId: 'pulls/get', status, times: 2 });
    expect(await run(github)).toMatchObject({ outcome: 'not-created', reason: expect.stringContaining('later run') });
    expect(heading(github)).toEqual(['+9.00 MB']);
  });

  test.each([403, 404, 500])('an earlier run’s comment is kept current (%d)', async (status) => {
    await using github = await start();
    await run(github, { id: 9, megabytes: 3 });
    github.failNext({ operationId: 'pulls/get', status, times: 2 });
    expect(await run(github)).toMatchObject({ outcome: 'updated' });
    expect(heading(github)).toEqual(['+5.00 MB']);
  });
});
