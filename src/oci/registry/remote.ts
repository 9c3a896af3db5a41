import type { ImageSource } from '../image.ts';
import { completeReading, type ReadingOptions } from '../reading-options.ts';
import { heldSource, resolveImages } from '../resolve.ts';
import type { CredentialsFor } from './authorizer.ts';
import type { Patience } from './budget.ts';
import { type RemoteReference, remoteName } from './reference.ts';
import { Registry, type RegistryOptions } from './registry.ts';
import { RemoteBlobs } from './remote-blobs.ts';
import { waitSeconds } from './retry.ts';

/** The credentials and patience for all registries of a run. */
export interface RemoteOptions extends ReadingOptions {
  /** Called at most once for each repository, when its registry asks for credentials. Its errors are passed on. */
  readonly credentialsFor?: CredentialsFor;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience;
  readonly wait?: RegistryOptions['wait'];
}

/** The registries of a run, with their tokens. */
export interface Remote {
  /**
   * Reads the manifests and configs of an image, for every platform of an index. A layer is fetched when it is read, unless it is in the
   * cache. Throws ImageError with the document or blob, and the registry's answer.
   */
  open(reference: RemoteReference): Promise<ImageSource>;
}

const PATIENCE: Patience = { answer: 30, stall: 60 };

/**
 * A client of registries (distribution-spec 1.1, "Pull"). Certificates are always verified; registries on loopback may lack TLS.
 * Credentials are sent to the registry and its token server only, and no error contains them.
 */
export function createRemote(options: RemoteOptions = {}): Remote {
  const reading = completeReading(options);
  const { patience = PATIENCE, wait = waitSeconds, signal } = options;
  const credentialsFor = onceEach(options.credentialsFor ?? (async () => undefined));
  const registries = new Map<string, Registry>();
  const registryAt = (host: string): Registry => {
    const registry = registries.get(host) ?? new Registry(host, { credentialsFor, patience, wait, signal });
    registries.set(host, registry);
    return registry;
  };
  return {
    async open(reference) {
      const blobs = new RemoteBlobs(registryAt(reference.host), reference, { ...reading, wait, signal });
      const found = await resolveImages([await blobs.root()], blobs);
      return heldSource(remoteName(reference), found);
    },
  };
}

/** Calls `credentialsFor` once for each repository: a credential helper may ask the user for a password. */
function onceEach(credentialsFor: CredentialsFor): CredentialsFor {
  const asked = new Map<string, ReturnType<CredentialsFor>>();
  return (host, repository) => {
    const key = `${host}/${repository}`;
    const answer = asked.get(key) ?? credentialsFor(host, repository);
    asked.set(key, answer);
    return answer;
  };
}
