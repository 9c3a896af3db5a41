import { expect, test } from '@jest/globals';
import { adviceOf, MB } from '../../support/advice.ts';

test.each([
  ['apt', 'var/lib/apt/lists/deb.example.org_main_Packages.lz4', 'var/lib/apt/lists', 'rm -rf /var/lib/apt/lists/*'],
  ['apt', 'var/cache/apt/archives/gcc.deb', 'var/cache/apt', 'apt-get clean'],
  ['apk', 'var/cache/apk/APKINDEX.tar.gz', 'var/cache/apk', 'apk add --no-cache'],
  ['dnf', 'var/cache/dnf/base/packages/x.rpm', 'var/cache/dnf', 'dnf clean all'],
  ['dnf', 'var/cache/yum/x.rpm', 'var/cache/yum', 'dnf clean all'],
  ['zypper', 'var/cache/zypp/raw/x', 'var/cache/zypp', 'zypper clean'],
  ['pip', 'root/.cache/pip/http/a/b', 'root/.cache/pip', '--no-cache-dir'],
  ['pip', 'home/app/.cache/pip/http/a/b', 'home/app/.cache/pip', '--no-cache-dir'],
  ['uv', 'root/.cache/uv/wheels/x', 'root/.cache/uv', '--no-cache'],
  ['npm', 'root/.npm/_cacache/content-v2/x', 'root/.npm/_cacache', '--mount=type=cache'],
  ['npm', 'root/.npm/_logs/x.log', 'root/.npm/_logs', '--mount=type=cache'],
  ['yarn', 'usr/local/share/.cache/yarn/v6/x', 'usr/local/share/.cache/yarn', 'yarn cache clean'],
  ['go build', 'root/.cache/go-build/00/x', 'root/.cache/go-build', '--mount=type=cache'],
  ['go module', 'go/pkg/mod/github.com/x', 'go/pkg/mod', '--mount=type=cache'],
  ['cargo', 'usr/local/cargo/registry/src/x', 'usr/local/cargo/registry', '--mount=type=cache'],
  ['conda', 'opt/conda/pkgs/x.conda', 'opt/conda/pkgs', 'conda clean'],
])('advice on the %s cache in %s names its directory', (name, path, root, change) => {
  expect(adviceOf('cache', { own: [{ by: 'RUN x', files: { [path]: MB, 'app/x': MB } }] })).toMatchObject([
    {
      title: `The ${name} cache is left in the layer that made it.`,
      bytes: MB,
      where: 'Dockerfile:2',
      change: expect.stringContaining(change),
      paths: [{ path: root, bytes: MB }],
    },
  ]);
});

test('caches of two layers get separate advice, each with its Dockerfile line', () => {
  const own = [
    { by: 'RUN apt-get update', files: { 'var/lib/apt/lists/a': 2 * MB } },
    { by: 'RUN pip install x', files: { 'root/.cache/pip/b': 3 * MB, 'var/lib/apt/lists/c': MB } },
  ];
  const found = adviceOf('cache', { own }).map(({ bytes, where }) => [bytes, where]);
  expect(found).toEqual([
    [3 * MB, 'Dockerfile:3'],
    [2 * MB, 'Dockerfile:2'],
    [MB, 'Dockerfile:3'],
  ]);
});

test.each([
  ['models that a program reads from its cache', 'root/.cache/huggingface/hub/model.bin'],
  ['browsers that tests start from a cache', 'root/.cache/ms-playwright/chromium/chrome'],
  ["yarn's zero installs", 'app/.yarn/cache/left-pad.zip'],
  ["yarn berry's cache, which may be loaded at run time", 'root/.yarn/berry/cache/left-pad.zip'],
  ["pnpm's store, which node_modules links to", 'root/.local/share/pnpm/store/v3/x'],
  ['a directory of an application with the name of a cache', 'app/cache/apt/x'],
  ['files beside a cache', 'var/lib/apt/lists.txt'],
])('there is no advice on %s', (_, path) => {
  expect(adviceOf('cache', { own: [{ by: 'RUN x', files: { [path]: 50 * MB } }] })).toEqual([]);
});

test('there is no advice on caches of the base image, deleted caches and small caches', () => {
  const files = { 'var/lib/apt/lists/a': MB };
  expect(adviceOf('cache', { base: [{ by: 'RUN x', files }] })).toEqual([]);
  expect(
    adviceOf('cache', {
      own: [
        { by: 'RUN x', files },
        { by: 'RUN rm', removes: ['var/lib/apt/lists'] },
      ],
    }),
  ).toEqual([]);
  expect(adviceOf('cache', { own: [{ by: 'RUN x', files: { 'var/lib/apt/lists/lock': 640 } }] })).toEqual([]);
});

test('there is no advice on a cache file with a hard link elsewhere: removing one path saves nothing', () => {
  const kept = { size: 5 * MB, links: ['venv/lib/python3/site-packages/x.so'] };
  const cached = { size: MB, links: ['root/.cache/uv/again'] };
  const files = { 'root/.cache/uv/archive/x.so': kept, 'root/.cache/uv/once': cached };
  expect(adviceOf('cache', { own: [{ by: 'RUN uv sync', files }] })).toMatchObject([{ bytes: MB }]);
});

test.each([
  [['go', 'run', '.'], 'go/pkg/mod/x'],
  [['sh', '-c', 'cargo run --release'], 'usr/local/cargo/registry/x'],
])('there is no advice on a cache that the command %j needs', (cmd, path) => {
  expect(adviceOf('cache', { own: [{ by: 'RUN x', files: { [path]: MB } }], config: { entrypoint: [], cmd } })).toEqual(
    [],
  );
});
