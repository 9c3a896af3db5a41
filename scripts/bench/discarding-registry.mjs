// A registry on loopback that keeps nothing: it takes every blob and manifest, and says that it has none. It counts the bytes of each digest.
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

/**
 * @returns {Promise<{ address: string, begin: () => void, bytes: () => number, close: () => void }>} begin: forgets what came before;
 *   bytes: of the blobs that came since, each digest once
 */
export async function openDiscardingRegistry() {
  /** @type {Map<string, number>} */
  const blobs = new Map();
  /** @type {Map<string, number>} bytes by upload */
  const uploads = new Map();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://registry');
    const upload = url.pathname.split('/').at(-1) ?? '';
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of request) {
      bytes += chunk.length;
      if (url.pathname.includes('/manifests/')) hash.update(chunk);
    }
    if (url.pathname === '/v2/') return response.writeHead(200).end();
    if (request.method === 'HEAD' || request.method === 'GET') return response.writeHead(404).end();
    if (url.pathname.includes('/manifests/'))
      return response.writeHead(201, { 'Docker-Content-Digest': `sha256:${hash.digest('hex')}` }).end();
    if (request.method === 'POST') return accept(response, url, randomUUID());
    uploads.set(upload, (uploads.get(upload) ?? 0) + bytes);
    if (request.method === 'PATCH') {
      const Range = `0-${(uploads.get(upload) ?? 1) - 1}`;
      return response.writeHead(202, { Location: url.pathname, Range }).end();
    }
    const digest = url.searchParams.get('digest') ?? '';
    blobs.set(digest, uploads.get(upload) ?? 0);
    uploads.delete(upload);
    return response.writeHead(201, { 'Docker-Content-Digest': digest }).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `127.0.0.1:${port}`,
    begin: () => blobs.clear(),
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
