/** What a quick run does not say by its numbers. */
const QUICK =
  'quick: the skipped tests need Docker, a registry, a browser or half a minute; those of __tests__/e2e were left out besides';

/**
 * Ends a run with one line for CI, counted by the test runner itself: `N passed, N failed, N skipped`. A test file that could not be loaded counts as
 * a failure, since its tests did not run.
 */
export default class ClosingLine {
  /** @param {Set<unknown>} _contexts @param {import('@jest/reporters').AggregatedResult} results */
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    if (process.env.IMAGE_SIZE_GATE_QUICK) process.on('exit', () => console.log(QUICK));
    process.on('exit', () => console.log(`${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`));
  }
}
