import type { Ratchet, Report } from '../model/document.ts';
import type { Image } from '../model/image.ts';
import { proposeRatchet } from './ratchet.ts';
import { type Records, readHistory } from './records.ts';

/**
 * Adds what the history suggests: a tighter cap for an image that shrank and stayed small. Only conditions that gate this image alone get a
 * proposal. No file is edited.
 */
export async function withProposals(
  report: Report,
  images: readonly Image[],
  records: Pick<Records, 'snapshot'>,
): Promise<Report> {
  const proposals: Ratchet[] = [];
  for (const { name, conditions } of images) {
    const history = await readHistory(records, name);
    const own = conditions.filter((condition) => isOnlyFor(condition.text, name, images));
    const [head] = report.comparisons.filter((comparison) => comparison.image === name && comparison.head !== null);
    if (history === undefined || head === undefined) continue;
    const proposal = proposeRatchet({
      history: history.entries,
      conditions: own,
      image: name,
      platform: head.platform,
    });
    if (proposal !== null) proposals.push(proposal);
  }
  return proposals.length === 0 ? report : { ...report, proposals };
}

function isOnlyFor(text: string, name: string, images: readonly Image[]): boolean {
  return images.every((image) => image.name === name || !image.conditions.some((condition) => condition.text === text));
}
