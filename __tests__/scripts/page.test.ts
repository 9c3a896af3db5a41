import { expect, test } from '@jest/globals';
import { buildPage } from '../../scripts/page.mjs';
import { builtTemplate } from '../support/page.ts';

test('the template is the same for the same sources', async () => {
  expect(await buildPage()).toBe(await builtTemplate());
});

test('the template lets nothing run or be requested but what its policy names by digest', async () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(await builtTemplate())?.[1] ?? '';
  expect(policy.replace(/sha256-[\w+/]{43}=/g, 'sha256-…')).toBe(
    "default-src 'none'; script-src 'sha256-…'; style-src 'sha256-…'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  );
});

test('the template has one place each for the title and the data', async () => {
  expect((await builtTemplate()).match(/<!--.*?-->/g)).toEqual(['<!--title-->', '<!--data-->']);
});
