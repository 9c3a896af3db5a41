import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Secret } from '../model/image.ts';
import { UserError } from '../text/error.ts';
import { unlike } from './build-inputs.ts';
import { checkArgument } from './entries.ts';

/** A secret given by value. It is kept out of arguments and files: docker gets it in the environment variable `env`. */
export interface RawSecret {
  readonly id: string;
  readonly env: string;
  readonly value: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

const ID = /^(?!-)[A-Za-z0-9_.-]+$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A shorter value occurs in texts by chance. Removing it would damage them, and show where it was. */
export const SHORTEST_SECRET = 4;
/** moby/buildkit session/secrets: MaxSecretSize. */
const LARGEST_SECRET = 500 * 1024;
const RAW_VARIABLE = 'IMAGE_SIZE_GATE_SECRET_';

/**
 * Parses the `secrets` input as docker/build-push-action does: `id=value` on a line, or over several lines with quotes around the whole
 * (quotes inside doubled). An empty value, as in a fork's run, is left out and listed in `empty`.
 * @throws UserError for another form, an id twice, and a value too short to be kept out of a text. No message shows a value.
 */
export function parseRawSecrets(text: string): {
  readonly secrets: readonly RawSecret[];
  readonly empty: readonly string[];
} {
  const pairs = splitEntries(text).map(splitEntry);
  refuseTwice(pairs.map(({ id }) => id));
  const secrets = pairs
    .filter(({ value }) => value !== '')
    .map(({ id, value }, at) => ({ id, value: longEnough(id, value), env: `${RAW_VARIABLE}${at + 1}` }));
  return { secrets, empty: pairs.filter(({ value }) => value === '').map(({ id }) => id) };
}

/** The entries of `secrets`. The message shows only the entry's number, since anything else may be secret. */
function splitEntries(text: string): readonly string[] {
  const entry = /[ \t]*(?:"((?:[^"]|"")*)"[ \t]*(?=[\r\n]|$)|([^\r\n]*))(?:\r\n|\n|\r|$)/y;
  const entries: string[] = [];
  while (entry.lastIndex < text.length) {
    const [, quoted, plain = ''] = entry.exec(text) ?? [];
    const found = quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"');
    if (quoted !== undefined || (found !== '' && !found.startsWith('#'))) entries.push(found);
  }
  return entries;
}

function splitEntry(entry: string, at: number): { readonly id: string; readonly value: string } {
  const equals = entry.indexOf('=');
  const id = entry.slice(0, Math.max(0, equals));
  if (ID.test(id)) return { id, value: entry.slice(equals + 1) };
  throw new UserError(
    `input secrets: entry ${at + 1} is not id=value (the id of letters, digits, "_", "." and "-"); put a value of several lines in double quotes, its id too`,
  );
}

/** Parses an entry of `secret-envs`: `id=NAME`. @throws UserError for another form */
export function parseSecretEnv(entry: string, what: string): Secret {
  const [id = '', env = ''] = cut(entry);
  if (ID.test(id) && VARIABLE.test(env)) return { id, env };
  throw unlike(what, entry, 'id=NAME, where NAME is an environment variable that holds the value');
}

/** Parses an entry of `secret-files`: `id=PATH`, relative to the repository's root. @throws UserError for another form */
export function parseSecretFile(entry: string, what: string): Secret {
  const [id = '', file = ''] = cut(entry);
  if (ID.test(id)) return { id, file: checkArgument(file, `${what}: the path of ${id}`) };
  throw unlike(what, entry, 'id=PATH, where PATH is a file that holds the value');
}

/** Parses the command line's `id=ID,env=NAME` or `id=ID,src=PATH`, as buildx has it. @throws UserError for another form */
export function parseSecretOption(entry: string, what: string): Secret {
  const [, id = '', kind = '', value = ''] =
    /^(?:type=(?:env|file),)?id=([^,]*),(env|src|source)=(.*)$/s.exec(entry) ?? [];
  if (kind === 'env') return parseSecretEnv(`${id}=${value}`, what);
  if (kind !== '') return parseSecretFile(`${id}=${value}`, what);
  throw unlike(what, entry, 'id=ID,env=NAME or id=ID,src=PATH');
}

/** Returns the secrets unchanged. @throws UserError where two have one id: buildx would silently take the last */
export function refuseSameIds(secrets: readonly Secret[]): readonly Secret[] {
  refuseTwice(secrets.map(({ id }) => id));
  return secrets;
}

/**
 * Reads the value of a secret. Synchronous, as reading inputs is; a secret is small.
 * @param root directory that a secret's file is relative to
 * @throws UserError that names the id and the variable or path, where there is no value. Also where the value is too large for BuildKit, or
 * too short to be kept out of logs and reports. An empty value needs no hiding.
 */
export function readSecret(secret: Secret, root: string, env: Variables): string {
  const value = 'env' in secret ? env[secret.env] : readSecretFile(secret, root);
  if (value === undefined && 'env' in secret) {
    throw new UserError(`secret ${secret.id}: the environment variable ${secret.env} is not set`);
  }
  return longEnough(secret.id, value ?? '');
}

function readSecretFile({ id, file }: Extract<Secret, { readonly file: string }>, root: string): string {
  const found = statSync(resolve(root, file), { throwIfNoEntry: false });
  if (!found?.isFile()) throw new UserError(`secret ${id}: there is no file ${file} in ${root}`);
  if (found.size > LARGEST_SECRET) {
    throw new UserError(`secret ${id}: ${file} has ${found.size} bytes; BuildKit takes at most ${LARGEST_SECRET}`);
  }
  try {
    return readFileSync(resolve(root, file), 'utf8');
  } catch (cause) {
    throw new UserError(`secret ${id}: ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** The parts of a value that must not be shown: the whole, trimmed, and each line that is long enough not to occur by chance. */
export function secretWords(value: string): readonly string[] {
  const words = [value, ...value.split(/\r\n|\n|\r/)].map((word) => word.trim());
  return [...new Set(words)].filter((word) => word.length >= SHORTEST_SECRET);
}

function longEnough(id: string, value: string): string {
  const { length } = value.trim();
  if (length === 0 || length >= SHORTEST_SECRET) return value;
  throw new UserError(
    `secret ${id}: a value of ${length} characters cannot be kept out of logs and reports, at least ${SHORTEST_SECRET} can. If it is not secret, make it a build argument`,
  );
}

function refuseTwice(ids: readonly string[]): void {
  const twice = ids.find((id, at) => ids.indexOf(id) < at);
  if (twice !== undefined) throw new UserError(`secrets: two have the id ${twice}; give each its own`);
}

function cut(entry: string): readonly [string, string] {
  const at = entry.indexOf('=');
  return at < 0 ? [entry, ''] : [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
}
