// Bundles the action, the command line and the page of the HTML report into dist/. It writes the config file's schema.json for editors, and the
// parts of the documents that the code says. All of it is committed: the runner and `npm run demo` need no install, and editors fetch the schema from the repository.
// `--check` builds in memory and compares, so that stale or hand-edited files fail the checks.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { schemaDocument } from '../src/config/file/json-schema.ts';
import { documents } from './docs.mjs';
import { licenseText } from './licenses.mjs';
import { buildPage, pageInputs } from './page.mjs';

const root = new URL('../', import.meta.url);

/** CommonJS dependencies inside an ESM bundle call `require` for node's own modules. */
const banner = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

const bundle = await build({
  absWorkingDir: root.pathname,
  // artifact.js and estimate.js are the programs of threads: the first is read only when something is uploaded, the second for large layers that are
  // not compressed. library.js is what `import` gives.
  entryPoints: {
    index: 'src/main.ts',
    report: 'src/report.ts',
    cli: 'src/cli.ts',
    artifact: 'src/artifact.ts',
    estimate: 'src/estimate.ts',
    library: 'src/library.ts',
  },
  outdir: 'dist',
  bundle: true,
  // What several entries need is written once, and what only one command needs is loaded by it alone.
  splitting: true,
  chunkNames: '[name]-[hash]',
  metafile: true,
  // Only downloads to disk use the first, and only queries of blobs the second; we make neither. A package below the first names no license.
  alias: { 'unzip-stream': './scripts/nothing.mjs', 'apache-arrow': './scripts/nothing.mjs' },
  write: false,
  platform: 'node',
  format: 'esm',
  target: 'node20', // the demo must run on a newcomer's Node; the action itself runs on node24
  legalComments: 'none', // dist/licenses.txt has the licences in full
  banner: { js: banner },
  logLevel: 'warning',
});

/** The types of the package: those of src/command/library/public.ts, and what dist/library.js exports. */
async function libraryTypes() {
  const types = await readFile(new URL('src/command/library/public.ts', root), 'utf8');
  const values = ['export declare const measure: Measure;', 'export declare const compare: Compare;'];
  return `${types}\n${values.join('\n')}\n/** Version of the package. */\nexport declare const version: string;\n`;
}

const check = process.argv.includes('--check');
const bundled = bundle.outputFiles.map(({ path, contents }) => ({ name: `dist/${path.split('/').at(-1)}`, contents }));
const others = [
  { name: 'dist/page.html', contents: await buildPage() },
  { name: 'dist/library.d.ts', contents: await libraryTypes() },
  {
    name: 'dist/licenses.txt',
    contents: await licenseText([...Object.keys(bundle.metafile.inputs), ...(await pageInputs())]),
  },
  { name: 'schema.json', contents: schemaDocument() },
  ...(await documents()),
];
/** @type {readonly { readonly name: string, readonly contents: string | Uint8Array }[]} */
const files = [...bundled, ...others];
const stale = [];
for (const { name, contents } of files) {
  const file = new URL(name, root);
  const committed = await readFile(file).catch(() => Buffer.alloc(0));
  if (committed.equals(Buffer.from(contents))) continue;
  stale.push(name);
  if (!check) await writeFile(file, contents);
}
/** Chunks of an earlier build. */
const left = (await readdir(new URL('dist/', root)).catch(() => []))
  .map((name) => `dist/${name}`)
  .filter((name) => files.every((file) => file.name !== name));
stale.push(...left);
if (!check) for (const name of left) await rm(new URL(name, root));
if (check && stale.length > 0) {
  console.error(
    `stale: ${stale.join(', ')} differ from a fresh build; run \`npm run build\` and commit dist/, schema.json and the documents`,
  );
  process.exitCode = 1;
}
