import { capOf } from '../compare/cap.ts';
import type { Condition } from '../model/condition.ts';
import { type History, imagePath, type MeasurementRecord, platformPath } from '../model/record.ts';
import { badgeOf, renderBadgeJson, renderBadgeSvg, type ShownMetric } from './svg/badge.ts';
import { renderTrendSvg } from './svg/trend.ts';

/** Which of an image's badges. Default: the download size of its first platform. */
export interface BadgeName {
  readonly image: string;
  readonly metric?: ShownMetric;
  readonly platform?: string;
}

/** Path of a badge on the data branch: `badges/api.svg`, `badges/api@linux-arm64@unpacked.json`. An image's name never holds an `@`. */
export function badgePath({ image, metric = 'download', platform }: BadgeName, extension: 'svg' | 'json'): string {
  const parts = [
    imagePath(image),
    ...(platform === undefined ? [] : [platformPath(platform)]),
    ...(metric === 'unpacked' ? [metric] : []),
  ];
  return `badges/${parts.join('@')}.${extension}`;
}

/** Path of the picture of an image's trend on the data branch. */
export function trendPath(image: string): string {
  return `history/${imagePath(image)}.svg`;
}

/** What the pictures of one image show. */
export interface ImageFilesRequest {
  readonly history: History;
  /** The last record of each platform. The badges of the first are also the image's. */
  readonly latest: readonly MeasurementRecord[];
  readonly conditions: readonly Condition[];
}

/** Path → text of every picture of one image on the data branch: the trend, and badges for both sizes and each platform. */
export function renderImageFiles({ history, latest, conditions }: ImageFilesRequest): ReadonlyMap<string, string> {
  const files = new Map([[trendPath(history.image), renderTrendSvg(history, { metric: 'download' })]]);
  const several = latest.length > 1;
  for (const metric of ['download', 'unpacked'] as const) {
    const limit = capOf(conditions, metric);
    for (const [at, { measurement }] of latest.entries()) {
      const { image, platform } = measurement;
      const badge = badgeOf({ image, measurement, metric, limit, several });
      const names = [...(at === 0 ? [{ image, metric }] : []), ...(several ? [{ image, metric, platform }] : [])];
      for (const name of names) {
        files.set(badgePath(name, 'svg'), renderBadgeSvg(badge));
        files.set(badgePath(name, 'json'), renderBadgeJson(badge));
      }
    }
  }
  return files;
}
