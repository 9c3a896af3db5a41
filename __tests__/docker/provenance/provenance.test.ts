import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readProvenance } from '../../../src/docker/provenance/provenance.ts';

/** Written by buildx 0.29.1 for one Dockerfile: FROM debbase:12, eight instructions, COPY --link and heredocs among them. */
const sample = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'metadata', `${name}.json`), 'utf8'));

/** The digest that the sample's materials tell of its one base image. */
const materialDigest = (name: string): string => {
  const { materials } = (sample(name) as Record<string, { materials: { digest: { sha256: string } }[] }>)[
    'buildx.build.provenance'
  ] as { materials: { digest: { sha256: string } }[] };
  return `sha256:${materials[0]?.digest.sha256}`;
};

test.each([
  ['classic-store', 'docker.io/library/debbase:12'],
  ['containerd-store', 'docker.io/library/debbase:12'],
  ['docker-container-cached', '127.0.0.1:5601/debbase:12'],
])('of %s has the base image, its digest and the number of the Dockerfile’s own layers', (name, baseImage) => {
  expect(readProvenance(sample(name))).toEqual({ ownLayers: 8, baseImage, baseDigest: materialDigest(name) });
});

const chain = (...steps: object[]) => ({ 'buildx.build.provenance': { buildConfig: { llbDefinition: steps } } });
const end = { id: 'end', op: { Op: {} }, inputs: ['a:0'] };
const file = (input: number) => ({ op: { Op: { file: { actions: [{ input }] } } } });

test('of an image from scratch has no base image', () => {
  expect(readProvenance(chain({ id: 'a', ...file(-1), inputs: [] }, end))).toEqual({ ownLayers: 1 });
});

describe('a digest that only the materials contain', () => {
  const hex = 'a1'.repeat(32);
  const source = (identifier: string) => ({ id: 'a', op: { Op: { source: { identifier } } } });
  const built = (image: string, ...materials: unknown[]) => {
    const { 'buildx.build.provenance': provenance } = chain(source(`docker-image://${image}`), end);
    return readProvenance({ 'buildx.build.provenance': { ...provenance, materials } });
  };

  test.each([
    ['docker.io/library/debian:12', 'pkg:docker/debian@12?platform=linux%2Famd64'],
    ['docker.io/acme/app:1', 'pkg:docker/acme/app@1'],
    ['127.0.0.1:5000/app:1', 'pkg:docker/127.0.0.1%3A5000/app@1'],
    ['ghcr.io/acme/app:latest', 'pkg:docker/ghcr.io/acme/app@latest?platform=linux%2Farm64'],
  ])('of %s is found under %s', (image, uri) => {
    const other = { uri: 'pkg:docker/other@1', digest: { sha256: 'b2'.repeat(32) } };
    const found = built(image, other, { uri, digest: { sha256: hex } });
    expect(found).toEqual({ ownLayers: 0, baseImage: image, baseDigest: `sha256:${hex}` });
  });

  test.each<[string, unknown]>([
    ['of another image', { uri: 'pkg:docker/other@12', digest: { sha256: hex } }],
    ['that is none', { uri: 'pkg:docker/debian@12', digest: { sha256: '`<b>' } }],
    ['of no material', null],
  ])('is not one %s', (_what, material) => {
    const image = 'docker.io/library/debian:12';
    expect(built(image, material)).toEqual({ ownLayers: 0, baseImage: image });
  });

  test('is left out where the name has another text after its @', () => {
    expect(built('debian:12@`<b>')).toEqual({ ownLayers: 0, baseImage: 'debian:12' });
  });
});

test.each<[string, unknown]>([
  [
    'a base image with too long a name',
    chain({ id: 'a', op: { Op: { source: { identifier: `docker-image://${'x'.repeat(1001)}` } } } }, end),
  ],
  ['nothing', undefined],
  ['a file without provenance', { 'containerimage.digest': 'sha256:0' }],
  ['no steps', chain()],
  ['a last step without input', chain({ id: 'end', op: { Op: {} } })],
  ['an input that is no step', chain(end)],
  ['an operation of an unknown kind', chain({ id: 'a', op: { Op: { diff: {} } } }, end)],
  ['an input number that leads nowhere', chain({ id: 'a', ...file(3), inputs: ['b:0'] }, end)],
  ['a circle', chain({ id: 'a', ...file(0), inputs: ['a:0'] }, end)],
  ['an exec without a root', chain({ id: 'a', op: { Op: { exec: { mounts: [{ dest: '/x' }] } } } }, end)],
  ['another source', chain({ id: 'a', op: { Op: { source: { identifier: 'local://context' } } } }, end)],
  ['prototype keys', JSON.parse('{"__proto__":{"buildx.build.provenance":1},"buildx.build.provenance":"x"}')],
])('nothing is guessed for %s', (_name, metadata) => {
  expect(readProvenance(metadata)).toBeUndefined();
});
