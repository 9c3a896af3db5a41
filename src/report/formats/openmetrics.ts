import type { Comparison } from '../../model/comparison.ts';
import type { Report } from '../../model/document.ts';
import { isGrowthOnly, METRIC_NAMES, METRICS, type Metric, metricGrowth, metricValue } from '../../model/metric.ts';
import { VERDICTS } from '../../model/verdict.ts';
import { visibleLine } from '../../text/escape.ts';
import { groupBy } from '../../text/group-by.ts';

/** How every file of ours begins. */
export const OPENMETRICS_MARKER = '# TYPE image_size_verdict stateset\n';

/**
 * The sizes of a report and their growth as OpenMetrics text 1.0, for Prometheus and the metrics reports of GitLab. Labels are `image` and
 * `platform`. What is not known has no sample, since a failure to measure is never a size.
 */
export function renderOpenMetrics({ comparisons }: Report): string {
  // A series has one sample. Of two failures of one image, the first stands for both.
  const single = [...groupBy(comparisons, labelsOf).values()].flatMap(([first]) => first ?? []);
  const families = METRIC_NAMES.flatMap((metric) => [sizeFamily(metric, single), growthFamily(metric, single)]);
  return `${verdictFamily(single)}${families.join('')}# EOF\n`;
}

/** A state set has a sample for each state, 1 for the one that holds. Source: OpenMetrics 1.0, "StateSet". */
function verdictFamily(comparisons: readonly Comparison[]): string {
  const name = 'image_size_verdict';
  const samples = comparisons.flatMap((comparison) =>
    VERDICTS.map((verdict) => {
      const holds = comparison.verdict === verdict ? 1 : 0;
      return `${name}{${labelsOf(comparison)},${name}="${verdict}"} ${holds}\n`;
    }),
  );
  return `${OPENMETRICS_MARKER}# HELP ${name} Verdict of the image.\n${samples.join('')}`;
}

function sizeFamily(metric: Metric, comparisons: readonly Comparison[]): string {
  const what = `${METRICS[metric].description}.`;
  return isGrowthOnly(metric)
    ? ''
    : family(nameOf(metric, ''), metric, what, comparisons, ({ head }) =>
        head === null ? null : metricValue(metric, head),
      );
}

function growthFamily(metric: Metric, comparisons: readonly Comparison[]): string {
  const suffix = isGrowthOnly(metric) ? '' : '_growth';
  const what = isGrowthOnly(metric) ? METRICS[metric].description : `Growth of ${metric} against the baseline`;
  return family(nameOf(metric, suffix), metric, `${what}.`, comparisons, (comparison) =>
    metricGrowth(metric, comparison),
  );
}

/** A family without samples is left out. */
function family(
  name: string,
  metric: Metric,
  help: string,
  comparisons: readonly Comparison[],
  measure: (comparison: Comparison) => number | null,
): string {
  const samples = comparisons.flatMap((comparison) => {
    const value = measure(comparison);
    return value === null ? [] : `${name}{${labelsOf(comparison)}} ${value}\n`;
  });
  if (samples.length === 0) return '';
  const unit = METRICS[metric].unit === 'bytes' ? `# UNIT ${name} bytes\n` : '';
  return `# TYPE ${name} gauge\n${unit}# HELP ${name} ${escaped(help)}\n${samples.join('')}`;
}

/** A name ends in its unit. Source: OpenMetrics 1.0, "Unit". */
function nameOf(metric: Metric, suffix: string): string {
  const unit = METRICS[metric].unit === 'bytes' && metric !== 'new-bytes' ? '_bytes' : '';
  return `image_size_${metric.replaceAll('-', '_')}${suffix}${unit}`;
}

function labelsOf({ image, platform }: Comparison): string {
  return `image="${escaped(image)}",platform="${escaped(platform)}"`;
}

function escaped(text: string): string {
  return visibleLine(text).replace(/[\\"]/g, '\\$&');
}
