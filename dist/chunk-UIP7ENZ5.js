import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  withTrends
} from "./chunk-34RBWWRC.js";
import {
  badgeOf,
  gridPath,
  plotOf,
  renderBadgeJson,
  renderBadgeSvg,
  renderTrendSvg,
  round,
  svgText,
  themeStyle
} from "./chunk-LBZ5ASNS.js";
import {
  findReleaseBase,
  readEvery
} from "./chunk-EWWE46G3.js";
import {
  buildAtCommit,
  cacheNameOf,
  describeBake,
  explainComparisons,
  findCheckout,
  linkEnvironment,
  machineFault,
  pathInRepository,
  readMeasurementFile,
  readOwnPlatform,
  runGate,
  sourceAtCommit
} from "./chunk-AYUKRKWN.js";
import {
  MAX_LAYER_FILE,
  NO_RESULT,
  appendEntry,
  formatHistory,
  formatLayerIndex,
  formatRecord,
  historyPath,
  parseHistory,
  parseLayerIndex,
  parseRecord,
  readBelievable,
  readHistory
} from "./chunk-M6ZP2A4P.js";
import {
  capOf,
  proposeRatchet,
  tightestCap
} from "./chunk-PSTXDVGH.js";
import {
  MAX_GAPS,
  MAX_GAP_REASON,
  MAX_MEASUREMENT_FILE,
  PAGE_MARKER,
  causesOf,
  changeWords,
  column,
  commitId,
  compareImage,
  folded,
  gapsSchema,
  imagePath,
  issueWords,
  layerPath,
  measurementSchema,
  platformPath,
  recordPath,
  renderMarkdownTable,
  renderTerminalTable,
  shortCommit,
  sizeWords,
  sparkline,
  text
} from "./chunk-IGX2ADU3.js";
import {
  changedPath,
  openBuildFiles,
  readChanges,
  readUncommitted,
  readUntracked
} from "./chunk-3SRQSNUV.js";
import {
  makeTemporaryFolder
} from "./chunk-DHLA25L2.js";
import {
  instructionOf,
  paint,
  samePlatform
} from "./chunk-TGCFGZ2R.js";
import {
  defaultBranchRef,
  environment,
  fetchCommit,
  fileExistsAt,
  findTool,
  git,
  gitCommand,
  hasCommit,
  isDirty,
  isRemoteContext,
  isShallow,
  mergeBase,
  parseCondition,
  parseTransport,
  readGit,
  requireSuccess,
  resolveCommit,
  resolveRemote,
  runCommand,
  topLevel
} from "./chunk-KVAMYFKP.js";
import {
  external_exports,
  keyed,
  parseJson
} from "./chunk-QX4VVKC4.js";
import {
  TRANSPORT_FORMS
} from "./chunk-UWS2MVFE.js";
import {
  exists
} from "./chunk-FPYIA4FT.js";
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
  unbroken,
  visibleLine
} from "./chunk-XSAKZETS.js";
import {
  formatBytes,
  formatCount,
  formatSignedBytes,
  percentOf
} from "./chunk-C5KJ4NRV.js";
import {
  systemProblem
} from "./chunk-NPLJAB6U.js";
import {
  UserError,
  orUndefined,
  printable
} from "./chunk-LL3EZWTN.js";
import {
  __callDispose,
  __using
} from "./chunk-UOFCCHBS.js";

// src/baseline/context-files.ts
import { lstat, readdir } from "node:fs/promises";
import { join, posix } from "node:path";
var MOST_FILES = 2e5;
var AT_ONCE = 64;
async function readContextFiles({ repository, describeBake: describeBake2, untracked }, image, commit) {
  try {
    const checkout = await findCheckout(repository);
    const build = await findContexts(image, checkout, describeBake2);
    if (build === void 0) return void 0;
    const root = { ...repository, cwd: checkout.top };
    const [changes, paths] = await Promise.all([readChanges(root, commit), readUntracked(root, untracked)]);
    const ignore = changes.find(({ path }) => /(?:^|[./])dockerignore$/.test(path) && build.files.reads(path));
    const walk2 = new Walk(checkout.top, build.files);
    for (const path of paths) await walk2.take(path);
    return {
      contexts: build.directories.map((directory) => walk2.below(directory)),
      ...ignore === void 0 ? {} : { changedIgnoreFile: ignore.path }
    };
  } catch (error) {
    if (error instanceof UserError) return void 0;
    throw error;
  }
}
async function findContexts({ source }, checkout, describeBake2) {
  if (source.kind !== "dockerfile" && source.kind !== "bake") return void 0;
  const isFile = source.kind === "dockerfile";
  if (isFile && isRemoteContext(source.context)) return void 0;
  const { contexts, dockerfiles } = isFile ? { contexts: [source.context], dockerfiles: [source.file] } : await describeBake2(source, checkout.named);
  const inTop = (path) => {
    const inside2 = pathInRepository(path, checkout);
    return inside2 === void 0 ? [] : [posix.relative(checkout.top, posix.join(checkout.cwd, inside2)) || "."];
  };
  const directories = contexts.flatMap(inTop);
  const inside = dockerfiles.flatMap(inTop);
  const files = await openBuildFiles(checkout.top, {
    dockerfiles: inside,
    contexts: directories.map((directory) => ({
      directory,
      dockerfiles: inside,
      own: isFile ? "otherwise" : "always"
    }))
  });
  return files && { directories, files };
}
var Walk = class {
  #root;
  #reads;
  #found = [];
  constructor(root, reads) {
    this.#root = root;
    this.#reads = reads;
  }
  async take(place) {
    if (place.endsWith("/")) await this.#directory(place.slice(0, -1), place);
    else await this.#files([place], place);
  }
  /** Those below a directory, by their paths from there. Places that are not below it are left out. */
  below(directory) {
    const start = directory === "." ? "" : `${directory}/`;
    return new Map(
      this.#found.flatMap(
        ({ path, size, place }) => place.startsWith(start) && place.length > start.length ? [[path.slice(start.length), { size, place: place.slice(start.length) }]] : []
      )
    );
  }
  async #directory(path, place) {
    if (this.#found.length >= MOST_FILES || !this.#reads.reads(`${path}/`)) return;
    const entries = await readdir(join(this.#root, path), { withFileTypes: true }).catch(() => []);
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => `${path}/${name}`);
    await this.#files(files, place);
    for (const entry of entries) if (entry.isDirectory()) await this.#directory(`${path}/${entry.name}`, place);
  }
  async #files(paths, place) {
    const read = paths.filter((path) => this.#reads.reads(path));
    for (let at = 0; at < read.length && this.#found.length < MOST_FILES; at += AT_ONCE) {
      const sizes = read.slice(at, at + AT_ONCE).map(async (path) => {
        const found = await lstat(join(this.#root, path)).catch(() => void 0);
        return found?.isFile() ? [{ path, size: found.size, place }] : [];
      });
      this.#found.push(...(await Promise.all(sizes)).flat());
    }
  }
};

// src/baseline/plan.ts
import { isAbsolute, join as join4, relative } from "node:path";

// src/git/commit-checkout.ts
import { mkdir as mkdir2, readFile as readFile2 } from "node:fs/promises";
import { join as join3 } from "node:path";

// src/git/git-directory.ts
import { constants } from "node:fs";
import { copyFile, link, lstat as lstat2, mkdir, readdir as readdir2, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { join as join2, resolve } from "node:path";
var AT_ONCE2 = 64;
async function copyGitDirectory(repository, root, elsewhere) {
  const { own, common, isElsewhere } = await findGitDirectory(repository);
  const target = isElsewhere ? elsewhere : join2(root, ".git");
  await copyTree(common, target, { leaveOut: ["worktrees", "index"] });
  if (own !== common) await copyTree(own, target, { leaveOut: ["commondir", "gitdir", "index"] });
  if (isElsewhere) await writeFile(join2(root, ".git"), `gitdir: ${target}
`);
  await makeAlternatesAbsolute(join2(common, "objects"), join2(target, "objects"));
  await forgetWorkTree(repository, target);
}
async function findGitDirectory(repository) {
  const lines = await git(repository, ["rev-parse", "--absolute-git-dir", "--git-common-dir"]);
  const [own = "", common = ""] = lines.split("\n");
  const found = await lstat2(join2(repository.cwd, ".git")).catch(() => void 0);
  return { own, common: resolve(repository.cwd, common), isElsewhere: found?.isFile() ?? true };
}
async function copyTree(from, to, { leaveOut = [], areObjects = false }) {
  await mkdir(to, { recursive: true });
  const entries = await orNothing(readdir2(from, { withFileTypes: true })) ?? [];
  const wanted = entries.filter(({ name }) => !leaveOut.includes(name) && !name.endsWith(".lock"));
  for (let at = 0; at < wanted.length; at += AT_ONCE2) {
    await Promise.all(wanted.slice(at, at + AT_ONCE2).map((entry) => copyEntry(entry, from, to, areObjects)));
  }
}
async function copyEntry(entry, from, to, areObjects) {
  const [source, target] = [join2(from, entry.name), join2(to, entry.name)];
  if (entry.isDirectory()) {
    await copyTree(source, target, { areObjects: areObjects || entry.name === "objects" });
  } else if (entry.isSymbolicLink()) {
    const path = await orNothing(readlink(source));
    if (path !== void 0) await symlink(path, target);
  } else if (entry.isFile()) {
    await orNothing(areObjects && entry.name !== "alternates" ? linkFile(source, target) : replaceFile(source, target));
  }
}
async function linkFile(source, target) {
  await link(source, target).catch((error) => {
    if (error.code === "ENOENT") throw error;
    return replaceFile(source, target);
  });
}
function replaceFile(source, target) {
  return copyFile(source, target, constants.COPYFILE_FICLONE);
}
async function orNothing(promise) {
  return promise.catch((error) => {
    if (error.code === "ENOENT") return void 0;
    throw error;
  });
}
async function makeAlternatesAbsolute(objects, copied) {
  const file = join2(copied, "info", "alternates");
  const text3 = await orNothing(readFile(file, "utf8"));
  if (text3 === void 0) return;
  const lines = text3.split("\n").map((line2) => line2 === "" || line2.startsWith("#") ? line2 : resolve(objects, line2));
  await rm(file);
  await writeFile(file, lines.join("\n"));
}
async function forgetWorkTree(repository, target) {
  for (const file of ["config", "config.worktree"].map((name) => join2(target, name))) {
    if (!/worktree/i.test(await orNothing(readFile(file, "latin1")) ?? "")) continue;
    await readGit(repository, ["config", "--file", file, "--unset-all", "core.worktree"]);
  }
}

// src/git/commit-checkout.ts
var CHECKOUT_LIMIT = 1800;
async function checkOutCommit(repository, sha) {
  const folder = await makeTemporaryFolder("base", repository.env);
  const path = join3(folder.path, "checkout");
  try {
    await mkdir2(path);
    await copyGitDirectory(repository, path, join3(folder.path, "git"));
    const env = await hasPointers(repository) ? { ...repository.env, GIT_LFS_SKIP_SMUDGE: "1" } : repository.env;
    const checkout = { ...repository, cwd: path, env };
    await runGit(checkout, ["update-ref", "HEAD", sha]);
    await runGit(checkout, ["read-tree", "--reset", "-u", sha]);
    await updateSubmodules(repository, checkout);
    return { path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}
var LFS_POINTER = "version https://git-lfs.github.com/spec/";
async function hasPointers(repository) {
  const { stdout } = await readGit(repository, ["ls-files", "-z", "--", ":(attr:filter=lfs)"]);
  const [file] = stdout.split("\0").filter((name) => name !== "");
  if (file === void 0) return false;
  const text3 = await readFile2(join3(repository.cwd, file), "latin1").catch(() => "");
  return text3.startsWith(LFS_POINTER);
}
async function updateSubmodules(repository, checkout) {
  if (!await fileExistsAt(checkout, "HEAD", ".gitmodules")) return;
  if (!await hasSubmodules(repository)) return;
  const depth = await isShallow(repository) ? ["--depth=1"] : [];
  await runGit(checkout, ["submodule", "--quiet", "update", "--init", "--recursive", ...depth]);
}
async function hasSubmodules(repository) {
  return (await listSubmodules(repository)).some((line2) => !line2.startsWith("-"));
}
async function missingSubmodules(root) {
  const missing = (await listSubmodules(root)).filter((line2) => line2.startsWith("-"));
  return missing.map((line2) => line2.slice(line2.indexOf(" ") + 1));
}
async function listSubmodules(repository) {
  const { stdout } = await readGit(repository, ["submodule", "status"]);
  return stdout.split("\n").filter((line2) => line2 !== "");
}
async function runGit(repository, args) {
  const command = gitCommand(repository, args);
  requireSuccess(command, await runCommand(command, { timeLimit: CHECKOUT_LIMIT, signal: repository.signal }));
}

// src/baseline/plan.ts
var FULL_COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
async function planBaseline(request) {
  const { baseline, repository } = request;
  if (baseline === "none") return { kind: "none", reason: "baseline is none" };
  if (baseline === "") return planCommit(request, await request.baseCommit());
  if (baseline === "previous-release") return planCommit(request, await request.releaseBase());
  const source = parseBaselineSource(baseline);
  if (source !== null) return planSource(source, request);
  if (/\.json$/i.test(baseline)) return planFile(baseline, request.cwd ?? repository.cwd);
  return planCommit(request, await namedCommit(request));
}
function parseBaselineSource(baseline) {
  return baseline.includes(":") ? parseTransport(baseline) : null;
}
function planSource(source, { baseline, images, repository, cwd }) {
  if (images.length > 1) {
    throw new UserError(
      `baseline: "${baseline}" is one image and there are ${images.length} to compare (${images.join(", ")}); give a measurement file with all of them, or one step for each`
    );
  }
  return {
    kind: "source",
    source,
    root: cwd ?? repository.cwd,
    origin: { step: "source", description: `source ${baseline}` }
  };
}
async function planFile(file, cwd) {
  const path = isAbsolute(file) ? file : join4(cwd, file);
  const origin = { step: "file", description: `measurement file ${file}` };
  return { kind: "file", origin, ...await readMeasurementFile(path, file) };
}
async function namedCommit({ repository, baseline: ref, measured }) {
  if (await topLevel(repository) === void 0) throw new UserError(isNoRepository(ref, repository.cwd));
  const commit = await resolveCommit(repository, ref) ?? (FULL_COMMIT_ID.test(ref) ? ref : await resolveRemote(repository, ref).catch(orUndefined));
  if (commit !== void 0 && (await measured?.())?.includes(commit)) throw new UserError(isMeasured(ref, commit));
  if (commit !== void 0) return { kind: "commit", commit, description: `git ref ${ref}` };
  throw new UserError(
    `baseline: found "${ref}", which is neither a commit, branch or tag here or at origin, nor a .json measurement file. Also accepted are a source (${TRANSPORT_FORMS.join(", ")}), previous-release and none`
  );
}
function isNoRepository(ref, cwd) {
  return `baseline: found "${ref}", and ${cwd} is in no git repository that git can read. Without one, accepted are a .json measurement file, a source (${TRANSPORT_FORMS.join(", ")}) and none`;
}
function isMeasured(ref, commit) {
  return `baseline: found "${ref}", which is ${commit.slice(0, 12)}, the commit that is measured. It would be compared with itself. Name an earlier commit such as HEAD~1, or leave baseline empty for the commit that the change is built on`;
}
async function planCommit(request, base) {
  if (base.kind !== "commit") return base;
  const { records } = request;
  if (records?.snapshot.commit === void 0) return checkOut(request, base);
  let checkedOut;
  return {
    kind: "records",
    origin: originOf(base),
    records,
    commits: until(await records.lineage(base.commit), await request.measured?.() ?? []),
    checkOut: () => checkedOut ??= checkOut(request, base),
    close: async () => {
      if (checkedOut !== void 0) await closePlan(await checkedOut);
    }
  };
}
function until(commits2, measured) {
  const end = commits2.findIndex((commit) => measured.includes(commit));
  return end < 0 ? commits2 : commits2.slice(0, end);
}
async function closePlan(plan) {
  if (plan.kind === "commit") await plan.worktree[Symbol.asyncDispose]();
  if (plan.kind === "records") await plan.close();
}
function originOf({ commit, description }) {
  return { step: "build", commit, description };
}
async function checkOut({ repository, configuredAt, baked, readTargets }, base, called = "the base commit") {
  const origin = originOf(base);
  try {
    if (!await hasCommit(repository, base.commit)) await fetchCommit(repository, base.commit);
    const checkout = await findCheckout(repository);
    const worktree = await checkOutCommit({ ...repository, cwd: checkout.top }, base.commit);
    const root = join4(worktree.path, relative(checkout.top, checkout.cwd));
    const prepare = async () => {
      if (baked) await linkEnvironment(repository, root);
      return configuredAt?.(root);
    };
    const configured = await prepare().catch(async (error) => {
      await worktree[Symbol.asyncDispose]();
      throw error;
    });
    return { kind: "commit", origin, worktree, checkout, repository, readTargets, root, configured };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: "error", origin, reason: `${called} ${base.commit} cannot be checked out: ${error.message}` };
  }
}

// src/baseline/build-description.ts
import { relative as relative2 } from "node:path";

// src/measurer/recipe.ts
import { createHash } from "node:crypto";
function hashRecipe(build, checks = []) {
  const canonical = JSON.stringify({ build, checks }, (_key, value) => sortKeys(value));
  return `sha256:${createHash("sha256").update(canonical).digest("hex")}`;
}
function sortKeys(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1));
}
function hiddenInput({ buildArgs, secrets = [], ssh = [] }) {
  const argument = buildArgs.find((arg) => !arg.includes("="));
  if (argument !== void 0) return `build arg ${argument} is taken from the environment`;
  if (secrets.length > 0) return "it uses secrets";
  return ssh.length > 0 ? "it uses ssh keys" : void 0;
}
function hiddenBakeInput(definition) {
  if (typeof definition !== "object" || definition === null) return void 0;
  for (const [key, value] of Object.entries(definition)) {
    const reason = hiddenMember(key, value) ?? hiddenBakeInput(value);
    if (reason !== void 0) return reason;
  }
  return void 0;
}
function hiddenMember(key, value) {
  if (typeof value !== "object" || value === null) return void 0;
  const members = Object.entries(value);
  if (key === "secret" && members.length > 0) return "it uses secrets";
  if (key === "ssh" && members.length > 0) return "it uses ssh keys";
  const argument = key === "args" ? members.find(([, text3]) => text3 === null) : void 0;
  if (argument !== void 0) return `build arg ${argument[0]} is taken from the environment`;
  const named = key === "contexts" ? members.find(([, text3]) => /^(?!target:)[\w+-]+:\/\//.test(String(text3))) : void 0;
  return named === void 0 ? void 0 : `named context ${named[0]} is not in the repository`;
}
function bakePlatforms(definition) {
  if (typeof definition !== "object" || definition === null) return [];
  return Object.entries(definition).flatMap(([key, value]) => {
    if (key !== "platforms" || !Array.isArray(value)) return bakePlatforms(value);
    return value.filter((item) => typeof item === "string");
  });
}

// src/baseline/build-description.ts
var unknown = (reason) => ({ kind: "unknown", reason });
var OUTSIDE = "its Dockerfile or a context is not in the repository, or is behind a symbolic link";
async function describeBuild({ source, verify = [] }, checkout, describeBake2) {
  if (source.kind === "dockerfile") return describeDockerfile(source, verify, checkout);
  if (source.kind !== "bake") return void 0;
  return describeTarget(source, verify, checkout, await describeBake2(source, checkout.named));
}
async function describeDockerfile(source, verify, checkout) {
  const hidden = hiddenInput(source);
  if (hidden !== void 0) return unknown(hidden);
  if (isRemoteContext(source.context)) return unknown("its context is remote");
  const [dockerfile, context] = [source.file, source.context].map((path) => fromTop(path, checkout));
  const named = (source.buildContexts ?? []).map((entry) => namedContext(entry, checkout));
  if (dockerfile === void 0 || context === void 0) return unknown(OUTSIDE);
  const contexts = named.flatMap(({ path }) => path ?? []);
  if (contexts.length < named.length) return unknown("one of its named contexts is not in the repository");
  const files = await openBuildFiles(checkout.top, {
    dockerfiles: [dockerfile],
    contexts: [
      { directory: context, dockerfiles: [dockerfile], own: "otherwise" },
      ...contexts.map((directory) => ({ directory, dockerfiles: [], own: "always" }))
    ]
  });
  if (files === void 0) return unknown(OUTSIDE);
  const { cacheFrom: _from, cacheTo: _to, ...rest } = source;
  const build = { ...rest, file: dockerfile, context, buildContexts: named };
  return known(hashRecipe(build, verify), files, source.platforms);
}
function namedContext(entry, checkout) {
  const at = entry.indexOf("=");
  const value = entry.slice(at + 1);
  return { name: entry.slice(0, at), path: isRemoteContext(value) ? void 0 : fromTop(value, checkout) };
}
async function describeTarget(source, verify, checkout, { recipe, remote, ...paths }) {
  const hidden = remote ? "one of its contexts is remote" : hiddenBakeInput(recipe);
  if (hidden !== void 0) return unknown(hidden);
  const located = locate(paths, checkout);
  const files = located === void 0 ? void 0 : await openBuildFiles(checkout.top, located);
  if (files === void 0) return unknown(OUTSIDE);
  const build = { ...source, files: [], recipe, located };
  return known(hashRecipe(build, verify), files, source.platforms ?? bakePlatforms(recipe));
}
function locate(paths, checkout) {
  const dockerfiles = paths.dockerfiles.map((path) => fromTop(path, checkout));
  const directories = paths.contexts.map((path) => fromTop(path, checkout));
  if ([...dockerfiles, ...directories].includes(void 0)) return void 0;
  const inside = dockerfiles.flatMap((path) => path ?? []);
  const contexts = directories.flatMap((path) => path ?? []);
  return {
    dockerfiles: inside,
    contexts: contexts.map((directory) => ({ directory, dockerfiles: inside, own: "always" }))
  };
}
function known(recipe, files, platforms = []) {
  return { kind: "known", recipe, files, platforms };
}
function fromTop(path, checkout) {
  const inside = pathInRepository(path, checkout);
  return inside === void 0 ? void 0 : relative2(checkout.top, `${checkout.cwd}/${inside}`) || ".";
}

// src/baseline/working-tree.ts
import { join as join5, posix as posix2 } from "node:path";
async function openWorkingTree(repository) {
  if (await topLevel(repository) === void 0) return void 0;
  const checkout = await findCheckout(repository);
  const root = { ...repository, cwd: checkout.top };
  const head = await resolveCommit(root, "HEAD");
  if (head === void 0) return void 0;
  const uncommitted = once(() => readUncommitted(root));
  const changes = once((commit) => readChanges(root, commit));
  return {
    checkout,
    head,
    findChange: async (files, commit) => {
      try {
        return findUncommitted(files, await uncommitted("")) ?? await findDifference(files, await changes(commit), root, commit);
      } catch (error) {
        if (error instanceof UserError) return error.message;
        throw error;
      }
    }
  };
}
function once(ask) {
  const answers = /* @__PURE__ */ new Map();
  return (key) => {
    const answer = answers.get(key) ?? ask(key);
    answers.set(key, answer);
    return answer;
  };
}
function findUncommitted(files, paths) {
  const path = paths.find(files.reads);
  if (path === void 0) return void 0;
  if (path.endsWith(".git/")) return `its context has ${path}, which every commit changes; name it in .dockerignore`;
  return `git does not track ${path}, which is in its context; name it in .dockerignore if the build does not need it`;
}
async function findDifference(files, changes, root, commit) {
  const since = `changed since ${commit.slice(0, 7)}`;
  const changed = changes.find(({ path }) => files.reads(path) || files.reads(governedBy(path)));
  if (changed !== void 0) return `${changed.path} ${since}`;
  const directories = (kind) => new Set(changes.flatMap((change) => change.kind === kind ? files.emptied(change.path) ?? [] : []));
  for (const path of directories("added")) if (!await fileExistsAt(root, commit, path)) return `${path}/ ${since}`;
  for (const path of directories("deleted")) if (!await exists(join5(root.cwd, path))) return `${path}/ ${since}`;
  return void 0;
}
function governedBy(path) {
  return posix2.basename(path) === ".gitattributes" ? path.slice(0, -".gitattributes".length) : path;
}

// src/baseline/unaffected.ts
async function findUnaffected(request, images, bases) {
  const tree = await openWorkingTree(request.repository).catch(orUndefined);
  if (tree === void 0) return new Map(images.map(({ name }) => [name, {}]));
  let own;
  const cached = { ...request, ownPlatform: () => own ??= request.ownPlatform().catch(orUndefined) };
  const found = images.map(async (image) => {
    const record = exactRecord(image, bases.get(image.name));
    return [image.name, await findUnaffectedImage(cached, tree, image, record)];
  });
  return new Map(await Promise.all(found));
}
function exactRecord({ always }, base) {
  if (always || base?.kind !== "measured" || base.origin?.step !== "record") return void 0;
  const { commit } = base.origin;
  return commit === void 0 ? void 0 : { commit, measurements: base.measurements };
}
async function findUnaffectedImage(request, tree, image, record) {
  const build = await describe(request, tree, image);
  if (build === void 0) return {};
  const signature = build.kind === "known" ? await sign(tree, build) : {};
  if (record === void 0) return signature;
  const found = build.kind === "known" ? await recall(request, tree, image, build, record) : build.reason;
  if (typeof found !== "string") return { ...signature, recorded: found };
  request.log.info(printable(`${image.name} is built, since it may have changed: ${found}`));
  return signature;
}
async function describe({ describeBake: describeBake2 }, { checkout }, image) {
  try {
    return await describeBuild(image, checkout, describeBake2);
  } catch (error) {
    if (error instanceof UserError) return { kind: "unknown", reason: error.message };
    throw error;
  }
}
async function sign({ head, findChange }, { recipe, files }) {
  return await findChange(files, head) === void 0 ? { recipe } : {};
}
async function recipeIn(request, image) {
  const tree = await openWorkingTree(request.repository).catch(orUndefined);
  if (tree === void 0) return void 0;
  const build = await describe(request, tree, image);
  return build?.kind === "known" ? (await sign(tree, build)).recipe : void 0;
}
async function recall(request, tree, image, build, record) {
  const platforms = build.platforms.length > 0 ? build.platforms : [await request.ownPlatform() ?? ""];
  const found = platforms.flatMap(
    (wanted) => record.measurements.find((each) => samePlatform(each.platform, wanted)) ?? []
  );
  if (found.length < platforms.length)
    return "a platform has no record, or the builder does not say which platform it builds for";
  const doubt = found.map((measurement) => doubtOf(measurement, image, build, request)).find((each) => each !== void 0);
  return doubt ?? await tree.findChange(build.files, record.commit) ?? found;
}
function doubtOf({ recipe, estimated, versions, checks = [] }, { verify = [] }, build, { version }) {
  if (recipe === void 0) return "its record depends on more than a commit";
  if (recipe !== build.recipe) return "its configuration has changed since it was recorded";
  if (estimated) return "its record has an estimated size";
  if (versions["image-size-gate"] !== version) return "it was recorded by another version of Image Size Gate";
  const passed = checks.filter(({ outcome }) => outcome === "pass").length;
  return passed < verify.length || passed < checks.length ? "not all of its checks passed" : void 0;
}

// src/history/proposals.ts
async function withProposals(report, images, records) {
  const proposals = [];
  for (const { name, conditions } of images) {
    const history = await readHistory(records, name);
    const own = conditions.filter((condition) => isOnlyFor(condition.text, name, images));
    const [head] = report.comparisons.filter((comparison) => comparison.image === name && comparison.head !== null);
    if (history === void 0 || head === void 0) continue;
    const proposal = proposeRatchet({
      history: history.entries,
      conditions: own,
      image: name,
      platform: head.platform
    });
    if (proposal !== null) proposals.push(proposal);
  }
  return proposals.length === 0 ? report : { ...report, proposals };
}
function isOnlyFor(text3, name, images) {
  return images.every((image) => image.name === name || !image.conditions.some((condition) => condition.text === text3));
}

// src/run/check.ts
async function runCheck(request) {
  var _stack = [];
  try {
    const records = __using(_stack, await request.openRecords(), true);
    if (records === void 0) request.measurer.prepare(request.configuration.images.map(({ source }) => source));
    const plan = await planCheck(request, records);
    try {
      return await publishAndRecord(request, records, plan, await compareAll(request, records, plan));
    } finally {
      await closePlan(plan);
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function planCheck(request, records) {
  const { baseline, checkout, baselineDirectory, configuration, history, release, measured } = request;
  const { images, configuredAt } = configuration;
  return planBaseline({
    baseline,
    repository: checkout,
    cwd: baselineDirectory,
    records,
    images: images.map(({ name }) => name),
    readTargets: targetsReader(request),
    baked: images.some(({ source }) => source.kind === "bake"),
    configuredAt,
    baseCommit: () => request.findBaseCommit(history),
    releaseBase: async () => findReleaseBase(history, release, await measured.release(history)),
    measured: () => measured.ref(history)
  });
}
function targetsReader({ docker: { env }, checkout: { signal } }) {
  return (files, root) => readEvery({ files, root, env, signal });
}
async function compareAll(request, records, plan) {
  const { checkout, configuration, measurer, contents, buildsAll, log } = request;
  const { images } = configuration;
  const findUnaffected2 = records === void 0 || buildsAll ? void 0 : unaffectedFinder(request);
  const findContextFiles = contextFilesFinder(request);
  const root = checkout.cwd;
  const report = await runGate({ root, images, plan, measurer, findUnaffected: findUnaffected2, findContextFiles, contents, log });
  if (records === void 0) return report;
  return withTrends(await withProposals(report, images, records), records);
}
function unaffectedFinder({ checkout, docker, log }) {
  const { builder, env } = docker;
  const { signal } = checkout;
  const request = {
    repository: checkout,
    version: VERSION,
    describeBake: (source, root) => describeBake(source, root, { env, signal }),
    ownPlatform: () => readOwnPlatform({ builder, env, signal }),
    log
  };
  return (images, bases) => findUnaffected(request, images, bases);
}
function contextFilesFinder({ checkout, docker: { env }, untracked }) {
  const { signal } = checkout;
  const describe3 = (source, root) => describeBake(source, root, { env, signal });
  const request = { repository: checkout, describeBake: describe3, untracked };
  return (image, commit) => readContextFiles(request, image, commit);
}
async function publishAndRecord({ publish, record, checkout: { signal } }, records, plan, report) {
  signal?.throwIfAborted();
  try {
    return await publish(report, "origin" in plan ? plan.origin?.commit : void 0);
  } finally {
    if (records !== void 0 && !signal?.aborted) await record?.(report, records);
  }
}

// src/history/gap-file.ts
function gapsPath(image) {
  return `gaps/${imagePath(image)}.json`;
}
async function readGaps(snapshot, image) {
  const found = await readBelievable(snapshot, gapsPath(image), parseGaps);
  return found?.image === image ? found.gaps : [];
}
function parseGaps(text3, path) {
  const value = parseJson(text3, path);
  const parsed = gapsSchema.safeParse(value);
  if (!parsed.success) throw new UserError(`${path}: not a list of gaps${issueWords(parsed.error, value)}`);
  return parsed.data;
}
function formatGaps(image, gaps) {
  const lines = gaps.slice(-MAX_GAPS).map(({ commit, build, reason }) => JSON.stringify({ commit, build, reason }));
  return `{"schemaVersion":1,"image":${JSON.stringify(image)},"gaps":[
${lines.join(",\n")}
]}
`;
}

// src/past/state.ts
import { createHash as createHash2 } from "node:crypto";
import { mkdir as mkdir3, stat as stat2 } from "node:fs/promises";
import { homedir } from "node:os";
import { join as join6 } from "node:path";

// src/past/files.ts
import { randomUUID } from "node:crypto";
import { readFile as readFile3, rename, rm as rm2, stat, writeFile as writeFile2 } from "node:fs/promises";
async function readBounded(path, most) {
  const found = await stat(path).catch(() => void 0);
  if (!found?.isFile() || found.size > most) return void 0;
  return readFile3(path, "utf8").catch(() => void 0);
}
async function replace(path, content) {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await writeFile2(temporary, content, { flag: "wx", mode: 384 });
    await rename(temporary, path);
  } catch (error) {
    await rm2(temporary, { force: true });
    throw error;
  }
}
async function guarded(folder, write) {
  await write().catch((cause) => {
    const problem = systemProblem(cause, folder);
    if (problem === void 0) throw cause;
    throw new UserError(`what was weighed cannot be kept: ${problem}; name another folder with --state`, { cause });
  });
}

// src/past/state.ts
var weighedSchema = external_exports.discriminatedUnion("kind", [
  external_exports.object({ kind: external_exports.literal("measured"), measurements: external_exports.array(measurementSchema).min(1).max(100) }),
  external_exports.object({ kind: external_exports.literal("gap"), reason: text })
]);
var fileSchema = external_exports.object({ schemaVersion: external_exports.literal(1), commit: commitId, weighed: weighedSchema });
function defaultStateFolder() {
  const { XDG_CACHE_HOME: caches = "" } = environment();
  return join6(caches.startsWith("/") ? caches : join6(homedir(), ".cache"), "image-size-gate", "history");
}
async function openState(folder, build) {
  const key = createHash2("sha256").update(JSON.stringify(build)).digest("hex").slice(0, 32);
  const own = join6(folder, key);
  await guarded(folder, async () => {
    await mkdir3(own, { recursive: true, mode: 448 });
    await mkdir3(join6(folder, "layers"), { recursive: true, mode: 448 });
  });
  return {
    folder,
    build: key,
    read: (commit) => readWeighed(join6(own, `${commit}.json`), commit),
    write: async (commit, weighed, layerIndex) => {
      await guarded(folder, async () => {
        if (weighed.kind === "measured")
          for (const layer of weighed.measurements.flatMap(({ layers }) => layers))
            await keepLayer(join6(folder, layerPath(layer.diffId)), layerIndex(layer.digest));
        await replace(join6(own, `${commit}.json`), `${JSON.stringify({ schemaVersion: 1, commit, weighed })}
`);
      });
    },
    layer: (layer) => readLayer(join6(folder, layerPath(layer.diffId)), layer)
  };
}
async function readWeighed(path, commit) {
  const json = await readBounded(path, MAX_MEASUREMENT_FILE);
  if (json === void 0) return void 0;
  try {
    const parsed = fileSchema.safeParse(parseJson(json, path));
    return parsed.success && parsed.data.commit === commit ? parsed.data.weighed : void 0;
  } catch (error) {
    if (error instanceof UserError) return void 0;
    throw error;
  }
}
async function keepLayer(path, index) {
  if (index === void 0 || await stat2(path).catch(() => void 0) !== void 0) return;
  await replace(path, formatLayerIndex(index));
}
async function readLayer(path, { diffId, contents }) {
  const packed = await readBounded(path, MAX_LAYER_FILE);
  if (packed === void 0) return void 0;
  try {
    const index = parseLayerIndex(packed, layerPath(diffId));
    return index.contents === contents ? index : void 0;
  } catch (error) {
    if (error instanceof UserError) return void 0;
    throw error;
  }
}

// src/past/history.ts
import { relative as relative4, resolve as resolve2 } from "node:path";

// src/past/affected.ts
import { posix as posix3 } from "node:path";

// src/git/object-sizes.ts
import { spawn } from "node:child_process";
var MOST = 2e5;
var LEAST_POINTER = 126;
var MOST_POINTER = 140;
async function readObjectSizes(root, ids) {
  const wanted = [...new Set(ids)].filter((id) => /^[0-9a-f]*[1-9a-f][0-9a-f]*$/.test(id)).slice(0, MOST);
  if (wanted.length === 0 || await isPartial(root)) return /* @__PURE__ */ new Map();
  const lines = (await askGit(root, "--batch-check", wanted)).split("\n");
  const found = lines.flatMap((line2) => {
    const [, id, size] = /^([0-9a-f]+) blob (\d+)$/.exec(line2) ?? [];
    return id === void 0 ? [] : [[id, Number(size)]];
  });
  return new Map(found);
}
async function readPointedSizes(root, sizes) {
  const small = [...sizes].filter(([, size]) => size >= LEAST_POINTER && size <= MOST_POINTER).map(([id]) => id);
  if (small.length === 0) return /* @__PURE__ */ new Map();
  const answer = await askGit(root, "--batch", small);
  const pointers = answer.matchAll(
    /^([0-9a-f]+) blob \d+\nversion https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:[0-9a-f]{64}\nsize (\d{1,15})$/gm
  );
  return new Map([...pointers].map(([, id = "", size]) => [id, Number(size)]));
}
async function isPartial(root) {
  const { stdout } = await readGit(root, [
    "config",
    "--get-regexp",
    String.raw`^(?:remote\..*\.promisor|extensions\.partialclone)$`
  ]);
  return stdout.trim() !== "";
}
async function askGit(root, how, ids) {
  const { tool, args, cwd, env } = gitCommand(root, ["cat-file", how]);
  const variables = environment(env);
  const path = await findTool(tool, variables);
  const { signal } = root;
  const child = spawn(path, args, {
    cwd,
    env: variables,
    stdio: ["pipe", "pipe", "ignore"],
    ...signal ? { signal } : {}
  });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stdin.on("error", () => {
  });
  child.on("error", () => {
  });
  child.stdin.end(`${ids.join("\n")}
`);
  await new Promise((resolve4) => child.once("close", () => resolve4()));
  signal?.throwIfAborted();
  return Buffer.concat(chunks).toString("latin1");
}

// src/past/affected.ts
var MOST_DESCRIBED = 40;
var DEPENDENCIES = /^(?:.*requirements.*\.(?:txt|in)|pyproject\.toml|.*\.lock|package(?:-lock)?\.json|pnpm-lock\.yaml|go\.(?:mod|sum)|Cargo\.toml|Gemfile|pom\.xml|.*\.gradle(?:\.kts)?|composer\.json)$/i;
var BUILD_FILE = /dockerfile|containerfile|dockerignore$|^docker-bake|^compose|^docker-compose|^\.env$/i;
async function findPositions(request, image) {
  const { range } = request;
  const { commits: commits2 } = range;
  const found = [];
  const notes = /* @__PURE__ */ new Set();
  let described = await describe2(request, image, commits2.length - 1, notes, 0);
  let checkouts = 1;
  for (let index = commits2.length - 1; index > 0; index -= 1) {
    const changes = range.changes.get(commits2[index]?.commit ?? "") ?? [];
    const read = described.kind === "unknown" ? changes : changes.filter((each) => isRead(each, described));
    const isNew = await isStructural(request, changes, described, index);
    const before = isNew ? await describe2(request, image, index - 1, notes, checkouts++) : described;
    const isOther = isNew && recipeOf(before) !== recipeOf(described);
    if (read.length > 0 || isOther) found.push({ index, read, isRecipe: isOther || read.some(isBuildFile) });
    described = before;
  }
  return { positions: await withBytes(request.root, found.toReversed()), notes: [...notes] };
}
async function describe2({ range, describeAt }, image, index, notes, checkouts) {
  const commit = range.commits[index]?.commit ?? "";
  const isOver = checkouts >= MOST_DESCRIBED;
  const reason = `${MOST_DESCRIBED} commits before it changed what the build reads`;
  const found = isOver ? { kind: "unknown", reason } : await describeAt(image, commit);
  if (found.kind === "unknown") {
    const [first = ""] = found.reason.split("\n");
    const since = index === range.commits.length - 1 ? "" : ` up to ${commit.slice(0, 7)}`;
    notes.add(`Every commit${since} counts as one that may have changed the image: ${printable(first).slice(0, 300)}`);
  }
  return found;
}
function isRead({ path, kind }, described) {
  if (described.kind === "unknown") return true;
  const { files } = described;
  const governed = posix3.basename(path) === ".gitattributes" ? path.slice(0, -".gitattributes".length) : path;
  return files.reads(path) || files.reads(governed) || kind !== "changed" && files.emptied(path) !== void 0;
}
async function isStructural({ root, range, configuration }, changes, described, index) {
  const named = (path) => path.endsWith("dockerignore") || path.endsWith(".env") || configuration.includes(path);
  const moved = changes.filter(({ kind }) => kind !== "changed");
  if (changes.some(({ path }) => named(path))) return true;
  if (moved.some(({ path }) => BUILD_FILE.test(posix3.basename(path)))) return true;
  if (described.kind === "unknown") return false;
  if (moved.some(({ path }) => described.dockerfiles.includes(path))) return true;
  const places = [...described.dockerfiles, ...described.contexts].map((each) => `${each}/`);
  if (changes.some(({ path }) => path.endsWith("/") && places.some((each) => each.startsWith(path)))) return true;
  const parent = range.commits[index - 1]?.commit ?? "";
  for (const context of described.contexts.filter((each) => each !== ".")) {
    const isBegun = moved.some(({ path, kind }) => kind === "added" && path.startsWith(`${context}/`));
    if (isBegun && !await fileExistsAt(root, parent, context)) return true;
  }
  return false;
}
function recipeOf(described) {
  return described.kind === "known" ? described.recipe : "";
}
function isBuildFile({ path }) {
  const name = posix3.basename(path);
  return BUILD_FILE.test(name) || DEPENDENCIES.test(name);
}
async function withBytes(root, found) {
  const ids = found.flatMap(({ read }) => read.flatMap(({ before, after }) => [before, after]));
  const sizes = await readObjectSizes(root, ids);
  const pointed = await hasPointers(root) ? /* @__PURE__ */ new Map() : await readPointedSizes(root, sizes);
  const sizeOf = (id) => pointed.get(id) ?? sizes.get(id) ?? 0;
  const grown = (read) => read.reduce((sum, { before, after }) => sum + sizeOf(after) - sizeOf(before), 0);
  const rest = found.map(({ index, read, isRecipe }) => ({ index, isRecipe, bytes: Math.abs(grown(read)) }));
  return [{ index: 0, bytes: 0, isRecipe: false }, ...rest];
}
function suspectsAmong(positions, noise) {
  return new Set(positions.flatMap(({ bytes }, at) => bytes > noise ? [at] : []));
}
function likelihoods(positions, noise) {
  return positions.map(({ bytes, isRecipe }) => 1 + (bytes > noise ? 30 : 0) + (isRecipe ? 8 : 0));
}

// src/past/described.ts
import { relative as relative3 } from "node:path";
function describerOf({ checkout, images, describeBake: describeBake2 }) {
  return async (image, commit) => {
    const origin = { kind: "commit", commit, description: "a commit of the branch" };
    const plan = await checkOut(checkout, origin, "the commit");
    if (plan.kind === "error") return { kind: "unknown", reason: plan.reason };
    try {
      const source = await sourceAtCommit(plan, image, images);
      if (source === void 0) return { kind: "unknown", reason: "it is not built from the repository" };
      const { path } = plan.worktree;
      const place = { top: path, cwd: plan.root, named: plan.root };
      const build = await describeBuild({ source: openInputs(source) }, place, describeBake2);
      if (build === void 0 || build.kind === "unknown")
        return { kind: "unknown", reason: build?.reason ?? "it is not built" };
      const fromTop2 = (file) => relative3(path, `${plan.root}/${file}`) || ".";
      const isFile = source.kind === "dockerfile" && !isRemoteContext(source.context);
      const { recipe, files } = build;
      const dockerfiles = isFile ? [fromTop2(source.file)] : [];
      return { kind: "known", recipe, files, dockerfiles, contexts: isFile ? [fromTop2(source.context)] : [] };
    } catch (error) {
      if (error instanceof UserError) return { kind: "unknown", reason: error.message };
      throw error;
    } finally {
      await closePlan(plan);
    }
  };
}
function openInputs(source) {
  if (source.kind === "bake") return source;
  return { ...source, secrets: [], ssh: [], buildArgs: source.buildArgs.filter((each) => each.includes("=")) };
}

// src/past/notes.ts
async function checkoutNotes(root) {
  const notes = [];
  if (await isDirty(root)) notes.push("Changes that are not committed are left out: only commits were built.");
  const [missing, ...others] = await missingSubmodules(root);
  if (missing !== void 0) {
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    const name = `${printable(missing).slice(0, 200)}${more}`;
    notes.push(
      `Commits were built without submodules that are not checked out here: ${name}. Cure: ${CURES.submodule}.`
    );
  }
  if (await hasPointers(root))
    notes.push(
      `Commits were built with Git LFS pointers in place of the files, as they are here. Cure: ${CURES.pointers}.`
    );
  return notes;
}
var CURES = {
  submodule: "`git submodule update --init --recursive`, or `submodules: recursive` of actions/checkout",
  pointers: "`git lfs pull`, or `lfs: true` of actions/checkout"
};

// src/git/first-parents.ts
var LIMITS = { timeLimit: 300, maxOutput: 128 * 1024 * 1024 };
var LONGEST = 300;
var FIELDS = ["%H", "%P", "%ct", "%an", "%s", "%b"].join("%x00");
var MARK = "";
var CHANGES = [
  "-m",
  "--raw",
  "--no-abbrev",
  "--no-renames",
  "--no-ext-diff",
  "--no-textconv",
  "--no-relative",
  "--ignore-submodules=none"
];
async function readFirstParents(root, range) {
  const text3 = await readLog(root, [`--format=${FIELDS}`, ...range]);
  const fields = text3.split("\0");
  const commits2 = [];
  for (let at = 0; at + 5 < fields.length; at += 6) commits2.push(toCommit(fields.slice(at, at + 6)));
  return commits2;
}
async function readCommitChanges(root, range) {
  return parseChanges((await readLog(root, [...CHANGES, "--format=%x01%H", range])).split("\0"));
}
function parseChanges(fields) {
  const found = /* @__PURE__ */ new Map();
  let own = [];
  const rest = fields.values();
  for (const field of rest) {
    const commit = commitIn(field);
    if (commit === void 0) own.push(...changeOf(field, rest));
    else own = [];
    if (commit !== void 0) found.set(commit, own);
  }
  return found;
}
function commitIn(field) {
  return field.startsWith(MARK) && /^[0-9a-f]+$/.test(field.slice(1)) ? field.slice(1) : void 0;
}
function changeOf(field, rest) {
  const [, modes = "", before, after, status] = /^\n?:(\d+ \d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/.exec(field) ?? [];
  if (before === void 0 || after === void 0) return [];
  const { value: name } = rest.next();
  const path = name === void 0 ? void 0 : changedPath(name, modes);
  const kind = status === "A" ? "added" : status === "D" ? "deleted" : "changed";
  return path === void 0 ? [] : [{ path, kind, before, after }];
}
async function readLog(root, args) {
  const command = gitCommand(root, ["-c", "log.showSignature=false", "log", "-z", "--first-parent", ...args, "--"]);
  const result = await runCommand(command, { ...LIMITS, signal: root.signal });
  const text3 = requireSuccess(command, result);
  if (Buffer.byteLength(text3) < LIMITS.maxOutput) return text3;
  throw new UserError("git listed more commits than can be searched; name a later start with --since");
}
function toCommit(fields) {
  const [commit = "", parents = "", time = "", author = "", subject = "", body = ""] = fields;
  const ids = parents.split(" ").filter((id) => id !== "");
  const [title = ""] = ids.length > 1 ? body.trim().split("\n") : [];
  const whole = title === "" ? subject : `${subject}: ${title}`;
  const cut = (text3) => text3.slice(0, LONGEST);
  return { commit: commit.trim(), parents: ids, time: Number(time) || 0, author: cut(author), subject: cut(whole) };
}

// src/past/range.ts
var USUAL = 200;
var MOST2 = 2e4;
var UNSHALLOW = "fetch the rest with `git fetch --unshallow`, or check out with fetch-depth: 0 (actions/checkout), and run again";
async function readRange(root, { since, until: until2 }) {
  if (await topLevel(root) === void 0)
    throw new UserError(`${root.cwd} is in no git repository, so it has no history`);
  const { branch, tip } = await findTip(root, until2);
  const shallow = await isShallow(root);
  const { found, isCut, notes } = await commitsSince(root, tip, since, shallow);
  const commits2 = found.toReversed();
  if (isCut) throw new UserError(`the clone is shallow and ends ${commits2.length} commits back: ${UNSHALLOW}`);
  const [first] = commits2;
  if (first === void 0)
    throw new UserError(`--since ${printable(since)}: no commit of ${printable(branch)} is in that range`);
  const changes = await readCommitChanges(root, `${first.commit}..${tip}`);
  return { commits: commits2, changes, branch, notes };
}
async function findTip(root, until2) {
  const branch = until2 === "" ? await defaultBranchRef(root) ?? "HEAD" : until2;
  const tip = await resolveCommit(root, branch);
  if (tip !== void 0) return { branch: branch.replace(/^refs\/(?:remotes|heads)\//, ""), tip };
  if (until2 === "") throw new UserError("the repository has no commit yet");
  throw new UserError(await unknownRef(root, "--until", until2));
}
async function unknownRef(root, option, ref) {
  const cure = await isShallow(root) ? `; the clone is shallow: ${UNSHALLOW}` : "; fetch it, or look at `git branch --all` and `git tag`";
  return `${option}: there is no branch, tag or commit ${printable(ref)} in this clone${cure}`;
}
async function commitsSince(root, tip, since, shallow) {
  if (since === "" || /^\d{1,6}$/.test(since)) return lastCommits(root, tip, since, shallow);
  if (/^\d{4}-\d\d-\d\d$/.test(since)) return sinceDay(root, tip, since, shallow);
  return sinceRef(root, tip, since, shallow);
}
async function lastCommits(root, tip, since, shallow) {
  const count = since === "" ? USUAL : Number(since);
  if (count < 1 || count > MOST2) throw new UserError(`--since: found ${since}, accepted are 1 to ${MOST2} commits`);
  const found = await readFirstParents(root, [`--max-count=${count}`, tip]);
  const isCut = shallow && found.length < count && (since !== "" || found.length < 2);
  const ends = shallow && found.length < count && !isCut;
  const notes = ends ? [`The clone is shallow: only its ${found.length} commits are looked at. For more, ${UNSHALLOW}.`] : [];
  return { found, isCut, notes };
}
async function sinceDay(root, tip, day, shallow) {
  const start = Date.parse(`${day}T00:00:00Z`) / 1e3;
  if (Number.isNaN(start)) throw new UserError(`--since: ${day} is no day of the calendar`);
  const all = await readFirstParents(root, [`--max-count=${MOST2}`, tip]);
  const older = all.findIndex(({ time }) => time < start);
  return { found: older < 0 ? all : all.slice(0, older + 1), isCut: shallow && older < 0, notes: [] };
}
async function sinceRef(root, tip, ref, shallow) {
  const start = await resolveCommit(root, ref);
  if (start === void 0) throw new UserError(await unknownRef(root, "--since", ref));
  const after = await readFirstParents(root, [`--max-count=${MOST2}`, `${start}..${tip}`]);
  if (after.length === 0 && start !== tip)
    throw new UserError(`--since: ${printable(ref)} is no earlier commit than the end of the search`);
  const parent = after.at(-1)?.parents[0];
  if (after.length > 0 && parent === void 0 && shallow) return { found: after, isCut: true, notes: [] };
  if (await mergeBase(root, start, tip) === void 0)
    throw new UserError(`--since: ${printable(ref)} has no commit in common with what is searched`);
  const before = await readFirstParents(root, ["--max-count=1", parent ?? start]);
  const isOther = before[0]?.commit !== start;
  const notes = isOther ? [`${printable(ref)} is not a first parent of the branch, so the search starts where the two parted.`] : [];
  return { found: [...after, ...before], isCut: false, notes };
}

// src/timeline/forecast.ts
var DAY = 24 * 36e5;
var BACK = 90;
var FARTHEST = 36525;
function paceTo(sizes, limit) {
  const newest = sizes.at(-1);
  const first = sizes[0];
  if (newest === void 0 || first === void 0 || newest.time <= first.time) return void 0;
  const start = Math.max(first.time, newest.time - BACK * DAY);
  const then = sizes.findLast(({ time }) => time <= start) ?? first;
  const days = (newest.time - start) / DAY;
  const pace = (newest.bytes - then.bytes) / days;
  return { days: Math.round(days * 10) / 10, pace: Math.round(pace), met: metAt(newest, limit, pace) };
}
function metAt(newest, limit, pace) {
  if (newest.bytes > limit) return newest.time;
  if (pace <= 0) return null;
  const days = (limit - newest.bytes) / pace;
  return days > FARTHEST ? null : Math.round(newest.time + days * DAY);
}

// src/timeline/weighing.ts
function distance(from, to) {
  const platforms = /* @__PURE__ */ new Set([...from.keys(), ...to.keys()]);
  return Math.max(0, ...[...platforms].map((each) => Math.abs((to.get(each) ?? 0) - (from.get(each) ?? 0))));
}
function isSameGap(one, other) {
  return one?.kind === "gap" && other?.kind === "gap" && causeOf(one.reason) === causeOf(other.reason);
}
function causeOf(reason) {
  const [first = ""] = reason.split("\n");
  return first.replaceAll(/\d+|[0-9a-f]{7,}/g, "#");
}

// src/timeline/intervals.ts
var TRIES = 8;
function intervalsOf(search) {
  const { count, known: known2 } = search;
  const ends = [-1, ...positionsOfSizes(search), count];
  return ends.slice(1).flatMap((to, at) => {
    const from = ends[at] ?? -1;
    const [before, after] = [sizesAt(search, from), sizesAt(search, to)];
    const isOpen = before === void 0 || after === void 0;
    const apart = isOpen ? 0 : distance(before, after);
    const kind = isOpen ? "open" : apart > search.noise ? "differs" : "equal";
    if (isOpen && before === after && known2.size >= TRIES) return [];
    const runs = runsBetween(search, from, to, kind);
    return runs.length === 0 ? [] : [{ kind, from, to, distance: apart, runs }];
  });
}
function lengthOf({ from, to }) {
  return to - from;
}
function positionsOfSizes({ known: known2 }) {
  return [...known2].flatMap(([at, { kind }]) => kind === "sizes" ? [at] : []).toSorted((a, b) => a - b);
}
function sizesAt({ known: known2 }, at) {
  const found = known2.get(at);
  return found?.kind === "sizes" ? found.sizes : void 0;
}
function runsBetween(search, from, to, kind) {
  const { known: known2, all = false, every } = search;
  const gaps = [...known2.keys()].filter((at) => at > from && at < to).toSorted((a, b) => a - b);
  const walls = [from, ...gaps, to];
  const isLost = kind === "open" && from < 0 && to >= search.count;
  return walls.slice(1).flatMap((wall, at) => {
    const before = walls[at] ?? from;
    const isPresumed = !all && !isLost && isSameGap(known2.get(before), known2.get(wall));
    const run = { first: before + 1, last: wall - 1 };
    const isShort = !all && kind === "equal" && wall - before <= every && suspectsIn(run, search).length === 0;
    return wall - before < 2 || isPresumed || isShort ? [] : [run];
  });
}
function suspectsIn({ first, last }, { suspects = /* @__PURE__ */ new Set() }) {
  return [...suspects].filter((at) => at >= first && at <= last).toSorted((a, b) => a - b);
}

// src/timeline/search.ts
function nextPosition(search) {
  const { count, known: known2, all = false } = search;
  if (count < 1) return void 0;
  if (!known2.has(count - 1)) return count - 1;
  if (!known2.has(0)) return 0;
  if (all) return intervalsOf(search).flatMap(({ runs }) => runs)[0]?.first;
  const [interval] = intervalsOf(search).toSorted(byUrgency);
  if (interval === void 0) return void 0;
  const run = interval.runs.reduce((best, each) => massOf(each, search) > massOf(best, search) ? each : best);
  return interval.kind === "equal" ? samplePoint(run, search) : halfway(run, search);
}
function leftAtMost(search) {
  const ends = openEnds(search);
  if (ends.length > 0) return search.count - search.known.size;
  return intervalsOf(search).reduce((sum, interval) => sum + candidatesIn(interval), 0);
}
function leftAbout(search) {
  const ends = openEnds(search);
  if (ends.length > 0) return ends.length + Math.max(0, Math.ceil(search.count / search.every) - 1);
  return intervalsOf(search).reduce((sum, interval) => sum + aboutIn(interval, search), 0);
}
function openEnds({ count, known: known2 }) {
  return [.../* @__PURE__ */ new Set([0, count - 1])].filter((end) => end >= 0 && end < count && !known2.has(end));
}
function candidatesIn({ runs }) {
  return runs.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}
function aboutIn(interval, search) {
  const { every, all = false } = search;
  if (all) return candidatesIn(interval);
  const each = ({ first, last }) => interval.kind === "equal" ? Math.max(Math.ceil((last - first + 2) / every) - 1, suspectsIn({ first, last }, search).length) : Math.ceil(Math.log2(last - first + 2));
  return interval.runs.reduce((sum, run) => sum + each(run), 0);
}
var URGENCY = { open: 0, differs: 1, equal: 2 };
function byUrgency(a, b) {
  return URGENCY[a.kind] - URGENCY[b.kind] || b.distance - a.distance || lengthOf(b) - lengthOf(a);
}
function massOf({ first, last }, { likely = [] }) {
  let mass = 0;
  for (let at = first; at <= last + 1; at += 1) mass += likely[at] ?? 1;
  return mass;
}
function halfway(run, search) {
  const { likely = [] } = search;
  const whole = massOf(run, search);
  let before = 0;
  let best = { at: run.first, off: Number.POSITIVE_INFINITY };
  for (let at = run.first; at <= run.last; at += 1) {
    before += likely[at] ?? 1;
    const off = Math.abs(whole - 2 * before);
    if (off < best.off) best = { at, off };
  }
  return best.at;
}
function samplePoint({ first, last }, search) {
  const { every } = search;
  const suspects = suspectsIn({ first, last }, search);
  const middle = suspects[Math.floor(suspects.length / 2)];
  if (middle !== void 0) return middle;
  const length = last - first + 2;
  const parts = Math.max(2, Math.ceil(length / every));
  return first - 1 + Math.round(length / parts * Math.floor(parts / 2));
}

// src/timeline/steps.ts
function stepsOf(search) {
  const positions = positionsOfSizes(search);
  return positions.slice(1).flatMap((to, at) => {
    const from = positions[at] ?? 0;
    const [before, after] = [sizesAt(search, from), sizesAt(search, to)];
    if (before === void 0 || after === void 0 || distance(before, after) <= search.noise) return [];
    return [{ from, to, before, after }];
  });
}
function gapsOf({ known: known2 }) {
  const found = [];
  const tried = [...known2].toSorted(([a], [b]) => a - b);
  for (const [index, [at, weighing]] of tried.entries()) {
    if (weighing.kind !== "gap") continue;
    const last = found.at(-1);
    const goesOn = isSameGap(tried[index - 1]?.[1], weighing);
    if (last !== void 0 && goesOn) found.splice(-1, 1, { ...last, last: at, tried: last.tried + 1 });
    else found.push({ first: at, last: at, tried: 1, reason: weighing.reason });
  }
  return found;
}

// src/past/walk.ts
var LEAST_NOISE = 1e3;
async function walk(request) {
  const { positions } = request;
  const weighed = new Map(await recallAll(request));
  const known2 = /* @__PURE__ */ new Map();
  for (const [at, found] of weighed) known2.set(at, await lookAt(request, found));
  let search = searchOf(request, weighed, known2);
  for (let at = nextPosition(search); at !== void 0 && !request.isOver(); at = nextPosition(search)) {
    const commit = request.commits[positions[at]?.index ?? 0];
    if (commit === void 0) break;
    const left = { leftAbout: leftAbout(search), leftAtMost: leftAtMost(search) };
    request.onProgress({ weighed: weighed.size, ...left, commit });
    const found = await request.weigh(commit);
    weighed.set(at, found);
    known2.set(at, await lookAt(request, found));
    search = searchOf(request, weighed, known2);
  }
  return { search, weighed };
}
async function weighSteps(request, { search, weighed }) {
  const found = new Map(weighed);
  for (const at of stepsOf(search).flatMap(({ from, to }) => [from, to])) {
    const commit = request.commits[request.positions[at]?.index ?? 0];
    if (commit === void 0 || found.get(at)?.kind !== "sizes" || request.isOver()) continue;
    request.onProgress({ weighed: found.size, leftAbout: 0, leftAtMost: 0, commit });
    const anew = await request.weigh(commit);
    if (anew.kind === "measured") found.set(at, anew);
  }
  return { search, weighed: found };
}
function sizesIn(weighed) {
  if (weighed.kind === "gap") return [];
  return weighed.kind === "sizes" ? weighed.sizes : weighed.measurements;
}
async function lookAt({ look, metric }, found) {
  return look === void 0 ? weighingOf(found, metric) : look(found);
}
async function recallAll({ positions, commits: commits2, recall: recall3 }) {
  const found = [];
  for (const [at, { index }] of positions.entries()) {
    const commit = commits2[index];
    const weighed = commit === void 0 ? void 0 : await recall3(commit);
    if (weighed !== void 0) found.push([at, weighed]);
  }
  return found;
}
function searchOf(request, weighed, known2) {
  const { positions, every, all } = request;
  const noise = noiseOf(request, weighed);
  const hints = { likely: likelihoods(positions, noise), suspects: suspectsAmong(positions, noise) };
  return { count: positions.length, known: new Map(known2), noise, every, all, ...hints };
}
function weighingOf(weighed, metric) {
  if (weighed.kind === "gap") return { kind: "gap", reason: weighed.reason };
  return { kind: "sizes", sizes: new Map(sizesIn(weighed).map((each) => [each.platform, each[metric]])) };
}
function noiseOf({ noise, metric }, weighed) {
  if (noise !== void 0) return noise;
  const newest = [...weighed].toSorted(([a], [b]) => b - a).map(([, found]) => found);
  const sizes = newest.map(sizesIn).find(({ length }) => length > 0)?.map((each) => each[metric]) ?? [];
  return Math.max(LEAST_NOISE, ...sizes.map((size) => Math.round(size / 1e3)));
}

// src/past/timelines.ts
async function timelinesOf(request) {
  const all = [...request.walked.weighed.values()].flatMap(sizesIn);
  const platforms = new Set(all.map(({ platform }) => platform));
  const timelines = [];
  for (const platform of platforms) timelines.push(await timelineOf(request, platform));
  return timelines;
}
function pastCommit({ commit, time, author, subject }) {
  const shown2 = (text3) => printable(text3).slice(0, 300);
  return { commit, time: isoTime(time), author: shown2(author), subject: shown2(subject) };
}
function isoTime(seconds) {
  return `${new Date(seconds * 1e3).toISOString().slice(0, 19)}Z`;
}
async function timelineOf(request, platform) {
  const { image, metric, found, walked } = request;
  const { search, weighed } = walked;
  const points = pointsOf(request, platform);
  return {
    image: image.name,
    platform,
    metric,
    noise: search.noise,
    every: search.every,
    affected: found.positions.length,
    weighed: weighed.size,
    left: leftAtMost(search),
    points,
    gaps: gapsOf(search).map(({ first, last, tried, reason }) => {
      const ends = { from: commitAt(request, first), to: commitAt(request, last) };
      return { ...ends, commits: last - first + 1, tried, reason: reason.slice(0, 2e4) };
    }),
    steps: await stepsOn(request, platform),
    forecasts: forecastsOf(image, points),
    notes: found.notes
  };
}
function commitAt({ commits: commits2, found }, at) {
  const commit = commits2[found.positions[at]?.index ?? 0];
  if (commit === void 0) throw new Error(`position ${at} has no commit`);
  return pastCommit(commit);
}
function pointsOf(request, platform) {
  const inOrder = [...request.walked.weighed].toSorted(([a], [b]) => a - b);
  return inOrder.flatMap(([at, weighed]) => {
    const sizes = sizesIn(weighed).find((each) => each.platform === platform);
    if (sizes === void 0) return [];
    const { download, unpacked } = sizes;
    const measurement = measurementAt(request, at, platform);
    const base = measurement === void 0 ? null : basePart(measurement);
    return { ...commitAt(request, at), download, unpacked, base };
  });
}
function basePart({ base, layers }) {
  return base === void 0 ? null : layers.slice(0, base.layers).reduce((sum, { unpacked }) => sum + unpacked, 0);
}
async function stepsOn(request, platform) {
  const { search } = request.walked;
  const steps2 = [];
  for (const step of stepsOf(search)) {
    const change = (step.after.get(platform) ?? 0) - (step.before.get(platform) ?? 0);
    if (Math.abs(change) > search.noise) steps2.push(...await stepOf(request, step, platform));
  }
  return steps2;
}
function measurementAt({ walked }, at, platform) {
  const weighed = walked.weighed.get(at);
  return weighed?.kind === "measured" ? weighed.measurements.find((each) => each.platform === platform) : void 0;
}
async function stepOf(request, { from, to }, platform) {
  const { weighed } = request.walked;
  const sizesAt2 = (at) => sizesIn(weighed.get(at) ?? NO_SIZE).find((each) => each.platform === platform);
  const [was, is] = [sizesAt2(from), sizesAt2(to)];
  if (was === void 0 || is === void 0) return [];
  const [before, after] = [measurementAt(request, from, platform), measurementAt(request, to, platform)];
  const isKnown = before !== void 0 && after !== void 0;
  const [baseWas, baseIs] = isKnown ? [basePart(before), basePart(after)] : [null, null];
  const commit = commitAt(request, from).commit;
  const comparison = isKnown ? await explained(request, before, after, commit) : void 0;
  const step = {
    at: commitAt(request, to),
    before: commit,
    commits: to - from,
    download: is.download - was.download,
    unpacked: is.unpacked - was.unpacked,
    base: baseWas === null || baseIs === null ? null : baseIs - baseWas,
    ...comparison === void 0 ? {} : { comparison }
  };
  return [step];
}
var NO_SIZE = { kind: "gap", reason: "" };
async function explained({ image: { name: image }, state }, before, after, commit) {
  const origin = { step: "build", commit, description: `commit ${commit.slice(0, 7)}` };
  const baseline = { kind: "measured", origin, measurement: before };
  const comparison = compareImage({ image, baseline, head: after, conditions: [] });
  const indexes = /* @__PURE__ */ new Map();
  for (const layer of [...before.layers, ...after.layers]) {
    const index = indexes.has(layer.digest) ? void 0 : await state.layer(layer);
    if (index !== void 0) indexes.set(layer.digest, index);
  }
  return explainComparisons([comparison], (digest) => indexes.get(digest))[0];
}
function forecastsOf({ conditions }, points) {
  return ["unpacked", "download"].flatMap((metric) => {
    const cap = tightestCap(conditions, metric);
    const sizes = points.map((point) => ({ time: Date.parse(point.time), bytes: point[metric] }));
    const pace = cap === void 0 ? void 0 : paceTo(sizes, cap.bytes);
    if (cap === void 0 || pace === void 0) return [];
    const { days, met } = pace;
    const date = met === null ? null : isoTime(met / 1e3);
    return { condition: cap.condition.text, metric, limit: cap.bytes, days, pace: pace.pace, date };
  });
}

// src/past/weigher.ts
var BUILDS_OF_A_MEASURER = 8;
function openWeigher(request) {
  let measurer;
  let builds = 0;
  const close = async () => {
    await measurer?.[Symbol.asyncDispose]();
    measurer = void 0;
    builds = 0;
  };
  const measurerFor = async (commit) => {
    const env = environmentOf(request.snapshot, commit);
    if (builds >= BUILDS_OF_A_MEASURER || Object.keys(env).length > 0) await close();
    builds += 1;
    measurer ??= await request.openMeasurer(env);
    return measurer;
  };
  return {
    weigh: async (image, commit, state) => {
      const known2 = await state.read(commit.commit);
      if (known2 !== void 0 && !(request.retryGaps && known2.kind === "gap")) return known2;
      const { weighed, isLasting } = await weighAnew(request, image, commit, measurerFor);
      if (isLasting) await state.write(commit.commit, weighed, (digest) => measurer?.layerIndex(digest));
      return weighed;
    },
    [Symbol.asyncDispose]: close
  };
}
async function weighAnew(request, image, commit, measurerFor) {
  const origin = { kind: "commit", commit: commit.commit, description: "a commit of the branch" };
  const plan = await checkOut(request.checkout, origin, "the commit");
  if (plan.kind === "error") return { weighed: { kind: "gap", reason: plan.reason }, isLasting: false };
  try {
    const named = { ...plan, title: commit.commit.slice(0, 7) };
    const built = withArguments(named, { ...image, verify: [] }, request.snapshot, commit);
    const found = await buildAtCommit(built.plan, [built.image], await measurerFor(commit), {
      all: request.images,
      explain: async (measured) => measured
    });
    const outcome = foundOf(found.get(image.name) ?? { kind: "none", reason: "it is not built from the repository" });
    return await withRecipe(request, plan, image, outcome);
  } finally {
    await closePlan(plan);
  }
}
async function withRecipe(request, plan, image, found) {
  const { images, describeBake: describeBake2, snapshot } = request;
  const isDated = snapshot.epoch || snapshot.arguments.size > 0;
  if (found.weighed.kind !== "measured" || isDated) return found;
  const source = await sourceAtCommit(plan, image, images);
  if (source === void 0) return found;
  const repository = { ...plan.repository, cwd: plan.root };
  const recipe = await recipeIn({ repository, describeBake: describeBake2 }, { ...image, source });
  if (recipe === void 0) return found;
  const measurements = found.weighed.measurements.map((each) => ({ ...each, recipe }));
  return { ...found, weighed: { kind: "measured", measurements } };
}
function foundOf(found) {
  if (found.kind === "none" || found.kind === "missing")
    return { weighed: { kind: "gap", reason: found.reason }, isLasting: true };
  if (found.kind === "measured" && found.failures === void 0 && found.measurements.length > 0)
    return { weighed: { kind: "measured", measurements: found.measurements }, isLasting: true };
  const [failed = NO_RESULT] = found.kind === "measured" ? found.failures ?? [] : [found];
  const { failure, reason } = failed;
  if (failure === "disk" || failure === "builder")
    throw new UserError(`the search ends here, and goes on when it is run again: ${machineFault(failure)}
${reason}`);
  return { weighed: { kind: "gap", reason }, isLasting: failure === "dockerfile" || failure === "context" };
}
function environmentOf({ epoch, arguments: dated }, commit) {
  const named = [...dated].map(([name, value]) => [name, atTime(value, commit.time)]);
  return { ...epoch ? { SOURCE_DATE_EPOCH: String(commit.time) } : {}, ...Object.fromEntries(named) };
}
function withArguments(plan, image, { arguments: dated }, { time }) {
  if (dated.size === 0) return { plan, image };
  const more = [...dated].map(([name, value]) => `${name}=${atTime(value, time)}`);
  const add = (source) => source.kind === "dockerfile" ? { ...source, buildArgs: [...source.buildArgs, ...more] } : source;
  const { configured } = plan;
  const sources = new Map([...configured?.sources ?? []].map(([name, source]) => [name, add(source)]));
  return {
    plan: configured === void 0 ? plan : { ...plan, configured: { ...configured, sources } },
    image: { ...image, source: add(image.source) }
  };
}
function atTime(value, seconds) {
  const iso = new Date(seconds * 1e3).toISOString();
  const forms = {
    date: iso.slice(0, 19).replaceAll(/[-:]/g, "").concat("Z"),
    day: iso.slice(0, 10),
    epoch: String(seconds)
  };
  return value.replaceAll(/\{(date|day|epoch)\}/g, (_, name) => forms[name]);
}

// src/past/history.ts
async function searchHistory(request) {
  var _stack = [];
  try {
    for (const image of request.images) expectBuilt(image);
    const opened = await openPast(request);
    const timelines = [];
    const images = [];
    const weigher = __using(_stack, opened.weigher, true);
    for (const image of request.images) {
      const { timelines: own, ...searched } = await searchImage(request, { ...opened, weigher }, image);
      timelines.push(...own);
      images.push(searched);
    }
    const { range, notes } = opened;
    const [from, to] = [range.commits[0], range.commits.at(-1)];
    if (from === void 0 || to === void 0) throw new Error("a range has at least one commit");
    const { snapshot, now } = request;
    const history = {
      schemaVersion: 1,
      kind: "commits",
      branch: range.branch.slice(0, 300),
      from: pastCommit(from),
      to: pastCommit(to),
      commits: range.commits.length,
      builtAt: `${now.toISOString().slice(0, 19)}Z`,
      snapshot: snapshot.epoch,
      datedArguments: [...snapshot.arguments.keys()],
      timelines,
      notes
    };
    return { history, images };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function openPast(request) {
  const { images, configuredAt, checkout, env } = request;
  const top = await topLevel(checkout) ?? checkout.cwd;
  const root = { ...checkout, cwd: top };
  const range = await readRange(root, request.range);
  const { signal } = checkout;
  const baked = images.some(({ source }) => source.kind === "bake");
  const readTargets = (files, place) => readEvery({ files, root: place, env, signal });
  const commits2 = { repository: checkout, configuredAt, baked, readTargets };
  const describe3 = { checkout: commits2, images, describeBake: bakeDescriber(env, signal) };
  const { snapshot, openMeasurer, retryGaps } = request;
  return {
    root,
    range,
    weigher: openWeigher({ ...describe3, openMeasurer, snapshot, retryGaps }),
    describeAt: describerOf(describe3),
    notes: [...range.notes, ...await checkoutNotes(root)]
  };
}
function bakeDescriber(env, signal) {
  return (source, place) => describeBake(source, place, { env, signal });
}
function expectBuilt({ name, source }) {
  const isFile = source.kind === "dockerfile";
  if (isFile && isRemoteContext(source.context))
    throw new UserError(`${name} is built from a remote context, which the commits of this repository do not change`);
  if (isFile || source.kind === "bake") return;
  throw new UserError(
    `${name} is read from ${source.kind}, not built from commits. For the tags of a registry, write history docker://HOST/REPOSITORY`
  );
}
function stateOf({ state, snapshot }, { name, source }) {
  const dated = [snapshot.epoch, ...snapshot.arguments];
  return openState(state.folder, { name, source, dated, key: state.key });
}
async function searchImage(request, opened, image) {
  const { found, ...searched } = await walkImage(request, opened, image);
  const { commits: commits2, walked, state } = searched;
  const { metric } = request.search;
  return { ...searched, timelines: await timelinesOf({ image, metric, commits: commits2, found, walked, state }) };
}
async function walkImage(request, { root, range, weigher, describeAt }, image, lookIn) {
  const configuration = configurationFiles(request, root.cwd, image);
  const found = await findPositions({ root, range, describeAt, configuration }, image);
  const state = await stateOf(request, image);
  const { commits: commits2 } = range;
  const { search, isOver, onProgress } = request;
  const walking = {
    ...search,
    noise: search.noise ?? image.noise,
    positions: found.positions,
    commits: commits2,
    weigh: (commit) => weigher.weigh(image, commit, state),
    recall: ({ commit }) => recall2(request, image.name, state, commit),
    onProgress: (progress) => onProgress(image.name, progress),
    isOver,
    look: lookIn?.(state)
  };
  const walked = await weighSteps(walking, await walk(walking));
  const commitAt2 = (position) => commits2[found.positions[position]?.index ?? -1];
  return { image, commits: commits2, found, walked, state, commitAt: commitAt2 };
}
async function recall2({ knownSizes, knownGap, retryGaps = false }, image, state, commit) {
  const known2 = await state.read(commit) ?? knownSizes?.(image, commit);
  if (retryGaps) return known2?.kind === "gap" ? void 0 : known2;
  const reason = known2 === void 0 ? knownGap?.(image, commit, state.build) : void 0;
  return reason === void 0 ? known2 : { kind: "gap", reason };
}
function configurationFiles({ file, checkout }, top, { source }) {
  const files = [...file === void 0 ? [] : [file], ...source.kind === "bake" ? source.files : []];
  return files.map((each) => relative4(top, resolve2(checkout.cwd, each)));
}

// src/report/branch-files.ts
function badgePath({ image, metric = "download", platform }, extension) {
  const parts = [
    imagePath(image),
    ...platform === void 0 ? [] : [platformPath(platform)],
    ...metric === "unpacked" ? [metric] : []
  ];
  return `badges/${parts.join("@")}.${extension}`;
}
function trendPath(image) {
  return `history/${imagePath(image)}.svg`;
}
function renderImageFiles({ history, latest, conditions }) {
  const files = /* @__PURE__ */ new Map([[trendPath(history.image), renderTrendSvg(history, { metric: "download" })]]);
  const several = latest.length > 1;
  for (const metric of ["download", "unpacked"]) {
    const limit = capOf(conditions, metric);
    for (const [at, { measurement }] of latest.entries()) {
      const { image, platform } = measurement;
      const badge = badgeOf({ image, measurement, metric, limit, several });
      const names = [...at === 0 ? [{ image, metric }] : [], ...several ? [{ image, metric, platform }] : []];
      for (const name of names) {
        files.set(badgePath(name, "svg"), renderBadgeSvg(badge));
        files.set(badgePath(name, "json"), renderBadgeJson(badge));
      }
    }
  }
  return files;
}

// src/report/badge-snippet.ts
var GITHUB = "https://github.com";
function badgeSnippet(request) {
  const { repository, branch, isPrivate, serverUrl = GITHUB } = request;
  const alt = escapeText(
    [request.image, request.platform, request.metric ?? "download", "size"].filter(Boolean).join(" ")
  );
  const path = encodePath(`${branch}/${badgePath(request, "svg")}`);
  const home = `${serverUrl}/${encodePath(repository)}`;
  if (request.isForge) return `[![${alt}](${home}/raw/branch/${path})](${home}/src/branch/${encodePath(branch)})`;
  const page = `${home}/tree/${encodePath(branch)}`;
  const image = isPrivate ? `/../${path}` : `${home}/raw/${path}`;
  return `[![${alt}](${image})](${page})`;
}
function shieldsUrl({ repository, branch, ...name }) {
  const path = encodePath(`${repository}/${branch}/${badgePath(name, "json")}`);
  return `https://img.shields.io/endpoint?url=${encodeURIComponent(`https://raw.githubusercontent.com/${path}`)}`;
}
function encodePath(path) {
  const encode = (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return path.toWellFormed().split("/").map(
    (part) => encodeURIComponent(part).replace(/[()'*!]/g, encode).replaceAll("%40", "@")
  ).join("/");
}

// src/history/prune.ts
var DAY2 = 24 * 60 * 60 * 1e3;
var KEPT_DAYS = 90;
var LAYER_BUDGET = 12e6;
function prune({ files, records, now }) {
  const weekly = lastOfEach(records, ({ recordedAt }) => isoWeek(recordedAt));
  const from = now.getTime() - KEPT_DAYS * DAY2;
  const dropped = new Set(
    records.filter((record) => isOrdinary(record) && Date.parse(record.recordedAt) < from && !weekly.has(record))
  );
  const kept = records.filter((record) => !dropped.has(record));
  const paths = [...dropped].map(({ path }) => path).filter((path) => files.has(path));
  return [...paths, ...surplusIndexes(files, records, kept)].toSorted();
}
function isOrdinary(record) {
  return record.release === void 0;
}
function lastOfEach(records, keyOf) {
  const last = /* @__PURE__ */ new Map();
  for (const record of records) {
    const key = `${seriesOf(record.path)} ${keyOf(record)}`;
    const other = last.get(key);
    if (other === void 0 || newestFirst(record, other) < 0) last.set(key, record);
  }
  return new Set(last.values());
}
function newestFirst(a, b) {
  const [one, two] = a.recordedAt === b.recordedAt ? [a.path, b.path] : [a.recordedAt, b.recordedAt];
  return one > two ? -1 : 1;
}
function seriesOf(path) {
  return path.slice(0, path.lastIndexOf("/"));
}
function isoWeek(time) {
  return Math.floor((Date.parse(time) / DAY2 - 4) / 7);
}
function surplusIndexes(files, records, kept) {
  const known2 = new Set(records.map(({ path }) => path));
  const all = [...files.keys()];
  if (all.some((path) => path.startsWith("records/") && !known2.has(path))) return [];
  const affordable = indexesWithin(LAYER_BUDGET, files, kept);
  return all.filter((path) => path.startsWith("layers/") && !affordable.has(path));
}
function indexesWithin(budget, files, records) {
  const last = lastOfEach(records, isOrdinary);
  const indexes = new Set([...last].flatMap(({ layers }) => layers.map(layerPath)));
  let bytes = [...indexes].reduce((sum, path) => sum + (files.get(path) ?? 0), 0);
  for (const path of records.toSorted(newestFirst).flatMap(({ layers }) => layers.map(layerPath))) {
    if (indexes.has(path)) continue;
    bytes += files.get(path) ?? 0;
    if (bytes > budget) break;
    indexes.add(path);
  }
  return indexes;
}

// src/history/waiting-run.ts
var MAX_WAITING_RUN = 12e6;
var CONDITIONS = "conditions.json";
var conditionsSchema = external_exports.record(
  external_exports.string(),
  external_exports.array(external_exports.object({ level: external_exports.enum(["fail", "warn"]), text: external_exports.string() })).max(1e3)
);
function formatWaitingRun({ records, layers, conditions }) {
  const texts = [...conditions].map(([image, all]) => [image, all.map(({ level, text: text3 }) => ({ level, text: text3 }))]);
  return new Map([
    ...records.map((record) => [pathOfRecord(record), formatRecord(record)]),
    ...layers,
    [CONDITIONS, `${JSON.stringify(Object.fromEntries(texts))}
`]
  ]);
}
function parseWaitingRun(files) {
  const records = [...files.keys()].filter((path) => path.startsWith("records/")).map((path) => parseRecord(textOf(files, path), path));
  if (records.length === 0) throw new UserError("the run that waits has no record");
  const known2 = new Set(
    records.flatMap(({ measurement }) => measurement.layers.map(({ diffId }) => layerPath(diffId)))
  );
  const layers = [...known2].filter((path) => files.has(path)).map((path) => [path, textOf(files, path)]);
  return { records, layers: new Map(layers), conditions: conditionsIn(files) };
}
function pathOfRecord({ measurement, commit }) {
  return recordPath(measurement.image, measurement.platform, commit);
}
function textOf(files, path) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(files.get(path));
  } catch {
    throw new UserError(`${path}: this is not text in UTF-8`);
  }
}
function conditionsIn(files) {
  try {
    const parsed = conditionsSchema.safeParse(parseJson(textOf(files, CONDITIONS), CONDITIONS));
    const all = Object.entries(parsed.data ?? {});
    return new Map(all.map(([image, lines]) => [image, lines.map(({ text: text3, level }) => parseCondition(text3, level))]));
  } catch (error) {
    if (error instanceof UserError) return /* @__PURE__ */ new Map();
    throw error;
  }
}

// src/report/history-page.ts
var GITHUB2 = "https://github.com";
function renderHistoryPage(request) {
  const { repository, branch, images } = request;
  const named = images.toSorted((a, b) => a.name < b.name ? -1 : 1);
  const intro = [
    "# Image sizes",
    `Recorded by [Image Size Gate](#about-this-branch) on the default branch of ${codeSpan(repository)}. Download: what a registry stores and a cold pull transfers (compressed). Unpacked: the files of all layers.`
  ];
  const about = [
    "## About this branch",
    `Runs of Image Size Gate write everything here. ${codeSpan(branch)} holds no source and shares no history with the other branches. \`records/\` holds what pull requests are compared with, \`layers/\` the files of each layer, \`history/\` the trends, and \`badges/\` the badges.`,
    "You may delete this branch at any time. The next run on the default branch creates it again. Until then, pull requests build their base to compare with. The old trends are lost."
  ];
  const sections = named.map((image) => renderImage(image, request));
  return `${[...intro, ...named.length === 0 ? ["Nothing is recorded yet."] : sections.flat(), ...about].join("\n\n")}
`;
}
function renderImage(image, request) {
  const { name, latest, history } = image;
  const sorted = latest.toSorted((a, b) => a.measurement.platform < b.measurement.platform ? -1 : 1);
  const several = latest.length > 1;
  const badges = sorted.map((record) => renderBadge(name, record, several));
  const records = history.entries.length === 1 ? "1 record" : `${formatCount(history.entries.length)} records`;
  return [
    `## ${escapeText(name)}`,
    badges.join(" "),
    renderMarkdownTable({ columns: COLUMNS, rows: sorted.map((record) => recordCells(record, history, request)) }),
    picture(`trend of ${name}, ${records}`, trendPath(name)),
    renderEmbedding(name, request)
  ];
}
function renderBadge(image, { measurement }, several) {
  const { platform, download, estimated } = measurement;
  const path = badgePath(several ? { image, platform } : { image }, "svg");
  return picture(`${image}${several ? ` ${platform}` : ""} download: ${sizeWords(download, estimated)}`, path);
}
var COLUMNS = [column("platform"), column("recorded"), column("download", "right"), column("unpacked", "right")];
function recordCells(record, history, request) {
  const { commit, recordedAt, release, measurement } = record;
  const { repository, serverUrl = GITHUB2 } = request;
  const link2 = `[\`${shortCommit(commit)}\`](${serverUrl}/${encodePath(repository)}/commit/${encodePath(commit)})`;
  const tag = release === void 0 ? "" : `<br>${codeCell(release, 40)}`;
  const earlier = history.entries.filter((entry) => isBefore(entry, record));
  return [
    codeCell(measurement.platform, 40),
    `${link2}<br>${unbroken(recordedAt.slice(0, 10))}${tag}`,
    sizeCell(measurement, "download", earlier),
    sizeCell(measurement, "unpacked", earlier)
  ];
}
function isBefore(entry, { commit, recordedAt, measurement }) {
  return entry.platform === measurement.platform && entry.commit !== commit && entry.recordedAt <= recordedAt;
}
function sizeCell(measurement, metric, earlier) {
  const previous = earlier.at(-1);
  const release = earlier.findLast((entry) => entry.release !== void 0);
  const size = unbroken(sizeWords(measurement[metric], metric === "download" && measurement.estimated));
  const since = (entry, name) => {
    const growth = measurement[metric] - entry[metric];
    return `<br>${unbroken(changeWords(growth, percentOf(growth, entry[metric])))} since ${codeCell(name, 40)}`;
  };
  return [
    `**${size}**`,
    previous === void 0 ? "" : since(previous, previous.release ?? shortCommit(previous.commit)),
    release === void 0 || release === previous ? "" : since(release, release.release ?? "")
  ].join("");
}
function renderEmbedding(image, { repository, branch, serverUrl = GITHUB2, isForge = false }) {
  const request = { repository, branch, image, serverUrl, isForge };
  if (isForge) return folded("Embed the badge", codeBlock(badgeSnippet({ ...request, isPrivate: false }), 1, 2e3));
  const shields = serverUrl === GITHUB2 ? ["With shields.io (public repositories only):", codeBlock(shieldsUrl(request), 1, 2e3)] : [];
  const parts = [
    "In a public repository:",
    codeBlock(badgeSnippet({ ...request, isPrivate: false }), 1, 2e3),
    "In a private repository, in a file of any branch (everyone who may read the repository sees it):",
    codeBlock(badgeSnippet({ ...request, isPrivate: true }), 1, 2e3),
    ...shields
  ];
  return folded("Embed the badge", parts.join("\n\n"));
}
function picture(alt, path) {
  return `![${escapeText(alt)}](${encodePath(path)})`;
}

// src/run/record-changes.ts
function waitingRunOf(request, present) {
  const layers = [...newLayers(request)].filter(([path]) => !present.has(path));
  const images = new Set(request.measurements.map(({ image }) => image));
  return {
    records: request.measurements.map((measurement) => recordOf(measurement, request)),
    layers: new Map(layers.map(([path, format]) => [path, format()])),
    conditions: new Map([...images].map((image) => [image, request.conditionsOf(image)]))
  };
}
async function holdsRecords(snapshot, records) {
  for (const record of records) if (!await isRecorded(snapshot, record)) return false;
  return true;
}
async function isRecorded(snapshot, record) {
  const present = await readBelievable(snapshot, pathOfRecord(record), parseRecord);
  return present !== void 0 && present.recordedAt >= record.recordedAt;
}
function recordChanges(request) {
  const measured = request.measurements.map((measurement) => recordOf(measurement, request));
  const own = newLayers(request);
  return async (snapshot, waiting = []) => {
    const pages = await readPages(snapshot);
    const others = await newRecords(snapshot, measured, waiting);
    const records = [...measured, ...others.filter((each) => !isMeasuredThen(each, pages))].map(
      (record) => keepRelease(record, pages)
    );
    const changes = new Map(
      records.map((record) => [pathOfRecord(record), formatRecord(record)])
    );
    const indexes = waiting.flatMap(({ layers }) => [...layers].map(([path, text3]) => [path, () => text3]));
    for (const [path, format] of [...indexes, ...own]) if (!snapshot.files.has(path)) changes.set(path, format());
    updateImages(pages, records, conditionsOf(request, waiting), changes);
    const { repository, branch, serverUrl, isForge = false } = request;
    const page = { repository, branch, images: [...pages.values()], isForge, ...serverUrl ? { serverUrl } : {} };
    changes.set("README.md", renderHistoryPage(page));
    for (const path of await surplus(snapshot, records, changes, request.now)) changes.set(path, null);
    return changes;
  };
}
function recordOf(measurement, { commit, now, release }) {
  const recordedAt = `${now.toISOString().slice(0, 19)}Z`;
  return { schemaVersion: 1, commit, recordedAt, ...release === void 0 ? {} : { release }, measurement };
}
async function newRecords(snapshot, measured, waiting) {
  const found = /* @__PURE__ */ new Map();
  const own = new Set(measured.map(pathOfRecord));
  for (const record of waiting.flatMap(({ records }) => records).toSorted(byTime)) {
    const path = pathOfRecord(record);
    if (!own.has(path) && !await isRecorded(snapshot, record)) found.set(path, record);
  }
  return [...found.values()];
}
function isMeasuredThen({ rebuilt, commit, measurement }, pages) {
  if (rebuilt === void 0) return false;
  const { image, platform } = measurement;
  const entries = pages.get(image)?.history.entries ?? [];
  return entries.some((entry) => entry.commit === commit && entry.platform === platform && entry.rebuilt === void 0);
}
function byTime(a, b) {
  const [one, two] = a.recordedAt === b.recordedAt ? [a.commit, b.commit] : [a.recordedAt, b.recordedAt];
  return Number(one > two) - Number(one < two);
}
function conditionsOf(request, waiting) {
  const own = new Set(request.measurements.map(({ image }) => image));
  const others = new Map(waiting.flatMap(({ conditions }) => [...conditions]));
  return (image) => own.has(image) ? request.conditionsOf(image) : others.get(image) ?? [];
}
function newLayers({ measurements, layerIndex }) {
  const layers = measurements.filter(({ estimated }) => !estimated).flatMap((measurement) => measurement.layers);
  const texts = /* @__PURE__ */ new Map();
  for (const { digest, diffId } of layers) {
    const index = layerIndex(digest);
    let text3;
    if (index !== void 0) texts.set(layerPath(diffId), () => text3 ??= formatLayerIndex(index));
  }
  return texts;
}
function keepRelease(record, pages) {
  const { image, platform } = record.measurement;
  const entries = pages.get(image)?.history.entries ?? [];
  const before = entries.find((entry) => entry.commit === record.commit && entry.platform === platform);
  const release = record.release ?? before?.release;
  return release === void 0 ? record : { ...record, release };
}
function updateImages(pages, records, conditionsOf2, changes) {
  for (const name of new Set(records.map(({ measurement }) => measurement.image))) {
    const own = records.filter(({ measurement }) => measurement.image === name);
    const before = pages.get(name);
    const history = own.reduce(
      (sum, record) => appendEntry(sum, entryOf(record), name),
      before?.history
    );
    if (history === void 0) continue;
    const latest = latestOfEach([...own, ...before?.latest ?? []]);
    changes.set(historyPath(name), formatHistory(history));
    for (const [path, text3] of renderImageFiles({ history, latest, conditions: conditionsOf2(name) }))
      changes.set(path, text3);
    pages.set(name, { name, history, latest });
  }
}
function entryOf({ recordedAt, commit, release, rebuilt, measurement }) {
  const { platform, download, unpacked } = measurement;
  const marks = { ...release === void 0 ? {} : { release }, ...rebuilt === void 0 ? {} : { rebuilt } };
  return { recordedAt, commit, platform, download, unpacked, ...marks };
}
function latestOfEach(records) {
  const latest = /* @__PURE__ */ new Map();
  for (const record of records) {
    const other = latest.get(record.measurement.platform);
    if (other === void 0 || byTime(record, other) > 0) latest.set(record.measurement.platform, record);
  }
  return [...latest.values()];
}
async function readPages(snapshot) {
  const pages = /* @__PURE__ */ new Map();
  for (const path of [...snapshot.files.keys()].filter((name) => /^history\/[^/]+\.json$/.test(name)).sort()) {
    const history = parseHistory(await snapshot.read(path) ?? "", path);
    pages.set(history.image, { name: history.image, history, latest: await latestRecords(snapshot, history) });
  }
  return pages;
}
async function latestRecords(snapshot, history) {
  const last = new Map(history.entries.map((entry) => [entry.platform, entry]));
  const found = [];
  for (const { platform, commit } of last.values()) {
    const record = await readBelievable(snapshot, recordPath(history.image, platform, commit), parseRecord);
    if (record !== void 0) found.push(record);
  }
  return found;
}
async function surplus(snapshot, records, changes, now) {
  const summaries = /* @__PURE__ */ new Map();
  for (const path of snapshot.files.keys()) {
    if (!path.startsWith("records/")) continue;
    const record = await readBelievable(snapshot, path, parseRecord);
    summaries.set(path, record === void 0 ? { path, recordedAt: "", layers: [] } : summaryOf(path, record));
  }
  for (const record of records) summaries.set(pathOfRecord(record), summaryOf(pathOfRecord(record), record));
  const written = [...changes].map(([path, text3]) => [path, Buffer.byteLength(text3 ?? "")]);
  return prune({ files: new Map([...snapshot.files, ...written]), records: [...summaries.values()], now });
}
function summaryOf(path, { recordedAt, release, measurement }) {
  const layers = measurement.layers.map(({ diffId }) => diffId);
  return { path, recordedAt, layers, ...release === void 0 ? {} : { release } };
}

// src/run/record-gaps.ts
async function gapChanges(images, snapshot) {
  const changes = /* @__PURE__ */ new Map();
  for (const searched of images) {
    const { name } = searched.image;
    const before = await readGaps(snapshot, name);
    const { measured, gaps } = await outcomesOf(searched);
    const found = new Set(gaps.map(({ commit }) => commit));
    const all = [...before.filter(({ commit }) => !measured.has(commit) && !found.has(commit)), ...gaps];
    if (all.length > 0) changes.set(gapsPath(name), formatGaps(name, all));
    else if (before.length > 0) changes.set(gapsPath(name), null);
  }
  return changes;
}
async function outcomesOf({ walked, commitAt: commitAt2, state }) {
  const measured = /* @__PURE__ */ new Set();
  const gaps = [];
  for (const [position, weighed] of [...walked.weighed].toSorted(([a], [b]) => a - b)) {
    const { commit = "" } = commitAt2(position) ?? {};
    if (weighed.kind === "measured") measured.add(commit);
    if (weighed.kind !== "gap" || (await state.read(commit))?.kind !== "gap") continue;
    gaps.push({ commit, build: state.build, reason: weighed.reason.slice(0, MAX_GAP_REASON) });
  }
  return { measured, gaps };
}

// src/run/record-history.ts
var MOST_RECORDS = 400;
function historyChange(request) {
  const { images, ...place } = request;
  const conditions = new Map(images.map(({ image }) => [image.name, image.conditions]));
  const run = { records: rebuiltRecords(images), layers: /* @__PURE__ */ new Map(), conditions };
  const change = recordChanges({
    ...place,
    measurements: [],
    commit: "",
    layerIndex: () => void 0,
    conditionsOf: (image) => conditions.get(image) ?? []
  });
  return async (snapshot) => {
    const records = run.records.length === 0 ? [] : await change(snapshot, [run]);
    return new Map([...records, ...await gapChanges(images, snapshot)]);
  };
}
function rebuiltRecords(images) {
  return images.flatMap(recordsOf).slice(-MOST_RECORDS);
}
function recordsOf({ walked, commitAt: commitAt2 }) {
  let latest = 0;
  return [...walked.weighed].toSorted(([a], [b]) => a - b).flatMap(([position, weighed]) => {
    const commit = commitAt2(position);
    if (commit === void 0 || weighed.kind !== "measured") return [];
    latest = Math.max(latest, commit.time);
    const recordedAt = `${new Date(latest * 1e3).toISOString().slice(0, 19)}Z`;
    return weighed.measurements.map(
      (measurement) => ({
        schemaVersion: 1,
        commit: commit.commit,
        recordedAt,
        rebuilt: true,
        measurement
      })
    );
  });
}
var HISTORY_MESSAGE = "[skip ci] Record image sizes of earlier commits";

// src/explain/edits/lines.ts
function linesOf(text3) {
  return text3.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
function editedText(text3, edits) {
  const lines = [...linesOf(text3)];
  for (const { start, end, lines: others } of edits.toSorted((a, b) => b.start - a.start))
    lines.splice(start - 1, Math.max(0, end - start + 1), ...others);
  return lines.join("");
}
function withoutEnd(line2) {
  return line2.replace(/\r?\n$/, "");
}
function endOf(text3) {
  return /\r?\n/.exec(text3)?.[0] ?? "\n";
}

// src/run/advised-edits.ts
import { lstat as lstat3, readFile as readFile4 } from "node:fs/promises";
import { join as join7, relative as relative5, resolve as resolve3, sep } from "node:path";

// src/explain/edits/run-changes.ts
var BEFORE = String.raw`(?:^\s*(?:RUN\s+(?:--\S+\s+)*)?|(?:&&|;)\s*)`;
var OPENS_COMMAND = /(?:^\s*RUN(?:\s+--\S+)*|&&|;)\s*\\$/i;
var NOT_JOINED = /<<|(?:^|\s)#|(?:[&;|({\\]|\b(?:then|do|else))$|(?<!-)\b(?:exit|exec)\b/;
var RUN_CHANGES = {
  pip: flag(String.raw`(?:python[\d.]*\s+-m\s+)?pip[\d.]*\s+install`, "--no-cache-dir"),
  apk: flag(String.raw`apk\s+add`, "--no-cache"),
  uv: flag(String.raw`uv\s+(?:sync|pip\s+install)`, "--no-cache"),
  poetry: flag(String.raw`poetry\s+install`, "--no-cache"),
  apt: (lines, path) => /\bapt(?:-get)?\b/.test(commandsOf(lines)) ? append(lines, path.startsWith("var/lib") ? "rm -rf /var/lib/apt/lists/*" : "apt-get clean") : void 0,
  dnf: (lines) => {
    const [program] = /\b(?:microdnf|dnf|yum)\b/.exec(commandsOf(lines)) ?? [];
    return program === void 0 ? void 0 : append(lines, `${program} clean all && rm -rf /var/cache/dnf /var/cache/yum`);
  },
  zypper: (lines) => /\bzypper\b/.test(commandsOf(lines)) ? append(lines, "zypper clean --all") : void 0,
  yarn: (lines) => /\byarn\b/.test(commandsOf(lines)) ? append(lines, "yarn cache clean") : void 0,
  conda: (lines) => /\bconda\b/.test(commandsOf(lines)) ? append(lines, "conda clean --all --yes") : void 0,
  npm: mountNpm
};
function commandsOf(lines) {
  return lines.map(withoutEnd).filter((line2) => !isComment(line2)).map((line2) => line2.replace(/\\\s*$/, " ")).join("").trim();
}
function flag(command, option) {
  const pattern = new RegExp(`(${BEFORE}${command})(?=\\s|$)`, "gi");
  return (lines) => {
    if (commandsOf(lines).includes(option)) return void 0;
    let opens = true;
    const changed = lines.map((line2) => {
      const text3 = withoutEnd(line2);
      if (isComment(text3)) return line2;
      const made = text3.replace(
        pattern,
        (found, head, at) => at === 0 && !opens && !/^[&;]/.test(found) ? found : `${head} ${option}`
      );
      opens = OPENS_COMMAND.test(text3.trimEnd());
      return made + line2.slice(text3.length);
    });
    return changed.join("") === lines.join("") ? void 0 : changed;
  };
}
function append(lines, command) {
  const commands = commandsOf(lines);
  if (NOT_JOINED.test(commands) || /^RUN(?:\s+--\S+)*\s+\[/i.test(commands) || commands.includes(command))
    return void 0;
  const last = lines.at(-1);
  if (last === void 0 || isComment(last)) return void 0;
  const text3 = withoutEnd(last);
  return [...lines.slice(0, -1), `${text3.trimEnd()} && ${command}${last.slice(text3.length)}`];
}
function mountNpm(lines, path) {
  const [directory] = /^.*?\.npm(?=\/|$)/.exec(path) ?? [];
  const [first = "", ...others] = lines;
  const commands = commandsOf(lines);
  if (directory === void 0 || !/^[\w./-]+$/.test(directory) || !/\bnpm\s/.test(commands)) return void 0;
  const mount = `--mount=type=cache,target=/${directory}`;
  if (commands.includes(`/${directory}`) || !/^\s*RUN\s+\S/i.test(first)) return void 0;
  return [first.replace(/^(\s*RUN)\s+/i, `$1 ${mount} `), ...others];
}
function isComment(line2) {
  return /^\s*#/.test(line2);
}

// src/explain/edits/edits.ts
var PATTERN = /^[\w.*/?-]+$/;
function editsOf(asked, textOf2) {
  return [...runEdits(asked, textOf2), ...ignoreEdits(asked, textOf2)];
}
function runEdits(asked, textOf2) {
  const byRun = /* @__PURE__ */ new Map();
  for (const { advice } of asked) {
    const { source, rule, paths, title } = advice;
    if (rule !== "cache" || source === void 0) continue;
    const key = `${source.file}
${source.lines.start}`;
    const wanted = keyed(byRun, key, () => ({ caches: /* @__PURE__ */ new Map(), titles: /* @__PURE__ */ new Set(), source }));
    for (const { path } of paths) {
      const name = cacheNameOf(path);
      if (name !== void 0) wanted.caches.set(`${name} ${path}`, path);
    }
    wanted.titles.add(title);
  }
  const edits = [...byRun.values()].flatMap((wanted) => runEdit(wanted, textOf2) ?? []);
  return edits.filter((edit) => !edits.some((other) => other !== edit && overlaps(edit, other)));
}
function runEdit({ source, caches, titles }, textOf2) {
  const text3 = textOf2(source.file);
  if (text3 === void 0 || text3 === null || !isPlain(text3)) return void 0;
  const { start, end } = source.lines;
  const before = linesOf(text3).slice(start - 1, end);
  if (before.length !== end - start + 1 || withoutSpace(commandsOf(before)) !== withoutSpace(source.instruction))
    return void 0;
  if (!/^\s*RUN\s/i.test(before[0] ?? "") || before.some((line2) => line2.includes("<<"))) return void 0;
  let lines = before;
  for (const [key, path] of caches) lines = RUN_CHANGES[key.split(" ")[0] ?? ""]?.(lines, path) ?? lines;
  return lines === before ? void 0 : { file: source.file, start, end, lines, titles: [...titles] };
}
function isPlain(text3) {
  return !/^\s*#\s*escape\s*=/im.test(text3) && !/^\s*SHELL\s+\[\s*"(?!(?:\/usr)?(?:\/bin\/)?(?:ba|a|da)?sh")/im.test(text3);
}
function withoutSpace(text3) {
  return text3.replace(/\\\r?\n|\s+/g, "");
}
function overlaps(a, b) {
  return a.file === b.file && a.start <= b.end && b.start <= a.end;
}
function ignoreEdits(asked, textOf2) {
  const byFile = /* @__PURE__ */ new Map();
  for (const { advice, ignoreFile } of asked) {
    const [first = "", ...patterns] = advice.change.split("\n");
    const isAsked = /^(?:version-control|context)$/.test(advice.rule) && first.includes(".dockerignore");
    if (!isAsked || ignoreFile === void 0 || !patterns.every((each) => PATTERN.test(each))) continue;
    const wanted = keyed(byFile, ignoreFile, () => ({ caches: /* @__PURE__ */ new Map(), titles: /* @__PURE__ */ new Set(), patterns: /* @__PURE__ */ new Set() }));
    for (const pattern of patterns) wanted.patterns.add(pattern);
    wanted.titles.add(advice.title);
  }
  return [...byFile].flatMap(([file, { patterns, titles }]) => {
    const text3 = textOf2(file);
    if (text3 === void 0) return [];
    const lines = linesOf(text3 ?? "");
    const known2 = new Set(lines.map((line2) => withoutEnd(line2).trim()));
    const missing = [...patterns].filter((pattern) => !known2.has(pattern));
    if (missing.length === 0) return [];
    const end = endOf(text3 ?? "");
    const last = lines.at(-1);
    const added = missing.map((pattern) => pattern + end);
    const place = { file, titles: [...titles] };
    return last === void 0 ? [{ ...place, start: 1, end: 0, lines: added }] : [{ ...place, start: lines.length, end: lines.length, lines: [withoutEnd(last) + end, ...added] }];
  });
}

// src/run/advised-edits.ts
var MOST_BYTES = 1024 * 1024;
async function adviseEdits(report, images, places) {
  const asked = await changesAsked(report, images, places);
  const texts = await readTexts(places.top, asked);
  const edits = editsOf(asked, (file) => texts.get(file));
  const advised = new Set(asked.map(({ advice }) => `${advice.where}
${advice.title}`)).size;
  const taken = new Set(
    edits.flatMap(({ titles, file, start }) => titles.map((title) => `${file}:${start}
${title}`))
  );
  return { edits, texts, advised, taken: taken.size };
}
async function changesAsked({ comparisons }, images, places) {
  const ignoreFiles = /* @__PURE__ */ new Map();
  for (const { name, source } of images) ignoreFiles.set(name, await ignoreFileOf(source, places));
  return comparisons.flatMap(
    ({ image, advice = [] }) => advice.map((each) => ({ advice: each, ignoreFile: ignoreFiles.get(image) }))
  );
}
async function ignoreFileOf(source, { root, top }) {
  if (source.kind !== "dockerfile" || isRemoteContext(source.context)) return void 0;
  const own = `${resolve3(root, source.file)}.dockerignore`;
  const isThere = await lstat3(own).catch(() => void 0);
  return pathIn(top, isThere === void 0 ? join7(resolve3(root, source.context), ".dockerignore") : own);
}
function pathIn(top, path) {
  const inside = relative5(top, path).split(sep).join("/");
  return inside === "" || inside.startsWith("../") || /^(?:\/|[A-Za-z]:)/.test(inside) ? void 0 : inside;
}
async function readTexts(top, asked) {
  const paths = asked.flatMap(({ advice, ignoreFile }) => [advice.source?.file, ignoreFile]);
  const inside = [...new Set(paths)].filter((path) => path !== void 0 && pathIn(top, resolve3(top, path)) === path);
  return new Map(await Promise.all(inside.map(async (path = "") => [path, await readText(join7(top, path))])));
}
async function readText(path) {
  const found = await lstat3(path).catch((error) => error.code === "ENOENT" ? null : void 0);
  if (found === null || found === void 0) return found;
  if (!found.isFile() || found.size > MOST_BYTES) return void 0;
  const bytes = await readFile4(path);
  const text3 = bytes.toString("utf8");
  return Buffer.from(text3).equals(bytes) ? text3 : void 0;
}

// src/model/data-branch.ts
async function realChanges(snapshot, changes) {
  const real = /* @__PURE__ */ new Map();
  for (const [path, text3] of changes) {
    if (!await isInEffect(snapshot, path, text3)) real.set(path, text3);
  }
  return real;
}
async function isInEffect(snapshot, path, text3) {
  const size = snapshot.files.get(path);
  if (text3 === null || size === void 0) return text3 === null && size === void 0;
  return size === Buffer.byteLength(text3) && await snapshot.read(path) === text3;
}

// src/timeline/guarantee.ts
function guaranteeOf({ noise, every, affected, weighed, left }) {
  return { isComplete: left === 0, noise, every, isExact: weighed >= affected };
}

// src/report/timeline/facts.ts
var MOST_BLAMED = 5;
var COLUMNS2 = 60;
var ONE_CAUSE = { layers: 1, packages: 2, files: 1 };
function growthOfStep(step, { metric }) {
  return step[metric];
}
function endsOf({ points, metric }) {
  const [first, last] = [points[0], points.at(-1)];
  return first === void 0 || last === void 0 ? void 0 : { first: first[metric], last: last[metric] };
}
function takenBack(timeline) {
  const pairs = /* @__PURE__ */ new Map();
  const left = new Set(timeline.steps);
  for (const step of timeline.steps) {
    const growth = growthOfStep(step, timeline);
    left.delete(step);
    if (growth <= 0) continue;
    const back = [...left].find((each) => Math.abs(growthOfStep(each, timeline) + growth) <= timeline.noise);
    if (back === void 0) continue;
    left.delete(back);
    pairs.set(step, back);
  }
  return pairs;
}
function growersOf(timeline) {
  const gone = takenBack(timeline);
  const grown = timeline.steps.filter((step) => growthOfStep(step, timeline) > 0 && !gone.has(step));
  const steps2 = grown.toSorted((a, b) => growthOfStep(b, timeline) - growthOfStep(a, timeline)).slice(0, MOST_BLAMED);
  const growth = steps2.reduce((sum, step) => sum + growthOfStep(step, timeline), 0);
  return { steps: steps2, growth, without: (endsOf(timeline)?.last ?? 0) - growth };
}
function restOf(timeline) {
  const { first, last } = endsOf(timeline) ?? { first: 0, last: 0 };
  return timeline.steps.reduce((rest, step) => rest - growthOfStep(step, timeline), last - first);
}
function sparkSizes({ points, metric }) {
  const times = points.map(({ time }) => Date.parse(time));
  const [from, to] = [times[0] ?? 0, times.at(-1) ?? 0];
  if (points.length < 3 || to <= from) return points.map((point) => point[metric]);
  return Array.from({ length: COLUMNS2 }, (_, at) => {
    const time = from + (to - from) * at / (COLUMNS2 - 1);
    const found = points.findLast((_2, index) => (times[index] ?? 0) <= time) ?? points[0];
    return found?.[metric] ?? 0;
  });
}
function causeOfStep({ comparison, base, unpacked }) {
  const before = comparison?.baseline?.base;
  const after = comparison?.head?.base;
  const isBase = base !== null && Math.abs(base) * 2 > Math.abs(unpacked);
  const shown2 = comparison === void 0 ? void 0 : causesOf(comparison, ONE_CAUSE).shown[0];
  const names = (shown2?.rows ?? []).filter(({ name }) => name !== "").map(({ name, became, change }) => ({ name: became === "" ? name : `${name} (${became})`, change }));
  if (!isBase) return { isBase, place: shown2?.place ?? "", what: instructionOf(shown2?.instruction ?? ""), names };
  const [was, is] = [before?.image ?? "", after?.image ?? ""];
  return { isBase, place: "", what: was === is ? is : `${was} \u2192 ${is}`, names };
}

// src/report/timeline/words.ts
function dayOf(time) {
  return time.slice(0, 10);
}
function shortId(commit) {
  return commit.slice(0, 7);
}
var commits = (count) => count === 1 ? "1 commit" : `${formatCount(count)} commits`;
function sizesWords(timeline) {
  const ends = endsOf(timeline);
  if (ends === void 0) return "";
  const { first, last } = ends;
  return `${formatBytes(first)} \u2192 ${formatBytes(last)} (${first === last ? "unchanged" : formatSignedBytes(last - first)})`;
}
function rangeWords({ commits: count, branch, from, to }, name) {
  const end = ({ time, commit }) => `${dayOf(time)} (${shortId(commit)})`;
  return `${commits(count)} of ${name(branch)}, from ${end(from)} to ${end(to)}`;
}
function guaranteeWords(timeline) {
  const { weighed, affected, left, metric } = timeline;
  const { isComplete, isExact, noise, every } = guaranteeOf(timeline);
  const built = `${formatCount(weighed)} of ${commits(affected)} that may have changed the image ${weighed === 1 ? "was" : "were"} weighed.`;
  if (!isComplete)
    return `${built} The search is not complete: at most ${formatCount(left)} are left. Run the same command again to go on.`;
  if (isExact) return `${built} No change of ${metric} by more than ${formatBytes(noise)} is missed.`;
  return `${built} No change of ${metric} by more than ${formatBytes(noise)} is missed that lasted for ${every} of them or more.`;
}
function honestyWords({ builtAt, snapshot, datedArguments }) {
  const today = `All commits were built on ${dayOf(builtAt)} or when they were weighed first, with the packages and base images of that day.`;
  const plain = `${today} Sizes at the time may have been others.`;
  if (!snapshot && datedArguments.length === 0) return plain;
  const epoch = snapshot ? "Each was told its own time by SOURCE_DATE_EPOCH." : "";
  const dated = datedArguments.length === 0 ? "No package mirror was dated." : `Each got the build arguments ${datedArguments.join(", ")} with its own date.`;
  return [plain, epoch, dated].filter((part) => part !== "").join(" ");
}
function withoutWords(timeline) {
  const { steps: steps2, growth, without } = growersOf(timeline);
  if (steps2.length === 0) return "";
  const which = steps2.length === 1 ? "this commit" : `these ${steps2.length} commits`;
  return `Without ${which} (${formatSignedBytes(growth)}) it would be ${formatBytes(Math.max(0, without))}.`;
}
function takenBackWords({ at }) {
  return `taken back by ${shortId(at.commit)} (${dayOf(at.time)})`;
}
function restWords(timeline) {
  const rest = restOf(timeline);
  return rest === 0 ? "" : `${formatSignedBytes(rest)} came in changes of at most ${formatBytes(timeline.noise)}.`;
}
function gapWords({ from, to, commits: count, tried, reason }, safe2) {
  const [first = ""] = reason.split("\n");
  const which = count === 1 ? `${shortId(from.commit)} (${dayOf(from.time)})` : `${commits(count)} from ${shortId(from.commit)} (${dayOf(from.time)}) to ${shortId(to.commit)} (${dayOf(to.time)})`;
  const share = count === tried ? "" : `, ${tried} of them tried`;
  return `No size: ${which}${share}: ${safe2(first)}`;
}
function forecastWords({ condition, days, pace, date, metric }, name) {
  const speed = `At the pace of the last ${formatCount(Math.round(days))} days (${formatSignedBytes(pace)} of ${metric} a day)`;
  if (date === null) return `${speed}, ${name(condition)} is not met within a hundred years.`;
  return `${speed}, ${name(condition)} is met on ${dayOf(date)}.`;
}

// src/report/timeline/picture.ts
var WIDTH = 840;
var HEIGHT = 300;
var AREA = { left: 76, right: WIDTH - 24, top: 60, bottom: HEIGHT - 34 };
function renderTimelineSvg(timeline, { theme = "auto", linkTo } = {}) {
  const { image, platform, metric, points } = timeline;
  const title = svgText(`${image} (${platform}), ${metric}`, 100);
  const sizes = points.map((point) => ({ time: Date.parse(point.time), bytes: point[metric] }));
  const plot = sizes.length === 0 ? void 0 : plotOf(sizes, AREA);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    `<title>${title}</title>`,
    `<style>${themeStyle(theme)}</style>`,
    `<rect class="back" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
    `<text class="ink title" x="14" y="24">${title}</text>`,
    `<text class="soft" x="14" y="42">${svgText(sizesWords(timeline) || "nothing was weighed", 160)}</text>`,
    ...plot === void 0 ? [] : [...axes(plot), line(sizes, plot), ...steps(timeline, plot, linkTo)],
    "</svg>\n"
  ].join("\n");
}
function axes(plot) {
  const { left, right, bottom, bytes, time, toX, toY } = plot;
  return [
    `<path class="grid" d="${gridPath(plot)}"/><path class="mark" d="M${left} ${bottom}H${right}"/>`,
    ...bytes.ticks.map(({ at, label }) => text2(left - 8, toY(at) + 4, label, "end")),
    ...time.ticks.map(({ at, label }) => text2(toX(at), bottom + 18, label, "middle"))
  ];
}
function text2(x, y, words, anchor) {
  return `<text class="soft" x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${svgText(words, 60)}</text>`;
}
function line(sizes, { toX, toY }) {
  const path = sizes.map(
    ({ time, bytes }, at) => `${at === 0 ? "M" : "H"}${toX(time)}${at === 0 ? " " : "V"}${toY(bytes)}`
  );
  const dots = sizes.map(({ time, bytes }) => `<circle class="f0" cx="${toX(time)}" cy="${toY(bytes)}" r="2"/>`);
  return `<path class="line s0" d="${path.join("")}"/>${dots.join("")}`;
}
function steps(timeline, { toX, toY }, linkTo) {
  return timeline.steps.map((step, index) => {
    const point = timeline.points.find(({ commit }) => commit === step.at.commit);
    const [x, y] = [toX(Date.parse(step.at.time)), toY(point?.[timeline.metric] ?? 0)];
    const about = `${formatSignedBytes(growthOfStep(step, timeline))} to ${formatBytes(point?.[timeline.metric] ?? 0)}, ${shortId(step.at.commit)}, ${dayOf(step.at.time)}: ${step.at.subject}`;
    const mark = `<circle class="f1" cx="${x}" cy="${y}" r="5"><title>${svgText(about, 200)}</title></circle>`;
    return linkTo === void 0 ? mark : `<a href="${svgText(linkTo(index), 100)}">${mark}</a>`;
  });
}

// src/page/timeline-page.ts
var LIMITS2 = { layers: 8, packages: 12, files: 6 };
var STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;margin:0 auto;max-width:60rem;padding:1rem}
h1{font-size:1.4rem}h2{font-size:1.15rem;margin-top:2rem}h3{font-size:1rem;margin:0}svg{max-width:100%;height:auto}
table{border-collapse:collapse;width:100%}th,td{padding:.25rem .5rem;text-align:left;vertical-align:top;border-bottom:1px solid #8884}
td.n,th.n{text-align:right;white-space:nowrap}code{font-size:.9em;overflow-wrap:anywhere}.soft{opacity:.75;font-size:.9rem}
section.step{border:1px solid #8886;border-radius:6px;padding:.75rem;margin:.75rem 0}section.step:target{outline:3px solid #0b66b2}`;
function renderTimelinePage(history) {
  const body = [
    "<h1>How the images got their size</h1>",
    `<p>${escapeHtml(rangeWords(history, shown))}</p>`,
    ...history.timelines.map(renderTimeline),
    ...history.notes.map((note) => `<p>${escapeHtml(shown(note))}</p>`),
    `<p class="soft">${escapeHtml(honestyWords(history))}</p>`
  ];
  return pageOf("Image size: history", body);
}
function pageOf(title, body) {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return [
    PAGE_MARKER,
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>`,
    ...body,
    "</body></html>\n"
  ].join("\n");
}
function shown(text3) {
  return cutMiddle(visibleLine(text3), 300);
}
function renderTimeline(timeline, index) {
  const { image, platform, steps: steps2, gaps, forecasts, notes } = timeline;
  const idOf = (step) => `step-${index}-${step}`;
  const gone = takenBack(timeline);
  const list = [
    ...gaps.map((gap) => gapWords(gap, shown)),
    ...forecasts.map((forecast) => forecastWords(forecast, shown)),
    ...notes.map(shown),
    guaranteeWords(timeline)
  ];
  return [
    `<h2>${escapeHtml(shown(image))} (${escapeHtml(platform)})</h2>`,
    renderTimelineSvg(timeline, { linkTo: (step) => `#${idOf(step)}` }),
    renderGrowers(timeline, idOf),
    `<p>${escapeHtml([withoutWords(timeline), restWords(timeline)].filter((words) => words !== "").join(" "))}</p>`,
    ...steps2.map((step, at) => renderStep(step, timeline, idOf(at), gone.get(step))),
    `<ul>${list.map((line2) => `<li>${escapeHtml(line2)}</li>`).join("")}</ul>`
  ].join("\n");
}
function renderGrowers(timeline, idOf) {
  const { steps: steps2 } = growersOf(timeline);
  if (steps2.length === 0) return "<p>No commit made it grow.</p>";
  const rows = steps2.map((step) => {
    const link2 = `<a href="#${idOf(timeline.steps.indexOf(step))}"><code>${shortId(step.at.commit)}</code></a>`;
    const growth = formatSignedBytes(growthOfStep(step, timeline));
    return `<tr><td class="n">${growth}</td><td>${link2}</td><td>${dayOf(step.at.time)}</td><td>${escapeHtml(shown(step.at.author))}</td><td>${escapeHtml(shown(step.at.subject))}</td></tr>`;
  });
  const head = '<tr><th class="n">growth</th><th>commit</th><th>date</th><th>author</th><th>subject</th></tr>';
  return `<table><caption>The commits that made it grow most</caption>${head}${rows.join("")}</table>`;
}
function renderStep(step, timeline, id, back) {
  const { at, commits: commits2 } = step;
  const size = timeline.points.find(({ commit }) => commit === at.commit)?.[timeline.metric] ?? 0;
  const which = commits2 === 1 ? "" : ` (or one of the ${commits2 - 1} before it)`;
  const title = `${formatSignedBytes(growthOfStep(step, timeline))} to ${formatBytes(size)}: ${shown(at.subject)}`;
  const { isBase, what } = causeOfStep(step);
  const base = isBase ? `<p>It came with the base image <code>${escapeHtml(shown(what))}</code>.</p>` : "";
  return [
    `<section class="step" id="${id}"><h3>${escapeHtml(title)}</h3>`,
    `<p class="soft"><code>${escapeHtml(at.commit)}</code>${which}, ${escapeHtml(shown(at.author))}, ${dayOf(at.time)}</p>`,
    base,
    back === void 0 ? "" : `<p>It was ${takenBackWords(back)}.</p>`,
    renderCauses(step),
    "</section>"
  ].join("");
}
function renderCauses({ comparison }) {
  if (comparison === void 0) return "<p>The files of this step are not known.</p>";
  const { shown: causes, hidden } = causesOf(comparison, LIMITS2);
  const rows = causes.filter(isShown).flatMap((cause) => [
    row(cause.growth, `<code>${escapeHtml(shown(`${cause.place} ${cause.instruction}`.trim()))}</code>`),
    ...cause.rows.map(
      ({ change, about, name, became }) => row(change, escapeHtml(shown(["\xB7", about, name, became].filter((part) => part !== "").join(" "))))
    ),
    ...cause.files.map(
      ({ path, before, after }) => row((after ?? 0) - (before ?? 0), `\xB7 <code>/${escapeHtml(shown(path))}</code>`)
    )
  ]);
  const more = hidden === 0 ? "" : `<p class="soft">\u2026 and ${hidden} more layers</p>`;
  return `<table><tr><th class="n">unpacked</th><th>layer, and what is in it</th></tr>${rows.join("")}</table>${more}`;
}
function isShown({ growth, rows, files }) {
  return growth !== 0 || rows.length + files.length > 0;
}
function row(change, what) {
  return `<tr><td class="n">${formatSignedBytes(change)}</td><td>${what}</td></tr>`;
}

// src/report/timeline/markdown.ts
var COLUMNS3 = [column("growth", "right"), column("size", "right"), column("commit"), column("what")];
var MOST_STEPS = 50;
var MOST_GAPS = 20;
function renderHistoryMarkdown(history) {
  const parts = [
    "## How the images got their size",
    rangeWords(history, (name) => codeSpan(name, 80)),
    ...history.timelines.map(renderTimeline2),
    ...history.notes.map((note) => escapeText(note)),
    `<sub>${escapeText(honestyWords(history), 1e3)}</sub>`
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}
`;
}
function renderTimeline2(timeline) {
  const { image, platform, metric, steps: steps2, gaps, forecasts, notes } = timeline;
  const growers = growersOf(timeline).steps;
  const list = [
    ...gaps.slice(0, MOST_GAPS).map((gap) => gapWords(gap, (reason) => codeSpan(reason, 200))),
    ...gaps.length > MOST_GAPS ? [`${gaps.length - MOST_GAPS} more gaps`] : [],
    ...forecasts.map((forecast) => forecastWords(forecast, (name) => codeSpan(name, 100))),
    ...notes.map((note) => escapeText(note)),
    guaranteeWords(timeline)
  ];
  const parts = [
    `### ${escapeText(image, 100)} (${platform})`,
    `${metric}: \`${sparkline(sparkSizes(timeline))}\` ${sizesWords(timeline)}`,
    steps2.length === 0 ? "No step was found." : table(timeline, steps2.slice(0, MOST_STEPS)),
    steps2.length > MOST_STEPS ? `\u2026 and ${steps2.length - MOST_STEPS} more steps` : "",
    growers.length < 2 ? "" : `**The ${growers.length} commits that made it grow most**

${table(timeline, growers)}`,
    [withoutWords(timeline), restWords(timeline)].filter((words) => words !== "").join(" "),
    list.map((line2) => `- ${line2}`).join("\n")
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}
function table(timeline, steps2) {
  const gone = takenBack(timeline);
  return renderMarkdownTable({ columns: COLUMNS3, rows: steps2.map((step) => stepRow(step, timeline, gone.get(step))) });
}
function stepRow(step, timeline, back) {
  const { at, commits: commits2 } = step;
  const size = timeline.points.find(({ commit }) => commit === at.commit)?.[timeline.metric] ?? 0;
  const which = commits2 === 1 ? "" : ` or ${commits2 - 1} before`;
  const title = `${escapeText(at.subject, 120)}<br>${escapeText(at.author, 60)}, ${dayOf(at.time)}`;
  return [
    `**${unbroken(formatSignedBytes(growthOfStep(step, timeline)))}**`,
    unbroken(formatBytes(size)),
    `\`${shortId(at.commit)}\`${which}`,
    [title, causeText(step), back === void 0 ? "" : takenBackWords(back)].filter((part) => part !== "").join("<br>")
  ];
}
function causeText(step) {
  const { isBase, place, what, names } = causeOfStep(step);
  const source = [
    isBase ? "base image" : "",
    place === "" ? "" : codeCell(place),
    what === "" ? "" : codeCell(what, 120)
  ];
  const shown2 = names.map(({ name, change }) => `${codeCell(name, 100)} ${unbroken(formatSignedBytes(change))}`);
  return [source.filter((part) => part !== "").join(" "), shown2.join(", ")].filter((part) => part !== "").join(": ");
}

// src/report/timeline/terminal.ts
var COLUMNS4 = [
  column("growth", "right"),
  column("size", "right"),
  column("commit"),
  column("date"),
  column("author"),
  column("what")
];
var [GREEN, RED, BOLD] = [32, 31, 1];
var MOST_GAPS2 = 10;
function renderHistoryTerminal(history, options) {
  const parts = [
    rangeWords(history, safe),
    ...history.timelines.map((timeline) => renderTimeline3(timeline, options)),
    [...history.notes.map(safe), honestyWords(history)].join("\n")
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}
`;
}
function renderTimeline3(timeline, options) {
  const { image, platform, metric, steps: steps2, gaps, forecasts, notes } = timeline;
  const spark = sparkline(sparkSizes(timeline));
  const title = `${paint(safe(image), BOLD, options.colour)} (${platform}), ${metric}: ${spark} ${sizesWords(timeline)}`;
  const growers = growersOf(timeline).steps;
  const lines = [
    title,
    ...steps2.length === 0 ? ["No step was found."] : [table2(timeline, steps2, options, causeCells)],
    ...growers.length < 2 ? [] : [`
The ${growers.length} commits that made it grow most:`, table2(timeline, growers, options, () => [])],
    [withoutWords(timeline), restWords(timeline)].filter((words) => words !== "").join(" "),
    ...gaps.slice(0, MOST_GAPS2).map((gap) => gapWords(gap, safe)),
    ...gaps.length > MOST_GAPS2 ? [`\u2026 and ${gaps.length - MOST_GAPS2} more gaps`] : [],
    ...forecasts.map((forecast) => forecastWords(forecast, safe)),
    ...notes.map(safe),
    guaranteeWords(timeline)
  ];
  return lines.filter((line2) => line2 !== "").join("\n");
}
function table2(timeline, steps2, options, below) {
  const gone = takenBack(timeline);
  const rows = steps2.flatMap((step) => [stepCells(step, timeline), ...below(step, gone.get(step))]);
  return renderTerminalTable({ columns: COLUMNS4, rows }, options);
}
function stepCells(step, timeline) {
  const { at, commits: commits2 } = step;
  const growth = growthOfStep(step, timeline);
  const size = timeline.points.find(({ commit }) => commit === at.commit)?.[timeline.metric] ?? 0;
  const which = commits2 === 1 ? shortId(at.commit) : `${shortId(at.commit)} or ${commits2 - 1} before`;
  return [
    { text: formatSignedBytes(growth), colour: growth > 0 ? RED : GREEN },
    formatBytes(size),
    which,
    dayOf(at.time),
    cutMiddle(visibleLine(at.author), 20),
    visibleLine(at.subject)
  ];
}
function causeCells(step, back) {
  const { isBase, place, what, names } = causeOfStep(step);
  const source = isBase ? `base image ${safe(what)}` : [place, safe(what)].filter((part) => part !== "").join(" ");
  const shown2 = names.map(({ name, change }) => `${safe(name)} ${formatSignedBytes(change)}`);
  const line2 = [source, shown2.join(", ")].filter((part) => part !== "").join(": ");
  const lines = [line2, back === void 0 ? "" : takenBackWords(back)].filter((part) => part !== "");
  return lines.map((each) => ["", "", "", "", "", `\xB7 ${each}`]);
}
function safe(text3) {
  return cutMiddle(visibleLine(text3), 160);
}

export {
  runCheck,
  realChanges,
  readGaps,
  readBounded,
  replace,
  guarded,
  defaultStateFolder,
  positionsOfSizes,
  leftAtMost,
  pastCommit,
  searchHistory,
  openPast,
  expectBuilt,
  walkImage,
  dayOf,
  shortId,
  renderTimelineSvg,
  renderTimelinePage,
  pageOf,
  shown,
  renderHistoryMarkdown,
  renderHistoryTerminal,
  MAX_WAITING_RUN,
  formatWaitingRun,
  parseWaitingRun,
  badgeSnippet,
  waitingRunOf,
  holdsRecords,
  recordChanges,
  historyChange,
  HISTORY_MESSAGE,
  linesOf,
  editedText,
  withoutEnd,
  adviseEdits
};
