import { formatPackageUrl } from '../../model/package-url.ts';
import { asList, asRecord, asText } from '../../text/json.ts';
import { below, type FileReader, jsonOf } from '../file-reader.ts';

/** Packages in one document that are named as contained. */
const CONTAINED = 500;

/**
 * Bitnami: `.bitnami_components.json` in the directory that the components are unpacked to (written by bitnami/containers' Dockerfiles and
 * stacksmith tarballs). Each component owns the directory of its name beside it.
 */
export const bitnamiReader: FileReader = {
  ending: '.bitnami_components.json',
  path: /^((?:.*\/)?)\.bitnami_components\.json$/,
  limit: 1024 * 1024,
  read([path, home = ''], content) {
    return Object.entries(jsonOf(content)).flatMap(([name, value]) => {
      const { version, arch, distro } = asRecord(value);
      const qualifiers = { arch: asText(arch), distro: asText(distro) };
      const purl = formatPackageUrl({ type: 'bitnami', name, version: asText(version), qualifiers });
      if (purl === undefined || name.includes('/') || /^\.*$/.test(name)) return [];
      const root = below(home.slice(0, -1), name);
      return [{ purl, anchor: path, roots: [root], files: [], depth: root.length }];
    });
  },
};

/**
 * Bitnami: `.spdx-NAME.spdx`, an SPDX 2 document in JSON in the directory of a component. The package with Bitnami's own package URL owns the
 * directory; the others lie in it.
 */
export const bitnamiSpdxReader: FileReader = {
  ending: '.spdx',
  path: /^((?:.*\/)?[^/]+)\/\.spdx-([^/]+)\.spdx$/,
  limit: 16 * 1024 * 1024,
  read([path, directory = '', component = ''], content) {
    const urls = asList(jsonOf(content).packages).flatMap((found) => purlOf(asRecord(found)));
    const own = urls.find((url) => url.startsWith(`pkg:bitnami/${component}@`)) ?? urls.find(isBitnami);
    if (own === undefined) return [];
    const inner = urls.filter((url) => url !== own).slice(0, CONTAINED);
    return [{ purl: own, anchor: path, roots: [directory], files: [], depth: directory.length, inner }];
  },
};

function isBitnami(url: string): boolean {
  return url.startsWith('pkg:bitnami/');
}

function purlOf(found: Readonly<Record<string, unknown>>): readonly string[] {
  const references = asList(found.externalRefs).map(asRecord);
  const url = asText(references.find(({ referenceType }) => referenceType === 'purl')?.referenceLocator);
  return /^pkg:[a-z][a-z0-9.+-]*\/[\x21-\x7e]{1,500}$/.test(url) ? [url] : [];
}
