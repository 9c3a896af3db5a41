import { isFailing } from '../compare/checks.ts';
import type { AcceptanceState, Grant, ShownCondition } from '../model/acceptance.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';
import { samePlatform } from '../model/platform.ts';
import { overallVerdict } from '../model/report.ts';
import { type Coverage, coverageOf, failing, shownConditions } from './amounts.ts';
import { type AcceptanceNote, noteOn } from './note.ts';

/** A report with what was accepted in it. */
export interface Accepted {
  readonly report: Report;
  /** For the comment that shows the report. */
  readonly state: AcceptanceState;
  /** Labels to remove: growth went beyond what they accepted, and they accept nothing else of this report. */
  readonly exhausted: readonly Grant[];
  /** Why a failing comparison is not accepted though there are grants: one plain line for each. The comparison's notes hold it too. */
  readonly notes: readonly string[];
}

/** A grant, what it accepts at most, and whether that covers each failing comparison. */
interface Standing {
  readonly grant: Grant;
  readonly limit: readonly ShownCondition[];
  readonly coverages: ReadonlyMap<Comparison, Coverage>;
}

/** Whether a report has anything that could be accepted. If not, nobody needs to be asked. */
export function mayBeAccepted({ comparisons }: Report): boolean {
  return comparisons.some(isOpen);
}

/**
 * Turns `fail` into `accepted` for the comparisons whose failing conditions somebody accepted. A failing check is never accepted.
 * A grant accepts what our comment showed when the grant was given:
 * - A grant that `state` knows accepts what `state` says.
 * - A grant that the writer of `state` did not see accepts what that comment showed. Where the grant is older than the comment
 *   (`writtenAt`), it was given for an earlier text that is lost: it accepts nothing.
 * - Without a state, a grant accepts what is measured now; a review does so only for the commit that it was given for (`headSha`).
 * @param grants null where nobody was asked, or the answer is missing: then nothing is accepted, and nothing accepted before is forgotten
 * @param state what the comment holds now; null without a comment
 */
export function acceptReport(
  report: Report,
  grants: readonly Grant[] | null,
  state: AcceptanceState | null,
  { headSha, writtenAt = '' }: { readonly headSha: string; readonly writtenAt?: string | undefined },
): Accepted {
  const shown = report.comparisons.flatMap(shownConditions);
  if (grants === null) return { report, state: unasked(state, shown), exhausted: [], notes: [] };
  const open = report.comparisons.filter(isOpen);
  const standings = grants.toSorted(byTime).map((grant): Standing => {
    const limit = limitOf(grant, state, shown, { headSha, writtenAt });
    return { grant, limit, coverages: new Map(open.map((comparison) => [comparison, coverageOf(comparison, limit)])) };
  });
  const spent = standings.filter(isSpent);
  const decided = report.comparisons.map((comparison) => decide(comparison, standings, state, headSha));
  return {
    report: withComparisons(
      report,
      decided.map(({ comparison }) => comparison),
    ),
    state: {
      shown,
      grants: standings.map((each) => ({ id: each.grant.id, accepted: spent.includes(each) ? [] : each.limit })),
    },
    exhausted: spent.map(({ grant }) => grant).filter(({ kind }) => kind === 'label'),
    notes: decided.flatMap(({ note }) => (note === undefined ? [] : [note.line])),
  };
}

function isOpen(comparison: Comparison): boolean {
  return comparison.verdict === 'fail' && failing(comparison).length > 0;
}

const byTime = (a: Grant, b: Grant) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1);

/**
 * The state of a run that asked nobody: what was accepted stays. Where nothing fails, the comment shows nothing to accept. Where something
 * fails, whoever accepted meanwhile has certainly seen only what was shown before.
 */
function unasked(state: AcceptanceState | null, shown: readonly ShownCondition[]): AcceptanceState {
  if (state === null) return { shown, grants: [] };
  return shown.length === 0 || isEmpty(state) ? { ...state, shown } : state;
}

/** Whether a comment remembers nothing, so that nothing can be lost. */
function isEmpty({ shown, grants }: AcceptanceState): boolean {
  return shown.length + grants.length === 0;
}

function limitOf(
  { id, kind, commit, at }: Grant,
  state: AcceptanceState | null,
  shown: readonly ShownCondition[],
  { headSha, writtenAt }: { readonly headSha: string; readonly writtenAt: string },
): readonly ShownCondition[] {
  if (state === null) return kind === 'review' && commit !== headSha ? [] : shown;
  const known = state.grants.find((each) => each.id === id);
  if (known !== undefined) return known.accepted;
  // Times have seconds: in the second of the writing nobody had read it yet.
  return at <= writtenAt ? [] : state.shown;
}

/** Whether a grant accepted something that has grown since, and nothing else of this report. */
function isSpent({ coverages }: Standing): boolean {
  const kinds = [...coverages.values()].map(({ kind }) => kind);
  return kinds.includes('beyond') && !kinds.includes('covered');
}

/** The comparison as accepted, or with a note that says why no grant accepts it. */
function decide(
  comparison: Comparison,
  standings: readonly Standing[],
  state: AcceptanceState | null,
  headSha: string,
): { readonly comparison: Comparison; readonly note?: AcceptanceNote } {
  if (!isOpen(comparison) || comparison.checks?.some(isFailing)) return { comparison };
  const by = standings.find(({ coverages }) => coverages.get(comparison)?.kind === 'covered');
  if (by !== undefined) return { comparison: accepted(comparison, by.grant) };
  const last = standings.at(-1);
  const coverage = last?.coverages.get(comparison);
  if (last === undefined || coverage === undefined) return { comparison };
  const isOfOtherCommit = state === null && last.grant.kind === 'review' && last.grant.commit !== headSha;
  const note = noteOn(comparison, last.grant, isOfOtherCommit ? 'other commit' : coverage);
  return { comparison: { ...comparison, notes: [...comparison.notes, note.text] }, note };
}

/** A missing baseline stays an error: nobody accepted what could not be evaluated. */
function accepted(comparison: Comparison, { by, at, kind, name }: Grant): Comparison {
  return {
    ...comparison,
    verdict: comparison.baselineError ? 'error' : 'accepted',
    acceptance: { by, at, kind, name },
    conditions: comparison.conditions.map((condition) =>
      condition.verdict === 'fail' ? { ...condition, verdict: 'accepted' } : condition,
    ),
  };
}

/** The report with these comparisons in place of its own. What depends on their verdicts is computed again. */
function withComparisons(report: Report, comparisons: readonly Comparison[]): Report {
  if (comparisons.every(({ acceptance }) => acceptance === undefined)) return { ...report, comparisons };
  return {
    ...report,
    verdict: overallVerdict(comparisons, report.missing),
    comparisons,
    ...(report.variants === undefined ? {} : { variants: withVerdicts(report.variants, comparisons) }),
  };
}

function withVerdicts(
  groups: NonNullable<Report['variants']>,
  comparisons: readonly Comparison[],
): NonNullable<Report['variants']> {
  type Row = (typeof groups)[number]['rows'][number];
  const updated = (row: Row, platform: string): Row => {
    const found = comparisons.find((each) => each.image === row.image && samePlatform(each.platform, platform));
    return found?.acceptance === undefined ? row : { ...row, verdict: found.verdict };
  };
  return groups.map(({ platform, rows: [first, ...others] }) => ({
    platform,
    rows: [updated(first, platform), ...others.map((row) => updated(row, platform))],
  }));
}
