import { RemoteFailure } from './failure.ts';
import { type Answer, type ExchangeOptions, exchange, type RemoteRequest } from './http-exchange.ts';
import { mayRequest } from './reference.ts';

const MOST_REDIRECTS = 5;

/**
 * Sends a request and follows redirects: registries redirect to their blob storage (distribution-spec, "Pulling blobs"). The
 * Authorization header is sent to its own origin only.
 * @throws RemoteFailure for more than five redirects, and for a redirect that `mayRequest` forbids; otherwise as `exchange` does
 */
export async function follow(request: RemoteRequest, registry: URL, options: ExchangeOptions): Promise<Answer> {
  let next = request;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const answer = await exchange(next, options);
    const location = redirectOf(answer);
    if (location === undefined) return answer;
    await answer.discard();
    next = redirected(next, location, registry);
  }
  throw new RemoteFailure('protocol', `${registry.host} redirects more than ${MOST_REDIRECTS} times`);
}

function redirectOf({ status, headers }: Answer): string | undefined {
  return [301, 302, 303, 307, 308].includes(status) ? (headers.get('location') ?? undefined) : undefined;
}

/** Messages show only the host of a location: a signed location is a credential. */
function redirected(request: RemoteRequest, location: string, registry: URL): RemoteRequest {
  if (request.method === 'POST') throw new RemoteFailure('protocol', `${request.url.host} redirects a POST request`);
  const url = URL.canParse(location, request.url.href) ? new URL(location, request.url) : undefined;
  if (url === undefined || !mayRequest(url, registry)) {
    const where = url === undefined ? 'to an invalid address' : `to ${url.protocol}//${url.host}, which is not https`;
    throw new RemoteFailure('protocol', `${request.url.host} redirects ${where}`);
  }
  url.username = '';
  url.password = '';
  if (url.origin === request.url.origin) return { ...request, url };
  const { Authorization: _, ...headers } = request.headers;
  return { ...request, url, headers };
}
