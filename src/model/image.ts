import type { Check } from './check.ts';
import type { Condition } from './condition.ts';
import type { Transport } from './transport.ts';

/** Where an image comes from: a build, or a place that has it already (containers-transports names). */
export type Source = DockerfileSource | BakeSource | TransportSource;

/** Whether an image of this source is built here. */
export function isBuilt(source: Source): source is DockerfileSource | BakeSource {
  return source.kind === 'dockerfile' || source.kind === 'bake';
}

/** An image that is built from a Dockerfile. */
export interface DockerfileSource extends BuildInputs {
  readonly kind: 'dockerfile';
  /** Dockerfile, relative to the repository's root (or absolute on the command line). Of a remote context: a path within it. */
  readonly file: string;
  /** Build context: a directory, relative like `file`, or a git or HTTP(S) URL as buildx takes it. */
  readonly context: string;
  readonly target?: string;
  /** `KEY=value`, or `KEY` to take the value from the environment, as for buildx. */
  readonly buildArgs: readonly string[];
}

/** Other inputs of a build, named as in docker/build-push-action. */
export interface BuildInputs {
  /** `os/arch[/variant]`, each built and measured separately. Absent: the builder's own platform. */
  readonly platforms?: readonly string[];
  /** `KEY=value` */
  readonly labels?: readonly string[];
  /** Named contexts: `NAME=VALUE` */
  readonly buildContexts?: readonly string[];
  readonly secrets?: readonly Secret[];
  /** `default` or `ID[=SOCKET|KEY…]` */
  readonly ssh?: readonly string[];
  /** `default`, `none` or `host` */
  readonly network?: string;
  /** Cache entries of this image, instead of those of the run. */
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
}

/** A build secret: the place of its value, never the value. `file` is relative to the repository's root. */
export type Secret = { readonly id: string; readonly env: string } | { readonly id: string; readonly file: string };

/** A target of a bake or compose file, built by `docker buildx bake`. */
export interface BakeSource {
  readonly kind: 'bake';
  /** HCL, JSON or compose files, relative to the repository's root, merged in order. */
  readonly files: readonly string[];
  readonly target: string;
  /** Instead of the target's own platforms. */
  readonly platforms?: readonly string[];
}

/** An image that exists already: in a directory, an archive, a store, the daemon or a registry. */
export interface TransportSource {
  readonly kind: Transport;
  /**
   * Path of a directory or archive, or a reference. Of a registry in full: HOST/REPOSITORY:TAG or HOST/REPOSITORY@DIGEST. Of a store as written: its
   * place may stand in front, in brackets.
   */
  readonly location: string;
  /** Picks one image of several: a tag or reference name, `@sha256:…`, or `@N` for its place in the list. */
  readonly reference?: string;
  /** Those to measure, of the platforms that it has; all where absent. */
  readonly platforms?: readonly string[];
}

/** One image that the user configured: its name, its source, and all conditions that hold for it. */
export interface Image {
  readonly name: string;
  readonly source: Source;
  readonly conditions: readonly Condition[];
  /** Name of the image that this one is a variant of. The two are also compared with each other. */
  readonly variantOf?: string;
  /** What the image must still do. */
  readonly verify?: readonly Check[];
  /** Bytes by which two builds of one commit may differ. Growth up to that exceeds no condition. */
  readonly noise?: number;
  /** Build it even where none of its inputs changed. */
  readonly always?: boolean;
  /** Report the total of all its platforms, with shared blobs counted once. */
  readonly indexTotals?: boolean;
}

/** A scheme that BuildKit fetches from, in any case of letters. */
const URL_FORM = /^(?:https?|git|ssh):\/\/./i;
/** `git@github.com:acme/app.git`: the form that scp takes, always with a user. */
const SCP_FORM = /^[A-Za-z0-9_-]+@[A-Za-z0-9.-]+:./;

/**
 * True for a build context that BuildKit fetches by itself. That is an HTTP(S) URL (of a git repository or an archive), `git://`, `ssh://`
 * or `USER@HOST:PATH`. It is also `github.com/…`, which Docker has deprecated. A directory of such a name is written `./github.com/…`.
 * Source: docker/buildx build/utils.go (IsRemoteURL), moby/buildkit frontend/dockerfile/dfgitutil and util/sshutil.
 */
export function isRemoteContext(context: string): boolean {
  return URL_FORM.test(context) || SCP_FORM.test(context) || context.startsWith('github.com/');
}

/** The secret in the part of a URL before the `@`: a password, or a user name without one, which is a token. */
export function credentialsOf(context: string): readonly string[] {
  const [, user = '', password] = /^[a-z0-9+.-]+:\/\/([^/@:#?]*)(?::([^/@#?]*))?@/i.exec(context) ?? [];
  const secret = password ?? (/^https?:/i.test(context) ? user : '');
  return secret === '' ? [] : [secret];
}
