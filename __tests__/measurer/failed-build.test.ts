import { describe, expect, test } from '@jest/globals';
import { BuildError, type BuildFailure } from '../../src/docker/failure.ts';
import { buildTwice, headReason } from '../../src/measurer/failed-build.ts';

describe('a build that failed', () => {
  const attempts = async (failure: BuildFailure, message: string, signal?: AbortSignal) => {
    const tries: string[] = [];
    const lines: string[] = [];
    const build = async () => {
      tries.push('build');
      if (tries.length === 1) throw new BuildError(message, failure);
      return 'built';
    };
    const log = { line: (text: string) => void lines.push(text) };
    const ended = await buildTwice(build, { log, signal }).catch((error: Error) => error.message);
    return { tries: tries.length, ended, lines };
  };

  test.each<[BuildFailure, string, number]>([
    ['builder', 'error reading from server: EOF: connection error: desc = "closed"', 2],
    ['network', 'toomanyrequests', 2],
    ['builder', 'context deadline exceeded', 1],
    ['network', 'dial tcp 10.0.0.1:443: i/o timeout', 1],
    ['dockerfile', 'exit code 1', 1],
    ['context', 'not found', 1],
    ['disk', 'no space left on device', 1],
    ['time-limit', 'was ended', 1],
  ])('for %s (%s) is tried %i times', async (failure, message, tries) => {
    const result = await attempts(failure, message);
    expect(result).toMatchObject({ tries, ended: tries === 2 ? 'built' : message });
    expect(result.lines).toHaveLength(tries - 1);
  });

  test('is not tried again after an abort, whose reason is thrown', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('ended by SIGTERM')), 20);
    expect(await attempts('builder', 'gone', controller.signal)).toMatchObject({ tries: 1, ended: 'ended by SIGTERM' });
  });
});

test.each<[BuildFailure | undefined, RegExp]>([
  ['builder', /^the builder went away.*\nLOG$/],
  ['disk', /^no space is left.*\nLOG$/],
  ['network', /^a registry or another server.*\nLOG$/],
  ['time-limit', /^LOG$/],
  ['dockerfile', /^LOG$/],
  ['context', /^LOG$/],
  [undefined, /^LOG$/],
])('the head tells what the machine failed at: %s', (failure, words) => {
  expect(headReason({ reason: 'LOG', ...(failure && { failure }) })).toMatch(words);
});
