import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asList, asText } from '../docker.ts';
import { type BakeDefinition, type BakeTarget, linkedTargets } from './definition.ts';

/**
 * The files to build targets from: those of the user, or a file of our own in `folder`. BuildKit refuses annotations of an index where it
 * exports one platform without attestations, as we do. buildx before 0.38 cannot remove them by `--set`, and merging files adds to them. So
 * they are left out of what `--print` has printed, which is a bake file again. They change no layer.
 */
export async function filesWithoutIndex(
  folder: string,
  files: readonly string[],
  definition: BakeDefinition,
  targets: readonly BakeTarget[],
): Promise<readonly string[]> {
  const names = targets.map(({ name }) => name);
  const all = [...targets, ...linkedTargets(definition, names)];
  if (!all.some(isForIndex)) return files;
  const target = Object.fromEntries(all.map(({ name, printed: { annotations: _, ...rest } }) => [name, rest]));
  const file = join(folder, 'docker-bake.json');
  await writeFile(file, JSON.stringify({ target }));
  return [file];
}

/** `index:KEY=value`, `index,manifest:…`, `index-descriptor[PLATFORM]:…`. Without a type an annotation is the manifest's. */
function isForIndex({ printed: { annotations } }: BakeTarget): boolean {
  return asList(annotations).some((entry) => /^[^=:]*\bindex\b[^=:]*:/.test(asText(entry)));
}
