import { describe, expect, test } from '@jest/globals';
import { connect } from '../../../src/github/client.ts';
import { commentMarker, findComment, upsertComment } from '../../../src/github/comment.ts';
import { digestOf, imagesOf, type Writer } from '../../../src/github/comments/writer.ts';
import type { CommentSeed } from '../../support/github/seeds.ts';
import { type GitHub, startGitHub } from '../../support/github/server.ts';

const KEY = 'size.yml/size/gate/';
const OURS = 'github-actions[bot]';

function start(comments: readonly CommentSeed[] = []): Promise<GitHub> {
  const pull = { number: 7, base: { sha: 'a'.repeat(40) }, head: { sha: 'b'.repeat(40) }, comments };
  return startGitHub({ repositories: [{ name: 'acme/app', pullRequests: [pull] }] });
}

/** One job: the images that it weighs, of the run of one push. */
interface Job {
  readonly images: string;
  readonly push?: number;
  readonly attempt?: number;
  readonly key?: string;
  readonly createIf?: boolean;
  /** How the images are built, where their names do not tell. */
  readonly subject?: string;
}

function writerOf({ images, push = 1, attempt = 1, subject = images }: Job): Writer {
  const head = String(push).repeat(40).slice(0, 40);
  return { run: 1000 + push, attempt, head, subject: digestOf(subject), images: imagesOf(images.split(' ')) };
}

function placeOf(github: GitHub, job: Job) {
  const client = connect({ token: github.token, apiUrl: github.url, retryDelay: 0 });
  const repository = { owner: 'acme', repo: 'app' };
  return { client, repository, number: 7, key: job.key ?? KEY, writer: writerOf(job) };
}

const bodyOf = ({ images, push = 1 }: Job) => `${images} at ${push}`;
const write = (github: GitHub, job: Job) =>
  upsertComment({ ...placeOf(github, job), body: bodyOf(job), createIf: job.createIf ?? true });
const shown = (github: GitHub) =>
  github
    .comments('acme/app', 7)
    .map(({ body }) => body.split('\n').find((line, at) => at > 0 && !line.startsWith('<!--')));

describe('jobs that share a key', () => {
  test.each<[string, readonly (readonly Job[])[], readonly string[]]>([
    ['one job updates one comment', [[{ images: 'a' }], [{ images: 'a' }]], ['a at 2']],
    ['a renamed image stays in its comment', [[{ images: 'a' }], [{ images: 'b' }]], ['b at 2']],
    ['an added image stays in it too', [[{ images: 'a' }], [{ images: 'a b' }], [{ images: 'b' }]], ['b at 3']],
    ['two jobs have two comments', [[{ images: 'a' }, { images: 'b' }]], ['a at 1', 'b at 1']],
    [
      'two jobs find their own again in whatever order they run',
      [
        [{ images: 'a' }, { images: 'b' }],
        [{ images: 'b' }, { images: 'a' }],
        [{ images: 'a' }, { images: 'b' }],
      ],
      ['a at 3', 'b at 3'],
    ],
    [
      'a job that gets a further image keeps its own',
      [
        [{ images: 'a' }, { images: 'b' }],
        [{ images: 'b c' }, { images: 'a' }],
      ],
      ['a at 2', 'b c at 2'],
    ],
    [
      'a job whose image is renamed keeps its own',
      [
        [{ images: 'a' }, { images: 'b' }],
        [{ images: 'a' }, { images: 'c' }],
      ],
      ['a at 2', 'c at 2'],
    ],
    [
      'that holds though it runs first',
      [
        [{ images: 'a' }, { images: 'b' }],
        [{ images: 'c' }, { images: 'a' }],
        [{ images: 'a' }, { images: 'c' }],
      ],
      ['c at 3', 'a at 3'],
    ],
    [
      'the same name, built from another folder, is another image',
      [
        [
          { images: 'a', subject: 'x/Dockerfile' },
          { images: 'a', subject: 'y/Dockerfile' },
        ],
      ],
      ['a at 1', 'a at 1'],
    ],
    ['a job started again writes over its own', [[{ images: 'a' }, { images: 'a b', attempt: 2 }]], ['a b at 1']],
    [
      'a job with nothing to say makes no comment beside another’s',
      [[{ images: 'a' }, { images: 'b', createIf: false }]],
      ['a at 1'],
    ],
  ])('%s', async (_, pushes, expected) => {
    await using github = await start();
    for (const [at, jobs] of pushes.entries())
      for (const job of jobs) await write(github, { ...job, push: job.push ?? at + 1 });
    expect(shown(github)).toEqual(expected);
    expect(github.violations).toEqual([]);
  });

  test('the second is told so once', async () => {
    await using github = await start();
    const told: unknown[] = [];
    for (const push of [1, 2])
      for (const images of ['a', 'b']) told.push((await write(github, { images, push })).isTaken);
    expect(told).toEqual([undefined, true, undefined, undefined]);
  });

  test('are told apart though the second found the comment before the first wrote it', async () => {
    await using github = await start();
    await write(github, { images: 'a' });
    const job: Job = { images: 'b', push: 2 };
    const place = placeOf(github, job);
    const found = await findComment(place);
    await write(github, { images: 'a', push: 2 });
    await upsertComment({ ...place, found, body: bodyOf(job), createIf: true });
    expect(shown(github)).toEqual(['a at 2', 'b at 2']);
  });

  test('and made two comments at once each keep one', async () => {
    await using github = await start();
    const [a, b] = [placeOf(github, { images: 'a' }), placeOf(github, { images: 'b' })];
    const found = { kind: 'absent' } as const;
    await upsertComment({ ...a, found, body: 'a at 1', createIf: true });
    await upsertComment({ ...b, found, body: 'b at 1', createIf: true });
    for (const images of ['b', 'a']) await write(github, { images, push: 2 });
    expect(shown(github)).toEqual(['a at 2', 'b at 2']);
  });
});

describe('a job of a matrix', () => {
  const leg = (digit: string) => `${KEY}matrix%2D${digit.repeat(12)}`;

  test('whose values hold a version takes over the comment of the version before', async () => {
    await using github = await start();
    for (const push of [1, 2, 3]) await write(github, { images: 'a', push, key: leg(String(push)) });
    expect(shown(github)).toEqual(['a at 3']);
  });

  test.each<[string, readonly Job[], readonly string[]]>([
    [
      'never that of another job of this run',
      [
        { images: 'a', key: leg('1') },
        { images: 'a', key: leg('2') },
      ],
      ['a at 1', 'a at 1'],
    ],
    [
      'not that of other images',
      [
        { images: 'a', key: leg('1') },
        { images: 'b', key: leg('2'), push: 2 },
      ],
      ['a at 1', 'b at 2'],
    ],
    [
      'not that of a key that somebody gave',
      [
        { images: 'a', key: `${KEY}mine` },
        { images: 'a', key: leg('2'), push: 2 },
      ],
      ['a at 1', 'a at 2'],
    ],
    [
      'not where it has nothing to say',
      [
        { images: 'a', key: leg('1') },
        { images: 'a', key: leg('2'), push: 2, createIf: false },
      ],
      ['a at 1'],
    ],
  ])('takes over a comment: %s', async (_, jobs, expected) => {
    await using github = await start();
    for (const job of jobs) await write(github, job);
    expect(shown(github)).toEqual(expected);
  });

  test('takes over the comment of a version of the product that did not tell jobs apart', async () => {
    await using github = await start([{ body: `${commentMarker(KEY)}\nold`, user: OURS }]);
    await write(github, { images: 'a', key: leg('1') });
    expect(shown(github)).toEqual(['a at 1']);
  });
});

describe('a late run', () => {
  test.each<[string, Job, Job, readonly string[]]>([
    ['does not write over a later one', { images: 'a', push: 2 }, { images: 'a', push: 1 }, ['a at 2']],
    ['nor when it was started again', { images: 'a', push: 2 }, { images: 'a', push: 1, attempt: 2 }, ['a at 2']],
    ['of the first attempt neither', { images: 'a', attempt: 2 }, { images: 'a x' }, ['a at 1']],
  ])('%s', async (_, first, late, expected) => {
    await using github = await start();
    await write(github, first);
    expect(await write(github, late)).toMatchObject({
      outcome: 'not-created',
      reason: expect.stringMatching(/later run/),
    });
    expect(shown(github)).toEqual(expected);
  });

  test('that found the comment before the later one wrote it leaves it too', async () => {
    await using github = await start();
    await write(github, { images: 'a', push: 1 });
    const place = placeOf(github, { images: 'a', push: 2 });
    const found = await findComment(place);
    await write(github, { images: 'a', push: 3 });
    expect(await upsertComment({ ...place, found, body: 'late', createIf: true })).toMatchObject({
      outcome: 'not-created',
    });
    expect(shown(github)).toEqual(['a at 3']);
  });
});

describe('a second comment that a race made', () => {
  const marked = (text: string, user: string | null = OURS): CommentSeed => ({
    body: `${commentMarker(KEY)}\n${text}`,
    user,
  });

  test.each<[string, readonly CommentSeed[], readonly (string | undefined)[]]>([
    ['is deleted', [marked('one'), marked('two'), marked('three')], ['a at 1']],
    ['stays where a stranger wrote it', [marked('one'), marked('theirs', 'mona')], ['a at 1', 'theirs']],
    ['stays where its author is gone', [marked('one'), marked('theirs', null)], ['a at 1', 'theirs']],
    [
      'stays with another key',
      [marked('one'), { body: `${commentMarker(`${KEY}other`)}\ntwo`, user: OURS }],
      ['a at 1', 'two'],
    ],
    [
      'is deleted though 150 comments are between',
      [marked('one'), ...people(150), marked('two')],
      ['a at 1', ...people(150).map(() => undefined)],
    ],
  ])('%s', async (_, comments, expected) => {
    await using github = await start(comments);
    await write(github, { images: 'a' });
    expect(shown(github)).toEqual(expected);
    expect(github.violations).toEqual([]);
  });

  test('is folded where it may not be deleted', async () => {
    await using github = await start([marked('one'), marked('two')]);
    github.failNext({ operationId: 'issues/delete-comment', status: 403 });
    expect(await write(github, { images: 'a' })).toMatchObject({ outcome: 'updated', removed: 1 });
    expect(github.comments('acme/app', 7).map(({ isMinimised = false }) => isMinimised)).toEqual([false, true]);
    expect(github.violations).toEqual([]);
  });

  test('of another job is not touched', async () => {
    await using github = await start();
    const found = { kind: 'absent' } as const;
    for (const images of ['a', 'b'])
      await upsertComment({ ...placeOf(github, { images }), found, body: `${images} at 1`, createIf: true });
    await write(github, { images: 'a', push: 2 });
    expect(shown(github)).toEqual(['a at 2', 'b at 1']);
  });
});

function people(count: number): CommentSeed[] {
  return Array.from({ length: count }, (_, index) => ({ body: `Comment ${index}` }));
}
