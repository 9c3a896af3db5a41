import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

const FOLDER = join(import.meta.dirname, '../.github/workflows');
const files = readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')] as const);
const stepsIn = (text: string): readonly Step[] =>
  Object.values(parse(text).jobs as Readonly<Record<string, Job>>).flatMap(({ steps }) => steps);

/** Each action of others, and the lines that use it. */
const pins = files.flatMap(([name, text]) =>
  [...text.matchAll(/uses: ([^\s#]+)(.*)$/gm)].map(([, action = '', comment = '']) => ({ name, action, comment })),
);

describe('the workflows of this repository', () => {
  test('are those that the documents name', () => {
    expect(files.map(([name]) => name).toSorted()).toEqual([
      'ci.yml',
      'codeql.yml',
      'dependency-review.yml',
      'dist.yml',
      'edge.yml',
      'image-size-report.yml',
      'image-size.yml',
      'release.yml',
      'scorecard.yml',
    ]);
  });

  test.each(pins.filter(({ action }) => !action.startsWith('./')))(
    '$name uses $action by its commit, with its version beside it',
    ({ action, comment }) => {
      expect(action).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
      expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
    },
  );

  test('use one commit of an action everywhere', () => {
    const commits = Map.groupBy(pins, ({ action }) => action.split('@')[0]?.split('/').slice(0, 2).join('/'));
    const several = [...commits].filter(([, uses]) => new Set(uses.map(({ action }) => action.split('@')[1])).size > 1);
    expect(several).toEqual([]);
  });

  test.each(files)('%s has least permissions, one run at a time, and a time limit for each job', (_, text) => {
    const { permissions, concurrency, jobs } = parse(text);
    expect([{}, { contents: 'read' }]).toContainEqual(permissions);
    expect(concurrency).toEqual({ group: expect.any(String), 'cancel-in-progress': expect.anything() });
    for (const job of Object.values(jobs as Readonly<Record<string, Job>>))
      expect(job['timeout-minutes']).toBeLessThanOrEqual(40);
    // A right to write has its reason beside it.
    expect(text.split('\n').filter((line) => /^ +[\w-]+: write\s*$/.test(line))).toEqual([]);
  });

  test.each(files)('%s leaves no token in a checkout, and puts no value of an event into a script', (_, text) => {
    for (const { uses = '', run = '', with: given = {} } of stepsIn(text)) {
      if (uses.startsWith('actions/checkout@')) expect(given['persist-credentials']).toBe(false);
      expect(run).not.toContain('${{');
    }
  });
});
