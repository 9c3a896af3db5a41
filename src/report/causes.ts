import { instructionOf } from '../compare/instruction.ts';
import type { Comparison, LayerChange } from '../model/comparison.ts';
import type { FileLine, LayerAccount } from '../model/explanation.ts';
import { groupBy } from '../text/group-by.ts';
import { type AccountRow, accountRows } from './account-rows.ts';
import { layerGrowth, placeWords, sourceOf } from './layers.ts';

/** One layer that changed, with what is in it; names and instructions are hostile text that is not escaped. */
export interface Cause {
  readonly kind: LayerChange['kind'];
  /** `docker/Dockerfile:12`; '' where nobody knows. */
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

/** How much of each layer is told, and of how many layers. */
export interface CauseLimits {
  readonly layers: number;
  readonly packages: number;
  readonly files: number;
}

/** The layers that changed, and those left out by the limits. */
export interface Causes {
  readonly shown: readonly Cause[];
  readonly hidden: number;
}

/** Layers that are taken apart; smaller ones are a line. */
const TAKEN_APART = 5;

/** Why an image measures what it does now, as one list: the layers that changed, largest change first, each with its packages, directories and files. */
export function causesOf({ layers, explanation }: Comparison, limits: CauseLimits): Causes {
  const changed = layers.filter(({ kind }) => kind !== 'unchanged').toSorted(byChange);
  const accounts = groupBy(explanation?.layers ?? [], (account) => keyOf(account, account.total));
  const shown = changed.slice(0, limits.layers).map((layer, at) => {
    const account = accounts.get(keyOf(layer, layerGrowth(layer)))?.shift();
    return causeOf(layer, at < TAKEN_APART ? account : undefined, limits);
  });
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

/** An account does not name its layer by digest; kind, instruction and change tell it, and of alike ones their order. */
function keyOf({ kind, createdBy }: Pick<LayerChange, 'kind' | 'createdBy'>, total: number): string {
  return `${kind} ${total} ${createdBy}`;
}

function downloadGrowth({ before, after }: LayerChange): number {
  return (after?.download ?? 0) - (before?.download ?? 0);
}

function byChange(a: LayerChange, b: LayerChange): number {
  return (
    Math.abs(layerGrowth(b)) - Math.abs(layerGrowth(a)) || Math.abs(downloadGrowth(b)) - Math.abs(downloadGrowth(a))
  );
}
