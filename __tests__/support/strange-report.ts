import { compareImage } from '../../src/compare/compare.ts';
import { parseGates } from '../../src/config/gates.ts';
import { formatRecord } from '../../src/history/record-file.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Report } from '../../src/model/document.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { recordPath } from '../../src/model/record.ts';
import { createReport } from '../../src/model/report.ts';
import { filed } from '../exchange/samples.ts';
import type { ArtifactSeed } from './github/seeds.ts';
import { makeZip } from './makeZip.ts';
import { measurement } from './measurements.ts';
import type { GitPullRequest } from './runner/repository.ts';

/** The artifact of a fork's run, made without a run: like the gate of the fork scene writes it, or changed by an attacker. */
export const ENTRY = 'image-size-gate.json';
export const ARTIFACT = 'image-size-gate-report';
export const PLATFORM = 'linux/amd64';

type Pull = Pick<GitPullRequest, 'base' | 'head'>;

/** The image of the fork scene with this many bytes of data. */
export function measuring(unpacked: number, spec: Partial<Measurement> = {}): Measurement {
  const { layers: _, ...rest } = spec;
  const layers = [['os', 400_000, 1_000_000, 'ADD rootfs.tar /'] as const];
  const data = [`data${unpacked}`, Math.ceil(unpacked / 2), unpacked - 1_000_000, 'COPY data /data'] as const;
  return filed(measurement({ image: 'app', platform: PLATFORM, ...rest, layers: [...layers, data] }));
}

export const BASE = measuring(3_000_000);
/** 1,000,000 bytes more, where 500,000 are allowed. */
export const HEAD = measuring(4_000_000);

export interface Claim {
  readonly head?: Measurement;
  readonly baseline?: Measurement | null;
  /** Claimed commit of the baseline; by default the pull request's base. */
  readonly commit?: string;
  readonly failIf?: readonly string[];
}

/** One consistent comparison, whatever it claims. */
export function claimed({ base }: Pull, claim: Claim = {}): Comparison {
  const { head = HEAD, baseline = BASE, failIf = ['unpacked > +500 kB'], commit = base } = claim;
  const { image, platform } = head;
  return compareImage({
    image,
    baseline:
      baseline === null
        ? { kind: 'none', reason: 'nothing was there' }
        : {
            kind: 'measured',
            origin: { step: 'build', commit, description: 'built' },
            measurement: { ...baseline, image, platform },
          },
    head,
    conditions: parseGates({ failIf, warnIf: [] }, [image])(image),
  });
}

export const reportOf = (pull: Pull, ...comparisons: readonly Comparison[]): Report =>
  createReport(comparisons, { commit: pull.head });

/** The real pull request. */
export const honest = (pull: Pull): Report => reportOf(pull, claimed(pull));

const RAW = /"@raw:([^"]*)"/g;
/** A value that JSON.stringify never writes, such as `1e999`. */
export const raw = (text: string): string => `@raw:${text}`;

/** The JSON of a value with one changed place, such as `comparisons.0.head.download`. */
export function changed(value: unknown, place: string, to: unknown): string {
  const copy = structuredClone(value) as Record<string, unknown>;
  const keys = place.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((each, key) => each[key] as Record<string, unknown>, copy);
  parent[last] = to;
  return JSON.stringify(copy).replace(RAW, '$1');
}

/** The artifact like the gate uploads it. `json` may be a report or a text. */
export function artifact(json: unknown, seed: Partial<ArtifactSeed> = {}): ArtifactSeed {
  const data = typeof json === 'string' ? json : JSON.stringify(json);
  return { name: ARTIFACT, bytes: makeZip([{ name: ENTRY, data }]), ...seed };
}

/** The data branch after a push of the base commit. */
export function recordsOf({ base }: Pull, ...measurements: readonly Measurement[]): Readonly<Record<string, string>> {
  const all = measurements.length > 0 ? measurements : [BASE];
  return Object.fromEntries(
    all.map((each) => [
      recordPath(each.image, each.platform, base),
      formatRecord({ schemaVersion: 1, commit: base, recordedAt: '2026-11-01T10:00:00Z', measurement: each }),
    ]),
  );
}
