import { describe, expect, test } from '@jest/globals';
import { inspectFiles } from '../support/inspect.ts';
import { makeRpmHeader } from '../support/rpm-database.ts';
import { makeBerkeley, makeNdb } from '../support/rpm-old-database.ts';

const headers = Array.from({ length: 40 }, (_, at) =>
  makeRpmHeader({ name: `p${at}`, files: [`/opt/p${at}/a`], padding: at * 37 }),
);
const files = Object.fromEntries(headers.map((_, at) => [`opt/p${at}/a`, 'x']));
const urls = headers.map((_, at) => `pkg:rpm/p${at}@1-1.el9?arch=x86_64`).sort();

describe.each<readonly [string, string, (of: readonly Buffer[]) => Buffer]>([
  ['ndb', 'usr/lib/sysimage/rpm/Packages.db', makeNdb],
  ['Berkeley DB', 'var/lib/rpm/Packages', makeBerkeley],
  ['Berkeley DB of a big-endian machine', 'usr/share/rpm/Packages', (of) => makeBerkeley(of, true)],
])('an rpm database of the format %s', (_, path, make) => {
  const sound = make(headers);
  const packages = async (database: Buffer) => (await inspectFiles({ ...files, [path]: database })).packages;

  test('has the packages of its headers, with their files', async () => {
    const found = await inspectFiles({ ...files, [path]: sound });
    expect([...found.packages].sort()).toEqual(urls);
    expect(Object.keys(found.owners)).toHaveLength(headers.length);
  });

  test.each<readonly [string, Buffer]>([
    ['is empty', Buffer.alloc(0)],
    ['is of another format', Buffer.alloc(9000, 'x')],
    ['is cut off', sound.subarray(0, Math.floor(sound.length / 2))],
    ['is cut off in its header', sound.subarray(0, 30)],
  ])('that %s has no packages', async (_what, database) => {
    expect(await packages(database)).toEqual([]);
  });

  test.each(Array.from({ length: 30 }, (_x, at) => at))('that is damaged gives no error: %i', async (seed) => {
    const copy = Buffer.from(sound);
    for (let at = 8 + seed * 5; at < copy.length; at += 499 + seed) copy[at] = (copy[at]! * 31 + seed + 1) & 0xff;
    expect((await packages(copy)).join('\n')).toMatch(/^(pkg:rpm\/\S+(\n|$))*$/);
  });
});

test('a chain of pages in a circle ends', async () => {
  const database = makeBerkeley([makeRpmHeader({ name: 'a', files: ['/a'], padding: 2000 })]);
  database.writeUInt32LE(1, 512 + 16);
  expect((await inspectFiles({ a: 'a', 'var/lib/rpm/Packages': database })).packages).toEqual([]);
});

test('slots that share one package end', async () => {
  const database = makeNdb([makeRpmHeader({ name: 'a', files: ['/a'], padding: 9000 })]);
  for (let at = 32; at + 16 <= 4096; at += 16) database.copy(database, at, 32, 48);
  expect((await inspectFiles({ a: 'a', 'var/lib/rpm/Packages.db': database })).packages).toEqual([]);
});
