import { posix } from 'node:path';
import { parseImages } from '../../config/images.ts';
import { UserError } from '../../text/error.ts';
import { groupBy } from '../../text/group-by.ts';
import type { Service } from './compose.ts';
import type { Found } from './find.ts';

/** An image as the configuration will list it. Paths are relative to the repository's root. */
export interface Entry {
  readonly name: string;
  readonly source:
    | { readonly kind: 'dockerfile'; readonly file: string; readonly context: string }
    | { readonly kind: 'service'; readonly service: Service };
  /** Name of the first image whose Dockerfile lies in the same folder. */
  readonly sibling?: string;
}

/** What the configuration will list. */
export interface Entries {
  readonly images: readonly Entry[];
  /** Bake files, with those of one folder merged. Their targets become images without an entry. */
  readonly bake: readonly (readonly string[])[];
  /** Images that a bake file beside or above them probably builds already. Only bake knows. */
  readonly covered: readonly Entry[];
}

const LONGEST_NAME = 128;

/**
 * Names what was found. A Dockerfile that a compose file builds is listed once, as its service. What is beside or below a bake file is kept
 * apart, since HCL is not read here. An image that is listed twice would be two images.
 */
export function toEntries({ dockerfiles, bakeFiles, services }: Found, repositoryName: string): Entries {
  const composed = new Set(services.map(({ dockerfile }) => dockerfile));
  const candidates = [
    ...dockerfiles.filter((file) => !composed.has(file)).map((file) => dockerfileEntry(file, repositoryName)),
    ...services.map(serviceEntry),
  ];
  const named = withSiblings(withNames(candidates));
  const folders = [...new Set(bakeFiles.map((file) => posix.dirname(file)))];
  const isCovered = (entry: Entry) => folders.some((folder) => isWithin(pathOf(entry), folder));
  return {
    images: named.filter((entry) => !isCovered(entry)),
    // As bake itself merges them: JSON before HCL.
    bake: folders.map((folder) => bakeFiles.filter((file) => posix.dirname(file) === folder).toReversed()),
    covered: named.filter(isCovered),
  };
}

/** The file that an entry was found in. */
export function pathOf({ source }: Entry): string {
  return source.kind === 'dockerfile' ? source.file : source.service.file;
}

/** An entry with a short name, and a longer one in case that another entry has the short one too. */
interface Candidate extends Pick<Entry, 'source'> {
  readonly short: string;
  readonly long: string;
}

function dockerfileEntry(file: string, repositoryName: string): Candidate {
  const context = posix.dirname(file);
  const short = shortName(file, repositoryName);
  const suffix = short === cleanName(posix.basename(context)) || context === '.' ? '' : `/${short}`;
  const long = context === '.' ? short : cleanName(`${context}${suffix}`);
  return { source: { kind: 'dockerfile', file, context }, short, long };
}

function serviceEntry(service: Service): Candidate {
  const long = cleanName(posix.join(posix.dirname(service.file), service.name));
  return { source: { kind: 'service', service }, short: cleanName(service.name), long };
}

/** The name that `images` of the action gives a path without one, where that is possible. */
function shortName(file: string, repositoryName: string): string {
  try {
    // A text before "=" would be a name, and "./" keeps a text before ":" from being a transport.
    const [image] = parseImages([`./${file.replaceAll('=', '-')}`], { buildArgs: [] }, repositoryName);
    if (image !== undefined) return image.name;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  return cleanName(file.replace(/(?:^|\/)(?:Dockerfile|Containerfile)$/i, '') || repositoryName);
}

/** A text as a name: other characters become one `-`, none at the ends. Of a text that is too long, the end is kept. */
function cleanName(text: string): string {
  const parts = text.split('/').map((part) => part.replace(/[^A-Za-z0-9._]+/g, '-').replace(/\.{2,}/g, '.'));
  const name = parts.map((part) => part.replace(/-$/, '')).filter((part) => !/^[.-]*$/.test(part));
  return (
    name
      .join('/')
      .slice(-LONGEST_NAME)
      .replace(/^[^A-Za-z0-9]+/, '') || 'image'
  );
}

function withNames(candidates: readonly Candidate[]): readonly Entry[] {
  const named = groupBy(candidates, ({ short }) => short);
  const isShared = (name: string) => (named.get(name)?.length ?? 0) > 1;
  const taken = new Set<string>();
  return candidates.map(({ source, short, long }) => {
    const name = free(isShared(short) ? long : short, taken);
    taken.add(name);
    return { name, source };
  });
}

function free(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const numbered = (count: number) => `${name.slice(0, LONGEST_NAME - 8)}-${count}`;
  let count = 2;
  while (taken.has(numbered(count))) count += 1;
  return numbered(count);
}

function withSiblings(entries: readonly Entry[]): readonly Entry[] {
  const first = new Map<string, string>();
  return entries.map((entry) => {
    if (entry.source.kind !== 'dockerfile') return entry;
    const sibling = first.get(entry.source.context);
    if (sibling === undefined) first.set(entry.source.context, entry.name);
    return sibling === undefined ? entry : { ...entry, sibling };
  });
}

function isWithin(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`);
}
