import { mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseArguments } from '../../src/command/arguments.ts';
import { writeFirstFiles } from '../../src/command/init.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { commitFiles, runGit } from '../support/repository.ts';

const FROM = 'FROM scratch\n';
const CONFIG = '.github/image-size.yml';
const WORKFLOW = '.github/workflows/image-size.yml';

async function init(cwd: string, ...args: string[]): Promise<string> {
  const out: string[] = [];
  const terminal = { out: (text: string) => out.push(text), err: () => {}, colour: false, width: 120 };
  expect(await writeFirstFiles({ args: parseArguments(['init', ...args]), cwd, terminal })).toBe(0);
  return out.join('');
}

async function makeRepository(files: Readonly<Record<string, string>>): Promise<Folder> {
  const folder = await makeFolder();
  runGit(folder.path, 'init', '--quiet', '--initial-branch=trunk');
  await commitFiles(folder.path, files);
  return folder;
}

const read = (folder: Folder, path: string) => readFile(join(folder.path, path), 'utf8');

/** The paths that the written configuration builds from. */
async function builtFrom(folder: Folder): Promise<unknown> {
  const { images, bake } = parse(await read(folder, CONFIG));
  const files = Object.values(images ?? {}).map((image) => Object.values(image as object)[0]);
  return bake === undefined ? files : [...files, bake];
}

describe('init finds', () => {
  const tree = {
    Dockerfile: FROM,
    'services/api/Dockerfile': FROM,
    'services/api/Dockerfile.debug': FROM,
    'web/compose.yaml': 'services: { web: { build: . }, db: { image: postgres } }\n',
    'web/Dockerfile': FROM,
    'jobs/docker-bake.hcl': 'target "job" {}\n',
    'jobs/Dockerfile': FROM,
    'tests/fixtures/Dockerfile': FROM,
    'vendor/dep/Dockerfile': FROM,
    'docs/Dockerfile.old': 'nothing here\n',
    'docs/Dockerfile.gen': '{{ head }}\nFROM scratch\n',
    'win/Dockerfile': 'FROM mcr.microsoft.com/windows/servercore:ltsc2025\n',
    'api/Dockerfile.j2': 'FROM {{ base }}\n',
    '.devcontainer/Dockerfile': FROM,
    'broken/compose.yaml': 'services: [\n',
    'broken/docker-compose.yml': 'services: {}\n',
  };
  const builds = [
    'Dockerfile',
    'services/api/Dockerfile',
    'services/api/Dockerfile.debug',
    'web/Dockerfile',
    'jobs/docker-bake.hcl',
  ];

  test('what git tracks or would, and says what it found, skipped and wrote', async () => {
    await using folder = await makeRepository({ ...tree, '.gitignore': 'build/\n' });
    await folder.write('build/Dockerfile', FROM);
    await folder.write('new/Dockerfile', FROM);
    const out = await init(folder.path);
    expect(await builtFrom(folder)).toEqual([builds[0], 'new/Dockerfile', ...builds.slice(1)]);
    expect(out).toContain('  api: services/api/Dockerfile\n');
    expect(out).toContain('  all targets of jobs/docker-bake.hcl\n');
    expect(out).toContain('Left to the bake files, and named in the configuration:\n  jobs/Dockerfile\n');
    expect(out).toContain('  tests/fixtures/Dockerfile: test data, since it is in a folder "tests"\n');
    expect(out).toContain('  docs/Dockerfile.old: has no FROM\n');
    expect(out).toContain('  docs/Dockerfile.gen: no Dockerfile: line 1 is neither FROM nor ARG\n');
    expect(out).toContain('  win/Dockerfile: an image of Windows, which a builder on Linux cannot make\n');
    expect(out).toContain('  api/Dockerfile.j2: a template, of which another tool makes Dockerfiles');
    expect(out).toContain('  .devcontainer/Dockerfile: an environment for development, since it is in the folder');
    expect(out).toContain('  web/compose.yaml: bake takes its paths relative to the root of the repository');
    expect(out).toContain('  broken/compose.yaml: not readable as YAML');
    expect(out).toContain('  broken/docker-compose.yml: compose reads another file in that folder\n');
    expect(out).toContain(`Wrote ${CONFIG}\nWrote ${WORKFLOW}\n\nNext: `);
    expect(out).not.toContain('vendor');
  });

  test('the same outside of a repository, but for what nothing says is ignored', async () => {
    await using folder = await makeFolder();
    for (const [name, text] of Object.entries({
      ...tree,
      'node_modules/x/Dockerfile': FROM,
      '.cache/Dockerfile': FROM,
    }))
      await folder.write(name, text);
    await symlink(folder.path, join(folder.path, 'loop'));
    await symlink('Dockerfile', join(folder.path, 'Dockerfile.link'));
    await init(folder.path);
    expect(await builtFrom(folder)).toEqual(builds);
    expect(parse(await read(folder, WORKFLOW)).on.push.branches).toEqual(['main']);
  });

  test('below a directory only, and writes at the root of the repository all the same', async () => {
    await using folder = await makeRepository(tree);
    await init(folder.path, 'services');
    expect(await builtFrom(folder)).toEqual(['services/api/Dockerfile', 'services/api/Dockerfile.debug']);
    expect(await readdir(join(folder.path, 'services'))).toEqual(['api']);
  });

  test('test data where it is told to look there', async () => {
    await using folder = await makeRepository(tree);
    await init(folder.path, 'tests/fixtures');
    expect(await builtFrom(folder)).toEqual(['tests/fixtures/Dockerfile']);
  });

  test('the default branch that the clone knows', async () => {
    await using folder = await makeRepository({ Dockerfile: FROM });
    runGit(folder.path, 'update-ref', 'refs/remotes/origin/trunk', 'HEAD');
    runGit(folder.path, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    await init(folder.path);
    expect(parse(await read(folder, WORKFLOW)).on.push.branches).toEqual(['trunk']);
  });

  test('no file that was deleted, no link, and no name that cannot be set', async () => {
    await using folder = await makeRepository({
      Dockerfile: FROM,
      'gone/Dockerfile': FROM,
      'bell\u0007/Dockerfile': FROM,
    });
    runGit(folder.path, 'rm', '--quiet', '--cached', 'gone/Dockerfile');
    runGit(folder.path, 'clean', '--quiet', '--force', '-d');
    await symlink('/etc/hostname', join(folder.path, 'Dockerfile.host'));
    const out = await init(folder.path);
    expect(await builtFrom(folder)).toEqual(['Dockerfile']);
    expect(out).toContain('bell⟨U+0007⟩/Dockerfile: its path has characters that no setting accepts');
  });
});

describe('init takes a context from', () => {
  const $ = '$';
  const ROOT_COPY = 'FROM scratch\nCOPY . /\n';
  const API = 'apps/api/Dockerfile';

  test.each<[string, string, string]>([
    ['a workflow', '.github/workflows/ci.yml', `jobs: { a: { steps: [ { run: "docker build -f ${API} ." } ] } }\n`],
    [
      'a composite action',
      '.github/actions/build/action.yml',
      `runs: { steps: [ { run: "docker build -f ${API} ." } ] }\n`,
    ],
    ['a Makefile', 'Makefile', `image:\n\tdocker build -f ${API} .\n`],
    ['a Makefile beside it', 'apps/api/Makefile', 'image:\n\tdocker build -f Dockerfile ../..\n'],
    ['a script of the package', 'package.json', `{"scripts":{"image":"docker build -f ${API} ."}}\n`],
    [
      'a script of its package',
      'apps/api/package.json',
      '{"scripts":{"image":"cd ../.. && docker build -f apps/api/Dockerfile ."}}\n',
    ],
    ['a target of nx', 'apps/api/project.json', `{"command": "docker build -f ${API} ."}\n`],
    ['a shell script', 'scripts/image.sh', `#!/bin/sh\ndocker build -f ${API} .\n`],
    [
      'a script that knows its folder',
      'scripts/image.sh',
      `ROOT=${$}(cd "${$}(dirname "${$}0")/.." && pwd)\ndocker build -f "${$}ROOT/${API}" "${$}ROOT"\n`,
    ],
    ['a script in its own folder', 'apps/api/image.sh', 'docker build -f Dockerfile ../..\n'],
    [
      'a compose file below the root',
      'deploy/compose.dev.yaml',
      `services: { api: { build: { context: .., dockerfile: ${API} } } }\n`,
    ],
    ['a pipeline of GitLab', '.gitlab-ci.yml', `image:\n  script:\n    - docker build -f ${API} .\n`],
  ])('%s', async (_, path, text) => {
    await using folder = await makeRepository({ [API]: ROOT_COPY, 'apps/api/main.py': '', [path]: text });
    const out = await init(folder.path);
    expect(out).toContain(`  api: ${API}, context . (as ${path} builds it)\n`);
    expect(parse(await read(folder, CONFIG)).images).toEqual({ api: { file: API, context: '.' } });
  });

  test.each<[string, string, string]>([
    ['a broken workflow', '.github/workflows/ci.yml', 'jobs: ['],
    ['a broken package.json', 'package.json', '{"scripts": "docker build'],
    ['a file of another project', 'vendor/x/Makefile', `image:\n\tdocker build -f ${API} .\n`],
    ['a context that does not exist', 'Makefile', `image:\n\tdocker build -f ${API} gone\n`],
    ['a context outside of the repository', 'Makefile', `image:\n\tdocker build -f ${API} ../..\n`],
  ])('nothing like %s', async (_, path, text) => {
    await using folder = await makeRepository({ [API]: ROOT_COPY, 'apps/api/main.py': '', [path]: text });
    expect(await init(folder.path)).toContain(`  api: ${API}\n`);
  });

  test('a workflow outside of a repository too', async () => {
    await using folder = await makeFolder();
    await folder.write(API, ROOT_COPY);
    await folder.write('apps/api/main.py', '');
    await folder.write('.github/workflows/ci.yml', `jobs: { a: { steps: [ { run: "docker build -f ${API} ." } ] } }\n`);
    expect(await init(folder.path)).toContain(`context . (as .github/workflows/ci.yml builds it)`);
  });

  test('a workflow by which a Dockerfile of another name is found', async () => {
    await using folder = await makeRepository({
      'images/api.df': FROM,
      'images/no.df': 'nothing\n',
      Makefile: 'a:\n\tdocker build -f images/api.df images\n\tdocker build -f images/no.df images\n',
    });
    expect(await init(folder.path)).toContain('  api.df: images/api.df (as Makefile builds it)\n');
    expect(Object.keys(parse(await read(folder, CONFIG)).images)).toEqual(['api.df']);
  });

  test('the more binding of two, and says what it would need', async () => {
    await using folder = await makeRepository({
      [API]: `ARG BASE\nFROM ${$}BASE\nCOPY gone /\n`,
      'apps/api/Makefile': 'image:\n\tdocker build .\n',
      '.github/workflows/ci.yml': `jobs: { a: { steps: [ { run: "docker build -f ${API} ." } ] } }\n`,
    });
    const out = await init(folder.path);
    expect(out).toContain(`  api: ${API}, context . (as .github/workflows/ci.yml builds it)\n`);
    expect(out).toContain(
      `To do before the first run:\n  api: the FROM of ${API} needs a value: write "build-args: { BASE: … }" in ${CONFIG}`,
    );
    expect(out).toContain(
      `  api: no directory that can be the context of ${API} has gone: let a step of ${WORKFLOW} make it`,
    );
  });

  test.each<[string, string, string]>([
    ['a file that git ignores', 'env_file: local.env', 'the file local.env'],
    ['a file outside of the repository', 'env_file: ../local.env', 'the file ../local.env'],
    ['a variable', 'environment: { A: "$' + '{TOKEN:?}" }', 'TOKEN'],
  ])('a compose file at the root, where bake would need %s', async (_, needs, named) => {
    await using folder = await makeRepository({
      Dockerfile: FROM,
      'compose.yaml': `services: { web: { build: ., ${needs} } }\n`,
      '.gitignore': '*.env\n',
    });
    await folder.write('local.env', '');
    const out = await init(folder.path);
    expect(out).toContain(': Dockerfile (as compose.yaml builds it)\n');
    expect(out).toContain(
      `  compose.yaml: bake cannot read it without ${named}, so its Dockerfiles stand for its services\n`,
    );
  });

  test('at most eight builds of one Dockerfile, and says that there are more', async () => {
    const lines = Array.from({ length: 11 }, (_, at) => `\tdocker build --build-arg V=${at} .\n`);
    await using folder = await makeRepository({
      Dockerfile: 'FROM scratch\nARG V\n',
      Makefile: `a:\n${lines.join('')}`,
    });
    expect(await init(folder.path)).toContain('  Dockerfile: Makefile builds it in 3 more ways than are listed\n');
    expect(Object.keys(parse(await read(folder, CONFIG)).images)).toHaveLength(8);
  });
});

describe('the workflow of init', () => {
  const MODULES = '[submodule "x"]\n\tpath = libs/x\n\turl = https://example.com/x.git\n';

  test.each<[string, Readonly<Record<string, string>>, object | undefined]>([
    ['nothing more', { Dockerfile: FROM }, undefined],
    ['the submodules of a context', { Dockerfile: FROM, '.gitmodules': MODULES }, { submodules: 'recursive' }],
    ['no submodules of other folders', { 'app/Dockerfile': FROM, '.gitmodules': MODULES }, undefined],
    [
      'the submodules of what bake builds',
      { 'docker-bake.hcl': '', '.gitmodules': MODULES },
      { submodules: 'recursive' },
    ],
    ['files of Git LFS', { Dockerfile: FROM, '.gitattributes': '*.bin filter=lfs -text\n' }, { lfs: true }],
  ])('checks out %s', async (_, files, options) => {
    await using folder = await makeRepository(files);
    await init(folder.path);
    expect(parse(await read(folder, WORKFLOW)).jobs['image-size'].steps[0].with).toEqual(options);
  });

  test('names the action of --action, and nothing is written where that is none', async () => {
    await using folder = await makeRepository({ Dockerfile: FROM });
    await expect(init(folder.path, '--action', 'here')).rejects.toThrow('--action: found "here"');
    expect(await readdir(folder.path)).not.toContain('.github');
    await init(folder.path, '--action', 'example/gate@v2 # v2.1.0');
    expect(await read(folder, WORKFLOW)).toContain('- uses: example/gate@v2 # v2.1.0\n');
  });
});

describe('init overwrites nothing', () => {
  test('a file that exists stays as it is, byte for byte, and the other is written', async () => {
    await using folder = await makeRepository({ Dockerfile: FROM, [CONFIG]: 'mine: [\r\n' });
    const { mtimeMs } = await stat(join(folder.path, CONFIG));
    const out = await init(folder.path);
    expect(await read(folder, CONFIG)).toBe('mine: [\r\n');
    expect((await stat(join(folder.path, CONFIG))).mtimeMs).toBe(mtimeMs);
    expect(out).toContain(`Wrote ${WORKFLOW}\nLeft ${CONFIG} as it is; init --print shows what it would contain\n`);
  });

  test('a second run changes nothing', async () => {
    await using folder = await makeRepository({ Dockerfile: FROM });
    await init(folder.path);
    const before = [await read(folder, CONFIG), await read(folder, WORKFLOW)];
    await folder.write('more/Dockerfile', FROM);
    expect(await init(folder.path)).not.toContain('Wrote');
    expect([await read(folder, CONFIG), await read(folder, WORKFLOW)]).toEqual(before);
  });

  test('a link in place of a file is not followed, be there nothing behind it', async () => {
    await using folder = await makeRepository({ Dockerfile: FROM });
    await mkdir(join(folder.path, '.github'));
    await symlink('../elsewhere', join(folder.path, CONFIG));
    expect(await init(folder.path)).toContain(`Left ${CONFIG}`);
    expect(await readdir(folder.path)).not.toContain('elsewhere');
  });

  test.each(['.github', '.github/workflows'])(
    'where %s leads out of the repository, nothing is written',
    async (link) => {
      await using outside = await makeFolder();
      await using folder = await makeRepository({ Dockerfile: FROM });
      if (link !== '.github') await mkdir(join(folder.path, '.github'));
      await symlink(outside.path, join(folder.path, link));
      await expect(init(folder.path)).rejects.toThrow(`${link} leads out of ${folder.path}`);
      expect(await readdir(outside.path)).toEqual([]);
      expect(await readdir(join(folder.path, '.github'))).toEqual(link === '.github' ? [] : ['workflows']);
    },
  );

  test('where a file is in the way of a folder, it is said', async () => {
    await using folder = await makeRepository({ Dockerfile: FROM, '.github': 'a file' });
    await expect(init(folder.path)).rejects.toThrow(/\.github/);
  });

  test('--print writes nothing and prints what would be written', async () => {
    await using folder = await makeRepository({ Dockerfile: FROM });
    const printed = await init(folder.path, '--print');
    expect(await readdir(folder.path)).toEqual(['.git', 'Dockerfile']);
    await init(folder.path);
    expect(printed).toBe(
      `==> ${CONFIG} <==\n${await read(folder, CONFIG)}\n==> ${WORKFLOW} <==\n${await read(folder, WORKFLOW)}`,
    );
  });

  test('--json says what was found, written and kept', async () => {
    await using folder = await makeRepository({ 'api/Dockerfile': FROM, [CONFIG]: 'mine' });
    expect(JSON.parse(await init(folder.path, '--json'))).toEqual({
      schemaVersion: 1,
      images: [{ name: 'api', source: { kind: 'dockerfile', file: 'api/Dockerfile', context: 'api' } }],
      bake: [],
      covered: [],
      skipped: [],
      written: [WORKFLOW],
      kept: [CONFIG],
    });
  });
});

describe('init without anything to write for', () => {
  test('says what it looks for, and what it skipped', async () => {
    await using folder = await makeRepository({ 'README.md': '', 'test/Dockerfile': FROM });
    const failure = init(folder.path);
    await expect(failure).rejects.toThrow(
      `found nothing that builds an image in ${folder.path}; looked for Dockerfile, `,
    );
    await expect(failure).rejects.toThrow('  test/Dockerfile: test data');
    expect(await readdir(folder.path)).not.toContain('.github');
  });

  test('and in what is no directory says so', async () => {
    await using folder = await makeFolder();
    await expect(init(folder.path, 'nowhere')).rejects.toThrow('nowhere is not a directory');
  });
});
