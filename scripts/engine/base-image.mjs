// Makes debian:bookworm-slim without a registry: a real Debian, bootstrapped once from the machine's mirror and imported into every daemon.
import { existsSync, linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatAptSources, sourcesOfSuite } from './apt-sources.mjs';
import { lastLines, run } from './run.mjs';
import { provideProgram } from './tools.mjs';

const SUITE = 'bookworm';
export const BASE_IMAGE = `debian:${SUITE}-slim`;

/** Files that the published image leaves out, by its own /etc/dpkg/dpkg.cfg.d/docker. Later installs obey it too. */
const LEFT_OUT = ['doc', 'groff', 'info', 'linda', 'lintian', 'locale', 'man'];

/** Settings of the published image. Without them, every layer that installs something would contain apt's archives and indexes. */
const APT_SETTINGS = `DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };
APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Acquire::GzipIndexes "true";
Acquire::Languages "none";
Apt::AutoRemove::SuggestsImportant "false";
`;

/** Settings of the machine. Without them, a RUN step may not reach its mirror, or may refuse its files. */
const CARRIED_OVER = /^Acquire::(Check-Valid-Until|Check-Date|Retries|https?::(Proxy|Pipeline-Depth|No-Cache))\b/;

/** @typedef {ReturnType<typeof import("./daemon.mjs").clientOf>} Client */

/** @param {Client} client */
export async function hasBaseImage(client) {
  return (await client(['image', 'inspect', BASE_IMAGE])).code === 0;
}

/**
 * Makes sure that a daemon has the base image. A daemon that has it is not changed. The others get the same tar, so that all stores have the same
 * layer.
 * @param {string} name the daemon's
 * @param {Client} client
 * @param {import("./places.mjs").Places} places
 * @param {import("./machine.mjs").Machine} machine
 * @param {import("./run.mjs").Log} log
 */
export async function provideBaseImage(name, client, places, machine, log) {
  if (await hasBaseImage(client)) return;
  // Ubuntu's mirrors have no bookworm. Elsewhere no registry is asked, so that the result does not depend on it.
  const tar = machine.id === 'debian' ? await provideBaseTar(places, machine, log) : undefined;
  log(`${name}: ${tar ? 'building' : 'pulling'} ${BASE_IMAGE}`);
  const done = tar ? await buildBaseImage(client, tar) : await client(['pull', '--quiet', BASE_IMAGE], 120);
  if (done.code !== 0)
    throw new Error(
      `${BASE_IMAGE} could not be ${tar ? 'built' : "pulled (it cannot be made from Ubuntu's packages, so a registry is needed)"}: ${lastLines(done.stderr.trim(), 5)}`,
    );
}

/**
 * Builds the image rather than importing it. For an imported layer, the classic store's own size also counts the targets of symbolic links
 * (measured: 6,612 bytes of this image). For a built layer it does not.
 * @param {Client} client
 * @param {string} tar
 */
async function buildBaseImage(client, tar) {
  const context = mkdtempSync(join(dirname(tar), 'context-'));
  try {
    linkSync(tar, join(context, 'base.tar'));
    writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nADD base.tar /\nCMD ["bash"]\n');
    const options = ['--load', '--provenance=false', '--progress=plain', '--tag', BASE_IMAGE];
    return await client(['buildx', 'build', ...options, context], 300);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

/**
 * @param {import("./places.mjs").Places} places
 * @param {import("./machine.mjs").Machine} machine
 * @param {import("./run.mjs").Log} log
 * @returns {Promise<string>} a tar of the root file system
 */
async function provideBaseTar(places, machine, log) {
  const tar = join(places.base, `${SUITE}-slim-${machine.architecture}.tar`);
  if (existsSync(tar)) return tar;
  const mmdebstrap = await provideProgram(places, async () => machine, 'mmdebstrap', log);
  log(`bootstrapping ${BASE_IMAGE} from the machine's mirror (about 20 s)`);
  const work = `${tar}.work`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const sources = sourcesOfSuite(machine.distribution, SUITE, { updates: true });
  const hook = join(work, 'customize');
  writeFileSync(hook, formatCustomizeScript(sources, machine.acquire), { mode: 0o755 });
  await run(
    mmdebstrap,
    [
      '--mode=root',
      '--variant=minbase',
      '--format=tar',
      '--quiet',
      ...(needsCertificates(sources) ? ['--include=ca-certificates'] : []),
      // Without these links, a package that makes them is installed, together with all of perl.
      `--hook-dir=${findMergedUsrHook(mmdebstrap)}`,
      `--customize-hook=${hook}`,
      // Its cleaning of apt's cache leaves 70 MB behind when apt keeps no cache. The script cleans better.
      '--skip=cleanup/apt',
      SUITE,
      join(work, 'base.tar'),
      '-',
    ],
    { input: formatAptSources(sources), env: { ...process.env, TMPDIR: work }, seconds: 900 },
  );
  renameSync(join(work, 'base.tar'), tar);
  rmSync(work, { recursive: true, force: true });
  return tar;
}

/** @param {string} mmdebstrap installed (…/bin/mmdebstrap), or extracted (…/usr/bin or …/wrapped) */
function findMergedUsrHook(mmdebstrap) {
  const hook = 'share/mmdebstrap/hooks/merged-usr';
  const found = [join(dirname(mmdebstrap), '..', hook), join(dirname(mmdebstrap), '../usr', hook)].find(existsSync);
  if (!found) throw new Error(`${mmdebstrap} has no ${hook}: a newer mmdebstrap (1.3 or later) is needed`);
  return found;
}

/**
 * The image can read a mirror over TLS only if it has certificates.
 * @param {readonly import("./apt-sources.mjs").AptSource[]} sources
 */
function needsCertificates(sources) {
  return sources.some(({ uris }) => uris.some((uri) => uri.startsWith('https:')));
}

/**
 * A script that turns a minimal Debian into the slim image. Its argument is the root folder.
 * @param {readonly import("./apt-sources.mjs").AptSource[]} sources become the image's own, so that apt works in RUN
 * @param {readonly string[]} acquire
 */
function formatCustomizeScript(sources, acquire) {
  const excludes = LEFT_OUT.map((name) => `path-exclude /usr/share/${name}/*\n`).join('');
  const settings =
    APT_SETTINGS +
    acquire
      .filter((line) => CARRIED_OVER.test(line))
      .map((line) => `${line}\n`)
      .join('');
  return `#!/bin/sh
set -eu
cd "$1"
find usr/share/doc -type f ! -name copyright -delete
find usr/share/doc -depth -type d -empty -delete
rm -rf ${LEFT_OUT.filter((name) => name !== 'doc')
    .map((name) => `usr/share/${name}/*`)
    .join(' ')}
rm -rf var/lib/apt/lists/* var/cache/apt/* var/cache/man var/log/apt var/log/*.log
mkdir -p var/lib/apt/lists/partial var/cache/apt/archives/partial
${formatFile('etc/dpkg/dpkg.cfg.d/docker', `${excludes}path-include /usr/share/doc/*/copyright\n`)}
${formatFile('etc/apt/apt.conf.d/docker', settings)}
rm -rf etc/apt/sources.list etc/apt/sources.list.d/*
${formatFile('etc/apt/sources.list.d/debian.sources', formatAptSources(sources.map(withKeyOfImage)))}
${needsCertificates(sources) ? 'cp /etc/ssl/certs/ca-certificates.crt etc/ssl/certs/' : ''}
`;
}

/**
 * The image has Debian's own keyrings, so it must not name a keyring file that only this machine has.
 * @param {import("./apt-sources.mjs").AptSource} source
 */
function withKeyOfImage(source) {
  const { 'signed-by': key = '', ...options } = source.options;
  const known = key.startsWith('/usr/share/keyrings/debian-archive-') || key.includes('\n');
  return { ...source, options: known ? source.options : options };
}

/**
 * @param {string} path
 * @param {string} text
 */
function formatFile(path, text) {
  return `cat > ${path} <<'END_OF_FILE'\n${text.trimEnd()}\nEND_OF_FILE`;
}
