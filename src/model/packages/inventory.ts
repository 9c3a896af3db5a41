import { z } from 'zod';
import { bytes, type Infer } from '../schema.ts';

/** Most packages of one image: many times those of the largest. */
const MOST_PACKAGES = 200_000;
/** Most layers that a package lies in, and most packages that it contains. */
const MOST_PARTS = 10_000;

/** A package URL as oci/layer/ownership.ts accepts it: everything but printable ASCII is percent-encoded. */
const packageUrl = z
  .string()
  .max(2048)
  .regex(/^pkg:[A-Za-z][A-Za-z0-9.+-]*\/[\x21-\x7e]+$/, 'is not a package URL');

/** A package of an image, with the files of the final file system that it owns. */
const inventoryPackageSchema = z.object({
  purl: packageUrl,
  bytes,
  /** Regular files, hard links to one content counted once; 0 for a package that only names others. */
  files: bytes,
  /** Positions of the layers that hold its files, or that name a package without files; base first. */
  layers: z.array(bytes).max(MOST_PARTS),
  /** Packages of other ecosystems in its files, whose bytes are its own: a Go program in an npm package. */
  contains: z.array(packageUrl).max(MOST_PARTS).exactOptional(),
});
export interface InventoryPackage extends Infer<typeof inventoryPackageSchema> {}

/**
 * All packages of an image, in order of package URL. Their bytes and `unowned` sum to unpacked − wasted exactly; exchange/extras.ts checks it.
 */
export const inventorySchema = z.object({
  packages: z.array(inventoryPackageSchema).max(MOST_PACKAGES),
  /** Bytes of the files that no package owns. */
  unowned: bytes,
});
export interface Inventory extends Infer<typeof inventorySchema> {}
