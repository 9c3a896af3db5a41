import { createHash } from 'node:crypto';

/** Which run wrote a comment, and about what. */
export interface Writer {
  /** Id of the workflow run. Later runs have higher ones. */
  readonly run: number;
  readonly attempt: number;
  /** Full id of the measured commit; '' where it is not known. */
  readonly head: string;
  /** Digest of all that the job weighed: images, platforms and how they are built. */
  readonly subject: string;
  /** Digests of the names of the images, in order. */
  readonly images: readonly string[];
}

const TAIL =
  /(?:^| )<!-- image-size-gate-run:1:(\d{1,15}):(\d{1,9}):([0-9a-f]{40,64}|):([0-9a-f]{8}):([0-9a-f,]*) -->$/;
/** More names are left out, so that the signature stays below 2,000 characters. */
const IMAGE_LIMIT = 200;
const TAIL_LIMIT = 2_000;

/** A short digest that cannot end an HTML comment. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text.toWellFormed()).digest('hex').slice(0, 8);
}

/** The digests of names of images as `Writer` holds them. */
export function imagesOf(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(digestOf))].sort().slice(0, IMAGE_LIMIT);
}

/** The writer as an HTML comment without line ends. */
function renderWriter({ run, attempt, head, subject, images }: Writer): string {
  return `<!-- image-size-gate-run:1:${run}:${attempt}:${head}:${subject}:${images.join()} -->`;
}

/** The second line of a comment: what it stores ('' for nothing), and who wrote it ('' for nobody). */
export function hiddenLine(memory: string, writer: Writer | undefined): string {
  return [memory, writer === undefined ? '' : renderWriter(writer)].filter((text) => text !== '').join(' ');
}

/** Reads the writer from the end of the second line, since hostile text may stand below it. Undefined where there is none. Never throws. */
export function parseWriter(body: string): Writer | undefined {
  const second = (body.split('\n', 2)[1] ?? '').trimEnd().slice(-TAIL_LIMIT);
  const [, run, attempt, head = '', subject = '', images = ''] = TAIL.exec(second) ?? [];
  if (run === undefined) return undefined;
  return {
    run: Number(run),
    attempt: Number(attempt),
    head,
    subject,
    images: images.split(',').filter((digest) => digest !== ''),
  };
}

/** Whether another job of this very run wrote it, about something else. */
export function isOtherJob(found: Writer | undefined, own: Writer): boolean {
  return found !== undefined && isSameRun(found, own) && found.subject !== own.subject;
}

/** Whether the same attempt of the same run wrote it. */
export function isSameRun(found: Writer, own: Writer): boolean {
  return found.run === own.run && found.attempt === own.attempt && found.head === own.head;
}

/**
 * Whether a later run wrote it, so that this one must not write over it. An older run that somebody started again knows what is there now,
 * and so may write about the same commit.
 */
export function isNewer(found: Writer | undefined, own: Writer): boolean {
  if (found === undefined || found.run < own.run) return false;
  if (found.run === own.run) return found.attempt > own.attempt;
  return own.attempt === 1 || found.head !== own.head;
}

/** Whether both have the same images, in the same order. */
export function sameImages(a: Writer, b: Writer): boolean {
  return a.images.join() === b.images.join();
}

/** How many images both have. */
export function commonImages(a: Writer, b: Writer): number {
  return a.images.filter((digest) => b.images.includes(digest)).length;
}
