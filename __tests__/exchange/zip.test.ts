import { describe, expect, test } from '@jest/globals';
import { readZipEntry } from '../../src/exchange/zip.ts';
import { UserError } from '../../src/text/error.ts';
import { makeZip, type ZipEntry } from '../support/makeZip.ts';

const NAME = 'image-size-gate.json';
const JSON_TEXT = '{"schema":1,"name":"größer"}';
const LIMIT = 10_000;
const ours: ZipEntry = { name: NAME, data: JSON_TEXT };

const read = (zip: Buffer) => readZipEntry(zip, NAME, LIMIT, 'report-a');
const errorOf = (zip: Buffer): Promise<unknown> =>
  read(zip).then(
    (text) => `it was read: ${text.slice(0, 100)}`,
    (error: unknown) => error,
  );

describe('the text of the one file is read', () => {
  test.each([
    ['deflated', makeZip([ours])],
    ['stored', makeZip([{ ...ours, method: 0 }])],
    ['with a mode of Unix', makeZip([{ ...ours, mode: 0o100644 }])],
    ['with its sizes in zip64', makeZip([{ ...ours, isZip64: true }])],
    ['behind a comment', makeZip([ours], { comment: 'made by hand' })],
    [
      'beside other files',
      makeZip([{ name: 'log/build.txt', data: 'x' }, ours, { name: 'empty/', data: '', method: 0 }]),
    ],
    ['in no zip at all', Buffer.from(JSON_TEXT)],
  ])('%s', async (_, zip) => {
    expect(await read(zip)).toBe(JSON_TEXT);
  });

  test('up to the limit and not a byte more', async () => {
    const data = `{"a":"${'x'.repeat(LIMIT - 8)}"}`;
    expect(await read(makeZip([{ name: NAME, data }]))).toBe(data);
    expect(await errorOf(makeZip([{ name: NAME, data: `${data} ` }]))).toMatchObject({
      message: `Artifact "report-a": "${NAME}" has 10001 bytes; at most 10000 are read`,
    });
  });
});

/** 50 MB that deflate to 50 kB, and what an archive may say of their size. */
const bomb = Buffer.alloc(50_000_000, 0x20);
const zipOf = (change: Partial<ZipEntry>) => makeZip([{ ...ours, ...change }]);

const HOSTILE: readonly (readonly [title: string, zip: Buffer, problem: RegExp])[] = [
  ['nothing', Buffer.alloc(0), /neither a zip nor JSON \(0 bytes\)/],
  ['a page of HTML', Buffer.from('<!doctype html>'), /neither a zip nor JSON/],
  ['a tar with gzip', Buffer.from([0x1f, 0x8b, 8, 0]), /neither a zip nor JSON/],
  ['two letters', Buffer.from('PK'), /not a zip file, or file is truncated/],
  ['a zip without its end', makeZip([ours]).subarray(0, -30), /truncated/],
  ['a zip without its beginning', Buffer.concat([Buffer.from('PK'), makeZip([ours]).subarray(40)]), /header|EOF/],
  ['an empty zip', makeZip([]), /has no "image-size-gate\.json", only nothing/],
  ['JSON beyond the limit', Buffer.from(`{${' '.repeat(LIMIT)}}`), /has 10002 bytes; at most 10000/],
  ['a bomb that says its size', zipOf({ data: bomb }), /has 50000000 bytes; at most 10000/],
  ['a bomb that says another size', zipOf({ data: bomb, uncompressedSize: 9_000 }), /too many bytes/],
  ['a bomb that says zip64 sizes', zipOf({ isZip64: true, uncompressedSize: 2 ** 52 }), /has 4503599627370496 bytes/],
  ['a size that is more than there is', zipOf({ uncompressedSize: 9_000 }), /not enough bytes/],
  ['compressed bytes beyond the end', zipOf({ compressedSize: 9_000 }), /overflows file bounds/],
  ['compressed bytes that are cut', zipOf({ compressedSize: 5 }), /unexpected end of file/],
  [
    'more entries than are looked at',
    makeZip(Array.from({ length: 101 }, (_, i) => ({ name: `${i}`, data: '' }))),
    /has 101 entries/,
  ],
  ['entries that are not there', makeZip([ours], { entryCount: 60_000 }), /has 60000 entries/],
  ['an entry that is not there', makeZip([ours], { entryCount: 2 }), /invalid central directory|EOF/],
  ['a path upwards', makeZip([{ ...ours, name: `../${NAME}` }]), /invalid relative path: \.\.\/image-size-gate\.json/],
  ['a path upwards beside the file', makeZip([ours, { name: 'a/../../b', data: '' }]), /invalid relative path/],
  ['an absolute path', makeZip([{ ...ours, name: `/${NAME}` }]), /absolute path/],
  ['a drive', makeZip([{ ...ours, name: `C:${NAME}` }]), /absolute path/],
  ['a backslash', makeZip([{ ...ours, name: `..\\${NAME}` }]), /invalid characters in fileName/],
  ['the name in another folder', makeZip([{ ...ours, name: `a/${NAME}` }]), /only "a\/image-size-gate\.json"/],
  ['the name in another case', makeZip([{ ...ours, name: 'Image-Size-Gate.json' }]), /only "Image-Size-Gate\.json"/],
  [
    'the name behind a zero byte',
    makeZip([{ ...ours, name: `${NAME}\0.txt` }]),
    /only "image-size-gate\.json\\u0000\.txt"/,
  ],
  ['the name twice', makeZip([ours, { ...ours, data: '{}' }]), /2 entries called/],
  ['a folder of that name', makeZip([{ ...ours, name: `${NAME}/`, data: '', method: 0 }]), /has no/],
  ['a folder by its mode', zipOf({ mode: 0o040755 }), /is not a regular file/],
  ['a symbolic link', zipOf({ data: '/etc/passwd', mode: 0o120777 }), /is not a regular file/],
  ['a device', zipOf({ mode: 0o020666 }), /is not a regular file/],
  ['an encrypted file', zipOf({ flags: 1 }), /is encrypted/],
  ['strong encryption', zipOf({ flags: 0x41 }), /strong encryption/],
  ['bzip2', zipOf({ method: 12 }), /compressed by method 12; 0 \(stored\) and 8 \(deflate\)/],
  ['a wrong checksum', zipOf({ crc: 1 }), /checksum .* is wrong/],
  [
    'what is no deflate',
    makeZip([{ ...ours, method: 0 }]).map((byte, i, all) => (methodAt(all).includes(i) ? 8 : byte)) as Buffer,
    /invalid|incorrect/,
  ],
  ['text in Latin-1', zipOf({ data: Buffer.from(JSON_TEXT, 'latin1') }), /is not UTF-8/],
  ['half a surrogate in UTF-8', zipOf({ data: Buffer.from([0x7b, 0xed, 0xa0, 0x80, 0x7d]) }), /is not UTF-8/],
  ['text in UTF-16', zipOf({ data: Buffer.from(JSON_TEXT, 'utf16le') }), /is not UTF-8/],
  ['a name of 60,000 characters', makeZip([{ ...ours, name: 'x'.repeat(60_000) }]), /^.{0,500}$/],
];

/** Where the central directory says how the first entry is compressed. */
function methodAt(zip: Uint8Array): readonly number[] {
  const central = Buffer.from(zip).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  return [central + 10];
}

describe('a stranger gets nothing through', () => {
  test.each(HOSTILE)('%s', async (_, zip, problem) => {
    const error = await errorOf(Buffer.from(zip));
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(/^Artifact "report-a": /);
    expect((error as UserError).message).toMatch(problem);
  });

  test('into a log by the name of an entry', async () => {
    const error = await errorOf(makeZip([{ ...ours, name: '../\n::error::\u001b[2J\u202e' }]));
    expect((error as UserError).message).toBe('Artifact "report-a": invalid relative path: ../�::error::�[2J�');
  });

  test('with a zip that is cut at any byte', async () => {
    const zip = makeZip([ours]);
    for (let length = 0; length < zip.length; length += 1) {
      expect(await errorOf(zip.subarray(0, length))).toBeInstanceOf(UserError);
    }
  });

  test('with any one byte changed: the text is the same or there is an error', async () => {
    const zip = makeZip([ours]);
    for (let at = 0; at < zip.length; at += 1) {
      for (const value of [0, 0x7f, 0xff, (zip[at] ?? 0) ^ 1]) {
        const changed = Buffer.from(zip);
        changed[at] = value;
        const outcome = await read(changed).catch((error: unknown) => error);
        if (outcome !== JSON_TEXT) expect(outcome).toBeInstanceOf(UserError);
      }
    }
  });
});
