import { describe, expect, test } from '@jest/globals';
import { connect } from '../../src/github/client.ts';
import { deleteSuggestion, listSuggestions, type Suggestion } from '../../src/github/comments/suggestions.ts';
import { hasLines, hunksOf } from '../../src/github/pull-request/diff-lines.ts';
import type { Report } from '../../src/model/document.ts';
import { createReport } from '../../src/model/report.ts';
import type { Log } from '../../src/process/log.ts';
import { MOST_SUGGESTIONS, suggestChanges } from '../../src/publish/suggest.ts';
import { broken, comparison } from '../report/sample.ts';
import { HEAD_SHA } from '../support/acceptance.ts';
import { type GitHub, type GitHubOptions, startGitHub } from '../support/github/server.ts';
import { request } from './sample.ts';

const PULL = ['acme/app', 7] as const;
const PATCH =
  '@@ -1,3 +1,5 @@\n FROM a\n+RUN pip install a\n+RUN x \\\n+  && pip install b\n USER c\n@@ -20,1 +22,2 @@\n # far\n+RUN pip install z';

const ONE: Suggestion = {
  path: 'Dockerfile',
  start: 2,
  end: 2,
  before: ['RUN pip install a'],
  after: ['RUN pip install --no-cache-dir a'],
  words: 'The pip cache is left.',
};
const TWO: Suggestion = {
  ...ONE,
  start: 3,
  end: 4,
  before: ['RUN x \\', '  && pip install b'],
  after: ['RUN x \\', '  && pip install --no-cache-dir b'],
};

function start(
  patches: Readonly<Record<string, string>> = { Dockerfile: PATCH },
  more: Partial<GitHubOptions> = {},
): Promise<GitHub> {
  const pull = { number: 7, base: { sha: 'a'.repeat(40) }, head: { sha: HEAD_SHA }, patches };
  return startGitHub({ repositories: [{ name: 'acme/app', pullRequests: [pull] }], ...more });
}

type Values = Parameters<typeof request>[0];

async function suggest(
  github: GitHub,
  suggestions: readonly Suggestion[],
  values: Values = {},
  report: Report = createReport([comparison({ image: 'api' })]),
) {
  const lines: string[] = [];
  const log: Log = {
    ...request().log,
    info: (line) => lines.push(line),
    warning: (line) => lines.push(`warning: ${line}`),
  };
  const client = connect({ token: github.token, apiUrl: github.url, retryDelay: 0 });
  await suggestChanges({ ...request(), log, client, ...values }, report, suggestions);
  return { lines, calls: client.calls() };
}

const standing = (github: GitHub) =>
  github.reviewComments(...PULL).map(({ start, end, body }) => [start, end, body.split('\n').slice(1).join('\n')]);
const block = (text: string) => `The pip cache is left.\n\n\`\`\`suggestion\n${text}\n\`\`\`\n`;

describe('a change of advice', () => {
  test('is offered at its lines, in a block that GitHub commits', async () => {
    await using github = await start();
    const { lines } = await suggest(github, [ONE, TWO]);
    expect(standing(github)).toEqual([
      [2, 2, block('RUN pip install --no-cache-dir a')],
      [3, 4, block('RUN x \\\n  && pip install --no-cache-dir b')],
    ]);
    expect(lines).toEqual(['2 changes of advice suggested on the pull request']);
    expect(github.violations).toEqual([]);
  });

  test('is never offered twice', async () => {
    await using github = await start();
    await suggest(github, [ONE, TWO]);
    const ids = github.reviewComments(...PULL).map(({ id }) => id);
    const { lines } = await suggest(github, [ONE, TWO]);
    expect(github.reviewComments(...PULL).map(({ id }) => id)).toEqual(ids);
    // Another job of the run, with the same Dockerfile.
    await suggest(github, [ONE], { inputs: { ...request().inputs, key: 'other' } });
    expect(github.reviewComments(...PULL).map(({ id }) => id)).toEqual(ids);
    expect([lines, github.violations]).toEqual([[], []]);
  });

  test('is withdrawn when it is taken, and the others stay', async () => {
    await using github = await start();
    await suggest(github, [ONE, TWO]);
    github.patch(...PULL, { Dockerfile: PATCH.replace('install a', 'install --no-cache-dir a') });
    await suggest(github, [TWO]);
    expect(standing(github).map(([line]) => line)).toEqual([3]);
    await suggest(github, []);
    expect([standing(github), github.violations]).toEqual([[], []]);
  });

  test('is withdrawn where somebody deletes it at the same time', async () => {
    await using github = await start();
    await suggest(github, [ONE, TWO]);
    const client = connect({ token: github.token, apiUrl: github.url, retryDelay: 0 });
    const place = { client, repository: { owner: 'acme', repo: 'app' }, number: 7 };
    const [own] = (await listSuggestions(place)) ?? [];
    for (const _ of [1, 2]) await deleteSuggestion(place, own!);
    expect(standing(github).map(([line]) => line)).toEqual([3]);
  });

  test('is offered again where its lines moved', async () => {
    await using github = await start();
    await suggest(github, [ONE]);
    github.patch(...PULL, { Dockerfile: PATCH.replace(' FROM a\n', ' FROM a\n+ENV b=c\n') });
    await suggest(github, [{ ...ONE, start: 3, end: 3 }]);
    expect(standing(github).map(([line]) => line)).toEqual([3]);
  });

  test('stays where an image could not be measured, and where somebody answered', async () => {
    await using github = await start();
    await suggest(github, [ONE, TWO]);
    await suggest(github, [], {}, createReport([broken('api')]));
    expect(standing(github)).toHaveLength(2);
    const [first] = github.reviewComments(...PULL);
    github.reviewComment(...PULL, { ...first!, user: 'octocat', body: 'Why?', inReplyTo: first!.id });
    await suggest(github, []);
    expect(github.reviewComments(...PULL).map(({ id, body }) => id === first?.id || body)).toEqual([true, 'Why?']);
  });

  test('of somebody else is not touched, whatever it begins with', async () => {
    await using github = await start();
    await suggest(github, [ONE]);
    const [own] = github.reviewComments(...PULL);
    github.reviewComment(...PULL, { ...own!, user: 'octocat' });
    github.reviewComment(...PULL, { ...own!, body: '<!-- image-size-gate-suggestion:x -->\n' });
    await suggest(github, []);
    expect(github.reviewComments(...PULL).map(({ user }) => user)).toEqual(['octocat', 'github-actions[bot]']);
  });

  test('of another job is not withdrawn', async () => {
    await using github = await start();
    await suggest(github, [ONE], { inputs: { ...request().inputs, key: 'other' } });
    await suggest(github, []);
    expect(standing(github)).toHaveLength(1);
  });

  test.each<[string, Suggestion]>([
    ['in another file', { ...ONE, path: 'other/Dockerfile' }],
    ['not shown', { ...ONE, start: 10, end: 10 }],
    ['others at the head', { ...ONE, before: ['RUN pip install other'] }],
    ['in two hunks', { ...ONE, start: 5, end: 22, before: Array(18).fill('USER c') }],
  ])('is not offered where its lines are %s', async (_, suggestion) => {
    await using github = await start();
    const { lines } = await suggest(github, [suggestion]);
    expect(standing(github)).toEqual([]);
    expect(lines).toEqual(['1 change of advice not suggested: the lines are not in the diff of the pull request']);
  });

  test('has a longer fence than any in its lines', async () => {
    await using github = await start();
    await suggest(github, [{ ...ONE, after: ['RUN echo ````suggestion', '```'] }]);
    expect(standing(github)[0]?.[2]).toContain('\n`````suggestion\nRUN echo ````suggestion\n```\n`````\n');
  });

  test('is one of five at most', async () => {
    const many = Array.from({ length: 14 }, (_, at) => `RUN pip install ${at}`);
    await using github = await start({ Dockerfile: `@@ -0,0 +1,14 @@\n${many.map((line) => `+${line}`).join('\n')}` });
    const all = many.map((line, at) => ({ ...ONE, start: at + 1, end: at + 1, before: [line], after: [`${line} x`] }));
    const { lines, calls } = await suggest(github, all);
    expect(standing(github)).toHaveLength(MOST_SUGGESTIONS);
    expect(lines).toEqual([
      '5 changes of advice suggested on the pull request',
      '9 changes of advice more than are suggested at once',
    ]);
    expect(calls).toBe(8);
  });
});

describe('nothing is offered', () => {
  test('by a token that may only read', async () => {
    await using github = await start();
    const { lines, calls } = await suggest(github, [ONE], { fromFork: true });
    expect(lines).toEqual(['1 change of advice not suggested: the token of this run may only read']);
    expect([calls, (await suggest(github, [], { fromFork: true })).lines]).toEqual([0, []]);
  });

  test('on another forge, whose comments commit nothing', async () => {
    await using github = await start();
    const { lines, calls } = await suggest(github, [ONE], { env: { ...request().env, GITEA_ACTIONS: 'true' } });
    expect([lines, calls]).toEqual([
      ['1 change of advice not suggested: only GitHub commits suggestions by a click'],
      0,
    ]);
  });

  test('where the job lacks the permission: a warning says which', async () => {
    await using github = await start(undefined, { permissions: 'read' });
    expect((await suggest(github, [ONE])).lines).toEqual([
      expect.stringMatching(/^warning: Not all changes were suggested: .*permissions: pull-requests: write/),
    ]);
  });

  test('where the pull request has moved on', async () => {
    await using github = await start();
    github.push(...PULL, 'e'.repeat(40));
    const { lines } = await suggest(github, [ONE]);
    expect(lines).toEqual([expect.stringMatching(/^Nothing is suggested: the pull request has moved on/)]);
    expect(standing(github)).toEqual([]);
  });

  test('where there are more review comments than are read', async () => {
    await using github = await start();
    const comment = { user: 'octocat', body: 'x', path: 'Dockerfile', start: 2, end: 2, text: '', commit: HEAD_SHA };
    for (let count = 0; count < 300; count += 1) github.reviewComment(...PULL, comment);
    const { lines } = await suggest(github, [ONE]);
    expect(lines).toEqual(['Nothing is suggested: there are more review comments than a run reads']);
  });

  test.each<[string, Values]>([
    ['without a pull request', { pullRequest: undefined }],
    ['without a token', { inputs: { ...request().inputs, token: '' } }],
  ])('%s', async (_, values) => {
    await using github = await start();
    expect(await suggest(github, [ONE], values)).toEqual({ lines: [], calls: 0 });
  });
});

test('a hunk has the lines of the head, and none that are gone', () => {
  const hunks = hunksOf('@@ -1,2 +4 @@ RUN x\n-gone\n+new\n\\ No newline at end of file');
  expect(hunks.map((hunk) => [...hunk])).toEqual([[[4, 'new']]]);
  expect([hasLines(hunks, 4, ['new']), hasLines(hunks, 1, ['gone'])]).toEqual([true, false]);
});
