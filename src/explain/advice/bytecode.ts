import type { FileRule, MakeFileRule } from './file-rule.ts';

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
