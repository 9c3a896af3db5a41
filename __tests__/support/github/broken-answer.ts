import type { ServerResponse } from 'node:http';

/** How the body of a good answer breaks on its way. */
export const BROKEN = [
  'reset',
  'cut off by a close',
  'cut off at the right length',
  'empty',
  'HTML',
  'JSON of another type',
  'null',
  'without its fields',
] as const;

export type Broken = (typeof BROKEN)[number];

const PAGE = '<!doctype html><title>Sign in</title><p>Sign in to the proxy of your company.</p>';

/** Sends an answer with the status of a good one and a body that is not what was asked for. */
export function sendBroken(response: ServerResponse, status: number, body: unknown, broken: Broken): void {
  const text = JSON.stringify(body ?? {});
  const half = text.slice(0, Math.max(1, text.length / 2));
  const json = (length?: number) =>
    response.writeHead(status === 204 ? 200 : status, {
      'content-type': 'application/json; charset=utf-8',
      ...(length === undefined ? {} : { 'content-length': length }),
    });
  switch (broken) {
    case 'reset':
      json(text.length + 1000).write(half, () => response.destroy());
      return;
    case 'cut off by a close':
      // Without a length and without chunks, the end of the connection ends the body (RFC 9112, section 6.3).
      response.useChunkedEncodingByDefault = false;
      response.shouldKeepAlive = false;
      json().end(half);
      return;
    case 'cut off at the right length':
      json(half.length).end(half);
      return;
    case 'empty':
      json(0).end();
      return;
    case 'HTML':
      response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
      return;
    case 'JSON of another type':
      json().end(Array.isArray(body) ? '{}' : '[]');
      return;
    case 'null':
      json().end('null');
      return;
    case 'without its fields':
      json().end(Array.isArray(body) ? '[{}]' : '{}');
  }
}
