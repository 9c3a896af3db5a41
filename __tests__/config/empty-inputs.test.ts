import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { readInputs } from '../../src/config/inputs.ts';
import { readReportInputs } from '../../src/config/report-inputs.ts';
import { inputEnvironment, readActionMetadata } from '../support/runner/inputs.ts';

const outside = process.env;
beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  process.env = outside;
  jest.restoreAllMocks();
});

/** Inputs that `none` turns off. A wrapper that hands on nothing does not. */
const OFF: readonly string[] = ['config', 'data-branch', 'accept-label'];
/** Its default is a secret of the run, which nobody but the runner can fill in. */
const TOKEN = 'github-token';

const metadataOf = (file: string) => readActionMetadata(join(import.meta.dirname, '../..', file), 'ghs_default');

describe.each([
  ['action.yml', readInputs, await metadataOf('action.yml')],
  ['report/action.yml', readReportInputs, await metadataOf('report/action.yml')],
] as const)('%s', (_file, readAll, metadata) => {
  const read = (given: Readonly<Record<string, string>>) => {
    process.env = { ...inputEnvironment(metadata, given) };
    return readAll();
  };
  const names = Object.keys(metadata.inputs);

  test.each(names.filter((name) => name !== TOKEN))('an empty %s is its default', (name) => {
    const { given: _, ...defaults } = { given: [], ...read({}) };
    expect(read({ [name]: '' })).toMatchObject(defaults);
    expect(read({ [name]: ' ' })).toMatchObject(defaults);
  });

  test.each(names.filter((name) => OFF.includes(name)))('none for %s turns it off', (name) => {
    expect(read({ [name]: 'none' })).not.toEqual(read({}));
  });
});
