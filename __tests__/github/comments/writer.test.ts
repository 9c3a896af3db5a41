import { describe, expect, test } from '@jest/globals';
import { digestOf, imagesOf, parseWriter, renderWriter, type Writer } from '../../../src/github/comments/writer.ts';

const writer: Writer = {
  run: 27_026_725_512,
  attempt: 2,
  head: 'c'.repeat(40),
  subject: digestOf('all'),
  images: imagesOf(['web', 'api', 'web']),
};
const line = renderWriter(writer);

describe('the line that tells who wrote a comment', () => {
  test.each<[string, Writer]>([
    ['a job', writer],
    ['no commit', { ...writer, head: '' }],
    ['no image', { ...writer, images: [] }],
    ['many images', { ...writer, images: imagesOf(Array.from({ length: 1000 }, (_, at) => `image ${at} -->`)) }],
  ])('reads as it was written: %s', (_, each) => {
    expect(parseWriter(`marker\nbody\n${renderWriter(each)}`)).toEqual(each);
    expect(renderWriter(each).length).toBeLessThan(2000);
  });

  test.each<[string, string]>([
    ['above the last line', `marker\n${line}\nbody`],
    ['within a line', `marker\n> ${line}`],
    ['with another version', `marker\n${line.replace('run:1:', 'run:2:')}`],
    ['with a number beyond reason', `marker\n${line.replace('27026725512', '9'.repeat(30))}`],
    ['nowhere', 'marker\nbody'],
    ['in nothing', ''],
  ])('does not count %s', (_, body) => {
    expect(parseWriter(body)).toBeUndefined();
  });

  test('counts with the line ends that GitHub stores', () => {
    expect(parseWriter(`marker\r\nbody\r\n${line}\r\n`)).toEqual(writer);
  });
});
