import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseArguments } from '../src/command/arguments.ts';
import { USAGE } from '../src/command/usage.ts';
import { parseList } from '../src/config/entries.ts';
import { completeImages } from '../src/config/file/complete.ts';
import { readConfigFile } from '../src/config/file/config-file.ts';
import { DEFAULT_FAIL_IF, parseGates } from '../src/config/gates.ts';
import { parseImages } from '../src/config/images.ts';
import { parseCondition } from '../src/model/condition.ts';
import { METRICS } from '../src/model/metric.ts';
import { METHODS, TRANSPORT_FORMS, TRANSPORT_NAMES, transportPrefix } from '../src/model/transport.ts';
import { NOTHING_MEASURED } from '../src/report/outputs.ts';

interface Declared {
  readonly description: string;
  readonly default?: string;
}

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const README = read('README.md');
const action: { readonly inputs: Record<string, Declared>; readonly outputs: Record<string, Declared> } = parse(
  read('action.yml'),
);

/** What stands between the markers `<!-- name -->` and `<!-- /name -->`. */
const between = (name: string) => new RegExp(`^<!-- ${name} -->\n([^]*?)^<!-- /${name} -->$`, 'm').exec(README)?.[1];

const section = (title: string) => new RegExp(`^## ${title}\n([^]*?)(?=^## |$(?![^]))`, 'm').exec(README)?.[1] ?? '';

const blocks = (language: string) =>
  [...README.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [head, head.map(() => '---'), ...rows].map(line).join('');
}

const oneLine = (text: string) => text.trim().replace(/\s+/g, ' ');

const code = (text: string) => (text === '' ? '' : `\`${text}\``);

/** The texts of every `key` in a YAML value, however deep. */
function textsOf(key: string, value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === key && typeof inner === 'string' ? [inner] : textsOf(key, inner),
  );
}

describe('the tables of the README', () => {
  test('have every input of action.yml, with its default and what it means', () => {
    const rows = Object.entries(action.inputs).map(([name, { default: value = '', description }]) => [
      code(name),
      code(value),
      oneLine(description),
    ]);
    expect(between('inputs')).toBe(table(['input', 'default', 'meaning'], rows));
  });

  test('have every output of action.yml, with what it means', () => {
    const rows = Object.entries(action.outputs).map(([name, { description }]) => [code(name), oneLine(description)]);
    expect(between('outputs')).toBe(table(['output', 'meaning'], rows));
  });

  test('have every metric, with its unit and what it means', () => {
    const rows = Object.entries(METRICS).map(([name, { unit, description }]) => [code(name), unit, description]);
    expect(between('metrics')).toBe(table(['metric', 'unit', 'meaning'], rows));
  });

  test('have every method, with how it reads the bytes', () => {
    const rows = Object.entries(METHODS).map(([name, { words, download }]) => [code(name), words, download]);
    expect(between('methods')).toBe(table(['method', 'how', '`download`'], rows));
  });
});

describe('every transport', () => {
  test.each(TRANSPORT_FORMS)('%s is in the inputs and in the help', (form) => {
    expect(action.inputs.images?.description).toContain(form);
    expect(USAGE).toContain(form);
  });

  test.each(TRANSPORT_NAMES.map(transportPrefix))('%s is in the section on the command line', (prefix) => {
    expect(section('Command line')).toContain(`\`${prefix}`);
  });
});

test('the outputs of action.yml are those that are set whatever happens', () => {
  expect(Object.keys(action.outputs).sort()).toEqual(Object.keys(NOTHING_MEASURED).sort());
});

describe('the YAML of the README', () => {
  const isConfig = (text: string) => /^(?:# yaml-language-server:|images:)|^ *verify:/.test(text);
  const documents = blocks('yaml')
    .filter((text) => !isConfig(text))
    .map((text) => parse(text) as unknown);
  const configs = blocks('yaml').filter(isConfig);

  test('shows config files that are read as they are, with every key of the table of an image', () => {
    const whole = configs.map((text) => (/^ *verify:/.test(text) ? `images:\n  app:\n${text}` : text));
    const files = whole.map((text) => readConfigFile(text, 'README.md', {}));
    expect(files.map(({ entries }) => entries.length)).toEqual([5, 1]);
    const targets = ['web', 'admin'].map((target) => ({
      name: target,
      source: { kind: 'bake', files: ['docker-bake.hcl'], target } as const,
    }));
    expect(files.map((file) => completeImages(file, file.bake.length > 0 ? targets : []).length)).toEqual([6, 1]);
    const { properties } = JSON.parse(read('schema.json')).properties.images.additionalProperties.anyOf[0];
    const keys = [...section('Many images').matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([a-z-]+)/g)].map(([, key]) => key),
    );
    expect(new Set([...keys, 'index-totals'])).toEqual(new Set(Object.keys(properties)));
  });

  test('is a workflow of twelve lines that gives this action nothing it does not know', () => {
    const [workflow = ''] = blocks('yaml');
    expect(workflow.trimEnd().split('\n').length).toBeLessThanOrEqual(12);
    const { jobs, permissions } = parse(workflow);
    const steps = Object.values(jobs as Record<string, { steps: { uses: string; with?: object }[] }>)[0]?.steps ?? [];
    const ours = steps.find(({ uses }) => uses.startsWith('image-size-gate/'));
    expect(Object.keys(ours?.with ?? {}).filter((name) => !(name in action.inputs))).toEqual([]);
    expect(permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
    expect(parseImages(parseList(textsOf('images', jobs)[0] ?? ''), { buildArgs: [] }, 'app')).toHaveLength(1);
  });

  test.each(['fail-if', 'warn-if'])('has lines of %s that are accepted', (input) => {
    const lines = documents.flatMap((document) => textsOf(input, document));
    expect(lines).not.toEqual([]);
    expect(() => parseGates({ failIf: lines, warnIf: lines }, ['api'])).not.toThrow();
  });

  test('has no other keys at the top of a fragment than inputs and those of a workflow', () => {
    const known = new Set([...Object.keys(action.inputs), 'on', 'permissions', 'jobs']);
    const fragments = documents.slice(1).flatMap((document) => Object.keys(document as object));
    expect(fragments.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('the conditions in the text', () => {
  const shown = [README, ...Object.values(action.inputs).map(({ description }) => description)]
    .flatMap((text) => [...text.matchAll(/`([^`\n]+ > [^`\n]+)`/g)].map(([, condition = '']) => condition))
    .map((condition) => condition.replace(/^\w+: /, ''));

  test.each([...new Set(shown)])('%s is accepted', (condition) => {
    expect(() => parseCondition(condition, 'fail')).not.toThrow();
  });

  test('have the default among them', () => {
    expect(shown).toEqual(expect.arrayContaining([...DEFAULT_FAIL_IF]));
  });
});

describe('the commands of the README', () => {
  const lines = blocks('console').flatMap((text) => [...text.matchAll(/^\$ node dist\/cli\.js (.*)$/gm)]);

  test.each(lines.map(([, text = '']) => text.replace(/ +#.*$| > \S+$/, '')))('%s is accepted', (line) => {
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    const { failIf, warnIf } = parseArguments(words);
    expect(() => parseGates({ failIf, warnIf }, [])).not.toThrow();
  });

  test('are all of them', () => {
    expect(new Set(lines.map(([, text = '']) => text.split(' ')[0]))).toEqual(
      new Set(['init', 'check', 'measure', 'compare', 'report', 'history', 'blame']),
    );
  });

  test('have only options that the help has', () => {
    const named = [...section('Command line').matchAll(/(?<![\w-])--[a-z-]+/g)].map(([option]) => option);
    expect(named).toContain('--json');
    expect(named.filter((option) => !USAGE.includes(option))).toEqual([]);
  });
});

test('the npm scripts are those of the README and no more', () => {
  const { scripts } = JSON.parse(read('package.json'));
  expect(Object.keys(scripts)).toEqual(['build', 'check', 'test', 'bench', 'demo', 'engine', 'fuzz', 'reliability']);
  const named = [...README.matchAll(/\bnpm (?:run )?([a-z]+)/g)].map(([, name = '']) => name.replace(/^cit$/, 'test'));
  expect(new Set(named)).toEqual(new Set(Object.keys(scripts)));
});

test.each(Object.values(JSON.parse(read('package.json')).scripts as Record<string, string>))(
  'the script %j runs a file that is there',
  (script) => {
    expect([...script.matchAll(/scripts\/\S+/g)].filter(([path]) => !existsSync(join(ROOT, path)))).toEqual([]);
  },
);

test.each(['README.md', 'docs/reports.md', 'examples/trading/README.md'])(
  'the links of %s lead to files and headings that are there',
  (page) => {
    const targets = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const missing = targets
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = '', heading] = target.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        return !existsSync(join(ROOT, file)) || (heading !== undefined && !headingsOf(file).includes(heading));
      });
    expect(missing).toEqual([]);
  },
);

function headingsOf(page: string): readonly string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'));
}
