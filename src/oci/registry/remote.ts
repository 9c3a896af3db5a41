import { ImageError } from '../error.ts';
import type { FoundImages, ImageSource } from '../image.ts';
import { completeReading, type ReadingOptions } from '../reading-options.ts';
import { heldSource, resolveImages } from '../resolve.ts';
import type { CredentialsFor } from './authorizer.ts';
import type { Patience } from './budget.ts';
import type { Traffic } from './http-exchange.ts';
import { type RemoteReference, remoteName } from './reference.ts';
import { listReferrers } from './referrers.ts';
import { Registry, type RegistryOptions } from './registry.ts';
import { RemoteBlobs } from './remote-blobs.ts';
import { waitSeconds } from './retry.ts';
import { TagReader } from './tag-reader.ts';

/** The credentials and patience for all registries of a run. */
export interface RemoteOptions extends ReadingOptions {
  /** Called at most once for each repository, when its registry asks for credentials. Its errors are passed on. */
  readonly credentialsFor?: CredentialsFor;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience;
  readonly wait?: RegistryOptions['wait'];
  /** Addresses of mirrors by host, tried before the host in this order. */
  readonly mirrors?: ReadonlyMap<string, readonly URL[]>;
  /** Whether to name what refers to an image. It takes one more request. */
  readonly referrers?: boolean;
  /** Called with words for the user: a mirror that failed, a limit on pulls that is near. */
  readonly onNote?: ((text: string) => void) | undefined;
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
  const { patience = PATIENCE, wait = waitSeconds, signal, onNote, traffic, mirrors, referrers = false } = options;
  const credentialsFor = onceEach(options.credentialsFor ?? (async () => undefined));
  const registries = new Map<string, Registry>();
  const registryAt = (host: string, mirror?: URL): Registry => {
    const key = mirror?.href ?? host;
    const registry =
      registries.get(key) ?? new Registry(host, { credentialsFor, patience, wait, signal, onNote, traffic }, mirror);
    registries.set(key, registry);
    return registry;
  };
  const openAt = async (registry: Registry, reference: RemoteReference): Promise<FoundImages> => {
    const blobs = new RemoteBlobs(registry, reference, { ...reading, wait, signal });
    const root = await blobs.root();
    const found = await resolveImages([root], blobs);
    if (!referrers) return found;
    const named = await listReferrers(registry, reference.repository, root.digest);
    return { ...found, leftOut: [...found.leftOut, ...named] };
  };
  return {
    async open(reference) {
      for (const url of mirrors?.get(reference.host) ?? []) {
        const found = await openAt(registryAt(url.host, url), reference).catch(mirrorProblem);
        if (!(found instanceof ImageError)) return heldSource(remoteName(reference), found);
        onNote?.(`the mirror ${url.host} is not used, but ${reference.host} itself: ${found.message}`);
      }
      return heldSource(remoteName(reference), await openAt(registryAt(reference.host), reference));
    },
    repository: ({ host, repository }) =>
      new TagReader(registryAt(host), repository, { limits: reading.limits, wait, signal }),
  };
}

/** What a mirror cannot give, the registry itself may have. */
function mirrorProblem(error: unknown): ImageError {
  if (error instanceof ImageError) return error;
  throw error;
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
