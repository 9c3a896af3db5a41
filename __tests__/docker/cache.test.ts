import { expect, test } from '@jest/globals';
import { absoluteCache, explainCacheFailure, scopeCacheFrom, scopeCacheTo } from '../../src/docker/cache.ts';

test.each([
  ['type=gha', 'type=gha,scope=image-size-gate-api'],
  ['Type=gha,timeout=5m', 'Type=gha,timeout=5m,scope=image-size-gate-api'],
  ['type=gha,scope=mine', 'type=gha,scope=mine'],
  ['type=gha,"scope=a,b"', 'type=gha,"scope=a,b"'],
  ['type=registry,ref=example.org/cache', 'type=registry,ref=example.org/cache'],
  ['example.org/cache:latest', 'example.org/cache:latest'],
  ['type=local,src=gha', 'type=local,src=gha'],
])('cache-from %s becomes %s', (entry, scoped) => {
  expect(scopeCacheFrom(entry, 'api', {})).toBe(scoped);
});

test.each([
  ['type=gha,mode=max', 'type=gha,mode=max,scope=image-size-gate-api,ignore-error=true'],
  ['type=gha,ignore-error=false', 'type=gha,ignore-error=false,scope=image-size-gate-api'],
  ['type=gha,scope=mine', 'type=gha,scope=mine,ignore-error=true'],
  ['type=inline', 'type=inline'],
])('cache-to %s becomes %s', (entry, scoped) => {
  expect(scopeCacheTo(entry, 'api', {})).toBe(scoped);
});

test.each([
  ['none', false, false],
  ['read', true, false],
  ['write', true, true],
  ['write-only', false, true],
  ['', true, true],
  ['something new', true, true],
])('with ACTIONS_CACHE_MODE=%j the GitHub cache is read: %j, written: %j', (mode, reads, writes) => {
  const env = { ACTIONS_CACHE_MODE: mode };
  expect(scopeCacheFrom('type=gha', 'api', env) !== undefined).toBe(reads);
  expect(scopeCacheTo('type=gha', 'api', env) !== undefined).toBe(writes);
  expect(scopeCacheTo('type=registry,ref=r', 'api', env)).toBe('type=registry,ref=r');
});

test('an image name with a comma or a quote stays one field', () => {
  expect(scopeCacheFrom('type=gha', 'a,"b"', {})).toBe('type=gha,"scope=image-size-gate-a,""b"""');
});

test('each platform of an image has its own scope, so none overwrites the cache of another', () => {
  expect(scopeCacheFrom('type=gha', 'api', {}, 'linux/arm64')).toBe('type=gha,scope=image-size-gate-api:linux/arm64');
  expect(scopeCacheTo('type=gha,mode=max', 'api', {}, 'linux/arm/v7')).toBe(
    'type=gha,mode=max,scope=image-size-gate-api:linux/arm/v7,ignore-error=true',
  );
  expect(scopeCacheTo('type=gha,scope=mine', 'api', {}, 'linux/amd64')).toBe('type=gha,scope=mine,ignore-error=true');
});

test.each([
  ['type=local,src=.cache', 'type=local,src=/repo/.cache'],
  ['type=local,dest=../cache,mode=max', 'type=local,dest=/cache,mode=max'],
  ['mode=max,Type=local,DEST = out', 'mode=max,Type=local,DEST=/repo/out'],
  ['type=local,src=/var/cache', 'type=local,src=/var/cache'],
  ['type=local,"src=a,b ""c"""', 'type=local,"src=/repo/a,b ""c"""'],
  ['type=registry,ref=example.org/cache', 'type=registry,ref=example.org/cache'],
  ['example.org/src=cache', 'example.org/src=cache'],
  ['type=gha', 'type=gha'],
])('the cache %s is at %s wherever buildx runs', (entry, absolute) => {
  expect(absoluteCache(entry, '/repo')).toBe(absolute);
});

test('the error of a builder that cannot write a cache says what to do', () => {
  const said =
    'ERROR: failed to build: Cache export is not supported for the docker driver.\nSwitch to a different driver';
  expect(explainCacheFailure(said)).toMatch(/^the docker driver .*: remove cache-to, add docker\/setup-buildx-action/);
  expect(explainCacheFailure('ERROR: cache export failed')).toBeUndefined();
});

/** As buildx 0.29.1 prints it with BuildKit 0.34.2. */
const UNWRITTEN = `------
 > importing cache manifest from 127.0.0.1:1/x/y:
------
------
 > exporting cache to registry:
------
ERROR: failed to build: failed to solve: error writing layer blob: failed to do request: Head "http://127.0.0.1:1/v2/x/y/blobs/sha256:13": dial tcp 127.0.0.1:1: connect: connection refused`;

test('a cache that alone ended a build is named, with what lets the build go on', () => {
  expect(explainCacheFailure(UNWRITTEN)).toBe(
    'the image was built, and its cache could not be written to registry. Mend the access to it, or add "ignore-error=true" to this entry of cache-to',
  );
});

test.each([
  ['the image', UNWRITTEN.replace('exporting cache to registry', 'exporting to oci image format')],
  ['a step after it', UNWRITTEN.replace('ERROR:', ' > [2/3] RUN false:\n------\nERROR:')],
  ['a cache that could not be read', UNWRITTEN.replace(/ > exporting[^\n]*/, '')],
])('%s is no cache that could not be written', (_what, report) => {
  expect(explainCacheFailure(report)).toBeUndefined();
});
