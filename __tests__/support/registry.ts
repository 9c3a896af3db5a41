import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type Folder, makeFolder } from './folder.ts';

interface Tool {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

type Tools = { readonly registry: Tool; readonly skopeo: Tool } | { readonly missing: string };

/** What skopeo reads of a manifest: config and layers as descriptors. */
export interface PushedManifest {
  readonly config: { readonly digest: string; readonly size: number };
  readonly layers: readonly { readonly digest: string; readonly size: number }[];
}

/** Debian's docker-registry on loopback, and skopeo to read from it: neither knows anything of this product. */
export interface Registry extends AsyncDisposable {
  readonly address: string;
  manifest(reference: string): Promise<PushedManifest>;
}

function tools(): Tools {
  const given = process.env.IMAGE_SIZE_GATE_REGISTRY_TOOLS;
  return given ? (JSON.parse(given) as Tools) : { missing: 'scripts/test.mjs did not provide them' };
}

/** A block that needs docker-registry and skopeo: fails without them where the engine is required, else is skipped with the reason. */
export function describeWithRegistry(name: string, fn: () => void): void {
  const found = tools();
  const reason = 'missing' in found ? `no docker-registry and skopeo: ${found.missing}` : '';
  if (reason === '') describe(name, fn);
  else if (process.env.IMAGE_SIZE_GATE_ENGINE === 'required') {
    test(name, () => expect(reason).toBe('both, since IMAGE_SIZE_GATE_ENGINE=required'));
  } else describe.skip(`${name}: ${reason}`, fn);
}

/** Starts a registry with an empty store of its own. */
export async function startRegistry(): Promise<Registry> {
  const found = tools();
  if ('missing' in found) throw new Error(found.missing);
  const folder = await makeFolder();
  const address = `127.0.0.1:${await freePort()}`;
  const config = await writeConfig(folder, address);
  const { command, env } = found.registry;
  const server = spawn(command, ['serve', config], { env: { ...process.env, ...env }, stdio: 'ignore' });
  await answering(`http://${address}/v2/`);
  return {
    address,
    manifest: (reference) => inspect(found.skopeo, `docker://${address}/${reference}`),
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL');
      await folder[Symbol.asyncDispose]();
    },
  };
}

function writeConfig(folder: Folder, address: string): Promise<string> {
  const storage = { filesystem: { rootdirectory: join(folder.path, 'store') } };
  const config = { version: 0.1, log: { level: 'error' }, storage, http: { addr: address } };
  return folder.write('config.yml', JSON.stringify(config)); // JSON is YAML
}

async function inspect({ command, env }: Tool, reference: string): Promise<PushedManifest> {
  const args = ['--insecure-policy', 'inspect', '--raw', '--tls-verify=false', reference];
  const { stdout } = await promisify(execFile)(command, args, { env: { ...process.env, ...env } });
  const manifest = JSON.parse(stdout) as PushedManifest & {
    readonly manifests?: readonly { readonly digest: string }[];
  };
  const [only] = manifest.manifests ?? [];
  if (only === undefined) return manifest;
  return inspect({ command, env }, `${reference.replace(/:[^:/]*$/, '')}@${only.digest}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
}
