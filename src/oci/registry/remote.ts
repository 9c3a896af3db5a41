import type { ImageSource } from '../image.ts';
import { completeReading, type ReadingOptions } from '../reading-options.ts';
import { heldSource, resolveImages } from '../resolve.ts';
import type { CredentialsFor } from './authorizer.ts';
import type { Patience } from './budget.ts';
import type { Traffic } from './http-exchange.ts';
import { type RemoteReference, remoteName } from './reference.ts';
import { Registry, type RegistryOptions } from './registry.ts';
import { RemoteBlobs } from './remote-blobs.ts';
import { waitSeconds } from './retry.ts';
import { TagReader } from './tag-reader.ts';

/** The credentials and patience for all registries of a run. */
export interface RemoteOptions extends ReadingOptions {
  /** Called at most once for each host, when its registry asks for credentials. Its errors are passed on. */
  readonly credentialsFor?: CredentialsFor;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience;
  readonly wait?: RegistryOptions['wait'];
  /** Counts the requests and bytes of all registries. */
  readonly traffic?: Traffic | undefined;
}

/** The registries of a run, with their tokens. */
export interface Remote {
  /**
   * Reads the manifests and configs of an image, for every platform of an index. A layer is fetched when it is read, unless it is in the
   * cache. Throws ImageError with the document or blob, and the registry's answer.
   */
  open(reference: RemoteReference): Promise<ImageSource>;
  /** The tags of a repository and what they hold, by manifests alone. */
  repository(name: Pick<RemoteReference, 'host' | 'repository'>): TagReader;
}

const PATIENCE: Patience = { answer: 30, stall: 60 };

/**
 * A client of registries (distribution-spec 1.1, "Pull"). Certificates are always verified; registries on loopback may lack TLS.
 * Credentials are sent to the registry and its token server only, and no error contains them.
 */
export function createRemote(options: RemoteOptions = {}): Remote {
  const reading = completeReading(options);
  const { patience = PATIENCE, wait = waitSeconds, signal, traffic } = options;
  const credentialsFor = onceEach(options.credentialsFor ?? (async () => undefined));
  const registries = new Map<string, Registry>();
  const registryAt = (host: string): Registry => {
    const registry = registries.get(host) ?? new Registry(host, { credentialsFor, patience, wait, signal, traffic });
    registries.set(host, registry);
    return registry;
  };
  return {
    async open(reference) {
      const blobs = new RemoteBlobs(registryAt(reference.host), reference, { ...reading, wait, signal });
      const found = await resolveImages([await blobs.root()], blobs);
      return heldSource(remoteName(reference), found);
    },
    repository: ({ host, repository }) =>
      new TagReader(registryAt(host), repository, { limits: reading.limits, wait, signal }),
  };
}

/** Calls `credentialsFor` once for each host: a credential helper may ask the user for a password. */
function onceEach(credentialsFor: CredentialsFor): CredentialsFor {
  const asked = new Map<string, ReturnType<CredentialsFor>>();
  return (host) => {
    const answer = asked.get(host) ?? credentialsFor(host);
    asked.set(host, answer);
    return answer;
  };
}
