import { expect, test } from '@jest/globals';
import type { Log } from '../../src/build/log.ts';
import { connect } from '../../src/github/client.ts';
import { settleReport } from '../../src/tell/settle.ts';
import { grown, HEAD_SHA, MB, reportOf } from '../support/acceptance.ts';
import { type GitHub, startGitHub } from '../support/github/server.ts';
import { telling } from './sample.ts';

const REPOSITORY = { owner: 'acme', repo: 'app' };
const LABEL = 'image-size-accepted';

function start(): Promise<GitHub> {
  const pull = { number: 7, base: { sha: 'a'.repeat(40) }, head: { sha: HEAD_SHA }, labels: [LABEL] };
  return startGitHub({ repositories: [{ name: 'acme/app', pullRequests: [pull] }] });
}

const settle = (github: GitHub, warnings: string[]) => {
  const client = connect({ token: github.token, apiUrl: github.url, retryDelay: 0 });
  const log: Log = { ...telling().log, warning: (line) => warnings.push(line) };
  const place = { client, repository: REPOSITORY, number: 7, key: 'k' };
  return settleReport({ ...telling(), client, log }, reportOf(grown(5 * MB)), place);
};

test('a label accepts what fails', async () => {
  await using github = await start();
  const { report } = await settle(github, []);
  expect(report.verdict).toBe('accepted');
});

test('a label accepts nothing where the comment that tells how much it accepted cannot be read', async () => {
  await using github = await start();
  github.failNext({ operationId: 'issues/list-comments', status: 502, times: 2 });
  const warnings: string[] = [];
  const { report, exhausted } = await settle(github, warnings);
  expect([report.verdict, exhausted]).toEqual(['fail', []]);
  expect(warnings).toEqual([expect.stringMatching(/^Nothing counts as accepted: the comment .* cannot be read/)]);
});
