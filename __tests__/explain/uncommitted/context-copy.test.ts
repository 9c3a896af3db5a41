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
    ['COPY *.json src ./', { sources: ['*.json', 'src'], destination: './' }],
    ['COPY dist/[a-z]?.js /app/', { sources: ['dist/[a-z]?.js'], destination: '/app/' }],
    ['COPY --parents . /app', { sources: [''], destination: '/app', parents: true }],
    ['COPY --parents ./a/b c/./d /app', { sources: ['a/b', 'c/./d'], destination: '/app', parents: true }],
    ['COPY --parents=false a/./b /app', { sources: ['a/b'], destination: '/app' }],
    ['COPY . $HOME/app', { sources: [''], destination: undefined }],
    ['ADD https://example.com/a.tar.gz dist /srv/', { sources: ['dist'], destination: '/srv/' }],
  ])('%s', (instruction, expected) => {
    expect(parseContextCopy(instruction)).toEqual(expected);
  });

  test.each([
    'RUN cp -r . /app',
    'COPY --from=build . /app',
    'COPY --FROM=build . /app',
    'COPY .',
    'COPY ../up /app',
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

  test.each<[string, string, ContextCopy | undefined]>([
    ['COPY $SRC/* $DEST/', 'COPY dist/* /app/ # buildkit', { sources: ['dist/*'], destination: '/app/' }],
    ['ADD --chown=1:1 $A b /x/', 'ADD --chown=1:1 a b /x/ # buildkit', { sources: ['a', 'b'], destination: '/x/' }],
    ['COPY $A/b /x/', 'COPY "$A"/b /x/ # buildkit', undefined],
    ['COPY --from=one $A /x/', 'COPY a /x/ # buildkit', undefined],
    ['COPY ["$A", "/x/"]', 'COPY x y /x/ # buildkit', undefined],
    ['COPY $A /x/', '/bin/sh -c #(nop) COPY dir:0123 in /x/', undefined],
    ['COPY . $HOME', 'COPY . /root # buildkit', { sources: [''], destination: '/root' }],
  ])('%s has the values that the history has', (instruction, createdBy, expected) => {
    expect(parseContextCopy(instruction, createdBy)).toEqual(expected);
  });
});
