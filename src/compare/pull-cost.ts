import type { Comparison } from '../model/comparison.ts';
import type { PullCost, Transfer } from '../model/growth.ts';
import type { Measurement } from '../model/measurement.ts';

/** 100 Mbit/s: 12.5 MB in a second. */
const BANDWIDTH = 100_000_000;

/** What a pull of the head costs at a bandwidth in bits per second; null where it was not measured. */
export function pullCost(
  { head, baseline, growth }: Pick<Comparison, 'head' | 'baseline' | 'growth'>,
  bandwidth: number = BANDWIDTH,
): PullCost | null {
  if (head === null) return null;
  const transfer = (bytes: number | null): Transfer | null =>
    bytes === null ? null : { bytes, seconds: (bytes * 8) / bandwidth };
  const { newBytes } = growth;
  const isSame = baseline?.digest === head.digest && head.digest !== '';
  return {
    bandwidth,
    cold: { bytes: head.download, seconds: (head.download * 8) / bandwidth },
    warm: transfer(newBytes),
    onBase: transfer(bytesOnBase(head)),
    stored: newBytes === null ? null : newBytes + (isSame ? 0 : head.configSize),
    estimated: head.estimated,
  };
}

/** Bytes of the config and of the layers that the base image does not have, copies once. */
function bytesOnBase({ base, layers, configSize }: Measurement): number | null {
  if (base === undefined) return null;
  const had = new Set(layers.slice(0, base.layers).map(({ digest }) => digest));
  let bytes = configSize;
  for (const { digest, download } of layers.slice(base.layers)) {
    if (!had.has(digest)) bytes += download;
    had.add(digest);
  }
  return bytes;
}
