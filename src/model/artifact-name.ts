import { UserError } from '../text/error.ts';

/** What every artifact of this product is called, or begins with. */
export const ARTIFACT = 'image-size-gate-report';

const PAGE = '.html';
const LONGEST_PART = 100;
/**
 * What the artifact service refuses in a name (actions/toolkit, artifact name validation), and what a log or a comment cannot show:
 * control characters and those that turn the direction of text.
 */
const REFUSED = /["*/:<>?\\|]|\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}/u;

/**
 * The artifact that holds the measurements of a part of a run, `image-size-gate-report[-PART]`; '' is the run without parts. Throws
 * UserError, naming the character, for a part that no artifact can be called after: nothing is replaced, since then two parts could meet.
 */
export function artifactName(part: string): string {
  if (part === '') return ARTIFACT;
  const problem = problemOf(part);
  if (problem === undefined) return `${ARTIFACT}-${part}`;
  throw new UserError(`part ${JSON.stringify(part)} ${problem}; it names an artifact, as in part: linux-amd64`);
}

/** The artifact that holds the page of a part, which is also the name of the file. Throws as artifactName does. */
export function pageArtifactName(part: string): string {
  return `${artifactName(part)}${PAGE}`;
}

/**
 * What sets the artifacts of a run apart that is no part of a matrix: its job, and its `key` where the job runs several times, in characters that
 * every artifact may be called after. Never throws; names that are too long are cut, and then two that meet are refused by the service.
 */
export function partOfJob(job: string, key: string): string {
  const words = [job, key].filter((word) => word !== '').map((word) => encodeURIComponent(word.toWellFormed()));
  const name = words.join('-').replaceAll('*', '%2A');
  return name.slice(0, LONGEST_PART - 2).replace(/\.(?=html$)/i, '%2E');
}

/** The part whose measurements an artifact holds, '' for the run without parts; undefined for a page and what is not ours. */
export function partOfArtifact(name: string): string | undefined {
  if (name === ARTIFACT) return '';
  if (!name.startsWith(`${ARTIFACT}-`)) return undefined;
  const part = name.slice(ARTIFACT.length + 1);
  return part === '' || problemOf(part) !== undefined ? undefined : part;
}

function problemOf(part: string): string | undefined {
  const [character] = REFUSED.exec(part) ?? [];
  if (character !== undefined) return `holds ${JSON.stringify(character)}, which the name of an artifact cannot`;
  if (part !== part.trim()) return 'begins or ends with a space';
  if (part.length > LONGEST_PART) return `is ${part.length} characters long; at most ${LONGEST_PART} are taken`;
  // A part of this name would write its measurements where another part's page is.
  if (part.toLowerCase().endsWith(PAGE)) return `ends in ${PAGE}, as the page of a part does`;
  return undefined;
}

/** The one file in an artifact of measurements. */
export const ARTIFACT_ENTRY = 'image-size-gate.json';
