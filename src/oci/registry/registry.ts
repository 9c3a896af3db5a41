import { Authorizer, type CredentialsFor, loginAdvice } from './authorizer.ts';
import { Budget, type Patience } from './budget.ts';
import { RemoteFailure } from './failure.ts';
import { type Answer, exchange, type RemoteRequest, type Traffic } from './http-exchange.ts';
import { describeRateLimit, isLow, readRateLimit } from './rate-limit.ts';
import { follow } from './redirects.ts';
import { isLoopback, registryUrl } from './reference.ts';
import { type RetryOptions, retrying } from './retry.ts';

/** The credentials and patience for one registry. */
export interface RegistryOptions extends RetryOptions {
  readonly credentialsFor: CredentialsFor;
  readonly patience: Patience;
  /** Called when a registry tells that few pulls are left, with words for the user. */
  readonly onNote?: ((text: string) => void) | undefined;
  readonly traffic?: Traffic | undefined;
}

/** A document or blob to get: its path is `manifests/TAG` or `blobs/DIGEST`. */
export interface Wanted {
  readonly repository: string;
  readonly path: string;
  /** HEAD asks whether it is there, and for its headers. GET where absent. */
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
}

interface Opened {
  readonly url: URL;
  readonly authorizer: Authorizer;
}

/** One registry, by the host that references name. Its address is determined at the first request. */
export class Registry {
  readonly host: string;
  readonly #options: RegistryOptions;
  /** The address of a mirror, which the user chose. */
  readonly #mirror: URL | undefined;
  #opening: Promise<Opened> | undefined;
  #saidLow = false;

  constructor(host: string, options: RegistryOptions, mirror?: URL) {
    this.host = host;
    this.#options = options;
    this.#mirror = mirror;
  }

  /** The time for one more document or blob. */
  budget(): Budget {
    return new Budget(this.#options.patience);
  }

  /**
   * GET /v2/REPOSITORY/PATH (distribution-spec, "Pull"). If the registry asks for authorization, or refuses the token, a new one is
   * tried once. Throws RemoteFailure if there is no answer; the caller checks the status of the answer.
   */
  async get({ repository, path, method = 'GET', headers = {} }: Wanted, budget = this.budget()): Promise<Answer> {
    const { url, authorizer } = await this.#open();
    const target = new URL(`/v2/${repository}/${path}`, url);
    const ask = (authorization: string | undefined) =>
      this.#send(
        {
          url: target,
          method,
          headers: { ...headers, ...(authorization !== undefined && { Authorization: authorization }) },
        },
        url,
        budget,
      );
    const authorization = authorizer.header(repository);
    const answer = await ask(authorization);
    // The registry's credentials are not for a storage host that answers 401 after a redirect.
    if (answer.status !== 401 || answer.url.origin !== url.origin) return answer;
    await answer.discard();
    return ask(await authorizer.renew(repository, authorization, answer.headers.get('www-authenticate')));
  }

  #send(request: RemoteRequest, registry: URL, budget: Budget): Promise<Answer> {
    const options = { ...this.#options, budget };
    return retrying(async () => this.#noted(await follow(request, registry, options)), options);
  }

  /** Tells once that few pulls are left. */
  #noted(answer: Answer): Answer {
    const limit = readRateLimit(answer.headers);
    if (limit === undefined || !isLow(limit) || this.#saidLow) return answer;
    this.#saidLow = true;
    const cure = `${loginAdvice(this.host)}, or use a mirror`;
    this.#options.onNote?.(`${this.host} limits pulls: ${describeRateLimit(limit)}; for more, ${cure}`);
    return answer;
  }

  #open(): Promise<Opened> {
    this.#opening ??= this.#find().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #find(): Promise<Opened> {
    const url = await this.#findUrl();
    const { credentialsFor } = this.#options;
    const send = (request: RemoteRequest) => this.#send(request, url, this.budget());
    return { url, authorizer: new Authorizer({ host: this.host, registry: url, credentialsFor, send }) };
  }

  /** For a registry on loopback, as Docker does: TLS if the registry supports it, else plain HTTP. A bad certificate stays an error. */
  async #findUrl(): Promise<URL> {
    if (this.#mirror !== undefined) return this.#mirror;
    const url = registryUrl(this.host);
    if (!isLoopback(url)) return url;
    try {
      await (await exchange({ url: new URL('/v2/', url), headers: {} }, this.#options)).discard();
      return url;
    } catch (error) {
      if (!(error instanceof RemoteFailure) || error.kind !== 'connection') throw error;
      return new URL(`http://${url.host}/`);
    }
  }
}
