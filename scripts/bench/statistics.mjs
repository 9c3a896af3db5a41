// What a row of figures comes to. Pure.

/** @param {readonly number[]} values at least one @returns {number} the middle one, or the mean of the two in the middle */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) / 2;
  return (element(sorted, Math.floor(at)) + element(sorted, Math.ceil(at))) / 2;
}

/** @param {readonly number[]} values @param {number} at */
function element(values, at) {
  const value = values[at];
  if (value === undefined) throw new Error('a median needs a value');
  return value;
}

/** @param {readonly number[]} values @returns {{ least: number, most: number }} */
export function spread(values) {
  return { least: Math.min(...values), most: Math.max(...values) };
}

/**
 * What one run took more than another one of the same round. Alternating runs have the same load beside them, so rounds are subtracted, not medians.
 * @param {readonly Run[]} larger @param {readonly Run[]} smaller one for each of larger
 * @returns {Run[]} the peak of the larger one
 * @typedef {{ seconds: number, cpu: number, peak: number }} Run seconds: wall clock; cpu: seconds, user and system; peak: bytes
 */
export function differences(larger, smaller) {
  return larger.map(({ seconds, cpu, peak }, at) => {
    const other = smaller[at];
    if (other === undefined) throw new Error(`round ${at + 1} has one run alone`);
    return { seconds: seconds - other.seconds, cpu: cpu - other.cpu, peak };
  });
}
