import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { inspectFiles } from '../support/inspect.ts';
import { indexLayer } from '../support/layer-index.ts';

const SIZE = 300 * 1024;

/** A 64-bit ELF file with these sections besides that of their names, at its end. */
function elfOf(sections: Readonly<Record<string, Uint8Array>>): Buffer {
  const all = Object.entries(sections);
  const names = Buffer.from(`\0.shstrtab\0${all.map(([name]) => `${name}\0`).join('')}`);
  const bytes = Buffer.alloc(SIZE);
  bytes.set(Buffer.from('\x7fELF\x02\x01', 'latin1'));
  const table = SIZE - (all.length + 2) * 64;
  bytes.writeBigUInt64LE(BigInt(table), 40);
  bytes.writeUInt16LE(64, 58);
  bytes.writeUInt16LE(all.length + 2, 60);
  bytes.writeUInt16LE(1, 62);
  let end = table;
  for (const [at, [name, content]] of [['.shstrtab', names] as const, ...all].entries()) {
    end -= content.length;
    bytes.set(content, end);
    bytes.writeUInt32LE(names.indexOf(`${name}\0`), table + (at + 1) * 64);
    bytes.writeBigUInt64LE(BigInt(end), table + (at + 1) * 64 + 24);
    bytes.writeBigUInt64LE(BigInt(content.length), table + (at + 1) * 64 + 32);
  }
  return bytes;
}

/** A table of symbols (elf(5)) and its names. A symbol is a function unless its kind says otherwise. */
function symbolsOf(symbols: readonly (readonly [name: string, bytes: number | bigint, kind?: number])[]) {
  let names = '\0';
  const entries = symbols.map(([name, bytes, kind = 2]) => {
    const entry = Buffer.alloc(24);
    entry.writeUInt32LE(names.length);
    entry[4] = kind;
    entry.writeBigUInt64LE(BigInt(bytes), 16);
    names += `${name}\0`;
    return entry;
  });
  return { '.symtab': Buffer.concat(entries), '.strtab': Buffer.from(names) };
}

/** A 64-bit ELF file with one section besides that of their names, at its end. */
function elf(name: string, content: Uint8Array, { shift = 0, count = 3 } = {}): Buffer {
  const names = Buffer.from(`\0.shstrtab\0${name}\0`);
  const bytes = Buffer.alloc(SIZE);
  bytes.set(Buffer.from('\x7fELF\x02\x01', 'latin1'));
  const table = SIZE - 3 * 64;
  const at = table - names.length - content.length;
  bytes.set(content, at);
  bytes.set(names, at + content.length);
  bytes.writeBigUInt64LE(BigInt(table), 40);
  bytes.writeUInt16LE(64, 58);
  bytes.writeUInt16LE(count, 60);
  bytes.writeUInt16LE(1, 62);
  const section = (index: number, nameAt: number, offset: number, length: number) => {
    bytes.writeUInt32LE(nameAt, table + index * 64);
    bytes.writeBigUInt64LE(BigInt(offset), table + index * 64 + 24);
    bytes.writeBigUInt64LE(BigInt(length), table + index * 64 + 32);
  };
  section(1, 1, at + content.length, names.length);
  section(2, 11, at + shift, content.length);
  return bytes;
}

const audit = (value: unknown) => deflateSync(JSON.stringify(value));
const crates = {
  packages: [
    { name: 'itoa', version: '1.0.15', source: 'crates.io' },
    { name: 'cc', version: '1.2', kind: 'build' },
    { name: 'greeter', version: '0.3.1', root: true },
  ],
};

describe('a program of Rust', () => {
  test('is its package, with the crates in it', async () => {
    for (const chunk of [1000, 65_536]) {
      const found = await inspectFiles({ 'usr/bin/greeter': elf('.dep-v0', audit(crates)) }, [], { chunk });
      expect(found.owners).toEqual({ 'usr/bin/greeter': 'pkg:cargo/greeter@0.3.1' });
      expect(found.inner).toEqual({ 'usr/bin/greeter': ['pkg:cargo/itoa@1.0.15'] });
    }
  });

  const codeIn = async (symbols: Parameters<typeof symbolsOf>[0]) => {
    const program = elfOf({ '.dep-v0': audit(manyCrates), ...symbolsOf(symbols) });
    const { entries, packages = [] } = await indexLayer('rust', [
      { path: 'usr/bin/greeter', content: program, patch: { 100: '0000755\0' } },
    ]);
    const { inner = [], innerBytes = [] } = entries[0] ?? {};
    return Object.fromEntries(
      inner.map((position, at) => [packages[position]?.slice('pkg:cargo/'.length), innerBytes[at]]),
    );
  };
  const manyCrates = {
    packages: [...crates.packages, { name: 'aho-corasick', version: '1.1' }, { name: 'itoa', version: '0.4' }],
  };

  test('that is not stripped has the code of each crate, by both kinds of symbols', async () => {
    const found = await codeIn([
      ['_ZN4itoa6Buffer6format17h0123456789abcdefE', 100],
      ['_ZN50_$LT$aho_corasick..dfa..DFA$u20$as$u20$core..fmt..Debug$GT$3fmt17hE', 70],
      ['_ZN15_$LT$T$u20$as$u20$itoa..private..Sealed$GT$5write17hE', 0],
      ['_RNvNtCsgEmfK2I1SDS_12aho_corasick3dfa4find', 30],
      ['_RINvNtNtCs4fqI2P2rA04_4core5slice4sort6stableE', 11],
      ['_ZN5gimli4read17hE', 5],
      ['_ZN7greeter4main17hE', 9],
      ['_ZN4itoa4DATA17hE', 1000, 1],
      ['main', 12],
    ]);
    expect(found).toEqual({ 'greeter@0.3.1': 9, 'itoa@1.0.15': 100, 'aho-corasick@1.1': 100, 'itoa@0.4': 0, std: 16 });
  });

  test.each<[string, Parameters<typeof symbolsOf>[0]]>([
    ['that is stripped', []],
    [
      'with more code than it has bytes',
      [
        ['_ZN4itoa1aE', 200_000],
        ['_ZN4itoa1bE', 200_000],
      ],
    ],
    ['with code of absurd size', [['_ZN4itoa1aE', 0xffff_ffff_ffff_ffffn]]],
    [
      'with names of absurd length',
      [
        ['_ZN99999999999999999999itoaE', 5],
        ['_RNvCs_99999999999999999999itoa', 5],
        ['_ZN', 5],
      ],
    ],
  ])('%s has crates without bytes', async (_what, symbols) => {
    const found = Object.entries(await codeIn(symbols)).filter(([name]) => name !== 'std');
    expect(found.map(([name]) => name)).toEqual(expect.arrayContaining(['itoa@1.0.15', 'aho-corasick@1.1']));
    expect(found.every(([, bytes]) => bytes === 0)).toBe(true);
  });

  test.each<[string, Buffer]>([
    ['with another section', elf('.dep-v1', audit(crates))],
    ['with a section beyond the end', elf('.dep-v0', audit(crates), { shift: SIZE })],
    ['with too many sections', elf('.dep-v0', audit(crates), { count: 60_000 })],
    ['with a section that is not compressed', elf('.dep-v0', Buffer.from(JSON.stringify(crates)))],
    ['with a section that inflates beyond the limit', elf('.dep-v0', deflateSync(Buffer.alloc(9 * 1024 * 1024, '[')))],
    ['without a root', elf('.dep-v0', audit({ packages: [{ name: 'a', version: '1' }] }))],
    ['with other values', elf('.dep-v0', audit({ packages: { length: 1e9 } }))],
    ['that is text', Buffer.alloc(SIZE, 'x')],
    ['that is cut off', elf('.dep-v0', audit(crates)).subarray(0, SIZE - 100)],
  ])('%s is of no package', async (_, bytes) => {
    expect((await inspectFiles({ 'usr/bin/greeter': bytes })).packages).toEqual([]);
  });
});

interface Embedded {
  readonly path: string;
  readonly content: Buffer;
  readonly type: number;
  readonly compressed?: number;
}

const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
const number = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes;
};

/** A .NET application in a single file (Microsoft.NET.HostModel, Bundle.Manifest): host, files, manifest. */
function bundle(files: readonly Embedded[], version = 6): Buffer {
  const host = Buffer.alloc(SIZE);
  host.set(Buffer.from('\x7fELF\x02\x01', 'latin1'));
  const head = Buffer.alloc(12);
  head.writeUInt32LE(version, 0);
  head.writeUInt32LE(files.length, 8);
  let offset = host.length;
  const entries = files.map(({ path, content, type, compressed = 0 }) => {
    const sizes = version >= 6 ? [offset, content.length, compressed] : [offset, content.length];
    offset += content.length;
    return Buffer.concat([...sizes.map(number), Buffer.from([type]), text(path)]);
  });
  const places = version > 1 ? Buffer.alloc(40) : Buffer.alloc(0);
  return Buffer.concat([host, ...files.map(({ content }) => content), head, text('Abc123'), places, ...entries]);
}

describe('a .NET application in a single file', () => {
  const library = Buffer.alloc(5000, 'x');
  const description = {
    runtimeTarget: { name: 't' },
    targets: {
      t: {
        'Shop/1.2.0': { runtime: { 'Shop.dll': {} }, dependencies: { 'Acme.Json': '13.0.3' } },
        'Acme.Json/13.0.3': { runtime: { 'lib/net6.0/Acme.Json.dll': {} } },
      },
    },
    libraries: { 'Shop/1.2.0': { type: 'project' } },
  };
  const files = (compressed: number): readonly Embedded[] => [
    { path: 'Shop.dll', content: Buffer.alloc(900), type: 1 },
    { path: 'Acme.Json.dll', content: library, type: 1, compressed },
    { path: 'Shop.deps.json', content: Buffer.from(JSON.stringify(description, null, 2)), type: 3 },
  ];

  test.each([
    [1, 0, 5000],
    [2, 0, 5000],
    [6, 0, 5000],
    [6, 1234, 1234],
  ])('of version %i is its package, and those in it count by themselves', async (version, compressed, bytes) => {
    for (const chunk of [999, 65_536]) {
      const found = await inspectFiles({ 'app/bin/Shop': bundle(files(compressed), version) }, [], { chunk });
      expect(found.owners).toEqual({ 'app/bin/Shop': 'pkg:nuget/Shop@1.2.0' });
      expect(found.parts).toEqual({ 'app/bin/Shop!/Acme.Json.dll': [bytes, 'pkg:nuget/Acme.Json@13.0.3'] });
      expect(found.requires).toEqual({ 'pkg:nuget/Shop@1.2.0': ['pkg:nuget/Acme.Json'] });
    }
  });

  test.each<[string, Buffer]>([
    ['cut off', bundle(files(0)).subarray(0, -1)],
    ['with more after its end', Buffer.concat([bundle(files(0)), Buffer.from('x')])],
    ['without a deps.json', bundle(files(0).slice(0, 2))],
    ['of a version that nobody knows', bundle(files(0), 3)],
    [
      'whose deps.json is no JSON',
      bundle([{ path: 'a.deps.json', content: Buffer.from('{ "runtimeTarget": { x'), type: 3 }]),
    ],
  ])('%s is of no package', async (_, bytes) => {
    expect((await inspectFiles({ 'app/bin/Shop': bytes })).packages).toEqual([]);
  });

  test('has no pieces that are larger than it', async () => {
    const found = await inspectFiles({ 'app/bin/Shop': bundle(files(1e9)) });
    expect([found.packages, found.parts]).toEqual([['pkg:nuget/Shop@1.2.0'], {}]);
  });
});
