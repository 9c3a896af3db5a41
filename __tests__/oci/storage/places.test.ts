import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findStoragePlaces } from '../../../src/oci/storage/places.ts';
import { parseStorageConf } from '../../../src/oci/storage/storage-conf.ts';
import { type Folder, makeFolder } from '../../support/folder.ts';

describe('a storage.conf', () => {
  test('says where images are', () => {
    const text = `# the defaults
[storage] # of this machine
driver = "overlay"
runroot = '/run/x'
# graphroot = "/commented"
  graphroot = '/srv/it''s'
rootless_storage_path = "$HOME/\\"q\\"/s" # a note
[storage.options]
additionalimagestores = [ # "no"
  "/a", '/b', # "/c"
]
pull_options = {enable_partial_images = "true"}
[storage.options.overlay]
graphroot = "/not/here"
`;
    expect(parseStorageConf(text)).toEqual({
      driver: 'overlay',
      graphroot: '/srv/it',
      rootless_storage_path: '$HOME/"q"/s',
      additionalimagestores: ['/a', '/b'],
    });
  });

  test.each([
    '',
    '[storage',
    'graphroot = "/x"',
    '[storage]\ngraphroot = 3\ndriver = ""',
    '[a]\n'.repeat(50_000),
    '"'.repeat(2e6),
  ])('of other content says nothing (%#)', (text) => {
    expect(parseStorageConf(text)).toEqual({});
  });
});

describe('the store of a user', () => {
  let folder: Folder;
  beforeEach(async () => {
    folder = await makeFolder();
  });
  afterEach(() => folder[Symbol.asyncDispose]());

  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder.path, path)), { recursive: true });
    await writeFile(join(folder.path, path), text);
    return join(folder.path, path);
  };
  const home = (more: object = {}) => ({ HOME: folder.path, CONTAINERS_STORAGE_CONF: '', ...more });

  test('is in the home folder, where no file says another', async () => {
    expect((await findStoragePlaces(home(), 1000)).roots[0]).toBe(join(folder.path, '.local/share/containers/storage'));
    const env = home({ XDG_DATA_HOME: '/data', STORAGE_DRIVER: 'overlay2' });
    expect(await findStoragePlaces(env, 1000)).toMatchObject({
      roots: ['/data/containers/storage'],
      driver: 'overlay',
    });
  });

  test('is that of its storage.conf, also in podman unshare', async () => {
    await write('.config/containers/storage.conf', '[storage]\ndriver="vfs"\ngraphroot="$HOME/g/$UID"\n');
    const expected = { driver: 'vfs', roots: [`${folder.path}/g/1000`] };
    expect(await findStoragePlaces(home(), 1000)).toEqual(expected);
    const unshared = { _CONTAINERS_USERNS_CONFIGURED: 'done', _CONTAINERS_ROOTLESS_UID: '1000' };
    expect(await findStoragePlaces(home(unshared), 0)).toEqual(expected);
  });

  test('of root is that of the file that the environment names, with the further stores that are there', async () => {
    const conf = `[storage]\ngraphroot = "${folder.path}/g"\n[storage.options]\nadditionalimagestores = ["${folder.path}", "/not/there"]\n`;
    const env = home({
      CONTAINERS_STORAGE_CONF: await write('a.conf', conf),
      STORAGE_OPTS: `x=y,overlay.imagestore=${folder.path}`,
    });
    expect(await findStoragePlaces(env, 0)).toEqual({
      driver: '',
      roots: [`${folder.path}/g`, folder.path, folder.path],
    });
  });
});
