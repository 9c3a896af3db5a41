import { expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command/arguments.ts';
import { compareSources } from '../../src/command/compare.ts';
import { measureSources } from '../../src/command/measure.ts';
import type { Session } from '../../src/command/session.ts';
import type { MeasureOutcome } from '../../src/measurer/session.ts';
import { plainLog } from '../../src/process/log.ts';
import { measurement } from '../support/measurements.ts';
import { makeMeasurer } from '../support/measurer.ts';

const LOG = plainLog(() => {}, { verbose: false });
const [AMD, ARM] = ['linux/amd64', 'linux/arm64'];
const complete: MeasureOutcome = {
  kind: 'measured',
  measurements: [AMD, ARM].map((platform = '') => measurement({ image: 'app', platform, layers: [['a', 10, 20]] })),
};
const partly: MeasureOutcome = {
  kind: 'measured',
  measurements: complete.measurements.slice(0, 1),
  failures: [{ platform: 'linux/arm64', reason: 'no emulation' }],
};

/** Runs a command on images whose sides are measured to these outcomes. */
async function run(words: string[], { base, head }: Readonly<Record<'base' | 'head', MeasureOutcome>>) {
  const [out, err]: [string[], string[]] = [[], []];
  const session: Session = {
    args: parseArguments([...words, '--json']),
    cwd: import.meta.dirname,
    terminal: { out: (text) => out.push(text), err: (text) => err.push(text), colour: false, width: 100 },
    progress: { log: LOG, onBytes: () => {}, end: () => {} },
    measurer: makeMeasurer(async (_image, { side }) => (side === 'base' ? base : head)),
    open: () => Promise.reject(new Error('one measurer is enough')),
    signal: AbortSignal.timeout(60_000),
  };
  const command = { compare: compareSources, measure: measureSources }[session.args.command as 'compare'];
  return { status: await command(session), out: JSON.parse(out.join('')), err: err.join('') };
}

test('measure names a platform that could not be measured, and prints the others', async () => {
  const { status, out, err } = await run(['measure', 'app/Dockerfile'], { base: complete, head: partly });
  expect(status).toBe(2);
  expect(out.measurements).toMatchObject([{ platform: AMD }]);
  expect(err).toContain('no emulation');
});

test.each([
  ['head', { base: complete, head: partly }, ['pass', 'error']],
  ['base', { base: partly, head: complete }, ['pass', 'error']],
])('compare reports a platform that could not be measured at the %s as an error', async (_side, sides, verdicts) => {
  const { status, out } = await run(['compare', 'app/Dockerfile', 'app/Dockerfile'], sides);
  expect(status).toBe(2);
  expect(out.comparisons.map(({ verdict }: { verdict: string }) => verdict)).toEqual(verdicts);
  expect(JSON.stringify(out)).toContain('no emulation');
});
