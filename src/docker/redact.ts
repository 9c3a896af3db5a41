import { Buffer } from 'node:buffer';
import { readSecret, SHORTEST_SECRET, secretWords } from '../config/secrets.ts';
import type { Secret } from '../model/image.ts';
import type { Environment } from '../process/environment.ts';
import { groupBy } from '../text/group-by.ts';

/** Replaces secrets in a text by `***`. */
export type Redact = (text: string) => string;

const SHOWN = '***';
/** A shorter value leaves too few letters of base64 that are the same at every place in an encoded text. */
const LEAST_BYTES_ENCODED = 6;
/** Columns at which coreutils' base64 wraps. */
const BASE64_LINE = 76;

/**
 * Hides secrets in everything that leaves the process except GitHub's log, which the runner masks. It hides each value,
 * each of its lines, and their forms in base64, URLs and JSON.
 */
export function createRedact(values: readonly string[]): Redact {
  const forms = new Set(values.flatMap(secretWords).flatMap(formsOf));
  const byStart = groupByStart([...forms].filter((form) => form.length >= SHORTEST_SECRET));
  return byStart.size === 0 ? (text) => text : (text) => hide(text, byStart);
}

/**
 * Groups forms by their first characters, the longest first, since one value may begin with another. A single pattern
 * for the lines of a long key would be too large.
 */
function groupByStart(forms: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = groupBy(forms, (form) => form.slice(0, SHORTEST_SECRET));
  return new Map([...groups].map(([start, group]) => [start, group.toSorted((a, b) => b.length - a.length)]));
}

function hide(text: string, byStart: ReadonlyMap<string, readonly string[]>): string {
  let shown = '';
  let from = 0;
  for (let at = 0; at + SHORTEST_SECRET <= text.length; at += 1) {
    const found = byStart.get(text.slice(at, at + SHORTEST_SECRET))?.find((form) => text.startsWith(form, at));
    if (found === undefined) continue;
    shown += text.slice(from, at) + SHOWN;
    from = at + found.length;
    at = from - 1;
  }
  return shown + text.slice(from);
}

/**
 * Reads the values of a build's secrets.
 * @param root directory that their files are relative to
 * @throws UserError naming the id of a secret that does not exist, is too short or too large
 */
export function readSecrets(secrets: readonly Secret[], root: string, env: Environment): readonly string[] {
  return secrets.map((secret) => readSecret(secret, root, env));
}

function formsOf(word: string): readonly string[] {
  return [word, ...encodedForms(word), ...base64Forms(Buffer.from(word, 'utf8'))];
}

function encodedForms(word: string): readonly string[] {
  // A lone surrogate has no encoding, and is not valid UTF-8 either.
  const url = encodeURIComponent(word.toWellFormed());
  return [url, url.replaceAll('%20', '+'), JSON.stringify(word).slice(1, -1)];
}

/**
 * Base64 of the bytes at each of the three offsets in a group where they can begin. Letters that also encode
 * neighbouring bytes are left out.
 */
function base64Forms(bytes: Buffer): readonly string[] {
  const places = bytes.length < LEAST_BYTES_ENCODED ? [0] : [0, 1, 2];
  const forms = places.map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  const whole = [...forms, ...wrapped(forms[0] ?? '')];
  return whole.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** The lines into which the base64 command wraps a long value. A short last line reveals nothing. */
function wrapped(encoded: string): readonly string[] {
  if (encoded.length <= BASE64_LINE) return [];
  const lines = encoded.match(new RegExp(`.{1,${BASE64_LINE}}`, 'g')) ?? [];
  return lines.filter((line) => line.length >= 2 * SHORTEST_SECRET);
}
