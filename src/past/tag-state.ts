import { createHash } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { bytes, digest, platform, time } from '../model/schema.ts';
import type { ListedTag } from '../oci/registry/tag-reader.ts';
import { UserError } from '../text/error.ts';
import { parseJson } from '../text/json.ts';
import { guarded, readBounded, replace } from './files.ts';

const blob = z.object({ digest, size: bytes });
const listedSchema = z.object({
  digest,
  created: time.optional(),
  images: z
    .array(z.object({ platform, digest, config: blob, layers: z.array(blob).max(10_000) }))
    .min(1)
    .max(1000),
});

/** Bytes: 64 images of 4,096 layers. */
const MOST_BYTES = 64 * 1024 * 1024;

/** What was read of tags in this run and in earlier ones, by the digests of their manifests. */
export interface TagState {
  /** Whether nothing was kept: then no digest need be asked for. */
  readonly isEmpty: boolean;
  /** Undefined for what was not read, and for a damaged file. */
  read(digest: string): Promise<ListedTag | undefined>;
  /** @throws UserError where the file cannot be written */
  write(listed: ListedTag): Promise<void>;
}

/**
 * Opens the state of a repository in a folder. Each choice of platforms has its own.
 * @throws UserError where the folder cannot be made
 */
export async function openTagState(folder: string, name: string, platforms: readonly string[]): Promise<TagState> {
  const key = createHash('sha256')
    .update(JSON.stringify([name, platforms.toSorted()]))
    .digest('hex')
    .slice(0, 32);
  const own = join(folder, `tags-${key}`);
  await guarded(folder, async () => {
    await mkdir(own, { recursive: true, mode: 0o700 });
  });
  const fileOf = (of: string) => join(own, `${of.replace(':', '-')}.json`);
  return {
    isEmpty: (await readdir(own)).length === 0,
    read: (of) => readListed(fileOf(of), of),
    write: (listed) => guarded(folder, () => replace(fileOf(listed.digest), `${JSON.stringify(listed)}\n`)),
  };
}

async function readListed(path: string, of: string): Promise<ListedTag | undefined> {
  const json = await readBounded(path, MOST_BYTES);
  if (json === undefined) return undefined;
  try {
    const { data } = listedSchema.safeParse(parseJson(json, path));
    return data?.digest === of ? { ...data, created: data.created } : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
