import { formatPackageUrl } from '../../model/package-url.ts';
import { asList, asText } from '../../text/json.ts';
import { below, type FileReader, jsonOf } from '../file-reader.ts';

/**
 * Conda: `conda-meta/NAME-VERSION-BUILD.json` of an environment (https://docs.conda.io, `conda.core.prefix_data`). It lists every file of the package
 * from the environment's root, also the bytecode that was compiled at installation.
 */
export const condaReader: FileReader = {
  ending: '.json',
  path: /^((?:.*\/)?)conda-meta\/[^/]+\.json$/,
  limit: 64 * 1024 * 1024,
  read([path, home = ''], content) {
    const prefix = home.slice(0, -1);
    const record = jsonOf(content);
    const qualifiers = { build: asText(record.build), subdir: asText(record.subdir) };
    const purl = formatPackageUrl({
      type: 'conda',
      name: asText(record.name),
      version: asText(record.version),
      qualifiers,
    });
    if (purl === undefined) return [];
    const files = asList(record.files).map((file) => below(prefix, asText(file)));
    const requires = asList(record.depends).flatMap((each) => {
      const [name = ''] = /^[\w.-]+/.exec(asText(each)) ?? [];
      return name.startsWith('__') ? [] : (formatPackageUrl({ type: 'conda', name }) ?? []);
    });
    return [{ purl, anchor: path, roots: [path], files, depth: prefix.length, requires }];
  },
};
