import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Publication } from '../../src/github/outputs.ts';
import { readCommands } from '../support/runner/commands.ts';
import { createCommandFiles, readCommandFiles } from '../support/runner/file-commands.ts';

const MODULE = join(import.meta.dirname, '../../src/github/outputs.ts');
const SCRIPT = `const { publish } = await import(process.argv[1]); const publication = JSON.parse(process.argv[2]);
await publish({ ...publication, summary: publication.summary.repeat(Number(process.env.REPEAT ?? 1)) });`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outputs-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Publishes in a process of its own, whose environment is only what the runner gives, and reads what the runner would read. */
async function published(change: Partial<Publication>, env: Record<string, string> = {}) {
  const publication: Publication = { outputs: {}, summary: '', annotations: [], ...change };
  const files = await createCommandFiles(folder);
  const options = { env: { ...files, ...env } };
  const args = ['--input-type=module', '--eval', SCRIPT, MODULE, JSON.stringify(publication)];
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return { ...(await readCommandFiles(files)), annotations: readCommands(stdout.split('\n')).annotations };
}

describe('what a step publishes', () => {
  test('is every output, with lines and empty values as they are', async () => {
    const outputs = { verdict: 'fail', growth: '', markdown: 'a\nb=c\n' };
    expect((await published({ outputs })).outputs).toEqual(outputs);
  });

  test('is the summary', async () => {
    expect((await published({ summary: '### ❌ fail' })).summary.trim()).toBe('### ❌ fail');
  });

  test('is no summary beyond what the runner takes, rather than its error', async () => {
    expect(await published({ summary: 'ä' }, { REPEAT: '600000' })).toMatchObject({ summary: '', errors: [] });
  });

  test('is the rest where the runner has no summary', async () => {
    const { outputs, summary } = await published(
      { outputs: { verdict: 'pass' }, summary: 'x' },
      { GITHUB_STEP_SUMMARY: '' },
    );
    expect([outputs, summary]).toEqual([{ verdict: 'pass' }, '']);
  });

  test('is annotations that hostile text cannot turn into other commands', async () => {
    const annotations = [
      { level: 'error', title: 'a: b, c::d', message: 'one\n::error::two', file: 'a,b:Dockerfile', line: 3 },
      { level: 'warning', title: 'w', message: 'x', file: 'Dockerfile', line: 3, endLine: 5 },
      { level: 'notice', title: 'n', message: 'y' },
    ] as const;
    expect((await published({ annotations })).annotations).toEqual(annotations);
  });
});
