/** Types of the OCI image-spec, and the types that reading an image returns. Sizes are bytes. */

/** Content descriptor (image-spec, descriptor.md). `digest` is of the blob as stored, `size` its length in bytes. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: DescriptorPlatform;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Platform of an entry of an index (image-spec, image-index.md). `osFeatures` are what an engine must have to run it. */
export interface DescriptorPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
  readonly osFeatures?: readonly string[];
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
  /** `created_by` of the history entries that made a layer, base first; '' for a layer without one. */
  readonly createdBy: readonly string[];
}

/** The kinds of a layer entry. `whiteout` and `opaque` hide what lower layers have. */
export type EntryType = 'file' | 'hardlink' | 'symlink' | 'directory' | 'device' | 'fifo' | 'whiteout' | 'opaque';

/** One entry of a layer. `path` has no leading './' or '/' and no trailing '/'. The path of a whiteout is the path that it hides. */
export interface LayerEntry {
  readonly path: string;
  readonly type: EntryType;
  /** Bytes of content of a regular file; 0 for everything else. */
  readonly size: number;
  /** CRC-32 of the stored content of a regular file that is not empty: cheap, and enough to tell two versions of a file apart. */
  readonly crc32?: number;
  /** Target of a hard link or symbolic link. That of a hard link is normalised like `path`. */
  readonly linkTarget?: string;
  /** Position in the index's `packages` of the package that owns the file, if one does. */
  readonly owner?: number;
  /** Positions of packages that lie in this file and whose bytes are its owner's, such as the Go program that an npm package ships. */
  readonly inner?: readonly number[];
  /** About how many bytes of the file each of `inner` takes; 0 where nobody knows. They sum to at most its size. */
  readonly innerBytes?: readonly number[];
  /** Pieces of an archive that count by themselves, such as the libraries in a fat jar. Their sizes sum to at most that of the file. */
  readonly parts?: readonly FilePart[];
  /** What the file is divided into besides, such as the layers of a Spring Boot archive. Their bytes sum to at most its size. */
  readonly sections?: readonly FileSection[];
  /**
   * What the file was made from, by a source map: bytes by package URL, and those of the application's own source by ''. They sum to at most its
   * size; the map does not tell the others.
   */
  readonly origins?: readonly FileSection[];
}

/** A section of a file, by the name that the file gives it. Its bytes may also be those of `parts`. */
export interface FileSection {
  /** Hostile text. */
  readonly name: string;
  readonly bytes: number;
}

/** A piece of a file. */
export interface FilePart {
  /** Path inside the archive, normalised like that of an entry. */
  readonly path: string;
  /** Bytes as stored in the archive. */
  readonly size: number;
  /** CRC-32 that the archive gives for its content, if it does. */
  readonly crc32?: number;
  /** Position in the index's `packages`, as of an entry. */
  readonly owner?: number;
}

/** What reading a layer returns. It is immutable, and the same for the same diffId. */
export interface LayerIndex {
  readonly diffId: string;
  /** Bytes of the uncompressed tar. */
  readonly tarSize: number;
  /** Bytes of file content, each hard-linked file once: what unpacking adds to a disk. */
  readonly unpacked: number;
  /**
   * sha256 over path, type, size, CRC-32 and link target of the entries, sorted. Opaque markers, directories and empty files are left
   * out: the digest is equal for equal content, whichever image store wrote the tar.
   */
  readonly contents: string;
  readonly entries: readonly LayerEntry[];
  /** Package URLs (purl-spec) of the packages that own files of this layer; absent if the layer was not inspected. */
  readonly packages?: readonly string[];
  /**
   * For each of `packages` what it requires, as package URLs without version. Those that it only recommends have `?relation=recommends`. Its own
   * URL with `?relation=development` says that npm installed it only for development.
   * Absent if the layer was read before this was known.
   */
  readonly requires?: readonly (readonly string[])[];
}

/** Called with bytes as they are read, for progress. */
export type OnBytes = (bytes: number) => void;

/** A layer of an image, not read yet. */
export interface StoredLayer {
  /** Digest of the blob as stored. If only the tar is available, the diffId. */
  readonly digest: string;
  readonly mediaType: string;
  /** How its descriptor says that it is stored (`formOf`). Absent where no descriptor is known, or it names no form. */
  readonly form?: string;
  /** Reads the layer and verifies its digest, size and diffId. A second call answers from memory. */
  read(onBytes?: OnBytes): Promise<ReadLayer>;
}

/** A layer after it was read. */
export interface ReadLayer {
  readonly index: LayerIndex;
  /** Bytes of the blob as a registry stores it. */
  readonly download: number;
  /** What compressed the blob, by its bytes (`CompressorMarks`), or what an estimate is of. Absent where only a record is known. */
  readonly compressor?: string;
  /** True if the source holds no compressed form, so that `download` was computed (`estimateGzip`). */
  readonly estimated: boolean;
}

/** One image manifest: an image for one platform. */
export interface StoredImage {
  /** Name of the image in the source (RepoTag or org.opencontainers.image.ref.name), if it has one. */
  readonly reference?: string;
  /** `os/arch[/variant]` */
  readonly platform: string;
  readonly manifestDigest: string;
  readonly config: ImageConfig;
  /** Bytes of the config blob. */
  readonly configSize: number;
  readonly layers: readonly StoredLayer[];
}

/** An entry of an index that is an image, but whose documents cannot be read. */
export interface UnreadableImage {
  /** `os/arch[/variant]` as the index says; '' where it says nothing. */
  readonly platform: string;
  readonly error: Error;
}

/** What a source holds. */
export interface FoundImages {
  readonly images: readonly StoredImage[];
  readonly unreadable: readonly UnreadableImage[];
  /** What is there besides, but is no image to measure, each with the reason: `sha256:… is an artifact …`. Provenance is not listed. */
  readonly leftOut: readonly string[];
}

/** An opened source of images. Disposing it closes its files. */
export interface ImageSource extends FoundImages, AsyncDisposable {
  /** As errors name it: `oci-archive:app.tar` */
  readonly name: string;
}
