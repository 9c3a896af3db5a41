import { compareImage, compareRemoved } from '../../../src/compare/compare.ts';
import type { Comparison } from '../../../src/model/comparison.ts';
import { parseCondition } from '../../../src/model/condition.ts';
import type { Report, Trend } from '../../../src/model/document.ts';
import type { Explanation } from '../../../src/model/explanation.ts';
import type { Measurement } from '../../../src/model/measurement.ts';
import { withoutContents } from '../../../src/model/report.ts';
import {
  accepted,
  added,
  broken,
  drifted,
  grownAtLines,
  grownLittle,
  layer,
  ORIGIN,
  report,
  slimmed,
} from '../../report/sample.ts';
import { measurement } from '../../support/measurements.ts';
import { contentsOf, type FileSpec } from '../../support/page-files.ts';
import { sampleFiles } from '../../support/page-sample.ts';

const BASE = { image: 'docker.io/library/debian:bookworm-slim', layers: 1 };

/** An image that grew, with layers on both sides as in a real measurement. */
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

/** Sixty records; three of them are releases. */
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

const INSTRUCTIONS = [
  '/bin/sh -c #(nop) ADD file:1 in /',
  'RUN /bin/sh -c apt-get install -y python3 # buildkit',
  'RUN /bin/sh -c pip install -r requirements.txt # buildkit',
  'COPY . /app # buildkit',
];
/** Dockerfile lines of `INSTRUCTIONS`. */
const LINES = [1, 5, 9, 14];

/** An image with its files in the report. Its layers measure the sum of their files, and a third of that in the registry. */
export function filed(image = 'shop', files: readonly FileSpec[] = sampleFiles()): Comparison {
  const compared = compareImage({
    image,
    baseline: { kind: 'measured', measurement: sideOf(image, files, 'before'), origin: ORIGIN },
    head: sideOf(image, files, 'after'),
    conditions: [parseCondition('unpacked > +2% and > +1 MB', 'fail')],
  });
  return { ...compared, contents: contentsOf(files) };
}

/** A new image with its files, without a baseline. */
export function filedAnew(image = 'shop'): Comparison {
  const files = sampleFiles().flatMap(({ before: _, ...spec }) => (spec.after === null ? [] : [spec]));
  const baseline = { kind: 'none', reason: 'it is new' } as const;
  const compared = compareImage({ image, baseline, head: sideOf(image, files, 'after'), conditions: [] });
  return { ...compared, contents: contentsOf(files) };
}

/** A removed image with its files: its Dockerfile is gone. */
export function filedAway(image = 'legacy'): Comparison {
  const files = sampleFiles().flatMap(({ after: _, ...spec }) => (spec.before === null ? [] : [spec]));
  const baseline = { kind: 'measured', measurement: sideOf(image, files, 'before'), origin: ORIGIN } as const;
  return { ...compareRemoved({ image, baseline }), contents: contentsOf(files) };
}

function sideOf(image: string, files: readonly FileSpec[], side: 'before' | 'after'): Measurement {
  const place = side === 'before' ? 'was' : 'layer';
  const sizes = INSTRUCTIONS.map((_, at) =>
    files.reduce((sum, spec) => sum + ((spec[place] ?? 0) === at ? (spec[side] ?? 0) : 0), 0),
  );
  const measured = measurement({
    image,
    files: files.filter((spec) => typeof spec[side] === 'number').length,
    base: BASE,
    layers: INSTRUCTIONS.map((by, at) => [`${at}-${sizes[at]}`, Math.round(sizes[at]! / 3), sizes[at]!, by]),
  });
  const layers = measured.layers.map((each, at) => {
    const lines = { start: LINES[at]!, end: LINES[at]! };
    const source = { file: 'docker/Dockerfile', stage: 'runtime', instruction: each.createdBy, lines };
    return at === 0 ? each : { ...each, source };
  });
  return { ...measured, layers };
}

/** A report with one image of every kind. Two of them have files. */
export function everyKind(): Report {
  const comparisons = [
    grownOnBase(),
    grownLittle(),
    added(),
    broken('job'),
    drifted('cron'),
    slimmed('mini'),
    filed('shop'),
    accepted('billing'),
    filedAway('legacy'),
  ];
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

/** A report with `attack` in front of every text. It would do harm if a text were taken for anything else. */
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
  const report = JSON.parse(
    JSON.stringify(withoutContents(everyKind())),
    function (this: unknown, key, value: unknown) {
      if (typeof value !== 'string' || harmless.has(key)) return value;
      return `${attack}${value}`;
    },
  ) as Report;
  return { ...report, comparisons: report.comparisons.map((each) => ({ ...each, contents: hostileFiles(attack) })) };
}

/** Files whose names are as long as a file system allows. */
function hostileFiles(attack: string): NonNullable<Comparison['contents']> {
  const name = attack.slice(0, 250);
  return contentsOf([
    { path: `${name}/${name}`, before: 10, after: 20_000, owner: `pkg:deb/${attack}@${attack}`, from: name },
    { path: 'usr/bin/true', before: 30_000, after: null, owner: attack },
  ]);
}
