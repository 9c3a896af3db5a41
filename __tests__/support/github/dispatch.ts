import type { IncomingHttpHeaders } from 'node:http';
import { authenticate, type RateLimiter, type Token } from './access.ts';
import { type Fault, type Faults, faultReply } from './faults.ts';
import { graphqlErrors, graphqlReply } from './graphql.ts';
import { HANDLERS } from './handlers.ts';
import { type Call, errorReply, notFound, Refusal, type Reply, type Teams } from './reply.ts';
import { asObject } from './schema.ts';
import { headerErrors, type Route, type Validator } from './validation.ts';
import type { World } from './world.ts';

const GRAPHQL = 'graphql';
const GRAPHQL_DOCUMENTATION = 'https://docs.github.com/graphql';

/** The state of a running server. */
export interface State {
  readonly world: World;
  readonly tokens: ReadonlyMap<string, Token>;
  readonly validator: Validator;
  readonly limiter: RateLimiter;
  readonly faults: Faults;
  readonly violations: string[];
  readonly teams: Teams;
  /** False for a server like Gitea and Forgejo. */
  readonly hasGraphql: boolean;
}

export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Undefined without a body; the text itself if it is not JSON. */
  readonly body: unknown;
}

export interface Answer extends Reply {
  readonly operationId: string | undefined;
}

/** Answers one request like GitHub, and records in `violations` what GitHub's description does not allow. */
export function dispatch(state: State, request: ApiRequest): Answer {
  const url = withRepositoryName(state.world, request.url);
  const route = state.validator.route(request.method, url);
  const isGraphql = state.hasGraphql && request.method === 'POST' && url.pathname === '/graphql';
  const operationId = isGraphql ? GRAPHQL : route?.operation.id;
  const documentation = isGraphql ? GRAPHQL_DOCUMENTATION : route?.operation.documentation;
  const reply = refusing(documentation, () => {
    const token = authenticate(state.tokens, request.headers);
    state.limiter.take();
    if (isGraphql) return serveGraphql(state, request, token);
    if (route !== undefined) return serve(state, request, route, token);
    if (!state.hasGraphql && url.pathname === '/graphql') throw notFound();
    throw violation(state, request, 404, ['there is no such route here']);
  });
  if (route !== undefined && reply.status > 0) recordResponse(state, request, route, reply);
  return { ...reply, headers: { ...state.limiter.headers(), ...reply.headers }, operationId };
}

/** Validation comes before the faults of a test, so that no fault hides a wrong request. */
function serve(state: State, request: ApiRequest, route: Route, token: Token): Reply {
  const { operation, path, query } = route;
  const { validator, world, teams } = state;
  check(state, request, [...validator.parameters(route), ...validator.body(operation, request.body)]);
  const handler = HANDLERS[operation.id];
  if (handler === undefined) throw violation(state, request, 501, [`${operation.id} has no handler yet`]);
  const body = asObject(request.body);
  const call: Call = { world, operation, token, teams, origin: request.url.origin, path, query, body };
  return withFaults(state, operation.id, operation.documentation, () => handler(call));
}

function serveGraphql(state: State, request: ApiRequest, token: Token): Reply {
  const body = asObject(request.body);
  check(state, request, graphqlErrors(body));
  return withFaults(state, GRAPHQL, GRAPHQL_DOCUMENTATION, () => graphqlReply(state.world, token, body));
}

function withFaults({ faults }: State, operationId: string, documentation: string, handle: () => Reply): Reply {
  const fault: Fault | undefined = faults.take(operationId);
  if (fault === undefined) return handle();
  if (fault.broken !== undefined) return { ...handle(), broken: fault.broken };
  if (fault.afterApplying) handle();
  return faultReply(fault, documentation);
}

function check(state: State, request: ApiRequest, errors: readonly string[]): void {
  const all = [...headerErrors(request.headers, request.body !== undefined), ...errors];
  if (all.length > 0) throw violation(state, request, 422, all);
}

function violation(state: State, { method, url }: ApiRequest, status: number, errors: readonly string[]): Refusal {
  for (const error of errors) state.violations.push(`${method} ${url.pathname}${url.search}: ${error}`);
  if (status === 404) return notFound();
  return new Refusal(status, 'Invalid request.', { errors: errors.map((message) => ({ code: 'invalid', message })) });
}

function recordResponse(state: State, { method, url }: ApiRequest, { operation }: Route, reply: Reply): void {
  for (const error of state.validator.response(operation, reply.status, reply.body)) {
    state.violations.push(`${method} ${url.pathname} answered ${reply.status}: ${error}`);
  }
}

function refusing(documentation: string | undefined, answer: () => Reply): Reply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Refusal) return errorReply(error, documentation);
    throw error;
  }
}

/** The links of GitHub's lists lead to `/repositories/ID/…`, which it serves but does not describe. */
function withRepositoryName(world: World, url: URL): URL {
  const [, id, rest] = /^\/repositories\/(\d+)(\/.*)?$/.exec(url.pathname) ?? [];
  const repository = id === undefined ? undefined : world.repositoryById(Number(id));
  return repository === undefined ? url : new URL(`/repos/${repository.fullName}${rest ?? ''}${url.search}`, url);
}
