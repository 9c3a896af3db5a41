import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { environment } from '../process/environment.ts';
import { type Command, findTool } from '../process/run.ts';
import { UserError } from '../text/error.ts';

/** One `git cat-file --batch` that answers as long as it is open. */
export interface ObjectReader extends AsyncDisposable {
  /**
   * The bytes of a blob by its full id.
   * @throws UserError where the repository has no such blob, or it has more than `limit` bytes
   */
  read(blob: string, limit: number): Promise<Buffer>;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

const OBJECT_ID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
/** The first line of an answer is an id, a type and a size. */
const LINE_LIMIT = 256;
const NEWLINE = 10;

/**
 * Starts `git cat-file --batch` (git-cat-file(1), "Batch output"): one child for any number of blobs. Their bytes come as they are stored.
 * It answers one question after the other.
 * @throws UserError when git is not on PATH
 */
export async function openObjectReader(command: Command): Promise<ObjectReader> {
  const env = environment(command.env);
  const path = await findTool(command.tool, env);
  const child = spawn(path, command.args, { cwd: command.cwd, env, stdio: ['pipe', 'pipe', 'ignore'] });
  // When the child fails, its output ends, and the reader of the output reports that.
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const output = new Output(child.stdout);
  let turn: Promise<unknown> = Promise.resolve();
  return {
    read: (blob, limit) => {
      const answer = turn.then(() => ask(child, output, blob, limit));
      turn = answer.catch(() => {});
      return answer;
    },
    [Symbol.asyncDispose]: () => close(child, closed),
  };
}

async function ask(child: Child, output: Output, blob: string, limit: number): Promise<Buffer> {
  if (!OBJECT_ID.test(blob)) throw new UserError(`${JSON.stringify(blob)} is not a full object id`);
  child.stdin.write(`${blob}\n`);
  const line = await output.line();
  const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(line) ?? [];
  if (size === undefined) return await refuseOther(output, line);
  if (Number(size) > limit) {
    await output.skip(Number(size) + 1);
    throw new UserError(`git object ${blob} has ${size} bytes; at most ${limit} are read`);
  }
  const bytes = await output.take(Number(size));
  await output.skip(1);
  return bytes;
}

/** The content of another object follows its line. It is skipped so that the next answer starts at its beginning. */
async function refuseOther(output: Output, line: string): Promise<never> {
  const [, size] = /^[0-9a-f]+ \w+ (\d+)$/.exec(line) ?? [];
  if (size !== undefined) await output.skip(Number(size) + 1);
  throw new UserError(`git has no such file content: ${line}`);
}

async function close(child: Child, closed: Promise<void>): Promise<void> {
  child.stdout.destroy();
  child.stdin.destroy();
  child.kill();
  await closed;
}

/** A stream's bytes, taken in lines and lengths. */
class Output {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    for (let end = this.#rest.indexOf(NEWLINE); ; end = this.#rest.indexOf(NEWLINE)) {
      if (end >= 0) return this.#cut(end + 1).toString('latin1', 0, end);
      if (this.#rest.length > LINE_LIMIT) throw new Error('git cat-file answered with a line that has no end');
      this.#rest = Buffer.concat([this.#rest, await this.#next()]);
    }
  }

  async take(length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; ) at += (await this.#part(length - at)).copy(bytes, at);
    return bytes;
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; ) left -= (await this.#part(left)).length;
  }

  /** At least one byte, at most `length`. */
  async #part(length: number): Promise<Buffer> {
    if (this.#rest.length === 0) this.#rest = await this.#next();
    return this.#cut(Math.min(length, this.#rest.length));
  }

  #cut(length: number): Buffer {
    const part = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return part;
  }

  async #next(): Promise<Buffer> {
    const { done, value } = await this.#chunks.next();
    if (done) throw new UserError('git cat-file ended before it answered');
    return value;
  }
}
