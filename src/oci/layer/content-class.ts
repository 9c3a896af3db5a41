/** How many classes of content there are. */
export const CONTENT_CLASSES = 33;

/** Every how many bytes one is counted. Odd, so that tables of 2, 4 or 8 bytes a row give bytes of each column. */
const STRIDE = 13;
/** Classes for each bit of entropy. */
const PER_BIT = 4;

const counts = new Uint32Array(256);

/** The class of a block of content, below CONTENT_CLASSES: the entropy of its bytes (Shannon, bits a byte) in quarters of a bit. */
export function contentClass(block: Uint8Array): number {
  counts.fill(0);
  let counted = 0;
  for (let at = 0; at < block.length; at += STRIDE, counted++) {
    const byte = block[at] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= count * Math.log2(count / counted);
  return Math.round((bits / counted) * PER_BIT);
}
