import type { Measurement } from '../../model/measurement.ts';
import type { FileRule, Find, MakeFileRule, Saying } from './file-rule.ts';
import { isBelow } from './file-rule.ts';
import { keywordOf } from './layers.ts';

const PLACE = 'usr/lib/debug';

/** Debug symbols in files of their own. Those inside programs cannot be told from names. */
export const debugSymbolRule: MakeFileRule = ({ measurement }): FileRule => ({
  rule: 'debug-symbols',
  claim: (directory) => (isBelow(directory, PLACE) ? { root: PLACE } : {}),
  takes: ({ path }, name) => path.startsWith(`${PLACE}/`) || (name.endsWith('.debug') && name.length > '.debug'.length),
  say: (find) => saySymbols(find, measurement),
});

function saySymbols({ layer }: Find, { layers }: Measurement): Saying {
  const isRun = keywordOf(layers[layer]) === 'RUN';
  return {
    title: 'Debug symbols are in the image.',
    change: isRun
      ? 'Install no -dbg, -dbgsym or -debuginfo packages, and remove /usr/lib/debug in the same RUN; keep the symbols where crashes are looked into.'
      : 'Copy the programs without their .debug files; keep these where crashes are looked into.',
  };
}
