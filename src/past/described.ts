import { relative } from 'node:path';
import { sourceAtCommit } from '../baseline/base-builds.ts';
import { type DescribeBake, describeBuild } from '../baseline/build-description.ts';
import { type CheckoutRequest, checkOut, closePlan } from '../baseline/plan.ts';
import type { BuildFiles } from '../docker/context.ts';
import { type BakeSource, type DockerfileSource, type Image, isRemoteContext } from '../model/image.ts';
import { UserError } from '../text/error.ts';

/** What an image is built from at a commit, or why that is not known. Then every commit counts as one that may have changed it. */
export type Described =
  | {
      readonly kind: 'known';
      readonly recipe: string;
      readonly files: BuildFiles;
      /** Paths from the repository's root; those of bake files are not known here. */
      readonly dockerfiles: readonly string[];
      readonly contexts: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Describes an image at a commit, by a checkout of it. */
export type DescribeAt = (image: Image, commit: string) => Promise<Described>;

/** How commits are checked out, and all images of the run, whose files are told apart. */
export interface DescribeRequest {
  readonly checkout: CheckoutRequest;
  readonly images: readonly Image[];
  readonly describeBake: DescribeBake;
}

/** Describes images at commits. The checkout of each is removed at once. */
export function describerOf({ checkout, images, describeBake }: DescribeRequest): DescribeAt {
  return async (image, commit) => {
    const origin = { kind: 'commit', commit, description: 'a commit of the branch' } as const;
    const plan = await checkOut(checkout, origin, 'the commit');
    if (plan.kind === 'error') return { kind: 'unknown', reason: plan.reason };
    try {
      const source = await sourceAtCommit(plan, image, images);
      if (source === undefined) return { kind: 'unknown', reason: 'it is not built from the repository' };
      const { path } = plan.worktree;
      const place = { top: path, cwd: plan.root, named: plan.root };
      const build = await describeBuild({ source: openInputs(source) }, place, describeBake);
      if (build === undefined || build.kind === 'unknown')
        return { kind: 'unknown', reason: build?.reason ?? 'it is not built' };
      const fromTop = (file: string) => relative(path, `${plan.root}/${file}`) || '.';
      const isFile = source.kind === 'dockerfile' && !isRemoteContext(source.context);
      const { recipe, files } = build;
      const dockerfiles = isFile ? [fromTop(source.file)] : [];
      return { kind: 'known', recipe, files, dockerfiles, contexts: isFile ? [fromTop(source.context)] : [] };
    } catch (error) {
      if (error instanceof UserError) return { kind: 'unknown', reason: error.message };
      throw error;
    } finally {
      await closePlan(plan);
    }
  };
}

/** Without secrets, keys and values of the environment: they are the same at all commits, whatever they are. */
function openInputs(source: DockerfileSource | BakeSource): DockerfileSource | BakeSource {
  if (source.kind === 'bake') return source;
  return { ...source, secrets: [], ssh: [], buildArgs: source.buildArgs.filter((each) => each.includes('=')) };
}
