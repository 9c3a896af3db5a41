import type { Report, Trend, TrendPoint } from '../model/document.ts';
import { samePlatform } from '../model/platform.ts';
import type { HistoryEntry } from '../model/record.ts';
import { type Records, readHistory } from './records.ts';

/** The last records that a trend shows, and the releases that it shows before these. */
const POINTS = 200;
const RELEASES = 50;

/** Adds the sizes over time of each image and platform of the report, from the data branch. */
export async function withTrends(report: Report, records: Pick<Records, 'snapshot'>): Promise<Report> {
  const trends: Trend[] = [];
  for (const image of new Set(report.comparisons.map((comparison) => comparison.image))) {
    const { entries = [] } = (await readHistory(records, image)) ?? {};
    const own = report.comparisons.filter((comparison) => comparison.image === image && comparison.platform !== '');
    for (const platform of new Set(own.map((comparison) => comparison.platform))) {
      const points = pointsOf(entries.filter((entry) => samePlatform(entry.platform, platform)));
      if (points.length > 0) trends.push({ image, platform, points });
    }
  }
  return trends.length === 0 ? report : { ...report, trends };
}

function pointsOf(entries: readonly HistoryEntry[]): readonly TrendPoint[] {
  const earlier = entries.slice(0, -POINTS).filter(({ release }) => release !== undefined);
  return [...earlier.slice(-RELEASES), ...entries.slice(-POINTS)].map(({ platform: _, ...point }) => point);
}
