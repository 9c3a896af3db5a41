import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';

/** An image in a registry. */
export interface RegistryReference {
  /** `host[:port]` as the user means it: `docker.io` for Docker Hub. */
  readonly host: string;
  readonly repository: string;
  /** A tag, or the digest of a manifest or index. */
  readonly target:
    | { readonly kind: 'tag'; readonly tag: string }
    | { readonly kind: 'digest'; readonly digest: string };
}

const HUB = 'docker.io';

const COMPONENT = '(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])';
const HOST = new RegExp(`^(?:${COMPONENT}(?:\\.${COMPONENT})*|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?$`);
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const LONGEST_REPOSITORY = 255;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;
const LONGEST = 1024;

/**
 * Parses what follows `docker://`, by the grammar of distribution/reference. Docker's defaults hold: Docker Hub without a host, there
 * `library/` without a namespace, the tag `latest`. A digest wins over a tag beside it, as for `docker pull`.
 * @throws UserError that says which part is malformed and never repeats a password
 */
export function parseReference(text: string): RegistryReference {
  if (text.length > LONGEST) throw malformed(text, `is longer than ${LONGEST} characters`);
  const [named, digest] = splitAt(text, text.indexOf('@'));
  if (digest !== undefined && !DIGEST.test(digest)) {
    throw malformed(text, 'has no digest after "@": "sha256:" and 64 hexadecimal digits, or "sha512:" and 128');
  }
  const colon = named.lastIndexOf(':');
  const [name, tag] = splitAt(named, colon > named.lastIndexOf('/') ? colon : -1);
  if (tag !== undefined && !TAG.test(tag)) throw malformed(text, 'has a malformed tag');
  const target =
    digest === undefined ? ({ kind: 'tag', tag: tag ?? 'latest' } as const) : ({ kind: 'digest', digest } as const);
  return { ...splitHost(name, text), target };
}

/** The reference in full, as `docker://` takes it: `docker.io/library/debian:12`. */
export function formatReference({ host, repository, target }: RegistryReference): string {
  return `${host}/${repository}${target.kind === 'tag' ? `:${target.tag}` : `@${target.digest}`}`;
}

/**
 * The name as people write it in a FROM: `debian:12` for `docker.io/library/debian:12`. `library/` goes only before a name alone
 * (distribution/reference, familiarizeName).
 */
export function familiarName(image: string): string {
  return image.replace(/^docker\.io\/(?:library\/(?=[^/]*$))?/, '');
}

/** The name of an image without tag and digest, which are behind a colon or an `@`: `debian` for `debian:12-slim`. */
export function untagged(name: string): string {
  return name.replace(/[:@].*$/s, '');
}

/** The first component is a host where it cannot be a namespace (distribution/reference, splitDockerDomain). */
function splitHost(name: string, text: string): Pick<RegistryReference, 'host' | 'repository'> {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isHost = /[.:]|[A-Z]/.test(first) || first === 'localhost';
  const host = isHost && first !== 'index.docker.io' ? first : HUB;
  const path = isHost ? name.slice(slash + 1) : name;
  const repository = host === HUB && !path.includes('/') ? `library/${path}` : path;
  if (!HOST.test(host)) throw malformed(text, 'has a malformed registry host');
  if (!REPOSITORY.test(path))
    throw malformed(text, 'has a malformed repository: lower-case letters, digits, ".", "_", "-" and "/"');
  if (/^[0-9a-f]{64}$/.test(path)) throw malformed(text, 'is an image id, which a registry does not know');
  if (repository.length > LONGEST_REPOSITORY) {
    throw malformed(text, `has a repository of more than ${LONGEST_REPOSITORY} characters`);
  }
  return { host, repository };
}

function splitAt(text: string, at: number): readonly [string, string?] {
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Text before an `@` without a digest after it may be a user name and password, so it is not shown. */
function malformed(text: string, problem: string): UserError {
  const shown = printable(text.replace(/^.*@(?!sha(?:256|512):)/s, '…@').slice(0, 200));
  return new UserError(`"docker://${shown}" ${problem}; expected docker://[HOST/]REPOSITORY[:TAG][@DIGEST]`);
}

/** What follows `containers-storage:`. */
export interface StorageReference {
  /** Where the store is, if the reference says so: its driver, and its directory (an absolute path). */
  readonly store?: { readonly driver: string; readonly root: string };
  /** Name or id of the image, as the user wrote it. */
  readonly image: string;
}

/** A docker reference, an id, or a short form of one. */
const STORED_IMAGE = /^[A-Za-z0-9][A-Za-z0-9._/:@+[\]-]*$/;
const DRIVER = /^[a-z][a-z0-9]{0,31}$/;
const STORAGE_FORM = 'containers-storage:[[DRIVER@DIRECTORY[+RUN-DIRECTORY][:OPTIONS]]]IMAGE';

/**
 * Parses `[[DRIVER@]ROOT[+RUN-ROOT][:OPTIONS]]IMAGE` (containers-transports(5), "containers-storage"). The run directory and the options matter to
 * writers only.
 * @throws UserError for another form
 */
export function parseStorageReference(text: string): StorageReference {
  if (text.length > LONGEST) throw malformedStorage(text, `is longer than ${LONGEST} characters`);
  const [, specifier, image = ''] = /^(?:\[([^\]]*)\])?(.*)$/s.exec(text) ?? [];
  if (!STORED_IMAGE.test(image)) throw malformedStorage(text, 'names no image');
  if (specifier === undefined) return { image };
  const [, driver = '', root = ''] = /^(?:([^@/]*)@)?([^+:]*)/.exec(specifier) ?? [];
  if (driver !== '' && !DRIVER.test(driver)) throw malformedStorage(text, 'has a malformed storage driver');
  if (!root.startsWith('/')) throw malformedStorage(text, 'has no absolute path as the directory of the store');
  return { store: { driver, root }, image };
}

function malformedStorage(text: string, problem: string): UserError {
  return new UserError(`"containers-storage:${printable(text.slice(0, 200))}" ${problem}; expected ${STORAGE_FORM}`);
}
