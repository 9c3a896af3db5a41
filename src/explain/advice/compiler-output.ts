import type { Measurement } from '../../model/measurement.ts';
import type { FileRule, Find, MakeFileRule, Saying } from './file-rule.ts';
import { keywordOf } from './layers.ts';

const PLACE = 'usr/lib/debug';

/** Debug symbols in separate files. Debug symbols inside programs cannot be found by file name. */
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
      ? 'Install no -dbg, -dbgsym or -debuginfo packages, and remove /usr/lib/debug in the same RUN. Keep the symbols where you analyse crashes.'
      : 'Copy the programs without their .debug files. Keep the .debug files where you analyse crashes.',
  };
}

/** Bytes. Below this, a faster start is worth more than the bytes. */
const WORTH_IT = 5_000_000;

/** Python's compiled modules. They trade size for start-up time, so they get advice only if they are large. */
export const bytecodeRule: MakeFileRule = (): FileRule => ({
  rule: 'bytecode',
  claim: (directory) => (/(?:^|\/)__pycache__$/.test(directory) ? { root: directory } : undefined),
  takes: (_, name) => name.endsWith('.pyc'),
  say: ({ pile }) => {
    if (pile.bytes <= WORTH_IT) return undefined;
    return {
      title: 'The image holds Python bytecode of all modules, also of modules that are never loaded.',
      change: [
        'A trade: without bytecode, Python compiles the modules that it loads at each start, which is slower. Remove all bytecode. If the start gets too slow, import in the same RUN what the service imports. That writes only the bytecode that it needs, and takes its bytes back.',
        'RUN … && find / -xdev -name __pycache__ -prune -exec rm -rf {} +',
      ].join('\n'),
    };
  },
});
