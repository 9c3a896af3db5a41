import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { failureOf as describeFailure } from '../../../src/oci/registry/failure.ts';
import { mayRequest, registryUrl } from '../../../src/oci/registry/reference.ts';
import { createRemote } from '../../../src/oci/registry/remote.ts';
import { retryAfter, waitSeconds } from '../../../src/oci/registry/retry.ts';
import { makeImage } from '../../support/makeImage.ts';
import { startStub } from '../../support/stub-registry.ts';
import { failureOf } from '../opened.ts';

const wait = async () => {};
const tag = { kind: 'tag', tag: '1' } as const;

/** A server that answers every connection with these bytes. */
async function answering(text: string | undefined, use: (host: string) => Promise<void>): Promise<void> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    if (text !== undefined) socket.once('data', () => socket.end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

describe('a connection', () => {
  test('that nobody accepts', async () => {
    let host = '';
    await answering('', async (address) => {
      host = address;
    });
    const { message } = await failureOf(createRemote({ wait }).open({ host, repository: 'app', target: tag }));
    expect(message).toContain(`no answer from ${host}: "connect ECONNREFUSED`);
  });

  test.each([
    ['not HTTP', '220 smtp.example ESMTP\r\n'],
    ['headers without end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: 1e9\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['an end at once', ''],
  ])('that answers %s', async (_, text) => {
    await answering(text, async (host) => {
      const { message } = await failureOf(createRemote({ wait }).open({ host, repository: 'app', target: tag }));
      expect(message).toMatch(new RegExp(`^docker://${host}/app, entry "manifests/1": no answer from ${host}: "`));
    });
  });

  test('that gets no answer', async () => {
    await answering(undefined, async (host) => {
      const remote = createRemote({ wait, patience: { answer: 0.05, stall: 1 } });
      const { message } = await failureOf(remote.open({ host, repository: 'app', target: tag }));
      expect(message).toContain(`no answer from ${host} for 0.05 s`);
    });
  });

  test('that breaks in the middle of a manifest is tried again', async () => {
    const image = makeImage([]);
    let broken = 0;
    await using stub = await startStub({ '1': image }, (_, response) => {
      broken += 1;
      if (broken > 2) return false;
      response.writeHead(200, { 'Content-Length': 500 }).write('{', () => setImmediate(() => response.destroy()));
      return true;
    });
    await using source = await createRemote({ wait }).open(stub.reference('1'));
    expect(source.images).toHaveLength(1);
  });
});

test.each([
  ['docker.io', 'https://registry-1.docker.io/'],
  ['ghcr.io', 'https://ghcr.io/'],
  ['registry.example:5000', 'https://registry.example:5000/'],
  ['[::1]:5000', 'https://[::1]:5000/'],
])('the API of %s is at %s', (host, url) => {
  expect(registryUrl(host).href).toBe(url);
});

test.each([
  ['https://storage.example/', 'ghcr.io', true],
  ['http://storage.example/', 'ghcr.io', false],
  ['http://169.254.169.254/', '127.0.0.1:5000', false],
  ['http://127.0.0.1:80/', 'ghcr.io', false],
  ['http://127.0.0.1:80/', 'localhost:5000', true],
  ['http://127.1/', '[::1]:5000', true],
  ['http://127.0.0.1.evil.example/', 'localhost:5000', false],
  ['http://localhost.evil.example/', 'localhost:5000', false],
  ['ftp://127.0.0.1/', '127.0.0.1:5000', false],
])('a request to %s for the registry %s is allowed: %j', (url, host, allowed) => {
  expect(mayRequest(new URL(url), registryUrl(host))).toBe(allowed);
});

test.each([
  [null, undefined],
  ['0', 0],
  ['120', 120],
  ['-1', undefined],
  ['soon', undefined],
  ['99999999999', undefined],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 50],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
])('Retry-After: %s is %j seconds', (header, seconds) => {
  expect(retryAfter(header, 10_000)).toBe(seconds);
});

test('an aborted wait throws the reason of the signal', async () => {
  const reason = new Error('enough');
  await expect(waitSeconds(60, AbortSignal.abort(reason))).rejects.toBe(reason);
});

test.each([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
  ['CERT_HAS_EXPIRED', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
  ['ECONNREFUSED', 'refused'],
  ['ENOTFOUND', 'unknown host'],
  ['ECONNRESET', 'connection'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'connection'],
])('an error %s is of the kind %s', (code, kind) => {
  const cause = Object.assign(new Error('why\u001b[2J'), { code });
  const failure = describeFailure(new TypeError('fetch failed', { cause }), 'ghcr.io');
  expect(failure.kind).toBe(kind);
  expect(failure.message).toContain('"why\\u001b[2J"');
  expect(failure.message.includes('NODE_EXTRA_CA_CERTS')).toBe(kind === 'certificate');
});
