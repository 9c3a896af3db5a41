import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from '@jest/globals';
import { LAYER_BUDGET } from '../../src/history/prune.ts';
import type { History, MeasurementRecord } from '../../src/model/record.ts';
import { renderImageFiles } from '../../src/report/branch-files.ts';
import { renderHistoryPage } from '../../src/report/history-page.ts';
import { makeFolder } from '../support/folder.ts';
import { longTest as test } from '../support/long-test.ts';
import { runGit } from '../support/repository.ts';
import { type Day, simulateYear } from './simulated-year.ts';

const MB = 1_000_000;

/** The stream of `git fast-import` for one commit a day; `from` the one before it. */
function fastImport(day: Day, number: number): string {
  const lines = [...day].map(([path, text]) =>
    text === null ? `D ${path}\n` : `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
  );
  return `commit refs/heads/image-size\ncommitter A <a@example.org> ${number * 86_400} +0000\ndata 0\n${lines.join('')}\n`;
}

/** Bytes of the packs of a repository. */
function packSize(repository: string): number {
  const packs = join(repository, 'objects/pack');
  return readdirSync(packs)
    .filter((name) => name.endsWith('.pack'))
    .reduce((sum, name) => sum + statSync(join(packs, name)).size, 0);
}

/** Badges, trend and page, as a run writes them. */
function render(record: MeasurementRecord, history: History): ReadonlyMap<string, string> {
  const { image } = record.measurement;
  const images = [{ name: image, history, latest: [record] }];
  const page = renderHistoryPage({ repository: 'acme/app', branch: 'image-size', images });
  return new Map([...renderImageFiles({ history, latest: [record], conditions: [] }), ['README.md', page]]);
}

/** Writes a simulated year into a bare repository, a commit a day; gives the size of every file of its tip. */
function importYear(bare: string): ReadonlyMap<string, number> {
  const files = new Map<string, number>();
  const stream: string[] = [];
  for (const day of simulateYear({ images: 5, days: 365, seed: 3, render })) {
    stream.push(fastImport(day, stream.length));
    for (const [path, text] of day) {
      if (text === null) files.delete(path);
      else files.set(path, Buffer.byteLength(text));
    }
  }
  // Nearly all of it is compressed already: zlib's fastest level makes the packs 2 % larger, in less time.
  execFileSync('git', ['-c', 'core.compression=1', 'fast-import', '--quiet'], {
    cwd: bare,
    input: stream.join(''),
    stdio: 'pipe',
  });
  return files;
}

test('a year of daily records of five images stays under 20 MB, as files and as what a reader fetches', async () => {
  await using folder = await makeFolder();
  const [bare, tip] = [join(folder.path, 'branch.git'), join(folder.path, 'tip.git')];
  runGit(folder.path, 'init', '--quiet', '--bare', bare);
  const files = importYear(bare);
  runGit(bare, 'gc', '--quiet', '--prune=now');
  runGit(folder.path, 'clone', '--quiet', '--bare', '--depth=1', '--branch=image-size', pathToFileURL(bare).href, tip);

  const bytesIn = (folder: string) =>
    [...files].reduce((sum, [path, bytes]) => sum + (path.startsWith(folder) ? bytes : 0), 0);
  const listed = runGit(bare, 'ls-tree', '-r', '--name-only', 'image-size').split('\n');
  expect(listed.toSorted()).toEqual([...files.keys()].toSorted());
  expect(bytesIn('')).toBeLessThan(20 * MB);
  expect(packSize(tip)).toBeLessThan(20 * MB);
  expect(bytesIn('layers/')).toBeLessThanOrEqual(LAYER_BUDGET);
  const figures = [
    bytesIn(''),
    bytesIn('layers/'),
    bytesIn('records/'),
    bytesIn('history/'),
    packSize(tip),
    packSize(bare),
  ];
  const [tree, layers, records, history, fetched, year] = figures.map((bytes) => (bytes / MB).toFixed(1));
  process.stdout.write(
    `a year: ${files.size} files of ${tree} MB (layers ${layers}, records ${records}, history ${history}), fetched ${fetched} MB, all commits packed ${year} MB\n`,
  );
}, 300_000);
