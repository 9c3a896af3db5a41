import { createRequire } from "node:module"; const require = createRequire(import.meta.url);

// src/compare/cap.ts
function tightestCap(conditions, metric) {
  const caps = conditions.flatMap((condition) => {
    const [clause, ...others] = condition.clauses;
    const isCap = others.length === 0 && clause.metric === metric && !clause.growth && clause.unit === "bytes";
    return isCap ? [{ condition, bytes: clause.limit }] : [];
  });
  return caps.toSorted((a, b) => a.bytes - b.bytes)[0];
}
function capOf(conditions, metric) {
  return tightestCap(conditions, metric)?.bytes;
}

export {
  tightestCap,
  capOf
};
