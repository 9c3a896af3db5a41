import { describe, expect, test } from '@jest/globals';
import { explainSaving } from '../../src/explain/saving.ts';
import type { Saving } from '../../src/model/explanation.ts';
import { measurement } from '../support/measurements.ts';

type Files = Readonly<Record<string, number>>;

function side(image: string, files: Files, wasted = 0) {
  const unpacked = Object.values(files).reduce((sum, bytes) => sum + bytes, wasted);
  const directories = new Map(Object.entries(files));
  return { measurement: measurement({ image, wasted, layers: [['l', 1, unpacked]] }), directories };
}

const explain = (before: Files, after: Files, wasted: readonly [number, number] = [0, 0]) =>
  explainSaving(side('api', before, wasted[0]), side('small', after, wasted[1]));

const words = ({ lines }: Saving) =>
  lines.map(({ path, files, before, after }) => `${path}${files ? '/*' : ''} ${before}→${after}`);

const sum = ({ lines, wasted, rest }: Saving) =>
  lines.reduce((total, { before, after }) => total + after - before, wasted + rest);

const gcc = { 'usr/lib/gcc/12': 60, 'usr/lib/gcc/12/include': 40 };

describe('the explanation of a saving', () => {
  test.each<[string, Files, Files, string[], number]>([
    ['is empty where nothing changed', { usr: 5 }, { usr: 5 }, [], 0],
    ['is empty for two empty images', {}, {}, [], 0],
    ['names the deepest directory that covers it', { 'a/b/c': 1000, 'a/b': 4 }, { 'a/b': 2 }, ['a/b/c 1000→0'], -2],
    [
      'names a directory that is gone as a whole',
      { ...gcc, 'usr/bin': 900 },
      { 'usr/bin': 100 },
      ['usr/bin 900→100', 'usr/lib 100→0'],
      0,
    ],
    ['takes even that apart when it is most of all', gcc, {}, ['usr/lib/gcc/12 100→0'], 0],
    ['names growth too', { a: 100 }, { b: 30 }, ['a 100→0', 'b 0→30'], 0],
    ['names files that lie beside directories', { '': 40, a: 30, b: 30 }, {}, ['/* 40→0', 'a 30→0', 'b 30→0'], 0],
    ['does not split what is mostly its own files', { 'a/b': 10, a: 90 }, {}, ['a 100→0'], 0],
    ['finds what moved from one place to another', { a: 50 }, { b: 50 }, ['a 50→0', 'b 0→50'], 0],
    [
      'finds what grew beside what shrank, though together they are next to nothing',
      { usr: 1000, '': 1 },
      { usr: 10, '': 980 },
      ['usr 1000→10', '/* 1→980'],
      0,
    ],
    ['is of a larger variant likewise', { a: 1 }, { a: 1, 'opt/x': 99 }, ['opt/x 0→99'], 0],
  ])('%s', (_what, before, after, lines, rest) => {
    const saving = explain(before, after);
    expect(words(saving)).toEqual(lines);
    expect(saving.rest).toBe(rest);
    expect(sum(saving)).toBe(saving.total);
  });

  test('counts waste by itself', () => {
    const saving = explain({ a: 100 }, { a: 60 }, [30, 5]);
    expect(saving).toMatchObject({ reference: 'api', variant: 'small', total: -65, wasted: -25, rest: 0 });
  });

  test('names the largest changes in a directory that it leaves whole', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`usr/share/p${at}`, 10 + at]));
    const { lines } = explain({ ...many, 'usr/share/p7': 500 }, { 'usr/share/p1': 11 });
    expect(lines).toMatchObject([{ path: 'usr/share', parts: [{ name: 'p7', change: -500 }] }]);
  });

  test('sums to the whole exactly, with ten lines and a tenth left over at most, whatever the trees', () => {
    let seed = 1;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const tree = () =>
      Object.fromEntries(
        Array.from({ length: random(60) }, () => [
          Array.from({ length: random(5) }, () => `d${random(6)}`).join('/'),
          random(3) === 0 ? random(1_000_000) : random(1000),
        ]),
      );
    for (let round = 0; round < 300; round++) {
      const saving = explain(tree(), tree(), [random(5000), random(5000)]);
      expect(sum(saving)).toBe(saving.total);
      expect(saving.lines.length).toBeLessThanOrEqual(10);
      expect(Math.abs(saving.rest)).toBeLessThanOrEqual(Math.abs(saving.total) * 0.1);
      const paths = saving.lines.map(({ path, files }) => (files ? `${path}/*` : path));
      expect(new Set(paths).size).toBe(paths.length);
    }
  });

  test('of directories thousands deep and of very many comes to an end', () => {
    const deep = Array.from({ length: 5000 }, () => 'd').join('/');
    expect(explain({ [deep]: 100 }, {}).lines).toMatchObject([{ before: 100, after: 0 }]);
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`d/${at}`, 1]));
    expect(words(explain(wide, {}))).toEqual(['d 100000→0']);
  });
});
