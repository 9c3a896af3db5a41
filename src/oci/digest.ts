import { createHash, type Hash } from 'node:crypto';

type DigestAlgorithm = 'sha256' | 'sha512';

/** True for a digest of a registered algorithm (image-spec, descriptor.md, "Digests"). Only such a text becomes a path. */
export function isDigest(text: unknown): text is string {
  return typeof text === 'string' && /^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
}

/** The algorithm of a digest; sha256 without a digest. */
export function digestAlgorithm(digest?: string): DigestAlgorithm {
  return digest?.startsWith('sha512:') ? 'sha512' : 'sha256';
}

/** Path of a blob in an image layout. `digest` must satisfy isDigest; throws RangeError otherwise. */
export function blobPath(digest: string): string {
  if (!isDigest(digest)) throw new RangeError(`not a digest: ${JSON.stringify(digest)}`);
  return `blobs/${digest.replace(':', '/')}`;
}

/** The digest of bytes in memory. */
export function digestOf(bytes: Uint8Array, algorithm: DigestAlgorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

/** Hashes and counts bytes as they pass. */
export class Digester {
  readonly #algorithm: DigestAlgorithm;
  readonly #hash: Hash;
  size = 0;

  /** Uses the algorithm of the digest `like`. */
  constructor(like?: string) {
    this.#algorithm = digestAlgorithm(like);
    this.#hash = createHash(this.#algorithm);
  }

  update(bytes: Uint8Array): void {
    this.size += bytes.length;
    this.#hash.update(bytes);
  }

  /** Ends the hash; call once. */
  digest(): string {
    return `${this.#algorithm}:${this.#hash.digest('hex')}`;
  }
}
