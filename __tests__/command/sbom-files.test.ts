import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command/arguments.ts';
import { compareSources } from '../../src/command/compare.ts';
import { sbomRun } from '../../src/command/files/sbom-files.ts';
import { measureSources } from '../../src/command/measure.ts';
import { openProgress } from '../../src/command/progress.ts';
import { showReports } from '../../src/command/report.ts';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import type { InspectLayer } from '../../src/oci/layer/inspector.ts';
import { inspectPackages } from '../../src/packages/inspector.ts';
import { VERSION } from '../../src/run/version.ts';
import { cycloneDxProblems, spdxProblems } from '../report/formats/sbom/schemas.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { blobsOf, makeImage, makeLayer, makeLayout, writeFiles } from '../support/makeImage.ts';
import { keepingTerminal } from '../support/terminal.ts';

const DATABASE =
  'P:busybox\nV:1.36.1-r5\nA:x86_64\nF:bin\nR:busybox\n\nP:libc-utils\nV:0.7.2-r5\nA:x86_64\n\nP:zlib\nV:1.3-r2\nA:x86_64\nF:lib\nR:libz.so.1\n';

/** A folder with layouts of images with apk's packages: `after` has ten bytes more, `both` has two platforms. */
async function layouts(): Promise<Folder> {
  const folder = await makeFolder();
  const imageOf = (size: number, platform = 'linux/amd64') =>
    makeImage(
      [
        makeLayer([
          { path: 'etc/os-release', content: 'ID=alpine\n' },
          { path: 'lib/apk/db/installed', content: DATABASE },
          { path: 'bin/busybox', content: 'b'.repeat(500) },
          { path: 'lib/libz.so.1', content: 'z'.repeat(40) },
        ]),
        makeLayer([{ path: 'opt/app', content: 'y'.repeat(size) }]),
      ],
      { platform },
    );
  const write = async (name: string, images: readonly ReturnType<typeof makeImage>[]) => {
    const descriptors = images.map(({ manifest: { mediaType, digest, size } }) => ({ mediaType, digest, size }));
    await writeFiles(join(folder.path, name), makeLayout(descriptors, images.flatMap(blobsOf)));
  };
  await write('before', [imageOf(10)]);
  await write('after', [imageOf(20)]);
  await write('both', [imageOf(10), imageOf(10, 'linux/arm64')]);
  return folder;
}

const COMMANDS = { measure: measureSources, compare: compareSources } as const;

async function run(folder: Folder, words: readonly string[], inspect: InspectLayer | null = inspectPackages) {
  const { terminal, printed } = keepingTerminal(100);
  const args = parseArguments(words);
  const cwd = folder.path;
  if (args.command === 'report') return { status: await showReports({ args, cwd, terminal }), ...printed(), err: '' };
  const progress = openProgress(terminal, args);
  const { log } = progress;
  const options = { cacheFrom: [], cacheTo: [], timeLimit: 10, log, version: '1' };
  await using measurer = await openMeasurer({ ...options, ...(inspect !== null && { inspect }) });
  const open = () => Promise.reject(new Error('one measurer is enough'));
  const session = { args, cwd, terminal, progress, measurer, open, signal: AbortSignal.timeout(60_000) };
  const status = await COMMANDS[args.command as keyof typeof COMMANDS](session);
  return { status, ...printed() };
}

const read = async (folder: Folder, name: string) => JSON.parse(await readFile(join(folder.path, name), 'utf8'));
const purls = (document: { readonly components: readonly { readonly purl: string }[] }) =>
  document.components.map(({ purl }) => purl);

const PACKAGES = [
  'pkg:apk/alpine/busybox@1.36.1-r5?arch=x86_64',
  'pkg:apk/alpine/libc-utils@0.7.2-r5?arch=x86_64',
  'pkg:apk/alpine/zlib@1.3-r2?arch=x86_64',
];

describe('a bill of materials', () => {
  test('is written by measure with all packages and their bytes, and replaced by the next run', async () => {
    await using folder = await layouts();
    for (let times = 0; times < 2; times++) {
      const { status, err } = await run(folder, ['measure', 'oci:before', '--cyclonedx=a.json', '--spdx=b.json']);
      expect([status, err]).toEqual([0, 'Wrote a.json\nWrote b.json\n']);
    }
    const [document, other] = [await read(folder, 'a.json'), await read(folder, 'b.json')];
    expect([...cycloneDxProblems(document), ...spdxProblems(other)]).toEqual([]);
    expect(purls(document)).toEqual(PACKAGES);
    const bytes = document.components.map(
      ({ properties }: { readonly properties: readonly { readonly name: string; readonly value: string }[] }) =>
        properties.find(({ name }) => name === 'image-size-gate:installedBytes')?.value,
    );
    expect(bytes).toEqual(['500', '0', '40']);
    expect(other.packages).toHaveLength(1 + PACKAGES.length);
  });

  test('is written by compare of the head', async () => {
    await using folder = await layouts();
    await run(folder, ['compare', 'oci:before', 'oci:after', '--cyclonedx=a.json', '--fail-if=none']);
    expect((await read(folder, 'a.json')).metadata.component.name).toBe('after');
  });

  test('is one for each image and platform in a folder, and refused as one file', async () => {
    await using folder = await layouts();
    await expect(run(folder, ['measure', 'oci:both', '--spdx=a.json'])).rejects.toThrow(
      '--spdx: a document is of one image on one platform; found 2: both (linux/amd64), both (linux/arm64). Give a folder (a path that ends in /)',
    );
    await expect(run(folder, ['measure', 'oci:both', '--spdx=new/'])).rejects.toThrow('--spdx: new/ is not a folder');
    await folder.write('sbom/keep', '');
    await run(folder, ['measure', 'oci:both', 'oci:after', '--cyclonedx=sbom/', '--quiet']);
    expect((await readdir(join(folder.path, 'sbom'))).toSorted()).toEqual([
      'after-linux-amd64.cdx.json',
      'both-linux-amd64.cdx.json',
      'both-linux-arm64.cdx.json',
      'keep',
    ]);
  });

  test('never replaces a document of another program', async () => {
    await using folder = await layouts();
    await folder.write('a.json', '{"bomFormat": "CycloneDX"}');
    await expect(run(folder, ['measure', 'oci:before', '--cyclonedx=a.json'])).rejects.toThrow('--cyclonedx: ');
    expect(await read(folder, 'a.json')).toEqual({ bomFormat: 'CycloneDX' });
  });

  test('is refused where the packages of a layer are not known', async () => {
    await using folder = await layouts();
    const words = ['measure', 'oci:before', '--cyclonedx=a.json'];
    await expect(run(folder, words, null)).rejects.toThrow('before (linux/amd64): all its packages are needed');
  });

  test('is made of a report that was written with --contents, and refused of one without', async () => {
    await using folder = await layouts();
    const words = ['compare', 'oci:before', 'oci:after', '--json', '--fail-if=none'];
    await folder.write('whole.json', (await run(folder, [...words, '--contents', '--spdx=direct.json'])).out);
    await folder.write('bare.json', (await run(folder, words)).out);
    const made = await run(folder, ['report', 'whole.json', '--format=spdx']);
    expect(JSON.parse(made.out)).toEqual(await read(folder, 'direct.json'));
    expect(purls(JSON.parse((await run(folder, ['report', 'whole.json', '--format=cyclonedx'])).out))).toEqual(
      PACKAGES,
    );
    await expect(run(folder, ['report', 'bare.json', '--format=spdx'])).rejects.toThrow(
      'after (linux/amd64): all its packages are needed, and they are not known',
    );
    await expect(run(folder, ['report', 'whole.json', '--format=spdx', '--platform=linux/arm64'])).rejects.toThrow(
      'found no such image or platform. Name one with --image and --platform: after (linux/amd64)',
    );
  });
});

test.each([
  ['--contents', ['compare', 'a', 'b', '--contents'], '--contents is for --json'],
  [
    '--platform',
    ['report', 'a.json', '--platform=linux/amd64'],
    '--platform of report is for --format cyclonedx and spdx',
  ],
])('%s without an effect is refused', (_, words, message) => {
  expect(() => parseArguments(words)).toThrow(message);
});

test.each([
  ['0', '1970-01-01T00:00:00Z'],
  ['1796000000', '2026-11-30T00:53:20Z'],
  ['', undefined],
  ['-1', undefined],
  ['999999999999', undefined],
  ['yesterday', undefined],
])('SOURCE_DATE_EPOCH=%s is the time of a document', (epoch, created) => {
  expect(sbomRun({ SOURCE_DATE_EPOCH: epoch })).toEqual({
    version: VERSION,
    ...(created !== undefined && { created }),
  });
});
