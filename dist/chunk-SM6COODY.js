import { createRequire } from "node:module"; const require = createRequire(import.meta.url);

// src/text/nearest.ts
var LONGEST_WORD = 64;
function nearest(word, candidates) {
  if (word.length > LONGEST_WORD) return void 0;
  const most = Math.min(2, Math.floor((word.length - 1) / 2));
  const ranked = candidates.filter((candidate) => candidate.length <= LONGEST_WORD).map((candidate) => ({ candidate, edits: editDistance(word.toLowerCase(), candidate.toLowerCase()) })).sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== void 0 && best.edits <= most ? best.candidate : void 0;
}
function suggestion(word, candidates) {
  const found = nearest(word, candidates);
  return found === void 0 ? "" : ` Did you mean "${found}"?`;
}
function editDistance(a, b) {
  let beforeLast = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const transposed = swapped ? at(beforeLast, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, substituted, transposed));
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}
function at(row, index) {
  return row[index] ?? Number.POSITIVE_INFINITY;
}

export {
  nearest,
  suggestion
};
