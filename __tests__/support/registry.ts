import { execFile, spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type Folder, makeFolder } from './folder.ts';
import { sha256 } from './makeImage.ts';

interface Tool {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

type Tools = { readonly registry: Tool; readonly skopeo: Tool } | { readonly missing: string };

/** A manifest read by skopeo: config and layers as descriptors, and the digest of its bytes. */
export interface PushedManifest {
  readonly digest: string;
  readonly config: { readonly digest: string; readonly size: number };
  readonly layers: readonly { readonly digest: string; readonly size: number }[];
}

/** Debian's docker-registry on loopback, and skopeo to read from it. Both are independent of this product. */
export interface Registry extends AsyncDisposable {
  readonly address: string;
  manifest(reference: string): Promise<PushedManifest>;
  /** Copies an image layout into it, with skopeo. */
  push(layout: string, reference: string): Promise<void>;
}

export interface RegistryOptions {
  /** Directory of the blobs, which several registries may share; by default a new one. */
  readonly store?: string;
  /** The `auth` section of docker-registry's configuration. */
  readonly auth?: object;
  /** Files of a certificate and its key. With them, the registry speaks only TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

function tools(): Tools {
  const given = process.env.IMAGE_SIZE_GATE_REGISTRY_TOOLS;
  return given ? (JSON.parse(given) as Tools) : { missing: 'scripts/test.mjs did not provide them' };
}

/** A block that needs docker-registry and skopeo. Without them it fails if the engine is required, or else is skipped with the reason. */
export function describeWithRegistry(name: string, fn: () => void): void {
  const found = tools();
  const reason = 'missing' in found ? `no docker-registry and skopeo: ${found.missing}` : '';
  if (reason === '') describe(name, fn);
  else if (process.env.IMAGE_SIZE_GATE_ENGINE === 'required') {
    test(name, () => expect(reason).toBe('both, since IMAGE_SIZE_GATE_ENGINE=required'));
  } else {
    const block = describe.skip;
    block(`${name}: ${reason}`, fn);
  }
}

/** Starts a registry, by default with a new, empty store. */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const found = tools();
  if ('missing' in found) throw new Error(found.missing);
  const folder = await makeFolder();
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const config = await writeConfig(folder, address, options);
  const { command, env } = found.registry;
  const server = spawn(command, ['serve', config], { env: { ...process.env, ...env }, stdio: 'ignore' });
  await listening(port);
  return {
    address,
    manifest: (reference) => inspect(found.skopeo, `docker://${address}/${reference}`),
    push: (layout, reference) =>
      copy(found.skopeo, ['--dest-tls-verify=false', `oci:${layout}`, `docker://${address}/${reference}`]),
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL');
      await folder[Symbol.asyncDispose]();
    },
  };
}

function writeConfig(folder: Folder, addr: string, { store, auth, tls }: RegistryOptions): Promise<string> {
  const storage = { filesystem: { rootdirectory: store ?? join(folder.path, 'store') } };
  const http = { addr, ...(tls !== undefined && { tls }) };
  const config = { version: 0.1, log: { level: 'error' }, storage, http, ...(auth !== undefined && { auth }) };
  return folder.write('config.yml', JSON.stringify(config)); // JSON is YAML
}

async function inspect({ command, env }: Tool, reference: string): Promise<PushedManifest> {
  const args = ['--insecure-policy', 'inspect', '--raw', '--tls-verify=false', reference];
  const options = { env: { ...process.env, ...env }, encoding: 'buffer' } as const;
  const { stdout } = await promisify(execFile)(command, args, options);
  const manifest = JSON.parse(stdout.toString()) as Omit<PushedManifest, 'digest'> & {
    readonly manifests?: readonly { readonly digest: string }[];
  };
  const [only] = manifest.manifests ?? [];
  if (only === undefined) return { ...manifest, digest: sha256(stdout) };
  return inspect({ command, env }, `${reference.replace(/:[^:/]*$/, '')}@${only.digest}`);
}

async function copy({ command, env }: Tool, args: readonly string[]): Promise<void> {
  await promisify(execFile)(command, ['--insecure-policy', 'copy', '--quiet', ...args], {
    env: { ...process.env, ...env },
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.unref().once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing listens at port ${port}`);
}
