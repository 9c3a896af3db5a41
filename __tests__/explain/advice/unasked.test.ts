import { describe, expect, test } from '@jest/globals';
import { adviceOf, MB, type SubjectSpec } from '../../support/advice.ts';

const PYTEST = 'pkg:pypi/pytest@8.0.0';
const PLUGGY = 'pkg:pypi/pluggy@1.5.0';
const FLASK = 'pkg:pypi/flask@3.0.0';
const files = {
  'lib/pytest/a.py': { size: MB, owner: PYTEST },
  'lib/pluggy/a.py': { size: 2 * MB, owner: PLUGGY },
  'lib/flask/a.py': { size: 30 * MB, owner: FLASK },
};
const advised = (by: string, requires: SubjectSpec['requires'] = {}) =>
  adviceOf('development-packages', {
    own: [{ by, files }],
    requires: { [PYTEST]: ['pkg:pypi/pluggy'], ...requires },
  })[0];

describe('a package that only a test package requires goes with it', () => {
  test.each([
    'RUN pip install flask pytest',
    'RUN pip install --no-cache-dir "flask==3.0.0" pytest[dev]==8.0.0 && rm -rf /root/.cache',
  ])('if nobody asked for it: %s', (by) => {
    expect(advised(by)).toMatchObject({
      bytes: 3 * MB,
      change:
        'Install them only in the stage that runs the tests: pytest\nWhat only they require goes with them: pluggy.',
    });
  });

  test.each<[string, string, NonNullable<SubjectSpec['requires']>]>([
    ['if it is named', 'RUN pip install flask pytest pluggy>=1', {}],
    ['if a list names packages', 'RUN pip install pytest -r requirements.txt', {}],
    ['if a project does', 'RUN pip install pytest .', {}],
    ['if a file does', 'RUN pip install pytest ./wheels/flask.whl', {}],
    ['if a variable does', 'RUN pip install pytest $MORE', {}],
    ['if nobody knows who asked for the test package', 'RUN make install', {}],
    ['if another package requires it', 'RUN pip install flask pytest', { [FLASK]: ['pkg:pypi/pluggy'] }],
    ['if it was copied', 'COPY pytest /lib', {}],
  ])('but not %s: %s', (_, by, requires) => {
    expect(advised(by, requires)?.bytes).toBe(MB);
  });

  test('as a library of Python in Debian, and not as an interpreter', () => {
    const [advice] = adviceOf('development-packages', {
      own: [
        {
          by: 'RUN apt-get update && apt-get install -y shop python3-pytest && rm -rf /var/lib/apt/lists/*',
          files: {
            a: { size: MB, owner: 'pkg:deb/debian/python3-pytest@7' },
            b: { size: 2 * MB, owner: 'pkg:deb/debian/python3-pluggy@1' },
            c: { size: 4 * MB, owner: 'pkg:deb/debian/python3@3.11' },
            d: { size: 30 * MB, owner: 'pkg:deb/debian/shop@1' },
          },
        },
      ],
      requires: {
        'pkg:deb/debian/python3-pytest@7': ['pkg:deb/debian/python3-pluggy', 'pkg:deb/debian/python3'],
        'pkg:deb/debian/python3-pluggy@1': ['pkg:deb/debian/python3'],
      },
    });
    expect(advice?.bytes).toBe(3 * MB);
  });
});
