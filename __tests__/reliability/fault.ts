import type { Outcome } from '../support/command-line.ts';

/** Something that goes wrong outside of the product, and how the product is run with it. */
export interface Fault {
  readonly area: string;
  /** What is wrong, in a few words. */
  readonly what: string;
  /** Runs the product with the fault, in a folder of its own. */
  readonly run: (folder: string) => Promise<Seen>;
  /** What must come of it. `refused`: exit 2, or 1 in the action. `told`: the run goes on and warns. */
  readonly expected: 'refused' | 'told' | 'fails';
}

/** What a fault may take at most, on a loaded machine too. A run that takes longer hangs. */
export const LIMIT_MS = 120_000;

/** What was seen of a run. */
export interface Seen extends Outcome {
  /** The action's output; absent on the command line. */
  readonly verdict?: string | undefined;
}

/** Characters of a row's words. */
const LONGEST = 220;
/** A line that only says how far the command line is, and what a table of results says of any fault. */
const BESIDE = /^$|^Read [^:]*: [\d.]+ k?B$|^Image size: |^VERDICT |^error +\S+ +-|^\S+: error$|^skipped |^Build .*…$/;

/**
 * What a user reads of a fault: the error of the action, or the warning where the image was measured all the same; on the command line the
 * first line that speaks of one. Paths, digests and times of this run are left out.
 */
export function firstWords({ stdout, stderr, verdict }: Seen, folder: string): string {
  const lines = `${stderr}\n${stdout}`.split('\n').map((line) => line.trim());
  const found = (level: string) => lines.find((line) => line.startsWith(`::${level}`));
  const command = verdict === 'fail' ? (found('warning') ?? found('error')) : (found('error') ?? found('warning'));
  const said =
    command?.replace(/^::\w+[^:]*::/, '') ??
    lines.find((line) => /^Baseline: the /.test(line)) ??
    lines.find((line) => !BESIDE.test(line)) ??
    '';
  const [first = ''] = said.split('%0A');
  const text = first
    .replaceAll('%25', '%')
    .replaceAll(folder, '…')
    .replace(/\/[\w./-]*image-size-gate-[\w./-]+/g, '…')
    .replace(/\b(sha256:)?[0-9a-f]{40,64}\b/g, '$1…')
    .replace(/127\.0\.0\.1:\d+/g, 'localhost');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** A stack of JavaScript is nothing that a user can act on. */
export function hasStack({ stdout, stderr }: Outcome): boolean {
  return /(\n|%0A)\s+at \S+ ?\(?.*:\d+:\d+/.test(`${stdout}\n${stderr}`);
}
