// Images with one mistake each, and what follows the advice on it. The cases of cases-apt.mjs need a mirror of Debian; these need none.

import { dirname } from 'node:path';

/**
 * @typedef {import('../../src/model/advice.ts').Advice} Advice
 * @typedef {{ readonly dockerfile: string, readonly files?: Readonly<Record<string, string>> }} Context
 * @typedef {Context & {
 *   rule: Advice['rule'], image: string, says?: string, about?: string, after?: (advice: Advice) => Context,
 *   prepare?: string | Context,
 * }} Case
 * says: what the change must ask for; about: a path that picks one of several pieces of advice; after: the context when the change is taken, by
 * default through the lines that `check --patch` writes; prepare: the base image, tagged PREPARED
 */

/** The tag of a base image that a case prepares. */
export const PREPARED = 'image-size-gate-advice:prepared';

const SERVICE = '#!/bin/sh\necho served "$(wc -c < /app/data)"\n';
/** An application, and the instruction that starts it. */
export const APP = { 'app/service': SERVICE, 'app/data': 'x'.repeat(1_300_123) };
export const START = 'ENTRYPOINT ["sh", "/app/service"]\n';
const FROM = 'FROM debian:bookworm-slim\n';
const random = (/** @type {number} */ bytes, /** @type {string} */ file) => `head -c ${bytes} /dev/urandom > ${file}`;

/** @param {string} instructions @param {Readonly<Record<string, string>>} [files] @returns {Context} */
const context = (instructions, files = {}) => ({
  dockerfile: `${FROM}${instructions}${START}`,
  files: { ...APP, ...files },
});

/** Makes a package of dpkg with random files, by their paths. Records of dpkg have up to 100 kB, so the files are larger. */
const packageOf = (/** @type {string} */ name, /** @type {Readonly<Record<string, number>>} */ files) =>
  [
    `mkdir -p /p/DEBIAN ${Object.keys(files)
      .map((path) => `/p/usr/${dirname(path)}`)
      .join(' ')}`,
    `printf 'Package: ${name}\\nVersion: 1\\nArchitecture: all\\nMaintainer: nobody\\nDescription: none\\n' > /p/DEBIAN/control`,
    ...Object.entries(files).map(([path, bytes]) => random(bytes, `/p/usr/${path}`)),
    `dpkg-deb -Znone --build /p /debs/${name}.deb`,
    'rm -r /p',
  ].join(' && ');

const MB = 1_000_000;
const DEBS = `${FROM}RUN ${[
  'mkdir /debs',
  'rm -f /etc/dpkg/dpkg.cfg.d/docker',
  packageOf('shop', { 'lib/shop/program': 12 * MB }),
  packageOf('make', { 'lib/make/make': 5 * MB }),
  packageOf('python3-pytest', { 'lib/pytest/a.py': 5 * MB }),
  packageOf('manual', { 'share/man/man1/manual.1': 8 * MB, 'share/locale/de/manual.mo': 9 * MB }),
].join(' && ')}\n`;
/** @param {string} instructions @returns {Context} */
const onDebs = (instructions) => ({
  dockerfile: `FROM ${PREPARED}\nCOPY app /app\n${instructions}${START}`,
  files: APP,
});
/** The lines of a change that set dpkg, without those that run apt. */
const dpkgSettings = (/** @type {Advice} */ { change }) =>
  change.slice(change.indexOf('RUN '), change.indexOf('&& apt-get update'));

/** @type {readonly Case[]} */
export const CASES = [
  {
    rule: 'deleted',
    image: 'a `RUN` deletes what an earlier one wrote',
    ...context(`COPY app /app\nRUN ${random(400_000, '/sdk')}\nRUN rm /sdk\n`),
    says: 'Delete it in the same RUN',
    after: () => context(`COPY app /app\nRUN ${random(400_000, '/sdk')} && rm /sdk\n`),
  },
  {
    rule: 'deleted',
    image: 'a `RUN` deletes what `COPY` brought',
    ...context('COPY app /app\nCOPY installer /installer\nRUN sh /installer && rm /installer\n', {
      installer: `echo > /installed\n${'#'.repeat(400_000)}`,
    }),
    says: 'RUN --mount=type=bind,source=installer',
    after: () =>
      context('COPY app /app\nRUN --mount=type=bind,source=installer,target=/mnt/installer sh /mnt/installer\n', {
        installer: `echo > /installed\n${'#'.repeat(400_000)}`,
      }),
  },
  {
    rule: 'overwritten',
    image: 'a `RUN` writes a file of an earlier one anew',
    ...context(`COPY app /app\nRUN ${random(400_000, '/state')}\nRUN ${random(300_000, '/state')}\n`),
    says: 'Do both in one RUN',
    after: () => context(`COPY app /app\nRUN ${random(400_000, '/state')} && ${random(300_000, '/state')}\n`),
  },
  {
    rule: 'rewritten',
    image: '`chown -R` on what `COPY` brought',
    ...context('COPY app /app\nRUN chown -R 10001:10001 /app\n'),
    says: 'COPY --chown=10001:10001',
    after: () => context('COPY --chown=10001:10001 app /app\n'),
  },
  {
    rule: 'rewritten',
    image: '`chmod -R` on what `COPY` brought',
    ...context('COPY app /app\nRUN chmod -R 0777 /app\n'),
    says: 'COPY --chmod=0777',
    after: () => context('COPY --chmod=0777 app /app\n'),
  },
  {
    rule: 'rewritten',
    image: '`mv` in a `RUN` of its own',
    ...context('COPY app /staged\nRUN mv /staged /app\n'),
    says: 'Put it at its final path at once',
    after: () => context('COPY app /app\n'),
  },
  {
    rule: 'rewritten',
    image: '`chmod` on files of the base image',
    ...context('COPY app /app\nRUN chmod a-w /usr/bin/*\n'),
    says: 'none of the base image',
    after: () => context('COPY app /app\n'),
  },
  {
    rule: 'cache',
    image: 'files where pip keeps its cache',
    ...context(`COPY app /app\nRUN mkdir -p /root/.cache/pip/http && ${random(400_000, '/root/.cache/pip/http/a')}\n`),
    says: 'cache mount',
    after: () =>
      context(
        `COPY app /app\nRUN --mount=type=cache,target=/root/.cache mkdir -p /root/.cache/pip/http && ${random(400_000, '/root/.cache/pip/http/a')}\n`,
      ),
  },
  {
    rule: 'version-control',
    image: '`COPY . .` with a `.git`',
    ...context('COPY . /\n', {
      '.git/objects/pack/a.pack': 'y'.repeat(400_000),
      '.git/HEAD': 'ref: refs/heads/main\n',
    }),
    says: '**/.git',
  },
  {
    rule: 'debug-symbols',
    image: '`COPY` of a program with its `.debug` file',
    ...context('COPY app /app\n', { 'app/service.debug': 'y'.repeat(400_000) }),
    says: 'Copy the programs without their .debug files',
    after: () => context('COPY --exclude=*.debug app /app\n', { 'app/service.debug': 'y'.repeat(400_000) }),
  },
  {
    rule: 'context',
    image: '`COPY . .` with tests, notes and settings of tools',
    ...context('COPY . /\n', {
      'tests/data': 'y'.repeat(200_000),
      '.github/a.yml': 'y'.repeat(100_000),
      'README.md': 'y'.repeat(100_000),
    }),
    says: 'Lines for .dockerignore',
  },
  {
    rule: 'context',
    image: '`COPY . .` over `node_modules` that a `RUN` installed',
    ...context(`RUN mkdir -p /app/node_modules/a && ${random(400_000, '/app/node_modules/a/index.js')}\nCOPY . /\n`, {
      'app/package.json': '{"name":"shop"}',
      'app/node_modules/a/index.js': 'y'.repeat(400_000),
    }),
    says: '**/node_modules',
  },
  {
    rule: 'duplicates',
    image: 'one file at two paths',
    ...context('COPY app /app\nCOPY app/data /copy\n'),
    says: 'ln -s',
    after: () => context('COPY app /app\nRUN ln -s /app/data /copy\n'),
  },
  {
    rule: 'secrets',
    image: '`COPY . .` with an `.env`',
    ...context('COPY . /\n', { 'app/.env': 'TOKEN=1' }),
    says: '**/.env',
    after: ({ change }) =>
      context('COPY . /\n', { 'app/.env': 'TOKEN=1', '.dockerignore': change.split('\n').slice(1).join('\n') }),
  },
  {
    rule: 'root-user',
    image: 'a service without `USER`',
    ...context('COPY app /app\n'),
    says: 'USER 10001:10001',
    after: ({ change }) => context(`COPY app /app\n${change.split('\n').at(-1)}\n`),
  },
  {
    rule: 'build-tools',
    image: 'a package `make` of dpkg',
    prepare: DEBS,
    ...onDebs('RUN dpkg -i /debs/shop.deb /debs/make.deb && head -c 99 /usr/lib/make/make > /built\n'),
    about: 'usr/lib/make/make',
    says: 'COPY --from=build',
    after: () => ({
      dockerfile: `FROM ${PREPARED} AS build\nRUN dpkg -i /debs/shop.deb /debs/make.deb && head -c 99 /usr/lib/make/make > /built\nFROM ${PREPARED}\nCOPY app /app\nRUN dpkg -i /debs/shop.deb\nCOPY --from=build /built /built\n${START}`,
      files: APP,
    }),
  },
  {
    rule: 'development-packages',
    image: 'a package `python3-pytest` of dpkg',
    prepare: DEBS,
    ...onDebs('RUN dpkg -i /debs/shop.deb /debs/python3-pytest.deb\n'),
    says: 'Install them only in the stage that runs the tests: python3-pytest',
    after: () => onDebs('RUN dpkg -i /debs/shop.deb\n'),
  },
  {
    rule: 'documentation',
    image: 'a package of dpkg with a manual',
    prepare: DEBS,
    ...onDebs('RUN dpkg -i /debs/manual.deb\n'),
    says: 'path-exclude',
    after: (advice) => onDebs(`${dpkgSettings(advice)} && dpkg -i /debs/manual.deb\n`),
  },
  {
    rule: 'locales',
    image: 'a package of dpkg with a translation',
    prepare: DEBS,
    ...onDebs('RUN dpkg -i /debs/manual.deb\n'),
    says: 'path-exclude',
    after: (advice) => onDebs(`${dpkgSettings(advice)} && dpkg -i /debs/manual.deb\n`),
  },
];
