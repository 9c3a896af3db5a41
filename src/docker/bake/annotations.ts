import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asList, asText } from '../../text/json.ts';
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
  await writeFile(file, JSON.stringify({ target }, escaped));
  return [file];
}

/** Of a text, `${` and `%{` without a meaning in HCL. buildx prints them so, but not yet in 0.13. */
function escaped(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\$+\{/g, () => '$${').replace(/%+\{/g, '%%{') : value;
}

/** `index:KEY=value`, `index,manifest:…`, `index-descriptor[PLATFORM]:…`. Without a type an annotation is the manifest's. */
function isForIndex({ printed: { annotations } }: BakeTarget): boolean {
  return asList(annotations).some((entry) => /^[^=:]*\bindex\b[^=:]*:/.test(asText(entry)));
}
