import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { VERSION } from '../src/run/version.ts';
import { type Folder, makeFolder } from './support/folder.ts';
import { blobsOf, makeImage, makeLayer, makeLayout, writeFiles } from './support/makeImage.ts';

const ROOT = join(import.meta.dirname, '..');
const execute = promisify(execFile);

/** An empty project in which the packed package is installed, without any registry. */
async function install(): Promise<{ readonly folder: Folder; readonly printed: string; readonly tarball: string }> {
  const folder = await makeFolder();
  const packed = await execute('node', ['scripts/package.mjs', join(folder.path, 'packed')], { cwd: ROOT });
  const tarball = packed.stdout.trim();
  await folder.write('project/package.json', '{ "private": true, "type": "module" }\n');
  const cwd = join(folder.path, 'project');
  const { stdout, stderr } = await execute('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], {
    cwd,
  });
  return { folder, printed: stdout + stderr, tarball };
}

const CONSUMER = `
import { compare, measure, version } from 'image-size-gate';
import type { Report } from 'image-size-gate';
const { measurements } = await measure('oci:app');
const report: Report = await compare('oci:app', 'oci:app', { failIf: ['unpacked > +1 MB'] });
const failed = await compare('oci:gone', 'oci:app').catch((error: Error) => error.name);
console.log(JSON.stringify([version, measurements.map(({ image, unpacked }) => [image, unpacked]), report.verdict, failed]));
`;

describe('the npm package', () => {
  let installed: Awaited<ReturnType<typeof install>>;
  beforeAll(async () => {
    installed = await install();
  });
  afterAll(() => installed.folder[Symbol.asyncDispose]());

  test('installs alone in an empty folder, and gives the command and the library with types', async () => {
    const { folder, printed } = installed;
    const cwd = join(folder.path, 'project');
    expect(printed).toMatch(/^\s*added 1 package\b/);
    expect(printed).not.toMatch(/warn|EBADENGINE/i);
    expect((await readdir(join(cwd, 'node_modules'))).filter((name) => !name.startsWith('.'))).toEqual([
      'image-size-gate',
    ]);

    const image = makeImage([makeLayer([{ path: 'opt/app', content: 'y'.repeat(10) }])]);
    const { mediaType, digest, size } = image.manifest;
    await writeFiles(join(cwd, 'app'), makeLayout([{ mediaType, digest, size }], blobsOf(image)));
    const command = join(cwd, 'node_modules/.bin/image-size-gate');
    expect((await execute(command, ['--version'], { cwd })).stdout).toBe(`${VERSION}\n`);
    const html = await execute(
      command,
      ['measure', 'oci:app', '--json', '--html', 'size.html', '--junit', 'size.xml'],
      { cwd },
    );
    expect(JSON.parse(html.stdout).measurements[0].unpacked).toBe(10);
    expect((await readFile(join(cwd, 'size.html'), 'utf8')).slice(0, 300)).toContain('<!doctype html>');

    await folder.write('project/use.ts', CONSUMER);
    await folder.write('project/tsconfig.json', TSCONFIG);
    await execute(join(ROOT, 'node_modules/.bin/tsc'), ['--project', cwd]);
    const used = await execute('node', [join(cwd, 'use.js')], { cwd });
    expect(JSON.parse(used.stdout)).toEqual([VERSION, [['app', 10]], 'pass', 'UserError']);
  });

  test('holds the built program, its documents and nothing else', async () => {
    const { tarball } = installed;
    const { stdout } = await execute('tar', ['tzf', tarball]);
    const names = stdout
      .trim()
      .split('\n')
      .map((name) => name.replace(/^package\//, ''));
    const chunks = names.filter((name) => /^dist\/[a-z-]+-[A-Z0-9]{8}\.js$/.test(name));
    expect(names.filter((name) => !chunks.includes(name)).toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/cli.js',
      'dist/estimate.js',
      'dist/library.d.ts',
      'dist/library.js',
      'dist/licenses.txt',
      'dist/page.html',
      'package.json',
      'schema.json',
    ]);
    const code = await Promise.all(
      names.filter((name) => name.endsWith('.js')).map((name) => readFile(join(ROOT, name), 'utf8')),
    );
    expect(code.filter((text) => /node_modules\/(?:@actions|@octokit|@azure)\//.test(text))).toEqual([]);
  });
});

/** Bytes of a file of dist/ and of all that it imports before it runs. */
async function bytesLoaded(name: string, seen = new Set<string>()): Promise<number> {
  if (seen.has(name)) return 0;
  seen.add(name);
  const text = await readFile(join(ROOT, 'dist', name), 'utf8');
  let bytes = Buffer.byteLength(text);
  for (const [, imported = ''] of text.matchAll(/^(?:import|\} from|import .* from) ?"\.\/([^"]+)";$/gm))
    bytes += await bytesLoaded(imported, seen);
  return bytes;
}

test('the version and the help load no command', async () => {
  expect(await bytesLoaded('cli.js')).toBeLessThan(100_000);
  expect(await bytesLoaded('library.js')).toBeGreaterThan(1_000_000);
});

const TSCONFIG = JSON.stringify({
  compilerOptions: { module: 'nodenext', target: 'es2023', strict: true, types: [], lib: ['es2023', 'dom'] },
  files: ['use.ts'],
});

test('every bundled package is listed with its licence', async () => {
  const text = await readFile(join(ROOT, 'dist/licenses.txt'), 'utf8');
  const [, list = ''] = text.split('\n\n');
  const listed = list.split('\n');
  const { dependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies))
    expect(listed).toContainEqual(expect.stringMatching(`^${name} [^:]+: `));
  expect(
    listed.filter(
      (line) =>
        !/: (?:MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|\((?:MIT|Apache-2\.0) (?:OR|AND) [^)]+\)|Unlicense)$/.test(
          line,
        ),
    ),
  ).toEqual([]);
  for (const line of listed) expect(text).toContain(`\n${line.replace(/: .*/, '')}\n====`);
});
