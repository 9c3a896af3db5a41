import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command/arguments.ts';
import { checkImages } from '../../src/command/check.ts';
import { compareSources } from '../../src/command/compare.ts';
import { measureSources } from '../../src/command/measure.ts';
import type { Session } from '../../src/command/session.ts';
import { type Measurer, openMeasurer } from '../../src/measurer/measurer.ts';
import { PAGE_MARKER } from '../../src/page/page.ts';
import { plainLog } from '../../src/process/log.ts';
import { UserError } from '../../src/text/error.ts';
import { decodeContents } from '../support/contents.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { blobsOf, makeImage, makeLayer, makeLayout, writeFiles } from '../support/makeImage.ts';
import { makeMeasurer } from '../support/measurer.ts';

const LOG = plainLog(() => {}, { verbose: false });
const TEMPLATE = '<title><!--title--></title><!--data-->';

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in a folder with two layouts, `before` and `after`. */
async function run(folder: Folder, words: string[], more: Partial<Session> = {}): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  await using measurer = await openMeasurer({ cacheFrom: [], cacheTo: [], timeLimit: 10, log: LOG, version: '1' });
  const args = parseArguments(words);
  const session: Session = {
    args,
    cwd: folder.path,
    terminal: { out: (text) => out.push(text), err: (text) => err.push(text), colour: false, width: 100 },
    progress: { log: LOG, onBytes: () => {}, end: () => {} },
    measurer,
    open: () => Promise.reject(new Error('one measurer is enough')),
    signal: AbortSignal.timeout(60_000),
    template: async () => TEMPLATE,
    ...more,
  };
  const command = { check: checkImages, compare: compareSources, measure: measureSources }[args.command as 'check'];
  return { status: await command(session), out: out.join(''), err: err.join('') };
}

async function makeLayouts(): Promise<Folder> {
  const folder = await makeFolder();
  const os = makeLayer([{ path: 'bin/sh', content: 'x'.repeat(100) }]);
  for (const [name, size] of [
    ['before', 10],
    ['after', 17],
  ] as const) {
    const image = makeImage([os, makeLayer([{ path: 'opt/app', content: 'y'.repeat(size) }])]);
    const { mediaType, digest, size: bytes } = image.manifest;
    await writeFiles(join(folder.path, name), makeLayout([{ mediaType, digest, size: bytes }], blobsOf(image)));
  }
  return folder;
}

async function readPage(folder: Folder, name = 'size.html') {
  const page = await readFile(join(folder.path, name), 'utf8');
  const blocks = page.matchAll(/id="([\w-]+)">([^<]+)<\/script>/g);
  const data = Object.fromEntries(
    Array.from(blocks, ([, id = '', text = '']) => [
      id,
      JSON.parse(inflateRawSync(Buffer.from(text, 'base64')).toString()),
    ]),
  );
  const rows = decodeContents(data['contents-0'] ?? { owners: [], shared: [], rest: [] });
  return { page, report: data.report, rows: rows.map(({ path, before, after }) => [path, before, after]) };
}

describe('--html', () => {
  test('of compare writes a page of both sides, and replaces it by the next', async () => {
    await using folder = await makeLayouts();
    for (const [base, head, sizes] of [
      ['after', 'before', [17, 10]],
      ['before', 'after', [10, 17]],
    ] as const) {
      const { status, out, err } = await run(folder, [
        'compare',
        `oci:${base}`,
        `oci:${head}`,
        '--html',
        'size.html',
        '--json',
      ]);
      expect([status, err]).toEqual([0, 'Wrote size.html\n']);
      const { page, report, rows } = await readPage(folder);
      expect(page.startsWith(`${PAGE_MARKER}\n<title>Image size: pass – ${head}: unpacked`)).toBe(true);
      expect(report).toEqual(JSON.parse(out));
      expect(rows).toEqual([
        ['bin/sh', 100, 100],
        ['opt/app', ...sizes],
      ]);
    }
    expect((await readdir(folder.path)).sort()).toEqual(['after', 'before', 'size.html']);
  });

  test('of measure writes a page of an image alone', async () => {
    await using folder = await makeLayouts();
    const { status, err } = await run(folder, ['measure', 'oci:after', '--html=size.html']);
    expect([status, err]).toEqual([0, 'Wrote size.html\n']);
    const { report, rows } = await readPage(folder);
    expect(report).toMatchObject({ verdict: 'new', comparisons: [{ image: 'after', baseline: null }] });
    expect(rows).toEqual([
      ['bin/sh', null, 100],
      ['opt/app', null, 17],
    ]);
  });

  test('of check writes a page of what was built', async () => {
    await using folder = await makeLayouts();
    await writeFile(join(folder.path, 'Dockerfile'), 'FROM scratch\n');
    await using real = await openMeasurer({ cacheFrom: [], cacheTo: [], timeLimit: 10, log: LOG, version: '1' });
    const built: Measurer['measure'] = ({ name }, where) =>
      real.measure({ name, source: { kind: 'oci', location: 'after' } }, where);
    const measurer = { ...makeMeasurer(built), layerIndex: real.layerIndex };
    const words = ['check', 'api=Dockerfile', '--config=none', '--baseline=none', '--html=size.html', '--json'];
    const { status, out } = await run(folder, words, { measurer });
    expect(status).toBe(0);
    const { report, rows } = await readPage(folder);
    expect(report).toEqual(JSON.parse(out));
    expect(rows).toEqual([
      ['bin/sh', null, 100],
      ['opt/app', null, 17],
    ]);
  });

  test.each<[string, string, Partial<Session>, string]>([
    ['over a file that is no page', 'notes.html', {}, '--html: '],
    [
      'into a folder that is not there',
      'docs/size.html',
      {},
      'docs is not a folder; a page is written only into an existing one',
    ],
    [
      'without a template',
      'size.html',
      { template: () => Promise.reject(new UserError('run npm run build')) },
      'npm run build',
    ],
  ])('writes nothing %s, and says so before anything is measured', async (_what, name, more, message) => {
    await using folder = await makeLayouts();
    await writeFile(join(folder.path, 'notes.html'), '<!doctype html><p>mine');
    const measurer = makeMeasurer(() => Promise.reject(new Error('measured')));
    for (const words of [
      ['compare', 'oci:before', 'oci:after'],
      ['measure', 'oci:after'],
      ['check', 'api=before', '--config=none', '--baseline=none'],
    ])
      await expect(run(folder, [...words, '--html', name], { measurer, ...more })).rejects.toThrow(message);
    expect(await readFile(join(folder.path, 'notes.html'), 'utf8')).toBe('<!doctype html><p>mine');
    expect((await readdir(folder.path)).sort()).toEqual(['after', 'before', 'notes.html']);
  });

  test('is no option of init, nor of --repeat', () => {
    expect(() => parseArguments(['init', '--html=a'])).toThrow('init does not use --html: it builds nothing');
    expect(() => parseArguments(['check', '--repeat=2', '--no-cache', '--html=a'])).toThrow('it does not use --html');
  });
});
