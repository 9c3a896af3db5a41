import type { BakeDefinition, BakeTarget } from './definition.ts';
import { readOutputs } from './outputs.ts';
import { BakeMissing, type BakeRequest, origin, printBake } from './print.ts';
import { readWritten } from './written.ts';

/**
 * Reads what bake files say about some targets: what `docker buildx bake --print` prints, and the outputs that the files give them. Nothing
 * is built or written, and no builder is asked.
 * @throws BakeMissing, BuildError and UserError as printBake does. The signal's reason when aborted.
 */
export async function readBake(request: BakeRequest): Promise<BakeDefinition> {
  const definition = await printBake(request);
  const outputs = await readOutputs(request, await readWritten(request.files, request.root), definition);
  const targets = [...definition.targets].map(
    ([name, target]) => [name, { ...target, outputs: outputs(name) }] as const,
  );
  return { ...definition, targets: new Map(targets) };
}

/**
 * The target that a definition was read for.
 * @throws BakeMissing where the name is a group's
 */
export function targetIn({ targets }: BakeDefinition, name: string, files: readonly string[]): BakeTarget {
  const target = targets.get(name);
  if (target !== undefined) return target;
  throw new BakeMissing(`${origin(files)} has no target ${name}`, name);
}
