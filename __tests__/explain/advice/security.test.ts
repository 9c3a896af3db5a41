import { expect, test } from '@jest/globals';
import { advise } from '../../../src/explain/advice/advise.ts';
import { adviceOf, MB, subjectOf } from '../../support/advice.ts';

test.each([
  'app/.env',
  'app/.env.production',
  'root/.ssh/id_rsa',
  'root/.ssh/id_ed25519',
  'app/tls/private-key.pem',
  'app/tls/privkey.pem',
  'app/key.pem',
  'app/server-key.pem',
  'app/server.key',
  'app/.npmrc',
  'root/.netrc',
  'root/.aws/credentials',
  'root/.kube/config',
  'root/.docker/config.json',
  'home/x/.git-credentials',
])('a copied %s gets advice as a secret, whatever its size', (path) => {
  expect(adviceOf('secrets', { own: [{ by: 'COPY . /', files: { [path]: 40 } }] })).toMatchObject([
    { bytes: 0, security: true, where: 'Dockerfile:2', paths: [{ path, bytes: 40 }] },
  ]);
});

test.each([
  'app/.env.example',
  'app/.env.sample',
  'app/.env.test',
  'app/.environment',
  'app/.env/bin/python',
  'root/.ssh/id_rsa.pub',
  'etc/ssl/certs/GlobalSign_private.pem',
  'etc/ssl/certs/ca-certificates.pem',
  'app/public-key.pem',
  'app/certs/server.pem',
  'app/fullchain.pem',
  'usr/share/keyrings/private.key',
  'app/venv/lib/python3.11/site-packages/x/test/key.pem',
  'app/node_modules/http/private.pem',
  'app/tests/key.pem',
  'app/fixtures/id_rsa',
  'app/examples/.env',
  'app/translations/en.key',
  'app/credentials',
  'app/config.json',
])('there is no advice on secrets for %s', (path) => {
  expect(adviceOf('secrets', { own: [{ by: 'COPY . /', files: { [path]: 40 } }] })).toEqual([]);
});

test('there is no advice on secrets that a RUN or the base image made, or on empty files', () => {
  const files = { 'app/.env': 40 };
  expect(adviceOf('secrets', { own: [{ by: 'RUN make config', files }] })).toEqual([]);
  expect(adviceOf('secrets', { base: [{ by: 'COPY . /', files }] })).toEqual([]);
  expect(adviceOf('secrets', { own: [{ by: 'COPY . /', files: { 'app/.env': 0 } }] })).toEqual([]);
});

test('a secret that a later layer removes gets advice: it is still in the image', () => {
  const own = [
    { by: 'COPY . /', files: { 'app/.npmrc': 40 } },
    { by: 'RUN rm .npmrc', removes: ['app/.npmrc'] },
  ];
  expect(adviceOf('secrets', { own })).toMatchObject([
    { change: expect.stringContaining('--mount=type=secret,id=npmrc') },
  ]);
});

test.each(['', 'root', '0', '0:0', 'root:root', '00', ' '])('the user "%s" gets advice as root', (user) => {
  expect(adviceOf('root-user', { config: { user } })).toMatchObject([
    { bytes: 0, security: true, change: expect.stringContaining('\nUSER 10001:10001') },
  ]);
});

test.each(['app', '10001', '10001:0', 'rootless', 'www-data:root'])(
  'there is no advice on root if USER is %s',
  (user) => {
    expect(adviceOf('root-user', { config: { user } })).toEqual([]);
  },
);

test.each([
  ['it changes the user itself', { config: { user: '', entrypoint: ['gosu', 'app', 'service'] } }],
  ['its base image is known to', { config: { user: '' }, baseImage: 'docker.io/library/postgres:16' }],
  ['it starts nothing', { config: { user: '', entrypoint: [], cmd: [] } }],
])('there is no advice on root if %s', (_, spec) => expect(adviceOf('root-user', spec)).toEqual([]));

test('advice on root names the user that the base image provides', () => {
  const spec = { config: { user: '' }, baseImage: 'docker.io/library/node:22-slim' };
  expect(adviceOf('root-user', spec)[0]?.change).toContain('\nUSER node');
});

test('advice on security comes after advice that saves bytes and before advice that saves none', () => {
  const own = [{ by: 'COPY . /', files: { 'app/.env': 40, 'var/cache/apt/x': MB } }];
  const base = 'docker.io/library/python:3.12';
  const all = advise(subjectOf({ own, baseImage: base, config: { user: '' } }));
  expect(all.map(({ rule }) => rule)).toEqual(['cache', 'secrets', 'root-user', 'base-image']);
});
