import { lstat, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { type AskedChange, editsOf } from '../explain/edits/edits.ts';
import type { LineEdit } from '../explain/edits/lines.ts';
import type { Report } from '../model/document.ts';
import { type Image, isRemoteContext } from '../model/image.ts';

/** Most bytes of a file that is changed; a Dockerfile has a few thousand. */
const MOST_BYTES = 1024 * 1024;

/** The certain changes that the advice of a report asks for. */
export interface AdvisedEdits {
  readonly edits: readonly LineEdit[];
  /** Texts of files by their paths from the repository's root: null where there is none, undefined where it must not be changed. */
  readonly texts: ReadonlyMap<string, string | null | undefined>;
  /** How many different pieces of advice there are, and for how many of them there is an edit. */
  readonly advised: number;
  readonly taken: number;
}

/** Where paths lead. */
export interface Places {
  /** The directory that the paths of the images are relative to. */
  readonly root: string;
  /** The root of the repository. */
  readonly top: string;
}

/** Finds the changes in the files of the working tree. */
export async function adviseEdits(report: Report, images: readonly Image[], places: Places): Promise<AdvisedEdits> {
  const asked = await changesAsked(report, images, places);
  const texts = await readTexts(places.top, asked);
  const edits = editsOf(asked, (file) => texts.get(file));
  const advised = new Set(asked.map(({ advice }) => `${advice.where}\n${advice.title}`)).size;
  const taken = new Set(
    edits.flatMap(({ titles, file, start }) => titles.map((title) => `${file}:${start}\n${title}`)),
  );
  return { edits, texts, advised, taken: taken.size };
}

/** All advice of a report, with the ignore file of each image's context. */
async function changesAsked(
  { comparisons }: Report,
  images: readonly Image[],
  places: Places,
): Promise<readonly AskedChange[]> {
  const ignoreFiles = new Map<string, string | undefined>();
  for (const { name, source } of images) ignoreFiles.set(name, await ignoreFileOf(source, places));
  return comparisons.flatMap(({ image, advice = [] }) =>
    advice.map((each) => ({ advice: each, ignoreFile: ignoreFiles.get(image) })),
  );
}

/** The ignore file that BuildKit reads: that of the Dockerfile, else that of the context. Undefined where it is not in the repository. */
async function ignoreFileOf(source: Image['source'], { root, top }: Places): Promise<string | undefined> {
  if (source.kind !== 'dockerfile' || isRemoteContext(source.context)) return undefined;
  const own = `${resolve(root, source.file)}.dockerignore`;
  const isThere = await lstat(own).catch(() => undefined);
  return pathIn(top, isThere === undefined ? join(resolve(root, source.context), '.dockerignore') : own);
}

function pathIn(top: string, path: string): string | undefined {
  const inside = relative(top, path).split(sep).join('/');
  return inside === '' || inside.startsWith('../') || /^(?:\/|[A-Za-z]:)/.test(inside) ? undefined : inside;
}

async function readTexts(top: string, asked: readonly AskedChange[]): Promise<AdvisedEdits['texts']> {
  const paths = asked.flatMap(({ advice, ignoreFile }) => [advice.source?.file, ignoreFile]);
  const inside = [...new Set(paths)].filter((path) => path !== undefined && pathIn(top, resolve(top, path)) === path);
  return new Map(await Promise.all(inside.map(async (path = '') => [path, await readText(join(top, path))] as const)));
}

/** Undefined for a link, for what is no file, and for a large one. So it is for bytes that are not UTF-8, since writing would change them. */
async function readText(path: string): Promise<string | null | undefined> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : undefined));
  if (found === null || found === undefined) return found;
  if (!found.isFile() || found.size > MOST_BYTES) return undefined;
  const bytes = await readFile(path);
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : undefined;
}
