// Makes the files of a corpus small: what no reader looks at becomes zeros of the same length, so that all sizes stay.
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readDirectory } from '../../src/packages/java/zip-directory.ts';

const ELF_HEAD = 8 * 1024;
const ELF_TAIL = 48 * 1024;
const GO_MARK = Buffer.from(['\xff Go build', 'inf:'].join(''), 'latin1');
const GO_INFORMATION = 4096;
const SCRIPT = /\.[cm]?js$/;
const ARCHIVE = /\.(?:jar|zip)$/;
/** Files in an archive that say what it is. */
const TELLING = /^META-INF\/(?:MANIFEST\.MF|maven\/.*)$|package\.json$/;
const LOCAL_HEADER = 30;
const STORED = 0;

/**
 * The regular files below a directory, in order of path.
 * @param {string} directory
 * @returns {string[]}
 */
export function filesBelow(directory) {
  return readdirSync(directory)
    .sort()
    .flatMap((name) => {
      const path = join(directory, name);
      const status = lstatSync(path);
      if (status.isDirectory()) return filesBelow(path);
      return status.isFile() ? [path] : [];
    });
}

/**
 * Blanks all files below `root` that no reader of `inspect` opens, and of programs and archives what they do not look at.
 * @param {string} root
 * @param {import('../../src/oci/layer/inspector.ts').InspectLayer} inspect
 */
export function blankTree(root, inspect) {
  const inspector = inspect();
  for (const path of filesBelow(root)) {
    const { size, mode } = lstatSync(path);
    const isRead = inspector.open({ path: relative(root, path), size, mode: mode & 0o777 }) !== null;
    const bytes = isRead ? blankInside(path, readFileSync(path)) : Buffer.alloc(size);
    writeFileSync(path, bytes);
  }
}

/** @param {string} path @param {Buffer} bytes */
function blankInside(path, bytes) {
  if (bytes.subarray(0, 4).toString('latin1') === '\x7fELF') return blankProgram(bytes);
  // An executable script is opened like any program, and dropped at its first bytes.
  if (SCRIPT.test(path)) return Buffer.alloc(bytes.length);
  return ARCHIVE.test(path) ? blankArchive(bytes, 0, bytes.length) : bytes;
}

/** @param {Buffer} bytes */
function blankProgram(bytes) {
  const kept = [
    [0, ELF_HEAD],
    [Math.max(0, bytes.length - ELF_TAIL), bytes.length],
  ];
  const mark = bytes.indexOf(GO_MARK);
  if (mark >= 0) kept.push([mark, mark + GO_INFORMATION]);
  const blank = Buffer.alloc(bytes.length);
  for (const [start = 0, end] of kept) blank.set(bytes.subarray(start, end), start);
  return blank;
}

/** Blanks the content of the entries of an archive that lies in `bytes`, and in it those of archives that are stored. @param {Buffer} bytes @param {number} start @param {number} end */
function blankArchive(bytes, start, end) {
  const entries = readDirectory({ bytes: bytes.subarray(start, end), start: 0 }) ?? [];
  for (const { name, method, size, offset } of entries) {
    const local = start + offset;
    const from = local + LOCAL_HEADER + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    if (ARCHIVE.test(name) && method === STORED) blankArchive(bytes, from, from + size);
    else if (!TELLING.test(name)) bytes.fill(0, from, from + size);
  }
  return bytes;
}
