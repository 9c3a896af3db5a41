import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { formatLayerIndex, parseLayerIndex } from '../../src/history/layer-file.ts';
import { layerPath } from '../../src/model/record.ts';
import type { LayerIndex } from '../../src/oci/image.ts';
import { UserError } from '../../src/text/error.ts';
import { layerIndex } from './samples.ts';

const [APP, LIBRARY, PROGRAM] = ['pkg:maven/org.acme/app@1', 'pkg:maven/org.acme/library@2', 'pkg:golang/acme/tool'];
const INDEX: LayerIndex = {
  ...layerIndex([
    { path: 'app', type: 'directory', size: 0 },
    {
      path: 'app/app.jar',
      type: 'file',
      size: 100,
      crc32: 1,
      owner: 0,
      inner: [2, 1],
      parts: [
        { path: 'lib/library-2.jar', size: 60, crc32: 7, owner: 1 },
        { path: 'lib/unknown.jar', size: 40, crc32: 0xffff_ffff },
      ],
      sections: [
        { name: 'dependencies', bytes: 90 },
        { name: 'application', bytes: 0 },
      ],
    },
    { path: 'app/other.jar', type: 'file', size: 9, crc32: 2, parts: [{ path: 'a', size: 9, crc32: 0, owner: 1 }] },
    { path: 'app/tool', type: 'file', size: 5, crc32: 3, owner: 0, inner: [2, 1], innerBytes: [3, 0] },
    {
      path: 'app/app.js',
      type: 'file',
      size: 50,
      crc32: 4,
      origins: [
        { name: '', bytes: 20 },
        { name: 'pkg:npm/lodash', bytes: 30 },
      ],
    },
    { path: 'app/empty.js', type: 'file', size: 9, crc32: 5, origins: [] },
  ]),
  packages: [APP, LIBRARY, PROGRAM],
  requires: [['pkg:maven/org.acme/library', 'pkg:maven/x'], [], ['pkg:maven/x']],
};
const PATH = layerPath(INDEX.diffId);

const contentOf = (text: string) => JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString());
// biome-ignore lint/suspicious/noExplicitAny: a document that is to be damaged
const edited = (edit: (document: any) => void): string => {
  const document = contentOf(formatLayerIndex(INDEX));
  edit(document);
  return gzipSync(JSON.stringify(document)).toString('base64');
};

describe('the file of a layer with relations of packages', () => {
  test('brings back requirements, inner packages and pieces', () => {
    expect(parseLayerIndex(formatLayerIndex(INDEX), PATH)).toEqual(INDEX);
    expect(contentOf(formatLayerIndex(INDEX)).schemaVersion).toBe(3);
  });

  test('of a version that knew no estimates is read without them', () => {
    const { entries } = parseLayerIndex(
      edited((document) => delete document.innerBytes),
      PATH,
    );
    expect(entries.find(({ path }) => path === 'app/tool')).toMatchObject({ inner: [2, 1] });
    expect(entries.some(({ innerBytes }) => innerBytes !== undefined)).toBe(false);
  });

  test('of a version that knew no sections is read without them', () => {
    const older = edited((document) => {
      delete document.sections;
      delete document.sectionNames;
    });
    expect(parseLayerIndex(older, PATH).entries.some(({ sections }) => sections !== undefined)).toBe(false);
  });

  test('of a version that knew no origins is read without them', () => {
    const older = edited((document) => {
      delete document.origins;
      delete document.originNames;
    });
    expect(parseLayerIndex(older, PATH).entries.some(({ origins }) => origins !== undefined)).toBe(false);
  });

  test('brings back that nothing is required', () => {
    const empty = { ...layerIndex([]), packages: [], requires: [] };
    expect(parseLayerIndex(formatLayerIndex(empty), layerPath(empty.diffId))).toEqual(empty);
  });

  test.each([
    ['with a requirement that has no name', edited((d) => (d.requires[0] = [9])), 'package 0 is not a package URL'],
    ['with a name that is no package', edited((d) => (d.names[0] = '<img>')), 'is not a package URL'],
    ['with requirements of other packages', edited((d) => d.requires.pop()), 'requirements of 2 packages'],
    ['with an inner package not listed', edited((d) => (d.inner[0][1] = 3)), 'a package not listed'],
    ['with an inner package of a directory', edited((d) => (d.inner[0][0] = 0)), 'entry 0 is not a file'],
    ['with an estimate too few', edited((d) => d.innerBytes[0].pop()), '1 estimates for 2 packages in a file'],
    [
      'with estimates of more than the file',
      edited((d) => (d.innerBytes[0][1] = 6)),
      'larger than the file that they lie in',
    ],
    ['with estimates of no entry', edited((d) => (d.innerBytes[0][0] = 99)), 'entry 99 is not a file'],
    ['with pieces of no entry', edited((d) => (d.pieces[0][0] = 99)), 'entry 99 is not a file'],
    ['with a piece too large', edited((d) => (d.pieceNumbers[0][0] = 61)), 'pieces larger than their file'],
    ['with a piece of no size', edited((d) => (d.pieceNumbers[0][0] = -1)), 'not a layer index at pieceNumbers'],
    ['with a piece outside', edited((d) => (d.piecePaths[0] = '../../etc')), 'a path that is not normalized'],
    ['with a piece less', edited((d) => d.piecePaths.pop()), 'the columns of the pieces differ in length'],
    ['with a piece more', edited((d) => (d.pieces[0][1] = 3)), 'the columns of the pieces differ in length'],
    ['with a piece of a package not listed', edited((d) => (d.pieceNumbers[0][2] = 4)), 'a package not listed'],
    ['with sections of no entry', edited((d) => (d.sections[0][0] = 99)), 'entry 99 is not a file'],
    ['with sections too large', edited((d) => (d.sections[0][2] = 101)), 'sections larger than their file'],
    ['with a section of no name', edited((d) => (d.sections[0][3] = 7)), 'a section without a name'],
    ['with a section twice', edited((d) => (d.sections[0][3] = 0)), 'two sections of one name'],
    ['with sections and no names', edited((d) => delete d.sectionNames), 'a section without a name'],
    ['with origins of no entry', edited((d) => (d.origins[0][0] = 99)), 'entry 99 is not a file'],
    ['with origins too large', edited((d) => (d.origins[0][2] = 21)), 'sections larger than their file'],
    ['with an origin of no name', edited((d) => (d.origins[0][1] = 7)), 'a section without a name'],
    ['without pieces', edited((d) => delete d.pieces), 'not a layer index at pieces'],
  ])('%s is refused by its path and the reason', (_what, text, reason) => {
    expect(() => parseLayerIndex(text, PATH)).toThrow(UserError);
    expect(() => parseLayerIndex(text, PATH)).toThrow(reason);
  });
});
