import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readMessages } from '../scripts/docs/messages.mjs';
import { FREQUENT } from '../scripts/docs/troubleshooting.mjs';
import { parseArguments } from '../src/command/arguments.ts';
import { completeImages } from '../src/config/file/complete.ts';
import { readConfigFile } from '../src/config/file/config-file.ts';
import { parseGates } from '../src/config/gates.ts';
import { parseCondition } from '../src/model/condition.ts';
import { makeFolder } from './support/folder.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Block {
  readonly page: string;
  /** What stands behind the backticks: `yaml`, `yaml gitlab`, `console`. */
  readonly language: string;
  readonly text: string;
}

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const inDocs = readdirSync(join(ROOT, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
/** All pages. Those that a run writes show a run's own text. */
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'CODE_OF_CONDUCT.md',
  'examples/trading/README.md',
  ...inDocs,
];
const RUN_PAGES = ['docs/comment.md', 'docs/example-results.md', 'docs/reliability.md'];
const WRITTEN = PAGES.filter((page) => !RUN_PAGES.includes(page));

const blocks: readonly Block[] = WRITTEN.flatMap((page) =>
  [...read(page).matchAll(/^```(\w[^\n]*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    page,
    language,
    text,
  })),
);
const yaml = blocks.filter(({ language }) => language === 'yaml');
const isConfig = ({ text }: Block) => /^(?:# yaml-language-server:|images:)|^ *verify:/.test(text);
const workflows = yaml.filter(({ text }) => /^jobs:/m.test(text));
const ACTIONS = { gate: parse(read('action.yml')), report: parse(read('report/action.yml')) };

const stepsOf = ({ text }: Block): readonly Step[] =>
  Object.values(parse(text).jobs as Readonly<Record<string, { readonly steps: readonly Step[] }>>).flatMap(
    ({ steps }) => steps,
  );

describe('the workflows of the documents', () => {
  test('are what GitHub takes', async () => {
    await using folder = await makeFolder();
    const names = workflows.map((_, at) => `${at}.yml`);
    for (const [at, { text }] of workflows.entries()) {
      const head = /^on:/m.test(text) ? '' : 'name: An example\non: push\n';
      await folder.write(`${at}.yml`, `${head}${text}`);
    }
    const files = names.map((name) => join(folder.path, name));
    const { status, stderr } = spawnSync('node', ['scripts/lint-workflows.mjs', ...files], { cwd: ROOT });
    expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' });
    expect(workflows.length).toBeGreaterThanOrEqual(5);
  });

  test.each(workflows.map((block) => [block.page, block] as const))(
    'of %s give our actions nothing that they do not know',
    (_, block) => {
      for (const { uses = '', with: given = {} } of stepsOf(block)) {
        if (!uses.startsWith('image-size-gate/')) continue;
        const { inputs } = uses.includes('/report@') ? ACTIONS.report : ACTIONS.gate;
        expect(Object.keys(given).filter((name) => !(name in inputs))).toEqual([]);
      }
    },
  );

  test.each(
    yaml.filter((block) => !workflows.includes(block) && !isConfig(block)).map(({ page, text }) => [page, text]),
  )('of %s are otherwise inputs, or keys of a workflow', (_, text) => {
    const known = new Set([...Object.keys(ACTIONS.gate.inputs), 'on', 'permissions']);
    expect(Object.keys(parse(text)).filter((name) => !known.has(name))).toEqual([]);
  });

  test.each(['fail-if', 'warn-if'] as const)('have lines of %s that are accepted', (input) => {
    const lines = yaml.filter((block) => !isConfig(block)).flatMap(({ text }) => textsOf(input, parse(text)));
    expect(lines.length).toBeGreaterThan(0);
    expect(() =>
      parseGates({ failIf: [], warnIf: [], [input === 'fail-if' ? 'failIf' : 'warnIf']: lines }, ['api']),
    ).not.toThrow();
  });
});

/** The texts of every `key` in a YAML value, however deep. */
function textsOf(key: string, value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === key && typeof inner === 'string' ? [inner] : textsOf(key, inner),
  );
}

test.each(yaml.filter(isConfig).map(({ page, text }) => [page, text]))(
  'the config file of %s is read as it is',
  (page, text) => {
    const whole = /^ *verify:/.test(text) ? `images:\n  app:\n${text}` : text;
    const file = readConfigFile(whole, page, {});
    expect(completeImages(file, file.bake.length > 0 ? BAKED : []).length).toBeGreaterThan(0);
  },
);

const BAKED = ['web', 'admin'].map((target) => ({
  name: target,
  source: { kind: 'bake', files: ['docker-bake.hcl'], target } as const,
}));

describe('the commands of the documents', () => {
  const prompts = blocks
    .filter(({ language }) => language === 'console')
    .flatMap(({ page, text }) => [...text.matchAll(/^\$ (.*)$/gm)].map(([, line = '']) => [page, line] as const));
  const runs = blocks
    .filter(({ language }) => language.startsWith('yaml') || language === 'groovy')
    .flatMap(({ page, text }) =>
      [...text.matchAll(/npx --yes (image-size-gate@1 [^'\n]*)/g)].map(([, line = '']) => [page, line] as const),
    );

  test.each([...prompts, ...runs])('%s: %s', (_, line) => {
    const [, npm, ours] =
      /^npm (?:run )?([a-z]+)|^(?:(?:npx )?image-size-gate(?:@1)?|node dist\/cli\.js)(?: |$)(.*)/.exec(line) ?? [];
    if (npm !== undefined) expect(Object.keys(JSON.parse(read('package.json')).scripts)).toContain(npm);
    else {
      const words = [...(ours ?? '').replace(/ +#.*$| > [\w./~-]+(?: \|\| .*)?$/, '').matchAll(/"([^"]*)"|(\S+)/g)];
      const { failIf, warnIf } = parseArguments(words.map(([, quoted, plain]) => quoted ?? plain ?? ''));
      expect(() => parseGates({ failIf, warnIf }, ['api'])).not.toThrow();
    }
  });

  test('are of every command that there is', () => {
    const named = prompts.flatMap(([, line]) => /^(?:npx )?image-size-gate ([a-z]+)/.exec(line)?.[1] ?? []);
    expect([...new Set(named)].toSorted()).toEqual([
      'blame',
      'check',
      'compare',
      'completion',
      'doctor',
      'history',
      'init',
      'measure',
      'report',
    ]);
  });
});

describe('the conditions in the text', () => {
  const shown = [...WRITTEN.map(read), read('action.yml')]
    .flatMap((text) => [...text.matchAll(/`([^`\n]+ > [^`\n]+)`/g)].map(([, condition = '']) => condition))
    .filter((text) => /^(?:\w+: )?[a-z-]+ > \+?[\d.]/.test(text))
    .map((condition) => condition.replace(/^\w+: /, ''));

  test.each([...new Set(shown)])('%s is accepted', (condition) => {
    expect(() => parseCondition(condition, 'fail')).not.toThrow();
  });
});

describe('the links', () => {
  test.each(PAGES)('of %s lead to files and headings that are there', (page) => {
    const targets = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const missing = targets
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = '', heading] = target.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        return !existsSync(join(ROOT, file)) || (heading !== undefined && !headingsOf(file).includes(heading));
      });
    expect(missing).toEqual([]);
  });

  test('of the README lead to every page', () => {
    const linked = new Set([...read('README.md').matchAll(/\]\((docs\/[\w-]+\.md)/g)].map(([, page]) => page));
    // The comment of the example is shown as a picture.
    expect(inDocs.filter((page) => !linked.has(page) && page !== 'docs/comment.md')).toEqual([]);
  });
});

/** Anchors of a page, as GitHub makes them: lower case, without punctuation, spaces as hyphens. */
function headingsOf(page: string): readonly string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('docs/troubleshooting.md', () => {
  const messages = readMessages(join(ROOT, 'src')).map(({ text }) => text);
  const page = read('docs/troubleshooting.md');

  test.each(FREQUENT.map(([message]) => message))('explains "%s", which is a message', (message) => {
    expect(messages.filter((text) => text.includes(message))).not.toEqual([]);
  });

  test('has messages of every part of the program', () => {
    expect(messages.length).toBeGreaterThan(250);
    expect(messages.filter((text) => !page.includes(text))).toEqual([]);
  });

  test.each([
    'docker … has no buildx plugin: install docker-buildx-plugin 0.13 or newer (…)',
    'truncated: the archive ends …',
    'secrets: two have the id …; give each its own',
    'The sizes were not recorded on …: …',
  ])('has %s', (message) => expect(messages).toContain(message));
});

test('the job for GitLab in the documents is that of the example', () => {
  const shown = blocks.find(({ language }) => language === 'yaml gitlab');
  expect(parse(shown?.text ?? '')).toEqual(parse(read('examples/gitlab/.gitlab-ci.yml')));
});
