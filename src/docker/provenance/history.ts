import { posix } from 'node:path';
import type { LayerSource } from '../../model/layer.ts';
import { groupBy } from '../../text/group-by.ts';
import { findParents, findTarget, type Values } from '../dockerfile/stages.ts';
import { type DockerfileTree, type Instruction, parseDockerfile } from '../dockerfile/tree.ts';
import { type KnownDockerfile, sourceOf } from './known-dockerfile.ts';

/** The known facts about a build whose history is matched. */
export interface Inference {
  readonly known: KnownDockerfile;
  readonly text: string;
  readonly target: string;
  readonly values: Values;
}

/**
 * Matches an image's history with the Dockerfile that built it. It goes from the last layer and the last instruction of the target's stage
 * down to the first stage's image. All layers are undefined where one instruction does not match its layer, because half a match may be
 * wrong. The same holds where a variable hides which stage another starts from.
 * @param createdBy `created_by` of each layer, bottom first
 */
export function inferSources(
  createdBy: readonly string[],
  { known, text, target, values }: Inference,
): readonly (LayerSource | undefined)[] {
  const tree = parseDockerfile(text);
  const nothing = createdBy.map(() => undefined);
  const makers = lineageOf(tree, target, values)?.filter(makesLayer);
  const matched = makers && match(makers, createdBy);
  if (matched === undefined) return nothing;
  const sources = matched.map((instruction) => ({
    ...sourceOf(instruction, tree.stages, known),
    inferred: true as const,
  }));
  return [...nothing.slice(sources.length), ...sources];
}

/** The instructions of the target's stage and of those that it starts from, in the order of execution. */
function lineageOf(tree: DockerfileTree, target: string, values: Values): readonly Instruction[] | undefined {
  const parents = findParents(tree, values);
  const stages: number[] = [];
  let at: number | string | undefined = findTarget(tree, target)?.number;
  for (; typeof at === 'number'; at = parents[at]) stages.unshift(at);
  if (at !== 'image') return undefined;
  const byStage = groupBy(tree.instructions, ({ stage }) => stage);
  return stages.flatMap((stage) => byStage.get(stage) ?? []);
}

function makesLayer({ keyword }: Instruction): boolean {
  return ['RUN', 'COPY', 'ADD', 'WORKDIR'].includes(keyword);
}

/** Finds the instruction of each of the last layers. Only a WORKDIR that may be the root directory can have no layer. */
function match(makers: readonly Instruction[], createdBy: readonly string[]): readonly Instruction[] | undefined {
  const matched: Instruction[] = [];
  let layer = createdBy.length - 1;
  for (const maker of makers.toReversed()) {
    if (layer >= 0 && isMadeBy(createdBy[layer] ?? '', maker)) {
      matched.unshift(maker);
      layer--;
    } else if (maker.keyword !== 'WORKDIR' || !mayBeRoot(maker.argument)) return undefined;
  }
  return matched;
}

function mayBeRoot(directory: string): boolean {
  return /[$.]/.test(directory) || posix.normalize(directory.trim()) === '/';
}

const BUILDKIT = '# buildkit';

/** Whether a layer's `created_by` is what BuildKit writes for an instruction. */
function isMadeBy(createdBy: string, instruction: Instruction): boolean {
  const text = createdBy.trim();
  const own = text.endsWith(BUILDKIT) ? text.slice(0, -BUILDKIT.length) : text;
  const [, keyword = '', rest = ''] = /^(\S+)\s+(.*)$/s.exec(own) ?? [];
  if (keyword !== instruction.keyword) return false;
  const made = folded(withoutFlags(rest));
  const argument = withoutFlags(instruction.argument);
  if (keyword === 'RUN') return isCommand(made, argument, instruction);
  if (keyword === 'WORKDIR') return isDirectory(made, argument);
  return holds(unquoted(made), variableParts(unquoted(words(argument))), 'from start to end');
}

/** The build arguments and the shell come before the command. A here-document that is the whole command is recorded as its text. */
function isCommand(made: string, argument: string, { heredocs }: Instruction): boolean {
  const bodies = heredocs.map(({ body }) => folded(body));
  const header = /^<<-?\S+$/.test(argument.trim()) ? [] : [words(argument)];
  return holds(made, [...header, ...bodies], heredocs.length > 0 ? 'anywhere' : 'at the end');
}

/** History has the full directory, where the instruction may be relative to the one before. */
function isDirectory(made: string, argument: string): boolean {
  const path = unquoted(folded(argument));
  if (/[$.]/.test(path)) return holds(made, variableParts(path.replace(/^.*\.\.?(?=\/|$)/, '$')), 'at the end');
  const wanted = posix.normalize(path).replace(/(?<=.)\/$/, '');
  return wanted.startsWith('/') ? made === wanted : made.endsWith(`/${wanted}`);
}

/** Whether a text contains parts in this order, each after the one before. */
function holds(
  text: string,
  parts: readonly string[],
  where: 'anywhere' | 'at the end' | 'from start to end',
): boolean {
  const last = parts.at(-1) ?? '';
  if (where === 'from start to end' && parts.length === 1) return text === last;
  if (where === 'from start to end' && !text.startsWith(parts[0] ?? '')) return false;
  if (where !== 'anywhere' && !text.endsWith(last)) return false;
  let from = 0;
  for (const part of where === 'anywhere' ? parts : parts.slice(0, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return where === 'anywhere' || from <= text.length - last.length;
}

/** The text between variables. History has their values instead. */
function variableParts(text: string): readonly string[] {
  return text.split(/\$(?:\{[^{}]*\}|\w*)/);
}

function withoutFlags(text: string): string {
  return text.trim().replace(/^(?:--\S+\s+)+/, '');
}

/** The JSON form as history writes it: its items with a space between them. */
function words(argument: string): string {
  if (!argument.startsWith('[')) return folded(argument);
  try {
    const items: unknown = JSON.parse(argument);
    return Array.isArray(items) ? folded(items.map(String).join(' ')) : folded(argument);
  } catch {
    return folded(argument);
  }
}

function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function unquoted(text: string): string {
  return text.replace(/["']/g, '');
}
