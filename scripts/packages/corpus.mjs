// Makes the corpus of packages that tests hold the readers against, and docs/packages.md from it. Not part of any test run: it needs the tools of all
// ecosystems and their registries. Each recipe in recipes/ lets a real tool install packages and list them.
//
//   node scripts/packages/corpus.mjs            runs all recipes, and writes fixtures and document
//   node scripts/packages/corpus.mjs NAME…      runs some
//   node scripts/packages/corpus.mjs --syft     counts what syft finds in all fixtures, and writes the document
//   node scripts/packages/corpus.mjs --document writes the document alone
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inspectPackages } from '../../src/packages/inspector.ts';
import { blankTree } from './blank.mjs';
import { DOCUMENT, FIXTURES, fixtureNames, formatDocument } from './document.mjs';
import { countBySyft } from './syft.mjs';
import { runRecipe } from './truth.mjs';

const RECIPES = join(import.meta.dirname, 'recipes');

/** @param {string} name */
function makeFixture(name) {
  const work = mkdtempSync(join(tmpdir(), 'packages-corpus-'));
  try {
    const truth = runRecipe(join(RECIPES, `${name}.sh`), work);
    blankTree(join(work, 'root'), inspectPackages);
    const order = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--format=gnu'];
    const tar = execFileSync('tar', [...order, '-C', join(work, 'root'), '-c', '.'], { maxBuffer: 2 ** 30 });
    mkdirSync(FIXTURES, { recursive: true });
    writeFileSync(join(FIXTURES, `${name}.tar.gz`), gzipSync(tar, { level: 9 }));
    writeFileSync(join(FIXTURES, `${name}.json`), `${JSON.stringify(truth, null, 2)}\n`);
    console.log(`${name}: ${truth.packages.length} packages by ${truth.tool}`);
  } finally {
    execFileSync('chmod', ['-R', 'u+w', work]);
    rmSync(work, { recursive: true });
  }
}

const named = process.argv.slice(2);
const all = readdirSync(RECIPES).filter((file) => file.endsWith('.sh'));
const asked =
  named.length > 0 ? named.filter((name) => !name.startsWith('--')) : all.map((file) => basename(file, '.sh'));
for (const name of asked) makeFixture(name);
for (const name of named.includes('--syft') ? fixtureNames() : asked) await countBySyft(name);
writeFileSync(DOCUMENT, await formatDocument());
