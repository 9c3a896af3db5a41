import { expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command/arguments.ts';
import { runCommandLine } from '../../src/command/command.ts';
import { createReport } from '../../src/model/report.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { UserError } from '../../src/text/error.ts';
import { BEFORE, compared, json, wholeReport } from '../exchange/samples.ts';
import { makeFolder } from '../support/folder.ts';

/** Runs `report` on files of these texts, which are named 0.json, 1.json and so on. */
async function run(texts: readonly string[], ...options: readonly string[]) {
  await using folder = await makeFolder();
  const names = texts.map((_, at) => `${at}.json`);
  for (const [at, text] of texts.entries()) await folder.write(`${at}.json`, text);
  let out = '';
  const terminal = { out: (text: string) => (out += text), err: () => {}, colour: false, width: 120 };
  const args = parseArguments(['report', ...names, ...options]);
  const status = await runCommandLine(args, terminal, folder.path, new AbortController().signal);
  return { status, out };
}

const whole = json(wholeReport());
const small = json(createReport([compared({ image: 'jobs', after: BEFORE })], { part: 'b' }));

test.each<[string, RegExp]>([
  ['terminal', /^Image size: fail - api unpacked \+6\.00 MB/],
  ['markdown', /^### ❌ Image size: fail/],
  ['html', /^<!/],
  ['json', /^\{\n {2}"schemaVersion": 1,/],
  ['svg', /^<svg .*<title>api download<\/title>/s],
])('report --format %s prints that, and ends as the check did', async (format, start) => {
  const { status, out } = await run([whole], '--format', format);
  expect(out).toMatch(start);
  expect(status).toBe(1);
});

test('report prints for a terminal, and JSON by --json: what it was given', async () => {
  expect((await run([whole])).out).toMatch(/^Image size: fail/);
  expect(JSON.parse((await run([whole], '--json')).out)).toEqual(wholeReport());
});

test('report shows the Markdown that the run itself would have shown', async () => {
  expect((await run([whole], '--format=markdown')).out).toBe(renderMarkdown(wholeReport()));
});

test('report makes one of several parts', async () => {
  const { out, status } = await run([small, whole], '--json', '--expect', 'a', '--expect=b');
  const merged = JSON.parse(out);
  expect(merged.comparisons.map(({ image }: { image: string }) => image)).toEqual(['jobs', 'api', 'web', 'worker']);
  expect(merged).not.toHaveProperty('missing');
  expect(status).toBe(1);
});

test('report ends with 2 where an expected part is not among the files', async () => {
  const { out, status } = await run([small], '--expect=b', '--expect=c', '--json');
  expect(JSON.parse(out)).toMatchObject({ verdict: 'error', missing: [{ part: 'c' }] });
  expect(status).toBe(2);
});

test('report draws the badge of an image without a trend', async () => {
  expect((await run([whole], '--format=svg', '--image=web')).out).toMatch(/^<svg .*web download: 2\.90 MB/s);
});

test.each<[string, readonly string[], readonly string[], string]>([
  [
    'a measurement file',
    ['{"schemaVersion":1,"measurements":[]}'],
    [],
    '0.json: found measurements (of `measure --json`)',
  ],
  ['a file that is half there', [whole, whole.slice(0, 900)], [], '1.json: not JSON'],
  ['no file', [whole], ['other.json'], 'other.json: there is no such file'],
  ['a directory', [whole], ['.'], '.: there is no such file'],
  [
    'an image that is not there',
    [whole],
    ['--format=svg', '--image=x'],
    '--image: the report has no "x"; images of the report: api, web, worker',
  ],
  [
    'an image that was not measured',
    [whole],
    ['--format=svg', '--image=worker'],
    'nothing to draw: no size was measured',
  ],
])('report refuses %s, in words', async (_name, texts, options, message) => {
  await expect(run(texts, ...options)).rejects.toThrow(UserError);
  await expect(run(texts, ...options)).rejects.toThrow(message);
});
