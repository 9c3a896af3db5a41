import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readProvenance } from '../../src/build/provenance.ts';

/** Written by buildx 0.29.1 for one Dockerfile: FROM debbase:12, eight instructions, COPY --link and heredocs among them. */
const sample = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'provenance', `${name}.json`), 'utf8'));

test.each([
  ['classic-store', 'docker.io/library/debbase:12'],
  ['containerd-store', 'docker.io/library/debbase:12'],
  ['docker-container-cached', '127.0.0.1:5601/debbase:12'],
])('of %s tells the base image and how many layers are the Dockerfile’s own', (name, baseImage) => {
  expect(readProvenance(sample(name))).toMatchObject({ ownLayers: 8, baseImage });
});

const chain = (...steps: object[]) => ({ 'buildx.build.provenance': { buildConfig: { llbDefinition: steps } } });
const end = { id: 'end', op: { Op: {} }, inputs: ['a:0'] };
const file = (input: number) => ({ op: { Op: { file: { actions: [{ input }] } } } });

test('of an image from scratch has no base image', () => {
  expect(readProvenance(chain({ id: 'a', ...file(-1), inputs: [] }, end))).toEqual({ ownLayers: 1 });
});

test.each<[string, unknown]>([
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
])('%s is not guessed at', (_name, metadata) => {
  expect(readProvenance(metadata)).toBeUndefined();
});
