import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { LONGEST_DOCKERFILE } from './tree.ts';

/** sha256 of a file's bytes. @throws where it cannot be read */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return `sha256:${hash.digest('hex')}`;
}

/** sha256 of a text's bytes. */
export function hashText(text: string | Buffer): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** The text of a Dockerfile (or of a file that holds one); undefined where it is missing, over 1 MiB, or has not the digest asked for. */
export async function readDockerfile(path: string, digest?: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > LONGEST_DOCKERFILE) return undefined;
  const content = await readFile(path);
  return digest === undefined || digest === hashText(content) ? content.toString('utf8') : undefined;
}
