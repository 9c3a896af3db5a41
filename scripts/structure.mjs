#!/usr/bin/env node
// Figures of the source as a table: how long its files and functions are, what imports what, how its prose reads.
//   node scripts/structure.mjs [DIR] [--json] [--list]   DIR is a checkout, of an older commit too; without it, this one
//   --list   also names what the figures count: circles, long files, long sentences, names without docstring
import module from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

if (module.stripTypeScriptTypes === undefined) {
  console.error(
    `node ${process.version} is too old to read TypeScript; \`npm exec node scripts/structure.mjs\` takes the Node 24 that is installed`,
  );
  process.exit(2);
}
process.removeAllListeners('warning');

const { measureStructure } = await import('./structure/measure.mjs');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
});
const { figures, lists } = measureStructure(join(resolve(positionals[0] ?? join(import.meta.dirname, '..')), 'src'));

if (values.json) {
  console.log(JSON.stringify(values.list ? { figures, lists } : figures, null, 2));
} else {
  console.log(
    ['| figure | value |', '| --- | ---: |', ...Object.entries(figures).map((row) => `| ${row.join(' | ')} |`)].join(
      '\n',
    ),
  );
  if (values.list)
    for (const [name, lines] of Object.entries(lists)) console.log([`\n## ${name}`, ...lines].join('\n'));
}
