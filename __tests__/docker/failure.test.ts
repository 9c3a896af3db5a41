import { expect, test } from '@jest/globals';
import { buildErrorTail, classifyFailure } from '../../src/docker/failure.ts';

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

const ref = 'qa8l3r6cgj1wa8zurmsa0823h::nd6m0j75d8tu9lgf2ajh6nykj';
const solving = 'ERROR: failed to build: failed to solve:';
const metadata = (image: string) => `${image}: failed to resolve source metadata for ${image}: failed to do request:`;

/** Ends of builds as buildx 0.29.1 words them. */
test.each<[string, string, { readonly failure: string; readonly path?: string }]>([
  ['a step of the Dockerfile', failing, { failure: 'dockerfile' }],
  [
    'a mistake in the Dockerfile',
    `${solving} dockerfile parse error on line 1: unknown instruction: FRM`,
    { failure: 'dockerfile' },
  ],
  [
    'a file that is not in the context',
    `${solving} failed to compute cache key: failed to calculate checksum of ref ${ref}: "/dist/app": not found`,
    { failure: 'context', path: '/dist/app' },
  ],
  [
    'a pattern that is not in the context',
    `${solving} lstat /dist: no such file or directory`,
    { failure: 'context', path: '/dist' },
  ],
  [
    'a registry that does not answer',
    `${solving} ${metadata('nowhere.invalid/x:1')} Head "https://nowhere.invalid/v2/": dial tcp: lookup nowhere.invalid: no such host`,
    { failure: 'network' },
  ],
  [
    'a registry with too many requests',
    `${solving} ${metadata('debian:12')} 429 Too Many Requests - toomanyrequests: rate limit`,
    { failure: 'network' },
  ],
  [
    'a file of another server',
    `${solving} failed to load cache key: Get "http://a/x": dial tcp: connect: connection refused`,
    { failure: 'network' },
  ],
  [
    'a base image that does not exist',
    `${solving} debian:nope: failed to resolve source metadata for docker.io/library/debian:nope: docker.io/library/debian:nope: not found`,
    { failure: 'dockerfile' },
  ],
  ['a builder that cannot be reached', 'ERROR: failed to build: context deadline exceeded', { failure: 'builder' }],
  [
    'a daemon that is gone',
    'ERROR: Cannot connect to the Docker daemon at unix:///x.sock. Is the docker daemon running?',
    { failure: 'builder' },
  ],
  [
    'a daemon that went away',
    `${solving} rpc error: code = Unavailable desc = error reading from server: EOF`,
    { failure: 'builder' },
  ],
  ['a disk that is full', `${solving} failed to copy: write /var/lib/x: no space left on device`, { failure: 'disk' }],
  [
    'a step that mentions a dead daemon',
    `Cannot connect to the Docker daemon\n${solving} process "/bin/sh -c docker ps" did not complete successfully: exit code: 1`,
    { failure: 'dockerfile' },
  ],
])('%s has a failure of its own', (_name, report, expected) => {
  expect(classifyFailure({ kind: 'failed', exitCode: 1, report })).toEqual(expected);
});

test('neither Dockerfile nor context caused a failure at the time limit or of a killed docker', () => {
  const report = '#5 [2/2] RUN sleep 1000';
  expect(classifyFailure({ kind: 'late', exitCode: 143, report })).toEqual({ failure: 'time-limit' });
  expect(classifyFailure({ kind: 'failed', exitCode: 137, report })).toEqual({ failure: 'builder' });
});
