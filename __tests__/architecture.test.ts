import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const SRC = join(import.meta.dirname, '../src');

/** The pipeline, in the order data flows; a folder may import from those to its left that are named here. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  config: [],
  build: ['config'],
  oci: [],
  packages: ['oci'],
  measure: ['config', 'build', 'oci', 'packages'],
  baseline: ['config', 'build', 'oci', 'measure'],
  compare: ['config', 'measure', 'baseline'],
  advice: ['config', 'oci', 'measure', 'compare'],
  report: ['config', 'measure', 'baseline', 'compare', 'advice'],
  /** The HTML report: what the browser runs is in page/browser. */
  page: ['config', 'measure', 'baseline', 'compare', 'advice', 'report'],
  /** The report file that one job hands to another: read as the work of strangers, merged, judged again. */
  part: ['config', 'measure', 'baseline', 'compare', 'report'],
  github: ['config', 'baseline', 'compare', 'report'],
  /** One road for every report to its readers: page, comment, artifact, outputs. */
  tell: ['config', 'build', 'compare', 'page', 'report', 'github'],
  /** What a stranger's run measured, judged by the default branch. */
  judge: [
    'config',
    'build',
    'measure',
    'baseline',
    'compare',
    'report',
    'part',
    'github',
    'tell',
    'report-action.ts',
    'trends.ts',
  ],
  /** The command line's surface, beside action.ts: it tells the same story from the terminal. */
  command: [
    'config',
    'build',
    'packages',
    'measure',
    'baseline',
    'compare',
    'report',
    'page',
    'part',
    'configuration.ts',
    'explain.ts',
    'gate.ts',
    'proposals.ts',
    'trends.ts',
    'version.ts',
  ],
};

/** The only folders and files that know GitHub's toolkit, and the only packages besides. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'config/input.ts': ['@actions/core'],
  'config/inputs.ts': ['@actions/core'],
  'config/report-inputs.ts': ['@actions/core'],
  'config/telling-inputs.ts': ['@actions/core'],
  'config/file': ['yaml', 'zod'],
  build: ['@actions/exec'],
  github: ['@actions/core', '@actions/github'],
  measure: ['zod'],
  baseline: ['zod', 'semver'],
  part: ['zod', 'yauzl'],
  'page/browser': ['d3-hierarchy'],
  'command/init/compose.ts': ['yaml'],
  'command/init/config-text.ts': ['yaml'],
  'command/init/workflow-text.ts': ['yaml'],
  'artifact.ts': ['@actions/artifact'],
  'main.ts': ['@actions/core'],
  'report.ts': ['@actions/core'],
};

const NO_IO = ['compare', 'advice', 'report'];

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

const folderOf = (file: string) => (file.includes('/') ? (file.split('/')[0] ?? '') : file);

const IMPORT = /^(?:import|export)\b[^;='"]*\bfrom '([^']+)'|\bimport\('([^']+)'\)/gm;

const importsOf = (file: string) =>
  [...readFileSync(join(SRC, file), 'utf8').matchAll(IMPORT)].map(([, name, dynamic]) => name ?? dynamic ?? '');

const local = (file: string) =>
  importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(SRC, resolve(SRC, file, '..', specifier)));

const steps = files.filter((file) => file.includes('/'));

test.each(steps)('%s imports only from its own folder and from folders to its left', (file) => {
  const allowed = [folderOf(file), ...(ALLOWED[folderOf(file)] ?? [])];
  expect(local(file).filter((target) => !allowed.includes(folderOf(target)))).toEqual([]);
});

test.each(files)('%s imports only the packages that it may know', (file) => {
  const packages = importsOf(file).filter((name) => !name.startsWith('.') && !name.startsWith('node:'));
  const allowed = [folderOf(file), dirname(file), file].flatMap((place) => PACKAGES[place] ?? []);
  expect(packages.filter((name) => !allowed.includes(name))).toEqual([]);
});

test.each(steps.filter((file) => NO_IO.includes(folderOf(file))))(
  '%s turns data into data, without any I/O',
  (file) => {
    expect(importsOf(file).filter((name) => name.startsWith('node:'))).toEqual([]);
  },
);

test('every folder of the source is a step of the pipeline', () => {
  const folders = new Set(files.filter((file) => file.includes('/')).map(folderOf));
  expect([...folders].filter((folder) => !(folder in ALLOWED))).toEqual([]);
});
