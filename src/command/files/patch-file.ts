import { lstat, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { type AskedChange, editsOf } from '../../explain/edits/edits.ts';
import { editedText } from '../../explain/edits/lines.ts';
import type { Report } from '../../model/document.ts';
import { type Image, isRemoteContext } from '../../model/image.ts';
import { type ChangedFile, PATCH_MARKER, renderPatch } from '../../report/formats/patch.ts';
import { groupBy } from '../../text/group-by.ts';
import { repositoryTop } from '../images.ts';
import type { Session } from '../session.ts';
import { checkOwnFile, type OwnFile, writeOwnFile } from './own-file.ts';

/** The file of `--patch`: the changes that advice asks for. */
const PATCH: OwnFile = { option: '--patch', what: 'patch', marker: PATCH_MARKER };

/** Most bytes of a file that is changed; a Dockerfile has a few thousand. */
const MOST_BYTES = 1024 * 1024;

/** Texts of files by their paths relative to the repository's root: null where there is none, undefined where it must not be changed. */
type Texts = ReadonlyMap<string, string | null | undefined>;

/** @throws UserError for a path where the patch of `--patch` must not be written */
export async function checkPatch({ args, cwd }: Pick<Session, 'args' | 'cwd'>): Promise<void> {
  if (args.patch !== '') await checkOwnFile(PATCH, resolve(cwd, args.patch));
}

/**
 * Writes the changes that the advice of a report asks for, where `--patch` names a file. What is not certain is left out, and told.
 * @param root the directory that the paths of the images are relative to
 */
export async function writePatch(
  session: Session,
  report: Report,
  images: readonly Image[],
  root: string,
): Promise<void> {
  const { args, cwd, signal, terminal } = session;
  if (args.patch === '') return;
  const top = (await repositoryTop({ cwd, signal })) ?? root;
  const asked = await changesAsked(report, images, root, top);
  const texts = await readTexts(top, asked);
  const edits = editsOf(asked, (file) => texts.get(file));
  const files = Array.from(
    groupBy(edits, ({ file }) => file),
    ([path, own]): ChangedFile => {
      const before = texts.get(path) ?? null;
      return { path, before, after: editedText(before ?? '', own) };
    },
  );
  await writeOwnFile(PATCH, resolve(cwd, args.patch), renderPatch(files));
  if (args.quiet) return;
  const advised = new Set(asked.map(({ advice }) => `${advice.where}\n${advice.title}`)).size;
  const taken = new Set(edits.flatMap(({ titles, file, start }) => titles.map((title) => `${file}:${start}\n${title}`)))
    .size;
  terminal.err(
    `Wrote ${args.patch}: ${taken} of ${advised} pieces of advice, the others are no certain change of lines\n`,
  );
}

/** All advice of a report, with the ignore file of each image's context. */
async function changesAsked(
  { comparisons }: Report,
  images: readonly Image[],
  root: string,
  top: string,
): Promise<readonly AskedChange[]> {
  const ignoreFiles = new Map<string, string | undefined>();
  for (const { name, source } of images) ignoreFiles.set(name, await ignoreFileOf(source, root, top));
  return comparisons.flatMap(({ image, advice = [] }) =>
    advice.map((each) => ({ advice: each, ignoreFile: ignoreFiles.get(image) })),
  );
}

/** The ignore file that BuildKit reads: that of the Dockerfile, else that of the context. Undefined where it is not in the repository. */
async function ignoreFileOf(source: Image['source'], root: string, top: string): Promise<string | undefined> {
  if (source.kind !== 'dockerfile' || isRemoteContext(source.context)) return undefined;
  const own = `${resolve(root, source.file)}.dockerignore`;
  const isThere = await lstat(own).catch(() => undefined);
  return pathIn(top, isThere === undefined ? join(resolve(root, source.context), '.dockerignore') : own);
}

function pathIn(top: string, path: string): string | undefined {
  const inside = relative(top, path).split(sep).join('/');
  return inside === '' || inside.startsWith('../') || /^(?:\/|[A-Za-z]:)/.test(inside) ? undefined : inside;
}

async function readTexts(top: string, asked: readonly AskedChange[]): Promise<Texts> {
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
