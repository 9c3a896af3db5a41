import { expect, test } from '@jest/globals';
import { provideBrowser } from '../../scripts/browser.mjs';
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
