// What is tried on each builder for docs/builders.md: one real run of the command line for each cell.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * @typedef {{folder: string, registry: string, docker: (...args: string[]) => Promise<string>, gate: (...args: string[]) => Promise<Answer>}} Scene
 * registry: address of an empty registry on loopback; gate: runs the command line with --json
 * @typedef {{exitCode: number, document: any, stdout: string, stderr: string}} Answer document: undefined where nothing was printed
 * @typedef {{key: string, title: string, says: string, run: (scene: Scene) => Promise<string>}} Column says: what a cell tells
 */

const ROOT = join(import.meta.dirname, '../..');
const DOCKERFILE = `FROM debian:bookworm-slim
RUN mkdir /made && head -c 300000 /dev/urandom > /made/one && ln /made/one /made/two
WORKDIR /work
COPY data /data
`;
const FILES = {
  Dockerfile: DOCKERFILE,
  'Dockerfile.two': 'FROM scratch\nARG TARGETARCH\nCOPY data $TARGETARCH /\n',
  'docker-bake.hcl': 'target "web" {\n  dockerfile = "Dockerfile"\n  output = ["type=image,compression=zstd"]\n}\n',
  data: 'data\n'.repeat(20_000),
  amd64: 'amd64\n',
  arm64: 'arm64\n',
};

/** The columns of the table, in order. @type {readonly Column[]} */
export const COLUMNS = [
  {
    key: 'sizes',
    title: 'sizes',
    says: '`download` against the manifest that the same builder pushes to a registry (Debian’s docker-registry)',
    run: async ({ gate, docker, registry, folder }) => {
      const { download, estimated } = only(await gate('measure', 'Dockerfile'));
      const name = `${registry}/sizes:1`;
      await docker('buildx', 'build', '--push', '--provenance=false', `--tag=${name}`, folder);
      const pushed = await pushedBytes(registry, 'sizes');
      const how = estimated ? 'estimated' : 'exact';
      return download === pushed ? how : `${how}, ${download - pushed} B from a push`;
    },
  },
  {
    key: 'lines',
    title: 'lines',
    says: 'own layers with the instruction that made each, of three',
    run: async ({ gate }) => {
      const { layers } = only(await gate('measure', 'Dockerfile'));
      return `${layers.filter((/** @type {any} */ layer) => layer.source).length} of 3`;
    },
  },
  {
    key: 'base',
    title: 'base image',
    says: 'its name and the number of its layers',
    run: async ({ gate }) => {
      const { base } = only(await gate('measure', 'Dockerfile'));
      return base ? `${base.image.replace('docker.io/library/', '')}, ${base.layers}` : 'not told';
    },
  },
  {
    key: 'platforms',
    title: 'platforms',
    says: 'an image of COPY alone, for amd64 and arm64',
    run: async ({ gate }) => {
      const answer = await gate('measure', 'Dockerfile.two', '--context=.', '--platform=linux/amd64,linux/arm64');
      const measured = answer.document?.measurements ?? [];
      return measured.length === 2 ? 'both' : reasonOf(answer);
    },
  },
  {
    key: 'bake',
    title: 'bake',
    says: 'a target whose output asks for zstd',
    run: async ({ gate, folder }) => {
      configure(folder, 'bake: "docker-bake.hcl#web"');
      const answer = await gate('check', '--baseline=none');
      const output = answer.document?.comparisons?.[0]?.head?.output;
      return output ? `measured, ${output.applied ? 'as zstd' : 'as gzip'}` : reasonOf(answer);
    },
  },
  {
    key: 'caches',
    title: 'caches',
    says: 'steps of two that a second run takes from a cache in a directory, and from one in a registry; `written` where the builder cannot forget its own',
    run: async (scene) => {
      const registry = `type=registry,ref=${scene.registry}/cache`;
      const local = await cached(scene, 'type=local,src=.cache', 'type=local,dest=.cache,mode=max');
      const remote = await cached(scene, registry, `${registry},mode=max`);
      return local === remote ? `both ${local}` : `directory ${local}, registry ${remote}`;
    },
  },
  {
    key: 'verify',
    title: 'verify',
    says: 'a check that runs a command in a container of the image',
    run: async ({ gate, folder }) => {
      configure(folder, 'file: Dockerfile, verify: [ { run: [cat, /data], output: "^data" } ]');
      const answer = await gate('check', '--baseline=none');
      const [check] = answer.document?.comparisons?.[0]?.checks ?? [];
      return check ? check.outcome : reasonOf(answer);
    },
  },
];

/** @param {string} folder @param {string} image */
function configure(folder, image) {
  writeFileSync(join(folder, '.github-size.yml'), `images:\n  app: { ${image} }\n`);
}

/**
 * @param {Scene} scene
 * @param {string} from
 * @param {string} to
 */
async function cached({ gate, docker, folder }, from, to) {
  // A name of its own, so that the builder loses these steps alone.
  const own = `cached-${Date.now()}`;
  writeFileSync(join(folder, own), own);
  writeFileSync(join(folder, 'Dockerfile.cached'), `FROM scratch\nCOPY ${own} /\nWORKDIR /${own}-folder\n`);
  configure(folder, `file: Dockerfile.cached, context: ., cache-from: ["${from}"], cache-to: ["${to}"]`);
  const first = await gate('check', '--baseline=none');
  const reason = reasonOf(first);
  if (first.exitCode !== 0) return /cannot write a cache: remove/.test(reason) ? 'refused, with a cure' : reason;
  const isForgotten = await docker('buildx', 'prune', '--force', `--filter=description~=${own}`).then(
    () => true,
    () => false,
  );
  // Docker 26 cannot forget single steps.
  if (!isForgotten) return 'written';
  const second = await gate('check', '--baseline=none');
  const build = second.document?.comparisons?.[0]?.head?.build;
  return build ? `${build.cached} of 2` : reasonOf(second);
}

/** @param {Answer} answer @returns {any} the one measurement */
function only(answer) {
  const [measurement] = answer.document?.measurements ?? [];
  if (!measurement) throw new Error(reasonOf(answer));
  return measurement;
}

/** @param {Answer} answer @returns {string} the first line of the reason, for a cell of a table */
function reasonOf({ document, stderr }) {
  const [{ notes: [error = ''] = [] } = {}] = document?.comparisons ?? [];
  const text = String(
    error ||
      stderr
        .trim()
        .split('\n')
        .findLast((line) => !/^(?:Build|Read) /.test(line)) ||
      'no result',
  );
  return (text.split('\n')[0] ?? '').replaceAll('|', '\\|').slice(0, 160);
}

/** @param {string} registry @param {string} name @returns {Promise<number>} config and layers of what was pushed, each blob once */
async function pushedBytes(registry, name) {
  const types = ['vnd.oci.image.index.v1', 'vnd.oci.image.manifest.v1', 'vnd.docker.distribution.manifest.v2'];
  const accept = [...types, 'vnd.docker.distribution.manifest.list.v2']
    .map((type) => `application/${type}+json`)
    .join();
  const read = async (/** @type {string} */ reference) =>
    /** @type {any} */ (
      await (await fetch(`http://${registry}/v2/${name}/manifests/${reference}`, { headers: { accept } })).json()
    );
  const root = await read('1');
  const manifest = root.manifests ? await read(root.manifests[0].digest) : root;
  const sizes = new Map([manifest.config, ...manifest.layers].map(({ digest, size }) => [digest, size]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

/**
 * Runs every column on one engine. A cell that cannot be had says why.
 * @param {Record<string, string>} engineEnv
 * @param {string} registry
 * @returns {Promise<{cells: string[], versions: Record<string, string>}>} one text for each column, and the versions that a measurement names
 */
export async function runCells(engineEnv, registry) {
  const folder = mkdtempSync(join(tmpdir(), 'image-size-gate-builders-'));
  const env = { ...process.env, ...engineEnv, TMPDIR: folder };
  const call = (/** @type {string} */ command, /** @type {string[]} */ args) =>
    promisify(execFile)(command, args, { cwd: folder, env, maxBuffer: 2 ** 26 });
  const docker = async (/** @type {string[]} */ ...args) => (await call('docker', args)).stdout.trim();
  const gate = async (/** @type {string[]} */ ...args) => {
    const config = args[0] === 'check' ? ['--config=.github-size.yml'] : [];
    const done = await call(process.execPath, [join(ROOT, 'dist/cli.js'), ...args, ...config, '--json']).catch(
      (error) => error,
    );
    const { stdout = '', stderr = '', code = 0 } = done;
    return { exitCode: code, document: stdout.startsWith('{') ? JSON.parse(stdout) : undefined, stdout, stderr };
  };
  try {
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
    for (const args of [
      ['init', '--quiet'],
      ['add', '--all'],
      ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '--message=all'],
    ])
      await call('git', args);
    /** @type {string[]} */
    const cells = [];
    for (const { run } of COLUMNS)
      cells.push(
        await run({ folder, registry, docker, gate }).catch(
          (error) => `not had: ${String(error.message).split('\n')[0]}`,
        ),
      );
    return { cells, versions: only(await gate('measure', 'Dockerfile')).versions };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
