import { advise } from '../../src/explain/advice/advise.ts';
import type { AdviceSubject } from '../../src/explain/advice/subject.ts';
import { stackLayers } from '../../src/measure/final-tree.ts';
import type { Advice, AdviceRule } from '../../src/model/advice.ts';
import type { LayerSource } from '../../src/model/layer.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import type { LayerEntry, LayerIndex } from '../../src/oci/image.ts';
import { measurement } from './measurements.ts';

/** A file: its bytes alone, or with a number that identifies its content, and its package. */
export type FileRow =
  | number
  | { readonly size: number; readonly content?: number; readonly owner?: string; readonly links?: readonly string[] };

export interface LayerSpec {
  /** The instruction as written in a Dockerfile. */
  readonly by: string;
  readonly stage?: string;
  /** Paths without leading '/'. */
  readonly files?: Readonly<Record<string, FileRow>>;
  readonly removes?: readonly string[];
}

export interface SubjectSpec {
  /** Layers of the base image. */
  readonly base?: readonly LayerSpec[];
  /** Base image of the measurement; by default debian without the tag of a variant; null for an unknown one. */
  readonly baseImage?: string | null;
  readonly own?: readonly LayerSpec[];
  readonly config?: Partial<Measurement['config']>;
  /** What packages require: package URLs without version by package URL. */
  readonly requires?: Readonly<Record<string, readonly string[]>>;
  /** Whether a layer's Dockerfile lines are unknown. */
  readonly lines?: boolean;
}

/** A megabyte. */
export const MB = 1_000_000;

const SERVICE = { user: '10001', entrypoint: ['/app/service'], cmd: [], exposedPorts: [] };
let contents = 1;

/** The subject of advice. Its own instructions are on lines 2, 3, … of `Dockerfile`, and the image starts a service as a user other than root. */
export function subjectOf({
  base = [],
  baseImage = 'docker.io/library/debian:bookworm-slim',
  own = [],
  config = {},
  lines = true,
  requires = {},
}: SubjectSpec): AdviceSubject {
  const specs = [...base, ...own];
  const indexes = specs.map(indexOf);
  const measured = measurement({
    layers: specs.map(({ by }, at) => [`${at}`, 1, 1, by] as const),
    config: { ...SERVICE, ...config },
    ...(baseImage === null ? {} : { base: { image: baseImage, layers: base.length } }),
  });
  const layers = measured.layers.map((layer, at) =>
    at < base.length || !lines ? layer : { ...layer, source: sourceOf(specs[at] as LayerSpec, at - base.length + 2) },
  );
  return {
    measurement: { ...measured, layers },
    layers: indexes.map(({ entries }) => entries),
    packages: indexes.map(({ packages = [] }) => packages),
    requires: indexes.map(({ packages = [] }) => packages.map((purl) => requires[purl] ?? [])),
    ...stackLayers(indexes),
  };
}

/** The advice of one rule on an image. */
export function adviceOf(rule: AdviceRule, spec: SubjectSpec): readonly Advice[] {
  return advise(subjectOf(spec)).filter((advice) => advice.rule === rule);
}

function sourceOf({ by, stage }: LayerSpec, line: number): LayerSource {
  return {
    file: 'Dockerfile',
    instruction: by,
    lines: { start: line, end: line },
    ...(stage === undefined ? {} : { stage }),
  };
}

function indexOf({ files = {}, removes = [] }: LayerSpec): LayerIndex {
  const packages: string[] = [];
  const entries = Object.entries(files).flatMap(([path, row]) => entriesOf(path, row, packages));
  const whiteouts = removes.map((path): LayerEntry => ({ path, type: 'whiteout', size: 0 }));
  return { diffId: '', tarSize: 0, unpacked: 0, contents: '', entries: [...whiteouts, ...entries], packages };
}

function entriesOf(path: string, row: FileRow, packages: string[]): readonly LayerEntry[] {
  const { size, content = contents++, owner, links = [] } = typeof row === 'number' ? { size: row } : row;
  if (owner !== undefined && !packages.includes(owner)) packages.push(owner);
  const owned = owner === undefined ? {} : { owner: packages.indexOf(owner) };
  const file: LayerEntry = { path, type: 'file', size, crc32: content, ...owned };
  return [
    file,
    ...links.map((link): LayerEntry => ({ path: link, type: 'hardlink', size: 0, linkTarget: path, ...owned })),
  ];
}
