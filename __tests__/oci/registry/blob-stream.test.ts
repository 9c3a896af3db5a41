import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createRemote, type RemoteOptions } from '../../../src/oci/registry/remote.ts';
import { seeded } from '../../support/clock.ts';
import { makeImage, makeLayer } from '../../support/makeImage.ts';
import { type Intercept, refuse, type StubRegistry, sendBlob, startStub } from '../../support/stub-registry.ts';
import { failureOf } from '../opened.ts';

/** Bytes that do not compress, the same in each run: so the same reader is the first to see that they are wrong. */
function noise(seed: number, length = 300_000): Buffer {
  const next = seeded(seed);
  return Buffer.from(Array.from({ length }, () => Math.floor(next() * 256)));
}

const big = makeLayer([{ path: 'data', content: noise(1) }]);
const image = makeImage([big]);

type Answer = (response: ServerResponse, from: number, time: number) => true;

let stub: StubRegistry;
let answers: Answer | undefined;
beforeEach(async () => {
  let time = 0;
  const intercept: Intercept = (request, response) => {
    if (answers === undefined || !request.url?.endsWith(big.digest)) return false;
    time += 1;
    return answers(response, Number(request.headers.range?.match(/\d+/)?.[0] ?? 0), time);
  };
  stub = await startStub({ '1': image }, intercept);
});
afterEach(async () => stub[Symbol.asyncDispose]());

async function read(answer: Answer, options: RemoteOptions = {}) {
  answers = answer;
  await using source = await createRemote({ wait: async () => {}, ...options }).open(stub.reference('1'));
  return source.images[0]!.layers[0]!.read();
}

const send = (response: ServerResponse, options: { from?: number; length?: number }): true => {
  sendBlob(response, big, options);
  return true;
};

describe('a blob whose connection breaks', () => {
  test('continues from the byte that was reached, and is verified as a whole', async () => {
    let bytes = 0;
    const layer = await read((response, from, time) => send(response, { from, ...(time < 4 && { length: 70_000 }) }), {
      onBytes: (more) => {
        bytes += more;
      },
    });
    expect(layer).toMatchObject({ download: big.size, index: { diffId: big.diffId } });
    expect(bytes).toBe(big.size);
    expect(stub.ranges).toEqual(['bytes=70000-', 'bytes=140000-', 'bytes=210000-']);
  });

  test('continues if the registry sends the whole blob again', async () => {
    const layer = await read((response, _, time) => send(response, time === 1 ? { length: 100_000 } : {}));
    expect(layer.index.diffId).toBe(big.diffId);
    expect(stub.ranges).toEqual(['bytes=100000-']);
  });

  test('continues if the answer ends early without an error', async () => {
    const layer = await read((response, from, time) => {
      if (time > 1) return send(response, { from });
      response.writeHead(200).write(big.bytes.subarray(0, 1000)); // chunked: nothing announces the length
      response.end();
      return true;
    });
    expect(layer.index.diffId).toBe(big.diffId);
    expect(stub.ranges).toEqual(['bytes=1000-']);
  });

  test('continues if the answer stalls', async () => {
    const layer = await read(
      (response, from, time) => {
        if (time > 1) return send(response, { from });
        response.writeHead(200).write(big.bytes.subarray(0, 500));
        return true;
      },
      { patience: { answer: 30, stall: 0.1 } },
    );
    expect(layer.index.diffId).toBe(big.diffId);
    expect(stub.ranges).toEqual(['bytes=500-']);
  });

  test('is given up after eight more connections, however little each sends', async () => {
    const error = await failureOf(read((response, from) => send(response, { from, length: 1 })));
    expect(error.message).toMatch(
      new RegExp(`^docker://${stub.address}/team/app, entry "blobs/${big.digest}": no answer from`),
    );
    expect(stub.ranges).toHaveLength(8);
  });
});

describe('a blob is refused if the registry sends', () => {
  test.each<[string, Answer, string]>([
    [
      'another range than requested',
      (response, from, time) => (time === 1 ? send(response, { length: 1000 }) : send(response, { from: from + 1 })),
      'was asked for the bytes from 1000 on and sent others',
    ],
    [
      'a 416 answer',
      (response, _, time) => (time === 1 ? send(response, { length: 1000 }) : refuse(response, 416, '')),
      'ended it after 1000 bytes and has no more',
    ],
    [
      'another length than the descriptor has',
      (response) => {
        response.end(big.bytes.subarray(1));
        return true;
      },
      `wrong size: the descriptor says ${big.size} bytes`,
    ],
    [
      'more bytes than the descriptor has',
      (response) => {
        response.write(big.bytes);
        response.end('more');
        return true;
      },
      `longer than the ${big.size} bytes`,
    ],
    ['no such blob', (response) => refuse(response, 404, 'BLOB_UNKNOWN'), 'answered 404 BLOB_UNKNOWN'],
    [
      'no bytes, again and again',
      (response) => {
        response.writeHead(200).end();
        return true;
      },
      `ended the blob 9 times before its ${big.size} bytes`,
    ],
  ])('%s', async (_, answer, message) => {
    expect((await failureOf(read(answer))).message).toContain(message);
  });

  test('a blob is refused if its rest differs from its start', async () => {
    const other = makeLayer([{ path: 'data', content: noise(2) }]);
    const error = await failureOf(
      read((response, from, time) => {
        if (time === 1) return send(response, { length: 1000 });
        sendBlob(response, { ...other, size: big.size, bytes: other.bytes.subarray(0, big.size) }, { from });
        return true;
      }),
    );
    expect(error.message).toMatch(/wrong|not valid gzip|bad header checksum/);
  });

  test('a layer may be read again after a failure', async () => {
    answers = (response) => refuse(response, 404, 'BLOB_UNKNOWN');
    await using source = await createRemote().open(stub.reference('1'));
    const layer = source.images[0]!.layers[0]!;
    await failureOf(layer.read());
    answers = undefined;
    expect((await layer.read()).download).toBe(big.size);
  });

  test('the caller aborts reading with its own reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const answer: Answer = (response) => {
      response.writeHead(200).write(big.bytes.subarray(0, 500), () => controller.abort(reason));
      return true;
    };
    await expect(read(answer, { signal: controller.signal })).rejects.toBe(reason);
  });
});
