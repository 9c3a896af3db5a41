// Writes docs/packages.md: which ecosystems are read, what is told of them, and how that compares with the tools that installed the packages.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { inspectPackages } from '../../src/packages/inspector.ts';
import { GO_MODULES } from '../engine/go.mjs';
import { findPackages } from './found.mjs';

const PROJECT = join(import.meta.dirname, '../..');
export const FIXTURES = join(PROJECT, '__tests__/packages/corpus');
export const DOCUMENT = join(PROJECT, 'docs/packages.md');

/** What is read of each ecosystem: its name, the files, what is told, and the fixtures of the corpus. */
const ECOSYSTEMS = [
  [
    'Debian, Ubuntu',
    '`var/lib/dpkg/status`, `info/*.list`; distroless `status.d`',
    'names, versions, bytes, requirements',
    ['dpkg'],
  ],
  ['Ubuntu cut by chisel', '`var/lib/chisel/manifest.wall`', 'names, versions, bytes', []],
  ['Alpine, Wolfi', '`lib/apk/db/installed`, `usr/lib/apk/db/installed`', 'names, versions, bytes, requirements', []],
  [
    'RPM',
    '`rpmdb.sqlite`, `Packages.db` (ndb), `Packages` (Berkeley DB)',
    'names, versions, bytes, requirements',
    ['rpm-sqlite', 'rpm-berkeley'],
  ],
  [
    'Azure Linux distroless',
    '`var/lib/rpmmanifest/container-manifest-1`, `-2`',
    'names, versions; it lists no files',
    ['azure-linux'],
  ],
  ['Python', '`*.dist-info`, `*.egg-info`', 'names, versions, bytes, requirements', ['python']],
  ['Node: npm, pnpm, Bun', '`node_modules/**/package.json`', 'names, versions, bytes, requirements', ['npm']],
  [
    'Bundles of JavaScript and CSS',
    'source maps: `*.js.map`, or inside the bundle',
    'npm packages within a file that is in no package, with about their bytes',
    ['esbuild'],
  ],
  ['Yarn Plug’n’Play', '`.yarn/cache/*.zip`', 'names, versions, bytes, requirements', ['yarn']],
  [
    'Java',
    '`*.jar`, `*.war`, `*.ear`, and the archives in them',
    'names, versions, bytes; merged artifacts by name',
    ['java'],
  ],
  [
    'Go',
    'build information of programs and shared libraries',
    'the main module, bytes; its modules by name, with about the bytes of their code',
    ['go'],
  ],
  [
    'Rust',
    '`.dep-v0` of cargo-auditable',
    'the program, bytes; its crates by name, with about the bytes of their code',
    ['rust'],
  ],
  ['.NET', '`*.deps.json`; single-file applications', 'names, versions, bytes, requirements', []],
  ['PHP', '`vendor/composer/installed.json`', 'names, versions, bytes, requirements', ['composer']],
  ['Ruby', '`specifications/*.gemspec`', 'names, versions, bytes', []],
  ['Perl', '`auto/**/.packlist`, `perllocal.pod`', 'names, versions, bytes', ['perl']],
  ['R', '`site-library/*/DESCRIPTION`', 'names, versions, bytes, requirements', ['r']],
  [
    'Erlang, Elixir',
    '`lib/*/ebin/*.app`, `releases/start_erl.data`',
    'names, versions, bytes, requirements',
    ['erlang'],
  ],
  ['Conda', '`conda-meta/*.json`', 'names, versions, bytes, requirements', ['conda']],
  ['Nix', 'paths of `nix/store`', 'names, versions, bytes', ['nix']],
  ['Homebrew', '`Cellar/*/*/INSTALL_RECEIPT.json`', 'names, versions, bytes, requirements', []],
  ['Bitnami', '`.bitnami_components.json`, `.spdx-*.spdx`', 'names, versions, bytes; what lies inside by name', []],
];

const HEAD = `# Packages

This page is made by \`node scripts/packages/corpus.mjs\`. Which files it reads is in the first table. The second compares what it finds with what the
real tools say, for the corpus in \`__tests__/packages/corpus\`.

- A package owns files, and its bytes are theirs. Bytes of the tool are by \`stat\` of the files that it lists, each inode once.
- If several packages claim a file, that of the operating system owns it. Otherwise the package that lists it does: a Go program that an npm package ships
  is the npm package's, and is told as contained in it.
- A jar is named by its file and its coordinates. Jars inside count by themselves, with the bytes that they are stored in. The layers of
  Spring Boot (\`layers.idx\`) are told with their bytes.
- The native libraries of a Python wheel (\`NAME.libs/\`) are its package's, by RECORD, and are told with their bytes.
- \`?group=inferred\` in a package URL says that the group of a jar is from a table of names.
- What a package requires is read from its own metadata. Advice leaves alone what another package requires. An explanation groups packages by
  [what brought them](explanation.md#packages-that-changed-together).
- \`?upstream=\` in a package URL of a distribution names the source package, where it has another name.
- Each reader has limits on sizes and counts. A file beyond them, or a broken one, tells nothing, and the measurement goes on.

## What is read

| ecosystem | files | told | held against the real tool |
| --- | --- | --- | --- |
`;

const SYFT = `syft ${GO_MODULES.syft.version.slice(1)}`;

const COMPARISON = `
Where no real tool could be had, tests make the files by the published format.

## Compared with the real tools

Packages are counted with the archives in an archive. Bytes are those of files.
What ${SYFT} finds in the same files is counted as in an image. It also counts Go's standard library and each crate of a Rust program.
What our readers do not look at is zeros in the corpus, so that syft may miss what it would read there.

| corpus | tool | packages by the tool | by us | by syft | bytes by the tool | by us |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
`;

/** The text of the document, from the fixtures. @returns {Promise<string>} */
export async function formatDocument() {
  const rows = [];
  for (const name of fixtureNames()) rows.push(await comparisonRow(name));
  const ecosystems = ECOSYSTEMS.map(
    ([ecosystem, files, told, held]) => `| ${ecosystem} | ${files} | ${told} | ${[held].flat().join(', ') || 'no'} |`,
  );
  return `${HEAD}${ecosystems.join('\n')}\n${COMPARISON}${rows.join('\n')}\n`;
}

/** Names of the fixtures, sorted. @returns {string[]} */
export function fixtureNames() {
  return readdirSync(FIXTURES)
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
    .sort();
}

/**
 * What the tool says of a fixture, and what is found in it.
 * @param {string} name
 * @returns {Promise<{truth: import('./truth.mjs').Truth, found: Omit<import('./truth.mjs').Truth, 'tool'>}>}
 */
export async function readFixture(name) {
  const truth = JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8'));
  const tar = gunzipSync(readFileSync(join(FIXTURES, `${name}.tar.gz`)), { maxOutputLength: 2 ** 28 });
  return { truth, found: await findPackages(tar, inspectPackages) };
}

/** @param {string} name */
async function comparisonRow(name) {
  const { truth, found } = await readFixture(name);
  const [theirs, ours] = [truth, found].map(({ packages, parts }) => ({
    count: packages.length + parts.length,
    bytes: packages.reduce((sum, { bytes }) => sum + bytes, 0),
  }));
  const amount = (/** @type {number | undefined} */ bytes) => (bytes ?? 0).toLocaleString('en-US');
  return `| ${name} | ${truth.tool} | ${theirs?.count} | ${ours?.count} | ${truth.syft ?? 'not run'} | ${amount(theirs?.bytes)} | ${amount(ours?.bytes)} |`;
}
