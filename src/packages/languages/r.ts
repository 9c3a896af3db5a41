import { formatPackageUrl } from '../../model/package-url.ts';
import type { FileReader } from '../file-reader.ts';

/** What R itself is: its base packages have no distribution of their own. */
const BASE = new Set([
  'R',
  'base',
  'compiler',
  'datasets',
  'graphics',
  'grDevices',
  'grid',
  'methods',
  'parallel',
  'splines',
  'stats',
  'stats4',
  'tcltk',
  'tools',
  'utils',
]);

/**
 * R: `DESCRIPTION` of an installed package (Writing R Extensions, 1.1.1). Only `R CMD INSTALL` writes the field Built, so sources do not count. The
 * package owns its directory in the library.
 */
export const rReader: FileReader = {
  ending: '/DESCRIPTION',
  path: /^((?:.*\/)?(?:site-library|library)\/[^/]+)\/DESCRIPTION$/,
  limit: 1024 * 1024,
  read([path, directory = ''], content) {
    const fields = readFields(content.toString('utf8'));
    const purl = formatPackageUrl({ type: 'cran', name: fields.get('Package') ?? '', version: fields.get('Version') });
    if (purl === undefined || !fields.has('Built')) return [];
    const needed = ['Depends', 'Imports', 'LinkingTo'].flatMap((field) => (fields.get(field) ?? '').split(','));
    const requires = needed.flatMap((each) => {
      const [name = ''] = /[\w.]+/.exec(each) ?? [];
      return BASE.has(name) ? [] : (formatPackageUrl({ type: 'cran', name }) ?? []);
    });
    return [{ purl, anchor: path, roots: [directory], files: [], depth: directory.length, requires }];
  },
};

/** Fields of the Debian control format: a line that begins with a space continues the one before. */
function readFields(text: string): ReadonlyMap<string, string> {
  const lines = text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines.flatMap((line) => {
      const [, field, value] = /^([A-Za-z][\w@/-]*):\s*(.*)$/.exec(line) ?? [];
      return field === undefined || value === undefined ? [] : [[field, value.trim()] as const];
    }),
  );
}
