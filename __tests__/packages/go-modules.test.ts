import { describe, expect, test } from '@jest/globals';
import { FunctionSizes } from '../../src/packages/programs/go/functions.ts';
import { type GoProgram, makeGoProgram } from '../support/go-program.ts';
import { indexFiles } from '../support/layer-index.ts';

const MOD = [
  'path\tacme.test/tool/cmd/tool',
  'mod\tacme.test/tool\tv1.2.0\t',
  'dep\tgithub.com/spf13/cobra\tv1.8.0\th1:x=',
  'dep\tgopkg.in/yaml.v3\tv3.0.1\th1:x=',
  'dep\tgithub.com/old/fork\tv1.0.0',
  '=>\tgithub.com/new/fork\tv1.9.0\th1:x=',
  'dep\tgithub.com/local/dir\tv0.0.0',
  '=>\t../dir\t\t',
  '',
].join('\n');

const FUNCTIONS: GoProgram['functions'] = [
  ['internal/abi.(*Type).Len', 16],
  ['runtime.main', 100],
  ['type:.eq.[2]interface {}', 7],
  ['go:buildid', 1],
  ['vendor/golang.org/x/net/http2/hpack.Decode', 40],
  ['github.com/spf13/cobra.(*Command).Execute', 500],
  ['github.com/spf13/cobra/doc.GenMan', 60],
  ['gopkg.in/yaml%2ev3.Marshal', 300],
  ['github.com/old/fork/sub.Run[go.shape.int]', 90],
  ['github.com/unknown/repository/deep/package.Run', 33],
  ['example.org/unknown/deep.Run', 11],
  ['acme.test/tool/internal/api.Serve[acme.test/x.T]', 1000],
  ['main.main', 200],
];

/** What lies in a program, as package URLs with estimated bytes. */
async function modulesIn(program: Uint8Array) {
  const path = 'usr/lib/tool.so';
  const { entries, packages = [] } = await indexFiles('x', { [path]: program });
  const { inner = [], innerBytes = [] } = entries.find((entry) => entry.path === path) ?? {};
  return Object.fromEntries(
    inner.map((position, at) => [packages[position]?.slice('pkg:golang/'.length), innerBytes[at]]),
  );
}

describe('the modules of a Go program', () => {
  test('are those of its build information, each with the code of its packages', async () => {
    expect(await modulesIn(makeGoProgram({ mod: MOD, functions: FUNCTIONS }))).toEqual({
      'stdlib@1.26.8': 156 + 7 + 1,
      'acme.test/tool@v1.2.0': 1200,
      'github.com/spf13/cobra@v1.8.0': 560,
      'gopkg.in/yaml.v3@v3.0.1': 300,
      'github.com/old/fork@v1.9.0': 90,
      'github.com/local/dir@replaced': 0,
      'github.com/unknown/repository': 33,
      'example.org/unknown': 11,
    });
  });

  test('have no bytes where the table of functions contradicts itself, and are named all the same', async () => {
    const offset = (word: number, value: bigint) => (table: Buffer) => void table.writeBigUInt64LE(value, 8 + 8 * word);
    const damages: readonly GoProgram['damage'][] = [
      offset(0, 0n),
      offset(0, 1n << 60n),
      offset(0, 1_999_999n),
      offset(3, 1n << 62n),
      offset(4, 10n),
      offset(7, 400_000_000n),
      (table) => table.fill(0xff, 900),
      (table) => void table.writeUInt32LE(2_000_000_000, Number(table.readBigUInt64LE(64)) + 8 * FUNCTIONS.length),
      (table) => void table.set([3], 6),
      (table) => void table.set([4], 7),
    ];
    for (const damage of damages) {
      const found = await modulesIn(makeGoProgram({ mod: MOD, functions: FUNCTIONS, ...(damage && { damage }) }));
      expect(Object.keys(found)).toContain('github.com/spf13/cobra@v1.8.0');
      expect(Object.values(found).every((bytes) => bytes === 0)).toBe(true);
    }
  });

  test('are all read where there are many', async () => {
    const dependencies = Array.from(
      { length: 900 },
      (_, at) => `dep\tgithub.com/acme/module-${at}\tv1.0.${at}\th1:${'x'.repeat(40)}=`,
    );
    const found = await modulesIn(
      makeGoProgram({ mod: `mod\tacme.test/tool\tv1\t\n${dependencies.join('\n')}\n`, functions: FUNCTIONS }),
    );
    expect(Object.keys(found)).toContain('github.com/acme/module-899@v1.0.899');
  });
});

describe('the code of the packages of a Go program', () => {
  const sizesOf = (program: Buffer, chunk = 65_536, length = program.length) => {
    const sink = new FunctionSizes(program.length);
    for (let at = 0; at < length; at += chunk) sink.write(program.subarray(at, Math.min(length, at + chunk)));
    sink.end();
    return Object.fromEntries(sink.sizes);
  };
  const program = makeGoProgram({ mod: MOD, functions: FUNCTIONS });

  test.each([97, 4096, 65_536, 1_000_000])('is the same in chunks of %i bytes', (chunk) => {
    expect(sizesOf(program, chunk)).toMatchObject({
      runtime: 100,
      main: 200,
      'gopkg.in/yaml.v3': 300,
      'github.com/spf13/cobra/doc': 60,
    });
  });

  test('is read from a table of Go 1.18, and not from one that is older or of no Go program', () => {
    const of = (more: Partial<GoProgram>) => sizesOf(makeGoProgram({ mod: MOD, functions: FUNCTIONS, ...more }));
    expect(of({ magic: 0xfffffff0 })).toMatchObject({ main: 200 });
    expect(of({ magic: 0xfffffffb })).toEqual({});
    expect(of({ note: false })).toEqual({});
  });

  test('is nothing of a file that is cut off', () => {
    for (const length of [1, 9000, 65_536 + 80, 65_536 + 600, 65_536 + 900])
      expect(sizesOf(program, 4096, length)).toEqual({});
  });
});
