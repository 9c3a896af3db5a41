import { describe, expect, test } from '@jest/globals';
import { previousRelease } from '../../src/baseline/releases.ts';
import type { Release } from '../../src/model/baseline.ts';

const draft = (tag: string): Release => ({ tag, draft: true, prerelease: false });
const published = (tag: string): Release => ({ tag, draft: false, prerelease: false });
const marked = (tag: string): Release => ({ tag, draft: false, prerelease: true });

/** The tag before `current` (undefined: the newest) among these, separated by spaces. */
function previous(current: string | undefined, tags: string, releases: readonly Release[] = []): string | undefined {
  const all = tags.split(' ').map((name) => ({ name, commit: `commit of ${name}` }));
  const found = [all, all.toReversed()].map((order) =>
    previousRelease({ tags: order, releases, ...(current === undefined ? {} : { current }) }),
  );
  const [one, other] = found.map((each) => ('tag' in each ? each : undefined));
  expect(one?.tag).toEqual(other?.tag);
  expect(one?.commit).toBe(one && `commit of ${one.tag}`);
  return one?.tag;
}

describe('the release before a stable one', () => {
  test.each([
    ['is the highest below it', 'v1.2.0', 'v1.0.0 v1.1.0 v1.2.0', 'v1.1.0'],
    ['is by number, not by letter', 'v1.11.0', 'v1.2.0 v1.9.0 v1.10.0 v1.11.0', 'v1.10.0'],
    ['is of its own line where a higher one exists', 'v1.2.1', 'v1.2.0 v1.2.1 v2.0.0 v2.0.1', 'v1.2.0'],
    ['may be of the major version before', 'v2.0.0', 'v1.9.3 v2.0.0', 'v1.9.3'],
    ['is none for the first', 'v1.0.0', 'v1.0.0 v1.1.0', undefined],
    ['is none where there are only pre-releases', 'v1.0.0', 'v1.0.0-alpha v1.0.0-rc.1 v1.0.0', undefined],
    ['skips pre-releases', 'v1.2.0', 'v1.1.0 v1.2.0-rc.1 v1.2.0-rc.2 v1.2.0', 'v1.1.0'],
    ['is found without the v', '1.2.0', '1.1.0 1.2.0', '1.1.0'],
    ['is found where the v came later', 'v1.2.0', '1.0.0 1.1.0 v1.2.0', '1.1.0'],
    ['is found where its own tag is not there yet', 'v1.2.0', 'v1.0.0 v1.1.0 v1.3.0', 'v1.1.0'],
    ['is no tag that is no version', 'v1.2.0', 'latest nightly v1.1.0 v1.1.x 1.1.5-x-9.y. release-2', 'v1.1.0'],
    ['is never one that differs in build metadata alone', 'v1.2.0+b2', 'v1.1.0 v1.2.0 v1.2.0+b1 v1.2.0+b2', 'v1.1.0'],
    ['is the last build of those that do', 'v1.2.0', 'v1.1.0+b v1.1.0+a v1.2.0', 'v1.1.0+b'],
    ['is none where its own tag is no version', 'nightly', 'v1.0.0 nightly', undefined],
    ['is none without tags', 'v1.0.0', '', undefined],
  ])('%s', (_name, current, tags, expected) => {
    expect(previous(current, tags)).toBe(expected);
  });
});

describe('the release before a pre-release', () => {
  test.each([
    ['is the pre-release before it', 'v1.2.0-rc.2', 'v1.1.0 v1.2.0-rc.1 v1.2.0-rc.2', 'v1.2.0-rc.1'],
    ['is by number, not by letter', 'v1.2.0-rc.10', 'v1.1.0 v1.2.0-rc.2 v1.2.0-rc.9', 'v1.2.0-rc.9'],
    ['is the stable one where it is the first', 'v1.2.0-rc.1', 'v1.0.0 v1.1.0 v1.2.0-rc.1 v1.2.0', 'v1.1.0'],
    ['has alpha before beta before rc', 'v1.0.0-rc.1', 'v1.0.0-alpha.9 v1.0.0-beta v1.0.0-rc.1', 'v1.0.0-beta'],
    ['is none for the first', 'v1.0.0-alpha', 'v1.0.0-alpha v1.0.0', undefined],
  ])('%s', (_name, current, tags, expected) => {
    expect(previous(current, tags)).toBe(expected);
  });
});

describe('tags with a prefix', () => {
  const tags = 'v5.0.0 app-v1.0.0 app-v1.1.0 app/1.0.5 api-v1.0.9 my-app-v1.0.8 go1.20.0 go1.21.0 a-2-1.0.0 a-2-1.1.0';
  test.each([
    ['app-v1.2.0', 'app-v1.1.0'],
    ['app-1.2.0', 'app-v1.1.0'],
    ['app/v1.2.0', 'app/1.0.5'],
    ['my-app-v1.1.0', 'my-app-v1.0.8'],
    ['go1.22.0', 'go1.21.0'],
    ['a-2-1.2.0', 'a-2-1.1.0'],
    ['web-v9.0.0', undefined],
    ['v4.0.0', undefined],
  ])('compete with the same prefix alone: before %s is %s', (current, expected) => {
    expect(previous(current, tags)).toBe(expected);
  });
});

describe('what GitHub knows of releases', () => {
  const tags = 'v1.0.0 v1.1.0 v1.2.0';
  test.each<[string, string | undefined, readonly Release[], string | undefined]>([
    ['a draft is no release', 'v1.2.0', [draft('v1.1.0')], 'v1.0.0'],
    ['a draft beside a published one of its tag counts', 'v1.2.0', [draft('v1.1.0'), published('v1.1.0')], 'v1.1.0'],
    ['a release without a tag counts nothing', 'v1.2.0', [published('v1.1.9')], 'v1.1.0'],
    ['a tag without a release counts', 'v1.2.0', [published('v1.0.0')], 'v1.1.0'],
    ['one marked as a pre-release is none that a stable one follows', 'v1.2.0', [marked('v1.1.0')], 'v1.0.0'],
    ['one marked follows another', 'v1.2.0', [marked('v1.2.0'), marked('v1.1.0')], 'v1.1.0'],
    ['the newest is no draft', undefined, [draft('v1.2.0')], 'v1.1.0'],
    ['the newest is not marked', undefined, [marked('v1.2.0')], 'v1.1.0'],
  ])('%s', (_name, current, releases, expected) => {
    expect(previous(current, tags, releases)).toBe(expected);
  });
});

describe('the newest release', () => {
  test.each([
    ['is the highest stable one', 'v1.0.0 v1.9.0 v1.10.0 v2.0.0-rc.1', 'v1.10.0'],
    ['is a pre-release where none is stable', 'v1.0.0-alpha v1.0.0-rc.1 v1.0.0-beta', 'v1.0.0-rc.1'],
    ['has no prefix where some have none', 'app-v9.0.0 v1.0.0', 'v1.0.0'],
    ['may have a prefix where all have one', 'app-v1.0.0 app-v1.1.0 app-v2.0.0-rc.1', 'app-v1.1.0'],
    ['is none without versions', 'latest nightly', undefined],
  ])('%s', (_name, tags, expected) => {
    expect(previous(undefined, tags)).toBe(expected);
  });
});

describe('a tag at the measured commit', () => {
  const release = (tags: string, measured: string, current?: string, releases: readonly Release[] = []) =>
    previousRelease({
      tags: tags.split(' ').map((each) => ({ name: each.replace(/@.*/, ''), commit: each.replace(/.*@/, '') })),
      releases,
      measured: measured.split(' '),
      ...(current === undefined ? {} : { current }),
    });
  const tagOf = (found: ReturnType<typeof release>) => ('tag' in found ? found.tag : undefined);

  test.each<[string, string, string, string | undefined, string | undefined]>([
    ['is not its own baseline', 'v1.0.0@a v1.1.0@b', 'b', undefined, 'v1.0.0'],
    ['is not the baseline of its own release', 'v1.0.0@a v1.1.0@b', 'b', 'v1.1.0', 'v1.0.0'],
    ['is skipped with all others there', 'v1.0.0@a v1.0.9@b v1.1.0@b v1.1.0-rc.3@b', 'b', 'v1.1.0', 'v1.0.0'],
    ['is skipped before a pre-release', 'v1.0.0@a v1.1.0-rc.1@b v1.1.0-rc.2@b', 'b', 'v1.1.0-rc.2', 'v1.0.0'],
    ['of an older line follows that line', 'v1.0.4@a v1.0.5@b v2.0.0@c', 'b', undefined, 'v1.0.4'],
    ['that is the first release has none before', 'v1.0.0@b latest@b', 'b', undefined, undefined],
    ['that is a pre-release is skipped alone', 'v1.0.0@a v1.1.0-rc.1@b', 'b', undefined, 'v1.0.0'],
    ['that is no version does not count', 'v1.0.0@a v1.1.0@c latest@b v1@b', 'b', undefined, 'v1.1.0'],
    ['of another component is none of the application', 'v1.0.0@a chart-v3.0.0@b', 'b', undefined, 'v1.0.0'],
    [
      'of one of two components follows its own',
      'app-v1.0.0@a lib-v9.0.0@a app-v1.1.0@b',
      'b',
      undefined,
      'app-v1.0.0',
    ],
    ['at the head of a pull request counts too', 'v1.0.0@a v1.1.0@h', 'm h', undefined, 'v1.0.0'],
    ['is only that of a measured commit', 'v1.0.0@a v1.1.0@b', 'c', undefined, 'v1.1.0'],
  ])('%s', (_name, tags, measured, current, expected) => {
    expect(tagOf(release(tags, measured, current))).toBe(expected);
  });

  test('is named as the release that follows', () => {
    expect(release('v1.0.0@a v1.1.0@b', 'b')).toMatchObject({ tag: 'v1.0.0', commit: 'a', before: 'v1.1.0' });
    expect(release('v1.0.0@a v1.1.0@b', 'c')).toEqual({ tag: 'v1.1.0', commit: 'b' });
  });

  test('is its own release while that is a draft', () => {
    expect(tagOf(release('v1.0.0@a v1.1.0@b v1.2.0@c', 'b', undefined, [draft('v1.1.0')]))).toBe('v1.0.0');
  });
});
