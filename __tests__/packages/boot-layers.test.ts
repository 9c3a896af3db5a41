import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { inspectFiles } from '../support/inspect.ts';
import { type ZipSpec, zip } from '../support/jar.ts';
import { makeZip } from '../support/makeZip.ts';

/** As Spring Boot writes it. */
const INDEX = `- "dependencies":
  - "BOOT-INF/lib/"
- "spring-boot-loader":
  - "org/"
- "snapshot-dependencies":
- "application":
  - "BOOT-INF/classes/"
  - "BOOT-INF/layers.idx"
  - "META-INF/"
`;

const stored = (name: string, size: number): ZipSpec => ({ name, content: 'x'.repeat(size), stored: true });
const index = (content: string, name = 'BOOT-INF/layers.idx'): ZipSpec => ({ name, content, stored: true });
const CONTENT = [
  stored('BOOT-INF/lib/a-1.jar', 300),
  stored('BOOT-INF/lib/b-1.jar', 50),
  stored('org/springframework/boot/loader/A.class', 20),
  stored('BOOT-INF/classes/B.class', 7),
  stored('elsewhere', 1000),
];

const layersOf = async (specs: readonly ZipSpec[]) =>
  (await inspectFiles({ 'srv/app-1.jar': zip(specs) })).sections['srv/app-1.jar'];

describe('the layers of an archive of Spring Boot', () => {
  test('have the bytes that are stored in it; what the index does not name is in none', async () => {
    const expected = {
      dependencies: 350,
      'spring-boot-loader': 20,
      'snapshot-dependencies': 0,
      application: 7 + INDEX.length,
    };
    expect(await layersOf([...CONTENT, index(INDEX)])).toEqual(expected);
    expect(await layersOf([...CONTENT, index(INDEX.replaceAll('\n', '\r\n'))])).toMatchObject({ dependencies: 350 });
  });

  test('are told of an index that is compressed, and of a war', async () => {
    const layers = `- "all":\n  - "WEB-INF/"\n`;
    const spec = { name: 'WEB-INF/layers.idx', content: layers };
    expect(await layersOf([spec])).toEqual({ all: deflateRawSync(layers).length });
    expect(await layersOf([{ ...spec, follow: true }])).toEqual({ all: deflateRawSync(layers).length });
  });

  test('have a file or directory in the first that names it', async () => {
    const overlap = `- "one":\n  - "a/x"\n- "two":\n  - "a/"\n  - "b/"\n- "three":\n  - "a/"\n  - "b/y"\n  - "a/x"\n`;
    const files = [stored('a/x', 1), stored('a/z', 10), stored('b/y', 100)];
    expect(await layersOf([...files, index(overlap)])).toEqual({ one: 1, two: 110, three: 0 });
  });

  test.each([
    ['there is no index', CONTENT],
    ['the index is elsewhere', [...CONTENT, index(INDEX, 'layers.idx')]],
    ['two indexes contradict each other', [...CONTENT, index(INDEX), index(INDEX, 'WEB-INF/layers.idx')]],
    ['the index is something else', [...CONTENT, index('layers: {}\n')]],
    ['content has no layer', [...CONTENT, index(`  - "a"\n${INDEX}`)]],
    ['a layer is named twice', [...CONTENT, index(`${INDEX}- "application":\n`)]],
    ['a name is too long', [...CONTENT, index(`- "${'n'.repeat(300)}":\n`)]],
    ['there are too many layers', [...CONTENT, index(Array.from({ length: 60 }, (_, at) => `- "l${at}":\n`).join(''))]],
    ['there are too many directories', [...CONTENT, index(`- "all":\n${'  - "a/"\n'.repeat(300)}`)]],
    ['the index is too large', [...CONTENT, index(`${INDEX}${'\n'.repeat(20_000)}`)]],
    ['only an archive inside has an index', [{ name: 'a.jar', content: zip([index(INDEX)]), stored: true }]],
  ])('are not told where %s', async (_, specs) => {
    expect(await layersOf(specs)).toBeUndefined();
  });

  test('are not told where they would be larger than the archive', async () => {
    const bytes = makeZip([
      { name: 'BOOT-INF/layers.idx', data: INDEX },
      { name: 'BOOT-INF/lib/a', data: 'x', compressedSize: 100_000 },
    ]);
    expect((await inspectFiles({ 'app-1.jar': bytes })).sections).toEqual({});
  });

  test('of an archive that another package ships are not told', async () => {
    const found = await inspectFiles({
      'node_modules/a/package.json': '{"name":"a","version":"1"}',
      'node_modules/a/app.jar': zip([...CONTENT, index(INDEX)]),
    });
    expect(found.sections).toEqual({});
  });
});
