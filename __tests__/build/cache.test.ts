import { expect, test } from '@jest/globals';
import { scopeCacheFrom, scopeCacheTo } from '../../src/build/cache.ts';

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
