import { describe, expect, test } from '@jest/globals';
import { appendEntry, formatHistory, historyPath, parseHistory } from '../../src/history/history-file.ts';
import type { History, HistoryEntry } from '../../src/model/record.ts';
import { UserError } from '../../src/text/error.ts';
import { commitOf, entry } from './samples.ts';

const history = (...entries: readonly HistoryEntry[]): History => ({ schemaVersion: 1, image: 'team/api', entries });
const PATH = 'history/team~api.json';

describe('the history file', () => {
  test('is read as it was written', () => {
    const written = history(entry(1), entry(2, { release: 'v1.0.0' }), entry(2, { platform: 'linux/arm64/v8' }));
    expect(parseHistory(formatHistory(written), PATH)).toEqual(written);
    expect(parseHistory(formatHistory(history()), PATH)).toEqual(history());
    expect(historyPath('team/api')).toBe(PATH);
  });

  test('has one line an entry, and an addition changes two lines', () => {
    const before = formatHistory(history(entry(1), entry(2))).split('\n');
    const after = formatHistory(history(entry(1), entry(2), entry(3))).split('\n');
    expect(before).toHaveLength(5);
    expect(after.filter((line) => !before.includes(line))).toHaveLength(2);
  });

  test('of ten years of daily entries of three platforms is smaller than 2 MB', () => {
    const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'];
    const entries = Array.from({ length: 3652 }, (_, day) =>
      platforms.map((platform) =>
        entry(day, {
          platform,
          download: 1_234_567_890,
          unpacked: 3_456_789_012,
          ...(day % 30 === 0 && { release: `v1.${day}.0` }),
        }),
      ),
    ).flat();
    const text = formatHistory(history(...entries));
    expect(text.length).toBeLessThan(2_000_000);
    expect(parseHistory(text, PATH).entries).toHaveLength(10_956);
  });

  test.each([
    ['text that is no JSON', 'null,', 'history/team~api.json: not JSON'],
    ['another schema', '{"schemaVersion":2,"image":"team/api","entries":[]}', 'not a history at schemaVersion'],
    ['no entries', '{"schemaVersion":1,"image":"team/api"}', 'not a history at entries'],
    ['a negative size', formatHistory(history(entry(1, { download: -1 }))), 'not a history at entries[0].download'],
    [
      'a size that cannot be told apart',
      formatHistory(history(entry(1, { unpacked: 2 ** 60 }))),
      'entries[0].unpacked',
    ],
    [
      'a short commit',
      formatHistory(history(entry(1, { commit: '1a2b3c4' }))),
      'entries[0].commit: is not a full commit',
    ],
    ['a local time', formatHistory(history(entry(1, { recordedAt: '2026-01-01 10:00' }))), 'entries[0].recordedAt'],
    ['a month that is none', formatHistory(history(entry(1, { recordedAt: '2026-13-01T00:00:00Z' }))), 'recordedAt'],
    [
      'a platform that is none',
      formatHistory(history(entry(1, { platform: '<b>' }))),
      'entries[0].platform: is not os/arch',
    ],
    ['an endless tag', formatHistory(history(entry(1, { release: 'v'.repeat(257) }))), 'entries[0].release'],
    ["another image's history", formatHistory({ ...history(), image: 'web' }), 'is the history of image "web"'],
  ])('with %s is refused by its path and the reason', (_, text, reason) => {
    expect(() => parseHistory(text, PATH)).toThrow(UserError);
    expect(() => parseHistory(text, PATH)).toThrow(reason);
    expect(() => parseHistory(text, PATH)).toThrow(PATH);
  });

  test('is put in order of time', () => {
    const text = formatHistory(history(entry(3), entry(1), entry(2)));
    expect(parseHistory(text, PATH).entries).toEqual([entry(1), entry(2), entry(3)]);
  });
});

describe('adding an entry', () => {
  test('starts a history where there is none', () => {
    expect(appendEntry(undefined, entry(1), 'team/api')).toEqual(history(entry(1)));
  });

  test('keeps the order of time, whatever time the entry is of', () => {
    const entries = [entry(1), entry(2), entry(3)];
    expect(appendEntry(history(entry(1), entry(3)), entry(2), 'team/api').entries).toEqual(entries);
  });

  test('replaces the entry of a run that was repeated, and no other platform', () => {
    const arm = entry(1, { platform: 'linux/arm64' });
    const again = entry(1.5, { commit: commitOf(1), download: 5 });
    expect(appendEntry(history(entry(1), arm), again, 'team/api').entries).toEqual([arm, again]);
  });

  test('remembers that a commit was a release when it is recorded again without its tag', () => {
    const again = appendEntry(history(entry(1, { release: 'v1.0.0' })), entry(1, { download: 5 }), 'team/api');
    expect(again.entries).toEqual([entry(1, { download: 5, release: 'v1.0.0' })]);
  });

  test('gives the same file in whatever order two writers add entries', () => {
    const [one, two] = [entry(1, { commit: commitOf(1) }), entry(1, { commit: commitOf(2) })];
    const text = (first: HistoryEntry, second: HistoryEntry) =>
      formatHistory(appendEntry(appendEntry(undefined, first, 'api'), second, 'api'));
    expect(text(one, two)).toBe(text(two, one));
  });
});
