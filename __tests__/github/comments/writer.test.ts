import { describe, expect, test } from '@jest/globals';
import { digestOf, hiddenLine, imagesOf, parseWriter, type Writer } from '../../../src/github/comments/writer.ts';
import { parseAcceptanceState, renderAcceptanceState } from '../../../src/report/acceptance-state.ts';

const writer: Writer = {
  run: 27_026_725_512,
  attempt: 2,
  head: 'c'.repeat(40),
  subject: digestOf('all'),
  images: imagesOf(['web', 'api', 'web']),
};
const line = hiddenLine('', writer);
const MEMORY = '<!-- image-size-gate-state:1:AAAA -->';

describe('the hidden line that tells who wrote a comment', () => {
  test.each<[string, Writer]>([
    ['a job', writer],
    ['no commit', { ...writer, head: '' }],
    ['no image', { ...writer, images: [] }],
    ['many images', { ...writer, images: imagesOf(Array.from({ length: 1000 }, (_, at) => `image ${at} -->`)) }],
  ])('reads as it was written: %s', (_, each) => {
    for (const memory of ['', MEMORY]) expect(parseWriter(`marker\n${hiddenLine(memory, each)}\nbody`)).toEqual(each);
    expect(hiddenLine('', each).length).toBeLessThan(2000);
  });

  test.each<[string, string]>([
    ['in the first line', `${line}\nbody`],
    ['below the second line', `marker\nbody\n${line}`],
    ['at the end', `marker\nbody\nfoot ${line}`],
    ['before other text', `marker\n${line}.\nbody`],
    ['within a word', `marker\nx${line}\nbody`],
    ['with another version', `marker\n${line.replace('run:1:', 'run:2:')}\nbody`],
    ['with a number beyond reason', `marker\n${line.replace('27026725512', '9'.repeat(30))}\nbody`],
    ['nowhere', 'marker\nbody'],
    ['in nothing', ''],
  ])('does not count %s', (_, body) => {
    expect(parseWriter(body)).toBeUndefined();
  });

  test('counts with the line ends that GitHub stores', () => {
    expect(parseWriter(`marker\r\n${line}\r\nbody\r\n`)).toEqual(writer);
  });

  test('leaves what the comment stores as it is', () => {
    const state = renderAcceptanceState({ shown: [], grants: [{ id: 'l1', accepted: [] }] });
    expect(parseAcceptanceState(`marker\n${hiddenLine(state, writer)}\nbody`)).toEqual({
      shown: [],
      grants: [{ id: 'l1', accepted: [] }],
    });
  });
});
