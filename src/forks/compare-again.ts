import { compareVariantOutputs } from '../compare/checks.ts';
import { compareImage, compareRemoved } from '../compare/compare.ts';
import { compareRelated } from '../compare/together.ts';
import { withTrueExtras } from '../exchange/extras.ts';
import type { Baseline } from '../model/baseline.ts';
import type { Comparison } from '../model/comparison.ts';
import type { MissingPart, Report } from '../model/document.ts';
import type { CheckResult, Measurement } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';
import { createReport } from '../model/report.ts';
import { UserError } from '../text/error.ts';
import { cutMiddle, visibleLine, visibleLines } from '../text/escape.ts';
import type { Trusted, TrustedImage } from './configured.ts';

const NOT_CONFIGURED = {
  kind: 'none',
  reason:
    "the default branch's configuration does not have this image (yet): it is compared with nothing, and only the general conditions apply",
} as const;

/** An image on one platform; the platform is '' where it is not known. */
export type ImagePlatform = Pick<Comparison, 'image' | 'platform'>;

/** What is believed instead of the report: the default branch's configuration (configured.ts), and the data branch. */
export interface TrustedSide extends Trusted {
  /** The trusted measurement to compare with, or why there is none. */
  readonly baselineOf: (subject: ImagePlatform) => Promise<Baseline>;
  /** The platforms of an image in the trusted baseline: a report without one of them hides it. */
  readonly platformsOf: (image: string) => Promise<readonly string[]>;
}

/** Characters of the reason that a stranger's run gives for an image that it could not measure. */
const MOST_SAID = 4000;
/** Images that are compared though they are not configured. */
const MOST_UNKNOWN = 10;
/** Comparisons of a stranger's report, each of which may need a read of the data branch. */
const MOST_COMPARISONS = 1000;
/** Parts that a stranger's report says are missing. */
const MOST_MISSING = 20;

/**
 * Compares the measurements of a stranger's report anew, since a pull request from a fork writes every byte of that report. Only what was
 * measured at head is taken from it; verdicts and sentences are ours. `parseReport` has read it: numbers are bounded and sums agree.
 *
 * | a report that … | comes to |
 * | --- | --- |
 * | claims a verdict, conditions, growth, layers, split, drift or noise | all computed by `compareImage` from head, trusted baseline and trusted conditions |
 * | brings a baseline of its own | thrown away; without a trusted one, `new`, and the notes say so |
 * | claims that its growth was accepted | thrown away: acceptance is looked up live, by the caller |
 * | claims `unaffected`, so that nothing was measured | thrown away; the head is compared like any other |
 * | leaves out a configured image, or a platform that the configuration or the trusted baseline has | `error` |
 * | moves growth to the name of another image or platform | that name is compared as itself, the one left out is `error` |
 * | has images that are not configured | ten are compared with nothing under the general conditions, and say so; the rest are counted as missing |
 * | says that an image is `removed` | believed where a trusted baseline has it, with a note that the run says so; else `error` |
 * | leaves out checks, or brings others | those that are configured and not there are `skipped` (a warning where they passed before); others are dropped |
 * | writes sentences: advice, notes, proposals | dropped, since they would be in our name; the reason of an unmeasured image is quoted, bounded, without control characters |
 * | sets growth apart that no commit has | thrown away: only the run that built could see its context |
 * | brings an explanation or files that do not sum to the recomputed growth | dropped with a note |
 * | brings trends, variants or totals | trends dropped, since the caller takes them from the data branch; the others computed from the comparisons |
 * | hides text in names, paths and instructions | kept as data; every renderer escapes and cuts it |
 * | lies about what it measured at head, or what its checks printed | cannot be detected. The numbers are shown, and the default branch measures what is merged |
 * | has thousands of comparisons, each of which would need a read of the data branch | refused |
 *
 * `part` and `commit` are as the report has them. The caller checks that the commit is the pull request's head.
 * @throws UserError for a report of more than 1000 comparisons
 */
export async function compareAgain(report: Report, trustedSide: TrustedSide): Promise<Report> {
  const { images, conditionsOf } = trustedSide;
  refuseTooMany(report);
  const expected = report.comparisons.filter(({ image }) => conditionsOf(image) !== undefined);
  const names = new Set([...images.map(({ name }) => name), ...expected.map(({ image }) => image)]);
  const compared: Comparison[] = [];
  for (const name of names) {
    const trusted = conditionsOf(name);
    const claims = expected.filter(({ image }) => image === name);
    if (trusted !== undefined) compared.push(...(await compareTrustedImage(trusted, claims, trustedSide)));
  }
  const unknown = report.comparisons.filter(({ image }) => !names.has(image));
  const comparisons = [...compareVariantOutputs(compared, images), ...compareUnknown(unknown, trustedSide)];
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
async function compareTrustedImage(
  trusted: TrustedImage,
  claims: readonly Comparison[],
  trustedSide: TrustedSide,
): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const claim of claims) {
    comparisons.push(compareClaim(claim, trusted, await trustedSide.baselineOf(subjectOf(claim))));
  }
  for (const platform of await absentPlatforms(trusted, claims, trustedSide)) {
    const subject = { image: trusted.name, platform };
    comparisons.push(unmeasured(subject, trusted, await trustedSide.baselineOf(subject), NOT_IN_REPORT));
  }
  return comparisons;
}

const NOT_IN_REPORT = 'the report file does not have it, though it is configured or was there before';

function compareClaim(claim: Comparison, trusted: TrustedImage, baseline: Baseline): Comparison {
  const subject = subjectOf(claim);
  if (claim.verdict === 'removed') return compareClaimedRemoval(subject, trusted, baseline);
  if (claim.head === null) return unmeasured(subject, trusted, baseline, quoteReason(claim));
  const { conditions, noise, verify } = trusted;
  const head = withConfiguredChecks(claim.head, trusted);
  const comparison = compareImage({ image: subject.image, baseline, head, conditions, noise, verify });
  const { explanation, contents } = claim;
  return withTrueExtras({
    ...comparison,
    ...(explanation === undefined ? {} : { explanation }),
    ...(contents === undefined ? {} : { contents }),
  });
}

/** An absent image is no growth. Only the run that tried can say that it is built no more. */
function compareClaimedRemoval(subject: ImagePlatform, trusted: TrustedImage, baseline: Baseline): Comparison {
  if (baseline.kind !== 'measured') {
    const reason = 'the run says that it was removed, but no trusted baseline has it';
    return unmeasured(subject, trusted, baseline, reason);
  }
  const removed = compareRemoved({ image: subject.image, baseline });
  return { ...removed, notes: [...removed.notes, "Only the pull request's own run says that it is gone."] };
}

function unmeasured(subject: ImagePlatform, trusted: TrustedImage, baseline: Baseline, error: string): Comparison {
  const { conditions, noise } = trusted;
  return compareImage({ ...subject, baseline, head: { error }, conditions, noise });
}

/** As a quotation, since a stranger wrote it. */
function quoteReason({ notes }: Comparison): string {
  const said = cutMiddle(visibleLines(notes.join('\n')).trim(), MOST_SAID);
  return `it was not measured; the run that should measure it says: ${said === '' ? 'nothing' : said}`;
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

/** Platforms that the report should have. It is '' where the image is not in the report at all, and its platform is not known. */
async function absentPlatforms(
  { name, platforms = [] }: TrustedImage,
  claims: readonly Comparison[],
  { platformsOf }: TrustedSide,
): Promise<readonly string[]> {
  const wanted: string[] = [];
  for (const platform of [...platforms, ...(await platformsOf(name))])
    if (!wanted.some((each) => samePlatform(each, platform))) wanted.push(platform);
  if (wanted.length === 0) return claims.length === 0 ? [''] : [];
  if (claims.some(({ platform }) => platform === '')) return [];
  return wanted.filter((platform) => !claims.some((each) => samePlatform(each.platform, platform)));
}

/** Images that a pull request adds. No configuration limits them yet beyond what all images may measure. */
function compareUnknown(unknown: readonly Comparison[], { general }: TrustedSide): readonly Comparison[] {
  return unknown.slice(0, MOST_UNKNOWN).map((claim) => {
    const comparison = compareClaim(claim, { name: claim.image, conditions: general }, NOT_CONFIGURED);
    const { notes } = comparison;
    return notes.includes(NOT_CONFIGURED.reason)
      ? comparison
      : { ...comparison, notes: [...notes, NOT_CONFIGURED.reason] };
  });
}

function refuseTooMany({ comparisons }: Report): void {
  if (comparisons.length <= MOST_COMPARISONS) return;
  throw new UserError(
    `the report has ${comparisons.length} comparisons; a report from a pull request's run may have at most ${MOST_COMPARISONS}`,
  );
}

/** At least one where there are any, since a missing part is an error. */
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

function subjectOf({ image, platform }: Comparison): ImagePlatform {
  return { image, platform };
}
