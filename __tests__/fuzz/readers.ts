import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { composeBuilds, parseCompose } from '../../src/command/init/compose.ts';
import { composeNeeds } from '../../src/command/init/compose-needs.ts';
import { recipesIn } from '../../src/command/init/evidence/docker-build.ts';
import { makefileCommands } from '../../src/command/init/evidence/makefile.ts';
import { workflowRecipes } from '../../src/command/init/evidence/workflow.ts';
import { runNeeds } from '../../src/command/init/run-needs.ts';
import { readConfigFile } from '../../src/config/file/config-file.ts';
import { parseGates } from '../../src/config/gates.ts';
import { parseImages } from '../../src/config/images.ts';
import { parseBakeDefinition } from '../../src/docker/bake/definition.ts';
import { parseWritten } from '../../src/docker/bake/written.ts';
import { parseBuilders } from '../../src/docker/builder.ts';
import { parseEngineInfo } from '../../src/docker/docker.ts';
import { parseDockerignore } from '../../src/docker/dockerfile/dockerignore.ts';
import { contextSources, neededPart, unsetInFrom } from '../../src/docker/dockerfile/sources.ts';
import { parseDockerfile } from '../../src/docker/dockerfile/tree.ts';
import { buildErrorTail, classifyFailure } from '../../src/docker/failure.ts';
import { readChain, readProvenance } from '../../src/docker/provenance/provenance.ts';
import { readSources } from '../../src/docker/provenance/sources.ts';
import { parseClaims, parseReport } from '../../src/exchange/report-file.ts';
import { readZipEntry } from '../../src/exchange/zip.ts';
import { broughtFiles } from '../../src/explain/uncommitted/brought.ts';
import { parseContextCopy } from '../../src/explain/uncommitted/context-copy.ts';
import { readEvent } from '../../src/github/event/event.ts';
import { readWorkflowRun } from '../../src/github/event/workflow-run.ts';
import { formatHistory, parseHistory } from '../../src/history/history-file.ts';
import { formatLayerIndex, parseLayerIndex } from '../../src/history/layer-file.ts';
import { formatRecord, parseRecord } from '../../src/history/record-file.ts';
import { parseCondition } from '../../src/model/condition.ts';
import { parseMeasurements } from '../../src/model/measurement.ts';
import { parsePackageUrl } from '../../src/model/package-url.ts';
import { parseReference } from '../../src/model/reference.ts';
import { parseConfig } from '../../src/oci/config.ts';
import { ImageError } from '../../src/oci/error.ts';
import type { Files } from '../../src/oci/files.ts';
import { readLayer } from '../../src/oci/layer/layer.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/oci/limits.ts';
import { parseIndex, parseManifest } from '../../src/oci/manifest.ts';
import { mediaTypeOf } from '../../src/oci/media-type.ts';
import { readSavedImages } from '../../src/oci/saved-stream.ts';
import { openImageSource } from '../../src/oci/source.ts';
import { layerFiles } from '../../src/oci/storage/layer-files.ts';
import { readImageRecords, readLayerRecords } from '../../src/oci/storage/records.ts';
import { parseStorageConf } from '../../src/oci/storage/storage-conf.ts';
import { assembleTar } from '../../src/oci/storage/tar-split.ts';
import { inspectPackages } from '../../src/packages/inspector.ts';
import { parseAcceptanceState, renderAcceptanceState } from '../../src/report/acceptance-state.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { UserError } from '../../src/text/error.ts';
import { entry, layerIndex, record } from '../history/samples.ts';
import {
  asEntries,
  blobsOf,
  descriptorOf,
  makeImage,
  makeIndex,
  makeLayer,
  makeLayout,
  makeSaved,
} from '../support/makeImage.ts';
import { inChunks, makeTar } from '../support/makeTar.ts';
import { makeZip } from '../support/makeZip.ts';
import { makeRpmDatabase, makeRpmHeader } from '../support/rpm-database.ts';
import { sourceMap } from '../support/source-map.ts';
import { wholeReport } from '../support/whole-report.ts';

const WORKFLOW = `on: { workflow_call: { inputs: { app: { default: api } } } }
env: { DIR: apps }
jobs:
  a:
    strategy: { matrix: { x: [a, b], include: [ { x: a, y: 1 }, { z: 2 } ], exclude: [ { x: b } ] } }
    steps:
      - uses: docker/build-push-action@v6
        with: { context: "$\{{ env.DIR }}/$\{{ inputs.app }}", file: "$\{{ matrix.x }}/Dockerfile", build-args: "A=1" }
      - run: docker buildx build --target run -f "$DIR/x" --build-context a=b .
`;
const BAKE = `group "default" { targets = ["a", /* "b" */ "c"] }
target "a" {
  output = [OUT != "" ? "type=\${OUT}" : "./bin"] # }
  dockerfile-inline = <<-E
    FROM scratch
  E
}
`;
const COMPOSE = 'x-a: &a {output: out}\nservices:\n  a.b:\n    build:\n      context: .\n      x-bake: {<<: *a}\n';

/** Something that reads input from strangers. It either takes an input or refuses it with an error that has words for the user. */
export interface Reader {
  readonly name: string;
  /** Valid inputs, which the fuzzer changes. */
  readonly seeds: (folder: string) => readonly Buffer[];
  /** @param folder for readers that want a file */
  readonly read: (input: Buffer, folder: string) => unknown;
}

/** Small bounds, so that an input that makes a reader work too long shows soon. */
const LIMITS: Limits = { ...DEFAULT_LIMITS, kept: 1 << 20 };
const PLACE = { archive: 'fuzz' };
const text = (value: string): Buffer => Buffer.from(value, 'utf8');

const layers = [
  makeLayer([
    { path: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
    { path: 'usr/' },
    { path: 'usr/bin/a', content: 'x'.repeat(700) },
    { path: 'usr/bin/b', flag: '2', linkPath: 'a' },
  ]),
  makeLayer(
    [
      { path: 'usr/bin/.wh.a', content: '' },
      { path: `long/${'n'.repeat(180)}`, content: 'y' },
    ],
    'zstd',
  ),
  makeLayer([{ path: 'opt/x', content: 'z'.repeat(3000) }], 'none'),
];
const image = makeImage(layers);
const ociTar = makeTar(asEntries(makeLayout([descriptorOf(image.manifest)], blobsOf(image))));
const saved = (['docker', 'docker-legacy', 'podman', 'kaniko'] as const).map((form) =>
  makeTar(makeSaved([[image, ['app:1']]], form)),
);

/** A file of a package database at its path, as a layer has it. */
const packaged = (path: string, content: string | Buffer): Buffer =>
  Buffer.concat([text(`${path}\n`), Buffer.from(content)]);

const MAP = sourceMap(
  ['node_modules/a/a.js', 'src/main.js'],
  [
    [
      [0, 0],
      [500, 1],
    ],
  ],
  { sourcesContent: ['a{', '"'] },
);

const PACKAGES: readonly Buffer[] = [
  packaged('var/lib/dpkg/status', 'Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2\n\n'),
  packaged('var/lib/dpkg/info/bash.list', '/.\n/bin\n/bin/bash\n'),
  packaged('lib/apk/db/installed', 'P:musl\nV:1.2.4-r2\nA:x86_64\nF:lib\nR:ld-musl.so.1\n\n'),
  packaged(
    'usr/lib/python3/site-packages/six-1.16.dist-info/METADATA',
    'Metadata-Version: 2.1\nName: six\nVersion: 1.16\n\n',
  ),
  packaged('usr/lib/python3/site-packages/six-1.16.dist-info/RECORD', 'six.py,sha256=x,34549\n"a,b.py",,\n'),
  packaged('app/node_modules/left-pad/package.json', '{"name":"left-pad","version":"1.3.0"}'),
  packaged('usr/lib/ruby/gems/specifications/rake-13.gemspec', 's.name = "rake".freeze\ns.version = "13.0.6"\n'),
  packaged(
    'app/lib/a.jar',
    makeZip([{ name: 'META-INF/MANIFEST.MF', data: 'Manifest-Version: 1.0\nImplementation-Version: 1\n' }]),
  ),
  packaged(
    'usr/bin/tool',
    Buffer.concat([text('\u007fELF'), Buffer.alloc(60), text('\u00ff Go buildinf:'), Buffer.alloc(200)]),
  ),
  packaged('app/x.js.map', MAP),
  packaged(
    'app/y.js',
    `${'y'.repeat(16_384)}\n//# sourceMappingURL=data:application/json;base64,${text(MAP).toString('base64')}`,
  ),
];

const metadata = (): readonly Buffer[] => {
  const folder = join(import.meta.dirname, '../docker/provenance/metadata');
  return readdirSync(folder).map((name) => readFileSync(join(folder, name)));
};

const CONFIG = `fail-if: [ "unpacked > +2% and > +1 MB" ]
warn-if: [ "wasted > 5%" ]
images:
  api: { context: ., file: Dockerfile, target: runtime, platforms: [linux/amd64], verify: [ { run: [python3, -c, "1"] }, { user: non-root } ] }
  up: { source: "docker://example.org/acme/app:1" }
`;

const DOCKERFILE = `# syntax=docker/dockerfile:1
ARG V=1
FROM debian:\${V} AS build
RUN <<EOF
apt-get update
EOF
COPY --from=build --link a b \\
  c /d/
FROM scratch
CMD ["/a"]
`;

const PULL_REQUEST = {
  number: 7,
  labels: [],
  user: { login: 'dev' },
  head: { sha: 'b'.repeat(40), ref: 'b', repo: { full_name: 'acme/app' } },
  base: { sha: 'a'.repeat(40), ref: 'main', repo: { full_name: 'acme/app' } },
};
const WORKFLOW_RUN = {
  id: 1,
  run_attempt: 1,
  conclusion: 'failure',
  pull_requests: [],
  event: 'pull_request',
  head_sha: 'b'.repeat(40),
  head_branch: 'b',
  html_url: 'https://github.com/acme/app/actions/runs/1',
  head_repository: { id: 3, full_name: 'x/app', owner: { login: 'x' } },
  repository: { id: 1, full_name: 'acme/app' },
};
const EVENT = JSON.stringify({
  number: 7,
  action: 'completed',
  repository: { id: 1, full_name: 'acme/app', default_branch: 'main' },
  pull_request: PULL_REQUEST,
  workflow_run: WORKFLOW_RUN,
  before: 'a'.repeat(40),
  merge_group: { base_sha: 'a'.repeat(40) },
  release: { tag_name: 'v1' },
});
const EVENTS = ['pull_request', 'push', 'merge_group', 'release', 'schedule'];

const lines = (input: Buffer): string[] => input.toString('utf8').split('\n').slice(0, 50);

export const READERS: readonly Reader[] = [
  {
    name: 'layer',
    seeds: () => layers.map(({ bytes }) => bytes),
    read: (input) => {
      // As labelled by its first bytes, and every third time as something else.
      const labels = ['tar', 'tar+gzip', 'tar+zstd'].map((suffix) => `application/vnd.oci.image.layer.v1.${suffix}`);
      const own = mediaTypeOf(input.subarray(0, 512)) ?? '';
      const mediaType = input.length % 3 === 2 ? (labels[input.length % 7] ?? own) : own;
      const how = { mediaType, place: PLACE, limits: LIMITS, inspect: inspectPackages };
      return readLayer(inChunks(input, 1 + (input.length % 700)), how);
    },
  },
  {
    name: 'archive on disk',
    seeds: () => [ociTar, ...saved, gzipSync(ociTar), zstdCompressSync(ociTar), ...saved.map((tar) => gzipSync(tar))],
    read: async (input, folder) => {
      const location = join(folder, 'archive.tar');
      writeFileSync(location, input);
      // What a compressed one holds does not show.
      const isSaved = !input.includes('index.json') && input.includes('manifest.json');
      if (!isSaved && (await isTaken(() => readArchive('oci-archive', location)))) return;
      await readArchive('docker-archive', location);
    },
  },
  {
    name: 'stream of docker image save',
    seeds: () => saved,
    read: async (input) => {
      await using source = await readSavedImages(inChunks(input, 4096), { archive: 'save' });
      for (const { layers: stored } of source.images) for (const layer of stored) await layer.read();
    },
  },
  {
    name: 'manifest, index and config',
    seeds: () => [image.manifest.bytes, image.config.bytes, makeIndex([descriptorOf(image.manifest)]).bytes],
    read: (input) =>
      each([() => parseManifest(input, PLACE), () => parseIndex(input, PLACE), () => parseConfig(input, PLACE, 3)]),
  },
  {
    name: "tar-split and records of podman's store, storage.conf",
    seeds: () => [
      text('{"type":2,"payload":"YWJj"}\n{"type":1,"name":"a","size":3,"payload":"x"}\n{"type":1,"name_raw":"/w=="}\n'),
      text(
        '[{"id":"a1","names":["localhost/a:1"],"big-data-names":["manifest"],"big-data-digests":{"manifest":"sha256:0"}}]',
      ),
      text('[storage]\ndriver = "overlay" # c\n[storage.options]\nadditionalimagestores = [ "/a", \'/b\',\n]\n'),
    ],
    read: async (input, folder) => {
      parseStorageConf(input.toString('utf8'));
      const files = heldFile(input);
      await unlessRefused(() => readImageRecords(files, 'overlay', LIMITS));
      await unlessRefused(() => readLayerRecords(files, 'overlay', LIMITS));
      const content = layerFiles(folder, { archive: 'fuzz', entry: 'diff' });
      await unlessRefused(async () => {
        for await (const bytes of assembleTar(inChunks(input, 100), PLACE, content)) bytes.subarray(0, 1);
      });
    },
  },
  {
    name: 'package databases',
    seeds: (folder) => [
      ...PACKAGES,
      packaged('var/lib/rpm/rpmdb.sqlite', makeRpmDatabase(folder, [makeRpmHeader({ name: 'bash', version: '5' })])),
    ],
    read: (input) => inspectDirectly(input),
  },
  {
    name: 'report of another job',
    seeds: () => [text(JSON.stringify(wholeReport))],
    read: (input) =>
      each([
        () => renderMarkdown(parseReport(input.toString('utf8'), 'report')),
        () => parseClaims(input.toString('utf8'), 'report'),
      ]),
  },
  {
    name: 'zip of an artifact',
    seeds: () => [
      makeZip([
        { name: 'a.json', data: '{}' },
        { name: 'b', data: 'x'.repeat(900) },
      ]),
    ],
    read: (input) => readZipEntry(input, 'a.json', 1 << 20),
  },
  {
    name: 'measurement file',
    seeds: () => [text(JSON.stringify({ schemaVersion: 1, measurements: [record().measurement] }))],
    read: (input) => parseMeasurements(input.toString('utf8'), 'file'),
  },
  {
    name: 'files of the data branch',
    seeds: () => [
      text(formatRecord(record())),
      text(formatHistory({ schemaVersion: 1, image: 'api', entries: [entry(1), entry(2)] })),
      text(formatLayerIndex(layerIndex([{ path: 'a', type: 'file', size: 3, mode: 0o644 } as never]))),
    ],
    read: (input) => {
      const content = input.toString('utf8');
      return each([
        () => parseRecord(content, 'records/api/linux-amd64/x.json'),
        () => parseHistory(content, 'history/api.json'),
        () => parseLayerIndex(content, `layers/${'0'.repeat(64)}.json.gz.base64`),
      ]);
    },
  },
  {
    name: 'config file',
    seeds: () => [text(CONFIG)],
    read: (input) => readConfigFile(input.toString('utf8'), 'c.yml', {}),
  },
  {
    name: 'conditions, images, references and package URLs',
    seeds: () => [
      text('unpacked > +2% and > +1 MB\napi: layers > 20'),
      text('api=docker/Dockerfile\noci:dir:tag\nbake:x#y'),
      text('example.org:5000/acme/app:1@sha256:0\npkg:deb/debian/bash@5.2?arch=amd64#x'),
    ],
    read: (input) =>
      each([
        ...lines(input).map((line) => () => parseCondition(line, 'fail')),
        () => parseGates({ failIf: lines(input), warnIf: [] }, ['api']),
        () => parseImages(lines(input), { context: '', file: '' } as never, 'acme/app'),
        ...lines(input).map((line) => () => parseReference(line)),
        ...lines(input).map((line) => () => parsePackageUrl(line)),
      ]),
  },
  {
    name: 'Dockerfile and ignore file',
    seeds: () => [text(DOCKERFILE), text('*\n!src/**\n# note\n**/*.py[cod]\n')],
    read: (input) => {
      const tree = parseDockerfile(input.toString('utf8'));
      return each([
        () => [contextSources(neededPart(tree, 'build')), unsetInFrom(tree), runNeeds(tree)],
        () => parseDockerignore(input),
        ...lines(input).map((line) => () => broughtBy(line)),
      ]);
    },
  },
  {
    name: 'what builds images already: workflows, scripts, Makefiles, compose files',
    seeds: () => [
      text(WORKFLOW),
      text(
        'A ?= $(B) # c\nB := x\nimage:\n\t@cd a && docker build --build-arg V=$$(date) -f $(A)/Dockerfile \\\n\t\t.\n',
      ),
      text('services: { a: &a { build: { context: .., args: [A=1] }, env_file: .env }, b: { <<: *a, extends: a } }\n'),
    ],
    read: (input) => {
      const content = input.toString('utf8');
      return each([
        () => workflowRecipes(content),
        () => recipesIn(content, { cwd: 'a' }),
        () => recipesIn(makefileCommands(content), { cwd: '.' }),
        () => [composeBuilds(content, 'a/compose.yaml'), parseCompose(content, 'a/compose.yaml')],
        () => composeNeeds(content, 'a/compose.yaml', content),
      ]);
    },
  },
  {
    name: 'bake files',
    seeds: () => [
      text(BAKE),
      text(JSON.stringify({ target: { a: { output: [{ type: 'tar' }], inherits: ['b'] } } })),
      text(COMPOSE),
    ],
    read: (input) => {
      const content = input.toString('utf8');
      return each(['hcl', 'json', 'yaml', ''].map((ending) => () => parseWritten(`bake.${ending}`, content)));
    },
  },
  {
    name: 'what docker and buildx print',
    seeds: () => [
      ...metadata(),
      text('{"ServerVersion":"28","DriverStatus":[["driver-type","io.containerd.snapshotter.v1"]],"ClientInfo":{}}'),
      text('{"Name":"default","Driver":"docker","Current":true,"Nodes":[{"Endpoint":"x","Version":"v0.1"}]}'),
      text('{"group":{"default":{"targets":["a"]}},"target":{"a":{"context":".","dockerfile":"Dockerfile"}}}'),
    ],
    read: (input) => {
      const content = input.toString('utf8');
      const value = parsed(content);
      return each([
        () => readProvenance(value),
        () => readChain(value),
        () => readSources(value, [{ file: 'Dockerfile' }]),
        () => parseBuilders(content),
        () => unlessSyntax(() => parseEngineInfo(content, content)),
        () => parseBakeDefinition(content, 'bake'),
        () => classifyFailure({ kind: 'failed', exitCode: 1, report: buildErrorTail(content) }),
      ]);
    },
  },
  {
    name: 'event payload',
    seeds: () => [text(EVENT)],
    read: async (input) => {
      const content = input.toString('utf8');
      const event = EVENTS[content.length % EVENTS.length] ?? '';
      const env = { GITHUB_REPOSITORY: 'acme/app', GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: 'x' };
      await unlessRefused(() => readEvent(env, async () => content));
      await readWorkflowRun({ ...env, GITHUB_EVENT_NAME: 'workflow_run' }, async () => content);
    },
  },
  {
    name: 'state in a comment',
    seeds: () => [text(`x\n${renderAcceptanceState({ shown: [], grants: [] })}\ny`)],
    read: (input) => parseAcceptanceState(input.toString('utf8')),
  },
];

/** Which files of a context the instruction brought into a layer. */
function broughtBy(instruction: string): unknown {
  const copy = parseContextCopy(instruction, `COPY ${instruction}`);
  const files = [{ path: 'd/c', type: 'file', size: 3 } as const];
  return copy && broughtFiles(files, copy, [new Map([['a/b/c', { size: 3, place: 'a/' }]])]);
}

/** Feeds a file to the inspector without the guard that a measurement has around it: it should need none. */
function inspectDirectly(input: Buffer): void {
  const end = input.indexOf(0x0a);
  const path = input.toString('utf8', 0, Math.max(0, end));
  const content = input.subarray(end + 1);
  const inspector = inspectPackages();
  const sink = inspector.open({ path, size: content.length, mode: 0o755 });
  for (let at = 0; at < content.length; at += 1000) sink?.write(content.subarray(at, at + 1000));
  sink?.end();
  inspector.finish([]);
}

/** Files that all have these bytes. */
function heldFile(input: Buffer): Files {
  const open = () => inChunks(input, 1000);
  return { name: 'fuzz', size: async () => input.length, open, [Symbol.asyncDispose]: async () => {} };
}

/** Calls all. One that refuses the input does not keep it from the others. */
function each(readers: readonly (() => unknown)[]): void {
  for (const read of readers) {
    try {
      read();
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
}

async function readArchive(kind: 'oci-archive' | 'docker-archive', location: string): Promise<void> {
  await using source = await openImageSource({ kind, location });
  for (const { layers: stored } of source.images) for (const layer of stored) await layer.read();
}

async function isTaken(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

async function unlessRefused(read: () => Promise<unknown>): Promise<void> {
  await read().catch((error: unknown) => {
    if (!isRefusal(error)) throw error;
  });
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** The caller of this parser turns a SyntaxError into words. */
function unlessSyntax(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
}

/** Whether an error has words for the user. */
export function isRefusal(error: unknown): boolean {
  return error instanceof UserError || error instanceof ImageError;
}
