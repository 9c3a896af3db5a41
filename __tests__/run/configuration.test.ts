import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Configuration, DEFAULT_CONFIG, readConfiguration } from '../../src/run/configuration.ts';
import { describeAnyEngine } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';

let folder: Folder;
beforeAll(async () => {
  folder = await makeFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

let made = 0;

/** A checkout with these files; gives its path. */
async function checkout(files: Readonly<Record<string, string>>): Promise<string> {
  const name = `checkout-${++made}`;
  for (const [path, text] of Object.entries(files)) await folder.write(`${name}/${path}`, text);
  return `${folder.path}/${name}`;
}

const inline = { images: [], given: [], buildArgs: [], failIf: [], warnIf: [] };

function read(
  root: string,
  env: Readonly<Record<string, string>> = {},
  config = DEFAULT_CONFIG,
  given: readonly string[] = [],
): Promise<Configuration> {
  const variables = { ...process.env, ...env };
  return readConfiguration({
    root,
    config,
    inline: { ...inline, given },
    repositoryName: 'app',
    env: variables,
    log: { info: () => {} },
  });
}

const bake = (targets: string): string => `group "default" { targets = [${targets}] }
target "web" { context = "." }
target "api" { context = "." }
`;

describeAnyEngine('what the base commit configures', ({ env }) => {
  test('has the targets of its own bake files, where the head has moved them', async () => {
    const head = await checkout({
      [DEFAULT_CONFIG]: 'bake: build/new.hcl\nimages:\n  web: { platforms: linux/arm64 }\n',
      'build/new.hcl': bake('"web"'),
    });
    const base = await checkout({
      [DEFAULT_CONFIG]: 'bake: docker-bake.hcl\nimages:\n  api: { platforms: linux/amd64 }\n',
      'docker-bake.hcl': bake('"web", "api"'),
    });
    const { configuredAt } = await read(head, env);
    const found = await configuredAt?.(base);
    expect(found?.notes).toEqual([]);
    expect(Object.fromEntries(found?.sources ?? [])).toEqual({
      web: { kind: 'bake', files: ['docker-bake.hcl'], target: 'web' },
      api: { kind: 'bake', files: ['docker-bake.hcl'], target: 'api', platforms: ['linux/amd64'] },
    });
  });

  test('has its other images where its bake files cannot be read, and says so', async () => {
    const entry = 'images:\n  tool: { file: tool/Dockerfile }\n';
    const head = await checkout({ [DEFAULT_CONFIG]: entry });
    const base = await checkout({ [DEFAULT_CONFIG]: `bake: gone.hcl\n${entry}` });
    const { configuredAt } = await read(head, env);
    const found = await configuredAt?.(base);
    expect([...(found?.sources.keys() ?? [])]).toEqual(['tool']);
    expect(found?.notes).toEqual([expect.stringContaining('bake file gone.hcl does not exist')]);
  });
});

describe('a config file outside of the repository', () => {
  test.each(['../outside.yml', '/outside.yml'])('%s is that of no commit', async (path) => {
    await folder.write('outside.yml', 'images:\n  app: { file: Dockerfile }\n');
    const root = await checkout({ 'a/b': '' });
    const config = path.startsWith('/') ? `${folder.path}${path}` : path;
    const { images, configuredAt } = await read(root, {}, config);
    expect(images.map(({ name }) => name)).toEqual(['app']);
    expect(configuredAt).toBeUndefined();
  });
});

describeAnyEngine('a config file', ({ env }) => {
  test.each([
    ['bake: gone.hcl\n', '.github/image-size.yml:1:7: bake: bake file gone.hcl does not exist'],
    ['bake:\n  - a.hcl\n  - a.hcl#nope\n', '.github/image-size.yml:3:5: bake: a.hcl has no target nope'],
  ])('%j has its mistake told where it stands', async (text, message) => {
    const root = await checkout({ [DEFAULT_CONFIG]: text, 'a.hcl': bake('"web"') });
    await expect(read(root, env)).rejects.toThrow(message);
  });
});

test.each([
  ['--target', 'or give --config none to leave the file out'],
  ['target', 'or set config to none to leave the file out'],
])('what the file and %s both say is refused, with how to leave the file out', async (name, cure) => {
  const root = await checkout({ [DEFAULT_CONFIG]: 'images:\n  app: { file: Dockerfile }\n' });
  await expect(read(root, {}, DEFAULT_CONFIG, [name])).rejects.toThrow(cure);
});

describe('with a config file, the images that the input names', () => {
  const FILES = {
    [DEFAULT_CONFIG]: 'images:\n  api: { file: Dockerfile }\n  api-cron: { file: Dockerfile }\n  web:\n',
  };
  const pick = async (...images: readonly string[]) =>
    readConfiguration({
      root: await checkout(FILES),
      config: DEFAULT_CONFIG,
      inline: { ...inline, images, given: ['images'] },
      repositoryName: 'app',
      env: {},
      log: { info: () => {} },
    });

  test('are some of its own, by name or pattern', async () => {
    const { images } = await pick('api*');
    expect(images.map(({ name }) => name)).toEqual(['api', 'api-cron']);
  });

  test('are refused where the file has none of this name', async () => {
    await expect(pick('api', 'wbe')).rejects.toThrow(
      'images: .github/image-size.yml lists the images and has none called wbe: name some of api, api-cron, web, or set config to none to leave the file out. Did you mean "web"?',
    );
    await expect(pick('app=Dockerfile')).rejects.toThrow('has none called app=Dockerfile: name some of');
  });
});

test('a config file of the other ending is told of, since nobody would read it', async () => {
  const root = await checkout({ '.github/image-size.yaml': 'images: {}\n', Dockerfile: 'FROM scratch\n' });
  await expect(read(root)).rejects.toThrow(
    'found .github/image-size.yaml, expected .github/image-size.yml: rename it, or name it as the config',
  );
});
