import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { explainFailedBase } from '../../src/baseline/failed-base.ts';
import type { BuildFailure } from '../../src/docker/failure.ts';
import type { BakeSource, DockerfileSource } from '../../src/model/image.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { measurement } from '../support/measurements.ts';
import { commitFiles, runGit } from '../support/repository.ts';

let folder: Folder;
beforeAll(async () => {
  folder = await makeFolder();
  runGit(folder.path, 'init', '--quiet');
  await commitFiles(folder.path, { '.gitignore': 'dist\n*.log\n', 'app/Dockerfile': '', 'app/docker-bake.hcl': '' });
  await folder.write('dist/app', '1');
  await folder.write('app/dist/server', '1');
  await folder.write('app/new', '1');
  await folder.write('lib/dist/odd [name]', '1');
});
afterAll(() => folder[Symbol.asyncDispose]());

const dockerfile = (context: string, buildContexts: readonly string[] = []): DockerfileSource => ({
  kind: 'dockerfile',
  file: join(context, 'Dockerfile'),
  context,
  buildArgs: [],
  buildContexts,
});
const bake: BakeSource = { kind: 'bake', files: ['app/docker-bake.hcl'], target: 'app' };
const LOG = 'the build of Dockerfile failed with exit code 1\n#5 ERROR: something';

async function reasonFor(
  failure: BuildFailure | undefined,
  path?: string,
  source: BakeSource | DockerfileSource = dockerfile('.'),
) {
  const failed = { kind: 'error', reason: LOG, ...(failure && { failure }), ...(path && { path }) } as const;
  const explained = await explainFailedBase(failed, { repository: { cwd: folder.path }, source });
  return explained.kind === 'error' ? explained.reason : '';
}

describe('the base that was not built', () => {
  test.each<[BuildFailure, RegExp]>([
    [
      'dockerfile',
      /^the base commit does not build, .*; if this change fixes the build, run once with baseline: none$/,
    ],
    ['time-limit', /^the base commit was not built, .*time limit; raise timeout-minutes/],
    ['disk', /^the base commit was not built, .*no space is left .*docker builder prune/],
    ['builder', /^the base commit was not built, .*the builder went away or cannot be reached; see docker buildx ls/],
    ['network', /^the base commit was not built, .*a registry or another server .*run again/],
  ])('for %s has its own sentence and cure, and then the log', async (failure, sentence) => {
    const [first = '', ...log] = (await reasonFor(failure)).split('\n');
    expect(first).toMatch(sentence);
    expect(first.length).toBeLessThan(400);
    expect(log.join('\n')).toBe(LOG);
    if (failure !== 'dockerfile') expect(first).not.toContain('baseline: none');
  });

  test.each<[string, string, DockerfileSource | BakeSource, string]>([
    ['ignored', '/dist/app', dockerfile('.'), 'copies dist/app, which is ignored by git, so no commit has it'],
    ['an ignored directory', '/dist', dockerfile('.'), 'copies dist, which is ignored by git'],
    ['in a context below', '/dist/server', dockerfile('app'), 'copies dist/server, which is ignored by git'],
    ['untracked', '/new', dockerfile('app'), 'copies new, which is not tracked by git, so no commit has it'],
    [
      'in a named context',
      '/dist/odd [name]',
      dockerfile('app', ['lib=lib', 'x=docker-image://a']),
      'is ignored by git',
    ],
    ['beside a bake file', '/dist/server', bake, 'copies dist/server, which is ignored by git'],
  ])('for a file that is %s tells that no commit has it', async (_name, path, source, words) => {
    const reason = await reasonFor('context', path, source);
    expect(reason).toContain(words);
    expect(reason).toContain(
      'make it within the Dockerfile, keep records on the default branch, or name a measurement file',
    );
    expect(reason).not.toContain('baseline: none');
  });

  test.each([
    ['that is nowhere', '/gone'],
    ['that the head tracks, since the change may add it', '/app/Dockerfile'],
    ['outside of the context', '/../../etc/passwd'],
  ])('for a file %s names the file', async (_name, path) => {
    expect(await reasonFor('context', path)).toMatch(
      /its build context has no .*; if this change adds it, run once with/,
    );
  });

  test('for what is no build keeps its own words', async () => {
    expect(await reasonFor(undefined)).toBe(LOG);
  });

  test('on one of its platforms is told there', async () => {
    const failures = [{ platform: 'linux/arm64', reason: LOG, failure: 'builder' as const }];
    const measured = { kind: 'measured', measurements: [measurement()], failures } as const;
    const explained = await explainFailedBase(measured, { repository: { cwd: folder.path }, source: dockerfile('.') });
    expect(explained).toMatchObject({
      failures: [{ platform: 'linux/arm64', reason: expect.stringMatching(/^the base commit was not built/) }],
    });
  });
});
