import { compareImage } from '../compare/compare.ts';
import { compareRelated } from '../compare/together.ts';
import { withinBudget } from '../explain/contents/budget.ts';
import type { Comparison } from '../model/comparison.ts';
import type { MissingPart, Ratchet, Report, ReportFacts, Trend } from '../model/document.ts';
import { createReport } from '../model/report.ts';
import { defined, type Every } from '../text/defined.ts';
import { UserError } from '../text/error.ts';
import { groupBy } from '../text/group-by.ts';
import { comparisonKey, relationsOf } from './relations.ts';

/** A report under the name that messages have for it. */
interface Part {
  readonly name: string;
  readonly report: Report;
}

/** One comparison and the part that it is from. */
interface Claim {
  readonly part: string;
  readonly comparison: Comparison;
}

/**
 * One report of the parts of a matrix. Nothing overwrites another's:
 * - An image on one platform that two parts compared becomes one `error` comparison that names both. The result of another part replaces
 *   `removed`, because a job of one platform does not know that another job has the others. Where no part measured it, all reasons are kept.
 * - Of two parts with one name, only the later counts if it has every image of the earlier: the job was run again. Otherwise both count.
 * - A part that is `expected` but absent, or that has no comparisons, is `missing`, and the verdict at least `error`.
 * Variants are compared across parts where a part says of which image one is a variant. Totals are over the platforms of all parts.
 * The files of images are kept up to the limit of one report (`withinBudget`).
 * Outputs of variants in different parts are not compared (`verify` with `same-output`), since no part knows what its images must print.
 * @param expected names of parts that must be there
 * @throws UserError for parts of different commits, naming two
 */
export function mergeReports(parts: readonly Report[], expected: readonly string[] = []): Report {
  const named = parts.map((report, at): Part => ({ name: report.part ?? `report ${at + 1}`, report }));
  const counted = withoutSuperseded(named);
  const commit = commitOf(counted);
  const claims = counted.flatMap(({ name, report }) =>
    report.comparisons.map((comparison): Claim => ({ part: name, comparison })),
  );
  const merged = Array.from(groupBy(claims, ({ comparison }) => comparisonKey(comparison)).values(), mergeClaims);
  const comparisons = withinBudget(merged);
  const reports = counted.map(({ report }) => report);
  const facts: Every<ReportFacts> = {
    // A merged report is not a part.
    part: undefined,
    commit,
    missing: missingOf(counted, expected),
    trends: longestTrends(reports),
    proposals: lastProposals(reports),
    variants: undefined,
    totals: undefined,
    ...compareRelated(relationsOf(reports), comparisons),
  };
  return createReport(comparisons, defined(facts));
}

function withoutSuperseded(parts: readonly Part[]): readonly Part[] {
  return parts.filter(({ report }, at) => {
    if (report.part === undefined) return true;
    const later = parts.slice(at + 1).filter((other) => other.report.part === report.part);
    return !later.some((other) => hasImagesOf(other.report, report));
  });
}

function hasImagesOf(later: Report, earlier: Report): boolean {
  const images = new Set(later.comparisons.map(({ image }) => image));
  return earlier.comparisons.every(({ image }) => images.has(image));
}

function commitOf(parts: readonly Part[]): string | undefined {
  const [first, ...others] = parts.filter(({ report }) => report.commit !== undefined);
  const other = others.find(({ report }) => report.commit !== first?.report.commit);
  if (first === undefined || other === undefined) return first?.report.commit;
  throw new UserError(
    `${first.name} is of commit ${first.report.commit}, ${other.name} of commit ${other.report.commit}. All parts of a report must be of one commit. Run the jobs of one of them again`,
  );
}

/** One comparison for one image on one platform, from what the parts have of it. */
function mergeClaims(claims: readonly Claim[]): Comparison {
  const present = claims.filter(({ comparison }) => comparison.verdict !== 'removed');
  const [first, ...others] = present.length > 0 ? present : claims.slice(0, 1);
  if (first === undefined) throw new Error('a group of claims is never empty');
  if (others.length === 0) return first.comparison;
  const all = [first, ...others];
  const measured = all.some(({ comparison }) => comparison.head !== null);
  const parts = all.map(({ part }) => part).join(' and ');
  const { image, platform } = first.comparison;
  const conflict = `${image}${platform === '' ? '' : ` on ${platform}`} is in ${parts}: only one part may measure it; give the image to one part, or name the two images differently`;
  const reasons = all.flatMap(({ part, comparison: { head, notes } }) =>
    head === null ? notes.map((note) => `${part}: ${note}`) : [],
  );
  const [error = conflict, ...notes] = measured ? [conflict, ...reasons] : reasons;
  const baseline = { kind: 'none', reason: '' } as const;
  const comparison = compareImage({ image, platform, baseline, head: { error }, conditions: [] });
  return { ...comparison, notes: [...comparison.notes, ...notes] };
}

function missingOf(parts: readonly Part[], expected: readonly string[]): readonly MissingPart[] {
  const known = new Set(parts.map(({ report }) => report.part));
  const absent = [...new Set(expected)].filter((part) => !known.has(part));
  const empty = parts.filter(({ report }) => report.comparisons.length === 0 && report.missing === undefined);
  return [
    ...absent.map((part) => ({
      part,
      reason: 'there is no report of it: its job failed, was skipped or cancelled, or uploads under another name',
    })),
    ...empty.map(({ name }) => ({ part: name, reason: 'its report has no images' })),
    ...parts.flatMap(({ report }) => report.missing ?? []),
  ];
}

/** For each image and platform, the trend with the most points. */
function longestTrends(reports: readonly Report[]): readonly Trend[] {
  const trends = reports.flatMap((report) => report.trends ?? []);
  return Array.from(groupBy(trends, comparisonKey).values(), (same) =>
    same.reduce((longest, trend) => (trend.points.length > longest.points.length ? trend : longest)),
  );
}

function lastProposals(reports: readonly Report[]): readonly Ratchet[] | undefined {
  const all = reports.flatMap((report) => report.proposals ?? []);
  const same = groupBy(all, (proposal) => `${proposal.metric} ${comparisonKey(proposal)}`);
  const proposals = Array.from(same.values()).flatMap((each) => each.at(-1) ?? []);
  return proposals.length === 0 ? undefined : proposals;
}
