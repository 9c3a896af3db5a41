import { familiarName } from '../compare/drift.ts';
import type { Comparison, ConditionResult } from '../model/comparison.ts';
import type { Drift } from '../model/growth.ts';
import { formatSignedBytes } from '../text/amount.ts';
import { codeSpan, cutMiddle, escapeText, visibleLine } from '../text/escape.ts';
import { folded } from './markdown/parts.ts';
import { imageWords } from './words/words.ts';

/** Hexadecimal digits of a digest that are shown: enough to tell two apart. */
const SHORT = 12;
/** Images told in sight; more are folded. */
const IN_SIGHT = 5;

/** A sentence for each image whose base image changed by itself, as Markdown; `platforms` is how many the report speaks of. */
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

/** The same as plain lines; nothing where no base image changed. */
export function driftLines(comparison: Comparison): readonly string[] {
  return driftsOf([comparison]).map(
    ({ drift }) =>
      `Base image ${cutMiddle(visibleLine(familiarName(drift.image)), 100)} ${changedWords(drift, visibleLine)}`,
  );
}

/** Why a condition is judged as it is; nothing where the line about the base image says it already. */
export function reasonBesideDrift({ reason }: ConditionResult, { drift }: Comparison): string | undefined {
  return drift !== undefined && reason?.startsWith('the base image') ? undefined : reason;
}

function driftsOf(comparisons: readonly Comparison[]) {
  return comparisons.flatMap((comparison) => {
    const { drift } = comparison;
    return drift === undefined ? [] : [{ comparison, drift }];
  });
}

/** `changed (sha256:1234… → sha256:5678…): +12.3 MB unpacked inherited, +0 B yours` */
function changedWords({ before, after, inherited, own }: Drift, safe: (text: string) => string): string {
  const shown = (digest: string) => safe(shortDigest(digest));
  const digests = before === undefined || after === undefined ? '' : ` (${shown(before)} → ${shown(after)})`;
  const of = (growth: number | null) => formatSignedBytes(growth ?? 0);
  return `changed${digests}, the Dockerfile did not: ${of(inherited.unpacked)} unpacked inherited, ${of(own.unpacked)} yours`;
}

function shortDigest(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${algorithm.slice(0, SHORT)}:${hex.slice(0, SHORT)}…`;
}
