/** A text that names a package, taken apart at its version: `pkg:deb/debian/bash@5.2?arch=amd64` is `5.2` of `pkg:deb/debian/bash`. */
export interface PackageName {
  /** Without version, qualifiers and subpath: the same for every version of the package. */
  readonly name: string;
  /** Decoded; '' where the URL has none. */
  readonly version: string;
}

/** What a package URL is made of, decoded (purl-spec, components). */
export interface PackageParts {
  /** Lower case: `deb`, `apk`, `rpm`, `pypi`, `npm`, … */
  readonly type: string;
  readonly namespace: readonly string[];
  readonly name: string;
}

/** The package types that are written here (purl-spec, types; `nix` and `brew` as their own tools write them). */
export type PackageType =
  | 'apk'
  | 'bitnami'
  | 'brew'
  | 'cargo'
  | 'composer'
  | 'conda'
  | 'cpan'
  | 'cran'
  | 'deb'
  | 'gem'
  | 'golang'
  | 'hex'
  | 'maven'
  | 'nix'
  | 'npm'
  | 'nuget'
  | 'oci'
  | 'otp'
  | 'pypi'
  | 'rpm';

/** What a package URL is written from. */
export interface PackageUrlParts {
  readonly type: PackageType;
  /** Segments separated by '/'. */
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly version?: string | undefined;
  /** Empty ones are left out. */
  readonly qualifiers?: Readonly<Record<string, string | undefined>>;
}

/** A longer URL is not one that a package manager wrote. */
const LONGEST_URL = 1000;
/** Characters of one part; names and versions of real packages stay below 200. */
const LONGEST_PART = 512;
/** Package types of a distribution, not of a language. */
const DISTRIBUTION: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);
/** Types whose names are not case sensitive and must be lower case (purl-spec, types). */
const LOWER_CASE: ReadonlySet<PackageType> = new Set([
  'apk',
  'bitnami',
  'composer',
  'deb',
  'golang',
  'hex',
  'npm',
  'oci',
  'otp',
  'pypi',
]);

/** Parses from the right, as purl-spec has it. Never throws: a text that is not a package URL is a name as it stands. */
export function parsePackageUrl(url: string): PackageName {
  const text = url.slice(0, LONGEST_URL).replace(/#.*$/s, '').replace(/\?.*$/s, '');
  const at = text.lastIndexOf('@');
  if (at <= text.lastIndexOf('/')) return { name: text, version: '' };
  return { name: text.slice(0, at), version: decode(text.slice(at + 1)) };
}

/** Type, namespace and name of a package URL, with or without version; undefined for any other text. Malformed encoding stays as it is. */
export function packageParts(url: string): PackageParts | undefined {
  const [, type, path] = /^pkg:([a-z][a-z0-9.+-]*)\/(.+)$/is.exec(parsePackageUrl(url).name) ?? [];
  if (type === undefined || path === undefined) return undefined;
  const parts = path.split('/').map(decode);
  return { type: type.toLowerCase(), namespace: parts.slice(0, -1), name: parts.at(-1) ?? '' };
}

/**
 * The source package that a package was built from, as a URL without version: `pkg:deb/debian/openssl` for
 * `pkg:deb/debian/libssl3@3.0?upstream=openssl`. `upstream` is the qualifier of Syft and Grype. A package without it is its own source.
 */
export function sourceName(url: string): string {
  const { name } = parsePackageUrl(url);
  const [, source] = /\?(?:[^#]*&)?upstream=([^&#]+)/.exec(url.slice(0, LONGEST_URL)) ?? [];
  return source === undefined ? name : `${name.slice(0, name.lastIndexOf('/') + 1)}${source}`;
}

/** The package as people call it: `bash (deb)`, `@angular/core (npm)`. The distribution is left out: an image has one only. */
export function packageTitle(name: string): string {
  const parts = packageParts(name);
  if (parts === undefined) return name;
  const path = isSystemPackage(parts) ? [parts.name] : [...parts.namespace, parts.name];
  return `${path.join('/')} (${parts.type})`;
}

/** Whether a package is of the distribution, not of a language. */
export function isSystemPackage({ type }: Pick<PackageParts, 'type'>): boolean {
  return DISTRIBUTION.has(type);
}

/**
 * The canonical package URL (purl-spec, how-to-build), such as `pkg:deb/debian/bash@5.2.15-2%2Bb7?arch=amd64`. Undefined where the parts
 * make none: no name, or one beyond 512 characters.
 */
export function formatPackageUrl(url: PackageUrlParts): string | undefined {
  const { type, namespace, name, version, qualifiers = {} } = url;
  const fold = (text: string) => (LOWER_CASE.has(type) ? text.toLowerCase() : text);
  const parts = [namespace, name, version, ...Object.values(qualifiers)];
  if (name === '' || parts.some((part) => part !== undefined && part.length > LONGEST_PART)) return undefined;
  const segments = (namespace ?? '').split('/').filter((segment) => segment !== '');
  const path = [...segments, name].map((segment) => encode(fold(segment))).join('/');
  return `pkg:${type}/${path}${version ? `@${encode(version)}` : ''}${formatQualifiers(qualifiers)}`;
}

function formatQualifiers(qualifiers: NonNullable<PackageUrlParts['qualifiers']>): string {
  const pairs = Object.entries(qualifiers)
    .filter((pair): pair is [string, string] => Boolean(pair[1]))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${encode(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** All but letters, digits, '.-_~' and the colon, which is never encoded (purl-spec, characters and encoding). */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
