import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command/arguments.ts';
import { runDoctor } from '../../src/command/doctor/doctor.ts';
import { examine } from '../../src/command/doctor/finding.ts';
import { repositoryExaminations } from '../../src/command/doctor/repository.ts';
import { UserError } from '../../src/text/error.ts';
import { makeFolder } from '../support/folder.ts';
import { runGit } from '../support/repository.ts';

const SIGNAL = AbortSignal.timeout(60_000);

/** Lines of `doctor` in a folder, and its exit status. */
async function doctor(cwd: string, ...words: readonly string[]) {
  const out: string[] = [];
  const terminal = { out: (text: string) => out.push(text), err: () => 0, colour: false, width: 100 };
  const status = await runDoctor({ args: parseArguments(['doctor', ...words]), cwd, terminal, signal: SIGNAL });
  return { status, text: out.join('') };
}

/** What the checks of git find in a checkout, by their names. */
async function lookAtGit(cwd: string, more: { readonly token?: string } = {}) {
  const examinations = repositoryExaminations({ cwd, signal: SIGNAL, ...more });
  const findings = await Promise.all(examinations.map((each) => examine(each, SIGNAL)));
  return Object.fromEntries(findings.map(({ name, outcome, words, cure }) => [name, { outcome, words, cure }]));
}

async function clone() {
  const folder = await makeFolder();
  const git = (...words: string[]) => runGit(folder.path, ...words);
  git('init', '--quiet', '--bare', '--initial-branch=main', 'origin.git');
  git('init', '--quiet', '--initial-branch=main', 'clone');
  const inClone = (...words: string[]) => git('-C', 'clone', ...words);
  inClone('commit', '--quiet', '--allow-empty', '--message=one');
  inClone('remote', 'add', 'origin', `file://${folder.path}/origin.git`);
  inClone('push', '--quiet', 'origin', 'main', 'main:image-size');
  return { folder, path: `${folder.path}/clone`, git: inClone };
}

describe('doctor', () => {
  test('says what keeps check from working outside of a repository without a Dockerfile', async () => {
    await using folder = await makeFolder();
    const { status, text } = await doctor(folder.path);
    expect(status).toBe(2);
    expect(text).toMatch(/^ok {7}node {5}Node\.js \d+/m);
    expect(text).toMatch(/^warn {5}git {6}this is no git repository\n {18}→ name what to compare with/m);
    expect(text).toMatch(/^fail {5}images {3}there is no Dockerfile\n {18}→ image-size-gate init/m);
  });

  test('prints only what does not work with --quiet, and one document with --json', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM scratch\n');
    const quiet = await doctor(folder.path, '--quiet');
    expect(quiet.text).not.toMatch(/^(?:ok|skipped)|Dockerfile/m);
    const { findings, schemaVersion } = JSON.parse((await doctor(folder.path, '--json')).text);
    expect(schemaVersion).toBe(1);
    expect(findings.map(({ name }: { readonly name: string }) => name)).toEqual([
      'node',
      'docker',
      'buildx',
      'builder',
      'git',
      'base',
      'origin',
      'records',
      'token',
      'images',
    ]);
  });

  test('finds the base commit, the records at origin, and whether the token may write there', async () => {
    const { folder, path, git } = await clone();
    await using _ = folder;
    git('checkout', '--quiet', '-b', 'work');
    git('commit', '--quiet', '--allow-empty', '--message=two');
    const found = await lookAtGit(path, { token: 'secret' });
    expect(found).toMatchObject({
      git: { outcome: 'ok', words: expect.stringMatching(/whole history$/) },
      base: { outcome: 'ok', words: expect.stringMatching(/^compared with [0-9a-f]{7} \(/) },
      origin: { outcome: 'ok', words: 'origin answers' },
      records: { outcome: 'ok', words: expect.stringMatching(/^origin has the branch image-size at [0-9a-f]{7}/) },
      token: { outcome: 'ok', words: expect.stringMatching(/may write/) },
    });
    expect(JSON.stringify(found)).not.toContain('secret');
    expect(String(runGit(folder.path, '-C', 'origin.git', 'for-each-ref'))).not.toContain('waiting');
  });

  test('warns where origin does not answer, since check works without it', async () => {
    const { folder, path, git } = await clone();
    await using _ = folder;
    git('remote', 'set-url', 'origin', `file://${folder.path}/gone.git`);
    const { origin, records } = await lookAtGit(path);
    expect([origin?.outcome, records?.outcome]).toEqual(['warn', 'warn']);
    expect(origin?.words).toMatch(/gone\.git/);
    expect(origin?.cure).toMatch(/ls-remote/);
  });

  test('says a mistake of its own with its stack, and ends with the run', async () => {
    const failing = { name: 'x', cure: 'y', look: () => Promise.reject(new UserError('no')) };
    expect(await examine(failing, SIGNAL)).toEqual({ name: 'x', outcome: 'fail', words: 'no', cure: 'y' });
    await expect(examine(failing, AbortSignal.abort(new Error('ended')))).rejects.toThrow('ended');
  });
});
