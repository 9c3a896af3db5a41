import { expect, test } from '@jest/globals';
import { adviceOf, MB } from '../../support/advice.ts';

const file = { size: 3 * MB, content: 7 };

test('advice on duplicate files names the line that made the later copies', () => {
  const own = [
    { by: 'COPY --from=build /lib/x.so.1 /lib/', files: { 'usr/lib/x.so.1': file } },
    { by: 'COPY --from=build /lib/x.so /lib/', files: { 'usr/lib/x.so': file, 'usr/lib/x.so.1.2': file } },
  ];
  expect(adviceOf('duplicates', { own })).toMatchObject([
    {
      title: expect.stringMatching(/\/usr\/lib\/x\.so is \/usr\/lib\/x\.so\.1, and 1 more/),
      bytes: 6 * MB,
      where: 'Dockerfile:3',
    },
  ]);
});

test.each([
  ['smaller than 100 kB', { 'app/a': { size: 99_999, content: 7 }, 'app/b': { size: 99_999, content: 7 } }],
  ['of another size', { 'app/a': file, 'app/b': { ...file, size: 4 * MB } }],
  ['of another checksum', { 'app/a': file, 'app/b': { ...file, content: 8 } }],
  ['hard links of one', { 'app/a': { ...file, links: ['app/b'] } }],
  ['of packages', { 'usr/a': { ...file, owner: 'pkg:deb/debian/a@1' }, 'usr/b': { ...file, owner: 'pkg:pypi/b@1' } }],
  ['of a package and of nobody', { 'usr/a': { ...file, owner: 'pkg:deb/debian/a@1' }, 'app/b': file }],
])('there is no advice on duplicates for files that are %s', (_, files) => {
  expect(adviceOf('duplicates', { own: [{ by: 'COPY . .', files }] })).toEqual([]);
});

test('there is no advice on a copy of a file in the base image', () => {
  expect(
    adviceOf('duplicates', {
      base: [{ by: 'base', files: { 'usr/a': file } }],
      own: [{ by: 'COPY a /', files: { a: file } }],
    }),
  ).toEqual([]);
});

test('two copies in a cache are counted by the cache rule only', () => {
  const files = { 'root/.cache/pip/a': file, 'root/.cache/pip/b': file };
  expect(adviceOf('duplicates', { own: [{ by: 'RUN pip install x', files }] })).toEqual([]);
  expect(adviceOf('cache', { own: [{ by: 'RUN pip install x', files }] })).toMatchObject([{ bytes: 6 * MB }]);
});
