import { describe, expect, test } from '@jest/globals';
import { advise } from '../../../src/explain/advice/advise.ts';
import { adviceOf, MB, type SubjectSpec, subjectOf } from '../../support/advice.ts';

const RUFF = 'pkg:pypi/ruff@0.9.0';
const PYTEST = 'pkg:pypi/pytest@8.0.0';
const CLIENT = 'pkg:pypi/jupyter-client@8.0';
const files = {
  'lib/ruff/ruff': { size: 2 * MB, owner: RUFF },
  'lib/pytest/a.py': { size: MB, owner: PYTEST },
  'lib/jupyter/a.py': { size: 4 * MB, owner: CLIENT },
  'lib/gradio/a.py': { size: 30 * MB, owner: 'pkg:pypi/gradio@5.5.0' },
};
const advised = (requires: SubjectSpec['requires'], more: SubjectSpec = {}) =>
  adviceOf('development-packages', {
    own: [{ by: 'RUN pip install gradio', files }],
    requires: requires ?? {},
    ...more,
  })
    .map(({ bytes }) => bytes)
    .reduce((sum, bytes) => sum + bytes, 0);

describe('a package is not advised away', () => {
  test.each<[string, NonNullable<SubjectSpec['requires']>, number]>([
    ['unless nothing requires it', {}, 7 * MB],
    ['if another one requires it', { 'pkg:pypi/gradio@5.5.0': ['pkg:pypi/ruff'] }, 5 * MB],
    [
      'if another one requires it by a package that would be',
      { 'pkg:pypi/gradio@5.5.0': ['pkg:pypi/pytest'], [PYTEST]: ['pkg:pypi/jupyter-client'] },
      2 * MB,
    ],
    [
      'if another one requires it by a package that is nowhere',
      { 'pkg:pypi/gradio@5.5.0': ['pkg:pypi/a'], 'pkg:pypi/a@1': ['pkg:pypi/ruff'] },
      7 * MB,
    ],
    ['but where only such packages require it', { [PYTEST]: ['pkg:pypi/ruff'], [RUFF]: ['pkg:pypi/pytest'] }, 7 * MB],
    ['by the name of another ecosystem', { 'pkg:pypi/gradio@5.5.0': ['pkg:npm/ruff', 'pkg:deb/debian/ruff'] }, 7 * MB],
  ])('%s', (_, requires, bytes) => {
    expect(advised(requires)).toBe(bytes);
  });

  test('if a package of the base image requires it', () => {
    const base = [{ by: 'base', files: { 'lib/a': { size: 1, owner: 'pkg:pypi/a@1' } } }];
    expect(advised({ 'pkg:pypi/a@1': ['pkg:pypi/ruff'] }, { base })).toBe(5 * MB);
  });

  test('if nobody knows what the packages of its layer require', () => {
    const subject = subjectOf({ own: [{ by: 'RUN pip install gradio', files }] });
    expect(advise(subject).map(({ rule }) => rule)).toContain('development-packages');
    expect(advise({ ...subject, requires: [undefined] }).map(({ rule }) => rule)).not.toContain('development-packages');
  });

  test('of Node if another one requires it, but if only a plug-in does', () => {
    const eslint = (owner: string) => ({
      own: [
        {
          by: 'RUN npm ci',
          files: { a: { size: MB, owner: 'pkg:npm/eslint@9.0.0' }, b: { size: 1, owner }, c: 20 * MB },
        },
      ],
      requires: { [owner]: ['pkg:npm/eslint'] },
    });
    expect(adviceOf('development-packages', eslint('pkg:npm/server@1'))).toEqual([]);
    expect(adviceOf('development-packages', eslint('pkg:npm/eslint-plugin-react@7'))).toHaveLength(1);
    expect(adviceOf('development-packages', eslint('pkg:npm/%40acme/eslint-config@1'))).toHaveLength(1);
  });

  test('as a compiler if another package requires it, but if only the name of an installation does', () => {
    const gcc = (owner: string) => ({
      own: [
        {
          by: 'RUN apk add gcc',
          files: { a: { size: MB, owner: 'pkg:apk/alpine/gcc@13' }, b: { size: 1, owner }, c: 20 * MB },
        },
      ],
      requires: { [owner]: ['pkg:apk/alpine/gcc'] },
    });
    expect(adviceOf('build-tools', gcc('pkg:apk/alpine/runtime-compiler@1'))).toEqual([]);
    expect(adviceOf('build-tools', gcc('pkg:apk/alpine/.build-deps@20260101'))).toHaveLength(1);
  });
});
