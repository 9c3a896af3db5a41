import { createHash } from 'node:crypto';
import { type ContainerRequest, type ContainerRun, runContainer } from '../docker/container.ts';
import type { CommandCheck } from '../model/check.ts';
import type { CheckResult } from '../model/measurement.ts';
import { cleanText, tailOf } from '../process/output.ts';
import { compilePattern, type Match } from './pattern.ts';

/** Where a command is run: a daemon and an image it has. */
export type Place = Pick<ContainerRequest, 'engine' | 'image' | 'signal'>;

/** Characters of a failing command's output that are kept, and of what the daemon said. */
const MAX_TAIL = 4000;
const MAX_WORDS = 300;

/** What one run came to: what is wrong with it, or the figures of a good one. */
type Verdict =
  | { readonly reason: string; readonly tail: string }
  | { readonly output?: string; readonly seconds?: number; readonly peakMemory?: number };

/**
 * Runs a check's command as often as it asks, each time in a container of its own, until a run fails. The figures of a check that
 * passes are medians of all runs; one that a run did not tell is left out.
 * @throws UserError when the daemon or the image is gone; the signal's reason when aborted
 */
export async function runCommandCheck(check: CommandCheck, place: Place): Promise<CheckResult> {
  const runs: Exclude<Verdict, { readonly reason: string }>[] = [];
  while (runs.length < Math.max(1, check.repeat)) {
    const verdict = await runOnce(check, place);
    if ('reason' in verdict) return failed(check, verdict.reason, verdict.tail);
    runs.push(verdict);
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

async function runOnce(check: CommandCheck, place: Place): Promise<Verdict> {
  const { command, entrypoint, network, timeLimit } = check;
  const request = { ...place, command, entrypoint, network, timeLimit };
  if (check.ready === undefined) return judgeEnd(check, await runContainer(request));
  const isReady = compilePattern(check.ready);
  let match: Match = 'no match';
  const until = (printed: string): boolean => {
    match = isReady(printed);
    return match !== 'no match';
  };
  return judgeReady(check, await runContainer({ ...request, until }), () => match);
}

/** A command that is to end by itself. */
function judgeEnd(check: CommandCheck, run: ContainerRun): Verdict {
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

/** A command that goes on once it is ready. */
function judgeReady({ ready = '', timeLimit }: CommandCheck, run: ContainerRun, match: () => Match): Verdict {
  const fail = (reason: string): Verdict => ({ reason, tail: printedBy(run) });
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

/** What was printed until a container was ready is cut at no certain place, so only that of an ended one compares. */
function figuresOf(run: ContainerRun, whole: boolean): Verdict {
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
  return `${patternWords(pattern)} takes too long on what was printed`;
}

function patternWords(source: string): string {
  return `/${source}/`;
}

/** The middle value, or the mean of the two middle ones; undefined where a value is. */
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
