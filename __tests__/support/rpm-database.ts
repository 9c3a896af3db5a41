import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface RpmSpec {
  readonly name: string;
  readonly version?: string;
  readonly release?: string;
  readonly epoch?: number;
  /** File of the source package: `acme-1-1.src.rpm`. */
  readonly source?: string;
  readonly requires?: readonly string[];
  readonly recommends?: readonly string[];
  readonly provides?: readonly string[];
  readonly files?: readonly string[];
  /** States of the files; 0 is normal. */
  readonly states?: readonly number[];
  /** Bytes of padding, so that the row needs overflow pages. */
  readonly padding?: number;
}

const INT32 = 4;
const STRING = 6;
const STRING_ARRAY = 8;

type Value = readonly [tag: number, type: number, count: number, data: Buffer];

/** A header in rpm's format: index and data (format_header.html). */
export function makeRpmHeader({
  name,
  version = '1',
  release = '1.el9',
  epoch,
  source,
  requires = [],
  recommends = [],
  provides = [],
  files = [],
  states,
  padding = 0,
}: RpmSpec): Buffer {
  const directories = [...new Set(files.map((file) => file.slice(0, file.lastIndexOf('/') + 1)))];
  const indexes = files.map((file) => directories.indexOf(file.slice(0, file.lastIndexOf('/') + 1)));
  const values: Value[] = [
    [1000, STRING, 1, texts([name])],
    [1001, STRING, 1, texts([version])],
    [1002, STRING, 1, texts([release])],
    ...(epoch === undefined ? [] : [[1003, INT32, 1, integers([epoch])] as const]),
    [1005, STRING, 1, texts(['p'.repeat(padding)])],
    [1022, STRING, 1, texts(['x86_64'])],
    ...(source === undefined ? [] : [[1044, STRING, 1, texts([source])] as const]),
    [1047, STRING_ARRAY, provides.length, texts(provides)],
    [1049, STRING_ARRAY, requires.length, texts(requires)],
    [5046, STRING_ARRAY, recommends.length, texts(recommends)],
    ...(states === undefined ? [] : [[1029, 1, states.length, Buffer.from(states)] as const]),
    [1116, INT32, indexes.length, integers(indexes)],
    [1117, STRING_ARRAY, files.length, texts(files.map((file) => file.slice(file.lastIndexOf('/') + 1)))],
    [1118, STRING_ARRAY, directories.length, texts(directories)],
  ];
  return layOut(values);
}

/** The bytes of a database with rpm's table, written by SQLite itself. */
export function makeRpmDatabase(directory: string, blobs: readonly Uint8Array[], pageSize = 4096): Buffer {
  const path = join(mkdtempSync(join(directory, 'database-')), 'rpmdb.sqlite');
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA page_size = ${pageSize}`);
  database.exec(
    'CREATE TABLE other (x); CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)',
  );
  const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
  database.exec('BEGIN');
  for (const blob of blobs) insert.run(blob);
  database.exec('COMMIT');
  database.close();
  return readFileSync(path);
}

function layOut(values: readonly Value[]): Buffer {
  const index = Buffer.alloc(8 + 16 * values.length);
  const data: Buffer[] = [];
  let offset = 0;
  values.forEach(([tag, type, count, bytes], at) => {
    index.set(integers([tag, type, offset, count]), 8 + 16 * at);
    const padding = Buffer.alloc(-bytes.length & 3);
    data.push(bytes, padding);
    offset += bytes.length + padding.length;
  });
  index.writeUInt32BE(values.length, 0);
  index.writeUInt32BE(offset, 4);
  return Buffer.concat([index, ...data]);
}

function texts(strings: readonly string[]): Buffer {
  return Buffer.from(strings.map((text) => `${text}\0`).join(''));
}

function integers(numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [at, number] of numbers.entries()) bytes.writeUInt32BE(number, 4 * at);
  return bytes;
}
