import { expect, test } from '@jest/globals';
import type { CommentResult } from '../../src/github/comment.ts';
import { handOver } from '../../src/publish/hand-over.ts';
import { filesIn } from '../../src/publish/report-files.ts';
import type { PublishRequest } from '../../src/publish/request.ts';
import { grown, MB, reportOf } from '../support/acceptance.ts';
import { makeFolder } from '../support/folder.ts';
import { request } from './sample.ts';

const FORK = { fromFork: true };
const DEPENDABOT = { env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_ACTOR: 'dependabot[bot]' } };
const TARGET = { fromFork: true, env: { GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_ACTOR: 'mona' } };
const MADE: CommentResult = { outcome: 'created', url: 'https://github.com/acme/app/pull/7#issuecomment-1' };
const NOTHING_TO_SAY: CommentResult = { outcome: 'not-created' };
const DENIED: CommentResult = { outcome: 'denied', reason: 'the token may not write comments' };

/** How loud it was said that the JSON for another job could not be uploaded (the service is not there); undefined where nobody tried. */
async function handsOver(
  values: Partial<PublishRequest>,
  result: CommentResult | undefined,
): Promise<string | undefined> {
  await using folder = await makeFolder();
  const lines: string[] = [];
  const to = (level: string) => (line: string) => lines.push(`${level} ${line}`);
  const log = { ...request().log, info: to('info'), warning: to('warning') };
  await handOver(request({ ...values, log }), reportOf(grown(5 * MB)), filesIn(folder.path), result);
  return lines.find((line) => line.includes('Nor was the report uploaded'))?.split(' ', 1)[0];
}

test.each<[string, Partial<PublishRequest>, CommentResult | undefined, string | undefined]>([
  ['a pull request of the repository’s own that was commented', {}, MADE, undefined],
  ['one with nothing to say', {}, NOTHING_TO_SAY, undefined],
  ['one whose comment was denied', {}, DENIED, 'warning'],
  ['a fork’s whose comment was denied', FORK, DENIED, 'warning'],
  ['a fork’s with nothing to say now, perhaps before', FORK, NOTHING_TO_SAY, 'info'],
  ['a fork’s that this token commented', FORK, MADE, undefined],
  ['Dependabot’s with nothing to say now', DEPENDABOT, NOTHING_TO_SAY, 'info'],
  ['Dependabot’s that a token with more rights commented', DEPENDABOT, MADE, undefined],
  ['pull_request_target, which may write, commented', TARGET, MADE, undefined],
  ['pull_request_target with nothing to say', TARGET, NOTHING_TO_SAY, undefined],
  ['a fork’s where no comment is wanted', FORK, undefined, undefined],
])('of %s', async (_, values, result, expected) => {
  expect(await handsOver(values, result)).toBe(expected);
});
