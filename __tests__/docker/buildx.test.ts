import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runBuildx } from '../../src/docker/buildx.ts';
import { makeFolder } from '../support/folder.ts';

const LOCKED =
  'ERROR: failed to solve: (*service).Write failed: rpc error: code = Unavailable desc = ref layer-sha256:0c1f locked for 812.1µs (since 2026-11-26 18:41:02): unavailable';

/** A tool that counts its runs, and fails the first `failures` of them with these words. */
async function runTool(words: string, failures: number) {
  await using folder = await makeFolder();
  const runs = join(folder.path, 'runs');
  const script = `#!/bin/sh\necho run >> "${runs}"\n[ "$(wc -l < "${runs}")" -gt ${failures} ] || { echo '${words}' >&2; exit 1; }\n`;
  await folder.write('tool', script, 0o755);
  const env = { PATH: `${folder.path}:${process.env.PATH}` };
  const result = await runBuildx({ tool: 'tool', args: [], env }, {});
  return { exitCode: result.exitCode, runs: (await readFile(runs, 'utf8')).trim().split('\n').length };
}

test.each([
  ['a build that succeeds is run once', '', 0, { exitCode: 0, runs: 1 }],
  ['a build that met another which wrote the same layer is run again', LOCKED, 1, { exitCode: 0, runs: 2 }],
  ['one that meets it twice has failed', LOCKED, 2, { exitCode: 1, runs: 2 }],
  ['a build that fails for a reason of its own is not run again', 'ERROR: exit code: 1', 1, { exitCode: 1, runs: 1 }],
])('%s', async (_name, words, failures, expected) => {
  expect(await runTool(words, failures)).toEqual(expected);
});
