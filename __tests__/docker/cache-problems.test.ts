import { expect, test } from '@jest/globals';
import { findCacheProblems } from '../../src/docker/cache-problems.ts';

function problemsIn(text: string): readonly string[] {
  const problems = findCacheProblems();
  for (const line of text.split('\n')) problems.line(line);
  return problems.list();
}

/** As buildx 0.29.1 prints it with BuildKit 0.34.2, where the service answers 500. */
const BOTH = `#4 importing cache manifest from gha:4806424999693299707
#4 ERROR: internal

#5 [2/3] RUN head -c 100000 /dev/urandom > /r
#5 DONE 0.6s

#10 exporting to GitHub Actions Cache
#10 preparing build cache for export done
#10 sending cache export done
#10 ERROR: error writing layer blob: failed to reserve cache: cache write denied: token has no writable scopes
#11 resolving provenance for metadata file`;

test('each cache that BuildKit went on without is named with its reason', () => {
  expect(problemsIn(BOTH)).toEqual([
    "the build's cache could not be read from GitHub Actions Cache: internal",
    "the build's cache could not be written to GitHub Actions Cache: error writing layer blob: failed to reserve cache: cache write denied: token has no writable scopes",
  ]);
});

test.each([
  ['is read and written', BOTH.replaceAll(/#\d+ ERROR: .*/g, '#4 DONE 0.1s')],
  [
    'is not there yet',
    '#4 importing cache manifest from example.org/cache\n#4 ERROR: failed to configure registry cache importer: example.org/cache:latest: not found',
  ],
  ['only a step speaks of', '#7 0.5 #4 importing cache manifest from gha:1\n#7 0.6 #4 ERROR: no\n#4 ERROR: no'],
  ['is the image', '#9 exporting to oci image format\n#9 ERROR: no'],
])('a cache that %s is no problem', (_what, text) => {
  expect(problemsIn(text)).toEqual([]);
});

test('a cache in a registry or a directory is named by its place, and a long reason is cut', () => {
  const reason = 'x'.repeat(2000);
  expect(problemsIn(`#4 importing cache manifest from example.org/cache\n#4 ERROR: ${reason}`)).toEqual([
    `the build's cache could not be read from example.org/cache: ${'x'.repeat(500)}`,
  ]);
  expect(problemsIn('#8 exporting cache to registry\n#8 ERROR: denied')).toEqual([
    "the build's cache could not be written to registry: denied",
  ]);
});
