// Makes the template of the HTML report: style and script of src/page/browser inline in one file, which may load and run nothing else.
import { createHash } from 'node:crypto';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);

/** What a browser shows until the script has run, which a very old one never does. */
const LOADING =
  'Reading the report. If this line stays, scripts are switched off or the browser is older than Chrome 123, Firefox 120 or Safari 17.5.';

/**
 * The template as text, the same for the same sources. What is put in later: `<!--title-->` in the title, `<!--data-->` for the elements
 * with the data. The script runs when all is parsed, and finds by the last element whether all has arrived.
 * @returns {Promise<string>}
 */
export async function buildPage() {
  const { outputFiles } = await build({
    absWorkingDir: root.pathname,
    entryPoints: { page: 'src/page/browser/main.ts', style: 'src/page/browser/style.css' },
    outdir: 'dist',
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    charset: 'ascii', // the file is the same read as Latin-1 before its charset is known
    legalComments: 'inline',
    logLevel: 'warning',
  });
  const bundled = (/** @type {string} */ name) =>
    outputFiles.find(({ path }) => path.endsWith(name))?.text.trim() ?? '';
  return formatPage(inline(bundled('page.js'), 'script'), inline(bundled('style.css'), 'style'));
}

/**
 * Text that stays inside its element: neither may hold an end tag, or what starts a comment in a script (HTML standard, 13.2.5.4).
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
 * The policy (CSP level 3) lets exactly this script and this style run, by their digests, and nothing be requested. Trusted types forbid
 * what would read text as markup.
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
