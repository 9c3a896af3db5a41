import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type Arguments, parseArguments } from '../../src/command/arguments.ts';
import { checkImages } from '../../src/command/check.ts';
import { commandOf, documentContext, explainSavings } from '../../src/command/document.ts';
import { sumDirectories } from '../../src/measure/final-tree.ts';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import { createReport } from '../../src/model/report.ts';
import { plainLog } from '../../src/process/log.ts';
import { DOCUMENT_MARKER } from '../../src/report/notes/notes.ts';
import { describeEngines } from '../support/engine.ts';
import { makeFolder } from '../support/folder.ts';
import { makeMeasurer } from '../support/measurer.ts';

const argumentsOf = (...words: string[]): Arguments => parseArguments(['check', ...words]);

describe('the command in a document', () => {
  test.each([
    [['a=Dockerfile', '--variants', '--document', 'a.md'], 'a=Dockerfile --variants --document a.md'],
    [['--fail-if', 'unpacked > 5 MB', '--warn-if', "it's"], "--fail-if 'unpacked > 5 MB' --warn-if 'it'\\''s'"],
    [['--build-arg', 'TOKEN=secret\nmore=x', '--build-arg', 'B'], '--build-arg TOKEN --build-arg B'],
    [['--baseline', '$(reboot)'], "--baseline '$(reboot)'"],
  ])('of %j is %s', (words, expected) => {
    expect(commandOf(argumentsOf(...words))).toBe(`image-size-gate check ${expected}`);
  });
});

test('what no layer was read of is not explained', () => {
  const measurer = makeMeasurer(async () => ({ kind: 'error', reason: 'no' }));
  const report = createReport([]);
  expect(explainSavings(report, measurer)).toEqual([]);
  const context = documentContext(report, [], measurer, { args: argumentsOf(), now: new Date('2026-11-26T10:00:00Z') });
  expect(context).toEqual({ images: [], savings: [], date: '2026-11-26', command: 'image-size-gate check' });
});

/** Adds a file to one that the base has, overwrites and deletes others, and links one twice. */
const REFERENCE = `FROM debian:bookworm-slim
RUN mkdir -p /opt/tools/bin && head -c 3000000 /dev/zero > /opt/tools/bin/large && ln /opt/tools/bin/large /opt/tools/bin/again \\
 && head -c 1000000 /dev/zero > /opt/tools/notes && ln -s tools /opt/link
RUN rm /opt/tools/notes && head -c 500 /dev/zero > /opt/link/new && echo x > /etc/issue
`;
const VARIANT = `FROM debian:bookworm-slim
RUN head -c 700 /dev/zero > /usr/local/bin/app && rm -rf /usr/share/doc
`;

describeEngines('the document of variants that were built', (engine) => {
  const exec = promisify(execFile);
  const env = { ...process.env, ...engine.env };

  /**
   * Bytes of the regular files of an image by directory, hard links once, as the image's own tools see them. Docker puts files of its own
   * over some in /etc and /, so those directly there are left out.
   */
  async function witness(cwd: string, file: string): Promise<{ total: number; of: (directory: string) => number }> {
    const tag = `image-size-gate-test-document:${file.toLowerCase()}`;
    await exec('docker', ['buildx', 'build', '--load', '--provenance=false', `--tag=${tag}`, `--file=${file}`, '.'], {
      cwd,
      env,
    });
    const find = ['find', '/', '-xdev', '-type', 'f', '-printf', '%i %s %p\\n'];
    const { stdout } = await exec('docker', ['run', '--rm', '--network=none', tag, ...find], { env, maxBuffer: 64e6 });
    await exec('docker', ['rmi', '--force', tag], { env });
    const inodes = new Map<string, { bytes: number; path: string }>();
    for (const line of stdout.trim().split('\n')) {
      const [, inode = '', size = '', path = ''] = /^(\d+) (\d+) (.*)$/.exec(line) ?? [];
      if (!/^\/(?:etc\/)?[^/]*$/.test(path)) inodes.set(inode, { bytes: Number(size), path });
    }
    const files = [...inodes.values()];
    const sum = (directory: string) =>
      files.filter(({ path }) => path.startsWith(directory)).reduce((total, { bytes }) => total + bytes, 0);
    return { total: sum('/'), of: sum };
  }

  test('explains the saving by the very bytes that the images hold', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', REFERENCE);
    await folder.write('Dockerfile.small', VARIANT);
    const log = plainLog(() => {}, { verbose: false });
    await using measurer = await openMeasurer({
      cacheFrom: [],
      cacheTo: [],
      timeLimit: 100,
      log,
      version: '1',
      env: engine.env,
    });
    const args = argumentsOf(
      'api=Dockerfile',
      'small=Dockerfile.small',
      '--variants',
      '--baseline=none',
      '--document=a.md',
      '--json',
    );
    const printed: string[] = [];
    const terminal = { out: (text: string) => printed.push(text), err: () => {}, colour: false, width: 100 };
    const progress = { log, onBytes: () => {}, end: () => {} };
    const signal = new AbortController().signal;
    const open = () => Promise.reject(new Error('one measurer is enough'));
    expect(await checkImages({ args, cwd: folder.path, terminal, progress, measurer, open, signal })).toBe(0);

    const report = JSON.parse(printed.join(''));
    const [saving] = explainSavings(report, measurer);
    const [before, after] = [await witness(folder.path, 'Dockerfile'), await witness(folder.path, 'Dockerfile.small')];
    const [api, small] = report.comparisons.map(({ head }: { head: Parameters<typeof sumDirectories>[0] }) => {
      const directories = sumDirectories(head, (digest) => measurer.layerIndex(digest));
      const others = [...(directories ?? [])].filter(([path]) => path !== 'etc' && path !== '');
      return others.reduce((sum, [, bytes]) => sum + bytes, 0);
    });
    expect([api, small]).toEqual([before.total, after.total]);
    expect(saving?.lines.length).toBeGreaterThan(1);
    for (const line of saving?.lines ?? []) {
      const directory = `/${line.path}/`;
      expect([line.path, line.before, line.after]).toEqual([line.path, before.of(directory), after.of(directory)]);
    }
    const explained = (saving?.lines ?? []).reduce((sum, line) => sum + line.after - line.before, 0);
    const unpacked = report.comparisons.map(({ head }: { head: { unpacked: number } }) => head.unpacked);
    expect(explained + (saving?.wasted ?? 0) + (saving?.rest ?? 0)).toBe(unpacked[1] - unpacked[0]);

    const text = await readFile(join(folder.path, 'a.md'), 'utf8');
    expect(text.startsWith(DOCUMENT_MARKER)).toBe(true);
    expect(text).toContain('`/opt/tools/bin` | gone');
    expect(text).toMatch(/\| `small` \| .* \| [\d.]+ s(?:, \d of 1 steps cached)? \|/);
  });
});
