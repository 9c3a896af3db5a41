import { Authorizer, type CredentialsFor } from './authorizer.ts';
import { RemoteFailure } from './failure.ts';
import { type Answer, exchange, type Patience, type RemoteRequest } from './http-exchange.ts';
import { follow } from './redirects.ts';
import { isLoopback, registryUrl } from './reference.ts';
import { type RetryOptions, retrying } from './retry.ts';

export interface RegistryOptions extends RetryOptions {
  readonly credentialsFor: CredentialsFor;
  readonly patience: Patience;
}

/** What is asked of a registry: `manifests/TAG`, `blobs/DIGEST`. */
export interface Wanted {
  readonly repository: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Opened {
  readonly url: URL;
  readonly authorizer: Authorizer;
}

/** One registry by the host that references name; it is looked for at the first request. */
export class Registry {
  readonly host: string;
  readonly #options: RegistryOptions;
  #opening: Promise<Opened> | undefined;

  constructor(host: string, options: RegistryOptions) {
    this.host = host;
    this.#options = options;
  }

  /**
   * GET /v2/REPOSITORY/PATH (distribution-spec, "Pull"), authorised when the registry asks for it, once a request: a token
   * that is refused is renewed. Throws RemoteFailure when there is no answer; what the answer says is the caller's to judge.
   */
  async get({ repository, path, headers = {} }: Wanted): Promise<Answer> {
    const { url, authorizer } = await this.#open();
    const target = new URL(`/v2/${repository}/${path}`, url);
    const ask = (authorization: string | undefined) =>
      this.#send(
        { url: target, headers: { ...headers, ...(authorization !== undefined && { Authorization: authorization }) } },
        url,
      );
    const authorization = authorizer.header(repository);
    const answer = await ask(authorization);
    // A 401 of the storage behind a redirect is no business of the registry's credentials.
    if (answer.status !== 401 || answer.url.origin !== url.origin) return answer;
    await answer.discard();
    return ask(await authorizer.renew(repository, authorization, answer.headers.get('www-authenticate')));
  }

  #send(request: RemoteRequest, registry: URL): Promise<Answer> {
    return retrying(() => follow(request, registry, this.#options), this.#options);
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
    const send = (request: RemoteRequest) => this.#send(request, url);
    return { url, authorizer: new Authorizer({ host: this.host, registry: url, credentialsFor, send }) };
  }

  /** As Docker does for registries on loopback: TLS where it is spoken, plain HTTP where it is not. A bad certificate stays an error. */
  async #findUrl(): Promise<URL> {
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
