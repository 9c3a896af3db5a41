import { describe, expect, test } from '@jest/globals';
import { changeConfig } from '../../src/compare/config-changes.ts';
import { checkConfig } from '../../src/measure/static-checks.ts';
import { isRootUser } from '../../src/model/check.ts';
import { renderNextSteps } from '../../src/report/notes/next-steps.ts';
import { adviceOf } from '../support/advice.ts';
import { measurement } from '../support/measurements.ts';

const USERS: readonly (readonly [user: string, isRoot: boolean])[] = [
  ['', true],
  ['root', true],
  ['root:wheel', true],
  ['0', true],
  ['00', true],
  ['+0', true],
  ['-0', true],
  ['0:1000', true],
  ['+0:app', true],
  [':app', true],
  [' ', true],
  [' 0', true],
  ['app', false],
  ['app:root', false],
  ['1000', false],
  ['1000:0', false],
  ['00100', false],
  ['+1', false],
  ['0x0', false],
  ['0.0', false],
  ['rootless', false],
];

describe.each(USERS)('the user %j is root: %s', (user, isRoot) => {
  const config = { user, entrypoint: ['/app'], cmd: [], exposedPorts: [] };
  const image = measurement({ layers: [['a', 1, 1]], config });

  test('by itself', () => {
    expect(isRootUser(user)).toBe(isRoot);
  });

  test('for a check', () => {
    const { outcome } = checkConfig({ kind: 'user', label: 'user', user: 'non-root' }, config);
    expect(outcome).toBe(isRoot ? 'fail' : 'pass');
  });

  test('for the comparison of two images', () => {
    const unset = measurement({ config: { ...config, user: '' } });
    expect(changeConfig(unset, image)).toEqual(isRoot ? [] : [{ fact: 'user', before: 'root', after: user }]);
  });

  test('for advice', () => {
    expect(adviceOf('root-user', { config }).length > 0).toBe(isRoot);
  });

  test('for the notes', () => {
    const row = { image: 'api', measurement: image, verdict: 'pass', change: null } as const;
    const steps = renderNextSteps([{ platform: '', rows: [row] }], []);
    expect(steps.includes('as a user other than root')).toBe(isRoot);
  });
});
