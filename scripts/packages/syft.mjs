// Counts what syft finds in a fixture of the corpus, as in an image: its readers of lock files and sources are left out.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GO_MODULES, provideGoModule } from '../engine/go.mjs';
import { findPlaces } from '../engine/places.mjs';
import { FIXTURES } from './document.mjs';

const OPTIONS = ['--override-default-catalogers', 'image', '--quiet', '--output', 'json'];

/**
 * Writes what syft counts into the truth of a fixture. Builds syft from the Go module proxy where the cache lacks it.
 * @param {string} name of the fixture
 * @throws {Error} without Go, and when syft fails
 */
export async function countBySyft(name) {
  const log = (/** @type {string} */ line) => console.error(line);
  const syft = join(await provideGoModule(findPlaces(), GO_MODULES.syft, log), 'syft');
  const root = mkdtempSync(join(tmpdir(), 'packages-syft-'));
  try {
    execFileSync('tar', ['-xzf', join(FIXTURES, `${name}.tar.gz`), '-C', root]);
    const env = { ...process.env, SYFT_CHECK_FOR_APP_UPDATE: 'false' };
    const printed = execFileSync(syft, ['scan', `dir:${root}`, ...OPTIONS], { env, maxBuffer: 2 ** 28 });
    const file = join(FIXTURES, `${name}.json`);
    const truth = JSON.parse(readFileSync(file, 'utf8'));
    truth.syft = JSON.parse(printed.toString()).artifacts.length;
    writeFileSync(file, `${JSON.stringify(truth, null, 2)}\n`);
    console.log(`${name}: ${truth.syft} packages by syft`);
  } finally {
    execFileSync('chmod', ['-R', 'u+w', root]);
    rmSync(root, { recursive: true });
  }
}
