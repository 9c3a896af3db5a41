import { type Client, isAnswer } from '../client.ts';
import type { Repository } from '../event/event.ts';
import { short } from './compare-commits.ts';

/**
 * Whether a pull request has another head by now than the one that was measured. A run of an older head can end after that of a newer one.
 * One call.
 * @param headSha full id of the measured commit; undefined or '' where it is not known, so that nothing is asked
 * @returns why the report is outdated, for people; undefined where it is not, and where GitHub does not say. Never throws what GitHub answers
 */
export async function whyMovedOn(
  client: Client,
  repository: Repository,
  number: number,
  headSha: string | undefined,
): Promise<string | undefined> {
  if (headSha === undefined || headSha === '') return undefined;
  try {
    const { data } = await client.rest.pulls.get({ ...repository, pull_number: number });
    const now: unknown = data?.head?.sha;
    if (typeof now !== 'string' || !/^[0-9a-f]{40,64}$/.test(now) || now === headSha) return undefined;
    return `the pull request has moved on from ${short(headSha)} to ${short(now)}, whose own run comments`;
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return undefined;
  }
}
