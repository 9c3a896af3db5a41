import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { COMMITTED, type CommittedImage, makeCommittedImage } from '../support/committed-image.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { DIST, REPOSITORY } from '../support/pull-request.ts';
import { runGit } from '../support/repository.ts';
import { pushEvent } from '../support/runner/events.ts';
import { type Run, runAction } from '../support/runner.ts';

/** A checkout that actions/checkout made with `path:`. Nothing is built, so no Docker is needed. */
let folder: Folder;
let source: CommittedImage;
let tools: CommittedImage;
beforeAll(async () => {
  folder = await makeFolder();
  source = await makeCommittedImage(join(folder.path, 'source'), [10_000, 30_000]);
  tools = await makeCommittedImage(join(folder.path, 'tools'), [20_000]);
});
afterAll(() => folder[Symbol.asyncDispose]());

let made = 0;
/** A workspace with clones of these repositories in its folders. */
async function workspaceWith(clones: Readonly<Record<string, CommittedImage>>): Promise<string> {
  const workspace = join(folder.path, `work-${made++}`);
  await mkdir(join(workspace, 'empty'), { recursive: true });
  for (const [at, { path }] of Object.entries(clones)) runGit(workspace, 'clone', '--quiet', path, at);
  return workspace;
}

function act(
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  after = source.commits[1] ?? '',
): Promise<Run> {
  const event = pushEvent({ repository: REPOSITORY, before: source.commits[0] ?? '', after });
  const quiet = {
    artifact: 'never',
    'github-token': '',
    'data-branch': '',
    record: 'never',
    'fail-if': 'unpacked > +5 kB',
  };
  return runAction({ dist: DIST, event, workspace, inputs: { images: COMMITTED, ...quiet, ...inputs } });
}

/** The head's bytes, and the commit that they would be compared with. An archive is not built at the base. */
const measured = () => ({ verdict: 'new', unpacked: '30000', 'baseline-commit': source.commits[0] });

describe('the run works in the folder of the checkout', () => {
  test.each<[string, string, Readonly<Record<string, string>>]>([
    ['that is named', 'app', { path: 'app' }],
    ['that is named by another way to write it', 'app', { path: './app/' }],
    ['that is named two levels down', 'src/app', { path: 'src/app' }],
    ['that has the commit of the run', 'app', {}],
    ['that has the commit of the run, two levels down', 'src/app', {}],
    ['where the inputs begin with its name', 'app', { images: 'app=oci-archive:app/app.tar' }],
    ['that is named, where the inputs begin with its name', 'app', { path: 'app', images: 'oci-archive:app/app.tar' }],
    ['that is the workspace itself', '.', {}],
    ['that is named as the workspace itself', '.', { path: '.' }],
  ])('%s', async (_, at, inputs) => {
    const workspace = join(folder.path, `work-${made}`);
    if (at === '.') runGit(folder.path, 'clone', '--quiet', source.path, `work-${made++}`);
    else await workspaceWith({ [at]: source });
    await using run = await act(workspace, inputs);
    expect(run.outputs).toMatchObject(measured());
    expect(run.stdout.includes('The checkout is in')).toBe(at !== '.');
  });

  test('that has the commit of the run, beside another checkout', async () => {
    const workspace = await workspaceWith({ app: source, tools });
    await using run = await act(workspace, {});
    expect(run.outputs).toMatchObject(measured());
  });

  test('that has the files of the inputs, where the commit of the run is not checked out', async () => {
    const workspace = await workspaceWith({ app: source, tools });
    runGit(join(workspace, 'tools'), 'rm', '--quiet', 'app.tar');
    await using run = await act(workspace, {}, 'f'.repeat(40));
    expect(run.outputs).toMatchObject(measured());
  });
});

describe('the run says what is wrong', () => {
  const expected = 'expected is the folder of a checkout in the workspace';
  test.each<[string, string, RegExp]>([
    ['there is no such folder', 'web', /path: found "web", and there is no such folder/],
    ['it is a file', 'app/app.tar', /path: found "app\/app.tar", and there is no such folder/],
    ['it is no checkout', 'empty', /path: found "empty", which is no checkout \(it has no \.git\)/],
    ['it is outside', '../tools', /path: found "..\/tools", which is outside of the workspace/],
    ['it leads outside', 'link', /path: found "link", which is outside of the workspace/],
    ['it is in a checkout', 'app/sub', /path: found "app\/sub", which is the folder "sub" of a checkout/],
  ])('where %s', async (_, path, message) => {
    const workspace = await workspaceWith({ app: source });
    await mkdir(join(workspace, 'app/sub'));
    await symlink(tools.path, join(workspace, 'link'));
    await using run = await act(workspace, { path });
    expect(run).toMatchObject({
      exitCode: 1,
      annotations: [{ level: 'error', message: expect.stringMatching(message) }],
    });
    expect(run.annotations[0]?.message).toContain(expected);
  });

  test('where several checkouts may be meant', async () => {
    const workspace = await workspaceWith({ app: source, tools });
    await using run = await act(workspace, {}, 'f'.repeat(40));
    const message = expect.stringMatching(
      /has several in it \(app, tools\): name the one to measure with the input path/,
    );
    expect(run).toMatchObject({ exitCode: 1, annotations: [{ level: 'error', message }] });
  });

  test('where there is no checkout at all', async () => {
    const workspace = await workspaceWith({});
    await using run = await act(workspace, {});
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('name the folder of the checkout with the input path');
  });
});
