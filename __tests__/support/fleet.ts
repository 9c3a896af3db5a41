import type { Inputs } from '../../src/config/inputs.ts';
import { connect } from '../../src/github/client.ts';
import { openRecords } from '../../src/history/records.ts';
import type { Measurer } from '../../src/measurer/measurer.ts';
import type { Report } from '../../src/model/document.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import type { LayerIndex } from '../../src/oci/image.ts';
import type { Log } from '../../src/process/log.ts';
import { type RecordingRequest, recordRun } from '../../src/run/recording.ts';
import { digestFor, layerIndex, record } from '../history/samples.ts';
import type { GitHub } from './github/server.ts';

/** A run of one commit that records what it measured. */
export interface Recorder {
  /** Folder of its checkout. */
  readonly cwd: string;
  readonly github: GitHub;
  /** A token of its own, to count its calls; the default one when absent. */
  readonly token?: string;
  /** A number that makes its measurement and its second layer its own. */
  readonly number: number;
  readonly image?: string;
  readonly pace?: RecordingRequest['pace'];
  /** Calls that the run made before. */
  readonly callsBefore?: number;
  readonly signal?: AbortSignal;
}

/** What a recorder told its user. */
export interface Told {
  readonly warnings: readonly string[];
  readonly lines: readonly string[];
}

const BASE = indexOf('base');

function indexOf(name: string): LayerIndex {
  return layerIndex([{ path: name, type: 'file', size: 3_000_000, crc32: 7 }], name);
}

/** A measurement of two layers: one that all have, and one of its own. */
export function measurementOf(number: number, image = 'app'): Measurement {
  const sample = record().measurement;
  const layers = [BASE, indexOf(`${image} ${number}`)].map((index, at) => ({
    digest: digestFor(`blob of ${index.diffId}`),
    diffId: index.diffId,
    download: 1_000_000 * (at + 1) + at * number,
    unpacked: 3_000_000,
    createdBy: 'COPY',
    contents: index.contents,
  }));
  const download = layers.reduce((sum, layer) => sum + layer.download, sample.configSize);
  return { ...sample, image, layers, unpacked: 3_000_000 * layers.length, download };
}

/** Records as the action does, with an image that needs no engine. */
export async function recordAs(recorder: Recorder): Promise<Told> {
  const { cwd, github, token = github.token, number, image = 'app', pace, callsBefore = 0, signal } = recorder;
  const checkout = { cwd, signal };
  await using records = await openRecords({ repository: checkout, branch: 'image-size', maxBehind: 10 });
  const [warnings, lines]: [string[], string[]] = [[], []];
  const measurement = measurementOf(number, image);
  const own = indexOf(`${image} ${number}`);
  const indexes = new Map([BASE, own].map((index) => [digestFor(`blob of ${index.diffId}`), index]));
  await recordRun({
    inputs: { token } as Inputs,
    env: { GITHUB_API_URL: github.url },
    event: {
      event: { kind: 'push', ref: 'refs/heads/main' },
      repository: { owner: 'acme', repo: 'app' },
      ref: 'refs/heads/main',
      onDefaultBranch: true,
      fromFork: false,
    },
    checkout,
    log: { info: (text) => lines.push(text), warning: (text) => warnings.push(text) } as Partial<Log> as Log,
    images: [],
    records,
    measurer: { layerIndex: (digest) => indexes.get(digest) } as Measurer,
    report: { comparisons: [{ head: measurement }] } as unknown as Report,
    client: { ...connect({ token }), calls: () => callsBefore },
    ...(pace === undefined ? {} : { pace }),
  });
  return { warnings, lines };
}
