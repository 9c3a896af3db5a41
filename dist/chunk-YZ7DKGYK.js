import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  BuildError,
  buildErrorTail,
  makeTemporaryFolder
} from "./chunk-DHLA25L2.js";
import {
  checkBakeFile,
  cleanText,
  describeCommand,
  environment,
  errorText,
  isTargetName,
  requireSuccess,
  require_dist,
  runCommand
} from "./chunk-KVAMYFKP.js";
import {
  asList,
  asRecord,
  asText
} from "./chunk-QX4VVKC4.js";
import {
  regularFileAt
} from "./chunk-FPYIA4FT.js";
import {
  UserError
} from "./chunk-LL3EZWTN.js";
import {
  __callDispose,
  __toESM,
  __using
} from "./chunk-UOFCCHBS.js";

// src/docker/cache.ts
import { resolve } from "node:path";
var NO_WRITE = ["none", "read"];
var NO_READ = ["none", "write-only"];
function scopeCacheFrom(entry, image, env, platform) {
  const keys = readKeys(entry);
  if (keys.get("type") !== "gha") return entry;
  return NO_READ.includes(env.ACTIONS_CACHE_MODE ?? "") ? void 0 : withScope(entry, keys, image, platform);
}
function scopeCacheTo(entry, image, env, platform) {
  const keys = readKeys(entry);
  if (keys.get("type") !== "gha") return entry;
  if (NO_WRITE.includes(env.ACTIONS_CACHE_MODE ?? "")) return void 0;
  const scoped = withScope(entry, keys, image, platform);
  return keys.has("ignore-error") ? scoped : `${scoped},ignore-error=true`;
}
function withScope(entry, keys, image, platform) {
  const scope = platform === void 0 ? `image-size-gate-${image}` : `image-size-gate-${image}:${platform}`;
  return keys.has("scope") ? entry : `${entry},${csvField(`scope=${scope}`)}`;
}
function absoluteCache(entry, root) {
  if (readKeys(entry).get("type") !== "local") return entry;
  const fields = splitFields(entry).map((field) => {
    const [, key = "", path] = /^\s*(src|dest)\s*=\s*(.+?)\s*$/is.exec(field) ?? [];
    return path === void 0 ? field : `${key}=${resolve(root, path)}`;
  });
  return fields.map(csvField).join(",");
}
var NO_EXPORT = /cache export is not supported for the (\S+) driver/i;
function explainCacheFailure(report) {
  const [, driver] = NO_EXPORT.exec(report) ?? [];
  if (driver === void 0) return explainUnwritten(report);
  return `the ${driver} driver on this image store cannot write a cache: remove cache-to, add docker/setup-buildx-action before this step, or turn on the containerd image store`;
}
var EXPORT_FAILED = /^ > exporting (?:cache )?to ([^\n]+):\n(?!.*^ > )[\s\S]*^ERROR: /ms;
function explainUnwritten(report) {
  const [, where] = EXPORT_FAILED.exec(report) ?? [];
  if (where === void 0 || /^(?:image|oci|docker)\b/.test(where)) return void 0;
  return `the image was built, and its cache could not be written to ${where}. Mend the access to it, or add "ignore-error=true" to this entry of cache-to`;
}
function readKeys(entry) {
  return new Map(splitFields(entry).map(readField));
}
function splitFields(entry) {
  const fields = entry.match(/"(?:[^"]|"")*"|[^,]+/g) ?? [];
  return fields.map((field) => /^\s*"/.test(field) ? field.trim().slice(1, -1).replaceAll('""', '"') : field.trim());
}
function readField(field) {
  const at = field.indexOf("=");
  return at < 0 ? [field.toLowerCase(), ""] : [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1).trim()];
}
function csvField(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// src/docker/docker.ts
function dockerCommand(engine, args) {
  const context = engine.context === void 0 ? [] : [`--context=${engine.context}`];
  return { tool: "docker", args: [...context, ...args], cwd: engine.cwd, env: engine.env };
}
var ANSWER_LIMIT = 120;
var CLEANING_LIMIT = 5;
async function readDocker(engine, args) {
  const command = dockerCommand(engine, args);
  const result = await runCommand(command, { timeLimit: ANSWER_LIMIT, signal: engine.signal, grace: 1 });
  if (result.ended === "by itself") return result;
  const host = environment(engine.env).DOCKER_HOST ?? "the default socket";
  throw new UserError(
    `${describeCommand(command)} got no answer in ${ANSWER_LIMIT} s: is the daemon at ${host} alive?`
  );
}
async function cleanDocker(engine, args) {
  const isEnding = engine.signal?.aborted ?? false;
  const timeLimit = isEnding ? CLEANING_LIMIT : ANSWER_LIMIT;
  await runCommand(dockerCommand(engine, args), { timeLimit, grace: 1 }).catch(() => void 0);
}
async function readEngineInfo(engine) {
  const result = await readDocker(engine, ["info", "--format", "{{json .}}"]);
  try {
    return parseEngineInfo(result.stdout, result.stderr);
  } catch (cause) {
    const how = result.exitCode === 0 ? "" : `failed with exit code ${result.exitCode} and `;
    const problem = `docker info ${how}printed no JSON: ${errorText(result)}`;
    throw new UserError(`${problem}; run \`docker info\` by hand, and mend what it says`, { cause });
  }
}
function parseEngineInfo(stdout, stderr) {
  const info = asRecord(JSON.parse(stdout));
  const client = asRecord(info.ClientInfo);
  const plugin = asList(client.Plugins).map(asRecord).find(({ Name }) => Name === "buildx");
  const buildx = parseBuildxVersion(asText(plugin?.Version));
  const server = asText(info.ServerVersion);
  const reason = [asList(info.ServerErrors).map(asText).join("; "), stderr.trim()].find((text) => text !== "");
  return {
    client: asText(client.Version),
    ...buildx !== void 0 && { buildx },
    ...server === "" && { unreachable: reason ?? "it gave no version" },
    server,
    store: usesContainerd(info) ? "containerd" : "classic",
    hostname: asText(info.Name),
    operatingSystem: asText(info.OperatingSystem),
    rootless: asList(info.SecurityOptions).some((option) => asText(option).startsWith("name=rootless"))
  };
}
function parseBuildxVersion(text) {
  return /^v?(\d+\.\d+[^\s+]*)/.exec(text)?.[1];
}
async function readGoVersion(engine) {
  const result = await readDocker(engine, ["version", "--format", "{{.Server.GoVersion}}"]);
  return result.exitCode === 0 ? result.stdout.trim() : "";
}
function usesContainerd(info) {
  return asList(info.DriverStatus).some((pair) => asList(pair).includes("io.containerd.snapshotter.v1"));
}

// src/docker/builder.ts
var LIST = ["buildx", "ls", "--format=json"];
var OLDEST_BUILDX = [0, 13];
async function inspectBuilder(request) {
  const engine = { env: request.env, cwd: request.cwd, signal: request.signal };
  const [list, info] = await Promise.all([readDocker(engine, LIST), readEngineInfo(engine)]);
  const buildx = await supportedBuildx(engine, info);
  const builders = parseBuilders(list.stdout);
  if (builders.length === 0) requireSuccess(dockerCommand(engine, LIST), list);
  const listed2 = await chooseBuilder(request, engine, builders);
  return describeBuilder(listed2, buildx, await infoOfBuilder(listed2, engine, info));
}
async function supportedBuildx(engine, { client, buildx }) {
  if (buildx !== void 0) return requireSupported(buildx);
  return readBuildxVersion(await readDocker(engine, ["buildx", "version"]), client);
}
function readBuildxVersion(result, docker) {
  const told = result.exitCode === 0 ? /buildx (\S+)/.exec(result.stdout)?.[1] : void 0;
  const version = parseBuildxVersion(told ?? "");
  if (version === void 0) {
    throw new UserError(
      `docker ${docker} has no buildx plugin: install docker-buildx-plugin 0.13 or newer (${errorText(result)})`
    );
  }
  return requireSupported(version);
}
function requireSupported(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const old = major === OLDEST_BUILDX[0] && minor < OLDEST_BUILDX[1];
  if (old)
    throw new UserError(
      `buildx ${version} is too old: 0.13 or newer is needed (docker/setup-buildx-action installs one)`
    );
  return version;
}
function parseBuilders(stdout) {
  const builders = stdout.split("\n").flatMap(parseBuilder);
  return [...new Map(builders.map((builder) => [builder.name, builder])).values()];
}
function parseBuilder(line) {
  try {
    const builder = asRecord(JSON.parse(line));
    const node = asRecord(asList(builder.Nodes)[0]);
    const error = asText(builder.Err);
    const buildkit = asText(node.Version).replace("v0.0.0+unknown", "");
    return [
      {
        name: asText(builder.Name),
        driver: asText(builder.Driver),
        current: builder.Current === true,
        endpoint: asText(node.Endpoint),
        ...error !== "" && { error },
        ...buildkit !== "" && { buildkit }
      }
    ];
  } catch {
    return [];
  }
}
async function chooseBuilder(request, engine, builders) {
  const named = request.builder || (request.env?.BUILDX_BUILDER ?? process.env.BUILDX_BUILDER) || void 0;
  const current = builders.find((builder) => builder.current)?.name;
  const name = named ?? current ?? await readCurrentBuilder(engine);
  const found = builders.find((builder) => builder.name === name);
  if (found !== void 0) return found;
  const known = builders.map((builder) => builder.name).join(", ");
  throw new UserError(
    `there is no builder ${JSON.stringify(name)}: docker buildx ls has ${known === "" ? "none" : known}`
  );
}
async function readCurrentBuilder(engine) {
  const result = await readDocker(engine, ["buildx", "inspect"]);
  return /^Name:\s*(\S+)/m.exec(result.stdout)?.[1] ?? "default";
}
async function infoOfBuilder(listed2, engine, info) {
  return contextOf(listed2) === void 0 ? info : readEngineInfo({ ...engine, context: listed2.endpoint });
}
function contextOf(listed2) {
  return listed2.driver === "docker" && !["", "default"].includes(listed2.endpoint) ? listed2.endpoint : void 0;
}
function describeBuilder(listed2, buildx, info) {
  const { name, driver } = listed2;
  const problem = listed2.error ?? (driver === "docker" ? info.unreachable : void 0);
  if (driver === "" || problem !== void 0)
    throw new UserError(unreachable(name, problem ?? "docker buildx ls shows no driver"));
  const context = contextOf(listed2);
  const versions = {
    docker: info.server || info.client,
    buildx,
    ...listed2.buildkit && { buildkit: listed2.buildkit },
    driver
  };
  const isDaemon = driver === "docker";
  return {
    name,
    driver,
    export: isDaemon && info.store === "classic" ? "daemon" : "oci-layout",
    ...isDaemon && { store: info.store, daemon: info },
    ...context !== void 0 && { context },
    versions
  };
}
function unreachable(name, problem) {
  return `builder ${name} cannot be used: ${problem.trim()} Start the daemon, or set DOCKER_HOST to one that runs.`;
}

// src/docker/bake/definition.ts
var MOST_TARGETS = 1e3;
function parseBakeDefinition(text, origin2) {
  const printed = objectOf(parseJson(text, origin2), origin2);
  const targets = Object.entries(objectOf(printed.target ?? {}, `${origin2}: target`));
  if (targets.length > MOST_TARGETS) {
    throw new UserError(`${origin2} has ${targets.length} targets; at most ${MOST_TARGETS} are accepted`);
  }
  const groups = Object.entries(objectOf(printed.group ?? {}, `${origin2}: group`));
  return {
    groups: new Map(
      groups.map(([name, group]) => [name, textsOf(asRecord(group).targets, `${origin2}: group ${name}`)])
    ),
    targets: new Map(targets.map(([name, target]) => [name, parseTarget(name, target, origin2)]))
  };
}
function parseJson(text, origin2) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError(`${origin2}: docker buildx bake --print printed no JSON`, { cause });
  }
}
function parseTarget(name, value, origin2) {
  if (!isTargetName(name))
    throw new UserError(`${origin2}: ${JSON.stringify(name)} is not a valid name of a bake target`);
  const place = `${origin2}: target ${name}`;
  const printed = objectOf(value, place);
  const text = (key, absent) => textOf(printed[key] ?? absent, `${place}: ${key}`);
  return {
    name,
    context: text("context", ".").replace(/^cwd:\/\//, "") || ".",
    dockerfile: text("dockerfile", "Dockerfile"),
    ...printed["dockerfile-inline"] === void 0 ? {} : { inline: asBuilt(text("dockerfile-inline", "")) },
    contexts: contextsOf(printed.contexts, `${place}: contexts`),
    platforms: textsOf(printed.platforms, `${place}: platforms`),
    cacheFrom: entriesOf(printed["cache-from"], `${place}: cache-from`),
    cacheTo: entriesOf(printed["cache-to"], `${place}: cache-to`),
    secrets: entriesOf(printed.secret, `${place}: secret`),
    ...printed.call === void 0 ? {} : { call: text("call", "") },
    printed
  };
}
function asBuilt(text) {
  return text.replaceAll("$${", "${").replaceAll("%%{", "%{");
}
function contextsOf(value, place) {
  const contexts = Object.entries(objectOf(value ?? {}, place));
  return Object.fromEntries(contexts.map(([name, context]) => [name, textOf(context, `${place}: ${name}`)]));
}
function entriesOf(value, place) {
  return listOf(value, place).map((entry) => typeof entry === "string" ? entry : formatEntry(entry, place));
}
function formatEntry(entry, place) {
  const { type, ...others } = objectOf(entry, place);
  const fields = [...type === void 0 ? [] : [["type", type]], ...Object.entries(others)];
  return fields.map(([key, value]) => csvField(`${key}=${textOf(value, `${place}: ${key}`)}`)).join(",");
}
function textsOf(value, place) {
  return listOf(value, place).map((item) => textOf(item, place));
}
function listOf(value, place) {
  if (value === void 0 || value === null) return [];
  if (Array.isArray(value)) return value;
  throw wrongType(place, "a list");
}
function textOf(value, place) {
  if (typeof value === "string") return value;
  throw wrongType(place, "a text");
}
function objectOf(value, place) {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return asRecord(value);
  throw wrongType(place, "an object");
}
function wrongType(place, expected) {
  return new UserError(`${place} is not ${expected} in what docker buildx bake --print printed`);
}
function linkedTargets({ targets }, names) {
  const reached = new Set(names);
  for (const name of reached) for (const linked of linksOf(targets.get(name))) reached.add(linked);
  return [...reached].filter((name) => !names.includes(name)).flatMap((name) => targets.get(name) ?? []);
}
function linksOf(target) {
  return Object.values(target?.contexts ?? {}).flatMap((value) => /^target:(.*)$/s.exec(value)?.[1] ?? []);
}

// src/docker/bake/print.ts
import { resolve as resolve2 } from "node:path";
var BakeMissing = class extends UserError {
  /** Undefined where the file is missing. */
  target;
  constructor(message, target) {
    super(message);
    this.target = target;
  }
};
var READ_LIMIT = 120;
var LONGEST_DEFINITION = 16 * 1024 * 1024;
var NO_OUTPUT = "--set=*.output=type=cacheonly";
async function printBake(request) {
  const { files, targets = [], root, env, signal } = request;
  await expectFiles(files, root);
  const args = ["buildx", "bake", "--print", "--progress=plain", NO_OUTPUT, ...fileArguments(files), "--", ...targets];
  const options = { timeLimit: READ_LIMIT, signal, maxOutput: LONGEST_DEFINITION };
  const result = await runCommand({ tool: "docker", args, cwd: root, env }, options);
  if (result.ended === "time limit") throw new BuildError(`${origin(files)} was not read within ${READ_LIMIT} seconds`);
  if (result.exitCode !== 0) throw readFailure(request, result);
  if (Buffer.byteLength(result.stdout) >= LONGEST_DEFINITION) {
    throw new BuildError(`${origin(files)}: the definition is larger than ${LONGEST_DEFINITION} bytes`);
  }
  return parseBakeDefinition(result.stdout, origin(files));
}
function fileArguments(files) {
  return files.map((file) => `--file=${checkBakeFile(file)}`);
}
function origin(files) {
  return files.join(" + ");
}
async function expectFiles(files, root) {
  if (files.length === 0) throw new UserError("bake: no file is named");
  for (const file of files) {
    const found = await regularFileAt(resolve2(root, checkBakeFile(file)), `bake file ${file}`);
    if (found === void 0) throw new BakeMissing(`bake file ${file} does not exist`);
  }
}
var NOT_FOUND = /^ERROR: (?:failed to find target (.+)|could not find any target matching ['"]\*['"])$/m;
function readFailure({ files, targets = ["default"] }, { stderr, exitCode }) {
  const [found, name = targets[0]] = NOT_FOUND.exec(cleanText(stderr)) ?? [];
  const missing = found === void 0 ? void 0 : name?.trim();
  if (missing !== void 0 && targets.some((target) => target.replaceAll(".", "_") === missing)) {
    return new BakeMissing(`${origin(files)} has no target ${missing}`, missing);
  }
  return new BuildError(
    `docker buildx bake cannot read ${origin(files)} (exit code ${exitCode})
${buildErrorTail(stderr)}`
  );
}

// src/docker/bake/written.ts
var import_yaml = __toESM(require_dist(), 1);
import { readFile } from "node:fs/promises";
import { extname, resolve as resolve3 } from "node:path";

// src/docker/bake/hcl.ts
var LONGEST = 4 * 1024 * 1024;
var DEEPEST = 100;
function parseHcl(text) {
  if (text.length > LONGEST) return void 0;
  try {
    return new Parser(text.replace(/^\ufeff/, " ")).body(false);
  } catch (error) {
    if (error instanceof NoHcl) return void 0;
    throw error;
  }
}
var NoHcl = class extends Error {
};
var IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
var BLANK = /(?:[ \t]|\/\*[\s\S]*?(?:\*\/|$))+/y;
var BLANK_LINES = /(?:[ \t\r\n]|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
var LINE_END = /(?:#|\/\/)[^\n]*|\r?\n|$/y;
var HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
var PLAIN = /[^"'()[\]{}<#/\r\n]+|['</\r]/y;
var CLOSING = { "(": ")", "[": "]", "{": "}" };
var Parser = class {
  #text;
  #at = 0;
  #depth = 0;
  #strings = [];
  #lines = 1;
  #counted = 0;
  constructor(text) {
    this.#text = text;
  }
  /** Up to the end, or up to the brace that closes a block. */
  body(inBlock) {
    this.#enter();
    const attributes = /* @__PURE__ */ new Map();
    const blocks = [];
    for (; ; ) {
      this.#take(BLANK_LINES);
      if (inBlock ? this.#took("}") : this.#at === this.#text.length) break;
      const name = this.#expect(IDENTIFIER);
      this.#take(BLANK);
      if (this.#took("=")) attributes.set(name, this.#value());
      else blocks.push(this.#block(name));
      this.#take(BLANK);
      if (this.#text[this.#at] !== "}") this.#expect(LINE_END);
    }
    this.#depth--;
    return { attributes, blocks };
  }
  #block(type) {
    const labels = [];
    while (!this.#took("{")) {
      labels.push(this.#text[this.#at] === '"' ? this.#quoted().slice(1, -1) : this.#expect(IDENTIFIER));
      this.#take(BLANK);
    }
    return { type, labels, body: this.body(true) };
  }
  #value() {
    this.#take(BLANK);
    this.#strings = [];
    const [start, line] = [this.#at, this.#line()];
    const text = this.#text.slice(start, this.#expression("")).trimEnd();
    if (text === "") throw new NoHcl();
    return { text, start, line, strings: this.#strings };
  }
  /** The line here, counted on from where it was asked for last. */
  #line() {
    this.#lines += this.#text.slice(this.#counted, this.#at).split("\n").length - 1;
    this.#counted = this.#at;
    return this.#lines;
  }
  /** Follows an expression up to the end of its line, or to what closes it. Gives where its last part ends. */
  #expression(close) {
    this.#enter();
    let end = this.#at;
    for (; ; ) {
      this.#take(close === "" ? BLANK : BLANK_LINES);
      const char = this.#text[this.#at] ?? "";
      if (close !== "" && this.#took(close)) break;
      if (close === "" && (char === "}" || this.#isAt(LINE_END))) break;
      this.#part(char);
      end = this.#at;
    }
    this.#depth--;
    return end;
  }
  #part(char) {
    if (char === '"') this.#string();
    else if (char in CLOSING) {
      this.#at++;
      this.#expression(CLOSING[char] ?? "");
    } else if (this.#isAt(HEREDOC)) this.#heredoc();
    else this.#expect(PLAIN);
  }
  #string() {
    const text = this.#quoted().slice(1, -1);
    if (!/\\|[$%]\{/.test(text)) this.#strings.push(text);
  }
  /** A template in quotes. It ends on its line, except for what is interpolated. */
  #quoted() {
    const start = this.#at++;
    while (!this.#took('"')) {
      if (this.#took("\\")) this.#at++;
      else if (!this.#interpolation()) this.#expect(/[^"\\$%\n]+|[$%]/y);
    }
    return this.#text.slice(start, this.#at);
  }
  /** `${…}` and `%{…}`, unless the sign is doubled. */
  #interpolation() {
    if (this.#isAt(/\$\$\{|%%\{/y)) this.#at += 3;
    else if (this.#isAt(/[$%]\{/y)) {
      this.#at += 2;
      this.#expression("}");
    } else return false;
    return true;
  }
  /** A here-document ends at a line of its own that is the marker, however indented. */
  #heredoc() {
    HEREDOC.lastIndex = this.#at;
    const [opening = "", marker = ""] = HEREDOC.exec(this.#text) ?? [];
    this.#at += opening.length;
    for (let isStart = true; ; ) {
      const line = isStart ? this.#lineHere() : void 0;
      if (line?.trim() === marker) {
        this.#at += line.trimEnd().length;
        return;
      }
      isStart = !this.#interpolation() && this.#expect(/[^\n$%]*\n|[^\n$%]+|[$%]/y).endsWith("\n");
    }
  }
  #lineHere() {
    const end = this.#text.indexOf("\n", this.#at);
    return this.#text.slice(this.#at, end < 0 ? void 0 : end);
  }
  #enter() {
    if (++this.#depth > DEEPEST) throw new NoHcl();
  }
  #isAt(pattern) {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }
  #take(pattern) {
    const start = this.#at;
    if (this.#isAt(pattern)) this.#at = pattern.lastIndex;
    return this.#text.slice(start, this.#at);
  }
  #took(text) {
    const found = this.#text.startsWith(text, this.#at);
    if (found) this.#at += text.length;
    return found;
  }
  #expect(pattern) {
    if (!this.#isAt(pattern)) throw new NoHcl();
    return this.#take(pattern);
  }
};

// src/docker/bake/written.ts
function readWritten(files, root) {
  return Promise.all(files.map(async (file) => parseWritten(file, await readFile(resolve3(root, file), "utf8"))));
}
function parseWritten(file, text) {
  switch (extname(file)) {
    case ".hcl":
      return fromHcl(parseHcl(text));
    case ".json":
      return fromJson(jsonOf(text));
    case ".yaml":
    case ".yml":
      return fromCompose(yamlOf(text));
    default:
      return fromText(text);
  }
}
function fromText(text) {
  const json = jsonOf(text);
  if (json !== void 0) return fromJson(json);
  const body = parseHcl(text);
  return body === void 0 ? fromCompose(yamlOf(text)) : fromHcl(body);
}
function fromHcl(body) {
  const blocks = body?.blocks.filter(({ labels }) => labels.length === 1) ?? [];
  return {
    form: "hcl",
    targets: blocks.filter(({ type }) => type === "target").map(hclTarget),
    mentions: blocks.flatMap(hclMentions)
  };
}
function hclTarget({ labels, body }) {
  const said = ["output", "inherits", "matrix", "name"].flatMap((key) => {
    const value = body.attributes.get(key);
    return value === void 0 ? [] : [[key, value.text]];
  });
  const inline = body.attributes.get("dockerfile-inline");
  return {
    label: labels[0] ?? "",
    ...Object.fromEntries(said),
    ...inline?.text.startsWith("<<") ? { inline: { line: inline.line + 1, lines: inline.text.split("\n").length - 2 } } : {}
  };
}
function hclMentions({ type, labels, body }) {
  if (type === "target") return labels;
  return type === "group" ? [...labels, ...body.attributes.get("targets")?.strings ?? []] : [];
}
function fromJson(value) {
  const { target, group } = asRecord(value);
  const targets = objectsOf(target).map(([label, { output, inherits, matrix, name }]) => ({
    label,
    ...output === void 0 ? {} : { output },
    ...inherits === void 0 ? {} : { inherits },
    ...matrix === void 0 ? {} : { matrix },
    ...name === void 0 ? {} : { name }
  }));
  const groups = objectsOf(group).flatMap(([label, { targets: members }]) => [label, ...asList(members).map(asText)]);
  const labels = targets.map(({ label }) => label);
  const isTargetFirst = Object.keys(asRecord(value)).find((key) => key === "target" || key === "group") === "target";
  return { form: "json", targets, mentions: isTargetFirst ? [...labels, ...groups] : [...groups, ...labels] };
}
function objectsOf(value) {
  return listed(value).flatMap(
    (each) => Object.entries(asRecord(each)).flatMap(
      ([label, bodies]) => listed(bodies).map((body) => [label, asRecord(body)])
    )
  );
}
function listed(value) {
  return Array.isArray(value) ? value : [value];
}
function fromCompose(value) {
  const services = Object.entries(asRecord(asRecord(value).services)).map(
    ([name, service]) => [name.replaceAll(".", "_"), asRecord(service)]
  );
  const targets = services.flatMap(([label, { build }]) => {
    if (build === void 0 || build === null) return [];
    const { output } = asRecord(asRecord(build)["x-bake"]);
    return [{ label, ...output === void 0 ? {} : { output } }];
  });
  return { form: "compose", targets, mentions: services.map(([name]) => name) };
}
function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
var MOST_ALIASES = 1e4;
function yamlOf(text) {
  try {
    const document = (0, import_yaml.parseDocument)(text, { merge: true, uniqueKeys: false, logLevel: "silent" });
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    return void 0;
  }
}

// src/docker/bake/probe.ts
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
var MOST_PROBES = 2e3;
async function askTargets(request, files) {
  var _stack = [];
  try {
    const written = files.flatMap(({ form, targets }) => targets.map((target) => ({ form, written: target })));
    const probes = written.map((each, at) => ({ ...each, name: `image-size-gate-probe-${at}` }));
    if (probes.length > MOST_PROBES) return void 0;
    const folder = __using(_stack, await makeTemporaryFolder("bake", request.env), true);
    const own = await writeProbes(folder.path, probes);
    try {
      const targets = probes.map(({ name }) => name);
      const definition = await printBake({ ...request, files: [...request.files, ...own], targets });
      return probes.flatMap((probe) => readProbe(probe, definition));
    } catch (error) {
      if (error instanceof UserError) return void 0;
      throw error;
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
var FORMS = { hcl: hclText, json: jsonText, compose: composeText };
var ENDINGS = { hcl: "hcl", json: "json", compose: "yaml" };
async function writeProbes(folder, probes) {
  const files = [];
  for (const form of ["compose", "json", "hcl"]) {
    const some = probes.filter((probe) => probe.form === form);
    if (some.length === 0) continue;
    files.push(join(folder, `probe.${ENDINGS[form]}`));
    await writeFile(files.at(-1) ?? "", FORMS[form](some));
  }
  return files;
}
function hclText(probes) {
  const blocks = probes.map(({ name, written }) => {
    const { output, inherits, matrix, name: naming } = written;
    const lines = [
      ...matrix === void 0 ? [] : [`matrix = ${matrix}`],
      ...naming === void 0 ? [] : [`name = "${name}-\${
${naming}
}"`],
      "args = {",
      ...output === void 0 ? [] : [`output = jsonencode(
${output}
)`],
      ...inherits === void 0 ? [] : [`inherits = jsonencode(
${inherits}
)`],
      "}"
    ];
    return `target "${name}" {
${lines.join("\n")}
}
`;
  });
  return blocks.join("");
}
function jsonText(probes) {
  const target = probes.map(({ name, written }) => {
    const { output, inherits, matrix, name: naming } = written;
    const args = { ...entryArguments("output", output), ...entryArguments("inherits", inherits) };
    const named = naming === void 0 ? {} : { name: `${name}-${asText(naming)}` };
    return [name, { ...matrix === void 0 ? {} : { matrix }, ...named, args }];
  });
  return JSON.stringify({ target: Object.fromEntries(target) });
}
function composeText(probes) {
  const services = probes.map(({ name, written: { output } }) => [
    name,
    { build: { context: ".", args: entryArguments("output", output) } }
  ]);
  return JSON.stringify({ services: Object.fromEntries(services) });
}
function entryArguments(key, value) {
  if (value === void 0 || value === null) return {};
  const entries = (Array.isArray(value) ? value : [value]).flatMap((entry, at) => fieldsOf(`${key}.${at}`, entry));
  return Object.fromEntries([[key, ""], ...entries]);
}
function fieldsOf(key, entry) {
  if (typeof entry !== "object" || entry === null) return [[key, String(entry)]];
  return Object.entries(entry).map(([name, field]) => [`${key}.${name}`, String(field)]);
}
function readProbe({ name, form, written }, { targets }) {
  const prefix = `${name}-`;
  return [...targets.values()].flatMap((target) => {
    const isOnly = target.name === name;
    if (!isOnly && !target.name.startsWith(prefix)) return [];
    const args = asRecord(target.printed.args);
    const values = (key) => form === "hcl" ? encoded(args[key]) : entriesOf2(args, key);
    const output = values("output");
    const inherits = (values("inherits") ?? []).map(asText);
    const own = isOnly ? written.label : target.name.slice(prefix.length);
    return [{ name: own, ...output === void 0 ? {} : { output }, inherits }];
  });
}
function encoded(text) {
  if (typeof text !== "string") return void 0;
  const value = JSON.parse(text);
  if (value === null) return void 0;
  return Array.isArray(value) ? value : [value];
}
function entriesOf2(args, key) {
  if (args[key] === void 0) return void 0;
  const entries = [];
  for (const [name, value] of Object.entries(args)) {
    const [, at = "", field] = new RegExp(`^${key}\\.(\\d+)(?:\\.(.*))?$`, "s").exec(name) ?? [];
    if (at === "") continue;
    const before = entries[Number(at)];
    entries[Number(at)] = field === void 0 ? asText(value) : { ...typeof before === "object" ? before : {}, [field]: asText(value) };
  }
  return asList(entries.filter((entry) => entry !== void 0));
}

// src/docker/bake/outputs.ts
var NO_IMAGE = ["cacheonly", "local", "tar"];
function makesImage(outputs = []) {
  return outputs.length === 0 || outputs.some((output) => !isWithoutImage(output));
}
function imageOutputs(outputs = []) {
  return outputs.filter((output) => !isWithoutImage(output));
}
function isWithoutImage(output) {
  return NO_IMAGE.includes(output.get("type") ?? "");
}
async function readOutputs(request, files, { targets }) {
  const hasOutput = files.some((file) => file.targets.some(({ output }) => output !== void 0));
  if (!hasOutput || targets.size === 0) return () => [];
  return inheritOutputs(await askTargets(request, inOrder(files)) ?? []);
}
function inOrder(files) {
  return [...files.filter(({ form }) => form === "compose"), ...files.filter(({ form }) => form !== "compose")];
}
function inheritOutputs(said) {
  const find = (name, seen) => {
    if (seen.has(name)) return void 0;
    seen.add(name);
    const own = said.filter((each) => each.name === name);
    const last = own.findLast(({ output }) => output !== void 0 && output.length > 0)?.output;
    if (last !== void 0) return last;
    for (const parent of own.flatMap(({ inherits }) => inherits).toReversed()) {
      const inherited = find(parent, seen);
      if (inherited !== void 0) return inherited;
    }
    return void 0;
  };
  return (name) => (find(name, /* @__PURE__ */ new Set()) ?? []).flatMap((entry) => parseOutput(entry) ?? []);
}
function parseOutput(entry) {
  if (typeof entry !== "string") {
    const fields = Object.entries(asRecord(entry)).map(([key, value]) => [key.toLowerCase(), asText(value)]);
    return new Map(fields.filter(([, value]) => value !== ""));
  }
  if (entry === "") return void 0;
  if (entry === "-") return /* @__PURE__ */ new Map([["type", "tar"]]);
  if (!entry.includes(",") && !entry.startsWith("type="))
    return /* @__PURE__ */ new Map([
      ["type", "local"],
      ["dest", entry]
    ]);
  return readKeys(entry);
}

// src/docker/bake/bake.ts
async function readBake(request) {
  const definition = await printBake(request);
  const outputs = await readOutputs(request, await readWritten(request.files, request.root), definition);
  const targets = [...definition.targets].map(
    ([name, target]) => [name, { ...target, outputs: outputs(name) }]
  );
  return { ...definition, targets: new Map(targets) };
}
function targetIn({ targets }, name, files) {
  const target = targets.get(name);
  if (target !== void 0) return target;
  throw new BakeMissing(`${origin(files)} has no target ${name}`, name);
}

export {
  scopeCacheFrom,
  scopeCacheTo,
  absoluteCache,
  explainCacheFailure,
  readKeys,
  csvField,
  dockerCommand,
  readDocker,
  cleanDocker,
  readEngineInfo,
  readGoVersion,
  inspectBuilder,
  readBuildxVersion,
  linkedTargets,
  BakeMissing,
  fileArguments,
  origin,
  makesImage,
  imageOutputs,
  readWritten,
  readBake,
  targetIn
};
