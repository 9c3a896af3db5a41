import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  makeLastingFolder,
  makeTemporaryFolder,
  removeAbandoned,
  temporaryParent,
} from '../../src/process/temporary-folder.ts';
import { makeFolder } from '../support/folder.ts';

type Owner = Record<string, unknown>;

/** The owner file of a folder that this process made. */
async function ownOwner(parent: string): Promise<Owner> {
  await using folder = await makeTemporaryFolder('sample', { RUNNER_TEMP: parent });
  return JSON.parse(await readFile(join(dirname(folder.path), 'owner.json'), 'utf8'));
}

/** A process that has ended by now. */
const ended = () => spawnSync(process.execPath, ['--version']).pid;

test('a folder is made for one run, and removed with its content', async () => {
  await using parent = await makeFolder();
  {
    await using folder = await makeTemporaryFolder('base', { RUNNER_TEMP: parent.path });
    await writeFile(join(folder.path, 'file'), 'x');
    expect(await readdir(parent.path)).toEqual([expect.stringMatching(/^image-size-gate-base-/)]);
  }
  expect(await readdir(parent.path)).toEqual([]);
});

test.each<[string, (own: Owner) => unknown, boolean]>([
  ['of a process that has ended', (own) => ({ ...own, pid: ended(), start: '1' }), false],
  ['of an earlier process with the id of this one', (own) => ({ ...own, start: '1' }), false],
  ['from before the machine was started', (own) => ({ ...own, boot: 'another' }), false],
  ['of this process', (own) => own, true],
  ['of another machine', (own) => ({ ...own, host: 'another', pid: ended() }), true],
  ['of another container', (own) => ({ ...own, pidNamespace: 'pid:[1]', pid: ended() }), true],
  ['of nobody who can be read', () => 'text', true],
  ['of process 0', (own) => ({ ...own, pid: 0 }), true],
])('a folder %s', async (_name, change, stays) => {
  await using parent = await makeFolder();
  const own = await ownOwner(parent.path);
  const path = join(parent.path, 'image-size-gate-base-abcdef');
  await mkdir(path);
  await writeFile(join(path, 'owner.json'), JSON.stringify(change(own)));
  await removeAbandoned(parent.path);
  expect(await readdir(parent.path)).toEqual(stays ? ['image-size-gate-base-abcdef'] : []);
});

test('other names, files, and links into other folders stay', async () => {
  await using parent = await makeFolder();
  await using other = await makeFolder();
  const own = await ownOwner(parent.path);
  const gone = JSON.stringify({ ...own, start: '1' });
  await writeFile(join(other.path, 'owner.json'), gone);
  await mkdir(join(parent.path, 'somebody-else'));
  await writeFile(join(parent.path, 'somebody-else/owner.json'), gone);
  await writeFile(join(parent.path, 'image-size-gate-report'), gone);
  await symlink(other.path, join(parent.path, 'image-size-gate-base-link'));
  await removeAbandoned(parent.path);
  expect((await readdir(parent.path)).sort()).toEqual([
    'image-size-gate-base-link',
    'image-size-gate-report',
    'somebody-else',
  ]);
  expect(await readdir(other.path)).toEqual(['owner.json']);
});

test.each([
  [
    'is not there',
    '/no/such',
    /^RUNNER_TEMP cannot be used, so temporary files are in .*: \/no\/such: there is no such/,
  ],
  ['is a file', '/etc/passwd', /it is a file, and a folder is needed$/],
  ['is a device', '/dev/null/x', /a part of the path is a file/],
])('a RUNNER_TEMP that %s is told, and the folder is made elsewhere', async (_, path, problem) => {
  const found = await temporaryParent({ RUNNER_TEMP: path });
  expect(found.problem).toMatch(problem);
  await using folder = await makeTemporaryFolder('sample', { RUNNER_TEMP: path });
  expect(folder.path.startsWith(found.path)).toBe(true);
});

test('an empty RUNNER_TEMP is none', async () => {
  const { problem, path } = await temporaryParent({ RUNNER_TEMP: '' });
  expect([problem, path]).toEqual([undefined, (await temporaryParent({ RUNNER_TEMP: undefined })).path]);
});

test('a lasting folder outlives the run, and the next run leaves it alone', async () => {
  await using parent = await makeFolder();
  const path = await makeLastingFolder('report', { RUNNER_TEMP: parent.path });
  await removeAbandoned(parent.path);
  expect(await readdir(parent.path)).toEqual([path.slice(parent.path.length + 1)]);
});
