/** How the bytes of an image are read. */
interface MethodRow {
  /** Completes "Method: …" in a report. */
  readonly words: string;
  /** Whether `download` is exact, for the README. */
  readonly download: string;
}

/** A containers-transports name: how an image that exists already is named, and read where the transport is a method of its own. */
interface TransportRow extends Partial<MethodRow> {
  /** How users write it: the prefix, and in capitals what stands for the rest. */
  readonly form: string;
  readonly place: 'directory' | 'archive' | 'store' | 'daemon' | 'registry';
}

/** In the order in which messages list them. A new transport is a new row and, where it is a file or directory, a reader (oci/source.ts). */
export const TRANSPORTS = {
  oci: { form: 'oci:DIR', place: 'directory', words: 'read from an OCI layout by descriptors', download: 'exact' },
  'oci-archive': {
    form: 'oci-archive:FILE',
    place: 'archive',
    words: 'read from an OCI archive by descriptors',
    download: 'exact',
  },
  'docker-archive': {
    form: 'docker-archive:FILE',
    place: 'archive',
    words: 'read from a docker archive',
    download: 'exact where its layers are compressed, else estimated as Go 1.27 or newer would gzip them, marked ≈',
  },
  /** Read by `daemon-push`, or by `daemon-save` where the daemon cannot push to this process. */
  'docker-daemon': { form: 'docker-daemon:REF', place: 'daemon' },
  docker: { form: 'docker://REF', place: 'registry', words: 'read from a registry by descriptors', download: 'exact' },
  dir: { form: 'dir:DIR', place: 'directory', words: "read from skopeo's directory by descriptors", download: 'exact' },
  'containers-storage': {
    form: 'containers-storage:REF',
    place: 'store',
    words: "read from podman's store",
    download: 'exact for layers that were pulled compressed, else estimated with gzip, marked ≈',
  },
} as const satisfies Readonly<Record<string, TransportRow>>;

export type Transport = keyof typeof TRANSPORTS;

/** Names of the transports, in the order of the table. */
export const TRANSPORT_NAMES = Object.keys(TRANSPORTS) as readonly Transport[];

/** All transports as users write them: `oci:DIR`, …, `docker://REF`. */
export const TRANSPORT_FORMS: readonly string[] = TRANSPORT_NAMES.map((name) => TRANSPORTS[name].form);

/** What stands before the location: `oci:`, `docker://`. */
export function transportPrefix(name: Transport): string {
  return TRANSPORTS[name].form.replace(/[A-Z]+$/, '');
}

/** What a build, or an image in the daemon, is read by. */
const DAEMON_METHODS = {
  'buildx-oci': { words: "read from buildx's OCI export by descriptors", download: 'exact' },
  'daemon-push': {
    words: 'pushed by the daemon to a registry inside this process, read by descriptors',
    download: 'exact',
  },
  'daemon-save': {
    words: 'saved by the daemon',
    download:
      "exact where its layers are compressed (containerd store), else estimated as the daemon's Go would gzip them, marked ≈",
  },
} as const satisfies Readonly<Record<string, MethodRow>>;

export type Method =
  | keyof typeof DAEMON_METHODS
  | { [Name in Transport]: (typeof TRANSPORTS)[Name] extends MethodRow ? Name : never }[Transport];

const { 'docker-daemon': _, ...readTransports } = TRANSPORTS;

/** How the bytes of an image were read, by the name that measurements hold. */
export const METHODS: Readonly<Record<Method, MethodRow>> = { ...DAEMON_METHODS, ...readTransports };

/** Names of all methods to get an image. */
export const METHOD_NAMES = Object.keys(METHODS) as readonly Method[];
