// Git repositories with a base commit and a change on it, for rows that compare with the base.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startGitHub } from '../../__tests__/support/github/server.ts';
import { pushEvent } from '../../__tests__/support/runner/events.ts';
import { makeRepository } from '../../__tests__/support/runner/repository.ts';
import { runAction } from '../../__tests__/support/runner.ts';
import { lastLines, run } from '../engine/run.mjs';

/** The built action. */
const ACTION = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
const NAME = 'acme/monorepo';
/** Milliseconds in which the base commit of a monorepo is built and recorded. */
const RECORD_LIMIT = 3_600_000;

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
 * A repository of many images. The action measured and recorded its base commit, as on a push. The head commit changes one image.
 * @param {number} count of images
 * @param {Record<string, string>} env selects the engine
 * @returns {Promise<{ checkout: string, affected: string, close: () => void }>} affected: the name of the one image
 * @throws {Error} with what the action said, where it did not record
 */
export async function makeMonorepo(count, env) {
  const names = Array.from({ length: count }, (_, at) => `service-${String(at + 1).padStart(3, '0')}`);
  const affected = names.at(count / 2) ?? '';
  const files = names.flatMap((name) => [
    [`${name}/Dockerfile`, DOCKERFILE],
    [`${name}/data`, content(name)],
  ]);
  const config = `fail-if: none\nimages:\n${names.map((name) => `  ${name}: { file: ${name}/Dockerfile }\n`).join('')}`;
  const base = { '.github/image-size.yml': config, ...Object.fromEntries(files) };
  const repository = await makeRepository({ commits: [{ files: base }] });
  await recordBase(repository, env);
  const checkout = await repository.checkout({ ref: 'refs/heads/main', depth: 0 });
  await git(checkout, 'remote', 'set-head', 'origin', 'main');
  await git(checkout, 'switch', '--quiet', '--create', 'change');
  write(checkout, { [`${affected}/data`]: content(`${affected}, changed`) });
  await commit(checkout, `change ${affected}`);
  return { checkout, affected, close: () => void repository[Symbol.asyncDispose]() };
}

/** @param {import('../../__tests__/support/runner/repository.ts').GitRepository} repository @param {Record<string, string>} env */
async function recordBase(repository, env) {
  const workspace = await repository.checkout({ ref: 'refs/heads/main' });
  await using github = await startGitHub({ repositories: [{ name: NAME, gitDir: repository.gitDir }] });
  const event = pushEvent({ repository: NAME, after: await repository.git('rev-parse', 'refs/heads/main') });
  await using done = await runAction({ dist: ACTION, event, workspace, github, env, timeoutMs: RECORD_LIMIT });
  if (done.exitCode !== 0) throw new Error(`the base commit was not recorded: ${lastLines(done.stdout, 5)}`);
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
