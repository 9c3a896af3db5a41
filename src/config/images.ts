import { posix } from 'node:path';
import {
  type BuildInputs,
  type DockerfileSource,
  type Image,
  isRemoteContext,
  type TransportSource,
} from '../model/image.ts';
import { TRANSPORT_NAMES, TRANSPORTS } from '../model/transport.ts';
import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';
import { checkArgument } from './entries.ts';
import { parseTransport } from './source.ts';

/** The action's inputs that hold for all images. An empty text counts as absent. */
export interface BuildDefaults extends Omit<BuildInputs, 'cacheFrom' | 'cacheTo'> {
  readonly context?: string;
  /** Name of the Dockerfile within an entry that is a directory; `Dockerfile` where absent. */
  readonly file?: string;
  readonly target?: string;
  readonly buildArgs: readonly string[];
}

/** An image of a line of the input `images`. */
export interface NamedSource extends Pick<Image, 'name'> {
  readonly source: DockerfileSource | TransportSource;
}

/** The characters of an image's name; isImageName has further bounds. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9._-]+)*$/;
const LONGEST_NAME = 128;
/** The names that isImageName accepts, for messages. */
export const NAME_RULE = `a letter or digit, then letters, digits, ".", "_", "-" and single "/", without "..", at most ${LONGEST_NAME} characters`;
const TRANSPORT = new RegExp(`^(?:${TRANSPORT_NAMES.join('|')}):`);

/**
 * Parses the lines of `images`: `NAME=PATH`, or PATH alone, which then gives the name. PATH is a Dockerfile, a directory with one (ends in
 * `/` or `.`), or a containers-transports name. Paths are relative to the repository's root. `repositoryName` names a Dockerfile at the
 * root. The build context is the Dockerfile's directory, or `defaults.context` for all.
 * @throws UserError for an unusable name or path, and for two images with one name
 */
export function parseImages(lines: readonly string[], defaults: BuildDefaults, repositoryName: string): NamedSource[] {
  const images = lines.map((line) => parseImage(line, defaults, repositoryName));
  refuseSameNames(
    images.map(({ name }) => name),
    lines,
  );
  return images;
}

/** @throws UserError for two images with one name; `lines` are those that named them */
export function refuseSameNames(names: readonly string[], lines: readonly string[]): void {
  for (const [position, name] of names.entries()) {
    const first = names.indexOf(name);
    if (first < position) throw sameName(name, lines[first] ?? '', lines[position] ?? '');
  }
}

/**
 * The name of an image in the daemon or a registry as people know it, with its tag or the start of its digest: `debian:12-slim`. Undefined
 * for other sources, and where the line gives a name.
 */
export function taggedName(
  line: string,
  { kind, location }: NamedSource['source'] & { location?: string },
): string | undefined {
  if (splitName(line).name !== undefined || location === undefined || !(kind in TRANSPORTS)) return undefined;
  const { place } = TRANSPORTS[kind as TransportSource['kind']];
  if (place !== 'daemon' && place !== 'registry' && place !== 'store') return undefined;
  return posix.basename(location.replace(/^\[[^\]]*\]/, '')).replace(/(sha(?:256|512):[0-9a-f]{12})[0-9a-f]+$/, '$1');
}

function parseImage(line: string, defaults: BuildDefaults, repositoryName: string): NamedSource {
  const { name, path } = splitName(line);
  const source = transport(path, defaults) ?? dockerfile(path, defaults);
  return { name: checkName(name ?? ownName(source, repositoryName), line), source };
}

function splitName(line: string): { readonly name?: string; readonly path: string } {
  const text = line.trim();
  const equals = text.indexOf('=');
  if (equals < 0 || TRANSPORT.test(text)) return { path: text };
  return { name: text.slice(0, equals).trim(), path: text.slice(equals + 1).trim() };
}

function transport(text: string, { platforms = [] }: BuildDefaults): TransportSource | null {
  const source = parseTransport(text);
  return source === null || platforms.length === 0 ? source : { ...source, platforms };
}

function dockerfile(text: string, defaults: BuildDefaults): DockerfileSource {
  const path = posix.normalize(checkArgument(text, 'images: the path'));
  const file = isDirectoryPath(text) ? posix.join(path, defaults.file || 'Dockerfile') : path;
  const directory = localDirectory(isDirectoryPath(text) ? path.replace(/(?<=.)\/$/, '') : posix.dirname(path));
  return {
    kind: 'dockerfile',
    file: checkArgument(file, 'images: the Dockerfile'),
    context: checkContext(defaults.context, file) ?? directory,
    ...(defaults.target ? { target: checkArgument(defaults.target, 'the target') } : {}),
    buildArgs: defaults.buildArgs,
    ...givenInputs(defaults),
  };
}

/** The context of all images, if any. A Dockerfile outside a remote context is refused: the base would be built with this commit's file. */
function checkContext(context: string | undefined, file: string): string | undefined {
  if (!context) return undefined;
  if (isRemoteContext(context) && (posix.isAbsolute(file) || file.startsWith('../'))) {
    throw new UserError(
      `images: the Dockerfile ${printable(file)} must be within the remote context, by its path there`,
    );
  }
  return checkArgument(context, 'the context');
}

/** The settings that are not empty, so that a source holds only what was asked for. */
function givenInputs({ platforms, labels, buildContexts, secrets, ssh, network }: BuildDefaults): BuildInputs {
  const lists = { platforms, labels, buildContexts, secrets, ssh };
  const given = Object.fromEntries(Object.entries(lists).filter(([, list]) => (list ?? []).length > 0));
  return { ...given, ...(network ? { network } : {}) };
}

/** A directory of the repository, in a form that is not a remote context (`github.com/…` alone is one). */
export function localDirectory(path: string): string {
  return isRemoteContext(path) ? `./${path}` : path;
}

function isDirectoryPath(path: string): boolean {
  return /(?:^|\/)\.{0,2}$/.test(path);
}

/** The name of an entry without one: the part of its path that differs from its neighbours in a repository. */
function ownName(source: NamedSource['source'], repositoryName: string): string {
  const name = source.kind === 'dockerfile' ? dockerfileName(source.file) : transportName(source);
  return (name === '' ? posix.basename(repositoryName) : name).replace(/^[^A-Za-z0-9]+/, '');
}

/** '' for a Dockerfile at the root, whose path does not name the image. */
function dockerfileName(file: string): string {
  const base = posix.basename(file);
  const [, after] = /^(?:Dockerfile|Containerfile)\.(.+)$/i.exec(base) ?? [];
  const [, before] = /^(.+)\.(?:Dockerfile|Containerfile)$/i.exec(base) ?? [];
  if (after !== undefined) return after;
  if (before !== undefined) return before;
  if (!/^(?:Dockerfile|Containerfile)$/i.test(base)) return base;
  return posix.basename(posix.dirname(file)).replace(/^\.$/, '');
}

function transportName({ kind, location }: TransportSource): string {
  const base = posix.basename(location.replaceAll('\\', '/').replace(/^\[[^\]]*\]/, ''));
  const { place } = TRANSPORTS[kind];
  if (place === 'daemon' || place === 'registry' || place === 'store') return base.replace(/[:@].*$/, '');
  return place === 'directory' ? base : base.replace(/\.(?:tar|tgz)$|\.tar\.\w+$|(?<=.)\.\w+$/i, '');
}

/** True for a name that an image may have. It becomes part of record paths, badge names and cache scopes. */
export function isImageName(name: string): boolean {
  return name.length <= LONGEST_NAME && NAME.test(name) && !name.includes('..');
}

function checkName(name: string, line: string): string {
  if (isImageName(name)) return name;
  const found = `"${printable(name.slice(0, 200))}" is not a name for an image`;
  const shown = printable(line.trim().slice(0, 200));
  throw new UserError(`images, line "${shown}": ${found}; write NAME=PATH, where NAME is ${NAME_RULE}`);
}

function sameName(name: string, first: string, second: string): UserError {
  const named = [first, second].map((line, index) => `  ${name}-${index + 1}=${splitName(line).path}`);
  return new UserError(
    `images: two images are named "${name}"; give each its own name, as in\n${printableLines(named)}`,
  );
}

function printableLines(lines: readonly string[]): string {
  return lines.map(printable).join('\n');
}
