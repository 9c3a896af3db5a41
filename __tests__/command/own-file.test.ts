import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkOwnFile, DOCUMENT, PAGE, writeOwnFile } from '../../src/command/files/own-file.ts';
import { UserError } from '../../src/text/error.ts';
import { makeFolder } from '../support/folder.ts';

describe.each([DOCUMENT, PAGE])('a $what', (kind) => {
  const { marker, what, option } = kind;
  const TEXT = `${marker}\n\n# Sizes\n`;

  test('is written, then replaced, and nothing else is left', async () => {
    await using folder = await makeFolder();
    const path = join(folder.path, 'sizes.md');
    await writeOwnFile(kind, path, TEXT);
    await writeOwnFile(kind, path, `${TEXT}second\n`);
    expect(await readFile(path, 'utf8')).toBe(`${TEXT}second\n`);
    expect(await readdir(folder.path)).toEqual(['sizes.md']);
  });

  test.each([
    ['text of somebody else', '# My notes\n'],
    ['the marker further down', `\n${TEXT}`],
    ['half a marker', marker.slice(0, 20)],
    ['nothing', ''],
  ])('does not replace %s', async (_what, content) => {
    await using folder = await makeFolder();
    const path = join(folder.path, 'notes.md');
    await writeFile(path, content);
    await expect(checkOwnFile(kind, path)).rejects.toThrow(UserError);
    await expect(writeOwnFile(kind, path, TEXT)).rejects.toThrow(`only a ${what} that a run wrote is replaced`);
    expect(await readFile(path, 'utf8')).toBe(content);
  });

  test('needs a folder that exists', async () => {
    await using folder = await makeFolder();
    await expect(writeOwnFile(kind, join(folder.path, 'docs', 'a.md'), TEXT)).rejects.toThrow(
      `${option}: ${join(folder.path, 'docs')} is not a folder`,
    );
    await writeFile(join(folder.path, 'file'), '');
    await expect(checkOwnFile(kind, join(folder.path, 'file', 'a.md'))).rejects.toThrow('file is not a folder');
    expect(await readdir(folder.path)).toEqual(['file']);
  });

  test('is no directory, and does not follow a link', async () => {
    await using folder = await makeFolder();
    await writeOwnFile(kind, join(folder.path, 'real.md'), TEXT);
    await symlink('real.md', join(folder.path, 'link.md'));
    await expect(writeOwnFile(kind, join(folder.path, 'link.md'), TEXT)).rejects.toThrow('is not a regular file');
    await expect(checkOwnFile(kind, folder.path)).rejects.toThrow('is not a regular file');
  });
});
