import { UserError } from '../text/error.ts';

/** The name of every artifact of this product, or its beginning. */
export const ARTIFACT = 'image-size-gate-report';

const PAGE = '.html';
const LONGEST_PART = 100;
/**
 * The characters that the artifact service refuses in a name (actions/toolkit, artifact name validation). Control characters and those that
 * change the direction of text are refused too, since no log or comment can show them.
 */
const REFUSED = /["*/:<>?\\|]|\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}/u;

/**
 * The artifact that holds the measurements of one part of a run, `image-size-gate-report[-PART]`; '' is the run without parts. No character is
 * replaced, since two parts could then get the same name.
 * @throws UserError for a part that cannot be in the name of an artifact, with the character
 */
export function artifactName(part: string): string {
  if (part === '') return ARTIFACT;
  const problem = problemOf(part);
  if (problem === undefined) return `${ARTIFACT}-${part}`;
  throw new UserError(`part ${JSON.stringify(part)} ${problem}; it names an artifact, as in part: linux-amd64`);
}

/** The artifact that holds the page of a part; its file has the same name. @throws UserError as artifactName does */
export function pageArtifactName(part: string): string {
  return `${artifactName(part)}${PAGE}`;
}

/**
 * The part of a run that names none: its job, and its `key` where the job runs several times. All characters are allowed in the name of an
 * artifact. Never throws. Names that are too long are cut; the service refuses the second of two equal names.
 */
export function partOfJob(job: string, key: string): string {
  const words = [job, key].filter((word) => word !== '').map((word) => encodeURIComponent(word.toWellFormed()));
  const name = words.join('-').replaceAll('*', '%2A');
  return name.slice(0, LONGEST_PART - 2).replace(/\.(?=html$)/i, '%2E');
}

/** The part whose measurements an artifact holds, '' for the run without parts; undefined for a page and for other artifacts. */
export function partOfArtifact(name: string): string | undefined {
  if (name === ARTIFACT) return '';
  if (!name.startsWith(`${ARTIFACT}-`)) return undefined;
  const part = name.slice(ARTIFACT.length + 1);
  return part === '' || problemOf(part) !== undefined ? undefined : part;
}

function problemOf(part: string): string | undefined {
  const [character] = REFUSED.exec(part) ?? [];
  if (character !== undefined)
    return `contains ${JSON.stringify(character)}, which the name of an artifact cannot contain`;
  if (part !== part.trim()) return 'begins or ends with a space';
  if (part.length > LONGEST_PART) return `is ${part.length} characters long; at most ${LONGEST_PART} are accepted`;
  // The measurements of such a part would have the name of another part's page.
  if (part.toLowerCase().endsWith(PAGE)) return `ends in ${PAGE}, as the page of a part does`;
  return undefined;
}

/** The one file in an artifact of measurements. */
export const ARTIFACT_ENTRY = 'image-size-gate.json';
