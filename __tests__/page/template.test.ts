import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { readTemplate } from '../../src/page/template.ts';
import { UserError } from '../../src/text/error.ts';
import { makeFolder } from '../support/folder.ts';

test('reads the template, and says how to build a missing one', async () => {
  await using folder = await makeFolder();
  const url = pathToFileURL(join(folder.path, 'page.html'));
  await expect(readTemplate(url)).rejects.toThrow(UserError);
  await expect(readTemplate(url)).rejects.toThrow(
    'page.html, the template of HTML reports, cannot be read: run npm run build',
  );
  await writeFile(url, '<!doctype html>');
  expect(await readTemplate(url)).toBe('<!doctype html>');
});
