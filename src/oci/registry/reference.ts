/** A parsed reference to an image in a registry (distribution/reference), with Docker's defaults filled in. */
export interface RemoteReference {
  /** `host[:port]` as users write it: `docker.io` for Docker Hub. */
  readonly host: string;
  readonly repository: string;
  readonly target:
    | { readonly kind: 'tag'; readonly tag: string }
    | { readonly kind: 'digest'; readonly digest: string };
}

/** Registries whose API is on another host than their name (distribution, registry/api). */
const API_HOSTS: ReadonlyMap<string, string> = new Map([['docker.io', 'registry-1.docker.io']]);

/** The https address of a registry's API. Throws TypeError if `host` is not a host. */
export function registryUrl(host: string): URL {
  return new URL(`https://${API_HOSTS.get(host) ?? host}/`);
}

/** The reference as errors and `ImageSource.name` show it. */
export function remoteName({ host, repository, target }: RemoteReference): string {
  return `docker://${host}/${repository}${target.kind === 'tag' ? `:${target.tag}` : `@${target.digest}`}`;
}

/** True for this machine (127.0.0.0/8, ::1, localhost). Docker allows registries without TLS there. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/**
 * Whether a request may be sent: over TLS to any host; without TLS only to loopback, and only if the registry itself is on loopback. So
 * no remote registry can send us to services of this machine.
 */
export function mayRequest(url: URL, registry: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url) && isLoopback(registry));
}
