import type { Comparison } from '../../model/comparison.ts';
import { packageTitle, parsePackageUrl } from '../../model/package-url.ts';
import { placeWords } from '../../report/layers.ts';
import { changeWords } from '../../report/words/amounts.ts';
import { formatBytes, formatCount, formatExactBytes, percentOf } from '../../text/amount.ts';
import { cutMiddle, visibleLine } from '../../text/escape.ts';
import { instructionOf } from '../../text/instruction.ts';
import type { Files, Side } from './data/files.ts';

/** Bytes on both sides; NaN when a side lacks it. */
export interface Sided {
  readonly before: number;
  readonly after: number;
}

/** Whether there are both a baseline and a head, so that a change is known. */
export function isCompared({ baseline, head }: Comparison): boolean {
  return baseline !== null && head !== null;
}

/** Hostile text as one visible line of at most `max` characters. */
export function shown(text: string, max = 300): string {
  return cutMiddle(visibleLine(text), max);
}

/** `/usr/lib`; `/` for ''. */
export function pathWords(path: string, max = 300): string {
  return shown(`/${path}`, max);
}

/** `12.3 MB`; `—` for NaN. */
export function sizeOrNone(bytes: number): string {
  return Number.isNaN(bytes) ? '—' : formatBytes(bytes);
}

/** The change: `+1.20 MB (+4.5 %)`, `new`, `gone`, `unchanged`. */
export function becameWords({ before, after }: Sided): string {
  if (isMissing(before)) return 'new';
  if (isMissing(after)) return 'gone';
  return changeWords(after - before, percentOf(after - before, before));
}

/** `12.3 MB → 13.5 MB`, or one size when there is only one. */
export function fromToWords({ before, after }: Sided): string {
  if (isMissing(before)) return sizeOrNone(after || 0);
  if (isMissing(after)) return `was ${sizeOrNone(before)}`;
  return before === after ? sizeOrNone(after) : `${sizeOrNone(before)} → ${sizeOrNone(after)}`;
}

/** Sizes to the byte: `12,300,000 B → 13,500,000 B`. */
export function exactWords({ before, after }: Sided): string {
  if (isMissing(before)) return formatExactBytes(after || 0);
  if (isMissing(after) || before === after) return formatExactBytes(before);
  return `${formatExactBytes(before)} → ${formatExactBytes(after)}`;
}

/** The name of a layer by its position: `docker/Dockerfile:12`, `base image`, or else its instruction; '' for −1. */
export function layerWords({ baseline, head }: Comparison, side: Side, position: number): string {
  const measurement = side === 'after' ? head : baseline;
  const layer = measurement?.layers[position];
  if (layer === undefined) return position < 0 ? '' : `layer ${position + 1}`;
  if (layer.source !== undefined) return placeWords(layer.source);
  if (position < (measurement?.base?.layers ?? 0)) return 'base image';
  return shown(instructionOf(layer.createdBy), 60) || `layer ${position + 1}`;
}

/** The layer of a file at the head, or at the baseline for a file that is gone. */
export function fileLayerWords(comparison: Comparison, { was, layer }: Files, row: number): string {
  const now = layer[row] ?? -1;
  return now >= 0 ? layerWords(comparison, 'after', now) : layerWords(comparison, 'before', was[row] ?? -1);
}

/** `bash (deb) 5.2.15`; '' for a file without a package. */
export function ownerWords({ owner, owners }: Files, row: number): string {
  const url = owners[owner[row] ?? -1];
  if (url === undefined) return '';
  const { name, version } = parsePackageUrl(url);
  return shown(`${packageTitle(name)} ${version}`, 120);
}

/** `12 unchanged files of /usr/lib` */
export function foldedWords({ folded, paths }: Files, row: number, max: number): string {
  const path = paths[row] ?? '';
  const count = folded.get(row) ?? 1;
  return `${formatCount(count)} unchanged ${count === 1 ? 'file' : 'files'} of ${pathWords(path.slice(0, Math.max(0, path.lastIndexOf('/'))), max)}`;
}

/** NaN stands for a missing file and for a directory without bytes. */
function isMissing(bytes: number): boolean {
  return Number.isNaN(bytes);
}
