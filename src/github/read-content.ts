import { UserError } from '../text/error.ts';
import { type Client, statusOf } from './client.ts';
import type { Repository } from './event/event.ts';
import { readRefusal } from './refusal.ts';

/** The fields of `GET /repos/{owner}/{repo}/contents/{path}` that are used. For a folder GitHub sends a list. */
interface Content {
  readonly type: string;
  readonly size: number;
  readonly encoding?: string | null | undefined;
  readonly content?: string | null | undefined;
}

/**
 * Reads the text of a file at a commit, branch or tag (`GET /repos/{owner}/{repo}/contents/{path}`, which answers with up to 1 MB). One call.
 * Follows a symbolic link to a file. Undefined on 404: the file does not exist, or the token cannot see the repository.
 * @param limit bytes
 * @throws UserError for what is not a file, larger than `limit`, or not UTF-8, and with GitHub's reason when it does not answer
 */
export async function readContent(
  client: Client,
  repository: Repository,
  path: string,
  ref: string,
  limit: number,
): Promise<string | undefined> {
  const name = `${path} at ${ref}`;
  const content = await ask(client, { ...repository, path, ref }, name);
  return content === undefined ? undefined : decode(content, name, limit);
}

async function ask(
  client: Client,
  place: Repository & { readonly path: string; readonly ref: string },
  name: string,
): Promise<Content | undefined> {
  try {
    const { data } = await client.rest.repos.getContent({ ...place });
    return 'type' in data ? data : { type: 'dir', size: 0 };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw new UserError(`${name} cannot be read: ${readRefusal(error, 'contents: read')}`, { cause: error });
  }
}

function decode({ type, size, encoding, content }: Content, name: string, limit: number): string {
  if (type !== 'file') throw new UserError(`${name} is a ${type}; a file is needed`);
  const bytes = Buffer.from(content ?? '', 'base64');
  if (size > limit || bytes.length > limit)
    throw new UserError(`${name}: ${Math.max(size, bytes.length)} bytes are too many; at most ${limit} are read`);
  if (encoding !== 'base64' || bytes.length !== size)
    throw new UserError(`${name}: GitHub sent ${bytes.length} of its ${size} bytes, encoded as ${encoding}`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UserError(`${name} is not text in UTF-8`);
  }
}
