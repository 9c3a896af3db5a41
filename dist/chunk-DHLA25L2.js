import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  ASK_LIMIT,
  FETCH_LIMIT,
  cleanText,
  configEnvironment,
  environment,
  errorText,
  findTool,
  git,
  gitCommand,
  hasCommit,
  parentsOf,
  readCommand,
  readGit,
  requireSuccess,
  runCommand,
  tailOf,
  topLevel
} from "./chunk-KVAMYFKP.js";
import {
  withoutCommands
} from "./chunk-X7IVBP2V.js";
import {
  systemProblem
} from "./chunk-NPLJAB6U.js";
import {
  UserError
} from "./chunk-LL3EZWTN.js";

// src/process/temporary-folder.ts
import { constants, readFileSync, readlinkSync } from "node:fs";
import { access, lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
var PREFIX = "image-size-gate-";
var OWNER_FILE = "owner.json";
var MOST_OWNER_BYTES = 4096;
async function makeTemporaryFolder(kind, env) {
  const { path: parent } = await temporaryParent(env);
  await cleanOnce(parent);
  const outer = await makeIn(parent, kind);
  const path = join(outer, "content");
  try {
    await writeFile(join(outer, OWNER_FILE), JSON.stringify(thisProcess()));
    await mkdir(path);
  } catch (cause) {
    await removeFolder(outer).catch(() => {
    });
    throw noFolder(cause, outer);
  }
  return { path, [Symbol.asyncDispose]: () => removeFolder(outer) };
}
async function makeLastingFolder(kind, env) {
  const { path } = await temporaryParent(env);
  return makeIn(path, kind);
}
async function temporaryParent(env) {
  const { RUNNER_TEMP: named = "" } = environment(env);
  if (named === "") return { path: await realpath(tmpdir()).catch(() => tmpdir()) };
  try {
    const path = await realpath(named);
    if (!(await stat(path)).isDirectory()) throw new UserError(`${named}: it is a file, and a folder is needed`);
    await access(path, constants.W_OK | constants.X_OK);
    return { path };
  } catch (error) {
    const reason = error instanceof UserError ? error.message : systemProblem(error) ?? String(error);
    const path = await realpath(tmpdir()).catch(() => tmpdir());
    return { path, problem: `RUNNER_TEMP cannot be used, so temporary files are in ${path}: ${reason}` };
  }
}
async function makeIn(parent, kind) {
  return mkdtemp(join(parent, `${PREFIX}${kind}-`)).catch((cause) => {
    throw noFolder(cause, parent);
  });
}
function noFolder(cause, place) {
  const reason = systemProblem(cause, place) ?? String(cause);
  return new UserError(`no temporary folder can be made: ${reason}; or set RUNNER_TEMP to another folder`, { cause });
}
async function removeFolder(path) {
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}
var cleaned = /* @__PURE__ */ new Map();
function cleanOnce(parent) {
  const cleaning = cleaned.get(parent) ?? removeAbandoned(parent);
  cleaned.set(parent, cleaning);
  return cleaning;
}
async function removeAbandoned(parent) {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const path = join(parent, name);
    if (await isAbandoned(path)) await removeFolder(path).catch(() => {
    });
  }
}
async function isAbandoned(path) {
  const folder = await lstat(path).catch(() => void 0);
  if (!folder?.isDirectory() || folder.uid !== process.getuid?.()) return false;
  const owner = await readOwner(join(path, OWNER_FILE));
  return owner !== void 0 && hasEnded(owner);
}
async function readOwner(path) {
  const file = await lstat(path).catch(() => void 0);
  if (!file?.isFile() || file.size > MOST_OWNER_BYTES) return void 0;
  try {
    const { host, boot, pidNamespace, pid, start } = JSON.parse(await readFile(path, "utf8"));
    const texts = [host, boot, pidNamespace, start];
    const isOwner = Number.isSafeInteger(pid) && pid > 0 && texts.every((text) => typeof text === "string");
    return isOwner ? { host, boot, pidNamespace, pid, start } : void 0;
  } catch {
    return void 0;
  }
}
function hasEnded({ host, boot, pidNamespace, pid, start }) {
  const here = thisProcess();
  if (host !== here.host) return false;
  if (boot !== here.boot) return true;
  if (pidNamespace !== here.pidNamespace) return false;
  return !isAlive(pid) || startOf(pid) !== start;
}
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== "ESRCH";
  }
}
function thisProcess() {
  return {
    host: hostname(),
    boot: attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    pidNamespace: attempt(() => readlinkSync("/proc/self/ns/pid")),
    pid: process.pid,
    start: startOf(process.pid)
  };
}
function startOf(pid) {
  return attempt(() => {
    const stat2 = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat2.slice(stat2.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  });
}
function attempt(read) {
  try {
    return read();
  } catch {
    return "";
  }
}

// src/process/log.ts
import { randomUUID } from "node:crypto";
var FIRST_LINES = 500;
var LAST_LINES = 2e3;
function actionsLog(write) {
  const queue = openQueue(write);
  return {
    openSection: (title) => queueSection(queue, title, fencedGroup()),
    info: (text) => queueMessage(queue, defuse(text)),
    warning: (text) => queueMessage(queue, `::warning::${escapeData(cleanText(text))}`)
  };
}
function fencedGroup() {
  const token = randomUUID();
  return {
    open: (title) => `::group::${escapeData(title)}
::stop-commands::${token}
`,
    line: (text) => `${defuse(text)}
`,
    close: () => `::${token}::
::endgroup::
`
  };
}
function escapeData(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function defuse(text) {
  return withoutCommands(cleanText(text));
}
function plainLog(write, { verbose }) {
  const message = (text) => write(`${cleanText(text)}
`);
  return {
    openSection: (title) => ({
      line: (text) => verbose ? message(`${title} | ${text}`) : void 0,
      end: () => void 0
    }),
    info: message,
    warning: (text) => message(`warning: ${text}`)
  };
}
function openQueue(write) {
  const entries = [];
  const flush = ({ buffer, layout }) => {
    for (const line of buffer.take()) write(layout?.line(line) ?? `${line}
`);
  };
  const start = (entry) => {
    if (entry.layout !== void 0) write(entry.layout.open(entry.title));
    flush(entry);
  };
  const advance = () => {
    for (let first = entries[0]; first?.ended; first = entries[0]) {
      if (first.layout !== void 0) write(first.layout.close());
      entries.shift();
      if (entries[0] !== void 0) start(entries[0]);
    }
  };
  return {
    add(entry) {
      entries.push(entry);
      if (entries[0] === entry) start(entry);
      advance();
    },
    grown: (entry) => entries[0] === entry ? flush(entry) : void 0,
    advance
  };
}
function queueSection(queue, title, layout) {
  const entry = { buffer: bufferLines(), layout, title, ended: false };
  queue.add(entry);
  return {
    line(text) {
      if (entry.ended) return;
      entry.buffer.add(text);
      queue.grown(entry);
    },
    end() {
      entry.ended = true;
      queue.advance();
    }
  };
}
function queueMessage(queue, text) {
  const buffer = bufferLines();
  buffer.add(text);
  queue.add({ buffer, title: "", ended: true });
}
function bufferLines() {
  let first = [];
  let last = [];
  let dropped = 0;
  return {
    add(line) {
      if (first.length < FIRST_LINES) first.push(line);
      else last.push(line);
      if (last.length >= 2 * LAST_LINES) dropped += last.splice(0, LAST_LINES).length;
    },
    take() {
      const cut = Math.max(0, last.length - LAST_LINES);
      const missing = dropped + cut;
      const notice = missing > 0 ? [`(${missing} lines left out here)`] : [];
      const lines2 = [...first, ...notice, ...last.slice(cut)];
      [first, last, dropped] = [[], [], 0];
      return lines2;
    }
  };
}

// src/git/remote-repository.ts
import { join as join2 } from "node:path";
var MAX_OUTPUT = 64 * 1024 * 1024;
var REACH = String.raw`^(http|credential)\.|^core\.(sshcommand|askpass|gitproxy)$|^ssh\.variant$`;
function addressOf({ owner, repo }, access2) {
  const { serverUrl = "https://github.com" } = access2;
  if (!/^https?:\/\/[\w.:-]+\/*$/.test(serverUrl)) {
    throw new UserError(
      `GITHUB_SERVER_URL is ${JSON.stringify(serverUrl)}; expected an address such as https://github.com`
    );
  }
  const path = [owner, repo].map(encodeURIComponent).join("/");
  return { ...access2, url: `${serverUrl.replace(/\/+$/, "")}/${path}` };
}
async function openRepositories(place) {
  if (!("url" in place)) return openOfCheckout(place);
  const { url, ...access2 } = place;
  const folder = await makeTemporaryFolder("git", access2.env);
  const env = remoteEnvironment(access2.env, [["remote.origin.url", url]]);
  return new TemporaryRepositories({ ...access2, cwd: folder.path, env }, folder);
}
async function openOfCheckout(repository) {
  const top = await topLevel(repository);
  if (top === void 0)
    throw new UserError(`${repository.cwd} is not in a git repository, so there is no origin to ask`);
  const checkout = { ...repository, cwd: top };
  const url = await originUrl(checkout);
  const env = remoteEnvironment(repository.env, [...await reachSettings(checkout), ["remote.origin.url", url]]);
  const folder = await makeTemporaryFolder("git", repository.env);
  return new TemporaryRepositories({ ...checkout, env }, folder);
}
var TemporaryRepositories = class {
  #repository;
  #folder;
  #made = /* @__PURE__ */ new Map();
  constructor(repository, folder) {
    this.#repository = repository;
    this.#folder = folder;
  }
  async command(name, args) {
    const path = this.#made.get(name) ?? this.#make(join2(this.#folder.path, `${name}.git`));
    this.#made.set(name, path);
    return gitCommand(this.#repository, [`--git-dir=${await path}`, ...args]);
  }
  async run(name, args) {
    const { signal, originLimit } = this.#repository;
    const timeLimit = originLimit ?? (args[0] === "ls-remote" ? ASK_LIMIT : FETCH_LIMIT);
    return runCommand(await this.command(name, args), { timeLimit, signal, maxOutput: MAX_OUTPUT });
  }
  async read(name, args) {
    const output = requireSuccess(await this.command(name, args), await this.run(name, args));
    if (Buffer.byteLength(output) < MAX_OUTPUT) return output;
    throw new UserError(
      `git ${args[0]} printed ${MAX_OUTPUT} bytes and more; no data branch or list of tags is that long`
    );
  }
  async [Symbol.asyncDispose]() {
    await this.#folder[Symbol.asyncDispose]();
  }
  async #make(path) {
    const command = gitCommand(this.#repository, ["init", "--quiet", "--bare", "--template=", path]);
    requireSuccess(command, await readCommand(command, { signal: this.#repository.signal }));
    return path;
  }
};
function remoteEnvironment(env, settings) {
  return { ...env, ...configEnvironment({ ...process.env, ...env }, settings) };
}
async function originUrl(repository) {
  const args = ["remote", "get-url", "origin"];
  const result = await readGit(repository, args);
  if (/no such remote/i.test(result.stderr)) {
    throw new UserError(
      `the checkout ${repository.cwd} has no remote called origin, which has the data branch and the tags; add it with git remote add origin URL`
    );
  }
  return requireSuccess(gitCommand(repository, args), result).replace(/\n$/, "");
}
async function reachSettings(repository) {
  const args = ["config", "--local", "--includes", "--null", "--get-regexp", REACH];
  const { stdout } = await readGit(repository, args);
  return stdout.split("\0").filter((entry) => entry !== "").map((entry) => {
    const [key = "", ...value] = entry.split("\n");
    return [key, value.length === 0 ? "true" : value.join("\n")];
  });
}

// src/git/object-reader.ts
import { spawn } from "node:child_process";
var OBJECT_ID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
var LINE_LIMIT = 256;
var NEWLINE = 10;
async function openObjectReader(command) {
  const env = environment(command.env);
  const path = await findTool(command.tool, env);
  const child = spawn(path, command.args, { cwd: command.cwd, env, stdio: ["pipe", "pipe", "ignore"] });
  child.on("error", () => {
  });
  child.stdin.on("error", () => {
  });
  const closed = new Promise((resolve) => child.once("close", () => resolve()));
  const output = new Output(child.stdout);
  let turn = Promise.resolve();
  return {
    read: (blob, limit) => {
      const answer = turn.then(() => ask(child, output, blob, limit));
      turn = answer.catch(() => {
      });
      return answer;
    },
    [Symbol.asyncDispose]: () => close(child, closed)
  };
}
async function ask(child, output, blob, limit) {
  if (!OBJECT_ID.test(blob)) throw new UserError(`${JSON.stringify(blob)} is not a full object id`);
  child.stdin.write(`${blob}
`);
  const line = await output.line();
  const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(line) ?? [];
  if (size === void 0) return await refuseOther(output, line);
  if (Number(size) > limit) {
    await output.skip(Number(size) + 1);
    throw new UserError(`git object ${blob} has ${size} bytes; at most ${limit} are read`);
  }
  const bytes = await output.take(Number(size));
  await output.skip(1);
  return bytes;
}
async function refuseOther(output, line) {
  const [, size] = /^[0-9a-f]+ \w+ (\d+)$/.exec(line) ?? [];
  if (size !== void 0) await output.skip(Number(size) + 1);
  throw new UserError(`git has no such file content: ${line}`);
}
async function close(child, closed) {
  child.stdout.destroy();
  child.stdin.destroy();
  child.kill();
  await closed;
}
var Output = class {
  #chunks;
  #rest = Buffer.alloc(0);
  constructor(stream) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }
  async line() {
    for (let end = this.#rest.indexOf(NEWLINE); ; end = this.#rest.indexOf(NEWLINE)) {
      if (end >= 0) return this.#cut(end + 1).toString("latin1", 0, end);
      if (this.#rest.length > LINE_LIMIT) throw new Error("git cat-file answered with a line that has no end");
      this.#rest = Buffer.concat([this.#rest, await this.#next()]);
    }
  }
  async take(length) {
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; ) at += (await this.#part(length - at)).copy(bytes, at);
    return bytes;
  }
  async skip(length) {
    for (let left = length; left > 0; ) left -= (await this.#part(left)).length;
  }
  /** At least one byte, at most `length`. */
  async #part(length) {
    if (this.#rest.length === 0) this.#rest = await this.#next();
    return this.#cut(Math.min(length, this.#rest.length));
  }
  #cut(length) {
    const part = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return part;
  }
  async #next() {
    const { done, value } = await this.#chunks.next();
    if (done) throw new UserError("git cat-file ended before it answered");
    return value;
  }
};

// src/git/remote-refs.ts
import { spawn as spawn2 } from "node:child_process";
var REPOSITORY = "refs";
var FETCH = ["fetch", "--quiet", "--prune", "--depth=1", "--no-tags", "--no-write-fetch-head"];
var FETCH_TIP = ["fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "origin"];
var MOVED = /\[rejected\]|fetch first|non-fast-forward|stale info|cannot lock ref|reference already exists|failed to update ref/i;
var PUSH = ["push", "--quiet", "--no-verify", "--no-signed", "origin"];
var COMMITTER = "committer Image Size Gate <noreply@github.com>";
function remoteRefs(repositories, signal) {
  return new OriginRefs(repositories, signal);
}
var OriginRefs = class {
  #repositories;
  #signal;
  #objects;
  constructor(repositories, signal) {
    this.#repositories = repositories;
    this.#signal = signal;
  }
  async fetch(folder) {
    const result = await this.#repositories.run(REPOSITORY, [...FETCH, "origin", `+${folder}*:${folder}*`]);
    requireDone(`fetch of ${folder}`, result);
    const format = "--format=%(refname) %(objectname)";
    const listing = await this.#repositories.read(REPOSITORY, ["for-each-ref", format, folder]);
    const lines2 = listing.split("\n").filter((line) => line !== "");
    return new Map(lines2.map((line) => line.split(" ")).map(([name = "", commit = ""]) => [name, commit]));
  }
  async files(commit, limit) {
    const listing = await this.#repositories.read(REPOSITORY, ["ls-tree", "-r", "--long", "-z", commit]);
    const found = listing.split("\0").flatMap((line) => {
      const [, blob, size, path] = /^100644 blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line) ?? [];
      return blob === void 0 || path === void 0 ? [] : [{ blob, size: Number(size), path }];
    });
    const bytes = found.reduce((sum, { size }) => sum + size, 0);
    if (bytes > limit) throw new UserError(`commit ${commit} has ${bytes} bytes; at most ${limit} are read`);
    this.#objects ??= this.#repositories.command(REPOSITORY, ["cat-file", "--batch"]).then(openObjectReader);
    const objects = await this.#objects;
    const files = /* @__PURE__ */ new Map();
    for (const { path, blob, size } of found) files.set(path, await objects.read(blob, size));
    return files;
  }
  async create(ref, files) {
    const command = await this.#repositories.command(REPOSITORY, ["fast-import", "--quiet", "--done", "--force"]);
    await feed(command, importStream({ ref, files, message: "", seconds: 0 }), this.#signal);
    const result = await this.#repositories.run(REPOSITORY, [...PUSH, `${ref}:${ref}`]);
    requireDone(`push of ${ref}`, result);
  }
  async push(branch, { parent, changes, message }) {
    const ref = `refs/image-size-gate/written/${branch}`;
    const target = `refs/heads/${branch}`;
    if (parent !== void 0) {
      requireDone(`fetch of ${branch}`, await this.#repositories.run(REPOSITORY, [...FETCH_TIP, `+${target}:${ref}`]));
      if (await this.#commitOf(ref) !== parent) return { moved: `${branch} has another commit by now` };
    }
    const command = await this.#repositories.command(REPOSITORY, ["fast-import", "--quiet", "--done", "--force"]);
    const seconds = Math.floor(Date.now() / 1e3);
    await feed(command, importStream({ ref, parent, files: changes, message, seconds }), this.#signal);
    const result = await this.#repositories.run(REPOSITORY, [...PUSH, `${ref}:${target}`]);
    if (result.exitCode !== 0 && MOVED.test(result.stderr)) return { moved: errorText(result) };
    requireDone(`push of ${branch}`, result);
    return { commit: await this.#commitOf(ref) };
  }
  async #commitOf(ref) {
    return (await this.#repositories.read(REPOSITORY, ["rev-parse", "--verify", ref])).trim();
  }
  async remove(refs) {
    if (refs.length > 0) await this.#repositories.run(REPOSITORY, [...PUSH, ...refs.map((ref) => `:${ref}`)]);
  }
  async [Symbol.asyncDispose]() {
    const objects = await this.#objects?.catch(() => void 0);
    await objects?.[Symbol.asyncDispose]();
  }
};
function importStream({ ref, parent, files, message, seconds }) {
  const contents = [...files].map(([path, text]) => {
    if (!/^[^"\0\n][^\0\n]*$/.test(path)) throw new UserError(`${JSON.stringify(path)} cannot be a path`);
    return text === null ? `D ${path}
` : `M 100644 inline ${path}
${dataOf(text)}`;
  });
  const from = parent === void 0 ? "" : `from ${parent}
`;
  const head = `commit ${ref}
${COMMITTER} ${seconds} +0000
${dataOf(message)}${from}`;
  return `${head}${contents.join("")}
done
`;
}
function dataOf(text) {
  return `data ${Buffer.byteLength(text)}
${text}
`;
}
async function feed(command, input, signal) {
  const env = environment(command.env);
  const path = await findTool(command.tool, env);
  const stdio = ["pipe", "ignore", "pipe"];
  const child = spawn2(path, command.args, { cwd: command.cwd, env, stdio: [...stdio], ...signal ? { signal } : {} });
  let stderr = "";
  child.stderr?.on("data", (chunk) => {
    stderr = `${stderr}${chunk}`.slice(-4096);
  });
  child.stdin?.on("error", () => {
  });
  child.stdin?.end(input);
  const exitCode = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (exitCode !== 0)
    throw new UserError(`git fast-import failed with exit code ${exitCode}: ${errorText({ stdout: "", stderr })}`);
}
function requireDone(what, result) {
  if (result.exitCode === 0 && result.ended === "by itself") return;
  throw new UserError(`git ${what} failed with exit code ${result.exitCode}: ${errorText(result)}`);
}

// src/git/remote-git.ts
var COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
var FETCH2 = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
async function openRemote(place) {
  return new Origin(place, await openRepositories(place));
}
var Origin = class {
  refs;
  #place;
  /** `branch` has whole commits. `history` has commits without their files, so there git would fetch missing ones by itself. */
  #repositories;
  #names = /* @__PURE__ */ new Set();
  #objects;
  /** Two fetches at once would compete for one lock. */
  #turn = Promise.resolve();
  constructor(place, repositories) {
    this.#place = place;
    this.#repositories = repositories;
    this.refs = remoteRefs(repositories, place.signal);
  }
  async fetchBranch(name) {
    await this.#requireName(name);
    const [theirs, ours] = [`refs/heads/${name}`, `refs/remotes/origin/${name}`];
    const result = await this.#fetch("branch", ["--depth=1", "origin", `+${theirs}:${ours}`]);
    if (result.exitCode !== 0 && /couldn't find remote ref/i.test(result.stderr)) return void 0;
    this.#requireFetched(`branch ${name}`, result);
    const ids = await this.#repositories.read("branch", ["rev-parse", `${ours}^{commit}`, `${ours}^{tree}`]);
    const [commit = "", tree = ""] = ids.split("\n");
    return { commit, tree };
  }
  async listFiles(commit) {
    requireCommit(commit);
    const listing = await this.#repositories.read("branch", ["ls-tree", "-r", "--long", "-z", commit]);
    return new Map(listing.split("\0").flatMap(parseFile));
  }
  async readFile(blob, limit) {
    this.#objects ??= this.#repositories.command("branch", ["cat-file", "--batch"]).then(openObjectReader);
    return (await this.#objects).read(blob, limit);
  }
  async firstParents(commit, limit) {
    requireCommit(commit);
    const known = "url" in this.#place ? void 0 : await knownFirstParents(this.#place, commit, limit);
    if (known !== void 0) return known;
    const depth = `--depth=${limit + 1}`;
    let result = await this.#fetch("history", [depth, "--filter=tree:0", "origin", commit]);
    if (result.exitCode !== 0 && /filter/i.test(result.stderr))
      result = await this.#fetch("history", [depth, "origin", commit]);
    this.#requireFetched(`the history of commit ${commit}`, result);
    return lines(await this.#repositories.read("history", revList(commit, limit)));
  }
  async remoteTags() {
    const result = await this.#repositories.run("branch", ["ls-remote", "--tags", "origin"]);
    if (result.exitCode !== 0) throw new UserError(this.#reason("ls-remote of the tags", result));
    return parseTags(result.stdout);
  }
  async [Symbol.asyncDispose]() {
    const objects = await this.#objects?.catch(() => void 0);
    await objects?.[Symbol.asyncDispose]();
    await this.refs[Symbol.asyncDispose]();
    await this.#repositories[Symbol.asyncDispose]();
  }
  /** Git's own rules (git-check-ref-format(1)) also refuse a name that is a pattern or a pair. */
  async #requireName(name) {
    if (this.#names.has(name)) return;
    const { exitCode } = await this.#repositories.run("branch", ["check-ref-format", `refs/heads/${name}`]);
    if (exitCode !== 0) throw new UserError(`${JSON.stringify(name)} is not a name that a branch can have`);
    this.#names.add(name);
  }
  #fetch(repository, args) {
    const fetched = this.#turn.then(() => this.#repositories.run(repository, [...FETCH2, ...args]));
    this.#turn = fetched.catch(() => {
    });
    return fetched;
  }
  #requireFetched(what, result) {
    if (result.exitCode !== 0) throw new UserError(this.#reason(`fetch of ${what}`, result));
  }
  #reason(what, result) {
    const how = result.ended === "time limit" ? "was ended at its time limit" : `failed with exit code ${result.exitCode}`;
    const needed = this.#place.token ? "the token must be able to read the contents (permissions: contents: read)" : "credentials for origin may be missing";
    return `git ${what} from origin ${how}; ${needed}: ${errorText(result)}`;
  }
};
async function knownFirstParents(checkout, commit, limit) {
  const repository = { ...checkout, env: { ...checkout.env, GIT_NO_LAZY_FETCH: "1" } };
  if (!await hasCommit(repository, commit)) return void 0;
  const known = lines(await git(repository, revList(commit, limit)));
  const isWhole = known.length > limit || (await parentsOf(repository, known.at(-1) ?? commit)).length === 0;
  return isWhole ? known : void 0;
}
var revList = (commit, limit) => [
  "rev-list",
  "--first-parent",
  `--max-count=${limit + 1}`,
  commit
];
function parseFile(line) {
  const [, blob, size, path] = /^100(?:644|755) blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line) ?? [];
  return blob === void 0 || path === void 0 ? [] : [[path, { size: Number(size), blob }]];
}
function parseTags(text) {
  const found = lines(text).map((line) => /^([0-9a-f]+)\trefs\/tags\/(.+?)(?:\^\{\})?$/.exec(line) ?? []);
  const tags = new Map(found.map(([, commit = "", name = ""]) => [name, commit]));
  return [...tags].map(([name, commit]) => ({ name, commit }));
}
var lines = (text) => text.split("\n").filter((line) => line !== "");
function requireCommit(commit) {
  if (!COMMIT.test(commit)) throw new UserError(`${JSON.stringify(commit)} is not a full commit id`);
}

// src/docker/failure.ts
var BuildError = class extends UserError {
  failure;
  /** Path in the build context, where a file is missing from it. */
  path;
  constructor(message, failure = "dockerfile", path) {
    super(message);
    this.failure = failure;
    if (path !== void 0) this.path = path;
  }
};
var NOT_IN_CONTEXT = [
  /failed to calculate checksum of ref [^\n]*?: "([^"\n]+)": not found/,
  /failed to solve: lstat (\/[^\n:]*): no such file or directory/
];
var STEP_FAILED = /process "[^\n]*" did not complete successfully/;
var BUILDER_GONE = [
  /cannot connect to the docker daemon|is the docker daemon running/i,
  /error while dialing|transport is closing|connection error: desc =/i,
  /rpc error: code = (?:Unavailable|Canceled|DeadlineExceeded)|graceful_stop|no active session/i,
  /context deadline exceeded|failed to receive status|use of closed network connection|broken pipe/i,
  /dial (?:unix|tcp) [^\n]*(?:connection refused|no such file|i\/o timeout)/i
];
var NO_ANSWER = [
  /dial tcp|no such host|temporary failure in name resolution|connection reset by peer|tls handshake timeout/i,
  /failed to do request|failed to fetch (?:anonymous|oauth) token|i\/o timeout|unexpected EOF/i,
  /toomanyrequests|\b429\b|\b50[0-9] (?:bad gateway|service unavailable|internal server error|gateway timeout)/i
];
function classifyFailure({ kind, exitCode, report }) {
  if (kind === "late") return { failure: "time-limit" };
  if (/no space left on device|disk quota exceeded/i.test(report)) return { failure: "disk" };
  const error = lastError(report);
  const path = NOT_IN_CONTEXT.map((pattern) => pattern.exec(error)?.[1]).find((found) => found !== void 0);
  if (path !== void 0) return { failure: "context", path };
  if (exitCode > 128 && !report.includes("ERROR: ")) return { failure: "builder" };
  if (STEP_FAILED.test(error)) return { failure: "dockerfile" };
  const isSolving = error.includes("failed to solve");
  if (isSolving && NO_ANSWER.some((pattern) => pattern.test(error))) return { failure: "network" };
  return { failure: BUILDER_GONE.some((pattern) => pattern.test(error)) ? "builder" : "dockerfile" };
}
function lastError(report) {
  const at = report.lastIndexOf("ERROR: ");
  return at < 0 ? report : report.slice(at).trimEnd();
}
var MAX_ERROR_TEXT = 4096;
function buildErrorTail(stderr) {
  const lines2 = cleanText(stderr).trimEnd().split("\n");
  const last = lines2.findLastIndex((line) => /^#\d+ /.test(line));
  const report = lines2.slice(last + 1).filter((line) => line.trim() !== "");
  const chosen = report.length > 0 ? report : lines2.slice(-10);
  return tailOf(chosen.join("\n"), MAX_ERROR_TEXT);
}

export {
  makeTemporaryFolder,
  makeLastingFolder,
  temporaryParent,
  addressOf,
  openRemote,
  BuildError,
  classifyFailure,
  buildErrorTail,
  actionsLog,
  plainLog
};
