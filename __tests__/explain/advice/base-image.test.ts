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
])('%s has the smaller %s', (base, slim) => expect(slimOf(base)).toBe(slim));

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
])('%s is left alone', (base) => expect(slimOf(base)).toBeUndefined());

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

test("Debian's slim saves what it leaves out, measured in the base image's layers", () => {
  const own = [{ by: 'RUN x', files: { 'usr/share/doc/mine/x': 7 * MB } }];
  expect(adviceOf('base-image', { base, own, baseImage: 'docker.io/library/debian:bookworm' })).toMatchObject([
    { bytes: 4 * MB, where: 'FROM debian:bookworm', change: expect.stringContaining('\nFROM debian:bookworm-slim') },
  ]);
});

test('what another slim image saves is not known, and told as such', () => {
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
  ['the image is one to work in', 'docker.io/library/python:3.12', { cmd: ['bash'], entrypoint: [] }],
  ['the base is unknown', null, {}],
])('silent where %s', (_, baseImage, config) => {
  expect(adviceOf('base-image', { base, baseImage, config })).toEqual([]);
});

test("silent where Debian's documentation is gone from the base already", () => {
  expect(
    adviceOf('base-image', { base: [{ by: 'base', files: { x: MB } }], baseImage: 'docker.io/library/debian:12' }),
  ).toEqual([]);
});
