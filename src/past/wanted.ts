import { stackLayers, type TreeFile } from '../measure/final-tree.ts';
import type { Measurement } from '../model/measurement.ts';
import { packageParts, parsePackageUrl } from '../model/package-url.ts';
import type { LayerIndex } from '../oci/image.ts';
import { UserError } from '../text/error.ts';
import type { WeighedState } from './state.ts';

/** A file or directory by its path, or a package by its name. */
export type Wanted =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string; readonly version: string };

/** What of an image is wanted: nothing where it has none. */
export interface Holding {
  /** Bytes of the file, of all below the directory, or of the files that the package owns. */
  readonly bytes: number;
  /** Position of the layer that wrote the largest of its files; the base is first. */
  readonly layer: number;
}

/**
 * Parses the operand of `blame`. A text with a slash is a path (`/usr/lib`, `app/main.py`), any other is a package (`curl`, `curl@8.5.0`,
 * `pkg:deb/debian/curl`). `./NAME` is a path without a slash.
 * @throws UserError for an empty operand
 */
export function parseWanted(text: string): Wanted {
  if (/^pkg:/.test(text)) {
    const { name, version } = parsePackageUrl(text);
    return { kind: 'package', name, version };
  }
  const path = text.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  if (path === '') throw new UserError('blame: name a file, a directory or a package, and not the root');
  if (text.includes('/') && !/^@[^/]+\/[^/]+$/.test(text)) return { kind: 'path', path };
  const [, name = text, version = ''] = /^(@?[^@]+)@(.+)$/.exec(text) ?? [];
  return { kind: 'package', name, version };
}

/**
 * What an image holds of the wanted; undefined where it has none.
 * @throws UserError where the files of a layer were not kept
 */
export async function holdingOf(
  measurement: Measurement,
  wanted: Wanted,
  state: Pick<WeighedState, 'layer'>,
): Promise<Holding | undefined> {
  const indexes: LayerIndex[] = [];
  for (const layer of measurement.layers) {
    const index = await state.layer(layer);
    if (index === undefined)
      throw new UserError('the files of a layer were not kept: name an empty folder with --state');
    indexes.push(index);
  }
  const held = stackLayers(indexes).tree.filter((file) => isWanted(file, wanted));
  const largest = held.reduce<TreeFile | undefined>(
    (best, file) => (file.size > (best?.size ?? -1) ? file : best),
    undefined,
  );
  if (largest === undefined) return undefined;
  return { bytes: held.reduce((sum, { size }) => sum + size, 0), layer: largest.layer };
}

function isWanted({ path, owner }: TreeFile, wanted: Wanted): boolean {
  if (wanted.kind === 'path') return path === wanted.path || path.startsWith(`${wanted.path}/`);
  if (owner === undefined) return false;
  const { name, version } = parsePackageUrl(owner);
  const parts = packageParts(name);
  const short = parts === undefined ? name : [...parts.namespace, parts.name].join('/');
  const isNamed = [name, parts?.name, short].includes(wanted.name);
  return isNamed && (wanted.version === '' || wanted.version === version);
}
