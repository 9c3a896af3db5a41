import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { inspectFiles } from '../support/inspect.ts';

interface ZipSpec {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly stored?: boolean;
  /** Sizes after the content, as `jar` writes it. */
  readonly follow?: boolean;
}

/** The local part of a zip archive (APPNOTE.TXT 4.3.7); what reads its start needs no directory. */
function zip(specs: readonly ZipSpec[]): Buffer {
  return Buffer.concat(
    specs.flatMap(({ name, content, stored = false, follow = false }) => {
      const bytes = stored ? Buffer.from(content) : deflateRawSync(Buffer.from(content));
      const header = Buffer.alloc(30);
      header.writeUInt32LE(0x04034b50, 0);
      header.writeUInt16LE(follow ? 8 : 0, 6);
      header.writeUInt16LE(stored ? 0 : 8, 8);
      if (!follow) header.writeUInt32LE(bytes.length, 18);
      header.writeUInt16LE(name.length, 26);
      const descriptor = Buffer.alloc(follow ? 16 : 0);
      if (follow) descriptor.writeUInt32LE(0x08074b50, 0);
      return [header, Buffer.from(name), bytes, descriptor];
    }),
  );
}

const manifest = (text: string) => ({
  name: 'META-INF/MANIFEST.MF',
  content: `Manifest-Version: 1.0\r\n${text}\r\n\r\nName: x\r\n`,
});
const pom = (name: string) => ({
  name: `META-INF/maven/org.acme/${name}/pom.properties`,
  content: `#made\ngroupId=org.acme\nartifactId=${name}\nversion=3.1\n`,
});

describe('a Java archive is named by', () => {
  test.each<readonly [string, string, readonly ZipSpec[], string]>([
    ['its pom.properties', 'app.jar', [manifest(''), pom('thing')], 'pkg:maven/org.acme/thing@3.1'],
    ['the one it is named after of several', 'two-9.jar', [pom('one'), pom('two')], 'pkg:maven/org.acme/two@3.1'],
    ['its file where none of several fits', 'app-2.0.jar', [pom('one'), pom('two')], 'pkg:maven/app@2.0'],
    [
      'its manifest',
      'x.war',
      [manifest('Implementation-Title: demo\r\nImplementation-Ver\r\n sion: 1.5')],
      'pkg:maven/demo@1.5',
    ],
    [
      'its file name if the title is free text',
      'lang-3.jar',
      [manifest('Implementation-Title: Apache Lang')],
      'pkg:maven/lang@3',
    ],
    [
      'its manifest with the vendor as group',
      'a.jar',
      [manifest('Implementation-Vendor-Id: org.a')],
      'pkg:maven/org.a/a',
    ],
    [
      'its file name if the manifest has no name',
      'log4j-core-2.17.1.jar',
      [{ name: 'a', content: '' }],
      'pkg:maven/log4j-core@2.17.1',
    ],
  ])('%s', async (_, file, specs, purl) => {
    const variants = [
      specs,
      specs.map((spec) => ({ ...spec, follow: true })),
      specs.map((spec) => ({ ...spec, stored: true })),
    ];
    for (const variant of variants)
      expect((await inspectFiles({ [`opt/${file}`]: zip(variant) })).owners).toEqual({ [`opt/${file}`]: purl });
  });
});

test.each<readonly [string, Uint8Array, readonly string[]]>([
  ['that is not an archive', Buffer.from('hello world'), []],
  ['that is empty', Buffer.alloc(0), []],
  ['with a truncated header', zip([pom('one')]).subarray(0, 40), ['pkg:maven/a@1']],
  ['with truncated content', zip([{ ...pom('one'), follow: true }]).subarray(0, 90), ['pkg:maven/a@1']],
  [
    'that inflates beyond the limit',
    zip([{ ...manifest('x'.repeat(5_000_000)), follow: true }, pom('one')]),
    ['pkg:maven/a@1'],
  ],
  [
    'with its name after 64 KiB',
    zip([{ name: 'b', content: Buffer.alloc(70_000), stored: true }, pom('one')]),
    ['pkg:maven/a@1'],
  ],
])('the package of a Java archive %s', async (_, bytes, packages) => {
  expect((await inspectFiles({ 'a-1.jar': bytes })).packages).toEqual(packages);
});
