import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  capAbove,
  tightestCap
} from "./chunk-PSTXDVGH.js";
import {
  CHECK_FIGURES,
  PAGE_MARKER,
  VERDICTS,
  column,
  directoryName,
  formatPackageUrl,
  formatSeconds,
  imagePath,
  isRootUser,
  isSystemPackage,
  mark,
  measuredLines,
  metricWords,
  overLimitWords,
  packageParts,
  parsePackageUrl,
  placeOfFile,
  placeOfGrowth,
  placeWords,
  platformPath,
  platformsOf,
  reductionWords,
  renderMarkdownTable,
  renderTotals,
  renderVariants,
  sizeWords,
  smallestOf,
  sumTogether
} from "./chunk-IGX2ADU3.js";
import {
  checkedHead,
  instructionOf,
  isFailing,
  isUnverified,
  samePlatform
} from "./chunk-TGCFGZ2R.js";
import {
  METRICS,
  METRIC_NAMES,
  groupBy,
  isGrowthOnly,
  metricGrowth,
  metricValue,
  untagged,
  withoutCopies
} from "./chunk-QX4VVKC4.js";
import {
  VERSION
} from "./chunk-GWQ6EPUK.js";
import {
  codeBlock,
  codeCell,
  codeSpan,
  cutMiddle,
  escapeHtml,
  escapeText,
  visibleLine
} from "./chunk-XSAKZETS.js";
import {
  formatBytes,
  formatShareOf,
  formatSignedBytes
} from "./chunk-C5KJ4NRV.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";
import {
  __callDispose,
  __using
} from "./chunk-UOFCCHBS.js";

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
  const skipped2 = outcomes.filter(({ verdict }) => verdict === "skipped").length;
  const cases = outcomes.map(renderCase).join("");
  return `  <testsuite name="${xml(suiteName(first))}"${counts(outcomes)} skipped="${skipped2}">
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

// src/report/formats/sbom/subject.ts
var PREFIX = "image-size-gate";
var LONGEST_NAME = 300;
function subjectOf({ image, platform, head, inventory }) {
  return head === null || inventory === void 0 ? void 0 : { image, platform, measurement: head, inventory };
}
function shownName(text) {
  return cutMiddle(visibleLine(text), LONGEST_NAME);
}
function namedPackage(purl) {
  const parts = packageParts(purl);
  const { name, version } = parsePackageUrl(purl);
  const group = parts === void 0 || isSystemPackage(parts) ? "" : parts.namespace.join("/");
  return { group: shownName(group), name: shownName(parts?.name || name), version: shownName(version) };
}
function imageUrl({ image, platform, measurement: { digest } }) {
  const name = untagged(image.split("/").at(-1) ?? "");
  if (digest === "") return void 0;
  return formatPackageUrl({ type: "oci", name, version: digest, qualifiers: { arch: platform.split("/")[1] } });
}
function imageFacts({ platform, measurement, inventory }) {
  const { download, estimated, unpacked, wasted, files, base } = measurement;
  return [
    [`${PREFIX}:platform`, platform],
    [`${PREFIX}:downloadBytes`, String(download)],
    ...estimated ? [[`${PREFIX}:downloadIsEstimated`, "true"]] : [],
    [`${PREFIX}:unpackedBytes`, String(unpacked)],
    [`${PREFIX}:wastedBytes`, String(wasted)],
    [`${PREFIX}:unownedBytes`, String(inventory.unowned)],
    [`${PREFIX}:files`, String(files)],
    ...base === void 0 ? [] : [[`${PREFIX}:baseImage`, shownName(base.image)]],
    ...measurement.layers.flatMap(layerFacts)
  ];
}
function packageFacts({ bytes, files, layers }, { measurement }) {
  return [
    [`${PREFIX}:installedBytes`, String(bytes)],
    [`${PREFIX}:files`, String(files)],
    ...layers.flatMap((layer) => {
      const diffId = measurement.layers[layer]?.diffId;
      return diffId === void 0 ? [] : [[`${PREFIX}:layer`, diffId]];
    })
  ];
}
function uuidOf({ measurement: { digest } }) {
  const hex = digest.split(":")[1];
  if (hex === void 0) return void 0;
  const variant = (8 + (Number.parseInt(hex.slice(16, 17), 16) & 3)).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32)
  ].join("-");
}
function layerFacts({ diffId, digest, download, unpacked }, at) {
  const name = `${PREFIX}:layer:${at}`;
  return [
    [`${name}:diffId`, diffId],
    [`${name}:digest`, digest],
    [`${name}:downloadBytes`, String(download)],
    [`${name}:unpackedBytes`, String(unpacked)]
  ];
}

// src/report/formats/sbom/cyclonedx.ts
var CYCLONEDX_MARKER = `{
  "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "version": 1,
  "metadata": {
    "tools": {
      "components": [
        {
          "type": "application",
          "name": "image-size-gate"`;
var IMAGE = "image";
function renderCycloneDx(subject, { version, created }) {
  const { image, measurement, inventory } = subject;
  const purl = imageUrl(subject);
  const uuid = uuidOf(subject);
  const document = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      tools: { components: [{ type: "application", name: "image-size-gate", version }] },
      ...created !== void 0 && { timestamp: created },
      lifecycles: [{ phase: "post-build" }],
      component: {
        type: "container",
        "bom-ref": IMAGE,
        name: shownName(image),
        ...measurement.digest !== "" && { version: measurement.digest },
        ...purl !== void 0 && { purl },
        properties: properties(imageFacts(subject))
      }
    },
    ...uuid !== void 0 && { serialNumber: `urn:uuid:${uuid}` },
    components: inventory.packages.map((each) => component(each, subject)),
    dependencies: [{ ref: IMAGE, dependsOn: inventory.packages.map(({ purl: purl2 }) => purl2) }]
  };
  return `${JSON.stringify(document, null, 2)}
`;
}
function component(each, subject) {
  const { purl, contains = [] } = each;
  const within = contains.map((inner) => described(inner, `${purl} contains ${inner}`));
  return {
    ...described(purl, purl),
    properties: properties(packageFacts(each, subject)),
    ...within.length > 0 && { components: within }
  };
}
function described(purl, reference) {
  const { group, name, version } = namedPackage(purl);
  return {
    type: "library",
    "bom-ref": reference,
    ...group !== "" && { group },
    name,
    ...version !== "" && { version },
    purl
  };
}
function properties(facts) {
  return facts.map(([name, value]) => ({ name, value }));
}

// src/report/formats/sbom/spdx.ts
var SPDX_MARKER = `{
  "spdxVersion": "SPDX-2.3",
  "dataLicense": "CC0-1.0",
  "SPDXID": "SPDXRef-DOCUMENT",
  "creationInfo": {
    "creators": [
      "Tool: image-size-gate-`;
var DOCUMENT = "SPDXRef-DOCUMENT";
var IMAGE2 = "SPDXRef-Image";
var NAMESPACE = "https://github.com/image-size-gate/image-size-gate/spdx";
var NO_TIME = "1970-01-01T00:00:00Z";
function renderSpdx(subject, { version, created }) {
  const { image, platform, inventory } = subject;
  const name = shownName(`${image} (${platform})`);
  const note = (facts) => annotations(facts, version, created ?? NO_TIME);
  const owners = inventory.packages.map((each, at) => ({ each, id: `SPDXRef-Package-${at + 1}` }));
  const packages = owners.flatMap(({ each, id }) => [
    { ...spdxPackage(id, each.purl), annotations: note(packageFacts(each, subject)) },
    ...innerOf(each, id).map(({ purl, id: inner }) => spdxPackage(inner, purl))
  ]);
  const document = {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: DOCUMENT,
    creationInfo: {
      creators: [`Tool: image-size-gate-${version}`],
      created: created ?? NO_TIME,
      ...created === void 0 && { comment: "The time is not known. SOURCE_DATE_EPOCH sets it." }
    },
    name,
    documentNamespace: `${NAMESPACE}/${encodeURIComponent(name)}-${uuidOf(subject) ?? "unknown"}`,
    packages: [imagePackage(subject, note(imageFacts(subject))), ...packages],
    relationships: [
      relation(DOCUMENT, "DESCRIBES", IMAGE2),
      ...owners.flatMap(({ each, id }) => [
        relation(IMAGE2, "CONTAINS", id),
        ...innerOf(each, id).map((inner) => relation(id, "CONTAINS", inner.id))
      ])
    ]
  };
  return `${JSON.stringify(document, null, 2)}
`;
}
function imagePackage(subject, facts) {
  const { digest } = subject.measurement;
  const [algorithm = "", value = ""] = digest.split(":");
  return {
    ...common(IMAGE2, shownName(subject.image), digest, imageUrl(subject)),
    primaryPackagePurpose: "CONTAINER",
    ...value !== "" && { checksums: [{ algorithm: algorithm.toUpperCase(), checksumValue: value }] },
    annotations: facts
  };
}
function spdxPackage(id, purl) {
  const { group, name, version } = namedPackage(purl);
  return common(id, group === "" ? name : `${group}/${name}`, version, purl);
}
function common(id, name, version, purl) {
  const locator = { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl };
  return {
    SPDXID: id,
    name,
    ...version !== "" && { versionInfo: version },
    downloadLocation: "NOASSERTION",
    filesAnalyzed: false,
    ...purl !== void 0 && { externalRefs: [locator] }
  };
}
function annotations(facts, version, time) {
  return facts.map(([name, value]) => ({
    annotationDate: time,
    annotationType: "OTHER",
    annotator: `Tool: image-size-gate-${version}`,
    comment: `${name}: ${value}`
  }));
}
function innerOf({ contains = [] }, id) {
  return contains.map((purl, at) => ({ purl, id: `${id}.${at + 1}` }));
}
function relation(from, type, to) {
  return { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
}

// src/command/files/sbom-files.ts
import { stat as stat2 } from "node:fs/promises";
import { join as join2, resolve } from "node:path";

// src/command/files/own-file.ts
import { randomUUID } from "node:crypto";
import { lstat, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

// src/report/notes/checks.ts
var CHECKS = 50;
function renderChecks({ rows }, level) {
  const heading = `${level} What was verified`;
  const measured2 = rows.filter(({ measurement }) => measurement !== null);
  const names = [...new Set(measured2.flatMap((row) => checksOf(row).map(({ check }) => check)))];
  if (measured2.length === 0) return "";
  if (names.length === 0) return `${heading}

${nothing(measured2)}`;
  const columns = [column("check"), ...measured2.map(({ image }) => column(codeCell(image, 60)))];
  const lines = names.slice(0, CHECKS).map((name) => [
    codeCell(name, 100),
    ...measured2.map((row) => cellOf(checksOf(row).find(({ check }) => check === name)))
  ]);
  const table = renderMarkdownTable({ columns, rows: lines });
  const more = names.length > CHECKS ? `

\u2026 and ${names.length - CHECKS} more` : "";
  return `${heading}

${table}${more}${hasMedians(measured2) ? `

${CHECK_FIGURES}` : ""}`;
}
function passesChecks(row) {
  const checks = checksOf(row);
  return checks.length === 0 ? void 0 : checks.every(({ outcome: outcome2 }) => outcome2 === "pass");
}
function checksOf({ measurement }) {
  return measurement?.checks ?? [];
}
function nothing(rows) {
  const image = rows.at(-1)?.image ?? "image";
  if (rows.length === 1) return "Nothing was verified. Add checks of what the image does under its `verify`.";
  const example = `\`\`\`yaml
images:
  ${yamlKey(image)}:
    verify:
      - run: [program, --version]
      - user: non-root
\`\`\``;
  return `Nothing was verified. No number here says whether the smaller images still work. Add checks to the configuration:

${example}`;
}
function yamlKey(name) {
  return /^[A-Za-z][A-Za-z0-9._/-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name) ? name : JSON.stringify(visibleLine(name)).replaceAll("`", "\\u0060");
}
function cellOf(result) {
  if (result === void 0) return "\u2014";
  const { outcome: outcome2, reason, seconds, peakMemory } = result;
  const facts = [
    ...seconds === void 0 ? [] : [formatSeconds(seconds)],
    ...peakMemory === void 0 ? [] : [formatBytes(peakMemory)]
  ];
  const why = reason === void 0 || outcome2 === "pass" ? "" : `: ${escapeText(reason, 160)}`;
  return `${mark(outcome2)} ${outcome2}${facts.length === 0 ? "" : ` (${facts.join(", ")})`}${why}`;
}
function hasMedians(rows) {
  return rows.some(
    (row) => checksOf(row).some(({ seconds, peakMemory }) => seconds !== void 0 || peakMemory !== void 0)
  );
}
function checkNames(checks) {
  const named2 = checks.slice(0, 3).map(({ check }) => codeSpan(check, 60));
  return `${named2.join(", ")}${checks.length > 3 ? ` and ${checks.length - 3} more` : ""}`;
}

// src/report/notes/cost.ts
var BANDWIDTHS = [
  { name: "100 Mbit/s", bits: 1e8 },
  { name: "1 Gbit/s", bits: 1e9 }
];
var PULLS = 1e3;
var COLUMNS = [
  column("image"),
  column("registry stores", "right"),
  ...BANDWIDTHS.map(({ name }) => column(`pull at ${name}`, "right")),
  column("1,000 pulls", "right")
];
function renderCost(rows, level) {
  const measured2 = rows.flatMap(({ measurement }) => measurement ?? []);
  if (measured2.length === 0) return "";
  const several = new Set(measured2.map(({ platform }) => platform)).size > 1;
  const cells = measured2.map(({ image, platform, download, estimated }) => {
    const times = BANDWIDTHS.map(({ bits }) => `${estimated ? "\u2248 " : ""}${formatSeconds(download * 8 / bits)}`);
    const pulls = sizeWords(download * PULLS, estimated);
    const on = several ? ` ${codeCell(platform, 40)}` : "";
    return [`${codeCell(image, 60)}${on}`, sizeWords(download, estimated), ...times, pulls];
  });
  const table = renderMarkdownTable({ columns: COLUMNS, rows: cells });
  const note = "Pulls are cold: they transfer every layer. Times are for the transfer alone, without unpacking.";
  return [`${level} What it costs`, table, [sharedWords(measured2), note].join("")].join("\n\n");
}
function sharedWords(measured2) {
  if (measured2.length < 2) return "";
  const alone = measured2.reduce((sum, { download: download2 }) => sum + download2, 0);
  const { download } = sumTogether(measured2);
  const shared = alone - download;
  const estimated = measured2.some((each) => each.estimated);
  const less = `${sizeWords(shared, estimated)} less than alone, because they share layers`;
  return `Together in one registry, the ${measured2.length} images take ${sizeWords(download, estimated)}: ${shared === 0 ? "they share nothing" : less}. `;
}

// src/report/notes/layers.ts
var LAYERS = 15;
var COLUMNS2 = [column("unpacked", "right"), column("download", "right"), column("by")];
function renderLayers({ rows: [{ measurement }] }, level) {
  if (measurement === null || measurement.layers.length === 0) return "";
  const { layers, estimated } = measurement;
  const largest = withoutCopies(layers).toSorted((a, b) => b.unpacked - a.unpacked).slice(0, LAYERS);
  const rows = largest.map(({ unpacked, download, createdBy, source }) => {
    const place = source === void 0 ? "" : `${codeCell(placeWords(source))} `;
    const by = `${place}${codeCell(instructionOf(createdBy) || "\u2014", 160)}`;
    return [formatBytes(unpacked), sizeWords(download, estimated), by];
  });
  const hidden = layers.length - LAYERS;
  const more = hidden > 0 ? `

\u2026 and ${hidden} smaller ${hidden === 1 ? "layer" : "layers"}` : "";
  return `${level} Largest layers

${renderMarkdownTable({ columns: COLUMNS2, rows })}${more}`;
}

// src/report/notes/next-steps.ts
var WASTEFUL = 0.05;
var STEPS = 20;
function renderNextSteps(groups, images) {
  const rows = groups.flatMap(({ rows: rows2 }) => rows2);
  const all = [
    ...rows.filter(({ measurement, verdict }) => measurement === null && verdict !== "removed").map(unmeasured),
    ...groups.flatMap(choice),
    ...caps(groups, images),
    ...unlimited(images),
    ...rows.flatMap(waste),
    ...root(rows),
    ...skipped(rows)
  ];
  const steps = [...new Set(all)];
  if (steps.length === 0) return "";
  const more = steps.length > STEPS ? [`- \u2026 and ${steps.length - STEPS} more`] : [];
  return `## Next steps

${[...steps.slice(0, STEPS).map((step) => `- ${step}`), ...more].join("\n")}`;
}
function unmeasured({ image }) {
  return `${codeSpan(image, 60)} could not be measured. The report of the run has the reason.`;
}
function choice(group) {
  const sorted = bySize(group.rows);
  if (group.rows.length === 1 || sorted.length === 0) return [];
  const broken = sorted.filter((row) => passesChecks(row) === false).map(failing);
  const [smallest] = sorted;
  const best = sorted.find((row) => passesChecks(row) === true);
  if (best === void 0) return [...broken, ...unverified(smallest, group)];
  const percent = best === group.rows[0] ? "" : ` (${reductionWords(best, group)})`;
  const where = group.platform === "" ? "" : ` on ${codeSpan(group.platform, 40)}`;
  return [
    ...broken,
    `Ship ${codeSpan(best.image, 60)}${percent}: it is the smallest that passes all of its checks${where}.`
  ];
}
function unverified(smallest, group) {
  if (smallest === void 0 || passesChecks(smallest) !== void 0 || smallest === group.rows[0]) return [];
  return [`Add checks to ${codeSpan(smallest.image, 60)} before you ship it: it is the smallest and has none.`];
}
function failing(row) {
  const checks = checksOf(row).filter(({ outcome: outcome2 }) => outcome2 === "fail");
  const skips = checksOf(row).filter(({ outcome: outcome2 }) => outcome2 === "skipped");
  return checks.length > 0 ? `Fix ${codeSpan(row.image, 60)}: it fails ${checkNames(checks)}.` : `${codeSpan(row.image, 60)} is not verified: ${checkNames(skips)} could not be checked.`;
}
function caps(groups, images) {
  const kept = new Set(groups.flatMap((group) => keptOf(group)?.image ?? []));
  const free = images.flatMap(({ name, conditions }) => {
    const largest = largestOf(name, groups);
    const hasCap = ["unpacked", "download"].some((metric) => tightestCap(conditions, metric) !== void 0);
    return hasCap || largest === 0 || !kept.has(name) ? [] : [{ name, cap: capAbove(largest) }];
  });
  if (free.length === 0) return [];
  const lines = free.slice(0, STEPS).flatMap(({ name, cap }) => [`  ${yamlKey(name)}:`, `    fail-if: ["unpacked > ${cap}"]`]);
  const block = ["```yaml", "images:", ...lines, "```"].map((line) => `  ${line}`).join("\n");
  return [`Set a cap to keep this size. It leaves a little room above the measured size:

${block}
`];
}
function keptOf({ rows }) {
  const sorted = bySize(rows);
  return sorted.find((row) => passesChecks(row) === true) ?? sorted.find((row) => passesChecks(row) === void 0);
}
function largestOf(name, groups) {
  const rows = groups.flatMap((group) => group.rows.filter(({ image }) => image === name));
  return rows.reduce((most, { measurement }) => Math.max(most, measurement?.unpacked ?? 0), 0);
}
function bySize(rows) {
  return rows.filter(({ measurement }) => measurement !== null).toSorted((a, b) => (a.measurement?.unpacked ?? 0) - (b.measurement?.unpacked ?? 0));
}
function unlimited(images) {
  const free = images.filter(({ conditions }) => conditions.length === 0).map(({ name }) => name);
  return free.length === 0 ? [] : [`Give ${named(free)} a limit: no condition gates growth there.`];
}
function waste({ image, measurement }) {
  if (measurement === null || measurement.wasted <= measurement.unpacked * WASTEFUL) return [];
  const { wasted, unpacked, wastedPaths } = measurement;
  const [costliest] = wastedPaths.toSorted((a, b) => b.bytes - a.bytes);
  const path = costliest === void 0 ? "" : ` The largest is ${codeSpan(`/${costliest.path}`, 120)} with ${formatBytes(costliest.bytes)}.`;
  const share = escapeHtml(formatShareOf(wasted, unpacked));
  return [
    `${codeSpan(image, 60)} holds ${formatBytes(wasted)} (${share}) that a later layer overwrites or deletes.${path} Remove files in the step that writes them.`
  ];
}
function root(rows) {
  const names = rows.filter(({ measurement }) => measurement !== null && isRootUser(measurement.config.user)).map(({ image }) => image);
  const once = [...new Set(names)];
  return once.length === 0 ? [] : [`Run ${named(once)} as a user other than root: add a USER instruction.`];
}
function named(names) {
  const shown = names.slice(0, 5).map((name) => codeSpan(name, 60));
  if (names.length > 5) return `${shown.join(", ")} and ${names.length - 5} more`;
  return [shown.slice(0, -1).join(", "), shown.at(-1)].filter((part) => part !== "").join(" and ");
}
function skipped(rows) {
  return rows.flatMap((row) => {
    const checks = checksOf(row).filter(({ outcome: outcome2 }) => outcome2 === "skipped");
    const reason = checks[0]?.reason === void 0 ? "" : `: ${escapeText(checks[0].reason, 200)}`;
    return checks.length === 0 ? [] : [`Skipped in ${codeSpan(row.image, 60)}: ${checkNames(checks)}${reason}`];
  });
}

// src/report/notes/savings.ts
var BASE_COLUMNS = [
  column("version"),
  column("base image"),
  column("from the base image", "right"),
  column("own layers", "right")
];
var SAVING_COLUMNS = [column("change", "right"), column("where"), column("result")];
function renderSavings(group, savings, level) {
  const [reference, ...variants] = group.rows;
  const blocks = variants.map((row) => renderVariant(row, group, savings, `${level}#`)).filter((block) => block !== "");
  if (reference.measurement === null || blocks.length === 0) return "";
  return [`${level} Where the savings come from`, renderBases(group), ...blocks].filter((part) => part !== "").join("\n\n");
}
function renderBases({ rows }) {
  if (rows.every(({ measurement }) => measurement?.base === void 0)) return "";
  const cells = rows.flatMap(({ image, measurement }) => {
    if (measurement?.base === void 0) return [];
    const { layers, base, unpacked } = measurement;
    const inherited = layers.slice(0, base.layers).reduce((sum, layer) => sum + layer.unpacked, 0);
    const own = formatBytes(unpacked - inherited);
    return [[codeCell(image, 60), codeCell(base.image, 120), formatBytes(inherited), own]];
  });
  return renderMarkdownTable({ columns: BASE_COLUMNS, rows: cells });
}
function renderVariant(row, group, savings, level) {
  const [reference] = group.rows;
  if (row.measurement === null || reference.measurement === null || row.change === null) return "";
  const heading = `${level} ${codeSpan(row.image, 60)} against ${codeSpan(reference.image, 60)}`;
  const saving = savings.find(
    (each) => each.variant === row.image && each.reference === reference.image && samePlatform(each.platform, group.platform)
  );
  if (saving === void 0)
    return `${heading}

This run did not read the layers of these two, so their directories are not known.`;
  return `${heading}

${renderSaving(saving, reductionWords(row, group))}`;
}
function renderSaving({ lines, wasted, rest, total }, percent) {
  const rows = [
    ...lines.map((line) => [
      formatSignedBytes(line.after - line.before),
      codeCell(directoryName(line), 160),
      becameOf(line)
    ]),
    ...wasted === 0 ? [] : [[formatSignedBytes(wasted), "overwritten or deleted by a later layer", "waste"]],
    ...rest === 0 ? [] : [[formatSignedBytes(rest), "everything else", ""]],
    [`**${formatSignedBytes(total)}**`, "**total**", `**${percent}**`]
  ];
  return renderMarkdownTable({ columns: SAVING_COLUMNS, rows });
}
function becameOf({ before, after, files, parts }) {
  const what = files ? " (files directly in it)" : "";
  if (after === 0) return `gone${what}`;
  if (before === 0) return `new${what}`;
  const named2 = parts.map(({ name, change }) => `${codeCell(name, 60)} ${formatSignedBytes(change)}`);
  const most = named2.length === 0 ? "" : `, inside ${named2.join(", ")}`;
  return `${formatBytes(before)} \u2192 ${formatBytes(after)}${what}${most}`;
}

// src/report/notes/notes.ts
var DOCUMENT_MARKER = "<!-- image-size-gate:document - made by a run, replaced by the next one -->";
function renderDocument(report, context) {
  const groups = groupsOf(report);
  const [first] = groups;
  const title = groups.length === 1 && first !== void 0 ? `Size of ${titleOf(first)}` : "Sizes of the images";
  const sections = groups.flatMap((group) => renderGroup(group, context, groups.length > 1 ? titleOf(group) : ""));
  const parts = [
    DOCUMENT_MARKER,
    `# ${title}`,
    ...sections,
    groups.length === 1 ? "" : renderCost(singleRows(groups), "##"),
    renderTogether(report),
    renderNextSteps(groups, context.images),
    renderMethod(report, context)
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}
`;
}
function groupsOf({ variants = [], comparisons }) {
  const isGrouped = ({ image, platform }) => variants.some(
    (group) => group.rows.some((row) => row.image === image) && (platform === "" || samePlatform(group.platform, platform))
  );
  const single = comparisons.filter((comparison) => !isGrouped(comparison)).map(
    (comparison) => ({
      platform: comparison.platform,
      rows: [
        {
          image: comparison.image,
          measurement: checkedHead(comparison),
          verdict: comparison.verdict,
          change: null
        }
      ]
    })
  );
  return [...variants, ...single];
}
function singleRows(groups) {
  return groups.flatMap(({ rows }) => rows.length === 1 ? rows : []);
}
function titleOf({ platform, rows }) {
  const name = codeSpan(rows[0].image, 60);
  return platform === "" ? name : `${name} on ${codeSpan(platform, 40)}`;
}
function renderGroup(group, { savings }, title) {
  const level = title === "" ? "##" : "###";
  return [
    title === "" ? "" : `## ${title}`,
    renderSummary(group),
    renderVariants(group),
    renderColumnsMeant(group),
    group.rows.length === 1 ? renderLayers(group, level) : renderSavings(group, savings, level),
    renderChecks(group, level),
    group.rows.length > 1 || title === "" ? renderCost(group.rows, level) : ""
  ];
}
function renderSummary(group) {
  const [reference] = group.rows;
  const smallest = smallestOf(group);
  if (smallest?.measurement == null)
    return group.rows.every(({ verdict }) => verdict === "removed") ? "No longer built." : "Nothing could be measured.";
  const { unpacked, download, estimated } = smallest.measurement;
  const after = sizeWords(download, estimated);
  if (group.rows.length === 1)
    return `${codeSpan(reference.image, 60)} is ${formatBytes(unpacked)} unpacked. A cold pull transfers ${after}.`;
  const start = `${group.rows.length} ways to build ${codeSpan(reference.image, 60)}`;
  if (reference.measurement === null) return `${start}. It could not be measured itself, so there are no reductions.`;
  if (smallest === reference) return `${start}. None is smaller than the image itself with ${formatBytes(unpacked)}.`;
  const before = reference.measurement;
  const size = `${formatBytes(before.unpacked)} \u2192 **${formatBytes(unpacked)} (${reductionWords(smallest, group)})**`;
  const pull = `${sizeWords(before.download, before.estimated)} \u2192 ${after}`;
  return `${start}: ${size} unpacked with ${codeSpan(smallest.image, 60)}. A cold pull transfers ${pull}.`;
}
function renderColumnsMeant({ rows }) {
  if (rows.length === 1) return "";
  const pull = `what a host with ${codeSpan(rows[0].image, 60)} still has to pull`;
  return `Size is the bytes of all files in all layers. Download is what a registry stores and a cold pull transfers. New bytes are ${pull}.`;
}
function renderTogether(report) {
  const totals = renderTotals(report, { together: true });
  return totals === "" ? "" : `## All platforms together

${totals}`;
}
function renderMethod(report, { date, command }) {
  const platforms = platformsOf(report).length === 0 ? ["Platform: none measured"] : [];
  const lines = [`Date: ${escapeText(date, 40)}`, ...measuredLines(report), ...platforms].map((line) => `- ${line}`);
  return `## How it was measured

${lines.join("\n")}

To create this document again:

${codeBlock(command, 30, 2e3)}`;
}

// src/command/files/own-file.ts
var DOCUMENT2 = { option: "--document", what: "document", marker: DOCUMENT_MARKER };
var PAGE = { option: "--html", what: "page", marker: PAGE_MARKER };
async function checkOwnFile(kind, path) {
  const { option, what, marker } = kind;
  const folder = await stat(dirname(path)).catch(() => void 0);
  if (!folder?.isDirectory())
    throw new UserError(`${option}: ${dirname(path)} is not a folder; a ${what} is written only into an existing one`);
  const found = await lstat(path).catch((error) => absent(kind, error));
  if (found === void 0) return;
  if (!found.isFile()) throw new UserError(`${option}: ${path} is not a regular file`);
  if (await isOurs(kind, path)) return;
  throw new UserError(
    `${option}: ${path} exists and does not begin with "${marker}": only a ${what} that a run wrote is replaced; name another file, or remove this one`
  );
}
async function writeOwnFile(kind, path, text) {
  await checkOwnFile(kind, path);
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new UserError(`${kind.option}: ${path} cannot be written: ${cause.message}`, { cause });
  }
}
async function isOurs({ option, marker }, path) {
  var _stack = [];
  try {
    const file = __using(_stack, await open(path).catch((cause) => {
      throw new UserError(`${option}: ${path} cannot be read: ${cause.message}`, { cause });
    }), true);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(marker.length));
    return buffer.subarray(0, bytesRead).toString("utf8") === marker;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function absent({ option }, error) {
  if (error.code !== "ENOENT") throw new UserError(`${option}: ${error.message}`, { cause: error });
}

// src/command/files/sbom-files.ts
var NAMED = 10;
var ROWS = {
  cyclonedx: {
    option: "--cyclonedx",
    what: "CycloneDX file",
    marker: CYCLONEDX_MARKER,
    ending: ".cdx.json",
    render: renderCycloneDx
  },
  spdx: { option: "--spdx", what: "SPDX file", marker: SPDX_MARKER, ending: ".spdx.json", render: renderSpdx }
};
var NAMES = Object.keys(ROWS);
async function openSbomFiles(session) {
  const { args, cwd, terminal } = session;
  const asked = NAMES.filter((name) => args[name] !== "");
  if (asked.length === 0) return void 0;
  for (const name of asked) await checkPlace(ROWS[name], args[name], cwd);
  return {
    write: async (report) => {
      for (const name of asked) {
        for (const [path, subject] of placesOf(report, args[name], ROWS[name])) {
          await writeOwnFile(ROWS[name], resolve(cwd, path), ROWS[name].render(subject, sbomRun(process.env)));
          if (!args.quiet) terminal.err(`Wrote ${path}
`);
        }
      }
    }
  };
}
function sbomRun({ SOURCE_DATE_EPOCH: epoch = "" }) {
  if (!/^\d{1,12}$/.test(epoch) || Number(epoch) >= 253402300800) return { version: VERSION };
  return { version: VERSION, created: `${new Date(Number(epoch) * 1e3).toISOString().slice(0, 19)}Z` };
}
function onlySubject(report, { image, platforms }) {
  const measured2 = report.comparisons.filter(({ head }) => head !== null);
  const wanted = measured2.filter(
    (each) => (image === "" || each.image === image) && (platforms.length === 0 || platforms.some((platform) => samePlatform(platform, each.platform)))
  );
  const [only] = wanted.length === 1 || measured2.length === 0 ? subjectsOf({ comparisons: wanted }) : [];
  if (only !== void 0) return only;
  const found = wanted.length === 0 ? "no such image or platform" : `${wanted.length} images or platforms`;
  throw new UserError(
    `a document is of one image on one platform; found ${found}. Name one with --image and --platform: ${listed(wanted.length === 0 ? measured2 : wanted)}`
  );
}
function isFolder(place) {
  return /[/\\]$/.test(place);
}
async function checkPlace(row, place, cwd) {
  if (!isFolder(place)) return checkOwnFile(row, resolve(cwd, place));
  const found = await stat2(resolve(cwd, place)).catch(() => void 0);
  if (!found?.isDirectory())
    throw new UserError(`${row.option}: ${place} is not a folder; documents are written only into an existing one`);
}
function placesOf(report, place, { option, ending }) {
  const subjects = subjectsOf(report);
  const [only, ...others] = subjects;
  if (isFolder(place))
    return subjects.map((subject) => [
      join2(place, `${imagePath(subject.image)}-${platformPath(subject.platform)}${ending}`),
      subject
    ]);
  if (only !== void 0 && others.length === 0) return [[place, only]];
  throw new UserError(
    `${option}: a document is of one image on one platform; found ${subjects.length}: ${listed(subjects)}. Give a folder (a path that ends in /) for a document of each`
  );
}
function subjectsOf({ comparisons }) {
  const measured2 = comparisons.filter(({ head }) => head !== null);
  if (measured2.length === 0) throw new UserError("no image was measured, so there are no packages to list");
  return measured2.map((comparison) => {
    const subject = subjectOf(comparison);
    if (subject !== void 0) return subject;
    throw new UserError(
      `${printable(comparison.image)} (${comparison.platform}): all its packages are needed, and they are not known. Reports have them by check --json --contents and by the action; measure SOURCE --cyclonedx FILE reads them from an image`
    );
  });
}
function listed(subjects) {
  const names = subjects.slice(0, NAMED).map(({ image, platform }) => `${printable(image)} (${platform})`);
  const more = subjects.length - names.length;
  return `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

export {
  JUNIT_MARKER,
  renderJunit,
  OPENMETRICS_MARKER,
  renderOpenMetrics,
  SARIF_MARKER,
  renderSarif,
  renderCycloneDx,
  renderSpdx,
  renderDocument,
  DOCUMENT2 as DOCUMENT,
  PAGE,
  checkOwnFile,
  writeOwnFile,
  openSbomFiles,
  sbomRun,
  onlySubject
};
