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

/** What was seen of a run. */
export interface Seen extends Outcome {
  /** The action's output; absent on the command line. */
  readonly verdict?: string | undefined;
}

/** What a user reads first: the error of the action, or the first line that speaks of one; without paths, digests and times of this run. */
export function firstWords({ stdout, stderr }: Outcome, folder: string): string {
  const lines = `${stderr}\n${stdout}`.split('\n').map((line) => line.trim());
  const error = lines.find((line) => /^::error/.test(line)) ?? lines.find((line) => /^::warning/.test(line));
  const said = error?.replace(/^::\w+[^:]*::/, '') ?? lines.find((line) => line !== '') ?? '';
  const [first = ''] = said.split('%0A');
  return first
    .replaceAll(folder, '…')
    .replace(/\/[\w./-]*image-size-gate-[\w./-]+/g, '…')
    .replace(/\b(sha256:)?[0-9a-f]{40,64}\b/g, '$1…')
    .replace(/127\.0\.0\.1:\d+/g, 'localhost')
    .slice(0, 220);
}

/** A stack of JavaScript is nothing that a user can act on. */
export function hasStack({ stdout, stderr }: Outcome): boolean {
  return /(\n|%0A)\s+at \S+ ?\(?.*:\d+:\d+/.test(`${stdout}\n${stderr}`);
}
