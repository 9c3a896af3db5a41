import { explainSaving } from '../explain/saving.ts';
import { sumDirectories } from '../measure/final-tree.ts';
import type { Measurer } from '../measurer/measurer.ts';
import type { Report, VariantGroup } from '../model/document.ts';
import type { Saving } from '../model/explanation.ts';
import type { DocumentContext } from '../report/notes/notes.ts';
import type { Arguments } from './arguments.ts';

/** Where the bytes of each variant went. Layers that the measurer has not read are left out. */
export function explainSavings({ variants = [] }: Report, measurer: Pick<Measurer, 'layerIndex'>): readonly Saving[] {
  return variants.flatMap((group) => explainGroup(group, measurer));
}

/** What the document needs besides the report. `now` is the time of the run. */
export function documentContext(
  report: Report,
  images: DocumentContext['images'],
  measurer: Pick<Measurer, 'layerIndex'>,
  run: { readonly args: Arguments; readonly now: Date },
): DocumentContext {
  return {
    images,
    savings: explainSavings(report, measurer),
    date: run.now.toISOString().slice(0, 10),
    command: commandOf(run.args),
  };
}

/** The command line that makes the same document. Values of build arguments are left out, since they may be secret. */
export function commandOf(args: Arguments): string {
  const options: readonly (readonly [string, string | boolean | readonly string[]])[] = [
    ['config', args.config],
    ['variants', args.variants],
    ['no-cache', args.noCache],
    ['platform', args.platforms],
    ['document', args.document],
    ['baseline', args.baseline],
    ['data-branch', args.dataBranch],
    ['rebuilt-records', args.rebuiltRecords],
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

function explainGroup(
  { rows: [reference, ...variants] }: VariantGroup,
  measurer: Pick<Measurer, 'layerIndex'>,
): Saving[] {
  const layerIndex = (digest: string) => measurer.layerIndex(digest);
  const before = reference.measurement;
  const directories = before === null ? undefined : sumDirectories(before, layerIndex);
  if (before === null || directories === undefined) return [];
  return variants.flatMap(({ measurement }) => {
    const after = measurement === null ? undefined : sumDirectories(measurement, layerIndex);
    if (measurement === null || after === undefined) return [];
    return explainSaving({ measurement: before, directories }, { measurement, directories: after });
  });
}

/** Quotes a word for a POSIX shell. */
function quote(word: string): string {
  return /^[\w./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
