// Bundles the action, the command line and the page of the HTML report into dist/, and writes the config file's schema.json for editors. Both are
// committed: the runner and `npm run demo` need no install, and editors fetch the schema from the repository.
// `--check` builds in memory and compares, so that stale or hand-edited files fail the checks.
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { schemaDocument } from '../src/config/file/json-schema.ts';
import { buildPage } from './page.mjs';

const root = new URL('../', import.meta.url);

/** CommonJS dependencies inside an ESM bundle call `require` for node's own modules. */
const banner = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

const bundle = await build({
  absWorkingDir: root.pathname,
  // artifact.js is the program of a thread. Its 3.8 MB are read only when something is uploaded.
  entryPoints: { index: 'src/main.ts', report: 'src/report.ts', cli: 'src/cli.ts', artifact: 'src/artifact.ts' },
  outdir: 'dist',
  bundle: true,
  // Only downloads to disk use this package, and we never make those. A package below it names no license.
  alias: { 'unzip-stream': './scripts/nothing.mjs' },
  write: false,
  platform: 'node',
  format: 'esm',
  target: 'node20', // the demo must run on a newcomer's Node; the action itself runs on node24
  legalComments: 'eof',
  banner: { js: banner },
  logLevel: 'warning',
});

const check = process.argv.includes('--check');
const bundled = bundle.outputFiles.map(({ path, contents }) => ({ name: `dist/${path.split('/').at(-1)}`, contents }));
const documents = [
  { name: 'dist/page.html', contents: await buildPage() },
  { name: 'schema.json', contents: schemaDocument() },
];
const stale = [];
for (const { name, contents } of [...bundled, ...documents]) {
  const file = new URL(name, root);
  const committed = await readFile(file).catch(() => Buffer.alloc(0));
  if (committed.equals(Buffer.from(contents))) continue;
  stale.push(name);
  if (!check) await writeFile(file, contents);
}
if (check && stale.length > 0) {
  console.error(
    `stale: ${stale.join(', ')} differ from a fresh build; run \`npm run build\` and commit dist/ and schema.json`,
  );
  process.exitCode = 1;
}
