import type { Amount, Grant } from '../model/acceptance.ts';
import type { Comparison } from '../model/comparison.ts';
import { formatMetric, formatMetricChange, type Metric } from '../model/metric.ts';
import type { Coverage } from './amounts.ts';

/** Why growth is not accepted though somebody accepted something: as a note on the comparison, and as a line that names the image. */
export interface AcceptanceNote {
  readonly text: string;
  readonly line: string;
}

/** Says in plain text what a grant accepted, how this differs, and how to accept it. */
export function noteOn(comparison: Comparison, grant: Grant, coverage: Coverage | 'other commit'): AcceptanceNote {
  const text = `${finding(grant, coverage)} ${cure(grant)}`;
  const { image, platform } = comparison;
  return { text, line: `${platform === '' ? image : `${image} (${platform})`}: ${text}` };
}

function finding(grant: Grant, coverage: Coverage | 'other commit'): string {
  const day = grant.at.slice(0, 10);
  const { by } = grant;
  if (coverage === 'other commit')
    return `@${by} approved commit ${(grant.commit ?? '').slice(0, 7)} on ${day}, which is not the one that was measured.`;
  if (coverage.kind === 'beyond') {
    const { metric, accepted, now } = coverage;
    const words = (amount: Amount) => amountWords(metric, amount);
    return `@${by} accepted ${metric} ${words(accepted)} on ${day}; it is ${words(now)} now.`;
  }
  const deed = grant.kind === 'label' ? `set the label ${grant.name}` : 'approved';
  return `@${by} ${deed} on ${day}, when the comment did not show this.`;
}

function cure({ kind, name }: Grant): string {
  return kind === 'label' ? `To accept it, set the label ${name} again.` : 'To accept it, approve again.';
}

function amountWords(metric: Metric, { total, growth }: Amount): string {
  if (total !== null) return formatMetric(metric, total);
  return growth === null ? 'of an unknown size' : formatMetricChange(metric, growth);
}
