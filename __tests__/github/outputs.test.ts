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

/** Publishes in a separate process with the runner's environment only, and reads what the runner would read. */
async function published(change: Partial<Publication>, env: Record<string, string> = {}) {
  const publication: Publication = { outputs: {}, summary: '', annotations: [], ...change };
  const files = await createCommandFiles(folder);
  const options = { env: { ...files, ...env } };
  const args = ['--input-type=module', '--eval', SCRIPT, MODULE, JSON.stringify(publication)];
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return { ...(await readCommandFiles(files)), annotations: readCommands(stdout.split('\n')).annotations };
}

describe('a step publishes', () => {
  test('every output, with line breaks and empty values unchanged', async () => {
    const outputs = { verdict: 'fail', growth: '', markdown: 'a\nb=c\n' };
    expect((await published({ outputs })).outputs).toEqual(outputs);
  });

  test('the summary', async () => {
    expect((await published({ summary: '### ❌ fail' })).summary.trim()).toBe('### ❌ fail');
  });

  test('no summary beyond the runner’s limit, which would be an error', async () => {
    expect(await published({ summary: 'ä' }, { REPEAT: '600000' })).toMatchObject({ summary: '', errors: [] });
  });

  test('everything else when the runner has no summary', async () => {
    const { outputs, summary } = await published(
      { outputs: { verdict: 'pass' }, summary: 'x' },
      { GITHUB_STEP_SUMMARY: '' },
    );
    expect([outputs, summary]).toEqual([{ verdict: 'pass' }, '']);
  });

  test('annotations that hostile text cannot turn into other commands', async () => {
    const annotations = [
      { level: 'error', title: 'a: b, c::d', message: 'one\n::error::two', file: 'a,b:Dockerfile', line: 3 },
      { level: 'warning', title: 'w', message: 'x', file: 'Dockerfile', line: 3, endLine: 5 },
      { level: 'notice', title: 'n', message: 'y' },
    ] as const;
    expect((await published({ annotations })).annotations).toEqual(annotations);
  });
});
