import { execFile } from 'node:child_process';
import { findTool } from '../process/run.ts';
import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';

/** How a registry identifies its user: by a name and password, or by an OAuth2 refresh token. */
export type Credentials = { readonly username: string; readonly password: string } | { readonly identityToken: string };

/** Which helper to ask for the credentials of which server. */
export interface HelperQuestion {
  /** The part after `docker-credential-` in the program's name. */
  readonly name: string;
  readonly server: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** Seconds. Some helpers open a key store, or ask a cloud for a token. */
const TIME_LIMIT = 60;
const LARGEST_ANSWER = 1024 * 1024;
/**
 * The user name that marks an identity token, and the message for "none" (docker-credential-helpers, protocol of
 * `get`).
 */
const TOKEN_USER = '<token>';
const NOT_FOUND = 'credentials not found';

/**
 * Runs `docker-credential-NAME get` with the server on its standard input. Returns the credentials, or undefined where
 * the helper has none.
 * @throws UserError for an invalid name, and for a helper that is not on PATH, fails or answers something else. The
 * message does not repeat the helper's output, because it may be a secret.
 */
export async function askCredentialHelper(question: HelperQuestion): Promise<Credentials | undefined> {
  if (!NAME.test(question.name)) {
    throw new UserError(
      `Docker's configuration: "${printable(question.name.slice(0, 100))}" is not a credential helper`,
    );
  }
  const tool = `docker-credential-${question.name}`;
  const { failure, output } = await run(await findTool(tool, question.env), question);
  question.signal?.throwIfAborted();
  if (failure === undefined) return parseAnswer(output, tool, question.server);
  if (output.includes(NOT_FOUND)) return undefined;
  throw new UserError(
    `${tool} get ${failure} for ${question.server}; run \`echo ${question.server} | ${tool} get\` to see why`,
  );
}

interface Ran {
  readonly failure?: string;
  readonly output: string;
}

function run(path: string, { server, env, signal }: HelperQuestion): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { env, timeout: TIME_LIMIT * 1000, maxBuffer: LARGEST_ANSWER, ...(signal && { signal }) };
    const child = execFile(path, ['get'], options, (error, output) => {
      if (error === null) resolve({ output });
      else resolve({ failure: error.code ? `failed (${error.code})` : `was ended after ${TIME_LIMIT} s`, output });
    });
    child.stdin?.on('error', () => {}); // a helper that does not read its input ends by itself
    child.stdin?.end(server);
  });
}

function parseAnswer(output: string, tool: string, server: string): Credentials | undefined {
  const answer = parseFields(output);
  if (answer === undefined) throw new UserError(`${tool} get did not answer for ${server} with a JSON object`);
  const { Username: username, Secret: secret } = answer;
  if (typeof username !== 'string' || typeof secret !== 'string') return undefined;
  if (username === '' || secret === '') return undefined;
  if (username === TOKEN_USER) return { identityToken: secret };
  return { username, password: secret };
}

function parseFields(output: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(output);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined; // V8's message would quote the secret
  }
}
