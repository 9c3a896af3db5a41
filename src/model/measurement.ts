import type { LayerSource } from './layer-source.ts';
import type { Method } from './transport.ts';

export type { LayerSource } from './layer-source.ts';
export type { Method } from './transport.ts';

/** Everything measured about one image on one platform: plain, versioned JSON. Sizes are bytes. */
export interface Measurement {
  readonly image: string;
  /** `os/arch[/variant]` */
  readonly platform: string;
  /** Digest of the image manifest as stored. */
  readonly digest: string;
  /** Config + layer blobs as stored: what a registry stores and a cold pull transfers. */
  readonly download: number;
  /** Bytes of file content in all layers. */
  readonly unpacked: number;
  /** True where `download` could not be had exactly (only uncompressed layers were to be had). */
  readonly estimated: boolean;
  /** Regular files (hard links included) in the final file system: `find / -xdev -type f | wc -l`. */
  readonly files: number;
  /** Bytes of files that a later layer overwrites or deletes; unpacked − wasted is what the final tree holds. */
  readonly wasted: number;
  /** The costliest of these, largest first. */
  readonly wastedPaths: readonly WastedPath[];
  /** dive's efficiency: least bytes per path ÷ bytes over all layers, 0 to 1. */
  readonly efficiency: number;
  /** How the bytes were had. */
  readonly method: Method;
  /** Bytes of the config blob. */
  readonly configSize: number;
  readonly layers: readonly MeasuredLayer[];
  readonly config: {
    readonly user: string;
    readonly entrypoint: readonly string[];
    readonly cmd: readonly string[];
    readonly exposedPorts: readonly string[];
  };
  /** Versions of the tools that had a hand in the bytes: `image-size-gate`, `docker`, `buildx`, `driver`, … */
  readonly versions: Readonly<Record<string, string>>;
  /** What the image is built on; absent for an image from scratch, one that was not built, and where nobody knows. */
  readonly base?: BaseImage;
  /** sha256 of the Dockerfile's bytes; absent for an image that was not built. */
  readonly dockerfile?: string;
  /** How the build went; absent for an image that was not built. */
  readonly build?: BuildTime;
  /** sha256 of all that the configuration says of the build: the same for two builds of the same recipe. */
  readonly recipe?: string;
  /** What the image was found to do; absent where nothing was asked. */
  readonly checks?: readonly CheckResult[];
}

/** What a build took. A step that the cache had was not run. */
export interface BuildTime {
  readonly seconds: number;
  readonly steps: number;
  readonly cached: number;
}

/** What became of one check of an image. */
export interface CheckResult {
  /** The check's label. */
  readonly check: string;
  readonly outcome: 'pass' | 'fail' | 'skipped';
  /** Why it failed or was skipped. */
  readonly reason?: string;
  /** The end of what a failing command printed. */
  readonly tail?: string;
  /** sha256 of what the command printed. */
  readonly output?: string;
  /** sha256 of the command that printed it: a record may be of another one under the same label. */
  readonly command?: string;
  /** Median start-up time in seconds, from the container's start to the command's end (or until it was ready). */
  readonly seconds?: number;
  /** Median peak memory in bytes. */
  readonly peakMemory?: number;
  /** How many runs the medians are of. */
  readonly runs?: number;
}

/** The image that a Dockerfile's last stage starts from. */
export interface BaseImage {
  /** In full: `docker.io/library/debian:bookworm-slim` */
  readonly image: string;
  /** Of its manifest or index as the builder resolved it; on the classic store, the image's id. */
  readonly digest?: string;
  /** How many of the measurement's layers, from the bottom, are the base image's. */
  readonly layers: number;
}

export interface MeasuredLayer {
  readonly digest: string;
  readonly diffId: string;
  readonly download: number;
  readonly unpacked: number;
  readonly createdBy: string;
  /** Digest of the layer's index: equal for equal content whatever store wrote the tar. */
  readonly contents: string;
  /** The instruction that made it; absent for the base image's layers, and where nobody knows. */
  readonly source?: LayerSource;
}

export interface WastedPath {
  readonly path: string;
  readonly bytes: number;
}
