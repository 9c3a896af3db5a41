import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { Budget } from '../../../src/oci/registry/budget.ts';
import { createRemote, type RemoteOptions } from '../../../src/oci/registry/remote.ts';
import { makeImage, makeLayer } from '../../support/makeImage.ts';
import { type Intercept, refuse, startStub } from '../../support/stub-registry.ts';
import { failureOf } from '../opened.ts';

const layer = makeLayer([{ path: 'data', content: randomBytes(200_000) }]);
const image = makeImage([layer]);
/** A server that drips is no stalled one: each byte comes in time. */
const PATIENCE = { answer: 1, stall: 1, total: 1.2, slack: 0.3, rate: 1_000_000 };

/** Sends a byte every 20 ms, for ever. */
function drip(response: ServerResponse, headers = {}): true {
  response.writeHead(200, headers);
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
  return true;
}

/** Opens the image and reads its layer, against a registry that answers so. */
async function readAll(intercept: Intercept, options: RemoteOptions = {}): Promise<unknown> {
  await using stub = await startStub({ '1': image }, intercept);
  const remote = createRemote({ wait: async () => {}, patience: PATIENCE, ...options });
  await using source = await remote.open(stub.reference('1'));
  return await source.images[0]?.layers[0]?.read();
}

const asks = (request: IncomingMessage, path: string) => request.url?.includes(path) === true;

describe('a registry that drips is left by a budget of its own', () => {
  test.each<[string, Intercept]>([
    ['a manifest', (request, response) => asks(request, '/manifests/') && drip(response)],
    ['a config', (request, response) => asks(request, image.config.digest) && drip(response)],
    ['a layer', (request, response) => asks(request, layer.digest) && drip(response)],
    [
      'a token',
      (request, response, { address }) =>
        asks(request, '/token')
          ? drip(response)
          : refuse(response, 401, 'UNAUTHORIZED', { 'WWW-Authenticate': `Bearer realm="http://${address}/token"` }),
    ],
  ])('while it sends %s', async (_, intercept) => {
    const { message } = await failureOf(readAll(intercept));
    expect(message).toMatch(/127\.0\.0\.1:\d+ is too slow: \d+ bytes came in \d+ s of waiting, and at least 1000000/);
  });

  test('over redirects that each come just in time', async () => {
    let count = 0;
    const slowly: Intercept = (request, response) => {
      count += 1;
      setTimeout(() => response.writeHead(307, { location: `${request.url}?${count}` }).end(), 300);
      return true;
    };
    const { message } = await failureOf(readAll(slowly));
    expect(message).toContain('is too slow: 0 bytes came in 1 s');
  });

  test('that asks to wait longer than what is left is not waited for', async () => {
    const waits: number[] = [];
    const wait = async (seconds: number) => void waits.push(seconds);
    const busy: Intercept = (_, response) => refuse(response, 503, 'UNSUPPORTED', { 'Retry-After': '1' });
    const { message } = await failureOf(readAll(busy, { wait }));
    expect(message).toContain('answered 503');
    expect(waits).toEqual([1]);
  });
});

test('what arrives buys time, so a large blob may take long', async () => {
  const budget = new Budget({ answer: 1, stall: 1, total: 10, slack: 5, rate: 100 });
  expect(budget.leftToRead()).toBe(5);
  budget.read(4, 1000);
  expect(budget.leftToRead()).toBe(11);
  budget.spend(15.5);
  expect([budget.left(), budget.leftToRead()]).toEqual([0.5, 0.5]);
});
