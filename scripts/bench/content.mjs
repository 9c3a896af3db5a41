// The content of the reference image, the same wherever the same packages are installed. Each kind compresses as files of its kind do.
import { createCipheriv, createHash } from 'node:crypto';
import { closeSync, globSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {'text' | 'code' | 'json' | 'random' | 'base64' | 'zeros'} Kind */

/** Real text: what these packages of package-lock.json have of it. */
const TEXT = ['zod', '@types/node', 'yaml', '@octokit/openapi-types'];
/** Bytes of text that are taken from one place before another place has its turn. */
const PASSAGE = 3000;
/** Bytes of real text that passages are taken from. */
const MOST_TEXT = 24 * 1024 * 1024;

/**
 * @param {string} modules a node_modules folder
 * @param {string} program machine code: a large program file
 * @returns {{ make: (kind: Kind, seed: string, bytes: number) => Buffer }} the same bytes for the same kind, seed and number
 */
export function openContent(modules, program) {
  const text = readText(modules);
  const code = readProgram(program);
  const make = (/** @type {Kind} */ kind, /** @type {string} */ seed, /** @type {number} */ bytes) => {
    if (kind === 'zeros') return Buffer.alloc(bytes);
    if (kind === 'random') return randomBytes(seed, bytes);
    if (kind === 'base64') return base64Lines(seed, bytes);
    if (kind === 'json') return jsonRows(seed, bytes);
    if (kind === 'code') return passages(code, seed, bytes, bytes);
    return passages(text, seed, bytes, PASSAGE);
  };
  return { make };
}

/** @param {string} modules */
function readText(modules) {
  const files = TEXT.flatMap((name) => globSync(`${name}/**/*.{ts,js,mjs,cjs,md}`, { cwd: modules })).sort();
  return Buffer.concat(files.map((file) => readFileSync(join(modules, file)))).subarray(0, MOST_TEXT);
}

/** @param {string} path */
function readProgram(path) {
  const bytes = Buffer.alloc(Math.min(statSync(path).size, 120_000_000));
  const file = openSync(path, 'r');
  readSync(file, bytes);
  closeSync(file);
  return bytes;
}

/** A stream of bytes that no compressor makes smaller. @param {string} seed @param {number} bytes */
function randomBytes(seed, bytes) {
  const key = createHash('sha256').update(seed).digest();
  return createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16)).update(Buffer.alloc(bytes));
}

/** Lines of 76 characters. @param {string} seed @param {number} bytes */
function base64Lines(seed, bytes) {
  const lines = randomBytes(seed, Math.ceil((bytes * 57) / 77))
    .toString('base64')
    .replace(/.{76}/g, '$&\n');
  return Buffer.from(lines.slice(0, bytes), 'latin1');
}

/** @param {string} seed @param {number} bytes */
function jsonRows(seed, bytes) {
  const numbers = randomBytes(seed, Math.ceil(bytes / 8));
  const rows = [];
  for (let at = 0, length = -1; length < bytes; at += 12) {
    const id = numbers.readUInt32LE(at % (numbers.length - 12));
    const amount = numbers.readUInt32LE((at + 4) % (numbers.length - 12)) / 1000;
    const row = `{"id":${id},"time":"2026-01-${String((id % 28) + 1).padStart(2, '0')}T00:00:00Z","side":"${id % 2 ? 'buy' : 'sell'}","amount":${amount},"tags":["settled","eu-${id % 7}"]}`;
    rows.push(row);
    length += row.length + 1;
  }
  return Buffer.from(rows.join('\n')).subarray(0, bytes);
}

/** Parts of a source, each from another place. @param {Buffer} source @param {string} seed @param {number} bytes @param {number} length of a part */
function passages(source, seed, bytes, length) {
  const made = Buffer.alloc(bytes);
  const places = randomBytes(seed, 4 * Math.ceil(bytes / Math.min(length, source.length)));
  for (let at = 0, part = 0; at < bytes; part++) {
    const size = Math.min(length, source.length, bytes - at);
    const from = places.readUInt32LE(part * 4) % (source.length - size + 1);
    source.copy(made, at, from, from + size);
    at += size;
  }
  return made;
}
