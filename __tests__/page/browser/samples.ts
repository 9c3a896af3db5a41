import type { Comparison, Report, Trend } from '../../../src/compare/comparison.ts';
import type { Explanation } from '../../../src/compare/explanation.ts';
import type { Measurement } from '../../../src/measure/measurement.ts';
import { added, broken, drifted, grownAtLines, grownLittle, layer, report, slimmed } from '../../report/sample.ts';

const BASE = { image: 'docker.io/library/debian:bookworm-slim', layers: 1 };

/** The grown image with layers on both sides, as a real measurement has them. */
export function grownOnBase(image = 'api'): Comparison {
  const grown = grownAtLines();
  const { baseline, head } = grown;
  return {
    ...grown,
    image,
    baseline: baseline && { ...baseline, image, base: BASE, layers: layersAt(grown, 'before') },
    head: head && { ...head, image, base: BASE, layers: layersAt(grown, 'after') },
    explanation: EXPLANATION,
    advice: [
      {
        rule: 'cache',
        title: 'The package lists stay in the image.',
        bytes: 18_000_000,
        where: 'docker/Dockerfile:12',
        change: 'Remove them in the step that fetches them.\nRUN apt-get update && rm -rf /var/lib/apt/lists/*',
        paths: [{ path: 'var/lib/apt/lists', bytes: 18_000_000 }],
      },
    ],
  };
}

function layersAt({ layers }: Comparison, side: 'before' | 'after'): Measurement['layers'] {
  return layers.flatMap(({ createdBy, [side]: size }) =>
    size === null ? [] : [{ ...layer(createdBy, size.download, size.unpacked), ...size }],
  );
}

const NO_LINES = { lines: [] } as const;
const EXPLANATION: Explanation = {
  total: 254_279_767,
  packages: {
    lines: [
      {
        kind: 'added',
        name: 'pkg:deb/debian/python3-pandas',
        before: null,
        after: { versions: ['1.5.3'], bytes: 253_900_000, files: 1200 },
      },
    ],
  },
  unowned: { lines: [{ path: 'app', files: false, before: 120_345, after: 500_112, change: 379_767, count: 3 }] },
  wasted: 0,
  directories: { grown: NO_LINES, shrunk: NO_LINES },
  files: NO_LINES,
  moved: { files: 0, bytes: 0, lines: [] },
  renamed: [],
  layers: [],
} as unknown as Explanation;

/** Sixty records, of which three are releases. */
export const TREND: Trend = {
  image: 'api',
  platform: 'linux/amd64',
  points: Array.from({ length: 60 }, (_, at) => ({
    recordedAt: new Date(Date.UTC(2026, 0, 1 + at * 3)).toISOString(),
    commit: String(at).padStart(2, '0').repeat(20),
    download: 20_000_000 + at * 50_000,
    unpacked: 52_000_000 + at * 150_000,
    ...(at % 20 === 9 ? { release: `v1.${Math.floor(at / 20)}.0` } : {}),
  })),
};

/** A report with one image of every kind. */
export function everyKind(): Report {
  const comparisons = [grownOnBase(), grownLittle(), added(), broken('job'), drifted('cron'), slimmed('mini')];
  return {
    ...report('fail', ...comparisons),
    trends: [TREND],
    totals: [
      {
        image: 'api',
        platforms: ['linux/amd64', 'linux/arm64'],
        download: { before: 40e6, after: 190e6 },
        unpacked: { before: 120e6, after: 620e6 },
      },
    ],
    missing: [{ part: 'arm', reason: 'no artifact of it in this run' }],
  };
}

/** Every text of a report replaced by what would do harm, if it were taken for anything else than text. */
export function hostile(attack: string): Report {
  const harmless = new Set([
    'kind',
    'verdict',
    'level',
    'metric',
    'unit',
    'method',
    'step',
    'outcome',
    'before',
    'recordedAt',
    'rule',
  ]);
  return JSON.parse(JSON.stringify(everyKind()), function (this: unknown, key, value: unknown) {
    if (typeof value !== 'string' || harmless.has(key)) return value;
    return `${attack}${value}`;
  }) as Report;
}
