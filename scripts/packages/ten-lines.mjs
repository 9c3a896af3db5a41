// Which share of what changed do the first ten lines of an explanation tell? Makes pairs of images with the real tools, compares them, and writes the
// table into docs/explanation.md. Not part of any test run: it needs registries, and for the pairs of Debian a Docker engine with debian:bookworm-slim.
//
//   eval "$(node scripts/engine.mjs env --store containerd)"
//   node scripts/packages/ten-lines.mjs          makes all pairs, prints their lines, and writes the table
//   node scripts/packages/ten-lines.mjs NAME…    makes some, and writes their rows
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from '../../src/library.ts';
import { accountRows } from '../../src/report/account-rows.ts';
import { formatSignedBytes } from '../../src/text/amount.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/explanation.md');
const [START, END] = ['<!-- ten lines -->', '<!-- end of ten lines -->'];
const LINES = 10;

/** @typedef {import('../../src/model/explanation.ts').Explanation} Explanation */

/**
 * How each pair is made: what was done, and the commands that make both sides. Those of `debian` run in a container of it, the others below a directory.
 * @type {Record<string, {what: string, debian?: true, before: string, after: string}>}
 */
const PAIRS = {
  imagemagick: {
    what: 'Debian 12: `apt-get install imagemagick`',
    debian: true,
    before: 'true',
    after: install('imagemagick'),
  },
  tools: {
    what: 'Debian 12: `apt-get install git curl python3 vim`',
    debian: true,
    before: 'true',
    after: install('git curl python3 vim'),
  },
  compilers: {
    what: 'Debian 12: without `build-essential`',
    debian: true,
    before: install('build-essential'),
    after: 'true',
  },
  release: {
    what: 'Debian 12 → 13, with git and curl',
    debian: true,
    before: install('--no-install-recommends git curl'),
    after: `${install('--no-install-recommends git curl')} && sed -i s/bookworm/trixie/g /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null; apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y full-upgrade && apt-get -qq -y autoremove --purge && rm -rf /var/lib/apt/lists/*`,
  },
  pandas: {
    what: 'PyPI: Flask, and then pandas and matplotlib',
    before: pip('flask==3.0.3'),
    after: pip('flask==3.0.3 pandas==2.2.3 matplotlib==3.9.2'),
  },
  upgrade: {
    what: 'PyPI: pandas 2.1.4 → 2.2.3, Flask 2.3.3 → 3.0.3',
    before: pip('pandas==2.1.4 flask==2.3.3'),
    after: pip('pandas==2.2.3 flask==3.0.3'),
  },
  express: { what: 'npm: Express 4.18.2 → 5.0.1', before: npm('express@4.18.2'), after: npm('express@5.0.1') },
  jest: {
    what: 'npm: Express, and then Jest and ESLint',
    before: npm('express@4.18.2'),
    after: npm('express@4.18.2 jest@29.7.0 eslint@9.12.0'),
  },
  pnpm: {
    what: 'pnpm: Express, and then Vite and Jest',
    before: pnpm('express@4.18.2'),
    after: pnpm('express@4.18.2 vite@5.4.8 jest@29.7.0'),
  },
};

/** @param {string} packages */
function install(packages) {
  return `apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install ${packages} && rm -rf /var/lib/apt/lists/*`;
}

/** @param {string} packages */
function pip(packages) {
  return `python3 -m pip -q install --no-compile --root-user-action=ignore --target usr/lib/python3/site-packages ${packages}`;
}

/** @param {string} packages */
function npm(packages) {
  return `mkdir -p app && cd app && npm init -y > /dev/null && npm install --silent --no-audit --no-fund --ignore-scripts ${packages}`;
}

/** @param {string} packages the store lies beside the project, in the image, so that all its files are hard links */
function pnpm(packages) {
  return `mkdir -p app && cd app && npm init -y > /dev/null && npm exec --yes pnpm@9.12.1 -- add --silent --ignore-scripts --store-dir ../store ${packages}`;
}

/**
 * Makes one side as a tar.
 * @param {string} command @param {boolean} inDebian @param {string} work
 */
function makeTar(command, inDebian, work) {
  const tar = join(work, 'layer.tar');
  /** @type {import('node:child_process').ExecFileSyncOptions} */
  const options = { stdio: ['ignore', 'ignore', 'inherit'], timeout: 1_200_000 };
  if (inDebian) {
    const name = `ten-lines-${process.pid}`;
    execFileSync(
      'docker',
      ['run', '--network=host', '--name', name, 'debian:bookworm-slim', 'sh', '-c', command],
      options,
    );
    execFileSync('docker', ['export', '-o', tar, name], options);
    execFileSync('docker', ['rm', name], options);
  } else {
    // The same for both sides: package managers write it into scripts.
    const root = join(work, '../root');
    mkdirSync(root, { recursive: true });
    execFileSync('bash', ['-euc', command], { ...options, cwd: root });
    execFileSync('tar', ['--sort=name', '-C', root, '-cf', tar, '.'], options);
    rmSync(root, { recursive: true });
  }
  return tar;
}

/**
 * An OCI layout of one layer.
 * @param {string} tar @param {string} directory
 */
async function makeLayout(tar, directory) {
  const blobs = join(directory, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(tar)) hash.update(chunk);
  const diffId = hash.digest('hex');
  const size = statSync(tar).size;
  renameSync(tar, join(blobs, diffId));
  const write = (/** @type {object} */ value, /** @type {string} */ mediaType) => {
    const text = JSON.stringify(value);
    const digest = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(blobs, digest), text);
    return { mediaType, digest: `sha256:${digest}`, size: text.length };
  };
  const type = 'application/vnd.oci.image';
  const config = write(
    {
      os: 'linux',
      architecture: 'amd64',
      config: {},
      rootfs: { type: 'layers', diff_ids: [`sha256:${diffId}`] },
      history: [],
    },
    `${type}.config.v1+json`,
  );
  const layers = [{ mediaType: `${type}.layer.v1.tar`, digest: `sha256:${diffId}`, size }];
  const manifest = write(
    { schemaVersion: 2, mediaType: `${type}.manifest.v1+json`, config, layers },
    `${type}.manifest.v1+json`,
  );
  writeFileSync(join(directory, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(directory, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
}

/** @param {string} name @returns {Promise<Explanation>} */
async function explainPair(name) {
  const { before, after, debian = false } = PAIRS[name] ?? {};
  if (before === undefined || after === undefined)
    throw new Error(`there is no pair ${name}: ${Object.keys(PAIRS).join(', ')}`);
  const work = mkdtempSync(join(tmpdir(), 'ten-lines-'));
  try {
    for (const [side, command] of Object.entries({ before, after })) {
      mkdirSync(join(work, side));
      await makeLayout(makeTar(command, debian, join(work, side)), join(work, side));
    }
    const report = await compare(`oci:${join(work, 'before')}`, `oci:${join(work, 'after')}`);
    const [comparison] = /** @type {import('../../src/model/comparison.ts').Comparison[]} */ (report.comparisons);
    const explanation = comparison?.explanation;
    if (explanation === undefined) throw new Error(`${name}: there is no explanation`);
    return explanation;
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** The share of all that changed, bytes that came and bytes that went, in the first lines. @param {Explanation} explanation */
function shareOf(explanation) {
  const all = gross(accountRows(explanation, 1000));
  return all === 0
    ? 1
    : gross(accountRows(explanation, LINES).filter(({ about }) => !about.startsWith('everything else'))) / all;
}

/** @param {readonly import('../../src/report/account-row.ts').AccountRow[]} rows */
function gross(rows) {
  return rows.reduce((sum, { change }) => sum + Math.abs(change), 0);
}

const named = process.argv.slice(2);
/** @type {string[]} */
const rows = [];
for (const name of named.length > 0 ? named : Object.keys(PAIRS)) {
  try {
    rows.push(await showPair(name));
  } catch (cause) {
    console.error(`${name}: ${cause instanceof Error ? cause.message : cause}`);
    process.exitCode = 1;
  }
}

/** Prints the lines of a pair. @param {string} name @returns {Promise<string>} its row of the table */
async function showPair(name) {
  const explanation = await explainPair(name);
  const { groups, ...ungrouped } = explanation;
  const [grouped, alone] = [shareOf(explanation), shareOf(ungrouped)].map((share) => `${(100 * share).toFixed(1)} %`);
  const packages = explanation.packages.lines.length + (explanation.packages.more?.count ?? 0);
  const row = `| ${PAIRS[name]?.what} | ${formatSignedBytes(explanation.total)} | ${packages} | ${alone} | ${grouped} |`;
  console.log(row);
  for (const { change, about, name: called, became } of accountRows(explanation, LINES))
    console.log(`  ${formatSignedBytes(change)} ${[about, called, became].filter((word) => word !== '').join(' ')}`);
  return row;
}

const head = [
  '| what was done | change | packages that changed | told, each package a line | told, grouped |',
  '| --- | ---: | ---: | ---: | ---: |',
];
const text = readFileSync(DOCUMENT, 'utf8');
const [start, end] = [text.indexOf(START) + START.length, text.indexOf(END)];
if (end < 0) throw new Error(`${DOCUMENT} has no place for the table`);
const before = text.slice(start, end).split('\n');
const table = Object.values(PAIRS).flatMap(({ what }) => {
  const isOf = (/** @type {string} */ row) => row.startsWith(`| ${what} |`);
  return rows.find(isOf) ?? before.find(isOf) ?? [];
});
writeFileSync(DOCUMENT, `${text.slice(0, start)}\n${[...head, ...table].join('\n')}\n${text.slice(end)}`);
