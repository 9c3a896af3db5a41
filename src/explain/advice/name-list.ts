/** Names for a sentence: `gcc, make and 25 more`. */
export function nameWords({ named, more }: { readonly named: readonly string[]; readonly more: number }): string {
  return more === 0 ? named.join(', ') : `${named.join(', ')} and ${more} more`;
}
