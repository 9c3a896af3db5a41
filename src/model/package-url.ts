/** What a package URL says (purl-spec): `pkg:deb/debian/bash@5.2?arch=amd64` is version `5.2` of `pkg:deb/debian/bash`. */
export interface PackageName {
  /** Without version, qualifiers and subpath: the same for every version of the package. */
  readonly name: string;
  /** As people write it; '' where the URL has none. */
  readonly version: string;
}

/** A longer URL is none that a package manager wrote. */
const LONGEST_URL = 1000;

/** Parses from the right, as purl-spec has it; a text that is no package URL is a name as it stands. */
export function parsePackageUrl(url: string): PackageName {
  const text = url.slice(0, LONGEST_URL).replace(/#.*$/s, '').replace(/\?.*$/s, '');
  const at = text.lastIndexOf('@');
  if (at <= text.lastIndexOf('/')) return { name: text, version: '' };
  return { name: text.slice(0, at), version: decode(text.slice(at + 1)) };
}

/** The package as people call it: `bash (deb)`, `@angular/core (npm)`. The distribution is left out, for an image has one. */
export function packageTitle(name: string): string {
  const [, type = '', path = ''] = /^pkg:([^/]+)\/(.+)$/s.exec(name) ?? [];
  if (type === '') return name;
  const isDistribution = ['deb', 'apk', 'rpm'].includes(type);
  return `${decode(isDistribution ? path.slice(path.lastIndexOf('/') + 1) : path)} (${type})`;
}

/** A percent-encoded part of a URL; as it is where it is malformed. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
