import { createHash } from 'node:crypto';
import { keepTail } from './output.ts';

/** The output of a container, received chunk by chunk. */
export interface Printed {
  write(chunk: Buffer, stream: 'stdout' | 'stderr'): void;
  /** The end of standard output, then the end of standard error on its own line. */
  text(): string;
  /** sha256 of both streams, each without its final newline. */
  digest(): string;
}

/** Keeps the last `limit` bytes of each stream and hashes all of them. The order of lines between the streams is unknown. */
export function collectPrinted(limit: number): Printed {
  const streams = { stdout: collectStream(limit), stderr: collectStream(limit) };
  return {
    write: (chunk, stream) => streams[stream].write(chunk),
    text: () => {
      const [out, err] = [streams.stdout.text(), streams.stderr.text()];
      return out === '' || err === '' || out.endsWith('\n') ? out + err : `${out}\n${err}`;
    },
    digest: () => {
      const both = createHash('sha256').update(streams.stdout.hash()).update(streams.stderr.hash());
      return `sha256:${both.digest('hex')}`;
    },
  };
}

const NEWLINE = Buffer.from('\n');

function collectStream(limit: number) {
  const tail = keepTail(limit);
  const hash = createHash('sha256');
  let pending = false;
  return {
    write(chunk: Buffer): void {
      if (chunk.length === 0) return;
      tail.write(chunk);
      if (pending) hash.update(NEWLINE);
      pending = chunk.at(-1) === NEWLINE[0];
      hash.update(pending ? chunk.subarray(0, -1) : chunk);
    },
    text: tail.text,
    hash: () => hash.copy().digest(),
  };
}
