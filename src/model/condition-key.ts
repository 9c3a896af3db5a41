const OFFSET_BASIS = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const BITS = 48n;

/**
 * A condition of an image on a platform in eight characters of base64: FNV-1a of 64 bits, folded to 48 as its authors say
 * (draft-eastlake-fnv, "xor folding"). It tells conditions of one pull request apart and keeps nothing secret: who could look for two that
 * collide can change the conditions themselves.
 */
export function conditionKey(image: string, platform: string, text: string): string {
  let hash = OFFSET_BASIS;
  for (const byte of Buffer.from(JSON.stringify([image, platform, text]))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  }
  const folded = (hash >> BITS) ^ BigInt.asUintN(Number(BITS), hash);
  return Buffer.from(folded.toString(16).padStart(12, '0'), 'hex').toString('base64');
}
