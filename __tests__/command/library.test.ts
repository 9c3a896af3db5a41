import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Measurements, Report } from '../../src/command/library/public.ts';
import { compare, measure, version } from '../../src/library.ts';
import type { Report as FullReport } from '../../src/model/document.ts';
import type { MeasurementFile } from '../../src/model/measurement.ts';
import { VERSION } from '../../src/run/version.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { blobsOf, makeImage, makeLayer, makeLayout, writeFiles } from '../support/makeImage.ts';

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

describe('the library', () => {
  test('measures sources and names what it could not measure', async () => {
    await using folder = await layouts();
    const messages: string[] = [];
    const options = { cwd: folder.path, onMessage: (text: string) => messages.push(text) };
    const { schemaVersion, measurements, errors = [] } = await measure(['oci:before', 'oci:gone'], options);
    expect(schemaVersion).toBe(1);
    expect(measurements.map(({ image, platform, unpacked }) => [image, platform, unpacked])).toEqual([
      ['before', 'linux/amd64', 10],
    ]);
    expect(errors.map(({ image }) => image)).toEqual(['gone']);
  });

  test('compares sources, what measure gave, and conditions', async () => {
    await using folder = await layouts();
    const options = { cwd: folder.path, failIf: ['unpacked > +5 B'] };
    const before = await measure('oci:before', { cwd: folder.path });
    for (const base of ['oci:before', before, JSON.parse(JSON.stringify(before))]) {
      const { verdict, comparisons } = await compare(base, 'oci:after', options);
      expect([verdict, comparisons.map(({ image, growth }) => [image, growth.unpacked])]).toEqual([
        'fail',
        [['after', 10]],
      ]);
      expect(comparisons[0]?.conditions.map(({ text, verdict }) => [text, verdict])).toEqual([
        ['unpacked > +5 B', 'fail'],
      ]);
    }
    expect((await compare(before, before, { failIf: ['none'] })).verdict).toBe('pass');
  });

  test.each([
    ['a source that does not exist', () => compare('oci:gone', 'oci:gone')],
    ['a condition that is none', () => compare('oci:a', 'oci:b', { failIf: ['size > 3'] })],
    ['an option that is wrong', () => measure('oci:a', { platforms: ['arm64'] })],
    ['what is no measurement', () => compare({} as Measurements, 'oci:b')],
    ['no source', () => measure([])],
    ['a source that is no text', () => measure([3 as unknown as string])],
  ])('throws an error for people for %s', async (_, work) => {
    await expect((async () => work())()).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/\S/),
    });
  });

  test('ends with its signal', async () => {
    await using folder = await layouts();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(measure('Dockerfile', { cwd: folder.path, signal })).rejects.toThrow('enough');
  });

  test('says its version', () => expect(version).toBe(VERSION));
});

test('the published types are a part of what the documents hold', () => {
  const asPublished = (report: FullReport, file: MeasurementFile): readonly [Report, Measurements] => [report, file];
  expect(asPublished).toHaveLength(2);
});
