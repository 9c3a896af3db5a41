import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  TOO_DEEP,
  TOO_MANY_VALUES,
  compose,
  lexicalProblem
} from "./chunk-XCEVELY4.js";
import {
  contextSources,
  directoriesAbove,
  holdingOf,
  listFiles,
  neededPart,
  parseDockerfile,
  unsetInFrom
} from "./chunk-3SRQSNUV.js";
import {
  DEFAULT_FAIL_IF,
  defaultBranchRef,
  isRemoteContext,
  parseImages,
  require_dist,
  topLevel
} from "./chunk-KVAMYFKP.js";
import {
  METRIC_NAMES,
  asList,
  asRecord,
  groupBy
} from "./chunk-QX4VVKC4.js";
import "./chunk-UWS2MVFE.js";
import "./chunk-FPYIA4FT.js";
import {
  VERSION
} from "./chunk-GWQ6EPUK.js";
import {
  cutMiddle,
  visibleLine
} from "./chunk-XSAKZETS.js";
import "./chunk-C5KJ4NRV.js";
import "./chunk-SM6COODY.js";
import "./chunk-NPLJAB6U.js";
import {
  checkArgument
} from "./chunk-DHE32DWY.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";
import {
  __callDispose,
  __toESM,
  __using
} from "./chunk-UOFCCHBS.js";

// src/command/init.ts
import { realpath as realpath2, stat as stat3 } from "node:fs/promises";
import { basename, relative as relative2, resolve } from "node:path";
import { dirname as dirname2 } from "node:path/posix";

// src/command/init/actions.ts
var ACTIONS = {
  "actions/checkout": "v7",
  "actions/setup-node": "v7",
  "docker/setup-qemu-action": "v4",
  "docker/setup-buildx-action": "v4",
  "docker/login-action": "v4",
  "docker/build-push-action": "v7",
  "github/codeql-action/upload-sarif": "v4"
};
function current(action) {
  return `${action}@${ACTIONS[action]}`;
}
var NAME = /^[A-Za-z0-9][\w.-]*\/[\w.-]+(?:\/[\w.-]+)*$/;
var REF = /^\w[\w./+-]{0,199}$/;
var COMMENT = /^[^\p{Cc}]{1,100}$/u;
var ACCEPTED = 'OWNER/REPOSITORY@REF, where REF is a tag or the 40 digits of a commit, then perhaps " # v1"';
function parseAction(text) {
  const [, written = "", comment2] = /^(\S+)(?:\s+#\s*(.*?))?\s*$/su.exec(text) ?? [];
  const at = written.indexOf("@");
  const [name, ref] = [written.slice(0, at), written.slice(at + 1)];
  if (at < 0 || !NAME.test(name) || !REF.test(ref) || comment2 !== void 0 && !COMMENT.test(comment2)) {
    throw new UserError(`--action: found "${printable(text.slice(0, 200))}", accepted is ${ACCEPTED}`);
  }
  if (/^[0-9a-f]{7,64}$/.test(ref) && /[a-f]/.test(ref) && ref.length !== 40) {
    throw new UserError(`--action: found a commit of ${ref.length} digits, accepted is ${ACCEPTED}`);
  }
  return { uses: written, ...comment2 === void 0 ? {} : { comment: comment2 } };
}

// src/command/init/checkout.ts
import { join } from "node:path";

// src/command/init/entries.ts
import { posix } from "node:path";

// src/command/init/evidence/choose.ts
var FOR_DEVELOPMENT = /^(?:dev|devel|development|debug|tests?|testing|unit-?tests?|lint|linter|ci|checks?|builds?|builder|base|deps|dependencies|coverage|docs?|e2e|vendor|validate)$/i;
var COMPOSE = 4;
function chooseVariants(evidence, declared) {
  const classOf = ({ rank, isExact }) => 2 * rank + (isExact ? 0 : 1);
  const best = Math.min(...evidence.map(classOf));
  const bound = evidence.filter((each) => classOf(each) === best);
  const chosen = best < COMPOSE ? bound : bound.filter(({ from }) => from === bound[0]?.from);
  const native = preferred(chosen, ({ platforms }) => platforms === void 0 || OF_RUNNER.test(platforms));
  const shipped = native.filter(({ target }) => target === void 0 || !FOR_DEVELOPMENT.test(target));
  const images = shipped.length > 0 ? shipped : native.map(({ target: _, ...rest }) => rest);
  const distinct = /* @__PURE__ */ new Map();
  for (const each of images) {
    const variant = variantOf(each, declared);
    const key = labelOf(variant.target?.toLowerCase() === declared.last ? { buildArgs: variant.buildArgs } : variant);
    const known = distinct.get(key);
    if (known === void 0 || each.lacks < known.lacks) distinct.set(key, { lacks: each.lacks, variant });
  }
  return [...distinct.values()].map(({ variant }) => variant);
}
var OF_RUNNER = /\b(?:amd64|x86_64)\b/;
function preferred(items, meets) {
  const found = items.filter(meets);
  return found.length > 0 ? found : items;
}
function labelOf({ target, buildArgs }) {
  const values = buildArgs.map((argument) => argument.slice(argument.indexOf("=") + 1));
  return [...target === void 0 ? [] : [target], ...values].join("-");
}
function variantOf({ context, target, buildArgs, buildContexts, from }, declared) {
  const used = buildArgs.filter((argument) => declared.args.has(argument.slice(0, argument.indexOf("="))));
  const isStage = target !== void 0 && (declared.stages.has(target.toLowerCase()) || /^\d+$/.test(target));
  return { context, ...isStage ? { target } : {}, buildArgs: used, buildContexts, from };
}

// src/command/init/entries.ts
var LONGEST_NAME = 128;
function toEntries(found, repositoryName) {
  const { dockerfiles, builds, bakeFiles } = found;
  const isShipped = (file) => builds?.get(file ?? "")?.some((build) => build.isShipped) === true;
  const services = found.services.filter(({ dockerfile }) => !isShipped(dockerfile));
  const composed = new Set(services.map(({ dockerfile }) => dockerfile));
  const listed2 = dockerfiles.filter((file) => !composed.has(file));
  const candidates = [
    ...listed2.flatMap((file) => fileEntries(file, builds?.get(file) ?? [], found, repositoryName)),
    ...services.map(serviceEntry)
  ];
  const named = withSiblings(withNames(candidates));
  const folders = [...new Set(bakeFiles.map((file) => posix.dirname(file)))];
  const isCovered = (entry) => folders.some((folder) => isWithin(pathOf(entry), folder));
  return {
    images: named.filter((entry) => !isCovered(entry)),
    bake: folders.map((folder) => mergedInOrder(bakeFiles.filter((file) => posix.dirname(file) === folder))),
    covered: named.filter(isCovered)
  };
}
function mergedInOrder(files) {
  const place = (file) => (file.includes(".override.") ? 2 : 0) + (file.endsWith(".json") ? 0 : 1);
  return files.toSorted((one, other) => place(one) - place(other));
}
function pathOf({ source }) {
  return source.kind === "dockerfile" ? source.file : source.service.file;
}
function fileEntries(file, builds, found, repositoryName) {
  const { short, long } = namesOf(file, repositoryName);
  if (builds.length === 0) return [{ source: { kind: "dockerfile", file, context: posix.dirname(file) }, short, long }];
  const also = found.services.filter(({ dockerfile }) => dockerfile === file);
  return builds.map((build) => {
    const label = builds.length > 1 ? labelAmong(build, builds) : "";
    const named = (name) => label === "" ? name : cleanName(`${name}-${label}`);
    return {
      source: sourceOf(file, build),
      short: named(short),
      long: named(long),
      ...build.from === void 0 ? {} : { from: build.from },
      ...filled({ also: also.map((service) => `${service.file}#${service.name}`) }),
      ...filled({ missing: build.missing, unset: build.unset })
    };
  });
}
var LONGEST_LABEL = 40;
function labelAmong(build, builds) {
  const isCommon = (argument) => builds.every(({ buildArgs }) => buildArgs.includes(argument));
  const label = labelOf({ ...build, buildArgs: build.buildArgs.filter((argument) => !isCommon(argument)) });
  return label.length > LONGEST_LABEL ? "" : label;
}
function sourceOf(file, { context, target, buildArgs, buildContexts }) {
  const named = target === void 0 ? {} : { target };
  return { kind: "dockerfile", file, context, ...named, ...filled({ buildArgs, buildContexts }) };
}
function filled(lists) {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}
function namesOf(file, repositoryName) {
  const folder = posix.dirname(file);
  const short = shortName(file, repositoryName);
  const suffix = short === cleanName(posix.basename(folder)) || folder === "." ? "" : `/${short}`;
  return { short, long: folder === "." ? short : cleanName(`${folder}${suffix}`) };
}
function serviceEntry(service) {
  const long = cleanName(posix.join(posix.dirname(service.file), service.name));
  return { source: { kind: "service", service }, short: cleanName(service.name), long };
}
function shortName(file, repositoryName) {
  try {
    const [image] = parseImages([`./${dotted(file).replaceAll("=", "-")}`], { buildArgs: [] }, repositoryName);
    if (image !== void 0) return image.name;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  return cleanName(file.replace(/(?:^|\/)(?:Dockerfile|Containerfile)$/i, "") || repositoryName);
}
function dotted(file) {
  return file.replace(/(?<=(?:^|\/)(?:Dockerfile|Containerfile))[-_](?=[^/]+$)/i, ".").replace(/[-_](?=(?:Dockerfile|Containerfile)$)/i, ".");
}
function cleanName(text) {
  const parts = text.split("/").map((part) => part.replace(/[^A-Za-z0-9._]+/g, "-").replace(/\.{2,}/g, "."));
  const name = parts.map((part) => part.replace(/-$/, "")).filter((part) => !/^[.-]*$/.test(part));
  return name.join("/").slice(-LONGEST_NAME).replace(/^[^A-Za-z0-9]+/, "") || "image";
}
function withNames(candidates) {
  const named = groupBy(candidates, ({ short }) => short);
  const isShared = (name) => (named.get(name)?.length ?? 0) > 1;
  const taken = /* @__PURE__ */ new Set();
  return candidates.map(({ short, long, ...rest }) => {
    const name = free(isShared(short) ? long : short, taken);
    taken.add(name);
    return { name, ...rest };
  });
}
function free(name, taken) {
  if (!taken.has(name)) return name;
  const numbered = (count2) => `${name.slice(0, LONGEST_NAME - 8)}-${count2}`;
  let count = 2;
  while (taken.has(numbered(count))) count += 1;
  return numbered(count);
}
function withSiblings(entries) {
  const first = /* @__PURE__ */ new Map();
  return entries.map((entry) => {
    if (entry.source.kind !== "dockerfile") return entry;
    const folder = posix.dirname(entry.source.file);
    const sibling = first.get(folder);
    if (sibling === void 0) first.set(folder, entry.name);
    return sibling === void 0 ? entry : { ...entry, sibling };
  });
}
function isWithin(path, folder) {
  return folder === "." || path === folder || path.startsWith(`${folder}/`);
}

// src/command/init/read.ts
import { constants } from "node:fs";
import { lstat, open } from "node:fs/promises";
var MOST_READ = 1024 * 1024;
async function readPlain(path, longest = MOST_READ) {
  var _stack = [];
  try {
    if (!(await lstat(path).catch(() => void 0))?.isFile()) return null;
    const opened = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => void 0);
    if (opened === void 0) return null;
    const file = __using(_stack, opened, true);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longest), 0, longest, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// src/command/init/checkout.ts
var PATHS = /^[ \t]*path[ \t]*=[ \t]*"?([^"\n]+?)"?[ \t]*$/gm;
async function checkoutNeeds(root, { images, bake }) {
  const modules = [...(await readPlain(join(root, ".gitmodules")) ?? "").matchAll(PATHS)].map(
    ([, path = ""]) => path
  );
  const contexts = [
    ...bake.length > 0 ? ["."] : [],
    ...images.map(({ source }) => source.kind === "dockerfile" ? source.context : ".")
  ];
  const isNeeded = (path) => contexts.some((context) => isWithin(path, context) || isWithin(context, path));
  const attributes = await readPlain(join(root, ".gitattributes")) ?? "";
  return { submodules: modules.some(isNeeded), lfs: /^[^#\n]*\bfilter=lfs\b/m.test(attributes) };
}

// src/command/init/config-text.ts
var import_yaml = __toESM(require_dist(), 1);

// src/config/file/json-schema.ts
var SCHEMA_URL = "https://raw.githubusercontent.com/image-size-gate/image-size-gate/main/schema.json";

// src/command/init/config-text.ts
var HEAD = ` yaml-language-server: $schema=${SCHEMA_URL}
 The images that Image Size Gate builds and measures, and their limits. "image-size-gate init" wrote this file; edit it freely.`;
var CONDITIONS = ` A condition is METRIC > [+]AMOUNT, parts joined by "and". METRIC (own-\u2026 is what you add to the base image, base-\u2026 its part):
 ${METRIC_NAMES.join(", ")}.
 With + it limits growth against the base commit, without + the image itself.`;
var WARN_IF = ` warn-if: [ "wasted > 5%" ]`;
var OF_ONE_IMAGE = ` An entry can also have (all keys: the schema above):
 target: runtime                     # the stage to build; without it the last one
 fail-if: [ "download > 120 MB" ]    # its own conditions, besides those above
 noise: 200 kB                       # what differs between two builds of one commit: "check --repeat 5 --no-cache" measures it
 verify:                             # a smaller image that no longer works is no improvement
   - user: non-root
   - run: [ app, --version ]`;
var STYLE = { lineWidth: 0, blockQuote: false, nullStr: "", flowCollectionPadding: true };
function configText({ images, bake, covered }) {
  const document = new import_yaml.Document({
    "fail-if": [...DEFAULT_FAIL_IF],
    ...bake.length === 0 ? {} : { bake: bakeSetting(bake) },
    ...images.length === 0 ? {} : { images: new Map(images.map(({ name }) => [name, {}])) }
  });
  document.commentBefore = HEAD;
  const root = document.contents;
  comment(root, "fail-if", CONDITIONS);
  if (bake.length > 0) comment(root, "bake", `${WARN_IF}

 ${BAKE}`);
  if (images.length > 0) comment(root, "images", bake.length === 0 ? WARN_IF : "");
  const entries = root.get("images");
  for (const [at, entry] of images.entries()) {
    const settings = document.createNode(settingsOf(entry.source));
    settings.comment = afterwards(entry, at === 0);
    explainContext(settings, entry);
    entries?.set(entry.name, settings);
  }
  if (covered.length > 0) document.comment = coveredText(covered);
  return document.toString(STYLE);
}
var BAKE = "All default targets of these bake files become images; an entry below with a target's name adds settings.";
function bakeSetting(groups) {
  const settings = groups.map((files) => {
    const [only, ...others] = files;
    return only !== void 0 && others.length === 0 && !only.includes("#") ? literal(only) : { files: files.map(literal) };
  });
  return settings.length === 1 ? settings[0] : settings;
}
function settingsOf(source) {
  if (source.kind === "dockerfile") return fileSettings(source);
  const { file, target } = source.service;
  if (file.includes("#")) return { bake: { files: [literal(file)], target } };
  return { bake: `${literal(file)}#${target}` };
}
function fileSettings({ file, context, target, buildArgs, buildContexts }) {
  return {
    file: literal(file),
    context: literal(context),
    ...target === void 0 ? {} : { target: literal(target) },
    ...buildArgs === void 0 ? {} : { "build-args": valuesOf(buildArgs) },
    ...buildContexts === void 0 ? {} : { "build-contexts": valuesOf(buildContexts) }
  };
}
function valuesOf(entries) {
  return new Map(
    entries.map((entry) => [entry.slice(0, entry.indexOf("=")), literal(entry.slice(entry.indexOf("=") + 1))])
  );
}
function explainContext(settings, { from }) {
  const context = settings.get("context", true);
  if (from !== void 0 && (0, import_yaml.isScalar)(context)) context.comment = ` as ${printable(from)} builds it`;
}
function literal(path) {
  return path.replaceAll("${", () => "$${");
}
function afterwards({ source, sibling, also = [], unset = [], missing = [] }, isFirst) {
  const parts = [
    ...sibling === void 0 ? [] : [`${commentOf({ "variant-of": sibling })} # if it is another way to build the same application`],
    ...source.kind === "service" ? sameText(source.service) : [],
    ...also.map((service) => ` ${printable(service)} builds the same Dockerfile`),
    ...unset.map((name) => ` build-args: { ${name}: \u2026 } # its FROM needs a value`),
    ...missing.map(
      (source2) => ` its context has no ${JSON.stringify(source2)}: let a step of the workflow make it before`
    ),
    ...isFirst ? [OF_ONE_IMAGE] : []
  ];
  return parts.join("\n");
}
function sameText({ same: same2 }) {
  return same2.length === 0 ? [] : [` built in the same way: ${same2.map((name) => JSON.stringify(name)).join(", ")}`];
}
function coveredText(covered) {
  const lines = covered.map(({ name, source }) => commentOf({ [name]: settingsOf(source) }, 2));
  return [
    " Not listed, since the bake files above probably build them; add an entry for each that they do not build:",
    " images:",
    ...lines
  ].join("\n");
}
function commentOf(value, indent = 0) {
  const text = (0, import_yaml.stringify)(value, STYLE).trimEnd();
  return text.replace(/^/gm, ` ${" ".repeat(indent)}`);
}
function comment(map, key, text) {
  const pair = map.items.find((item) => item.key.value === key);
  if (pair === void 0 || text === "") return;
  pair.key.commentBefore = text;
  pair.key.spaceBefore = pair !== map.items[0];
}

// src/command/init/find.ts
import { join as join6, posix as posix11 } from "node:path";

// src/command/init/builds.ts
import { stat } from "node:fs/promises";
import { join as join3 } from "node:path";

// src/command/init/context.ts
import { readdir } from "node:fs/promises";
import { join as join2, posix as posix2 } from "node:path";

// src/command/init/run-needs.ts
var TOOLS = [
  [/\bnpm ci\b/, ["package-lock.json", "npm-shrinkwrap.json"]],
  [/\bnpm (?:i|install|run)\b/, ["package.json"]],
  [/\bpnpm\b/, ["pnpm-lock.yaml", "pnpm-workspace.yaml"]],
  [/\byarn\b/, ["yarn.lock"]],
  [/\bbun (?:i|install|run)\b/, ["bun.lock", "bun.lockb"]],
  [/\bturbo\b/, ["turbo.json"]],
  [/\bnx\b/, ["nx.json"]],
  [/\bgo (?:build|install|mod|test)\b/, ["go.mod"]],
  [/\bcargo\b/, ["Cargo.toml"]],
  [/\bmvn\b/, ["pom.xml"]],
  [/\bmvnw\b/, ["mvnw"]],
  [/\bgradlew\b/, ["gradlew"]],
  [/\bgradle\b/, ["settings.gradle", "settings.gradle.kts", "build.gradle", "build.gradle.kts"]],
  [/\bbundle\b/, ["Gemfile"]],
  [/\bpoetry\b/, ["poetry.lock", "pyproject.toml"]],
  [/\buv (?:sync|pip)\b/, ["uv.lock", "pyproject.toml"]],
  [/\bpip3? install\b.* \.(?:\s|$)/, ["pyproject.toml", "setup.py"]],
  [/\bcomposer\b/, ["composer.json"]],
  [/\bmix\b/, ["mix.exs"]],
  [/\bmake\b/, ["Makefile"]]
];
var PATH = /(?<=^|[\s="'])(?:\.\/)?([\w@-][\w@.-]{0,100}(?:\/[\w@.-]{1,100}){1,20}|[\w@-][\w@.-]{0,100}\.[A-Za-z]\w{0,9})(?=$|[\s"',;&|)\]])/g;
var MOST_NEEDS = 60;
var MANIFESTS = [
  "package.json",
  "go.mod",
  "Cargo.toml",
  "pyproject.toml",
  "setup.py",
  "requirements.txt",
  "pom.xml",
  "build.gradle",
  "build.gradle.kts",
  "Gemfile",
  "composer.json",
  "mix.exs",
  "Makefile"
];
function runNeeds({ instructions }) {
  const texts = instructions.filter(({ keyword }) => STARTS.includes(keyword)).map(({ argument }) => argument.slice(0, 4e3));
  const tools = TOOLS.filter(([pattern]) => texts.some((text) => pattern.test(text))).map(([, files]) => files);
  const paths = texts.flatMap((text) => [...text.matchAll(PATH)].map(([, path = ""]) => path));
  return [...tools, ...[...new Set(paths)].map((path) => [path])].slice(0, MOST_NEEDS);
}
var STARTS = ["RUN", "CMD", "ENTRYPOINT"];
function namesOfFolder({ instructions }, folder) {
  const names = folder.split("/").length;
  if (names < 2) return 0;
  const isNamed = ({ argument }) => `/${argument}/`.replace(/[\s"',=:]/g, "/").includes(`/${folder}/`);
  return instructions.some(isNamed) ? names : 0;
}

// src/command/init/context.ts
var BESIDE_PROJECT = /^\.?(?:docker|dockerfiles?|containers?|build|builds|deploy|deployments?|packag(?:e|ing)|ci|devops|ops|infra(?:structure)?|images?|release)$/i;
var OF_DOCKERFILE = /dockerfile|containerfile|^\.dockerignore$|^(?:docker-)?compose.*\.ya?ml$|^readme/i;
async function inferContext(subject) {
  const { file, tree, values } = subject;
  const sources = contextSources(tree, values);
  const needs = sources.includes("") ? runNeeds(tree) : [];
  const directories = directoriesAbove(file);
  const scores = await Promise.all(directories.map((directory) => scoreOf(subject, directory, sources, needs)));
  const most = Math.max(...scores.map(({ sources: sources2 }) => sources2));
  const holding = scores.filter(({ sources: sources2 }) => sources2 === most);
  const needed = Math.max(...holding.map(({ needs: needs2 }) => needs2));
  const best = holding.filter((score) => score.needs === needed).map(({ directory }) => directory);
  return best[0] === posix2.dirname(file) && best.length > 1 ? nearestProject(subject, best, sources) : best[0] ?? ".";
}
async function missingSources({ root, file, tree, values }, directory) {
  const sources = contextSources(tree, values);
  const holdings = await Promise.all(sources.map((source) => holdingOf({ root, directory, dockerfile: file }, source)));
  return sources.filter((_, at) => holdings[at] !== "yes");
}
async function scoreOf({ root, file, tree }, directory, sources, needs) {
  const has = async (source) => await holdingOf({ root, directory, dockerfile: file }, source) === "yes";
  const held = await Promise.all(sources.map(has));
  const met = await Promise.all(needs.map(async (each) => (await Promise.all(each.map(has))).includes(true)));
  const folder = sources.includes("") ? posix2.relative(directory, posix2.dirname(file)) : "";
  const needed = met.filter(Boolean).length + namesOfFolder(tree, folder);
  return { directory, sources: held.filter(Boolean).length, needs: needed };
}
async function nearestProject({ root }, directories, sources) {
  const [own = "."] = directories;
  if (!sources.includes("")) return own;
  const names = await Promise.all(directories.map((directory) => readdir(join2(root, directory)).catch(() => [])));
  const isBeside = own.split("/").some((name) => BESIDE_PROJECT.test(name));
  const isAlone = names[0]?.every((name) => OF_DOCKERFILE.test(name)) === true;
  const projects = directories.filter((_, at) => names[at]?.some(isManifest));
  if (projects[0] === own || !(isBeside || isAlone)) return own;
  return projects[0] ?? folderAbove(own);
}
function isManifest(name) {
  return MANIFESTS.includes(name) || /\.(?:sln|slnx|csproj)$/.test(name);
}
function folderAbove(own) {
  const names = own.split("/");
  const at = names.findIndex((name) => BESIDE_PROJECT.test(name));
  return at > 0 ? names.slice(0, at).join("/") : ".";
}

// src/command/init/evidence/bind.ts
import { posix as posix3 } from "node:path";

// src/command/init/evidence/recipe.ts
var UNKNOWN = /\$\{(\w+)\}/g;
function variableOf(name) {
  return `\${${name.replace(/\W+/g, "_").replace(/^_|_$/g, "").slice(0, 80) || "unknown"}}`;
}
function isUnknown(text) {
  return /[$`]/.test(text);
}

// src/command/init/evidence/bind.ts
var MOST_VARIABLES = 3;
var LONGEST_PATH = 300;
function fileOf({ file, context }) {
  return file ?? posix3.join(context, "Dockerfile");
}
function bind(evidence, dockerfile) {
  const written = fileOf(evidence);
  const captured = written === dockerfile ? {} : capture(written, dockerfile);
  if (captured === void 0) return void 0;
  const fill = (text) => text.replace(UNKNOWN, (variable, name) => captured[name] ?? variable);
  const context = fill(evidence.context);
  if (isUnknown(context)) return void 0;
  const platforms = fill(evidence.platforms ?? "");
  const target = evidence.target === void 0 ? void 0 : fill(evidence.target);
  return {
    from: evidence.from,
    rank: evidence.rank,
    file: dockerfile,
    isExact: written === dockerfile,
    context,
    ...target === void 0 || target === "" || isUnknown(target) ? {} : { target },
    ...platforms === "" || isUnknown(platforms) ? {} : { platforms },
    buildArgs: evidence.buildArgs.map(fill).filter((argument) => !isUnknown(argument)),
    buildContexts: evidence.buildContexts.map(fill).filter((entry) => !isUnknown(entry))
  };
}
function capture(written, path) {
  const variables = [...written.matchAll(UNKNOWN)].map(([, name = ""]) => name);
  const literal2 = written.replace(UNKNOWN, "");
  if (variables.length === 0 || variables.length > MOST_VARIABLES || !/[a-z]{3}/i.test(literal2)) return void 0;
  if (isUnknown(literal2) || path.length > LONGEST_PATH) return void 0;
  const names = [...new Set(variables)];
  const pattern = written.split(/\$\{\w+\}/).map(escapeRegExp);
  const source = pattern.map((text, at) => at === 0 ? text : `${groupOf(variables, at - 1)}${text}`).join("");
  const found = new RegExp(`^${source}$`, "s").exec(path);
  return found === null ? void 0 : Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ""]));
}
function groupOf(variables, at) {
  const first = variables.indexOf(variables[at] ?? "");
  const number = new Set(variables.slice(0, first + 1)).size;
  return first === at ? "(.+?)" : `(?:\\${number})`;
}
function escapeRegExp(text) {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

// src/command/init/builds.ts
var MOST_BUILDS = 8;
async function findBuildsOf(root, dockerfiles, evidence) {
  const found = /* @__PURE__ */ new Map();
  for (const [file, text] of dockerfiles) found.set(file, await buildsOf(root, file, parseDockerfile(text), evidence));
  return found;
}
async function buildsOf(root, file, tree, evidence) {
  const bound = evidence.flatMap((each) => bind(each, file) ?? []);
  const existing = await Promise.all(bound.map(({ context: context2 }) => isDirectory(join3(root, context2))));
  const usable = bound.filter((_, at) => existing[at]);
  const lacks = await Promise.all(usable.map(async (each) => (await judged(root, file, tree, each)).missing.length));
  const known = usable.map((each, at) => ({ ...each, lacks: lacks[at] ?? 0 }));
  const isShipped = usable.some(({ rank }) => rank === 0);
  const context = await inferContext({ root, file, tree: neededPart(tree) });
  const inferred = await judged(root, file, tree, { context, buildArgs: [], buildContexts: [] });
  if (known.length === 0) return [{ ...inferred, isShipped: false }];
  const variants = chooseVariants(known, declaredIn(tree));
  return Promise.all(
    variants.map(async (each) => ({ ...corrected(await judged(root, file, tree, each), inferred), isShipped }))
  );
}
function corrected(build, inferred) {
  if (build.missing.length === 0 || inferred.missing.length > 0) return build;
  const { from: _, ...rest } = build;
  return { ...rest, context: inferred.context, missing: [] };
}
async function judged(root, file, tree, { context, target, buildArgs, buildContexts, from }) {
  const values = Object.fromEntries(buildArgs.map(split));
  const part = neededPart(tree, target, values);
  const missing = await missingSources({ root, file, tree: part, values }, context);
  const given = { ...target === void 0 ? {} : { target }, ...from === void 0 ? {} : { from } };
  return { context, buildArgs, buildContexts, ...given, missing, unset: unsetInFrom(tree, values) };
}
function split(argument) {
  const at = argument.indexOf("=");
  return [argument.slice(0, at), argument.slice(at + 1)];
}
function declaredIn({ instructions, stages }) {
  const declared = instructions.filter(({ keyword }) => keyword === "ARG");
  const args = new Set(
    declared.flatMap(({ argument }) => [...argument.matchAll(/(?<![^\s])\w+/g)].map(([name]) => name))
  );
  const names = stages.flatMap(({ name }) => name?.toLowerCase() ?? []);
  return { args, stages: new Set(names), last: stages.at(-1)?.name?.toLowerCase() };
}
async function isDirectory(path) {
  return (await stat(path).catch(() => void 0))?.isDirectory() === true;
}

// src/command/init/compose.ts
import { posix as posix5 } from "node:path";

// src/config/file/foreign-yaml.ts
var import_yaml2 = __toESM(require_dist(), 1);
function readForeignYaml(text) {
  const deep = lexicalProblem(text, new import_yaml2.LineCounter());
  if (deep !== null) throw unreadable(deep.message);
  const document = (0, import_yaml2.parseDocument)(text, { logLevel: "error", uniqueKeys: false, prettyErrors: false, schema: "core" });
  const [error] = document.errors;
  if (error !== void 0) throw unreadable(error.message.split("\n")[0] ?? "", error);
  const { value, problems } = compose(document, text);
  const fatal = problems.find(({ message }) => message === TOO_DEEP || message === TOO_MANY_VALUES);
  if (fatal !== void 0) throw unreadable(fatal.message);
  return value;
}
function unreadable(reason, cause) {
  return new UserError(`not readable as YAML (${reason})`, { cause });
}

// src/command/init/evidence/docker-build.ts
import { posix as posix4 } from "node:path";

// src/command/init/evidence/shell.ts
var MOST_COMMANDS = 5e3;
var MOST_WORDS = 300;
var ENDS = /[\n;|&(){}]/;
function shellCommands(text) {
  const reader = new Words(text.replace(/\\\r?\n/g, " "));
  const commands = [];
  while (!reader.atEnd && commands.length < MOST_COMMANDS) {
    const command = reader.command();
    if (command.length > 0) commands.push(command);
  }
  return commands;
}
var Words = class {
  #text;
  #at = 0;
  constructor(text) {
    this.#text = text;
  }
  get atEnd() {
    return this.#at >= this.#text.length;
  }
  command() {
    const words = [];
    while (!this.atEnd && words.length < MOST_WORDS) {
      const char = this.#peek();
      if (ENDS.test(char) && !(char === "{" && words.length > 0)) {
        this.#at++;
        break;
      }
      if (/\s/.test(char)) this.#at++;
      else if (char === "#") this.#comment();
      else words.push(this.#word());
    }
    return words;
  }
  #peek() {
    return this.#text[this.#at] ?? "";
  }
  #comment() {
    const end = this.#text.indexOf("\n", this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }
  #word() {
    let word = "";
    while (!this.atEnd && !/[\s;|&()]/.test(this.#peek())) {
      const char = this.#peek();
      if (char === '"') word += this.#doubleQuoted();
      else if (char === "'") word += this.#until("'", this.#at + 1);
      else if (char === "\\") word += this.#escaped();
      else if (char === "$" || char === "`") word += this.#expansion();
      else {
        word += char;
        this.#at++;
      }
    }
    return word;
  }
  #doubleQuoted() {
    let word = "";
    this.#at++;
    while (!this.atEnd && this.#peek() !== '"') {
      const char = this.#peek();
      if (char === "\\") word += this.#escaped();
      else if (char === "$" || char === "`") word += this.#expansion();
      else {
        word += char;
        this.#at++;
      }
    }
    this.#at++;
    return word;
  }
  #escaped() {
    this.#at += 2;
    return this.#text[this.#at - 1] ?? "";
  }
  /** The text up to a character, and past it. Without one, up to the end. */
  #until(end, start) {
    const found = this.#text.indexOf(end, start);
    const stop = found < 0 ? this.#text.length : found;
    this.#at = stop + 1;
    return this.#text.slice(start, stop);
  }
  #expansion() {
    if (this.#peek() === "`") return variableOf(this.#until("`", this.#at + 1));
    const next = this.#text[this.#at + 1] ?? "";
    if (next === "(") return variableOf(this.#substitution());
    if (next === "{") return variableOf(this.#until("}", this.#at + 2).replace(/(?<=\w)[^\w].*$/s, ""));
    const name = /^\w+|^[@*#?$!-]/.exec(this.#text.slice(this.#at + 1, this.#at + 81))?.[0] ?? "";
    this.#at += 1 + name.length;
    return name === "" ? "$" : variableOf(name);
  }
  /** The inside of `$(…)`, with the brackets that it has. */
  #substitution() {
    const start = this.#at + 2;
    let depth = 0;
    for (this.#at += 1; !this.atEnd; this.#at++) {
      if (this.#peek() === "(") depth++;
      if (this.#peek() === ")" && --depth === 0) break;
    }
    this.#at++;
    return this.#text.slice(start, this.#at - 1);
  }
};

// src/command/init/evidence/docker-build.ts
var ROOT_MARK = "/@repository-root";
var TOOLS2 = /^(?:docker|podman|nerdctl|buildah|buildx|\$\{\w*(?:docker|container|podman|engine|buildx)\w*\})$/i;
var BETWEEN = /^(?:buildx|image|builder|container)$/;
var BUILD = /^(?:build|bud|b)$/;
var FLAGS = /^(?:--(?:push|load|no-cache|pull|rm|force-rm|quiet|compress|debug|check|squash|disable-content-trust|help)?|-[qD]+)$/;
var SHORT = { "-f": "--file", "-t": "--tag" };
function recipesIn(text, { cwd, values = {} }) {
  const known = { ...assignments(text), ...values };
  const recipes = [];
  let directory = cwd;
  for (const command of shellCommands(text)) {
    const words = command.map((word) => replaceKnown(word, known));
    if (words[0] === "cd" || words[0] === "pushd") directory = placed(directory, words[1] ?? "") ?? directory;
    else recipes.push(...recipeOf(words, directory), ...quotedRecipes(words, directory));
  }
  return recipes;
}
function quotedRecipes(words, directory) {
  const quoted = words.filter((word) => /\s/.test(word) && /\bbuild\b/.test(word));
  return quoted.flatMap((word) => shellCommands(word).flatMap((command) => recipeOf(command, directory)));
}
function recipeOf(words, directory) {
  const at = words.findIndex((word, index) => TOOLS2.test(posix4.basename(word)) && optionsAt(words, index + 1) > 0);
  if (at < 0) return [];
  const { options, operands } = divide(words.slice(optionsAt(words, at + 1)));
  const context = placed(directory, contextOf(operands) ?? "");
  const file = options.get("--file")?.at(-1);
  const path = file === void 0 ? void 0 : placed(directory, file);
  if (context === void 0 || file !== void 0 && path === void 0) return [];
  const target = options.get("--target")?.at(-1);
  const platforms = options.get("--platform")?.join(",");
  const buildContexts = (options.get("--build-context") ?? []).flatMap((entry) => placedContext(directory, entry));
  return [
    {
      context,
      ...path === void 0 ? {} : { file: path },
      ...target === void 0 ? {} : { target },
      ...platforms === void 0 ? {} : { platforms },
      buildArgs: (options.get("--build-arg") ?? []).filter((argument) => argument.includes("=")),
      buildContexts
    }
  ];
}
function contextOf(operands) {
  return operands.findLast((word) => !/^\$\{\w+\}$/.test(word)) ?? operands.at(-1);
}
function optionsAt(words, start) {
  let at = start;
  while (at < words.length && BETWEEN.test(words[at] ?? "")) at++;
  return BUILD.test(words[at] ?? "") ? at + 1 : 0;
}
function divide(words) {
  const options = /* @__PURE__ */ new Map();
  const operands = [];
  const add = (name, value) => options.set(name, [...options.get(name) ?? [], value]);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const equals = word.indexOf("=");
    if (/^\d*[<>]/.test(word)) at += /[<>]$/.test(word) ? 1 : 0;
    else if (!word.startsWith("-") || word === "-") operands.push(word);
    else if (FLAGS.test(word)) continue;
    else if (word.startsWith("--") && equals > 0) add(word.slice(0, equals), word.slice(equals + 1));
    else if (/^-[a-z]./.test(word)) add(SHORT[word.slice(0, 2)] ?? word.slice(0, 2), word.slice(2).replace(/^=/, ""));
    else add(SHORT[word] ?? word, words[++at] ?? "");
  }
  const last = words.at(-1) ?? "-";
  return { options, operands: operands.length > 0 || last.startsWith("-") ? operands : [last] };
}
function placed(directory, path) {
  if (path === "" || path === "-" || isRemoteContext(path)) return void 0;
  const isMarked = path === ROOT_MARK || path.startsWith(`${ROOT_MARK}/`);
  if (path.startsWith("/") && !isMarked) return void 0;
  const full = isMarked ? `.${path.slice(ROOT_MARK.length)}` : posix4.join(directory, path);
  const normal = posix4.normalize(full).replace(/(?<=.)\/$/, "");
  return normal === ".." || normal.startsWith("../") ? void 0 : normal;
}
function placedContext(directory, entry) {
  const at = entry.indexOf("=");
  const [name, value] = [entry.slice(0, at), entry.slice(at + 1)];
  if (at <= 0) return [];
  if (/^[a-z-]+:/.test(value)) return [entry];
  const path = placed(directory, value);
  return path === void 0 ? [] : [`${name}=${path}`];
}
var ROOTS = /^(?:GITHUB_WORKSPACE|github_workspace|CI_PROJECT_DIR|BUILD_SOURCESDIRECTORY|PROJECT_ROOT|PROJECT_DIR|REPO_ROOT|ROOT_DIR|ROOTDIR|ROOT|TOP|TOPDIR|(?:shell_)?git_rev_parse_show_toplevel)$/;
var HERE = /^(?:PWD|(?:shell_)?pwd|CURDIR|MAKEFILE_DIR)$/;
function replaceKnown(word, values) {
  return word.replace(UNKNOWN, (variable, name) => {
    if (Object.hasOwn(values, name)) return values[name] ?? "";
    if (ROOTS.test(name)) return ROOT_MARK;
    return HERE.test(name) ? "." : variable;
  });
}
var ASSIGNED = /^[ \t]*(?:export[ \t]+|readonly[ \t]+|local[ \t]+)?([A-Za-z_]\w{0,80})=([^\n;&|]{0,200})/gm;
var PLAIN = /^(["']?)([\w./:@+-]*)\1[ \t]*(?:#.*)?$/;
function assignments(text) {
  const found = /* @__PURE__ */ new Map();
  for (const [, name = "", written = ""] of text.matchAll(ASSIGNED)) {
    const value = PLAIN.exec(written)?.[2];
    found.set(name, found.has(name) && found.get(name) !== value ? void 0 : value);
  }
  return Object.fromEntries([...found].filter(([, value]) => value !== void 0));
}

// src/command/init/evidence/matrix.ts
var MOST_COMBINATIONS = 256;
function combinationsOf(matrix) {
  const { include, exclude, ...axes } = asRecord(matrix);
  const excluded = asList(exclude).map(asRecord);
  const crossed = cross(Object.entries(axes).filter(([, values]) => Array.isArray(values)));
  const kept2 = crossed.filter((each) => !excluded.some((one) => contains(each, one)));
  const all = withIncluded(kept2, asList(include).map(asRecord)).slice(0, MOST_COMBINATIONS);
  return all.length === 0 ? [{}] : all;
}
function cross(axes) {
  if (axes.length === 0) return [];
  let found = [{}];
  for (const [name, values] of axes) {
    found = found.flatMap((each) => values.slice(0, MOST_COMBINATIONS).map((value) => ({ ...each, [name]: value })));
    found = found.slice(0, MOST_COMBINATIONS);
  }
  return found;
}
function withIncluded(crossed, entries) {
  let extended2 = crossed;
  const own = [];
  for (const entry of entries.slice(0, MOST_COMBINATIONS)) {
    const fits = crossed.map(
      (each) => Object.keys(each).every((key) => !Object.hasOwn(entry, key) || same(each[key], entry[key]))
    );
    if (!fits.includes(true)) own.push(entry);
    extended2 = extended2.map((each, at) => fits[at] ? { ...each, ...entry } : each);
  }
  return [...extended2, ...own];
}
function contains(combination, part) {
  return Object.entries(part).every(([key, value]) => same(combination[key], value));
}
function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
function scalarText(value) {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

// src/command/init/compose.ts
var NAME2 = /^[A-Za-z0-9._-]+$/;
var MOST_EXTENDED = 20;
function parseCompose(text, file) {
  const services = /* @__PURE__ */ new Map();
  for (const [name, build] of buildsIn(text)) {
    if (!NAME2.test(name)) continue;
    const key = JSON.stringify(build);
    const first = services.get(key);
    if (first !== void 0) services.set(key, { ...first, same: [...first.same, name] });
    else services.set(key, { file, name, target: name.replaceAll(".", "_"), ...dockerfileOf(build, file), same: [] });
  }
  return [...services.values()];
}
function composeBuilds(text, file) {
  return buildsIn(text).flatMap(([, build]) => {
    const { dockerfile } = dockerfileOf(build, file);
    const { context = ".", target } = build;
    const directory = isPlainPath(context) ? placed(posix5.dirname(file), context) : void 0;
    if (dockerfile === void 0 || directory === void 0) return [];
    const named = typeof target === "string" ? { target } : {};
    return [{ file: dockerfile, context: directory, ...named, buildArgs: argumentsOf(build.args), buildContexts: [] }];
  });
}
function buildsIn(text) {
  const services = asRecord(asRecord(readForeignYaml(text)).services);
  return Object.entries(services).flatMap(([name, service]) => {
    const build = buildOf(asRecord(service), services, MOST_EXTENDED);
    return build === null ? [] : [[name, build]];
  });
}
function buildOf(service, services, depth) {
  const { build, extends: base } = service;
  const inherited = depth > 0 ? extended(base, services, depth) : null;
  if (typeof build === "string") return { ...inherited, context: build };
  return typeof build === "object" && build !== null ? { ...inherited, ...asRecord(build) } : inherited;
}
function extended(base, services, depth) {
  const { service = base, file } = asRecord(base);
  if (typeof service !== "string" || file !== void 0 || !Object.hasOwn(services, service)) return null;
  return buildOf(asRecord(services[service]), services, depth - 1);
}
function dockerfileOf(build, file) {
  const { context = ".", dockerfile = "Dockerfile" } = build;
  if (build.dockerfile_inline !== void 0 || !isPlainPath(context) || !isPlainPath(dockerfile)) return {};
  return { dockerfile: posix5.join(posix5.dirname(file), context, dockerfile) };
}
function argumentsOf(args) {
  const pairs = Object.entries(asRecord(args)).map(([key, value]) => `${key}=${scalarText(value)}`);
  return [...asList(args).map(scalarText), ...pairs].filter(
    (argument) => argument.includes("=") && !argument.endsWith("=")
  );
}
function isPlainPath(value) {
  return typeof value === "string" && !/\$|^\/|^~|:/.test(value) && !isRemoteContext(value);
}

// src/command/init/compose-needs.ts
import { posix as posix6 } from "node:path";
var REQUIRED = /(?<!\$)(?:\$\$)*\$\{([A-Za-z_]\w*):?\?/g;
var MOST_FILES = 200;
var DEFINED = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/gm;
function composeNeeds(text, file, defaults) {
  const services = Object.values(asRecord(asRecord(readForeignYaml(text)).services));
  const files = services.flatMap((service) => filesOf(asRecord(service).env_file));
  const known = new Set([...defaults.matchAll(DEFINED)].map(([, name]) => name));
  const variables = [...text.matchAll(REQUIRED)].map(([, name = ""]) => name).filter((name) => !known.has(name));
  const folder = posix6.dirname(file);
  const paths = [...new Set(files.map((path) => posix6.join(folder, path)))];
  return { files: paths.slice(0, MOST_FILES), variables: [...new Set(variables)] };
}
function filesOf(written) {
  const list = Array.isArray(written) ? written : [written];
  return list.flatMap((each) => {
    const { path = each, required = true } = asRecord(each);
    return typeof path === "string" && required !== false && !/\$|^[/~]/.test(path) ? [path] : [];
  });
}

// src/command/init/evidence/read.ts
import { join as join4, posix as posix8 } from "node:path";

// src/command/init/evidence/makefile.ts
var LONGEST_VALUE = 2e3;
var LONGEST_TEXT = 2 * 1024 * 1024;
var PASSES = 4;
var DEFINITION = /^(?:export[ \t]+|override[ \t]+)*([\w.-]{1,80})[ \t]*(?:\?|::?|:::)?=[ \t]*(.*)$/gm;
var REFERENCE = /\$(?:\$|\(([^()]{0,200})\)|\{([^{}]{0,200})\}|([@<^+*?%]))/g;
var FUNCTION = /\$\((\w{1,20}[ \t](?:[^()\n]|\([^()\n]{0,200}\)){0,300})\)/g;
function makefileCommands(text) {
  const joined = text.replace(/\\\r?\n/g, " ").replace(FUNCTION, (_, inside) => variableReference(inside));
  const values = valuesOf2(joined);
  const lines = joined.split("\n").filter((line) => line.startsWith("	"));
  return expand(lines.map((line) => line.replace(/^\t[ \t]*[@+-]*/, "")).join("\n"), values, LONGEST_TEXT);
}
function variableReference(inside) {
  return variableOf(inside).replace(/^\$\{(.*)\}$/, "$($1)");
}
function valuesOf2(text) {
  let values = new Map([...text.matchAll(DEFINITION)].map(([, name = "", value = ""]) => [name, uncommented(value)]));
  for (let pass = 0; pass < PASSES; pass++) {
    values = new Map([...values].map(([name, value]) => [name, expand(value, values, LONGEST_VALUE)]));
  }
  return values;
}
function uncommented(value) {
  return value.replace(/(?:^|\s)#.*$/, "").trim();
}
function expand(text, values, longest) {
  let left = longest - text.length;
  return text.replace(REFERENCE, (reference, round, curly, automatic) => {
    if (reference === "$$") return longest === LONGEST_TEXT ? "$" : "$$";
    const name = round ?? curly ?? `automatic${automatic?.charCodeAt(0)}`;
    const value = values.get(name) ?? variableReference(name);
    left -= value.length;
    const chosen = left < 0 ? variableReference(name) : value;
    return longest === LONGEST_TEXT ? chosen.replace(/\$\((\w+)\)/g, "$${$1}") : chosen;
  });
}

// src/command/init/evidence/places.ts
import { posix as posix7 } from "node:path";
var EVIDENCE_PATTERNS = [
  ".github/workflows/*.y*ml",
  ".github/actions/**/action.y*ml",
  "**/Makefile",
  "**/GNUmakefile",
  "**/*.mk",
  "**/package.json",
  "**/project.json",
  "**/*.sh",
  "**/justfile",
  "**/Taskfile.y*ml",
  "**/*compose*.y*ml",
  "Jenkinsfile",
  ".gitlab-ci.yml",
  ".travis.yml",
  ".drone.yml",
  ".circleci/config.yml",
  ".buildkite/*.y*ml",
  "azure-pipelines.yml",
  "bitbucket-pipelines.yml"
];
var KINDS = [
  [/^\.github\/(?:workflows\/[^/]+|actions\/(?:.+\/)?action)\.ya?ml$/, "workflow"],
  [/(?:^|\/)(?:GNU)?makefile$|\.mk$/i, "makefile"],
  [/(?:^|\/)package\.json$/, "package"],
  [/(?:^|\/)project\.json$/, "nx"],
  [/(?:^|\/)[^/]*compose[^/]*\.ya?ml$/, "compose"],
  [/\.sh$|(?:^|\/)(?:justfile|Taskfile\.ya?ml|Jenkinsfile)$/i, "shell"],
  [/^(?:\.gitlab-ci|\.travis|\.drone|azure-pipelines|bitbucket-pipelines)\.yml$/, "shell"],
  [/^\.circleci\/config\.yml$|^\.buildkite\/[^/]+\.ya?ml$/, "shell"]
];
var SCRIPTS = /^\.?(?:scripts?|bin|hack|build|ci|docker|containers?|deploy|deployment|tools?|make|release|dev|ops|infra|\.buildkite)$/i;
var FOREIGN = /(?:^|\/)(?:node_modules|vendor|third_party)\//;
function evidenceKind(path, dockerfiles) {
  const kind = KINDS.find(([pattern]) => pattern.test(path))?.[1];
  if (kind === void 0 || FOREIGN.test(path)) return void 0;
  if (kind === "workflow" || path.startsWith(".")) return kind;
  const folder = posix7.dirname(path);
  const isNear = folder === "." || dockerfiles.some((file) => file.startsWith(`${folder}/`));
  return isNear || folder.split("/").some((name) => SCRIPTS.test(name)) ? kind : void 0;
}

// src/command/init/evidence/workflow.ts
var MOST_STEPS = 2e3;
var BUILD_ACTION = /(?:^|\/)build-push-action@/;
var EXPRESSION = /\$\{\{([^{}]{0,500})\}\}/g;
function workflowRecipes(text) {
  const workflow = asRecord(readForeignYaml(text));
  const inputs = defaultsOf(workflow);
  const jobs = [...Object.values(asRecord(workflow.jobs)).map(asRecord), asRecord(workflow.runs)];
  const steps = jobs.flatMap(
    (job) => combinationsOf(asRecord(job.strategy).matrix).flatMap((matrix) => {
      const values = { env: { ...asRecord(workflow.env), ...asRecord(job.env) }, inputs, matrix };
      const directory = workingDirectory(job, workflow);
      const called = typeof job.uses === "string" ? [job] : [];
      return [...called, ...asList(job.steps).map(asRecord)].map((step) => ({ step, scope: { values, directory } }));
    })
  );
  return steps.slice(0, MOST_STEPS).flatMap(({ step, scope }) => stepRecipes(step, scope));
}
function defaultsOf(workflow) {
  const { workflow_call, workflow_dispatch } = asRecord(workflow.on);
  const sources = [workflow.inputs, asRecord(workflow_call).inputs, asRecord(workflow_dispatch).inputs];
  const inputs = sources.flatMap((each) => Object.entries(asRecord(each)));
  return Object.fromEntries(inputs.map(([name, input]) => [name, asRecord(input).default]));
}
function workingDirectory(...holders) {
  const set = holders.map(({ defaults }) => asRecord(asRecord(defaults).run)["working-directory"]);
  return scalarText(set.find((each) => typeof each === "string") ?? ".");
}
function stepRecipes(step, { values, directory }) {
  const known = { ...values, env: { ...asRecord(values.env), ...asRecord(step.env) } };
  const text = (value) => replaceExpressions(scalarText(value), known);
  if (typeof step.uses === "string") {
    const inputs = Object.entries(asRecord(step.with)).map(([key, value]) => [key, text(value)]);
    return BUILD_ACTION.test(step.uses) ? actionRecipe(Object.fromEntries(inputs)) : similarRecipe(inputs);
  }
  if (typeof step.run !== "string") return [];
  const cwd = placed(".", text(step["working-directory"] ?? directory));
  return cwd === void 0 ? [] : recipesIn(text(step.run), { cwd, values: plainValues(known.env, text) });
}
function replaceExpressions(text, values) {
  return text.replace(EXPRESSION, (_, expression2) => {
    const name = expression2.trim();
    if (name === "github.workspace") return ROOT_MARK;
    const found = /^[\w-]+(?:\.[\w-]+)*$/.test(name) ? valueAt(values, name.split(".")) : void 0;
    const isPlain = found === "" || scalarText(found) !== "";
    return isPlain && !scalarText(found).includes("${{") ? scalarText(found) : variableOf(name);
  });
}
function valueAt(values, path) {
  return path.reduce(
    (value, key) => Object.hasOwn(asRecord(value), key) ? asRecord(value)[key] : void 0,
    values
  );
}
function plainValues(env, text) {
  const entries = Object.entries(env).map(([name, value]) => [name, text(value)]);
  return Object.fromEntries(entries.filter(([, value]) => !value.includes("$")));
}
function actionRecipe(inputs) {
  const written = inputs.context ?? "";
  const [, below] = /^(?:\{\{ ?defaultContext ?\}\})?(?::(.*))?$/s.exec(written) ?? [void 0, null];
  const context = below === null ? placed(".", written) : placed(".", below || ".");
  if (context === void 0) return [];
  const file = inputs.file ? placed(below === null ? "." : context, inputs.file) : void 0;
  if (inputs.file && file === void 0) return [];
  return [
    {
      context,
      ...file === void 0 ? {} : { file },
      ...inputs.target ? { target: inputs.target } : {},
      ...inputs.platforms ? { platforms: inputs.platforms } : {},
      buildArgs: linesOf(inputs["build-args"]).filter((line) => line.includes("=")),
      buildContexts: linesOf(inputs["build-contexts"]).flatMap((line) => placedContext(".", line))
    }
  ];
}
var FILE_INPUT = /^(?:docker|container)?[-_]?file(?:[-_]?path)?$/i;
var CONTEXT_INPUT = /^(?:docker|build)?[-_]?context(?:[-_]?(?:path|dir))?$/i;
function similarRecipe(inputs) {
  const given = (pattern) => inputs.find(([name]) => pattern.test(name))?.[1];
  const [file, context] = [given(FILE_INPUT), given(CONTEXT_INPUT)];
  if (!file || !context) return [];
  const named = { target: given(/^(?:docker[-_]?|build[-_]?)?target$/i), "build-args": given(/^build[-_]?args$/i) };
  const others = Object.entries(named).filter(([, value]) => value !== void 0);
  return actionRecipe({ file, context, ...Object.fromEntries(others) });
}
function linesOf(text) {
  return (text ?? "").split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
}

// src/command/init/evidence/read.ts
var MOST_FILES2 = 500;
var MOST_BYTES = 256 * 1024;
var BUILDS = /build/;
var RANKS = {
  workflow: 0,
  makefile: 1,
  package: 1,
  nx: 1,
  shell: 1,
  compose: 2
};
async function readEvidence(root, paths, dockerfiles) {
  const files = paths.flatMap((path) => {
    const kind = evidenceKind(path, dockerfiles);
    return kind === void 0 ? [] : [{ path, kind, rank: RANKS[kind] }];
  });
  const sorted = files.toSorted(
    (one, other) => one.rank - other.rank || depthOf(one.path) - depthOf(other.path) || Number(isVariant(one.path)) - Number(isVariant(other.path))
  );
  const evidence = [];
  for (const { path, kind, rank } of sorted.slice(0, MOST_FILES2)) {
    const text = await readPlain(join4(root, path), MOST_BYTES);
    if (text === null || !BUILDS.test(text)) continue;
    evidence.push(...recipesOf(kind, text, path).map((recipe) => ({ ...recipe, from: path, rank })));
  }
  return evidence;
}
function recipesOf(kind, text, path) {
  try {
    return READERS[kind](text, path);
  } catch (error) {
    if (error instanceof UserError || error instanceof SyntaxError) return [];
    throw error;
  }
}
var READERS = {
  workflow: workflowRecipes,
  makefile: (text, path) => recipesIn(makefileCommands(text), { cwd: posix8.dirname(path) }),
  package: (text, path) => packageRecipes(text, { cwd: posix8.dirname(path) }),
  nx: (text) => textsIn(JSON.parse(text), MOST_LEVELS).flatMap((command) => recipesIn(command, { cwd: "." })),
  compose: composeBuilds,
  shell: scriptRecipes
};
function packageRecipes(text, place) {
  const scripts = Object.values(asRecord(asRecord(JSON.parse(text)).scripts));
  return scripts.flatMap((script) => typeof script === "string" ? recipesIn(script, place) : []);
}
var MOST_LEVELS = 8;
function textsIn(value, levels) {
  if (typeof value === "string") return [value];
  return levels === 0 ? [] : [...asList(value), ...Object.values(asRecord(value))].flatMap((each) => textsIn(each, levels - 1));
}
var OWN_FOLDER = /\$\(\s*dirname\s+(?:--\s+)?"?\$(?:0|\{?BASH_SOURCE(?:\[0\])?\}?|\{0\})"?\s*\)/g;
var RESOLVED = /\$\(\s*cd\s+(?:--\s+)?"?([^"$`()\n]{1,200})"?\s*(?:&&|;)\s*pwd(?:\s+-P)?\s*\)/g;
function scriptRecipes(text, path) {
  const folder = posix8.dirname(path);
  const own = `${ROOT_MARK}/${folder}`;
  const plain = text.replace(OWN_FOLDER, () => own).replace(RESOLVED, "$1");
  const from = (cwd) => recipesIn(plain, { cwd, values: ownPaths(plain) });
  return folder === "." ? from(".") : [...from("."), ...from(folder)];
}
function ownPaths(text) {
  const found = text.matchAll(
    /^[ \t]*(?:readonly[ \t]+|export[ \t]+)?([A-Za-z_]\w{0,80})="?(\/@repository-root[\w./-]{0,200})"?[ \t]*$/gm
  );
  return Object.fromEntries([...found].map(([, name = "", value = ""]) => [name, value]));
}
function isVariant(path) {
  return !/^(?:docker-)?compose\.ya?ml$/.test(posix8.basename(path));
}
function depthOf(path) {
  return path.split("/").length;
}

// src/command/init/kinds.ts
import { posix as posix9 } from "node:path";
var PATTERNS = [
  "**/*Dockerfile*",
  "**/*Containerfile*",
  "**/docker-bake.hcl",
  "**/docker-bake.json",
  "**/docker-bake.override.hcl",
  "**/docker-bake.override.json",
  "**/compose.y*ml",
  "**/docker-compose.y*ml"
];
var LOOKED_FOR = 'Dockerfile, Dockerfile.*, Dockerfile-*, *.Dockerfile, Containerfile*, docker-bake.hcl, docker-bake.json, and compose.yaml or docker-compose.yml with "build:"';
var DOCKERFILE = /^(?:(?:Dockerfile|Containerfile)(?:[._-].+)?|.+[._-](?:Dockerfile|Containerfile))$/i;
var NAMED_SO = /Dockerfile|Containerfile/i;
var BAKE2 = /^docker-bake\.(?:override\.)?(?:hcl|json)$/;
var COMPOSE2 = /^(?:docker-)?compose\.ya?ml$/;
var BESIDE = /(?:\.(?:dockerignore|containerignore|bak|orig|rej|sw[op]|md|mdx|rst|adoc|txt|lock|patch|diff|snap|svg|png))$|~$/i;
var CODE = /^(?!Dockerfile\.(?!\w+\.)|Containerfile\.).*\.(?:[cm]?[jt]sx?|py|go|rb|rs|java|kt|cs|php|sh|json|ya?ml|toml|xml|html|css|lua|vim|el|ex|exs)$/;
var TEMPLATE = /\.(?:j2|jinja2?|tmpl|tpl|template|templ|in|erb|ejs|hbs|m4|mustache|gotmpl|liquid)$|[._-]template$/i;
var FOREIGN2 = /^(?:node_modules|vendor|third_party|\..+)$/;
var OWN_HIDDEN = /^\.(?:docker|dockerfiles?|containers?|build|ci|deploy|deployment|devops|infra|ops|k8s)$/i;
var HIDDEN = {
  ".devcontainer": "an environment for development",
  ".github": "what GitHub runs, not what the project ships"
};
var TEST_DATA = /^(?:__tests__|__fixtures__|tests?|testdata|test-data|fixtures?)$/i;
var IS_TEMPLATE = "a template, of which another tool makes Dockerfiles; where it makes them in a step before, list those";
function kindOf(path) {
  const folders = posix9.dirname(path).split("/");
  const kind = kindOfName(posix9.basename(path));
  if (kind === "none" || folders.some(isDependency)) return { kind: "none" };
  const reason = reasonOfFolder(folders) ?? (kind === "template" ? IS_TEMPLATE : void 0);
  if (reason !== void 0) return { kind: "skipped", reason };
  return { kind: kind === "template" ? "none" : kind };
}
function isForeign(folder) {
  return folder !== "." && FOREIGN2.test(folder) && !OWN_HIDDEN.test(folder);
}
function isDependency(folder) {
  return isForeign(folder) && !folder.startsWith(".");
}
function reasonOfFolder(folders) {
  const hidden = folders.find((folder) => isForeign(folder));
  if (hidden !== void 0) return `${HIDDEN[hidden] ?? "not looked into"}, since it is in the folder "${hidden}"`;
  const data = folders.find((folder) => TEST_DATA.test(folder));
  return data === void 0 ? void 0 : `test data, since it is in a folder "${data}"`;
}
function kindOfName(name) {
  if (BAKE2.test(name)) return "bake";
  if (COMPOSE2.test(name)) return "compose";
  if (!NAMED_SO.test(name) || BESIDE.test(name) || CODE.test(name)) return "none";
  if (TEMPLATE.test(name)) return "template";
  return DOCKERFILE.test(name) ? "dockerfile" : "maybe";
}

// src/command/init/list.ts
import { opendir, stat as stat2 } from "node:fs/promises";
import { join as join5, posix as posix10 } from "node:path";
var MOST_ENTRIES = 1e5;
var DEEPEST = 16;
async function listPlace(place) {
  const cwd = join5(place.root, place.directory);
  const paths = place.isRepository ? await listFiles({ cwd, signal: place.signal }, PATTERNS) : await walk(place.root);
  return paths.toSorted((a, b) => a < b ? -1 : 1);
}
async function listEvidence({ root, isRepository, signal }) {
  const paths = isRepository ? await listFiles({ cwd: root, signal }, EVIDENCE_PATTERNS) : await walk(root);
  return paths.toSorted((a, b) => a < b ? -1 : 1);
}
async function listOf({ root, isRepository, signal }, paths) {
  const inside = paths.filter((path) => path !== ".." && !path.startsWith("../"));
  if (inside.length === 0) return [];
  if (isRepository) return listFiles({ cwd: root, signal }, inside.map(literally));
  const found = await Promise.all(inside.map((path) => stat2(join5(root, path)).catch(() => void 0)));
  return inside.filter((_, at) => found[at] !== void 0);
}
function literally(path) {
  return path.replace(/[*?[\]\\]/g, "\\$&");
}
async function walk(root) {
  const found = [];
  const folders = [""];
  let entries = 0;
  for (let folder = folders.pop(); folder !== void 0; folder = folders.pop()) {
    for await (const entry of await opendir(join5(root, folder))) {
      if (++entries > MOST_ENTRIES) throw tooMany(root);
      const path = posix10.join(folder, entry.name);
      if (entry.isFile()) found.push(path);
      else if (entry.isDirectory() && isOwn(entry.name) && depthOf2(path) < DEEPEST) folders.push(path);
    }
  }
  return found;
}
function isOwn(folder) {
  return !isForeign(folder) || folder === ".github";
}
function depthOf2(path) {
  return path.split("/").length;
}
function tooMany(root) {
  return new UserError(
    `${root} is not a git repository and has more than ${MOST_ENTRIES} files: name the directory to search, as in "init app"`
  );
}

// src/command/init/find.ts
async function findBuilds(place) {
  const dockerfiles = /* @__PURE__ */ new Map();
  const found = { bakeFiles: [], services: [] };
  const skipped = [];
  const composed = /* @__PURE__ */ new Set();
  for (const path of await listPlace(place)) {
    const outcome = await look(place, path, composed);
    if (typeof outcome === "string") skipped.push({ path, reason: outcome });
    else if (outcome.kind === "dockerfile") dockerfiles.set(path, outcome.text);
    else if (outcome.kind === "bake") found.bakeFiles.push(path);
    else if (outcome.kind === "compose") found.services.push(...outcome.services);
  }
  const evidence = await readEvidence(place.root, await listEvidence(place), [...dockerfiles.keys()]);
  for (const [path, text] of await findNamed(place, evidence, dockerfiles)) dockerfiles.set(path, text);
  const sorted = [...dockerfiles].toSorted(([one], [other]) => one < other ? -1 : 1);
  const builds = await findBuildsOf(place.root, new Map(sorted), evidence);
  return { dockerfiles: sorted.map(([path]) => path), builds: kept(builds, skipped), ...found, skipped };
}
async function look(place, path, composed) {
  const kind = kindOf(posix11.relative(place.directory, path));
  if (kind.kind === "none") return NOTHING;
  if (kind.kind === "skipped") return kind.reason;
  const text = await readPlain(join6(place.root, path));
  if (text === null) return NOTHING;
  const problem = pathProblem(path) ?? textProblem(kind.kind, text);
  if (problem !== null) return kind.kind === "maybe" ? NOTHING : problem;
  if (kind.kind === "bake") return { kind: "bake" };
  return kind.kind === "compose" ? lookCompose(place, text, path, composed) : { kind: "dockerfile", text };
}
var NOTHING = { kind: "nothing" };
var BELOW = "bake takes its paths relative to the root of the repository, compose relative to its folder; use its Dockerfiles instead";
async function lookCompose(place, text, path, composed) {
  const folder = posix11.dirname(path);
  if (composed.has(folder)) return "compose reads another file in that folder";
  composed.add(folder);
  try {
    const services = parseCompose(text, path);
    if (services.length === 0) return { kind: "compose", services };
    return folder === "." ? await unmetNeed(place, text, path) ?? { kind: "compose", services } : BELOW;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
async function unmetNeed(place, text, path) {
  const isListed = async (file) => (await listOf(place, [file])).includes(file);
  const defaults = await isListed(".env") ? await readPlain(join6(place.root, ".env")) : null;
  const { files, variables } = composeNeeds(text, path, defaults ?? "");
  const listed2 = await listOf(place, files);
  const missing = files.find((file) => !listed2.includes(file));
  const need = missing === void 0 ? variables[0] : `the file ${missing}`;
  return need === void 0 ? void 0 : `bake cannot read it without ${need}, so its Dockerfiles stand for its services`;
}
function pathProblem(path) {
  try {
    checkArgument(path, "the path");
    return null;
  } catch (error) {
    if (error instanceof UserError) return "its path has characters that no setting accepts";
    throw error;
  }
}
function textProblem(kind, text) {
  if (kind === "bake" || kind === "compose") return null;
  const { instructions, stages } = parseDockerfile(text);
  if (stages.length === 0) return "has no FROM";
  const before = instructions.find(({ keyword, stage }) => stage < 0 && keyword !== "ARG");
  if (before !== void 0) return `no Dockerfile: line ${before.lines.start} is neither FROM nor ARG`;
  return WINDOWS.test(stages.at(-1)?.from ?? "") ? "an image of Windows, which a builder on Linux cannot make" : null;
}
var WINDOWS = /(?:^|\/)(?:windows\/)?(?:nanoserver|servercore|windowsservercore)\b|^mcr\.microsoft\.com\/windows\b/i;
async function findNamed({ root, directory }, evidence, known) {
  const isBelow = (path) => directory === "" || path.startsWith(`${directory}/`);
  const named = [...new Set(evidence.map(fileOf))].filter(
    (path) => !known.has(path) && !isUnknown(path) && isBelow(path)
  );
  const found = /* @__PURE__ */ new Map();
  for (const path of named) {
    if (kindOf(posix11.relative(directory, path)).kind === "skipped" || pathProblem(path) !== null) continue;
    const text = await readPlain(join6(root, path));
    if (text !== null && textProblem("dockerfile", text) === null) found.set(path, text);
  }
  return found;
}
function kept(builds, skipped) {
  for (const [path, all] of builds) {
    const more = all.length - MOST_BUILDS;
    if (more > 0) skipped.push({ path, reason: `${all[0]?.from} builds it in ${more} more ways than are listed` });
  }
  return new Map([...builds].map(([path, all]) => [path, all.slice(0, MOST_BUILDS)]));
}

// src/command/init/workflow-text.ts
var import_yaml4 = __toESM(require_dist(), 1);
var MAJOR = Math.max(1, Number(VERSION.split(".")[0]));
var OWN = { uses: `image-size-gate/image-size-gate@v${MAJOR}` };
var HEAD2 = ` Gates the size of the container images that .github/image-size.yml lists, and comments what a change adds.
 https://github.com/image-size-gate/image-size-gate`;
var expression = (text) => `\${{ ${text} }}`;
var COMMENTS = {
  push: " Records the sizes, so that pull requests do not have to build their base.",
  release: " Compares with the previous release.",
  concurrency: " A newer push of a pull request ends the run of the older one. Other runs have a group of their own.",
  contents: ' For the data branch "image-size". With "read" nothing is recorded.',
  "pull-requests": " For the comment."
};
var STEPS = ` Steps that a build needs come before the next one:
 - uses: ${current("docker/login-action")} # base images of a private registry
   with: { registry: ghcr.io, username: "${expression("github.actor")}", password: "${expression("github.token")}" }
 - uses: ${current("docker/setup-qemu-action")} # platforms that the runner does not have
 - uses: ${current("docker/setup-buildx-action")} # a builder of its own, as for cache-to`;
function workflowText({ defaultBranch: defaultBranch2, action = OWN, submodules, lfs }) {
  const document = new import_yaml4.Document({
    name: "Image size",
    on: { pull_request: null, push: { branches: [defaultBranch2] }, release: { types: ["published"] } },
    concurrency: {
      group: `${expression("github.workflow")}-${expression("github.event.pull_request.number || github.run_id")}`,
      "cancel-in-progress": true
    },
    permissions: { contents: "write", "pull-requests": "write" },
    jobs: {
      "image-size": { "runs-on": "ubuntu-24.04", steps: [checkout({ submodules, lfs }), { uses: action.uses }] }
    }
  });
  document.commentBefore = HEAD2;
  (0, import_yaml4.visit)(document, {
    Pair: (_, { key }) => {
      const scalar = key;
      const comment2 = COMMENTS[scalar.value];
      if (comment2 !== void 0) scalar.commentBefore = comment2;
    }
  });
  const own = document.getIn(["jobs", "image-size", "steps", 1]);
  own.commentBefore = STEPS;
  if (action.comment !== void 0) own.get("uses", true).comment = ` ${action.comment}`;
  return document.toString({ lineWidth: 0, nullStr: "" });
}
function checkout({ submodules, lfs }) {
  const options = { ...submodules ? { submodules: "recursive" } : {}, ...lfs ? { lfs: true } : {} };
  const uses = current("actions/checkout");
  return Object.keys(options).length === 0 ? { uses } : { uses, with: options };
}

// src/command/init/write.ts
import { mkdir, realpath, writeFile } from "node:fs/promises";
import { dirname, join as join7, relative, sep } from "node:path";
async function writeNew(root, texts) {
  for (const path of Object.keys(texts)) await expectInside(root, path);
  const [written, kept2] = [[], []];
  for (const [path, text] of Object.entries(texts)) {
    const isNew = await writeIfAbsent(join7(root, path), text);
    (isNew ? written : kept2).push(path);
  }
  return { written, kept: kept2 };
}
async function expectInside(root, path) {
  const top = await realpath(root);
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    const real = await realpath(join7(root, folder)).catch(ignoreAbsence);
    if (real === void 0 || real.startsWith(`${top}${sep}`)) continue;
    throw new UserError(`${folder} leads out of ${root} (to ${relative(top, real)}), so nothing is written there`);
  }
}
async function writeIfAbsent(path, text) {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    const { code, message } = error;
    if (code === "EEXIST") return false;
    throw new UserError(`${path} cannot be written: ${message}`, { cause: error });
  }
}
function ignoreAbsence(error) {
  if (error.code === "ENOENT") return void 0;
  throw new UserError(error.message, { cause: error });
}

// src/command/init.ts
var CONFIG = ".github/image-size.yml";
var WORKFLOW = ".github/workflows/image-size.yml";
var LINES = 20;
async function writeFirstFiles(session) {
  const { args, cwd, terminal, signal } = session;
  const action = args.action === "" ? void 0 : parseAction(args.action);
  const place = await placeOf(resolve(cwd, args.operands[0] ?? "."), signal);
  const found = await findBuilds(place);
  const entries = toEntries(found, basename(place.root));
  if (entries.images.length + entries.bake.length === 0) throw new UserError(nothingFound(place, found));
  const needs = { defaultBranch: await defaultBranch(place), action, ...await checkoutNeeds(place.root, entries) };
  const texts = { [CONFIG]: configText(entries), [WORKFLOW]: workflowText(needs) };
  if (args.print && !args.json) terminal.out(printed(texts));
  else {
    const outcome = args.print ? { written: [], kept: [] } : await writeNew(place.root, texts);
    const report = {
      schemaVersion: 1,
      ...entries,
      skipped: found.skipped,
      ...outcome,
      ...args.print ? { texts } : {}
    };
    if (args.json) terminal.out(`${JSON.stringify(report, null, 2)}
`, "json");
    else terminal.out(describeOutcome(entries, found, outcome));
  }
  return 0;
}
async function placeOf(directory, signal) {
  const found = await stat3(directory).catch(() => void 0);
  if (!found?.isDirectory()) throw new UserError(`init: ${directory} is not a directory`);
  const real = await realpath2(directory);
  const top = await topLevel({ cwd: real, signal });
  if (top === void 0) return { root: real, directory: "", isRepository: false, signal };
  return { root: top, directory: relative2(top, real), isRepository: true, signal };
}
async function defaultBranch({ root, isRepository, signal }) {
  const ref = isRepository ? await defaultBranchRef({ cwd: root, signal }) : void 0;
  return ref?.replace(/^refs\/(?:heads|remotes\/origin)\//, "") ?? "main";
}
function nothingFound({ root, directory }, { skipped }) {
  const where = resolve(root, directory);
  return [`found nothing that builds an image in ${where}; looked for ${LOOKED_FOR}`, ...skippedLines(skipped)].join(
    "\n"
  );
}
function printed(texts) {
  return Object.entries(texts).map(([path, text]) => `==> ${path} <==
${text}`).join("\n");
}
function describeOutcome({ images, bake, covered }, { skipped }, { written, kept: kept2 }) {
  const lines = [
    ...listed("Found:", [...bake.map((files) => `all targets of ${files.join(" and ")}`), ...images.map(entryLine)]),
    ...listed("Left to the bake files, and named in the configuration:", covered.map(pathOf)),
    ...skippedLines(skipped),
    ...listed("To do before the first run:", images.flatMap(openPoints)),
    ...written.map((path) => `Wrote ${path}`),
    ...kept2.map((path) => `Left ${path} as it is; init --print shows what it would contain`),
    ...written.length === 0 ? [] : ["", NEXT]
  ];
  return `${lines.map((line) => cutMiddle(visibleIndented(line), 300)).join("\n")}
`;
}
var NEXT = 'Next: review the files, try them with "image-size-gate check", and commit them.';
function entryLine({ name, source, from }) {
  if (source.kind === "service") return `${name}: ${source.service.file}#${source.service.target}`;
  const target = source.target === void 0 ? "" : `, target ${source.target}`;
  const context = source.context === dirname2(source.file) ? "" : `, context ${source.context}`;
  return `${name}: ${source.file}${context}${target}${from === void 0 ? "" : ` (as ${from} builds it)`}`;
}
function openPoints({ name, source, unset = [], missing = [] }) {
  if (source.kind === "service") return [];
  const copied = `${name}: no directory that can be the context of ${source.file} has`;
  return [
    ...unset.map(
      (key) => `${name}: the FROM of ${source.file} needs a value: write "build-args: { ${key}: \u2026 }" in ${CONFIG}`
    ),
    ...missing.map((path) => `${copied} ${path}: let a step of ${WORKFLOW} make it before the last one`)
  ];
}
function skippedLines(skipped) {
  return listed(
    "Skipped:",
    skipped.map(({ path, reason }) => `${path}: ${reason}`)
  );
}
function listed(title, items) {
  if (items.length === 0) return [];
  const more = items.length > LINES ? [`  \u2026 ${items.length - LINES} more`] : [];
  return [title, ...items.slice(0, LINES).map((item) => `  ${item}`), ...more];
}
function visibleIndented(line) {
  return `${/^ */.exec(line)?.[0] ?? ""}${visibleLine(line)}`;
}
export {
  writeFirstFiles
};
