import type { Origin, Step } from '../../model/baseline.ts';
import { compressorWords } from '../../model/blobs.ts';
import type { MeasuredLayer, Measurement } from '../../model/measurement.ts';
import { METHODS } from '../../model/transport.ts';
import { groupBy } from '../../text/group-by.ts';

/** How and from what a size was measured, as phrases that every form of the report shares. Hostile parts are not escaped here. */

const STEPS: Readonly<Record<Step, string>> = {
  record: 'recorded on the data branch',
  ancestor: 'recorded on the data branch for an older commit',
  build: 'built in this run',
  source: 'read from the source named by `baseline`',
  file: 'read from a measurement file',
};

/** How a measurement's bytes were read, what compressed them, and what was made of the output of a bake target. */
export function methodWords(measurement: MethodFacts): string {
  const { method, output, converted, layers } = measurement;
  const words = `${METHODS[method]?.words ?? method}${compressedWords(layers)}${convertedWords(converted)}`;
  if (output === undefined) return words;
  const settings = output.settings.replaceAll(',', ', ');
  if (output.applied) return `${words}, compressed as the target's output says (${settings}), not pushed`;
  return `${words}, not compressed as the target's output says (${settings}), which this builder cannot export, or this Node.js not read`;
}

interface MethodFacts extends Pick<Measurement, 'method' | 'output' | 'converted'> {
  readonly layers: readonly Pick<MeasuredLayer, 'compressor'>[];
}

/** Names each compressor with its number of layers, where there are several. '' where none is known. */
function compressedWords(layers: MethodFacts['layers']): string {
  const known = layers.flatMap(({ compressor }) => (compressor === undefined ? [] : [compressor]));
  const groups = [...groupBy(known, (name) => name)];
  const named = groups.map(
    ([name, { length }]) => `${compressorWords(name)}${groups.length === 1 ? '' : ` (${length})`}`,
  );
  return named.length === 0 ? '' : `, layers by ${named.join(' and ')}`;
}

function convertedWords(converted: Measurement['converted']): string {
  if (converted === undefined) return '';
  const { layers, from, to } = converted;
  return `, ${layers === 1 ? '1 layer' : `${layers} layers`} converted to ${to} that the builder held as ${from}`;
}

/** Where the baseline was found. */
export function stepWords(step: Step): string {
  return STEPS[step] ?? step;
}

/** The first seven digits of a commit. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** Where a baseline comes from: `1a2b3c4, first parent of the merge commit`. */
export function originWords(origin: Origin): string {
  return origin.commit === undefined ? origin.description : `${shortCommit(origin.commit)}, ${origin.description}`;
}

/** Versions of the tools: `docker 28.5.2, buildx 0.29.1`. */
export function versionWords(measurement: Measurement): string {
  return Object.entries(measurement.versions)
    .map(([tool, version]) => `${tool} ${version}`)
    .join(', ');
}
