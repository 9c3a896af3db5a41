import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  MAX_ENTRIES,
  MAX_MEASUREMENT_FILE,
  bytes,
  digest,
  historyEntrySchema,
  historySchema,
  imagePath,
  issueWords,
  layerPath,
  overLimitWords,
  recordPath,
  recordSchema
} from "./chunk-IGX2ADU3.js";
import {
  BuildError,
  openRemote
} from "./chunk-DHLA25L2.js";
import {
  instructionOf,
  isFailing,
  samePlatform
} from "./chunk-TGCFGZ2R.js";
import {
  external_exports,
  parseJson,
  storedBytes
} from "./chunk-QX4VVKC4.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";
import {
  ImageError,
  quote
} from "./chunk-7JZOHCHM.js";
import {
  __callDispose,
  __using
} from "./chunk-UOFCCHBS.js";

// src/history/branch-reader.ts
var MAX_FILE = 16 * 1024 * 1024;
var MAX_HISTORY = 1e3;
function branchReader(remote, branch, limit = MAX_FILE) {
  return {
    snapshot: async () => {
      const found = await remote.fetchBranch(branch);
      if (found === void 0) return EMPTY;
      const files = await remote.listFiles(found.commit);
      const sizes = new Map([...files].map(([path, { size }]) => [path, size]));
      return { ...found, files: sizes, read: (path) => readText(remote, `${branch}:${path}`, files.get(path), limit) };
    },
    contains: async ({ commit: tip }, commit) => tip !== void 0 && (tip === commit || (await remote.firstParents(tip, MAX_HISTORY)).includes(commit))
  };
}
var EMPTY = { commit: void 0, tree: void 0, files: /* @__PURE__ */ new Map(), read: async () => void 0 };
async function readText(remote, name, file, limit) {
  if (file === void 0) return void 0;
  if (file.size > limit) throw new UserError(`${name}: ${file.size} bytes are too many; at most ${limit} are read`);
  const bytes2 = await remote.readFile(file.blob, limit);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes2);
  } catch {
    throw new UserError(`${name}: this is not text in UTF-8`);
  }
}

// src/history/history-file.ts
var MAX_HISTORY_FILE = 64 * 1024 * 1024;
var ENTRY_KEYS = Object.keys(historyEntrySchema.shape);
function historyPath(image) {
  return `history/${imagePath(image)}.json`;
}
function parseHistory(text, path) {
  if (text.length > MAX_HISTORY_FILE) {
    throw new UserError(`${path}: ${text.length} characters are too many for a history (at most ${MAX_HISTORY_FILE})`);
  }
  const value = parseJson(text, path);
  const parsed = historySchema.safeParse(value);
  if (!parsed.success) throw new UserError(`${path}: not a history${issueWords(parsed.error, value)}`);
  const history = parsed.data;
  if (historyPath(history.image) === path) return { ...history, entries: history.entries.toSorted(byTime) };
  throw new UserError(
    `${path}: is the history of image "${history.image}", which belongs at ${historyPath(history.image)}`
  );
}
function appendEntry(history, entry, image) {
  const before = history?.entries ?? [];
  const same = before.find((other) => isSameMeasuring(other, entry));
  const release = entry.release ?? same?.release;
  const added = release === void 0 ? entry : { ...entry, release };
  const entries = [...before.filter((other) => other !== same), added].toSorted(byTime).slice(-MAX_ENTRIES);
  return { schemaVersion: 1, image: history?.image ?? image, entries };
}
function formatHistory(history) {
  const { image, entries } = history;
  const lines = entries.map((entry) => JSON.stringify(entry, ENTRY_KEYS));
  return `{"schemaVersion":1,"image":${JSON.stringify(image)},"entries":[
${lines.join(",\n")}
]}
`;
}
function isSameMeasuring(a, b) {
  return a.commit === b.commit && a.platform === b.platform;
}
function byTime(a, b) {
  return compareText(a.recordedAt, b.recordedAt) || compareText(a.commit, b.commit) || compareText(a.platform, b.platform);
}
function compareText(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

// src/history/layer-file.ts
import { gunzipSync, gzipSync } from "node:zlib";

// src/oci/layer/layer-index.ts
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

// src/oci/layer/path.ts
var WHITEOUT = ".wh.";
var METADATA = ".wh..wh.";
var OPAQUE = ".wh..wh..opq";
function normalisePath(path) {
  if (!/(^|\/)(\.{0,2})(\/|$)/.test(path)) return path;
  const parts = [];
  for (const part2 of path.split("/")) {
    if (part2 === ".." && parts.pop() === void 0) return void 0;
    if (part2 !== "" && part2 !== "." && part2 !== "..") parts.push(part2);
  }
  return parts.join("/");
}
function classifyPath(path) {
  if (!path.includes(WHITEOUT)) return { kind: "entry", path };
  const slash = path.lastIndexOf("/");
  const directory = slash < 0 ? "" : path.slice(0, slash);
  const base = path.slice(slash + 1);
  if (base === OPAQUE) return { kind: "opaque", path: directory };
  if (path.split("/").some((part2) => part2.startsWith(METADATA))) return { kind: "metadata" };
  if (!base.startsWith(WHITEOUT) || base === WHITEOUT) return { kind: "entry", path };
  const hidden = base.slice(WHITEOUT.length);
  if (hidden === "." || hidden === "..") return { kind: "invalid" };
  return { kind: "whiteout", path: path.slice(0, slash + 1) + hidden };
}

// src/oci/layer/ownership.ts
var PURL = /^pkg:[A-Za-z][A-Za-z0-9.+-]*\/[\x21-\x7e]+$/;
var LONGEST_PURL = 2048;
function packagesProblem(packages, limits) {
  if (packages.length > limits.packages) return `more than ${limits.packages} packages`;
  const wrong = packages.findIndex((purl) => purl.length > LONGEST_PURL || !PURL.test(purl));
  if (wrong >= 0) return `package ${wrong} is not a package URL of at most ${LONGEST_PURL} characters`;
  const text = packages.reduce((sum3, purl) => sum3 + purl.length, 0);
  return text > limits.packageText ? `package URLs of more than ${limits.packageText} characters` : void 0;
}
function requiresProblem({ packages = [], requires = [] }, limits) {
  if (requires.length !== packages.length) return `requirements of ${requires.length} packages`;
  const sum3 = requires.reduce((before, names) => before + names.length, 0);
  if (sum3 > limits.relations) return `more than ${limits.relations} requirements`;
  return packagesProblem([...new Set(requires.flat())], limits);
}
function partsProblem(parts, size) {
  const sum3 = parts.reduce((before, part2) => before + part2.size, 0);
  if (sum3 > size) return "pieces larger than their file";
  const isNamed2 = ({ path }) => path !== "" && normalisePath(path) === path;
  return parts.every(isNamed2) ? void 0 : "a piece with a path that is not normalized";
}
function sectionsProblem(sections, size) {
  const sum3 = sections.reduce((before, { bytes: bytes2 }) => before + bytes2, 0);
  if (sum3 > size) return "sections larger than their file";
  const isOnce = new Set(sections.map(({ name }) => name)).size === sections.length;
  return isOnce ? void 0 : "two sections of one name";
}
function innerProblem(inner, bytes2, size) {
  if (bytes2.length !== inner.length) return `${bytes2.length} estimates for ${inner.length} packages in a file`;
  if (!bytes2.every((each) => Number.isSafeInteger(each) && each >= 0)) return "an estimate that is no number of bytes";
  const sum3 = bytes2.reduce((before, each) => before + each, 0);
  return sum3 > size ? "packages larger than the file that they lie in" : void 0;
}
function isOwnable({ type }) {
  return type === "file" || type === "hardlink";
}
function withOwners(entries, {
  owners,
  inner = /* @__PURE__ */ new Map(),
  innerBytes = /* @__PURE__ */ new Map(),
  parts = /* @__PURE__ */ new Map(),
  sections = /* @__PURE__ */ new Map(),
  origins = /* @__PURE__ */ new Map()
}) {
  if (owners.size + parts.size + origins.size === 0) return entries;
  const targets = targetsOf(entries);
  const inherited = /* @__PURE__ */ new Map();
  for (const [path, target] of targets) {
    const owner = owners.get(target) ?? inherited.get(target) ?? owners.get(path);
    if (owner !== void 0) inherited.set(target, owner);
  }
  return entries.map((entry) => {
    if (!isOwnable(entry)) return entry;
    const content = entry.type === "hardlink" ? targets.get(entry.path) ?? entry.path : entry.path;
    const owner = owners.get(entry.path) ?? inherited.get(content);
    const isTold = parts.has(entry.path) || origins.has(entry.path);
    return owner === void 0 && !isTold ? entry : { ...entry, ...found(owner, entry) };
  });
  function found(owner, { type, path }) {
    const [within, pieces] = type === "file" ? [inner.get(path), parts.get(path)] : [];
    const bytes2 = within && innerBytes.get(path);
    const [divided, made] = type === "file" ? [sections.get(path), origins.get(path)] : [];
    return {
      ...owner !== void 0 && { owner },
      ...within !== void 0 && { inner: within },
      ...bytes2 !== void 0 && { innerBytes: bytes2 },
      ...pieces !== void 0 && { parts: pieces },
      ...divided !== void 0 && { sections: divided },
      ...made !== void 0 && { origins: made }
    };
  }
}
function targetsOf(entries) {
  const targets = /* @__PURE__ */ new Map();
  for (const { type, path, linkTarget = "" } of entries) {
    if (type === "hardlink") targets.set(path, targets.get(linkTarget) ?? linkTarget);
  }
  return targets;
}

// src/oci/layer/inspector.ts
var Inspection = class {
  #limits;
  #inspector;
  #sink = null;
  constructor(inspect, limits) {
    this.#limits = limits;
    this.#inspector = this.#guard(inspect);
  }
  /** A regular file begins; its content follows. */
  open(file) {
    this.#sink = this.#guard(() => this.#inspector?.open(file)) ?? null;
  }
  /** Content of the last file. */
  write(chunk) {
    if (this.#sink !== null) this.#guard(() => this.#sink?.write(chunk));
  }
  /** The last file is complete. */
  end() {
    if (this.#sink === null) return;
    this.#guard(() => this.#sink?.end());
    this.#sink = null;
  }
  /** The owners that were found; undefined if the inspector failed or its result is invalid. */
  finish(entries) {
    const found = this.#guard(() => this.#inspector?.finish(entries));
    return found !== void 0 && this.#guard(() => isValid(found, entries, this.#limits)) ? found : void 0;
  }
  #guard(work) {
    try {
      return work();
    } catch {
      this.#inspector = void 0;
      this.#sink = null;
      return void 0;
    }
  }
};
function isValid(found, entries, limits) {
  const { packages, owners, inner = /* @__PURE__ */ new Map(), innerBytes = /* @__PURE__ */ new Map(), parts = /* @__PURE__ */ new Map(), requires } = found;
  const { sections = /* @__PURE__ */ new Map(), origins = /* @__PURE__ */ new Map() } = found;
  if (packagesProblem(packages, limits) !== void 0) return false;
  if (requires !== void 0 && requiresProblem({ packages, requires }, limits) !== void 0) return false;
  const pieces = [...parts.values()].flat();
  const positions2 = [owners.values(), [...inner.values()].flat(), pieces.flatMap(({ owner }) => owner ?? [])];
  const divided = [...sections.values(), ...origins.values()].flat();
  if (Math.max(pieces.length, divided.length) > limits.relations || !positions2.every((some) => arePositions(some, packages)))
    return false;
  const told = parts.size + innerBytes.size + sections.size + origins.size;
  const files = told === 0 ? [] : entries.filter(({ type }) => type === "file");
  return files.every(({ path, size }) => {
    const [pieces2, bytes2] = [parts.get(path) ?? [], innerBytes.get(path)];
    const isEstimate = bytes2 === void 0 || innerProblem(inner.get(path) ?? [], bytes2, size) === void 0;
    const divisions = [sections.get(path) ?? [], origins.get(path) ?? []];
    const isDivided = divisions.every((division) => sectionsProblem(division, size) === void 0);
    return isEstimate && isDivided && partsProblem(pieces2, size) === void 0;
  });
}
function arePositions(positions2, packages) {
  for (const position of positions2)
    if (!Number.isInteger(position) || position < 0 || position >= packages.length) return false;
  return true;
}

// src/oci/layer/layer-index.ts
var BATCH = 4096;
var LayerIndexBuilder = class {
  #place;
  #limits;
  #inspection;
  #entries = [];
  /** CRC-32 of the current entry's content; 0 before its first byte. */
  #checksum = 0;
  /** Whether the current entry is in `#entries`: metadata entries are not. */
  #kept = false;
  #unpacked = 0;
  #names = 0;
  /** With `inspect`, the layer's files are passed to a new inspector. */
  constructor(place, limits, inspect) {
    this.#place = place;
    this.#limits = limits;
    this.#inspection = inspect === void 0 ? void 0 : new Inspection(inspect, limits);
  }
  /** Adds content of the last entry. */
  addContent(bytes2) {
    this.#checksum = crc32(bytes2, this.#checksum);
    this.#inspection?.write(bytes2);
  }
  /** The content of the last entry is complete. */
  endContent() {
    const last = this.#entries.at(-1);
    if (this.#kept && last?.type === "file" && last.size > 0)
      this.#entries[this.#entries.length - 1] = { ...last, crc32: this.#checksum };
    this.#checksum = 0;
    this.#kept = false;
    this.#inspection?.end();
  }
  /** Adds an entry. Throws ImageError for a path outside the root, and if the names exceed the limit. */
  add(entry) {
    const found = classifyPath(this.#normalise(entry, entry.path, "path"));
    if (found.kind === "metadata") return;
    if (found.kind === "invalid") throw this.#error(entry, "breakout: a whiteout of the directory that contains it");
    if (found.kind !== "entry") this.#keep({ path: found.path, type: found.kind, size: 0 }, entry);
    else if (found.path !== "") this.#keepEntry(found.path, entry);
    else if (entry.type !== "directory") throw this.#error(entry, `a ${entry.type} without a name`);
  }
  /** Returns the index. `diffId` and `tarSize` (bytes) are those of the uncompressed tar. */
  finish(diffId, tarSize) {
    const index = { diffId, tarSize, unpacked: this.#unpacked, contents: digestContents(this.#entries) };
    const ownership = this.#inspection?.finish(this.#entries);
    if (ownership === void 0) return { ...index, entries: this.#entries };
    const { packages, requires } = ownership;
    const known = { ...index, entries: withOwners(this.#entries, ownership), packages };
    return requires === void 0 ? known : { ...known, requires };
  }
  #keepEntry(path, entry) {
    const { type, size, mode } = entry;
    if (type === "symlink") this.#keep({ path, type, size, linkTarget: entry.linkPath }, entry);
    else if (type !== "hardlink") this.#keep({ path, type, size }, entry);
    else
      this.#keep({ path, type, size, linkTarget: this.#normalise(entry, entry.linkPath, "hard link target") }, entry);
    if (type === "file" && entry.stored === size) this.#inspection?.open({ path, size, mode });
  }
  #keep(kept, entry) {
    this.#unpacked += kept.size;
    this.#names += kept.path.length + (kept.linkTarget?.length ?? 0);
    if (this.#names > this.#limits.names)
      throw this.#error(entry, `names of more than ${this.#limits.names} characters`);
    if (!Number.isSafeInteger(this.#unpacked)) throw this.#error(entry, "absurd size: the files exceed 9 PB");
    this.#entries.push(kept);
    this.#kept = true;
  }
  #normalise(entry, path, what) {
    const normal = normalisePath(path);
    if (normal === void 0) throw this.#error(entry, `breakout: the ${what} leaves the root of the image`);
    return normal;
  }
  #error(entry, problem) {
    return new ImageError(problem, { ...this.#place, entry: entry.path, offset: entry.offset });
  }
};
function digestContents(entries) {
  const sorted = entries.filter(isContent).sort(byPath);
  const hash = createHash("sha256");
  for (let at = 0; at < sorted.length; at += BATCH) {
    hash.update(
      sorted.slice(at, at + BATCH).map(formatFields).join("")
    );
  }
  return `sha256:${hash.digest("hex")}`;
}
function isContent({ type, size }) {
  return type === "file" ? size > 0 : type !== "opaque" && type !== "directory";
}
function byPath(a, b) {
  if (a.path === b.path) return 0;
  return a.path < b.path ? -1 : 1;
}
function formatFields({ path, type, size, crc32: checksum, linkTarget = "" }) {
  return `${path}\0${type}\0${size}\0${checksum ?? ""}\0${linkTarget}\0`;
}

// src/oci/limits.ts
var KiB = 1024;
var MiB = 1024 * KiB;
var GiB = 1024 * MiB;
var DEFAULT_LIMITS = {
  tarSize: 64 * GiB,
  ratio: 1100,
  ratioFloor: 4 * GiB,
  entries: 5e6,
  names: 256 * MiB,
  packages: 2e5,
  packageText: 16 * MiB,
  relations: 1e6,
  record: MiB,
  manifest: 4 * MiB,
  config: 8 * MiB,
  kept: 64 * MiB
};

// src/history/owner-columns.ts
var LARGEST = Number.MAX_SAFE_INTEGER;
var ownerColumns = {
  packages: external_exports.array(external_exports.string()).max(DEFAULT_LIMITS.packages),
  owners: external_exports.array(external_exports.number().int().min(0).max(LARGEST)),
  runs: external_exports.array(external_exports.number().int().min(1).max(LARGEST))
};
function packOwners(packages, entries) {
  const owners = [];
  const runs = [];
  for (const { owner = -1 } of entries.filter(isOwnable)) {
    if (owners.at(-1) === owner + 1) runs.push((runs.pop() ?? 0) + 1);
    else {
      owners.push(owner + 1);
      runs.push(1);
    }
  }
  return { packages, owners, runs };
}
function unpackOwners(columns, entries, file) {
  const { packages, owners, runs } = columns;
  const problem = packagesProblem(packages, DEFAULT_LIMITS);
  if (problem !== void 0) throw new UserError(`${file}: ${problem}`);
  checkRuns(columns, entries, file);
  let run = -1;
  let left = 0;
  const owned = entries.map((entry) => {
    if (!isOwnable(entry)) return entry;
    if (left === 0) left = runs[++run] ?? 0;
    left -= 1;
    const position = owners[run] ?? 0;
    return position === 0 ? entry : { ...entry, owner: position - 1 };
  });
  return { packages, entries: owned };
}
function checkRuns({ packages, owners, runs }, entries, file) {
  const wrong = owners.find((owner) => owner > packages.length);
  if (wrong !== void 0) throw new UserError(`${file}: owner ${wrong} of ${packages.length} packages`);
  const ownable = entries.filter(isOwnable).length;
  const listed = runs.reduce((sum3, length) => sum3 + length, 0);
  if (owners.length !== runs.length || listed !== ownable)
    throw new UserError(`${file}: owners are listed for ${listed} files, but there are ${ownable}`);
}

// src/history/relation-columns.ts
var count = external_exports.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
var positions = external_exports.array(count);
var few = (item) => external_exports.array(item).max(DEFAULT_LIMITS.relations);
var relationColumns = {
  names: few(external_exports.string()),
  requires: few(positions),
  inner: few(positions.min(2)),
  innerBytes: few(positions.min(2)).exactOptional(),
  pieces: few(external_exports.tuple([count, count])),
  piecePaths: few(external_exports.string()),
  pieceNumbers: few(external_exports.tuple([count, count.max(4294967296), count])),
  sectionNames: few(external_exports.string().max(1e3)).exactOptional(),
  sections: few(few(count).min(3)).exactOptional(),
  originNames: few(external_exports.string().max(1e3)).exactOptional(),
  origins: few(few(count).min(1)).exactOptional()
};
function packRelations(requires, entries) {
  const names = new Map([...new Set(requires.flat())].map((name, position) => [name, position]));
  const parts = entries.flatMap(({ parts: found = [] }) => found);
  return {
    names: [...names.keys()],
    requires: requires.map((required) => required.flatMap((name) => names.get(name) ?? [])),
    inner: entries.flatMap(({ inner }, at) => inner === void 0 ? [] : [[at, ...inner]]),
    innerBytes: entries.flatMap(({ innerBytes }, at) => innerBytes === void 0 ? [] : [[at, ...innerBytes]]),
    pieces: entries.flatMap(({ parts: found }, at) => found === void 0 ? [] : [[at, found.length]]),
    piecePaths: parts.map(({ path }) => path),
    pieceNumbers: parts.map(({ size, crc32: crc322 = -1, owner = -1 }) => [size, crc322 + 1, owner + 1]),
    ...packSections(entries),
    ...packOrigins(entries)
  };
}
function packSections(entries) {
  const { names, numbers } = packDivisions(entries.map(({ sections }) => sections));
  return { sectionNames: names, sections: numbers };
}
function packOrigins(entries) {
  const { names, numbers } = packDivisions(entries.map(({ origins }) => origins));
  return { originNames: names, origins: numbers };
}
function packDivisions(divisions) {
  const names = [...new Set(divisions.flatMap((found = []) => found.map(({ name }) => name)))];
  const positions2 = new Map(names.map((name, position) => [name, position]));
  const numbers = divisions.flatMap(
    (found, at) => found === void 0 ? [] : [[at, ...found.flatMap(({ name, bytes: bytes2 }) => [positions2.get(name) ?? 0, bytes2])]]
  );
  return { names, numbers };
}
function unpackRelations(columns, { packages, entries }, file) {
  const found = entries.slice();
  for (const [at = 0, ...inner] of columns.inner) found[at] = { ...fileAt(found, at, file), inner };
  for (const [at = 0, ...bytes2] of columns.innerBytes ?? [])
    found[at] = withBytes(fileAt(found, at, file), bytes2, file);
  for (const [at, parts] of piecesOf(columns, file)) found[at] = withParts(fileAt(found, at, file), parts, file);
  for (const [at = 0, ...numbers] of columns.sections ?? [])
    found[at] = {
      ...fileAt(found, at, file),
      sections: divisionOf(fileAt(found, at, file), numbers, columns.sectionNames ?? [], file)
    };
  for (const [at = 0, ...numbers] of columns.origins ?? [])
    found[at] = {
      ...fileAt(found, at, file),
      origins: divisionOf(fileAt(found, at, file), numbers, columns.originNames ?? [], file)
    };
  const owners = found.flatMap(({ inner = [], parts = [] }) => [
    ...inner,
    ...parts.flatMap(({ owner }) => owner ?? [])
  ]);
  if (owners.some((owner) => owner >= packages.length)) throw new UserError(`${file}: a piece of a package not listed`);
  const requires = columns.requires.map((list) => list.map((position) => columns.names[position] ?? ""));
  const problem = requiresProblem({ packages, requires }, DEFAULT_LIMITS);
  if (problem !== void 0) throw new UserError(`${file}: ${problem}`);
  return { requires, entries: found };
}
function piecesOf(columns, file) {
  const { pieces, piecePaths, pieceNumbers } = columns;
  const sum3 = pieces.reduce((before, [, length = 0]) => before + length, 0);
  if (sum3 !== piecePaths.length || sum3 !== pieceNumbers.length)
    throw new UserError(`${file}: the columns of the pieces differ in length`);
  let next2 = 0;
  return pieces.map(([at = 0, length = 0]) => {
    const start = next2;
    next2 += length;
    const parts = piecePaths.slice(start, next2).map((path, index) => partOf(path, pieceNumbers[start + index] ?? []));
    return [at, parts];
  });
}
function partOf(path, [size = 0, crc322 = 0, owner = 0]) {
  return { path, size, ...crc322 > 0 && { crc32: crc322 - 1 }, ...owner > 0 && { owner: owner - 1 } };
}
function withParts(entry, parts, file) {
  const problem = partsProblem(parts, entry.size);
  if (problem !== void 0) throw new UserError(`${file}: ${problem}`);
  return { ...entry, parts };
}
function withBytes(entry, innerBytes, file) {
  const problem = innerProblem(entry.inner ?? [], innerBytes, entry.size);
  if (problem !== void 0) throw new UserError(`${file}: ${problem}`);
  return { ...entry, innerBytes };
}
function divisionOf({ size }, numbers, names, file) {
  const sections = [];
  for (let at = 0; at < numbers.length; at += 2)
    sections.push({ name: nameAt(names, numbers[at], file), bytes: numbers[at + 1] ?? 0 });
  const problem = sectionsProblem(sections, size);
  if (problem !== void 0) throw new UserError(`${file}: ${problem}`);
  return sections;
}
function nameAt(names, position, file) {
  const name = names[position ?? -1];
  if (name === void 0) throw new UserError(`${file}: a section without a name`);
  return name;
}
function fileAt(entries, at, file) {
  const entry = entries[at];
  if (entry?.type !== "file") throw new UserError(`${file}: entry ${at} is not a file`);
  return entry;
}

// src/history/layer-columns.ts
var LETTERS = {
  file: "f",
  directory: "d",
  symlink: "l",
  hardlink: "h",
  whiteout: "w",
  opaque: "o",
  device: "v",
  fifo: "p"
};
var TYPES = new Map(Object.entries(LETTERS).map(([type, letter]) => [letter, type]));
var MAX_ENTRIES2 = 2e6;
var indexColumns = {
  diffId: digest,
  tarSize: bytes,
  unpacked: bytes,
  contents: digest,
  types: external_exports.string().max(MAX_ENTRIES2).regex(/^[fdlhwovp]*$/),
  shared: external_exports.array(bytes),
  rests: external_exports.array(external_exports.string()),
  sizes: external_exports.array(bytes),
  checksums: external_exports.array(external_exports.number().int().min(0).max(4294967295)),
  links: external_exports.array(external_exports.string())
};
var columnsSchema = external_exports.discriminatedUnion("schemaVersion", [
  external_exports.strictObject({ schemaVersion: external_exports.literal(1), ...indexColumns }),
  external_exports.strictObject({ schemaVersion: external_exports.literal(2), ...indexColumns, ...ownerColumns }),
  external_exports.strictObject({ schemaVersion: external_exports.literal(3), ...indexColumns, ...ownerColumns, ...relationColumns })
]);
function packEntries(entries) {
  const shared = entries.map(({ path }, at) => sharedLength(entries[at - 1]?.path ?? "", path));
  return {
    types: entries.map(({ type }) => LETTERS[type]).join(""),
    shared,
    rests: entries.map(({ path }, at) => path.slice(shared[at])),
    sizes: entries.filter(({ type }) => type === "file").map(({ size }) => size),
    checksums: entries.flatMap(({ crc32: crc322 }) => crc322 ?? []),
    links: entries.filter(isLink).map(({ linkTarget = "" }) => linkTarget)
  };
}
function unpackEntries(columns, file) {
  const { types, shared, rests } = columns;
  const [sizes, checksums, links] = [columns.sizes.values(), columns.checksums.values(), columns.links.values()];
  if (shared.length !== types.length || rests.length !== types.length) throw unequal(file);
  const paths = unpackPaths(columns, file);
  const entries = paths.map((path, at) => {
    const type = TYPES.get(types[at] ?? "") ?? "file";
    const size = type === "file" ? next(sizes, file) : 0;
    if (isLink({ type })) return { path, type, size, linkTarget: next(links, file) };
    return size === 0 ? { path, type, size } : { path, type, size, crc32: next(checksums, file) };
  });
  if ([sizes, checksums, links].some((column) => !column.next().done)) throw unequal(file);
  return entries;
}
function unpackPaths({ shared, rests }, file) {
  let before = "";
  let length = 0;
  return rests.map((rest, at) => {
    const from = shared[at] ?? 0;
    if (from > before.length) throw new UserError(`${file}: entry ${at} shares more than the path before it has`);
    before = before.slice(0, from) + rest;
    length += before.length;
    if (length > DEFAULT_LIMITS.names)
      throw new UserError(`${file}: names of more than ${DEFAULT_LIMITS.names} characters`);
    if (normalisePath(before) !== before) throw new UserError(`${file}: entry ${at} has a path that is not normalized`);
    return before;
  });
}
function sharedLength(before, path) {
  const most = Math.min(before.length, path.length);
  let length = 0;
  while (length < most && before.charCodeAt(length) === path.charCodeAt(length)) length++;
  return length;
}
function isLink({ type }) {
  return type === "symlink" || type === "hardlink";
}
function next(values, file) {
  const found = values.next();
  if (found.done) throw unequal(file);
  return found.value;
}
function unequal(file) {
  return new UserError(`${file}: the columns of the entries differ in length`);
}

// src/history/layer-file.ts
var MAX_LAYER_FILE = 32 * 1024 * 1024;
var MAX_INFLATED = 128 * 1024 * 1024;
function formatLayerIndex(index) {
  const { diffId, tarSize, unpacked, contents, entries, packages, requires } = index;
  const head = { diffId, tarSize, unpacked, contents };
  const owners = packages === void 0 ? {} : packOwners(packages, entries);
  const relations = requires === void 0 ? {} : packRelations(requires, entries);
  const schemaVersion = packages === void 0 ? 1 : requires === void 0 ? 2 : 3;
  const json = JSON.stringify({ schemaVersion, ...head, ...packEntries(entries), ...owners, ...relations });
  return `${gzipSync(json, { level: 9, memLevel: 9 }).toString("base64")}
`;
}
function parseLayerIndex(text, path) {
  const document = parseJson(inflate(text, path), path);
  checkVersion(document, path);
  const parsed = columnsSchema.safeParse(document);
  if (!parsed.success) throw new UserError(`${path}: not a layer index${issueWords(parsed.error, document)}`);
  const { diffId, tarSize, unpacked, contents } = parsed.data;
  if (layerPath(diffId) !== path)
    throw new UserError(`${path}: is the index of ${diffId}, which belongs at ${layerPath(diffId)}`);
  const entries = unpackEntries(parsed.data, path);
  if (entries.reduce((sum3, entry) => sum3 + entry.size, 0) !== unpacked) {
    throw new UserError(`${path}: unpacked is not the sum of the files`);
  }
  if (digestContents(entries) !== contents) throw new UserError(`${path}: contents is not the digest of the entries`);
  const index = { diffId, tarSize, unpacked, contents, entries };
  if (parsed.data.schemaVersion === 1) return index;
  const owned = { ...index, ...unpackOwners(parsed.data, entries, path) };
  return parsed.data.schemaVersion === 2 ? owned : { ...owned, ...unpackRelations(parsed.data, owned, path) };
}
function checkVersion(document, path) {
  const { schemaVersion: version } = external_exports.object({ schemaVersion: external_exports.unknown() }).safeParse(document).data ?? {};
  if (version === 1 || version === 2 || version === 3) return;
  const found = typeof version === "number" ? `schemaVersion ${version}` : "no schemaVersion";
  throw new UserError(`${path}: not a layer index: ${found}, accepted are 1, 2 and 3; its layer must be read again`);
}
function inflate(text, path) {
  if (text.length > MAX_LAYER_FILE) {
    throw new UserError(
      `${path}: ${text.length} characters are too many for a layer index (at most ${MAX_LAYER_FILE})`
    );
  }
  if (!/^[A-Za-z0-9+/]+={0,2}\n?$/.test(text)) throw new UserError(`${path}: not base64`);
  try {
    return gunzipSync(Buffer.from(text, "base64"), { maxOutputLength: MAX_INFLATED }).toString("utf8");
  } catch (cause) {
    throw new UserError(`${path}: does not inflate: ${cause.message}`, { cause });
  }
}

// src/history/record-file.ts
function parseRecord(text, path) {
  if (text.length > MAX_MEASUREMENT_FILE) {
    throw new UserError(
      `${path}: ${text.length} characters are too many for a record (at most ${MAX_MEASUREMENT_FILE})`
    );
  }
  const value = parseJson(text, path);
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) throw new UserError(`${path}: not a record${issueWords(parsed.error, value)}`);
  const { commit, measurement } = parsed.data;
  const own = recordPath(measurement.image, measurement.platform, commit);
  if (own === path) return parsed.data;
  const found = `image "${measurement.image}", platform ${measurement.platform}, commit ${commit}`;
  throw new UserError(`${path}: the record is of ${found}, which belongs at ${own}`);
}
function formatRecord(record) {
  return `${JSON.stringify(record)}
`;
}

// src/history/records.ts
async function openRecords({ repository, branch, maxBehind, rebuilt }) {
  const remote = await openRemote(repository);
  try {
    const reader = branchReader(remote, branch);
    return {
      branch,
      reader,
      refs: remote.refs,
      rebuilt,
      snapshot: await reader.snapshot(),
      lineage: (commit) => lineageOf(remote, commit, maxBehind),
      [Symbol.asyncDispose]: () => remote[Symbol.asyncDispose]()
    };
  } catch (error) {
    await remote[Symbol.asyncDispose]();
    throw error;
  }
}
async function lineageOf(remote, commit, maxBehind) {
  if (maxBehind === 0) return [commit];
  try {
    const [, ...ancestors] = await remote.firstParents(commit, maxBehind);
    return [commit, ...ancestors.slice(0, maxBehind)];
  } catch (error) {
    if (error instanceof UserError) return [commit];
    throw error;
  }
}
async function findRecord(records, image, commits, distance = 0) {
  const { snapshot } = records;
  const folder = `records/${imagePath(image)}/`;
  const paths = [...snapshot.files.keys()].filter((path) => path.startsWith(folder));
  const refused = [];
  for (const [at, commit] of commits.entries()) {
    const measurements = [];
    for (const path of paths.filter((candidate) => candidate.endsWith(`/${commit}.json`))) {
      try {
        const record = parseRecord(await snapshot.read(path) ?? "", path);
        if (record.rebuilt === void 0 || records.rebuilt === true) measurements.push(record.measurement);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refused.push(`Record refused: ${error.message}`);
      }
    }
    if (measurements.length > 0) return { origin: originOf(commit, distance + at), measurements, refused };
  }
  return { measurements: [], refused };
}
function originOf(commit, behind) {
  if (behind === 0) return { step: "record", commit, description: "record of the base commit" };
  const distance = behind === 1 ? "1 commit" : `${behind} commits`;
  return { step: "ancestor", commit, description: `record of an ancestor, ${distance} behind the base commit` };
}
async function readLayerIndex(records, layer) {
  const index = await readBelievable(records.snapshot, layerPath(layer.diffId), parseLayerIndex);
  return index !== void 0 && agrees(index, layer) ? index : void 0;
}
function agrees(index, { contents, unpacked, download }) {
  return index.contents === contents && index.unpacked === unpacked && download <= index.tarSize * 1.01 + 65536;
}
async function readHistory({ snapshot }, image) {
  return readBelievable(snapshot, historyPath(image), parseHistory);
}
async function readBelievable(snapshot, path, parse) {
  try {
    const text = await snapshot.read(path);
    return text === void 0 ? void 0 : parse(text, path);
  } catch (error) {
    if (error instanceof UserError) return void 0;
    throw error;
  }
}

// src/report/words/failure-lines.ts
var LONGEST_REASON = 500;
function failureLines(report) {
  const lines = report.comparisons.flatMap((comparison) => [
    ...conditionLines(comparison),
    ...checkLines(comparison),
    ...isError(comparison) ? [`${subject(comparison)}: ${reasonOf(comparison)}`] : []
  ]);
  return [...lines, ...(report.missing ?? []).map(missingLine)];
}
function missingLine({ part: part2, reason }) {
  return `part "${oneLine(part2)}" is missing: ${oneLine(reason)}`;
}
function conditionLines(comparison) {
  return comparison.conditions.filter(({ verdict }) => verdict === "fail").map((condition) => `${subject(comparison)}: ${overLimitWords(condition, comparison)}`);
}
function checkLines(comparison) {
  return (comparison.checks ?? []).filter(isFailing).map(({ check, reason = "" }) => `${subject(comparison)}: check "${oneLine(check)}" failed: ${oneLine(reason)}`);
}
function isError({ verdict }) {
  return verdict === "error";
}
function subject({ image, platform }) {
  return printable(platform === "" ? image : `${image} (${platform})`);
}
function reasonOf({ notes }) {
  return oneLine(notes.join(" ")) || "could not be measured";
}
function oneLine(text) {
  const line = printable(text.replace(/\s+/g, " ").trim());
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}\u2026` : line;
}

// src/measure/efficiency.ts
var Efficiency = class {
  #least = /* @__PURE__ */ new Map();
  #sum = 0;
  /** Adds one layer, base first. `whitedOut` holds the bytes below each whited-out path, in the order of the whiteouts. */
  add(entries, whitedOut) {
    let whiteouts = 0;
    for (const { path, type, size } of entries) {
      if (type === "opaque" || type === "directory") continue;
      this.#count(path, type === "whiteout" ? whitedOut[whiteouts++] ?? 0 : size);
    }
  }
  /** Between 0 and 1; 1 for an image without content. */
  get score() {
    if (this.#sum === 0) return 1;
    let least = 0;
    for (const bytes2 of this.#least.values()) least += bytes2;
    return least / this.#sum;
  }
  #count(path, bytes2) {
    this.#sum += bytes2;
    const seen = this.#least.get(path);
    if (seen === void 0 || bytes2 < seen) this.#least.set(path, bytes2);
  }
};

// src/measure/tree.ts
var MAX_LINKS_FOLLOWED = 40;
var LONGEST_PATH = 4096;
var FileTree = class {
  #root = { children: /* @__PURE__ */ new Map(), size: 0 };
  #hidden = /* @__PURE__ */ new Map();
  #onHidden;
  #layers = 0;
  #files = 0;
  #wasted = 0;
  /** The last directory that was found, since a tar lists the files of a directory together. Cleared when a path may lead elsewhere. */
  #last;
  /** `onHidden` is called for all content that a layer hides, its own included. */
  constructor(onHidden) {
    this.#onHidden = onHidden;
  }
  /** Number of visible regular files, hard links included. */
  get files() {
    return this.#files;
  }
  /** Bytes that a layer wrote and no path shows any more. */
  get wasted() {
    return this.#wasted;
  }
  /** Hidden bytes by the path that they were written to. */
  get hidden() {
    return this.#hidden;
  }
  /**
   * Adds one layer. Whiteouts affect only the layers below, wherever they are in the tar, so they are applied first.
   * @returns the bytes below each whited-out path before it was removed, in the order of the whiteouts
   */
  apply(entries) {
    const removed = entries.filter((entry) => entry.type === "whiteout").map((entry) => this.#whiteOut(entry.path));
    for (const entry of entries) if (entry.type === "opaque") this.#empty(this.#find(entry.path, "follow"));
    this.#last = void 0;
    for (const entry of entries) if (entry.type !== "whiteout" && entry.type !== "opaque") this.#add(entry);
    this.#layers += 1;
    return removed;
  }
  /** The visible files in order of path; only the first of several hard links to one content. */
  *finalFiles() {
    const seen = /* @__PURE__ */ new Set();
    const stack2 = [{ path: "", node: this.#root }];
    for (let next2 = stack2.pop(); next2 !== void 0; next2 = stack2.pop()) {
      const { path, node } = next2;
      if (node.content !== void 0 && !seen.has(node.content)) {
        seen.add(node.content);
        const { written, layer, sharers } = node.content;
        yield { path, written, layer, sharers };
      }
      const children = [...node.children ?? []].sort(([a], [b]) => a < b ? 1 : -1);
      for (const [name, child] of children) stack2.push({ path: path === "" ? name : `${path}/${name}`, node: child });
    }
  }
  #add(entry) {
    if (entry.path === "") return;
    const { parent, name } = this.#makeParent(entry.path);
    const before = parent.children?.get(name);
    if (entry.type === "directory") {
      if (before?.children === void 0) this.#replace(parent, name, { children: /* @__PURE__ */ new Map(), size: 0 });
      return;
    }
    const content = this.#contentOf(entry);
    if (content !== void 0) content.links += 1;
    const node = { size: entry.size };
    if (content !== void 0) node.content = content;
    if (entry.type === "symlink" && entry.linkTarget !== void 0) node.linkTarget = entry.linkTarget;
    this.#replace(parent, name, node);
    if (content !== void 0) this.#files += 1;
  }
  #contentOf(entry) {
    if (entry.type !== "file" && entry.type !== "hardlink") return void 0;
    const linked = entry.type === "hardlink" ? this.#find(entry.linkTarget ?? "", "keep")?.content : void 0;
    if (linked !== void 0) this.#share(linked, entry);
    return linked ?? { written: entry, layer: this.#layers, links: 0 };
  }
  #share(content, { owner }) {
    if (owner === void 0 || owner === content.written.owner || content.layer !== this.#layers) return;
    content.sharers ??= /* @__PURE__ */ new Set();
    content.sharers.add(owner);
  }
  #replace(parent, name, node) {
    const before = parent.children?.get(name);
    if (before !== void 0) this.#drop(before);
    if (before !== void 0 && before.content === void 0) this.#last = void 0;
    parent.children ??= /* @__PURE__ */ new Map();
    parent.children.set(name, node);
    node.parent = parent;
    return node;
  }
  #whiteOut(path) {
    const { parent, name } = split(path);
    const directory = this.#find(parent, "follow");
    const node = directory?.children?.get(name);
    if (node === void 0) return 0;
    const bytes2 = node.children === void 0 ? 0 : bytesBelow(node);
    this.#drop(node);
    directory?.children?.delete(name);
    return bytes2;
  }
  #empty(node) {
    for (const child of node?.children?.values() ?? []) this.#drop(child);
    node?.children?.clear();
  }
  /** Removes a subtree, and counts the content that no path shows any more. Not recursive, since paths may be thousands deep. */
  #drop(top) {
    const stack2 = [top];
    for (let node = stack2.pop(); node !== void 0; node = stack2.pop()) {
      for (const child of node.children?.values() ?? []) stack2.push(child);
      if (node.content === void 0) continue;
      this.#files -= 1;
      node.content.links -= 1;
      if (node.content.links === 0) this.#hide(node.content);
    }
  }
  #hide({ written, layer }) {
    const { path, size } = written;
    this.#onHidden?.({ written, layer, by: this.#layers });
    this.#wasted += size;
    if (size > 0) this.#hidden.set(path, (this.#hidden.get(path) ?? 0) + size);
  }
  #makeParent(path) {
    const { parent, name } = split(path);
    if (this.#last?.path === parent) return { parent: this.#last.directory, name };
    const found = this.#find(parent, "follow");
    const directory = found?.children === void 0 ? this.#makeDirectories(parent) : found;
    this.#last = { path: parent, directory };
    return { parent: directory, name };
  }
  #makeDirectories(path) {
    let node = this.#root;
    for (const name of components(path)) {
      const next2 = this.#walk(node, [name], "follow");
      node = next2?.children === void 0 ? this.#replace(node, name, { children: /* @__PURE__ */ new Map(), size: 0 }) : next2;
    }
    return node;
  }
  #find(path, last) {
    return this.#walk(this.#root, components(path), last);
  }
  /**
   * Resolves a path within the root, as the kernel does. Symbolic links in parent directories are followed; a link at the end only with
   * 'follow'. At most MAX_LINKS_FOLLOWED links are followed, so that links to links end.
   */
  #walk(start, names, last) {
    const pending = names.toReversed();
    let node = start;
    let followed = 0;
    for (let name = pending.pop(); name !== void 0 && node !== void 0; name = pending.pop()) {
      const next2 = name === ".." ? node.parent ?? this.#root : node.children?.get(name);
      if (next2?.linkTarget === void 0 || pending.length === 0 && last === "keep") node = next2;
      else {
        if (++followed > MAX_LINKS_FOLLOWED || next2.linkTarget.length > LONGEST_PATH) return void 0;
        if (next2.linkTarget.startsWith("/")) node = this.#root;
        for (const part2 of components(next2.linkTarget).reverse()) pending.push(part2);
      }
    }
    return node;
  }
};
function components(path) {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}
function split(path) {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? { parent: "", name: path } : { parent: path.slice(0, slash), name: path.slice(slash + 1) };
}
function bytesBelow(top) {
  let bytes2 = 0;
  const stack2 = [top];
  for (let node = stack2.pop(); node !== void 0; node = stack2.pop()) {
    bytes2 += node.size;
    for (const child of node.children?.values() ?? []) stack2.push(child);
  }
  return bytes2;
}

// src/measure/measure.ts
var TOP_WASTED_PATHS = 20;
async function measureImage(stored, options) {
  const layers = await readLayers(stored, options.onBytes);
  const measured = layers.map((layer, position) => measuredLayer(stored, layer, position));
  const { files, wasted, wastedPaths, efficiency } = stack(layers.map((layer) => layer.index));
  return {
    image: options.image,
    platform: stored.platform,
    digest: stored.manifestDigest,
    download: storedBytes(measured) + stored.configSize,
    unpacked: sum(layers, (layer) => layer.index.unpacked),
    estimated: layers.some((layer) => layer.estimated),
    files,
    wasted,
    wastedPaths,
    efficiency,
    method: options.method,
    configSize: stored.configSize,
    layers: measured,
    config: configFacts(stored),
    versions: options.versions
  };
}
async function readLayers(stored, onBytes) {
  const read = [];
  for (const [position, layer] of stored.layers.entries()) {
    await read[position - 2];
    const reading = layer.read(onBytes);
    reading.catch(() => {
    });
    read.push(reading);
  }
  return Promise.all(read);
}
function measuredLayer(stored, layer, position) {
  return {
    digest: stored.layers[position]?.digest ?? layer.index.diffId,
    diffId: layer.index.diffId,
    download: layer.download,
    unpacked: layer.index.unpacked,
    createdBy: stored.config.createdBy[position] ?? "",
    contents: layer.index.contents,
    ...layer.compressor !== void 0 && { compressor: layer.compressor }
  };
}
function stack(indexes) {
  const tree = new FileTree();
  const efficiency = new Efficiency();
  for (const { entries } of indexes) efficiency.add(entries, tree.apply(entries));
  return {
    files: tree.files,
    wasted: tree.wasted,
    wastedPaths: costliest(tree.hidden),
    efficiency: efficiency.score
  };
}
function costliest(hidden) {
  return [...hidden].map(([path, bytes2]) => ({ path, bytes: bytes2 })).sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)).slice(0, TOP_WASTED_PATHS);
}
function configFacts({ config: { config } }) {
  return {
    user: config.User ?? "",
    entrypoint: config.Entrypoint ?? [],
    cmd: config.Cmd ?? [],
    exposedPorts: config.ExposedPorts ?? []
  };
}
function sum(items, value) {
  return items.reduce((total, item) => total + value(item), 0);
}

// src/oci/digest.ts
import { createHash as createHash2 } from "node:crypto";
function isDigest(text) {
  return typeof text === "string" && /^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
}
function digestAlgorithm(digest2) {
  return digest2?.startsWith("sha512:") ? "sha512" : "sha256";
}
function blobPath(digest2) {
  if (!isDigest(digest2)) throw new RangeError(`not a digest: ${JSON.stringify(digest2)}`);
  return `blobs/${digest2.replace(":", "/")}`;
}
function digestOf(bytes2, algorithm = "sha256") {
  return `${algorithm}:${createHash2(algorithm).update(bytes2).digest("hex")}`;
}
var Digester = class {
  #algorithm;
  #hash;
  size = 0;
  /** Uses the algorithm of the digest `like`. */
  constructor(like) {
    this.#algorithm = digestAlgorithm(like);
    this.#hash = createHash2(this.#algorithm);
  }
  update(bytes2) {
    this.size += bytes2.length;
    this.#hash.update(bytes2);
  }
  /** Ends the hash; call once. */
  digest() {
    return `${this.#algorithm}:${this.#hash.digest("hex")}`;
  }
};

// src/oci/history.ts
var OF_CONFIG = /^(?:CMD|ENTRYPOINT|ENV|LABEL|EXPOSE|USER|ARG|STOPSIGNAL|HEALTHCHECK|SHELL|VOLUME|MAINTAINER|ONBUILD)(?:\s|$)/i;
var WRITERS = /^(?:RUN|COPY|ADD|WORKDIR)(?:\s|$)/i;
var MOST_STEPS = 50;
function readCreatedBy(document, layerCount) {
  const joins = joinsSteps(document);
  const made = [];
  let waiting = [];
  for (const entry of document.objects("history")) {
    const createdBy = entry.optionalText("created_by") ?? "";
    if (entry.flag("empty_layer")) {
      if (WRITERS.test(instructionOf(createdBy))) waiting.push(createdBy);
      continue;
    }
    made.push(stepsOf(createdBy, waiting, joins));
    waiting = [];
  }
  return Array.from({ length: layerCount }, (_, at) => made[at] ?? "");
}
function stepsOf(createdBy, before, joins) {
  const isWriter = createdBy !== "" && !OF_CONFIG.test(instructionOf(createdBy));
  if (isWriter && (before.length === 0 || !joins)) return createdBy;
  const steps = [...before, ...isWriter ? [createdBy] : []].map(instructionOf);
  return steps.slice(0, MOST_STEPS).join("; ");
}
function joinsSteps(document) {
  const labels = document.optionalObject("config")?.optionalObject("Labels");
  if (labels?.has("io.buildah.version") === true) return true;
  return document.objects("history").some((entry) => entry.optionalText("author") === "kaniko");
}

// src/oci/json.ts
var JsonObject = class _JsonObject {
  #fields;
  #place;
  #path;
  constructor(value, place, path = "") {
    this.#place = place;
    this.#path = path;
    if (!isRecord(value)) throw this.#wrong(path || "the document", "an object", value);
    this.#fields = value;
  }
  has(key) {
    return this.#get(key) !== void 0;
  }
  text(key) {
    const value = this.#get(key);
    if (typeof value !== "string") throw this.#wrong(this.#name(key), "a string", value);
    return value;
  }
  optionalText(key) {
    return this.has(key) ? this.text(key) : void 0;
  }
  /** The boolean field; false if it is absent. */
  flag(key) {
    const value = this.#get(key) ?? false;
    if (typeof value !== "boolean") throw this.#wrong(this.#name(key), "true or false", value);
    return value;
  }
  /** A number of bytes. */
  size(key) {
    const value = this.#get(key);
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
      throw this.#wrong(this.#name(key), "a size in bytes", value);
    }
    return value;
  }
  object(key) {
    return new _JsonObject(this.#get(key), this.#place, this.#name(key));
  }
  optionalObject(key) {
    return this.has(key) ? this.object(key) : void 0;
  }
  /** A list of objects; empty if it is absent or null, as Go writes empty lists. */
  objects(key) {
    return this.#list(key).map((item, at) => new _JsonObject(item, this.#place, `${this.#name(key)}[${at}]`));
  }
  /** A list of strings; empty if it is absent or null. */
  texts(key) {
    return this.#list(key).map((item, at) => {
      if (typeof item !== "string") throw this.#wrong(`${this.#name(key)}[${at}]`, "a string", item);
      return item;
    });
  }
  keys() {
    return Object.keys(this.#fields);
  }
  /** The fields whose values are strings. */
  strings() {
    const strings = Object.entries(this.#fields).filter(
      (field) => typeof field[1] === "string"
    );
    return Object.fromEntries(strings);
  }
  /** An error about this object. */
  error(problem) {
    return new ImageError(this.#path === "" ? problem : `${this.#path}: ${problem}`, this.#place);
  }
  #list(key) {
    const value = this.#get(key) ?? [];
    if (!Array.isArray(value)) throw this.#wrong(this.#name(key), "a list", value);
    return value;
  }
  /** Go writes an absent value as null. */
  #get(key) {
    return Object.hasOwn(this.#fields, key) ? this.#fields[key] ?? void 0 : void 0;
  }
  #name(key) {
    return this.#path === "" ? key : `${this.#path}.${key}`;
  }
  #wrong(name, wanted, found) {
    const shown = found === void 0 ? "nothing" : quote(JSON.stringify(found).slice(0, 80));
    return new ImageError(`${name} must be ${wanted}, found ${shown}`, this.#place);
  }
};
function parseJson2(bytes2, place) {
  const text = Buffer.from(bytes2.buffer, bytes2.byteOffset, bytes2.byteLength).toString("utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : void 0;
    const offset = position === void 0 ? text.length : Number(position);
    throw new ImageError("not valid JSON", { ...place, offset }, { cause: error });
  }
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/oci/config.ts
function parseConfig(bytes2, place, layerCount) {
  const document = new JsonObject(parseJson2(bytes2, place), place);
  const diffIds = readDiffIds(document);
  if (diffIds.length !== layerCount) {
    throw document.error(`the config lists ${diffIds.length} diff_ids, the manifest ${layerCount} layers`);
  }
  const variant = document.optionalText("variant");
  return {
    os: document.optionalText("os") ?? "",
    architecture: document.optionalText("architecture") ?? "",
    ...variant !== void 0 && variant !== "" && { variant },
    config: readRuntime(document.optionalObject("config")),
    diffIds,
    createdBy: readCreatedBy(document, layerCount)
  };
}
var LAST_TIME = 253402300799e3;
function readCreated(document) {
  const time = Date.parse(document.optionalText("created") ?? "");
  return !(time > 0 && time < LAST_TIME) ? void 0 : `${new Date(time).toISOString().slice(0, 19)}Z`;
}
var ALIASES = /* @__PURE__ */ new Map([
  ["x86_64", { architecture: "amd64" }],
  ["x86-64", { architecture: "amd64" }],
  ["aarch64", { architecture: "arm64" }],
  ["i386", { architecture: "386" }],
  ["armhf", { architecture: "arm", variant: "v7" }],
  ["armel", { architecture: "arm", variant: "v6" }]
]);
var LONGEST_PART = 64;
function formatPlatform(of) {
  const os = part(of.os, /^[a-z0-9]+$/);
  const { architecture: name, variant } = { ...of, ...ALIASES.get(of.architecture.toLowerCase()) };
  const architecture = part(name, /^[a-z0-9_]+$/);
  const isDefault = { arm64: "v8", amd64: "v1" }[architecture] === variant;
  if (variant === void 0 || variant === "" || isDefault) return `${os}/${architecture}`;
  return `${os}/${architecture}/${part(variant, /^[a-z0-9.]+$/)}`;
}
function part(text, form) {
  const lower = text.toLowerCase();
  return lower.length <= LONGEST_PART && form.test(lower) ? lower : "unknown";
}
function readDiffIds(document) {
  const rootfs = document.object("rootfs");
  const wrong = rootfs.texts("diff_ids").find((diffId) => !isDigest(diffId));
  if (wrong !== void 0) throw rootfs.error(`diff_ids: not a sha256 or sha512 digest: ${quote(wrong)}`);
  return rootfs.texts("diff_ids");
}
function readRuntime(found) {
  if (found === void 0) return {};
  const user = found.optionalText("User");
  const ports = found.optionalObject("ExposedPorts")?.keys();
  return {
    ...user !== void 0 && { User: user },
    ...found.has("Entrypoint") && { Entrypoint: found.texts("Entrypoint") },
    ...found.has("Cmd") && { Cmd: found.texts("Cmd") },
    ...ports !== void 0 && { ExposedPorts: [...ports].sort() }
  };
}

// src/oci/tar/header.ts
var BLOCK = 512;
var TarHeaderError = class extends Error {
};
var ZERO = Buffer.alloc(BLOCK);
var CHECKSUM = 148;
var SPACE = 32;
function isZeroBlock(bytes2, at) {
  return bytes2[at] === 0 && ZERO.compare(bytes2, at, at + BLOCK) === 0;
}
function decodeHeader(bytes2, at) {
  checkChecksum(bytes2, at);
  const flag = String.fromCharCode(bytes2[at + 156] ?? 0);
  const path = withPrefix(bytes2, at, readText2(bytes2, at, 100));
  const size = readNumber(bytes2, at + 124, 12, "size");
  const header = { path, linkPath: readText2(bytes2, at + 157, 100), size, mode: readMode(bytes2, at + 100), flag };
  return flag === "S" ? { ...header, sparse: readSparse(bytes2, at) } : header;
}
function headerName(bytes2, at) {
  return readText2(bytes2, at, 100);
}
function isHeader(bytes2, at = 0) {
  if (bytes2.length < at + BLOCK || isZeroBlock(bytes2, at)) return false;
  try {
    checkChecksum(bytes2, at);
    return true;
  } catch (error) {
    if (error instanceof TarHeaderError) return false;
    throw error;
  }
}
function isSparseExtended(bytes2, at) {
  return bytes2[at + 504] === 1;
}
function decodeText(bytes2) {
  const text = bytes2.toString("utf8");
  return text.includes("\uFFFD") && !Buffer.from(text, "utf8").equals(bytes2) ? bytes2.toString("latin1") : text;
}
function checkChecksum(bytes2, at) {
  const stored = readNumber(bytes2, at + CHECKSUM, 8, "checksum");
  const field = at + CHECKSUM;
  const unsigned = sum2(bytes2, at, field) + 8 * SPACE + sum2(bytes2, field + 8, at + BLOCK);
  if (stored === unsigned) return;
  const high = highBits(bytes2, at, field) + highBits(bytes2, field + 8, at + BLOCK);
  if (stored !== unsigned - high * 256) {
    throw new TarHeaderError(`bad header checksum: the header says ${stored}, its bytes sum to ${unsigned}`);
  }
}
function sum2(bytes2, start, end) {
  let total = 0;
  for (let at = start; at < end; at++) total += bytes2[at];
  return total;
}
function highBits(bytes2, start, end) {
  let count2 = 0;
  for (let at = start; at < end; at++) count2 += bytes2[at] >> 7;
  return count2;
}
function readText2(bytes2, at, length) {
  const end = bytes2.indexOf(0, at);
  return decodeText(bytes2.subarray(at, end < 0 ? at + length : Math.min(end, at + length)));
}
function withPrefix(bytes2, at, path) {
  if (bytes2.toString("latin1", at + 257, at + 263) !== "ustar\0") return path;
  const star = bytes2.toString("latin1", at + 508, at + 512) === "tar\0";
  const prefix = readText2(bytes2, at + 345, star ? 131 : 155);
  return prefix === "" ? path : `${prefix}/${path}`;
}
function readSparse(bytes2, at) {
  return { realSize: readNumber(bytes2, at + 483, 12, "sparse size"), extended: bytes2[at + 482] === 1 };
}
function readMode(bytes2, at) {
  if ((bytes2[at] ?? 0) & 128) return bytes2.readUInt16BE(at + 6) & 4095;
  let mode = 0;
  for (let i = at; i < at + 8; i++) {
    const digit = (bytes2[i] ?? 0) - 48;
    if (digit >= 0 && digit < 8) mode = mode << 3 | digit;
    else if (digit !== SPACE - 48 && digit !== -48) return 0;
  }
  return mode & 4095;
}
function readNumber(bytes2, at, length, field) {
  if ((bytes2[at] ?? 0) & 128) return readBase256(bytes2, at, length, field);
  const text = bytes2.toString("latin1", at, at + length).replace(/^[ \0]+|[ \0].*$/gs, "");
  if (!/^[0-7]*$/.test(text))
    throw new TarHeaderError(`the ${field} field is not an octal number: ${JSON.stringify(text)}`);
  return text === "" ? 0 : Number.parseInt(text, 8);
}
function readBase256(bytes2, at, length, field) {
  if ((bytes2[at] ?? 0) & 64) throw new TarHeaderError(`the ${field} field is negative`);
  let value = (bytes2[at] ?? 0) & 63;
  for (let i = at + 1; i < at + length; i++) value = value * 256 + (bytes2[i] ?? 0);
  if (!Number.isSafeInteger(value)) throw new TarHeaderError(`the ${field} field is absurdly large: about ${value}`);
  return value;
}

// src/oci/media-type.ts
var OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";
var LAYERS = new Map([
  ...["application/vnd.oci.image.layer.v1.tar", "application/vnd.oci.image.layer.nondistributable.v1.tar"].flatMap(
    (type) => [
      [type, "none"],
      [`${type}+gzip`, "gzip"],
      [`${type}+zstd`, "zstd"]
    ]
  ),
  ["application/vnd.docker.image.rootfs.diff.tar", "none"],
  ["application/vnd.docker.image.rootfs.diff.tar.gzip", "gzip"],
  ["application/vnd.docker.image.rootfs.diff.tar.zstd", "zstd"],
  ["application/vnd.docker.image.rootfs.foreign.diff.tar", "none"],
  ["application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", "gzip"]
]);
var LAYER_FAMILY = /^application\/vnd\.(?:oci\.image\.layer\.|docker\.image\.rootfs\.)/;
var FOREIGN = /^application\/vnd\.(?:oci\.image\.layer\.nondistributable\.|docker\.image\.rootfs\.foreign\.)/;
var CONFIGS = /* @__PURE__ */ new Set(["application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"]);
var MANIFESTS = /* @__PURE__ */ new Map([
  ["application/vnd.oci.image.manifest.v1+json", "image"],
  ["application/vnd.docker.distribution.manifest.v2+json", "image"],
  ["application/vnd.oci.image.index.v1+json", "index"],
  ["application/vnd.docker.distribution.manifest.list.v2+json", "index"]
]);
var MANIFEST_TYPES = [...MANIFESTS.keys()];
function compressionOf(mediaType) {
  return LAYERS.get(mediaType);
}
var STARGZ = "containerd.io/snapshot/stargz/toc.digest";
function formOf({ mediaType, annotations }) {
  const compression = compressionOf(mediaType);
  if (compression === "gzip" && annotations?.[STARGZ] !== void 0) return "estargz";
  return compression === "none" ? "uncompressed" : compression;
}
function isImageOfFiles(layers) {
  return layers.length === 0 || layers.some(({ mediaType }) => LAYER_FAMILY.test(mediaType));
}
function isForeign(mediaType) {
  return FOREIGN.test(mediaType);
}
function isConfigType(mediaType) {
  return CONFIGS.has(mediaType);
}
function manifestKind(mediaType) {
  return MANIFESTS.get(mediaType);
}
function detectFormat(first) {
  if (first[0] === 31 && first[1] === 139) return "gzip";
  if (first.length >= 4 && isZstdMagic(first.readUInt32LE(0))) return "zstd";
  if (first.length >= BLOCK && (isZeroBlock(first, 0) || isHeader(first))) return "tar";
  return "unknown";
}
function mediaTypeOf(first) {
  const format = detectFormat(first);
  if (format === "unknown") return void 0;
  return format === "tar" ? OCI_LAYER : `${OCI_LAYER}+${format}`;
}
function isZstdMagic(magic) {
  return magic === 4247762216 || isSkippableMagic(magic);
}
function isSkippableMagic(magic) {
  return magic >>> 4 === 25481893;
}

// src/oci/manifest.ts
var LONGEST_LIST = 4096;
function parseManifest(bytes2, place, claimed) {
  const document = new JsonObject(parseJson2(bytes2, place), place);
  const kind = readKind(document, claimed);
  if (kind === "index") return { kind, manifests: readDescriptors(document, "manifests") };
  return { kind, config: readDescriptor(document.object("config")), layers: readDescriptors(document, "layers") };
}
function parseIndex(bytes2, place) {
  const manifest = parseManifest(bytes2, place, "application/vnd.oci.image.index.v1+json");
  return manifest.kind === "index" ? manifest.manifests : [];
}
function readKind(document, claimed) {
  const isImage = document.has("layers") || document.has("config") || document.has("fsLayers");
  const isIndex = document.has("manifests");
  if (document.has("schemaVersion") && document.size("schemaVersion") === 1) {
    throw document.error("Docker manifest schema 1 is no longer supported");
  }
  if (isImage && isIndex)
    throw document.error('both a manifest and an index: holds "manifests" and "layers" or "config"');
  const found = isIndex ? "index" : "image";
  for (const mediaType of [document.optionalText("mediaType"), claimed]) {
    if (mediaType !== void 0 && mediaType !== "" && manifestKind(mediaType) !== found) {
      throw mislabelled(document, mediaType, found);
    }
  }
  return found;
}
function mislabelled(document, mediaType, found) {
  if (manifestKind(mediaType) === void 0)
    return document.error(`unsupported manifest media type ${quote(mediaType)}`);
  const fields = document.keys().slice(0, 10).join(", ");
  return document.error(`mislabelled: the media type says ${mediaType}, the fields (${quote(fields)}) say ${found}`);
}
function readDescriptors(document, key) {
  const found = document.objects(key);
  if (found.length > LONGEST_LIST) throw document.error(`${found.length} ${key}, over the limit of ${LONGEST_LIST}`);
  return found.map(readDescriptor);
}
function readDescriptor(found) {
  const digest2 = found.text("digest");
  if (!isDigest(digest2)) throw found.error(`not a sha256 or sha512 digest: ${quote(digest2)}`);
  const platform = found.optionalObject("platform");
  const annotations = found.optionalObject("annotations")?.strings();
  return {
    mediaType: found.text("mediaType"),
    digest: digest2,
    size: found.size("size"),
    ...platform !== void 0 && { platform: readPlatform(platform) },
    ...annotations !== void 0 && { annotations }
  };
}
function readPlatform(found) {
  const variant = found.optionalText("variant");
  const osVersion = found.optionalText("os.version");
  return {
    os: found.optionalText("os") ?? "",
    architecture: found.optionalText("architecture") ?? "",
    ...variant !== void 0 && { variant },
    ...osVersion !== void 0 && { osVersion },
    ...found.has("os.features") && { osFeatures: found.texts("os.features") }
  };
}

// src/oci/one-per-platform.ts
function onePerPlatform(candidates) {
  const best = /* @__PURE__ */ new Map();
  for (const candidate of candidates) {
    const key = keyOf(candidate);
    const other = best.get(key);
    if (other === void 0 || isBetter(candidate, other)) best.set(key, candidate);
  }
  const isChosen = (candidate) => best.get(keyOf(candidate)) === candidate;
  return {
    images: candidates.filter(isChosen).map(({ image }) => image),
    leftOut: candidates.filter((candidate) => !isChosen(candidate)).map((other) => whyNot(other, best.get(keyOf(other))))
  };
}
function keyOf({ image, index }) {
  return index === void 0 ? image.manifestDigest : `${index} ${image.platform}`;
}
function isBetter({ platform: is }, { platform: was }) {
  const [features, others] = [is?.osFeatures ?? [], was?.osFeatures ?? []];
  if (features.length === 0 !== (others.length === 0)) return features.length === 0;
  return compareVersions(is?.osVersion ?? "", was?.osVersion ?? "") > 0;
}
function compareVersions(a, b) {
  return a.localeCompare(b, "en", { numeric: true });
}
function whyNot({ image, platform }, taken) {
  const { osVersion, osFeatures = [] } = platform ?? {};
  const what = `${image.manifestDigest} is a further image for ${image.platform}`;
  const chosen = `${taken?.image.manifestDigest} is measured`;
  if (osFeatures.length > 0) return `${what}, for engines with special features; ${chosen}`;
  if (osVersion !== void 0 && osVersion !== taken?.platform?.osVersion)
    return `${what}, of another system version; ${chosen}, of the newest`;
  return `${what}; ${chosen}, which engines take`;
}

// src/oci/resolve.ts
var DEEPEST = 8;
var MOST_MANIFESTS = 4096;
var NAMES = ["io.containerd.image.name", "org.opencontainers.image.ref.name"];
async function resolveImages(roots, blobs) {
  const resolver = new Resolver(blobs);
  for (const root of roots) await resolver.follow(root, referenceOf(root), []);
  return resolver.found();
}
function heldSource(name, found) {
  return { name, ...found, [Symbol.asyncDispose]: async () => {
  } };
}
async function resolveReference(roots, reference, place, blobs) {
  const digest2 = reference?.startsWith("@") === true ? reference.slice(1) : "";
  const isListed = roots.some((root) => root.digest === digest2);
  if (!isListed && isDigest(digest2) && await blobs.has({ digest: digest2 })) return resolveImages([{ digest: digest2 }], blobs);
  return resolveImages(pickRoots(roots, reference, place), blobs);
}
function pickRoots(roots, reference, place) {
  if (reference === void 0) return roots;
  const position = positionIn(reference);
  const picked = roots.filter((root, at) => position === void 0 ? isNamed(root, reference) : at === position);
  if (picked.length > 0) return picked;
  const names = roots.map((root) => referenceOf(root) ?? `@${root.digest}`);
  throw noSuchImage(reference, names, place);
}
function isNamed(root, reference) {
  return reference === `@${root.digest}` || NAMES.some((name) => root.annotations?.[name] === reference);
}
function positionIn(reference) {
  const digits = /^@(\d{1,6})$/.exec(reference ?? "")?.[1];
  return digits === void 0 ? void 0 : Number(digits);
}
function noSuchImage(reference, names, place) {
  if (positionIn(reference) === void 0)
    return new ImageError(`no image is named ${quote(reference)}; there are ${listNames(names)}`, place);
  const listed = `lists ${names.length} (${listNames(names)}), the first is @0`;
  return new ImageError(`no image has the position ${quote(reference)}: it ${listed}`, place);
}
function listNames(names) {
  if (names.length === 0) return "none";
  return names.slice(0, 10).map(quote).join(", ") + (names.length > 10 ? ` and ${names.length - 10} more` : "");
}
function referenceOf(root) {
  return NAMES.map((name) => root.annotations?.[name]).find((name) => name !== void 0);
}
function isAttestation({ annotations, platform }) {
  const marked = annotations?.["vnd.docker.reference.type"] === "attestation-manifest";
  return marked || platform?.os === "unknown" && platform.architecture === "unknown";
}
var Resolver = class {
  #blobs;
  #seen = /* @__PURE__ */ new Set();
  #candidates = [];
  #unreadable = [];
  #attestations = [];
  #leftOut = [];
  constructor(blobs) {
    this.#blobs = blobs;
  }
  async follow(root, reference, above) {
    if (isAttestation(root)) return void this.#attestations.push(`${root.digest} is an attestation`);
    const reason = await this.#reasonToIgnore(root, above);
    if (reason !== void 0) return void this.#leftOut.push(`${root.digest} ${reason}`);
    this.#checkPath(root, above);
    if (this.#seen.has(root.digest)) return;
    this.#seen.add(root.digest);
    const manifest = await this.#reading(root, () => this.#parse(root));
    if (manifest?.kind === "index") {
      for (const child of manifest.manifests) await this.follow(child, reference, [...above, root.digest]);
    } else if (manifest !== void 0) {
      await this.#take(root, manifest, reference, above);
    }
  }
  /** What was found. Throws ImageError if there is no image: with the first that is unreadable, else with what is there instead. */
  found() {
    const { images, leftOut } = onePerPlatform(this.#candidates);
    if (images.length > 0) return { images, unreadable: this.#unreadable, leftOut: [...this.#leftOut, ...leftOut] };
    const [first] = this.#unreadable;
    if (first !== void 0) throw first.error;
    const reasons = [...this.#attestations, ...this.#leftOut].slice(0, 5).join("; ");
    throw new ImageError(`holds no image${reasons === "" ? "" : ` (${reasons})`}`, { archive: this.#blobs.archive });
  }
  async #parse(root) {
    const bytes2 = await this.#blobs.json(root, this.#blobs.limits.manifest);
    return parseManifest(bytes2, this.#blobs.place(root), root.mediaType);
  }
  async #take(root, { config, layers }, reference, above) {
    if (!isConfigType(config.mediaType)) {
      this.#leftOut.push(`${root.digest} is an artifact with a config of type ${quote(config.mediaType)}`);
    } else if (!isImageOfFiles(layers)) {
      const type = quote(layers[0]?.mediaType ?? "");
      this.#leftOut.push(`${named(root)} is no image of files: its layers are of type ${type}`);
    } else {
      const image = await this.#reading(root, () => this.#open(root, reference, config, layers));
      if (image !== void 0) this.#candidates.push({ image, index: above.at(-1), platform: root.platform });
    }
  }
  /** One entry that cannot be read must not hide the others. It stays an error, of its own platform. */
  async #reading(root, read) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      this.#unreadable.push({ platform: platformOf(root), error });
      return void 0;
    }
  }
  /** An index may list images that are absent: engines export the one platform that they hold with the index of all platforms. */
  async #reasonToIgnore(root, above) {
    if (root.mediaType !== void 0 && manifestKind(root.mediaType) === void 0)
      return `is ${quote(root.mediaType)}`;
    if (above.length === 0 || await this.#blobs.has(root)) return void 0;
    const platform = platformOf(root);
    return platform === "" ? "is not there" : `(${platform}) is not there`;
  }
  #checkPath(root, above) {
    const place = this.#blobs.place(root);
    if (above.includes(root.digest)) throw new ImageError("the index contains itself", place);
    if (above.length >= DEEPEST) throw new ImageError(`indexes nested more than ${DEEPEST} deep`, place);
    if (this.#seen.size >= MOST_MANIFESTS) throw new ImageError(`more than ${MOST_MANIFESTS} manifests`, place);
  }
  async #open(root, reference, configBlob, layers) {
    const bytes2 = await this.#blobs.json(configBlob, this.#blobs.limits.config);
    const config = parseConfig(bytes2, this.#blobs.place(configBlob), layers.length);
    return {
      ...reference !== void 0 && { reference },
      platform: formatPlatform(config),
      manifestDigest: root.digest,
      config,
      configSize: bytes2.length,
      layers: layers.map((layer, at) => this.#layer(layer, config.diffIds[at] ?? ""))
    };
  }
  #layer(descriptor, diffId) {
    const form = formOf(descriptor);
    const layer = { ...this.#blobs.layer(descriptor, diffId), ...form !== void 0 && { form } };
    if (!isForeign(descriptor.mediaType)) return layer;
    const read = (onBytes) => layer.read(onBytes).catch((error) => {
      throw error instanceof ImageError ? foreign(error, this.#blobs.place(descriptor)) : error;
    });
    return { ...layer, read };
  }
};
function foreign(error, place) {
  const problem = `a foreign layer, which only its vendor distributes, cannot be read: ${error.message}`;
  return new ImageError(problem, place, { cause: error });
}
function platformOf({ platform }) {
  return platform === void 0 || platform.os === "" || platform.architecture === "" ? "" : formatPlatform(platform);
}
function named(root) {
  const platform = platformOf(root);
  return platform === "" ? root.digest : `${quote(platform)} (${root.digest})`;
}

// src/measurer/session.ts
var MOST_LEFT_OUT = 10;
var MOST_NAMED = 10;
function failureOf(error) {
  if (!(error instanceof BuildError)) return { reason: error.message };
  const { message, failure, path } = error;
  return { reason: message, failure, ...path === void 0 ? {} : { path } };
}
var NO_RESULT = {
  kind: "error",
  reason: "it has no result, which is a mistake in Image Size Gate"
};
function resultOf(results, name) {
  return results.get(name) ?? NO_RESULT;
}
function atCommit({ side, commit = "the base commit" }) {
  return side === "head" ? "" : ` at ${commit}`;
}
function readingOf({ layers, options: { inspect } }) {
  return { layers, inspect };
}
function warnOfHead({ options: { log } }, side, name) {
  return side === "head" ? (problem) => log.warning(`${name}: ${problem}`) : void 0;
}
async function measureOpened(session, name, opened, method, versions, platforms) {
  var _stack = [];
  try {
    const all = __using(_stack, opened, true);
    const source = platforms === void 0 ? all : ofPlatforms(all, platforms);
    expectOnePerPlatform(source);
    sayLeftOut(session.options.log, name, source);
    const { signal, version } = session.options;
    const measurements = [];
    const failed = [...source.unreadable];
    for (const stored of source.images) {
      const onBytes = (bytes2) => {
        signal?.throwIfAborted();
        session.options.onBytes?.(name, bytes2);
      };
      const measureOptions = { image: name, method, versions: { "image-size-gate": version, ...versions }, onBytes };
      try {
        measurements.push(await measureImage(stored, measureOptions));
      } catch (error) {
        if (!(error instanceof ImageError)) throw error;
        failed.push({ platform: stored.platform, error });
      }
    }
    const [first] = failed;
    if (first === void 0) return { kind: "measured", measurements };
    if (measurements.length === 0) throw first.error;
    const failures = failed.map(({ platform, error }) => ({ platform, ...failureOf(error) }));
    return { kind: "measured", measurements, failures };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function ofPlatforms(source, platforms) {
  const is = ({ platform }) => platforms.some((wanted) => samePlatform(wanted, platform));
  const there = [...source.images, ...source.unreadable].map(({ platform }) => platform);
  const absent = platforms.filter((wanted) => !there.some((platform) => samePlatform(wanted, platform)));
  const errors = absent.map((platform) => {
    const problem = `has no image for ${platform}; it has ${listNames([...new Set(there)])}`;
    return { platform, error: new ImageError(problem, { archive: source.name }) };
  });
  return { ...source, images: source.images.filter(is), unreadable: [...source.unreadable.filter(is), ...errors] };
}
function sayLeftOut(log, name, { leftOut }) {
  for (const reason of leftOut.slice(0, MOST_LEFT_OUT)) log.info(`${name}: left out ${reason}`);
  const more = leftOut.length - MOST_LEFT_OUT;
  if (more > 0) log.info(`${name}: left out ${more} more`);
}
function expectOnePerPlatform({ name, images }) {
  const platforms = images.map((image) => image.platform);
  if (new Set(platforms).size === platforms.length) return;
  const found = images.map((image) => `${printable(nameAmong(images, image))} (${image.platform})`);
  const shown = found.length > MOST_NAMED ? [...found.slice(0, MOST_NAMED), `${found.length - MOST_NAMED} more`] : found;
  const first = images[0] === void 0 ? "" : printable(nameAmong(images, images[0]));
  throw new UserError(
    `${name} holds several images: ${shown.join(", ")}; name one of them after the path, as in ${name}:${first}`
  );
}
function nameAmong(images, { reference, manifestDigest }) {
  const isUnique = images.filter((image) => image.reference === reference).length === 1;
  return reference !== void 0 && isUnique ? reference : `@${manifestDigest}`;
}

// src/baseline/lookup.ts
var LADDER = [
  { step: "record", ask: ({ records }, images) => askRecords(images, records, 0, 1) },
  { step: "ancestor", ask: ({ records }, images) => askRecords(images, records, 1) },
  { step: "build", ask: async ({ build }, images) => asAnswers(await build?.(images) ?? /* @__PURE__ */ new Map()) },
  { step: "none", ask: async ({ otherwise }, images) => asAnswers(nothing(images, otherwise)) }
];
async function findBases(sources, images) {
  const bases = /* @__PURE__ */ new Map();
  const noted = /* @__PURE__ */ new Map();
  for (const { ask } of LADDER) {
    const open = images.filter((image) => !bases.has(image));
    if (open.length === 0) break;
    for (const [image, { base, notes = [] }] of await ask(sources, open)) {
      noted.set(image, [...noted.get(image) ?? [], ...notes]);
      if (base !== void 0) bases.set(image, withNotes(base, noted.get(image) ?? []));
    }
  }
  return bases;
}
async function findBase(sources, image) {
  return resultOf(await findBases(sources, [image]), image);
}
function withNotes(base, notes) {
  return notes.length === 0 ? base : { ...base, notes: [...notes, ...base.notes ?? []] };
}
async function askRecords(images, recorded, from, to) {
  const answers = /* @__PURE__ */ new Map();
  if (recorded === void 0) return answers;
  for (const image of images) answers.set(image, await askRecord(image, recorded, from, to));
  return answers;
}
async function askRecord(image, { records, commits, chosenAs, onFound }, from = 0, to) {
  const found = await findRecord(records, image, commits.slice(from, to), from);
  if (found.origin !== void 0) await onFound?.(found.measurements);
  return { ...baseOf(found, chosenAs), notes: found.refused };
}
function baseOf({ origin, measurements }, chosenAs) {
  if (origin === void 0) return {};
  const description = chosenAs === void 0 ? origin.description : `${origin.description} (${chosenAs})`;
  return { base: { kind: "measured", measurements, origin: { ...origin, description } } };
}
function nothing(images, reason) {
  return new Map(images.map((image) => [image, { kind: "none", reason }]));
}
function asAnswers(bases) {
  return new Map(Array.from(bases, ([image, base]) => [image, { base }]));
}

export {
  historyPath,
  parseHistory,
  appendEntry,
  formatHistory,
  normalisePath,
  LayerIndexBuilder,
  DEFAULT_LIMITS,
  MAX_LAYER_FILE,
  formatLayerIndex,
  parseLayerIndex,
  parseRecord,
  formatRecord,
  openRecords,
  readLayerIndex,
  readHistory,
  readBelievable,
  isDigest,
  digestAlgorithm,
  blobPath,
  digestOf,
  Digester,
  JsonObject,
  parseJson2 as parseJson,
  parseConfig,
  readCreated,
  formatPlatform,
  BLOCK,
  TarHeaderError,
  isZeroBlock,
  decodeHeader,
  headerName,
  isSparseExtended,
  decodeText,
  MANIFEST_TYPES,
  compressionOf,
  isImageOfFiles,
  isConfigType,
  manifestKind,
  detectFormat,
  mediaTypeOf,
  isZstdMagic,
  isSkippableMagic,
  parseManifest,
  parseIndex,
  resolveImages,
  heldSource,
  resolveReference,
  positionIn,
  noSuchImage,
  listNames,
  FileTree,
  measureImage,
  failureOf,
  NO_RESULT,
  resultOf,
  atCommit,
  readingOf,
  warnOfHead,
  measureOpened,
  failureLines,
  findBases,
  findBase,
  withNotes,
  askRecord
};
