import type { ImageSource } from '../image.ts';
import { completeReading, type ReadingOptions } from '../reading-options.ts';
import { resolveImages } from '../resolve.ts';
import type { CredentialsFor } from './authorizer.ts';
import type { Patience } from './http-exchange.ts';
import { type RemoteReference, remoteName } from './reference.ts';
import { Registry, type RegistryOptions } from './registry.ts';
import { RemoteBlobs } from './remote-blobs.ts';
import { waitSeconds } from './retry.ts';

export interface RemoteOptions extends ReadingOptions {
  /** Asked at most once a host, when its registry wants credentials; what it throws passes through. */
  readonly credentialsFor?: CredentialsFor;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience;
  readonly wait?: RegistryOptions['wait'];
}

/** The registries of a run, with the tokens they gave. */
export interface Remote {
  /**
   * Reads manifests and configs of an image, every platform of an index; a layer is fetched when it is read, if its bytes are
   * not known yet. Throws ImageError naming the document or blob, and what was answered.
   */
  open(reference: RemoteReference): Promise<ImageSource>;
}

const PATIENCE: Patience = { answer: 30, stall: 60 };

/**
 * A client of registries (distribution-spec 1.1, "Pull"). TLS is always verified; registries on loopback may do without TLS.
 * Credentials go to the registry and its token server alone and are in no error.
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
      const images = await resolveImages([await blobs.root()], blobs);
      return { name: remoteName(reference), images, [Symbol.asyncDispose]: async () => {} };
    },
  };
}

/** A credential helper may ask its user for a password: once is enough. */
function onceEach(credentialsFor: CredentialsFor): CredentialsFor {
  const asked = new Map<string, ReturnType<CredentialsFor>>();
  return (host) => {
    const answer = asked.get(host) ?? credentialsFor(host);
    asked.set(host, answer);
    return answer;
  };
}
