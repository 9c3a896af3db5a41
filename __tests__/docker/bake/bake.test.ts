import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { readBake } from '../../../src/docker/bake/bake.ts';
import { BakeMissing } from '../../../src/docker/bake/print.ts';
import { describeBake } from '../../../src/docker/bake/recipe.ts';
import { findBakeFile, listBakeTargets } from '../../../src/docker/bake/targets.ts';
import { BuildError } from '../../../src/docker/failure.ts';
import { describeAnyEngine } from '../../support/engine.ts';
import { type Folder, makeFolder } from '../../support/folder.ts';

const HCL = `
variable "VERSION" {
  default = "1"
}
group "default" {
  targets = ["web", "more"]
}
group "more" {
  targets = ["api", "versions"]
}
target "_common" {
  args = { VERSION = VERSION }
}
target "web" {
  inherits = ["_common"]
  context = "web"
  contexts = { lib = "target:lib" }
  tags = ["registry.example/web:\${VERSION}"]
}
target "lib" {
  context = "lib"
  dockerfile-inline = "FROM scratch\\nCOPY f /f\\n"
}
target "api" {
  context = "api"
  dockerfile = "docker/Dockerfile"
  output = ["type=local,dest=out"]
}
target "versions" {
  name = "v-\${replace(v, ".", "-")}"
  matrix = { v = ["2.0", "1.0"] }
  args = { V = v }
}
`;

const COMPOSE = `
services:
  web.site:
    build: web
  db:
    image: postgres
  api:
    build:
      context: api
      x-bake:
        platforms: [linux/amd64, linux/arm64]
`;

describe('the files that bake uses by default', () => {
  test('are found in the order of merging, bake and compose apart', async () => {
    await using folder = await makeFolder();
    for (const name of [
      'docker-bake.override.hcl',
      'docker-bake.hcl',
      'docker-compose.yml',
      'compose.yaml',
      'bake.hcl',
    ])
      await folder.write(name, '');
    expect(await findBakeFile(folder.path)).toEqual({
      bake: ['docker-bake.hcl', 'docker-bake.override.hcl'],
      compose: ['compose.yaml', 'docker-compose.yml'],
    });
  });

  test('are none where none exist, or a directory has the name', async () => {
    await using folder = await makeFolder();
    await folder.write('docker-bake.hcl/file', '');
    expect(await findBakeFile(folder.path)).toEqual({ bake: [], compose: [] });
  });
});

describe('without asking docker', () => {
  const env = { PATH: '/nowhere' };

  test('a file that does not exist is missing', async () => {
    await using folder = await makeFolder();
    const reading = readBake({ files: ['docker-bake.hcl'], root: folder.path, env });
    await expect(reading).rejects.toThrow(new BakeMissing('bake file docker-bake.hcl does not exist'));
  });

  test.each(['https://example.com/a.hcl', 'cwd://a.hcl', '-'])('%s is refused', async (file) => {
    await expect(readBake({ files: [file], root: '/', env })).rejects.toThrow(file);
  });

  test.each(['*', 'a=b', '--push', 'https://example.com/a.git'])('%s is not a target to list', async (target) => {
    await using folder = await makeFolder();
    await folder.write('docker-bake.hcl', HCL);
    const listing = listBakeTargets({ files: ['docker-bake.hcl'], targets: [target], root: folder.path, env });
    await expect(listing).rejects.toThrow('is not a valid name of a bake target or group');
  });
});

describeAnyEngine('bake files', ({ env }) => {
  /** Names of the images listed of one file. */
  async function list(folder: Folder, file: string, text: string, targets?: readonly string[]) {
    await folder.write(file, text);
    const images = await listBakeTargets({ files: [file], targets, root: folder.path, env });
    return images.map(({ name }) => name);
  }

  test.each<readonly [string, readonly string[] | undefined, readonly string[]]>([
    ['its default group, nested and with a matrix', undefined, ['web', 'v-2-0', 'v-1-0']],
    ['a target of a group that makes no image, asked for by name', ['api', 'more'], ['api', 'v-2-0', 'v-1-0']],
    ['a target that others only link to', ['lib'], ['lib']],
  ])('list %s', async (_what, targets, names) => {
    await using folder = await makeFolder();
    expect(await list(folder, 'docker-bake.hcl', HCL, targets)).toEqual(names);
  });

  test('list images in the order the file names them', async () => {
    await using folder = await makeFolder();
    const text = ['zeta', 'beta', 'alpha'].map((name) => `target "${name}" {\n}\n`).join('');
    expect(await list(folder, 'docker-bake.hcl', text)).toEqual(['zeta', 'beta', 'alpha']);
    expect(await list(folder, 'compose.yaml', COMPOSE)).toEqual(['web_site', 'api']);
  });

  test('list all targets without a default, except templates', async () => {
    await using folder = await makeFolder();
    const target = {
      _base: {},
      web: { inherits: ['_base'] },
      check: { call: 'check' },
      kept: { output: ['type=cacheonly'] },
    };
    expect(await list(folder, 'docker-bake.json', JSON.stringify({ target }))).toEqual(['web']);
  });

  test('are read without writing a file that an output names', async () => {
    await using folder = await makeFolder();
    const kept = await folder.write('kept.txt', 'content');
    const outputs = ['type=tar,dest=new.tar', `type=oci,dest=${kept}`];
    await list(folder, 'docker-bake.json', JSON.stringify({ target: { default: { output: outputs } } }));
    expect(await readFile(kept, 'utf8')).toBe('content');
    expect((await readdir(folder.path)).toSorted()).toEqual(['docker-bake.json', 'kept.txt']);
  });

  test('are merged in order, and take variables from the environment', async () => {
    await using folder = await makeFolder();
    await folder.write('a.hcl', HCL);
    await folder.write('b.json', JSON.stringify({ target: { web: { context: 'other' } } }));
    const request = { files: ['a.hcl', 'b.json'], targets: ['web'], root: folder.path };
    const { targets } = await readBake({ ...request, env: { ...env, VERSION: '7' } });
    expect(targets.get('web')).toMatchObject({ context: 'other', printed: { args: { VERSION: '7' } } });
    expect(targets.get('lib')?.inline).toBe('FROM scratch\nCOPY f /f\n');
  });

  test.each([
    ['docker-bake.hcl', 'target "web" {\n  context = \n}\n', 'docker-bake.hcl:2'],
    ['docker-bake.hcl', 'target "we*b" {\n}\n', 'docker-bake.hcl:1,8-14: Invalid name'],
    ['docker-bake.hcl', 'target "web" {\n  inherits = ["gone"]\n}\n', 'failed to find target gone'],
    ['docker-bake.json', '{"target": {"web": 5}}', 'docker-bake.json:1,20-21'],
    ['compose.yaml', 'services:\n  web: [\n', 'line 2: did not find expected node content'],
  ])('that are wrong (%s: %j) are told of in the words of buildx', async (file, text, words) => {
    await using folder = await makeFolder();
    await folder.write(file, text);
    const reading = readBake({ files: [file], targets: ['web'], root: folder.path, env });
    await expect(reading).rejects.toThrow(words);
    await expect(reading).rejects.toThrow(`docker buildx bake cannot read ${file}`);
    await expect(reading).rejects.toBeInstanceOf(BuildError);
  });

  test('without the target differ from wrong ones', async () => {
    await using folder = await makeFolder();
    await folder.write('docker-bake.hcl', HCL);
    const reading = readBake({ files: ['docker-bake.hcl'], targets: ['web', 'gone'], root: folder.path, env });
    await expect(reading).rejects.toEqual(new BakeMissing('docker-bake.hcl has no target gone', 'gone'));
  });

  const describeTarget = async (target: string, text = HCL) => {
    await using folder = await makeFolder();
    await folder.write('docker-bake.hcl', text);
    return await describeBake({ kind: 'bake', files: ['docker-bake.hcl'], target }, folder.path, { env });
  };

  test('describe a target with its linked targets, but not where its image goes', async () => {
    const description = await describeTarget('web');
    expect(description).toEqual({
      recipe: {
        target: 'web',
        targets: {
          web: { context: 'web', contexts: { lib: 'target:lib' }, dockerfile: 'Dockerfile', args: { VERSION: '1' } },
          lib: { context: 'lib', dockerfile: 'Dockerfile', 'dockerfile-inline': 'FROM scratch\nCOPY f /f\n' },
        },
      },
      contexts: ['web', 'lib'],
      dockerfiles: ['web/Dockerfile'],
      remote: false,
    });
  });

  test('describe remote and named contexts', async () => {
    const text = `target "web" {
  context = "https://github.com/acme/app.git#main"
  dockerfile = "cwd://docker/Dockerfile"
  contexts = { a = "docker-image://debian:12", b = "oci-layout://base@sha256:abc", c = "../shared" }
}`;
    expect(await describeTarget('web', text)).toMatchObject({
      contexts: ['base', '../shared'],
      dockerfiles: ['docker/Dockerfile'],
      remote: true,
    });
  });

  test('do not describe a group', async () => {
    await expect(describeTarget('more')).rejects.toBeInstanceOf(BakeMissing);
  });
});
