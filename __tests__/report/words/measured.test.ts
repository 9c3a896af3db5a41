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
    "read from buildx's OCI export by descriptors, not compressed as the target's output says (compression=zstd, compression-level=19), which this builder cannot export, or this Node.js not read",
  ],
])('the method says what was made of an output: %j', (output, words) => {
  expect(methodWords({ method: 'buildx-oci', layers: [], ...(output && { output }) })).toBe(words);
});

test('the method names what compressed the layers, and what was converted', () => {
  const layers = ['gzip go-1.26', 'gzip go-1.27', undefined, 'gzip go-1.27', 'zstd', 'none'].map((compressor) =>
    compressor === undefined ? {} : { compressor },
  );
  expect(methodWords({ method: 'buildx-oci', layers })).toBe(
    "read from buildx's OCI export by descriptors, layers by gzip of Go up to 1.26 (1) and gzip of Go 1.27 or newer (2) and zstd (1) and nothing (stored as it is) (1)",
  );
  const converted = { layers: 2, from: 'zstd', to: 'gzip' };
  expect(methodWords({ method: 'buildx-oci', layers: [{ compressor: 'gzip go-1.27 best' }], converted })).toBe(
    "read from buildx's OCI export by descriptors, layers by gzip of Go 1.27 or newer at its best level, 2 layers converted to gzip that the builder held as zstd",
  );
});
