import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { USAGE } from '../src/command/usage.ts';
import { parseList } from '../src/config/entries.ts';
import { DEFAULT_FAIL_IF } from '../src/config/gates.ts';
import { parseImages } from '../src/config/images.ts';
import { TRANSPORT_FORMS } from '../src/model/transport.ts';
import { NOTHING_MEASURED } from '../src/report/outputs.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const README = read('README.md');
const action: {
  readonly inputs: Record<string, { readonly description: string }>;
  readonly outputs: Record<string, unknown>;
} = parse(read('action.yml'));

test('the README has at most 150 lines', () => {
  expect(README.split('\n').length).toBeLessThanOrEqual(151);
});

test('the README begins with a workflow of twelve lines that gives this action nothing it does not know', () => {
  const [, workflow = ''] = /^```yaml\n([\s\S]*?)^```$/m.exec(README) ?? [];
  expect(workflow.trimEnd().split('\n').length).toBeLessThanOrEqual(12);
  const { jobs, permissions } = parse(workflow);
  const { steps } = jobs['image-size'] as { steps: { uses: string; with?: Record<string, string> }[] };
  const ours = steps.find(({ uses }) => uses.startsWith('image-size-gate/'));
  expect(Object.keys(ours?.with ?? {}).filter((name) => !(name in action.inputs))).toEqual([]);
  expect(permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
  expect(parseImages(parseList(ours?.with?.images ?? ''), { buildArgs: [] }, 'app')).toHaveLength(1);
});

test('the pages say what the default conditions are', () => {
  const [first = '', second = ''] = DEFAULT_FAIL_IF;
  expect(read('docs/conditions.md')).toContain(`\`${first}\``);
  expect(read('docs/conditions.md')).toContain(`\`${second}\``);
});

test.each(TRANSPORT_FORMS)('%s is in the inputs, in the help and in its page', (form) => {
  expect(action.inputs.images?.description).toContain(form);
  expect(USAGE).toContain(form);
  expect(read('docs/cli.md')).toContain(`\`${form}\``);
});

test('the outputs of action.yml are those that are set whatever happens', () => {
  expect(Object.keys(action.outputs).sort()).toEqual(Object.keys(NOTHING_MEASURED).sort());
});

describe('the npm scripts', () => {
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

  test('are those that CONTRIBUTING.md names, and no more', () => {
    const pages = read('CONTRIBUTING.md');
    const named = [...pages.matchAll(/`npm (?:run )?([a-z]+)/g)].map(([, name = '']) => name.replace(/^cit$/, 'test'));
    expect(new Set(named)).toEqual(new Set(Object.keys(scripts)));
  });

  test.each(Object.values(scripts))('%j runs a file that is there', (script) => {
    expect([...script.matchAll(/scripts\/\S+/g)].filter(([path]) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
