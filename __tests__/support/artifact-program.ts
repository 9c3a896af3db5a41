import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { makeFolder } from './folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const BANNER = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** Builds the program of dist/artifact.js like scripts/build.mjs. `await using` removes it. */
export async function makeArtifactProgram(): Promise<AsyncDisposable & { readonly url: URL }> {
  const folder = await makeFolder();
  const file = join(folder.path, 'artifact.mjs');
  const options = ['--bundle', '--platform=node', '--format=esm', '--target=node20', '--log-level=error'];
  const alias = `--alias:unzip-stream=${join(ROOT, 'scripts/nothing.mjs')}`;
  const esbuild = join(ROOT, 'node_modules/.bin/esbuild');
  const entry = join(ROOT, 'src/artifact.ts');
  await promisify(execFile)(esbuild, [entry, ...options, alias, `--banner:js=${BANNER}`, `--outfile=${file}`]);
  return { url: pathToFileURL(file), [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}
