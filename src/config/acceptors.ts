import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';

/** GitHub's limit for the name of a label (`Name is too long (maximum is 50 characters)`). */
const LABEL_LIMIT = 50;
/** Logins of people (`octocat`, `mona_acme` of an enterprise, `mona.lisa` on Gitea) and of apps (`name[bot]`). */
const USER = /^[a-z\d][a-z\d._-]{0,99}(?:\[bot\])?$/i;
const TEAM = /^[a-z\d][a-z\d._-]{0,99}\/[a-z\d_-][a-z\d._-]{0,99}$/i;

/**
 * The name of the label that accepts growth, checked by GitHub's rules.
 * @param origin how errors name the place of the text
 * @throws UserError for a name that a label cannot have
 */
export function checkAcceptLabel(name: string, origin: string): string {
  if ([...name].length > LABEL_LIMIT)
    throw new UserError(
      `${origin}: found ${[...name].length} characters; the name of a label has at most ${LABEL_LIMIT}, and one label is accepted`,
    );
  if (/\p{Cc}/u.test(name))
    throw new UserError(`${origin}: found "${printable(name)}"; accepted: the name of one label, without line ends`);
  return name;
}

/**
 * A user or team whose approving review accepts growth: a login, or `org/slug`. A leading `@` is dropped.
 * @param origin how errors name the place of the text
 * @throws UserError for any other text
 */
export function parseReviewer(entry: string, origin: string): string {
  const name = entry.replace(/^@/, '');
  if (USER.test(name) || TEAM.test(name)) return name;
  throw new UserError(
    `${origin}: found "${printable(entry.slice(0, 120))}", accepted: a user ("octocat") or a team ("org/team-slug"), one a line`,
  );
}
