import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CLI, runCli } from '../support/command-line.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import {
  asEntries,
  blobsOf,
  descriptorOf,
  makeImage,
  makeLayer,
  makeLayout,
  writeFiles,
} from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';
import { DIST, REPOSITORY } from '../support/pull-request.ts';
import { commitFiles, runGit } from '../support/repository.ts';
import { dispatchEvent } from '../support/runner/events.ts';
import { type Run, runAction } from '../support/runner.ts';

/** An environment that is missing, odd or full. No image is built, so neither docker nor GitHub is asked. */
const layoutOf = (bytes: number) => {
  const image = makeImage([makeLayer([{ path: 'data', content: 'x'.repeat(bytes) }])]);
  return makeLayout([descriptorOf(image.manifest)], blobsOf(image));
};
const STACK = /(\n|%0A) +at /;

let folder: Folder;
let workspace: string;
let sha: string;
let socket: Server;
beforeAll(async () => {
  folder = await makeFolder();
  workspace = join(folder.path, 'work');
  await mkdir(join(workspace, 'loop'), { recursive: true });
  await writeFile(join(workspace, 'base.tar'), makeTar(asEntries(layoutOf(3_000))));
  await writeFile(join(workspace, 'head.tar'), makeTar(asEntries(layoutOf(5_000))));
  await folder.write('not.json', '{"a":');
  await folder.write('file', '');
  execFileSync('mkfifo', [join(folder.path, 'pipe'), join(workspace, 'pipe')]);
  socket = createServer().listen(join(workspace, 'socket'));
  await writeFiles(join(workspace, 'loop'), new Map([...layoutOf(10)].filter(([path]) => !path.startsWith('blobs'))));
  await symlink('blobs', join(workspace, 'loop/blobs'));
  await symlink('circle', join(workspace, 'circle'));
  runGit(workspace, 'init', '-q');
  sha = await commitFiles(workspace, { readme: 'x' });
});
afterAll(async () => {
  socket.close();
  await folder[Symbol.asyncDispose]();
});

function act(env: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>> = {}): Promise<Run> {
  const named = { images: 'app=oci-archive:head.tar', baseline: 'oci-archive:base.tar', 'data-branch': 'none' };
  const event = dispatchEvent({ repository: REPOSITORY, sha, ref: 'refs/heads/main' });
  const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, at(value)]));
  const options = { dist: DIST, event, workspace, env: own, timeoutMs: 20_000 };
  return runAction({ ...options, inputs: { artifact: 'never', 'github-token': '', ...named, ...inputs } });
}

/** `$` stands for the folder of the test. */
const at = (text: string) => text.replace('$', folder.path);

describe('the run goes on, with a warning, where', () => {
  test.each<[string, Readonly<Record<string, string>>, RegExp | undefined]>([
    ['RUNNER_TEMP is not there', { RUNNER_TEMP: '$/no/such' }, /RUNNER_TEMP cannot be used.*no such file or folder/],
    ['RUNNER_TEMP is a file', { RUNNER_TEMP: '$/file' }, /RUNNER_TEMP cannot be used.*it is a file/],
    ['RUNNER_TEMP is empty', { RUNNER_TEMP: '' }, undefined],
    ['the summary is a folder', { GITHUB_STEP_SUMMARY: '$' }, /job summary cannot be written.*a folder/],
    ['the summary is not there', { GITHUB_STEP_SUMMARY: '$/no' }, /job summary cannot be written.*no such file/],
    ['the summary is a named pipe', { GITHUB_STEP_SUMMARY: '$/pipe' }, /job summary cannot be written.*a named pipe/],
    ['the summary is on a full disk', { GITHUB_STEP_SUMMARY: '/dev/full' }, /job summary.*the disk is full/],
    ['the payload is not there', { GITHUB_EVENT_PATH: '$/no' }, /lacks what GitHub sends.*no such file or folder/],
    ['all files are empty names', { GITHUB_STEP_SUMMARY: '', GITHUB_SERVER_URL: '', GITHUB_API_URL: '' }, undefined],
  ])('%s', async (_, env, warning) => {
    await using run = await act(env);
    expect(run.stdout + run.stderr).not.toMatch(STACK);
    expect(run).toMatchObject({ exitCode: 0, outputs: { verdict: 'pass' }, unsetOutputs: [] });
    if (warning !== undefined) expect(run.stdout).toMatch(warning);
  });
});

describe('the run fails with the cause and sets its outputs where', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['the workspace is not there', { GITHUB_WORKSPACE: '$/no' }, 'there is no such folder; check out the repository'],
    ['the workspace is a file', { GITHUB_WORKSPACE: '$/file' }, 'there is no such folder; check out the repository'],
    ['the address of the API is none', { GITHUB_API_URL: 'not a url' }, 'GITHUB_API_URL is "not a url"; expected an'],
    ['the address has another scheme', { GITHUB_API_URL: 'file:///etc' }, 'GITHUB_API_URL is "file:///etc"; expected'],
    ['a proxy is no address', { HTTPS_PROXY: ':::', GITHUB_API_URL: 'https://api.example' }, 'check HTTPS_PROXY'],
    ['the payload is no JSON', { GITHUB_EVENT_PATH: '$/not.json' }, 'not.json, is not JSON'],
    ['the payload is a folder', { GITHUB_EVENT_PATH: '$' }, ') is not a regular file, but a folder'],
    ['the payload is a named pipe', { GITHUB_EVENT_PATH: '$/pipe' }, ') is not a regular file, but a named pipe'],
    ['the repository has no owner', { GITHUB_REPOSITORY: 'app' }, 'GITHUB_REPOSITORY is "app"; expected owner/name'],
  ])('%s', async (_, env, cause) => {
    await using run = await act(env);
    expect(run.stdout + run.stderr).not.toMatch(STACK);
    expect(run).toMatchObject({ exitCode: 1, outputs: { verdict: 'error' }, unsetOutputs: [] });
    expect(run.annotations.map(({ message }) => message).join('\n')).toContain(cause);
  });

  test.each(['$', '$/no', '$/pipe', '/dev/full'])(
    'the outputs cannot be written (%s), after all else is told',
    async (path) => {
      await using run = await act({ GITHUB_OUTPUT: path });
      expect(run.stdout + run.stderr).not.toMatch(STACK);
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toContain('::error::The outputs cannot be written to GITHUB_OUTPUT');
      expect(run.summary).toContain('Image size: pass');
    },
  );
});

describe('what is no regular file is refused and not waited for:', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['a pipe as archive', { images: 'app=oci-archive:pipe' }, 'not a regular file'],
    [
      'a socket as archive',
      { images: 'app=docker-archive:socket' },
      'cannot be opened: it is a socket, a pipe or a device; name a regular file (ENXIO)',
    ],
    ['a device as archive', { images: 'app=oci-archive:/dev/zero' }, 'not a regular file'],
    ['a pipe as config', { config: 'pipe', images: '', baseline: '' }, 'not a regular file, but a named pipe'],
    ['a circle of links as config', { config: 'circle', images: '', baseline: '' }, 'links lead in a circle'],
    ['a layout that links in a circle', { images: 'app=oci:loop' }, 'links lead in a circle'],
  ])('%s', async (_, inputs, cause) => {
    await using run = await act({}, inputs);
    expect(run.stdout + run.stderr).not.toMatch(STACK);
    expect(run).toMatchObject({ exitCode: 1, outputs: { verdict: 'error' }, unsetOutputs: [] });
    expect(run.stdout).toContain(cause);
  });
});

describe('the command line', () => {
  test.each<[readonly string[], string]>([
    [['measure', 'oci:loop'], 'links lead in a circle'],
    [['measure', 'oci-archive:pipe'], 'not a regular file'],
    [['report', 'pipe'], 'not a regular file, but a named pipe'],
    [['compare', 'circle.json', 'oci-archive:head.tar'], 'no such measurement file'],
  ])('%j ends with status 2 and the cause', async (args, cause) => {
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: workspace });
    expect(stdout + stderr).not.toMatch(STACK);
    expect(exitCode).toBe(2);
    expect(stderr + stdout).toContain(cause);
  });

  test('that cannot write its output ends with status 2, and says why', () => {
    const script = `"${process.execPath}" "${CLI}" measure oci-archive:head.tar > /dev/full; echo "status $?"`;
    const text = execFileSync('sh', ['-c', `{ ${script}; } 2>&1`], { cwd: workspace, encoding: 'utf8' });
    expect(text).toMatch(/standard output cannot be written: .*the disk is full.*\nstatus 2/s);
    expect(text).not.toMatch(STACK);
  });
});
