// Packs the npm package: node scripts/package.mjs [FOLDER] writes image-size-gate-VERSION.tgz there, and prints its path.
// The manifest in the package is made here. All code is bundled in dist/, so who installs it gets no other package: no dependency, no
// install script, and no Node.js, which package.json has for the tests.
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = new URL('../', import.meta.url).pathname;
const to = resolve(process.argv[2] ?? '.');

/** Programs of threads, which no file imports. */
const THREADS = ['estimate.js'];
/** Files of the action alone: GitHub's runner starts them, and no command does. */
const ACTION = ['index.js', 'report.js', 'artifact.js'];

const own = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const manifest = {
  name: own.name,
  version: own.version,
  description: own.description,
  keywords: own.keywords,
  license: own.license,
  repository: own.repository,
  homepage: own.homepage,
  bugs: own.bugs,
  type: own.type,
  bin: own.bin,
  exports: own.exports,
  engines: own.engines,
  files: ['dist', 'schema.json', 'CHANGELOG.md'],
};

/**
 * The files of dist/ that these entries import, however far.
 * @param {readonly string[]} entries
 */
async function reachable(entries) {
  const found = new Set(entries);
  for (const name of found) {
    const text = await readFile(join(root, 'dist', name), 'utf8');
    for (const [, imported = ''] of text.matchAll(/(?:from|import)\s*\(?"\.\/([^"/]+\.js)"/g)) found.add(imported);
  }
  return [...found];
}

const folder = await mkdtemp(join(tmpdir(), 'image-size-gate-package-'));
try {
  const { bin, exports } = manifest;
  const named = [...Object.values(bin), exports['.'].default].map((path) => path.split('/').at(-1));
  const code = (await reachable([...named, ...THREADS])).filter((name) => !ACTION.includes(name));
  const others = (await readdir(join(root, 'dist'))).filter((name) => !name.endsWith('.js'));
  await mkdir(join(folder, 'dist'));
  for (const name of [...code, ...others]) await cp(join(root, 'dist', name), join(folder, 'dist', name));
  for (const name of ['README.md', 'LICENSE', 'CHANGELOG.md', 'schema.json'])
    await cp(join(root, name), join(folder, name));
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await mkdir(to, { recursive: true });
  const printed = execFileSync('npm', ['pack', folder, '--pack-destination', to, '--json'], { encoding: 'utf8' });
  console.log(join(to, JSON.parse(printed)[0].filename));
} finally {
  await rm(folder, { recursive: true });
}
