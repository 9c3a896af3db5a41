import { expect, test } from '@jest/globals';
import { adviceOf, MB } from '../../support/advice.ts';

const DEB = 'pkg:deb/debian/git@2.39';

test('advice on documentation leaves out licences, and fits the owner of the files', () => {
  const files = {
    'usr/share/doc/git/copyright': 9 * MB,
    'usr/share/doc/git/LICENSE.txt': 9 * MB,
    'usr/share/doc/git/RelNotes': { size: MB, owner: DEB },
    'usr/share/man/man1/git.1.gz': { size: 2 * MB, owner: DEB },
    'usr/share/info/r.info': { size: 3 * MB, owner: 'pkg:rpm/fedora/r@1' },
    'usr/share/info/a.info': { size: 4 * MB, owner: 'pkg:apk/alpine/a@1' },
    'usr/local/share/man/man1/x.1': 5 * MB,
    'usr/share/docker/x': 7 * MB,
  };
  expect(adviceOf('documentation', { own: [{ by: 'RUN apt-get install git', files }] })).toMatchObject([
    { bytes: 5 * MB, change: expect.stringMatching(/^.*\nRUN … && find \/usr\/local\/share\/man -type f .* -delete$/) },
    { bytes: 4 * MB, change: expect.stringContaining('-doc') },
    {
      bytes: 3 * MB,
      change: expect.stringContaining("path-include=/usr/share/doc/*/copyright'"),
      paths: expect.arrayContaining([{ path: 'usr/share/man', bytes: 2 * MB }]),
    },
    { bytes: 3 * MB, change: expect.stringContaining('tsflags=nodocs') },
  ]);
  expect(adviceOf('documentation', { base: [{ by: 'base', files }] })).toEqual([]);
  const copied = adviceOf('documentation', { own: [{ by: 'COPY root /', files: { 'usr/share/man/a': MB } }] });
  expect(copied).toMatchObject([{ change: expect.stringMatching(/\nCopy without \/usr\/share\/man\.$/) }]);
});

test('advice on translations leaves out English and translations of the application', () => {
  const files = {
    'usr/share/locale/de/LC_MESSAGES/git.mo': { size: 2 * MB, owner: DEB },
    'usr/share/locale/en_GB/LC_MESSAGES/git.mo': { size: 4 * MB, owner: DEB },
    'usr/share/locale/locale.alias': { size: MB, owner: DEB },
    'usr/share/locale/fr/LC_MESSAGES/mine.mo': 8 * MB,
  };
  expect(adviceOf('locales', { own: [{ by: 'RUN x', files }] })).toMatchObject([{ bytes: 2 * MB }]);
});

test.each(['pkg:deb/debian/locales@2.36', 'pkg:rpm/fedora/glibc-langpack-de@2', 'pkg:deb/ubuntu/language-pack-de@1'])(
  'there is no advice on translations if %s is installed',
  (owner) => {
    const files = { 'usr/share/locale/de/x.mo': { size: MB, owner: DEB }, 'usr/share/x': { size: 1, owner } };
    expect(adviceOf('locales', { own: [{ by: 'RUN x', files }] })).toEqual([]);
  },
);

test('advice on bytecode describes a trade, and is given above 5 MB only', () => {
  const own = (size: number) => ({
    own: [{ by: 'RUN pip install x', files: { 'venv/x/__pycache__/a.cpython-311.pyc': size } }],
  });
  expect(adviceOf('bytecode', own(5 * MB))).toEqual([]);
  expect(adviceOf('bytecode', own(5 * MB + 1))).toMatchObject([
    { bytes: 5 * MB + 1, change: expect.stringContaining('A trade: without bytecode, Python compiles') },
  ]);
});

test.each([
  ['COPY . .', '**/.git'],
  ['RUN git clone https://example.test/x /src', 'rm -rf app/.git'],
])('advice on version control history that %s brought', (by, change) => {
  const files = { 'src/.git/objects/pack/x.pack': 3 * MB, 'src/.git/modules/y/.git/z': MB, 'src/main.c': MB };
  expect(adviceOf('version-control', { own: [{ by, files }] })).toMatchObject([
    { bytes: 4 * MB, change: expect.stringContaining(change), paths: [{ path: 'src/.git', bytes: 4 * MB }] },
  ]);
});

test.each([
  'home/linuxbrew/.linuxbrew/Homebrew/.git/x',
  'opt/flutter/.git/x',
  'root/.nvm/.git/x',
  'root/.pyenv/plugins/pyenv-update/.git/x',
  'usr/local/cargo/git/db/x/.git/y',
  'app/node_modules/x/.git/y',
  'app/.github/workflows/x',
  'app/.gitignore',
  'app/x.git/y',
])('there is no advice on %s: it is needed, or not a repository of the user', (path) => {
  expect(adviceOf('version-control', { own: [{ by: 'RUN x', files: { [path]: 5 * MB } }] })).toEqual([]);
});

test('debug symbols in separate files get advice', () => {
  const files = {
    'usr/lib/debug/.build-id/0a/x.debug': 3 * MB,
    'app/service.debug': 2 * MB,
    'app/service': 9 * MB,
    'app/.debug': MB,
  };
  expect(adviceOf('debug-symbols', { own: [{ by: 'COPY --from=build / /', files }] })).toMatchObject([
    { bytes: 5 * MB, paths: [{ path: 'usr/lib/debug' }, { path: 'app/service.debug' }] },
  ]);
});

test('only one rule counts a file, so the sum is what could be saved', () => {
  const owner = 'pkg:deb/debian/gcc-12@12';
  const files = { 'usr/share/doc/gcc-12/manual': { size: MB, owner }, 'app/service': 9 * MB };
  const own = [{ by: 'RUN x', files }];
  expect(adviceOf('build-tools', { own })).toMatchObject([{ bytes: MB }]);
  expect(adviceOf('documentation', { own })).toEqual([]);
});

test('advice on translations of rpm sets rpm itself, since dnf has no option for it', () => {
  const files = { 'usr/share/locale/de/a.mo': { size: 3 * MB, owner: 'pkg:rpm/fedora/a@1' } };
  const [advice] = adviceOf('locales', { own: [{ by: 'RUN dnf install -y a', files }] });
  expect(advice?.change).toContain("echo '%_install_langs en_US' > /etc/rpm/macros.image-language-conf \\\n && dnf");
});
