import { ImageError, type Place } from './error.ts';

/** A stream of which the first bytes are already read. */
export interface Prefetched {
  /** The first bytes, at most the requested length. */
  readonly first: Buffer;
  /** All bytes from the start. Leaving the loop that reads it closes the source. */
  readonly stream: AsyncIterable<Uint8Array>;
  /** Closes the source if `stream` is not read at all. */
  close(): Promise<void>;
}

/** Bytes of a buffer from which on its memory is worth freeing at once. What Node.js shares out, or reads from sockets into, has at most 64 KiB. */
const LARGE = 80 * 1024;

/**
 * Frees the memory of a large buffer whose last bytes these are. Nothing may read any of its bytes afterwards. Without this the memory stays until a
 * collection of garbage, and buffers alone would cause dozens of them. Node.js 20 leaves it to them.
 */
export function freeBuffer({ buffer, byteOffset, byteLength }: Uint8Array): void {
  if (byteOffset + byteLength < buffer.byteLength || buffer.byteLength < LARGE) return;
  (buffer as Partial<Transferable>).transfer?.(0);
}

/** What an ArrayBuffer of Node.js 22 and later can do (ECMA-262, ArrayBuffer.prototype.transfer). */
interface Transferable {
  transfer(length: number): unknown;
}

/** Reads the first `length` bytes ahead, or fewer if the stream ends. */
export async function prefetch(source: AsyncIterable<Uint8Array>, length: number): Promise<Prefetched> {
  const iterator = source[Symbol.asyncIterator]();
  const ahead: Uint8Array[] = [];
  for (let held = 0; held < length; ) {
    const next = await iterator.next();
    if (next.done === true) break;
    ahead.push(next.value);
    held += next.value.length;
  }
  const first = Buffer.concat(ahead).subarray(0, length);
  const close = async () => void (await iterator.return?.());
  return { first, stream: replay(ahead, iterator), close };
}

async function* replay(
  ahead: Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (let chunk = ahead.shift(); chunk !== undefined; chunk = ahead.shift()) yield chunk;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Reads a whole stream. Throws ImageError beyond `limit` bytes. */
export async function readBytes(stream: AsyncIterable<Uint8Array>, limit: number, place: Place): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limit) throw new ImageError(`more than the limit of ${limit} bytes`, { ...place, offset: size });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
