import type { Comparison, ConditionResult } from '../model/comparison.ts';
import type { Drift } from '../model/growth.ts';
import { familiarName } from '../model/reference.ts';
import { codeSpan, cutMiddle, escapeText, visibleLine } from '../text/escape.ts';
import { folded } from './markdown/parts.ts';
import { shareWords } from './words/facts.ts';
import { imageWords } from './words/images.ts';

/** Hexadecimal digits shown of a digest. */
const SHORT = 12;
/** Images shown. The others are folded. */
const IN_SIGHT = 5;

/** A sentence of Markdown for each image whose base image changed by itself. `platforms` is the report's number of platforms. */
export function renderDrift(comparisons: readonly Comparison[], platforms: number): string {
  const lines = driftsOf(comparisons).map(({ comparison, drift }) => {
    const subject = comparisons.length === 1 ? '' : `${codeSpan(imageWords(comparison, platforms), 60)}: `;
    return `${subject}Base image ${codeSpan(familiarName(drift.image), 100)} ${changedWords(drift, escapeText)}`;
  });
  const inSight = lines.slice(0, IN_SIGHT).join('<br>');
  const more = lines.slice(IN_SIGHT);
  return more.length === 0
    ? inSight
    : `${inSight}\n\n${folded(`Base image changed: ${more.length} more`, more.join('<br>'))}`;
}

/** The same as plain lines. Empty where no base image changed. */
export function driftLines(comparison: Comparison): readonly string[] {
  return driftsOf([comparison]).map(
    ({ drift }) =>
      `Base image ${cutMiddle(visibleLine(familiarName(drift.image)), 100)} ${changedWords(drift, visibleLine)}`,
  );
}

/** The reason of a condition's verdict. Undefined where the line about the base image already says it. */
export function reasonBesideDrift({ reason }: ConditionResult, { drift }: Comparison): string | undefined {
  return drift !== undefined && reason?.startsWith('the base image') ? undefined : reason;
}

function driftsOf(comparisons: readonly Comparison[]) {
  return comparisons.flatMap((comparison) => {
    const { drift } = comparison;
    return drift === undefined ? [] : [{ comparison, drift }];
  });
}

/** `changed (sha256:1234… → sha256:5678…), the Dockerfile did not: +12.3 MB unpacked from the base image, 0 B from your layers` */
function changedWords({ before, after, inherited, own }: Drift, safe: (text: string) => string): string {
  const shown = (digest: string) => safe(shortDigest(digest));
  const digests = before === undefined || after === undefined ? '' : ` (${shown(before)} → ${shown(after)})`;
  return `changed${digests}, the Dockerfile did not: ${shareWords(inherited, own)}`;
}

function shortDigest(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${algorithm.slice(0, SHORT)}:${hex.slice(0, SHORT)}…`;
}
