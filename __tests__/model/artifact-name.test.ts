import { describe, expect, test } from '@jest/globals';
import { artifactName, pageArtifactName, partOfArtifact, partOfJob } from '../../src/model/artifact-name.ts';
import { UserError } from '../../src/text/error.ts';

describe('the name of an artifact', () => {
  test.each([
    ['', 'image-size-gate-report', 'image-size-gate-report.html'],
    ['linux-arm64', 'image-size-gate-report-linux-arm64', 'image-size-gate-report-linux-arm64.html'],
    [
      'images 1–10, größer',
      'image-size-gate-report-images 1–10, größer',
      'image-size-gate-report-images 1–10, größer.html',
    ],
    ['.', 'image-size-gate-report-.', 'image-size-gate-report-..html'],
  ])('of part %j is %j, and its page is %j', (part, name, page) => {
    expect(artifactName(part)).toBe(name);
    expect(pageArtifactName(part)).toBe(page);
    expect(partOfArtifact(name)).toBe(part);
    expect(partOfArtifact(page)).toBeUndefined();
  });

  test.each([
    [
      'linux/arm64',
      /^part "linux\/arm64" contains "\/", which the name of an artifact cannot contain; .* part: linux-amd64$/,
    ],
    ['a\\b', /contains "\\\\"/],
    ['a:b', /contains ":"/],
    ['a*', /contains "\*"/],
    ['"', /contains "\\""/],
    ['a\nb', /contains "\\n"/],
    ['a\u202eb', /contains "\u202e"/],
    ['a\u2028b', /contains/],
    ['\ud800', /contains/],
    [' a', /begins or ends with a space/],
    ['x'.repeat(101), /is 101 characters long; at most 100/],
    ['a.html', /ends in \.html, as the page of a part does/],
    ['a.HTML', /ends in \.html/],
  ])('part %j is refused', (part, problem) => {
    expect(() => artifactName(part)).toThrow(UserError);
    expect(() => pageArtifactName(part)).toThrow(problem);
    expect(partOfArtifact(`image-size-gate-report-${part}`)).toBeUndefined();
  });

  test.each(['', 'coverage', 'image-size-gate-reports', 'image-size-gate-report-', 'Image-size-gate-report'])(
    '%j is none of ours',
    (name) => {
      expect(partOfArtifact(name)).toBeUndefined();
    },
  );
});

test.each([
  ['size', '', 'size'],
  ['size', 'linux/arm64', 'size-linux%2Farm64'],
  ['', '', ''],
  ['size', 'a*"\n\u202e', 'size-a%2A%22%0A%E2%80%AE'],
  ['size', '\ud800', 'size-%EF%BF%BD'],
  ['size', 'x.html', 'size-x%2Ehtml'],
  ['size', 'x'.repeat(200), `size-${'x'.repeat(93)}`],
])('of job %j and key %j is one that every artifact may have', (job, key, expected) => {
  expect(partOfJob(job, key)).toBe(expected);
  expect(partOfArtifact(artifactName(expected))).toBe(expected);
});
