// Makes the pictures of README.md and docs/ from one real run: a pull request of three images, built on a real engine, with two commits.
//   node scripts/pictures.mjs   needs Docker or root on Debian, Chromium, and the npm registry for a renderer of Markdown
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { provideBrowser } from './browser.mjs';
import { startEngine } from './engine/index.mjs';

/** Only for these pictures, so it is no dependency. */
const RENDERER = 'marked@18.2.1';
const DOCS = fileURLToPath(new URL('../docs/', import.meta.url));
const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

const APT = 'apt-get update && apt-get install -y --no-install-recommends';
const FILES = {
  '.github/image-size.yml': `fail-if: ["unpacked > +2% and > +1 MB", "download > +2% and > +1 MB"]
warn-if: ["wasted > 1%"]
images:
  api: { file: docker/Dockerfile, context: . }
  web: { file: web/Dockerfile, context: . }
  jobs: { file: jobs/Dockerfile, context: . }
`,
  'docker/Dockerfile': `FROM debian:bookworm-slim
RUN ${APT} python3 && rm -rf /var/lib/apt/lists/*
COPY app /app
USER 10001:10001
CMD ["python3", "/app/main.py"]
`,
  'web/Dockerfile': 'FROM debian:bookworm-slim\nCOPY web/page.html /srv/\nUSER 10001:10001\n',
  'jobs/Dockerfile': 'FROM debian:bookworm-slim\nCOPY jobs/run.sh /\nUSER 10001:10001\nCMD ["/run.sh"]\n',
  'app/main.py': 'print("hello")\n',
  'web/page.html': `${'<p>hello</p>\n'.repeat(300)}`,
  'jobs/run.sh': '#!/bin/sh\necho done\n',
};
const CHANGES = {
  'docker/Dockerfile': FILES['docker/Dockerfile'].replace(
    `${APT} python3 `,
    'apt-get update && apt-get install -y python3 python3-numpy git ',
  ),
  'web/page.html': `${'<p>hello again</p>\n'.repeat(400)}`,
};

/** How GitHub shows a comment, as near as a picture needs. */
const STYLE = `body{font:14px/1.5 sans-serif;color:#1f2328;margin:10px;width:860px}article{border:1px solid #d1d9e0;border-radius:6px}
header{background:#f6f8fa;border-bottom:1px solid #d1d9e0;padding:8px 16px}main{padding:0 16px 12px}small,sub{font-size:11px}a{color:#0969da}
table{border-collapse:collapse;margin:12px 0;width:100%}td,th{border:1px solid #d1d9e0;padding:6px 13px}tr:nth-child(2n){background:#f6f8fa}
code{background:#eff1f3;border-radius:6px;padding:2px 5px;font-size:12px}h3{font-size:17px}main>details{margin:8px 0}`;

/** @param {string} tool @param {readonly string[]} args @param {import('node:child_process').SpawnSyncOptions & {accept?: number}} options */
function run(tool, args, { accept = 0, ...options }) {
  const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8', maxBuffer: 1e9, ...options });
  if (status !== 0 && status !== accept) throw new Error(`${tool} ${args.join(' ')}: ${stdout}${stderr}`);
  return String(stdout);
}

/** @param {string} folder @param {Readonly<Record<string, string>>} files @param {string} message */
function commit(folder, files, message) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  run('git', ['add', '--all'], { cwd: folder });
  const author = ['-c', 'user.name=A Developer', '-c', 'user.email=developer@example.com'];
  run('git', [...author, 'commit', '--quiet', '--message', message], { cwd: folder });
}

/** @param {string} folder @param {string} markdown @returns {Promise<string>} the comment as a page */
async function renderComment(folder, markdown) {
  run('npm', ['install', '--silent', '--no-save', '--prefix', folder, RENDERER], { cwd: folder });
  const { marked } = await import(pathToFileURL(join(folder, 'node_modules/marked/lib/marked.esm.js')).href);
  const opened = markdown.replace('<details>', '<details open>');
  const head = '<header><b>github-actions</b> <small>bot</small> commented now</header>';
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><article>${head}<main>${marked.parse(opened)}</main></article>`;
}

const [engine] = await startEngine({
  stores: ['containerd'],
  log: (/** @type {string} */ line) => console.error(line),
});
if (engine === undefined) throw new Error('no engine with the containerd image store');
const folder = mkdtempSync(join(tmpdir(), 'image-size-gate-pictures-'));
const repository = join(folder, 'app');
const browser = await chromium.launch({
  executablePath: await provideBrowser({ log: console.error }),
  args: ['--no-sandbox'],
});

/** @param {string} page @param {string} name @param {{width: number, height?: number, scale?: number, dark?: boolean}} size height: cut there */
async function picture(page, name, { width, height, scale = 1, dark = false }) {
  const viewport = { width, height: height ?? 800 };
  const context = await browser.newContext({
    viewport,
    deviceScaleFactor: scale,
    colorScheme: dark ? 'dark' : 'light',
  });
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(page).href);
  await tab.waitForTimeout(1000);
  await tab.screenshot({ path: join(DOCS, name), fullPage: height === undefined });
  await context.close();
}

try {
  mkdirSync(repository);
  run('git', ['init', '--quiet', '--initial-branch=main'], { cwd: repository });
  commit(repository, FILES, 'Serve prices');
  run('git', ['switch', '--quiet', '--create', 'arrays'], { cwd: repository });
  commit(repository, CHANGES, 'Answer with arrays');
  const report = join(folder, 'report.html');
  const args = [CLI, 'check', '--baseline', 'main', '--preview', '--html', report];
  const printed = run(process.execPath, args, { cwd: repository, accept: 1, env: { ...process.env, ...engine.env } });
  const comment = join(folder, 'comment.html');
  // What a terminal gets comes first.
  const [, posted = ''] = printed.split(/^The comment that the action would post:\n/m);
  writeFileSync(comment, await renderComment(folder, posted));
  await picture(comment, 'comment.png', { width: 880 });
  await picture(report, 'report-light.png', { width: 1280, height: 1940 });
  await picture(report, 'report-dark.png', { width: 1280, height: 860, dark: true });
  await picture(report, 'report-phone.png', { width: 390, height: 844, scale: 2 });
  console.log('Wrote docs/comment.png and docs/report-*.png');
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
