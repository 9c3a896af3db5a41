import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ImageError } from '../../../src/oci/error.ts';
import { DEFAULT_LIMITS, type TarLimits } from '../../../src/oci/limits.ts';
import { readTar } from '../../../src/oci/tar/tar.ts';
import { base256, CHUNKS, inChunks, makeEntry, makeLong, makePax, makeTar, octal } from '../../support/makeTar.ts';

const long = `${'d'.repeat(80)}/${'e'.repeat(80)}/${'f'.repeat(80)}`;
const file = { path: 'a', content: 'hello' };

async function read(bytes: Uint8Array, chunk = bytes.length, limits: TarLimits = DEFAULT_LIMITS) {
  const entries: string[] = [];
  for await (const { path, type, size, linkPath, content } of readTar(
    inChunks(bytes, chunk),
    { archive: 'x.tar' },
    limits,
  )) {
    let stored = 0;
    for await (const piece of content) stored += piece.length;
    entries.push([path, type, size, stored, linkPath].join(' ').trim());
  }
  return entries;
}

async function failure(bytes: Uint8Array, chunk?: number, limits?: TarLimits): Promise<ImageError> {
  const error = await read(bytes, chunk, limits).catch((thrown: unknown) => thrown);
  if (!(error instanceof ImageError)) throw new Error(`no ImageError but ${String(error)}`);
  return error;
}

/** Old GNU sparse: stored bytes, real size, and continuation blocks of the map. */
function makeSparse(real: number, blocks: number, content: string): Buffer {
  const patch = { 482: blocks > 0 ? '\x01' : '\0', 483: octal(real) };
  const header = makeEntry({ path: 's', flag: 'S', magic: 'gnu', size: content.length, patch });
  const map = Array.from({ length: blocks }, (_, at) => Buffer.alloc(512).fill(at + 1 < blocks ? 1 : 0, 504, 505));
  return Buffer.concat([header, ...map, Buffer.from(content.padEnd(512, '\0'))]);
}

const readable: readonly (readonly [string, Buffer, readonly string[]])[] = [
  ['an empty archive', makeTar([]), []],
  ['no bytes at all', Buffer.alloc(0), []],
  ['a ustar file', makeTar([file]), ['a file 5 5']],
  ['a file without content', makeTar([{ path: 'a' }]), ['a file 0 0']],
  [
    'a file of exactly a block',
    makeTar([{ path: 'a', content: 'x'.repeat(512) }, file]),
    ['a file 512 512', 'a file 5 5'],
  ],
  ['an archive without its end', makeTar([file], { end: false }), ['a file 5 5']],
  ['what follows the end', makeTar([makeTar([file]), Buffer.from('garbage')]), ['a file 5 5']],
  [
    'a v7 file and directory',
    makeTar([
      { ...file, magic: 'v7', flag: '\0' },
      { path: 'd/', magic: 'v7', flag: '\0' },
    ]),
    ['a file 5 5', 'd/ directory 0 0'],
  ],
  ['a ustar prefix', makeTar([{ path: 'n', prefix: 'deep/er' }]), ['deep/er/n file 0 0']],
  [
    'a star prefix, shorter than ustar',
    makeTar([{ path: 'n', prefix: `p${'\0'.repeat(140)}x`, magic: 'star' }]),
    ['p/n file 0 0'],
  ],
  ['no prefix in GNU headers', makeTar([{ path: 'n', prefix: '12345670', magic: 'gnu' }]), ['n file 0 0']],
  ['a signed checksum', makeTar([{ path: 'é', checksum: 'signed' }]), ['é file 0 0']],
  ['a name that is not UTF-8', makeTar([{ path: '', patch: { 0: Buffer.from([0xff, 0xfe]) } }]), ['ÿþ file 0 0']],
  ['a size in base 256', makeTar([{ ...file, size: base256(5n) }]), ['a file 5 5']],
  [
    'links, devices and fifos without content',
    makeTar([
      { path: 'h', flag: '1', linkPath: 'a', size: 9 },
      { path: 's', flag: '2', linkPath: '../a' },
      { path: 'c', flag: '3' },
      { path: 'b', flag: '4' },
      { path: 'f', flag: '6' },
    ]),
    ['h hardlink 0 0 a', 's symlink 0 0 ../a', 'c device 0 0', 'b device 0 0', 'f fifo 0 0'],
  ],
  [
    'contiguous, unknown and continued files',
    makeTar([
      { ...file, flag: '7' },
      { ...file, flag: 'Q' },
      { ...file, flag: 'M' },
    ]),
    ['a file 5 5', 'a file 5 5', 'a file 5 5'],
  ],
  [
    "GNU's volume label and dumped directory",
    makeTar([
      { path: 'label', flag: 'V' },
      { path: 'd/', flag: 'D', content: 'Yx\0' },
    ]),
    ['d/ directory 0 3'],
  ],
  [
    'GNU long names and links',
    makeTar([
      makeLong('K', `${long}l`),
      makeLong('L', long),
      { path: 'short', flag: '2', linkPath: 'short', magic: 'gnu' },
      file,
    ]),
    [`${long} symlink 0 0 ${long}l`, 'a file 5 5'],
  ],
  [
    'PAX path, linkpath and size',
    makeTar([makePax({ path: long, linkpath: 'l', size: 5, comment: 'é' }), { ...file, size: 0, flag: '0' }]),
    [`${long} file 5 5 l`],
  ],
  ['PAX over GNU names', makeTar([makeLong('L', 'gnu'), makePax({ path: 'pax' }), file]), ['pax file 5 5']],
  ['an empty PAX value as none', makeTar([makePax({ path: '' }), file]), ['a file 5 5']],
  [
    'a global PAX header without effect, as in Go',
    makeTar([makePax({ path: 'g', comment: 'commit' }, 'g'), file]),
    ['a file 5 5'],
  ],
  ['old GNU sparse', makeTar([makeSparse(1_000_000, 0, 'data'), file]), ['s file 1000000 4', 'a file 5 5']],
  [
    'old GNU sparse with a long map',
    makeTar([makeSparse(1_000_000, 3, 'data'), file]),
    ['s file 1000000 4', 'a file 5 5'],
  ],
  ['PAX sparse 0.0', makeTar([makePax({ 'GNU.sparse.size': 99, 'GNU.sparse.numblocks': 1 }), file]), ['a file 99 5']],
  [
    'PAX sparse 0.1',
    makeTar([makePax({ 'GNU.sparse.name': 'n', 'GNU.sparse.size': 99, 'GNU.sparse.map': '0,5' }), file]),
    ['n file 99 5'],
  ],
  [
    'PAX sparse 1.0',
    makeTar([
      makePax({ 'GNU.sparse.major': 1, 'GNU.sparse.minor': 0, 'GNU.sparse.name': 'n', 'GNU.sparse.realsize': 99 }),
      file,
    ]),
    ['n file 99 5'],
  ],
];

describe.each(CHUNKS)('in chunks of %d bytes, a tar reader', (chunk) => {
  test.each(readable)('reads %s', async (_name, bytes, entries) => {
    expect(await read(bytes, Math.min(chunk, bytes.length || 1))).toEqual(entries);
  });
});

const record = (text: string) => makeTar([makeEntry({ path: 'x', flag: 'x', content: text }), file]);

const broken: readonly (readonly [string, Buffer, RegExp, string | undefined, number])[] = [
  [
    'a header cut short',
    makeTar([file]).subarray(0, 1024 + 100),
    /truncated: .* header block \(100 of 512/,
    undefined,
    1124,
  ],
  ['content cut short', makeTar([file]).subarray(0, 515), /truncated: .* 2 bytes of content/, 'a', 515],
  ['padding cut short', makeTar([file]).subarray(0, 600), /truncated: .* padding/, 'a', 600],
  [
    'a record without its entry',
    makeTar([makeLong('L', 'n')], { end: false }),
    /truncated: .* without its entry/,
    '././@LongLink',
    1024,
  ],
  ['a record before the end', makeTar([makeLong('L', 'n')]), /truncated: .* without its entry/, '././@LongLink', 1536],
  ['a wrong checksum', makeTar([file, { path: 'b', checksum: 'wrong' }]), /bad header checksum/, 'b', 1024],
  ['a header after a zero block', makeTar([Buffer.alloc(512), file]), /follows a block of zeros/, undefined, 512],
  ['a negative size', makeTar([{ ...file, size: base256(-1n) }]), /size field is negative/, 'a', 0],
  [
    'a size beyond safe integers',
    makeTar([{ ...file, size: base256(1n << 80n) }]),
    /size field is absurdly large/,
    'a',
    0,
  ],
  ['a size beyond the limit', makeTar([{ ...file, size: base256(1n << 40n) }]), /absurd size: 1099511627776/, 'a', 0],
  [
    'a sparse size beyond any file system',
    makeTar([makePax({ 'GNU.sparse.size': 2 ** 50 }), file]),
    /absurd size: a sparse file/,
    'a',
    1024,
  ],
  ['a size that is no number', makeTar([{ ...file, size: Buffer.from('0000000x\0') }]), /not an octal number/, 'a', 0],
  ['a PAX record that overruns', record('99 path=x\n'), /malformed PAX record at byte 0/, 'x', 0],
  ['a PAX record without length', record('path=x\n'), /malformed PAX record/, 'x', 0],
  ['a PAX record without newline', record('9 path=xx'), /malformed PAX record/, 'x', 0],
  ['a PAX record without key', record('5 =x\n'), /has no key/, 'x', 0],
  ['a PAX path with a NUL', record('12 path=a\0b\n'), /holds a NUL/, 'x', 0],
  ['a PAX size that is none', makeTar([makePax({ size: '-1' }), file]), /not a size: "-1"/, 'PaxHeaders/x', 0],
];

describe.each(CHUNKS)('in chunks of %d bytes, a tar reader refuses', (chunk) => {
  test.each(broken)('%s', async (_name, bytes, message, entry, offset) => {
    const error = await failure(bytes, Math.min(chunk, bytes.length));
    expect(error.message).toMatch(message);
    expect(error.place).toEqual({ archive: 'x.tar', ...(entry !== undefined && { entry }), offset });
  });
});

describe('the limits of a tar reader', () => {
  test('are enforced for the number of entries', async () => {
    const error = await failure(makeTar([file, file, file]), undefined, { ...DEFAULT_LIMITS, entries: 2 });
    expect(error.message).toBe('x.tar, entry "a", byte 2048: more than 2 entries');
  });

  test.each(['L', 'K', 'x', 'g'])('are enforced for a record of type %s', async (flag) => {
    const error = await failure(makeTar([{ path: 'r', flag, size: 1024 * 1024 + 1 }]));
    expect(error.message).toMatch(/extended header of 1048577 bytes is over the limit/);
  });
});

describe('an archive of GNU tar', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'tar-'));
    mkdirSync(join(directory, 'd'));
    writeFileSync(join(directory, 'd/file'), 'x'.repeat(3000));
    writeFileSync(join(directory, 'd/empty'), '');
    linkSync(join(directory, 'd/file'), join(directory, 'd/hard'));
    symlinkSync('file', join(directory, 'd/soft'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const archive = (...options: string[]) =>
    execFileSync('tar', ['-C', directory, '--sort=name', ...options, '-cf', '-', 'd'], { maxBuffer: 1 << 26 });

  test.each(['v7', 'oldgnu', 'gnu', 'ustar', 'pax'])('in format %s is read', async (format) => {
    expect(await read(archive(`--format=${format}`))).toEqual([
      'd/ directory 0 0',
      'd/empty file 0 0',
      'd/file file 3000 3000',
      'd/hard hardlink 0 0 d/file',
      'd/soft symlink 0 0 file',
    ]);
  });

  test.each(['gnu', 'pax'])('of long names in format %s is read', async (format) => {
    const name = `d/${'n'.repeat(200)}`;
    writeFileSync(join(directory, name), 'long');
    symlinkSync('t'.repeat(180), join(directory, `${name}l`));
    const entries = await read(archive(`--format=${format}`), 511);
    rmSync(join(directory, name));
    rmSync(join(directory, `${name}l`));
    expect(entries).toEqual(expect.arrayContaining([`${name} file 4 4`, `${name}l symlink 0 0 ${'t'.repeat(180)}`]));
  });

  test.each([
    ['gnu'],
    ['pax', '--sparse-version=0.0'],
    ['pax', '--sparse-version=0.1'],
    ['pax', '--sparse-version=1.0'],
  ])('of sparse files in format %s %s is read with their full size', async (format, ...options) => {
    const sparse = join(directory, 'd/sparse');
    // More holes than the four that fit into an old GNU header.
    const holes = Buffer.alloc(40 * 65_536);
    for (let at = 0; at < holes.length; at += 65_536) holes[at] = 1;
    writeFileSync(sparse, holes);
    truncateSync(sparse, 100_000_000);
    const bytes = archive(`--format=${format}`, '--sparse', '--hole-detection=raw', ...options);
    rmSync(sparse);
    expect(bytes.length).toBeLessThan(1_000_000);
    expect((await read(bytes, 513)).filter((entry) => entry.includes('sparse'))).toEqual([
      expect.stringMatching(/^d\/sparse file 100000000 \d+$/),
    ]);
  });
});
