import type { LayerIndex } from '../oci/image.ts';

const RELEASES: ReadonlySet<string> = new Set(['etc/os-release', 'usr/lib/os-release']);
/** A package of a distribution: its type, its namespace with a slash behind it, and the rest from the name on. */
const SYSTEM = /^(pkg:(?:deb|apk|rpm)\/)([^/@?]+\/)?([^/@?]+(?:[@?].*)?)$/;

/**
 * Gives all packages of a distribution its namespace. A layer without os-release names them by a default, or by none: `pkg:rpm/bash` of an
 * image whose base says `pkg:rpm/fedora/bash`. The last layer that has both os-release and such packages decides.
 */
export function withDistribution(indexes: readonly LayerIndex[]): (purl: string) => string {
  const namespaces = new Map<string, string>();
  for (const { entries, packages = [] } of indexes) {
    if (!entries.some(({ path, type }) => type === 'file' && RELEASES.has(path))) continue;
    for (const purl of packages) {
      const [, type, namespace] = SYSTEM.exec(purl) ?? [];
      if (type !== undefined && namespace !== undefined) namespaces.set(type, namespace);
    }
  }
  return (purl) =>
    purl.replace(SYSTEM, (whole, type: string, _, rest: string) => {
      const namespace = namespaces.get(type);
      return namespace === undefined ? whole : type + namespace + rest;
    });
}
