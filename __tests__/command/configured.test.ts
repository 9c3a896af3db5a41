import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command/arguments.ts';
import { configuredImages } from '../../src/command/configured.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { runGit } from '../support/repository.ts';

async function repository(): Promise<Folder> {
  const folder = await makeFolder();
  runGit(folder.path, 'init', '--quiet');
  await folder.write('sub/sizes.yml', 'images:\n  api: { file: api/Dockerfile }\n');
  await mkdir(join(folder.path, 'other'));
  return folder;
}

function configured(cwd: string, config: string) {
  const args = parseArguments(['check', '--config', config]);
  const session = { args, cwd, log: { info: () => {} }, signal: AbortSignal.timeout(60_000) };
  return configuredImages(session as unknown as Parameters<typeof configuredImages>[0]);
}

test.each([
  ['sub', 'sizes.yml'],
  ['other', '../sub/sizes.yml'],
  ['', 'sub/sizes.yml'],
])('from %j, --config %s is relative to where the command runs, and what it says to the root', async (from, config) => {
  await using folder = await repository();
  const { root, file, images } = await configured(join(folder.path, from), config);
  expect({ root, file }).toEqual({ root: folder.path, file: 'sub/sizes.yml' });
  expect(images[0]?.source).toMatchObject({ file: 'api/Dockerfile' });
});

test('an absolute --config is the file itself, and one that is not there is named from the root', async () => {
  await using folder = await repository();
  expect(await configured(folder.path, join(folder.path, 'sub/sizes.yml'))).toMatchObject({ file: 'sub/sizes.yml' });
  await expect(configured(join(folder.path, 'sub'), 'gone.yml')).rejects.toThrow('there is no file sub/gone.yml in');
});
