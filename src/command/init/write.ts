import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { UserError } from '../../text/error.ts';

/** Texts by their paths, relative to the repository's root. */
export type Texts = Readonly<Record<string, string>>;

/** What became of each path. `kept`: something existed there and stays as it is. */
export interface Written {
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

/**
 * Writes the files that do not exist yet, with their folders. Whatever exists stays as it is, also a link that leads nowhere.
 * @throws UserError, before anything is written, where one of their folders leads out of the root
 */
export async function writeNew(root: string, texts: Texts): Promise<Written> {
  for (const path of Object.keys(texts)) await expectInside(root, path);
  const [written, kept]: [string[], string[]] = [[], []];
  for (const [path, text] of Object.entries(texts)) {
    const isNew = await writeIfAbsent(join(root, path), text);
    (isNew ? written : kept).push(path);
  }
  return { written, kept };
}

/** Somebody else's checkout may contain links, and a file behind one would be written in another place. */
async function expectInside(root: string, path: string): Promise<void> {
  const top = await realpath(root);
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const real = await realpath(join(root, folder)).catch(ignoreAbsence);
    if (real === undefined || real.startsWith(`${top}${sep}`)) continue;
    throw new UserError(`${folder} leads out of ${root} (to ${relative(top, real)}), so nothing is written there`);
  }
}

async function writeIfAbsent(path: string, text: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new UserError(`${path} cannot be written: ${message}`, { cause: error });
  }
}

function ignoreAbsence(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw new UserError(error.message, { cause: error });
}
