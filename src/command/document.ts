import { explainSaving, type Saving } from '../explain/saving.ts';
import { weighDirectories } from '../measure/directories.ts';
import type { Scale } from '../measurer/measurer.ts';
import type { Report, VariantGroup } from '../model/comparison.ts';
import type { DocumentContext } from '../report/notes/notes.ts';
import type { Arguments } from './arguments.ts';

/** Where the bytes of each variant went, from the layers that the scale has read; none of those that it has not. */
export function explainSavings({ variants = [] }: Report, scale: Pick<Scale, 'layerIndex'>): readonly Saving[] {
  return variants.flatMap((group) => explainGroup(group, scale));
}

/** What the pure document needs to know besides the report. `now` is the time of the run. */
export function documentContext(
  report: Report,
  images: DocumentContext['images'],
  scale: Pick<Scale, 'layerIndex'>,
  run: { readonly args: Arguments; readonly now: Date },
): DocumentContext {
  return {
    images,
    savings: explainSavings(report, scale),
    date: run.now.toISOString().slice(0, 10),
    command: commandOf(run.args),
  };
}

/** The command line that makes the same document. Values of build arguments are left to the environment: they may be secret. */
export function commandOf(args: Arguments): string {
  const options: readonly (readonly [string, string | boolean | readonly string[]])[] = [
    ['config', args.config],
    ['variants', args.variants],
    ['no-cache', args.noCache],
    ['platform', args.platforms],
    ['document', args.document],
    ['baseline', args.baseline],
    ['data-branch', args.dataBranch],
    ['context', args.context],
    ['target', args.target],
    ['build-arg', args.buildArgs.map((arg) => arg.replace(/=.*/s, ''))],
    ['builder', args.builder],
    ['fail-if', args.failIf],
    ['warn-if', args.warnIf],
  ];
  const words = options.flatMap(([name, value]) => {
    if (typeof value === 'boolean') return value ? [`--${name}`] : [];
    const values = typeof value === 'string' ? [value].filter((each) => each !== '') : value;
    return values.flatMap((each) => [`--${name}`, quote(each)]);
  });
  return ['image-size-gate check', ...args.operands.map(quote), ...words].join(' ');
}

function explainGroup({ rows: [reference, ...variants] }: VariantGroup, scale: Pick<Scale, 'layerIndex'>): Saving[] {
  const layerIndex = (digest: string) => scale.layerIndex(digest);
  const before = reference.measurement;
  const directories = before === null ? undefined : weighDirectories(before, layerIndex);
  if (before === null || directories === undefined) return [];
  return variants.flatMap(({ measurement }) => {
    const after = measurement === null ? undefined : weighDirectories(measurement, layerIndex);
    if (measurement === null || after === undefined) return [];
    return explainSaving({ measurement: before, directories }, { measurement, directories: after });
  });
}

/** A word of a POSIX shell. */
function quote(word: string): string {
  return /^[\w./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
