import { expect, test } from '@jest/globals';
import { methodWords } from '../../../src/report/words/measured.ts';

const settings = 'compression=zstd,compression-level=19';

test.each([
  [undefined, "read from buildx's OCI export by descriptors"],
  [
    { settings, applied: true },
    "read from buildx's OCI export by descriptors, compressed as the target's output says (compression=zstd, compression-level=19), not pushed",
  ],
  [
    { settings, applied: false },
    "read from buildx's OCI export by descriptors, not compressed as the target's output says (compression=zstd, compression-level=19), which this builder cannot export",
  ],
])('the method says what was made of an output: %j', (output, words) => {
  expect(methodWords({ method: 'buildx-oci', ...(output && { output }) })).toBe(words);
});
