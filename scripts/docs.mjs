// The documents that are made from the code: docs/cli.md and docs/troubleshooting.md as a whole, and the tables between markers
// `<!-- NAME -->` and `<!-- /NAME -->` of the other pages. scripts/build.mjs writes them, and checks that they are fresh.
import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { METRICS } from '../src/model/metric.ts';
import { METHODS } from '../src/model/transport.ts';
import { cliPage } from './docs/cli.mjs';
import { configKeys } from './docs/config-keys.mjs';
import { markdownTable, oneLine } from './docs/markdown-table.mjs';
import { troubleshootingPage } from './docs/troubleshooting.mjs';

const root = new URL('../', import.meta.url);
const read = (/** @type {string} */ path) => readFile(new URL(path, root), 'utf8');

/** Documents of others that are no pages, and pages that another program writes. */
const LEFT_OUT = ['docs/cli.md', 'docs/troubleshooting.md', 'docs/reliability.md', 'docs/example-results.md'];

/**
 * Every document as it should be.
 * @returns {Promise<readonly { readonly name: string, readonly contents: string }[]>}
 */
export async function documents() {
  const parts = await tables();
  const pages = (await readdir(new URL('docs/', root)))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
  const filled = ['README.md', ...pages.toSorted()].filter((name) => !LEFT_OUT.includes(name));
  return [
    { name: 'docs/cli.md', contents: cliPage() },
    { name: 'docs/troubleshooting.md', contents: troubleshootingPage(new URL('src', root).pathname) },
    ...(await Promise.all(filled.map(async (name) => ({ name, contents: fill(await read(name), parts, name) })))),
  ];
}

/** @returns {Promise<Readonly<Record<string, string>>>} the tables by the names of their markers */
async function tables() {
  const gate = parse(await read('action.yml'));
  const report = parse(await read('report/action.yml'));
  return {
    metrics: markdownTable(
      ['metric', 'unit', 'meaning'],
      Object.entries(METRICS).map(([name, { unit, description }]) => [code(name), unit, description]),
    ),
    methods: markdownTable(
      ['method', 'how', '`download`'],
      Object.entries(METHODS).map(([name, { words, download }]) => [code(name), words, download]),
    ),
    inputs: inputTable(gate.inputs),
    outputs: outputTable(gate.outputs),
    'report-inputs': inputTable(report.inputs),
    'report-outputs': outputTable(report.outputs),
    'config-keys': configKeys(JSON.parse(await read('schema.json'))),
  };
}

/**
 * @param {string} page
 * @param {Readonly<Record<string, string>>} parts
 * @param {string} name
 */
function fill(page, parts, name) {
  return page.replace(/^<!-- ([a-z-]+) -->\n[\s\S]*?^<!-- \/\1 -->$/gm, (_, marker) => {
    const text = parts[marker];
    if (text === undefined) throw new Error(`${name}: nothing is made for the marker ${marker}`);
    return `<!-- ${marker} -->\n${text}<!-- /${marker} -->`;
  });
}

/** @param {Readonly<Record<string, { readonly default?: string, readonly description: string }>>} inputs */
function inputTable(inputs) {
  const rows = Object.entries(inputs).map(([name, { default: value = '', description }]) => [
    code(name),
    value === '' ? '' : code(value),
    oneLine(description),
  ]);
  return markdownTable(['input', 'default', 'meaning'], rows);
}

/** @param {Readonly<Record<string, { readonly description: string }>>} outputs */
function outputTable(outputs) {
  return markdownTable(
    ['output', 'meaning'],
    Object.entries(outputs).map(([name, { description }]) => [code(name), oneLine(description)]),
  );
}

/** @param {string} text */
function code(text) {
  return `\`${text}\``;
}
