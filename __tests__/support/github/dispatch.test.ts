import { describe, expect, test } from '@jest/globals';
import { COMMENTS, call, start } from './ask.ts';

describe('faults', () => {
  test('an operation fails as often as asked and then answers again', async () => {
    await using github = await start();
    github.failNext({ operationId: 'issues/list-comments', status: 503, times: 2, headers: { 'retry-after': '1' } });
    const answers = [
      await call(github, 'GET', COMMENTS),
      await call(github, 'GET', COMMENTS),
      await call(github, 'GET', COMMENTS),
    ];
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(answers[0]!.headers.get('retry-after')).toBe('1');
    expect(github.violations).toEqual([]);
  });

  test('a write may have happened although the answer was 502', async () => {
    await using github = await start();
    github.failNext({ operationId: 'issues/create-comment', status: 502, afterApplying: true });
    expect((await call(github, 'POST', COMMENTS, { body: 'once' })).status).toBe(502);
    expect(github.comments('acme/app', 7)).toMatchObject([{ body: 'once' }]);
  });

  test('a connection can end without an answer', async () => {
    await using github = await start();
    github.failNext({ status: 0, afterApplying: true });
    await expect(call(github, 'POST', COMMENTS, { body: 'once' })).rejects.toThrow('fetch failed');
    expect(github.comments('acme/app', 7)).toMatchObject([{ body: 'once' }]);
    expect(github.requests).toMatchObject([{ operationId: 'issues/create-comment', status: 0 }]);
    expect(github.violations).toEqual([]);
  });

  test('no write happens behind a plain 502, and other operations go on', async () => {
    await using github = await start();
    github.failNext({ operationId: 'issues/create-comment', status: 502 });
    expect((await call(github, 'GET', COMMENTS)).status).toBe(200);
    expect((await call(github, 'POST', COMMENTS, { body: 'once' })).status).toBe(502);
    expect(github.comments('acme/app', 7)).toEqual([]);
  });
});

describe('what is recorded', () => {
  test('every request is listed with its operation and status', async () => {
    await using github = await start();
    await call(github, 'GET', `${COMMENTS}?per_page=100`);
    await call(github, 'GET', '/repos/acme/other');
    expect(github.requests).toEqual([
      { method: 'GET', path: `${COMMENTS}?per_page=100`, operationId: 'issues/list-comments', status: 200 },
      { method: 'GET', path: '/repos/acme/other', operationId: 'repos/get', status: 404 },
    ]);
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['a body of the wrong type', 'POST', COMMENTS, { body: 7 }, 422, 'body/body must be string'],
    ['a body without its text', 'POST', COMMENTS, {}, 422, "body must have required property 'body'"],
    ['a member that the operation does not have', 'POST', COMMENTS, { body: 'x', tag: 1 }, 422, '(tag)'],
    ['no body at all', 'POST', COMMENTS, undefined, 422, 'it has no body'],
    [
      'a query parameter that the operation does not have',
      'GET',
      `${COMMENTS}?perpage=100`,
      undefined,
      422,
      '(perpage)',
    ],
    [
      'a query parameter of the wrong type',
      'GET',
      `${COMMENTS}?page=two`,
      undefined,
      422,
      'query/page must be integer',
    ],
    ['a path parameter of the wrong type', 'GET', '/repos/acme/app/pulls/seven', undefined, 422, 'path/pull_number'],
    ['another GraphQL query', 'POST', '/graphql', { query: 'query { viewer { id } }' }, 422, 'the only query served'],
    ['an unknown route', 'GET', '/repos/acme/app/weights', undefined, 404, 'there is no such route'],
    ['an unknown method', 'POST', '/repos/acme/app', { name: 'x' }, 404, 'there is no such route'],
    [
      'an operation without a handler',
      'GET',
      '/repos/acme/app/commits/main',
      undefined,
      501,
      'get-commit has no handler',
    ],
  ])('%s is a violation', async (_, method, path, body, status, sentence) => {
    await using github = await start();
    expect((await call(github, method, path, body)).status).toBe(status);
    expect(github.violations).toEqual([expect.stringContaining(sentence)]);
  });

  test.each([
    ['an API version that never was', { 'x-github-api-version': '2020-01-01' }],
    ['another form than JSON', { accept: 'application/vnd.github.html' }],
  ])('asking for %s is a violation', async (_, headers) => {
    await using github = await start();
    expect((await call(github, 'GET', COMMENTS, undefined, headers)).status).toBe(422);
    expect(github.violations).toHaveLength(1);
  });

  test('a fault hides no violation', async () => {
    await using github = await start();
    github.failNext({ operationId: 'issues/create-comment', status: 502 });
    await call(github, 'POST', COMMENTS, { text: 'x' });
    expect(github.violations).toHaveLength(2);
  });

  test('an answer against the description is a violation too', async () => {
    await using github = await start();
    github.failNext({ operationId: 'repos/get', status: 200, body: { id: 'one' } });
    await call(github, 'GET', '/repos/acme/app');
    expect(github.violations).toContainEqual(expect.stringContaining('answered 200: response/id must be integer'));
  });
});
