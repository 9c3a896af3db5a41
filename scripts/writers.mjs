#!/usr/bin/env node
// Has the tools of the field write images, and holds the product's sizes against an independent count (scripts/writers/oracle.py). Writes docs/writers.md.
//   node scripts/writers.mjs [--tools FOLDER] [--only TOOL,…]
// Measures by the built product (`npm run build`). Needs root, Go, Python, zstd, Maven, the packages of Debian, and the Go module proxy. Takes half an
// hour, or minutes with a FOLDER that has the tools. It works in a temporary folder and with a registry of its own. No part of CI.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEngine } from './engine/index.mjs';
import { findProgram, tryRun, waitUntil } from './engine/run.mjs';
import { RECIPES, UNSUPPORTED } from './writers/recipes.mjs';
import { findObstacles, JIB, provideTools } from './writers/tools.mjs';

/** @typedef {import('./writers/tools.mjs').Tool & { env?: Record<string, string>, store?: string }} Writer */
/** @typedef {Record<string, { download: number, unpacked: number, estimated: boolean }>} Sizes */
/** @typedef {{ tool: string, version: string, form: string, oracle: Sizes, ours: Sizes, problem: string }} Row */

const ORACLE = fileURLToPath(new URL('./writers/oracle.py', import.meta.url));
const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const PAGE = new URL('../docs/writers.md', import.meta.url);
/** Part by which an estimated download may differ: the compressors of Node and Python are not the same. */
const TOLERANCE = 0.03;

const { values } = parseArgs({ options: { tools: { type: 'string' }, only: { type: 'string' } } });
const obstacles = findObstacles();
if (obstacles.length > 0) throw new Error(obstacles.join('; '));
/** @param {string} line */
const log = (line) => console.error(line);
const work = mkdtempSync(join(tmpdir(), 'image-size-gate-writers-'));
const tools = values.tools ?? join(work, 'tools');
/** @type {{ kill: () => void } | undefined} */
let registry;
try {
  const writers = await findWriters(tools);
  const place = await freeAddress();
  const crane = writers.find(({ name }) => name === 'crane')?.command ?? '';
  registry = spawn(crane, ['registry', 'serve', '--address', place], { stdio: 'ignore' });
  await waitUntil(async () => (await fetch(`http://${place}/v2/`).catch(() => undefined))?.ok ?? false, {
    seconds: 20,
  });
  const input = await makeInput(place, crane);
  const rows = [];
  for (const writer of writers) {
    for (const recipe of RECIPES.filter(({ tool }) => tool === writer.name)) {
      if (UNSUPPORTED[writer.store ?? '']?.test(recipe.form)) continue;
      if (values.only !== undefined && !values.only.split(',').includes(writer.name)) continue;
      const skopeo = writers.find(({ command }) => command.endsWith(`${suiteOf(writer)}-skopeo`))?.command ?? '';
      rows.push(await tryRecipe(recipe, writer, { place, input, skopeo }, rows.length));
    }
  }
  const page = render(rows);
  if (values.only === undefined) writeFileSync(PAGE, page);
  else console.log(page);
  const wrong = rows.filter(({ problem }) => problem !== '');
  for (const { tool, version, form, problem } of wrong) log(`✗ ${tool} ${version}, ${form}: ${problem}`);
  log(`${rows.length} images, ${wrong.length} not as counted`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  registry?.kill();
  rmSync(work, { recursive: true, force: true });
}

/** The release of a writer, of which skopeo describes a store. @param {Writer} writer */
function suiteOf({ version }) {
  return /\((\w+)\)$/.exec(version)?.[1] ?? 'trixie';
}

/** @param {string} folder @returns {Promise<Writer[]>} */
async function findWriters(folder) {
  const provided = await provideTools(folder, log);
  const maven = findProgram('mvn');
  const engines = await startEngine({ log }).catch((error) => void log(`docker is left out: ${error.message}`));
  return [
    ...provided,
    ...(maven === undefined ? [] : [{ name: 'jib', version: JIB, command: maven }]),
    ...(engines ?? []).map(({ versions, store, env }) => ({
      name: 'docker',
      version: `${versions.docker}, buildx ${versions.buildx} (${store})`,
      command: 'docker',
      env,
      store,
    })),
  ];
}

/** @returns {Promise<string>} an address on loopback that nothing listens on */
function freeAddress() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(`127.0.0.1:${port}`));
    });
  });
}

/** The files that the tools get, and the images in the registry: of two layers, of one, for arm64, and an index. @param {string} place @param {string} crane */
async function makeInput(place, crane) {
  const folder = join(work, 'input');
  for (const name of ['folder', 'hello', 'build', 'jib/src/main/java'])
    mkdirSync(join(folder, name), { recursive: true });
  await expectRun(['python3', ORACLE, 'input', folder]);
  const files = {
    'containers.conf': `[engine]\nhelper_binaries_dir = ["${tools}/trixie/usr/lib/podman"]\n`,
    'policy.json': '{"default":[{"type":"insecureAcceptAnything"}]}',
    'folder/note': 'a note\n'.repeat(500),
    'hello/go.mod': 'module example.org/hello\n',
    'hello/main.go': 'package main\n\nfunc main() { println("hello") }\n',
    'build/Dockerfile': 'FROM scratch\nADD one.tar /\nCOPY note /opt/note\nCMD ["/bin/sh"]\n',
    'build/note': 'a note\n'.repeat(500),
    'jib/pom.xml':
      '<project><modelVersion>4.0.0</modelVersion><groupId>example</groupId><artifactId>app</artifactId><version>1</version><properties><maven.compiler.source>11</maven.compiler.source><maven.compiler.target>11</maven.compiler.target><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties></project>\n',
    'jib/src/main/java/Main.java':
      'public class Main { public static void main(String[] a) { System.out.println("hello"); } }\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  copyFileSync(join(folder, 'one.tar'), join(folder, 'build/one.tar'));
  const script = `gzip -nk ${folder}/one.tar
printf '{"os":"linux","architecture":"amd64","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' "$(sha256sum < ${folder}/one.tar | cut -d ' ' -f 1)" > ${folder}/config.json
C="${crane} --insecure"; R=${place}
$C append --oci-empty-base -f ${folder}/one.tar,${folder}/two.tar -t $R/base:raw
$C mutate $R/base:raw --set-platform linux/amd64 --cmd /bin/sh -t $R/base:1
$C append --oci-empty-base -f ${folder}/two.tar -t $R/flat:raw; $C mutate $R/flat:raw --set-platform linux/amd64 -t $R/flat:1
$C append --oci-empty-base -f ${folder}/one.tar -t $R/arm:raw; $C mutate $R/arm:raw --set-platform linux/arm64 -t $R/arm:1
$C index append -m $R/base:1 -m $R/arm:1 -t $R/multi:1`;
  await expectRun(['bash', '-ec', script]);
  return folder;
}

/**
 * @param {import('./writers/recipes.mjs').Recipe} recipe
 * @param {Writer} writer
 * @param {{ place: string, input: string, skopeo: string }} scene
 * @param {number} number
 * @returns {Promise<Row>}
 */
async function tryRecipe(recipe, writer, { place, input, skopeo }, number) {
  const folder = join(work, String(number));
  mkdirSync(join(folder, 'home'), { recursive: true });
  const variables = {
    OUT: join(folder, 'out'),
    ST: join(folder, 'store'),
    IN: input,
    REG: place,
    NAME: `written-${number}`,
  };
  const env = {
    ...process.env,
    HOME: join(folder, 'home'),
    ...writer.env,
    ...variables,
    TOOL: writer.command,
    SKOPEO: skopeo,
    GOPATH: join(tools, 'gopath'),
    GOCACHE: join(tools, 'gocache'),
    CONTAINERS_CONF: join(input, 'containers.conf'),
  };
  const { name: tool, version } = writer;
  const row = { tool, version, form: recipe.form, oracle: {}, ours: {} };
  log(`${tool} ${version}: ${recipe.form}`);
  const written = await tryRun('bash', ['-ec', recipe.run], { env, cwd: folder, seconds: 600 });
  if (written.code !== 0) return { ...row, problem: `the tool failed: ${lastLine(written.stderr)}` };
  const words = (/** @type {string} */ text) =>
    text.replace(/\$(OUT|ST|IN|REG|NAME)/g, (_, name) => variables[/** @type {'OUT'} */ (name)]);
  const counted = await tryRun('python3', [ORACLE, ...words(recipe.oracle).split(' ')], { env, seconds: 120 });
  if (counted.code !== 0) return { ...row, problem: `the oracle failed: ${lastLine(counted.stderr)}` };
  const oracle = JSON.parse(counted.stdout);
  const measured = await tryRun(process.execPath, [CLI, 'measure', `image=${words(recipe.source)}`, '--json'], {
    env,
    seconds: 120,
  });
  spawnSync('rm', ['-rf', folder]);
  if (measured.code !== 0) return { ...row, oracle, problem: `not measured: ${lastLine(measured.stderr)}` };
  const ours = sizesOf(JSON.parse(measured.stdout));
  return { ...row, oracle, ours, problem: differenceOf(oracle, ours) };
}

/** @param {any} document @returns {Sizes} */
function sizesOf({ measurements }) {
  return Object.fromEntries(
    measurements.map((/** @type {any} */ { platform, download, unpacked, estimated = false }) => [
      platform,
      { download, unpacked, estimated },
    ]),
  );
}

/** @param {Sizes} oracle @param {Sizes} ours */
function differenceOf(oracle, ours) {
  const platforms = Object.keys({ ...oracle, ...ours });
  const problems = platforms.flatMap((platform) => {
    const [counted, measured] = [oracle[platform], ours[platform]];
    if (counted === undefined || measured === undefined) return [`${platform} is on one side alone`];
    const off = Math.abs(measured.download - counted.download);
    const allowed = measured.estimated ? counted.download * TOLERANCE : 0;
    return [
      ...(counted.unpacked === measured.unpacked ? [] : [`unpacked of ${platform}`]),
      ...(off <= allowed ? [] : [`download of ${platform}`]),
    ];
  });
  return problems.join(', ');
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split('\n').at(-1)?.replaceAll(work, '…').slice(0, 300) ?? '';
}

/** @param {readonly string[]} command */
async function expectRun([program = '', ...args]) {
  const { code, stderr } = await tryRun(program, args, { env: process.env, seconds: 300 });
  if (code !== 0) throw new Error(`${program} failed: ${stderr.trim().split('\n').slice(-3).join(' ')}`);
}

/** @param {readonly Row[]} rows */
function render(rows) {
  const number = new Intl.NumberFormat('en-US');
  /** @param {Sizes} sizes @param {'download' | 'unpacked'} which */
  const cell = (sizes, which) =>
    Object.keys(sizes)
      .sort()
      .map(
        (platform) =>
          `${which === 'download' && sizes[platform]?.estimated ? '≈ ' : ''}${number.format(sizes[platform]?.[which] ?? 0)}`,
      )
      .join('; ');
  const lines = rows.map(({ tool, version, form, oracle, ours, problem }) => {
    const sizes = [cell(oracle, 'download'), cell(ours, 'download'), cell(oracle, 'unpacked'), cell(ours, 'unpacked')];
    const isEstimated = Object.values(ours).some(({ estimated }) => estimated);
    const verdict = problem === '' ? (isEstimated ? 'equal, download within 3 %' : 'equal') : problem;
    return `| ${[tool, version, form, ...sizes, verdict].map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  const equal = rows.filter(({ problem }) => problem === '').length;
  return `# Images as the tools write them

\`node scripts/writers.mjs\` wrote this page. It has each tool write an image, and measures that. Beside it stands a count by
[scripts/writers/oracle.py](../scripts/writers/oracle.py), which shares no code with the product. It is Python's own \`tarfile\`, \`zlib\` and \`json\`, and
checks every digest and diffId.

Sizes are bytes, of an index one for each platform. A download with ≈ is an estimate, where a form has no compressed layers. There the
compressors of Node and Python may differ by 3 %. ${equal} of ${rows.length} rows are equal.

| tool | version | form | download, counted | download, ours | unpacked, counted | unpacked, ours | |
| --- | --- | --- | ---: | ---: | ---: | ---: | --- |
${lines.join('\n')}
`;
}
