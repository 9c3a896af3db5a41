import { cutMiddle } from '../text/escape.ts';
import { groupBy } from '../text/group-by.ts';

/** A tag that is no release to compare with, though it might be taken for one. */
export interface PassedOver {
  readonly tag: string;
  readonly why: keyof typeof REASONS;
}

/** Each reason for one tag and for several, in the order that they are told. */
const REASONS = {
  draft: ['a draft', 'drafts'],
  'pre-release': ['a pre-release', 'pre-releases'],
  same: ['the same version', 'the same version'],
  moves: ['it moves along with releases', 'they move along with releases'],
  measured: ['of the measured commit or a later one', 'of the measured commit or later ones'],
  prefix: ['another prefix', 'other prefixes'],
  'no version': ['no version', 'no versions'],
} as const;

/** Tags that are named of each kind. The others are counted. */
const NAMED = 3;
/** Characters of a tag. */
const MAX_NAME = 40;

/** Names what was passed over, by reasons: `v1.0.5 (a draft); latest, nightly (no versions)`. Undefined where there is nothing. */
export function tellPassedOver(all: readonly PassedOver[]): string | undefined {
  const groups = groupBy(all, ({ why }) => why);
  const parts = Object.entries(REASONS).flatMap(([why, [one, several]]) => {
    const tags = groups.get(why as PassedOver['why'])?.map(({ tag }) => tag) ?? [];
    return tags.length === 0 ? [] : [`${listTags(tags)} (${tags.length === 1 ? one : several})`];
  });
  return parts.length === 0 ? undefined : parts.join('; ');
}

/** The first tags by name, and how many more there are. */
export function listTags(tags: readonly string[]): string {
  const names = tags.slice(0, NAMED).map((tag) => cutMiddle(tag, MAX_NAME));
  const more = tags.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
}
