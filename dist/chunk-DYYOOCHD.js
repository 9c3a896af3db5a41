import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  mergeReports,
  parseReport
} from "./chunk-QV7P6PVG.js";
import {
  onlySubject,
  renderCycloneDx,
  renderJunit,
  renderOpenMetrics,
  renderSarif,
  renderSpdx,
  sbomRun
} from "./chunk-XGHFDFQY.js";
import {
  badgeOf,
  renderBadgeSvg,
  renderTrendSvg
} from "./chunk-LBZ5ASNS.js";
import {
  capOf
} from "./chunk-PSTXDVGH.js";
import {
  exitCode,
  platformsOf,
  readTemplate,
  renderMarkdown,
  renderPage,
  renderReportJson,
  renderTerminal
} from "./chunk-IGX2ADU3.js";
import {
  regularFileAt
} from "./chunk-FPYIA4FT.js";
import {
  VERSION
} from "./chunk-GWQ6EPUK.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";

// src/command/report.ts
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

// src/report/svg/picture.ts
function renderPicture(report, image = "") {
  const { trends = [], comparisons } = report;
  const isAsked = (each) => image === "" || each.image === image;
  const trend = trends.find(isAsked);
  if (trend !== void 0) return renderTrend(trend.image, trends);
  const measured = comparisons.find((each) => each.head !== null && isAsked(each));
  if (measured?.head) return renderBadge(measured, measured.head, platformsOf(report).length > 1);
  const known = [...new Set(comparisons.map((each) => each.image))].slice(0, 20);
  const images = `images of the report: ${printable(known.join(", ")) || "none"}`;
  if (image === "" || comparisons.some(isAsked))
    throw new UserError(`nothing to draw: no size was measured; ${images}`);
  throw new UserError(`--image: the report has no "${printable(image)}"; ${images}`);
}
function renderTrend(image, trends) {
  const entries = trends.filter((trend) => trend.image === image).flatMap(({ platform, points }) => points.map((point) => ({ ...point, platform })));
  const inOrder = entries.toSorted((a, b) => a.recordedAt < b.recordedAt ? -1 : 1);
  return renderTrendSvg({ schemaVersion: 1, image, entries: inOrder }, { metric: "download" });
}
function renderBadge(comparison, measurement, several) {
  const limit = capOf(comparison.conditions.flatMap(conditionOf), "download");
  return renderBadgeSvg(badgeOf({ image: comparison.image, measurement, metric: "download", limit, several }));
}
function conditionOf({ text, level, clauses: [first, ...others] }) {
  return first === void 0 ? [] : [{ text, level, clauses: [first, ...others] }];
}

// src/command/report.ts
var FORMS = {
  terminal: "text",
  markdown: "markdown",
  json: "json",
  svg: "markup",
  html: "markup",
  junit: "markup",
  sarif: "json",
  openmetrics: "text",
  cyclonedx: "json",
  spdx: "json",
  csv: "text"
};
var MOST_BYTES = 512 * 1024 * 1024;
async function showReports({ args, cwd, terminal }) {
  const reports = [];
  for (const file of args.operands) reports.push(await readReport(resolve(cwd, file), file));
  const [only, ...others] = reports;
  const single = only !== void 0 && others.length === 0 && args.expect.length === 0;
  const report = single ? only : mergeReports(reports, args.expect);
  const render = {
    terminal: () => renderTerminal(report, { ...terminal, members: args.packages }),
    markdown: () => renderMarkdown(report),
    json: () => renderReportJson(report, { contents: true }),
    svg: () => renderPicture(report, args.image),
    junit: () => renderJunit(report),
    sarif: () => renderSarif(report, { version: VERSION }),
    openmetrics: () => renderOpenMetrics(report),
    cyclonedx: () => renderCycloneDx(onlySubject(report, args), sbomRun(process.env)),
    spdx: () => renderSpdx(onlySubject(report, args), sbomRun(process.env)),
    html: async () => renderPage(report, await readTemplate())
  };
  const format = args.format === "csv" ? "terminal" : args.format;
  terminal.out(await render[format](), FORMS[format]);
  return exitCode(report.verdict);
}
async function readReport(path, name) {
  const found = await regularFileAt(path, name);
  if (found === void 0) throw new UserError(`${name}: there is no such file`);
  if (found.size > MOST_BYTES)
    throw new UserError(`${name}: ${found.size} bytes are too many for a report (at most ${MOST_BYTES})`);
  return parseReport(await readFile(path, "utf8"), name);
}

export {
  FORMS,
  showReports
};
