import { type IncomingMessage, request } from 'node:http';

/** Where an engine listens, and what ends the asking. */
export interface SocketRequest {
  /** Path of a Unix socket. */
  readonly socketPath: string;
  /** Path and query of the engine's API. */
  readonly path: string;
  readonly signal?: AbortSignal | undefined;
}

/** Asks an engine on a local socket. Resolves with the answer of any status, whose body the caller reads or destroys. Rejects where none comes. */
export function askSocket({ socketPath, path, signal }: SocketRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, path, headers: { host: 'docker' }, ...(signal && { signal }) }, resolve);
    asking.on('error', reject);
    asking.end();
  });
}

/** The text of a body. Throws an Error beyond `limit` characters. */
export async function textOf(answer: IncomingMessage, limit: number): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    text += chunk;
    if (text.length > limit) throw new Error('the answer is too long');
  }
  return text;
}
