import { expect, test } from '@jest/globals';
import { advise } from '../../../src/explain/advice/advise.ts';
import { adviceOf, MB, subjectOf } from '../../support/advice.ts';

test('advice on a file that a later RUN deletes names both lines and the bytes', () => {
  const [advice] = adviceOf('deleted', {
    own: [
      { by: 'RUN make toolchain', files: { 'opt/sdk/a': 3 * MB, 'opt/sdk/b': MB, 'opt/kept': MB } },
      { by: 'RUN rm -rf /opt/sdk', removes: ['opt/sdk'] },
    ],
  });
  expect(advice).toMatchObject({
    title: 'Dockerfile:3 deletes what Dockerfile:2 wrote, and the image keeps both.',
    bytes: 4 * MB,
    layer: 1,
    source: { lines: { start: 3 } },
    where: 'Dockerfile:3',
    change: expect.stringContaining('in the same RUN that makes it (Dockerfile:2)'),
    paths: [
      { path: 'opt/sdk/a', bytes: 3 * MB },
      { path: 'opt/sdk/b', bytes: MB },
    ],
  });
});

test('advice on a file that is copied and deleted later is to mount it instead', () => {
  const [advice] = adviceOf('deleted', {
    own: [
      { by: 'COPY installer.run /tmp/', files: { 'tmp/installer.run': 5 * MB } },
      { by: 'RUN /tmp/installer.run && rm /tmp/installer.run', removes: ['tmp/installer.run'] },
    ],
  });
  expect(advice?.change).toContain('RUN --mount=type=bind');
});

test('a file that a later layer overwrites with other content gets advice as overwritten', () => {
  const [advice] = adviceOf('overwritten', {
    own: [
      { by: 'RUN fetch model', files: { 'srv/model': 2 * MB } },
      { by: 'RUN fetch model --latest', files: { 'srv/model': 3 * MB } },
    ],
  });
  expect(advice).toMatchObject({ bytes: 2 * MB, change: expect.stringContaining('Do both in one RUN') });
});

test.each([
  ['RUN chown -R app:app /app', 'COPY --chown=app:app …'],
  ['RUN chown -R --no-dereference 10001 /app', 'COPY --chown=10001 …'],
  ['RUN chown -R "$OWNER" /app', 'COPY --chown=user:group …'],
  ['RUN chmod -R 755 /app', 'COPY --chmod=755 …'],
  ['RUN chmod -R a+rX /app', 'COPY --chmod=755 …'],
])('advice on %s after a COPY is to make it part of the COPY', (by, change) => {
  const file = { size: 7 * MB, content: 42 };
  const all = advise(
    subjectOf({
      own: [
        { by: 'COPY app /app', files: { 'app/data': file } },
        { by, files: { 'app/data': file } },
      ],
    }),
  );
  expect(all).toMatchObject([{ rule: 'rewritten', bytes: 7 * MB, where: 'Dockerfile:3' }]);
  expect(all[0]?.title).toBe('Dockerfile:3 writes the same content again as Dockerfile:2: the image holds it twice.');
  expect(all[0]?.change.split('\n')[1]).toBe(change);
});

test('advice on a chown of files that a RUN made is to run it there', () => {
  const file = { size: MB, content: 1 };
  const [advice] = adviceOf('rewritten', {
    own: [
      { by: 'RUN make install', files: { 'app/data': file } },
      { by: 'RUN chown -R app /app', files: { 'app/data': file } },
    ],
  });
  expect(advice?.change).toBe('Run chown in the same RUN that makes the files (Dockerfile:2).');
});

test('a chmod of files of the base image gets advice, since the second copy could be saved', () => {
  const file = { size: MB, content: 1 };
  const [advice] = adviceOf('rewritten', {
    base: [{ by: 'ADD rootfs', files: { 'usr/bin/python3': file } }],
    own: [{ by: 'RUN chmod -R a+rX /usr', files: { 'usr/bin/python3': file } }],
  });
  expect(advice).toMatchObject({ bytes: MB, title: expect.stringContaining('as the base image') });
});

test('a moved file is not advised as deleted', () => {
  const file = { size: MB, content: 1 };
  const [advice, ...others] = adviceOf('rewritten', {
    own: [
      { by: 'RUN tar xf dist', files: { 'tmp/dist/app': file } },
      { by: 'RUN mv /tmp/dist /app', files: { 'app/app': file }, removes: ['tmp/dist'] },
    ],
  });
  expect(advice).toMatchObject({ bytes: MB, title: expect.stringContaining('moves or renames') });
  expect(others).toEqual([]);
});

test.each([
  ['the base image has what is deleted', { removes: ['usr/share/doc'] }],
  ['the base image has what is overwritten', { files: { 'usr/share/doc/x/manual': 9 * MB } }],
])('there is no advice if %s: the bytes of the base image are always there', (_, layer) => {
  const spec = {
    base: [{ by: 'ADD rootfs', files: { 'usr/share/doc/x/manual': 5 * MB } }],
    own: [{ by: 'RUN x', ...layer }],
  };
  expect([...adviceOf('deleted', spec), ...adviceOf('overwritten', spec), ...adviceOf('rewritten', spec)]).toEqual([]);
});

test('there is no advice below 100 kB', () => {
  const spec = (size: number) => ({
    own: [
      { by: 'RUN a', files: { log: size } },
      { by: 'RUN b', removes: ['log'] },
    ],
  });
  expect(adviceOf('deleted', spec(99_999))).toEqual([]);
  expect(adviceOf('deleted', spec(100_000))).toHaveLength(1);
});

test('there is no advice on files that are made and deleted within one layer, or whose hard link stays', () => {
  const own = [
    { by: 'RUN a', files: { 'opt/a': { size: MB, links: ['opt/b'] } } },
    { by: 'RUN rm /opt/a', removes: ['opt/a'] },
  ];
  expect(adviceOf('deleted', { own })).toEqual([]);
});

test.each([
  ['little that package managers write each time', { 'var/lib/dpkg/status': 900_000 }, 0],
  ['much of it', { 'var/lib/rpm/rpmdb.sqlite': 5 * MB }, 1],
  ['little of it with other files', { 'var/lib/dpkg/status': 900_000, 'srv/model': 100_000 }, 1],
])('number of pieces of advice on %s that is overwritten: %#', (_, files, pieces) => {
  const own = [
    { by: 'RUN apt-get install a', files },
    { by: 'RUN apt-get install b', files },
  ];
  expect(adviceOf('overwritten', { own })).toHaveLength(pieces);
});

test('other rules name the COPY for files that a chown wrote again', () => {
  const pack = { size: 3 * MB, content: 5 };
  const own = [
    { by: 'COPY . .', files: { 'app/.git/pack': pack, 'app/main': 1 } },
    { by: 'RUN chown -R app .', files: { 'app/.git/pack': pack } },
    { by: 'RUN chmod -R 755 .', files: { 'app/.git/pack': pack } },
  ];
  expect(adviceOf('version-control', { own })).toMatchObject([{ where: 'Dockerfile:2', bytes: 3 * MB }]);
  expect(adviceOf('rewritten', { own }).map(({ where }) => where)).toEqual(['Dockerfile:3', 'Dockerfile:4']);
});

test('other rules count files that a chmod wrote again as files of the base image', () => {
  const doc = { size: 3 * MB, content: 5 };
  const spec = {
    base: [{ by: 'base', files: { 'usr/share/doc/x': doc } }],
    own: [{ by: 'RUN chmod -R a+r /usr', files: { 'usr/share/doc/x': doc } }],
  };
  expect(adviceOf('documentation', spec)).toEqual([]);
});

test.each([
  [
    'files of their own, as overlay file systems write them',
    { 'usr/bin/a': { size: MB, content: 7 }, 'usr/bin/b': { size: MB, content: 7 } },
    2 * MB,
  ],
  ['hard links', { 'usr/bin/a': { size: MB, content: 7, links: ['usr/bin/b'] } }, MB],
])('hard links of the base image that chmod writes again as %s count what is written', (_, files, bytes) => {
  const base = [{ by: 'base', files: { 'usr/bin/a': { size: MB, content: 7, links: ['usr/bin/b'] } } }];
  const [advice] = adviceOf('rewritten', { base, own: [{ by: 'RUN chmod a-w /usr/bin/*', files }] });
  expect(advice?.bytes).toBe(bytes);
});
