import { describe, expect, test } from '@jest/globals';
import { inspectFiles } from '../../support/inspect.ts';
import { sourceMap } from '../../support/source-map.ts';

const SIZE = 20_000;
const SOURCES = ['node_modules/a/a.js', 'src/main.js', 'node_modules/.pnpm/b@2.0.0/node_modules/b/b.js'];
const LINES = [
  [
    [0, 0],
    [5_000, 1],
    [9_000, 2],
  ],
] as const;
const TOLD = { '': 4_000, 'pkg:npm/a': 5_000, 'pkg:npm/b@2.0.0': 11_000 };
const MAP = sourceMap(SOURCES, LINES);

/** A bundle of some bytes in one line, and a last line. */
const bundle = (end = '', size = SIZE) => `${'x'.repeat(size - 1)}\n${end}`;
const originsOf = async (files: Readonly<Record<string, string | Uint8Array>>, chunk?: number) =>
  (await inspectFiles(files, [], chunk === undefined ? {} : { chunk })).origins;
const inline = (json: string) =>
  `//# sourceMappingURL=data:application/json;charset=utf-8;base64,${Buffer.from(json).toString('base64')}`;

describe('a bundle with a source map', () => {
  test.each([
    ['beside it', { 'app/x.js': bundle(), 'app/x.js.map': MAP }],
    ['beside it, and before it in the layer', { 'app/x.js.map': MAP, 'app/x.js': bundle() }],
    ['that it names', { 'app/x.js': bundle('//# sourceMappingURL=maps/y%20z.map'), 'app/maps/y z.map': MAP }],
    ['named before it', { 'app/maps/y.map': MAP, 'app/x.js': bundle('//# sourceMappingURL=maps/y.map?v=1\n\n') }],
    ['in another directory', { 'app/x.js': bundle('//# sourceMappingURL=../m/x.js.map'), 'm/x.js.map': MAP }],
    ['at another host', { 'app/x.js': bundle('//@ sourceMappingURL=https://cdn.test/m/y.map'), 'app/y.map': MAP }],
    ['named before another last line', { 'x.js': bundle('//# sourceMappingURL=y.map\n//# debugId=1\n'), 'y.map': MAP }],
    ['that it names, though it lies beside it', { 'x.js': bundle('//# sourceMappingURL=none.map'), 'x.js.map': MAP }],
    ['in itself', { 'app/x.js': bundle(inline(MAP)) }],
  ])('%s tells its packages and the own source', async (_what, files) => {
    const [[path, told] = []] = Object.entries(await originsOf(files));
    expect([path?.endsWith('x.js'), { ...told, 'pkg:npm/b@2.0.0': 11_000 }]).toEqual([true, TOLD]);
    expect(told?.['pkg:npm/b@2.0.0']).toBeGreaterThanOrEqual(11_000);
  });

  test.each(['x.mjs', 'x.cjs', 'x.css'])('may be %s', async (name) => {
    const end = name.endsWith('css') ? '/*# sourceMappingURL=y.map */' : '';
    expect(await originsOf({ [name]: bundle(end), [end === '' ? `${name}.map` : 'y.map']: MAP })).toHaveProperty([
      name,
    ]);
  });

  test.each([1, 7, 512])('may come in chunks of %i bytes', async (chunk) => {
    const map = sourceMap(SOURCES, LINES, { sourcesContent: ['"}\\"],{"mappings":"AAAA"', 'ä\n'], sourceRoot: '' });
    expect(await originsOf({ 'x.js': bundle(), 'x.js.map': map }, chunk)).toEqual({ 'x.js': TOLD });
  });

  test('is told with the root of its sources', async () => {
    const map = sourceMap(['a/a.js'], [[[0, 0]]], { sourceRoot: '/src/node_modules' });
    expect(await originsOf({ 'x.js': bundle(), 'x.js.map': map })).toEqual({ 'x.js': { 'pkg:npm/a': SIZE } });
  });

  test('has no owner by it, and changes none', async () => {
    const manifest = '{"name":"p","version":"1"}';
    const found = await inspectFiles({ 'x.js': bundle(), 'x.js.map': MAP, 'node_modules/p/package.json': manifest });
    expect(found).toMatchObject({
      packages: ['pkg:npm/p@1'],
      owners: { 'node_modules/p/package.json': 'pkg:npm/p@1' },
    });
    expect(found.origins).toEqual({ 'x.js': TOLD });
  });

  test('is not one in a package, nor a small one, nor one whose map is elsewhere', async () => {
    const files = {
      'node_modules/p/x.js': bundle(),
      'node_modules/p/x.js.map': MAP,
      'small.js': 'x'.repeat(9_000),
      'small.js.map': sourceMap(SOURCES, [[[0, 0]]]),
      'types.d.ts.map': MAP,
      'alone.js': bundle(),
      'other.js': bundle('//# sourceMappingURL=../../../../x.map'),
    };
    expect(await originsOf(files)).toEqual({});
  });

  test('is that of the last file of its path', async () => {
    const again = [{ path: 'x.js', content: bundle('', SIZE) }];
    const { origins } = await inspectFiles({ 'x.js': bundle(), 'x.js.map': MAP }, again);
    expect(origins).toEqual({});
  });
});

describe('a map that is broken or hostile tells nothing, and the packages are found all the same', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => `node_modules/p${at}/x.js`);
  test.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['no JSON', 'x'.repeat(1000)],
    ['a list', '[{"version":3}]'],
    ['cut off', MAP.slice(0, -5)],
    ['another version', sourceMap(SOURCES, LINES, { version: 2 })],
    ['a map of maps', sourceMap(SOURCES, LINES, { sections: [{ offset: { line: 0, column: 0 }, map: {} }] })],
    ['mappings of another type', sourceMap(SOURCES, LINES, { mappings: 7 })],
    ['sources of another type', sourceMap(SOURCES, LINES, { sources: { 0: 'a' } })],
    ['a root of another type', sourceMap(SOURCES, LINES, { sourceRoot: [] })],
    ['sources that are no text', sourceMap(SOURCES, LINES, { sources: [1, {}, []], mappings: 'A*' })],
    ['no mappings', '{"version":3,"sources":[]}'],
    ['no sources', '{"version":3,"mappings":"AAAA"}'],
    ['broken mappings', '{"version":3,"sources":["a"],"mappings":"\\u00"}'],
    ['mappings of another file', sourceMap(SOURCES, [[[30_000, 0]]])],
    ['members without names', '{3:4,:,"a":}'],
    ['a member twice in one', '{"version":3:3,"sources":["a"],"mappings":"AAAA"}'],
    ['too many packages', sourceMap(many(6_000), LINES)],
    ['too many sources', `{"version":3,"mappings":"AAAA","sources":[${'"",'.repeat(300_000)}""]}`],
    ['too long mappings', `{"version":3,"sources":["a"],"mappings":"${'A'.repeat(17 * 1024 * 1024)}"}`],
    ['a depth without end', `{"version":3,"x":${'['.repeat(1_000_000)}`],
    ['ends that do not begin', `${'}'.repeat(1000)}${MAP}`],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x80, 0x7d])],
  ])('%s', async (_what, map) => {
    const files = { 'x.js': bundle(), 'x.js.map': map, 'node_modules/p/package.json': '{"name":"p","version":"1"}' };
    const { origins, packages } = await inspectFiles(files);
    expect({ origins, packages }).toEqual({ origins: {}, packages: ['pkg:npm/p@1'] });
  });

  test.each([
    ['no base64', '//# sourceMappingURL=data:application/json;base64,***'],
    ['other data', '//# sourceMappingURL=data:text/plain,{}'],
    ['cut off', inline(MAP).slice(0, -400)],
    ['a name that is no text', '//# sourceMappingURL=%ff%'],
    ['a name without end', `//# sourceMappingURL=${'x'.repeat(100_000)}`],
  ])('in the bundle: %s', async (_what, end) => {
    expect(await originsOf({ 'x.js': bundle(end) })).toEqual({});
  });

  test('gives up the bundles that waited longest, where too many wait', async () => {
    const large = bundle('', 12 * 1024 * 1024);
    const map = sourceMap(['src/x.js'], [[[0, 0]]]);
    const found = await originsOf({ 'a.js': large, 'b.js': large, 'c.js': large, 'a.js.map': map, 'c.js.map': map });
    expect(found).toEqual({ 'c.js': { '': large.length } });
  });
});
