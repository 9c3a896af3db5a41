import { capOf } from '../../compare/cap.ts';
import type { Comparison } from '../../model/comparison.ts';
import type { Condition } from '../../model/condition.ts';
import type { Report } from '../../model/document.ts';
import type { HistoryEntry } from '../../model/record.ts';
import { UserError } from '../../text/error.ts';
import { printable } from '../../text/scanner.ts';
import { platformsOf } from '../words/images.ts';
import { badgeOf, renderBadgeSvg } from './badge.ts';
import { renderTrendSvg } from './trend.ts';

/**
 * One image of a report as SVG: its trend, with a line for each platform. Without a trend, a badge of its download size, coloured by the
 * distance to its limit.
 * @param image its name. '' for the first with a trend, else the first that was measured
 * @throws UserError where there is nothing to draw
 */
export function renderPicture(report: Report, image = ''): string {
  const { trends = [], comparisons } = report;
  const isAsked = (each: { readonly image: string }) => image === '' || each.image === image;
  const trend = trends.find(isAsked);
  if (trend !== undefined) return renderTrend(trend.image, trends);
  const measured = comparisons.find((each) => each.head !== null && isAsked(each));
  if (measured?.head) return renderBadge(measured, measured.head, platformsOf(report).length > 1);
  const known = [...new Set(comparisons.map((each) => each.image))].slice(0, 20);
  const images = `images of the report: ${printable(known.join(', ')) || 'none'}`;
  if (image === '' || comparisons.some(isAsked))
    throw new UserError(`nothing to draw: no size was measured; ${images}`);
  throw new UserError(`--image: the report has no "${printable(image)}"; ${images}`);
}

function renderTrend(image: string, trends: NonNullable<Report['trends']>): string {
  const entries = trends
    .filter((trend) => trend.image === image)
    .flatMap(({ platform, points }) => points.map((point): HistoryEntry => ({ ...point, platform })));
  const inOrder = entries.toSorted((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1));
  return renderTrendSvg({ schemaVersion: 1, image, entries: inOrder }, { metric: 'download' });
}

function renderBadge(comparison: Comparison, measurement: NonNullable<Comparison['head']>, several: boolean): string {
  const limit = capOf(comparison.conditions.flatMap(conditionOf), 'download');
  return renderBadgeSvg(badgeOf({ image: comparison.image, measurement, metric: 'download', limit, several }));
}

function conditionOf({ text, level, clauses: [first, ...others] }: Comparison['conditions'][number]): Condition[] {
  return first === undefined ? [] : [{ text, level, clauses: [first, ...others] }];
}
