/** Which side of a comparison: the baseline or the head. */
export type Side = 'before' | 'after';
