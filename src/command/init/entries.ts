import { posix } from 'node:path';
import { parseImages } from '../../config/images.ts';
import { UserError } from '../../text/error.ts';
import { groupBy } from '../../text/group-by.ts';
import type { Build } from './builds.ts';
import type { Service } from './compose.ts';
import { labelOf } from './evidence/choose.ts';
import type { Found } from './find.ts';

/** An image as the configuration will list it. Paths are relative to the repository's root. */
export interface Entry {
  readonly name: string;
  readonly source: FileSource | { readonly kind: 'service'; readonly service: Service };
  /** Name of the first image whose Dockerfile lies in the same folder. */
  readonly sibling?: string;
  /** The file that builds it in this way already. */
  readonly from?: string;
  /** Services of compose files that build the same Dockerfile, as `FILE#NAME`. */
  readonly also?: readonly string[];
  /** Sources of COPY that its context does not have. */
  readonly missing?: readonly string[];
  /** Arguments that its FROM needs and that nothing gives. */
  readonly unset?: readonly string[];
}

/** An image that is built from a Dockerfile; absent is what it does not need. */
export interface FileSource {
  readonly kind: 'dockerfile';
  readonly file: string;
  readonly context: string;
  readonly target?: string;
  /** `KEY=VALUE` */
  readonly buildArgs?: readonly string[];
  /** `NAME=VALUE` */
  readonly buildContexts?: readonly string[];
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
 * Names what was found. A Dockerfile that a compose file builds is listed once, as its service, or as a workflow builds it. What is beside or
 * below a bake file is kept apart, since HCL is not read here. An image that is listed twice would be two images.
 */
export function toEntries(found: Found, repositoryName: string): Entries {
  const { dockerfiles, builds, bakeFiles } = found;
  const isShipped = (file: string | undefined) => builds?.get(file ?? '')?.some((build) => build.isShipped) === true;
  const services = found.services.filter(({ dockerfile }) => !isShipped(dockerfile));
  const composed = new Set(services.map(({ dockerfile }) => dockerfile));
  const listed = dockerfiles.filter((file) => !composed.has(file));
  const candidates = [
    ...listed.flatMap((file) => fileEntries(file, builds?.get(file) ?? [], found, repositoryName)),
    ...services.map(serviceEntry),
  ];
  const named = withSiblings(withNames(candidates));
  const folders = [...new Set(bakeFiles.map((file) => posix.dirname(file)))];
  const isCovered = (entry: Entry) => folders.some((folder) => isWithin(pathOf(entry), folder));
  return {
    images: named.filter((entry) => !isCovered(entry)),
    bake: folders.map((folder) => mergedInOrder(bakeFiles.filter((file) => posix.dirname(file) === folder))),
    covered: named.filter(isCovered),
  };
}

/** As bake itself merges them (bake/bake.go, defaultFilenames): JSON before HCL, then what overrides them. */
function mergedInOrder(files: readonly string[]): readonly string[] {
  const place = (file: string) => (file.includes('.override.') ? 2 : 0) + (file.endsWith('.json') ? 0 : 1);
  return files.toSorted((one, other) => place(one) - place(other));
}

/** The file that an entry was found in. */
export function pathOf({ source }: Entry): string {
  return source.kind === 'dockerfile' ? source.file : source.service.file;
}

/** An entry with a short name, and a longer one in case that another entry has the short one too. */
interface Candidate extends Omit<Entry, 'name' | 'sibling'> {
  readonly short: string;
  readonly long: string;
}

/** One image for each way in which a Dockerfile is built. Of several, each is named by what tells it apart. */
function fileEntries(file: string, builds: readonly Build[], found: Found, repositoryName: string): Candidate[] {
  const { short, long } = namesOf(file, repositoryName);
  if (builds.length === 0) return [{ source: { kind: 'dockerfile', file, context: posix.dirname(file) }, short, long }];
  const also = found.services.filter(({ dockerfile }) => dockerfile === file);
  return builds.map((build) => {
    const label = builds.length > 1 ? labelAmong(build, builds) : '';
    const named = (name: string) => (label === '' ? name : cleanName(`${name}-${label}`));
    return {
      source: sourceOf(file, build),
      short: named(short),
      long: named(long),
      ...(build.from === undefined ? {} : { from: build.from }),
      ...filled({ also: also.map((service) => `${service.file}#${service.name}`) }),
      ...filled({ missing: build.missing, unset: build.unset }),
    };
  });
}

const LONGEST_LABEL = 40;

/** What one build has and not all others. '' for what is too long to be a part of a name. */
function labelAmong(build: Build, builds: readonly Build[]): string {
  const isCommon = (argument: string) => builds.every(({ buildArgs }) => buildArgs.includes(argument));
  const label = labelOf({ ...build, buildArgs: build.buildArgs.filter((argument) => !isCommon(argument)) });
  return label.length > LONGEST_LABEL ? '' : label;
}

function sourceOf(file: string, { context, target, buildArgs, buildContexts }: Build): FileSource {
  const named = target === undefined ? {} : { target };
  return { kind: 'dockerfile', file, context, ...named, ...filled({ buildArgs, buildContexts }) };
}

type Lists = Pick<Entry, 'also' | 'missing' | 'unset'> & Pick<FileSource, 'buildArgs' | 'buildContexts'>;

/** The lists that are not empty. */
function filled(lists: Lists): Lists {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

function namesOf(file: string, repositoryName: string): Pick<Candidate, 'short' | 'long'> {
  const folder = posix.dirname(file);
  const short = shortName(file, repositoryName);
  const suffix = short === cleanName(posix.basename(folder)) || folder === '.' ? '' : `/${short}`;
  return { short, long: folder === '.' ? short : cleanName(`${folder}${suffix}`) };
}

function serviceEntry(service: Service): Candidate {
  const long = cleanName(posix.join(posix.dirname(service.file), service.name));
  return { source: { kind: 'service', service }, short: cleanName(service.name), long };
}

/** The name that `images` of the action gives a path without one, where that is possible. */
function shortName(file: string, repositoryName: string): string {
  try {
    // A text before "=" would be a name, and "./" keeps a text before ":" from being a transport.
    const [image] = parseImages([`./${dotted(file).replaceAll('=', '-')}`], { buildArgs: [] }, repositoryName);
    if (image !== undefined) return image.name;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  return cleanName(file.replace(/(?:^|\/)(?:Dockerfile|Containerfile)$/i, '') || repositoryName);
}

/** `Dockerfile-alpine` as `Dockerfile.alpine`, which the action knows. */
function dotted(file: string): string {
  return file
    .replace(/(?<=(?:^|\/)(?:Dockerfile|Containerfile))[-_](?=[^/]+$)/i, '.')
    .replace(/[-_](?=(?:Dockerfile|Containerfile)$)/i, '.');
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
  return candidates.map(({ short, long, ...rest }) => {
    const name = free(isShared(short) ? long : short, taken);
    taken.add(name);
    return { name, ...rest };
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
    const folder = posix.dirname(entry.source.file);
    const sibling = first.get(folder);
    if (sibling === undefined) first.set(folder, entry.name);
    return sibling === undefined ? entry : { ...entry, sibling };
  });
}

/** Whether a path is a folder or below it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}
