/** An image in a registry, taken apart: distribution/reference, with Docker's defaults filled in. */
export interface RemoteReference {
  /** `host[:port]` as the user means it: `docker.io` for Docker Hub. */
  readonly host: string;
  readonly repository: string;
  readonly target:
    | { readonly kind: 'tag'; readonly tag: string }
    | { readonly kind: 'digest'; readonly digest: string };
}

/** Docker Hub's name is not that of the host that serves its API (distribution, registry/api). */
const API_HOSTS: ReadonlyMap<string, string> = new Map([['docker.io', 'registry-1.docker.io']]);

/** `https://` and the host that serves the API of a registry. Throws TypeError for what is no host. */
export function registryUrl(host: string): URL {
  return new URL(`https://${API_HOSTS.get(host) ?? host}/`);
}

/** The reference as errors and `ImageSource.name` have it. */
export function remoteName({ host, repository, target }: RemoteReference): string {
  return `docker://${host}/${repository}${target.kind === 'tag' ? `:${target.tag}` : `@${target.digest}`}`;
}

/** True for this machine itself (127.0.0.0/8, ::1, localhost), where nobody listens in: Docker's rule for registries without TLS. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/**
 * True where a request may go: over TLS anywhere; without it only on loopback, and only on behalf of a registry that is
 * itself there, so that no registry sends us to this machine's own services.
 */
export function mayRequest(url: URL, registry: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url) && isLoopback(registry));
}
