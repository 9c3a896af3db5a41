import { type Challenge, parseChallenge } from './challenge.ts';
import { RemoteFailure } from './failure.ts';
import type { Answer, RemoteRequest } from './http-exchange.ts';
import { basicAuthorization, type RegistryCredentials, readToken, tokenRequest } from './token.ts';

/**
 * Returns the credentials for a host as references name it, and a repository there; undefined if there are none. Called when a registry asks for
 * credentials.
 */
export type CredentialsFor = (host: string, repository: string) => Promise<RegistryCredentials | undefined>;

/** The registry to authorize for, and who knows its credentials. */
export interface AuthorizerOptions {
  /** The host as references name it. */
  readonly host: string;
  readonly registry: URL;
  readonly credentialsFor: CredentialsFor;
  /** Sends a request to a token server. */
  readonly send: (request: RemoteRequest) => Promise<Answer>;
}

/** The Authorization headers of one registry, one for each repository. Each is kept while the registry accepts it. */
export class Authorizer {
  readonly #options: AuthorizerOptions;
  readonly #headers = new Map<string, string>();
  readonly #renewals = new Map<string, Promise<string>>();

  constructor(options: AuthorizerOptions) {
    this.#options = options;
  }

  /** The header for requests to this repository; undefined until the registry asks for one. */
  header(repository: string): string | undefined {
    return this.#headers.get(repository);
  }

  /**
   * Gets a new header after a 401. `refused` is the header that the request was sent with: if another request renewed it meanwhile, that
   * one is returned. Throws RemoteFailure if the challenge cannot be answered.
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
    const credentials = await credentialsFor(host, repository);
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

/** Tells the user how to provide credentials. */
export function loginAdvice(host: string): string {
  return `log in with \`docker login${host === 'docker.io' ? '' : ` ${host}`}\``;
}

/** The registry's own scope is used, since behind a proxy it may know the repository by another name; but only for pulling. */
function pullScope(asked: string | undefined, repository: string): string {
  return asked !== undefined && /^repository(?:\(\w+\))?:[^\s:]+:pull$/.test(asked)
    ? asked
    : `repository:${repository}:pull`;
}
