import { expect, test } from '@jest/globals';
import { isBuildTool } from '../../../src/explain/advice/packages/build-tools.ts';
import { developmentKind } from '../../../src/explain/advice/packages/development-packages.ts';
import { parsePurl } from '../../../src/explain/advice/purl.ts';
import { adviceOf, type LayerSpec, MB } from '../../support/advice.ts';

const GCC = 'pkg:deb/debian/gcc-12@12.2.0-14?arch=amd64';
const BINUTILS = 'pkg:deb/debian/binutils-x86-64-linux-gnu@2.40-2';
const PYTEST = 'pkg:deb/debian/python3-pytest@7.2.1-2';

const tools: LayerSpec = {
  by: 'RUN apt-get install -y gcc libssl-dev',
  files: {
    'usr/lib/gcc/cc1': { size: 20 * MB, owner: GCC },
    'usr/bin/x86_64-linux-gnu-ld': { size: 3 * MB, owner: BINUTILS },
    'usr/include/openssl/ssl.h': { size: MB, owner: 'pkg:deb/debian/libssl-dev@3.0' },
    'usr/lib/libpython.so': { size: 5 * MB, owner: 'pkg:deb/debian/libpython3.11@3.11' },
  },
};
const app: LayerSpec = { by: 'COPY app /app', files: { 'app/service': 90 * MB } };

test('advice on build tools names packages and counts the bytes of all their files', () => {
  expect(adviceOf('build-tools', { own: [tools, app] })).toMatchObject([
    {
      title: 'Build tools are in the final image: libssl-dev and 2 more.',
      bytes: 24 * MB,
      where: 'Dockerfile:2',
      change: expect.stringContaining('RUN apt-get update && apt-get install -y --no-install-recommends libssl-dev\n'),
      paths: [{ path: 'usr/lib/gcc/cc1', bytes: 20 * MB }, { bytes: 3 * MB }, { bytes: MB }],
    },
  ]);
});

test.each([
  'gcc-12',
  'g++',
  'cpp-like/g++-12',
  'gcc-14-x86-64-linux-gnu',
  'make',
  'build-essential',
  'libc6-dev',
  'libstdc++-12-dev',
  'libc-dev-bin',
  'golang-1.19-go',
  'golang-1.19-src',
  'rustc',
  'clang-14',
  'dpkg-dev',
])('the Debian package %s is a build tool', (name) =>
  expect(isBuildTool({ type: 'deb', name: name.replace('cpp-like/', '') })).toBe(true),
);

test.each([
  'gcc-12-base',
  'libgcc-s1',
  'libstdc++6',
  'libgomp1',
  'libllvm14',
  'python3',
  'golang-doc-viewer',
  'gccgo-lookalike',
  'device-mapper',
  'libdevel0',
  'dev',
])('the Debian package %s is not a build tool', (name) => expect(isBuildTool({ type: 'deb', name })).toBe(false));

test.each([
  ['apk', 'musl-dev', true],
  ['apk', 'build-base', true],
  ['rpm', 'openssl-devel', true],
  ['rpm', 'gcc-c++', true],
  ['rpm', 'make', false],
  ['pypi', 'make', false],
  ['npm', 'go', false],
])('of type %s, the package %s is a build tool: %s', (type, name, expected) =>
  expect(isBuildTool({ type, name })).toBe(expected),
);

test.each([
  ['more than half of the own bytes are build tools', { own: [tools] }],
  ['the image starts a build', { own: [tools, app], config: { entrypoint: ['make'] } }],
  [
    'the image starts a compiler by a shell',
    { own: [tools, app], config: { entrypoint: ['/bin/sh', '-c', 'go run .'] } },
  ],
  ['the image starts a runner of jobs', { own: [tools, app], config: { entrypoint: ['/opt/jenkins-agent'] } }],
  ['the image starts but a shell', { own: [tools, app], config: { entrypoint: [], cmd: ['bash'] } }],
  ['the image starts nothing', { own: [tools, app], config: { entrypoint: [], cmd: [] } }],
  ['the last stage is one to build in', { own: [tools, { ...app, stage: 'build' }] }],
  ['they are of the base image', { base: [tools], own: [app] }],
  ['nobody knows the base image or any line', { own: [tools, app], baseImage: null, lines: false }],
])('there is no advice on build tools if %s', (_, spec) => {
  expect(adviceOf('build-tools', spec)).toEqual([]);
});

test('there is no advice on an upgrade of a build tool in the base image, or on companions without a compiler', () => {
  const base: LayerSpec = {
    by: 'base',
    files: { 'usr/lib/gcc/cc1': { size: MB, owner: 'pkg:deb/debian/gcc-12@12.1' } },
  };
  const upgrade: LayerSpec = { by: 'RUN apt-get upgrade', files: { 'usr/lib/gcc/cc1': { size: 2 * MB, owner: GCC } } };
  expect(adviceOf('build-tools', { base: [base], own: [upgrade, app] })).toEqual([]);
  const linker: LayerSpec = { by: 'RUN x', files: { 'usr/bin/ld': { size: MB, owner: BINUTILS } } };
  expect(adviceOf('build-tools', { own: [linker, app] })).toEqual([]);
});

test('advice names the largest build tools if the instruction names none of them', () => {
  const [advice] = adviceOf('build-tools', { own: [{ ...tools, by: 'RUN ./install.sh' }, app] });
  expect(advice?.title).toMatch(/: gcc-12, binutils-x86-64-linux-gnu, libssl-dev\.$/);
});

test('advice on test and notebook packages names them', () => {
  const own: LayerSpec[] = [
    {
      by: 'RUN pip install pytest',
      files: {
        'usr/lib/python3/site-packages/_pytest/x.py': { size: 2 * MB, owner: 'pkg:pypi/pytest@8.0.0' },
        'usr/lib/python3/dist-packages/pytest.py': { size: MB, owner: PYTEST },
        'usr/lib/python3/site-packages/numpy/x.so': { size: 30 * MB, owner: 'pkg:pypi/numpy@2.0' },
      },
    },
    app,
  ];
  expect(adviceOf('development-packages', { own })).toMatchObject([
    { title: expect.stringContaining(': pytest and 1 more.'), bytes: 3 * MB, where: 'Dockerfile:2' },
  ]);
});

test.each([
  ['RUN npm ci', 'RUN npm ci --omit=dev'],
  ['COPY node_modules node_modules', 'RUN npm ci --omit=dev'],
  ['RUN corepack enable && pnpm install', 'RUN pnpm install --prod --frozen-lockfile'],
  [
    'RUN yarn --immutable',
    'RUN yarn workspaces focus --production # Yarn 1: yarn install --production --frozen-lockfile',
  ],
  ['RUN bun install', 'RUN bun install --production --frozen-lockfile'],
])('development dependencies of Node are left out by what installed them: %s', (by, change) => {
  const files = { 'app/node_modules/jest/x.js': { size: MB, owner: 'pkg:npm/jest@29.0.0' } };
  const [advice] = adviceOf('development-packages', { own: [{ by, files }, app] });
  expect(advice?.change.split('\n')[1]).toBe(change);
});

test.each([
  ['pypi', 'jupyterlab', 'pip'],
  ['pypi', 'pytest-cov', 'pip'],
  ['pypi', 'debugpy', 'pip'],
  ['deb', 'python3-pytest', 'system'],
  ['deb', 'jupyter-notebook', 'system'],
  ['deb', 'mypy', 'system'],
  ['apk', 'py3-pytest', 'system'],
  ['npm', '@jest/core', 'npm'],
  ['pypi', 'mypy-extensions', undefined],
  ['pypi', 'blackjack', undefined],
  ['pypi', 'traitlets', undefined],
  ['npm', 'typescript', undefined],
  ['npm', 'pytest', undefined],
  ['deb', 'ruff-like', undefined],
  ['golang', 'ruff', undefined],
])('the %s package %s is a development package, installed by %s', (type, name, kind) =>
  expect(developmentKind({ type, name })).toBe(kind),
);

test.each([
  [{ entrypoint: ['python', '-m', 'pytest'] }],
  [{ entrypoint: ['start-notebook.sh'] }],
  [{ entrypoint: ['tini', '--'], cmd: ['jupyter', 'lab'] }],
])('there is no advice on test packages if the image starts %j', (config) => {
  const files = { 'x/pytest.py': { size: MB, owner: PYTEST } };
  expect(adviceOf('development-packages', { own: [{ by: 'RUN x', files }, app], config })).toEqual([]);
});

test.each([
  ['pkg:deb/debian/libstdc%2B%2B6@12?arch=amd64', { type: 'deb', name: 'libstdc++6' }],
  ['pkg:npm/%40jest/core@29', { type: 'npm', name: '@jest/core' }],
  ['pkg:golang/github.com/a/b@v1', { type: 'golang', name: 'b' }],
  ['pkg:pypi/', undefined],
  ['no purl', undefined],
  ['pkg:deb/debian/%zz', undefined],
  ['pkg:deb/debian/x%0ARUN%20curl%20evil-dev', undefined],
])('%s is read as %j', (purl, expected) => expect(parsePurl(purl)).toEqual(expected));
