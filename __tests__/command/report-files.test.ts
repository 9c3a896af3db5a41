import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command/arguments.ts';
import { compareSources } from '../../src/command/compare.ts';
import { measureSources } from '../../src/command/measure.ts';
import { openProgress } from '../../src/command/progress.ts';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { blobsOf, makeImage, makeLayer, makeLayout, writeFiles } from '../support/makeImage.ts';
import { keepingTerminal } from '../support/terminal.ts';

/** A folder with two layouts, of which the second has 10 bytes more. */
async function layouts(): Promise<Folder> {
  const folder = await makeFolder();
  for (const [name, size] of [
    ['before', 10],
    ['after', 20],
  ] as const) {
    const image = makeImage([makeLayer([{ path: 'opt/app', content: 'y'.repeat(size) }])]);
    const { mediaType, digest, size: bytes } = image.manifest;
    await writeFiles(join(folder.path, name), makeLayout([{ mediaType, digest, size: bytes }], blobsOf(image)));
  }
  return folder;
}

async function run(folder: Folder, ...words: string[]) {
  const { terminal, printed } = keepingTerminal(100);
  const args = parseArguments(words);
  const progress = openProgress(terminal, args);
  const { log } = progress;
  await using measurer = await openMeasurer({ cacheFrom: [], cacheTo: [], timeLimit: 10, log, version: '1' });
  const signal = AbortSignal.timeout(60_000);
  const open = () => Promise.reject(new Error('one measurer is enough'));
  const session = { args, cwd: folder.path, terminal, progress, measurer, open, signal };
  const command = args.command === 'measure' ? measureSources : compareSources;
  return { status: await command(session), ...printed() };
}

const FILES = { '--markdown': 'note.md', '--junit': 'size.xml', '--sarif': 'size.sarif', '--openmetrics': 'size.txt' };
const OPTIONS = Object.entries(FILES).map((pair) => pair.join('='));
const read = (folder: Folder, name: string) => readFile(join(folder.path, name), 'utf8');

describe('the files of a report', () => {
  test('are written beside the JSON on standard output, and replaced by the next run', async () => {
    await using folder = await layouts();
    for (const limit of ['5 B', '50 B']) {
      const ran = await run(
        folder,
        'compare',
        'oci:before',
        'oci:after',
        '--json',
        `--fail-if=unpacked > +${limit}`,
        ...OPTIONS,
      );
      const isOver = limit === '5 B';
      expect(ran.status).toBe(isOver ? 1 : 0);
      expect(JSON.parse(ran.out).verdict).toBe(isOver ? 'fail' : 'pass');
      expect(ran.err).toBe(
        Object.values(FILES)
          .map((name) => `Wrote ${name}\n`)
          .join(''),
      );
      expect(await read(folder, 'note.md')).toMatch(isOver ? /Image size: fail/ : /Image size: pass/);
      expect(await read(folder, 'size.xml')).toContain(`failures="${isOver ? 1 : 0}"`);
      expect(JSON.parse(await read(folder, 'size.sarif')).runs[0].results).toHaveLength(isOver ? 1 : 0);
      expect(await read(folder, 'size.txt')).toContain(
        'image_size_unpacked_growth_bytes{image="after",platform="linux/amd64"} 10\n',
      );
    }
    expect((await readdir(folder.path)).toSorted()).toEqual(['after', 'before', ...Object.values(FILES)].toSorted());
  });

  test('are written by measure too', async () => {
    await using folder = await layouts();
    const { status } = await run(folder, 'measure', 'oci:before', 'oci:after', '--quiet', '--openmetrics=size.txt');
    expect(status).toBe(0);
    const lines = (await read(folder, 'size.txt'))
      .split('\n')
      .filter((line) => line.startsWith('image_size_unpacked_bytes{'));
    expect(lines.map((line) => line.split(' ').at(-1))).toEqual(['10', '20']);
  });

  test.each(Object.entries(FILES))('of %s never replace a file of another program', async (option, name) => {
    await using folder = await layouts();
    await folder.write(name, 'mine\n');
    await expect(run(folder, 'compare', 'oci:before', 'oci:after', `${option}=${name}`)).rejects.toThrow(`${option}: `);
    expect(await read(folder, name)).toBe('mine\n');
  });

  test('with --quiet leave standard error empty', async () => {
    await using folder = await layouts();
    const { err, out } = await run(folder, 'compare', 'oci:before', 'oci:after', '--quiet', ...OPTIONS);
    expect(err).toBe('');
    expect(out).toContain('Image size');
  });
});

test('a quiet run shows warnings and no progress', () => {
  const err: string[] = [];
  const terminal = { out: () => undefined, err: (text: string) => err.push(text), colour: false, width: 80 };
  const { log, onBytes, end } = openProgress(terminal, { quiet: true, verbose: false });
  const section = log.openSection('Build api');
  section.line('#1 FROM');
  section.end();
  log.info('a note');
  onBytes('api', 10);
  log.warning('a warning');
  end();
  expect(err).toEqual(['warning: a warning\n']);
});
