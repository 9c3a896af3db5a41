import { readFileSync } from 'node:fs';
import Sequencer from '@jest/test-sequencer';

// Its types are those of the CommonJS module.
const Base = /** @type {typeof import('@jest/test-sequencer').default} */ (/** @type {unknown} */ (Sequencer));

/**
 * What a test file is expected to take, by its path and text: milliseconds, the first that matches. On a clean clone nothing else is known.
 * @type {readonly (readonly [RegExp, number])[]}
 */
const EXPECTED = [
  // Ready last: BuildKit is built while other tests run.
  [/describeContainerBuilder\(/, 0],
  // A real engine, for the whole program or for a part of it.
  [/\/e2e\/[\s\S]*describe(?:Any)?Engines?\(/, 60_000],
  [/describe(?:Any)?Engines?\(/, 30_000],
  // A test that asks for minutes takes them.
  [/^\}, \d{3}_000\);/m, 50_000],
  [/describe(?:Browser|WithRegistry)\(/, 15_000],
  [/support\/(?:command-line|artifact-program|workplace)/, 10_000],
  // Each git command is a process.
  [/\b(?:makeRepository|makePullRequest|makeCheckout|openDataBranch|runGit)\(/, 5_000],
];

/** Milliseconds for each byte of another test file. */
const BYTE = 0.05;

/**
 * Starts the long test files first, so that none of them is left running alone at the end, and the engine's daemons work while pure tests
 * compute. What a file took the last time counts where it is more than expected: without an engine, a file of an engine takes no time.
 */
export default class LongestFirst extends Base {
  /**
   * @override
   * @param {import('@jest/test-result').Test[]} tests
   */
  sort(tests) {
    // The base class reads what is known of the last run.
    super.sort([...tests]);
    const durations = new Map(tests.map((test) => [test, Math.max(test.duration ?? 0, expected(test.path))]));
    return tests.toSorted((one, other) => (durations.get(other) ?? 0) - (durations.get(one) ?? 0));
  }
}

/** @param {string} path */
function expected(path) {
  const text = readFileSync(path, 'utf8');
  return EXPECTED.find(([pattern]) => pattern.test(`${path}\n${text}`))?.[1] ?? text.length * BYTE;
}
