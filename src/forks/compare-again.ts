import { compareVariantOutputs } from '../compare/checks.ts';
import { compareImage, compareRemoved } from '../compare/compare.ts';
import { compareRelated } from '../compare/together.ts';
import { withTrueExtras } from '../exchange/extras.ts';
import type { Baseline } from '../model/baseline.ts';
import type { Comparison, MissingPart, Report } from '../model/comparison.ts';
import type { CheckResult, Measurement } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';
import { createReport } from '../model/report.ts';
import { UserError } from '../text/error.ts';
import { cutMiddle, visibleLine, visibleLines } from '../text/escape.ts';
import type { Trusted, TrustedImage } from './configured.ts';

const NOT_CONFIGURED = {
  kind: 'none',
  reason:
    "it is no image of the default branch's configuration (yet): compared with nothing, and judged by the general conditions alone",
} as const;

/** Image and platform; the platform is '' where nobody could tell it. */
export type Asked = Pick<Comparison, 'image' | 'platform'>;

/** Whom to believe instead of the report: the default branch's configuration (configured.ts), and the data branch. */
export interface ForkJudges extends Trusted {
  /** The trusted measurement to compare with; undefined where there is none. */
  readonly baselineOf: (asked: Asked) => Promise<Baseline | undefined>;
  /** The platforms that the trusted baseline has of an image: a report without one of them hides it. */
  readonly platformsOf: (image: string) => Promise<readonly string[]>;
}

/** Characters of what a stranger's run says of an image that it could not measure, and images that are named though nobody configured them. */
const MOST_SAID = 4000;
const MOST_UNKNOWN = 10;
/** Of a stranger's report: comparisons, each of which may cost a look at the data branch, and parts that it says are missing. */
const MOST_COMPARISONS = 1000;
const MOST_MISSING = 20;
const NO_RECORD: Baseline = {
  kind: 'none',
  reason: 'no trusted baseline: the data branch has no record for it, and the one in the report file is not believed',
};

/**
 * Judges the measurements of a stranger's report anew: a pull request from a fork writes every byte of it. Only what was measured at
 * head is taken from it; verdicts and words are ours. Read by `parseReport` before, so that numbers are bounded and sums agree.
 *
 * | a report that … | comes to |
 * | --- | --- |
 * | claims a verdict, conditions, growth, layers, split, drift or noise | all computed by `compareImage` from head, trusted baseline and trusted conditions |
 * | brings a baseline of its own | thrown away; without a trusted one, `new`, and the notes say so |
 * | claims that its growth was accepted | thrown away: acceptance is looked up live, by the caller |
 * | claims `unaffected`, so that nothing was measured | thrown away; the head is compared like any other |
 * | leaves out a configured image, or a platform that the configuration or the trusted baseline has | `error` |
 * | moves growth to another image's or platform's name | that name is judged as itself, the one left out is `error` |
 * | has images that nobody configured | ten are each judged by the general conditions, with nothing to compare with, and say so; the rest are counted as missing |
 * | says that an image is `removed` | believed where a trusted baseline has it, and noted whose word that is; else `error` |
 * | leaves out checks, or brings others | those that are configured and not there are `skipped` (a warning where they passed before); others are dropped |
 * | writes sentences: advice, notes, proposals | dropped, since they would be said in our name; why an image could not be measured is kept, as the run's own words, bounded, without control characters |
 * | brings an explanation or files that do not sum to the recomputed growth | dropped with a note |
 * | brings trends, variants or totals | trends dropped, for the caller to take from the data branch; the others computed from the comparisons |
 * | hides text in names, paths and instructions | kept as data; every renderer escapes and cuts it |
 * | lies about what it measured at head, or what its checks printed | cannot be told: the run that measured is the stranger's. The numbers are shown, and the default branch measures what is merged |
 * | has thousands of comparisons, each of which would cost a look at the data branch | refused |
 *
 * `part` and `commit` are as the report has them: that the commit is the pull request's head is the caller's to check.
 * @throws UserError for a report of more than 1000 comparisons
 */
export async function compareAgain(report: Report, judges: ForkJudges): Promise<Report> {
  const { images, conditionsOf } = judges;
  refuseTooMany(report);
  const known = report.comparisons.filter(({ image }) => conditionsOf(image) !== undefined);
  const names = new Set([...images, ...known.map(({ image }) => ({ name: image }))].map(({ name }) => name));
  const judged: Comparison[] = [];
  for (const name of names) {
    const trusted = conditionsOf(name);
    const claimed = known.filter(({ image }) => image === name);
    if (trusted !== undefined) judged.push(...(await compareForkImage(trusted, claimed, judges)));
  }
  const unknown = report.comparisons.filter(({ image }) => !names.has(image));
  const comparisons = [...compareVariantOutputs(judged, images), ...compareUnknown(unknown, judges)];
  const { part, commit } = report;
  return {
    ...createReport(comparisons, {
      missing: [...boundedMissing(report.missing ?? []), ...uncounted(unknown.length, part)],
      ...(part === undefined ? {} : { part }),
      ...(commit === undefined ? {} : { commit }),
    }),
    ...compareRelated(images, comparisons),
  };
}

/** What the report has of one image, and an error for each platform that it should have. */
async function compareForkImage(
  trusted: TrustedImage,
  claimed: readonly Comparison[],
  judges: ForkJudges,
): Promise<readonly Comparison[]> {
  const judged: Comparison[] = [];
  for (const comparison of claimed) {
    const baseline = (await judges.baselineOf(askedOf(comparison))) ?? NO_RECORD;
    judged.push(compareOne(comparison, trusted, baseline));
  }
  for (const platform of await absentPlatforms(trusted, claimed, judges)) {
    const asked = { image: trusted.name, platform };
    const baseline = (await judges.baselineOf(asked)) ?? NO_RECORD;
    judged.push(
      unmeasured(
        asked,
        trusted,
        baseline,
        'the report file does not have it, though it is configured or was there before',
      ),
    );
  }
  return judged;
}

function compareOne(claimed: Comparison, trusted: TrustedImage, baseline: Baseline): Comparison {
  const asked = askedOf(claimed);
  if (claimed.verdict === 'removed') return judgeRemoved(asked, trusted, baseline);
  if (claimed.head === null) return unmeasured(asked, trusted, baseline, saidBy(claimed));
  const { conditions, noise, verify } = trusted;
  const head = withConfiguredChecks(claimed.head, trusted);
  const judged = compareImage({ image: asked.image, baseline, head, conditions, noise, verify });
  const { explanation, contents } = claimed;
  return withTrueExtras({
    ...judged,
    ...(explanation === undefined ? {} : { explanation }),
    ...(contents === undefined ? {} : { contents }),
  });
}

/** Its absence is no growth; that nobody builds it any more, only the run that tried can say. */
function judgeRemoved(asked: Asked, trusted: TrustedImage, baseline: Baseline): Comparison {
  if (baseline.kind !== 'measured') {
    const reason = 'the run says that it was removed, but no trusted baseline has it';
    return unmeasured(asked, trusted, baseline, reason);
  }
  const removed = compareRemoved({ image: asked.image, baseline });
  return { ...removed, notes: [...removed.notes, "That it is gone is the word of the pull request's own run."] };
}

function unmeasured(asked: Asked, trusted: TrustedImage, baseline: Baseline, error: string): Comparison {
  const { conditions, noise } = trusted;
  return compareImage({ ...asked, baseline, head: { error }, conditions, noise });
}

/** As a quotation, for the words are a stranger's. */
function saidBy({ notes }: Comparison): string {
  const said = cutMiddle(visibleLines(notes.join('\n')).trim(), MOST_SAID);
  return `it was not measured; the run that should have says: ${said === '' ? 'nothing' : said}`;
}

/** The results of the checks that are configured, and no others. */
function withConfiguredChecks({ checks = [], ...head }: Measurement, { verify = [] }: TrustedImage): Measurement {
  if (verify.length === 0) return head;
  const results = new Map(checks.map((result) => [result.check, result]));
  const absent = (check: string): CheckResult => ({
    check,
    outcome: 'skipped',
    reason: 'the report file has no result of it',
  });
  return { ...head, checks: verify.map(({ label }) => results.get(label) ?? absent(label)) };
}

/** '' where the image is not in the report at all, and nobody can tell for which platform it should be. */
async function absentPlatforms(
  { name, platforms = [] }: TrustedImage,
  claimed: readonly Comparison[],
  { platformsOf }: ForkJudges,
): Promise<readonly string[]> {
  const wanted: string[] = [];
  for (const platform of [...platforms, ...(await platformsOf(name))])
    if (!wanted.some((each) => samePlatform(each, platform))) wanted.push(platform);
  if (wanted.length === 0) return claimed.length === 0 ? [''] : [];
  if (claimed.some(({ platform }) => platform === '')) return [];
  return wanted.filter((platform) => !claimed.some((each) => samePlatform(each.platform, platform)));
}

/** What a pull request adds: nobody says yet what it may measure beyond what all images may. */
function compareUnknown(unknown: readonly Comparison[], { general }: ForkJudges): readonly Comparison[] {
  return unknown.slice(0, MOST_UNKNOWN).map((claimed) => {
    const judged = compareOne(claimed, { name: claimed.image, conditions: general }, NOT_CONFIGURED);
    return judged.notes.includes(NOT_CONFIGURED.reason)
      ? judged
      : { ...judged, notes: [...judged.notes, NOT_CONFIGURED.reason] };
  });
}

function refuseTooMany({ comparisons }: Report): void {
  if (comparisons.length <= MOST_COMPARISONS) return;
  throw new UserError(
    `the report has ${comparisons.length} comparisons; of a report that is judged again at most ${MOST_COMPARISONS} are accepted`,
  );
}

/** Never fewer than one of some: a part that is missing is an error. */
function boundedMissing(missing: readonly MissingPart[]): readonly MissingPart[] {
  return missing.slice(0, MOST_MISSING).map(({ part, reason }) => ({
    part: cutMiddle(visibleLine(part), 100),
    reason: `the run says: ${cutMiddle(visibleLine(reason), 300)}`,
  }));
}

function uncounted(unknown: number, part = 'the report'): readonly MissingPart[] {
  if (unknown <= MOST_UNKNOWN) return [];
  const more = unknown - MOST_UNKNOWN;
  return [{ part, reason: `${more} more images that the default branch's configuration does not have` }];
}

function askedOf({ image, platform }: Comparison): Asked {
  return { image, platform };
}
