import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { provideBrowser } from '../../scripts/browser.mjs';
import { findPackageObstacles } from '../../scripts/engine/machine.mjs';
import { makeFolder } from '../support/folder.ts';

const quiet = { install: false, log: () => {} };

test('the browser that CHROMIUM names comes before one in PATH', async () => {
  await using folder = await makeFolder();
  await folder.write('chromium', '#!/bin/sh', 0o755);
  const named = await folder.write('elsewhere/chrome', '#!/bin/sh', 0o755);
  expect(await provideBrowser({ ...quiet, env: { PATH: folder.path, CHROMIUM: named } })).toBe(named);
});

test.each(['chromium', 'google-chrome'])('finds %s in PATH', async (name) => {
  await using folder = await makeFolder();
  const path = await folder.write(name, '#!/bin/sh', 0o755);
  expect(await provideBrowser({ ...quiet, env: { PATH: folder.path } })).toBe(path);
});

test('says what CHROMIUM names where it is not there', async () => {
  await expect(provideBrowser({ ...quiet, env: { CHROMIUM: '/nowhere/chrome' } })).rejects.toThrow(
    'CHROMIUM names /nowhere/chrome, and no such file is there',
  );
});

test('says what was looked for, and installs nothing where that was not asked for', async () => {
  await expect(provideBrowser({ ...quiet, env: { PATH: '/nowhere' } })).rejects.toThrow(
    'none of chromium, google-chrome, google-chrome-stable, chromium-browser is in PATH: install Chromium, or set CHROMIUM to its path',
  );
});

const canInstall = findPackageObstacles().length === 0 && process.getuid?.() === 0;
const SCRIPT = new URL('../../scripts/browser.mjs', import.meta.url).href;
const PROVIDE = `const { provideBrowser } = await import(${JSON.stringify(SCRIPT)});
await provideBrowser({ log: () => {} }).then(console.log, ({ message }) => console.log(message));`;

/** Provides a browser where PATH has nothing but a stand-in for apt-get; gives what came of it, and what apt-get was told. */
async function provideWith(aptGet: string) {
  await using folder = await makeFolder();
  for (const program of ['apt-config', 'dpkg-deb']) await folder.write(program, '#!/bin/sh', 0o755);
  const told = await folder.write('told', '');
  await folder.write('apt-get', `#!/bin/sh\necho "$*" >> ${told}\n${aptGet.replaceAll('FOLDER', folder.path)}`, 0o755);
  const args = ['--input-type=module', '-e', PROVIDE];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH: folder.path } });
  return { found: stdout.replaceAll(folder.path, 'FOLDER').trim(), told: (await readFile(told, 'utf8')).trim() };
}

(canInstall ? test : test.skip)(
  "installs Debian's package without what it recommends where no browser is in PATH",
  async () => {
    const { found, told } = await provideWith(
      'if [ "$2" = install ]; then echo "#!/bin/sh" > FOLDER/chromium; /bin/chmod +x FOLDER/chromium; fi',
    );
    expect(found).toBe(join('FOLDER', 'chromium'));
    expect(told.split('\n')).toEqual([
      '--quiet update',
      '--quiet install --yes --no-install-recommends chromium fonts-dejavu-core',
    ]);
  },
);

(canInstall ? test : test.skip)('says what apt-get said where it installs nothing', async () => {
  const { found } = await provideWith('echo "E: Unable to fetch some archives" >&2; exit 100');
  expect(found).toBe('apt-get --quiet update ended with code 100:\nE: Unable to fetch some archives');
});
