import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FULL_NAME = /^refs\/(?:[\w-][\w.-]*\/)+[\w-][\w.-]*$/;

/** The id in the file of a ref, without a process. Undefined where git has to say: no such file, a packed or symbolic ref, a short name. */
export function readLooseRef(gitDir: string, name: string): string | undefined {
  if (!FULL_NAME.test(name)) return undefined;
  try {
    return /^([0-9a-f]{40})\n$/.exec(readFileSync(join(gitDir, name), 'latin1'))?.[1];
  } catch {
    return undefined;
  }
}
