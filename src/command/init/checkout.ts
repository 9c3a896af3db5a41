import { join } from 'node:path';
import { type Entries, isWithin } from './entries.ts';
import { readPlain } from './read.ts';
import type { WorkflowNeeds } from './workflow-text.ts';

/** Paths of the submodules that .gitmodules names (gitmodules(5)). */
const PATHS = /^[ \t]*path[ \t]*=[ \t]*"?([^"\n]+?)"?[ \t]*$/gm;

/** What the checkout has to fetch besides the commit, so that the build contexts are complete. */
export async function checkoutNeeds(
  root: string,
  { images, bake }: Entries,
): Promise<Pick<WorkflowNeeds, 'submodules' | 'lfs'>> {
  const modules = [...((await readPlain(join(root, '.gitmodules'))) ?? '').matchAll(PATHS)].map(
    ([, path = '']) => path,
  );
  // Only bake and compose know the contexts of their targets.
  const contexts = [
    ...(bake.length > 0 ? ['.'] : []),
    ...images.map(({ source }) => (source.kind === 'dockerfile' ? source.context : '.')),
  ];
  const isNeeded = (path: string) => contexts.some((context) => isWithin(path, context) || isWithin(context, path));
  const attributes = (await readPlain(join(root, '.gitattributes'))) ?? '';
  return { submodules: modules.some(isNeeded), lfs: /^[^#\n]*\bfilter=lfs\b/m.test(attributes) };
}
