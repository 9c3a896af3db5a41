import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measurer } from '../../src/measurer/measurer.ts';
import type { Image } from '../../src/model/image.ts';
import type { LayerIndex } from '../../src/oci/image.ts';
import { digestContents } from '../../src/oci/layer/layer-index.ts';
import type { HistoryRequest } from '../../src/past/history.ts';
import { measurement } from './measurements.ts';
import { makeMeasurer } from './measurer.ts';

/** sha256 of a text, as a digest. */
export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** An image that is built from a Dockerfile at the repository's root. */
export function builtImage(file = 'Dockerfile', context = '.'): Image {
  return { name: 'app', source: { kind: 'dockerfile', file, context, buildArgs: [] }, conditions: [] };
}

/** The index of a layer that holds one file of so many bytes. */
function indexOf(path: string, size: number): LayerIndex {
  const entries = [{ path, type: 'file' as const, size, ...(size === 0 ? {} : { crc32: size }) }];
  const contents = digestContents(entries);
  return { diffId: digestOf(`${path} ${size}`), tarSize: size + 1024, unpacked: size, contents, entries };
}

/** A measurer that counts what it builds: an image holds one file, whose size is the number in `data` of the context, or the length of another text there. */
export function countingMeasurer(built: string[]): Measurer {
  const indexes = new Map<string, LayerIndex>();
  const measurer = makeMeasurer(async ({ name, source }, { root }) => {
    if (source.kind !== 'dockerfile') throw new Error('only Dockerfiles');
    const dockerfile = await readFile(join(root, source.file), 'utf8').catch(() => undefined);
    if (dockerfile === undefined) return { kind: 'missing', reason: `Dockerfile ${source.file} does not exist` };
    built.push(dockerfile);
    if (dockerfile.includes('broken')) return { kind: 'error', reason: 'a step failed', failure: 'dockerfile' };
    if (dockerfile.includes('no network')) return { kind: 'error', reason: 'no answer', failure: 'network' };
    if (dockerfile.includes('no builder')) return { kind: 'error', reason: 'gone', failure: 'builder' };
    const text = await readFile(join(root, source.context, 'data'), 'utf8').catch(() => undefined);
    if (text === undefined) return { kind: 'error', reason: '"/data": not found', failure: 'context' };
    const index = indexOf('data', /^\d+\s*$/.test(text) ? Number(text) : text.length);
    const layer = { digest: index.diffId, diffId: index.diffId, download: index.tarSize, unpacked: index.unpacked };
    indexes.set(index.diffId, index);
    const sample = measurement({ image: name, digest: digestOf('manifest') });
    const own = { ...layer, createdBy: 'COPY data /', contents: index.contents };
    const download = sample.configSize + index.tarSize;
    return { kind: 'measured', measurements: [{ ...sample, layers: [own], download, unpacked: index.unpacked }] };
  });
  return { ...measurer, layerIndex: (digest) => indexes.get(digest) };
}

/** What `searchHistory` needs, for an image of a repository and a measurer that counts. */
export function historyRequest(
  path: string,
  folder: string,
  built: string[],
  more: Partial<HistoryRequest> = {},
): HistoryRequest {
  return {
    images: [builtImage()],
    checkout: { cwd: path },
    range: { since: '', until: '' },
    search: { metric: 'unpacked', noise: 100, every: 20, all: false },
    snapshot: { epoch: false, arguments: new Map() },
    state: { folder, key: 'test' },
    openMeasurer: async () => countingMeasurer(built),
    onProgress: () => {},
    isOver: () => false,
    now: new Date('2026-11-30T12:00:00Z'),
    ...more,
  };
}
