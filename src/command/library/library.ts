import { openMeasurer } from '../../measurer/measurer.ts';
import { type MeasurementFile, parseMeasurementFile } from '../../model/measurement.ts';
import { inspectPackages } from '../../packages/inspector.ts';
import { plainLog } from '../../process/log.ts';
import { renderMeasurementsJson } from '../../report/json.ts';
import { VERSION } from '../../run/version.ts';
import { UserError } from '../../text/error.ts';
import { type Arguments, parseArguments } from '../arguments.ts';
import { compareOperands } from '../compare.ts';
import { measureOperands } from '../measure.ts';
import type { SourceSession } from '../session.ts';
import type { Compare, CompareOptions, Measure } from './public.ts';

/** `measure` of the package. */
export const measure: Measure = async (sources, options = {}) => {
  const operands = typeof sources === 'string' ? [sources] : sources;
  return inSession('measure', operands, options, async (session) => {
    const { comparisons } = await measureOperands(session);
    const measurements = comparisons.flatMap(({ head }) => head ?? []);
    // The document of the command line, whatever it leaves out or adds.
    return parseMeasurementFile(renderMeasurementsJson(measurements, comparisons), 'measure');
  });
};

/** `compare` of the package. */
export const compare: Compare = (base, head, options = {}) => {
  const named = [base, head].map((side, at) =>
    typeof side === 'string' ? side : (['BASE.json', 'HEAD.json'][at] ?? ''),
  );
  const given = new Map<string, MeasurementFile>();
  for (const [at, side] of [base, head].entries())
    if (typeof side !== 'string')
      given.set(named[at] ?? '', parseMeasurementFile(JSON.stringify(side), named[at] ?? ''));
  return inSession('compare', named, options, (session) => compareOperands(session, given));
};

async function inSession<Result>(
  command: 'measure' | 'compare',
  operands: readonly string[],
  options: CompareOptions,
  work: (session: SourceSession) => Promise<Result>,
): Promise<Result> {
  const { cwd = process.cwd(), signal = new AbortController().signal, onMessage = () => undefined } = options;
  const args = argumentsOf(command, operands, options);
  await using measurer = await openMeasurer({
    builder: args.builder || undefined,
    cacheFrom: [],
    cacheTo: [],
    noCache: args.noCache,
    timeLimit: args.timeLimit,
    log: plainLog((text) => onMessage(text.trimEnd()), { verbose: false }),
    version: VERSION,
    inspect: inspectPackages,
    signal,
  });
  // Awaited here: the measurer must not be disposed of before the work is done.
  return await work({ args, cwd, measurer, signal });
}

/** The options as words, so that they are checked as those of the command line are. */
function argumentsOf(command: string, operands: readonly string[], options: CompareOptions): Arguments {
  const misplaced = operands.find((operand) => typeof operand !== 'string');
  if (misplaced !== undefined) throw new UserError(`${command}: a source is a text, found ${typeof misplaced}`);
  const { platforms = [], buildArgs = [], failIf = [], warnIf = [] } = options;
  const words = [
    ...text('context', options.context),
    ...text('target', options.target),
    ...text('builder', options.builder),
    ...text('timeout-minutes', options.timeoutMinutes),
    ...platforms.flatMap((value) => text('platform', value)),
    ...buildArgs.flatMap((value) => text('build-arg', value)),
    ...failIf.flatMap((value) => text('fail-if', value)),
    ...warnIf.flatMap((value) => text('warn-if', value)),
    ...(options.noCache ? ['--no-cache'] : []),
  ];
  return parseArguments([command, ...words, '--', ...operands]);
}

function text(name: string, value: string | number | undefined): readonly string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}
