import type { Check } from './check.ts';
import type { Condition } from './condition.ts';
import type { Transport } from './transport.ts';

/** How to have an image: built, or read from where it already is (containers-transports names). */
export type Source = DockerfileSource | BakeSource | TransportSource;

export interface DockerfileSource extends BuildInputs {
  readonly kind: 'dockerfile';
  /** Dockerfile, relative to the repository's root (or absolute on the command line); within the context where that is remote. */
  readonly file: string;
  /** Build context: a directory, likewise, or a git or HTTP(S) URL as buildx takes it. */
  readonly context: string;
  readonly target?: string;
  /** `KEY=value`, or `KEY` to take it from the environment, as buildx has it. */
  readonly buildArgs: readonly string[];
}

/** What else a build is given, named as docker/build-push-action has it. */
export interface BuildInputs {
  /** `os/arch[/variant]`, each built and measured by itself; absent, the builder's own. */
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
  /** Cache entries of this image alone, in place of the run's. */
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
}

/** A build secret by where its value is, never by the value itself. `file` is relative to the repository's root. */
export type Secret = { readonly id: string; readonly env: string } | { readonly id: string; readonly file: string };

/** A target of a bake or compose file, built by `docker buildx bake`. */
export interface BakeSource {
  readonly kind: 'bake';
  /** HCL, JSON or compose files, relative to the repository's root, merged in order. */
  readonly files: readonly string[];
  readonly target: string;
  /** In place of the target's own. */
  readonly platforms?: readonly string[];
}

export interface TransportSource {
  readonly kind: Transport;
  /** Path of the directory or archive; the reference for docker-daemon; for docker, HOST/REPOSITORY:TAG or @DIGEST in full. */
  readonly location: string;
  /** Picks one image of several: a tag or reference name, or `@sha256:…`. */
  readonly reference?: string;
}

/** One entry the user configured: a name, how to have it, and the conditions that gate it (general ones and its own). */
export interface Image {
  readonly name: string;
  readonly source: Source;
  readonly conditions: readonly Condition[];
  /** Name of the image that this one is another way to build; they are compared with each other too. */
  readonly variantOf?: string;
  /** What the image must still do. */
  readonly verify?: readonly Check[];
  /** Growth of up to so many bytes is what two builds of the same commit may differ by, and meets no condition. */
  readonly noise?: number;
  /** Build it even where nothing that it is made of changed. */
  readonly always?: boolean;
  /** Report what all its platforms come to together, blobs that they share counted once. */
  readonly indexTotals?: boolean;
}

/** A scheme that BuildKit fetches from, in any case of letters. */
const URL_FORM = /^(?:https?|git|ssh):\/\/./i;
/** `git@github.com:acme/app.git`: the form that scp takes, always with a user. */
const SCP_FORM = /^[A-Za-z0-9_-]+@[A-Za-z0-9.-]+:./;

/**
 * True for a build context that BuildKit fetches by itself: an HTTP(S) URL (of a git repository or an archive), `git://`, `ssh://`,
 * `USER@HOST:PATH`, or `github.com/…`, which Docker has deprecated. A directory of such a name is written `./github.com/…`.
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
