import { readBytes } from '../bytes.ts';
import { JsonObject, parseJson } from '../json.ts';
import type { Challenge } from './challenge.ts';
import { RemoteFailure } from './failure.ts';
import type { Answer, RemoteRequest } from './http-exchange.ts';
import { mayRequest } from './reference.ts';

/** What a registry knows its user by. An identity token is an OAuth2 refresh token, for the token server only. */
export type RegistryCredentials =
  | { readonly username: string; readonly password: string }
  | { readonly identityToken: string };

type BearerChallenge = Extract<Challenge, { readonly scheme: 'bearer' }>;

const CLIENT = 'image-size-gate';
const LARGEST_ANSWER = 1024 * 1024;
/** A header's worth: what is longer, or holds other characters, would never pass as one. */
const TOKEN = /^[\x21-\x7e]{1,65536}$/;

export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/**
 * The request for a token (distribution, "Token Authentication Specification" and "OAuth2 Token Authentication"): anonymous
 * without credentials, POST with an identity token. `registry` is on whose behalf it is asked.
 * @throws RemoteFailure for a realm without TLS that is not this machine's, so that credentials never pass in the clear
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
    const where = url === undefined ? 'what is no address' : `${url.protocol}//${url.host}, which is not https`;
    throw new RemoteFailure('protocol', `${registry.host} sends its users for a token to ${where}`);
  }
  url.username = '';
  url.password = '';
  return url;
}

/** The token of a token server's answer. Throws RemoteFailure for a refusal and for what holds no token; its text is not shown. */
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
