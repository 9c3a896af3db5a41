import type { Comparison } from '../../model/comparison.ts';
import type { Report } from '../../model/document.ts';
import { shortCommit } from './measured.ts';

/** The platforms of a report's images, each once. */
export function platformsOf({ comparisons }: Report): readonly string[] {
  return [...new Set(comparisons.map(({ platform }) => platform).filter((platform) => platform !== ''))];
}

/** An image's name in a list, with its platform where the report has several. The name is not escaped here. */
export function imageWords(comparison: Comparison, platforms: number): string {
  return platforms > 1 && comparison.platform !== '' ? `${comparison.image} ${comparison.platform}` : comparison.image;
}

/** Why images needed no build: `its build inputs did not change since 1a2b3c4`. The images share a base commit. */
export function unaffectedWords(comparisons: readonly Comparison[]): string {
  const commit = comparisons.find(({ baseline }) => baseline?.origin.commit !== undefined)?.baseline?.origin.commit;
  const whose = new Set(comparisons.map(({ image }) => image)).size === 1 ? 'its' : 'their';
  return `${whose} build inputs did not change${commit === undefined ? '' : ` since ${shortCommit(commit)}`}`;
}
