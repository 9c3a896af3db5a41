import type { LayerSource } from '../../model/layer.ts';
import type { DockerfileTree, Instruction } from '../dockerfile/tree.ts';

/** A Dockerfile that a build reads: its own, or that of a bake target linked to it. */
export interface KnownDockerfile {
  /** The name of the file in a layer's source. */
  readonly file: string;
  /** Number of its first line in that file, where another file contains it. Absent for 1. */
  readonly firstLine?: number;
  /** sha256 of its bytes. Absent where it comes with a remote context. Then it is the only one, the build's own. */
  readonly digest?: string;
}

/** Finds the sources of an image's layers, bottom first, by the `created_by` of each. Undefined for a layer with an unknown source. */
export type ReadLayerSources = (createdBy: readonly string[]) => readonly (LayerSource | undefined)[];

/** The layer source that an instruction of a known Dockerfile makes. `lines` are in the Dockerfile's own text. */
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
