import { asRecord, asText } from '../../text/json.ts';
import { readKeys } from '../cache.ts';
import type { BakeDefinition, Output } from './definition.ts';
import type { BakeRequest } from './print.ts';
import { askTargets, type SaidTarget } from './probe.ts';
import type { WrittenFile } from './written.ts';

/** Types of outputs that contain no image. */
const NO_IMAGE = ['cacheonly', 'local', 'tar'];

/** Whether a target makes an image. Without an output of its own, it does. */
export function makesImage(outputs: readonly Output[] = []): boolean {
  return outputs.length === 0 || outputs.some((output) => !isWithoutImage(output));
}

/** The outputs that contain an image. */
export function imageOutputs(outputs: readonly Output[] = []): readonly Output[] {
  return outputs.filter((output) => !isWithoutImage(output));
}

function isWithoutImage(output: Output): boolean {
  return NO_IMAGE.includes(output.get('type') ?? '');
}

/**
 * Finds the outputs of a definition's targets by name, inherited ones too. buildx evaluates what the files say. What it does not tell counts
 * as no output.
 */
export async function readOutputs(
  request: BakeRequest,
  files: readonly WrittenFile[],
  { targets }: BakeDefinition,
): Promise<(name: string) => readonly Output[]> {
  const hasOutput = files.some((file) => file.targets.some(({ output }) => output !== undefined));
  if (!hasOutput || targets.size === 0) return () => [];
  return inheritOutputs((await askTargets(request, inOrder(files))) ?? []);
}

/** buildx merges compose files first. */
function inOrder(files: readonly WrittenFile[]): readonly WrittenFile[] {
  return [...files.filter(({ form }) => form === 'compose'), ...files.filter(({ form }) => form !== 'compose')];
}

/** The outputs of each target: those that its files say last, or else those of the last of its parents that has any. */
export function inheritOutputs(said: readonly SaidTarget[]): (name: string) => readonly Output[] {
  const find = (name: string, seen: Set<string>): readonly unknown[] | undefined => {
    if (seen.has(name)) return undefined;
    seen.add(name);
    const own = said.filter((each) => each.name === name);
    const last = own.findLast(({ output }) => output !== undefined && output.length > 0)?.output;
    if (last !== undefined) return last;
    for (const parent of own.flatMap(({ inherits }) => inherits).toReversed()) {
      const inherited = find(parent, seen);
      if (inherited !== undefined) return inherited;
    }
    return undefined;
  };
  return (name) => (find(name, new Set()) ?? []).flatMap((entry) => parseOutput(entry) ?? []);
}

/** An entry as buildx reads it: CSV of key=value, a path to write files to, `-` for a tar on standard output, or an object. */
function parseOutput(entry: unknown): Output | undefined {
  if (typeof entry !== 'string') {
    const fields = Object.entries(asRecord(entry)).map(([key, value]) => [key.toLowerCase(), asText(value)] as const);
    return new Map(fields.filter(([, value]) => value !== ''));
  }
  if (entry === '') return undefined;
  if (entry === '-') return new Map([['type', 'tar']]);
  if (!entry.includes(',') && !entry.startsWith('type='))
    return new Map([
      ['type', 'local'],
      ['dest', entry],
    ]);
  return readKeys(entry);
}
