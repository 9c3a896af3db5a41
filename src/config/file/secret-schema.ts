import { z } from 'zod';
import type { Secret } from '../../model/image.ts';
import { UserError } from '../../text/error.ts';
import { checkArgument } from '../entries.ts';
import { argument } from './build-schema.ts';
import { VARIABLE } from './environment.ts';
import { quoted } from './problem.ts';
import { listOf, mapOf, parsed, strict, text } from './words.ts';

const ID = /^[A-Za-z0-9_.-]{1,128}$/;
/** No message of this module shows a value that may be the secret itself. */
const REASON = "a secret's value must not stand in a file of the repository";
const MAP = '{env: NAME} or {file: PATH}';
const ENTRY = '"id=ID,env=NAME" or "id=ID,src=PATH"';
const SECRETS = `a map such as "token: {env: API_TOKEN}", or a list of ${ENTRY}`;

const secret = strict(
  {
    env: variable().optional().describe('Environment variable that holds the value.'),
    file: argument('the path of a file', 'the path').optional().describe('File that holds the value.'),
  },
  `in a secret (${REASON})`,
  `${MAP}: ${REASON}`,
  (input) => `found ${input === null ? 'nothing' : Array.isArray(input) ? 'a list' : 'a value'}`,
)
  .refine(({ env, file }) => (env === undefined) !== (file === undefined), {
    error: ({ input }) =>
      `found ${Object.keys(input ?? {}).length === 0 ? 'neither "env" nor "file"' : '"env" and "file"'}, expected one of them: ${MAP}`,
  })
  .meta({ oneOf: [{ required: ['env'] }, { required: ['file'] }] });

const id = text('a name').regex(ID, {
  error: ({ input }) => `found the secret id ${quoted(String(input))}, expected letters, digits, "_", "." and "-"`,
});

const map = mapOf(id, secret, SECRETS).transform((entries) =>
  Object.entries(entries).map(
    ([name, { env, file = '' }]): Secret => (env === undefined ? { id: name, file } : { id: name, env }),
  ),
);

/** `ID: {env: NAME}` or `ID: {file: PATH}`, or a list of buildx's `id=ID,env=NAME` and `id=ID,src=PATH`. */
export const secrets = z.union([map, listOf(parsed(ENTRY, parseEntry), SECRETS)], {
  error: ({ input }) => `${input === null ? 'found nothing' : 'found neither a map nor a list'}, expected ${SECRETS}`,
});

function variable() {
  return parsed('the name of an environment variable', (name) => {
    if (VARIABLE.test(name)) return name;
    throw new UserError(
      `found no name of an environment variable, expected letters, digits and "_", without "$": ${REASON}`,
    );
  });
}

function parseEntry(entry: string): Secret {
  const fields = new Map(
    entry.split(',').map((field) => [field.split('=', 1)[0] ?? '', field.slice(field.indexOf('=') + 1)]),
  );
  const known = [...fields.keys()].every((key) => ['id', 'env', 'src', 'source', 'type'].includes(key));
  const name = fields.get('id') ?? '';
  const path = fields.get('src') ?? fields.get('source');
  const env = fields.get('env');
  if (!known || !ID.test(name)) throw malformed();
  if (env !== undefined && path === undefined && VARIABLE.test(env)) return { id: name, env };
  if (path !== undefined && env === undefined) return { id: name, file: checkArgument(path, 'the path of the secret') };
  throw malformed();
}

function malformed(): UserError {
  return new UserError(`found no ${ENTRY} (not shown: it may be secret); ${REASON}`);
}
