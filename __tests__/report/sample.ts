import type { CheckChange, ClauseResult, Comparison, ConditionResult } from '../../src/model/comparison.ts';
import type { Clause } from '../../src/model/condition.ts';
import type { Report, Trend } from '../../src/model/document.ts';
import type { Account, Explanation } from '../../src/model/explanation.ts';
import type { LayerChange, LayerSize, LayerSource } from '../../src/model/layer.ts';
import type { CheckResult, MeasuredLayer, Measurement } from '../../src/model/measurement.ts';
import type { Verdict } from '../../src/model/verdict.ts';

export const COMMIT = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d';
export const ORIGIN = { step: 'build', commit: COMMIT, description: 'first parent of the merge commit' } as const;

const digest = (name: string) => `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64)}`;

/** Sizes of a layer, with a digest made from them. */
export function size(download: number, unpacked: number): LayerSize {
  return { digest: digest(`${download} ${unpacked}`), download, unpacked };
}

export function layer(createdBy: string, download: number, unpacked: number): MeasuredLayer {
  return {
    digest: digest(`${createdBy}z`),
    diffId: digest(createdBy),
    download,
    unpacked,
    createdBy,
    contents: digest(`${createdBy}c`),
  };
}

export function measurement(values: Partial<Measurement> = {}): Measurement {
  return {
    image: 'api',
    platform: 'linux/amd64',
    digest: digest('manifest'),
    download: 23_123_456,
    unpacked: 61_200_345,
    estimated: false,
    files: 3210,
    wasted: 0,
    wastedPaths: [],
    efficiency: 1,
    method: 'buildx-oci',
    configSize: 1500,
    layers: [layer('COPY . /app # buildkit', 23_121_956, 61_200_345)],
    config: { user: 'app', entrypoint: ['python3'], cmd: [], exposedPorts: ['8000/tcp'] },
    versions: { 'image-size-gate': '0.1.0', docker: '28.5.2', buildx: '0.29.1', driver: 'docker' },
    ...values,
  };
}

export function clause(values: Partial<ClauseResult> & Pick<Clause, 'metric' | 'limit'>): ClauseResult {
  return { growth: false, unit: 'bytes', actual: null, exceeded: false, ...values };
}

export function condition(
  text: string,
  verdict: ConditionResult['verdict'],
  clauses: readonly ClauseResult[],
  reason?: string,
): ConditionResult {
  const [first] = clauses;
  return {
    text,
    level: verdict === 'warn' ? 'warn' : 'fail',
    verdict,
    metric: first?.metric ?? 'unpacked',
    actual: first?.actual ?? null,
    limit: first?.limit ?? 0,
    clauses,
    ...(reason === undefined ? {} : { reason }),
  };
}

export function comparison(values: Partial<Comparison> = {}): Comparison {
  const head = values.head === undefined ? measurement() : values.head;
  const baseline = values.baseline === undefined ? { ...measurement(), origin: ORIGIN } : values.baseline;
  const sameLayers: readonly LayerChange[] = (head?.layers ?? []).map((item) => {
    const same = size(item.download, item.unpacked);
    return { kind: 'unchanged', createdBy: item.createdBy, before: same, after: same };
  });
  return {
    image: 'api',
    platform: 'linux/amd64',
    verdict: 'pass',
    growth: { download: 0, unpacked: 0, newBytes: 0 },
    conditions: [],
    notes: [],
    layers: sameLayers,
    file: 'Dockerfile',
    ...values,
    baseline,
    head,
  };
}

export function report(verdict: Verdict, ...comparisons: readonly Comparison[]): Report {
  return { schemaVersion: 1, verdict, comparisons };
}

/** An image whose package installation grew far beyond its limits. */
export function grown(image = 'api', platform = 'linux/amd64'): Comparison {
  const before = { download: 23_123_456, unpacked: 61_200_345 };
  const after = { download: 104_823_001, unpacked: 315_480_112 };
  const growth = after.unpacked - before.unpacked;
  const percent = (growth / before.unpacked) * 100;
  const pulled = after.download - before.download;
  return comparison({
    image,
    platform,
    verdict: 'fail',
    baseline: { ...measurement({ image, platform, ...before }), origin: ORIGIN },
    head: measurement({
      image,
      platform,
      ...after,
      wasted: 12_345_678,
      wastedPaths: [
        { path: 'var/cache/apt/pkgcache.bin', bytes: 8_345_678 },
        { path: 'root/.cache/pip/http/a|b `c` @octocat', bytes: 4_000_000 },
      ],
    }),
    growth: { download: pulled, unpacked: growth, newBytes: pulled },
    conditions: [
      condition('unpacked > +2% and > +1 MB', 'fail', [
        clause({ metric: 'unpacked', unit: 'percent', growth: true, limit: 2, actual: percent, exceeded: true }),
        clause({ metric: 'unpacked', growth: true, limit: 1_000_000, actual: growth, exceeded: true }),
      ]),
      condition('download > +2% and > +1 MB', 'fail', [
        clause({
          metric: 'download',
          unit: 'percent',
          growth: true,
          limit: 2,
          actual: (pulled / before.download) * 100,
          exceeded: true,
        }),
        clause({ metric: 'download', growth: true, limit: 1_000_000, actual: pulled, exceeded: true }),
      ]),
      condition('wasted > 3%', 'warn', [
        clause({ metric: 'wasted', unit: 'percent', limit: 3, actual: 3.913, exceeded: true }),
      ]),
      condition('download > 120 MB', 'pass', [
        clause({ metric: 'download', limit: 120_000_000, actual: after.download }),
      ]),
    ],
    layers: [
      {
        kind: 'unchanged',
        createdBy: '/bin/sh -c #(nop) ADD file:4b0 in / ',
        before: size(9e6, 27e6),
        after: size(9e6, 27e6),
      },
      {
        kind: 'changed',
        createdBy:
          'RUN /bin/sh -c apt-get update && apt-get install -y python3-pandas build-essential jupyter-notebook # buildkit',
        before: size(14_000_000, 34_080_000),
        after: size(95_683_000, 287_980_000),
      },
      {
        kind: 'changed',
        createdBy: 'COPY app /app # buildkit',
        before: size(40_000, 120_345),
        after: size(140_001, 500_112),
      },
      { kind: 'removed', createdBy: 'RUN rm -rf /var/lib/apt/lists/*', before: size(83_456, 0), after: null },
    ],
  });
}

/** The same with the lines that made the layers, where they are known. */
export function grownAtLines(source: Partial<LayerSource> = {}): Comparison {
  const known = {
    file: 'docker/Dockerfile',
    stage: 'run',
    instruction: 'RUN apt-get …',
    lines: { start: 12, end: 14 },
  };
  const { layers, ...rest } = grown();
  return {
    ...rest,
    layers: layers.map((layer) =>
      layer.kind === 'changed' && layer.createdBy.startsWith('RUN')
        ? { ...layer, source: { ...known, ...source } }
        : layer,
    ),
  };
}

const addedPackage = (name: string, bytes: number) =>
  ({
    kind: 'added',
    name: `pkg:deb/debian/${name}`,
    before: null,
    after: { versions: ['12.2.0-14'], bytes, files: 100 },
  }) as const;
const account = (packages: Account['packages'], unowned: Account['unowned']): Account => ({
  total: [...packages.lines.map(({ after }) => after?.bytes ?? 0), ...unowned.lines.map(({ change }) => change)].reduce(
    (sum, bytes) => sum + bytes,
    0,
  ),
  packages,
  unowned,
  wasted: 0,
});

/** The same, taken apart into packages, directories and files. */
export function grownExplained(): Comparison {
  const whole = grownAtLines();
  const packages = [
    addedPackage('gcc-12', 91_000_000),
    addedPackage('python3-pandas', 61_000_000),
    addedPackage('g++-12', 40_000_000),
    addedPackage('libpython3.11', 9_000_000),
  ];
  const fonts = { path: 'usr/share/fonts', files: false, before: 0, after: 52_900_000, change: 52_900_000 };
  const app = { path: 'app', files: true, before: 120_345, after: 500_112, change: 379_767 };
  const cc1plus = { path: 'usr/lib/gcc/x86_64-linux-gnu/12/cc1plus', before: null, after: 35_000_000 };
  const [, installed, copied] = whole.layers;
  const explanation: Explanation = {
    ...account({ lines: packages }, { lines: [fonts, app] }),
    directories: { grown: { lines: [fonts, app] }, shrunk: { lines: [] } },
    files: { lines: [cc1plus] },
    moved: { files: 0, bytes: 0, lines: [] },
    renamed: [],
    layers: [
      {
        ...account({ lines: packages }, { lines: [fonts] }),
        position: 1,
        kind: 'changed',
        createdBy: installed?.createdBy ?? '',
        files: { lines: [cc1plus] },
      },
      {
        ...account({ lines: [] }, { lines: [app] }),
        position: 2,
        kind: 'changed',
        createdBy: copied?.createdBy ?? '',
        files: { lines: [{ path: 'app/model.bin', before: 0, after: 379_767 }] },
      },
    ],
  };
  return { ...whole, explanation };
}

/** Sizes every other day, growing slowly, the last of them 59.2 MB. */
export function trend(image = 'api', count = 24): Trend {
  const points = Array.from({ length: count }, (_, at) => ({
    recordedAt: new Date(Date.UTC(2026, 9, 1) + at * 2 * 86_400_000).toISOString(),
    commit: String(at).padStart(40, '0'),
    download: 20_000_000 + at * 120_000,
    unpacked: 53_000_000 + at * 270_000,
  }));
  return { image, platform: 'linux/amd64', points };
}

/** Growth that a user accepted. */
export function accepted(image = 'api'): Comparison {
  const acceptance = { by: 'octocat', at: '2026-11-26T10:12:13Z', kind: 'label', name: 'image-size-accepted' } as const;
  const { conditions, ...rest } = grown(image);
  const judged = conditions.map((each) => (each.verdict === 'fail' ? { ...each, verdict: 'accepted' as const } : each));
  return { ...rest, conditions: judged, verdict: 'accepted', acceptance };
}

/** An image that grew a little, within its limits. */
export function grownLittle(image = 'web', platform = 'linux/amd64'): Comparison {
  const before = measurement({ image, platform });
  const head = measurement({ image, platform, unpacked: before.unpacked + 12_400, download: before.download + 4100 });
  return comparison({
    image,
    platform,
    baseline: { ...before, origin: ORIGIN },
    head,
    growth: { download: 4100, unpacked: 12_400, newBytes: 27_100 },
    layers: [
      {
        kind: 'changed',
        createdBy: 'COPY . /app # buildkit',
        before: size(before.download, before.unpacked),
        after: size(head.download, head.unpacked),
      },
    ],
  });
}

/** An image with nothing to compare with. */
export function added(image = 'worker'): Comparison {
  const reason = 'no baseline to grow from';
  return comparison({
    image,
    verdict: 'new',
    baseline: null,
    head: measurement({ image }),
    growth: { download: null, unpacked: null, newBytes: null },
    layers: [],
    conditions: [
      condition(
        'unpacked > +2% and > +1 MB',
        'skipped',
        [clause({ metric: 'unpacked', growth: true, limit: 2, unit: 'percent' })],
        reason,
      ),
    ],
    notes: ['The Dockerfile does not exist at 1a2b3c4, so there is nothing to compare with'],
  });
}

/** An image whose build failed. */
export function broken(image = 'api'): Comparison {
  const tail = [
    '#8 12.41 E: Unable to locate package python3-pandsa',
    'Dockerfile:7',
    '   6 |     FROM debian:bookworm-slim',
    '   7 | >>> RUN apt-get update && apt-get install -y python3-pandsa',
    'ERROR: failed to build: process "/bin/sh -c apt-get update" did not complete successfully: exit code: 100',
  ];
  return comparison({
    image,
    platform: '',
    verdict: 'error',
    baseline: null,
    head: null,
    growth: { download: null, unpacked: null, newBytes: null },
    layers: [],
    notes: [`docker buildx build of docker/Dockerfile failed with exit code 1\n${tail.join('\n')}`],
  });
}

/** An image that grew beyond its limits only because its base image did. */
export function drifted(image = 'api'): Comparison {
  const before = measurement({ image });
  const head = measurement({ image, unpacked: before.unpacked + 12_345_678, download: before.download + 4_000_000 });
  const growth = { download: 4_000_000, unpacked: 12_345_678, newBytes: 27_000_000 };
  return comparison({
    image,
    verdict: 'inherited',
    baseline: { ...before, origin: ORIGIN },
    head,
    growth,
    drift: {
      image: 'docker.io/library/debian:bookworm-slim',
      before: digest('old base'),
      after: digest('new base'),
      layers: 1,
      inherited: growth,
      own: { download: 0, unpacked: 0, newBytes: 0 },
    },
    conditions: [
      condition(
        'unpacked > +1 MB',
        'inherited',
        [clause({ metric: 'unpacked', growth: true, limit: 1_000_000, actual: 12_345_678, exceeded: true })],
        'the base image debian:bookworm-slim changed, the Dockerfile did not: +12.3 MB of unpacked inherited, 0 B yours',
      ),
    ],
    layers: [
      {
        kind: 'changed',
        createdBy: '/bin/sh -c #(nop) ADD file:4b0 in / ',
        before: size(23_000_000, 60_000_000),
        after: size(27_000_000, 72_345_678),
      },
    ],
  });
}

/** An image that got much smaller, and no longer does what it did. */
export function slimmed(image = 'api'): Comparison {
  const head = measurement({ image, unpacked: 20_000_000, download: 8_000_000 });
  const run = { outcome: 'pass', runs: 3 } as const;
  const earlier: readonly CheckResult[] = [
    { ...run, check: 'python3 -c "import pandas"', seconds: 0.4567, peakMemory: 61_000_000 },
    { ...run, check: 'serves', seconds: 1.25, peakMemory: 92_345_678 },
    { check: 'non-root', outcome: 'fail', reason: 'the user is not set, which is root' },
    { ...run, check: 'runs on arm', seconds: 2 },
  ];
  const checks: readonly CheckChange[] = [
    {
      check: 'python3 -c "import pandas"',
      outcome: 'fail',
      reason: 'exit code 1, expected 0',
      tail: "Traceback (most recent call last):\nModuleNotFoundError: No module named 'pandas'",
      before: 'pass',
    },
    { ...run, check: 'serves', seconds: 0.62, peakMemory: 48_000_000, before: 'pass' },
    { check: 'non-root', outcome: 'pass', before: 'fail' },
    {
      check: 'runs on arm',
      outcome: 'skipped',
      reason: 'the image is for linux/arm64, and the daemon runs linux/amd64 without emulation; passed at the baseline',
      before: 'pass',
    },
    { ...run, check: 'brand new', seconds: 0.04, before: null },
  ];
  return comparison({
    image,
    verdict: 'fail',
    baseline: { ...measurement({ image, checks: earlier }), origin: ORIGIN },
    head: { ...head, checks },
    growth: { download: -15_123_456, unpacked: -41_200_345, newBytes: 8_000_000 },
    checks,
  });
}
