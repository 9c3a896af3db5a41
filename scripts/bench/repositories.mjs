// Git repositories with a base commit and a change on it, for rows that compare with the base.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../engine/run.mjs';

const DOCKERFILE = 'FROM scratch\nCOPY data /data\n';
/** Bytes of the content of each image. */
const CONTENT = 100_000;

/**
 * A repository with one tiny image: its data changes from the commit before the last one.
 * @param {string} folder is made
 * @returns {Promise<{ head: string, base: string }>} checkouts of both commits
 */
export async function makeTiny(folder) {
  const head = join(folder, 'head');
  const base = join(folder, 'base');
  await begin(head, { Dockerfile: DOCKERFILE, data: content('tiny') });
  await git(folder, 'clone', '--quiet', head, base);
  write(head, { data: content('tiny, changed') });
  await commit(head, 'change the data');
  return { head, base };
}

/**
 * A repository of many images, with an origin. The head commit changes one of them.
 * @param {string} folder is made
 * @param {number} count of images
 * @param {(checkout: string) => Promise<void>} record called when the base commit is the head
 * @returns {Promise<{ checkout: string, affected: string }>} affected: the name of the one image
 */
export async function makeMonorepo(folder, count, record) {
  const names = Array.from({ length: count }, (_, at) => `service-${String(at + 1).padStart(3, '0')}`);
  const affected = names.at(count / 2) ?? '';
  const checkout = join(folder, 'checkout');
  const origin = join(folder, 'origin.git');
  const files = names.flatMap((name) => [
    [`${name}/Dockerfile`, DOCKERFILE],
    [`${name}/data`, content(name)],
  ]);
  const config = `fail-if: none\nimages:\n${names.map((name) => `  ${name}: { file: ${name}/Dockerfile }\n`).join('')}`;
  await begin(checkout, { '.github/image-size.yml': config, ...Object.fromEntries(files) });
  await git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', origin);
  await git(checkout, 'remote', 'add', 'origin', origin);
  await git(checkout, 'push', '--quiet', 'origin', 'main');
  await git(checkout, 'remote', 'set-head', 'origin', 'main');
  await record(checkout);
  await git(checkout, 'switch', '--quiet', '--create', 'change');
  write(checkout, { [`${affected}/data`]: content(`${affected}, changed`) });
  await commit(checkout, `change ${affected}`);
  return { checkout, affected };
}

/** @param {string} folder @param {Record<string, string>} files */
async function begin(folder, files) {
  mkdirSync(folder, { recursive: true });
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  write(folder, files);
  await commit(folder, 'begin');
}

/** @param {string} folder @param {Record<string, string>} files */
function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** @param {string} name */
function content(name) {
  return `${name}\n`.repeat(Math.ceil(CONTENT / (name.length + 1)));
}

/** @param {string} folder @param {string} message */
async function commit(folder, message) {
  await git(folder, 'add', '--all');
  await git(folder, '-c', 'user.name=Bench', '-c', 'user.email=bench@example.org', 'commit', '--quiet', '-m', message);
}

/** @param {string} cwd @param {string[]} args */
async function git(cwd, ...args) {
  await run('git', args, { cwd });
}
