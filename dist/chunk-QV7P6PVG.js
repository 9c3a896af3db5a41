import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  VERDICTS,
  accountedFor,
  baseImageSchema,
  bytes,
  change,
  checkResultSchema,
  commitId,
  compareImage,
  compareRelated,
  createReport,
  digest,
  fileGrowth,
  historyEntrySchema,
  historyMetric,
  imageName,
  issueMessage,
  layerChangeKind,
  layerChangeSchema,
  layerSourceSchema,
  measurementSchema,
  packageGrowth,
  path,
  platform,
  platformOrNone,
  text,
  time,
  totalOf,
  withinBudget
} from "./chunk-IGX2ADU3.js";
import {
  NO_GROWTH,
  isFailing,
  isUnverified,
  measureGrowth,
  normalizePlatform,
  samePlatform
} from "./chunk-TGCFGZ2R.js";
import {
  METRIC_NAMES,
  external_exports,
  groupBy,
  parseJson
} from "./chunk-QX4VVKC4.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";

// src/text/defined.ts
function defined(values) {
  const entries = Object.entries(values).filter(([, value]) => value !== void 0);
  return Object.fromEntries(entries);
}

// src/exchange/relations.ts
function comparisonKey({ image, platform: platform2 }) {
  return JSON.stringify([image, platform2 === "" ? "" : normalizePlatform(platform2)]);
}
function relationsOf(reports) {
  const groups = reports.flatMap(({ variants = [] }) => variants.map(({ rows }) => rows.map(({ image }) => image)));
  const summed = new Set(reports.flatMap(({ totals = [] }) => totals.map(({ image }) => image)));
  const references = /* @__PURE__ */ new Map();
  for (const [reference, ...others] of groups) {
    if (reference === void 0) continue;
    if (!references.has(reference)) references.set(reference, void 0);
    for (const image of others) if (references.get(image) === void 0) references.set(image, reference);
  }
  const names = /* @__PURE__ */ new Set([...references.keys(), ...summed]);
  return Array.from(names, (name) => {
    const variantOf = references.get(name);
    return {
      name,
      ...variantOf === void 0 ? {} : { variantOf },
      ...summed.has(name) ? { indexTotals: true } : {}
    };
  });
}

// src/exchange/merge.ts
function mergeReports(parts, expected = []) {
  const named = parts.map((report, at) => ({ name: report.part ?? `report ${at + 1}`, report }));
  const counted = withoutSuperseded(named);
  const commit = commitOf(counted);
  const claims = counted.flatMap(
    ({ name, report }) => report.comparisons.map((comparison) => ({ part: name, comparison }))
  );
  const merged = Array.from(groupBy(claims, ({ comparison }) => comparisonKey(comparison)).values(), mergeClaims);
  const comparisons = withinBudget(merged);
  const reports = counted.map(({ report }) => report);
  const facts = {
    // A merged report is not a part.
    part: void 0,
    commit,
    missing: missingOf(counted, expected),
    trends: longestTrends(reports),
    proposals: lastProposals(reports),
    variants: void 0,
    totals: void 0,
    ...compareRelated(relationsOf(reports), comparisons)
  };
  return createReport(comparisons, defined(facts));
}
function withoutSuperseded(parts) {
  return parts.filter(({ report }, at) => {
    if (report.part === void 0) return true;
    const later = parts.slice(at + 1).filter((other) => other.report.part === report.part);
    return !later.some((other) => hasImagesOf(other.report, report));
  });
}
function hasImagesOf(later, earlier) {
  const images = new Set(later.comparisons.map(({ image }) => image));
  return earlier.comparisons.every(({ image }) => images.has(image));
}
function commitOf(parts) {
  const [first, ...others] = parts.filter(({ report }) => report.commit !== void 0);
  const other = others.find(({ report }) => report.commit !== first?.report.commit);
  if (first === void 0 || other === void 0) return first?.report.commit;
  throw new UserError(
    `${first.name} is of commit ${first.report.commit}, ${other.name} of commit ${other.report.commit}. All parts of a report must be of one commit. Run the jobs of one of them again`
  );
}
function mergeClaims(claims) {
  const present = claims.filter(({ comparison: comparison2 }) => comparison2.verdict !== "removed");
  const [first, ...others] = present.length > 0 ? present : claims.slice(0, 1);
  if (first === void 0) throw new Error("a group of claims is never empty");
  if (others.length === 0) return first.comparison;
  const all = [first, ...others];
  const measured = all.some(({ comparison: comparison2 }) => comparison2.head !== null);
  const parts = all.map(({ part }) => part).join(" and ");
  const { image, platform: platform2 } = first.comparison;
  const conflict = `${image}${platform2 === "" ? "" : ` on ${platform2}`} is in ${parts}: only one part may measure it; give the image to one part, or name the two images differently`;
  const reasons = all.flatMap(
    ({ part, comparison: { head, notes: notes2 } }) => head === null ? notes2.map((note) => `${part}: ${note}`) : []
  );
  const [error = conflict, ...notes] = measured ? [conflict, ...reasons] : reasons;
  const baseline = { kind: "none", reason: "" };
  const comparison = compareImage({ image, platform: platform2, baseline, head: { error }, conditions: [] });
  return { ...comparison, notes: [...comparison.notes, ...notes] };
}
function missingOf(parts, expected) {
  const known = new Set(parts.map(({ report }) => report.part));
  const absent = [...new Set(expected)].filter((part) => !known.has(part));
  const empty = parts.filter(({ report }) => report.comparisons.length === 0 && report.missing === void 0);
  return [
    ...absent.map((part) => ({
      part,
      reason: "there is no report of it: its job failed, was skipped or cancelled, or uploads under another name"
    })),
    ...empty.map(({ name }) => ({ part: name, reason: "its report has no images" })),
    ...parts.flatMap(({ report }) => report.missing ?? [])
  ];
}
function longestTrends(reports) {
  const trends = reports.flatMap((report) => report.trends ?? []);
  return Array.from(
    groupBy(trends, comparisonKey).values(),
    (same) => same.reduce((longest, trend) => trend.points.length > longest.points.length ? trend : longest)
  );
}
function lastProposals(reports) {
  const all = reports.flatMap((report) => report.proposals ?? []);
  const same = groupBy(all, (proposal) => `${proposal.metric} ${comparisonKey(proposal)}`);
  const proposals = Array.from(same.values()).flatMap((each) => each.at(-1) ?? []);
  return proposals.length === 0 ? void 0 : proposals;
}

// src/exchange/consistency.ts
function comparisonProblem(comparison) {
  for (const rule of RULES) {
    const problem = rule(comparison);
    if (problem !== void 0) return problem;
  }
  return null;
}
var RULES = [
  ({ image, head }) => unless(head === null || head.image === image, "head.image: is another image"),
  ({ platform: platform2, head }) => unless(head === null || head.platform === platform2, "head.platform: is another platform"),
  ({ image, baseline }) => unless(baseline === null || baseline.image === image, "baseline.image: is another image"),
  ({ platform: platform2, baseline }) => unless(baseline === null || samePlatform(baseline.platform, platform2), "baseline.platform: is another platform"),
  ({ growth, ...sides }) => unless(sameGrowth(growth, grown(sides)), "growth: is not head \u2212 baseline"),
  ({ layers, head, baseline }) => unless(
    head !== null && baseline !== null ? true : layers.length === 0,
    "layers: must be empty where one side is missing"
  ),
  ({ layers, head, baseline }) => {
    if (head === null || baseline === null) return void 0;
    const after = layers.flatMap((layer) => layer.after ?? []).map(keyOf);
    if (after.join() !== head.layers.map(keyOf).join()) return "layers: are not the head's";
    const before = layers.flatMap((layer) => layer.before ?? []).map(keyOf);
    return unless(before.sort().join() === baseline.layers.map(keyOf).sort().join(), "layers: are not the baseline's");
  },
  ({ layers, baseline }) => unless(arePlaced(layers, baseline), "layers: one has another position at the baseline"),
  ({ layers }) => unless(layers.every(isTrue), "layers: an unchanged layer has two sizes"),
  ({ split, growth }) => unless(!split || sumsTo(split, growth), "split: its parts do not add up to the growth"),
  ({ drift, growth }) => unless(!drift || sumsTo(drift, growth), "drift: its parts do not add up to the growth"),
  ({ uncommitted, baseline, layers }) => unless(
    !uncommitted || baseline !== null && uncommitted.git + uncommitted.files <= changedBytes(layers),
    "uncommitted: is more than the changed layers hold"
  ),
  ({ uncommitted, conditions }) => unless(
    uncommitted !== void 0 || conditions.every(({ apart }) => apart === void 0),
    "conditions: one is set apart, but nothing is uncommitted"
  ),
  (comparison) => unless(suits(comparison), `verdict: ${comparison.verdict} does not follow from the rest`),
  ({ unaffected, head, baseline }) => unless(
    !unaffected || head !== null && head.digest === baseline?.digest,
    "unaffected: but its digest is not the baseline's"
  )
];
function unless(holds, problem) {
  return holds ? void 0 : problem;
}
function grown({ head, baseline, layers }) {
  return head === null || baseline === null ? NO_GROWTH : measureGrowth(baseline, head, layers);
}
var SIZES = Object.keys(NO_GROWTH);
function sameGrowth(a, b) {
  return SIZES.every((size) => a[size] === b[size]);
}
function sumsTo({ inherited, own }, growth) {
  return SIZES.every((size) => {
    const [part, rest, all] = [inherited[size], own[size], growth[size]];
    return part === null || rest === null || all === null || part + rest === all;
  });
}
function keyOf({ digest: digest2, download, unpacked }) {
  return `${digest2} ${download} ${unpacked}`;
}
function arePlaced(layers, baseline) {
  const placed = layers.flatMap(
    (layer) => layer.before === null || layer.was === void 0 ? [] : [{ was: layer.was, digest: layer.before.digest }]
  );
  const positions = new Set(placed.map(({ was }) => was));
  return positions.size === placed.length && placed.every(({ was, digest: digest2 }) => baseline?.layers[was]?.digest === digest2);
}
function isTrue({ kind, before, after }) {
  return kind !== "unchanged" || before.unpacked === after.unpacked;
}
function changedBytes(layers) {
  return layers.reduce((sum, { kind, after }) => sum + (kind === "changed" ? after.unpacked : 0), 0);
}
function suits(comparison) {
  const { verdict, head, baseline, acceptance, conditions, checks = [] } = comparison;
  const found2 = new Set(conditions.map((condition) => condition.verdict));
  if (head === null) return verdict === "error" || verdict === "removed" && baseline !== null;
  if (checks.some(isFailing)) return verdict === "fail";
  if (found2.has("fail")) return verdict === "fail";
  if (found2.has("accepted")) return acceptance !== void 0 && isOneOf(verdict, ["accepted", "error"]);
  const isApart = conditions.some((condition) => condition.apart && condition.verdict === "inherited");
  if (found2.has("warn") || isApart || checks.some(isUnverified)) return isOneOf(verdict, ["warn", "error"]);
  if (found2.has("inherited")) return isOneOf(verdict, ["inherited", "error"]);
  return isOneOf(verdict, baseline === null ? ["new", "error"] : ["pass"]);
}
function isOneOf(verdict, allowed) {
  return allowed.includes(verdict);
}

// src/exchange/contents-columns.ts
var LONGEST_PATH = 1e4;
var MOST_PATH_TEXT = 256 * 1024 * 1024;
function contentsProblem(contents, { head, baseline }) {
  const { owners, from = {}, folded = {}, ...columns } = contents;
  const { before, after, was, layer, owner } = columns;
  const rows = columns.rest.length;
  if (Object.values(columns).some(({ length }) => length !== rows)) return "its columns differ in length";
  if ([...Object.keys(from), ...Object.keys(folded)].some((row) => Number(row) >= rows))
    return "it names a row that does not exist";
  if (!pointsWithin(owner, owners.length)) return "it names a package that does not exist";
  if (!pointsWithin(layer, head?.layers.length ?? 0) || !pointsWithin(was, baseline?.layers.length ?? 0))
    return "it names a layer that does not exist";
  if (!pathsHold(contents)) return "a path continues more than the path before it, or is too long";
  return isSumOf(after, head) && isSumOf(before, baseline) ? null : "its files do not add up to the measured size";
}
function pointsWithin(column2, length) {
  return column2.every((position) => position === null || position < length);
}
function pathsHold({ shared, rest }) {
  let previous = 0;
  let all = 0;
  for (const [row, tail] of rest.entries()) {
    const common = shared[row] ?? 0;
    if (common > previous) return false;
    previous = common + tail.length;
    all += previous;
    if (previous > LONGEST_PATH || all > MOST_PATH_TEXT) return false;
  }
  return true;
}
function isSumOf(column2, side) {
  let sum = 0;
  let files = 0;
  for (const size of column2) {
    if (size === null) continue;
    sum += size;
    files += 1;
  }
  return side === null ? files === 0 : sum === side.unpacked - side.wasted;
}

// src/exchange/extras.ts
function withTrueExtras(comparison) {
  const { explanation, advice, contents, inventory, ...rest } = comparison;
  const problems = {
    explanation: explanation === void 0 ? null : explanationProblem(explanation, comparison),
    advice: advice === void 0 ? null : adviceProblem(comparison),
    contents: contents === void 0 ? null : contentsProblem(contents, comparison),
    inventory: inventory === void 0 ? null : inventoryProblem(inventory, comparison)
  };
  const notes = Object.entries(problems).flatMap(
    ([extra, problem]) => problem === null ? [] : [`The ${NAMES[extra]} of the report file is left out: ${problem}.`]
  );
  if (notes.length === 0) return comparison;
  return {
    ...rest,
    notes: [...comparison.notes, ...notes],
    ...explanation !== void 0 && problems.explanation === null ? { explanation } : {},
    ...advice !== void 0 && problems.advice === null ? { advice } : {},
    ...contents !== void 0 && problems.contents === null ? { contents } : {},
    ...inventory !== void 0 && problems.inventory === null ? { inventory } : {}
  };
}
var NAMES = {
  explanation: "explanation",
  advice: "advice",
  contents: "list of files",
  inventory: "list of packages"
};
function explanationProblem(explanation, { head, baseline, layers: changes }) {
  if (head === null || baseline === null) return "there is no growth to explain";
  const { total, wasted, directories, files, layers, inherited, own } = explanation;
  if (total !== head.unpacked - baseline.unpacked) return "its total is not the growth";
  if (wasted !== head.wasted - baseline.wasted)
    return "its bytes of overwritten and deleted files are not the measured ones";
  const byDirectory = [directories.grown, directories.shrunk].map((lines) => totalOf(lines, ({ change: change2 }) => change2));
  const ways = [byDirectory.reduce((sum, part) => sum + part, wasted), totalOf(files, fileGrowth) + wasted];
  const parts = inherited === void 0 || own === void 0 ? [] : [inherited, own];
  const split = parts.length === 0 ? total : parts.reduce((sum, part) => sum + part.total, 0);
  const sums = [explanation, ...layers, ...parts].every(isAccountedFor);
  if (!sums || split !== total || ways.some((way) => way !== total)) return "its parts do not add up to its total";
  return nameChanges(layers, changes) ? null : "it names a layer that does not exist";
}
function nameChanges(accounts, changes) {
  const positions = accounts.flatMap(({ position }) => position ?? []);
  const isNamed = ({ position, kind, createdBy, total }) => {
    if (position === void 0) return true;
    const change2 = changes[position];
    const growth = (change2?.after?.unpacked ?? 0) - (change2?.before?.unpacked ?? 0);
    return change2?.kind === kind && change2.createdBy === createdBy && growth === total;
  };
  return new Set(positions).size === positions.length && accounts.every(isNamed);
}
function isAccountedFor(account) {
  return accountedFor(account) === account.total && areGrouped(account);
}
function areGrouped({ packages, groups }) {
  if (groups === void 0) return true;
  const isWhole = totalOf(groups, ({ change: change2 }) => change2) === totalOf(packages, packageGrowth);
  return isWhole && groups.lines.every((group) => totalOf(group.packages, packageGrowth) === group.change);
}
function adviceProblem({ head, advice = [] }) {
  if (head === null) return "the image was not measured";
  if (advice.some(({ layer = 0 }) => layer >= Math.max(1, head.layers.length)))
    return "it names a layer that does not exist";
  const saved = advice.reduce((sum, { bytes: bytes2 }) => sum + bytes2, 0);
  return saved > head.unpacked ? "it would save more bytes than the image has" : null;
}
function inventoryProblem({ packages, unowned }, { head }) {
  if (head === null) return "the image was not measured";
  const lists = [packages.map(({ purl }) => purl), ...packages.map(({ contains = [] }) => contains)];
  if (lists.some((list) => new Set(list).size < list.length)) return "it names a package twice";
  if (packages.some(({ layers }) => layers.some((layer) => layer >= head.layers.length)))
    return "it names a layer that does not exist";
  const sum = packages.reduce((before, { bytes: bytes2 }) => before + bytes2, unowned);
  return sum === head.unpacked - head.wasted ? null : "its bytes are not those of the image";
}

// src/exchange/json-bounds.ts
var REPORT_LIMITS = { characters: 256 * 1024 * 1024, depth: 64, values: 2e7 };
var [QUOTE, COMMA, BACKSLASH] = [34, 44, 92];
function checkJsonBounds(json, name, limits) {
  if (json.length > limits.characters)
    throw new UserError(`${name}: ${json.length} characters are too many for a report (at most ${limits.characters})`);
  let depth = 0;
  let values = 1;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfText(json, at);
    else if (isOpening(code)) depth += 1;
    else if (isClosing(code)) depth -= 1;
    if (code === COMMA || isOpening(code)) values += 1;
    if (depth > limits.depth)
      throw new UserError(
        `${name}: nested deeper than ${limits.depth} levels at character ${at}; no report is nested so deep`
      );
    if (values > limits.values)
      throw new UserError(`${name}: more than ${limits.values} values; no report has so many`);
  }
}
function isOpening(code) {
  return code === 91 || code === 123;
}
function isClosing(code) {
  return code === 93 || code === 125;
}
function endOfText(json, start) {
  for (let at = json.indexOf('"', start + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let slashes = 0;
    while (json.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return json.length;
}
function holdsAtMost(value, most) {
  const waiting = [value];
  let count = 0;
  for (let next = waiting.pop(); waiting.length > 0 || next !== void 0; next = waiting.pop()) {
    count += 1;
    const inner = typeof next === "object" && next !== null ? Object.values(next) : [];
    if (count + waiting.length + inner.length > most) return false;
    for (const each of inner) waiting.push(each);
  }
  return true;
}

// src/model/acceptance.ts
var acceptanceSchema = external_exports.object({
  /** Login of the user. */
  by: text,
  /** When: ISO 8601, UTC. */
  at: time,
  kind: external_exports.enum(["label", "review"]),
  /** The label's name; of a review, `''` for a user who is named, or the team `org/slug`. */
  name: text
});

// src/model/advice.ts
var adviceRule = external_exports.enum([
  "deleted",
  "overwritten",
  "rewritten",
  "cache",
  "build-tools",
  "development-packages",
  "documentation",
  "locales",
  "bytecode",
  "version-control",
  "secrets",
  "context",
  "root-user",
  "base-image",
  "debug-symbols",
  "duplicates"
]);
var advisedPathSchema = external_exports.object({ path, bytes });
var adviceSchema = external_exports.object({
  rule: adviceRule,
  /** One sentence. */
  title: text,
  /** Bytes of `unpacked` that it would save, each counted in one piece of advice only; 0 where it saves none, or where that is unknown. */
  bytes,
  /** Present where it is about who could do harm, not about size. */
  security: external_exports.literal(true).exactOptional(),
  /** Position of the layer that it is about. */
  layer: bytes.exactOptional(),
  /** What made that layer, where that is known. */
  source: layerSourceSchema.exactOptional(),
  /** Where it is, in few words: `Dockerfile:12`, or the instruction where its lines are not known. */
  where: text.exactOptional(),
  /** What to do, as a sentence; lines after the first are text for a Dockerfile or .dockerignore. */
  change: text,
  /** At most five paths without leading '/', most bytes first. A stranger's file may have up to a hundred. */
  paths: external_exports.array(advisedPathSchema).max(100)
});

// src/model/baseline.ts
var stepSchema = external_exports.enum(["record", "ancestor", "build", "source", "file"]);
var originSchema = external_exports.object({
  step: stepSchema,
  /** Full commit id, where the baseline is a commit. */
  commit: commitId.exactOptional(),
  /** One phrase for people: `first parent of the merge commit`, `measurement file base.json`. */
  description: text
});

// src/model/contents.ts
var MOST_ROWS = 1e6;
var LONGEST_TEXT = 1e5;
function column(isValue, of) {
  return external_exports.custom(
    (value) => Array.isArray(value) && value.length <= MOST_ROWS && value.every(isValue),
    `is not a list of at most ${MOST_ROWS} ${of}`
  );
}
function byRow(isValue, of) {
  return external_exports.custom(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value) && Object.entries(value).every(([row, each]) => /^(?:0|[1-9]\d{0,6})$/.test(row) && isValue(each)),
    `is not a map from rows to ${of}`
  ).exactOptional();
}
var isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
var isCountOrNull = (value) => value === null || isCount(value);
var isText = (value) => typeof value === "string" && value.length <= LONGEST_TEXT;
var contentsSchema = external_exports.object({
  /** Package URLs, which `owner` names by position. */
  owners: column(isText, "texts"),
  /** How many UTF-16 units of its path a file has in common with the row before; 0 for the first. */
  shared: column(isCount, "counts"),
  /** The rest of the path, without leading '/'. */
  rest: column(isText, "texts"),
  /** Bytes at the baseline and at the head; null where it is not there. */
  before: column(isCountOrNull, "sizes or null"),
  after: column(isCountOrNull, "sizes or null"),
  /** Position of the layer that wrote it, at the baseline and at the head. */
  was: column(isCountOrNull, "positions or null"),
  layer: column(isCountOrNull, "positions or null"),
  /** The package that it is of, at the head (at the baseline for a file that is gone). */
  owner: column(isCountOrNull, "positions or null"),
  /** Row → where the file was at the baseline, if elsewhere. */
  from: byRow(isText, "paths"),
  /**
   * Row → how many files the row stands for, where there were too many for a row each. They are of one directory, layer and package, and all of
   * them stayed, came, went, grew or shrank. Unchanged files are folded first, the smallest of them before all others. The path of the row is
   * the directory's with a name that no file has (`…`), and its sizes are the sums.
   */
  folded: byRow(isCount, "counts")
});

// src/model/explanation.ts
var LINES = 200;
var linesOf = (line) => external_exports.object({
  lines: external_exports.array(line).max(LINES),
  /** How many more there are, and their sum; absent for none. */
  more: external_exports.object({ count: bytes, change }).exactOptional()
});
var containedSchema = external_exports.object({ versions: external_exports.array(text).max(100), bytes });
var containedChangeSchema = external_exports.object({
  /** Of a bundle with a source map, what is of no package: `own` source of the application, or `unmapped` bytes. Absent for a package. */
  kind: external_exports.enum(["own", "unmapped"]).exactOptional(),
  /** Package URL without version; '' where `kind` says what it is. */
  name: text,
  before: containedSchema.nullable(),
  after: containedSchema.nullable()
});
var within = linesOf(containedChangeSchema).exactOptional();
var rolledLineSchema = external_exports.object({
  /** Without leading '/'; '' is the root. */
  path,
  files: external_exports.boolean(),
  before: bytes,
  after: bytes
});
var directoryChangeSchema = rolledLineSchema.extend({ change, within });
var directoryChangesSchema = external_exports.object({
  grown: linesOf(directoryChangeSchema),
  shrunk: linesOf(directoryChangeSchema)
});
var installedPackageSchema = external_exports.object({
  /** In order, each once; more than one where several are installed, as in node_modules. */
  versions: external_exports.array(text).max(100),
  bytes,
  files: bytes,
  /** Package URLs of programs and archives of other ecosystems that it ships, such as a Go program in an npm package; the first of them. */
  contains: external_exports.array(text).max(100).exactOptional()
});
var sectionChangeSchema = external_exports.object({
  /** `layer`: of an executable archive of Spring Boot. `library`: native, shipped in a Python wheel; the name is without hash and version. */
  kind: external_exports.enum(["layer", "library"]),
  /** Hostile text. */
  name: text,
  before: bytes.nullable(),
  after: bytes.nullable()
});
var packageChangeSchema = external_exports.object({
  kind: external_exports.enum(["added", "removed", "upgraded", "resized"]),
  /** Package URL without version and qualifiers: `pkg:deb/debian/bash` */
  name: text,
  /** Likewise of the package that its sources are of, where that has another name: `pkg:deb/debian/openssl` of `libssl3` */
  source: text.exactOptional(),
  before: installedPackageSchema.nullable(),
  after: installedPackageSchema.nullable(),
  within,
  /** Which sections of its files changed, in exact bytes, largest change first. Absent where none did, or where a side does not know. */
  sections: linesOf(sectionChangeSchema).exactOptional()
});
var packageGroupSchema = external_exports.object({
  by: external_exports.enum(["package", "required", "shared", "source"]),
  /** The package that heads it, or the source package: a package URL without version. '' for `shared`. */
  name: text,
  /** The first packages that require a shared one. */
  heads: external_exports.array(text).max(20).exactOptional(),
  change,
  /** How many of its packages came, and went, only because of others. */
  brought: bytes,
  dropped: bytes,
  /** How many of its packages lie in the archive that heads it, and have another version; absent for none. */
  upgraded: bytes.exactOptional(),
  /** The one that heads it first, then the largest change first. */
  packages: linesOf(packageChangeSchema)
});
var directoryRenameSchema = external_exports.object({ from: path, to: path, before: bytes, after: bytes });
var fileLineSchema = external_exports.object({
  path,
  /** Where it was, if elsewhere. */
  from: path.exactOptional(),
  before: bytes.nullable(),
  after: bytes.nullable(),
  /** Of a file that no package owns: a package's own line has it. */
  within
});
var movedSchema = external_exports.object({
  files: bytes,
  bytes,
  /** The largest. */
  lines: external_exports.array(fileLineSchema).max(LINES)
});
var accountSchema = external_exports.object({
  total: change,
  /** Largest change first. */
  packages: linesOf(packageChangeSchema),
  /** The same packages by what brought them, largest change first; absent where each stands alone. `more` counts groups. */
  groups: linesOf(packageGroupSchema).exactOptional(),
  /** Files in no package, by directory. */
  unowned: linesOf(directoryChangeSchema),
  /** Change of the bytes that a later layer overwrites or deletes. */
  wasted: change
});
var layerAccountSchema = accountSchema.extend({
  /** Position of its layer change in the comparison's `layers`; absent in report files of older versions. */
  position: bytes.exactOptional(),
  kind: layerChangeKind,
  createdBy: text,
  source: layerSourceSchema.exactOptional(),
  files: linesOf(fileLineSchema)
});
var explanationSchema = accountSchema.extend({
  /** The same change by directory, growth and shrinkage apart, without `wasted`. */
  directories: directoryChangesSchema,
  /** The files that changed in size, came or went, largest change first. */
  files: linesOf(fileLineSchema),
  moved: movedSchema,
  /** Versioned directories that were taken for the same one under another version. */
  renamed: external_exports.array(directoryRenameSchema).max(LINES),
  /** The account of each layer that changed, came or went, largest change first. */
  layers: external_exports.array(layerAccountSchema).max(LINES),
  /** Where the two are built on different layers: the account of the base image's layers, and of all others. */
  inherited: accountSchema.exactOptional(),
  own: accountSchema.exactOptional()
});

// src/model/growth.ts
var growthSchema = external_exports.object({
  download: change.nullable(),
  unpacked: change.nullable(),
  newBytes: bytes.nullable()
});
var partGrowthSchema = growthSchema.extend({ newBytes: change.nullable() });
var driftSchema = external_exports.object({
  /** In full: `docker.io/library/debian:bookworm-slim` */
  image: text,
  /** Digest of the base image that the baseline was built on, where the builder reported it. */
  before: digest.exactOptional(),
  after: digest.exactOptional(),
  /** How many of its layers changed, came or went. */
  layers: bytes,
  inherited: partGrowthSchema,
  own: partGrowthSchema
});
var baseSplitSchema = external_exports.object({
  before: baseImageSchema,
  after: baseImageSchema,
  inherited: partGrowthSchema,
  own: partGrowthSchema
});
var uncommittedSchema = external_exports.object({
  /** From git's own directories. */
  git: bytes,
  /** From files that git does not track. */
  files: bytes,
  /** What both add to `download`, estimated by how their layers are compressed. */
  download: bytes,
  /** Where in the build context they are, most bytes first; a directory ends in `/`. */
  places: external_exports.array(external_exports.object({ path: text, bytes })).max(10)
});

// src/model/packages/inventory.ts
var MOST_PACKAGES = 2e5;
var MOST_PARTS = 1e4;
var packageUrl = external_exports.string().max(2048).regex(/^pkg:[A-Za-z][A-Za-z0-9.+-]*\/[\x21-\x7e]+$/, "is not a package URL");
var inventoryPackageSchema = external_exports.object({
  purl: packageUrl,
  bytes,
  /** Regular files, hard links to one content counted once; 0 for a package that only names others. */
  files: bytes,
  /** Positions of the layers that hold its files, or that name a package without files; base first. */
  layers: external_exports.array(bytes).max(MOST_PARTS),
  /** Packages of other ecosystems in its files, whose bytes are its own: a Go program in an npm package. */
  contains: external_exports.array(packageUrl).max(MOST_PARTS).exactOptional()
});
var inventorySchema = external_exports.object({
  packages: external_exports.array(inventoryPackageSchema).max(MOST_PACKAGES),
  /** Bytes of the files that no package owns. */
  unowned: bytes
});

// src/model/comparison.ts
var verdictSchema = external_exports.enum(VERDICTS);
var metric = external_exports.enum(METRIC_NAMES);
var found = external_exports.number().min(-1e18).max(1e18).nullable();
var limit = external_exports.number().nonnegative().max(Number.MAX_SAFE_INTEGER);
var clauseResultSchema = external_exports.object({
  metric,
  growth: external_exports.boolean(),
  unit: external_exports.enum(["bytes", "percent", "count"]),
  limit,
  /** In the clause's unit; null where it is not known, and for a percentage of nothing, which is exceeded. */
  actual: found,
  exceeded: external_exports.boolean(),
  /** Why `actual` is null, or why more than the limit does not exceed it. */
  reason: text.exactOptional()
});
var conditionResultSchema = external_exports.object({
  text,
  level: external_exports.enum(["fail", "warn"]),
  verdict: external_exports.enum(["pass", "fail", "warn", "inherited", "accepted", "skipped"]),
  /** Metric, number and limit of the first clause, in its unit. */
  metric,
  actual: found,
  limit,
  clauses: external_exports.array(clauseResultSchema).min(1).max(100),
  /** Why it was skipped, counts as inherited, or passed though its limit is exceeded. */
  reason: text.exactOptional(),
  /** Present where it is `inherited` because only growth that no commit has broke it. The image's verdict is then never milder than `warn`. */
  apart: external_exports.literal(true).exactOptional()
});
var checkChangeSchema = checkResultSchema.extend({ before: checkResultSchema.shape.outcome.nullable() });
var comparisonSchema = external_exports.object({
  image: imageName,
  /** '' where neither side could be measured. */
  platform: platformOrNone,
  verdict: verdictSchema,
  baseline: external_exports.intersection(measurementSchema, external_exports.object({ origin: originSchema })).nullable(),
  head: measurementSchema.nullable(),
  growth: growthSchema,
  /** What became of every layer, head order with removed ones in place; empty where one side is missing. */
  layers: external_exports.array(layerChangeSchema).max(2e4),
  conditions: external_exports.array(conditionResultSchema).max(1e3),
  /** Why the verdict is `error` or `new`, and what else a reader must know to trust the numbers; plain text. */
  notes: external_exports.array(text).max(1e3),
  /** The Dockerfile, relative to the repository's root, for annotations; absent for images that were not built. */
  file: text.exactOptional(),
  /** Present where the base image changed though the Dockerfile did not. */
  drift: driftSchema.exactOptional(),
  /** Growth in two parts, where both sides know what they are built on. */
  split: baseSplitSchema.exactOptional(),
  /** Growth that came from the build context at head, but from no commit; absent for none. */
  uncommitted: uncommittedSchema.exactOptional(),
  /** Why it measures what it does now; absent where no layer changed, and where the files of a layer are not known. */
  explanation: explanationSchema.exactOptional(),
  /** What the image must do, before and after; absent where no check is configured. */
  checks: external_exports.array(checkChangeSchema).max(1e3).exactOptional(),
  /** The image's tolerance in bytes; absent for none. */
  noise: bytes.exactOptional(),
  /** What could be done better about the image, most bytes first; absent where there is none, and where nothing changed. */
  advice: external_exports.array(adviceSchema).max(1e3).exactOptional(),
  /** Present where nothing that the image is made of changed since the baseline, whose record is then the head's measurement too. */
  unaffected: external_exports.literal(true).exactOptional(),
  /** Present where an error kept the baseline from being measured: conditions that need one were not evaluated. */
  baselineError: external_exports.literal(true).exactOptional(),
  /** Present where somebody accepted what would be a `fail`: verdict `accepted`, or `error` with `baselineError`. */
  acceptance: acceptanceSchema.exactOptional(),
  /** The files of both sides; only in a report file that is made for the page or for another job. */
  contents: contentsSchema.exactOptional(),
  /** All packages of the head; only where `contents` is asked for too, and where every layer was looked through. */
  inventory: inventorySchema.exactOptional()
});

// src/model/document.ts
var trendPointSchema = historyEntrySchema.omit({ platform: true }).extend({ recordedAt: time });
var trendSchema = external_exports.object({ image: imageName, platform, points: external_exports.array(trendPointSchema).max(2e4) });
var missingPartSchema = external_exports.object({ part: external_exports.string().max(256), reason: text });
var ratchetSchema = external_exports.object({
  image: imageName,
  platform,
  metric: historyMetric,
  from: bytes,
  to: bytes,
  /** How many records in a row the size stayed down. */
  records: bytes,
  /** Diff of the condition's line, as the user wrote it. */
  text
});
var variantRowSchema = external_exports.object({
  image: imageName,
  /** Null where it could not be measured. Its checks are those of the comparison. */
  measurement: measurementSchema.nullable(),
  verdict: verdictSchema,
  /** Change of `unpacked` and `download` against the first row in bytes; null for the first row, and where they do not compare. */
  change: growthSchema.nullable()
});
var variantGroupSchema = external_exports.object({
  platform: platformOrNone,
  rows: external_exports.tuple([variantRowSchema], variantRowSchema)
});
var sidesSchema = external_exports.object({ before: bytes.nullable(), after: bytes.nullable() });
var indexTotalSchema = external_exports.object({
  image: imageName,
  platforms: external_exports.array(platform),
  download: sidesSchema,
  unpacked: sidesSchema
});
var reportSchema = external_exports.object({
  schemaVersion: external_exports.literal(1),
  verdict: verdictSchema,
  /** Name of the part of a matrix that this is. */
  part: external_exports.string().min(1).max(256).exactOptional(),
  /** Full id of the commit that was measured: on a pull request that of its head, not of the merge commit. */
  commit: commitId.exactOptional(),
  comparisons: external_exports.array(comparisonSchema),
  trends: external_exports.array(trendSchema).exactOptional(),
  missing: external_exports.array(missingPartSchema).exactOptional(),
  /** Tighter caps that the history suggests. */
  proposals: external_exports.array(ratchetSchema).exactOptional(),
  variants: external_exports.array(variantGroupSchema).exactOptional(),
  totals: external_exports.array(indexTotalSchema).exactOptional()
});

// src/exchange/report-schema.ts
var rowSchema = variantRowSchema.pick({ image: true });
var LISTS = {
  comparisons: { entry: comparisonSchema, most: 1e4 },
  trends: { entry: trendSchema, most: 1e4 },
  missing: { entry: missingPartSchema, most: 1e3 },
  proposals: { entry: ratchetSchema, most: 1e4 },
  /** Which images are variants of which. Their numbers are computed again from the comparisons. */
  variants: { entry: variantGroupSchema.extend({ rows: external_exports.array(rowSchema).min(1).max(1e3) }), most: 1e4 },
  /** Which images have a total over their platforms. The totals are computed again as well. */
  totals: { entry: indexTotalSchema.pick({ image: true }), most: 1e4 }
};
var envelopeSchema = reportSchema.omit({
  comparisons: true,
  trends: true,
  missing: true,
  proposals: true,
  variants: true,
  totals: true
});

// src/exchange/report-file.ts
var MOST_VALUES = 5e5;
var LONGEST_PLACE = 200;
function parseReport(json, name, limits = REPORT_LIMITS) {
  const { document, report } = parseDocument(json, name, limits);
  return { ...report, ...othersOf(document, name, report.comparisons) };
}
function parseClaims(json, name, limits = REPORT_LIMITS) {
  return parseDocument(json, name, limits).report;
}
function parseDocument(json, name, limits) {
  checkJsonBounds(json, name, limits);
  const document = documentOf(json, name);
  const envelope = parseEntry(envelopeSchema, document, [], name);
  const claimed = listOf("comparisons", document, name) ?? [];
  const comparisons = refuseTwice(claimed, name).map((each, at) => checked(each, `${name}: comparisons[${at}]`));
  const missing = listOf("missing", document, name) ?? [];
  const report = createReport(comparisons, { missing });
  if (report.verdict !== envelope.verdict)
    throw new UserError(`${name}: verdict: found ${envelope.verdict}, but the comparisons come to ${report.verdict}`);
  return { document, report: { ...report, ...envelope } };
}
function othersOf(document, name, comparisons) {
  const related = { variants: listOf("variants", document, name), totals: listOf("totals", document, name) };
  const others = {
    proposals: listOf("proposals", document, name),
    trends: listOf("trends", document, name),
    variants: void 0,
    totals: void 0,
    ...compareRelated(relationsOf([related]), comparisons)
  };
  return defined(others);
}
function checked(comparison, place) {
  const problem = comparisonProblem(comparison);
  if (problem === null) return withTrueExtras(comparison);
  throw new UserError(`${place}.${problem}`);
}
function refuseTwice(comparisons, name) {
  const known = /* @__PURE__ */ new Map();
  for (const [at, comparison] of comparisons.entries()) {
    const first = known.get(comparisonKey(comparison));
    if (first !== void 0)
      throw new UserError(`${name}: comparisons[${at}]: the same image and platform as comparisons[${first}]`);
    known.set(comparisonKey(comparison), at);
  }
  return comparisons;
}
function listOf(key, document, name) {
  const value = Object.hasOwn(document, key) ? document[key] : void 0;
  if (value === void 0 && key !== "comparisons") return void 0;
  if (!Array.isArray(value)) throw new UserError(`${name}: ${key}: expected a list`);
  const { entry, most } = LISTS[key];
  if (value.length > most)
    throw new UserError(`${name}: ${key}: found ${value.length} entries, at most ${most} are read`);
  return value.map((each, at) => parseEntry(entry, each, [key, at], name));
}
function parseEntry(schema, value, path2, name) {
  const place = (more) => `${name}: ${printable(external_exports.core.toDotPath([...path2, ...more]).slice(0, LONGEST_PLACE))}`;
  const isBounded = path2.length === 0 || holdsAtMost(withoutContents(value), MOST_VALUES);
  if (!isBounded) throw new UserError(`${place([])}: more than ${MOST_VALUES} values; no measured image has so many`);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(`${place(issue?.path ?? [])}: ${issueMessage(issue, value)}`);
}
function withoutContents(value) {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "contents")) return value;
  return { ...value, contents: null };
}
function documentOf(json, name) {
  const text2 = json.replace(/^\uFEFF/, "");
  const start = text2.slice(0, 1e3).trimStart();
  const other = OTHER_FILES.find(({ starts }) => starts.some((each) => start.startsWith(each)));
  const what = start === "" ? "an empty file" : other?.what;
  if (what !== void 0) throw new UserError(`${name}: found ${what}, ${EXPECTED}`);
  const value = parseJson(text2, name);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UserError(`${name}: found no JSON object, ${EXPECTED}`);
  if (Object.hasOwn(value, "measurements") && !Object.hasOwn(value, "comparisons"))
    throw new UserError(
      `${name}: found measurements (of \`measure --json\`), ${EXPECTED}; \`compare BASE HEAD\` makes a comparison of two such files`
    );
  const { schemaVersion } = value;
  if (schemaVersion === 1) return value;
  const found2 = typeof schemaVersion === "number" ? `found ${schemaVersion}` : "found none";
  throw new UserError(`${name}: schemaVersion: ${found2}, accepted is 1`);
}
var EXPECTED = "expected the JSON report of `check --json` or of the action";
var OTHER_FILES = [
  { starts: ["PK", "PK", "PK\x07"], what: "a zip archive (unpack it first)" },
  { starts: ["\uFFFDPNG"], what: "a PNG picture" },
  { starts: ["\uFFFD"], what: "a gzip file (unpack it first)" },
  { starts: ["<"], what: "HTML or XML" }
];

export {
  mergeReports,
  withTrueExtras,
  parseReport,
  parseClaims
};
