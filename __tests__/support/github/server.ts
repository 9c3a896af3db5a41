import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type RateLimit, RateLimiter, type TokenSeed, toToken } from './access.ts';
import { ARTIFACT_SERVICE, type RawRequest, serveArtifacts } from './artifact-service.ts';
import type { StoredArtifact } from './artifact-store.ts';
import { sendBroken } from './broken-answer.ts';
import { type Answer, dispatch, type State } from './dispatch.ts';
import { type Fault, Faults, HANG } from './faults.ts';
import type { Teams } from './reply.ts';
import type { CommentSeed, RepositorySeed, ReviewSeed } from './seeds.ts';
import { STORAGE } from './signed-url.ts';
import { serveStorage } from './storage.ts';
import { Validator } from './validation.ts';
import { type Comment, type PullRequest, type ReviewComment, World } from './world.ts';

export interface GitHubOptions {
  readonly repositories: readonly RepositorySeed[];
  /** Permissions of the default token: `write` by default, `read` for a run of a fork or Dependabot. */
  readonly permissions?: 'read' | 'write';
  /** Further tokens, by their text. */
  readonly tokens?: Readonly<Record<string, TokenSeed>>;
  readonly rateLimit?: RateLimit;
  /** Members of teams. Tokens of people may read them, GITHUB_TOKEN may not. */
  readonly teams?: Teams;
  /** False for a server like Gitea and Forgejo, which have no GraphQL. */
  readonly hasGraphql?: boolean;
}

export interface ApiCall {
  readonly method: string;
  /** Path with the query. */
  readonly path: string;
  /** The operation, or `graphql`; undefined for a route that is not in GitHub's description. */
  readonly operationId: string | undefined;
  readonly status: number;
}

/** A comment for a test to inspect. */
export interface CommentState {
  readonly id: number;
  /** A login, null for a deleted account. */
  readonly user: string | null;
  readonly body: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Present for a comment that was folded. */
  readonly isMinimised?: true;
}

/** A GitHub on the loopback interface. `await using` ends it. */
export interface GitHub extends AsyncDisposable {
  /** Value of GITHUB_API_URL for a run. GraphQL is at `${url}/graphql`. */
  readonly url: string;
  /** The default token, whose identity is `github-actions[bot]`. */
  readonly token: string;
  /** Every request and response that GitHub's own description does not allow. Tests assert that this is empty. */
  readonly violations: readonly string[];
  /** Every request, in order of arrival. */
  readonly requests: readonly ApiCall[];
  /** How many of them came with this token. */
  callsWith(token: string): number;
  comments(repository: string, number: number): readonly CommentState[];
  /** Writes a comment, as somebody else does while a run is under way. */
  comment(repository: string, number: number, comment: CommentSeed): void;
  /** Pushes to the head of a pull request. */
  push(repository: string, number: number, sha: string): void;
  /** The present labels of a pull request. */
  labels(repository: string, number: number): readonly string[];
  /** Sets or removes a label as a user. */
  label(repository: string, number: number, name: string, by: string): void;
  unlabel(repository: string, number: number, name: string, by: string): void;
  /** Comments on lines of the diff, oldest first. */
  reviewComments(repository: string, number: number): readonly ReviewComment[];
  /** Writes one, as somebody else does. */
  reviewComment(repository: string, number: number, comment: Omit<ReviewComment, 'id' | 'createdAt'>): void;
  /** Replaces the patches of the files that a pull request changes. */
  patch(repository: string, number: number, patches: Readonly<Record<string, string>>): void;
  /** Adds a review of a user, or dismisses all of them. */
  review(repository: string, number: number, review: ReviewSeed): void;
  dismiss(repository: string, number: number, user: string): void;
  failNext(fault: Fault): void;
  /** Artifacts of a run, oldest first. */
  artifacts(runId: number): readonly StoredArtifact[];
  /** Environment of a run's job for uploading artifacts; by default in the first repository. */
  runtime(runId: number, repository?: string): Readonly<Record<string, string>>;
}

const DEFAULT_TOKEN = 'ghs_theDefaultTokenOfAWorkflowRun';
const ACTIONS_LIMIT: RateLimit = { limit: 1000 };

/** Holds only compiled schemas, so the servers of one test file share it. */
const validator = new Validator();

/** Starts a server on a free port of 127.0.0.1 that knows only the world in the options. */
export async function startGitHub(options: GitHubOptions): Promise<GitHub> {
  const state = createState(options);
  const requests: ApiCall[] = [];
  const authorizations: string[] = [];
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization ?? '');
    answer(state, requests, request, response).catch((error: Error) => fail(state, response, error));
  });
  const { port } = await listen(server);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    token: DEFAULT_TOKEN,
    violations: state.violations,
    requests,
    callsWith: (token) => authorizations.filter((text) => text.endsWith(` ${token}`)).length,
    comments: (...pull) => pullOf(state.world, ...pull).comments.map(toState),
    comment: (repository, number, comment) => {
      state.world.addComment(pullOf(state.world, repository, number), comment);
    },
    push: (repository, number, sha) => state.world.moveHead(pullOf(state.world, repository, number), sha),
    labels: (...pull) => [...pullOf(state.world, ...pull).labels],
    label: (repository, number, name, by) => {
      state.world.setLabel(pullOf(state.world, repository, number), name, by);
    },
    unlabel: (repository, number, name, by) => {
      state.world.setLabel(pullOf(state.world, repository, number), name, by, 'unlabeled');
    },
    reviewComments: (...pull) => [...pullOf(state.world, ...pull).reviewComments],
    reviewComment: (repository, number, comment) => {
      state.world.addReviewComment(pullOf(state.world, repository, number), comment);
    },
    patch: (repository, number, patches) => {
      pullOf(state.world, repository, number).patches = new Map(Object.entries(patches));
    },
    review: (repository, number, review) => state.world.addReview(pullOf(state.world, repository, number), review),
    dismiss: (repository, number, user) => state.world.dismissReviews(pullOf(state.world, repository, number), user),
    failNext: (fault) => state.faults.add(fault),
    artifacts: (runId) => state.world.artifacts.ofRun(runId),
    runtime: (runId, repository = options.repositories[0]?.name ?? '') => ({
      ACTIONS_RUNTIME_TOKEN: state.world.artifacts.issueToken(repository, runId),
      ACTIONS_RESULTS_URL: `${url}/`,
      GITHUB_RUN_ID: String(runId),
    }),
    [Symbol.asyncDispose]: () => close(server),
  };
}

function createState(options: GitHubOptions): State {
  const { repositories, permissions = 'write', tokens = {}, rateLimit, teams = {}, hasGraphql = true } = options;
  const seeds = { [DEFAULT_TOKEN]: { login: 'github-actions[bot]', permissions }, ...tokens };
  return {
    world: new World(repositories),
    tokens: new Map(Object.entries(seeds).map(([token, seed]) => [token, toToken(seed)])),
    validator,
    limiter: new RateLimiter(rateLimit ?? ACTIONS_LIMIT),
    faults: new Faults(),
    violations: [],
    teams,
    hasGraphql,
  };
}

async function answer(state: State, requests: ApiCall[], request: IncomingMessage, response: ServerResponse) {
  const { method = 'GET', url: path = '/', headers } = request;
  const body = await buffer(request);
  const url = new URL(path, `http://${headers.host}`);
  const { operationId, ...reply } = serve(state, { method, url, headers, body });
  requests.push({ method, path, operationId, status: reply.status });
  if (reply.broken !== undefined) sendBroken(response, reply.status, reply.body, reply.broken);
  else if (reply.status === 0) response.destroy();
  else if (reply.status !== HANG) send(response, reply);
}

/** On GitHub the API, the results service and the storage are three hosts. Here their paths differ. */
function serve(state: State, { body, ...request }: RawRequest & { readonly headers: IncomingHttpHeaders }): Answer {
  const { pathname } = request.url;
  if (pathname.startsWith(ARTIFACT_SERVICE)) return serveArtifacts(state, { ...request, body });
  if (pathname.startsWith(`${STORAGE}/`)) return serveStorage(state, { ...request, body });
  return dispatch(state, { ...request, body: parseBody(body.toString()) });
}

function parseBody(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function send(response: ServerResponse, { status, headers, body }: Omit<Answer, 'operationId'>): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(body instanceof Uint8Array ? body : body === undefined ? '' : JSON.stringify(body));
}

/** A bug of the stand-in must not look like an error of GitHub that a client retries in silence. */
function fail(state: State, response: ServerResponse, error: Error): void {
  state.violations.push(`The stand-in broke: ${error.stack}`);
  send(response, { status: 500, body: { message: String(error) } });
}

function pullOf(world: World, repository: string, number: number): PullRequest {
  const pullRequest = world.repository(repository)?.pullRequests.get(number);
  if (pullRequest === undefined) throw new Error(`The test described no pull request ${repository}#${number}`);
  return pullRequest;
}

const toState = ({ id, user, body, createdAt, updatedAt, isMinimised }: Comment): CommentState => ({
  ...(isMinimised ? { isMinimised } : {}),
  id,
  user: user?.login ?? null,
  body,
  createdAt,
  updatedAt,
});

function listen(server: Server): Promise<AddressInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  return promise;
}

function close(server: Server): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.close((error) => (error === undefined ? resolve() : reject(error)));
  server.closeAllConnections();
  return promise;
}
