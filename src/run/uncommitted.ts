import type { Uncommittable } from '../baseline/context-files.ts';
import { noteCounted, setApart } from '../compare/set-apart.ts';
import { findUncommitted, mayHoldUncommitted } from '../explain/uncommitted/uncommitted.ts';
import type { Measurer } from '../measurer/measurer.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Image } from '../model/image.ts';

/** Looks for the files of an image's build contexts that no commit has; undefined where they cannot be told. */
export type FindContextFiles = (image: Image, commit: string) => Promise<Uncommittable | undefined>;

/**
 * Sets growth apart that came from the build context but from no commit. The context is looked at once for each image and commit, and only
 * where a layer changed that such files can be in.
 */
export async function setUncommittedApart(
  comparisons: readonly Comparison[],
  images: readonly Image[],
  { layerIndex }: Pick<Measurer, 'layerIndex'>,
  find: FindContextFiles,
): Promise<readonly Comparison[]> {
  const asked = new Map<string, Promise<Uncommittable | undefined>>();
  const ask = (image: Image, commit: string) => {
    const key = `${commit} ${image.name}`;
    const answer = asked.get(key) ?? find(image, commit);
    asked.set(key, answer);
    return answer;
  };
  const judged = comparisons.map(async (comparison) => {
    const image = images.find(({ name }) => name === comparison.image);
    const commit = comparison.baseline?.origin.commit;
    if (image === undefined || commit === undefined || !mayHoldUncommitted(comparison)) return comparison;
    const context = await ask(image, commit);
    const found = context && findUncommitted(comparison, layerIndex, context.contexts);
    if (found === undefined) return comparison;
    const { changedIgnoreFile } = context ?? {};
    if (changedIgnoreFile === undefined) return setApart(comparison, found);
    return noteCounted(comparison, found, `${changedIgnoreFile} changed too, so the change may have brought it in`);
  });
  return Promise.all(judged);
}
