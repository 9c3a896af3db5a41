import { compareVariants } from '../../src/compare/variants.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Report } from '../../src/model/document.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { createReport } from '../../src/model/report.ts';
import { broken, comparison, layer, measurement } from './sample.ts';

const BASE = layer('debian.sh --arch amd64 out/ bookworm', 29_000_000, 74_500_000);
const base = { image: 'docker.io/library/debian:bookworm-slim', layers: 1 };

/** A way to build `trading` with one layer of its own. */
export function variant(
  image: string,
  download: number,
  unpacked: number,
  more: Partial<Measurement> = {},
): Comparison {
  const layers = [BASE, layer(`COPY ${image} /app`, download - BASE.download - 1500, unpacked - BASE.unpacked)];
  const head = measurement({ image, download, unpacked, layers, base, digest: `sha256:${image}`, ...more });
  return comparison({ image, verdict: 'pass', head });
}

/** Three ways to build one application, one of which fails a check and one of which was built by the cache alone. */
export function variantReport(first = 'trading'): Report {
  const comparisons = [
    variant(first, 537_000_000, 1_740_000_000, {
      config: { user: '', entrypoint: [], cmd: [], exposedPorts: [] },
      build: { seconds: 175.2, steps: 6, cached: 0 },
      wasted: 120_000_000,
      wastedPaths: [{ path: 'var/cache/apt/a|b`c` @octocat', bytes: 90_000_000 }],
      checks: [
        { check: 'python3 -m trading --self-check', outcome: 'pass', seconds: 1.234, peakMemory: 81_000_000, runs: 3 },
        { check: 'user: non-root', outcome: 'fail', reason: 'the user is root' },
      ],
    }),
    variant('optimized', 89_400_000, 255_000_000, {
      build: { seconds: 55.04, steps: 7, cached: 0 },
      checks: [
        { check: 'python3 -m trading --self-check', outcome: 'pass', seconds: 1.1, peakMemory: 80_000_000, runs: 3 },
        { check: 'user: non-root', outcome: 'pass' },
      ],
    }),
    variant('minimal', 71_200_000, 193_000_000, {
      build: { seconds: 0.81, steps: 8, cached: 8 },
      checks: [
        { check: 'python3 -m trading --self-check', outcome: 'skipped', reason: 'the builder cannot load the image' },
        { check: 'user: non-root', outcome: 'pass' },
      ],
    }),
    { ...broken('broken'), platform: '' },
  ];
  const images = ['optimized', 'minimal', 'broken'].map((name) => ({ name, variantOf: first }));
  const variants = compareVariants([{ name: first }, ...images], comparisons);
  return { ...createReport(comparisons), variants };
}
