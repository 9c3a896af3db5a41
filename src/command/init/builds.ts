import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { neededPart, unsetInFrom } from '../../docker/dockerfile/sources.ts';
import { type DockerfileTree, parseDockerfile } from '../../docker/dockerfile/tree.ts';
import { inferContext, missingSources } from './context.ts';
import { bind } from './evidence/bind.ts';
import { chooseVariants, type Declared, type Variant } from './evidence/choose.ts';
import type { Evidence } from './evidence/recipe.ts';

/** How one image is built from a Dockerfile, and what would keep it from being built. */
export interface Build extends Omit<Variant, 'from'> {
  /** The file that builds it in this way already. Absent where the context was inferred. */
  readonly from?: string;
  /** Whether that file is a workflow. */
  readonly isShipped: boolean;
  /** Sources of COPY that its context does not have. */
  readonly missing: readonly string[];
  /** Arguments that its FROM needs and that nothing gives. */
  readonly unset: readonly string[];
}

/** Most images of one Dockerfile. A matrix of versions may make hundreds. */
export const MOST_BUILDS = 8;

/** How each Dockerfile is built, by the evidence that there is for it, else as its instructions tell. `dockerfiles` has their texts. */
export async function findBuildsOf(
  root: string,
  dockerfiles: ReadonlyMap<string, string>,
  evidence: readonly Evidence[],
): Promise<ReadonlyMap<string, readonly Build[]>> {
  const found = new Map<string, readonly Build[]>();
  for (const [file, text] of dockerfiles) found.set(file, await buildsOf(root, file, parseDockerfile(text), evidence));
  return found;
}

async function buildsOf(
  root: string,
  file: string,
  tree: DockerfileTree,
  evidence: readonly Evidence[],
): Promise<readonly Build[]> {
  const bound = evidence.flatMap((each) => bind(each, file) ?? []);
  const existing = await Promise.all(bound.map(({ context }) => isDirectory(join(root, context))));
  const usable = bound.filter((_, at) => existing[at]);
  const lacks = await Promise.all(usable.map(async (each) => (await judged(root, file, tree, each)).missing.length));
  const known = usable.map((each, at) => ({ ...each, lacks: lacks[at] ?? 0 }));
  const isShipped = usable.some(({ rank }) => rank === 0);
  const context = await inferContext({ root, file, tree: neededPart(tree) });
  const inferred = await judged(root, file, tree, { context, buildArgs: [], buildContexts: [] });
  if (known.length === 0) return [{ ...inferred, isShipped: false }];
  const variants = chooseVariants(known, declaredIn(tree));
  return Promise.all(
    variants.map(async (each) => ({ ...corrected(await judged(root, file, tree, each), inferred), isShipped })),
  );
}

/** Evidence may be out of date, or run after other steps. A context that has all sources is then the better one. */
function corrected(build: Omit<Build, 'isShipped'>, inferred: Omit<Build, 'isShipped'>): Omit<Build, 'isShipped'> {
  if (build.missing.length === 0 || inferred.missing.length > 0) return build;
  const { from: _, ...rest } = build;
  return { ...rest, context: inferred.context, missing: [] };
}

async function judged(
  root: string,
  file: string,
  tree: DockerfileTree,
  { context, target, buildArgs, buildContexts, from }: Omit<Variant, 'from'> & Partial<Variant>,
): Promise<Omit<Build, 'isShipped'>> {
  const values = Object.fromEntries(buildArgs.map(split));
  const part = neededPart(tree, target, values);
  const missing = await missingSources({ root, file, tree: part, values }, context);
  const given = { ...(target === undefined ? {} : { target }), ...(from === undefined ? {} : { from }) };
  return { context, buildArgs, buildContexts, ...given, missing, unset: unsetInFrom(tree, values) };
}

function split(argument: string): readonly [string, string] {
  const at = argument.indexOf('=');
  return [argument.slice(0, at), argument.slice(at + 1)];
}

function declaredIn({ instructions, stages }: DockerfileTree): Declared {
  const declared = instructions.filter(({ keyword }) => keyword === 'ARG');
  const args = new Set(
    declared.flatMap(({ argument }) => [...argument.matchAll(/(?<![^\s])\w+/g)].map(([name]) => name)),
  );
  const names = stages.flatMap(({ name }) => name?.toLowerCase() ?? []);
  return { args, stages: new Set(names), last: stages.at(-1)?.name?.toLowerCase() };
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
