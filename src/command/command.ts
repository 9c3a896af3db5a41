import { findLocalBase } from '../baseline/base-commit.ts';
import { historyOf } from '../baseline/history.ts';
import { planBaseline } from '../baseline/ladder.ts';
import type { Report } from '../compare/comparison.ts';
import { exitCode } from '../compare/report.ts';
import { parseGates } from '../config/gates.ts';
import { runGate } from '../gate.ts';
import { openScale, type Scale } from '../measure/scale.ts';
import { renderReportJson } from '../report/json.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { renderTerminal } from '../report/terminal.ts';
import { renderVariantsTerminal, variantsOf } from '../report/variants.ts';
import { VERSION } from '../version.ts';
import { type Arguments, USAGE } from './arguments.ts';
import { compareSources } from './compare.ts';
import { namedImages } from './images.ts';
import { measureSources } from './measure.ts';
import { openProgress, type Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** What the commands share: the scale and where words go. */
export interface Session {
  readonly args: Arguments;
  readonly cwd: string;
  readonly terminal: Terminal;
  readonly progress: Progress;
  readonly scale: Scale;
  readonly signal: AbortSignal;
}

/**
 * Runs one command of the command line.
 * @returns the exit status: 0 pass or warn, 1 a condition fails, 2 something could not be measured
 * @throws UserError for what the user can mend
 */
export async function runCommandLine(
  args: Arguments,
  terminal: Terminal,
  cwd: string,
  signal: AbortSignal,
): Promise<number> {
  if (args.command === 'help') return print(terminal, USAGE);
  if (args.command === 'version') return print(terminal, `${VERSION}\n`);
  const progress = openProgress(terminal, args.verbose);
  try {
    await using scale = await openScale({
      builder: args.builder || undefined,
      cacheFrom: [],
      cacheTo: [],
      timeLimit: args.timeLimit,
      log: progress.log,
      onBytes: progress.onBytes,
      version: VERSION,
      signal,
    });
    const session = { args, cwd, terminal, progress, scale, signal };
    return await COMMANDS[args.command](session);
  } finally {
    progress.end();
  }
}

const COMMANDS = { check, measure: measureSources, compare: compareSources } as const;

function print({ out }: Terminal, text: string): number {
  out(text);
  return 0;
}

async function check(session: Session): Promise<number> {
  const { args, cwd, scale, signal } = session;
  const operands = args.operands.length > 0 ? args.operands : ['Dockerfile'];
  const named = await namedImages(operands, args, cwd);
  const names = named.map((image) => image.name);
  const conditionsOf = parseGates(args, names);
  const images = named.map((image) => ({ ...image, conditions: conditionsOf(image.name) }));
  const repository = { cwd, signal };
  const baseCommit = () => findLocalBase(historyOf(repository));
  const plan = await planBaseline({ baseline: args.baseline, repository, images: names, baseCommit });
  try {
    return tell(session, await runGate({ root: cwd, images, plan, scale }));
  } finally {
    if (plan.kind === 'commit') await plan.worktree[Symbol.asyncDispose]();
  }
}

/** Prints a report as the arguments ask for it, and answers with the exit status of its verdict. */
export function tell({ args, terminal, progress }: Session, report: Report): number {
  progress.end();
  if (args.json) terminal.out(renderReportJson(report));
  else {
    if (args.variants) terminal.out(`${renderVariantsTerminal(variantsOf(report.comparisons), terminal)}\n`);
    terminal.out(renderTerminal(report, terminal));
    if (args.preview) terminal.out(`\nThe comment that the action would post:\n\n${renderMarkdown(report)}`);
  }
  return exitCode(report.verdict);
}
