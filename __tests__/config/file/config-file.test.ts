// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the file's own substitution is what is tested
import { describe, expect, test } from '@jest/globals';
import { completeImages } from '../../../src/config/file/complete.ts';
import { readConfigFile } from '../../../src/config/file/config-file.ts';
import { DEFAULT_FAIL_IF } from '../../../src/config/gates.ts';
import type { Image } from '../../../src/model/image.ts';
import { UserError } from '../../../src/text/error.ts';
import { ANCHORS, BAKE, BUILD, ENVIRONMENT, EXAMPLE, VALID, VERIFY } from './valid-configs.ts';
import { WRONG } from './wrong-configs.ts';

const FILE = 'image-size.yml';
const ENV = { TAG: 'v1', HOME: '/root' };

const read = (text: string, env: Readonly<Record<string, string>> = ENV) => readConfigFile(text, FILE, env);
const images = (text: string) => completeImages(read(text), []);
const byName = (text: string) => Object.fromEntries(images(text).map((image) => [image.name, image]));
const texts = ({ conditions }: Image) => conditions.map(({ level, text }) => `${level} ${text}`);

const faultOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'accepted';
};

test.each(WRONG.map(({ title, text, message }) => [title, text, message]))(
  'says of %s where and how to mend it',
  (_, text, message) => {
    expect(faultOf(() => readConfigFile(text, FILE, {}))).toBe(message);
  },
);

test('at least forty wrong files are told, each with line and column, and none shows a secret', () => {
  expect(WRONG.length).toBeGreaterThanOrEqual(40);
  expect(WRONG.filter(({ message }) => !/^image-size\.yml:\d+:\d+: /.test(message))).toEqual([]);
  expect(WRONG.filter(({ message }) => message.includes('hunter2'))).toEqual([]);
});

test.each(VALID)('accepts %s', (_, text) => {
  expect(faultOf(() => read(text))).toBe('accepted');
});

describe('the example of the design', () => {
  const all = byName(EXAMPLE);

  test('has its four images in file order', () => {
    expect(images(EXAMPLE).map(({ name, source }) => [name, source.kind])).toEqual([
      ['api', 'dockerfile'],
      ['minimal', 'dockerfile'],
      ['web', 'bake'],
      ['upstream', 'docker'],
    ]);
  });

  test('builds the first with its inputs', () => {
    expect(all.api?.source).toEqual({
      kind: 'dockerfile',
      file: 'docker/Dockerfile',
      context: '.',
      target: 'runtime',
      buildArgs: [],
      platforms: ['linux/amd64', 'linux/arm64'],
    });
  });

  test('adds the conditions of an image to the general ones, what fails first', () => {
    expect(texts(all.api!)).toEqual([
      'fail unpacked > +2% and > +1 MB',
      'fail download > +2% and > +1 MB',
      'fail download > 400 MB',
      'fail download > 120 MB',
      'warn wasted > 5%',
      'warn unpacked > +500 kB',
    ]);
  });

  test('asks of the variant what it asks of its reference', () => {
    expect(all.minimal).toMatchObject({ variantOf: 'api', source: { context: 'docker' } });
    expect(all.minimal?.verify).toEqual(all.api?.verify);
    expect(all.web?.verify).toBeUndefined();
  });
});

describe('general conditions', () => {
  test.each([
    ['the default without fail-if', 'images: { app: }', DEFAULT_FAIL_IF.map((text) => `fail ${text}`)],
    ['none turns it off', 'fail-if: none\nimages: { app: { fail-if: files > 1 } }', ['fail files > 1']],
    [
      'a block of lines',
      'fail-if: |\n  # all\n  files > 1\n\n  layers > 2\nimages: { app: }',
      ['fail files > 1', 'fail layers > 2'],
    ],
    [
      'the default beside warn-if',
      'warn-if: files > 9\nimages: { app: }',
      [...DEFAULT_FAIL_IF.map((text) => `fail ${text}`), 'warn files > 9'],
    ],
  ])('%s', (_, text, expected) => {
    expect(texts(images(text)[0]!)).toEqual(expected);
  });
});

test('anchors and merge keys: own keys win, then the first merged; numbers stay as they are written', () => {
  const platforms = ['linux/amd64', 'linux/arm64'];
  const common = { kind: 'dockerfile', file: 'docker/Dockerfile', context: 'docker', platforms };
  const all = byName(ANCHORS);
  expect(all.api?.source).toEqual({ ...common, target: 'api', buildArgs: ['PYTHON=3.10', 'DEBUG=false'] });
  expect(all.worker?.source).toEqual({ ...common, target: 'worker', buildArgs: ['DEBUG=true', 'PYTHON=3.10'] });
  expect(all.copy).toMatchObject({ always: true, source: { ...common, target: 'first' } });
});

describe('variables', () => {
  test('stand for the environment or their default, in texts but not in regular expressions', () => {
    const all = byName(ENVIRONMENT);
    expect(all.up?.source).toEqual({ kind: 'docker', location: 'ghcr.io/acme/app:v1' });
    expect(all.api).toMatchObject({
      source: { buildArgs: ['TAG=v1', 'PLAIN=$TAG'] },
      verify: [{ command: ['sh', '-c', 'echo ${HOME} v1'], output: '^${TAG}$' }],
    });
    expect(texts(all.api!)).toEqual(['fail download > 5 MB']);
  });

  test.each(['x\n  evil: { file: y }', '}, evil: {', '*a', '${TAG}', '"', '[a, b]'])(
    '%j stays the text of one value',
    (value) => {
      const { entries } = read('environment: [V]\nimages: { api: { build-args: { A: "${V}" } } }', { V: value });
      expect(entries.map(({ name, source }) => [name, source])).toEqual([
        ['api', { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [`A=${value}`] }],
      ]);
    },
  );

  test('an inherited property of the environment is no variable', () => {
    const text = 'environment: [toString]\nimages: { api: { target: "${toString}" } }';
    expect(faultOf(() => read(text))).toContain('the environment variable toString is not set');
  });
});

test('every build input has its place', () => {
  const all = byName(BUILD);
  expect(all.api?.source).toEqual({
    kind: 'dockerfile',
    file: 'services/api/Dockerfile',
    context: 'services/api',
    buildArgs: ['VERSION=1.10', 'COMMIT', 'EMPTY=', 'FLAG=yes', 'NUMBER=0x1F'],
    labels: ['org.opencontainers.image.title=The API', 'a=b=c'],
    buildContexts: ['base=docker-image://debian:12'],
    secrets: [
      { id: 'token', env: 'API_TOKEN' },
      { id: 'npmrc', file: '.npmrc' },
    ],
    ssh: ['default'],
    network: 'none',
    cacheFrom: ['type=registry,ref=ghcr.io/acme/cache'],
    cacheTo: ['type=inline'],
  });
  expect(all.listed).toMatchObject({
    indexTotals: true,
    source: {
      buildArgs: ['VERSION=1.10', 'COMMIT'],
      secrets: [
        { id: 'token', env: 'API_TOKEN' },
        { id: 'npmrc', file: '.npmrc' },
      ],
    },
  });
});

test.each([
  ['remote', './web/Dockerfile', 'https://github.com/acme/app.git#main:docker'],
  ['plain', 'docker/web.Dockerfile', 'docker'],
  ['root', 'Dockerfile', '.'],
])('Dockerfile and context of %s', (name, file, context) => {
  expect(byName(BUILD)[name]?.source).toMatchObject({ file, context });
});

test('every kind of check has its settings or their defaults', () => {
  const command = { kind: 'command', exitCode: 0, timeLimit: 60, repeat: 1, network: 'none' };
  expect(byName(VERIFY).api?.verify).toEqual([
    {
      kind: 'command',
      label: 'version',
      command: ['app', '--version', '--format=json'],
      entrypoint: 'command',
      exitCode: 3,
      output: '^v\\d+',
      sameOutput: true,
      timeLimit: 0.5,
      repeat: 5,
      network: 'default',
    },
    {
      ...command,
      label: 'args: serve --port 8000',
      command: ['serve', '--port', '8000'],
      entrypoint: 'image',
      ready: 'listening|ready',
    },
    { kind: 'user', label: 'user: 1000', user: '1000' },
    { kind: 'entrypoint', label: 'entrypoint: /app/server ""', entrypoint: ['/app/server', ''] },
    { kind: 'ports', label: 'ports: 8000/tcp, 53/udp, 9/tcp', ports: ['8000/tcp', '53/udp', '9/tcp'] },
  ]);
});

test('the image as it is can be run, without a word', () => {
  const { entries } = read('images: { api: { verify: [ { args: [] } ] } }');
  const check = { kind: 'command', label: 'the image as it is', command: [], entrypoint: 'image' };
  expect(entries).toMatchObject([{ verify: [check] }]);
});

test('a variant has the checks of its reference unless it has its own, be it none', () => {
  const { api, checked, unchecked } = byName(VERIFY);
  expect(checked?.verify).toEqual(api?.verify);
  expect(unchecked?.verify).toEqual([]);
});

test('bake groups are named for whoever expands them', () => {
  expect(read(BAKE).bake).toEqual([
    { files: ['docker-bake.hcl'], targets: [] },
    { files: ['compose.yaml'], targets: ['web'] },
    { files: ['a.json', 'b.json'], targets: ['one', 'two'] },
  ]);
});
