import { createSign, randomUUID, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A token server by distribution's "Token Authentication Specification". docker-registry verifies its tokens. */
export interface TokenServer extends AsyncDisposable {
  /** The `auth` section of the registry that trusts it. */
  readonly auth: object;
  /** `user scope` of each requested token. */
  readonly asked: readonly string[];
}

const ISSUER = 'image-size-gate-test';

/** Starts a token server that accepts this name and password, and signs with the key of the certificate. */
export async function startTokenServer(
  tls: { readonly certificate: string; readonly key: string },
  login: string,
): Promise<TokenServer> {
  const key = await readFile(tls.key, 'utf8');
  const certificate = new X509Certificate(await readFile(tls.certificate)).raw.toString('base64');
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const [, credentials = ''] = request.headers.authorization?.split(' ') ?? [];
    const user = Buffer.from(credentials, 'base64').toString();
    const { searchParams } = new URL(request.url ?? '', 'http://localhost');
    const [type = '', name = '', actions = ''] = searchParams.get('scope')?.split(':') ?? [];
    asked.push(`${user.split(':')[0]} ${searchParams.get('scope')}`);
    if (user !== login) return void response.writeHead(401).end();
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: ISSUER, aud: 'registry', sub: user.split(':')[0], iat: now, nbf: now - 60, exp: now + 300 };
    const access = [{ type, name, actions: actions.split(',') }];
    response.end(JSON.stringify({ token: sign({ ...claims, jti: randomUUID(), access }, key, certificate) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const realm = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  return {
    auth: { token: { realm, service: 'registry', issuer: ISSUER, rootcertbundle: tls.certificate } },
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A JSON Web Token (RFC 7519) with its certificate (RFC 7515, 4.1.6). */
function sign(claims: object, key: string, certificate: string): string {
  const parts = [{ typ: 'JWT', alg: 'RS256', x5c: [certificate] }, claims];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}
