import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { contentsOf } from '../../src/explain/contents/contents.ts';
import type { Report } from '../../src/model/document.ts';
import { PAGE_MARKER, renderPage } from '../../src/page/page.ts';
import { added, comparison, grown, report } from '../report/sample.ts';
import { decodeContents } from '../support/contents.ts';
import { file } from '../support/trees.ts';

const TEMPLATE = '<!doctype html><title><!--title--></title><body><!--data--></body>\n';

/** The data in a page by element id, read as a browser does. */
function dataOf(page: string): Readonly<Record<string, unknown>> {
  const blocks = page.matchAll(/<script type="application\/octet-stream" id="([\w-]+)">([A-Za-z0-9+/=]+)<\/script>/g);
  const inflate = (data: string) => JSON.parse(inflateRawSync(Buffer.from(data, 'base64')).toString('utf8'));
  return Object.fromEntries(Array.from(blocks, ([, id = '', data = '']) => [id, inflate(data)]));
}

const titleOf = (page: string) => /<title>([^<]*)<\/title>/.exec(page)?.[1];
const contents = contentsOf([file('bin/a', 1), file('bin/b', 2)], [file('bin/a', 3)]);

describe('the HTML report', () => {
  test('holds the report in one element and the files of each comparison in another', () => {
    const whole = report('fail', grown(), { ...added(), contents }, { ...grown('web'), contents });
    const page = renderPage(whole, TEMPLATE);
    expect(dataOf(page)).toEqual({
      report: report('fail', grown(), added(), grown('web')),
      'contents-1': contents,
      'contents-2': contents,
    });
    const frame = page.replace(/<script.*<\/script>/s, '').replace(/<title>.*<\/title>/, '');
    expect(frame).toBe(`${PAGE_MARKER}\n<!doctype html><body></body>\n`);
  });

  test('has the verdict and its reason in the title', () => {
    expect(titleOf(renderPage(report('fail', grown()), TEMPLATE))).toMatch(
      /^Image size: fail – api: (?:download|unpacked) \+\d/,
    );
    expect(titleOf(renderPage(report('new', added()), TEMPLATE))).toBe(
      'Image size: new – no baseline to compare with yet',
    );
  });

  const hostile = [
    '</script><script>alert(1)</script>',
    '<!--data--><!--title-->',
    '<!--<script>',
    "$& $` $' $1 $$",
    '\ud800 lone \udfff',
    '\u2028\u2029\0\u202e',
    '__proto__',
  ];

  test.each(hostile)('keeps its markup when image, owner and path are named %j', (name) => {
    const broken = comparison({ image: name, verdict: 'error', head: null, notes: [name] });
    const tree = [file(name, 1, { owner: name }), file(`${name}/x`, 2)];
    const whole: Report = report('error', { ...broken, contents: contentsOf(null, tree) });
    const page = renderPage(whole, TEMPLATE);
    const data = dataOf(page);
    expect(data.report).toEqual(report('error', broken));
    expect(decodeContents(data['contents-0'] as typeof contents).map(({ path, owner }) => [path, owner])).toEqual([
      [name, name],
      [`${name}/x`, null],
    ]);
    expect(page.match(/<[!/]?\w+|<!--/g)).toEqual([
      '<!--',
      '<!doctype',
      '<title',
      '</title',
      '<body',
      '<script',
      '</script',
      '<script',
      '</script',
      '</body',
    ]);
    expect(page.isWellFormed()).toBe(true);
  });

  test('keeps the title to one short line when names are long', () => {
    const page = renderPage(
      report('error', comparison({ image: `a\n<b>${'😀'.repeat(5000)}`, verdict: 'error' })),
      TEMPLATE,
    );
    const title = titleOf(page) ?? '';
    expect([...title].length).toBeLessThan(220);
    expect(title).toMatch(/^Image size: error – a &#60;b&#62;😀+…😀* ?.*could not be measured$/u);
  });

  test('is less than 2 MB for 100,000 files', () => {
    const tree = Array.from({ length: 100_000 }, (_, at) =>
      file(`usr/lib/node_modules/p${String(Math.floor(at / 40)).padStart(4, '0')}/m${at}.js`, (at * 7919) % 9999),
    );
    const page = renderPage(report('new', { ...added(), contents: contentsOf(null, tree) }), TEMPLATE);
    expect(page.length).toBeLessThan(2_000_000);
    const after = (dataOf(page)['contents-0'] as typeof contents).after;
    expect(after.reduce<number>((sum, size) => sum + (size ?? 0), 0)).toBe(
      tree.reduce((sum, { size }) => sum + size, 0),
    );
  });
});
