import { createHash } from 'node:crypto';
import { type ContainerRequest, type ContainerRun, runContainer } from '../docker/container.ts';
import type { CommandCheck } from '../model/check.ts';
import type { CheckResult } from '../model/measurement.ts';
import { cleanText, tailOf } from '../process/output.ts';
import { compilePattern, type Match } from './pattern.ts';

/** Where a command is run: a daemon and an image it has. */
export type Place = Pick<ContainerRequest, 'engine' | 'image' | 'signal'>;

/** Characters that are kept of a failing command's output, and of the daemon's message. */
const MAX_TAIL = 4000;
const MAX_WORDS = 300;

/** The result of one run: what is wrong with it, or the figures of a good one. */
type RunOutcome =
  | { readonly reason: string; readonly tail: string }
  | { readonly output?: string; readonly seconds?: number; readonly peakMemory?: number };

/**
 * Runs the command of a check as often as the check asks, each time in a new container, until a run fails. The figures of a check that
 * passes are medians of all runs; a figure that one run lacks is left out.
 * @throws UserError when the daemon or the image is gone; the signal's reason when aborted
 */
export async function runCommandCheck(check: CommandCheck, place: Place): Promise<CheckResult> {
  const runs: Exclude<RunOutcome, { readonly reason: string }>[] = [];
  while (runs.length < Math.max(1, check.repeat)) {
    const outcome = await runOnce(check, place);
    if ('reason' in outcome) return failed(check, outcome.reason, outcome.tail);
    runs.push(outcome);
  }
  const outputs = new Set(runs.map(({ output }) => output));
  if (check.sameOutput && outputs.size > 1) return failed(check, 'prints something else each time it is run', '');
  const [output] = outputs.size === 1 ? outputs : [];
  return {
    check: check.label,
    outcome: 'pass',
    ...(output === undefined ? {} : { output, command: hashCommand(check) }),
    ...optional('seconds', median(runs.map(({ seconds }) => seconds))),
    ...optional(
      'peakMemory',
      median(
        runs.map(({ peakMemory }) => peakMemory),
        Math.round,
      ),
    ),
    runs: runs.length,
  };
}

function hashCommand({ command, entrypoint, network }: CommandCheck): string {
  return `sha256:${createHash('sha256')
    .update(JSON.stringify([command, entrypoint, network]))
    .digest('hex')}`;
}

function failed({ label }: CommandCheck, reason: string, printed: string): CheckResult {
  const tail = tailOf(cleanText(printed).trim(), MAX_TAIL);
  return { check: label, outcome: 'fail', reason, ...(tail === '' ? {} : { tail }) };
}

async function runOnce(check: CommandCheck, place: Place): Promise<RunOutcome> {
  const { command, entrypoint, network, timeLimit } = check;
  const request = { ...place, command, entrypoint, network, timeLimit };
  if (check.ready === undefined) return checkEnd(check, await runContainer(request));
  const isReady = compilePattern(check.ready);
  let match: Match = 'no match';
  const until = (printed: string): boolean => {
    match = isReady(printed);
    return match !== 'no match';
  };
  return checkReady(check, await runContainer({ ...request, until }), () => match);
}

/** Checks a command that must end by itself. */
function checkEnd(check: CommandCheck, run: ContainerRun): RunOutcome {
  const wrong = wrongEnd(check, run) ?? wrongOutput(check, run);
  return wrong === undefined ? figuresOf(run, true) : { reason: wrong, tail: printedBy(run) };
}

function wrongEnd({ exitCode, timeLimit }: CommandCheck, run: ContainerRun): string | undefined {
  if (run.kind === 'unstarted') return unstarted(run.reason);
  if (run.kind === 'late') return `still running at its time limit of ${timeLimit} s`;
  if (run.kind === 'until' || run.exitCode === exitCode) return undefined;
  return `exit code ${run.exitCode}, expected ${exitCode}${run.outOfMemory ? ' (out of memory)' : ''}`;
}

function wrongOutput({ output }: CommandCheck, run: ContainerRun): string | undefined {
  if (output === undefined) return undefined;
  const match = compilePattern(output)(printedBy(run));
  if (match === 'match') return undefined;
  return match === 'too long' ? tooLong(output) : `the output does not match ${patternWords(output)}`;
}

/** Checks a command that prints a text when it is ready, and then keeps running. */
function checkReady({ ready = '', timeLimit }: CommandCheck, run: ContainerRun, match: () => Match): RunOutcome {
  const fail = (reason: string): RunOutcome => ({ reason, tail: printedBy(run) });
  if (match() === 'too long') return fail(tooLong(ready));
  switch (run.kind) {
    case 'until':
      return figuresOf(run, false);
    case 'unstarted':
      return fail(unstarted(run.reason));
    case 'late':
      return fail(`did not print ${patternWords(ready)} within ${timeLimit} s`);
    case 'ended':
      return fail(`ended with exit code ${run.exitCode} before it printed ${patternWords(ready)}`);
  }
}

/** `whole`: the container has ended. Until then its output is cut at an arbitrary place, and cannot be compared. */
function figuresOf(run: ContainerRun, whole: boolean): RunOutcome {
  if (run.kind !== 'ended' && run.kind !== 'until') return {};
  return {
    ...(whole ? { output: run.digest } : {}),
    ...optional('seconds', run.seconds),
    ...optional('peakMemory', run.peakMemory),
  };
}

function printedBy(run: ContainerRun): string {
  return run.kind === 'unstarted' ? '' : run.printed;
}

function unstarted(reason: string): string {
  return `could not be started: ${tailOf(cleanText(reason), MAX_WORDS)}`;
}

function tooLong(pattern: string): string {
  return `${patternWords(pattern)} takes too long on the output`;
}

function patternWords(source: string): string {
  return `/${source}/`;
}

/** The middle value, or the mean of the two middle ones; undefined if one of the values is undefined. */
export function median(
  values: readonly (number | undefined)[],
  round: (value: number) => number = (value) => value,
): number | undefined {
  const known = values.filter((value) => value !== undefined).toSorted((a, b) => a - b);
  const [low, high] = [known[Math.floor((known.length - 1) / 2)], known[Math.floor(known.length / 2)]];
  if (known.length < values.length || low === undefined || high === undefined) return undefined;
  return round((low + high) / 2);
}

function optional<Key extends string>(key: Key, value: number | undefined): { readonly [K in Key]?: number } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: number };
}
