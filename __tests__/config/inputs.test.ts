import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { UserError } from '../../src/config/error.ts';
import { COMMENT_MODES, readInputs } from '../../src/config/inputs.ts';
import { inputEnvironment, readActionMetadata } from '../support/runner/inputs.ts';

const metadata = await readActionMetadata(join(import.meta.dirname, '../../action.yml'), '');
const outside = process.env;
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(() => {
  process.env = outside;
  jest.restoreAllMocks();
});

/** Reads the inputs as the runner hands them over for a `with:`. */
function read(given: Readonly<Record<string, string>> = {}) {
  process.env = { ...inputEnvironment(metadata, given) };
  return readInputs();
}

test('without any the defaults of action.yml hold', () => {
  expect(read()).toEqual({
    images: [],
    context: '',
    file: '',
    target: '',
    buildArgs: [],
    builder: '',
    cacheFrom: [],
    cacheTo: [],
    failIf: [],
    warnIf: [],
    baseline: '',
    comment: 'changes',
    record: 'auto',
    dataBranch: 'image-size',
    maxBehind: 20,
    key: '',
    token: '',
    timeLimit: 3600,
  });
});

test.each<[string, string, object]>([
  ['images', 'api=Dockerfile\n# not yet\n\n  web/ ', { images: ['api=Dockerfile', 'web/'] }],
  ['context', ' app ', { context: 'app' }],
  ['record', 'always', { record: 'always' }],
  ['data-branch', 'sizes', { dataBranch: 'sizes' }],
  ['max-behind', '0', { maxBehind: 0 }],
  ['file', 'Dockerfile.prod', { file: 'Dockerfile.prod' }],
  ['target', 'runtime', { target: 'runtime' }],
  ['build-args', 'A=1, 2\nB', { buildArgs: ['A=1, 2', 'B'] }],
  ['builder', 'big', { builder: 'big' }],
  ['cache-from', 'type=gha\ntype=registry,ref=x', { cacheFrom: ['type=gha', 'type=registry,ref=x'] }],
  ['cache-to', 'type=gha,mode=max', { cacheTo: ['type=gha,mode=max'] }],
  ['fail-if', 'unpacked > +1 MB\r\napi: layers > 5', { failIf: ['unpacked > +1 MB', 'api: layers > 5'] }],
  ['warn-if', 'wasted > 5%', { warnIf: ['wasted > 5%'] }],
  ['baseline', 'none', { baseline: 'none' }],
  ['key', 'linux', { key: 'linux' }],
  ['timeout-minutes', '5', { timeLimit: 300 }],
])('%s: %j', (name, text, expected) => {
  expect(read({ [name]: text })).toMatchObject(expected);
});

describe('the comment mode', () => {
  test.each(COMMENT_MODES)('may be %s', (comment) => {
    expect(read({ comment })).toMatchObject({ comment });
  });

  test.each(['', 'Always', 'true', 'on-change'])('may not be %j', (comment) => {
    expect(() => read({ comment })).toThrow(UserError);
    expect(() => read({ comment })).toThrow(
      `input comment: found "${comment}", accepted are always, changes, failures, never`,
    );
  });

  test('is one of those that action.yml names', () => {
    const action = readFileSync(join(import.meta.dirname, '../../action.yml'), 'utf8');
    const [, line = ''] = /^ {2}comment:\n {4}description: (.*)$/m.exec(action) ?? [];
    expect([...line.matchAll(/`(\w+)`/g)].map(([, word]) => word)).toEqual(COMMENT_MODES);
  });
});

test('a time limit that is none is refused by the name of the input', () => {
  expect(() => read({ 'timeout-minutes': '' })).toThrow('input timeout-minutes: found "", accepted is a number');
});

describe('the token', () => {
  test('is masked before anything else is read, and no other input is', () => {
    expect(read({ 'github-token': 's3cret', key: 'public' }).token).toBe('s3cret');
    expect(printed.join('').trim()).toBe('::add-mask::s3cret');
    expect(() => read({ 'github-token': 's3cret', comment: 'nope' })).toThrow(UserError);
    expect(printed).toHaveLength(2);
  });

  test('may be empty, which masks nothing', () => {
    expect(read().token).toBe('');
    expect(printed).toEqual([]);
  });
});

test('the inputs that are read are those that action.yml declares', () => {
  const asked = new Set<string>();
  process.env = new Proxy(
    { ...inputEnvironment(metadata, {}) },
    {
      get: (env, name) => {
        if (typeof name === 'string' && name.startsWith('INPUT_')) asked.add(name);
        return Reflect.get(env, name);
      },
    },
  );
  readInputs();
  expect([...asked].sort()).toEqual(Object.keys(inputEnvironment(metadata, {})).sort());
});
