import { describe, expect, test } from '@jest/globals';
import { parseCondition } from '../../src/model/condition.ts';
import { METRIC_NAMES } from '../../src/model/metric.ts';
import { UserError } from '../../src/text/error.ts';

describe('a condition is parsed', () => {
  test.each([
    ['download > 400 MB', [{ metric: 'download', growth: false, unit: 'bytes', limit: 400_000_000 }]],
    ['download>400MB', [{ metric: 'download', growth: false, unit: 'bytes', limit: 400_000_000 }]],
    ['unpacked > +2%', [{ metric: 'unpacked', growth: true, unit: 'percent', limit: 2 }]],
    ['unpacked > + 0.25 %', [{ metric: 'unpacked', growth: true, unit: 'percent', limit: 0.25 }]],
    ['wasted > 5%', [{ metric: 'wasted', growth: false, unit: 'percent', limit: 5 }]],
    ['wasted > +5%', [{ metric: 'wasted', growth: true, unit: 'percent', limit: 5 }]],
    ['layers > 20', [{ metric: 'layers', growth: false, unit: 'count', limit: 20 }]],
    ['files > +1000', [{ metric: 'files', growth: true, unit: 'count', limit: 1000 }]],
    ['files > +10%', [{ metric: 'files', growth: true, unit: 'percent', limit: 10 }]],
    ['unpacked > +0 B', [{ metric: 'unpacked', growth: true, unit: 'bytes', limit: 0 }]],
  ])('%s', (text, clauses) => {
    expect(parseCondition(text, 'fail')).toEqual({ text, level: 'fail', clauses });
  });

  test('a clause without metric takes the one before it', () => {
    const { clauses } = parseCondition('unpacked > +2% and > +1 MB and download > 1 GB and > +5 MB', 'fail');
    expect(clauses).toEqual([
      { metric: 'unpacked', growth: true, unit: 'percent', limit: 2 },
      { metric: 'unpacked', growth: true, unit: 'bytes', limit: 1_000_000 },
      { metric: 'download', growth: false, unit: 'bytes', limit: 1_000_000_000 },
      { metric: 'download', growth: true, unit: 'bytes', limit: 5_000_000 },
    ]);
  });

  test('counts are joined by "and" like sizes', () => {
    expect(parseCondition('layers > 5 and files > 3', 'warn').clauses.map((clause) => clause.limit)).toEqual([5, 3]);
  });

  test('new-bytes is against the baseline with and without "+"', () => {
    const plain = parseCondition('new-bytes > 20 MB', 'fail').clauses;
    expect(plain).toEqual([{ metric: 'new-bytes', growth: true, unit: 'bytes', limit: 20_000_000 }]);
    expect(parseCondition('new-bytes > +20 MB', 'fail').clauses).toEqual(plain);
  });

  test('white space is folded in the text that reports print', () => {
    expect(parseCondition('  download \t >\n 5   MB ', 'warn')).toMatchObject({
      text: 'download > 5 MB',
      level: 'warn',
    });
  });

  test.each([
    ['1 B', 1],
    ['1 kB', 1000],
    ['1 kb', 1000],
    ['1 KB', 1000],
    ['1 MB', 1_000_000],
    ['1 mb', 1_000_000],
    ['1.5 MB', 1_500_000],
    ['.5 MB', 500_000],
    ['1 GB', 1_000_000_000],
    ['1 TB', 1_000_000_000_000],
    ['1 KiB', 1024],
    ['1 MiB', 1_048_576],
    ['1 mib', 1_048_576],
    ['1 GiB', 1_073_741_824],
    ['1 TiB', 1_099_511_627_776],
    ['8.2 kB', 8200],
    ['1.1 GB', 1_100_000_000],
  ])('download > %s means %i bytes', (amount, limit) => {
    expect(parseCondition(`download > ${amount}`, 'fail').clauses[0].limit).toBe(limit);
  });
});

describe('an error says what to write', () => {
  test.each([
    [
      'dowload > 5 MB',
      1,
      '^^^^^^^',
      `found "dowload", expected a metric: ${METRIC_NAMES.join(', ')}. Did you mean "download"?`,
    ],
    ['Unpacked > 5 MB', 1, '^^^^^^^^', 'Did you mean "unpacked"?'],
    ['newbytes > 5 MB', 1, '^^^^^^^^', 'Did you mean "new-bytes"?'],
    ['size > 5 MB', 1, '^^^^', 'found "size", expected a metric'],
    ['> 5 MB', 1, '^', 'found ">", expected a metric'],
    ['', 1, '^', 'the line ends, expected a metric'],
    ['download', 9, '^', 'the line ends, expected ">" and an amount'],
    ['download 5 MB', 10, '^', 'found "5", expected ">" and an amount'],
    ['download >= 5 MB', 10, '^^', 'found ">=", only ">" (strictly over) is accepted: write "download > 5 MB"'],
    ['download < 5 MB and > +1%', 10, '^', 'write "download > 5 MB"'],
    ['download = 5 MB', 10, '^', 'write "download > 5 MB"'],
    ['download ≥ 5 MB', 10, '^', 'only ">"'],
    ['download > -5 MB', 12, '^^', 'found "-5", but a limit is zero or more'],
    ['download > +−5 MB', 13, '^^', 'a limit is zero or more'],
    ['download > NaN', 12, '^^^', 'found "NaN", expected an amount such as 5 MB or +2%'],
    ['download > Infinity MB', 12, '^^^^^^^^', 'expected an amount'],
    ['download >', 11, '^', 'the line ends, expected an amount'],
    ['download > 1,5 MB', 12, '^^^', 'digits with a point for decimals'],
    ['download > 1_000 MB', 12, '^^^^^', 'no thousands separators'],
    ['download > 1e6 B', 13, '^^', 'unknown unit "e6"'],
    ['download > 1.2.3 MB', 12, '^^^^^', 'expected a number'],
    ['download > 400', 12, '^^^', 'found "400" without a unit: download is in bytes, as in "400 MB"'],
    ['download > +400 and > 2%', 13, '^^^', 'without a unit'],
    ['download > 5 M', 14, '^', 'the unit "M" is ambiguous: write MB (1,000,000 B) or MiB (1,048,576 B)'],
    ['download > 5m', 13, '^', 'the unit "m" is ambiguous: write MB (1,000,000 B) or MiB'],
    ['download > 5 K', 14, '^', 'write kB (1,000 B) or KiB (1,024 B)'],
    ['download > 5 Gi', 14, '^^', 'write GB (1,000,000,000 B) or GiB'],
    ['download > 5 MBi', 14, '^^^', 'accepted units: B, kB, MB, GB, TB, KiB, MiB, GiB, TiB. Did you mean "MB"?'],
    ['download > 5%', 12, '^', 'write "download > +5%" for growth against the baseline'],
    ['layers > 5%', 10, '^', 'write "layers > +5%"'],
    ['new-bytes > +5%', 14, '^', 'new-bytes has no percentage'],
    ['layers > 5 MB', 12, '^^', 'layers are counted: write "5"'],
    ['files > 1.5', 9, '^^^', 'files are whole numbers'],
    ['download > 99999999 TB', 12, '^^^^^^^^', 'too large'],
    ['files > 9007199254740993', 9, '^^^^^^^^^^^^^^^^', 'too large'],
    ['unpacked > +9999999%', 13, '^^^^^^^', 'at most 1000000%'],
    ['unpacked > +1.0000001%', 13, '^^^^^^^^^', 'at most 6 decimals'],
    [
      'download > 5 MB or > +2%',
      17,
      '^^',
      'found "or", expected "and" or the end; for one or the other, write two lines',
    ],
    ['download > 5 MB && > +2%', 17, '^^', 'expected "and"'],
    ['download > 5 MB and', 20, '^', 'the line ends, expected ">" and an amount'],
    ['download > 5 MB # cap', 17, '^', 'found "#", expected "and"'],
    ['download > 5 MB unpacked > 3 MB', 17, '^^^^^^^^', 'expected "and"'],
  ])('%s', (text, column, underline, message) => {
    const error = errorOf(text);
    const [first = '', shown, carets] = error.split('\n');
    expect(first).toContain(`fail-if, column ${column}: `);
    expect(first).toContain(message);
    expect(shown).toBe(`  ${text}`);
    expect(carets).toBe(`  ${' '.repeat(column - 1)}${underline}`);
  });

  test('the column counts in the folded text that is shown', () => {
    expect(errorOf(' download   >\t5 M')).toContain('column 14: ');
  });

  test('control characters in hostile text are not printed', () => {
    expect(errorOf('down\u001b[31mload > 5 MB')).not.toContain('\u001b');
  });

  test('overlong text is refused without printing it', () => {
    const error = errorOf(`download > ${'9'.repeat(600)} MB`);
    expect(error).toBe('fail-if: a condition has at most 500 characters, found 614');
  });

  test('the place is named by the level or by the caller', () => {
    expect(() => parseCondition('x', 'warn')).toThrow(/^warn-if, column 1: /);
    expect(() => parseCondition('x', 'warn', 'warn-if for api')).toThrow(/^warn-if for api, column 1: /);
  });
});

function errorOf(text: string): string {
  try {
    parseCondition(text, 'fail');
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  throw new Error(`"${text}" was accepted`);
}
