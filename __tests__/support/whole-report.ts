import type { Comparison } from '../../src/model/comparison.ts';
import type { Contents } from '../../src/model/contents.ts';
import type { Report } from '../../src/model/document.ts';
import type { Account, Explanation, PackageChange } from '../../src/model/explanation.ts';
import type { LayerSource } from '../../src/model/layer.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import type { HistoryEntry, MeasurementRecord } from '../../src/model/record.ts';
import type { Filled } from './filled.ts';

/** Samples with every key of the documents, whose numbers agree. The type of each names a key that is missing. */

const hex = (digit: string) => `sha256:${digit.repeat(64)}`;
const COMMIT = 'c'.repeat(40);
const TIME = '2026-11-23T16:40:00Z';
const PLATFORM = 'linux/amd64';

const source: Filled<LayerSource> = {
  file: 'Dockerfile',
  stage: 'build',
  instruction: 'RUN make',
  lines: { start: 3, end: 4 },
  inferred: true,
};

const layer = (name: string, download: number, unpacked: number, createdBy: string) => ({
  digest: hex(name),
  diffId: hex(name),
  download,
  unpacked,
  createdBy,
  contents: hex(name),
  compressor: 'gzip go-1.27',
  source,
});

const check: Filled<NonNullable<Measurement['checks']>[number]> = {
  check: 'starts',
  outcome: 'pass',
  reason: 'it printed what it should',
  tail: 'ready',
  output: hex('7'),
  command: hex('8'),
  seconds: 0.25,
  peakMemory: 5000,
  runs: 3,
};

const config = { user: 'app', entrypoint: ['/app'], cmd: ['serve'], exposedPorts: ['8000/tcp'] } as const;
const base = { image: 'docker.io/library/debian:12', digest: hex('9'), layers: 1 };

const before: Filled<Measurement> = {
  image: 'api',
  platform: PLATFORM,
  digest: hex('0'),
  download: 530,
  unpacked: 1600,
  estimated: false,
  files: 3,
  wasted: 0,
  wastedPaths: [{ path: 'var/log/empty', bytes: 0 }],
  efficiency: 1,
  method: 'buildx-oci',
  configSize: 10,
  layers: [
    layer('1', 400, 1000, 'ADD rootfs.tar /'),
    layer('2', 100, 500, 'COPY app /opt'),
    layer('3', 20, 100, 'RUN fetch old'),
  ],
  config,
  versions: { 'image-size-gate': '0.1.0', docker: '28.5.2' },
  base,
  dockerfile: hex('a'),
  build: { seconds: 1.5, steps: 4, cached: 1 },
  output: { settings: 'compression=zstd', applied: true },
  converted: { layers: 1, from: 'zstd', to: 'gzip' },
  recipe: hex('b'),
  checks: [check],
};

const head: Filled<Measurement> = {
  ...before,
  download: 640,
  unpacked: 2050,
  files: 5,
  wasted: 50,
  wastedPaths: [{ path: 'opt/app', bytes: 50 }],
  efficiency: 0.95,
  layers: [
    layer('1', 400, 1000, 'ADD rootfs.tar /'),
    layer('4', 200, 900, 'COPY app /opt'),
    layer('5', 30, 150, 'RUN pip install'),
  ],
};

const contained = {
  kind: 'own',
  name: 'pkg:golang/stdlib',
  before: { versions: ['1.25'], bytes: 30 },
  after: { versions: ['1.26'], bytes: 40 },
} as const;
const within = { lines: [contained], more: { count: 1, change: 3 } } as const;

const pip: Filled<PackageChange> = {
  kind: 'added',
  name: 'pkg:pypi/pip',
  source: 'pkg:pypi/python-pip',
  before: null,
  after: { versions: ['2'], bytes: 150, files: 3, contains: ['pkg:golang/uv@1'] },
  within,
  sections: {
    lines: [{ kind: 'layer', name: 'dependencies', before: 20, after: 30 }],
    more: { count: 1, change: 4 },
  },
};

/** 200 bytes in packages and 50 that a later layer overwrites; the rest is in no package. */
const account = (total: number): Filled<Account> => ({
  total,
  packages: { lines: [pip], more: { count: 1, change: 50 } },
  groups: {
    lines: [
      {
        by: 'required',
        name: pip.name,
        heads: ['pkg:pypi/app'],
        change: 190,
        brought: 1,
        dropped: 0,
        upgraded: 2,
        packages: { lines: [pip], more: { count: 1, change: 40 } },
      },
    ],
    more: { count: 1, change: 10 },
  },
  unowned: {
    lines: [{ path: 'opt', files: true, before: 600, after: 850, change: total - 260, within }],
    more: { count: 1, change: 10 },
  },
  wasted: 50,
});

const file = { path: 'opt/app', from: 'opt/app.old', before: 500, after: 850, within } as const;
const directory = (change: number) => ({ path: 'opt', files: false, before: 600, after: 850, change, within });

const explanation: Filled<Explanation> = {
  ...account(450),
  directories: {
    grown: { lines: [directory(490)], more: { count: 1, change: 10 } },
    shrunk: { lines: [directory(-90)], more: { count: 1, change: -10 } },
  },
  files: { lines: [file], more: { count: 2, change: 50 } },
  moved: { files: 1, bytes: 500, lines: [file] },
  renamed: [{ from: 'opt/lib-1', to: 'opt/lib-2', before: 5, after: 6 }],
  layers: [
    {
      ...account(400),
      position: 1,
      kind: 'changed',
      createdBy: 'COPY app /opt',
      source,
      files: { lines: [file], more: { count: 1, change: 0 } },
    },
  ],
  inherited: account(100),
  own: account(350),
};

/** The files `bin/sh`, `opt/app`, `opt/old` (removed) and `opt/pip/…` (added). */
export const contents: Filled<Contents> = {
  owners: ['pkg:deb/debian/dash@1', 'pkg:pypi/pip@2'],
  shared: [0, 0, 4, 4],
  rest: ['bin/sh', 'opt/app', 'old', 'pip/…'],
  before: [1000, 500, 100, null],
  after: [1000, 850, null, 150],
  was: [0, 1, 2, null],
  layer: [0, 1, null, 2],
  owner: [0, null, null, 1],
  from: { 1: 'opt/app.old' },
  folded: { 3: 3 },
};

const growth = { download: 110, unpacked: 450, newBytes: 230 };
const split = { inherited: { download: 0, unpacked: 0, newBytes: 0 }, own: growth };
const size = (name: string, download: number, unpacked: number) => ({
  digest: hex(name),
  download,
  unpacked,
  compressor: 'gzip go-1.27',
});

export const comparison: Filled<Comparison> = {
  image: 'api',
  platform: PLATFORM,
  verdict: 'accepted',
  baseline: { ...before, origin: { step: 'build', commit: COMMIT, description: 'built' } },
  head,
  growth,
  layers: [
    {
      kind: 'unchanged',
      createdBy: 'ADD rootfs.tar /',
      before: size('1', 400, 1000),
      after: size('1', 400, 1000),
      was: 0,
      source,
    },
    {
      kind: 'changed',
      createdBy: 'COPY app /opt',
      before: size('2', 100, 500),
      after: size('4', 200, 900),
      was: 1,
      source,
    },
    { kind: 'removed', createdBy: 'RUN fetch old', before: size('3', 20, 100), after: null, was: 2 },
    { kind: 'added', createdBy: 'RUN pip install', before: null, after: size('5', 30, 150), source },
  ],
  conditions: [
    {
      text: 'unpacked > +100 B',
      level: 'fail',
      verdict: 'accepted',
      metric: 'unpacked',
      actual: 450,
      limit: 100,
      clauses: [
        {
          metric: 'unpacked',
          growth: true,
          unit: 'bytes',
          limit: 100,
          actual: 450,
          exceeded: true,
          reason: 'a reason of the clause',
        },
      ],
      reason: 'a reason of the condition',
      apart: true,
    },
  ],
  notes: ['a note'],
  file: 'Dockerfile',
  drift: { image: base.image, before: hex('9'), after: hex('6'), layers: 1, ...split },
  split: { before: base, after: base, ...split },
  uncommitted: { git: 20, files: 30, download: 10, places: [{ path: 'node_modules/', bytes: 30 }] },
  explanation,
  checks: [{ ...check, before: 'pass' }],
  noise: 5,
  advice: [
    {
      rule: 'overwritten',
      title: 'A later layer overwrites files',
      bytes: 50,
      security: true,
      layer: 1,
      source,
      where: 'Dockerfile:3',
      change: 'Delete them in the layer that makes them.',
      paths: [{ path: 'opt/app', bytes: 50 }],
    },
  ],
  unaffected: true,
  baselineError: true,
  acceptance: { by: 'octocat', at: TIME, kind: 'label', name: 'image-size-accepted' },
  contents,
  inventory: {
    packages: [
      {
        purl: 'pkg:deb/debian/libc6@2.41?arch=amd64',
        bytes: 1000,
        files: 1,
        layers: [0],
        contains: ['pkg:generic/gconv'],
      },
      { purl: 'pkg:pypi/pip@2', bytes: 150, files: 3, layers: [2], contains: ['pkg:golang/uv@1'] },
    ],
    unowned: 850,
  },
};

/** A second way to build the same. */
const slim: Filled<Comparison> = {
  ...comparison,
  image: 'api-slim',
  baseline: { ...comparison.baseline, image: 'api-slim' },
  head: { ...head, image: 'api-slim' },
} as Filled<Comparison>;

const row = ({ image, verdict }: Comparison) => ({
  image,
  measurement: { ...head, image, checks: comparison.checks },
  verdict,
});

/** A report of two images, one a variant of the other. */
export const wholeReport: Filled<Report> = {
  schemaVersion: 1,
  verdict: 'error',
  part: 'linux',
  commit: COMMIT,
  comparisons: [comparison, slim],
  trends: [
    {
      image: 'api',
      platform: PLATFORM,
      points: [{ recordedAt: TIME, commit: COMMIT, download: 530, unpacked: 1600, release: 'v1', rebuilt: true }],
    },
  ],
  missing: [{ part: 'windows', reason: 'its job was cancelled' }],
  proposals: [
    { image: 'api', platform: PLATFORM, metric: 'unpacked', from: 9000, to: 7000, records: 10, text: '- a\n+ b' },
  ],
  variants: [
    {
      platform: PLATFORM,
      rows: [
        { ...row(comparison), change: null },
        { ...row(slim), change: { download: 0, unpacked: 0, newBytes: 0 } },
      ],
    },
  ],
  totals: [
    {
      image: 'api',
      platforms: [PLATFORM],
      download: { before: 530, after: 640 },
      unpacked: { before: 1600, after: 2050 },
    },
  ],
};

export const record: Filled<MeasurementRecord> = {
  schemaVersion: 1,
  commit: COMMIT,
  recordedAt: TIME,
  release: 'v1',
  rebuilt: true,
  measurement: head,
};

export const historyEntry: Filled<HistoryEntry> = {
  recordedAt: TIME,
  commit: COMMIT,
  platform: PLATFORM,
  download: 640,
  unpacked: 2050,
  release: 'v1',
  rebuilt: true,
};
