// Bundles the action and the command line into dist/, which is committed: the runner and `npm run demo` need no install.
// `--check` builds in memory and compares, so a stale or hand-edited dist fails the checks.
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const dist = new URL('../dist/', import.meta.url);

/** CommonJS dependencies inside an ESM bundle call `require` for node's own modules. */
const banner = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

const bundle = await build({
  absWorkingDir: new URL('..', import.meta.url).pathname,
  entryPoints: { index: 'src/main.ts', cli: 'src/cli.ts' },
  outdir: 'dist',
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
  target: 'node20', // the demo runs on what a newcomer has; the action itself runs on node24
  legalComments: 'eof',
  banner: { js: banner },
  logLevel: 'warning',
});

const check = process.argv.includes('--check');
const stale = [];
for (const { path, contents } of bundle.outputFiles) {
  const file = new URL(path.split('/').at(-1) ?? '', dist);
  const committed = await readFile(file).catch(() => Buffer.alloc(0));
  if (committed.equals(contents)) continue;
  stale.push(path.split('/').at(-1));
  if (!check) await writeFile(file, contents);
}
if (check && stale.length > 0) {
  console.error(
    `dist/ is stale: ${stale.join(', ')} differ from a fresh build; run \`npm run build\` and commit dist/`,
  );
  process.exitCode = 1;
}
