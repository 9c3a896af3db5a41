import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asEntries, blobsOf, descriptorOf, makeImage, makeLayer, makeLayout } from './makeImage.ts';
import { makeTar } from './makeTar.ts';
import { commitFiles, initGit } from './repository.ts';

/** A repository that commits its image, so that neither head nor base needs a build. */
export interface CommittedImage {
  /** The repository, to be cloned. */
  readonly path: string;
  /** Commits of `main`, the oldest first. */
  readonly commits: readonly string[];
}

/** The input `images` for such a repository. */
export const COMMITTED = 'app=oci-archive:app.tar';

/** Makes a repository in `path` with a commit for each number of bytes that the image unpacks to, and the archive in `app.tar`. */
export async function makeCommittedImage(path: string, sizes: readonly number[]): Promise<CommittedImage> {
  await mkdir(path, { recursive: true });
  initGit(path);
  const commits: string[] = [];
  for (const bytes of sizes) commits.push(await commitImage(path, bytes));
  return { path, commits };
}

/** Commits an image of so many unpacked bytes. Returns the commit's id. */
export async function commitImage(path: string, bytes: number): Promise<string> {
  const image = makeImage([makeLayer([{ path: 'data', content: 'x'.repeat(bytes) }])]);
  await writeFile(
    join(path, 'app.tar'),
    makeTar(asEntries(makeLayout([descriptorOf(image.manifest)], blobsOf(image)))),
  );
  return commitFiles(path, { size: `${bytes}\n` });
}
