import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseArguments } from '../src/command/arguments.ts';
import { completeImages } from '../src/config/file/complete.ts';
import { readConfigFile } from '../src/config/file/config-file.ts';
import { pickImages } from '../src/config/pick.ts';
import { NOTHING_MEASURED } from '../src/report/outputs.ts';
import { makeFolder } from './support/folder.ts';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
}

interface Step {
  readonly uses: string;
  readonly with?: Readonly<Record<string, string>>;
}

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const PAGE = read('docs/reports.md');
const REPORT: Action = parse(read('report/action.yml'));
const GATE: Action = parse(read('action.yml'));
const blocks = [...PAGE.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
const workflows = blocks.filter((text) => /^jobs:/m.test(text));
const oneLine = (text: string) => text.trim().replace(/\s+/g, ' ');

const stepsOf = (workflow: string) =>
  Object.values(parse(workflow).jobs as Readonly<Record<string, { readonly steps: readonly Step[] }>>).flatMap(
    ({ steps }) => steps,
  );

describe('the tables of docs/reports.md', () => {
  test.each(Object.entries(REPORT.inputs))('have the input %s as report/action.yml has it', (name, input) => {
    const value = input.default === undefined || input.default === '' ? '' : `\`${input.default}\``;
    expect(PAGE).toContain(`| \`${name}\` | ${value} | ${oneLine(input.description).replaceAll('|', '\\|')} |`);
  });

  test.each(Object.entries(REPORT.outputs))('have the output %s', (name, { description }) => {
    expect(PAGE).toContain(`| \`${name}\` | ${oneLine(description)} |`);
  });
});

test('the outputs of the report action are those of the gate, and set whatever happens', () => {
  expect(Object.keys(REPORT.outputs).sort()).toEqual(Object.keys(NOTHING_MEASURED).sort());
});

describe('the workflows of docs/reports.md', () => {
  test('are what GitHub takes', async () => {
    await using folder = await makeFolder();
    for (const [at, text] of workflows.entries()) await folder.write(`${at}.yml`, text);
    const files = workflows.map((_, at) => join(folder.path, `${at}.yml`));
    const { status, stderr } = spawnSync('node', ['scripts/lint-workflows.mjs', ...files], { cwd: ROOT });
    expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' });
    expect(workflows).toHaveLength(2);
  });

  test('give the two actions nothing that they do not know', () => {
    const unknown = workflows.flatMap(stepsOf).flatMap(({ uses, with: given = {} }) => {
      if (!uses.startsWith('image-size-gate/')) return [];
      const { inputs } = uses.includes('/report@') ? REPORT : GATE;
      return Object.keys(given).filter((name) => !(name in inputs));
    });
    expect(unknown).toEqual([]);
  });

  test('expect the parts that the jobs of the matrix have', () => {
    const [, matrix = ''] = workflows;
    const { jobs } = parse(matrix);
    const merging = stepsOf(matrix).find(({ uses }) => uses.includes('/report@'));
    expect(merging?.with?.parts?.trim().split('\n')).toEqual(jobs.measure.strategy.matrix.part);
  });

  test('pick images of the config file that is shown', () => {
    const config = blocks.find((text) => text.startsWith('# yaml-language-server')) ?? '';
    const images = completeImages(readConfigFile(config, 'image-size.yml', {}), []);
    expect(pickImages(images, ['api*'])).toEqual({ images, unknown: [] });
  });
});

test.each([...PAGE.matchAll(/^\$ node dist\/cli\.js (.*)$/gm)].map(([, text = '']) => text.replace(/ > \S+$/, '')))(
  'the command %s is accepted',
  (line) => expect(() => parseArguments(line.split(' '))).not.toThrow(),
);
