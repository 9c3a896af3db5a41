import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { runCli } from '../support/command-line.ts';
import { describeAnyEngine } from '../support/engine.ts';
import { makeFolder } from '../support/folder.ts';
import { SHAPES, type Shape } from '../support/init-repositories.ts';
import { commitFiles, runGit } from '../support/repository.ts';

/** Real builds take what they take on a busy machine; the limit only ends a hang. */
const PATIENCE = 300_000;

/** A repository named `shop` in a new folder, with its files committed. */
async function makeShop({ files, submodules = {} }: Pick<Shape, 'files' | 'submodules'>) {
  const folder = await makeFolder();
  const path = join(folder.path, 'shop');
  await mkdir(path);
  runGit(path, 'init', '--quiet', '--initial-branch=main');
  await commitFiles(path, files);
  for (const [name, theirs] of Object.entries(submodules)) {
    const origin = join(folder.path, 'origins', name);
    await mkdir(origin, { recursive: true });
    runGit(origin, 'init', '--quiet', '--initial-branch=main');
    await commitFiles(origin, theirs);
    runGit(path, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', origin, name);
    runGit(path, 'commit', '--quiet', '--message', name);
  }
  return { path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/** The images of a configuration, each with its context, or with its bake or compose file. */
function listedIn(config: string): Readonly<Record<string, unknown>> {
  const { images = {}, bake } = parse(config);
  const listed = Object.entries(images as Record<string, { context?: string; bake?: string }>);
  return Object.fromEntries(
    listed.map(([name, image]) => [name, image.context ?? image.bake]).concat(bake ? [['bake', bake]] : []),
  );
}

const refusal = (said: RegExp) => ({ exitCode: 2, said: expect.stringMatching(said) });

describeAnyEngine('init, and check after it', ({ env }) => {
  test.concurrent.each(Object.entries(SHAPES))(
    'in a repository with %s',
    async (_, shape) => {
      await using shop = await makeShop(shape);
      const written = await runCli(['init'], { cwd: shop.path, env });
      expect(written).toMatchObject({ exitCode: 0, stderr: '' });
      if (shape.told !== undefined) expect(written.stdout).toMatch(shape.told);
      const workflow = await readFile(join(shop.path, '.github/workflows/image-size.yml'), 'utf8');
      expect(workflow.includes('submodules: recursive')).toBe(shape.submodules !== undefined);
      const config = await readFile(join(shop.path, '.github/image-size.yml'), 'utf8');
      expect({ images: listedIn(config), told: written.stdout }).toMatchObject({ images: shape.images });
      const { exitCode, stdout, stderr } = await runCli(['check', '--baseline', 'none'], { cwd: shop.path, env });
      if (shape.refused !== undefined)
        return expect({ exitCode, said: stdout + stderr }).toEqual(refusal(shape.refused));
      expect({ exitCode, said: stderr }).toMatchObject({ exitCode: 0 });
      const names = Object.keys(shape.images).filter((name) => name !== 'bake');
      expect([...stdout.matchAll(/^new +(\S+)/gm)].map(([, name]) => name).toSorted()).toEqual(
        names.length > 0 ? names.toSorted() : expect.anything(),
      );
    },
    PATIENCE,
  );

  test(
    'a context that lacks what is copied is told with the line that names the right one',
    async () => {
      const api = 'apps/api/Dockerfile';
      const wrong = (context: string) => `images:\n  api: { file: ${api}, context: ${context} }\n`;
      await using shop = await makeShop({
        files: {
          [api]: 'FROM scratch\nCOPY package.json ./\nCOPY packages/*.txt /packages/\nCOPY apps/api /app\n',
          'package.json': '{}\n',
          'apps/api/package.json': '{}\n',
          'packages/a.txt': '\n',
          'docker-bake.hcl': `target "default" {\n  context = "apps"\n  dockerfile = "api/Dockerfile"\n}\n`,
          '.github/image-size.yml': wrong('apps/api'),
        },
      });
      const check = async (...args: string[]) => {
        const { stdout, stderr } = await runCli(['check', '--baseline', 'none', ...args], { cwd: shop.path, env });
        return stdout + stderr;
      };
      expect(await check()).toMatch(
        /apps\/api\/Dockerfile copies \S+, which its build context apps\/api does not have, but \. has it: write "context: \." for this image/,
      );
      expect(await check('--config', 'none', 'bake:docker-bake.hcl')).toMatch(
        /copies \S+, which its build context apps does not have, but \. has it: write "\." as the context of default/,
      );
      await commitFiles(shop.path, { '.github/image-size.yml': wrong('.'), '.dockerignore': 'packages\n' });
      expect(await check()).toContain(
        `${api} copies packages, which is in ., but the ignore file of the build leaves it out`,
      );
    },
    PATIENCE,
  );
});
