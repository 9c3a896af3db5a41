import { formatPackageUrl } from '../../model/package-url.ts';
import { normalisePath } from '../../oci/layer/path.ts';
import { asList, asRecord, asText } from '../../text/json.ts';
import { below, type FileReader } from '../file-reader.ts';
import type { LanguagePackage } from '../package-finder.ts';

/**
 * PHP: `vendor/composer/installed.json` (https://getcomposer.org/doc, written by Composer\Repository\FilesystemRepository). Composer 2 names the
 * directory of each package from its own; Composer 1 writes a bare list, and each package is at `vendor/NAME`.
 */
export const composerReader: FileReader = {
  ending: 'composer/installed.json',
  path: /^((?:.*\/)?[^/]+\/composer)\/installed\.json$/,
  limit: 32 * 1024 * 1024,
  read([path, home = ''], content) {
    const document: unknown = JSON.parse(content.toString('utf8'));
    const packages = Array.isArray(document) ? document : asList(asRecord(document).packages);
    return packages.flatMap((found) => describe(asRecord(found), path, home));
  },
};

function describe(found: Readonly<Record<string, unknown>>, anchor: string, home: string): readonly LanguagePackage[] {
  const name = asText(found.name);
  const purl = urlOf(name, asText(found.version));
  const directory = asText(found['install-path']) || `../${name}`;
  const root = normalisePath(below(home, directory));
  if (purl === undefined || root === undefined || root === '' || !/^[^/]+\/[^/]+$/.test(name)) return [];
  const requires = Object.keys(asRecord(found.require)).flatMap((each) =>
    each.includes('/') ? (urlOf(each) ?? []) : [],
  );
  return [{ purl, anchor, roots: [root], files: [], depth: root.length, requires }];
}

function urlOf(full: string, version?: string): string | undefined {
  const [namespace, name = ''] = full.split('/');
  return formatPackageUrl({ type: 'composer', namespace, name, version });
}
