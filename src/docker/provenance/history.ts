import { posix } from 'node:path';
import type { LayerSource } from '../../model/layer.ts';
import { formatReference, parseReference } from '../../model/reference.ts';
import { groupBy } from '../../text/group-by.ts';
import { readOpening } from '../dockerfile/heredoc.ts';
import { findImage, findParents, findTarget, type Values } from '../dockerfile/stages.ts';
import { type DockerfileTree, type Instruction, parseDockerfile } from '../dockerfile/tree.ts';
import { type KnownDockerfile, sourceOf } from './known-dockerfile.ts';
import type { Provenance } from './provenance.ts';

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
export function inferSources(createdBy: readonly string[], inference: Inference): readonly (LayerSource | undefined)[] {
  const { known } = inference;
  const nothing = createdBy.map(() => undefined);
  const found = matchHistory(createdBy, inference);
  if (found === undefined) return nothing;
  const { matched, tree } = found;
  const sources = matched.map((instruction) => ({
    ...sourceOf(instruction, tree.stages, known),
    inferred: true as const,
  }));
  return [...nothing.slice(sources.length), ...sources];
}

/**
 * Which layers are the base image's, from the same match: all below those that the Dockerfile's instructions made. Undefined where they do not match,
 * and where a variable hides the image's name.
 */
export function inferBase(createdBy: readonly string[], inference: Inference): Provenance | undefined {
  const found = matchHistory(createdBy, inference);
  const image = found && findImage(found.tree, inference.values, found.stages[0] ?? 0);
  if (found === undefined || image === undefined) return undefined;
  const ownLayers = found.matched.length;
  if (image === 'scratch') return ownLayers === createdBy.length ? { ownLayers } : undefined;
  const [baseImage = '', baseDigest] = fullName(image).split('@');
  return baseImage === '' ? undefined : { ownLayers, baseImage, ...(baseDigest === undefined ? {} : { baseDigest }) };
}

/** `docker.io/library/debian:12` for `debian:12`, as the builder writes it; '' for what is no reference. */
function fullName(image: string): string {
  try {
    const [name = '', digest] = image.split('@');
    const full = formatReference(parseReference(name));
    return digest === undefined ? full : `${full}@${digest}`;
  } catch {
    return '';
  }
}

function matchHistory(createdBy: readonly string[], { text, target, values }: Inference) {
  const tree = parseDockerfile(text);
  const stages = lineageOf(tree, target, values);
  if (stages === undefined) return undefined;
  const byStage = groupBy(tree.instructions, ({ stage }) => stage);
  const makers = stages.flatMap((stage) => byStage.get(stage) ?? []).filter(makesLayer);
  const matched = match(makers, createdBy);
  return matched && { tree, stages, matched };
}

/** The target's stage and those that it starts from, in the order of execution. */
function lineageOf(tree: DockerfileTree, target: string, values: Values): readonly number[] | undefined {
  const parents = findParents(tree, values);
  const stages: number[] = [];
  let at: number | string | undefined = findTarget(tree, target)?.number;
  for (; typeof at === 'number'; at = parents[at]) stages.unshift(at);
  return at === 'image' ? stages : undefined;
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
  return holds(unquoted(made), variableParts(unquoted(sourcesOf(argument, instruction))), 'from start to end');
}

/** What history says of a copy: files first, then here-documents by their bare names, then the place to copy to. Spaces divide, even in quotes. */
function sourcesOf(argument: string, { heredocs }: Instruction): string {
  if (heredocs.length === 0) return words(argument);
  const paths = folded(argument)
    .split(' ')
    .filter((word) => readOpening(word) === undefined);
  return folded([...paths.slice(0, -1), ...heredocs.map(({ name }) => `<<${name}`), ...paths.slice(-1)].join(' '));
}

/** The build arguments and the shell come before the command. A here-document that is the whole command is recorded as its text. */
function isCommand(made: string, argument: string, { heredocs }: Instruction): boolean {
  const bodies = heredocs.map(({ body }) => folded(body));
  const header = readOpening(argument.trim()) !== undefined ? [] : [words(argument)];
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
