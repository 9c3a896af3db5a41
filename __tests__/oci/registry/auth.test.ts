import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createRemote, type RemoteOptions } from '../../../src/oci/registry/remote.ts';
import { makeImage, makeLayer } from '../../support/makeImage.ts';
import { type Intercept, json, refuse, type StubRegistry, startStub } from '../../support/stub-registry.ts';
import { failureOf } from '../opened.ts';

const image = makeImage([makeLayer([{ path: 'app', content: 'app' }])]);
const SECRET = 'hunter2:and:colons';
const LOGIN = `Basic ${Buffer.from(`me:${SECRET}`).toString('base64')}`;

let stub: StubRegistry;
let accepted: (authorization: string | undefined) => boolean;
let challenge: (stub: StubRegistry) => string;
let token: Intercept;
beforeEach(async () => {
  accepted = () => true;
  challenge = ({ address }) => `Bearer realm="http://${address}/token",service="the registry"`;
  token = (_, response) => json(response, { token: 'T1' });
  stub = await startStub({ '1': image, '2': image }, (request, response, self) => {
    if (request.url?.startsWith('/token')) return token(request, response, self);
    if (accepted(request.headers.authorization)) return false;
    return refuse(response, 401, 'UNAUTHORIZED', { 'WWW-Authenticate': challenge(self) });
  });
});
afterEach(async () => stub[Symbol.asyncDispose]());

const wait = async () => {};
const login = async () => ({ username: 'me', password: SECRET });
const open = (options: RemoteOptions = {}) => createRemote({ wait, ...options }).open(stub.reference('1'));
const tokens = () => stub.requests.filter((request) => request.includes('/token'));

/** What a failure says; never a secret. */
async function messageOf(opening: Promise<unknown>): Promise<string> {
  const { message, cause } = await failureOf(opening);
  for (const text of [message, String(cause)]) {
    expect(text).not.toMatch(/hunter2|bWU6aHVudGVyM|refresh-me|T1/);
  }
  return message;
}

describe('a registry that asks for a token', () => {
  beforeEach(() => {
    accepted = (authorization) => authorization === 'Bearer T1';
  });

  test('gets a pull token for this repository, fetched once for manifests and blobs of both tags', async () => {
    const remote = createRemote({ wait, credentialsFor: login });
    for (const tag of ['1', '2']) {
      await using source = await remote.open(stub.reference(tag));
      await source.images[0]!.layers[0]!.read();
    }
    expect(tokens()).toEqual([`GET /token?service=the+registry&scope=repository%3Ateam%2Fapp%3Apull !${LOGIN}`]);
    await remote.open(stub.reference('1', 'team/other'));
    expect(tokens()[1]).toContain('repository%3Ateam%2Fother%3Apull');
  });

  test('gets an anonymous token if there are no credentials for the host in the reference', async () => {
    const hosts: string[] = [];
    const credentialsFor = async (host: string) => {
      hosts.push(host);
      return undefined;
    };
    await open({ credentialsFor });
    expect(hosts).toEqual([stub.address]);
    expect(tokens()).toEqual(['GET /token?service=the+registry&scope=repository%3Ateam%2Fapp%3Apull']);
  });

  test('gets an access_token for an identity token that is sent in a form', async () => {
    let form = '';
    token = (request, response) => {
      request.on('data', (chunk) => {
        form += chunk;
      });
      request.on('end', () => json(response, { access_token: 'T1' }));
      return true;
    };
    await open({ credentialsFor: async () => ({ identityToken: 'refresh-me' }) });
    expect(tokens()).toEqual(['POST /token']);
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
      service: 'the registry',
      scope: 'repository:team/app:pull',
      grant_type: 'refresh_token',
      refresh_token: 'refresh-me',
      client_id: 'image-size-gate',
    });
  });

  test('gets a new token if the old one is refused, once for each request', async () => {
    let current = 1;
    token = (_, response) => json(response, { token: `T${current}` });
    accepted = (authorization) => authorization === `Bearer T${current}`;
    const remote = createRemote({ wait, credentialsFor: login });
    await using source = await remote.open(stub.reference('1'));
    current = 2;
    await source.images[0]!.layers[0]!.read();
    expect(tokens()).toHaveLength(2);
    accepted = () => false;
    await failureOf(remote.open(stub.reference('2')));
    expect(tokens()).toHaveLength(3);
  });

  test.each([
    ['repository:mirror/team/app:pull', 'repository%3Amirror%2Fteam%2Fapp%3Apull'],
    ['repository:team/app:pull,push', 'repository%3Ateam%2Fapp%3Apull'],
    ['registry:catalog:*', 'repository%3Ateam%2Fapp%3Apull'],
  ])('that asks for the scope %s is asked for %s', async (scope, expected) => {
    challenge = ({ address }) => `bearer scope="${scope}", realm="http://${address}/token"`;
    await open();
    expect(tokens()).toEqual([`GET /token?scope=${expected}`]);
  });

  test.each<[string, Intercept, string]>([
    [
      'refuses the credentials',
      (_, response) => refuse(response, 401, SECRET),
      'refuses the credentials: it answered 401',
    ],
    ['is broken', (_, response) => refuse(response, 500, SECRET), 'gives no token: it answered 500'],
    ['answers no JSON', (_, response) => !!response.end(SECRET), 'answered without a token'],
    ['answers without a token', (_, response) => json(response, { secret: SECRET }), 'answered without a token'],
    [
      'answers a token that does not fit into a header',
      (_, response) => json(response, { token: 'T1\r\nX: y' }),
      'answered without a token',
    ],
    [
      'answers more than the limit',
      (_, response) => !!response.end(Buffer.alloc(1024 * 1024 + 1, ' ')),
      'answered without a token',
    ],
  ])('whose token server %s', async (_, answer, message) => {
    token = answer;
    expect(await messageOf(open({ credentialsFor: login }))).toContain(message);
  });

  test.each([
    ['http://tokens.example/token', 'http://tokens.example, which is not https'],
    ['ftp://127.0.0.1/token', 'ftp://127.0.0.1, which is not https'],
    ['nowhere', 'is an invalid address'],
  ])('from %s does not get the credentials there', async (realm, message) => {
    challenge = () => `Bearer realm="${realm}"`;
    expect(await messageOf(open({ credentialsFor: login }))).toContain(message);
    expect(tokens()).toEqual([]);
  });

  test('passes on the error of reading credentials', async () => {
    const problem = new Error('no helper');
    await expect(open({ credentialsFor: () => Promise.reject(problem) })).rejects.toBe(problem);
  });
});

describe('a registry that asks for a name and password', () => {
  beforeEach(() => {
    accepted = (authorization) => authorization === LOGIN;
    challenge = () => 'Basic realm="Registry"';
  });

  test('gets them after it asked for them, and then with every request', async () => {
    await open({ credentialsFor: login });
    expect(stub.requests).toEqual([
      'GET /v2/team/app/manifests/1',
      `GET /v2/team/app/manifests/1 !${LOGIN}`,
      `GET /v2/team/app/blobs/${image.config.digest} !${LOGIN}`,
    ]);
  });

  test.each([
    ['nothing', undefined],
    ['an identity token', { identityToken: 'refresh-me' }],
  ])('and there is %s: the cure is told', async (_, credentials) => {
    const message = await messageOf(open({ credentialsFor: async () => credentials }));
    expect(message).toContain(`wants a name and password; log in with \`docker login ${stub.address}\``);
  });

  test('refuses wrong ones after one attempt', async () => {
    accepted = () => false;
    expect(await messageOf(open({ credentialsFor: login }))).toContain('answered 401 UNAUTHORIZED; log in with');
    expect(stub.requests).toHaveLength(2);
  });

  test.each(['', 'Negotiate', 'Bearer service="x"', '"', `${'a '.repeat(4000)}`])(
    'a challenge %j is not answered',
    async (text) => {
      challenge = () => text;
      expect(await messageOf(open({ credentialsFor: login }))).toContain('asks for neither Bearer nor Basic');
    },
  );
});

describe('a redirect', () => {
  let storage: Server;
  let seen: (string | undefined)[];
  let address: string;
  beforeEach(async () => {
    accepted = (authorization) => authorization === LOGIN;
    challenge = () => 'Basic realm="Registry"';
    seen = [];
    storage = createServer((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url?.startsWith('/refuse')) return void refuse(response, 401, '', { 'WWW-Authenticate': 'Basic' });
      response.end([image.manifest, image.config].find(({ digest }) => request.url?.includes(digest))?.bytes);
    });
    await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(storage.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    storage.closeAllConnections();
    await new Promise((resolve) => storage.close(resolve));
  });

  const redirecting = async (location: (digest: string) => string, more: RemoteOptions = {}) => {
    await using other = await startStub({}, (request, response) => {
      if (request.headers.authorization !== LOGIN) return refuse(response, 401, '', { 'WWW-Authenticate': 'Basic' });
      response.writeHead(307, { Location: location(request.url ?? '') }).end();
      return true;
    });
    const reference = other.reference(image.manifest.digest);
    return [
      await failureOrImages(createRemote({ wait, credentialsFor: login, ...more }).open(reference)),
      other.requests,
    ] as const;
  };
  const failureOrImages = (opening: ReturnType<typeof open>) =>
    opening.then(
      ({ images }) => images.length,
      (error: Error) => error.message,
    );

  test('to another host is followed without the Authorization header', async () => {
    const [outcome] = await redirecting((path) => `http://user:pw@${address}/signed${path}?X-Amz-Signature=hunter2`);
    expect(outcome).toBe(1);
    expect(seen).toEqual([undefined, undefined]);
  });

  test('to the same host is followed with the Authorization header', async () => {
    let redirected = false;
    await using other = await startStub({ '1': image }, (request, response) => {
      if (request.headers.authorization !== LOGIN) return refuse(response, 401, '', { 'WWW-Authenticate': 'Basic' });
      if (redirected) return false;
      redirected = true;
      response.writeHead(302, { Location: './1?again' }).end();
      return true;
    });
    const opening = createRemote({ wait, credentialsFor: login }).open(other.reference('1'));
    expect((await failureOf(opening)).message).toContain('404'); // "1?again" is not in the stub's store
    expect(other.requests.at(-1)).toBe(`GET /v2/team/app/manifests/1?again !${LOGIN}`);
  });

  test.each([
    [
      'to plain HTTP elsewhere',
      'http://storage.example/x?sig=hunter2',
      'redirects to http://storage.example, which is not https',
    ],
    ['to a file', 'file:///etc/passwd', 'redirects to file://, which is not https'],
    ['to nowhere', 'http://', 'redirects to an invalid address'],
  ])('%s is not followed', async (_, location, message) => {
    const [outcome] = await redirecting(() => location);
    expect(outcome).toContain(message);
    expect(outcome).not.toContain('hunter2');
  });

  test('that redirects again and again is given up', async () => {
    const [outcome, requests] = await redirecting((path) => path);
    expect(outcome).toContain('redirects more than 5 times');
    expect(requests).toHaveLength(7);
  });

  test('to storage that answers 401 does not send credentials there', async () => {
    const [outcome] = await redirecting((path) => `http://${address}/refuse${path}`);
    expect(outcome).toContain(`${address} answered 401`);
    expect(seen).toEqual([undefined]);
  });
});
