// A real registry on loopback with a made repository: 40 tags of two platforms that share a base layer, with jumps at known tags.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

/** The tag (from 1) at which the application's layer grows, and by how many random bytes. */
export const JUMPS = new Map([
  [12, 900_000],
  [25, 2_000_000],
  [33, 500_000],
]);
export const TAGS = 40;
export const REPOSITORY = 'team/app';
const PLATFORMS = ['amd64', 'arm64'];
const OCI = 'application/vnd.oci.image';

/** Starts a registry in a folder. @param {string} program @param {string} folder @param {Record<string, string | undefined>} env */
export async function startRegistry(program, folder, env) {
  const port = await freePort();
  const path = join(mkdtempSync(join(folder, 'registry-')), 'config.yml');
  const storage = `{filesystem: {rootdirectory: ${folder}/data}}`;
  writeFileSync(path, `version: 0.1\nlog: {level: error}\nstorage: ${storage}\nhttp: {addr: "127.0.0.1:${port}"}\n`);
  const child = spawn(program, ['serve', path], { stdio: 'ignore', env: { ...process.env, ...env } });
  const address = `127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await fetch(`http://${address}/v2/`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return { address, stop: () => child.kill() };
    await setTimeout(100);
  }
  throw new Error('the registry does not answer');
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Pushes the tags. @param {string} address */
export async function pushTags(address) {
  const base = layer([['usr/lib/base.so', randomBytes(3_000_000)]]);
  /** @type {[string, Buffer][]} */
  let files = [];
  for (let at = 1; at <= TAGS; at += 1) {
    const jump = JUMPS.get(at);
    if (jump !== undefined) files = [...files, [`app/data-${at}.bin`, randomBytes(jump)]];
    const own = layer([...files, ['app/version', Buffer.from(`${at}\n`)]]);
    const manifests = [];
    for (const architecture of PLATFORMS) {
      const image = await pushImage(address, architecture, [base, own], at);
      manifests.push({ ...image, platform: { os: 'linux', architecture } });
    }
    const index = { schemaVersion: 2, mediaType: `${OCI}.index.v1+json`, manifests };
    await pushManifest(address, `v1.${at}.0`, index);
  }
}

/** @param {string} address @param {string} architecture @param {ReturnType<typeof layer>[]} layers @param {number} at */
async function pushImage(address, architecture, layers, at) {
  const created = new Date(Date.parse('2026-01-01T00:00:00Z') + at * 5 * 86_400_000).toISOString();
  const history = layers.map((_, place) => ({ created, created_by: place === 0 ? 'ADD base' : 'COPY app /app' }));
  const rootfs = { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) };
  const config = Buffer.from(JSON.stringify({ architecture, os: 'linux', created, config: {}, rootfs, history }));
  for (const { bytes } of [...layers, { bytes: config }]) await pushBlob(address, bytes);
  const described = layers.map(({ bytes }) => ({
    mediaType: `${OCI}.layer.v1.tar+gzip`,
    digest: digestOf(bytes),
    size: bytes.length,
  }));
  const manifest = {
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    config: { mediaType: `${OCI}.config.v1+json`, digest: digestOf(config), size: config.length },
    layers: described,
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  await pushManifest(address, digestOf(bytes), manifest);
  return { mediaType: manifest.mediaType, digest: digestOf(bytes), size: bytes.length };
}

/** @param {string} address @param {Buffer} bytes */
async function pushBlob(address, bytes) {
  const { headers } = await fetch(`http://${address}/v2/${REPOSITORY}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(headers.get('location') ?? '', `http://${address}`);
  place.searchParams.set('digest', digestOf(bytes));
  const { ok, status } = await fetch(place, { method: 'PUT', body: new Uint8Array(bytes) });
  if (!ok) throw new Error(`blob: ${status}`);
}

/** @param {string} address @param {string} name @param {{mediaType: string}} manifest */
async function pushManifest(address, name, manifest) {
  const { ok, status } = await fetch(`http://${address}/v2/${REPOSITORY}/manifests/${name}`, {
    method: 'PUT',
    headers: { 'Content-Type': manifest.mediaType },
    body: JSON.stringify(manifest),
  });
  if (!ok) throw new Error(`manifest ${name}: ${status}`);
}

/** A layer of files as ustar, compressed by gzip. @param {[string, Buffer][]} files */
function layer(files) {
  const parts = files.flatMap(([name, bytes]) => [
    header(name, bytes.length),
    bytes,
    Buffer.alloc((512 - (bytes.length % 512)) % 512),
  ]);
  const tar = Buffer.concat([...parts, Buffer.alloc(1024)]);
  return { diffId: digestOf(tar), bytes: gzipSync(tar) };
}

/** @param {string} name @param {number} size */
function header(name, size) {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write('0000644\u00000000000\u00000000000\u0000', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0        0`, 124);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** @param {Buffer} bytes */
function digestOf(bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
