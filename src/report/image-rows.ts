import { decidingConditions } from '../compare/deciding.ts';
import { isNoiseOnly, isWithinNoise } from '../compare/noise.ts';
import type { Comparison, ConditionResult } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';
import { gravestFirst, type Verdict } from '../model/verdict.ts';
import { percentOf } from '../text/amount.ts';
import { hasNewsOfChecks } from './words/checks.ts';

/** One size before and after the change, in bytes. Null where it was not measured. */
export interface SizeChange {
  readonly before: number | null;
  readonly after: number | null;
  readonly growth: number | null;
  readonly percent: number | null;
  /** True where a side is an estimate. */
  readonly estimated: boolean;
  /** True for a change within the image's noise. The number is shown, but it is not news. */
  readonly noise: boolean;
}

/** What the table of a report shows of one image on one platform, in every form. */
export interface Row {
  readonly comparison: Comparison;
  readonly verdict: Verdict;
  readonly download: SizeChange;
  readonly unpacked: SizeChange;
  /** Bytes that a host with the baseline still has to pull. */
  readonly newBytes: number | null;
  /** The conditions that made the verdict. */
  readonly decisive: readonly ConditionResult[];
}

/** The rows of a report, most severe verdict first. */
export function rowsOf(report: Report): readonly Row[] {
  return gravestFirst(report.comparisons).map(rowOf);
}

/** Whether the image has no news: no change beyond noise, no notes, no check with another result. A report may fold it. */
export function isUnchanged({ verdict, comparison }: Row): boolean {
  return verdict === 'pass' && isNoiseOnly(comparison) && comparison.notes.length === 0 && !hasNewsOfChecks(comparison);
}

/** Whether a size changed, but within the image's noise. A report names it as such, never as unchanged. */
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
