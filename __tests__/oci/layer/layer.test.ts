import { randomBytes } from 'node:crypto';
import { crc32, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { ImageError } from '../../../src/oci/error.ts';
import { type LayerOptions, readLayer } from '../../../src/oci/layer/layer.ts';
import { DEFAULT_LIMITS } from '../../../src/oci/limits.ts';
import { makeLayer, sha256 } from '../../support/makeImage.ts';
import { CHUNKS, inChunks, makeEntry, makePax, makeTar, type TarSpec } from '../../support/makeTar.ts';

const OCI = 'application/vnd.oci.image.layer.v1.tar';
const DOCKER = 'application/vnd.docker.image.rootfs.diff.tar';
const specs: readonly TarSpec[] = [
  { path: './' },
  { path: './usr/' },
  { path: './usr/bin/tool', content: 'x'.repeat(700) },
  { path: 'usr/bin/same', flag: '1', linkPath: './usr/bin/tool' },
  { path: '/etc/link', flag: '2', linkPath: '../usr' },
  { path: 'var/.wh.cache' },
  { path: 'var/log/.wh..wh..opq' },
  { path: '.wh..wh.plnk/1.2', content: 'ignored' },
];
const tar = makeTar(specs);
const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
const halves = [tar.subarray(0, 1000), tar.subarray(1000)];

function read(blob: Uint8Array, options: Partial<LayerOptions> = {}, chunk = blob.length || 1) {
  const place = { archive: 'oci:app', entry: 'blobs/sha256/1' };
  return readLayer(inChunks(blob, chunk), { place, limits: DEFAULT_LIMITS, ...options });
}

async function failure(blob: Uint8Array, options?: Partial<LayerOptions>, chunk?: number): Promise<ImageError> {
  const error = await read(blob, options, chunk).catch((thrown: unknown) => thrown);
  if (!(error instanceof ImageError)) throw new Error(`no ImageError but ${String(error)}`);
  return error;
}

const contentsOf = async (entries: readonly TarSpec[]) => (await read(makeTar(entries))).index.contents;

describe('the index of a layer', () => {
  test('lists entries with normalised paths, whiteouts and opaque directories', async () => {
    const { index } = await read(tar);
    expect(index.entries).toEqual([
      { path: 'usr', type: 'directory', size: 0 },
      { path: 'usr/bin/tool', type: 'file', size: 700, crc32: crc32('x'.repeat(700)) },
      { path: 'usr/bin/same', type: 'hardlink', size: 0, linkTarget: 'usr/bin/tool' },
      { path: 'etc/link', type: 'symlink', size: 0, linkTarget: '../usr' },
      { path: 'var/cache', type: 'whiteout', size: 0 },
      { path: 'var/log', type: 'opaque', size: 0 },
    ]);
    expect(index).toMatchObject({ diffId: sha256(tar), tarSize: tar.length, unpacked: 700 });
  });

  test('counts the entries of eStargz as regular files', async () => {
    const toc = makeTar([
      { path: '.no.prefetch.landmark', content: '\x0f' },
      { path: 'stargz.index.json', content: '{}' },
    ]);
    expect((await read(toc)).index.unpacked).toBe(3);
  });

  test('has the same contents digest in another order, and with other opaque markers', async () => {
    const other = [...specs].reverse().filter((spec) => !spec.path.endsWith('.opq'));
    expect(await contentsOf(other)).toBe(await contentsOf(specs));
  });

  test.each([
    ['path', { path: 'usr/bin/other', content: 'x'.repeat(700) }],
    ['size', { path: 'usr/bin/tool', content: 'x'.repeat(701) }],
    ['type', { path: 'usr/bin/tool', flag: '6' }],
  ])('has other contents for another %s', async (_what, changed) => {
    expect(await contentsOf([changed])).not.toBe(
      await contentsOf([{ path: 'usr/bin/tool', content: 'x'.repeat(700) }]),
    );
  });

  test('has the same contents digest with directories and empty files that a step only touched', async () => {
    const touched = [{ path: 'var/log/' }, { path: 'var/lib/dpkg/lock-frontend' }, { path: 'var/.wh..wh..opq' }];
    expect(await contentsOf([...specs, ...touched])).toBe(await contentsOf(specs));
  });

  test('does not confuse a newline in a name with the next entry', async () => {
    const link = (path: string, linkPath: string): TarSpec => ({ path, flag: '2', linkPath });
    const one = await contentsOf([link('a', 'x\nb'), link('c', 'y')]);
    expect(await contentsOf([link('a', 'x'), link('b\nc', 'y')])).not.toBe(one);
  });
});

const blobs: readonly (readonly [string, string | undefined, Buffer])[] = [
  ['uncompressed', OCI, tar],
  ['gzip', `${OCI}+gzip`, gzipSync(tar)],
  ['zstd', `${OCI}+zstd`, zstdCompressSync(tar)],
  ["Docker's gzip", `${DOCKER}.gzip`, gzipSync(tar)],
  ["Docker's uncompressed", DOCKER, tar],
  ['nondistributable', 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', gzipSync(tar)],
  ['foreign', 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', gzipSync(tar)],
  ['unlabelled uncompressed', undefined, tar],
  ['unlabelled gzip', undefined, gzipSync(tar)],
  ['unlabelled zstd', undefined, zstdCompressSync(tar)],
  ['gzip of several members', `${OCI}+gzip`, Buffer.concat(halves.map((half) => gzipSync(half)))],
  ['zstd of several frames', `${OCI}+zstd`, Buffer.concat(halves.map((half) => zstdCompressSync(half)))],
  [
    'zstd with skippable frames',
    `${OCI}+zstd`,
    Buffer.concat([skippable, zstdCompressSync(tar), skippable, skippable]),
  ],
];

describe.each(CHUNKS)('in chunks of %d bytes, a layer', (chunk) => {
  test.each(blobs)('that is %s is read whole', async (_name, mediaType, blob) => {
    const claims = { digest: sha256(blob), size: blob.length, diffId: sha256(tar) };
    const layer = await read(
      blob,
      { ...claims, ...(mediaType !== undefined && { mediaType }) },
      Math.min(chunk, blob.length),
    );
    expect(layer).toMatchObject({ digest: sha256(blob), size: blob.length, download: blob.length, estimated: false });
    expect(layer.index).toMatchObject({ unpacked: 700, tarSize: tar.length });
  });
});

test('a zstd layer of many frames and blocks is read whole', async () => {
  const big = makeTar([
    { path: 'noise', content: Buffer.from(Array.from({ length: 400_000 }, (_, at) => (at * at) >> 3)) },
  ]);
  const frames = [0, 1, 2, 3].map((at) =>
    zstdCompressSync(big.subarray(at * 100_000, at === 3 ? undefined : (at + 1) * 100_000)),
  );
  expect((await read(Buffer.concat(frames), { diffId: sha256(big) })).index.unpacked).toBe(400_000);
});

test.each([
  ['stay where others may have them', undefined, 512 * 1024],
  ['are freed where nobody else has them', true, 0],
])('the buffers of a plain layer %s', async (_, ownsBuffers, left) => {
  const plain = makeTar([{ path: 'file', content: 'x'.repeat(510 * 1024) }]);
  const blob = Buffer.alloc(512 * 1024);
  plain.copy(blob);
  const layer = await read(blob, ownsBuffers === undefined ? {} : { ownsBuffers });
  expect([layer.index.unpacked, blob.buffer.byteLength]).toEqual([510 * 1024, left]);
});

test.each([
  ['stay', {}, 100_000],
  ['are freed', { ownsBuffers: true }, 0],
])('the buffers of a gzip layer %s, and it is inflated all the same', async (_, options, left) => {
  const plain = makeTar([{ path: 'file', content: randomBytes(700_000) }]);
  const blob = gzipSync(plain);
  const chunks = Array.from({ length: Math.ceil(blob.length / 100_000) }, (_chunk, at) =>
    Uint8Array.from(blob.subarray(at * 100_000, (at + 1) * 100_000)),
  );
  async function* stream() {
    yield* chunks;
  }
  const layer = await readLayer(stream(), { place: { archive: 'x' }, limits: DEFAULT_LIMITS, ...options });
  expect([layer.digest, layer.index.diffId]).toEqual([sha256(blob), sha256(plain)]);
  expect(chunks.slice(0, -1).map(({ buffer }) => buffer.byteLength)).toEqual(chunks.slice(1).map(() => left));
});

test('progress adds up to the bytes of the blob', async () => {
  let seen = 0;
  const count = (bytes: number) => {
    seen += bytes;
  };
  await read(gzipSync(tar), { onBytes: count }, 7);
  expect(seen).toBe(gzipSync(tar).length);
});

test.each([
  ['go-1.26', 6],
  ['go-1.27', 4],
] as const)('an estimate of the gzip of %s is near zlib at level %i', async (estimate, level) => {
  const content = Array.from({ length: 50_000 }, (_, at) => String.fromCharCode(97 + ((at * at) % 26))).join('');
  const layer = makeLayer([{ path: 'text', content }], 'none');
  const download = gzipSync(layer.tar, { level }).length;
  const compressor = `gzip ${estimate}`;
  expect(await read(layer.bytes, { estimate, mediaType: OCI })).toMatchObject({
    download,
    compressor,
    estimated: true,
    size: layer.size,
  });
  expect(await read(gzipSync(layer.tar), { estimate })).toMatchObject({ estimated: false, compressor: 'gzip' });
});

const gzip = { mediaType: `${OCI}+gzip` };
const zstd = { mediaType: `${OCI}+zstd` };

test.each<readonly [string, Buffer, Partial<LayerOptions>]>([
  ['gzip labelled as tar', gzipSync(tar), { mediaType: OCI }],
  ['tar labelled as gzip', tar, gzip],
  ['tar labelled as zstd', tar, zstd],
  ['zstd labelled as gzip', zstdCompressSync(tar), gzip],
  ['gzip labelled as zstd', gzipSync(tar), zstd],
])('%s is read by its first bytes, as by every engine, and verified', async (_name, blob, claims) => {
  const [digest, diffId] = [sha256(blob), sha256(tar)];
  expect(await read(blob, { ...claims, digest, diffId, size: blob.length })).toMatchObject({
    download: blob.length,
    digest,
  });
  await expect(read(blob, { ...claims, diffId: sha256(Buffer.from('')) })).rejects.toThrow('wrong diffId');
});

/** umoci 0.4.7 writes such layers with `insert`; Docker 28.5 loads them (Go's archive/tar ends there without an error). */
test.each([0, 1, 323])('a layer may end with %i bytes of the padding of its last file', async (padding) => {
  const whole = makeTar([{ path: 'a', content: 'x'.repeat(700) }], { end: false });
  const cut = whole.subarray(0, 512 + 700 + padding);
  const { index } = await read(gzipSync(cut), { ...gzip, diffId: sha256(cut) });
  expect(index).toMatchObject({
    unpacked: 700,
    tarSize: cut.length,
    entries: [{ path: 'a', size: 700, crc32: crc32('x'.repeat(700)) }],
  });
  await expect(read(gzipSync(cut.subarray(0, 1211)), gzip)).rejects.toThrow(
    'truncated: the archive ends with 1 bytes of content missing',
  );
});

test.each([1, 9, 512, 9000, 262_144, 1_000_000])('%i zeros after gzip are padding', async (zeros) => {
  const blob = Buffer.concat([gzipSync(tar), Buffer.alloc(zeros)]);
  expect(await read(blob, { ...gzip, digest: sha256(blob), diffId: sha256(tar) })).toMatchObject({
    download: blob.length,
  });
});

test('a gzip member may end in zeros of its own, and hold long runs of them', async () => {
  const stored = Buffer.concat([
    gzipSync(tar.subarray(0, 512), { level: 0 }),
    gzipSync(Buffer.concat([tar.subarray(512), Buffer.alloc(16_777_216 - tar.length + 512)]), { level: 0 }),
  ]);
  const whole = Buffer.concat([tar, Buffer.alloc(16_777_216 - tar.length + 512)]);
  expect(await read(stored, { ...gzip, diffId: sha256(whole) })).toMatchObject({ download: stored.length });
});

/** A zstd frame that asks for a window of 2^log bytes, with its content in raw blocks (RFC 8878, 3.1.1). */
function frame(content: Buffer, log: number): Buffer {
  const block = (at: number) => {
    const bytes = content.subarray(at, at + 100_000);
    const header = Buffer.alloc(3);
    header.writeUIntLE((bytes.length << 3) | (at + bytes.length === content.length ? 1 : 0), 0, 3);
    return [header, bytes];
  };
  const blocks = Array.from({ length: Math.ceil(content.length / 100_000) }, (_, at) => block(at * 100_000));
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (log - 10) << 3]), ...blocks.flat()]);
}

test.each([20, 27, 28, 29])('a zstd window of 2^%i bytes is read, as by engines', async (log) => {
  expect(await read(frame(tar, log), { ...zstd, diffId: sha256(tar) })).toMatchObject({ estimated: false });
});

const refused: readonly (readonly [string, Buffer, Partial<LayerOptions>, RegExp])[] = [
  [
    'an empty blob labelled as gzip',
    Buffer.alloc(0),
    gzip,
    /byte 0: not a layer: .*tar\+gzip, the first bytes are empty/,
  ],
  ['text labelled as zstd', Buffer.from('{}'), zstd, /byte 0: not a layer: .*tar\+zstd, the first bytes are 2 bytes/],
  [
    'a media type that is not that of a layer',
    tar,
    { mediaType: 'application/vnd.in-toto+json' },
    /unsupported layer media type "application\/vnd.in-toto\+json"/,
  ],
  ['bytes without a media type that are not a layer', Buffer.from('{}'), {}, /not a layer: neither tar, gzip nor zstd/],
  [
    'another digest',
    tar,
    { digest: sha256(Buffer.from('')) },
    new RegExp(`wrong digest: expected ${sha256(Buffer.from(''))}, the bytes have ${sha256(tar)}`),
  ],
  [
    'another diffId',
    gzipSync(tar),
    { diffId: sha256(Buffer.from('')) },
    /wrong diffId: expected sha256:e3b0.*, the bytes have sha256/,
  ],
  ['more bytes than claimed', tar, { size: tar.length - 1 }, /longer than the \d+ bytes/],
  [
    'fewer bytes than claimed',
    tar,
    { size: tar.length + 1 },
    new RegExp(`byte ${tar.length}: truncated: the descriptor says ${tar.length + 1}`),
  ],
  ['gzip cut short', gzipSync(tar).subarray(0, -9), gzip, /byte \d+: not valid gzip: unexpected end of file/],
  [
    'gzip with a wrong checksum',
    Buffer.concat([gzipSync(tar).subarray(0, -8), Buffer.alloc(8)]),
    gzip,
    /not valid gzip: incorrect data check/,
  ],
  [
    'garbage after gzip',
    Buffer.concat([gzipSync(tar), Buffer.from('garbage')]),
    gzip,
    /not valid gzip: incorrect header check/,
  ],
  ['a zstd window beyond what engines take', frame(tar, 30), zstd, /not valid zstd: Frame requires too much memory/],
  [
    'zeros and then bytes after gzip',
    Buffer.concat([gzipSync(tar), Buffer.alloc(9), Buffer.from('x')]),
    gzip,
    /bytes follow the end of the gzip data/,
  ],
  [
    'many zeros and then bytes after gzip',
    Buffer.concat([gzipSync(tar), Buffer.alloc(600_000), Buffer.from('x')]),
    gzip,
    /bytes follow the end of the gzip data/,
  ],
  [
    'more zeros after gzip than padding',
    Buffer.concat([gzipSync(tar), Buffer.alloc(1_048_577)]),
    gzip,
    /bytes follow the end of the gzip data/,
  ],
  [
    'a member after zeros after gzip',
    Buffer.concat([gzipSync(tar), Buffer.alloc(9), gzipSync(tar)]),
    gzip,
    /bytes follow the end|not valid gzip/,
  ],
  [
    'zstd cut short',
    zstdCompressSync(tar).subarray(0, -3),
    zstd,
    /byte \d+: truncated: the zstd stream ends inside a frame/,
  ],
  [
    'garbage after zstd',
    Buffer.concat([zstdCompressSync(tar), Buffer.from('garbage')]),
    zstd,
    /0x62726167 is not a zstd frame/,
  ],
  [
    'zstd with a bad block',
    Buffer.concat([zstdCompressSync(tar).subarray(0, 20), Buffer.alloc(1000, 0xff)]),
    zstd,
    /not valid zstd|not a zstd frame/,
  ],
  [
    'a tar cut short in gzip',
    gzipSync(tar.subarray(0, 1300)),
    gzip,
    /blobs\/sha256\/1, byte 1300: truncated: the archive ends inside a header block/,
  ],
  [
    'content cut short in gzip',
    gzipSync(tar.subarray(0, 1600)),
    gzip,
    /blobs\/sha256\/1, entry ".\/usr\/bin\/tool", byte 1600: truncated: .* 636 bytes/,
  ],
  [
    'a path out of the root',
    makeTar([{ path: 'a/../../etc/passwd' }]),
    {},
    /entry "a\/..\/..\/etc\/passwd", byte 0: breakout: the path/,
  ],
  [
    'a hard link out of the root',
    makeTar([{ path: 'a', flag: '1', linkPath: '../../etc/passwd' }]),
    {},
    /entry "a", byte 0: breakout: the hard link/,
  ],
  ['a whiteout of its own directory', makeTar([{ path: 'a/.wh...' }]), {}, /breakout: a whiteout/],
  ['a file without a name', makeTar([{ path: './', flag: '0', content: 'x' }]), {}, /a file without a name/],
  [
    'files of absurd size',
    makeTar(
      Array.from({ length: 600 }, () =>
        Buffer.concat([makePax({ 'GNU.sparse.size': 2 ** 44 }), makeEntry({ path: 'a' })]),
      ),
    ),
    {},
    /absurd size: the files exceed/,
  ],
  [
    'names that are too long',
    makeTar([{ path: 'abcdef', content: '' }]),
    { limits: { ...DEFAULT_LIMITS, names: 5 } },
    /names of more than 5 characters/,
  ],
];

describe('a layer is refused for', () => {
  test.each(refused)('%s', async (_name, blob, options, message) => {
    const error = await failure(blob, options);
    expect(error.message).toMatch(message);
    expect(error.place.archive).toMatch(/^oci:app/);
  });

  test.each(refused)('%s, in chunks of 511 bytes', async (_name, blob, options, message) => {
    expect((await failure(blob, options, 511)).message).toMatch(message);
  });
});
