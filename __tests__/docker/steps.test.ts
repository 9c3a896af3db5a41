import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { countSteps, type Steps } from '../../src/docker/steps.ts';

const logOf = (name: string) => readFileSync(join(import.meta.dirname, 'steps', `${name}.txt`), 'utf8').split('\n');

function count(lines: readonly string[]): Steps {
  const counter = countSteps();
  for (const line of lines) counter.line(line);
  return counter.count();
}

test.each<[string, number, number]>([
  ['buildx13-classic-1', 6, 2],
  ['buildx13-containerd-1', 6, 2],
  ['buildx13-containerd-2', 6, 6],
  ['buildx29-classic-1', 6, 0],
  ['buildx29-classic-2', 6, 6],
  ['buildx29-containerd-1', 6, 0],
  ['buildx29-containerd-2', 6, 6],
  ['buildx29-bake', 6, 6],
  ['buildx29-container-remote-cache', 5, 3],
])('the log %s has %i steps, %i of them cached', (name, steps, cached) => {
  expect(count(logOf(name))).toEqual({ steps, cached });
});

test.each<[string, string[], Steps]>([
  ['nothing', [], { steps: 0, cached: 0 }],
  ['a platform', ['#4 [linux/arm64 build 2/3] COPY x /x', '#4 CACHED'], { steps: 1, cached: 1 }],
  ['a step that comes again', ['#4 [2/3] RUN a', '#5 [3/3] RUN b', '#4 [2/3] RUN a'], { steps: 2, cached: 0 }],
  ['FROM', ['#4 [build 1/3] FROM debian', '#4 CACHED'], { steps: 0, cached: 0 }],
  ['an instruction like FROM', ['#4 [2/3] FROMAGE'], { steps: 1, cached: 0 }],
  [
    'internal work',
    ['#1 [internal] load .dockerignore', '#2 [auth] x', '#3 exporting to image'],
    { steps: 0, cached: 0 },
  ],
  ['what a step prints', ['#4 [2/3] RUN a', '#4 0.10 #5 [3/3] RUN b', '#4 0.11 #4 CACHED'], { steps: 1, cached: 0 }],
  [
    'a step whose layer is fetched',
    ['#4 [2/3] COPY a', `#4 sha256:${'0'.repeat(64)} 5B / 5B done`],
    { steps: 1, cached: 1 },
  ],
  ['a step that prints a digest', ['#4 [2/3] RUN a', `#4 0.10 sha256:${'0'.repeat(64)} `], { steps: 1, cached: 0 }],
  ['a failed step', ['#4 [2/3] RUN a', '#4 ERROR: exit code: 1', ' > [2/3] RUN a:'], { steps: 1, cached: 0 }],
  ['brackets without end', [`#4 [${' ['.repeat(50_000)}`], { steps: 0, cached: 0 }],
])('of %s', (_what, lines, expected) => {
  expect(count(lines)).toEqual(expected);
});
