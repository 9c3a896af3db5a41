import { expect, test } from '@jest/globals';
import { freeBuffer } from '../../src/oci/bytes.ts';

const KiB = 1024;

test.each([
  ['the whole of a large buffer', 256 * KiB, 0, 256 * KiB, 0],
  ['the end of a large buffer', 256 * KiB, 100 * KiB, 156 * KiB, 0],
  ['a part of a large buffer that others follow', 256 * KiB, 0, 255 * KiB, 256 * KiB],
  ['a buffer as Node.js shares out, or reads from a socket into', 64 * KiB, 0, 64 * KiB, 64 * KiB],
])('the memory of %s', (_, size, offset, length, left) => {
  const buffer = new ArrayBuffer(size);
  freeBuffer(Buffer.from(buffer, offset, length));
  expect(buffer.byteLength).toBe(left);
});
