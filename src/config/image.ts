import type { Condition } from './condition.ts';

/** How to have an image: built from a Dockerfile, or read from where it already is (containers-transports names). */
export type Source = DockerfileSource | TransportSource;

export interface DockerfileSource {
  readonly kind: 'dockerfile';
  /** Dockerfile, relative to the repository's root (or absolute on the command line). */
  readonly file: string;
  /** Build context directory, likewise. */
  readonly context: string;
  readonly target?: string;
  /** `KEY=value`, or `KEY` to take it from the environment, as buildx has it. */
  readonly buildArgs: readonly string[];
}

export interface TransportSource {
  readonly kind: 'oci' | 'oci-archive' | 'docker-archive' | 'docker-daemon' | 'docker';
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
}
