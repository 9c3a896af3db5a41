import { isTargetName } from '../../config/bake.ts';
import { readBake } from './bake.ts';
import type { BakeDefinition } from './definition.ts';
import { BakeMissing, type BakeRequest } from './print.ts';
import { readWritten } from './written.ts';

/**
 * Reads all targets of bake files, those that make no image too. buildx 0.13 has no pattern `*`: there, names are searched for in the files
 * themselves. @throws BakeMissing, BuildError and UserError as readBake does
 */
export async function readEvery(request: BakeRequest): Promise<BakeDefinition> {
  try {
    return await readBake({ ...request, targets: ['*'] });
  } catch (error) {
    if (!(error instanceof BakeMissing) || error.target !== '*') throw error;
    const written = await readWritten(request.files, request.root);
    const targets = written.flatMap((file) => file.targets.map(({ label }) => label)).filter(isTargetName);
    if (targets.length === 0) return { groups: new Map(), targets: new Map() };
    return readBake({ ...request, targets: [...new Set(targets)] });
  }
}
