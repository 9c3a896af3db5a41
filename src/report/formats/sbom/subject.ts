import type { Comparison } from '../../../model/comparison.ts';
import type { Measurement } from '../../../model/measurement.ts';
import { formatPackageUrl, isSystemPackage, packageParts, parsePackageUrl } from '../../../model/package-url.ts';
import type { Inventory } from '../../../model/packages/inventory.ts';
import { untagged } from '../../../model/reference.ts';
import { cutMiddle, visibleLine } from '../../../text/escape.ts';

/** What every property of ours begins with. */
export const PREFIX = 'image-size-gate';
/** Most characters of a name in a document. */
const LONGEST_NAME = 300;

/** One image on one platform with all its packages: what a bill of materials is of. */
export interface SbomSubject {
  readonly image: string;
  readonly platform: string;
  readonly measurement: Measurement;
  readonly inventory: Inventory;
}

/** What a document says of the run that made it. */
export interface SbomRun {
  /** Version of this program. */
  readonly version: string;
  /** When the document was made: ISO 8601, UTC, whole seconds. Absent where nothing says it, so that a document is the same each time. */
  readonly created?: string | undefined;
}

/** A package as people call it, with what its URL says of it. Texts are visible characters of one line. */
export interface NamedPackage {
  /** '' for a package of a distribution, whose namespace is no group. */
  readonly group: string;
  readonly name: string;
  readonly version: string;
}

/** One fact about an image or a package. */
export type Fact = readonly [name: string, value: string];

/** The head of a comparison as the subject of a document; undefined where it was not measured or its packages are not all known. */
export function subjectOf({ image, platform, head, inventory }: Comparison): SbomSubject | undefined {
  return head === null || inventory === undefined ? undefined : { image, platform, measurement: head, inventory };
}

/** A name from outside for a document: one line of visible characters, of at most 300. */
export function shownName(text: string): string {
  return cutMiddle(visibleLine(text), LONGEST_NAME);
}

/** What a package URL says of its package. A URL that cannot be taken apart is a name as it stands. */
export function namedPackage(purl: string): NamedPackage {
  const parts = packageParts(purl);
  const { name, version } = parsePackageUrl(purl);
  const group = parts === undefined || isSystemPackage(parts) ? '' : parts.namespace.join('/');
  return { group: shownName(group), name: shownName(parts?.name || name), version: shownName(version) };
}

/** The image as `pkg:oci/NAME@DIGEST?arch=…` (purl-spec, types, oci). Undefined where it has no digest or no name that fits. */
export function imageUrl({ image, platform, measurement: { digest } }: SbomSubject): string | undefined {
  const name = untagged(image.split('/').at(-1) ?? '');
  if (digest === '') return undefined;
  return formatPackageUrl({ type: 'oci', name, version: digest, qualifiers: { arch: platform.split('/')[1] } });
}

/** What was measured of the image. Sizes are bytes. `installedBytes` of all packages and `unownedBytes` sum to `unpackedBytes` − `wastedBytes`. */
export function imageFacts({ platform, measurement, inventory }: SbomSubject): readonly Fact[] {
  const { download, estimated, unpacked, wasted, files, base } = measurement;
  return [
    [`${PREFIX}:platform`, platform],
    [`${PREFIX}:downloadBytes`, String(download)],
    ...(estimated ? [[`${PREFIX}:downloadIsEstimated`, 'true'] as const] : []),
    [`${PREFIX}:unpackedBytes`, String(unpacked)],
    [`${PREFIX}:wastedBytes`, String(wasted)],
    [`${PREFIX}:unownedBytes`, String(inventory.unowned)],
    [`${PREFIX}:files`, String(files)],
    ...(base === undefined ? [] : [[`${PREFIX}:baseImage`, shownName(base.image)] as const]),
    ...measurement.layers.flatMap(layerFacts),
  ];
}

/** What a package takes in the image, and the layers that hold it, by their diffIds. */
export function packageFacts(
  { bytes, files, layers }: Inventory['packages'][number],
  { measurement }: SbomSubject,
): readonly Fact[] {
  return [
    [`${PREFIX}:installedBytes`, String(bytes)],
    [`${PREFIX}:files`, String(files)],
    ...layers.flatMap((layer): readonly Fact[] => {
      const diffId = measurement.layers[layer]?.diffId;
      return diffId === undefined ? [] : [[`${PREFIX}:layer`, diffId]];
    }),
  ];
}

/** The 128 bits of a UUID of version 8 (RFC 9562, 5.8) from a digest; undefined for no digest. The same image always has the same. */
export function uuidOf({ measurement: { digest } }: SbomSubject): string | undefined {
  const hex = digest.split(':')[1];
  if (hex === undefined) return undefined;
  const variant = (8 + (Number.parseInt(hex.slice(16, 17), 16) & 3)).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

function layerFacts(
  { diffId, digest, download, unpacked }: Measurement['layers'][number],
  at: number,
): readonly Fact[] {
  const name = `${PREFIX}:layer:${at}`;
  return [
    [`${name}:diffId`, diffId],
    [`${name}:digest`, digest],
    [`${name}:downloadBytes`, String(download)],
    [`${name}:unpackedBytes`, String(unpacked)],
  ];
}
