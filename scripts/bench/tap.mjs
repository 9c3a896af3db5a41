// A socket in front of the engine's that counts what the engine sends. It is used in a run of its own, which no time is taken of.
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';

/**
 * @param {string} engineSocket
 * @param {string} path where the socket is made
 * @returns {Promise<{ host: string, bytes: () => number, close: () => void }>} host: for DOCKER_HOST; bytes: from the engine so far
 */
export async function openTap(engineSocket, path) {
  let bytes = 0;
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: engineSocket, allowHalfOpen: true });
    engine.on('data', (chunk) => {
      bytes += chunk.length;
    });
    client.pipe(engine).pipe(client);
    client.on('error', () => engine.destroy());
    engine.on('error', () => client.destroy());
  });
  await new Promise((resolve) => server.listen(path, () => resolve(undefined)));
  const close = () => {
    server.close();
    rmSync(path, { force: true });
  };
  return { host: `unix://${path}`, bytes: () => bytes, close };
}
