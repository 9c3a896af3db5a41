import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { DOCUMENT, fixtureNames, formatDocument, readFixture } from '../../scripts/packages/document.mjs';

/** Packages and pieces in one order. */
function inOrder<Item>(items: readonly Item[]): readonly string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}

test.each(fixtureNames())(
  'the packages of the corpus %s are those of its tool, with the bytes that stat gives',
  async (name) => {
    const { truth, found } = await readFixture(name);
    expect(inOrder(found.packages)).toEqual(inOrder(truth.packages));
    expect(inOrder(found.parts)).toEqual(inOrder(truth.parts));
    expect(inOrder(found.inner)).toEqual(inOrder(truth.inner));
  },
);

test('the page on packages is made from the corpus', async () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(await formatDocument());
});
