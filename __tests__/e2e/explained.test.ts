import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, stat } from 'node:fs/promises';
import { arch } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { accountedFor } from '../../src/explain/explanation.ts';
import type { Report } from '../../src/model/document.ts';
import type { Explanation } from '../../src/model/explanation.ts';
import { makeBundle } from '../support/bundle.ts';
import { ROOT, runCli } from '../support/command-line.ts';
import { readDpkgTruth } from '../support/dpkg-truth.ts';
import { describeAnyEngine, type TestEngine } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';

/** Real builds, with packages of the distribution, on a busy machine. */
const PATIENCE = 600_000;
const MODULES = join(ROOT, 'node_modules');

/** Bytes of all regular files below a directory of this machine. */
async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const changeOf = ({ before, after }: Explanation['packages']['lines'][number]) =>
  (after?.bytes ?? 0) - (before?.bytes ?? 0);

describeAnyEngine('the growth of a real application, beside what others say of it', (engine) => {
  let folder: Folder;
  const images: string[] = [];
  beforeAll(async () => {
    folder = await makeFolder();
  });
  afterAll(async () => {
    docker(engine, 'image', 'rm', '--force', ...images);
    await folder[Symbol.asyncDispose]();
  });

  function docker({ env }: TestEngine, ...args: string[]): string {
    return execFileSync('docker', args, { env: { ...process.env, ...env }, encoding: 'utf8', stdio: 'pipe' });
  }

  /** Builds both sides with docker alone, and lets the command line compare them. */
  async function explain(name: string, dockerfiles: readonly [string, string]) {
    const [before = '', after = ''] = ['before', 'after'].map((side) => `image-size-gate-test/${name}:${side}`);
    images.push(before, after);
    for (const [at, image] of [before, after].entries()) {
      await folder.write(`${name}/Dockerfile.${at}`, dockerfiles[at] ?? '');
      const file = join(folder.path, name, `Dockerfile.${at}`);
      docker(engine, 'buildx', 'build', '--load', `--tag=${image}`, `--file=${file}`, join(folder.path, name));
    }
    const args = ['compare', `docker-daemon:${before}`, `docker-daemon:${after}`, '--fail-if', 'none', '--json'];
    const { exitCode, stdout, stderr } = await runCli(args, { env: engine.env });
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [comparison] = (JSON.parse(stdout) as Report).comparisons;
    const explanation = comparison?.explanation;
    if (explanation === undefined) throw new Error('nothing was explained');
    // Nothing is unaccounted for: packages, directories and waste sum to the growth.
    expect(accountedFor(explanation)).toBe(comparison?.growth.unpacked);
    return { explanation, comparison, before, after };
  }

  test(
    'a Node service: each package measures what its folder does, one more of them and one that grew',
    async () => {
      const copies = ['before/semver', 'after/semver', 'after/yaml'];
      for (const copy of copies) {
        const to = join(folder.path, 'node', copy.replace('/', '/node_modules/'));
        await mkdir(to, { recursive: true });
        await cp(join(MODULES, copy.split('/')[1] ?? ''), to, { recursive: true });
      }
      await folder.write('node/after/node_modules/semver/more.js', 'x'.repeat(10_000));
      await folder.write('node/before/server.js', 'serve();\n');
      await folder.write('node/after/server.js', 'serve("again");\n');
      const { explanation } = await explain('node', [
        'FROM debian:bookworm-slim\nCOPY before /app\n',
        'FROM debian:bookworm-slim\nCOPY after /app\n',
      ]);
      const changes = explanation.packages.lines.map((line) => [line.kind, line.name, changeOf(line)]);
      expect(changes).toEqual([
        ['added', 'pkg:npm/yaml', await bytesBelow(join(MODULES, 'yaml'))],
        ['resized', 'pkg:npm/semver', 10_000],
      ]);
      expect(explanation.unowned.lines).toMatchObject([{ path: 'app' }]);
    },
    PATIENCE,
  );

  test(
    'a bundle without node_modules: the packages in it, one more of them and one that grew, as its bundler counts them',
    async () => {
      const source = (body: string) => `import semver from 'semver';\nexport const main = (text) => [${body}];\n`;
      const bundles = {
        before: await makeBundle(source('semver.parse(text)'), { minify: true }),
        after: await makeBundle(`import yaml from 'yaml';\n${source('semver.parse(text), yaml.parse(text), "again"')}`),
      };
      for (const [side, { js, map }] of Object.entries(bundles)) {
        await folder.write(`bundle/${side}/server.js`, Buffer.from(js).toString());
        await folder.write(`bundle/${side}/server.js.map`, Buffer.from(map).toString());
      }
      const { explanation } = await explain('bundle', [
        'FROM scratch\nCOPY before/server.js before/server.js.map /app/\n',
        'FROM scratch\nCOPY after/server.js after/server.js.map /app/\n',
      ]);
      const line = explanation.files.lines.find(({ path }) => path === 'app/server.js');
      expect(line).toMatchObject({ before: bundles.before.js.length, after: bundles.after.js.length });
      const told = line?.within?.lines.filter(({ kind }) => kind !== 'unmapped') ?? [];
      expect(told.map(({ kind, name }) => kind ?? name)).toEqual(['pkg:npm/yaml', 'pkg:npm/semver', 'own']);
      for (const { name, before, after } of told) {
        expect(Math.abs((before?.bytes ?? 0) - (bundles.before.truth[name] ?? 0))).toBeLessThan(100);
        expect(Math.abs((after?.bytes ?? 0) - (bundles.after.truth[name] ?? 0))).toBeLessThan(100);
      }
      expect(explanation.unowned.lines).toMatchObject([{ path: 'app', within: line?.within }]);
    },
    PATIENCE,
  );

  test(
    'a Go static binary from scratch: the module, and all of its bytes',
    async () => {
      // TypeScript's compiler is one, and is here anyway.
      const binary = join(MODULES, '@typescript', `typescript-linux-${arch()}`, 'lib/tsc');
      await cp(binary, join(folder.path, 'go/program'), { recursive: true });
      await folder.write('go/config', 'nothing');
      const { explanation, comparison } = await explain('go', [
        'FROM scratch\nCOPY config /config\n',
        'FROM scratch\nCOPY config /config\nCOPY program /program\n',
      ]);
      const { size } = await stat(binary);
      expect(comparison?.growth.unpacked).toBe(size);
      expect(explanation.packages.lines).toMatchObject([
        { kind: 'added', name: 'pkg:golang/github.com/microsoft/typescript-go', after: { bytes: size } },
      ]);
      expect(explanation.unowned.lines).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'an image of many Debian packages: each by the bytes that dpkg and stat count in the image itself',
    async () => {
      const install = (names: string) =>
        `FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/*\n`;
      const { explanation, before, after } = await explain('apt', [install('curl'), install('curl git')]);
      const truth = new Map(
        [before, after].flatMap((image, side) =>
          readDpkgTruth(engine, image).map(({ purl, files }) => {
            const bytes = [...files.values()].reduce((sum, size) => sum + size, 0);
            return [`${side} ${purl.replace(/@.*$/, '')}`, bytes] as const;
          }),
        ),
      );
      const told = explanation.packages.lines.map(({ name, before, after }) => [name, before?.bytes, after?.bytes]);
      expect(told.map(([name]) => name)).toContain('pkg:deb/debian/git');
      expect(told).toEqual(
        explanation.packages.lines.map(({ name }) => [name, truth.get(`0 ${name}`), truth.get(`1 ${name}`)]),
      );
      expect(explanation.packages.more).toBeUndefined();
    },
    PATIENCE,
  );
});
