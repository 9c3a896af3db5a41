import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { MeasuredBase } from '../../src/baseline/lookup.ts';
import { findUnaffected, type Unaffected, type UnaffectedRequest } from '../../src/baseline/unaffected.ts';
import type { DockerfileSource, Image } from '../../src/model/image.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { measurement } from '../support/measurements.ts';
import { commitAll, commitFiles, initGit, runGit } from '../support/repository.ts';

const VERSION = '0.1.0';
export const OWN = 'linux/amd64';
export const FILES = {
  'README.md': 'read\n',
  'api/Dockerfile': 'FROM scratch\nCOPY . /\n',
  'api/.dockerignore': 'docs\n**/*.md\nout/\ncache/*\n',
  'api/main.ts': 'main\n',
  'api/docs/index.html': 'docs\n',
  'api/cache/.keep': '',
  'shared/lib.ts': 'lib\n',
  'docker/Dockerfile': 'FROM scratch\nCOPY . /\n',
  'docker/Dockerfile.dockerignore': '*\n!shared\n',
  '.gitignore': '*.jar\nout/\n',
};
export const SOURCE: DockerfileSource = {
  kind: 'dockerfile',
  file: 'api/Dockerfile',
  context: 'api',
  buildArgs: ['MODE=fast'],
};
export const api: Image = { name: 'api', source: SOURCE, conditions: [] };
export const of = (source: Partial<DockerfileSource>): Image => ({ ...api, source: { ...SOURCE, ...source } });

/** Of all tests of a file. */
export let folder: Folder;
beforeAll(async () => {
  folder = await makeFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

let made = 0;

export interface Checkout {
  readonly path: string;
  readonly base: string;
  commit(): void;
}

/** A repository with one commit, which is the base. */
export async function makeCheckout(files: Readonly<Record<string, string>> = FILES): Promise<Checkout> {
  const path = join(folder.path, `repository-${++made}`);
  await mkdir(path);
  initGit(path);
  const base = await commitFiles(path, files);
  return {
    path,
    base,
    commit: () => {
      commitAll(path, '--allow-empty', '--message=change');
    },
  };
}

export interface Asked {
  /** Of the repository, where it has others than `FILES`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly image?: Image;
  /** Of the record, where it was of another configuration. */
  readonly recordedAs?: Image;
  readonly changed?: Partial<Omit<Measurement, 'layers'>>;
  readonly platforms?: readonly string[];
  /** '' where the builder does not tell it. */
  readonly own?: string;
}

export const request = (cwd: string, log: string[] = [], own = OWN) => ({
  repository: { cwd },
  version: VERSION,
  describeBake: async () => ({ recipe: {}, contexts: [], dockerfiles: [], remote: false }),
  ownPlatform: async () => own || undefined,
  log: { info: (text: string) => void log.push(text) },
});

/** What is found of one image with this base. */
export async function findOne(
  asked: UnaffectedRequest,
  image: Image,
  base: MeasuredBase = { kind: 'none', reason: '' },
): Promise<Unaffected | undefined> {
  return (await findUnaffected(asked, [image], new Map([[image.name, base]]))).get(image.name);
}

/** What is found of an image whose record is of the base commit: `unaffected`, or why it is built. */
export async function whyBuilt({ path, base }: Checkout, asked: Asked = {}): Promise<string> {
  const { image = api, recordedAs = image, changed = {}, platforms = [OWN] } = asked;
  const recipe = await knownRecipe(path, base, recordedAs);
  const measurements = platforms.map((platform) =>
    measurement({ platform, layers: [['a', 1, 2]], ...(recipe === undefined ? {} : { recipe }), ...changed }),
  );
  const origin = { step: 'record', commit: base, description: 'record of the base commit' } as const;
  const log: string[] = [];
  const found = await findOne(request(path, log, asked.own), image, { kind: 'measured', measurements, origin });
  if (found?.recorded === undefined) return log.join('\n');
  expect(found.recorded).toEqual(measurements);
  return 'unaffected';
}

/** Recipes by the tree of the base and the image: most tests begin with the same files. */
const recipes = new Map<string, Promise<string | undefined>>();

function knownRecipe(path: string, base: string, image: Image): Promise<string | undefined> {
  const key = `${runGit(path, 'rev-parse', `${base}^{tree}`)} ${JSON.stringify(image)}`;
  const recipe = recipes.get(key) ?? recipeAt(path, base, image);
  recipes.set(key, recipe);
  return recipe;
}

/** The recipe that a run at the base commit put into its measurement. */
export async function recipeAt(path: string, base: string, image: Image): Promise<string | undefined> {
  const worktree = join(folder.path, `worktree-${++made}`);
  runGit(path, 'worktree', 'add', '--quiet', '--detach', worktree, base);
  try {
    return (await findOne(request(worktree), image))?.recipe;
  } finally {
    runGit(path, 'worktree', 'remove', '--force', worktree);
  }
}

export type Act = (path: string) => unknown;
export const write =
  (name: string, text = 'new\n'): Act =>
  async (path) => {
    await mkdir(join(path, name, '..'), { recursive: true });
    await writeFile(join(path, name), text);
  };

/** A name that no other repository or file of the tests has. */
export const fresh = (name: string): string => join(folder.path, `${name}-${++made}`);
