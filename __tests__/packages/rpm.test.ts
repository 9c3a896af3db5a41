import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { inspectFiles } from '../support/inspect.ts';
import { makeRpmDatabase, makeRpmHeader } from '../support/rpm-database.ts';

const DATABASE = 'var/lib/rpm/rpmdb.sqlite';
const directory = mkdtempSync(join(tmpdir(), 'rpm-'));
afterAll(() => rmSync(directory, { recursive: true }));

const acme = {
  name: 'acme',
  version: '1.0',
  release: '3.fc40',
  epoch: 2,
  files: ['/opt/acme/a', '/bin/b', '/opt/acme/gone'],
};
const purl = 'pkg:rpm/fedora/acme@1.0-3.fc40?arch=x86_64&epoch=2';

describe('a package of rpm', () => {
  test.each([DATABASE, 'usr/lib/sysimage/rpm/rpmdb.sqlite'])('owns the files in its header, in %s', async (path) => {
    const database = makeRpmDatabase(directory, [makeRpmHeader(acme)]);
    const found = await inspectFiles({ 'opt/acme/a': 'aa', 'usr/bin/b': 'b', [path]: database });
    expect(found.packages).toEqual([purl]);
    expect(found.owners).toEqual({ 'opt/acme/a': purl, 'usr/bin/b': purl });
  });

  test('is left out if the layer holds none of its files, and named if it has none', async () => {
    const database = makeRpmDatabase(directory, [makeRpmHeader(acme), makeRpmHeader({ name: 'gpg-pubkey' })]);
    const named = 'pkg:rpm/gpg-pubkey@1-1.el9?arch=x86_64';
    expect((await inspectFiles({ x: 'x', [DATABASE]: database })).packages).toEqual([named]);
  });

  test('does not own a file that another package replaced', async () => {
    const header = makeRpmHeader({ ...acme, states: [1, 0, 0] });
    const found = await inspectFiles({
      'opt/acme/a': 'a',
      'bin/b': 'b',
      [DATABASE]: makeRpmDatabase(directory, [header]),
    });
    expect(found.owners).toEqual({ 'bin/b': purl });
  });

  test.each([
    ['rhel', 'redhat'],
    ['opensuse-leap', 'opensuse'],
    ['rocky', 'rocky'],
  ])('of %s has the namespace %s', async (id, namespace) => {
    const database = makeRpmDatabase(directory, [makeRpmHeader({ name: 'a', files: ['/a'] })]);
    const found = await inspectFiles({ a: 'a', 'etc/os-release': `ID="${id}"\n`, [DATABASE]: database });
    expect(found.packages).toEqual([`pkg:rpm/${namespace}/a@1-1.el9?arch=x86_64`]);
  });
});

/** Rows from a few bytes to many overflow pages, enough for a tree of three levels on small pages. */
test.each([512, 1024, 4096, 65_536])('rows of all lengths are read from SQLite pages of %i bytes', async (pageSize) => {
  const names = Array.from({ length: 700 }, (_, at) => `p${String(at).padStart(4, '0')}`);
  const headers = names.map((name, at) => makeRpmHeader({ name, files: [`/f/${name}`], padding: (at * 37) % 9000 }));
  const files = Object.fromEntries(names.map((name) => [`f/${name}`, 'x']));
  const found = await inspectFiles({ ...files, [DATABASE]: makeRpmDatabase(directory, headers, pageSize) });
  expect(found.packages).toEqual(names.map((name) => `pkg:rpm/${name}@1-1.el9?arch=x86_64`));
});

describe('a broken rpm database has no packages', () => {
  const sound = makeRpmDatabase(
    directory,
    Array.from({ length: 300 }, (_, at) => makeRpmHeader({ ...acme, name: `n${at}`, padding: 3000 })),
    512,
  );

  const patched = (at: number, bytes: readonly number[]) => {
    const copy = Buffer.from(sound);
    copy.set(bytes, at);
    return copy;
  };

  test.each<readonly [string, Buffer]>([
    ['empty', Buffer.alloc(0)],
    ['another format', Buffer.from('x'.repeat(5000))],
    ['cut off', sound.subarray(0, sound.length - 700)],
    ['cut off in its header', sound.subarray(0, 50)],
    ['pages of an odd size', patched(16, [0x03, 0x01])],
    ['pages of no size', patched(16, [0, 0])],
    ['text in UTF-16', patched(59, [2])],
    ['a page of no known kind', patched(100, [0x77])],
    ['a cell outside of its page', patched(108, [0xff, 0xff])],
  ])('that is %s', async (_, database) => {
    expect((await inspectFiles({ 'opt/acme/a': 'a', [DATABASE]: database })).packages).toEqual([]);
  });

  test('whose tree has a circle', async () => {
    const copy = Buffer.from(sound);
    // Every interior page's last child becomes the schema's page.
    for (let at = 512; at < copy.length; at += 512) if (copy[at] === 5) copy.writeUInt32BE(1, at + 8);
    expect((await inspectFiles({ 'opt/acme/a': 'a', [DATABASE]: copy })).packages).toEqual([]);
  });

  test.each([
    ['a claim of 4 GiB of data', 4, [0xff, 0xff, 0xff, 0xff]],
    ['a claim of 4 G entries', 0, [0xff, 0xff, 0xff, 0xff]],
    ['a negative offset', 8 + 8, [0xff, 0xff, 0xff, 0xf0]],
    ['an offset behind the data', 8 + 8, [0x7f, 0xff, 0xff, 0xf0]],
    ['text without end', -4, [0x41, 0x41, 0x41, 0x41]],
  ])('whose header has %s', async (_, at, bytes) => {
    const header = makeRpmHeader(acme);
    header.set(bytes, at < 0 ? header.length + at : at);
    const database = makeRpmDatabase(directory, [makeRpmHeader(acme), header]);
    expect((await inspectFiles({ 'opt/acme/a': 'a', [DATABASE]: database })).packages).toEqual([]);
  });

  test.each(Array.from({ length: 40 }, (_, at) => at))(
    'or some packages, and gives no error: damage %i',
    async (seed) => {
      const copy = Buffer.from(sound);
      for (let at = 100 + seed * 13; at < copy.length; at += 997 + seed) copy[at] = (copy[at]! * 31 + seed) & 0xff;
      expect((await inspectFiles({ 'opt/acme/a': 'a', [DATABASE]: copy })).packages.join('\n')).toMatch(
        /^(pkg:rpm\/\S+(\n|$))*$/,
      );
    },
  );
});
