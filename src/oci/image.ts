/** The OCI image-spec's own words as types, and what a reader of images hands out. Sizes are bytes. */

/** Content descriptor (image-spec, descriptor.md). `digest` is of the blob as stored, `size` its length in bytes. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The fields of the image configuration (image-spec, config.md) that measuring uses. */
export interface ImageConfig {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly config: {
    readonly User?: string;
    readonly Entrypoint?: readonly string[];
    readonly Cmd?: readonly string[];
    readonly ExposedPorts?: readonly string[];
  };
  /** diffIds of the layers, base first. */
  readonly diffIds: readonly string[];
  /** `created_by` of the history entries that made a layer, base first; '' where the history says nothing of a layer. */
  readonly createdBy: readonly string[];
}

export type EntryType = 'file' | 'hardlink' | 'symlink' | 'directory' | 'device' | 'fifo' | 'whiteout' | 'opaque';

/** One entry of a layer. `path` has no leading './' or '/' and no trailing '/'; a whiteout's path is the path it hides. */
export interface LayerEntry {
  readonly path: string;
  readonly type: EntryType;
  /** Bytes of file content; 0 for everything but a regular file. */
  readonly size: number;
  /** CRC-32 of the content as stored, of a regular file that has any: cheap, and enough to tell two versions of a file apart. */
  readonly crc32?: number;
  /** Where a hard link or symbolic link points; a hard link's is normalised like `path`. */
  readonly linkTarget?: string;
  /** Position in the index's `packages` of the package that the file is of, where one says so. */
  readonly owner?: number;
}

/** What one read of a layer yields; immutable, and the same for the same diffId. */
export interface LayerIndex {
  readonly diffId: string;
  /** Bytes of the uncompressed tar. */
  readonly tarSize: number;
  /** Bytes of regular-file content, hard links once: what unpacking adds to a disk. */
  readonly unpacked: number;
  /**
   * sha256 over path, type, size, CRC-32 and link target of every entry but opaque markers, directories and empty files, sorted:
   * equal for equal content whatever store wrote the tar.
   */
  readonly contents: string;
  readonly entries: readonly LayerEntry[];
  /** Package URLs (purl-spec) of what owns files of this layer; absent where nobody looked. */
  readonly packages?: readonly string[];
}

/** Called with bytes as they are read, for progress. */
export type OnBytes = (bytes: number) => void;

export interface StoredLayer {
  /** digest and size as stored; where `estimated`, digest is the diffId and size an estimate of the gzip form. */
  readonly digest: string;
  readonly mediaType: string;
  /** Walks the layer, verifying digest, size and diffId on the way; a second call answers from memory. */
  read(onBytes?: OnBytes): Promise<ReadLayer>;
}

export interface ReadLayer {
  readonly index: LayerIndex;
  /** Bytes of the blob as a registry stores it. */
  readonly download: number;
  /** True where the source holds no compressed form and `download` was computed with gzip level 6. */
  readonly estimated: boolean;
}

/** One image manifest on one platform. */
export interface StoredImage {
  /** Reference name in the source (RepoTag or org.opencontainers.image.ref.name), where it has one. */
  readonly reference?: string;
  /** `os/arch[/variant]` */
  readonly platform: string;
  readonly manifestDigest: string;
  readonly config: ImageConfig;
  /** Bytes of the config blob. */
  readonly configSize: number;
  readonly layers: readonly StoredLayer[];
}

/** An opened source of images; closing it releases file handles. */
export interface ImageSource extends AsyncDisposable {
  /** As errors name it: `oci-archive:app.tar` */
  readonly name: string;
  readonly images: readonly StoredImage[];
}
