import { expect, test } from '@jest/globals';
import { askedForm, canRead, forceForm } from '../../src/docker/compression.ts';

test.each<[readonly string[], string, readonly string[]]>([
  [[], 'gzip', ['compression=gzip', 'force-compression=true']],
  [
    ['compression=zstd', 'compression-level=19', 'force-compression=false', 'oci-mediatypes=true'],
    'zstd',
    ['compression=zstd', 'compression-level=19', 'oci-mediatypes=true', 'force-compression=true'],
  ],
])('settings %j ask for %s, and force it by %j', (settings, form, forced) => {
  expect(askedForm(settings)).toBe(form);
  expect(forceForm(settings)).toEqual(forced);
});

test('a Node.js without zstd reads every form but that one', () => {
  expect(['gzip', 'estargz', 'uncompressed', 'zstd'].map((form) => canRead(form, false))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(canRead('zstd')).toBe(true);
});
