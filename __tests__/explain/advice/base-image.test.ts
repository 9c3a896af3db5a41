import { expect, test } from '@jest/globals';
import { slimOf } from '../../../src/explain/advice/base-image.ts';
import { adviceOf, MB } from '../../support/advice.ts';

test.each([
  ['debian:bookworm', 'debian:bookworm-slim'],
  ['debian:12.5', 'debian:12.5-slim'],
  ['debian:bookworm-20250101', 'debian:bookworm-20250101-slim'],
  ['debian', 'debian:stable-slim'],
  ['python:3.12', 'python:3.12-slim'],
  ['python:3.12.1-bookworm', 'python:3.12.1-slim-bookworm'],
  ['python:latest', 'python:slim'],
  ['ruby:3.3', 'ruby:3.3-slim'],
  ['node:22', 'node:22-slim'],
  ['node:22-bookworm', 'node:22-bookworm-slim'],
  ['node:lts', 'node:lts-slim'],
])('advice on %s names %s', (base, slim) => expect(slimOf(base)).toBe(slim));

test.each([
  'debian:bookworm-slim',
  'debian:bookworm-backports',
  'python:3.12-slim',
  'python:3.12-alpine',
  'python:3.13-rc',
  'node:22-alpine3.20',
  'alpine:3.20',
  'golang:1.23',
  'ubuntu:24.04',
  'gcr.io/distroless/base',
  'scratch',
  'myorg/python:3.12',
  '…',
])('%s gets no advice', (base) => expect(slimOf(base)).toBeUndefined());

const base = [
  {
    by: 'base',
    files: {
      'usr/share/doc/bash/README': MB,
      'usr/share/doc/bash/copyright': 5 * MB,
      'usr/share/man/man1/ls.1': 2 * MB,
      'usr/share/locale/de/x.mo': MB,
      'bin/bash': MB,
    },
  },
];

test("the saving of Debian's slim image is measured in the layers of the base image", () => {
  const own = [{ by: 'RUN x', files: { 'usr/share/doc/mine/x': 7 * MB } }];
  expect(adviceOf('base-image', { base, own, baseImage: 'docker.io/library/debian:bookworm' })).toMatchObject([
    { bytes: 4 * MB, where: 'FROM debian:bookworm', change: expect.stringContaining('\nFROM debian:bookworm-slim') },
  ]);
});

test('the saving of any other slim image is not measured, and the advice says so', () => {
  expect(adviceOf('base-image', { base, baseImage: 'docker.io/library/python:3.12@sha256:0' })).toMatchObject([
    {
      bytes: 0,
      title: expect.stringContaining('python:3.12-slim for python:3.12'),
      change: expect.stringContaining('not measured'),
    },
  ]);
});

test.each([
  ['the base is of another registry', 'registry.example.test/library/debian:bookworm', {}],
  ['the image is for development', 'docker.io/library/python:3.12', { cmd: ['bash'], entrypoint: [] }],
  ['the base is unknown', null, {}],
])('there is no advice on the base image if %s', (_, baseImage, config) => {
  expect(adviceOf('base-image', { base, baseImage, config })).toEqual([]);
});

test('there is no advice on a Debian base image without documentation', () => {
  expect(
    adviceOf('base-image', { base: [{ by: 'base', files: { x: MB } }], baseImage: 'docker.io/library/debian:12' }),
  ).toEqual([]);
});
