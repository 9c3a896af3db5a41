import type { Advice } from '../../model/advice.ts';
import type { MeasuredLayer, Measurement } from '../../model/measurement.ts';
import { instructionOf } from '../../text/instruction.ts';

const LONGEST_INSTRUCTION = 60;

/**
 * Position of the first layer that the user's own Dockerfile made: users can follow advice only on such layers. If the base image is
 * unknown, the first layer with known Dockerfile lines. If those are unknown too, the number of layers, which means none: an image from
 * scratch and an unknown base look the same.
 */
export function firstOwnLayer({ base, layers }: Pick<Measurement, 'base' | 'layers'>): number {
  if (base !== undefined) return base.layers;
  const known = layers.findIndex(({ source }) => source !== undefined);
  return known < 0 ? layers.length : known;
}

/** The instruction that made a layer; as written in the Dockerfile if its lines are known. */
export function instructionText(layer: MeasuredLayer | undefined): string {
  return layer?.source?.instruction ?? instructionOf(layer?.createdBy ?? '');
}

/** `RUN`, `COPY`, `ADD`, …; '' if unknown. */
export function keywordOf(layer: MeasuredLayer | undefined): string {
  return /^\s*([A-Za-z]+)/.exec(instructionText(layer))?.[1]?.toUpperCase() ?? '';
}

/** Where a layer comes from: `Dockerfile:12`, or the start of its instruction. */
export function placeOf(layer: MeasuredLayer | undefined): string {
  if (layer?.source !== undefined) return `${layer.source.file}:${layer.source.lines.start}`;
  const text = instructionText(layer).replace(/\s+/g, ' ');
  if (text === '') return 'a layer of unknown origin';
  return text.length > LONGEST_INSTRUCTION ? `${text.slice(0, LONGEST_INSTRUCTION)}…` : text;
}

/** The parts of a piece of advice that say which layer it is about. */
export function whereOf({ layers }: Measurement, position: number): Pick<Advice, 'layer' | 'source' | 'where'> {
  const layer = layers[position];
  return {
    layer: position,
    ...(layer?.source === undefined ? {} : { source: layer.source }),
    where: placeOf(layer),
  };
}
