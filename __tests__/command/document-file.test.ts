import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkDocumentPath, writeDocument } from '../../src/command/document-file.ts';
import { UserError } from '../../src/config/error.ts';
import { DOCUMENT_MARKER } from '../../src/report/document.ts';
import { makeFolder } from '../support/folder.ts';

const TEXT = `${DOCUMENT_MARKER}\n\n# Sizes\n`;

describe('a document', () => {
  test('is written, then replaced, and nothing else is left', async () => {
    await using folder = await makeFolder();
    const path = join(folder.path, 'sizes.md');
    await writeDocument(path, TEXT);
    await writeDocument(path, `${TEXT}second\n`);
    expect(await readFile(path, 'utf8')).toBe(`${TEXT}second\n`);
    expect(await readdir(folder.path)).toEqual(['sizes.md']);
  });

  test.each([
    ['text of somebody else', '# My notes\n'],
    ['the marker further down', `\n${TEXT}`],
    ['half a marker', DOCUMENT_MARKER.slice(0, 20)],
    ['nothing', ''],
  ])('does not replace %s', async (_what, content) => {
    await using folder = await makeFolder();
    const path = join(folder.path, 'notes.md');
    await writeFile(path, content);
    await expect(checkDocumentPath(path)).rejects.toThrow(UserError);
    await expect(writeDocument(path, TEXT)).rejects.toThrow('only a document that a run wrote is replaced');
    expect(await readFile(path, 'utf8')).toBe(content);
  });

  test('needs a folder that exists', async () => {
    await using folder = await makeFolder();
    await expect(writeDocument(join(folder.path, 'docs', 'a.md'), TEXT)).rejects.toThrow('docs is no folder');
    await writeFile(join(folder.path, 'file'), '');
    await expect(checkDocumentPath(join(folder.path, 'file', 'a.md'))).rejects.toThrow('file is no folder');
    expect(await readdir(folder.path)).toEqual(['file']);
  });

  test('is no directory, and does not follow a link', async () => {
    await using folder = await makeFolder();
    await writeDocument(join(folder.path, 'real.md'), TEXT);
    await symlink('real.md', join(folder.path, 'link.md'));
    await expect(writeDocument(join(folder.path, 'link.md'), TEXT)).rejects.toThrow('is no regular file');
    await expect(checkDocumentPath(folder.path)).rejects.toThrow('is no regular file');
  });
});
