import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  JUNIT_MARKER,
  OPENMETRICS_MARKER,
  PAGE,
  SARIF_MARKER,
  checkOwnFile,
  openSbomFiles,
  renderJunit,
  renderOpenMetrics,
  renderSarif,
  writeOwnFile
} from "./chunk-XGHFDFQY.js";
import {
  namedImages
} from "./chunk-EKFQZSHH.js";
import {
  compareMeasured,
  makeReport,
  measurementsOf,
  readMeasurements
} from "./chunk-AYUKRKWN.js";
import {
  failureLines,
  resultOf
} from "./chunk-M6ZP2A4P.js";
import {
  accountRows,
  column,
  compareRemoved,
  configLines,
  createReport,
  exitCode,
  imageWords,
  isBuildTool,
  methodWords,
  overLimitWords,
  packageGrowth,
  packageTitle,
  readTemplate,
  renderMarkdown,
  renderMeasurementsJson,
  renderPage,
  renderReportJson,
  renderRows,
  renderTerminal,
  renderTerminalTable,
  rowTotal,
  safe,
  sizeWords,
  versionWords
} from "./chunk-IGX2ADU3.js";
import {
  instructionOf,
  paint
} from "./chunk-TGCFGZ2R.js";
import {
  parseGates
} from "./chunk-KVAMYFKP.js";
import {
  familiarName,
  groupBy,
  repeatedBlobs,
  untagged
} from "./chunk-QX4VVKC4.js";
import {
  VERSION
} from "./chunk-GWQ6EPUK.js";
import {
  cutMiddle,
  visibleLine
} from "./chunk-XSAKZETS.js";
import {
  formatBytes,
  formatCount,
  formatExactBytes,
  formatShare,
  formatShareOf,
  formatSignedBytes
} from "./chunk-C5KJ4NRV.js";
import {
  UserError
} from "./chunk-LL3EZWTN.js";

// src/command/compare.ts
import { resolve as resolve3 } from "node:path";

// src/report/terminal/breakdown.ts
var DIRECTORIES = 10;
var NAMES = 5;
var GROUPS = [
  {
    about: ["build tool not shipped", "build tools not shipped"],
    takes: ({ kind, name }) => kind === "removed" && isBuildTool(name)
  },
  { about: ["package removed", "packages removed"], takes: ({ kind }) => kind === "removed" },
  { about: ["package added", "packages added"], takes: ({ kind }) => kind === "added" },
  {
    about: ["package with another version", "packages with another version"],
    takes: ({ kind }) => kind === "upgraded"
  },
  { about: ["package with another size", "packages with another size"], takes: () => true }
];
function renderBreakdown(comparison, options) {
  const { explanation } = comparison;
  if (explanation === void 0) return "";
  const rows = breakdownRows(comparison, explanation);
  const all = { change: rowTotal(rows), about: "total", name: "", became: "" };
  const title = `Where ${formatSignedBytes(explanation.total)} of ${cutMiddle(visibleLine(imageWords(comparison, 2)), 100)} comes from`;
  const facts = configLines(comparison, safe);
  const lines = [...renderRows([...rows, all], options).split("\n"), ...facts].map((line) => `  ${line}`);
  return [paint(title, 1, options.colour), ...lines].join("\n");
}
function breakdownRows({ split }, explanation) {
  const { inherited, own = explanation } = explanation;
  const base = inherited === void 0 || split === void 0 ? [] : [{ change: inherited.total, about: "base image", name: baseNames(split), became: "" }];
  const { groups: _, ...counted } = own;
  const others = { ...counted, packages: { lines: [] } };
  const groups = groupRows(own);
  return [...base, ...groups, ...accountRows(others, DIRECTORIES)].filter(({ change }) => change !== 0);
}
function baseNames({ before, after }) {
  const names = [before.image, after.image].map(familiarName);
  return [...new Set(names)].join(" \u2192 ");
}
function groupRows({ packages: { lines, more } }) {
  const groups = groupBy(lines, (change) => GROUPS.find(({ takes }) => takes(change)));
  const rows = GROUPS.flatMap((group) => {
    const changes = groups.get(group) ?? [];
    if (changes.length === 0) return [];
    const names = changes.slice(0, NAMES).map(({ name }) => packageTitle(name));
    const hidden = changes.length - names.length;
    const became = `${names.join(", ")}${hidden === 0 ? "" : ` and ${hidden} more`}`;
    const change = changes.reduce((sum, each) => sum + packageGrowth(each), 0);
    const [one, several] = group.about;
    return [{ change, about: `${changes.length} ${changes.length === 1 ? one : several}`, name: "", became }];
  });
  const rest = more === void 0 ? [] : [{ change: more.change, about: `${more.count} more packages`, name: "", became: "" }];
  return [...rows, ...rest];
}

// src/command/files/report-files.ts
import { resolve as resolve2 } from "node:path";

// src/command/files/page-file.ts
import { resolve } from "node:path";
async function openPage(session) {
  const { args, cwd, terminal } = session;
  if (args.html === "") return void 0;
  const path = resolve(cwd, args.html);
  await checkOwnFile(PAGE, path);
  const template = await (session.template ?? readTemplate)();
  return {
    write: async (report) => {
      await writeOwnFile(PAGE, path, renderPage(report, template));
      if (!args.quiet) terminal.err(`Wrote ${args.html}
`);
    }
  };
}

// src/command/files/report-files.ts
var MARKDOWN_MARKER = "<!-- image-size-gate -->";
var FORMATS = {
  markdown: {
    marker: MARKDOWN_MARKER,
    what: "note",
    render: (report) => renderMarkdown(report, { marker: MARKDOWN_MARKER })
  },
  junit: { marker: JUNIT_MARKER, what: "JUnit file", render: renderJunit },
  sarif: { marker: SARIF_MARKER, what: "SARIF file", render: (report) => renderSarif(report, { version: VERSION }) },
  openmetrics: { marker: OPENMETRICS_MARKER, what: "file of metrics", render: renderOpenMetrics }
};
var NAMES2 = Object.keys(FORMATS);
async function openReportFiles(session) {
  const { args, cwd, terminal } = session;
  const page = await openPage(session);
  const sboms = await openSbomFiles(session);
  const asked = NAMES2.filter((name) => args[name] !== "");
  for (const name of asked) await checkOwnFile(kindOf(name), resolve2(cwd, args[name]));
  return {
    contents: page !== void 0 || sboms !== void 0 || args.contents,
    asked: page !== void 0 || sboms !== void 0 || asked.length > 0,
    write: async (report) => {
      await page?.write(report);
      for (const name of asked) {
        await writeOwnFile(kindOf(name), resolve2(cwd, args[name]), FORMATS[name].render(report));
        if (!args.quiet) terminal.err(`Wrote ${args[name]}
`);
      }
      await sboms?.write(report);
    }
  };
}
function kindOf(name) {
  const { marker, what } = FORMATS[name];
  return { option: `--${name}`, what, marker };
}

// src/command/session.ts
function printReport({ args, terminal, progress }, report, more = () => "") {
  progress.end();
  if (args.json) {
    terminal.out(renderReportJson(report, { errors: true, contents: args.contents }), "json");
    return;
  }
  terminal.out(renderTerminal(report, { ...terminal, members: args.packages }));
  for (const comparison of report.comparisons) {
    const text = more(comparison, terminal);
    if (text !== "") terminal.out(`
${text}
`);
  }
  if (!args.preview) return;
  terminal.out("\nThe comment that the action would post:\n\n");
  terminal.out(renderMarkdown(report), "markdown");
}

// src/command/compare.ts
async function compareSources(session) {
  const files = await openReportFiles(session);
  const report = await compareOperands(session, /* @__PURE__ */ new Map(), files.contents);
  printReport(session, report, renderBreakdown);
  await files.write(report);
  return exitCode(report.verdict);
}
async function compareOperands(session, given = /* @__PURE__ */ new Map(), contents = false) {
  const [baseText = "", headText = ""] = session.args.operands;
  const measuredBase = await measureOperand(session, baseText, "base", given);
  const head = await measureOperand(session, headText, "head", given);
  const base = namedAlike(measuredBase, head);
  const images = imagesOf(head, session);
  const comparisons = [...compareNamesakes(images, base, head), ...compareOthers(base, head)];
  return makeReport(comparisons, images, session.measurer, contents);
}
async function measureOperand(session, text, side, given) {
  const { cwd, measurer } = session;
  const file = given.get(text);
  if (file !== void 0) return operandOf(measurementsOf(file, text), text);
  if (/\.json$/i.test(text)) return operandOf(await readMeasurements(resolve3(cwd, text), text), text);
  const [image] = await namedImages([text], session);
  if (image === void 0) throw new UserError(`${text} is no source`);
  const measured = await measurer.measure(image, { root: cwd, side });
  if (measured.kind !== "measured") throw new UserError(`${text}: ${measured.reason}`);
  return { text, source: image.source, images: /* @__PURE__ */ new Map([[image.name, measured]]) };
}
function operandOf(all, text) {
  const byImage = groupBy(all, ({ image }) => image);
  const images = Array.from(byImage, ([image, measurements]) => [image, { kind: "measured", measurements }]);
  return { text, images: new Map(images) };
}
function namedAlike(base, head) {
  const [name, ...others] = head.images.keys();
  const [measured, ...more] = base.images.values();
  if (name === void 0 || measured === void 0 || others.length + more.length > 0) return base;
  const measurements = measured.measurements.map((measurement) => ({ ...measurement, image: name }));
  return { ...base, images: /* @__PURE__ */ new Map([[name, { ...measured, measurements }]]) };
}
function imagesOf({ text, source, images }, { args }) {
  const names = [...images.keys()];
  const conditionsOf = parseGates(args, names.map(untagged));
  return names.map((name) => ({
    name,
    source: source ?? { kind: "oci", location: text },
    conditions: conditionsOf(untagged(name))
  }));
}
function compareNamesakes(images, base, head) {
  const plan = planOf(base);
  return images.flatMap((image) => {
    const before = base.images.get(image.name) ?? {
      kind: "none",
      reason: `the ${plan.origin.description} has no image ${image.name}`
    };
    return compareMeasured(image, before, resultOf(head.images, image.name), plan);
  });
}
function compareOthers(base, head) {
  const { origin, measurements } = planOf(base);
  return measurements.filter(({ image }) => !head.images.has(image)).map(
    (measurement) => compareRemoved({ image: measurement.image, baseline: { kind: "measured", origin, measurement } })
  );
}
function planOf({ text, source, images }) {
  const step = source === void 0 ? "file" : "source";
  const description = `${source === void 0 ? "measurement file" : "source"} ${text}`;
  return {
    kind: "file",
    origin: { step, description },
    measurements: [...images.values()].flatMap(({ measurements }) => measurements)
  };
}

// src/report/terminal/measurements.ts
var LAYERS = [column("#", "right"), column("download", "right"), column("unpacked", "right"), column("by")];
var FACTS = [column(""), column("", "right"), column("")];
var WASTED = 10;
function renderMeasurements(measurements, options) {
  if (measurements.length === 0) return "";
  return `${measurements.map((measurement) => renderMeasurement(measurement, options)).join("\n\n")}
`;
}
function renderMeasurement(measurement, options) {
  const { image, platform, estimated } = measurement;
  const name = paint(cutMiddle(visibleLine(image), 100), 1, options.colour);
  const parts = [
    `${name} ${visibleLine(platform)}`,
    renderLayers(measurement, options),
    renderFacts(measurement, options),
    ...renderWasted(measurement),
    `Method: ${methodWords(measurement)}${estimated ? ", download estimated (\u2248)" : ""}
Tools: ${visibleLine(versionWords(measurement))}`
  ];
  return parts.join("\n\n");
}
function renderLayers({ layers, estimated }, options) {
  const repeated = repeatedBlobs(layers);
  const rows = layers.map((layer, index) => [
    String(index + 1),
    repeated.has(index) ? `as #${layers.findIndex(({ digest }) => digest === layer.digest) + 1}` : sizeWords(layer.download, estimated),
    formatBytes(layer.unpacked),
    instructionOf(layer.createdBy) || "-"
  ]);
  return renderTerminalTable({ columns: LAYERS, rows }, options);
}
function renderFacts({ download, unpacked, estimated, files, wasted, efficiency, layers }, options) {
  const share = unpacked === 0 ? "" : `${formatShareOf(wasted, unpacked)} of unpacked`;
  const rows = [
    ["download", sizeWords(download, estimated), formatExactBytes(download)],
    ["unpacked", formatBytes(unpacked), formatExactBytes(unpacked)],
    ["wasted", formatBytes(wasted), share],
    ["efficiency", formatShare(efficiency * 100), ""],
    ["files", formatCount(files), ""],
    ["layers", String(layers.length), ""]
  ];
  return renderTerminalTable({ columns: FACTS, rows }, options);
}
function renderWasted({ wastedPaths }) {
  if (wastedPaths.length === 0) return [];
  const largest = wastedPaths.toSorted((a, b) => b.bytes - a.bytes).slice(0, WASTED);
  const lines = largest.map(
    ({ path, bytes }) => `  ${formatBytes(bytes).padStart(8)}  ${cutMiddle(visibleLine(path), 160)}`
  );
  const more = wastedPaths.length > WASTED ? [`  \u2026 and ${wastedPaths.length - WASTED} more`] : [];
  return [["Overwritten or deleted by a later layer:", ...lines, ...more].join("\n")];
}

// src/command/measure.ts
async function measureSources(session) {
  const { args, measurer, terminal, progress } = session;
  const files = await openReportFiles(session);
  const { images, comparisons } = await measureOperands(session);
  progress.end();
  const measurements = comparisons.flatMap(({ head }) => head ?? []);
  if (args.json) terminal.out(renderMeasurementsJson(measurements, comparisons), "json");
  else terminal.out(renderMeasurements(measurements, terminal));
  const report = createReport(comparisons);
  for (const line of [...failureLines(report), ...otherLines(comparisons)]) terminal.err(`${line}
`);
  if (files.asked) await files.write(makeReport(comparisons, images, measurer, files.contents));
  return exitCode(report.verdict);
}
async function measureOperands(session) {
  const { args, cwd, measurer } = session;
  const named = await namedImages(args.operands, session);
  const gates = { ...args, failIf: args.failIf.length > 0 ? args.failIf : ["none"] };
  const conditionsOf = parseGates(
    gates,
    named.map(({ plainName }) => plainName)
  );
  const images = named.map(({ plainName, ...image }) => ({ ...image, conditions: conditionsOf(plainName) }));
  const comparisons = [];
  for (const image of images) {
    const measured = await measurer.measure(image, { root: cwd, side: "head" });
    comparisons.push(...compareMeasured(image, NO_BASELINE, measured, NO_BASELINE));
  }
  return { images, comparisons };
}
var NO_BASELINE = { kind: "none", reason: "measure compares with nothing" };
function otherLines(comparisons) {
  return comparisons.flatMap(
    (comparison) => comparison.conditions.flatMap((condition) => {
      const { verdict, text, reason = "" } = condition;
      if (verdict === "warn") return `${comparison.image}: warning: ${overLimitWords(condition, comparison)}`;
      return verdict === "skipped" && comparison.head !== null ? `${comparison.image}: skipped "${text}": ${reason}` : [];
    })
  );
}

export {
  openReportFiles,
  printReport,
  compareSources,
  compareOperands,
  measureSources,
  measureOperands
};
