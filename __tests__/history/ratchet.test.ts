import { describe, expect, test } from '@jest/globals';
import { capOf } from '../../src/compare/cap.ts';
import { capAbove, proposeRatchet, type RatchetRequest } from '../../src/history/ratchet.ts';
import { parseCondition } from '../../src/model/condition.ts';
import type { HistoryEntry } from '../../src/model/record.ts';
import { parseBytes } from '../../src/text/amount.ts';
import { entry } from './samples.ts';

const MB = 1_000_000;
/** Five records of 390 MB, then ten of the sizes given. */
const fallen = (to: number, rest: Partial<HistoryEntry> = {}) =>
  Array.from({ length: 15 }, (_, day) => entry(day, { download: (day < 5 ? 390 : to) * MB, ...(day >= 5 && rest) }));
const conditions = (...texts: readonly string[]) => texts.map((text) => parseCondition(text, 'fail'));
const propose = (history: readonly HistoryEntry[], caps = ['download > 400 MB'], rest: Partial<RatchetRequest> = {}) =>
  proposeRatchet({ history, conditions: conditions(...caps), image: 'api', platform: 'linux/amd64', ...rest });

describe('a tighter cap', () => {
  test('is proposed as a diff of the line once the size fell and stayed down', () => {
    expect(propose(fallen(337))).toEqual({
      image: 'api',
      platform: 'linux/amd64',
      metric: 'download',
      from: 400 * MB,
      to: 350 * MB,
      records: 10,
      text: '- download > 400 MB\n+ download > 350 MB',
    });
  });

  test.each([
    ['download > 400 MB', 337, 'download > 350 MB'],
    ['download>400mb', 337, 'download>350mb'],
    ['download > 0.4 GB', 337, 'download > 0.35 GB'],
    ['download > 400000 kB', 337, 'download > 350000 kB'],
    ['download > 400 MB', 95, 'download > 97 MB'],
    ['download > 400 MB', 120, 'download > 125 MB'],
    ['download > 381.5 MiB', 337, 'download > 330 MiB'],
    ['download > 0.0004 TB', 3, 'download > 0.0000031 TB'],
    ['download > 400 MB', 0.5, 'download > 0.51 MB'],
  ])('for "%s" at %d MB is "%s", in the unit as written', (cap, size, proposed) => {
    expect(propose(fallen(size), [cap])?.text).toBe(`- ${cap}\n+ ${proposed}`);
  });

  test('leaves at least 2 % of room, and never more than 7.1 %', () => {
    for (let size = 1; size <= 330; size++) {
      const room = (propose(fallen(size))?.to ?? 0) / (size * MB);
      expect(room).toBeGreaterThanOrEqual(1.02 - 1e-9);
      expect(room).toBeLessThanOrEqual(1.02 * 1.05 + 1e-9);
    }
  });

  test('replaces the tightest cap, download before unpacked', () => {
    const caps = ['unpacked > 2 GB', 'download > 1 GB', 'download > 400 MB', 'download > 500 MB'];
    expect(propose(fallen(300), caps)).toMatchObject({ metric: 'download', from: 400 * MB });
  });

  test('can be for unpacked', () => {
    const history = fallen(300).map((point) => ({ ...point, unpacked: point.download }));
    expect(propose(history, ['unpacked > 400 MB'])).toMatchObject({ metric: 'unpacked', to: 310 * MB });
  });

  test('needs as many records as requested', () => {
    expect(propose(fallen(337).slice(0, 8), undefined, { records: 3 })).toMatchObject({ records: 3 });
  });

  test('has room for a release of an older line that was recorded meanwhile', () => {
    const release = entry(10.5, { download: 350 * MB, release: 'v1.9.1' });
    expect(propose([...fallen(300), release])?.to).toBe(360 * MB);
  });
});

describe('no cap is proposed', () => {
  const spiked = (day: number) =>
    fallen(337).map((point, at) => (at === day ? { ...point, download: 395 * MB } : point));
  const arm = (to: number) => fallen(to).map((point) => ({ ...point, platform: 'linux/arm64' }));

  test.each([
    ['without any record', [], ['download > 400 MB']],
    ['with fewer records than it takes', fallen(337).slice(0, 14), ['download > 400 MB']],
    ['with one spike among the records', spiked(9), ['download > 400 MB']],
    ['with a spike in the last record', spiked(14), ['download > 400 MB']],
    ['while the cap is nearly used', fallen(381), ['download > 400 MB']],
    ['where the cap was roomy from the start', fallen(300).slice(5), ['download > 400 MB']],
    ['where the size fell by less than 5 % of the cap', fallen(375), ['download > 400 MB']],
    ['for growth', fallen(337), ['download > +2%', 'download > +400 MB', 'new-bytes > 400 MB']],
    ['for a cap with a second clause', fallen(337), ['download > 400 MB and > +1 MB']],
    ['for another metric', fallen(337), ['wasted > 400 MB', 'layers > 400', 'wasted > 5%']],
    ['without conditions', fallen(337), []],
    ['for another platform alone', arm(337), ['download > 400 MB']],
    ['while another platform is near the cap', [...fallen(337), ...arm(390)], ['download > 400 MB']],
    ['on releases alone', fallen(337, { release: 'v1.0.0' }), ['download > 400 MB']],
    [
      'where the round number is the cap again',
      fallen(379).map((p) => ({ ...p, download: p.download / 390 })),
      ['download > 1 MB'],
    ],
  ])('%s', (_, history, caps) => {
    expect(propose(history, caps)).toBeNull();
  });
});

test.each([
  [['download > 400 MB', 'download > 300 MB'], 300 * MB],
  [['download > 400 MB and > +1 MB', 'download > +2%', 'unpacked > 1 MB'], undefined],
  [[], undefined],
])('the cap of %j is %s', (texts, bytes) => {
  expect(capOf(conditions(...texts), 'download')).toBe(bytes);
});

test.each([
  [193_266_235, '200 MB'],
  [1_740_392_636, '1.8 GB'],
  [999_999_999, '1.05 GB'],
  [1_234, '1.3 kB'],
  [7, '8 B'],
])('a cap above %i B is %s', (bytes, cap) => {
  expect(capAbove(bytes)).toBe(cap);
  expect(parseBytes(cap)).toBeGreaterThan(bytes);
});
