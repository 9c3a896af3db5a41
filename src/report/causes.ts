import { downloadGrowth } from '../model/blobs.ts';
import type { Comparison } from '../model/comparison.ts';
import type { FileLine, LayerAccount } from '../model/explanation.ts';
import type { LayerChange } from '../model/layer.ts';
import { instructionOf } from '../text/instruction.ts';
import type { AccountRow } from './account-row.ts';
import { accountRows } from './account-rows.ts';
import { layerGrowth, placeWords, sourceOf } from './layers.ts';

/** One layer that changed, with what is in it; names and instructions are hostile text that is not escaped. */
export interface Cause {
  readonly kind: LayerChange['kind'];
  /** `docker/Dockerfile:12`; '' where it is not known. */
  readonly place: string;
  readonly instruction: string;
  /** Bytes of `unpacked`; null where the layer is not there. */
  readonly before: number | null;
  readonly after: number | null;
  /** Bytes. */
  readonly growth: number;
  readonly download: number;
  /** Packages and directories, largest change first, and the files that changed most. */
  readonly rows: readonly AccountRow[];
  readonly files: readonly FileLine[];
}

/** How many layers are shown, and how much of each. */
export interface CauseLimits {
  readonly layers: number;
  readonly packages: number;
  readonly files: number;
}

/** The layers that changed, and how many the limits leave out. */
export interface Causes {
  readonly shown: readonly Cause[];
  readonly hidden: number;
}

/** How many of the largest layers are shown with their packages and files; each other layer is one line. */
const TAKEN_APART = 5;

/** Why an image has its size, as one list: the layers that changed, largest change first, each with its packages, directories and files. */
export function causesOf({ layers, explanation }: Comparison, limits: CauseLimits): Causes {
  const accounts = new Map(explanation?.layers.map((account) => [account.position, account]));
  const changed = layers
    .map((layer, position) => ({ layer, account: accounts.get(position) }))
    .filter(({ layer }) => layer.kind !== 'unchanged')
    .toSorted((a, b) => byChange(a.layer, b.layer));
  const shown = changed
    .slice(0, limits.layers)
    .map(({ layer, account }, rank) => causeOf(layer, rank < TAKEN_APART ? account : undefined, limits));
  return { shown, hidden: changed.length - shown.length };
}

function causeOf(layer: LayerChange, account: LayerAccount | undefined, { packages, files }: CauseLimits): Cause {
  const { kind, before, after } = layer;
  const source = sourceOf(layer) ?? account?.source;
  return {
    kind,
    place: source === undefined ? '' : placeWords(source),
    instruction: instructionOf(layer.createdBy),
    before: before?.unpacked ?? null,
    after: after?.unpacked ?? null,
    growth: layerGrowth(layer),
    download: downloadGrowth(layer),
    rows: account === undefined || packages === 0 ? [] : accountRows(account, packages),
    files: account?.files.lines.slice(0, files) ?? [],
  };
}

function byChange(a: LayerChange, b: LayerChange): number {
  return (
    Math.abs(layerGrowth(b)) - Math.abs(layerGrowth(a)) || Math.abs(downloadGrowth(b)) - Math.abs(downloadGrowth(a))
  );
}
