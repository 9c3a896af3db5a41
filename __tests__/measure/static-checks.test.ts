import { expect, test } from '@jest/globals';
import { checkConfig, type StaticCheck } from '../../src/measure/static-checks.ts';

const CONFIG = { user: '', entrypoint: [], cmd: [], exposedPorts: [] };

const reasonOf = (check: StaticCheck, config: object) => checkConfig(check, { ...CONFIG, ...config }).reason ?? 'pass';

test.each([
  ['', 'the user is not set, which is root'],
  ['root', 'the user is "root", which is root'],
  ['root:root', 'the user is "root:root", which is root'],
  ['root:app', 'the user is "root:app", which is root'],
  ['0', 'the user is "0", which is root'],
  ['0:0', 'the user is "0:0", which is root'],
  ['0:1000', 'the user is "0:1000", which is root'],
  ['000', 'the user is "000", which is root'],
  ['+0', 'the user is "+0", which is root'],
  ['-0', 'the user is "-0", which is root'],
  [':app', 'the user is ":app", which is root'],
  ['app', 'pass'],
  ['app:root', 'pass'],
  ['1000', 'pass'],
  ['1000:0', 'pass'],
  ['00100', 'pass'],
  ['rootless', 'pass'],
])('the user %j is non-root: %s', (user, expected) => {
  expect(reasonOf({ kind: 'user', label: 'x', user: 'non-root' }, { user })).toBe(expected);
});

test.each([
  ['app', 'app', 'pass'],
  ['app', 'app:app', 'the user is "app:app", expected "app"'],
  ['app', '', 'the user is not set, expected "app"'],
  ['', '', 'pass'],
  ['1000', 'a"b', 'the user is "a\\"b", expected "1000"'],
])('the check expects user %j and the user is %j: %s', (expected, user, reason) => {
  expect(reasonOf({ kind: 'user', label: 'x', user: expected }, { user })).toBe(reason);
});

test.each([
  [['/app'], ['/app'], 'pass'],
  [[], [], 'pass'],
  [['/app'], [], 'the entrypoint is [], expected ["/app"]'],
  [['/app'], ['/app', '-v'], 'the entrypoint is ["/app","-v"], expected ["/app"]'],
  [['a', 'b'], ['b', 'a'], 'the entrypoint is ["b","a"], expected ["a","b"]'],
  [['a b'], ['a', 'b'], 'the entrypoint is ["a","b"], expected ["a b"]'],
])('the check expects entrypoint %j and the entrypoint is %j: %s', (expected, entrypoint, reason) => {
  expect(reasonOf({ kind: 'entrypoint', label: 'x', entrypoint: expected }, { entrypoint })).toBe(reason);
});

test.each([
  [['8000/tcp'], ['8000/tcp'], 'pass'],
  [['8000/tcp', '9000/tcp'], ['8000/tcp'], 'pass'],
  [['8000'], ['8000/tcp'], 'pass'],
  [['8000/tcp'], ['8000/TCP'], 'pass'],
  [['8000/tcp'], [], 'pass'],
  [['8000/tcp'], ['8000/udp'], 'exposes 8000/udp; allowed: 8000/tcp'],
  [['8000/tcp', '53/udp'], ['22/tcp', '23/tcp', '53/udp'], 'exposes 22/tcp, 23/tcp; allowed: 8000/tcp, 53/udp'],
  [[], ['22/tcp'], 'exposes 22/tcp; allowed: none'],
])('the check allows ports %j and ports %j are exposed: %s', (ports, exposedPorts, reason) => {
  expect(reasonOf({ kind: 'ports', label: 'x', ports }, { exposedPorts })).toBe(reason);
});

test('the result of a static check names the check', () => {
  const check = { kind: 'user', label: 'not root', user: 'non-root' } as const;
  expect(checkConfig(check, { ...CONFIG, user: 'app' })).toEqual({ check: 'not root', outcome: 'pass' });
});
