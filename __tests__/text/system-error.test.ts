import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { readRegularFile, regularFileAt } from '../../src/process/regular-file.ts';
import { filesIn } from '../../src/publish/report-files.ts';
import { messageOf } from '../../src/run/error-message.ts';
import { UserError } from '../../src/text/error.ts';
import { systemProblem } from '../../src/text/system-error.ts';

const error = (code: string, more = {}) =>
  Object.assign(new Error(`${code}: as node says it`), { code, syscall: 'open', ...more });

describe('an error of the system is one sentence with place and cure', () => {
  test.each([
    ['ENOSPC', 'the disk is full; free space'],
    ['EACCES', 'permission is denied; let this user'],
    ['EROFS', 'the file system is read-only; use a place'],
    ['ENOENT', 'there is no such file or folder; check the path'],
    ['ELOOP', 'its symbolic links lead in a circle; make one'],
    ['EISDIR', 'it is a folder, and a file is needed'],
    ['EMFILE', 'too many files are open; raise the limit'],
    ['ENOTDIR', 'a part of the path is a file'],
    ['EPIPE', 'what should read this has ended'],
    ['ENXIO', 'it is a socket, a pipe or a device'],
  ])('%s', (code, words) => {
    expect(messageOf(error(code, { path: '/x/y' }))).toMatch(new RegExp(`^/x/y: ${words}.*\\(${code}\\)$`));
  });

  test('one without a path names what was tried, and an unknown one says what node does', () => {
    expect(systemProblem(error('ENOSPC', { syscall: 'write' }))).toMatch(/^the system's write: the disk is full/);
    expect(systemProblem(error('EWEIRD'))).toBe('EWEIRD: as node says it');
  });

  test.each([[new Error('boom')], [error('ERR_INVALID_ARG_TYPE')], ['text'], [undefined], [null]])(
    '%s is none',
    (other) => {
      expect(systemProblem(other)).toBeUndefined();
    },
  );

  test('node’s own errors are known', async () => {
    const full = await writeFile('/dev/full', 'x').catch(systemProblem);
    expect(full).toMatch(/the disk is full/);
  });
});

test('a report file on a full disk is a problem and no throw', async () => {
  expect(await filesIn('/dev').write('full', 'x')).toMatchObject({
    problem: expect.stringMatching(/the disk is full/),
  });
});

test.each([
  ['/dev/null', 'x is not a regular file, but a device'],
  ['/proc', 'x is not a regular file, but a folder'],
  ['/no/such', 'x cannot be read: /no/such: there is no such file or folder'],
])('%s is not read as a file', async (path, message) => {
  await expect(readRegularFile(path, 'x', 10)).rejects.toThrow(UserError);
  await expect(readRegularFile(path, 'x', 10)).rejects.toThrow(message);
});

test('a place is looked at: absent and a folder are no file, a device is refused', async () => {
  expect([await regularFileAt('/no/such', 'x'), await regularFileAt('/proc', 'x')]).toEqual([undefined, undefined]);
  await expect(regularFileAt('/dev/null', 'x')).rejects.toThrow('but a device');
});
