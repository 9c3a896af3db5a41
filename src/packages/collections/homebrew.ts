import { formatPackageUrl } from '../../model/package-url.ts';
import { asList, asRecord, asText } from '../../text/json.ts';
import { type FileReader, jsonOf } from '../file-reader.ts';

/** Homebrew: `Cellar/FORMULA/VERSION/INSTALL_RECEIPT.json` (https://docs.brew.sh/Formula-Cookbook, keg). The formula owns that directory. */
export const homebrewReader: FileReader = {
  ending: '/INSTALL_RECEIPT.json',
  path: /^((?:.*\/)?Cellar\/([^/]+)\/([^/]+))\/INSTALL_RECEIPT\.json$/,
  limit: 1024 * 1024,
  read([path, keg = '', name = '', version], content) {
    const purl = formatPackageUrl({ type: 'brew', name, version });
    const needed = asList(jsonOf(content).runtime_dependencies);
    const requires = needed.flatMap((each) => {
      const full = asText(asRecord(each).full_name);
      return formatPackageUrl({ type: 'brew', name: full.slice(full.lastIndexOf('/') + 1) }) ?? [];
    });
    return purl === undefined ? [] : [{ purl, anchor: path, roots: [keg], files: [], depth: keg.length, requires }];
  },
};
