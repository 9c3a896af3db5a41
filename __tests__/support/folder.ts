import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The directory of one test, removed when the test ends. */
export interface Folder extends AsyncDisposable {
  readonly path: string;
  /** Writes a text file by its path in the folder, with its directories. Returns the full path. */
  write(name: string, text: string, mode?: number): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Makes a directory for one test: `await using folder = await makeFolder()`. */
export async function makeFolder(): Promise<Folder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'image-size-gate-test-')));
  return {
    path,
    write: async (name, text, mode = 0o644) => {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      await chmod(file, mode);
      return file;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}
