import { expect, test } from '@jest/globals';
import { pickImages } from '../../src/config/pick.ts';
import type { Image } from '../../src/model/image.ts';

const image = (name: string): Image => ({
  name,
  source: { kind: 'oci', location: 'image' },
  conditions: [],
});
const IMAGES = ['api', 'api-worker', 'web', 'shop/web', 'aba'].map(image);

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['names', ['web', 'api'], ['api', 'web'], []],
  ['a pattern at the end', ['api*'], ['api', 'api-worker'], []],
  ['a pattern at the start', ['*web'], ['web', 'shop/web'], []],
  ['a pattern in the middle', ['a*r'], ['api-worker'], []],
  ['several stars', ['*p*-*'], ['api-worker'], []],
  ['a star alone', ['*'], ['api', 'api-worker', 'web', 'shop/web', 'aba'], []],
  ['a name twice and by a pattern', ['web', 'web', 'w*'], ['web'], []],
  ['start and end that must not overlap', ['aba*ba'], [], ['aba*ba']],
  ['what no image is called', ['web', 'wbe', 'x*'], ['web'], ['wbe', 'x*']],
  ['what a regular expression would read otherwise', ['a.i', 'w?b'], [], ['a.i', 'w?b']],
])('images are picked by %s', (_, names, picked, unknown) => {
  const found = pickImages(IMAGES, names);
  expect(found.images.map(({ name }) => name)).toEqual(picked);
  expect(found.unknown).toEqual(unknown);
});

test('a pattern of many stars is decided at once', () => {
  expect(pickImages([image('a'.repeat(128))], [`${'*a'.repeat(60)}*b`]).images).toEqual([]);
});
