import { isFailing } from '../compare/checks.ts';
import type { AcceptanceState, Grant, ShownCondition } from '../model/acceptance.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';
import { overallVerdict } from '../model/report.ts';
import { type Coverage, coverageOf, failing, shownConditions } from './amounts.ts';
import { type AcceptanceNote, noteOn } from './note.ts';

/** A report with what was accepted in it. */
export interface Accepted {
  readonly report: Report;
  /** For the comment that shows the report. */
  readonly state: AcceptanceState;
  /** Labels to take away: growth went beyond what they accepted, and they accept nothing else of this report. */
  readonly exhausted: readonly Grant[];
  /** Why what fails is not accepted though there are grants, one line of plain text for each comparison; they are in its notes too. */
  readonly notes: readonly string[];
}

/** A grant, what it accepts at most, and how each failing comparison is held against that. */
interface Standing {
  readonly grant: Grant;
  readonly limit: readonly ShownCondition[];
  readonly coverages: ReadonlyMap<Comparison, Coverage>;
}

/** Whether a report has anything that could be accepted, so that it is worth asking who accepts it. */
export function mayBeAccepted({ comparisons }: Report): boolean {
  return comparisons.some(isOpen);
}

/**
 * Turns `fail` into `accepted` for the comparisons whose failing conditions somebody accepted; a failing check is never accepted.
 * An acceptance accepts what our comment had shown when it was given: `state` is that of the comment as it is now, null where there is none.
 * A grant accepts what `state` says it does; one that the run which wrote `state` did not see accepts what that comment showed; without a state
 * it accepts what is measured now, a review only of the commit it was given for (`headSha`). One that the run which wrote `state` did not see
 * though it is older than the comment (`writtenAt`) was given for what the comment showed before, which nobody knows any more: it accepts
 * nothing. `grants` is null where nobody was asked, or the answer could not be had: then nothing is accepted, and nothing accepted before is
 * forgotten.
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
  const judged = report.comparisons.map((comparison) => judge(comparison, standings, state, headSha));
  return {
    report: withComparisons(
      report,
      judged.map(({ comparison }) => comparison),
    ),
    state: {
      shown,
      grants: standings.map((each) => ({ id: each.grant.id, accepted: spent.includes(each) ? [] : each.limit })),
    },
    exhausted: spent.map(({ grant }) => grant).filter(({ kind }) => kind === 'label'),
    notes: judged.flatMap(({ note }) => (note === undefined ? [] : [note.line])),
  };
}

function isOpen(comparison: Comparison): boolean {
  return comparison.verdict === 'fail' && failing(comparison).length > 0;
}

const byTime = (a: Grant, b: Grant) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1);

/**
 * What nobody was asked about stays as it was. Where nothing fails the comment shows nothing to accept; where something does, only what was
 * shown before is certain to have been seen by whoever accepted meanwhile.
 */
function unasked(state: AcceptanceState | null, shown: readonly ShownCondition[]): AcceptanceState {
  if (state === null) return { shown, grants: [] };
  return shown.length === 0 || isEmpty(state) ? { ...state, shown } : state;
}

/** Of a comment that remembers nothing there is nothing to lose. */
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
  // Within one second nobody can have read what was written in it.
  return at <= writtenAt ? [] : state.shown;
}

/** Accepted something that has grown since, and nothing else of this report. */
function isSpent({ coverages }: Standing): boolean {
  const kinds = [...coverages.values()].map(({ kind }) => kind);
  return kinds.includes('beyond') && !kinds.includes('covered');
}

function judge(
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

/** A baseline that could not be had is an error still: what could not be judged was accepted by nobody. */
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

/** The report with these comparisons in place of its own: what depends on their verdicts is had anew. */
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
  const judged = (row: Row, platform: string): Row => {
    const found = comparisons.find((each) => each.image === row.image && each.platform === platform);
    return found?.acceptance === undefined ? row : { ...row, verdict: found.verdict };
  };
  return groups.map(({ platform, rows: [first, ...others] }) => ({
    platform,
    rows: [judged(first, platform), ...others.map((row) => judged(row, platform))],
  }));
}
