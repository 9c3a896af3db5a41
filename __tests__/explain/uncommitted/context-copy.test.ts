import { describe, expect, test } from '@jest/globals';
import { type ContextCopy, parseContextCopy } from '../../../src/explain/uncommitted/context-copy.ts';

describe('a COPY from the build context', () => {
  test.each<[string, ContextCopy]>([
    ['COPY . .', { sources: [''], destination: '.' }],
    ['COPY ./ /app/', { sources: [''], destination: '/app/' }],
    ['copy dist /srv/dist', { sources: ['dist'], destination: '/srv/dist' }],
    ['ADD --chown=1:1 --link ./a/./b/ c d/', { sources: ['a/b', 'c'], destination: 'd/' }],
    ['COPY ["a b", "/app"]', { sources: ['a b'], destination: '/app' }],
    ['COPY --exclude=*.md . /app', { sources: [''], destination: '/app' }],
    ['COPY *.json src ./', { sources: ['src'], destination: './' }],
    ['COPY . $HOME/app', { sources: [''], destination: undefined }],
    ['ADD https://example.com/a.tar.gz dist /srv/', { sources: ['dist'], destination: '/srv/' }],
  ])('%s', (instruction, expected) => {
    expect(parseContextCopy(instruction)).toEqual(expected);
  });

  test.each([
    'RUN cp -r . /app',
    'COPY --from=build . /app',
    'COPY --FROM=build . /app',
    'COPY --parents . /app',
    'COPY .',
    'COPY ../up /app',
    'COPY *.json /app/',
    'COPY $DIRECTORY /app',
    'COPY <<EOF /app',
    'ADD https://example.com/a.tar.gz /srv/',
    'ADD git@github.com:acme/app.git /srv/',
    `COPY ${'a '.repeat(3000)}/`,
    'COPY a b c…',
    '',
  ])('is not to be told from %j', (instruction) => {
    expect(parseContextCopy(instruction)).toBeUndefined();
  });
});
