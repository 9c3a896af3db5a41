import type { Acceptance } from './acceptance.ts';
import type { Advice } from './advice.ts';
import type { Origin } from './baseline.ts';
import type { Clause, Level } from './condition.ts';
import type { Contents } from './contents.ts';
import type { Explanation } from './explanation.ts';
import type { BaseImage, CheckResult, LayerSource, Measurement } from './measurement.ts';
import type { Growth, Metric } from './metric.ts';
import type { Ratchet } from './ratchet.ts';
import type { Verdict } from './verdict.ts';

export type { Growth } from './metric.ts';
export type { Verdict } from './verdict.ts';

/** One image on one platform, baseline against head. Plain JSON; `report/` turns it into words. */
export interface Comparison {
  readonly image: string;
  /** '' where neither side could be measured. */
  readonly platform: string;
  readonly verdict: Verdict;
  readonly baseline: (Measurement & { readonly origin: Origin }) | null;
  readonly head: Measurement | null;
  readonly growth: Growth;
  /** What became of every layer, head order with removed ones in place; empty where one side is missing. */
  readonly layers: readonly LayerChange[];
  readonly conditions: readonly ConditionResult[];
  /** Why the verdict is `error` or `new`, and what else a reader must know to trust the numbers; plain text. */
  readonly notes: readonly string[];
  /** The Dockerfile, relative to the repository's root, for annotations; absent for images that were not built. */
  readonly file?: string;
  /** Present where the base image changed though the Dockerfile did not. */
  readonly drift?: Drift;
  /** Growth in two parts, where both sides know what they are built on. */
  readonly split?: BaseSplit;
  /** Why it measures what it does now; absent where no layer changed, and where the files of a layer are not known. */
  readonly explanation?: Explanation;
  /** What the image must do, before and after; absent where nothing was asked. */
  readonly checks?: readonly CheckChange[];
  /** The image's tolerance in bytes; absent for none. */
  readonly noise?: number;
  /** What could be done better about the image, most bytes first; absent where nothing is to be said, and where nothing changed. */
  readonly advice?: readonly Advice[];
  /** Present where nothing that the image is made of changed since the baseline, whose record is then the head's measurement too. */
  readonly unaffected?: true;
  /** Present where the baseline could not be had, by an error: what needs one was not judged. */
  readonly baselineError?: true;
  /** Present where the verdict would be `fail`, but somebody accepted it: verdict `accepted`, or `error` with `baselineError`. */
  readonly acceptance?: Acceptance;
  /** The files of both sides; only in a report file that is made for the page or for another job. */
  readonly contents?: Contents;
}

/** One check of an image: what became of it at the baseline (null where it was not made there) and now. */
export interface CheckChange extends CheckResult {
  readonly before: CheckResult['outcome'] | null;
}

/** Images of one application compared with each other on one platform; the first row is what the others are held against. */
export interface VariantGroup {
  readonly platform: string;
  readonly rows: readonly [VariantRow, ...VariantRow[]];
}

export interface VariantRow {
  readonly image: string;
  /** Null where it could not be measured. Its checks are as the comparison judged them. */
  readonly measurement: Measurement | null;
  readonly verdict: Verdict;
  /** Change of `unpacked` and `download` against the first row in bytes; null for the first row, and where they do not compare. */
  readonly change: Growth | null;
}

/** All platforms of an image together, in bytes: blobs that they share are counted once. */
export interface IndexTotal {
  readonly image: string;
  readonly platforms: readonly string[];
  readonly download: { readonly before: number | null; readonly after: number | null };
  readonly unpacked: { readonly before: number | null; readonly after: number | null };
}

/** A base image that changed under an unchanged Dockerfile, with the growth split: what came with it, and all the rest. */
export interface Drift {
  /** In full: `docker.io/library/debian:bookworm-slim` */
  readonly image: string;
  /** Digest of the base image that the baseline was built on, where the builder told it. */
  readonly before?: string;
  readonly after?: string;
  /** How many of its layers changed, came or went. */
  readonly layers: number;
  readonly inherited: Growth;
  readonly own: Growth;
}

/** One layer, baseline against head. `changed` pairs layers of the same Dockerfile instruction whose content differs. */
export type LayerChange =
  | {
      readonly kind: 'unchanged' | 'changed';
      readonly createdBy: string;
      readonly before: LayerSize;
      readonly after: LayerSize;
      /** The lines that made it now. */
      readonly source?: LayerSource;
    }
  | {
      readonly kind: 'added';
      readonly createdBy: string;
      readonly before: null;
      readonly after: LayerSize;
      readonly source?: LayerSource;
    }
  | { readonly kind: 'removed'; readonly createdBy: string; readonly before: LayerSize; readonly after: null };

/** Sizes of a layer in bytes, and its digest as stored. */
export interface LayerSize {
  readonly digest: string;
  readonly download: number;
  readonly unpacked: number;
}

/**
 * A condition with what was found. `verdict` is `pass`, its level when met, `inherited` where this change did not break it, `accepted` where
 * somebody let it fail, or `skipped`.
 */
export interface ConditionResult {
  readonly text: string;
  readonly level: Level;
  readonly verdict: 'pass' | 'fail' | 'warn' | 'inherited' | 'accepted' | 'skipped';
  /** Metric, number and limit of the first clause, in its unit. */
  readonly metric: Metric;
  readonly actual: number | null;
  readonly limit: number;
  readonly clauses: readonly ClauseResult[];
  /** Why it was skipped, counts as inherited, or passed though its limit is exceeded. */
  readonly reason?: string;
}

export interface ClauseResult extends Clause {
  /** In the clause's unit; null where it could not be had, and for a percentage of nothing, which is exceeded. */
  readonly actual: number | null;
  readonly exceeded: boolean;
  /** Why `actual` is null, or why more than the limit does not exceed it. */
  readonly reason?: string;
}

/** The sizes of an image on one platform over time, oldest first, as the data branch remembers them. */
export interface Trend {
  readonly image: string;
  readonly platform: string;
  readonly points: readonly TrendPoint[];
}

export interface TrendPoint {
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
  readonly commit: string;
  /** Bytes. */
  readonly download: number;
  readonly unpacked: number;
  /** Tag, where the commit was released. */
  readonly release?: string;
}

/** A part of a matrix that was expected and could not be had: an error, since what was not measured is never green. */
export interface MissingPart {
  readonly part: string;
  readonly reason: string;
}

/**
 * The JSON document of `check --json`, of the action's `report` output, and of the artifact by which one job hands its measurements to another
 * (with `contents` of its comparisons then).
 */
export interface Report {
  readonly trends?: readonly Trend[];
  /** Name of the part of a matrix that this is. */
  readonly part?: string;
  /** Full id of the commit that was measured: on a pull request that of its head, not of the merge commit. */
  readonly commit?: string;
  readonly missing?: readonly MissingPart[];
  /** Tighter caps that the history suggests. */
  readonly proposals?: readonly Ratchet[];
  readonly variants?: readonly VariantGroup[];
  readonly totals?: readonly IndexTotal[];
  readonly schemaVersion: 1;
  readonly verdict: Verdict;
  readonly comparisons: readonly Comparison[];
}

/** Growth in two parts: what came with the base image, and all the rest, the config included. Together they are the whole growth. */
export interface BaseSplit {
  readonly before: BaseImage;
  readonly after: BaseImage;
  readonly inherited: Growth;
  readonly own: Growth;
}
