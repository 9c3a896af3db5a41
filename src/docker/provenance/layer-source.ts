import type { LayerSource } from '../../model/layer.ts';
import type { DockerfileTree, Instruction } from '../dockerfile/tree.ts';

/** A Dockerfile that a build reads: its own, or that of a bake target linked to it. */
export interface KnownDockerfile {
  /** As a layer's source is to name it. */
  readonly file: string;
  /** Of its first line in that file, where it stands within another one; absent for 1. */
  readonly firstLine?: number;
  /** sha256 of its bytes; absent where it comes with a remote context, and the build's own is then the only one. */
  readonly digest?: string;
}

/** Tells the sources of an image's layers, bottom first, by the `created_by` of each; undefined for a layer of which nobody knows. */
export type ReadLayerSources = (createdBy: readonly string[]) => readonly (LayerSource | undefined)[];

/** The source that an instruction of a known Dockerfile is; `lines` are in the Dockerfile's own text. */
export function sourceOf(
  instruction: Instruction,
  stages: DockerfileTree['stages'],
  { file, firstLine = 1 }: KnownDockerfile,
  lines: LayerSource['lines'] = instruction.lines,
): LayerSource {
  const { text, stage } = instruction;
  return {
    file,
    ...(stage < 0 ? {} : { stage: stages[stage]?.name ?? `${stage}` }),
    instruction: text,
    lines: { start: lines.start + firstLine - 1, end: lines.end + firstLine - 1 },
  };
}
