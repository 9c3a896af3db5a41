import { describe, expect, test } from '@jest/globals';
import { column, nameCell, renderMarkdownTable, renderTerminalTable } from '../../src/text/table.ts';
import { displayWidth } from '../../src/text/terminal-text.ts';

const PLAIN = { colour: false, width: 80 };
const COLUMNS = [column('name'), column('n', 'right')];

describe('the width of a text on a terminal', () => {
  test.each([
    ['api', 3],
    ['大', 2],
    ['ｆｕｌｌ', 8],
    ['é', 1],
    ['e\u0301', 1],
    ['🚀', 2],
    ['한국', 4],
  ])('%s takes %i places', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('a table on a terminal', () => {
  test('stays aligned with wide characters', () => {
    const rows = [
      ['大大大', '1'],
      ['api', '22'],
    ];
    expect(renderTerminalTable({ columns: COLUMNS, rows }, PLAIN)).toBe('NAME     N\n大大大   1\napi     22');
  });

  test('has no head line where no column has a head', () => {
    const columns = [column(''), column('', 'right')];
    expect(renderTerminalTable({ columns, rows: [['files', '12']] }, PLAIN)).toBe('files  12');
  });

  test('cuts its last column to the width, and no other', () => {
    const columns = [column('n', 'right'), column('name')];
    const rows = [['1', 'a'.repeat(40)]];
    expect(renderTerminalTable({ columns, rows }, { ...PLAIN, width: 20 })).toBe('N  NAME\n1  aaaaaaaa…aaaaaaaa');
  });

  test('paints a cell, and the head faint', () => {
    const rows = [[{ text: 'api', colour: 31 }, '1']];
    expect(renderTerminalTable({ columns: COLUMNS, rows }, { ...PLAIN, colour: true })).toBe(
      '\u001b[2mNAME\u001b[0m  \u001b[2mN\u001b[0m\n\u001b[31mapi\u001b[0m   1',
    );
  });
});

test('one table has the same cells in Markdown', () => {
  const rows = [
    [nameCell('a|b', { markdown: 60, terminal: 40 }), '1'],
    [{ text: 'pass', markdown: '✅ pass', colour: 32 }, '22'],
  ];
  const table = { columns: COLUMNS, rows };
  expect(renderMarkdownTable(table)).toBe('| name | n |\n| :--- | ---: |\n| `a\\|b` | 1 |\n| ✅ pass | 22 |');
  expect(renderTerminalTable(table, PLAIN)).toBe('NAME   N\na|b    1\npass  22');
});
