import { expect, test } from '@jest/globals';
import { matrixKey } from '../../src/config/matrix-key.ts';

test.each(['null', '', '{}', `\${{ toJSON(matrix) }}`, '3', '"a"', '{'])('%j is no matrix', (json) => {
  expect(matrixKey(json)).toBe('');
});

test('values of a matrix give a short key, whatever their order and spaces', () => {
  const key = matrixKey('{"image": "api", "os": {"name": "a", "arch": ["x", 1]}}');
  expect(key).toMatch(/^matrix-[0-9a-f]{12}$/);
  expect(matrixKey('{\n  "os": {"arch": ["x", 1], "name": "a"},\n  "image": "api"\n}')).toBe(key);
});

test.each(['{"image":"web"}', '{"image":"api","os":"a"}', '{"os":"api"}', '{"image":["api"]}', '{"image":{"api":""}}'])(
  '%s is another job than image: api',
  (json) => {
    expect(matrixKey(json)).not.toBe(matrixKey('{"image":"api"}'));
  },
);
