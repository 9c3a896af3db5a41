import { decidingConditions } from '../compare/deciding.ts';
import { isNoiseOnly, isWithinNoise } from '../compare/noise.ts';
import type { Comparison, ConditionResult, Verdict } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';
import { hasNewsOfChecks } from './words/check-news.ts';
import { gravestFirst } from './words/verdict.ts';
import { percentOf } from './words/words.ts';

/** One size before and after the change, in bytes; `null` where it could not be had. */
export interface SizeChange {
  readonly before: number | null;
  readonly after: number | null;
  readonly growth: number | null;
  readonly percent: number | null;
  /** True where a side is an estimate. */
  readonly estimated: boolean;
  /** True for a change that two builds of one commit may differ by: the number is shown, but is no news. */
  readonly noise: boolean;
}

/** What the table of a report shows of one image on one platform, whatever the form. */
export interface Row {
  readonly comparison: Comparison;
  readonly verdict: Verdict;
  readonly download: SizeChange;
  readonly unpacked: SizeChange;
  /** Bytes that a host with the baseline must still pull. */
  readonly newBytes: number | null;
  /** The conditions that made the verdict. */
  readonly decisive: readonly ConditionResult[];
}

/** The rows of a report, gravest verdict first. */
export function rowsOf(report: Report): readonly Row[] {
  return gravestFirst(report.comparisons).map(rowOf);
}

/** Whether nothing about the image changed (but for noise) and nothing is to be said of it, so that a report may fold it away. */
export function isUnchanged({ verdict, comparison }: Row): boolean {
  return verdict === 'pass' && isNoiseOnly(comparison) && comparison.notes.length === 0 && !hasNewsOfChecks(comparison);
}

/** Whether a size differs by no more than the image's noise: to be named as such, never as unchanged. */
export function hasNoise({ download, unpacked }: Row): boolean {
  return download.noise || unpacked.noise;
}

function rowOf(comparison: Comparison): Row {
  return {
    comparison,
    verdict: comparison.verdict,
    download: sizeChange(comparison, 'download'),
    unpacked: sizeChange(comparison, 'unpacked'),
    newBytes: comparison.growth.newBytes,
    decisive: decidingConditions(comparison),
  };
}

function sizeChange({ baseline, head, growth, noise = 0 }: Comparison, metric: 'download' | 'unpacked'): SizeChange {
  const before = baseline?.[metric] ?? null;
  const estimated = metric === 'download' && (baseline?.estimated === true || head?.estimated === true);
  return {
    before,
    after: head?.[metric] ?? null,
    growth: growth[metric],
    percent: percentOf(growth[metric], before),
    estimated,
    noise: Boolean(growth[metric]) && isWithinNoise(growth[metric] ?? 0, noise),
  };
}
