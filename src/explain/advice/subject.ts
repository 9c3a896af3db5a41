import type { TreeFile } from '../../measure/final-tree.ts';
import type { HiddenContent } from '../../measure/tree.ts';
import type { Measurement } from '../../model/measurement.ts';
import type { LayerEntry } from '../../oci/image.ts';

/** The input of the advice rules: one measurement and the contents of its layers. All lists start at the base. */
export interface AdviceSubject {
  readonly measurement: Measurement;
  /** Entries of each layer's index. */
  readonly layers: readonly (readonly LayerEntry[])[];
  /** Package URLs of each layer. The owners of its entries are positions in this list. */
  readonly packages: readonly (readonly string[])[];
  /** For each package of a layer what it requires, as package URLs without version; undefined for a layer of which this is not known. */
  readonly requires: readonly (readonly (readonly string[])[] | undefined)[];
  /** The final file system. */
  readonly tree: readonly TreeFile[];
  /** What layers hide of one another, from the same stacking of the layers as `tree`. */
  readonly hidden: readonly HiddenContent[];
}
