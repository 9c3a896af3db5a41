// Lints action metadata and workflows with GitHub's own language service, so that a typo fails here and not in a user's run.
// node scripts/lint-workflows.mjs [WORKFLOW…]; by default the repository's own.
import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

// The language service imports JSON without an import attribute, which node refuses. This adds the attribute.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});

const { validate } = await import('@actions/languageservice');
const { validateAction } = await import('@actions/languageservice/validate-action');
const { TextDocument } = await import('vscode-languageserver-textdocument');

const root = new URL('../', import.meta.url);
const named = process.argv.slice(2).map((path) => pathToFileURL(path).href);
const own = readdirSync(new URL('.github/workflows/', root)).map((name) => `.github/workflows/${name}`);
let problems = 0;
for (const path of named.length > 0 ? named : ['action.yml', 'report/action.yml', ...own]) {
  const document = TextDocument.create(`file:///${path}`, 'yaml', 1, readFileSync(new URL(path, root), 'utf8'));
  const found = await (path.endsWith('action.yml') ? validateAction(document) : validate(document));
  for (const { range, message } of found) {
    console.error(`${path}:${range.start.line + 1}:${range.start.character + 1}: ${message}`);
    problems += 1;
  }
}
process.exitCode = problems === 0 ? 0 : 1;
