import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readMirrors } from '../../src/docker/mirrors.ts';
import { UserError } from '../../src/text/error.ts';
import { type Folder, makeFolder } from '../support/folder.ts';

let folder: Folder;
beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(async () => folder[Symbol.asyncDispose]());

/** Mirrors by host, with the daemon's configuration and the variable of these texts. */
async function mirrors(daemon: string | undefined, variable = '') {
  if (daemon !== undefined) await folder.write('daemon.json', daemon);
  const files = [join(folder.path, 'none.json'), join(folder.path, 'daemon.json')];
  const found = await readMirrors({ env: { IMAGE_SIZE_GATE_REGISTRY_MIRRORS: variable }, files });
  return Object.fromEntries([...found].map(([host, urls]) => [host, urls.map(({ href }) => href)]));
}

describe('mirrors', () => {
  test("of Docker Hub are the daemon's", async () => {
    const daemon =
      '{"registry-mirrors":["https://m.example/","http://10.0.0.1:5000","https://u:p@m.example","ftp://x","https://m.example/path",7]}';
    expect(await mirrors(daemon)).toEqual({ 'docker.io': ['https://m.example/', 'http://10.0.0.1:5000/'] });
  });

  test.each([undefined, '', '{', '[]', '{"registry-mirrors":{}}', `{"a":"${'x'.repeat(2e6)}"}`])(
    'are none where its configuration names none (%#)',
    async (daemon) => {
      expect(await mirrors(daemon)).toEqual({});
    },
  );

  test('of the variable go before those of the daemon', async () => {
    const daemon = '{"registry-mirrors":["https://m.example"]}';
    expect(await mirrors(daemon, 'ghcr.io=https://g.example, ghcr.io=http://h:80')).toEqual({
      'ghcr.io': ['https://g.example/', 'http://h/'],
      'docker.io': ['https://m.example/'],
    });
    expect(await mirrors(daemon, 'docker.io=https://other.example')).toEqual({
      'docker.io': ['https://other.example/'],
    });
  });

  test.each(['docker.io', '=https://x', 'docker.io=x', 'docker.io=https://me:secret@x', 'docker.io=https://x/path'])(
    '%j is refused',
    async (text) => {
      const error = await mirrors(undefined, text).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UserError);
      expect(String(error)).toContain('is not HOST=URL');
      expect(String(error)).not.toContain('secret');
    },
  );
});
