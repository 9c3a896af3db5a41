// Images with packages of npm's registry, and what follows the advice on them.
import { existsSync, readFileSync } from 'node:fs';
import { PREPARED } from './cases.mjs';

/** @typedef {import('./cases.mjs').Case} Case */

/** Certificates of this machine: its way to the registry may have its own. Node.js reads them from a file. */
const { NODE_EXTRA_CA_CERTS: CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt' } = process.env;

const PROJECT = {
  name: 'shop',
  version: '1.0.0',
  private: true,
  dependencies: { express: '4.21.2', semver: '7.7.1' },
  devDependencies: { eslint: '8.57.1', mocha: '10.8.2', typescript: '5.8.3' },
};
const PROGRAM = `const express = require('express');
console.log(typeof express().get, require('semver').inc('1.2.3', 'minor'));
`;

/** Debian's Node.js with npm, and the project with the lock file that a developer would have committed. */
const PREPARE = {
  dockerfile: `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
COPY certificates.crt /certificates.crt
ENV NODE_EXTRA_CA_CERTS=/certificates.crt
RUN npm install --global yarn@1.22.22 pnpm@9.15.9 && rm -rf /root/.npm
WORKDIR /app
COPY package.json .
RUN npm install --package-lock-only && rm -rf /root/.npm
`,
  files: {
    'certificates.crt': existsSync(CERTIFICATES) ? readFileSync(CERTIFICATES, 'utf8') : '',
    'package.json': JSON.stringify(PROJECT),
  },
};

/** @param {string} install */
const project = (install) => ({
  dockerfile: `FROM ${PREPARED}\nRUN ${install}\nCOPY . .\nCMD ["node", "index.js"]\n`,
  files: { 'package.json': JSON.stringify(PROJECT), 'index.js': PROGRAM },
});
const CACHED = '--mount=type=cache,target=/root/.npm';

/** @type {readonly Case[]} */
export const NPM_CASES = [
  {
    rule: 'development-packages',
    image: '`npm ci` installs express with eslint, mocha and typescript',
    prepare: PREPARE,
    ...project(`${CACHED} npm ci`),
    says: 'npm ci --omit=dev',
    after: () => project(`${CACHED} npm ci --omit=dev`),
  },
  {
    rule: 'cache',
    image: '`npm ci` keeps its cache',
    prepare: PREPARE,
    ...project('npm ci --omit=dev'),
    says: CACHED,
  },
];
