// The types of `import … from "image-size-gate"`. The build writes this text to dist/library.d.ts, so it imports nothing.
// What is named here keeps its name and meaning until the next major version. Objects may have further fields, which may change.

/** Where and how images are built. What is absent has the default of the command line. */
export interface MeasureOptions {
  /** Directory that paths are relative to; the current one where absent. */
  readonly cwd?: string;
  /** `os/arch[/variant]` */
  readonly platforms?: readonly string[];
  readonly context?: string;
  readonly target?: string;
  /** `KEY=value` */
  readonly buildArgs?: readonly string[];
  /** Name of the buildx builder. */
  readonly builder?: string;
  readonly noCache?: boolean;
  /** Minutes for each build: 60 where absent. */
  readonly timeoutMinutes?: number;
  /** Ends builds, pushes and reads. */
  readonly signal?: AbortSignal;
  /** Called with a line for what a user should know. Nothing is printed. */
  readonly onMessage?: (message: string) => void;
}

/** Options of a comparison. */
export interface CompareOptions extends MeasureOptions {
  /** Conditions as in the input `fail-if`. Without any, growth over 2 % and 1 MB fails; `['none']` for none. */
  readonly failIf?: readonly string[];
  readonly warnIf?: readonly string[];
}

/** One layer of an image, base first. Sizes are bytes. */
export interface Layer {
  readonly digest: string;
  readonly diffId: string;
  readonly download: number;
  readonly unpacked: number;
  /** The instruction as the image's history has it. */
  readonly createdBy: string;
}

/** One image on one platform. Sizes are bytes. */
export interface Measurement {
  readonly image: string;
  /** `os/arch[/variant]` */
  readonly platform: string;
  /** What a registry stores and a cold pull transfers: config and layers as stored, each blob once. */
  readonly download: number;
  /** File content in all layers. */
  readonly unpacked: number;
  /** Whether `download` is an estimate. */
  readonly estimated: boolean;
  /** Regular files of the final file system. */
  readonly files: number;
  /** Bytes of files that a later layer overwrites or deletes. */
  readonly wasted: number;
  /** How the image was read. */
  readonly method: string;
  readonly layers: readonly Layer[];
}

/** What `image-size-gate measure --json` prints. */
export interface Measurements {
  readonly schemaVersion: 1;
  readonly measurements: readonly Measurement[];
  /** What could not be measured; absent for nothing. */
  readonly errors?: readonly { readonly image: string; readonly platform?: string; readonly reason: string }[];
}

/** What became of an image, or of a whole report. */
export type Verdict = 'pass' | 'warn' | 'fail' | 'new' | 'removed' | 'inherited' | 'accepted' | 'error';

/** A condition with what was found. */
export interface Condition {
  /** As it was written. */
  readonly text: string;
  readonly level: 'fail' | 'warn';
  readonly verdict: 'pass' | 'fail' | 'warn' | 'inherited' | 'accepted' | 'skipped';
  readonly metric: string;
  /** Bytes, a count or a percentage; null where it is not known. */
  readonly actual: number | null;
  readonly limit: number;
  readonly reason?: string;
}

/** One image on one platform, baseline against head. */
export interface Comparison {
  readonly image: string;
  /** '' where neither side could be measured. */
  readonly platform: string;
  readonly verdict: Verdict;
  readonly baseline: Measurement | null;
  readonly head: Measurement | null;
  /** Bytes; null where the sides do not compare. */
  readonly growth: { readonly download: number | null; readonly unpacked: number | null };
  readonly conditions: readonly Condition[];
  /** Why the verdict is `error` or `new`, and what a reader must know to trust the numbers. */
  readonly notes: readonly string[];
}

/** What `image-size-gate compare --json` prints. */
export interface Report {
  readonly schemaVersion: 1;
  readonly verdict: Verdict;
  readonly comparisons: readonly Comparison[];
}

/** A source as the command line has it: a Dockerfile, a directory with one, `oci:DIR`, `docker://REF` and the others. */
export type Source = string;

/**
 * Measures images. What could not be measured is in `errors`, and never a size.
 * It throws an error named `UserError` for a mistake in the arguments.
 */
export type Measure = (sources: Source | readonly Source[], options?: MeasureOptions) => Promise<Measurements>;

/**
 * Measures two sides and compares them. A side is a source, a `.json` file of `measure --json`, or what `measure` returned.
 * It throws an error named `UserError` for a mistake in the arguments, and where a side could not be measured.
 */
export type Compare = (
  base: Source | Measurements,
  head: Source | Measurements,
  options?: CompareOptions,
) => Promise<Report>;

export declare const measure: Measure;
export declare const compare: Compare;
/** Version of the package. */
export declare const version: string;
