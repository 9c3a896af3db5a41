import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  readHistory
} from "./chunk-M6ZP2A4P.js";
import {
  samePlatform
} from "./chunk-TGCFGZ2R.js";

// src/history/trends.ts
var POINTS = 200;
var RELEASES = 50;
async function withTrends(report, records) {
  const trends = [];
  for (const image of new Set(report.comparisons.map((comparison) => comparison.image))) {
    const { entries = [] } = await readHistory(records, image) ?? {};
    const own = report.comparisons.filter((comparison) => comparison.image === image && comparison.platform !== "");
    for (const platform of new Set(own.map((comparison) => comparison.platform))) {
      const points = pointsOf(entries.filter((entry) => samePlatform(entry.platform, platform)));
      if (points.length > 0) trends.push({ image, platform, points });
    }
  }
  return trends.length === 0 ? report : { ...report, trends };
}
function pointsOf(entries) {
  const earlier = entries.slice(0, -POINTS).filter(({ release }) => release !== void 0);
  return [...earlier.slice(-RELEASES), ...entries.slice(-POINTS)].map(({ platform: _, ...point }) => point);
}

export {
  withTrends
};
