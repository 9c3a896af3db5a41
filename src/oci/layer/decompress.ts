import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import { Channel } from '../channel.ts';
import { errorCode, ImageError, type Place } from '../error.ts';
import type { Limits } from '../limits.ts';
import type { Compression } from '../media-type.ts';
import { ZstdFrameCutter } from './zstd-frames.ts';

/** Larger than zlib's default of 16 KiB: a fifth of the thread switches, and twice the speed. */
const CHUNK = 256 * 1024;

/** Windows of up to 512 MiB, the bound of the decoder in Docker, containerd, podman and buildah. The memory is taken for a frame that asks for it. */
const WINDOW_LOG = 29;
/** Zeros after the last gzip member: more than any tool pads with. */
const MOST_PADDING = 1024 * 1024;

interface DecompressOptions {
  readonly place: Place;
  readonly limits: DecompressLimits;
  /** Whether `source` frees the chunk of a gzip before its next one: the chunk is then inflated. */
  readonly ownsBuffers?: boolean;
}

type DecompressLimits = Pick<Limits, 'tarSize' | 'ratio' | 'ratioFloor'>;

/**
 * Inflates a blob and passes the bytes to `take`; the stream waits while `take` works. Reads all members of a gzip and all frames of a
 * zstd blob. Throws ImageError, with the offset in the blob, for bytes that do not inflate, that follow the last member, or that inflate
 * beyond `limits`. Errors of `source` and `take` are passed on.
 */
export async function decompress(
  source: AsyncIterable<Uint8Array>,
  compression: Compression,
  { place, limits, ownsBuffers = false }: DecompressOptions,
  take: (bytes: Uint8Array) => void | Promise<void>,
): Promise<void> {
  const meter = new Meter(place, limits);
  const counted = meter.countIn(source);
  if (compression === 'none') return consume(counted, meter, take);
  const engine = compression === 'gzip' ? createGunzip(ownsBuffers) : createUnzstd(place);
  const padding = new Padding();
  const cut = compression === 'gzip' ? padding.holdBack(counted) : cutFrames(counted, place);
  try {
    await pipeline(cut, engine, (inflated: AsyncIterable<Uint8Array>) => consume(inflated, meter, take));
  } catch (error) {
    if (errorCode(error) === 'ABORT_ERR' && engine.readableEnded) throw trailing(meter, compression, engine);
    throw isEngineError(error)
      ? meter.error(`not valid ${compression}: ${error.message}`, engine.bytesWritten, error)
      : error;
  }
  if (engine.bytesWritten < meter.compressed - padding.zeros) {
    throw trailing(meter, compression, engine);
  }
}

function trailing(
  meter: Meter,
  compression: Compression,
  { bytesWritten }: { readonly bytesWritten: number },
): ImageError {
  return meter.error(`bytes follow the end of the ${compression} data`, bytesWritten);
}

/**
 * The inflated bytes of a stream, for one reader that takes them in order. Throws as `decompress` does.
 */
export async function* inflate(
  source: AsyncIterable<Uint8Array>,
  compression: Compression,
  options: Pick<DecompressOptions, 'place' | 'limits'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const channel = new Channel();
  const done = decompress(source, compression, options, async (bytes) => {
    if (!(await channel.push(bytes))) throw new ImageError('is not read to its end', options.place);
  });
  done.then(
    () => channel.end(),
    (error: Error) => channel.fail(error),
  );
  yield* channel;
}

async function consume(
  stream: AsyncIterable<Uint8Array>,
  meter: Meter,
  take: (bytes: Uint8Array) => void | Promise<void>,
): Promise<void> {
  for await (const chunk of stream) {
    meter.countOut(chunk.length);
    await take(chunk);
  }
}

/** With a mark of one byte, a chunk is asked for when the last one is inflated. */
function createGunzip(oneByOne: boolean): zlib.Gunzip {
  const options = { chunkSize: CHUNK, ...(oneByOne && { writableHighWaterMark: 1 }) };
  return zlib.createGunzip(options);
}

function createUnzstd(place: Place): zlib.ZstdDecompress {
  if (typeof zlib.createZstdDecompress !== 'function') {
    throw new ImageError(`zstd layers need Node.js 24 (this is ${process.version})`, place);
  }
  return zlib.createZstdDecompress({ chunkSize: CHUNK, params: { [zlib.constants.ZSTD_d_windowLogMax]: WINDOW_LOG } });
}

async function* cutFrames(
  source: AsyncIterable<Uint8Array>,
  place: Place,
): AsyncGenerator<Uint8Array, void, undefined> {
  const cutter = new ZstdFrameCutter(place);
  for await (const chunk of source) yield* cutter.push(chunk);
  cutter.finish();
}

/** The error codes of zlib, zstd and streams. A stream with trailing zeros that ends early gives ERR_STREAM_PREMATURE_CLOSE. */
function isEngineError(error: unknown): error is Error {
  return /^(Z_|ZSTD_|ERR_STREAM_|ERR_ZSTD|ERR_ZLIB)/.test(errorCode(error) ?? '');
}

/**
 * Zeros at the end of a gzip blob. gzip(1) and pigz, which engines use where it is installed, take them as padding. node:zlib stops at the first
 * of them and lets the stream break where more follow in later chunks. So the last zeros go to it in one piece: some of them may be the member's own.
 */
class Padding {
  /** How many are held back; in the end, how many there were. */
  zeros = 0;

  async *holdBack(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of source) {
      const end = withoutZeros(chunk);
      if (end > 0) {
        yield* this.#release(0);
        yield chunk.subarray(0, end);
      }
      this.zeros += chunk.length - end;
      yield* this.#release(MOST_PADDING);
    }
    if (this.zeros > 0) yield Buffer.alloc(this.zeros);
  }

  /** Hands on zeros until so many are left. */
  *#release(left: number): Generator<Uint8Array, void, undefined> {
    while (this.zeros > left) {
      const length = Math.min(this.zeros - left, CHUNK);
      this.zeros -= length;
      yield Buffer.alloc(length);
    }
  }
}

function withoutZeros(chunk: Uint8Array): number {
  let end = chunk.length;
  while (end > 0 && chunk[end - 1] === 0) end--;
  return end;
}

/** Counts the bytes before and after decompression and enforces the limits. */
class Meter {
  readonly #place: Place;
  readonly #limits: DecompressLimits;
  compressed = 0;
  #inflated = 0;

  constructor(place: Place, limits: DecompressLimits) {
    this.#place = place;
    this.#limits = limits;
  }

  async *countIn(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of source) {
      this.compressed += chunk.length;
      if (chunk.length > 0) yield chunk;
    }
  }

  countOut(bytes: number): void {
    this.#inflated += bytes;
    const { tarSize, ratio, ratioFloor } = this.#limits;
    if (this.#inflated > tarSize) throw this.error(`inflates to more than the limit of ${tarSize} bytes`);
    if (this.#inflated > ratioFloor && this.#inflated > ratio * this.compressed) {
      throw this.error(
        `decompression bomb: ${this.#inflated} bytes from ${this.compressed}, over the limit of ${ratio}:1`,
      );
    }
  }

  error(problem: string, offset = this.compressed, cause?: Error): ImageError {
    return new ImageError(problem, { ...this.#place, offset }, cause && { cause });
  }
}
