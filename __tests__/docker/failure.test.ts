import { expect, test } from '@jest/globals';
import { buildErrorTail } from '../../src/docker/failure.ts';

/** What buildx 0.29.1 prints to stderr for a failing step. */
const failing = `#4 [1/2] FROM docker.io/library/debian:bookworm-slim
#4 CACHED

#5 [2/2] RUN echo hi && false
#5 0.176 hi
#5 ERROR: process "/bin/sh -c echo hi && false" did not complete successfully: exit code: 1
------
 > [2/2] RUN echo hi && false:
0.176 hi
------
Dockerfile:2
--------------------
   1 |     FROM debian:bookworm-slim
   2 | >>> RUN echo hi && \\
   3 | >>>    false
--------------------
ERROR: failed to build: failed to solve: process "/bin/sh -c echo hi && false" did not complete successfully: exit code: 1
`;

test('the report after the last progress line is the answer', () => {
  expect(buildErrorTail(failing)).toBe(failing.slice(failing.indexOf('------')).trimEnd());
});

test.each([
  ['an error before any step', 'ERROR: no builder "nope" found\n', 'ERROR: no builder "nope" found'],
  [
    'a build that was ended',
    '#1 load\n#1 DONE\n\n#2 RUN sleep\n#2 0.1 zzz\n',
    '#1 load\n#1 DONE\n\n#2 RUN sleep\n#2 0.1 zzz',
  ],
  ['terminal escapes', '#1 x\n\u001b[31mERROR: \u001b]0;pwn\u0007red\u001b[0m\n', 'ERROR: red'],
  ['nothing at all', '', ''],
])('%s', (_what, stderr, tail) => {
  expect(buildErrorTail(stderr)).toBe(tail);
});

test('a report is at most its last 4 kB', () => {
  const tail = buildErrorTail(`#1 x\n${'0.1 chatter\n'.repeat(10_000)}ERROR: the reason\n`);
  expect(tail.length).toBeLessThanOrEqual(4096 + 2);
  expect(tail).toMatch(/^…\n0\.1 chatter\n[\s\S]*ERROR: the reason$/);
});
