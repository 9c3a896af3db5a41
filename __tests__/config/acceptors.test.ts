import { describe, expect, test } from '@jest/globals';
import { checkAcceptLabel, parseReviewer } from '../../src/config/acceptors.ts';
import { UserError } from '../../src/text/error.ts';

describe('a label', () => {
  test.each(['image-size-accepted', 'Size: accepted 🚢', 'x'.repeat(50), '🚢'.repeat(50)])(
    'may be called %j',
    (name) => {
      expect(checkAcceptLabel(name, 'input accept-label')).toBe(name);
    },
  );

  test.each([
    ['x'.repeat(51), 'input accept-label: found 51 characters; the name of a label has at most 50'],
    ['one\ntwo', 'accepted: the name of one label, without line ends'],
    ['\u001b[31mred', 'without line ends'],
  ])('may not be called %j', (name, message) => {
    expect(() => checkAcceptLabel(name, 'input accept-label')).toThrow(UserError);
    expect(() => checkAcceptLabel(name, 'input accept-label')).toThrow(message);
  });
});

describe('a reviewer', () => {
  test.each([
    ['octocat', 'octocat'],
    ['@octocat', 'octocat'],
    ['mona_acme', 'mona_acme'],
    ['mona.lisa', 'mona.lisa'],
    ['release-bot[bot]', 'release-bot[bot]'],
    ['@acme/image-owners', 'acme/image-owners'],
  ])('%j is %s', (entry, name) => {
    expect(parseReviewer(entry, 'input accept-reviewers')).toBe(name);
  });

  test.each([
    '',
    '@',
    '-octocat',
    'octo cat',
    'octocat, mona',
    'acme/',
    '/owners',
    'acme/a/b',
    '../..',
    'acme/..%2f',
    'a'.repeat(101),
    '\u202eoctocat',
  ])('%j is refused with what is accepted', (entry) => {
    expect(() => parseReviewer(entry, 'input accept-reviewers')).toThrow(
      /^input accept-reviewers: found ".*", accepted: a user/s,
    );
  });
});
