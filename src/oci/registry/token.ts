import { readBytes } from '../bytes.ts';
import { JsonObject, parseJson } from '../json.ts';
import type { Challenge } from './challenge.ts';
import { RemoteFailure } from './failure.ts';
import type { Answer, RemoteRequest } from './http-exchange.ts';
import { mayRequest } from './reference.ts';

/** The credentials of a user. An identity token is an OAuth2 refresh token, for the token server only. */
export type RegistryCredentials =
  | { readonly username: string; readonly password: string }
  | { readonly identityToken: string };

type BearerChallenge = Extract<Challenge, { readonly scheme: 'bearer' }>;

const CLIENT = 'image-size-gate';
const LARGEST_ANSWER = 1024 * 1024;
/** What fits into a header: printable ASCII, at most 64 KiB. */
const TOKEN = /^[\x21-\x7e]{1,65536}$/;

/** The `Authorization` header of a name and password (RFC 7617). */
export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/**
 * The request for a token (distribution, "Token Authentication Specification" and "OAuth2 Token Authentication"): anonymous without
 * credentials, a POST with an identity token. `registry` is the registry that asked for the token.
 * @throws RemoteFailure for a realm without TLS, except on loopback, so that credentials are never sent unencrypted
 */
export function tokenRequest(
  { realm, service, scope = '' }: BearerChallenge,
  credentials: RegistryCredentials | undefined,
  registry: URL,
): RemoteRequest {
  const url = realmUrl(realm, registry);
  const params = new URLSearchParams({ ...(service !== undefined && { service }), scope });
  if (credentials !== undefined && 'identityToken' in credentials) {
    params.set('grant_type', 'refresh_token');
    params.set('refresh_token', credentials.identityToken);
    params.set('client_id', CLIENT);
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return { url, method: 'POST', headers, body: params.toString() };
  }
  for (const [name, value] of params) url.searchParams.set(name, value);
  if (credentials === undefined) return { url, headers: {} };
  return { url, headers: { Authorization: basicAuthorization(credentials.username, credentials.password) } };
}

function realmUrl(realm: string, registry: URL): URL {
  const url = URL.canParse(realm) ? new URL(realm) : undefined;
  if (url === undefined || !mayRequest(url, registry)) {
    const where = url === undefined ? 'an invalid address' : `${url.protocol}//${url.host}, which is not https`;
    throw new RemoteFailure('protocol', `the token server of ${registry.host} is ${where}`);
  }
  url.username = '';
  url.password = '';
  return url;
}

/** The token in a token server's answer. Throws RemoteFailure if there is none; the text of the answer is not shown. */
export async function readToken(answer: Answer): Promise<string> {
  const { host } = answer.url;
  if (answer.status !== 200) {
    await answer.discard();
    const refused = answer.status === 401 || answer.status === 403 || answer.status === 400;
    const what = refused ? 'refuses the credentials' : 'gives no token';
    throw new RemoteFailure('protocol', `the token server ${host} ${what}: it answered ${answer.status}`);
  }
  const token = await parseToken(answer).catch((cause: unknown) => {
    if (cause instanceof RemoteFailure) throw cause;
    throw new RemoteFailure('protocol', `the token server ${host} answered without a token`);
  });
  return token;
}

async function parseToken(answer: Answer): Promise<string> {
  const place = { archive: answer.url.host };
  const document = new JsonObject(parseJson(await readBytes(answer.body(), LARGEST_ANSWER, place), place), place);
  const token = document.optionalText('token') ?? document.text('access_token');
  if (!TOKEN.test(token)) throw document.error('no token');
  return token;
}
