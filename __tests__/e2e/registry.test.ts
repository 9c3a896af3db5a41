import { execFile } from 'node:child_process';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Measurement } from '../../src/model/measurement.ts';
import { type Outcome, runCli } from '../support/command-line.ts';
import { describeEngines, type TestEngine } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { blobsOf, descriptorOf, makeImage, makeLayer, makeLayout, writeFiles } from '../support/makeImage.ts';
import { describeWithRegistry, type Registry, startRegistry } from '../support/registry.ts';
import { startTokenServer } from '../support/token-server.ts';

const PATIENCE = 600_000;

const base = makeLayer([{ path: 'bin/sh', content: 'shell'.repeat(5000) }]);
const app = makeLayer([{ path: 'app', content: 'a'.repeat(9000) }]);
const grown = makeLayer([{ path: 'app', content: 'b'.repeat(19_000) }]);
const old = makeImage([base, app]);
const next = makeImage([base, grown]);

const LOGIN = 'me:pass:word';
/** bcrypt of `pass:word`, as `htpasswd -B` writes it. */
const HTPASSWD = 'me:$2y$05$imageSizeGateSaltForTeh6wivpLXUkHW.M.lrEvODc0zq7fu8om\n';

const measurementsOf = ({ exitCode, stdout, stderr }: Outcome): Measurement[] => {
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return JSON.parse(stdout).measurements;
};

describeWithRegistry('an image that an engine pushed', () => {
  describeEngines('is measured where it is', (engine) => {
    const docker = async ({ env }: TestEngine, ...args: string[]) =>
      (await promisify(execFile)('docker', args, { env: { ...process.env, ...env } })).stdout;

    test(
      'to the byte of the manifest that skopeo reads, and like the daemon’s own',
      async () => {
        await using folder = await makeFolder();
        await using registry = await startRegistry();
        const reference = `${registry.address}/team/app:1`;
        const lines = 'FROM debian:bookworm-slim\nRUN head -c 1234567 /dev/urandom > /a && ln /a /b && rm /etc/motd\n';
        await folder.write('Dockerfile', lines);
        const build = ['buildx', 'build', '--quiet', '--load', '--provenance=false', '--tag', reference, folder.path];
        await docker(engine, ...build);
        try {
          await docker(engine, 'image', 'push', '--quiet', reference);
          const manifest = await registry.manifest('team/app:1');
          const digest = `docker://${registry.address}/team/app@${manifest.digest}`;
          const sources = [digest, `docker://${reference}`, `docker-daemon:${reference}`];
          const outcomes = await Promise.all(
            sources.map((source, at) => runCli(['measure', `app${at}=${source}`, '--json'], engine)),
          );
          const [byDigest, byTag, byDaemon] = outcomes.flatMap(measurementsOf);
          expect(byDigest).toMatchObject({ method: 'docker', digest: manifest.digest, estimated: false });
          expect(byDigest?.configSize).toBe(manifest.config.size);
          expect(byDigest?.layers.map((layer) => [layer.digest, layer.download])).toEqual(
            manifest.layers.map((layer) => [layer.digest, layer.size]),
          );
          expect(byDigest?.layers).toEqual(byTag?.layers);
          const { method, image, digest: _, ...same } = byDaemon ?? ({} as Measurement);
          expect(method).toBe('daemon-push');
          expect(byDigest).toMatchObject({ ...same, versions: {} });
        } finally {
          await docker(engine, 'image', 'rm', '--force', reference);
        }
      },
      PATIENCE,
    );
  });
});

describeWithRegistry('a registry', () => {
  let folder: Folder;
  let store: string;
  let tls: { readonly certificate: string; readonly key: string };
  beforeAll(async () => {
    folder = await makeFolder();
    store = join(folder.path, 'store');
    await writeFiles(join(folder.path, 'old'), makeLayout([descriptorOf(old.manifest)], blobsOf(old)));
    await writeFiles(join(folder.path, 'next'), makeLayout([descriptorOf(next.manifest)], blobsOf(next)));
    await using registry = await startRegistry({ store });
    await registry.push(join(folder.path, 'old'), 'app:1');
    await registry.push(join(folder.path, 'next'), 'app:2');
    tls = await makeCertificate(folder.path);
  }, PATIENCE);
  afterAll(() => folder[Symbol.asyncDispose]());

  /** Measures app:1 there, with a Docker configuration of the test's own. */
  async function measure(registry: Registry, config: object = {}, env: Readonly<Record<string, string>> = {}) {
    await using home = await makeFolder();
    await home.write('config.json', JSON.stringify(config));
    const source = `app=docker://${registry.address}/app:1`;
    return await runCli(['measure', source, '--json'], { cwd: home.path, env: { DOCKER_CONFIG: home.path, ...env } });
  }

  const authsOf = (registry: Registry, login: string) => ({
    auths: { [registry.address]: { auth: Buffer.from(login).toString('base64') } },
  });

  const expectMeasured = (outcome: Outcome) => {
    const [measured] = measurementsOf(outcome);
    expect(measured).toMatchObject({ digest: old.manifest.digest, unpacked: 34_000 });
    expect(measured?.download).toBe(old.config.size + base.size + app.size);
  };

  const expectRefused = ({ exitCode, stdout, stderr }: Outcome, message: string) => {
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    for (const secret of ['pass:word', 'wrong', Buffer.from(LOGIN).toString('base64')]) {
      expect(stdout + stderr).not.toContain(secret);
    }
  };

  test('without TLS and without authentication', async () => {
    await using registry = await startRegistry({ store });
    expectMeasured(await measure(registry));
  });

  test('with a name and password, from the file or from a credential helper', async () => {
    const path = await folder.write('htpasswd', HTPASSWD);
    await using registry = await startRegistry({ store, auth: { htpasswd: { realm: 'Registry', path } } });
    expectMeasured(await measure(registry, authsOf(registry, LOGIN)));
    const script = `#!/bin/sh\n[ "$1 $(cat)" = "get ${registry.address}" ] && echo '{"Username":"me","Secret":"pass:word"}'\n`;
    await folder.write('bin/docker-credential-test', script, 0o755);
    const env = { PATH: `${join(folder.path, 'bin')}:${process.env.PATH}` };
    expectMeasured(await measure(registry, { credsStore: 'test' }, env));
    expectRefused(
      await measure(registry),
      `wants a name and password; log in with \`docker login ${registry.address}\``,
    );
    expectRefused(await measure(registry, authsOf(registry, 'me:wrong')), 'answered 401 UNAUTHORIZED');
  });

  test('with tokens of a token server', async () => {
    await using server = await startTokenServer(tls, LOGIN);
    await using registry = await startRegistry({ store, auth: server.auth });
    expectMeasured(await measure(registry, authsOf(registry, LOGIN)));
    expect(server.asked).toEqual(['me repository:app:pull']);
    expectRefused(await measure(registry, authsOf(registry, 'me:wrong')), 'refuses the credentials: it answered 401');
  });

  test('with TLS, where its certificate is trusted, and never otherwise', async () => {
    const path = await folder.write('htpasswd', HTPASSWD);
    await using registry = await startRegistry({ store, tls, auth: { htpasswd: { realm: 'Registry', path } } });
    const config = authsOf(registry, LOGIN);
    expectMeasured(await measure(registry, config, { NODE_EXTRA_CA_CERTS: tls.certificate }));
    expectRefused(await measure(registry, config), `the certificate of ${registry.address} is not trusted`);
  });

  test('gives only the layers that the other image does not have', async () => {
    await using registry = await startRegistry({ store });
    await using proxy = await startProxy(registry.address);
    const args = ['compare', `app=docker://${proxy.address}/app:1`, `app=docker://${proxy.address}/app:2`];
    const { exitCode, stdout } = await runCli([...args, '--json', '--fail-if', 'download > +1 GB']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).comparisons[0].growth.unpacked).toBe(10_000);
    const blobs = [old.config, base, app, next.config, grown].map(({ digest }) => `/v2/app/blobs/${digest}`);
    expect(proxy.asked.filter((url) => url.includes('/blobs/')).toSorted()).toEqual(blobs.toSorted());
  });

  test('whose connection breaks in the middle of each layer is asked for the rest', async () => {
    await using registry = await startRegistry({ store });
    await using proxy = await startProxy(registry.address, 40);
    const [measured] = measurementsOf(await runCli(['measure', `app=docker://${proxy.address}/app:1`, '--json']));
    expect(measured?.layers.map((layer) => layer.download)).toEqual([base.size, app.size]);
    expect(proxy.ranges).toEqual(['bytes=40-', 'bytes=40-']);
  });

  test('that has no such image is an error with its reason', async () => {
    await using registry = await startRegistry({ store });
    const { exitCode, stderr } = await runCli(['measure', `docker://${registry.address}/nothing:1`]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      `docker://${registry.address}/nothing, entry "manifests/1": ${registry.address} answered 404`,
    );
  });
});

/** A certificate of its own authority for 127.0.0.1. */
async function makeCertificate(directory: string) {
  const [certificate, key] = [join(directory, 'certificate.pem'), join(directory, 'key.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  const files = ['-keyout', key, '-out', certificate];
  await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, ...files]);
  return { certificate, key };
}

/** Passes requests on, and notes what was asked. It breaks the connection after `bytes` of a layer, until asked for the rest. */
async function startProxy(target: string, bytes = Number.POSITIVE_INFINITY) {
  const layers = [base, app, grown].map(({ digest }) => `/v2/app/blobs/${digest}`);
  const asked: string[] = [];
  const ranges: string[] = [];
  const server = createServer((incoming, outgoing) => {
    asked.push(incoming.url ?? '');
    const passed = httpRequest(`http://${target}${incoming.url}`, { headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      const { range } = incoming.headers;
      if (range !== undefined) ranges.push(range);
      if (bytes === Number.POSITIVE_INFINITY || range !== undefined || !layers.includes(incoming.url ?? '')) {
        answer.pipe(outgoing);
      } else answer.once('data', (data) => outgoing.write(data.subarray(0, bytes), () => outgoing.destroy()));
    });
    passed.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    ranges,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
