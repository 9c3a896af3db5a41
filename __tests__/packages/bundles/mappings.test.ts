import { describe, expect, test } from '@jest/globals';
import { sumMappings } from '../../../src/packages/bundles/mappings.ts';
import { mappingsOf, type Segment, vlq } from '../../support/source-map.ts';

const GROUPED = { groupOf: Int32Array.from([0, 1, -1, 1]), groups: 2 };
const sums = (content: string | Buffer, mappings: string) => {
  const found = sumMappings(mappings, Buffer.from(content), GROUPED);
  return found && [...found];
};

describe('the bytes that mappings name', () => {
  test.each<[string, string, readonly (readonly Segment[])[], readonly [number, number]]>([
    [
      'reach to the next segment',
      'aaabbbbb',
      [
        [
          [0, 0],
          [3, 1],
        ],
      ],
      [3, 5],
    ],
    ['reach to the end of the line, with its newline', 'aaa\nbb\n', [[[0, 0]], [[0, 1]]], [4, 3]],
    [
      'are also of several sources of one group',
      'abcd',
      [
        [
          [0, 1],
          [1, 0],
          [2, 3],
        ],
      ],
      [1, 3],
    ],
    ['are none before the first segment', '/**/aa', [[[4, 0]]], [2, 0]],
    ['have the blanks that indent a line', ' \t aa\n  b', [[[3, 0]], [[2, 1]]], [6, 3]],
    ['are none of lines without a segment', 'aa\n// x\nb', [[[0, 0]], [], [[0, 1]]], [3, 1]],
    ['are none of a part without a source', 'aabbcc', [[[0, 0], [2], [4, 1]]], [2, 2]],
    [
      'are none of a source without a name',
      'aabb',
      [
        [
          [0, 2],
          [2, 1],
        ],
      ],
      [0, 2],
    ],
    ['are none where nothing is mapped', 'aabb', [], [0, 0]],
    [
      'may begin where the line ends',
      'aa\n',
      [
        [
          [0, 0],
          [2, 1],
        ],
      ],
      [2, 1],
    ],
    [
      'are of UTF-8, the columns of UTF-16',
      'äa€😀b\nö',
      [
        [
          [0, 0],
          [5, 1],
        ],
        [[0, 1]],
      ],
      [10, 4],
    ],
    ['end with the lines, however many follow without a segment', 'a\n', [[[0, 0]], [], [], []], [2, 0]],
  ])('%s', (_what, content, lines, expected) => {
    expect(sums(content, mappingsOf(lines))).toEqual(expected);
  });

  test('are counted byte by byte in what is no UTF-8', () => {
    expect(
      sums(
        Buffer.from([0xff, 0xff, 0x80, 0x61]),
        mappingsOf([
          [
            [0, 0],
            [3, 1],
          ],
        ]),
      ),
    ).toEqual([3, 1]);
  });

  test.each([
    ['no base64', 'AA*A'],
    ['no ASCII', 'AAA\u0142'],
    ['a number that does not end', 'AAAg'],
    ['a number of more than 32 bits', 'ggggggggggA'],
    ['two fields', 'AA'],
    ['three fields', 'AAA'],
    ['six fields', 'AAAAAA'],
    ['a column that goes back', `${vlq(3)}AAA,${vlq(-1)}AAA`],
    ['a negative column', `${vlq(-1)}AAA`],
    ['a column that the line does not have', `${vlq(5)}AAA`],
    ['a huge column', `${vlq(2 ** 31)}AAA`],
    ['a source that there is not', `A${vlq(4)}AA`],
    ['a negative source', `A${vlq(-1)}AA`],
    ['a line that the file does not have', ';;AAAA'],
  ])('are not told with %s', (_what, mappings) => {
    expect(sums('abcd', mappings)).toBeUndefined();
    expect(sums('äbcd', mappings)).toBeUndefined();
  });

  test('of many segments are summed without a list of them', () => {
    const content = 'ab'.repeat(200_000);
    const before = process.memoryUsage().heapUsed;
    expect(sums(content, `AAAA${',CCAA,CDAA'.repeat(199_999)}`)).toEqual([200_001, 199_999]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(24e6);
  });
});
