import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { asEntries, blobsOf, descriptorOf, makeImage, makeLayer, makeLayout } from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';
import { DIST } from '../support/pull-request.ts';
import { commitFiles, initGit } from '../support/repository.ts';
import { pullRequestEvent } from '../support/runner/events.ts';
import { runAction } from '../support/runner.ts';
import { type Fault, LIMIT_MS, type Seen } from './fault.ts';

const archive = (bytes: number): Buffer => {
  const image = makeImage([makeLayer([{ path: 'data', content: Buffer.alloc(bytes, 'x') }])]);
  return makeTar(asEntries(makeLayout([descriptorOf(image.manifest)], blobsOf(image))));
};

/** How an answer is broken. */
export type Break = (response: ServerResponse) => void;
const reply = (status: number, type: string, body: string) => (response: ServerResponse) =>
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
export const answer = (status: number, value: unknown) => reply(status, 'application/json', JSON.stringify(value));

/** By what is wrong with an answer. */
export const BREAKS: Readonly<Record<string, Break>> = {
  'answers 500': answer(500, { message: 'Server Error' }),
  'answers 403': answer(403, { message: 'Resource not accessible by integration' }),
  'answers 404': answer(404, { message: 'Not Found' }),
  'is cut off': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 5000 });
    response.write('[{"id":1,"body":"', () => response.destroy());
  },
  'is empty': reply(200, 'application/json', ''),
  'is a web page': reply(200, 'text/html', '<html>Sign in</html>'),
  'is JSON of another shape': answer(200, { a: 1 }),
  'closes the connection': (response) => response.destroy(),
};

/** A request that a run makes, what it is about, and its usual answer. */
export type Route = readonly [about: string, pattern: RegExp, usual: Break];

/** Routes that a pull request's run asks. */
const ROUTES: readonly Route[] = [
  ['the list of comments', /^GET .*\/issues\/7\/comments/, answer(200, [])],
  [
    'making the comment',
    /^POST .*\/issues\/7\/comments/,
    answer(201, { id: 1, html_url: 'https://github.com/acme/app/pull/7#1' }),
  ],
  ['the list of labels', /^GET .*\/issues\/7\/labels/, answer(200, [])],
  ['the name of the token', /^POST .*\/graphql/, answer(200, { data: { viewer: { login: 'github-actions[bot]' } } })],
];

async function serve({ broken, how = () => {}, routes = [] }: ActionRun) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const line = `${request.method} ${request.url}`;
      const usual =
        [...routes, ...ROUTES].find(([, pattern]) => pattern.test(line))?.[2] ?? answer(404, { message: 'Not Found' });
      if (broken?.test(line)) how(response);
      else usual(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A run of the action with something wrong. */
export interface ActionRun {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly broken?: RegExp;
  readonly how?: Break;
  /** Routes that it asks besides. */
  readonly routes?: readonly Route[];
  /** Files of its commit. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A pull request whose image grew by 2 MB, which fails by the default conditions. */
export async function act(folder: string, run: ActionRun): Promise<Seen> {
  const { inputs = {}, env = {}, files = {} } = run;
  const workspace = join(folder, 'work');
  await mkdir(workspace);
  initGit(workspace);
  const sha = await commitFiles(workspace, { Dockerfile: 'FROM scratch\n', ...files });
  await writeFile(join(workspace, 'base.tar'), archive(3_000_000));
  await writeFile(join(workspace, 'head.tar'), archive(5_000_000));
  await using server = await serve(run);
  const event = pullRequestEvent({ repository: 'acme/app', number: 7, base: { sha }, head: { sha }, mergeSha: sha });
  const images = { images: 'app=oci-archive:head.tar', baseline: 'oci-archive:base.tar' };
  await using ended = await runAction({
    dist: DIST,
    event,
    workspace,
    inputs: { ...images, 'data-branch': 'none', artifact: 'never', ...inputs },
    github: { url: server.url, token: 'x'.repeat(40) },
    timeoutMs: LIMIT_MS,
    env: { GITHUB_GRAPHQL_URL: `${server.url}/graphql`, ...env },
  });
  const { exitCode, stdout, stderr, outputs } = ended;
  return { exitCode, stdout, stderr, verdict: outputs.verdict };
}

const github: readonly Fault[] = ROUTES.flatMap(([route, pattern]) =>
  Object.entries(BREAKS).map(([what, how]) => ({
    area: 'GitHub',
    what: `${route} ${what}`,
    // The growth was measured: whatever GitHub says, it fails.
    expected: 'fails' as const,
    run: (folder: string) => act(folder, { broken: pattern, how }),
  })),
);

function environment(
  what: string,
  env: (folder: string) => Readonly<Record<string, string>>,
  expected: Fault['expected'],
): Fault {
  return { area: 'environment', what, expected, run: (folder) => act(folder, { env: env(folder) }) };
}

function input(what: string, inputs: Readonly<Record<string, string>>, expected: Fault['expected'] = 'refused'): Fault {
  return { area: 'input', what, expected, run: (folder) => act(folder, { inputs }) };
}

export const ACTION: readonly Fault[] = [
  ...github,
  environment('RUNNER_TEMP is empty', () => ({ RUNNER_TEMP: '' }), 'fails'),
  environment('GITHUB_WORKSPACE is not there', (folder) => ({ GITHUB_WORKSPACE: join(folder, 'no') }), 'refused'),
  environment('GITHUB_API_URL is not an address', () => ({ GITHUB_API_URL: 'not a url' }), 'refused'),
  environment('GITHUB_EVENT_PATH is not there', (folder) => ({ GITHUB_EVENT_PATH: join(folder, 'no') }), 'fails'),
  environment('GITHUB_EVENT_PATH is a folder', (folder) => ({ GITHUB_EVENT_PATH: folder }), 'refused'),
  environment('GITHUB_STEP_SUMMARY is a folder', (folder) => ({ GITHUB_STEP_SUMMARY: folder }), 'fails'),
  environment('GITHUB_STEP_SUMMARY is on a full disk', () => ({ GITHUB_STEP_SUMMARY: '/dev/full' }), 'fails'),
  environment('GITHUB_STEP_SUMMARY is not set', () => ({ GITHUB_STEP_SUMMARY: '' }), 'fails'),
  environment('GITHUB_REPOSITORY is not owner/name', () => ({ GITHUB_REPOSITORY: 'app' }), 'refused'),
  environment('GITHUB_EVENT_NAME is empty', () => ({ GITHUB_EVENT_NAME: '' }), 'fails'),
  input('images names an unknown transport', { images: 'app=tar:x' }),
  input('images names a file that is not there', { images: 'app=oci-archive:no.tar' }),
  input('fail-if has an unknown metric', { 'fail-if': 'size > 1 MB' }),
  input('comment has an unknown word', { comment: 'sometimes' }),
  input('config names a file that is not there', { config: 'no.yml' }),
  input('timeout-minutes is not a number', { 'timeout-minutes': 'soon' }),
  input('baseline names a file that is not there', { baseline: 'no.json' }),
  input('baseline names an archive that is not there', { baseline: 'oci-archive:no.tar' }),
];
