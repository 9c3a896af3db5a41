import type { Origin } from '../../src/model/baseline.ts';
import { storedBytes } from '../../src/model/blobs.ts';
import type { MeasuredLayer, Measurement } from '../../src/model/measurement.ts';

/** diffId (or a short name for one), download and unpacked bytes, created_by. */
export type LayerRow = readonly [diffId: string, download: number, unpacked: number, createdBy?: string];

export interface MeasurementSpec extends Partial<Omit<Measurement, 'layers' | 'download' | 'unpacked'>> {
  readonly layers?: readonly LayerRow[];
}

/** A measurement with consistent sums: download is config plus each distinct blob, unpacked is the layers. */
export function measurement({ layers: rows = [], ...rest }: MeasurementSpec = {}): Measurement {
  const layers = rows.map(measuredLayer);
  const configSize = rest.configSize ?? 1000;
  return {
    image: 'api',
    platform: 'linux/amd64',
    digest: 'sha256:manifest',
    estimated: false,
    files: 100,
    wasted: 0,
    wastedPaths: [],
    efficiency: 1,
    method: 'buildx-oci',
    config: { user: '', entrypoint: [], cmd: [], exposedPorts: [] },
    versions: { 'image-size-gate': '0.1.0', docker: '28.5.2', buildx: '0.29.1', driver: 'docker' },
    ...rest,
    configSize,
    download: configSize + storedBytes(layers),
    unpacked: layers.reduce((sum, layer) => sum + layer.unpacked, 0),
    layers,
  };
}

/** The origin of a base that was built in the same run. */
export const BUILT_ORIGIN: Origin = {
  step: 'build',
  commit: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
  description: 'first parent of the merge commit',
};

function measuredLayer([diffId, download, unpacked, createdBy = '']: LayerRow): MeasuredLayer {
  return {
    digest: `sha256:${diffId}.${download}`,
    diffId: `sha256:${diffId}`,
    download,
    unpacked,
    createdBy,
    contents: `sha256:contents-of-${diffId.replace(/@.*$/, '')}`,
  };
}
