import { type Challenge, parseChallenge } from './challenge.ts';
import { RemoteFailure } from './failure.ts';
import type { Answer, RemoteRequest } from './http-exchange.ts';
import { basicAuthorization, type RegistryCredentials, readToken, tokenRequest } from './token.ts';

/** The credentials for a host as a reference names it; undefined where there are none. Asked for when a registry wants some. */
export type CredentialsFor = (host: string) => Promise<RegistryCredentials | undefined>;

export interface AuthorizerOptions {
  /** The host as references name it. */
  readonly host: string;
  readonly registry: URL;
  readonly credentialsFor: CredentialsFor;
  /** Sends a request to a token server. */
  readonly send: (request: RemoteRequest) => Promise<Answer>;
}

/** The Authorization headers of one registry, one a repository, kept for as long as the registry takes them. */
export class Authorizer {
  readonly #options: AuthorizerOptions;
  readonly #headers = new Map<string, string>();
  readonly #renewals = new Map<string, Promise<string>>();

  constructor(options: AuthorizerOptions) {
    this.#options = options;
  }

  /** What to send with a request for this repository; undefined before the registry asked for anything. */
  header(repository: string): string | undefined {
    return this.#headers.get(repository);
  }

  /**
   * Answers a 401: the new header. `refused` is what was sent with the request; where another request has renewed it since,
   * that is taken. Throws RemoteFailure where the challenge cannot be answered.
   */
  async renew(repository: string, refused: string | undefined, header: string | null): Promise<string> {
    const current = this.#headers.get(repository);
    if (current !== undefined && current !== refused) return current;
    const renewal = this.#renewals.get(repository) ?? this.#start(repository, header);
    return renewal;
  }

  #start(repository: string, header: string | null): Promise<string> {
    const renewal = this.#authorize(repository, parseChallenge(header ?? ''))
      .then((value) => {
        this.#headers.set(repository, value);
        return value;
      })
      .finally(() => this.#renewals.delete(repository));
    this.#renewals.set(repository, renewal);
    return renewal;
  }

  async #authorize(repository: string, challenge: Challenge | undefined): Promise<string> {
    const { host, registry, credentialsFor, send } = this.#options;
    if (challenge === undefined) {
      throw new RemoteFailure('protocol', `${registry.host} answered 401 and asks for neither Bearer nor Basic`);
    }
    const credentials = await credentialsFor(host);
    if (challenge.scheme === 'basic') return this.#basic(credentials);
    const scope = pullScope(challenge.scope, repository);
    return `Bearer ${await readToken(await send(tokenRequest({ ...challenge, scope }, credentials, registry)))}`;
  }

  #basic(credentials: RegistryCredentials | undefined): string {
    if (credentials !== undefined && 'password' in credentials) {
      return basicAuthorization(credentials.username, credentials.password);
    }
    const { host, registry } = this.#options;
    throw new RemoteFailure('protocol', `${registry.host} wants a name and password; ${loginAdvice(host)}`);
  }
}

/** How a user gives credentials to this program. */
export function loginAdvice(host: string): string {
  return `log in with \`docker login${host === 'docker.io' ? '' : ` ${host}`}\``;
}

/** A registry behind a proxy may know the repository by another name, so its own scope is taken, unless it is for more than pulling. */
function pullScope(asked: string | undefined, repository: string): string {
  return asked !== undefined && /^repository(?:\(\w+\))?:[^\s:]+:pull$/.test(asked)
    ? asked
    : `repository:${repository}:pull`;
}
