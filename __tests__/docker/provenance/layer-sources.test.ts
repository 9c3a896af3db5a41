import { describe, expect, test } from '@jest/globals';
import {
  fileInRoot,
  isUnreadable,
  platformValues,
  readLayerSources,
} from '../../../src/docker/provenance/layer-sources.ts';

const TEXT = 'FROM scratch\nCOPY a /\nRUN b\n';

/** The provenance of an image with a layer for each line of TEXT that is named, on a base image or none. */
function provenance(lines: readonly number[], base?: string, scheme = 'docker-image') {
  const source = { id: 'base', op: { Op: { source: { identifier: `${scheme}://${base}` } } } };
  const steps = lines.map((_, at) => ({
    id: `s${at}`,
    op: { Op: { file: { actions: [{ input: at === 0 && base === undefined ? -1 : 0 }] } } },
    inputs: [at === 0 ? 'base:0' : `s${at - 1}:0`],
  }));
  const last = { id: 'end', op: {}, inputs: [steps.length === 0 ? 'base:0' : `s${steps.length - 1}:0`] };
  const locations = lines.map((line, at) => [
    `s${at}`,
    { locations: [{ ranges: [{ start: { line }, end: { line } }] }] },
  ]);
  const infos = [{ data: Buffer.from(TEXT).toString('base64') }];
  return {
    'buildx.build.provenance': {
      buildConfig: { llbDefinition: [...(base === undefined ? [] : [source]), ...steps, last] },
      metadata: {
        'https://mobyproject.org/buildkit@v1#metadata': { source: { infos, locations: Object.fromEntries(locations) } },
      },
    },
  };
}

const known = { file: 'Dockerfile' };
const inference = async () => ({ known, text: TEXT, target: '', values: {} });
const HISTORY = ['ADD base / # buildkit', 'COPY a / # buildkit', 'RUN /bin/sh -c b # buildkit'];

type Infer = Parameters<typeof readLayerSources>[2];

async function lines(metadata: object, history: readonly string[], infer: Infer = inference) {
  const { sources } = await readLayerSources(metadata, [known], infer);
  const told = sources(history);
  return told.map((source) => (source?.inferred ? `${source.lines.start}?` : source?.lines.start));
}

describe('the builder’s own provenance', () => {
  test.each<[string, object, readonly string[], readonly (number | undefined)[]]>([
    ['is on the last layers', provenance([2, 3], 'x'), HISTORY, [undefined, 2, 3]],
    ['is on all of an image from scratch', provenance([2, 3]), HISTORY.slice(1), [2, 3]],
    ['is not taken with more layers than there are', provenance([2, 3], 'x'), HISTORY.slice(2), [undefined]],
    ['is not taken with less of an image from scratch', provenance([2, 3]), HISTORY, Array(3).fill(undefined)],
    ['is not taken for another image’s', provenance([3, 2], 'x'), HISTORY, Array(3).fill(undefined)],
    [
      'is on the last layers of a base image without a name',
      provenance([2, 3], 'x', 'oci-layout'),
      HISTORY,
      [undefined, 2, 3],
    ],
    ['is on the last layers of a directory', provenance([2, 3], 'context', 'local'), HISTORY, [undefined, 2, 3]],
    ['needs no history', provenance([2, 3], 'x'), ['', '', ''], [undefined, 2, 3]],
    ['is that none is its own', provenance([], 'x'), HISTORY, Array(3).fill(undefined)],
  ])('%s', async (_what, metadata, history, expected) => {
    expect(await lines(metadata, history)).toEqual(expected);
  });
});

/** What buildx 0.20 to 0.25 write for BuildKit 0.28 and newer. */
const EMPTY = {
  'buildx.build.provenance': {
    buildType: '',
    invocation: { configSource: {}, parameters: {}, environment: { platform: '' } },
  },
};

test.each([{ 'buildx.build.provenance': {} }, EMPTY])(
  'an empty one is replaced by the image’s history, and that is told',
  async (metadata) => {
    expect(isUnreadable(metadata)).toBe(true);
    expect(await lines(metadata, HISTORY)).toEqual([undefined, '2?', '3?']);
    const { inferBase } = await readLayerSources(metadata, [known], async () => ({
      ...(await inference()),
      text: TEXT.replace('scratch', 'x'),
    }));
    expect(inferBase?.(HISTORY)).toEqual({ ownLayers: 2, baseImage: 'docker.io/library/x:latest' });
  },
);

test.each([{}, provenance([2, 3], 'x')])(
  'of a provenance that is there in full, or not at all, nothing is told',
  (metadata) => {
    expect(isUnreadable(metadata)).toBe(false);
  },
);

test('without it, the image’s history is read', async () => {
  expect(await lines({}, HISTORY)).toEqual([undefined, '2?', '3?']);
  expect(await lines({}, HISTORY, async () => undefined)).toEqual([undefined, undefined, undefined]);
});

test.each([
  ['docker/Dockerfile', 'docker/Dockerfile'],
  ['./a/../Dockerfile', 'Dockerfile'],
  ['/tmp/worktree/docker/Dockerfile', 'docker/Dockerfile'],
  ['..a/Dockerfile', '..a/Dockerfile'],
  ['../Dockerfile', '../Dockerfile'],
  ['/elsewhere/Dockerfile', '/elsewhere/Dockerfile'],
])('the file %s is named %s', (file, name) => {
  expect(fileInRoot('/tmp/worktree', file)).toBe(name);
});

test.each([
  [undefined, {}],
  ['linux/amd64', { TARGETPLATFORM: 'linux/amd64', TARGETOS: 'linux', TARGETARCH: 'amd64', TARGETVARIANT: '' }],
  ['linux/arm/v7', { TARGETPLATFORM: 'linux/arm/v7', TARGETOS: 'linux', TARGETARCH: 'arm', TARGETVARIANT: 'v7' }],
])('BuildKit presets values for %s that a FROM can use', (platform, values) => {
  expect(platformValues(platform)).toEqual(values);
});
