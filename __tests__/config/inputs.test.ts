import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { maskSecrets, readInputs } from '../../src/config/inputs.ts';
import { COMMENT_MODES } from '../../src/config/publish-inputs.ts';
import { UserError } from '../../src/text/error.ts';
import { makeFolder } from '../support/folder.ts';
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
    artifact: 'auto',
    part: '',
    path: '',
    config: '.github/image-size.yml',
    given: [],
    images: [],
    context: '',
    file: '',
    target: '',
    buildArgs: [],
    platforms: [],
    labels: [],
    buildContexts: [],
    secrets: [],
    secretEnv: {},
    ssh: [],
    network: '',
    builder: '',
    cacheFrom: [],
    cacheTo: [],
    failIf: [],
    warnIf: [],
    baseline: '',
    comment: 'changes',
    acceptLabel: metadata.inputs['accept-label'] ?? '',
    acceptReviewers: [],
    record: 'auto',
    dataBranch: 'image-size',
    maxBehind: 20,
    rebuiltRecords: false,
    suggest: false,
    history: '',
    historyLimit: 18_000,
    retryGaps: false,
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
  ['rebuilt-records', 'true', { rebuiltRecords: true }],
  ['suggest', 'true', { suggest: true }],
  ['history', '200', { history: '200' }],
  ['history-minutes', '10', { historyLimit: 600 }],
  ['history-retry-gaps', 'true', { retryGaps: true }],
  ['file', 'Dockerfile.prod', { file: 'Dockerfile.prod' }],
  ['target', 'runtime', { target: 'runtime' }],
  ['build-args', 'A=1, 2\nB', { buildArgs: ['A=1, 2', 'B'] }],
  ['builder', 'big', { builder: 'big' }],
  ['platforms', 'linux/amd64,linux/arm64\nlinux/arm/v7', { platforms: ['linux/amd64', 'linux/arm64', 'linux/arm/v7'] }],
  ['labels', 'a=1\nb=2, 3', { labels: ['a=1', 'b=2, 3'] }],
  [
    'build-contexts',
    'base=docker-image://debian\nlib=../lib',
    { buildContexts: ['base=docker-image://debian', 'lib=../lib'] },
  ],
  ['secret-envs', 'npm=NPM_TOKEN', { secrets: [{ id: 'npm', env: 'NPM_TOKEN' }], secretEnv: {} }],
  ['secret-files', 'rc=.npmrc', { secrets: [{ id: 'rc', file: '.npmrc' }], secretEnv: {} }],
  ['ssh', 'default\ndeploy=/run/agent', { ssh: ['default', 'deploy=/run/agent'] }],
  ['network', 'none', { network: 'none' }],
  ['cache-from', 'type=gha\ntype=registry,ref=x', { cacheFrom: ['type=gha', 'type=registry,ref=x'] }],
  ['cache-to', 'type=gha,mode=max', { cacheTo: ['type=gha,mode=max'] }],
  ['fail-if', 'unpacked > +1 MB\r\napi: layers > 5', { failIf: ['unpacked > +1 MB', 'api: layers > 5'] }],
  ['warn-if', 'wasted > 5%', { warnIf: ['wasted > 5%'] }],
  ['baseline', 'none', { baseline: 'none' }],
  ['accept-label', 'size: accepted', { acceptLabel: 'size: accepted' }],
  ['accept-label', 'none', { acceptLabel: '' }],
  ['accept-reviewers', '@octocat\n# the owners\nacme/owners', { acceptReviewers: ['octocat', 'acme/owners'] }],
  ['key', 'linux', { key: 'linux' }],
  ['timeout-minutes', '5', { timeLimit: 300 }],
])('%s: %j', (name, text, expected) => {
  expect(read({ [name]: text })).toMatchObject(expected);
});

describe('the comment mode', () => {
  test.each(COMMENT_MODES)('may be %s', (comment) => {
    expect(read({ comment })).toMatchObject({ comment });
  });

  test.each(['none', 'Always', 'true', 'on-change'])('may not be %j', (comment) => {
    expect(() => read({ comment })).toThrow(UserError);
    expect(() => read({ comment })).toThrow(
      `input comment: found "${comment}", accepted: always, changes, failures, never`,
    );
  });

  test('is one of those that action.yml names', () => {
    const action = readFileSync(join(import.meta.dirname, '../../action.yml'), 'utf8');
    const [, line = ''] = /^ {2}comment:\n {4}description: (.*)$/m.exec(action) ?? [];
    expect([...line.matchAll(/`(\w+)`/g)].map(([, word]) => word)).toEqual(COMMENT_MODES);
  });
});

test('a time limit that is none is refused by the name of the input', () => {
  expect(() => read({ 'timeout-minutes': 'x' })).toThrow('input timeout-minutes: found "x", accepted: a number');
});

test.each([
  ['platforms', 'arm64', 'input platforms: found "arm64", accepted: os/arch[/variant], as in linux/arm64'],
  ['labels', 'x', 'input labels: found "x", accepted: KEY=value'],
  ['build-contexts', 'x', 'input build-contexts: found "x", accepted: NAME=VALUE'],
  ['secret-envs', 'x', 'input secret-envs: found "x", accepted: id=NAME'],
  ['secret-files', 'x', 'input secret-files: the path of x "" is empty'],
  ['ssh', '-x', 'input ssh: found "-x", accepted: default'],
  ['network', 'bridge', 'input network: found "bridge", accepted: default, none, host'],
])('%s: %j is refused by the name of the input', (name, text, message) => {
  expect(() => read({ [name]: text })).toThrow(message);
});

describe('a secret', () => {
  test('goes to docker under a variable of ours; it and its lines are masked before any message', () => {
    const secrets = 'token=s3cret\n"key=BEGIN\n}\nEND of key"';
    expect(read({ secrets })).toMatchObject({
      secrets: [
        { id: 'token', env: 'IMAGE_SIZE_GATE_SECRET_1' },
        { id: 'key', env: 'IMAGE_SIZE_GATE_SECRET_2' },
      ],
      secretEnv: { IMAGE_SIZE_GATE_SECRET_1: 's3cret', IMAGE_SIZE_GATE_SECRET_2: 'BEGIN\n}\nEND of key' },
    });
    expect(printed.join('').trim().split('\n')).toEqual([
      '::add-mask::s3cret',
      '::add-mask::BEGIN%0A}%0AEND of key',
      '::add-mask::BEGIN',
      '::add-mask::END of key',
    ]);
    expect(() => read({ secrets, network: 'x' })).toThrow(UserError);
    expect(printed[4]).toContain('::add-mask::s3cret');
  });

  test('that is empty is left out with a warning', () => {
    expect(read({ secrets: 'token=' })).toMatchObject({ secrets: [], secretEnv: {} });
    expect(printed.join('')).toBe("::warning::secret token is empty and left out (a fork's run has no secrets)\n");
  });

  test('of one id cannot come from two places', () => {
    expect(() => read({ secrets: 'a=value', 'secret-envs': 'a=A' })).toThrow('secrets: two have the id a');
  });

  test('in a variable or file is masked too, and one that is not there is left to the build', async () => {
    await using folder = await makeFolder();
    await folder.write('rc', 'user\npassword\n');
    const secrets = [
      { id: 'a', env: 'A' },
      { id: 'b', env: 'B' },
      { id: 'c', file: 'rc' },
      { id: 'd', file: 'no' },
    ];
    maskSecrets(secrets, folder.path, { A: 'in a variable' });
    expect(printed.join('').trim().split('\n')).toEqual([
      '::add-mask::in a variable',
      '::add-mask::user%0Apassword',
      '::add-mask::user',
      '::add-mask::password',
    ]);
  });
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
