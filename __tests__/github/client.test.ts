import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { branchRefusal } from '../../src/github/branch-refusal.ts';
import {
  connect,
  isPermissionError,
  isRateLimited,
  isServerError,
  rateLimitEnd,
  statusOf,
} from '../../src/github/client.ts';
import { commentRefusal, readRefusal } from '../../src/github/refusal.ts';
import { Interruption } from '../../src/process/interrupt.ts';
import { startGitHub } from '../support/github/server.ts';

const REPOSITORY = { owner: 'acme', repo: 'app' };
const start = () => startGitHub({ repositories: [{ name: 'acme/app' }] });

function httpError(status: number, message: string, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error(message), { status, response: { headers } });
}

describe('the client', () => {
  test('counts every request, retries included', async () => {
    await using github = await start();
    github.failNext({ status: 500 });
    const client = connect({ token: github.token, apiUrl: `${github.url}/`, retryDelay: 0 });
    await client.rest.repos.get(REPOSITORY);
    expect(client.calls()).toBe(2);
    expect(github.requests).toHaveLength(2);
  });

  test('sends no more requests than its limit', async () => {
    await using github = await start();
    const client = connect({ token: github.token, apiUrl: github.url, callLimit: 1 });
    await client.rest.repos.get(REPOSITORY);
    await expect(client.rest.repos.get(REPOSITORY)).rejects.toThrow("this run's limit of 1 API calls is used up");
    expect(github.requests).toHaveLength(1);
  });

  test('ends a request that gets no answer within the time limit', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const client = connect({ token: 't', apiUrl: `http://127.0.0.1:${port}`, timeLimit: 20, retryDelay: 0 });
    const error: unknown = await client.rest.repos.get(REPOSITORY).catch((reason: unknown) => reason);
    server.closeAllConnections();
    server.close();
    expect(isServerError(error)).toBe(true);
    expect(client.calls()).toBe(2);
  });
});

describe('an error of GitHub', () => {
  test.each([
    [
      'a missing permission',
      httpError(403, 'Resource not accessible by integration', { 'x-ratelimit-remaining': '900' }),
      true,
      false,
    ],
    ['a used-up rate limit', httpError(403, 'API rate limit exceeded', { 'x-ratelimit-remaining': '0' }), false, true],
    ['a secondary rate limit', httpError(403, 'You have exceeded a secondary rate limit'), false, true],
    ['a 403 with Retry-After', httpError(403, 'Wait', { 'Retry-After': '60' }), false, true],
    ['a 429', httpError(429, 'Too many'), false, true],
    ['a 404', httpError(404, 'Not Found'), false, false],
    ['another error', new TypeError('x is not a function'), false, false],
    ['no error at all', 'thrown text', false, false],
  ])('is classified when it is %s', (_, error, permission, limited) => {
    expect([isPermissionError(error), isRateLimited(error)]).toEqual([permission, limited]);
  });

  test.each([
    ['in 60 s', { 'retry-after': '60' }],
    ['at 2026-11-02T10:00:00Z', { 'x-ratelimit-reset': '1793613600' }],
    ['', { 'x-ratelimit-reset': '1e99' }],
    ['', {}],
  ])('says that a rate limit ends %j, by the headers %j', (end, headers: Record<string, string>) => {
    expect(rateLimitEnd(httpError(403, 'rate limit', headers))).toBe(end);
  });

  test('without an HTTP status has no status', () => {
    expect(statusOf(new Error('x'))).toBeUndefined();
  });
});

describe('a run that is to end', () => {
  const interruption = new Interruption('ended by SIGTERM');

  test.each([
    ['comments', () => commentRefusal(interruption)],
    ['reads', () => readRefusal(interruption, 'contents: read')],
    ['the data branch', () => branchRefusal(interruption, 'image-size')],
  ])('is no refusal of %s, which the run would go on from', (_name, refusal) => {
    expect(refusal).toThrow(interruption);
  });
});
