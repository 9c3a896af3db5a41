import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { startReceiver } from '../../../src/oci/receiver/receiver.ts';
import { makeLayer } from '../../support/makeImage.ts';

const base = makeLayer([{ path: 'base', content: 'x'.repeat(1000) }]);

test.each(['/', '/v2/x/blobs/uploads/', '/v2/library/x/manifests/1', '/v3/', '/v2/../../etc'])(
  'the path %s without the prefix is not found',
  async (path) => {
    await using receiver = await startReceiver();
    expect((await fetch(`http://${receiver.address}${path}`, { method: 'POST' })).status).toBe(404);
  },
);

test('a TLS handshake is answered in plain HTTP, so that Docker falls back to HTTP', async () => {
  await using receiver = await startReceiver();
  const [host = '', port] = receiver.address.split(':');
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), host, () => socket.write(Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0])));
    socket.once('data', (data) => resolve(String(data))).once('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1.1 400/);
});

test('closing the receiver ends a push in progress', async () => {
  const second = await startReceiver();
  const url = `http://${second.address}/v2/${second.prefix}/x/blobs/uploads/`;
  const location = (await fetch(url, { method: 'POST' })).headers.get('location');
  let go = () => {};
  const started = new Promise<void>((resolve) => {
    go = resolve;
  });
  const body = (async function* () {
    yield base.bytes.subarray(0, 30);
    go();
    await new Promise<void>(() => {});
  })();
  const init = { method: 'PATCH', body, duplex: 'half' } as unknown as RequestInit;
  const pushed = fetch(`http://${second.address}${location}`, init).catch((error: unknown) => error);
  await started;
  await second[Symbol.asyncDispose]();
  expect(String(await pushed)).toMatch(/failed|closed|other side/);
});
