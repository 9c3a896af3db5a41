import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  VERDICTS,
  metricWords,
  overLimitWords,
  placeOfFile,
  placeOfGrowth
} from "./chunk-NVQJ5B6A.js";
import {
  isFailing,
  isUnverified
} from "./chunk-TGCFGZ2R.js";
import {
  METRICS,
  METRIC_NAMES,
  groupBy,
  isGrowthOnly,
  metricGrowth,
  metricValue
} from "./chunk-QX4VVKC4.js";
import {
  cutMiddle,
  escapeHtml,
  visibleLine
} from "./chunk-XSAKZETS.js";

// src/report/formats/outcomes.ts
var LONGEST = { name: 300, words: 2e3 };
function outcomesOf({ comparisons, missing = [] }) {
  return [...comparisons.flatMap(outcomesOfImage), ...missing.map(missingPart)];
}
function outcomesOfImage(comparison) {
  const conditions = comparison.conditions.map((condition) => conditionOutcome(condition, comparison));
  const checks = (comparison.checks ?? []).map((check) => checkOutcome(check, comparison));
  return [measured(comparison), ...conditions, ...checks];
}
function measured(comparison) {
  const { verdict, notes } = comparison;
  const isNamed = verdict === "error" || verdict === "new" || verdict === "removed";
  return outcome(comparison, {
    kind: "measurement",
    name: "measured",
    verdict: isNamed ? verdict : "pass",
    words: isNamed ? notes.join(" ") || WORDS[verdict] : "",
    place: placeOfFile(comparison)
  });
}
var WORDS = {
  error: "could not be measured",
  new: "nothing to compare with",
  removed: "no longer built"
};
function conditionOutcome(condition, comparison) {
  const { metric, text, verdict, apart, reason } = condition;
  const isPassed = verdict === "pass" || verdict === "skipped";
  const found = isPassed ? metricWords(condition, comparison) : overLimitWords(condition, comparison);
  return outcome(comparison, {
    kind: metric,
    name: text,
    // The image is then at least `warn`, and this condition is the cause.
    verdict: apart && verdict === "inherited" && comparison.verdict === "warn" ? "warn" : verdict,
    words: reason === void 0 ? found : `${found}: ${reason}`,
    place: placeOfGrowth(comparison)
  });
}
function checkOutcome(check, comparison) {
  const verdict = isFailing(check) ? "fail" : isUnverified(check) ? "warn" : check.outcome;
  const { reason = "", check: name } = check;
  return outcome(comparison, { kind: "check", name, verdict, words: reason, place: placeOfFile(comparison) });
}
function outcome({ image, platform }, { name, words, ...rest }) {
  return {
    ...rest,
    image: short(image, LONGEST.name),
    platform,
    name: short(name, LONGEST.name),
    words: short(words, LONGEST.words)
  };
}
function missingPart({ part, reason }) {
  const words = `part is missing: ${short(reason, LONGEST.words)}`;
  const image = short(part, LONGEST.name);
  return { kind: "part", image, platform: "", name: "arrived", verdict: "error", words, place: {} };
}
function short(text, most) {
  return cutMiddle(visibleLine(text), most);
}

// src/report/formats/junit.ts
var JUNIT_MARKER = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="image-size-gate"';
function renderJunit(report) {
  const outcomes = outcomesOf(report);
  const suites = [...groupBy(outcomes, ({ image, platform }) => `${image}
${platform}`).values()];
  return `${JUNIT_MARKER}${counts(outcomes)}>
${suites.map(renderSuite).join("")}</testsuites>
`;
}
function renderSuite(outcomes) {
  const [first] = outcomes;
  if (first === void 0) return "";
  const skipped = outcomes.filter(({ verdict }) => verdict === "skipped").length;
  const cases = outcomes.map(renderCase).join("");
  return `  <testsuite name="${xml(suiteName(first))}"${counts(outcomes)} skipped="${skipped}">
${cases}  </testsuite>
`;
}
function counts(outcomes) {
  const failures = outcomes.filter(({ verdict }) => verdict === "fail").length;
  const errors = outcomes.filter(({ verdict }) => verdict === "error").length;
  return ` tests="${outcomes.length}" failures="${failures}" errors="${errors}"`;
}
function renderCase(outcome2) {
  const attributes = `name="${xml(outcome2.name)}" classname="${xml(suiteName(outcome2))}"`;
  const result = renderResult(outcome2);
  return result === "" ? `    <testcase ${attributes}/>
` : `    <testcase ${attributes}>
      ${result}
    </testcase>
`;
}
function renderResult({ verdict, words, place, kind }) {
  const text = xml(words);
  const where = place.file === void 0 ? "" : xml(`${visibleLine(place.file)}${place.line === void 0 ? "" : `:${place.line}`}`);
  if (verdict === "fail") return `<failure type="${kind}" message="${text}">${where}</failure>`;
  if (verdict === "error") return `<error type="${kind}" message="${text}">${where}</error>`;
  if (verdict === "skipped") return `<skipped message="${text}"/>`;
  return verdict === "pass" ? "" : `<system-out>${verdict}: ${text}</system-out>`;
}
function suiteName({ image, platform }) {
  return platform === "" ? image : `${image} (${platform})`;
}
function xml(text) {
  return escapeHtml(text).replace(/[\ufffe\uffff]/g, "\uFFFD");
}

// src/report/formats/openmetrics.ts
var OPENMETRICS_MARKER = "# TYPE image_size_verdict stateset\n";
function renderOpenMetrics({ comparisons }) {
  const single = [...groupBy(comparisons, labelsOf).values()].flatMap(([first]) => first ?? []);
  const families = METRIC_NAMES.flatMap((metric) => [sizeFamily(metric, single), growthFamily(metric, single)]);
  return `${verdictFamily(single)}${families.join("")}# EOF
`;
}
function verdictFamily(comparisons) {
  const name = "image_size_verdict";
  const samples = comparisons.flatMap(
    (comparison) => VERDICTS.map((verdict) => {
      const holds = comparison.verdict === verdict ? 1 : 0;
      return `${name}{${labelsOf(comparison)},${name}="${verdict}"} ${holds}
`;
    })
  );
  return `${OPENMETRICS_MARKER}# HELP ${name} Verdict of the image.
${samples.join("")}`;
}
function sizeFamily(metric, comparisons) {
  const what = `${METRICS[metric].description}.`;
  return isGrowthOnly(metric) ? "" : family(
    nameOf(metric, ""),
    metric,
    what,
    comparisons,
    ({ head }) => head === null ? null : metricValue(metric, head)
  );
}
function growthFamily(metric, comparisons) {
  const suffix = isGrowthOnly(metric) ? "" : "_growth";
  const what = isGrowthOnly(metric) ? METRICS[metric].description : `Growth of ${metric} against the baseline`;
  return family(
    nameOf(metric, suffix),
    metric,
    `${what}.`,
    comparisons,
    (comparison) => metricGrowth(metric, comparison)
  );
}
function family(name, metric, help, comparisons, measure) {
  const samples = comparisons.flatMap((comparison) => {
    const value = measure(comparison);
    return value === null ? [] : `${name}{${labelsOf(comparison)}} ${value}
`;
  });
  if (samples.length === 0) return "";
  const unit = METRICS[metric].unit === "bytes" ? `# UNIT ${name} bytes
` : "";
  return `# TYPE ${name} gauge
${unit}# HELP ${name} ${escaped(help)}
${samples.join("")}`;
}
function nameOf(metric, suffix) {
  const unit = METRICS[metric].unit === "bytes" && metric !== "new-bytes" ? "_bytes" : "";
  return `image_size_${metric.replaceAll("-", "_")}${suffix}${unit}`;
}
function labelsOf({ image, platform }) {
  return `image="${escaped(image)}",platform="${escaped(platform)}"`;
}
function escaped(text) {
  return visibleLine(text).replace(/[\\"]/g, "\\$&");
}

// src/report/formats/sarif.ts
var HOME = "https://github.com/image-size-gate/image-size-gate";
var NAME = "image-size-gate";
var SARIF_MARKER = `{
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "${NAME}"`;
var RULES = {
  check: "A check of the image passes",
  measurement: "The image can be measured",
  part: "Every part of a matrix arrives"
};
var LEVELS = { fail: "error", error: "error", warn: "warning", inherited: "note", accepted: "note" };
function renderSarif(report, tool) {
  const results = outcomesOf(report).flatMap((outcome2) => {
    const level = levelOf(outcome2);
    return level === void 0 ? [] : [{ outcome: outcome2, level }];
  });
  const kinds = [...groupBy(results, ({ outcome: outcome2 }) => outcome2.kind).keys()];
  const driver = { name: NAME, version: tool.version, informationUri: HOME, rules: kinds.map(ruleOf) };
  const run = {
    tool: { driver },
    invocations: [{ executionSuccessful: results.every(({ outcome: outcome2 }) => outcome2.verdict !== "error") }],
    columnKind: "unicodeCodePoints",
    results: results.map(({ outcome: outcome2, level }) => resultOf(outcome2, level))
  };
  const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  return `${JSON.stringify({ runs: [run], version: "2.1.0", $schema: schema }, null, 2)}
`;
}
function levelOf({ verdict }) {
  return verdict in LEVELS ? LEVELS[verdict] : void 0;
}
function ruleOf(kind) {
  const text = kind in RULES ? RULES[kind] : `Limit on ${kind}: ${metricWords2(kind)}`;
  return { id: ruleId(kind), shortDescription: { text }, helpUri: `${HOME}#readme` };
}
function metricWords2(kind) {
  return kind in METRICS ? METRICS[kind].description : kind;
}
function resultOf(outcome2, level) {
  const { image, platform, name, verdict, words, place, kind } = outcome2;
  const subject = platform === "" ? image : `${image} (${platform})`;
  return {
    ruleId: ruleId(kind),
    level,
    message: { text: kind === "check" ? `${subject}: check "${name}": ${words || verdict}` : `${subject}: ${words}` },
    locations: [
      { ...physical(place), logicalLocations: [{ name: image, fullyQualifiedName: subject, kind: "resource" }] }
    ],
    // The same result at the next run, also where lines moved (3.27.17).
    partialFingerprints: { "imageSizeGate/v1": [image, platform, kind, name].join("|") },
    ...verdict === "accepted" && { suppressions: [{ kind: "external", status: "accepted", justification: words }] },
    properties: { image, platform, verdict }
  };
}
function physical({ file, line, endLine }) {
  if (file === void 0) return {};
  const uri = file.toWellFormed().split("/").map(encodeURIComponent).join("/");
  const region = line === void 0 ? {} : { region: { startLine: line, endLine: endLine ?? line } };
  return { physicalLocation: { artifactLocation: { uri, uriBaseId: "%SRCROOT%" }, ...region } };
}
function ruleId(kind) {
  return `image-size/${kind}`;
}

export {
  JUNIT_MARKER,
  renderJunit,
  OPENMETRICS_MARKER,
  renderOpenMetrics,
  SARIF_MARKER,
  renderSarif
};
