import { deciding } from '../../compare/deciding.ts';
import { isWithinNoise } from '../../compare/noise.ts';
import type { Report } from '../../model/document.ts';
import type { Verdict } from '../../model/verdict.ts';
import { percentOf } from '../../text/amount.ts';
import { acceptedBy } from './acceptance.ts';
import { changeWords } from './amounts.ts';
import { checkWords } from './checks.ts';
import { metricWords } from './condition.ts';
import { imageWords, platformsOf } from './images.ts';
import { missingWords } from './missing.ts';

/** The first line of a report: the images that it names, and the number that decided or what the verdict means. Not escaped. */
export interface Headline {
  readonly images: readonly string[];
  readonly words: string;
}

/** What a verdict means for a whole report, where no number decided it. */
const OUTCOMES: Readonly<Record<Verdict, string>> = {
  pass: 'within all limits',
  warn: 'a warning limit is exceeded',
  fail: 'a limit is exceeded',
  new: 'no baseline to compare with yet',
  removed: 'no longer built',
  inherited: 'a limit is exceeded, but not by this change',
  accepted: 'growth accepted',
  error: 'not everything could be measured',
};

/** Names the condition furthest over its limit, else the images that could not be measured, else the largest change. */
export function headlineOf(report: Report): Headline {
  const { verdict, comparisons } = report;
  const decision = deciding(report);
  if (verdict === 'error') return unmeasured(report);
  if (decision === null) return { images: [], words: OUTCOMES[verdict] };
  if (verdict === 'pass' && comparisons.every(({ unaffected }) => unaffected))
    return { images: [], words: 'no image is affected by this change' };
  const { comparison, condition, check } = decision;
  const images = [imageWords(comparison, platformsOf(report).length)];
  if (condition !== null) return { images, words: `${metricWords(condition, comparison)}${byWhom(report)}` };
  if (check !== undefined) return { images, words: checkWords(check) };
  const growth = comparison.growth.unpacked;
  if (verdict !== 'pass' || growth === null || growth === 0) return { images: [], words: OUTCOMES[verdict] };
  const change = changeWords(growth, percentOf(growth, comparison.baseline?.unpacked ?? null));
  const noise = isWithinNoise(growth, comparison.noise ?? 0) ? ' within noise' : '';
  return { images, words: `unpacked ${change}${noise}, ${OUTCOMES.pass}` };
}

function byWhom({ verdict, comparisons }: Report): string {
  const who = verdict === 'accepted' ? acceptedBy(comparisons) : '';
  return who === '' ? '' : `, ${who}`;
}

function unmeasured(report: Report): Headline {
  const images = report.comparisons.filter(({ verdict }) => verdict === 'error').map(({ image }) => image);
  const lost = missingWords(report);
  const words = images.length === 0 ? '' : 'could not be measured';
  const all = [words, lost].filter((part) => part !== '').join(', ');
  return { images: [...new Set(images)], words: all || OUTCOMES.error };
}
