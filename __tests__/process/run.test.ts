import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { environment } from '../../src/process/environment.ts';
import {
  type Command,
  describeCommand,
  findTool,
  readCommand,
  requireSuccess,
  runCommand,
} from '../../src/process/run.ts';
import { UserError } from '../../src/text/error.ts';
import { makeFolder } from '../support/folder.ts';

const seams = [
  ['readCommand', (command: Command) => readCommand(command)],
  ['runCommand', (command: Command) => runCommand(command)],
] as const;

const script = (code: string, ...args: string[]): Command => ({ tool: 'node', args: ['-e', code, ...args] });

describe.each(seams)('%s', (_name, run) => {
  test('returns both streams and the exit code', async () => {
    const result = await run(script('console.log("out"); console.error("err"); process.exitCode = 3'));
    expect(result).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err\n', ended: 'by itself' });
  });

  test.each(['two words', '"quoted"', "it's", 'line\nbreak', '$HOME `id` ; exit 1', '--flag=-x', '', '\\'])(
    'passes the argument %j through untouched',
    async (argument) => {
      const result = await run(script('process.stdout.write(JSON.stringify(process.argv.slice(1)))', '--', argument));
      expect(JSON.parse(result.stdout)).toEqual([argument]);
    },
  );

  test('overrides its own environment and removes undefined variables', async () => {
    const env = { GATE_TEST: 'a b', HOME: undefined };
    const result = await run({
      ...script('process.stdout.write(process.env.GATE_TEST + " " + process.env.HOME)'),
      env,
    });
    expect(result.stdout).toBe('a b undefined');
  });

  test('says which tool is missing and what to do', async () => {
    const missing = run({ tool: 'docker', args: ['info'], env: { PATH: '/nowhere' } });
    await expect(missing).rejects.toThrow(UserError);
    await expect(missing).rejects.toThrow(
      /^docker is not on PATH: install Docker with its buildx plugin.*PATH is \/nowhere/,
    );
  });

  test('finds the tool on the given PATH, in a folder with a space', async () => {
    await using folder = await makeFolder();
    await folder.write('my tools/greet', '#!/bin/sh\necho "hello $1"\n', 0o755);
    const result = await run({ tool: 'greet', args: ['a  b'], env: { PATH: join(folder.path, 'my tools') } });
    expect(result.stdout).toBe('hello a  b\n');
  });

  test('keeps the last 1 MiB of a long output', async () => {
    const result = await run(script('process.stdout.write("x".repeat(3 << 20)); process.stdout.write("the end")'));
    expect(result.stdout).toHaveLength(1 << 20);
    expect(result.stdout.endsWith('xthe end')).toBe(true);
  });
});

describe('runCommand', () => {
  test('streams the lines of both streams without control characters', async () => {
    const lines: string[] = [];
    const code = 'process.stdout.write("a\\x1b[31mb\\x1b[0m\\r\\nc\\u0007"); process.stderr.write("d\\n")';
    await runCommand(script(code), { onLine: (line, stream) => lines.push(`${stream}: ${line}`) });
    expect(lines.sort()).toEqual(['stderr: d', 'stdout: ab', 'stdout: c']);
  });

  test('ends a short command that does not end, and says what may be wrong', async () => {
    await expect(readCommand(script('setInterval(() => {}, 1000)'), { timeLimit: 0.2 })).rejects.toThrow(
      /^node .* did not end in 0\.2 s: the disk, or a server that it asks, may not answer; look there, and run again$/,
    );
  });

  test('ends a command at its time limit', async () => {
    const result = await runCommand(script('setInterval(() => {}, 1000)'), { timeLimit: 0.2 });
    expect(result).toMatchObject({ ended: 'time limit', exitCode: 143 });
  });

  test('ends the whole process group when the signal aborts, including grandchildren that ignore SIGTERM', async () => {
    const abort = new AbortController();
    const stubborn = `trap '' TERM; echo $$; while :; do read -t 1 _ < /dev/zero || :; done`;
    let grandchild = 0;
    const onLine = (line: string): void => {
      grandchild = Number(line);
      abort.abort(new Error('cancelled by the user'));
    };
    const command = { tool: 'bash', args: ['-c', 'bash -c "$0" & wait', stubborn] };
    const run = runCommand(command, { signal: abort.signal, grace: 0.1, onLine });
    await expect(run).rejects.toThrow('cancelled by the user');
    expect(grandchild).toBeGreaterThan(1);
    // The signal is sent; a process that survives it lets this run into the test's time limit.
    while (await isRunning(grandchild)) await new Promise(setImmediate);
  });

  test('starts nothing when the signal has already aborted', async () => {
    const run = runCommand({ tool: 'no-such-tool', args: [] }, { signal: AbortSignal.abort(new Error('too late')) });
    await expect(run).rejects.toThrow('too late');
  });

  test('returns 128 plus the number of the signal that ended the command', async () => {
    expect(await runCommand({ tool: 'sh', args: ['-c', 'kill -9 $$'] })).toMatchObject({
      exitCode: 137,
      ended: 'by itself',
    });
  });
});

test('the error of a failed command has its exit code and the cleaned end of its stderr', () => {
  const command = { tool: 'git', args: ['-c', 'a=b', 'fetch', '--quiet', 'origin'] };
  const result = {
    exitCode: 128,
    stdout: '',
    stderr: 'fatal: \u001b[31mno such ref\u001b[0m\n',
    ended: 'by itself' as const,
  };
  expect(() => requireSuccess(command, result)).toThrow(
    'git fetch origin failed with exit code 128: fatal: no such ref',
  );
  expect(() => requireSuccess(command, { ...result, ended: 'time limit' })).toThrow(
    'git fetch origin was ended at its time limit',
  );
  expect(requireSuccess(command, { ...result, exitCode: 0, stdout: 'out' })).toBe('out');
  expect(describeCommand(command)).toBe('git fetch origin');
});

test('a directory and a file that is not executable are not tools', async () => {
  await using folder = await makeFolder();
  await folder.write('a/tool/file', '');
  await folder.write('b/tool', '', 0o644);
  const found = await folder.write('c/tool', '', 0o755);
  const PATH = ['a', 'b', 'c'].map((name) => join(folder.path, name)).join(':');
  expect(await findTool('tool', environment({ PATH }))).toBe(found);
});

/** A killed process stays a zombie until init reaps it: state Z counts as ended. */
async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return status !== undefined && !/\) [ZX] /.test(status);
}
