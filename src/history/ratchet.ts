import { type Cap, tightestCap } from '../compare/cap.ts';
import type { Condition } from '../model/condition.ts';
import type { Ratchet } from '../model/document.ts';
import { samePlatform } from '../model/platform.ts';
import type { HistoryEntry, HistoryMetric } from '../model/record.ts';
import { bytesPerUnit } from '../text/amount.ts';

/** Consecutive records for which a size must have stayed down. */
const DEFAULT_RECORDS = 10;
/** "Well below": by this share of the cap. */
const FALL = 0.05;
/** Room left above the largest of those records. */
const ROOM = 1.02;

const METRICS = ['download', 'unpacked'] as const satisfies readonly HistoryMetric[];

/** The history and conditions of one image on one platform. */
export interface RatchetRequest {
  /** The image's history, all platforms. */
  readonly history: readonly HistoryEntry[];
  readonly conditions: readonly Condition[];
  readonly image: string;
  readonly platform: string;
  readonly records?: number;
}

/**
 * Proposes a tighter cap where an image shrank by at least 5 % of the cap, to at least 5 % below it. It must have stayed there for the last
 * `records` records. The new cap is the largest of these plus 2 %, rounded up to a round number in the unit of the old cap. Null where there is no proposal.
 * A cap is for every platform, so no platform may be near it. Releases, which may be of an older line, count for the largest only. The caller must
 * check whether the condition also gates other images.
 */
export function proposeRatchet(request: RatchetRequest): Ratchet | null {
  for (const metric of METRICS) {
    const cap = tightestCap(request.conditions, metric);
    const proposal = cap === undefined ? null : proposeFor(metric, cap, request);
    if (proposal !== null) return proposal;
  }
  return null;
}

function proposeFor(metric: HistoryMetric, cap: Cap, request: RatchetRequest): Ratchet | null {
  const { image, platform, records = DEFAULT_RECORDS } = request;
  const spell = lastSpell(request, records);
  if (spell === null) return null;
  const sizes = spell.lasting.map((entry) => entry[metric]);
  const largest = Math.max(...sizes);
  const isFallen = spell.earlier.some((entry) => entry[metric] >= largest + cap.bytes * FALL);
  if (!isFallen || largest > cap.bytes * (1 - FALL)) return null;
  const tighter = tighten(cap, largest * ROOM);
  if (tighter === null) return null;
  const text = `- ${cap.condition.text}\n+ ${tighter.text}`;
  return { image, platform, metric, from: cap.bytes, to: tighter.bytes, records, text };
}

/** The entries of all platforms since the `records`-th last record of the platform, and the earlier entries of the platform. */
function lastSpell({ history, platform }: RatchetRequest, records: number) {
  const sorted = history.toSorted((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1));
  const own = sorted.filter((entry) => samePlatform(entry.platform, platform));
  const first = own.filter((entry) => entry.release === undefined).at(-records);
  if (first === undefined || records < 1) return null;
  return {
    lasting: sorted.filter(({ recordedAt }) => recordedAt >= first.recordedAt),
    earlier: own.filter(({ recordedAt }) => recordedAt < first.recordedAt),
  };
}

/** The condition with its number replaced by a round one of at least `bytes`; null where that cap is not tighter. */
function tighten({ condition, bytes: before }: Cap, bytes: number): { text: string; bytes: number } | null {
  const [, start, end = '', unit] = /^(.*>\s*)[\d.]+(\s*([a-z]+))$/i.exec(condition.text) ?? [];
  if (start === undefined || unit === undefined) return null;
  const number = roundUp(bytes / bytesPerUnit(unit));
  const rounded = Math.round(Number(number) * bytesPerUnit(unit));
  return rounded > 0 && rounded < before ? { text: `${start}${number}${end}`, bytes: rounded } : null;
}

/** A cap two percent above a size in bytes, as a condition writes it: a round number of an SI unit, `210 MB`. */
export function capAbove(bytes: number): string {
  const roomy = bytes * ROOM;
  const unit = ['TB', 'GB', 'MB', 'kB'].find((each) => roomy >= bytesPerUnit(each)) ?? 'B';
  const number = roundUp(roomy / bytesPerUnit(unit));
  return `${unit === 'B' ? Math.ceil(Number(number)) : number} ${unit}`;
}

/** Up to two digits, or between 1 and 2 up to a five in the third: 343.7 → 350, 1.224 → 1.25, 96.9 → 97. A step is never over 5 %. */
function roundUp(value: number): string {
  const [digits = '0', exponent = '0'] = value.toExponential(12).split('e');
  const step = Number(digits) < 2 ? 0.05 : 0.1;
  const steps = Math.ceil(Number(digits) / step - 1e-9);
  return decimal(Number((steps * step).toFixed(2)), Number(exponent));
}

/** `digits` × 10^exponent in digits, without the rounding of binary fractions and without an exponent. */
function decimal(digits: number, exponent: number): string {
  const places = Math.max(0, 2 - exponent);
  const text = Number(`${digits}e${exponent}`).toFixed(Math.min(100, places));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
