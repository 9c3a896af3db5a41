// A registry on loopback that keeps nothing. It takes every blob and manifest, and counts the bytes of each digest. It says that it has a blob
// until the manifest has come, since clients ask after each upload. To the next push it has none.
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

/**
 * @returns {Promise<{ address: string, bytes: () => number, close: () => void }>} bytes: of the blobs that
 *   came, each digest once
 */
export async function openDiscardingRegistry() {
  /** @type {Map<string, number>} */
  const blobs = new Map();
  /** @type {Set<string>} the digests that came since the last manifest */
  const present = new Set();
  /** @type {Map<string, number>} bytes by upload */
  const uploads = new Map();
  const keep = (/** @type {string} */ upload, /** @type {number} */ bytes) =>
    uploads.set(upload, (uploads.get(upload) ?? 0) + bytes);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://registry');
    const upload = url.pathname.split('/').at(-1) ?? '';
    const body = await readBody(request, url.pathname.includes('/manifests/'));
    // A client that gave up begins the blob anew, with another upload.
    if (body === undefined) return response.destroy();
    if (url.pathname === '/v2/') return response.writeHead(200).end();
    if (request.method === 'HEAD' || request.method === 'GET') {
      const size = present.has(upload) ? blobs.get(upload) : undefined;
      return response.writeHead(size === undefined ? 404 : 200, { 'Content-Length': size ?? 0 }).end();
    }
    if (body.digest !== '') {
      present.clear();
      return response.writeHead(201, { 'Docker-Content-Digest': body.digest }).end();
    }
    if (request.method === 'POST') return accept(response, url, randomUUID());
    keep(upload, body.bytes);
    const bytes = uploads.get(upload) ?? 0;
    if (request.method === 'PATCH')
      return response.writeHead(202, { Location: url.pathname, Range: `0-${Math.max(0, bytes - 1)}` }).end();
    const digest = url.searchParams.get('digest') ?? '';
    blobs.set(digest, bytes);
    present.add(digest);
    uploads.delete(upload);
    return response.writeHead(201, { 'Docker-Content-Digest': digest }).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `127.0.0.1:${port}`,
    bytes: () => [...blobs.values()].reduce((sum, bytes) => sum + bytes, 0),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** @param {import('node:http').ServerResponse} response @param {URL} url @param {string} id */
function accept(response, { pathname }, id) {
  const Location = `${pathname.replace(/\/$/, '')}/${id}`;
  response.writeHead(202, { Location, Range: '0-0', 'Docker-Upload-UUID': id }).end();
}

/**
 * Drops the body of a request. @param {import('node:http').IncomingMessage} request @param {boolean} isManifest
 * @returns {Promise<{ bytes: number, digest: string } | undefined>} digest: of a manifest alone; undefined where the client gave up
 */
async function readBody(request, isManifest) {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += chunk.length;
      if (isManifest) hash.update(chunk);
    }
  } catch {
    return undefined;
  }
  return { bytes, digest: isManifest ? `sha256:${hash.digest('hex')}` : '' };
}
