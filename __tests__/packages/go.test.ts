import { expect, test } from '@jest/globals';
import { makeBuildInfo as buildInfo } from '../support/go-program.ts';
import { inspectFiles } from '../support/inspect.ts';

const MOD = 'path\texample.com/Acme/tool/cmd\nmod\texample.com/Acme/tool\tv1.2.3\th1:x=\ndep\tother\tv9\n';

/** An executable of 512 KiB with blocks at these places. */
function binary(blocks: Readonly<Record<number, Uint8Array>>, magic = '\x7fELF'): Buffer {
  const bytes = Buffer.alloc(512 * 1024);
  bytes.write(magic, 'latin1');
  for (const [at, block] of Object.entries(blocks)) bytes.set(block, Number(at));
  return bytes;
}

const TOOL = 'pkg:golang/example.com/acme/tool@v1.2.3';

test.each([
  ['anywhere', binary({ 300000: buildInfo(MOD) }), [TOOL]],
  ['at the end', binary({ [512 * 1024 - 256]: buildInfo(MOD) }), [TOOL]],
  [
    'after a mark that is only text',
    binary({ 4096: Buffer.from('\xff Go buildinf:', 'latin1'), 8192: buildInfo(MOD) }),
    [TOOL],
  ],
  [
    'after a mark that is not aligned',
    binary({ 4097: buildInfo(MOD.replaceAll('Acme', 'no')), 8192: buildInfo(MOD) }),
    [TOOL],
  ],
  [
    'of a version under development',
    binary({ 64: buildInfo('path\tx\nmod\tm\t(devel)\t\n') }),
    ['pkg:golang/m@%28devel%29'],
  ],
  ['without a module', binary({ 64: buildInfo('path\tcmd/go\n') }), ['pkg:golang/cmd/go']],
  ['by pointers, as before Go 1.18', binary({ 64: buildInfo(MOD, { flags: 0 }) }), []],
  ['without any information', binary({ 64: buildInfo('') }), []],
  ['with an absurd length', binary({ 64: Buffer.concat([buildInfo('').subarray(0, 32), Buffer.alloc(12, 0xff)]) }), []],
  ['in no ELF file', binary({ 64: buildInfo(MOD) }, 'MZ'), []],
])('the package of a Go binary with build information %s', async (_, content, packages) => {
  const found = await inspectFiles({ 'usr/bin/tool': content, 'srv/tool': content });
  expect(found.packages.slice(0, 1)).toEqual(packages);
  expect(found.owners).toEqual(packages.length === 0 ? {} : { 'usr/bin/tool': packages[0] });
});

test.each([13, 512, 4096, 70_001])('Go build information is found in chunks of %i bytes', async (chunk) => {
  const files = { 'usr/bin/tool': binary({ 300000: buildInfo(MOD) }) };
  expect((await inspectFiles(files, [], { chunk })).packages).toEqual([
    TOOL,
    'pkg:golang/stdlib@1.22.1',
    'pkg:golang/other@v9',
  ]);
});
