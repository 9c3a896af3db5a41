// Makes the template of the HTML report: one file with the style and script of src/page/browser. It may load and run nothing else.
import { createHash } from 'node:crypto';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);

/** Text that a browser shows until the script has run. In a very old browser it stays. */
const LOADING =
  'Reading the report. If this line stays, scripts are switched off or the browser is older than Chrome 123, Firefox 120 or Safari 17.5.';

/**
 * The template as text. The same sources give the same text. Later steps replace `<!--title-->` in the title, and `<!--data-->` by the elements with
 * the data. The script runs when the whole file is parsed, and checks by the last element whether the file is complete.
 * @returns {Promise<string>}
 */
export async function buildPage() {
  const { outputFiles } = await bundlePage();
  const bundled = (/** @type {string} */ name) =>
    outputFiles.find(({ path }) => path.endsWith(name))?.text.trim() ?? '';
  return formatPage(inline(bundled('page.js'), 'script'), inline(bundled('style.css'), 'style'));
}

/**
 * Paths of the files that the template is made of, relative to the root.
 * @returns {Promise<readonly string[]>}
 */
export async function pageInputs() {
  const { metafile } = await bundlePage();
  return Object.keys(metafile.inputs);
}

function bundlePage() {
  return build({
    absWorkingDir: root.pathname,
    entryPoints: { page: 'src/page/browser/main.ts', style: 'src/page/browser/style.css' },
    outdir: 'dist',
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    charset: 'ascii', // a browser may read the file as Latin-1 before it knows the charset
    legalComments: 'inline',
    logLevel: 'warning',
    metafile: true,
  });
}

/**
 * Checks that a text stays inside its element: it must not contain an end tag, or the start of a comment in a script (HTML standard, 13.2.5.4).
 * @param {string} text
 * @param {'script' | 'style'} tag
 */
function inline(text, tag) {
  const found = /<\/(?:script|style)|<!--|<script/i.exec(text);
  if (text === '' || found)
    throw new Error(`the page's ${tag} is empty or holds ${found?.[0] ?? 'nothing'}, which would end it early`);
  return text;
}

/**
 * Adds a policy (CSP level 3) that allows only this script and this style, by their digests, and no request. Trusted types forbid functions that read
 * text as markup.
 * @param {string} script
 * @param {string} style
 */
function formatPage(script, style) {
  const policy = [
    "default-src 'none'",
    `script-src '${digestOf(script)}'`,
    `style-src '${digestOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title><!--title--></title>
<style>${style}</style>
<script>${script}</script>
</head>
<body>
<header><p class="product">Image size report</p></header>
<main><p id="loading">${LOADING}</p></main>
<!--data-->
<div id="end" hidden></div>
</body>
</html>
`;
}

/** @param {string} text */
function digestOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
