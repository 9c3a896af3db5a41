/** What a package URL is made of, unencoded (purl-spec, components). */
export interface PurlParts {
  readonly type: 'deb' | 'apk' | 'rpm' | 'pypi' | 'npm' | 'golang' | 'maven' | 'gem';
  /** Segments separated by '/'. */
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly version?: string | undefined;
  /** Those that are empty are left out. */
  readonly qualifiers?: Readonly<Record<string, string | undefined>>;
}

/** Types whose names are not case sensitive and must be lower case (purl-spec, types). */
const LOWER_CASE: ReadonlySet<PurlParts['type']> = new Set(['deb', 'apk', 'pypi', 'npm', 'golang']);
/** Characters of one part; names and versions of real packages stay below 200. */
const PART_LIMIT = 512;

/**
 * The canonical package URL (purl-spec, how-to-build), such as `pkg:deb/debian/bash@5.2.15-2%2Bb7?arch=amd64`. Undefined where the parts
 * make none: no name, or one beyond 512 characters.
 */
export function formatPurl({ type, namespace, name, version, qualifiers = {} }: PurlParts): string | undefined {
  const fold = (text: string) => (LOWER_CASE.has(type) ? text.toLowerCase() : text);
  const parts = [namespace, name, version, ...Object.values(qualifiers)];
  if (name === '' || parts.some((part) => part !== undefined && part.length > PART_LIMIT)) return undefined;
  const segments = (namespace ?? '').split('/').filter((segment) => segment !== '');
  const path = [...segments, name].map((segment) => encode(fold(segment))).join('/');
  return `pkg:${type}/${path}${version ? `@${encode(version)}` : ''}${formatQualifiers(qualifiers)}`;
}

function formatQualifiers(qualifiers: NonNullable<PurlParts['qualifiers']>): string {
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
