import type { Measurement } from '../../model/measurement.ts';
import type { FileRule, Find, MakeFileRule, Saying } from './file-rule.ts';
import { keywordOf } from './layers.ts';

const PLACE = 'usr/lib/debug';

/** Debug symbols in files of their own. Those inside programs cannot be told from names. */
export const debugSymbolRule: MakeFileRule = ({ measurement }): FileRule => ({
  rule: 'debug-symbols',
  claim: (directory) => (isBelow(directory, PLACE) ? { root: PLACE } : {}),
  takes: ({ path }, name) => path.startsWith(`${PLACE}/`) || (name.endsWith('.debug') && name.length > '.debug'.length),
  say: (find) => saySymbols(find, measurement),
});

/** Whether `directory` is `root` or below it. */
function isBelow(directory: string, root: string): boolean {
  return directory === root || directory.startsWith(`${root}/`);
}

function saySymbols({ layer }: Find, { layers }: Measurement): Saying {
  const isRun = keywordOf(layers[layer]) === 'RUN';
  return {
    title: 'Debug symbols are in the image.',
    change: isRun
      ? 'Install no -dbg, -dbgsym or -debuginfo packages, and remove /usr/lib/debug in the same RUN; keep the symbols where crashes are looked into.'
      : 'Copy the programs without their .debug files; keep these where crashes are looked into.',
  };
}

/** Below this, start-up time is worth more than the bytes. */
const WORTH_IT = 5_000_000;

/** Python's compiled modules: a trade of size for start-up time, told as one, and only where it is much. */
export const bytecodeRule: MakeFileRule = (): FileRule => ({
  rule: 'bytecode',
  claim: (directory) => (/(?:^|\/)__pycache__$/.test(directory) ? { root: directory } : undefined),
  takes: (_, name) => name.endsWith('.pyc'),
  say: ({ pile }) => {
    if (pile.bytes <= WORTH_IT) return undefined;
    return {
      title: 'Python bytecode of all modules is in the image, of those that are never loaded too.',
      change: [
        'A trade: without it each start compiles the modules that it loads, and is slower by that (a container that cannot write there, at every start). Let an import of what the service loads write only that.',
        "RUN … && find / -xdev -name __pycache__ -prune -exec rm -rf {} + && python3 -c 'import what_the_service_imports'",
      ].join('\n'),
    };
  },
});
