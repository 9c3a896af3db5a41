import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  BLOCK,
  DEFAULT_LIMITS,
  Digester,
  FileTree,
  JsonObject,
  LayerIndexBuilder,
  MANIFEST_TYPES,
  NO_RESULT,
  TarHeaderError,
  askRecord,
  atCommit,
  blobPath,
  compressionOf,
  decodeHeader,
  decodeText,
  detectFormat,
  digestAlgorithm,
  digestOf,
  failureOf,
  findBases,
  formatPlatform,
  headerName,
  heldSource,
  isConfigType,
  isDigest,
  isImageOfFiles,
  isSkippableMagic,
  isSparseExtended,
  isZeroBlock,
  isZstdMagic,
  listNames,
  manifestKind,
  measureOpened,
  mediaTypeOf,
  noSuchImage,
  normalisePath,
  parseConfig,
  parseIndex,
  parseJson,
  parseManifest,
  positionIn,
  readCreated,
  readLayerIndex,
  readingOf,
  resolveImages,
  resolveReference,
  resultOf,
  warnOfHead,
  withNotes
} from "./chunk-M6ZP2A4P.js";
import {
  ContentsBudget,
  MAX_MEASUREMENT_FILE,
  accountedFor,
  compareImage,
  compareRelated,
  compareRemoved,
  contentsOf,
  createReport,
  diffTrees,
  evaluateCondition,
  explainGrowth,
  formatPackageUrl,
  isRootUser,
  isSystemPackage,
  marksDevelopment,
  mostChangedFirst,
  packageParts,
  parseMeasurementFile,
  parsePackageUrl,
  requirementsOf
} from "./chunk-IGX2ADU3.js";
import {
  LONGEST_DOCKERFILE,
  compileIgnorePattern,
  contextSources,
  directoriesAbove,
  findImage,
  findParents,
  findTarget,
  hashFile,
  hashText,
  holdingOf,
  instructionAt,
  parseDockerfile,
  possibleLineage,
  readDockerfile,
  readList,
  readOpening
} from "./chunk-3SRQSNUV.js";
import {
  BakeMissing,
  absoluteCache,
  cleanDocker,
  csvField,
  dockerCommand,
  explainCacheFailure,
  fileArguments,
  imageOutputs,
  inspectBuilder,
  linkedTargets,
  origin,
  readBake,
  readDocker,
  readEngineInfo,
  readGoVersion,
  readKeys,
  readWritten,
  scopeCacheFrom,
  scopeCacheTo,
  targetIn
} from "./chunk-YZ7DKGYK.js";
import {
  BuildError,
  buildErrorTail,
  classifyFailure,
  makeTemporaryFolder
} from "./chunk-DHLA25L2.js";
import {
  compareVariantOutputs,
  instructionOf,
  placeLayers,
  samePlatform,
  verdictOfChecks
} from "./chunk-TGCFGZ2R.js";
import {
  cleanText,
  credentialsOf,
  describeCommand,
  environment,
  errorText,
  fetchCommit,
  findTool,
  git,
  isBuilt,
  isRemoteContext,
  keepTail,
  readGit,
  requireSuccess,
  runCommand,
  signalGroup,
  spawnGroup,
  tailOf,
  topLevel
} from "./chunk-KVAMYFKP.js";
import {
  METRICS,
  asList,
  asRecord,
  asText,
  downloadGrowth,
  familiarName,
  formatReference,
  groupBy,
  keyed,
  parseReference,
  parseStorageReference,
  untagged
} from "./chunk-QX4VVKC4.js";
import {
  TRANSPORTS
} from "./chunk-UWS2MVFE.js";
import {
  readRegularFile,
  regularFileAt
} from "./chunk-FPYIA4FT.js";
import {
  cutMiddle,
  visibleLine
} from "./chunk-XSAKZETS.js";
import {
  formatSignedBytes
} from "./chunk-C5KJ4NRV.js";
import {
  SHORTEST_SECRET,
  readSecret,
  secretWords
} from "./chunk-OVSR4W42.js";
import {
  systemProblem,
  systemWords
} from "./chunk-NPLJAB6U.js";
import {
  UserError,
  orUndefined,
  printable
} from "./chunk-LL3EZWTN.js";
import {
  BLOCK_SIZE,
  WINDOW,
  freeBuffer,
  prefetch,
  readBytes,
  sizeOfBlock
} from "./chunk-ADX3VBXC.js";
import {
  ImageError,
  errorCode,
  inside,
  quote
} from "./chunk-7JZOHCHM.js";
import {
  __callDispose,
  __using
} from "./chunk-UOFCCHBS.js";

// src/measurer/measurer.ts
import { mkdir as mkdir2, open as open4 } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join as join12, resolve as resolve7 } from "node:path";

// src/docker/credentials.ts
import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

// src/docker/credential-helper.ts
import { execFile } from "node:child_process";
var NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
var TIME_LIMIT = 60;
var LARGEST_ANSWER = 1024 * 1024;
var TOKEN_USER = "<token>";
var NOT_FOUND = "credentials not found";
async function askCredentialHelper(question) {
  if (!NAME.test(question.name)) {
    throw new UserError(
      `Docker's configuration: "${printable(question.name.slice(0, 100))}" is not a credential helper`
    );
  }
  const tool = `docker-credential-${question.name}`;
  const { failure, output } = await run(await findTool(tool, question.env), question);
  question.signal?.throwIfAborted();
  if (failure === void 0) return parseAnswer(output, tool, question.server);
  if (output.includes(NOT_FOUND)) return void 0;
  throw new UserError(
    `${tool} get ${failure} for ${question.server}; run \`echo ${question.server} | ${tool} get\` to see why`
  );
}
function run(path, { server, env, signal }) {
  return new Promise((resolve12) => {
    const options = { env, timeout: TIME_LIMIT * 1e3, maxBuffer: LARGEST_ANSWER, ...signal && { signal } };
    const child = execFile(path, ["get"], options, (error, output) => {
      if (error === null) resolve12({ output });
      else resolve12({ failure: error.code ? `failed (${error.code})` : `was ended after ${TIME_LIMIT} s`, output });
    });
    child.stdin?.on("error", () => {
    });
    child.stdin?.end(server);
  });
}
function parseAnswer(output, tool, server) {
  const answer = parseFields(output);
  if (answer === void 0) throw new UserError(`${tool} get did not answer for ${server} with a JSON object`);
  const { Username: username, Secret: secret } = answer;
  if (typeof username !== "string" || typeof secret !== "string") return void 0;
  if (username === "" || secret === "") return void 0;
  if (username === TOKEN_USER) return { identityToken: secret };
  return { username, password: secret };
}
function parseFields(output) {
  try {
    const value = JSON.parse(output);
    return typeof value === "object" && value !== null ? { ...value } : void 0;
  } catch {
    return void 0;
  }
}

// src/docker/credentials.ts
var HUB_KEY = "https://index.docker.io/v1/";
var LARGEST_CONFIG = 4 * 1024 * 1024;
function dockerCredentials(options) {
  const env = environment(options.env);
  const places = loginsOf(env).map(({ read, isByRepository }) => ({ read: once(read), isByRepository }));
  const answers = /* @__PURE__ */ new Map();
  const ask3 = (name, server) => {
    const key = `${name} ${server}`;
    const answer = answers.get(key) ?? askCredentialHelper({ name, server, env, signal: options.signal });
    answers.set(key, answer);
    return answer;
  };
  return async (host, repository = "") => {
    for (const { read, isByRepository } of places) {
      const found = await credentialsIn(await read(), { host, repository: isByRepository ? repository : "" }, ask3);
      if (found !== void 0) return found;
    }
    return void 0;
  };
}
function once(read) {
  let reading;
  return () => reading ??= read();
}
function loginsOf(env) {
  const home = env.HOME || homedir();
  const docker = join(env.DOCKER_CONFIG || join(home, ".docker"), "config.json");
  const sessions = env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, "containers/auth.json")] : [];
  const own = join(env.XDG_CONFIG_HOME || join(home, ".config"), "containers/auth.json");
  const podman = (path) => ({ read: () => readConfig(path), isByRepository: true });
  return [
    { read: async () => parseConfig2(env.DOCKER_AUTH_CONFIG || "{}", "DOCKER_AUTH_CONFIG"), isByRepository: false },
    ...env.REGISTRY_AUTH_FILE ? [podman(env.REGISTRY_AUTH_FILE)] : [],
    { read: () => readConfig(docker), isByRepository: false },
    ...[...sessions, own].map(podman)
  ];
}
async function credentialsIn({ auths, credHelpers, credsStore }, { host, repository }, ask3) {
  const key = host === "docker.io" ? HUB_KEY : host;
  const helper = credHelpers.get(key) ?? credHelpers.get(host) ?? credsStore;
  const stored = typeof helper === "string" && helper !== "" ? await ask3(helper, key) : void 0;
  return stored ?? (repository === "" ? fromAuths(auths, key) : fromNamespaces(auths, { host, repository }));
}
async function readConfig(path) {
  const found = await stat(path).catch(() => void 0);
  if (found === void 0) return { auths: /* @__PURE__ */ new Map(), credHelpers: /* @__PURE__ */ new Map(), credsStore: void 0 };
  if (found.size > LARGEST_CONFIG) throw new UserError(`${path}: too large for a Docker configuration`);
  return parseConfig2((await readRegularFile(path, path, LARGEST_CONFIG)).toString("utf8"), path);
}
function parseConfig2(text2, place) {
  const config = parseObject(text2);
  if (config === void 0) throw new UserError(`${place}: not a Docker configuration: expected a JSON object`);
  return { auths: asMap(config.auths), credHelpers: asMap(config.credHelpers), credsStore: config.credsStore };
}
function fromAuths(auths, key) {
  const exact = auths.get(key);
  const named = [...auths].find(([name]) => hostOf(name) === hostOf(key))?.[1];
  return loginOf(exact ?? named);
}
function fromNamespaces(auths, { host, repository }) {
  const parts = [host, ...repository.split("/")];
  const names2 = parts.map((_, at) => parts.slice(0, parts.length - at).join("/"));
  const entry = names2.map((name) => auths.get(name)).find((found) => found !== void 0);
  return loginOf(entry) ?? loginOf([...auths].find(([name]) => isSameHost(name, host))?.[1]);
}
function isSameHost(name, host) {
  const isNamespace = name.includes("/") && !/^https?:\/\//.test(name);
  const of = hostOf(name);
  return !isNamespace && (/^(?:index|registry-1)\.docker\.io$/.test(of) ? "docker.io" : of) === host;
}
function loginOf(found) {
  const entry = asMap(found);
  const token = textOf(entry.get("identitytoken"));
  if (token !== "") return { identityToken: token };
  return decodeAuth(textOf(entry.get("auth"))) ?? asLogin(textOf(entry.get("username")), textOf(entry.get("password")));
}
function hostOf(key) {
  return key.replace(/^https?:\/\//, "").replace(/\/.*$/s, "");
}
function decodeAuth(auth) {
  const text2 = Buffer.from(auth, "base64").toString("utf8");
  const colon = text2.indexOf(":");
  return colon < 0 ? void 0 : asLogin(text2.slice(0, colon), text2.slice(colon + 1).replace(/\0+$/, ""));
}
function asLogin(username, password) {
  return username === "" || password === "" ? void 0 : { username, password };
}
function parseObject(json) {
  try {
    const value = JSON.parse(json);
    return isRecord(value) ? value : void 0;
  } catch {
    return void 0;
  }
}
function asMap(value) {
  return new Map(isRecord(value) ? Object.entries(value) : []);
}
function textOf(value) {
  return typeof value === "string" ? value : "";
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/docker/mirrors.ts
import { homedir as homedir2 } from "node:os";
import { join as join2 } from "node:path";
var VARIABLE = "IMAGE_SIZE_GATE_REGISTRY_MIRRORS";
var LARGEST_CONFIG2 = 1024 * 1024;
var HUB = "docker.io";
async function readMirrors({ env: given, files }) {
  const env = environment(given);
  const named = parseMirrors(env[VARIABLE] ?? "");
  if (named.has(HUB)) return named;
  const rootless = join2(env.XDG_CONFIG_HOME || join2(env.HOME || homedir2(), ".config"), "docker/daemon.json");
  const ofDaemon = await Promise.all((files ?? [rootless, "/etc/docker/daemon.json"]).map(daemonMirrors));
  const found = ofDaemon.find((mirrors) => mirrors.length > 0) ?? [];
  return found.length === 0 ? named : new Map([...named, [HUB, found]]);
}
function parseMirrors(text2) {
  const mirrors = /* @__PURE__ */ new Map();
  for (const entry of text2.split(/[\s,]+/).filter((part) => part !== "")) {
    const [, host = "", address = ""] = /^([^=]+)=(.*)$/.exec(entry) ?? [];
    const url = mirrorUrl(address);
    if (url === void 0) throw malformed(entry);
    mirrors.set(host, [...mirrors.get(host) ?? [], url]);
  }
  return mirrors;
}
function malformed(entry) {
  const shown2 = printable(entry.replace(/\/\/[^/@]*@/, "//\u2026@").slice(0, 200));
  return new UserError(`${VARIABLE}: "${shown2}" is not HOST=URL, where URL is https:// or http:// and a host alone`);
}
function mirrorUrl(address) {
  const url = URL.canParse(address) ? new URL(address) : void 0;
  if (url === void 0 || !/^https?:$/.test(url.protocol) || `${url.origin}/` !== url.href) return void 0;
  return url;
}
async function daemonMirrors(path) {
  try {
    const config = JSON.parse((await readRegularFile(path, path, LARGEST_CONFIG2)).toString("utf8"));
    return asList(asRecord(config)["registry-mirrors"]).flatMap((address) => mirrorUrl(asText(address)) ?? []);
  } catch {
    return [];
  }
}

// src/oci/layer/cache.ts
function estimatedKey(diffId) {
  return `${diffId} estimated`;
}
function createLayerCache() {
  const reads = /* @__PURE__ */ new Map();
  const done = /* @__PURE__ */ new Map();
  const add2 = (key, layer) => void done.set(key, layer);
  return {
    add: add2,
    known: (key) => done.get(key),
    async read(key, read) {
      const found = done.get(key);
      if (found !== void 0) return found;
      const reading = reads.get(key) ?? start(reads, key, read);
      const layer = await reading;
      add2(key, layer);
      return layer;
    }
  };
}
function start(reads, key, read) {
  const reading = read().finally(() => reads.delete(key));
  reads.set(key, reading);
  return reading;
}

// src/oci/layer/compressor.ts
var NEWEST_GZIP = "go-1.27";
function gzipOfGo(version) {
  const [, major, minor] = /^go(\d{1,4})\.(\d{1,4})/.exec(version.trim()) ?? [];
  if (major === void 0 || minor === void 0) return void 0;
  return Number(major) > 1 || Number(minor) >= 27 ? "go-1.27" : "go-1.26";
}
var HEADER = 10;
var TRAILER = 8;
var TAIL = 4 + TRAILER;
var CompressorMarks = class {
  #head = Buffer.alloc(0);
  #tail = Buffer.alloc(0);
  /** Takes the next bytes of the blob as stored. */
  update(bytes) {
    if (this.#head.length < HEADER)
      this.#head = Buffer.concat([this.#head, bytes.subarray(0, HEADER)]).subarray(0, HEADER);
    this.#tail = Buffer.concat([this.#tail, bytes.subarray(-TAIL)]).subarray(-TAIL);
  }
  /**
   * `none`, `zstd`, `gzip`, or `gzip go-1.26` and `gzip go-1.27` where the bytes are as these versions of Go write them. ` best` or ` fast` follows where
   * the header says so (RFC 1952, XFL).
   */
  name(compression) {
    if (compression !== "gzip") return compression;
    const generation = generationOf(this.#head, this.#tail);
    return `gzip${generation === void 0 ? "" : ` ${generation}`}${LEVELS[this.#head[8] ?? 0] ?? ""}`;
  }
};
var LEVELS = { 2: " best", 4: " fast" };
function generationOf(head, tail) {
  const isOfGo = head.length === HEADER && head[3] === 0 && head.readUInt32LE(4) === 0 && head[9] === 255;
  if (!isOfGo || tail.length < TAIL) return void 0;
  if (tail.readUInt32LE(0) === 4294901760) return "go-1.26";
  return endsInFixedBlock(tail.readUIntLE(1, 3)) ? "go-1.27" : void 0;
}
function endsInFixedBlock(bits) {
  const zeros = Math.clz32(bits) - 8;
  return zeros >= 8 && zeros <= 15 && (bits >> 22 - zeros & 3) === 3;
}

// src/oci/reading-options.ts
function completeReading({ limits, onBytes, layers, inspect, gzip = NEWEST_GZIP }) {
  return { limits: limits ?? DEFAULT_LIMITS, layers: layers ?? createLayerCache(), onBytes, inspect, gzip };
}

// src/oci/registry/reference.ts
var API_HOSTS = /* @__PURE__ */ new Map([["docker.io", "registry-1.docker.io"]]);
function registryUrl(host) {
  return new URL(`https://${API_HOSTS.get(host) ?? host}/`);
}
function remoteName({ host, repository, target }) {
  return `docker://${host}/${repository}${target.kind === "tag" ? `:${target.tag}` : `@${target.digest}`}`;
}
function isLoopback({ hostname: hostname2 }) {
  return hostname2 === "localhost" || hostname2 === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname2);
}
function mayRequest(url, registry) {
  return url.protocol === "https:" || url.protocol === "http:" && isLoopback(url) && isLoopback(registry);
}

// src/oci/registry/failure.ts
import { isNativeError } from "node:util/types";
var RemoteFailure = class extends Error {
  name = "RemoteFailure";
  kind;
  constructor(kind, message, options) {
    super(message, options);
    this.kind = kind;
  }
};
var CERTIFICATE = /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH|^INVALID_(?:CA|PURPOSE)|^PATH_LENGTH|^CRL_/;
var KINDS = [
  [CERTIFICATE, "certificate"],
  [/^ECONNREFUSED$/, "refused"],
  [/^ENOTFOUND$/, "unknown host"]
];
function failureOf2(error, host) {
  if (error instanceof RemoteFailure) return error;
  const reason = isNativeError(error) && isNativeError(error.cause) ? error.cause : error;
  const code = errorCode(reason) ?? "";
  const kind = KINDS.find(([pattern]) => pattern.test(code))?.[1] ?? "connection";
  const text2 = isNativeError(reason) && reason.message !== "" ? reason.message : code;
  const hint = kind === "certificate" ? "; put its authority in a file, and set NODE_EXTRA_CA_CERTS to the path" : "";
  const what = kind === "certificate" ? `the certificate of ${host} is not trusted` : `no answer from ${host}`;
  return new RemoteFailure(kind, `${what}: ${quote(text2)}${hint}`, { cause: error });
}
function placed(error, place) {
  return error instanceof RemoteFailure ? new ImageError(error.message, place, { cause: error }) : error;
}
function isMissing(error) {
  return error instanceof ImageError && error.cause instanceof RemoteFailure && error.cause.kind === "missing";
}

// src/oci/registry/budget.ts
var Budget = class {
  #total;
  #slack;
  #rate;
  #spent = 0;
  #reading = 0;
  #bytes = 0;
  constructor({ total = 300, slack = 90, rate = 1e4 }) {
    this.#total = total;
    this.#slack = slack;
    this.#rate = rate;
  }
  /** Seconds that are left for an answer or a pause. */
  left() {
    return Math.max(0, this.#total + this.#bytes / this.#rate - this.#spent);
  }
  /** Seconds that are left for the next bytes of a body. */
  leftToRead() {
    return Math.max(0, Math.min(this.left(), this.#slack + this.#bytes / this.#rate - this.#reading));
  }
  spend(seconds) {
    this.#spent += seconds;
  }
  /** Seconds of waiting that brought these bytes. */
  read(seconds, bytes) {
    this.#spent += seconds;
    this.#reading += seconds;
    this.#bytes += bytes;
  }
  /** What to throw when nothing is left. It is not retried: the next try would get no time. */
  exhausted(host) {
    const [seconds, bytes] = [Math.round(this.#spent), this.#bytes];
    return new RemoteFailure(
      "slow",
      `${host} is too slow: ${bytes} bytes came in ${seconds} s of waiting, and at least ${this.#rate} a second are expected. Try again later, or use a mirror that is nearer`
    );
  }
};

// src/oci/registry/referrers.ts
var LARGEST = 1024 * 1024;
var PATIENCE = { answer: 10, stall: 10, total: 10 };
async function listReferrers(registry, repository, digest) {
  try {
    const wanted = {
      repository,
      path: `referrers/${digest}`,
      headers: { Accept: "application/vnd.oci.image.index.v1+json" }
    };
    const answer = await registry.get(wanted, new Budget(PATIENCE));
    if (answer.status !== 200) {
      await answer.discard();
      return [];
    }
    const place = { archive: answer.url.host };
    const bytes = await readBytes(answer.body(), LARGEST, place);
    const types = new JsonObject(parseJson(bytes, place), place).objects("manifests").map(typeOf);
    return parseIndex(bytes, place).map((found, at) => `${found.digest}, which refers to the image: ${types[at]}`);
  } catch (error) {
    if (error instanceof ImageError || error instanceof RemoteFailure) return [];
    throw error;
  }
}
function typeOf(manifest) {
  return `an artifact of type ${quote(manifest.optionalText("artifactType") ?? manifest.optionalText("mediaType") ?? "")}`;
}

// src/oci/registry/challenge.ts
var LONGEST = 8 * 1024;
var PART = /\s*(?:,\s*)*(?:([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))|([!#$%&'*+.^_`|~\w-]+))/y;
function parseChallenge(header) {
  const found = readSchemes(header.slice(0, LONGEST));
  const bearer = found.find(({ scheme, params }) => scheme === "bearer" && params.has("realm"))?.params;
  if (bearer === void 0) return found.some(({ scheme }) => scheme === "basic") ? { scheme: "basic" } : void 0;
  const [service, scope] = [bearer.get("service"), bearer.get("scope")];
  return {
    scheme: "bearer",
    realm: bearer.get("realm") ?? "",
    ...service !== void 0 && { service },
    ...scope !== void 0 && { scope }
  };
}
function readSchemes(header) {
  const schemes = [];
  PART.lastIndex = 0;
  for (let part = PART.exec(header); part !== null; part = PART.exec(header)) {
    const [, name, quoted2, token, scheme] = part;
    if (scheme !== void 0) schemes.push({ scheme: scheme.toLowerCase(), params: /* @__PURE__ */ new Map() });
    else if (name !== void 0) {
      schemes.at(-1)?.params.set(name.toLowerCase(), quoted2?.replace(/\\(.)/g, "$1") ?? token ?? "");
    }
  }
  return schemes;
}

// src/oci/registry/token.ts
var CLIENT = "image-size-gate";
var LARGEST_ANSWER2 = 1024 * 1024;
var TOKEN = /^[\x21-\x7e]{1,65536}$/;
function basicAuthorization(username, password) {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
function tokenRequest({ realm, service, scope = "" }, credentials, registry) {
  const url = realmUrl(realm, registry);
  const params = new URLSearchParams({ ...service !== void 0 && { service }, scope });
  if (credentials !== void 0 && "identityToken" in credentials) {
    params.set("grant_type", "refresh_token");
    params.set("refresh_token", credentials.identityToken);
    params.set("client_id", CLIENT);
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    return { url, method: "POST", headers, body: params.toString() };
  }
  for (const [name, value] of params) url.searchParams.set(name, value);
  if (credentials === void 0) return { url, headers: {} };
  return { url, headers: { Authorization: basicAuthorization(credentials.username, credentials.password) } };
}
function realmUrl(realm, registry) {
  const url = URL.canParse(realm) ? new URL(realm) : void 0;
  if (url === void 0 || !mayRequest(url, registry)) {
    const where = url === void 0 ? "an invalid address" : `${url.protocol}//${url.host}, which is not https`;
    throw new RemoteFailure("protocol", `the token server of ${registry.host} is ${where}`);
  }
  url.username = "";
  url.password = "";
  return url;
}
async function readToken(answer) {
  const { host } = answer.url;
  if (answer.status !== 200) {
    await answer.discard();
    const refused = answer.status === 401 || answer.status === 403 || answer.status === 400;
    const what = refused ? "refuses the credentials" : "gives no token";
    throw new RemoteFailure("protocol", `the token server ${host} ${what}: it answered ${answer.status}`);
  }
  const token = await parseToken(answer).catch((cause) => {
    if (cause instanceof RemoteFailure) throw cause;
    throw new RemoteFailure("protocol", `the token server ${host} answered without a token`);
  });
  return token;
}
async function parseToken(answer) {
  const place = { archive: answer.url.host };
  const document = new JsonObject(parseJson(await readBytes(answer.body(), LARGEST_ANSWER2, place), place), place);
  const token = document.optionalText("token") ?? document.text("access_token");
  if (!TOKEN.test(token)) throw document.error("no token");
  return token;
}

// src/oci/registry/authorizer.ts
var Authorizer = class {
  #options;
  #headers = /* @__PURE__ */ new Map();
  #renewals = /* @__PURE__ */ new Map();
  constructor(options) {
    this.#options = options;
  }
  /** The header for requests to this repository; undefined until the registry asks for one. */
  header(repository) {
    return this.#headers.get(repository);
  }
  /**
   * Gets a new header after a 401. `refused` is the header that the request was sent with: if another request renewed it meanwhile, that
   * one is returned. Throws RemoteFailure if the challenge cannot be answered.
   */
  async renew(repository, refused, header) {
    const current = this.#headers.get(repository);
    if (current !== void 0 && current !== refused) return current;
    const renewal = this.#renewals.get(repository) ?? this.#start(repository, header);
    return renewal;
  }
  #start(repository, header) {
    const renewal = this.#authorize(repository, parseChallenge(header ?? "")).then((value) => {
      this.#headers.set(repository, value);
      return value;
    }).finally(() => this.#renewals.delete(repository));
    this.#renewals.set(repository, renewal);
    return renewal;
  }
  async #authorize(repository, challenge) {
    const { host, registry, credentialsFor, send } = this.#options;
    if (challenge === void 0) {
      throw new RemoteFailure("protocol", `${registry.host} answered 401 and asks for neither Bearer nor Basic`);
    }
    const credentials = await credentialsFor(host, repository);
    if (challenge.scheme === "basic") return this.#basic(credentials);
    const scope = pullScope(challenge.scope, repository);
    return `Bearer ${await readToken(await send(tokenRequest({ ...challenge, scope }, credentials, registry)))}`;
  }
  #basic(credentials) {
    if (credentials !== void 0 && "password" in credentials) {
      return basicAuthorization(credentials.username, credentials.password);
    }
    const { host, registry } = this.#options;
    throw new RemoteFailure("protocol", `${registry.host} wants a name and password; ${loginAdvice(host)}`);
  }
};
function loginAdvice(host) {
  return `log in with \`docker login${host === "docker.io" ? "" : ` ${host}`}\``;
}
function pullScope(asked, repository) {
  return asked !== void 0 && /^repository(?:\(\w+\))?:[^\s:]+:pull$/.test(asked) ? asked : `repository:${repository}:pull`;
}

// src/oci/registry/http-exchange.ts
async function exchange(request2, options) {
  const { patience, signal, traffic, budget = new Budget(patience) } = options;
  const { url, method = "GET", headers, body = null } = request2;
  const deadline = new Deadline(url.host, budget, signal);
  deadline.set(patience.answer, budget.left(), "no answer");
  if (traffic !== void 0) traffic.requests += 1;
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, "Accept-Encoding": "identity" },
      body,
      redirect: "manual",
      signal: deadline.signal
    });
    budget.spend(deadline.clear());
    const read = () => readBody(response, deadline, { patience, budget, traffic });
    return { status: response.status, headers: response.headers, url, body: read, discard: () => discard(read()) };
  } catch (error) {
    throw deadline.reasonFor(error);
  }
}
async function* readBody(response, deadline, { patience, budget, traffic }) {
  const reader = response.body?.getReader();
  try {
    for (; ; ) {
      deadline.set(patience.stall, budget.leftToRead(), "the body stalled");
      const next = await reader?.read();
      budget.read(deadline.clear(), next?.value?.length ?? 0);
      if (next === void 0 || next.done) return;
      if (traffic !== void 0) traffic.bytes += next.value.length;
      yield next.value;
    }
  } catch (error) {
    throw deadline.reasonFor(error);
  } finally {
    deadline.close();
    await reader?.cancel().catch(() => {
    });
  }
}
async function discard(body) {
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > 64 * 1024) return;
    }
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
  }
}
var Deadline = class {
  #controller = new AbortController();
  #host;
  #outer;
  #onAbort = () => this.#controller.abort();
  #budget;
  #timer;
  #start;
  #late;
  constructor(host, budget, outer) {
    outer?.throwIfAborted();
    this.#host = host;
    this.#budget = budget;
    this.#outer = outer;
    outer?.addEventListener("abort", this.#onAbort, { once: true });
  }
  get signal() {
    return this.#controller.signal;
  }
  /** Starts a wait of so many seconds, or of what is left of the budget. */
  set(seconds, left, what) {
    this.#start = performance.now();
    this.#timer = setTimeout(() => {
      this.#late = left <= seconds ? this.#budget.exhausted(this.#host) : new RemoteFailure("connection", `${what} from ${this.#host} for ${seconds} s`);
      this.#controller.abort();
    }, Math.min(seconds, left) * 1e3);
  }
  /** Ends the wait. Returns the seconds that it took; 0 where none was started. */
  clear() {
    clearTimeout(this.#timer);
    const seconds = this.#start === void 0 ? 0 : (performance.now() - this.#start) / 1e3;
    this.#start = void 0;
    return seconds;
  }
  close() {
    this.clear();
    this.#outer?.removeEventListener("abort", this.#onAbort);
  }
  /** The error to throw instead of fetch's: the caller's reason, the time limit, or what broke. */
  reasonFor(error) {
    this.#budget.spend(this.clear());
    this.close();
    if (this.#outer?.aborted) return this.#outer.reason;
    return this.#late ?? failureOf2(error, this.#host);
  }
};

// src/oci/registry/rate-limit.ts
var LOW = 0.1;
function readRateLimit(headers) {
  const [limit, remaining] = [numberIn(headers, "ratelimit-limit"), numberIn(headers, "ratelimit-remaining")];
  if (limit === void 0 || remaining === void 0) return void 0;
  const window = /;\s*w=(\d{1,9})\b/.exec(headers.get("ratelimit-limit") ?? "")?.[1];
  return { limit, remaining, window: window === void 0 ? void 0 : Number(window) };
}
function numberIn(headers, name) {
  const digits = /^\s*(\d{1,9})\b/.exec(headers.get(name) ?? "")?.[1];
  return digits === void 0 ? void 0 : Number(digits);
}
function isLow({ limit, remaining }) {
  return remaining <= limit * LOW;
}
function describeRateLimit({ limit, remaining, window }) {
  return `${remaining} of ${limit} pulls${window === void 0 ? "" : ` in ${duration(window)}`} are left`;
}
function duration(seconds) {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 100 * 60 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}

// src/oci/registry/redirects.ts
var MOST_REDIRECTS = 5;
async function follow(request2, registry, options) {
  let next = request2;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const answer = await exchange(next, options);
    const location = redirectOf(answer);
    if (location === void 0) return answer;
    await answer.discard();
    next = redirected(next, location, registry);
  }
  throw new RemoteFailure("protocol", `${registry.host} redirects more than ${MOST_REDIRECTS} times`);
}
function redirectOf({ status, headers }) {
  return [301, 302, 303, 307, 308].includes(status) ? headers.get("location") ?? void 0 : void 0;
}
function redirected(request2, location, registry) {
  if (request2.method === "POST") throw new RemoteFailure("protocol", `${request2.url.host} redirects a POST request`);
  const url = URL.canParse(location, request2.url.href) ? new URL(location, request2.url) : void 0;
  if (url === void 0 || !mayRequest(url, registry)) {
    const where = url === void 0 ? "to an invalid address" : `to ${url.protocol}//${url.host}, which is not https`;
    throw new RemoteFailure("protocol", `${request2.url.host} redirects ${where}`);
  }
  url.username = "";
  url.password = "";
  if (url.origin === request2.url.origin) return { ...request2, url };
  const { Authorization: _, ...headers } = request2.headers;
  return { ...request2, url, headers };
}

// src/oci/registry/retry.ts
import { setTimeout as delay } from "node:timers/promises";
var ATTEMPTS = 5;
var FIRST_WAIT = 0.5;
var LONGEST_BACKOFF = 8;
var LONGEST_WAIT = 60;
var TRANSIENT = /* @__PURE__ */ new Set([408, 429, 500, 502, 503, 504]);
var PASSING = /* @__PURE__ */ new Set(["connection", "refused"]);
async function waitSeconds(seconds, signal) {
  await delay(seconds * 1e3, void 0, signal && { signal }).catch((error) => {
    signal?.throwIfAborted();
    throw error;
  });
}
async function retrying(ask3, { wait, signal, budget }) {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await ask3().catch(transientFailure);
    const seconds = attempt < ATTEMPTS ? pause(attempt, outcome) : void 0;
    if (seconds === void 0 || seconds > (budget?.left() ?? seconds)) {
      if (outcome instanceof RemoteFailure) throw outcome;
      return outcome;
    }
    if (!(outcome instanceof RemoteFailure)) await outcome.discard();
    await wait(seconds, signal);
    budget?.spend(seconds);
  }
}
function transientFailure(error) {
  if (error instanceof RemoteFailure && PASSING.has(error.kind)) return error;
  throw error;
}
function pause(attempt, outcome) {
  if (outcome instanceof RemoteFailure) return backoff(attempt);
  if (!TRANSIENT.has(outcome.status)) return void 0;
  const asked = retryAfter(outcome.headers.get("retry-after"), Date.now());
  if (asked === void 0) return backoff(attempt);
  return asked <= LONGEST_WAIT ? asked : void 0;
}
function backoff(attempt) {
  return Math.min(LONGEST_BACKOFF, FIRST_WAIT * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}
function retryAfter(header, now) {
  if (header === null) return void 0;
  if (/^\d{1,10}$/.test(header)) return Number(header);
  const date = / GMT$/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? void 0 : Math.max(0, (date - now) / 1e3);
}

// src/oci/registry/registry.ts
var Registry = class {
  host;
  #options;
  /** The address of a mirror, which the user chose. */
  #mirror;
  #opening;
  #saidLow = false;
  constructor(host, options, mirror) {
    this.host = host;
    this.#options = options;
    this.#mirror = mirror;
  }
  /** The time for one more document or blob. */
  budget() {
    return new Budget(this.#options.patience);
  }
  /**
   * GET /v2/REPOSITORY/PATH (distribution-spec, "Pull"). If the registry asks for authorization, or refuses the token, a new one is
   * tried once. Throws RemoteFailure if there is no answer; the caller checks the status of the answer.
   */
  async get({ repository, path, method = "GET", headers = {} }, budget = this.budget()) {
    const { url, authorizer } = await this.#open();
    const target = new URL(`/v2/${repository}/${path}`, url);
    const ask3 = (authorization2) => this.#send(
      {
        url: target,
        method,
        headers: { ...headers, ...authorization2 !== void 0 && { Authorization: authorization2 } }
      },
      url,
      budget
    );
    const authorization = authorizer.header(repository);
    const answer = await ask3(authorization);
    if (answer.status !== 401 || answer.url.origin !== url.origin) return answer;
    await answer.discard();
    return ask3(await authorizer.renew(repository, authorization, answer.headers.get("www-authenticate")));
  }
  #send(request2, registry, budget) {
    const options = { ...this.#options, budget };
    return retrying(async () => this.#noted(await follow(request2, registry, options)), options);
  }
  /** Tells once that few pulls are left. */
  #noted(answer) {
    const limit = readRateLimit(answer.headers);
    if (limit === void 0 || !isLow(limit) || this.#saidLow) return answer;
    this.#saidLow = true;
    const cure = `${loginAdvice(this.host)}, or use a mirror`;
    this.#options.onNote?.(`${this.host} limits pulls: ${describeRateLimit(limit)}; for more, ${cure}`);
    return answer;
  }
  #open() {
    this.#opening ??= this.#find().catch((error) => {
      this.#opening = void 0;
      throw error;
    });
    return this.#opening;
  }
  async #find() {
    const url = await this.#findUrl();
    const { credentialsFor } = this.#options;
    const send = (request2) => this.#send(request2, url, this.budget());
    return { url, authorizer: new Authorizer({ host: this.host, registry: url, credentialsFor, send }) };
  }
  /** For a registry on loopback, as Docker does: TLS if the registry supports it, else plain HTTP. A bad certificate stays an error. */
  async #findUrl() {
    if (this.#mirror !== void 0) return this.#mirror;
    const url = registryUrl(this.host);
    if (!isLoopback(url)) return url;
    try {
      await (await exchange({ url: new URL("/v2/", url), headers: {} }, this.#options)).discard();
      return url;
    } catch (error) {
      if (!(error instanceof RemoteFailure) || error.kind !== "connection") throw error;
      return new URL(`http://${url.host}/`);
    }
  }
};

// src/oci/tar/pax.ts
function parsePax(bytes) {
  const records = /* @__PURE__ */ new Map();
  for (let at = 0; at < bytes.length; ) at = readRecord(bytes, at, records);
  return interpret(records);
}
function readRecord(bytes, at, records) {
  const space = bytes.indexOf(32, at);
  const length = space < 0 ? "" : bytes.toString("latin1", at, Math.min(space, at + 20));
  const end = at + Number(length);
  if (!/^[1-9][0-9]{0,8}$/.test(length) || end > bytes.length || bytes[end - 1] !== 10) {
    throw new TarHeaderError(`malformed PAX record at byte ${at} of the extended header`);
  }
  const equals = bytes.indexOf(61, space);
  if (equals <= space + 1 || equals >= end) throw new TarHeaderError(`PAX record at byte ${at} has no key`);
  records.set(decodeText(bytes.subarray(space + 1, equals)), decodeText(bytes.subarray(equals + 1, end - 1)));
  return end;
}
function interpret(records) {
  const sparse = isSparse(records);
  const path = sparse && text(records, "GNU.sparse.name") || text(records, "path");
  const linkPath = text(records, "linkpath");
  const size = count(records, "size");
  const realSize = sparse ? count(records, "GNU.sparse.realsize") ?? count(records, "GNU.sparse.size") : void 0;
  return {
    ...path !== void 0 && { path },
    ...linkPath !== void 0 && { linkPath },
    ...size !== void 0 && { size },
    ...realSize !== void 0 && { realSize }
  };
}
function isSparse(records) {
  const version = `${records.get("GNU.sparse.major") ?? "0"}.${records.get("GNU.sparse.minor") ?? "0"}`;
  return ["0.0", "0.1", "1.0"].includes(version);
}
function text(records, key) {
  const value = records.get(key) || void 0;
  if (value?.includes("\0")) throw new TarHeaderError(`the PAX record ${key} holds a NUL byte`);
  return value;
}
function count(records, key) {
  const value = text(records, key);
  if (value === void 0) return void 0;
  if (!/^[0-9]+$/.test(value) || !Number.isSafeInteger(Number(value))) {
    throw new TarHeaderError(`the PAX record ${key} is not a size: ${JSON.stringify(value.slice(0, 40))}`);
  }
  return Number(value);
}

// src/oci/tar/entry.ts
var LARGEST_FILE = 16 * 1024 ** 4;
var TYPES = {
  "1": "hardlink",
  "2": "symlink",
  "3": "device",
  "4": "device",
  "5": "directory",
  "6": "fifo",
  D: "directory"
};
var HEADER_ONLY = /* @__PURE__ */ new Set(["1", "2", "3", "4", "5", "6"]);
var RECORDS = /* @__PURE__ */ new Set(["L", "K", "x"]);
var IGNORED = /* @__PURE__ */ new Set(["g", "V"]);
var TarEntryReader = class {
  #place;
  #limits;
  #header;
  #start;
  #offset = 0;
  #count = 0;
  #stored = 0;
  #record = [];
  #longPath;
  #longLink;
  #pax = {};
  /** Name of the current entry, for errors. */
  name;
  /** True while the next content is a record or is ignored, and is not a file's. */
  collecting = false;
  /** True while the next block belongs to an old GNU sparse map. */
  inSparseMap = false;
  constructor(place, limits) {
    this.#place = place;
    this.#limits = limits;
  }
  /** Bytes of content after the last header. */
  get contentSize() {
    return this.#stored;
  }
  /** True after a record, until its entry was read. */
  get pending() {
    return this.#start !== void 0;
  }
  /** Reads a header block. Undefined if it is a record, is ignored, or is continued by a sparse map. */
  readHeader(bytes, at, offset) {
    this.#offset = offset;
    this.name = headerName(bytes, at);
    const header = this.#guard(() => decodeHeader(bytes, at));
    this.#header = header;
    this.name = this.#pax.path ?? this.#longPath ?? header.path;
    this.collecting = RECORDS.has(header.flag) || IGNORED.has(header.flag);
    this.#stored = this.collecting ? this.#bounded(header) : 0;
    if (this.collecting) return void 0;
    this.inSparseMap = header.sparse?.extended === true;
    return this.inSparseMap ? void 0 : this.#finish(header);
  }
  /** Reads a continuation block of a sparse map. Returns the entry after the last block. */
  readSparseMap(bytes, at) {
    this.inSparseMap = isSparseExtended(bytes, at);
    return this.inSparseMap || this.#header === void 0 ? void 0 : this.#finish(this.#header);
  }
  /** Adds content of a record; `last` completes it. */
  collect(bytes, last) {
    const flag = this.#header?.flag ?? "";
    if (!RECORDS.has(flag)) return;
    this.#record.push(Buffer.from(bytes));
    if (!last) return;
    const record = Buffer.concat(this.#record);
    this.#record = [];
    this.#guard(() => this.#apply(flag, record));
  }
  #apply(flag, record) {
    if (flag === "x") this.#pax = parsePax(record);
    else if (flag === "L") this.#longPath = untilNul(record);
    else this.#longLink = untilNul(record);
  }
  #bounded(header) {
    if (RECORDS.has(header.flag)) this.#start ??= this.#offset;
    if (header.size > this.#limits.record) {
      throw this.#error(`an extended header of ${header.size} bytes is over the limit of ${this.#limits.record}`);
    }
    this.#countEntry();
    return header.size;
  }
  #finish(header) {
    this.#countEntry();
    const entry = this.#compose(header, this.#pax);
    this.#stored = entry.stored;
    this.#start = void 0;
    this.#longPath = void 0;
    this.#longLink = void 0;
    this.#pax = {};
    return entry;
  }
  #compose(header, pax) {
    const path = pax.path ?? this.#longPath ?? header.path;
    const type = header.flag === "\0" && path.endsWith("/") ? "directory" : TYPES[header.flag] ?? "file";
    const stored = HEADER_ONLY.has(header.flag) ? 0 : pax.size ?? header.size;
    const size = type === "file" ? header.sparse?.realSize ?? pax.realSize ?? stored : 0;
    const linkPath = pax.linkPath ?? this.#longLink ?? header.linkPath;
    this.#checkSizes(stored, size);
    return { path, type, linkPath, size, mode: header.mode, stored, offset: this.#start ?? this.#offset };
  }
  #checkSizes(stored, size) {
    const limit = this.#limits.tarSize;
    if (stored > limit) throw this.#error(`absurd size: ${stored} bytes of content are over the limit of ${limit}`);
    if (size > LARGEST_FILE) throw this.#error(`absurd size: a sparse file of ${size} bytes, over ${LARGEST_FILE}`);
  }
  #countEntry() {
    this.#count++;
    if (this.#count > this.#limits.entries) throw this.#error(`more than ${this.#limits.entries} entries`);
  }
  #guard(read) {
    try {
      return read();
    } catch (error) {
      if (error instanceof TarHeaderError) throw this.#error(error.message);
      throw error;
    }
  }
  #error(problem) {
    const entry = this.name === void 0 ? this.#place : { ...this.#place, entry: this.name };
    return new ImageError(problem, { ...entry, offset: this.#offset });
  }
};
function untilNul(record) {
  const end = record.indexOf(0);
  return decodeText(end < 0 ? record : record.subarray(0, end));
}

// src/oci/tar/tar.ts
var END = { kind: "end" };
var TarParser = class {
  #place;
  #entries;
  /** Holds a block that spans two chunks. */
  #block = Buffer.alloc(BLOCK);
  #held = 0;
  #offset = 0;
  #content = 0;
  #padding = 0;
  #zeroBlocks = 0;
  /** `place` is the archive that errors name. */
  constructor(place, limits) {
    this.#place = place;
    this.#entries = new TarEntryReader(place, limits);
  }
  /** Bytes of the archive that were read. At an 'entry' event, the start of its content. */
  get offset() {
    return this.#offset;
  }
  /** The position from which to read the next chunk of a seekable archive. */
  get position() {
    return this.#offset + this.#held;
  }
  /** Bytes of content and padding that a reader of a seekable archive may skip. */
  get skippable() {
    return this.#entries.collecting ? 0 : this.#content + this.#padding;
  }
  /** True after the two zero blocks that end an archive. */
  get ended() {
    return this.#zeroBlocks >= 2;
  }
  /** Reads the next bytes of the archive. Throws ImageError if they are not a tar. */
  *push(chunk) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    while (at < bytes.length && !this.ended) {
      const start2 = at;
      if (this.#content > 0) {
        at = Math.min(bytes.length, at + this.#content);
        yield* this.#takeContent(bytes.subarray(start2, at));
      } else if (this.#padding > 0) {
        at = Math.min(bytes.length, at + this.#padding);
        this.#takePadding(at - start2);
      } else if (this.#held === 0 && bytes.length - at >= BLOCK) {
        at += BLOCK;
        yield* this.#takeBlock(bytes, start2);
      } else {
        at += bytes.copy(this.#block, this.#held, at, at + BLOCK - this.#held);
        yield* this.#hold(at - start2);
      }
    }
  }
  /** Skips `length` bytes, at most `skippable`, that are not passed to `push`. The entry then has no 'end' event. */
  skip(length) {
    const content = Math.min(length, this.#content);
    this.#content -= content;
    this.#offset += content;
    this.#takePadding(length - content);
  }
  /**
   * Ends the archive. Throws ImageError if it is truncated. An end between blocks without zero blocks is accepted, as in Go. With `mayLackPadding` so is one
   * in the padding of the last entry, where nothing is missing: umoci 0.4 writes such layers, and engines take them.
   */
  finish({ mayLackPadding = false } = {}) {
    const entry = this.#entries.name;
    if (this.#held > 0) throw this.#cutOff(`inside a header block (${this.#held} of ${BLOCK} bytes)`);
    if (this.#content > 0) throw this.#cutOff(`with ${this.#content} bytes of content missing`, entry);
    if (this.#padding > 0 && !mayLackPadding) throw this.#cutOff("inside the padding of the last block", entry);
    if (this.#entries.pending) throw this.#cutOff("after an extended header without its entry", entry);
  }
  #cutOff(where, entry) {
    const place = entry === void 0 ? this.#place : { ...this.#place, entry };
    return new ImageError(`truncated: the archive ends ${where}`, { ...place, offset: this.#offset + this.#held });
  }
  *#takeContent(bytes) {
    this.#offset += bytes.length;
    this.#content -= bytes.length;
    if (this.#entries.collecting) this.#entries.collect(bytes, this.#content === 0);
    else {
      yield { kind: "data", bytes };
      if (this.#content === 0) yield END;
    }
  }
  #takePadding(length) {
    this.#offset += length;
    this.#padding -= length;
  }
  *#hold(length) {
    this.#held += length;
    if (this.#held < BLOCK) return;
    this.#held = 0;
    yield* this.#takeBlock(this.#block, 0);
  }
  *#takeBlock(bytes, at) {
    const offset = this.#offset;
    this.#offset += BLOCK;
    if (this.#entries.inSparseMap) {
      yield* this.#begin(this.#entries.readSparseMap(bytes, at));
    } else if (isZeroBlock(bytes, at)) {
      this.#zeroBlocks++;
      if (this.#entries.pending) throw this.#cutOff("after an extended header without its entry", this.#entries.name);
    } else if (this.#zeroBlocks > 0) {
      throw new ImageError("a header follows a block of zeros", { ...this.#place, offset });
    } else {
      yield* this.#begin(this.#entries.readHeader(bytes, at, offset));
    }
  }
  *#begin(entry) {
    if (this.#entries.inSparseMap) return;
    this.#content = this.#entries.contentSize;
    this.#padding = -this.#content & BLOCK - 1;
    if (entry === void 0) return;
    yield { kind: "entry", entry };
    if (this.#content === 0) yield END;
  }
};
async function* readTar(stream, place, limits) {
  const events = readEvents(stream, place, limits);
  try {
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      if (next.value.kind === "entry") yield { ...next.value.entry, content: readContent(events) };
    }
  } finally {
    await events.return();
  }
}
async function* readEvents(stream, place, limits) {
  const parser = new TarParser(place, limits);
  for await (const chunk of stream) yield* parser.push(chunk);
  parser.finish();
}
async function* readContent(events) {
  for (let next = await events.next(); next.done !== true; next = await events.next()) {
    if (next.value.kind !== "data") return;
    yield next.value.bytes;
  }
}

// src/oci/layer/decompress.ts
import { pipeline } from "node:stream/promises";
import zlib from "node:zlib";

// src/oci/channel.ts
var Channel = class {
  #waiting;
  #wake;
  #ended = false;
  #closed = false;
  #failure;
  /** Resolves to true when the reader took the chunk; to false if it stopped reading. */
  push(chunk) {
    if (this.#closed || this.#ended) return Promise.resolve(false);
    return new Promise((taken) => {
      this.#waiting = { chunk, taken };
      this.#wake?.();
    });
  }
  /** The stream is complete. */
  end() {
    this.#ended = true;
    this.#wake?.();
  }
  /** The stream will never be complete: the reader gets the error. */
  fail(error) {
    this.#failure ??= error;
    this.#wake?.();
  }
  async *[Symbol.asyncIterator]() {
    try {
      for (let chunk = await this.#take(); chunk !== void 0; chunk = await this.#take()) yield chunk;
    } finally {
      this.close();
    }
  }
  /** The reader stops reading. */
  close() {
    this.#closed = true;
    this.#waiting?.taken(false);
    this.#waiting = void 0;
  }
  async #take() {
    while (this.#waiting === void 0 && !this.#ended && this.#failure === void 0) {
      await new Promise((wake) => {
        this.#wake = wake;
      });
    }
    if (this.#failure !== void 0) throw this.#failure;
    const waiting = this.#waiting;
    this.#waiting = void 0;
    waiting?.taken(true);
    return waiting?.chunk;
  }
};

// src/oci/layer/zstd-frames.ts
var ZstdFrameCutter = class {
  #place;
  #held = Buffer.alloc(4);
  #heldLength = 0;
  #need = 4;
  #state = "magic";
  #after = "magic";
  #checksum = false;
  #offset = 0;
  constructor(place) {
    this.#place = place;
  }
  /** Returns the chunk, cut where frames end. */
  *push(chunk) {
    let start2 = 0;
    for (let at = 0; at < chunk.length; ) {
      at += this.#advance(chunk, at);
      if (!this.#atBorder() && at < chunk.length) continue;
      yield chunk.subarray(start2, at);
      start2 = at;
    }
  }
  /** The stream has no more bytes. */
  finish() {
    if (this.#atBorder()) return;
    throw new ImageError("truncated: the zstd stream ends inside a frame", { ...this.#place, offset: this.#offset });
  }
  #atBorder() {
    return this.#state === "magic" && this.#heldLength === 0;
  }
  /** Takes what the state needs from the chunk; returns the number of bytes taken. */
  #advance(chunk, at) {
    const taken = Math.min(this.#need - this.#heldLength, chunk.length - at);
    this.#offset += taken;
    if (this.#state === "data") this.#need -= taken;
    else {
      this.#held.set(chunk.subarray(at, at + taken), this.#heldLength);
      this.#heldLength += taken;
    }
    if (this.#heldLength === this.#need || this.#need === 0) this.#step();
    return taken;
  }
  #step() {
    const held = this.#held;
    if (this.#state === "magic") this.#readMagic(held.readUInt32LE(0));
    else if (this.#state === "skippable") this.#skip(held.readUInt32LE(0), "magic");
    else if (this.#state === "header") this.#readDescriptor(held[0] ?? 0);
    else if (this.#state === "block") this.#readBlock(held.readUIntLE(0, 3));
    else if (this.#state === "data") this.#enter(this.#after);
  }
  #enter(state) {
    this.#heldLength = 0;
    this.#state = state;
    this.#need = { magic: 4, skippable: 4, header: 1, block: 3, data: 0 }[state];
  }
  #readMagic(magic) {
    if (!isZstdMagic(magic)) {
      const place = { ...this.#place, offset: this.#offset - 4 };
      throw new ImageError(`0x${magic.toString(16)} is not a zstd frame`, place);
    }
    this.#enter(isSkippableMagic(magic) ? "skippable" : "header");
  }
  /** Skips bytes, and then enters the state `after`. */
  #skip(length, after) {
    this.#enter("data");
    this.#need = length;
    this.#after = after;
    if (length === 0) this.#enter(after);
  }
  /** The frame header's length follows from its first byte (RFC 8878, 3.1.1.1.1). */
  #readDescriptor(descriptor) {
    const single = descriptor >> 5 & 1;
    const contentSize = [single, 2, 4, 8][descriptor >> 6] ?? 0;
    const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
    this.#checksum = (descriptor & 4) !== 0;
    this.#skip(1 - single + contentSize + dictionary, "block");
  }
  /** 3 bytes: last block?, type (1 is run-length: one byte stored), size (RFC 8878, 3.1.1.2). */
  #readBlock(header) {
    const stored = (header >> 1 & 3) === 1 ? 1 : header >> 3;
    const last = (header & 1) === 1;
    this.#skip(stored + (last && this.#checksum ? 4 : 0), last ? "magic" : "block");
  }
};

// src/oci/layer/decompress.ts
var CHUNK = 256 * 1024;
var WINDOW_LOG = 29;
var MOST_PADDING = 1024 * 1024;
async function decompress(source, compression, { place, limits, ownsBuffers = false }, take) {
  const meter = new Meter(place, limits);
  const counted = meter.countIn(source);
  if (compression === "none") return consume(counted, meter, take);
  const engine = compression === "gzip" ? createGunzip(ownsBuffers) : createUnzstd(place);
  const padding = new Padding();
  const cut = compression === "gzip" ? padding.holdBack(counted) : cutFrames(counted, place);
  try {
    await pipeline(cut, engine, (inflated) => consume(inflated, meter, take));
  } catch (error) {
    if (errorCode(error) === "ABORT_ERR" && engine.readableEnded) throw trailing(meter, compression, engine);
    throw isEngineError(error) ? meter.error(`not valid ${compression}: ${error.message}`, engine.bytesWritten, error) : error;
  }
  if (engine.bytesWritten < meter.compressed - padding.zeros) {
    throw trailing(meter, compression, engine);
  }
}
function trailing(meter, compression, { bytesWritten }) {
  return meter.error(`bytes follow the end of the ${compression} data`, bytesWritten);
}
async function* inflate(source, compression, options) {
  const channel = new Channel();
  const done = decompress(source, compression, options, async (bytes) => {
    if (!await channel.push(bytes)) throw new ImageError("is not read to its end", options.place);
  });
  done.then(
    () => channel.end(),
    (error) => channel.fail(error)
  );
  yield* channel;
}
async function consume(stream, meter, take) {
  for await (const chunk of stream) {
    meter.countOut(chunk.length);
    await take(chunk);
  }
}
function createGunzip(oneByOne) {
  const options = { chunkSize: CHUNK, ...oneByOne && { writableHighWaterMark: 1 } };
  return zlib.createGunzip(options);
}
function createUnzstd(place) {
  if (typeof zlib.createZstdDecompress !== "function") {
    throw new ImageError(`zstd layers need Node.js 24 (this is ${process.version})`, place);
  }
  return zlib.createZstdDecompress({ chunkSize: CHUNK, params: { [zlib.constants.ZSTD_d_windowLogMax]: WINDOW_LOG } });
}
async function* cutFrames(source, place) {
  const cutter = new ZstdFrameCutter(place);
  for await (const chunk of source) yield* cutter.push(chunk);
  cutter.finish();
}
function isEngineError(error) {
  return /^(Z_|ZSTD_|ERR_STREAM_|ERR_ZSTD|ERR_ZLIB)/.test(errorCode(error) ?? "");
}
var Padding = class {
  /** How many are held back; in the end, how many there were. */
  zeros = 0;
  async *holdBack(source) {
    for await (const chunk of source) {
      const end = withoutZeros(chunk);
      if (end > 0) {
        yield* this.#release(0);
        yield chunk.subarray(0, end);
      }
      this.zeros += chunk.length - end;
      yield* this.#release(MOST_PADDING);
    }
    if (this.zeros > 0) yield Buffer.alloc(this.zeros);
  }
  /** Hands on zeros until so many are left. */
  *#release(left) {
    while (this.zeros > left) {
      const length = Math.min(this.zeros - left, CHUNK);
      this.zeros -= length;
      yield Buffer.alloc(length);
    }
  }
};
function withoutZeros(chunk) {
  let end = chunk.length;
  while (end > 0 && chunk[end - 1] === 0) end--;
  return end;
}
var Meter = class {
  #place;
  #limits;
  compressed = 0;
  #inflated = 0;
  constructor(place, limits) {
    this.#place = place;
    this.#limits = limits;
  }
  async *countIn(source) {
    for await (const chunk of source) {
      this.compressed += chunk.length;
      if (chunk.length > 0) yield chunk;
    }
  }
  countOut(bytes) {
    this.#inflated += bytes;
    const { tarSize, ratio, ratioFloor } = this.#limits;
    if (this.#inflated > tarSize) throw this.error(`inflates to more than the limit of ${tarSize} bytes`);
    if (this.#inflated > ratioFloor && this.#inflated > ratio * this.compressed) {
      throw this.error(
        `decompression bomb: ${this.#inflated} bytes from ${this.compressed}, over the limit of ${ratio}:1`
      );
    }
  }
  error(problem, offset = this.compressed, cause) {
    return new ImageError(problem, { ...this.#place, offset }, cause && { cause });
  }
};

// src/oci/layer/block-thread.ts
import { Worker } from "node:worker_threads";
var PROGRAM = import.meta.url.endsWith(".ts") ? "../../estimate.ts" : "./estimate.js";
var BEFORE_THREAD = 32;
var HEAP = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };
function openBlockSizes(generation, start2 = startThread) {
  const onPool = sizeOfBlock(generation);
  let count2 = 0;
  let thread;
  return {
    sizeOf: (block, before) => {
      if (count2++ < BEFORE_THREAD) return onPool(block, before);
      thread ??= BlockThread.borrow(start2);
      return thread.sizeOf(generation, block, before).catch(() => onPool(block, before));
    },
    close: () => thread?.giveBack()
  };
}
function startThread() {
  return new Worker(new URL(PROGRAM, import.meta.url), { resourceLimits: HEAP });
}
var BlockThread = class _BlockThread {
  static #shared;
  #worker;
  #waiting = /* @__PURE__ */ new Map();
  #users = 0;
  #tasks = 0;
  #failure;
  /** The thread of the process. Each who borrows it gives it back once. */
  static borrow(start2) {
    _BlockThread.#shared ??= new _BlockThread(start2());
    _BlockThread.#shared.#users++;
    return _BlockThread.#shared;
  }
  constructor(worker) {
    this.#worker = worker;
    this.#worker.unref();
    this.#worker.on("message", ({ id, size }) => {
      this.#waiting.get(id)?.resolve(size);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#worker.unref();
    });
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error()));
  }
  sizeOf(generation, block, before) {
    if (this.#failure !== void 0) return Promise.reject(this.#failure);
    const id = this.#tasks++;
    return new Promise((resolve12, reject) => {
      this.#waiting.set(id, { resolve: resolve12, reject });
      this.#worker.ref();
      this.#worker.postMessage({ id, generation, block, before });
    });
  }
  giveBack() {
    this.#users--;
    if (this.#users > 0) return;
    if (_BlockThread.#shared === this) _BlockThread.#shared = void 0;
    void this.#worker.terminate();
  }
  #fail(error) {
    this.#failure ??= error;
    if (_BlockThread.#shared === this) _BlockThread.#shared = void 0;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
};

// src/oci/layer/content-class.ts
var CONTENT_CLASSES = 33;
var STRIDE = 13;
var PER_BIT = 4;
var counts = new Uint32Array(256);
function contentClass(block) {
  counts.fill(0);
  let counted = 0;
  for (let at = 0; at < block.length; at += STRIDE, counted++) {
    const byte = block[at] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  let bits = 0;
  for (const count2 of counts) if (count2 > 0) bits -= count2 * Math.log2(count2 / counted);
  return Math.round(bits / counted * PER_BIT);
}

// src/oci/layer/estimate.ts
var FRAME = 18;
var BEFORE_GAPS = 32;
var LARGEST_STEP = 32;
var AT_ONCE = 3;
function estimateGzip(generation) {
  const { sizeOf: sizeOf2, close } = openBlockSizes(generation);
  return estimateBySamples(sizeOf2, close);
}
function estimateBySamples(sizeOf2, close = () => {
}) {
  return new SampledEstimate(sizeOf2, close);
}
var SampledEstimate = class {
  #sizeOf;
  #classes = Array.from(
    { length: CONTENT_CLASSES },
    () => ({ blocks: 0, gap: 0, last: void 0 })
  );
  #samples = [];
  /** What precedes the block, at its end; then what is there of the block. */
  #bytes = Buffer.alloc(WINDOW + BLOCK_SIZE);
  #before = 0;
  #held = 0;
  #running = /* @__PURE__ */ new Set();
  close;
  constructor(sizeOf2, close) {
    this.#sizeOf = sizeOf2;
    this.close = close;
  }
  async write(bytes) {
    for (let at = 0; at < bytes.length; ) {
      const length = Math.min(BLOCK_SIZE - this.#held, bytes.length - at);
      this.#bytes.set(bytes.subarray(at, at + length), WINDOW + this.#held);
      this.#held += length;
      at += length;
      if (this.#held === BLOCK_SIZE) await this.#take();
    }
  }
  async finish() {
    if (this.#held > 0) await this.#take();
    await Promise.all(this.#running);
    return Math.round(this.#samples.reduce((sum, { length, size, stands }) => sum + size / length * stands, FRAME));
  }
  async #take() {
    const block = this.#bytes.subarray(WINDOW, WINDOW + this.#held);
    const sample = this.#choose(block);
    if (sample !== void 0) this.#compress(block, sample);
    this.#before = Math.min(this.#before + this.#held, WINDOW);
    this.#bytes.copyWithin(0, this.#held, WINDOW + this.#held);
    this.#held = 0;
    if (this.#running.size >= AT_ONCE) await Promise.race(this.#running);
  }
  /** Makes a sample of a block, or counts it to the last one. */
  #choose(block) {
    const { length } = block;
    const known = this.#classes[contentClass(block)];
    known.blocks++;
    if (known.last !== void 0 && known.gap > 0) {
      known.gap--;
      known.last.stands += length;
      return void 0;
    }
    known.gap = Math.min(Math.floor(known.blocks / BEFORE_GAPS), LARGEST_STEP - 1);
    known.last = { length, size: length, stands: length };
    this.#samples.push(known.last);
    return known.last;
  }
  #compress(block, sample) {
    const copy2 = Buffer.from(this.#bytes.subarray(WINDOW - this.#before, WINDOW + block.length));
    const running = this.#sizeOf(copy2.subarray(this.#before), copy2.subarray(0, this.#before)).then((size) => {
      sample.size = size;
      this.#running.delete(running);
      freeBuffer(copy2);
    });
    running.catch(() => {
    });
    this.#running.add(running);
  }
};

// src/oci/layer/layer.ts
async function readLayer(blob, options) {
  const ahead = await prefetch(blob, BLOCK);
  return readPrefetchedLayer(ahead, options);
}
async function readUnlabelled(ahead, options) {
  const mediaType = mediaTypeOf(ahead.first);
  if (mediaType !== void 0) {
    return { kind: "layer", layer: await readPrefetchedLayer(ahead, { ...options, mediaType }) };
  }
  const bytes = await readBytes(ahead.stream, options.limits.config, options.place);
  options.onBytes?.(bytes.length);
  return { kind: "document", digest: digestOf(bytes), bytes };
}
async function readPrefetchedLayer(ahead, options) {
  try {
    return await openReader(ahead.first, options).read(ahead.stream);
  } catch (error) {
    await ahead.close();
    throw error;
  }
}
function openReader(first, options) {
  const mediaType = options.mediaType ?? mediaTypeOf(first);
  if (mediaType === void 0) {
    throw new ImageError(`not a layer: neither tar, gzip nor zstd (${describe(first)})`, {
      ...options.place,
      offset: 0
    });
  }
  return new LayerReader(options, mediaType, compressionIn(mediaType, first, options.place));
}
function compressionIn(mediaType, first, place) {
  const stated = compressionOf(mediaType);
  if (stated === void 0) throw unsupported(mediaType, place);
  const found = detectFormat(first);
  if (found !== "unknown") return found === "tar" ? "none" : found;
  if (stated === "none" && first.length === 0) return stated;
  const problem = `not a layer: the descriptor says ${mediaType}, the first bytes are ${describe(first)}`;
  throw new ImageError(problem, { ...place, offset: 0 });
}
function unsupported(mediaType, place) {
  return new ImageError(`unsupported layer media type ${quote(mediaType)}`, place);
}
function describe(first) {
  if (first.length === 0) return "empty";
  return first.length < BLOCK ? `${first.length} bytes, no tar header` : `0x${first.toString("hex", 0, 8)}\u2026`;
}
var LayerReader = class {
  #options;
  #mediaType;
  #compression;
  #blob;
  #tar;
  #parser;
  #index;
  #estimate;
  #marks = new CompressorMarks();
  constructor(options, mediaType, compression) {
    const place = inside(options.place);
    this.#options = options;
    this.#mediaType = mediaType;
    this.#compression = compression;
    this.#blob = new Digester(options.digest);
    const same = compression === "none" && digestAlgorithm(options.diffId) === digestAlgorithm(options.digest);
    this.#tar = same ? this.#blob : new Digester(options.diffId);
    this.#parser = new TarParser(place, options.limits);
    this.#index = new LayerIndexBuilder(place, options.limits, options.inspect);
    const { estimate } = options;
    this.#estimate = compression === "none" && estimate !== void 0 ? estimateGzip(estimate) : void 0;
  }
  async read(stream) {
    try {
      return await this.#read(stream);
    } finally {
      this.#estimate?.close();
    }
  }
  async #read(stream) {
    const isOwn = this.#compression !== "none" || this.#options.ownsBuffers === true;
    await decompress(this.#hashBlob(stream), this.#compression, this.#options, async (bytes) => {
      await this.#walk(bytes);
      if (isOwn) freeBuffer(bytes);
    });
    this.#parser.finish({ mayLackPadding: true });
    return this.#finish(await this.#estimate?.finish() ?? this.#blob.size);
  }
  async *#hashBlob(stream) {
    const { size, onBytes, ownsBuffers } = this.#options;
    const isFreed = ownsBuffers === true && this.#compression === "gzip";
    for await (const chunk of stream) {
      this.#blob.update(chunk);
      this.#marks.update(chunk);
      if (size !== void 0 && this.#blob.size > size)
        throw this.#error(`longer than the ${size} bytes of its descriptor`);
      onBytes?.(chunk.length);
      yield chunk;
      if (isFreed) freeBuffer(chunk);
    }
    if (size !== void 0 && this.#blob.size < size) throw this.#error(`truncated: the descriptor says ${size} bytes`);
  }
  /** The estimate compresses samples in other threads, while the bytes are hashed and parsed here. */
  #walk(bytes) {
    const compressed2 = this.#estimate?.write(bytes);
    if (this.#tar !== this.#blob) this.#tar.update(bytes);
    for (const event of this.#parser.push(bytes)) {
      if (event.kind === "entry") this.#index.add(event.entry);
      else if (event.kind === "data") this.#index.addContent(event.bytes);
      else this.#index.endContent();
    }
    return compressed2;
  }
  #finish(download) {
    const digest = this.#blob.digest();
    const diffId = this.#tar === this.#blob ? digest : this.#tar.digest();
    this.#verify("digest", digest, this.#options.digest);
    this.#verify("diffId", diffId, this.#options.diffId);
    const index = this.#index.finish(diffId, this.#tar.size);
    const seen = { digest, size: this.#blob.size, mediaType: this.#mediaType };
    const compressor = this.#compressor();
    return { ...seen, index, download, compressor, estimated: this.#estimate !== void 0 };
  }
  #compressor() {
    return this.#estimate === void 0 ? this.#marks.name(this.#compression) : `gzip ${this.#options.estimate}`;
  }
  #verify(what, found, claimed) {
    if (claimed !== void 0 && found !== claimed)
      throw this.#error(`wrong ${what}: expected ${claimed}, the bytes have ${found}`);
  }
  #error(problem) {
    return new ImageError(problem, { ...this.#options.place, offset: this.#blob.size });
  }
};

// src/oci/layer/stored-layer.ts
function storedLayer(options) {
  const { digest, mediaType, layers, estimated, walk, verify } = options;
  const key = estimated ? estimatedKey(digest) : digest;
  let verified;
  return {
    digest,
    mediaType,
    async read(onBytes) {
      const { index, download, compressor } = await layers.read(key, () => {
        verified = Promise.resolve();
        return walk(onBytes);
      });
      verified ??= verify?.();
      await verified;
      checkDiffId(index.diffId, options.diffId, options.place);
      checkSize(download, options.size, options.place);
      return { index, download, estimated, ...compressor !== void 0 && { compressor } };
    }
  };
}
function checkDiffId(found, claimed, place) {
  if (found === claimed) return;
  throw new ImageError(`wrong diffId: the config says ${claimed}, the layer's tar is ${found}`, place);
}
function checkSize(found, claimed, place) {
  if (claimed === void 0 || found === claimed) return;
  throw new ImageError(`wrong size: the descriptor says ${claimed} bytes, the blob has ${found}`, place);
}

// src/oci/layout.ts
async function readLayoutImages(files, reference, options) {
  const documents = {
    archive: files.name,
    limits: options.limits,
    has: async (path) => await files.size(path) !== void 0,
    json: (path, limit) => readBytes(files.open(path), limit, { archive: files.name, entry: path })
  };
  return resolveLayout(documents, reference, new FileBlobs(files, options));
}
async function resolveLayout(documents, reference, blobs) {
  const { archive, limits } = documents;
  await checkLayoutFile(documents);
  const index = parseIndex(await documents.json("index.json", limits.manifest), { archive, entry: "index.json" });
  return resolveReference(index, reference, { archive, entry: "index.json" }, blobs);
}
async function readLayoutDigest(files, digest, options) {
  return resolveImages([{ digest }], new FileBlobs(files, options));
}
async function checkLayoutFile(documents) {
  const place = { archive: documents.archive, entry: "oci-layout" };
  if (!await documents.has("oci-layout")) throw new ImageError("not an OCI image layout: no such file", place);
  const layout = new JsonObject(parseJson(await documents.json("oci-layout", documents.limits.manifest), place), place);
  const version = layout.text("imageLayoutVersion");
  if (!version.startsWith("1."))
    throw layout.error(`image layout version ${JSON.stringify(version)}, supported is 1.0.0`);
}
var FileBlobs = class {
  archive;
  limits;
  #files;
  #options;
  #pathOf;
  constructor(files, options, pathOf2 = ({ digest }) => blobPath(digest)) {
    this.archive = files.name;
    this.limits = options.limits;
    this.#files = files;
    this.#options = options;
    this.#pathOf = pathOf2;
  }
  place(descriptor) {
    return { archive: this.archive, entry: this.#pathOf(descriptor) };
  }
  async has(descriptor) {
    return await this.#files.size(this.#pathOf(descriptor)) !== void 0;
  }
  async json(descriptor, limit) {
    const place = this.place(descriptor);
    const bytes = await readBytes(this.#files.open(this.#pathOf(descriptor)), limit, place);
    verifyBlob(bytes, descriptor, place);
    return bytes;
  }
  layer(descriptor, diffId) {
    const { digest, size, mediaType } = descriptor;
    const place = this.place(descriptor);
    const { layers, limits, onBytes, inspect } = this.#options;
    const claims = { digest, size, mediaType, diffId, place, ownsBuffers: true };
    const open5 = () => this.#files.open(this.#pathOf(descriptor));
    const walk = (progress = onBytes) => readLayer(open5(), { ...claims, limits, inspect, onBytes: progress });
    return storedLayer({ ...claims, layers, estimated: false, walk });
  }
};
function verifyBlob(bytes, { digest, size }, place) {
  if (size !== void 0 && bytes.length !== size) {
    const problem = `wrong size: the descriptor says ${size} bytes, found ${bytes.length}`;
    throw new ImageError(problem, { ...place, offset: Math.min(bytes.length, size) });
  }
  const found = digestOf(bytes, digestAlgorithm(digest));
  if (found !== digest)
    throw new ImageError(`wrong digest: expected ${digest}, the bytes have ${found}`, {
      ...place,
      offset: bytes.length
    });
}

// src/oci/registry/expect-status.ts
var CODES = new Set(
  "BLOB_UNKNOWN DIGEST_INVALID MANIFEST_BLOB_UNKNOWN MANIFEST_INVALID MANIFEST_UNKNOWN NAME_INVALID NAME_UNKNOWN UNAUTHORIZED DENIED UNSUPPORTED TOOMANYREQUESTS".split(
    " "
  )
);
var LARGEST_ERROR = 64 * 1024;
async function expectStatus(answer, accepted, host) {
  if (accepted.includes(answer.status)) return answer;
  const code = await errorCodeOf(answer);
  const what = `${answer.url.host} answered ${answer.status}${code === void 0 ? "" : ` ${code}`}`;
  throw new RemoteFailure(answer.status === 404 ? "missing" : "protocol", `${what}${hintFor(answer, host)}`);
}
async function errorCodeOf(answer) {
  const place = { archive: answer.url.host };
  try {
    const document = new JsonObject(parseJson(await readBytes(answer.body(), LARGEST_ERROR, place), place), place);
    return document.objects("errors").map((error) => error.optionalText("code") ?? "").find((code) => CODES.has(code));
  } catch {
    return void 0;
  }
}
function hintFor({ status, headers }, host) {
  if (status === 401 || status === 403) return `; ${loginAdvice(host)} as a user who may pull it`;
  if (status === 404) return "; check the name, and that you may pull it (registries hide private repositories)";
  if (status === 429)
    return `; it limits pulls${limitIn(headers)}: ${loginAdvice(host)}, or try again ${whenIn(headers)}`;
  return "";
}
function limitIn(headers) {
  const limit = readRateLimit(headers);
  return limit === void 0 ? "" : ` (${describeRateLimit(limit)})`;
}
function whenIn(headers) {
  const seconds = retryAfter(headers.get("retry-after"), Date.now());
  return seconds === void 0 ? "later" : `in ${duration(seconds)}`;
}

// src/oci/registry/blob-stream.ts
var MOST_RESUMES = 8;
async function* streamBlob(registry, repository, { digest, size }, { wait, signal }) {
  const budget = registry.budget();
  let at = 0;
  for (let resumes = 0; at < size; resumes += 1) {
    if (resumes > 0) await wait(backoff(resumes), signal);
    const headers = at === 0 ? {} : { Range: `bytes=${at}-` };
    const answer = await registry.get({ repository, path: `blobs/${digest}`, headers }, budget);
    let skip = await startOf(answer, { at, size }, registry.host);
    try {
      for await (const chunk of answer.body()) {
        const fresh = chunk.subarray(Math.min(skip, chunk.length));
        skip -= chunk.length - fresh.length;
        at += fresh.length;
        if (fresh.length > 0) yield fresh;
      }
    } catch (error) {
      if (!isBreak(error) || resumes >= MOST_RESUMES) throw error;
    }
    if (at < size && resumes >= MOST_RESUMES) {
      throw new RemoteFailure(
        "protocol",
        `truncated: ${registry.host} ended the blob ${MOST_RESUMES + 1} times before its ${size} bytes`
      );
    }
  }
}
function isBreak(error) {
  return error instanceof RemoteFailure && error.kind === "connection";
}
async function startOf(answer, { at, size }, host) {
  await expectStatus(answer, at === 0 ? [200] : [200, 206, 416], host);
  const problem = answer.status === 200 ? wrongLength(answer, size) : wrongRange(answer, at);
  if (problem === void 0) return answer.status === 200 ? at : 0;
  await answer.discard();
  throw new RemoteFailure("protocol", problem);
}
function wrongLength({ headers, url }, size) {
  const length = headers.get("content-length");
  if (length === null || headers.has("content-encoding") || Number(length) === size) return void 0;
  return `wrong size: the descriptor says ${size} bytes, ${url.host} sends ${Number(length)}`;
}
function wrongRange({ status, headers, url }, at) {
  if (status === 416) return `truncated: ${url.host} ended it after ${at} bytes and has no more`;
  const first = /^bytes (\d{1,16})-/.exec(headers.get("content-range") ?? "")?.[1];
  if (first !== void 0 && Number(first) === at) return void 0;
  return `${url.host} was asked for the bytes from ${at} on and sent others`;
}

// src/oci/registry/document.ts
var ATTEMPTS2 = 3;
async function readDocument(registry, wanted, options) {
  const budget = registry.budget();
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(registry, wanted, budget, options);
    options.onHeaders?.(answer.headers);
    try {
      return await readBytes(answer.body(), options.limit, options.place);
    } catch (error) {
      const broken = error instanceof RemoteFailure && error.kind === "connection";
      if (!broken || attempt >= ATTEMPTS2) throw placed(error, options.place);
      await options.wait(backoff(attempt), options.signal);
    }
  }
}
async function ask(registry, wanted, budget, { limit, place }) {
  try {
    const answer = await expectStatus(await registry.get(wanted, budget), [200], registry.host);
    if (Number(answer.headers.get("content-length")) <= limit) return answer;
    await answer.discard();
  } catch (error) {
    throw placed(error, place);
  }
  throw new ImageError(`more than the limit of ${limit} bytes`, place);
}

// src/oci/registry/remote-blobs.ts
var ACCEPT = { Accept: MANIFEST_TYPES.join(", ") };
var RemoteBlobs = class {
  archive;
  limits;
  #registry;
  #reference;
  #options;
  #manifests = /* @__PURE__ */ new Map();
  #kept = 0;
  constructor(registry, reference, options) {
    this.archive = `docker://${registry.host}/${reference.repository}`;
    this.limits = options.limits;
    this.#registry = registry;
    this.#reference = reference;
    this.#options = options;
  }
  /**
   * The manifest that the reference names. The digest of a tag is computed from the bytes of its manifest; the header
   * Docker-Content-Digest is not trusted.
   */
  async root() {
    const { target } = this.#reference;
    if (target.kind === "digest") return { digest: target.digest };
    const entry = `manifests/${target.tag}`;
    const bytes = await this.#document(entry, { archive: this.archive, entry }, this.limits.manifest);
    const digest = digestOf(bytes);
    this.#manifests.set(digest, bytes);
    return { digest };
  }
  /** The path in the registry's API, without the repository. */
  place({ digest, mediaType }) {
    const isManifest2 = mediaType === void 0 || MANIFEST_TYPES.includes(mediaType);
    return { archive: this.archive, entry: `${isManifest2 ? "manifests" : "blobs"}/${digest}` };
  }
  /** An index in a registry may list manifests that are absent (distribution-spec, "Pushing Manifests"). */
  async has(descriptor) {
    const { digest } = descriptor;
    if (this.#manifests.has(digest)) return true;
    try {
      this.#manifests.set(digest, await this.#fetch(descriptor, this.limits.manifest));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }
  async json(descriptor, limit) {
    const bytes = this.#manifests.get(descriptor.digest) ?? await this.#fetch(descriptor, limit);
    verifyBlob(bytes, descriptor, this.place(descriptor));
    return bytes;
  }
  layer({ digest, size, mediaType }, diffId) {
    const place = this.place({ digest, mediaType });
    const { layers, limits, onBytes, inspect } = this.#options;
    const claims = { digest, size, mediaType, diffId, place };
    const walk = (progress = onBytes) => readLayer(this.#stream({ digest, size }, place), { ...claims, limits, inspect, onBytes: progress });
    return storedLayer({ ...claims, layers, estimated: false, walk });
  }
  #fetch(descriptor, limit) {
    const place = this.place(descriptor);
    if ((descriptor.size ?? 0) > limit) throw new ImageError(`more than the limit of ${limit} bytes`, place);
    return this.#document(place.entry ?? "", place, limit);
  }
  async #document(path, place, limit) {
    const { wait, signal } = this.#options;
    const headers = path.startsWith("manifests/") ? ACCEPT : {};
    const wanted = { repository: this.#reference.repository, path, headers };
    const bytes = await readDocument(this.#registry, wanted, { limit, place, wait, signal });
    this.#kept += bytes.length;
    if (this.#kept <= this.limits.kept) return bytes;
    throw new ImageError(`manifests and configs of more than ${this.limits.kept} bytes together`, place);
  }
  async *#stream(blob, place) {
    try {
      yield* streamBlob(this.#registry, this.#reference.repository, blob, this.#options);
    } catch (error) {
      throw placed(error, place);
    }
  }
};

// src/oci/registry/tag-reader.ts
var PAGE = 1e3;
var MOST_PAGES = 500;
var MOST_TAGS = 1e5;
var MOST_IMAGES = 64;
var TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
var ACCEPT2 = { Accept: MANIFEST_TYPES.join(", ") };
var TagReader = class {
  #registry;
  #repository;
  #options;
  #images = /* @__PURE__ */ new Map();
  constructor(registry, repository, options) {
    this.#registry = registry;
    this.#repository = repository;
    this.#options = options;
  }
  /**
   * All tags, page after page (distribution-spec, "Listing Tags").
   * @throws ImageError where the registry does not list them, and for more than 100,000
   */
  async tags() {
    const found = /* @__PURE__ */ new Set();
    let path = `tags/list?n=${PAGE}`;
    for (let page = 0; path !== void 0; page += 1) {
      const place = this.#place("tags/list");
      if (page >= MOST_PAGES || found.size > MOST_TAGS)
        throw new ImageError(`more than ${found.size} tags on ${page} pages`, place);
      const before = found.size;
      const { tags, next } = await this.#page(path, place);
      for (const tag of tags.filter((each) => TAG.test(each))) found.add(tag);
      path = found.size === before ? void 0 : next;
    }
    return [...found];
  }
  /** The digest that the registry says a tag has; undefined where it says none. It is a hint for what was read before: HEAD counts as no pull. */
  async digest(tag) {
    const path = `manifests/${tag}`;
    try {
      const wanted = { repository: this.#repository, path, method: "HEAD", headers: ACCEPT2 };
      const answer = await this.#registry.get(wanted);
      await answer.discard();
      if (answer.status === 404) throw new RemoteFailure("missing", `${this.#registry.host} answered 404`);
      const digest = answer.headers.get("docker-content-digest") ?? "";
      return answer.status === 200 && isDigest(digest) ? digest : void 0;
    } catch (error) {
      throw placed(error, this.#place(path));
    }
  }
  /**
   * What a tag holds, on the platforms that are wanted (all where undefined). @throws ImageError for documents that cannot be read, and where it
   * holds no image
   */
  async read(tag, wants) {
    const place = this.#place(`manifests/${tag}`);
    const bytes = await this.#document(`manifests/${tag}`, place, this.#options.limits.manifest);
    const digest = digestOf(bytes);
    const known = this.#images.get(digest) ?? this.#listed(bytes, digest, place, wants);
    this.#images.set(digest, known);
    return known;
  }
  async #listed(bytes, digest, place, wants) {
    const manifest = parseManifest(bytes, place);
    if (manifest.kind === "image") return this.#single(manifest, digest, place, wants);
    const wanted = manifest.manifests.filter(({ platform }) => {
      if (platform === void 0 || platform.os === "unknown" || platform.os === "") return false;
      return wants === void 0 || wants(formatPlatform(platform));
    });
    if (wanted.length > MOST_IMAGES) throw new ImageError(`an index of more than ${MOST_IMAGES} images`, place);
    const images = [];
    for (const each of wanted) images.push(...await this.#child(each));
    const [first] = images;
    if (first === void 0) throw new ImageError("holds no image for the platforms that are wanted", place);
    const config = await this.#config(first.config);
    return { digest, created: config.created, images };
  }
  async #single(manifest, digest, place, wants) {
    if (!isImageOf(manifest)) throw new ImageError("holds no image of files", place);
    const { created, platform } = await this.#config(manifest.config);
    if (wants !== void 0 && !wants(platform)) throw new ImageError(`is for ${platform} alone`, place);
    return { digest, created, images: [listed(manifest, platform, digest)] };
  }
  async #child({ digest, platform }) {
    const place = this.#place(`manifests/${digest}`);
    const bytes = await this.#document(`manifests/${digest}`, place, this.#options.limits.manifest);
    if (digestOf(bytes) !== digest) throw new ImageError("the manifest is not the one that the index names", place);
    const manifest = parseManifest(bytes, place);
    if (manifest.kind !== "image" || !isImageOf(manifest) || platform === void 0) return [];
    return [listed(manifest, formatPlatform(platform), digest)];
  }
  async #config({ digest }) {
    const place = this.#place(`blobs/${digest}`);
    const bytes = await this.#document(`blobs/${digest}`, place, this.#options.limits.config);
    if (digestOf(bytes) !== digest) throw new ImageError("the config is not the one that the manifest names", place);
    const document = new JsonObject(parseJson(bytes, place), place);
    const text2 = (key) => document.optionalText(key) ?? "";
    const platform = formatPlatform({ os: text2("os"), architecture: text2("architecture"), variant: text2("variant") });
    return { created: readCreated(document), platform };
  }
  async #page(path, place) {
    const { limits, wait, signal } = this.#options;
    let next;
    const onHeaders = (headers) => {
      next = nextPage(headers.get("link"));
    };
    const wanted = { repository: this.#repository, path };
    const bytes = await readDocument(this.#registry, wanted, {
      limit: limits.manifest,
      place,
      wait,
      signal,
      onHeaders
    });
    const document = new JsonObject(parseJson(bytes, place), place);
    return { tags: document.has("tags") ? document.texts("tags") : [], next };
  }
  async #document(path, place, limit) {
    const { wait, signal } = this.#options;
    const headers = path.startsWith("manifests/") ? ACCEPT2 : {};
    return readDocument(
      this.#registry,
      { repository: this.#repository, path, headers },
      { limit, place, wait, signal }
    );
  }
  #place(entry) {
    return { archive: `docker://${this.#registry.host}/${this.#repository}`, entry };
  }
};
function isImageOf({ config, layers }) {
  return isConfigType(config.mediaType) && isImageOfFiles(layers);
}
function listed({ config, layers }, platform, digest) {
  const blob = (each) => ({ digest: each.digest, size: each.size });
  return { platform, digest, config: blob(config), layers: layers.map(blob) };
}
function nextPage(header) {
  const [, target] = /<([^>]{1,4000})>\s*;[^,]*rel="?next"?/i.exec(header ?? "") ?? [];
  if (target === void 0 || !URL.canParse(target, "https://registry.invalid/")) return void 0;
  const { searchParams } = new URL(target, "https://registry.invalid/");
  const query = new URLSearchParams();
  for (const name of ["n", "last"]) {
    const value = searchParams.get(name);
    if (value !== null) query.set(name, value);
  }
  return query.has("last") ? `tags/list?${query}` : void 0;
}

// src/oci/registry/remote.ts
var PATIENCE2 = { answer: 30, stall: 60 };
function createRemote(options = {}) {
  const reading = completeReading(options);
  const { patience = PATIENCE2, wait = waitSeconds, signal, onNote, traffic, mirrors, referrers = false } = options;
  const credentialsFor = onceEach(options.credentialsFor ?? (async () => void 0));
  const registries = /* @__PURE__ */ new Map();
  const registryAt = (host, mirror) => {
    const key = mirror?.href ?? host;
    const registry = registries.get(key) ?? new Registry(host, { credentialsFor, patience, wait, signal, onNote, traffic }, mirror);
    registries.set(key, registry);
    return registry;
  };
  const openAt = async (registry, reference) => {
    const blobs = new RemoteBlobs(registry, reference, { ...reading, wait, signal });
    const root = await blobs.root();
    const found = await resolveImages([root], blobs);
    if (!referrers) return found;
    const named = await listReferrers(registry, reference.repository, root.digest);
    return { ...found, leftOut: [...found.leftOut, ...named] };
  };
  return {
    async open(reference) {
      for (const url of mirrors?.get(reference.host) ?? []) {
        const found = await openAt(registryAt(url.host, url), reference).catch(mirrorProblem);
        if (!(found instanceof ImageError)) return heldSource(remoteName(reference), found);
        onNote?.(`the mirror ${url.host} is not used, but ${reference.host} itself: ${found.message}`);
      }
      return heldSource(remoteName(reference), await openAt(registryAt(reference.host), reference));
    },
    repository: ({ host, repository }) => new TagReader(registryAt(host), repository, { limits: reading.limits, wait, signal })
  };
}
function mirrorProblem(error) {
  if (error instanceof ImageError) return error;
  throw error;
}
function onceEach(credentialsFor) {
  const asked = /* @__PURE__ */ new Map();
  return (host, repository) => {
    const key = `${host}/${repository}`;
    const answer = asked.get(key) ?? credentialsFor(host, repository);
    asked.set(key, answer);
    return answer;
  };
}

// src/oci/archive.ts
import { constants as constants2 } from "node:fs";
import { open as open2 } from "node:fs/promises";

// src/oci/files.ts
import { constants } from "node:fs";
import { lstat, open, realpath, stat as stat2 } from "node:fs/promises";
import { dirname, join as join3, sep } from "node:path";
var CHUNK2 = 256 * 1024;
async function openDirectory(name, directory) {
  const found = await stat2(directory).catch((error) => {
    const problem = systemWords(error) ?? String(error);
    throw new ImageError(`cannot be opened: ${problem}`, { archive: name }, { cause: error });
  });
  if (found.isDirectory()) return new DirectoryFiles(name, directory);
  throw new ImageError("not a directory; oci-archive: and docker-archive: read a file", { archive: name });
}
var DirectoryFiles = class {
  name;
  #directory;
  constructor(name, directory) {
    this.name = name;
    this.#directory = directory;
  }
  async size(path) {
    const found = await lstat(join3(this.#directory, path)).catch(ignoreMissing);
    if (found === void 0) return void 0;
    if (!found.isFile()) throw new ImageError("not a regular file", this.#place(path));
    await this.#checkInside(path);
    return found.size;
  }
  async *open(path) {
    const size = await this.size(path);
    if (size === void 0) throw new ImageError("no such file", this.#place(path));
    const handle = await open(
      join3(this.#directory, path),
      constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW
    );
    try {
      yield* readRange(handle, 0, size, this.#place(path));
    } finally {
      await handle.close();
    }
  }
  async [Symbol.asyncDispose]() {
  }
  async #checkInside(path) {
    const root = await realpath(this.#directory);
    const parent = await realpath(dirname(join3(this.#directory, path)));
    if (parent === root || parent.startsWith(root.endsWith(sep) ? root : root + sep)) return;
    throw new ImageError("a symbolic link leads out of the directory", this.#place(path));
  }
  #place(path) {
    return { archive: this.name, entry: path };
  }
};
async function* readRange(handle, start2, length, place) {
  let ahead = readAhead(handle, start2, length);
  try {
    for (let done = 0; done < length; ) {
      const chunk = await ahead;
      if (chunk.length === 0) throw new ImageError("truncated: the file ends here", { ...place, offset: done });
      done += chunk.length;
      ahead = readAhead(handle, start2 + done, length - done);
      yield chunk;
    }
  } finally {
    await ahead.catch(() => {
    });
  }
}
function readAhead(handle, position, most) {
  const reading = readAt(handle, position, most);
  reading.catch(() => {
  });
  return reading;
}
async function readAt(handle, position, most) {
  if (most === 0) return Buffer.alloc(0);
  const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK2, most));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
  return buffer.subarray(0, bytesRead);
}
function ignoreMissing(error) {
  const code = errorCode(error);
  if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
}

// src/oci/archive.ts
var READ = 16 * 1024;
var DEEPEST = 16;
async function openArchive(name, file, limits) {
  const handle = await open2(file, constants2.O_RDONLY | constants2.O_NONBLOCK).catch((error) => {
    throw new ImageError(
      `cannot be opened: ${systemWords(error) ?? errorCode(error) ?? String(error)}`,
      { archive: name },
      { cause: error }
    );
  });
  try {
    const compressed2 = await openCompressed(handle, { archive: name });
    if (compressed2 !== void 0) return compressed2;
    return new ArchiveFiles(name, handle, await readMembers(handle, { archive: name }, limits));
  } catch (error) {
    await handle.close();
    throw error;
  }
}
function findMember(members, path, place) {
  let at = normalisePath(path);
  for (let depth = 0; depth < DEEPEST; depth++) {
    const member = at === void 0 ? void 0 : members.get(at);
    if (at === void 0 || member === void 0) return void 0;
    if (!isLink(member)) return { path: at, member };
    at = member.target;
  }
  throw new ImageError(`links more than ${DEEPEST} deep`, { ...place, entry: path });
}
function linkTarget(entry) {
  if (entry.type === "hardlink") return normalisePath(entry.linkPath);
  if (entry.type !== "symlink" || entry.linkPath.startsWith("/")) return void 0;
  return normalisePath(`${entry.path.replace(/\/+$/, "").replace(/[^/]*$/, "")}${entry.linkPath}`);
}
var ArchiveFiles = class {
  name;
  #handle;
  #members;
  constructor(name, handle, members) {
    this.name = name;
    this.#handle = handle;
    this.#members = members;
  }
  async size(path) {
    return this.#find(path)?.size;
  }
  async *open(path) {
    const place = { archive: this.name, entry: path };
    const found = this.#find(path);
    if (found === void 0) throw new ImageError("no such entry in the archive", place);
    yield* readRange(this.#handle, found.start, found.size, place);
  }
  async [Symbol.asyncDispose]() {
    await this.#handle.close();
  }
  #find(path) {
    const member = findMember(this.#members, path, { archive: this.name })?.member;
    if (member?.kind === "sparse") {
      throw new ImageError("stored as a sparse file: make the archive without --sparse", {
        archive: this.name,
        entry: path
      });
    }
    return member;
  }
};
async function openCompressed(handle, place) {
  const { size } = await regular(handle, place);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(BLOCK), 0, BLOCK, 0);
  const format = detectFormat(buffer.subarray(0, bytesRead));
  if (format !== "gzip" && format !== "zstd") return void 0;
  return { compression: format, bytes: readRange(handle, 0, size, place), close: () => handle.close() };
}
async function regular(handle, place) {
  const stat9 = await handle.stat();
  if (!stat9.isFile()) throw new ImageError("not a regular file", place);
  return stat9;
}
async function readMembers(handle, place, limits) {
  const stat9 = await regular(handle, place);
  const members = /* @__PURE__ */ new Map();
  const parser = new TarParser(place, limits);
  const buffer = Buffer.alloc(READ);
  while (!parser.ended && parser.offset < stat9.size) {
    const { bytesRead } = await handle.read(buffer, 0, READ, parser.position);
    if (bytesRead === 0) break;
    const bytes = buffer.subarray(0, bytesRead);
    if (parser.position === 0) checkTar(bytes, place);
    for (const event of parser.push(bytes)) if (event.kind === "entry") addMember(members, event.entry, parser.offset);
    parser.skip(Math.min(parser.skippable, stat9.size - parser.position));
  }
  parser.finish();
  return members;
}
function checkTar(bytes, place) {
  if (detectFormat(bytes) === "tar") return;
  const problem = "neither a tar archive nor one that is compressed with gzip or zstd";
  throw new ImageError(bytes.length < BLOCK ? `${problem} (${bytes.length} bytes)` : problem, { ...place, offset: 0 });
}
function addMember(members, entry, start2) {
  const path = normalisePath(entry.path);
  if (path === void 0 || entry.type === "directory") return;
  const target = linkTarget(entry);
  if (target !== void 0) members.set(path, { kind: "link", target });
  else if (entry.type !== "file") members.delete(path);
  else if (entry.size !== entry.stored) members.set(path, { kind: "sparse" });
  else members.set(path, { kind: "file", start: start2, size: entry.size });
}
function isLink(member) {
  return member.kind === "link";
}

// src/oci/blob-directory.ts
var MANIFEST = "manifest.json";
var VERSION = "version";
var LONGEST_VERSION = 1024;
async function readBlobDirectory(files, options) {
  await checkVersion(files);
  const place = { archive: files.name, entry: MANIFEST };
  if (await files.size(MANIFEST) === void 0)
    throw new ImageError("not a directory of skopeo's: no such file", place);
  const digest = digestOf(await readBytes(files.open(MANIFEST), options.limits.manifest, place));
  const pathOf2 = (descriptor) => descriptor.digest === digest ? MANIFEST : pathIn(descriptor);
  return resolveImages([{ digest }], new FileBlobs(files, options, pathOf2));
}
var pathIn = ({ digest, mediaType = "" }) => {
  const [algorithm = "", hex = ""] = digest.split(":");
  const name = algorithm === "sha256" ? hex : `${algorithm}-${hex}`;
  return manifestKind(mediaType) === void 0 ? name : `${name}.${MANIFEST}`;
};
async function checkVersion(files) {
  const place = { archive: files.name, entry: VERSION };
  if (await files.size(VERSION) === void 0) return;
  const text2 = (await readBytes(files.open(VERSION), LONGEST_VERSION, place)).toString("utf8");
  if (!/^Directory Transport Version: 1\.\d+\s*$/.test(text2))
    throw new ImageError("its version is not 1.0 or a later 1.x of the directory transport", place);
}

// src/oci/saved-images.ts
async function resolveSavedImages(files, reference) {
  const saved = await readList2(files);
  const position = positionIn(reference);
  const images = [];
  for (const [at, entry] of saved.entries()) {
    if (position !== void 0 && at !== position) continue;
    const image = await openSaved(files, entry, position === void 0 ? reference : void 0);
    if (image !== void 0) images.push(image);
  }
  if (images.length > 0) return { images, unreadable: [], leftOut: [] };
  const place = { archive: files.archive, entry: "manifest.json" };
  if (reference === void 0) throw new ImageError("lists no images", place);
  const names2 = saved.flatMap(({ tags, config }) => tags.length === 0 ? [`untagged ${config}`] : tags);
  throw noSuchImage(reference, names2, place);
}
async function readList2(files) {
  const place = { archive: files.archive, entry: "manifest.json" };
  const list = parseJson(await files.json("manifest.json", files.limits.manifest), place);
  if (!Array.isArray(list)) throw new ImageError("must be a list of images", place);
  return list.map((item, at) => {
    const entry = new JsonObject(item, place, `[${at}]`);
    const layers = entry.texts("Layers");
    return { place, config: entry.text("Config"), tags: entry.texts("RepoTags"), layers };
  });
}
async function openSaved(files, saved, reference) {
  const bytes = await files.json(saved.config, files.limits.config);
  const id = digestOf(bytes);
  const name = reference === void 0 ? saved.tags[0] : pickTag(saved.tags, reference);
  if (reference !== void 0 && name === void 0 && reference !== `@${id}`) return void 0;
  const config = parseConfig(bytes, { archive: files.archive, entry: saved.config }, saved.layers.length);
  const layers = [];
  for (const [at, path] of saved.layers.entries()) layers.push(await files.layer(path, config.diffIds[at] ?? ""));
  const named = name === void 0 ? {} : { reference: name };
  return { ...named, platform: formatPlatform(config), manifestDigest: id, config, configSize: bytes.length, layers };
}
function pickTag(tags, reference) {
  return tags.find((tag) => tag === reference || tag === `${reference}:latest`);
}

// src/oci/docker-archive.ts
async function readDockerArchive(files, reference, options) {
  const saved = {
    archive: files.name,
    limits: options.limits,
    json: (path, limit) => readBytes(files.open(path), limit, { archive: files.name, entry: path }),
    layer: (path, diffId) => openLayer(files, path, diffId, options)
  };
  return resolveSavedImages(saved, reference);
}
async function openLayer(files, path, diffId, options) {
  const place = { archive: files.name, entry: path };
  const mediaType = mediaTypeOf(await readFirst(files, path));
  if (mediaType === void 0) throw new ImageError("not a layer: neither tar, gzip nor zstd", { ...place, offset: 0 });
  const estimated = compressionOf(mediaType) === "none";
  const digest = estimated ? diffId : await digestFile(files, path);
  const { layers, limits, onBytes, inspect, gzip } = options;
  const estimate = estimated ? gzip : void 0;
  const claims = { mediaType, diffId, place, ownsBuffers: true, ...!estimated && { digest } };
  const walk = (progress = onBytes) => readLayer(files.open(path), { ...claims, limits, inspect, onBytes: progress, estimate });
  const verify = estimated ? () => verifyFile(files, path, diffId) : void 0;
  return storedLayer({ mediaType, digest, diffId, place, layers, estimated, walk, verify });
}
async function verifyFile(files, path, diffId) {
  checkDiffId(await digestFile(files, path), diffId, { archive: files.name, entry: path });
}
async function readFirst(files, path) {
  const { first, close } = await prefetch(files.open(path), BLOCK);
  await close();
  return first;
}
async function digestFile(files, path) {
  const digester = new Digester();
  for await (const chunk of files.open(path)) {
    digester.update(chunk);
    freeBuffer(chunk);
  }
  return digester.digest();
}

// src/oci/saved-stream.ts
async function readSavedImages(stream, options) {
  const passage = await passThrough(stream, options, true);
  const isLayout = await passage.has("index.json") && passage.isCompressed();
  return heldSource(options.archive, await (isLayout ? layoutOf(passage, void 0) : resolveSavedImages(passage)));
}
async function readCompressedArchive(stream, kind, reference, options) {
  const isSaved = kind === "docker-archive";
  const passage = await passThrough(stream, options, isSaved);
  return heldSource(
    options.archive,
    await (isSaved ? resolveSavedImages(passage, reference) : layoutOf(passage, reference))
  );
}
function layoutOf(passage, reference) {
  return resolveLayout(passage, reference, new PassedBlobs(passage));
}
async function passThrough(stream, options, estimate) {
  const passage = new Passage(options, estimate);
  for await (const entry of readTar(passage.count(stream), { archive: options.archive }, passage.limits)) {
    await passage.pass(entry);
  }
  return passage;
}
var PassedBlobs = class {
  archive;
  limits;
  #passage;
  constructor(passage) {
    this.archive = passage.archive;
    this.limits = passage.limits;
    this.#passage = passage;
  }
  place({ digest }) {
    return { archive: this.archive, entry: blobPath(digest) };
  }
  async has({ digest }) {
    return this.#passage.has(blobPath(digest));
  }
  async json(descriptor, limit) {
    const bytes = await this.#passage.json(blobPath(descriptor.digest), limit);
    verifyBlob(bytes, descriptor, this.place(descriptor));
    return bytes;
  }
  layer({ digest, size, mediaType }, diffId) {
    const place = this.place({ digest });
    const read = async () => {
      if (compressionOf(mediaType) === void 0) throw unsupported(mediaType, place);
      const stored = await this.#passage.layer(blobPath(digest), diffId);
      if (stored.digest !== digest) throw new ImageError(`wrong digest: the bytes have ${stored.digest}`, place);
      const layer = await stored.read();
      checkSize(layer.download, size, place);
      return layer;
    };
    return { digest, mediaType, read };
  }
};
var Passage = class {
  archive;
  limits;
  #reading;
  #passed = /* @__PURE__ */ new Map();
  /** Whether plain layers get an estimated download: those of a layout are stored as they are. */
  #estimate;
  #kept = 0;
  constructor(options, estimate) {
    this.archive = options.archive;
    this.#estimate = estimate;
    this.#reading = completeReading(options);
    this.limits = this.#reading.limits;
  }
  async *count(stream) {
    for await (const chunk of stream) {
      this.#reading.onBytes?.(chunk.length);
      yield chunk;
    }
  }
  async pass(entry) {
    const path = normalisePath(entry.path);
    if (path === void 0 || entry.type === "directory") return;
    const target = linkTarget(entry);
    const passed = target === void 0 ? await this.#read(path, entry) : { kind: "link", target };
    if (passed === void 0) this.#passed.delete(path);
    else this.#passed.set(path, passed);
  }
  /** Whether no layer of it is plain. */
  isCompressed() {
    const layers = [...this.#passed.values()].filter((passed) => passed.kind === "layer");
    return layers.every(({ layer }) => !layer.estimated);
  }
  async has(path) {
    return findMember(this.#passed, path, this) !== void 0;
  }
  async json(path, limit) {
    const member = findMember(this.#passed, path, this)?.member;
    const place = { archive: this.archive, entry: path };
    if (member === void 0) throw new ImageError("no such entry in the archive", place);
    if (member.kind !== "document") throw new ImageError("not a JSON document", place);
    if (member.bytes.length > limit) throw new ImageError(`more than the limit of ${limit} bytes`, place);
    return member.bytes;
  }
  async layer(path, diffId) {
    const place = { archive: this.archive, entry: path };
    const member = findMember(this.#passed, path, this)?.member;
    if (member?.kind !== "layer")
      throw new ImageError(member === void 0 ? "no such entry in the archive" : "not a layer", place);
    const { digest, mediaType, layer } = member;
    checkDiffId(layer.index.diffId, diffId, place);
    return { digest, mediaType, read: async () => layer };
  }
  async #read(path, entry) {
    if (entry.type !== "file") return void 0;
    const place = { archive: this.archive, entry: path };
    const ahead = await prefetch(entry.content, BLOCK);
    const claimed = path.replace(/^blobs\/(sha256|sha512)\//, "$1:");
    return await this.#readKnown(claimed, ahead, place) ?? this.#readNew(ahead, place);
  }
  /** An entry named by the digest of a known layer is not read as a layer again, but its bytes are still hashed. */
  async #readKnown(claimed, { first, stream }, place) {
    const mediaType = mediaTypeOf(first);
    if (mediaType === void 0 || !isDigest(claimed)) return void 0;
    const layer = this.#reading.layers.known(this.#isEstimated(mediaType) ? estimatedKey(claimed) : claimed);
    if (layer === void 0) return void 0;
    const digester = new Digester(claimed);
    for await (const chunk of stream) digester.update(chunk);
    const digest = digester.digest();
    if (digest !== claimed)
      throw new ImageError(`wrong digest: the bytes have ${digest}`, { ...place, offset: digester.size });
    return { kind: "layer", digest, mediaType, layer };
  }
  async #readNew(ahead, place) {
    const { limits, inspect, gzip } = this.#reading;
    const read = await readUnlabelled(ahead, { place, limits, inspect, estimate: this.#estimate ? gzip : void 0 });
    if (read.kind === "layer") return this.#keepLayer(read.layer);
    this.#kept += read.bytes.length;
    if (this.#kept > this.limits.kept) throw new ImageError(`documents of more than ${this.limits.kept} bytes`, place);
    return read;
  }
  #isEstimated(mediaType) {
    return this.#estimate && compressionOf(mediaType) === "none";
  }
  #keepLayer({ digest, mediaType, size: _, ...layer }) {
    const { estimated } = layer;
    this.#reading.layers.add(estimated ? estimatedKey(digest) : digest, layer);
    return { kind: "layer", digest, mediaType, layer };
  }
};

// src/oci/source.ts
var ARCHIVES = { "oci-archive": readLayoutImages, "docker-archive": readDockerArchive };
async function openImageSource(source, options = {}) {
  const read = completeReading(options);
  const name = `${source.kind}:${source.location}`;
  const { kind, location, reference } = source;
  if (kind === "oci" || kind === "dir") {
    const directory = await openDirectory(name, location);
    return asSource(
      directory,
      () => kind === "dir" ? readBlobDirectory(directory, read) : readLayoutImages(directory, reference, read)
    );
  }
  const archive = await openArchive(name, location, read.limits);
  if ("compression" in archive) return readCompressed(archive, kind, reference, { ...read, archive: name });
  return asSource(archive, () => ARCHIVES[kind](archive, reference, read));
}
async function readCompressed({ compression, bytes, close }, kind, reference, options) {
  try {
    const inflated = inflate(bytes, compression, { place: { archive: options.archive }, limits: options.limits });
    return await readCompressedArchive(inflated, kind, reference, options);
  } finally {
    await close();
  }
}
async function openLayoutImage(directory, digest, options = {}) {
  const name = `oci:${directory}`;
  if (!isDigest(digest)) throw new ImageError(`not a digest: ${quote(digest)}`, { archive: name });
  const files = new DirectoryFiles(name, directory);
  return asSource(files, () => readLayoutDigest(files, digest, completeReading(options)));
}
async function asSource(files, read) {
  try {
    return { name: files.name, ...await read(), [Symbol.asyncDispose]: () => files[Symbol.asyncDispose]() };
  } catch (error) {
    await files[Symbol.asyncDispose]();
    throw error;
  }
}

// src/oci/storage/places.ts
import { readFile, stat as stat3 } from "node:fs/promises";
import { homedir as homedir3, userInfo } from "node:os";
import { join as join4 } from "node:path";

// src/oci/storage/storage-conf.ts
var LONGEST2 = 1024 * 1024;
var TEXTS = ["driver", "graphroot", "rootless_storage_path", "imagestore"];
var WORD = /"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|#[^\n]*/g;
function parseStorageConf(text2) {
  const tables = `
${text2.slice(0, LONGEST2)}`.split(/\n[ \t]*(?=\[[ \t]*[\w.]+[ \t]*\])/);
  const bodyOf = (name) => tables.find((table) => tableName(table) === name) ?? "";
  const texts = TEXTS.flatMap((key) => {
    const value = stringsOf(bodyOf("storage"), key)[0];
    return value === void 0 || value === "" ? [] : [[key, value]];
  });
  const stores = stringsOf(bodyOf("storage.options"), "additionalimagestores");
  return { ...Object.fromEntries(texts), ...stores.length > 0 && { additionalimagestores: stores } };
}
function tableName(table) {
  return /^\[[ \t]*([\w.]+)/.exec(table)?.[1] ?? "";
}
function stringsOf(body, key) {
  const value = new RegExp(`\\n[ \\t]*${key}[ \\t]*=[ \\t]*(\\[(?:${WORD.source}|[^\\]"'#])*\\]|[^\\n]*)`).exec(body)?.[1] ?? "";
  return [...value.matchAll(WORD)].flatMap(([, basic, literal]) => {
    const text2 = literal ?? (basic === void 0 ? void 0 : unescaped(basic));
    return text2 === void 0 ? [] : [text2];
  });
}
function unescaped(text2) {
  return text2.replace(/\\(["\\])/g, "$1");
}

// src/oci/storage/places.ts
var SYSTEM_CONFS = ["/etc/containers/storage.conf", "/usr/share/containers/storage.conf"];
var ROOT_STORE = "/var/lib/containers/storage";
async function findStoragePlaces(env, uid = process.getuid?.() ?? 0) {
  const isRootless = uid !== 0 || (env._CONTAINERS_USERNS_CONFIGURED ?? "") !== "";
  const home = env.HOME || homedir3();
  const own = join4(env.XDG_CONFIG_HOME || join4(home, ".config"), "containers/storage.conf");
  const chosen = env.CONTAINERS_STORAGE_CONF ? [env.CONTAINERS_STORAGE_CONF] : isRootless ? [own] : SYSTEM_CONFS;
  const conf = await firstConf(chosen);
  const system = conf === void 0 && isRootless ? withoutRoot(await firstConf(SYSTEM_CONFS)) : {};
  const { driver, graphroot, imagestore, rootless_storage_path: path, additionalimagestores = [] } = conf ?? system;
  const fallback = isRootless ? join4(env.XDG_DATA_HOME || join4(home, ".local/share"), "containers/storage") : ROOT_STORE;
  const rootless = isRootless && path !== void 0 ? [path] : [];
  const roots = [graphroot ?? rootless[0] ?? fallback, ...imagestore === void 0 ? [] : [imagestore]];
  const others = [...additionalimagestores, ...storesIn(env.STORAGE_OPTS)];
  const real = [...roots, ...others].map((root) => expanded(root, env, home, uid));
  return { driver: (env.STORAGE_DRIVER || driver || "").replace(/^overlay2$/, "overlay"), roots: await present(real) };
}
function withoutRoot(conf = {}) {
  const { graphroot: _, imagestore: __, ...rest } = conf;
  return rest;
}
async function firstConf(paths) {
  for (const path of paths) {
    const text2 = await readFile(path, "utf8").catch(() => void 0);
    if (text2 !== void 0) return parseStorageConf(text2);
  }
  return void 0;
}
function storesIn(options = "") {
  return options.split(",").flatMap((option) => /^(?:\w+\.)?imagestore=(.+)$/.exec(option)?.[1] ?? []);
}
function expanded(path, env, home, uid) {
  const rootless = env._CONTAINERS_ROOTLESS_UID || String(uid);
  return path.replaceAll("$HOME", home).replaceAll("$UID", rootless).replaceAll("$USER", () => env.USER || userInfo().username);
}
async function present(roots) {
  const found = await Promise.all(
    roots.map(async (root, at) => at === 0 || await stat3(root).catch(() => void 0) !== void 0)
  );
  return roots.filter((_, at) => found[at]);
}

// src/oci/storage/storage.ts
import { join as join6 } from "node:path";

// src/oci/storage/layer-files.ts
import { constants as constants3 } from "node:fs";
import { open as open3, realpath as realpath2 } from "node:fs/promises";
import { dirname as dirname2, join as join5, sep as sep2 } from "node:path";
function layerFiles(directory, place) {
  let top;
  let lastInside = "";
  const checkInside = async (parent) => {
    if (parent === lastInside) return;
    top ??= await realpath2(directory, "latin1");
    const real = await realpath2(Buffer.from(parent, "latin1"), "latin1");
    if (real !== top && !real.startsWith(top + sep2))
      throw new ImageError("a symbolic link leads out of the layer", place);
    lastInside = parent;
  };
  return async function* content(name, size) {
    const path = normalisePath(name.toString("latin1"));
    const at = { archive: place.archive, entry: `${place.entry}/${name.toString("utf8")}` };
    if (path === void 0 || path === "") throw new ImageError("breakout: the name leaves the layer", at);
    const full = join5(Buffer.from(directory, "utf8").toString("latin1"), path);
    try {
      await checkInside(dirname2(full));
      yield* readFile2(Buffer.from(full, "latin1"), size, at);
    } catch (error) {
      throw unreadable(error, at);
    }
  };
}
async function* readFile2(path, size, place) {
  var _stack = [];
  try {
    const file = __using(_stack, await open3(path, constants3.O_RDONLY | constants3.O_NONBLOCK | constants3.O_NOFOLLOW), true);
    const found = await file.stat();
    if (!found.isFile()) throw new ImageError("not a regular file", place);
    if (found.size !== size) {
      const changed = "the store was changed, or its driver keeps files in another form";
      throw new ImageError(`${found.size} bytes where the layer has ${size}: ${changed}`, place);
    }
    yield* readRange(file, 0, size, place);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function unreadable(error, place) {
  const code = errorCode(error);
  if (error instanceof ImageError || code === void 0) return error;
  const cure = code === "EACCES" ? "; files of other users of the container need `podman unshare image-size-gate \u2026`" : "";
  return new ImageError(`${systemWords(error) ?? code}${cure}`, place, { cause: error });
}

// src/oci/storage/names.ts
var SHORTEST_ID = 3;
function findRecord(records, wanted, place) {
  for (const isMeant of rules(wanted)) {
    const found = unique(records.filter(isMeant));
    const [first, second] = found;
    if (first !== void 0 && second === void 0) return first;
    if (second !== void 0) {
      const problem = `${quote(wanted)} names several images: ${listNames(found.map(nameOf))}; give the whole name`;
      throw new ImageError(problem, place);
    }
  }
  throw new ImageError(`no image is named ${quote(wanted)}; there are ${listNames(records.map(nameOf))}`, place);
}
function rules(wanted) {
  const [name = "", digest] = wanted.split("@");
  if (digest !== void 0) return [(record) => hasDigest(record, digest) && isOf(record, name)];
  const tagged = /:[^/]*$/.test(name) ? name : `${name}:latest`;
  const prefixes = ["", "localhost/", "docker.io/library/", "docker.io/"];
  return [
    ...prefixes.map((prefix) => (record) => record.names.includes(prefix + tagged)),
    (record) => record.names.some((known) => known.endsWith(`/${tagged}`)),
    (record) => isId(record, wanted)
  ];
}
function isId({ id }, wanted) {
  const digits = wanted.replace(/^sha256:/, "");
  return digits.length >= SHORTEST_ID && id.startsWith(digits);
}
function hasDigest(record, digest) {
  return record.digest === digest || record.documents.has(digest) || record.id === digest;
}
function isOf({ names: names2 }, repository) {
  const untagged2 = repository.replace(/:[^/]*$/, "");
  return untagged2 === "" || names2.some((name) => `/${name.replace(/[:@][^/]*$/, "")}`.endsWith(`/${untagged2}`));
}
function unique(records) {
  return [...new Map(records.toReversed().map((record) => [record.id, record])).values()].toReversed();
}
function nameOf({ names: names2, id }) {
  return names2[0] ?? id.slice(0, 12);
}

// src/oci/storage/records.ts
var ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/;
var MANIFEST2 = "manifest";
async function readImageRecords(files, driver, limits) {
  const list = await readList3(files, `${driver}-images/images.json`, limits);
  return list.map((item) => {
    const id = idOf(item);
    const digests = item.optionalObject("big-data-digests")?.strings() ?? {};
    const named = item.texts("big-data-names").flatMap((key) => {
      const digest = key === MANIFEST2 ? digests[key] : key.replace(/^manifest-(?=sha(?:256|512):)/, "");
      return isDigest(digest) ? [[digest, `${driver}-images/${id}/${fileNameOf(key)}`]] : [];
    });
    return { id, names: item.texts("names"), digest: manifestOf(item, digests), documents: new Map(named) };
  });
}
async function readLayerRecords(files, driver, limits) {
  const list = await readList3(files, `${driver}-layers/layers.json`, limits);
  return list.flatMap((item) => {
    const diffId = item.optionalText("diff-digest");
    return isDigest(diffId) ? [{ id: idOf(item), diffId }] : [];
  });
}
function manifestOf(item, digests) {
  const digest = digests[MANIFEST2] ?? item.optionalText("digest");
  return isDigest(digest) ? digest : "";
}
function fileNameOf(key) {
  return /^[a-z0-9.]*$/.test(key) ? key : `=${Buffer.from(key).toString("base64")}`;
}
async function readList3(files, path, limits) {
  if (await files.size(path) === void 0) return [];
  const place = { archive: files.name, entry: path };
  const list = parseJson(await readBytes(files.open(path), limits.kept, place), place);
  if (!Array.isArray(list)) throw new ImageError("must be a list", place);
  return list.map((item, at) => new JsonObject(item, place, `[${at}]`));
}
function idOf(item) {
  const id = item.text("id");
  if (!ID.test(id)) throw item.error(`not an id: ${quote(id)}`);
  return id;
}

// src/oci/storage/tar-split.ts
var LONGEST_LINE = 64 * 1024 * 1024;
var FILE = 1;
var SEGMENT = 2;
async function* assembleTar(lines, place, open5) {
  for await (const line of splitLines(lines, place)) {
    const entry = new JsonObject(parseJson(line, place), place);
    const type = entry.size("type");
    if (type === SEGMENT) yield Buffer.from(entry.text("payload"), "base64");
    else if (type !== FILE) throw entry.error(`an entry of type ${type}, which tar-split does not have`);
    else if (entry.has("size") && entry.size("size") > 0) yield* open5(nameOf2(entry), entry.size("size"));
  }
}
function nameOf2(entry) {
  const raw = entry.optionalText("name_raw");
  return raw === void 0 ? Buffer.from(entry.text("name"), "utf8") : Buffer.from(raw, "base64");
}
async function* splitLines(bytes, place) {
  let held = [];
  let length = 0;
  for await (const chunk of bytes) {
    let start2 = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start2)) {
      const line = Buffer.concat([...held, chunk.subarray(start2, end)]);
      [held, length, start2] = [[], 0, end + 1];
      if (line.length > 0) yield line;
    }
    const rest = Buffer.from(chunk.subarray(start2));
    held.push(rest);
    length += rest.length;
    if (length > LONGEST_LINE) throw new ImageError(`a line of more than ${LONGEST_LINE} bytes`, place);
  }
  if (length > 0) yield Buffer.concat(held);
}

// src/oci/storage/storage.ts
var LAYER_DIRECTORIES = {
  overlay: (id) => `overlay/${id}/diff`,
  vfs: (id) => `vfs/dir/${id}`,
  btrfs: (id) => `btrfs/subvolumes/${id}`
};
var DRIVERS = Object.keys(LAYER_DIRECTORIES);
var TAR = "application/vnd.oci.image.layer.v1.tar";
async function openStorageImage(places, image, options = {}) {
  const reading = completeReading(options);
  const stores = await openStores(places, reading.limits);
  const name = `containers-storage:${image}`;
  const { digest, id, names: names2 } = findRecord(
    stores.flatMap(({ images }) => images),
    image,
    placeOf(stores, name)
  );
  if (digest === "") throw new ImageError(`the store has no manifest of ${id}`, placeOf(stores, name));
  const found = await resolveImages([{ digest }], new StorageBlobs(name, stores, reading));
  const named = names2[0] === void 0 ? {} : { reference: names2[0] };
  return heldSource(name, { ...found, images: found.images.map((each) => ({ ...each, ...named })) });
}
async function openStores({ roots, driver }, limits) {
  const stores = [];
  for (const root of roots) {
    const files = await openDirectory(`containers-storage:[${root}]`, root);
    const drivers = driver === "" ? DRIVERS : [driver];
    for (const each of drivers) stores.push(await openStore(files, root, each, limits));
  }
  const unknown2 = stores.find((store) => LAYER_DIRECTORIES[store.driver] === void 0);
  if (unknown2 === void 0) return stores;
  const problem = `the storage driver ${unknown2.driver} cannot be read, only ${DRIVERS.join(", ")}`;
  throw new ImageError(`${problem}; read the output of \`podman save\` as docker-archive:`, placeOf([unknown2], ""));
}
async function openStore(files, root, driver, limits) {
  const images = await readImageRecords(files, driver, limits);
  const layers = await readLayerRecords(files, driver, limits);
  return { files, root, driver, images, layers: new Map(layers.map(({ diffId, id }) => [diffId, id])) };
}
function placeOf([first], name) {
  return { archive: first?.files.name ?? name };
}
var StorageBlobs = class {
  archive;
  limits;
  #stores;
  #reading;
  #documents;
  constructor(archive, stores, reading) {
    this.archive = archive;
    this.limits = reading.limits;
    this.#stores = stores;
    this.#reading = reading;
    const found = stores.flatMap(
      ({ files, images }) => images.flatMap(({ documents }) => Array.from(documents, ([digest, path]) => [digest, { files, path }]))
    );
    this.#documents = new Map(found.toReversed());
  }
  place({ digest }) {
    const { files, path } = this.#documents.get(digest) ?? {};
    return { archive: files?.name ?? this.archive, entry: path ?? digest };
  }
  async has({ digest }) {
    return this.#documents.has(digest);
  }
  async json(descriptor, limit) {
    const place = this.place(descriptor);
    const document = this.#documents.get(descriptor.digest);
    if (document === void 0) throw new ImageError("the store does not have it", place);
    const bytes = await readBytes(document.files.open(document.path), limit, place);
    verifyBlob(bytes, descriptor, place);
    return bytes;
  }
  /** The blob as a registry has it is not in a store. So its digest stands for it only in this image, and not in other sources of the run. */
  layer({ digest, size, mediaType }, diffId) {
    const { layers } = this.#reading;
    const isPlain = digest === diffId;
    return {
      digest,
      mediaType,
      read: async (onBytes = this.#reading.onBytes) => {
        const read = await layers.read(estimatedKey(digest), async () => {
          const walked = await this.#walk(diffId, isPlain, onBytes);
          return isPlain ? walked : { index: walked.index, download: size, estimated: false };
        });
        checkDiffId(read.index.diffId, diffId, this.place({ digest }));
        return read;
      }
    };
  }
  async #walk(diffId, isPlain, onBytes) {
    const store = this.#stores.find(({ layers }) => layers.has(diffId));
    const id = store?.layers.get(diffId);
    if (store === void 0 || id === void 0)
      throw new ImageError("the store has no such layer", this.place({ digest: diffId }));
    const { limits, inspect, gzip } = this.#reading;
    const estimate = isPlain ? gzip : void 0;
    const place = { archive: store.files.name, entry: `${store.driver}-layers/${id}` };
    const claims = { mediaType: TAR, diffId, place, ownsBuffers: true };
    return readLayer(openTar(store, id, limits), { ...claims, limits, inspect, onBytes, estimate });
  }
};
function openTar({ files, root, driver }, id, limits) {
  const path = `${driver}-layers/${id}.tar-split.gz`;
  const place = { archive: files.name, entry: path };
  const directory = LAYER_DIRECTORIES[driver]?.(id) ?? "";
  const content = layerFiles(join6(root, directory), { archive: files.name, entry: directory });
  return assembleTar(inflate(files.open(path), "gzip", { place, limits }), place, content);
}

// src/process/parallel.ts
async function inParallel(items, limit, fn) {
  const outcomes = new Array(items.length);
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      const [outcome] = await Promise.allSettled([(async () => fn(item, index))()]);
      outcomes[index] = outcome;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, limit) }, worker));
  return outcomes;
}

// src/docker/bake/build.ts
import { dirname as dirname3, join as join10 } from "node:path";

// src/docker/build.ts
import { mkdir, mkdtemp, readFile as readFile3, stat as stat4, symlink } from "node:fs/promises";
import { join as join7, resolve as resolve4 } from "node:path";

// src/docker/arguments.ts
import { resolve } from "node:path";
function buildArguments(build, destination, metadata) {
  const { source, root } = build;
  return [
    ...contextArguments(build.builder),
    "buildx",
    "build",
    `--builder=${build.builder.name}`,
    "--progress=plain",
    "--provenance=false",
    "--sbom=false",
    `--metadata-file=${metadata}`,
    ...outputArguments(destination, isReproducible(build), build.settings),
    ...cacheArguments(build),
    ...build.noCache ? ["--no-cache"] : [],
    `--file=${dockerfilePath(source, root)}`,
    ...build.platform === void 0 ? [] : [`--platform=${build.platform}`],
    ...source.target === void 0 ? [] : [`--target=${source.target}`],
    ...source.buildArgs.map((arg) => `--build-arg=${arg}`),
    ...inputArguments(source, root),
    "--",
    isRemoteContext(source.context) ? source.context : resolve(root, source.context)
  ];
}
function contextArguments({ context }) {
  return context === void 0 ? [] : [`--context=${context}`];
}
function dockerfilePath({ file, context }, root) {
  if (!isRemoteContext(context)) return resolve(root, file);
  return file.startsWith("-") ? `./${file}` : file;
}
function inputArguments(source, root) {
  const { labels = [], buildContexts = [], secrets = [], ssh = [], network } = source;
  return [
    ...labels.map((label) => `--label=${label}`),
    ...buildContexts.map((context) => `--build-context=${locateContext(context, root)}`),
    ...secrets.map((secret) => `--secret=${secretArgument(secret, root)}`),
    ...ssh.map((entry) => `--ssh=${entry}`),
    ...network === void 0 ? [] : [`--network=${network}`]
  ];
}
var ELSEWHERE = /^(?:docker-image:\/\/|oci-layout:\/\/|target:)/;
function locateContext(context, root) {
  const at = context.indexOf("=") + 1;
  const value = context.slice(at);
  if (ELSEWHERE.test(value) || isRemoteContext(value)) return context;
  return `${context.slice(0, at)}${resolve(root, value)}`;
}
function secretArgument(secret, root) {
  const where = "env" in secret ? `env=${secret.env}` : `src=${resolve(root, secret.file)}`;
  return `${csvField(`id=${secret.id}`)},${csvField(where)}`;
}
function isReproducible({ source, env }) {
  const given = source.buildArgs.findLast((arg) => /^SOURCE_DATE_EPOCH(?:=|$)/.test(arg));
  return isEpochSet(given?.split("=")[1], env);
}
function isEpochSet(buildArg, env) {
  return (buildArg ?? environment(env).SOURCE_DATE_EPOCH ?? "") !== "";
}
function outputArguments(destination, reproducible, settings2) {
  if ("reference" in destination) return ["--load", `--tag=${destination.reference}`];
  return [`--output=${layoutOutput(destination.layout, reproducible, settings2)}`];
}
function layoutOutput(layout, reproducible, settings2 = []) {
  const more = reproducible ? [...settings2, "rewrite-timestamp=true"] : settings2;
  return ["type=oci", "tar=false", csvField(`dest=${layout}`), ...more].join(",");
}
function cacheArguments(build) {
  const { name, platform, cacheFrom = [], cacheTo = [] } = build;
  const env = environment(build.env);
  const from = cacheFrom.flatMap((entry) => scopeCacheFrom(entry, name, env, platform) ?? []);
  const to = cacheTo.flatMap((entry) => scopeCacheTo(entry, name, env, platform) ?? []);
  return [...from.map((entry) => `--cache-from=${entry}`), ...to.map((entry) => `--cache-to=${entry}`)];
}

// src/docker/cache-problems.ts
var IMPORT = /^#(\d{1,9}) importing cache manifest from (.+)$/;
var EXPORT = /^#(\d{1,9}) exporting (?:to (GitHub Actions Cache|Amazon S3|Azure Blob Storage)|cache to (.+))$/;
var FAILED = /^#(\d{1,9}) ERROR: (.+)$/;
var NOT_THERE_YET = /: not found$/;
var LONGEST3 = 500;
function findCacheProblems() {
  const steps = /* @__PURE__ */ new Map();
  const problems = /* @__PURE__ */ new Map();
  return {
    line(text2) {
      const [, imported, from = ""] = IMPORT.exec(text2) ?? [];
      if (imported !== void 0) steps.set(imported, `read from ${nameOf3(from)}`);
      const [, exported, service, to = service ?? ""] = EXPORT.exec(text2) ?? [];
      if (exported !== void 0) steps.set(exported, `written to ${to}`);
      const [, failed2 = "", reason = ""] = FAILED.exec(text2) ?? [];
      const step = steps.get(failed2);
      if (step === void 0 || NOT_THERE_YET.test(reason)) return;
      problems.set(failed2, `the build's cache could not be ${step}: ${reason.slice(0, LONGEST3)}`);
    },
    list: () => [...problems.values()]
  };
}
function nameOf3(from) {
  return /^gha:\d+$/.test(from) ? "GitHub Actions Cache" : from;
}

// src/docker/steps.ts
var HEADING = /^#(\d{1,9}) \[(?:[^\]]* )?\d{1,9}\/\d{1,9}\] (?!FROM )/;
var CACHED = /^#(\d{1,9}) (?:CACHED$|(?:extracting )?sha256:[0-9a-f]{64}(?: |$))/;
function countSteps() {
  const steps = /* @__PURE__ */ new Set();
  const cached = /* @__PURE__ */ new Set();
  return {
    line(text2) {
      const [, step] = HEADING.exec(text2) ?? [];
      if (step !== void 0) steps.add(step);
      const [, had] = CACHED.exec(text2) ?? [];
      if (had !== void 0 && steps.has(had)) cached.add(had);
    },
    count: () => ({ steps: steps.size, cached: cached.size })
  };
}

// src/docker/buildx.ts
var LOCKED = /ref \S+ locked\b[^\n]*: unavailable/;
var BUILDX_ENVIRONMENT = {
  BUILDX_NO_DEFAULT_ATTESTATIONS: "1",
  BUILDX_METADATA_PROVENANCE: "max",
  BUILDX_GIT_INFO: "0"
};
async function superviseBuild(build) {
  const { args, root, timeLimit, signal, log, redact, warn } = build;
  const env = { ...build.env, ...BUILDX_ENVIRONMENT };
  const steps = countSteps();
  const caches = findCacheProblems();
  const onLine = (line) => {
    steps.line(line);
    caches.line(line);
    log?.line(redact(line));
  };
  const start2 = performance.now();
  const result = await runBuildx({ tool: "docker", args, cwd: root, env }, { signal, timeLimit, onLine });
  const { ended, exitCode } = result;
  if (ended === "by itself" && exitCode === 0) {
    for (const problem of caches.list()) warn?.(redact(cleanText(problem)));
    return { kind: "built", time: { seconds: Math.round(performance.now() - start2) / 1e3, ...steps.count() } };
  }
  const report = redact(buildErrorTail(redact(cleanText(result.stderr))));
  return { kind: ended === "time limit" ? "late" : "failed", exitCode, report };
}
async function runBuildx(command, options) {
  const first = await runCommand(command, options);
  if (first.exitCode === 0 || first.ended !== "by itself" || !LOCKED.test(first.stderr)) return first;
  return runCommand(command, options);
}

// src/docker/missing-input.ts
import { posix, resolve as resolve2 } from "node:path";
var LONGEST_PATH = 200;
async function explainMissingInput(given, report, path) {
  return path === void 0 ? explainBlankBase(given, report) : explainMissingSource(given, path.replace(/^\/+/, ""));
}
var BLANK_BASE = /base name \(([^)\n]{1,200})\) should not be blank/;
function explainBlankBase({ file, setting }, report) {
  const [, base] = BLANK_BASE.exec(report) ?? [];
  const name = /\$\{?(\w+)/.exec(base ?? "")?.[1];
  if (base === void 0 || name === void 0) return void 0;
  return `the FROM ${printable(base)} of ${printable(file)} has no value: write ${setting("args", name)}`;
}
async function explainMissingSource(given, path) {
  const { root, file, context, setting } = given;
  if (isRemoteContext(context) || posix.isAbsolute(file) || posix.isAbsolute(context)) return void 0;
  const text2 = await readDockerfile(resolve2(root, file));
  const sources = text2 === void 0 ? [] : contextSources(parseDockerfile(text2), given.values);
  if (!sources.some((source) => names(source, path))) return void 0;
  const [what, from, at] = [path.slice(0, LONGEST_PATH), file, context].map(printable);
  const here = await holdingOf({ root, directory: context, dockerfile: file }, path);
  if (here === "ignored")
    return `${from} copies ${what}, which is in ${at}, but the ignore file of the build leaves it out`;
  const other = await bestDirectory(given, path, sources);
  const missing = `${from} copies ${what}, which its build context ${at} does not have`;
  if (other === void 0) return `${missing}: if another step makes it, run that step before this one`;
  return `${missing}, but ${printable(other)} has it: write ${setting("context", printable(other))}`;
}
function names(source, path) {
  return source === path || source.startsWith(`${path}/`) || compileIgnorePattern(source)?.matches(path) === true;
}
async function bestDirectory({ root, file, context }, path, sources) {
  const directories = [.../* @__PURE__ */ new Set([...directoriesAbove(file), ...directoriesAbove(posix.join(context, "x"))])];
  const holds2 = async (directory, source) => await holdingOf({ root, directory, dockerfile: file }, source) === "yes";
  const counted = directories.map(async (directory) => {
    if (posix.normalize(context) === directory || !await holds2(directory, path)) return { directory, count: 0 };
    const held = await Promise.all(sources.map((source) => holds2(directory, source)));
    return { directory, count: 1 + held.filter(Boolean).length };
  });
  const [best] = (await Promise.all(counted)).toSorted((one, other) => other.count - one.count);
  return best !== void 0 && best.count > 0 ? best.directory : void 0;
}

// src/docker/platforms.ts
async function readOwnPlatform({ builder, env, signal }) {
  if (environment(env).DOCKER_DEFAULT_PLATFORM) return void 0;
  const name = builder ? ["--", builder] : [];
  const { exitCode, stdout } = await readDocker({ env, signal }, ["buildx", "inspect", ...name]);
  return exitCode === 0 ? parseOwnPlatform(stdout) : void 0;
}
function parseOwnPlatform(text2) {
  const [lines, ...others] = [...text2.matchAll(/^Platforms:[ \t]*(.*)$/gm)].map(([, list = ""]) => list);
  if (lines === void 0 || others.length > 0 || lines.includes("*")) return void 0;
  return /^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?(?=,|$)/.exec(lines)?.[0];
}
var CANNOT_RUN = /exec format error/i;
var NO_MATCH = /failed to resolve source metadata for (\S+): [^\n]*no match for platform in manifest/;
async function explainPlatformFailure(build, report) {
  const image = NO_MATCH.exec(report)?.[1];
  if (image === void 0 && (build.platform === void 0 || !CANNOT_RUN.test(report))) return void 0;
  const known = await readPlatforms(build);
  if (image !== void 0) return withoutPlatform(image, build.platform ?? known[0]);
  const isRun = build.platform === void 0 || known.includes(shortName(build.platform));
  return isRun ? void 0 : withoutEmulation(build.platform, known[0]);
}
function withoutPlatform(image, platform) {
  const another = "choose a base image that supports it";
  if (platform === void 0) return `the base image ${image} does not support this machine: ${another}`;
  return `the base image ${image} has no ${platform}: remove ${platform} from platforms, or ${another}`;
}
function withoutEmulation(platform, native = "another platform") {
  const cure = "add docker/setup-qemu-action before this step (or use a builder with a node of that platform)";
  return `a RUN step executes a program for ${platform}, and this machine runs ${native}: ${cure}`;
}
async function readPlatforms({ builder, env, root, signal }) {
  const { stdout } = await readDocker({ env, cwd: root, signal }, ["buildx", "inspect", builder.name]);
  return parsePlatformLines(stdout);
}
function parsePlatformLines(inspected) {
  const lines = [...inspected.matchAll(/^Platforms:\s*(.+)$/gm)].flatMap(([, list = ""]) => list.split(","));
  return lines.map((platform) => shortName(platform.trim().replace("*", "")));
}
function shortName(platform) {
  return platform.replace(/\/(?:arm64\/v8|amd64\/v1|arm\/v7)$/, (name) => name.slice(0, name.lastIndexOf("/")));
}

// src/docker/provenance/layer-sources.ts
import { isAbsolute, relative, resolve as resolve3, sep as sep3 } from "node:path";

// src/docker/provenance/history.ts
import { posix as posix2 } from "node:path";

// src/docker/provenance/known-dockerfile.ts
function sourceOf(instruction, stages, { file, firstLine = 1 }, lines = instruction.lines) {
  const { text: text2, stage } = instruction;
  return {
    file,
    ...stage < 0 ? {} : { stage: stages[stage]?.name ?? `${stage}` },
    instruction: text2,
    lines: { start: lines.start + firstLine - 1, end: lines.end + firstLine - 1 }
  };
}

// src/docker/provenance/history.ts
function inferSources(createdBy, inference) {
  const { known } = inference;
  const nothing2 = createdBy.map(() => void 0);
  const found = matchHistory(createdBy, inference);
  if (found === void 0) return nothing2;
  const { matched, tree } = found;
  const sources = matched.map((instruction) => ({
    ...sourceOf(instruction, tree.stages, known),
    inferred: true
  }));
  return [...nothing2.slice(sources.length), ...sources];
}
function inferBase(createdBy, inference) {
  const found = matchHistory(createdBy, inference);
  const image = found && findImage(found.tree, inference.values, found.stages[0] ?? 0);
  if (found === void 0 || image === void 0) return void 0;
  const ownLayers = found.matched.length;
  if (image === "scratch") return ownLayers === createdBy.length ? { ownLayers } : void 0;
  const [baseImage = "", baseDigest] = fullName(image).split("@");
  return baseImage === "" ? void 0 : { ownLayers, baseImage, ...baseDigest === void 0 ? {} : { baseDigest } };
}
function fullName(image) {
  try {
    const [name = "", digest] = image.split("@");
    const full = formatReference(parseReference(name));
    return digest === void 0 ? full : `${full}@${digest}`;
  } catch {
    return "";
  }
}
function matchHistory(createdBy, { text: text2, target, values }) {
  const tree = parseDockerfile(text2);
  const stages = lineageOf(tree, target, values);
  if (stages === void 0) return void 0;
  const byStage = groupBy(tree.instructions, ({ stage }) => stage);
  const makers = stages.flatMap((stage) => byStage.get(stage) ?? []).filter(makesLayer);
  const matched = match(makers, createdBy);
  return matched && { tree, stages, matched };
}
function lineageOf(tree, target, values) {
  const parents = findParents(tree, values);
  const stages = [];
  let at = findTarget(tree, target)?.number;
  for (; typeof at === "number"; at = parents[at]) stages.unshift(at);
  return at === "image" ? stages : void 0;
}
function makesLayer({ keyword }) {
  return ["RUN", "COPY", "ADD", "WORKDIR"].includes(keyword);
}
function match(makers, createdBy) {
  const matched = [];
  let layer = createdBy.length - 1;
  for (const maker of makers.toReversed()) {
    if (layer >= 0 && isMadeBy(createdBy[layer] ?? "", maker)) {
      matched.unshift(maker);
      layer--;
    } else if (maker.keyword !== "WORKDIR" || !mayBeRoot(maker.argument)) return void 0;
  }
  return matched;
}
function mayBeRoot(directory) {
  return /[$.]/.test(directory) || posix2.normalize(directory.trim()) === "/";
}
var BUILDKIT = "# buildkit";
function isMadeBy(createdBy, instruction) {
  const text2 = createdBy.trim();
  const own = text2.endsWith(BUILDKIT) ? text2.slice(0, -BUILDKIT.length) : text2;
  const [, keyword = "", rest = ""] = /^(\S+)\s+(.*)$/s.exec(own) ?? [];
  if (keyword !== instruction.keyword) return false;
  const made = folded(withoutFlags(rest));
  const argument = withoutFlags(instruction.argument);
  if (keyword === "RUN") return isCommand(made, argument, instruction);
  if (keyword === "WORKDIR") return isDirectory(made, argument);
  return holds(unquoted(made), variableParts(unquoted(sourcesOf(argument, instruction))), "from start to end");
}
function sourcesOf(argument, { heredocs }) {
  if (heredocs.length === 0) return words(argument);
  const paths = folded(argument).split(" ").filter((word2) => readOpening(word2) === void 0);
  return folded([...paths.slice(0, -1), ...heredocs.map(({ name }) => `<<${name}`), ...paths.slice(-1)].join(" "));
}
function isCommand(made, argument, { heredocs }) {
  const bodies = heredocs.map(({ body }) => folded(body));
  const header = readOpening(argument.trim()) !== void 0 ? [] : [words(argument)];
  return holds(made, [...header, ...bodies], heredocs.length > 0 ? "anywhere" : "at the end");
}
function isDirectory(made, argument) {
  const path = unquoted(folded(argument));
  if (/[$.]/.test(path)) return holds(made, variableParts(path.replace(/^.*\.\.?(?=\/|$)/, "$")), "at the end");
  const wanted = posix2.normalize(path).replace(/(?<=.)\/$/, "");
  return wanted.startsWith("/") ? made === wanted : made.endsWith(`/${wanted}`);
}
function holds(text2, parts, where) {
  const last = parts.at(-1) ?? "";
  if (where === "from start to end" && parts.length === 1) return text2 === last;
  if (where === "from start to end" && !text2.startsWith(parts[0] ?? "")) return false;
  if (where !== "anywhere" && !text2.endsWith(last)) return false;
  let from = 0;
  for (const part of where === "anywhere" ? parts : parts.slice(0, -1)) {
    const found = text2.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return where === "anywhere" || from <= text2.length - last.length;
}
function variableParts(text2) {
  return text2.split(/\$(?:\{[^{}]*\}|\w*)/);
}
function withoutFlags(text2) {
  return text2.trim().replace(/^(?:--\S+\s+)+/, "");
}
function words(argument) {
  if (!argument.startsWith("[")) return folded(argument);
  try {
    const items = JSON.parse(argument);
    return Array.isArray(items) ? folded(items.map(String).join(" ")) : folded(argument);
  } catch {
    return folded(argument);
  }
}
function folded(text2) {
  return text2.replace(/\s+/g, " ").trim();
}
function unquoted(text2) {
  return text2.replace(/["']/g, "");
}

// src/docker/provenance/provenance.ts
var LONGEST_CHAIN = 1e4;
function readProvenance(metadata) {
  const chain = readChain(metadata);
  const found = chain && describeBase(chain.own.length, chain.base);
  if (chain === void 0 || found?.baseImage === void 0 || found.baseDigest !== void 0) return found;
  const baseDigest = materialDigest(chain.provenance, found.baseImage);
  return baseDigest === void 0 ? found : { ...found, baseDigest };
}
function readChain(metadata) {
  const provenance = asRecord(asRecord(metadata)["buildx.build.provenance"]);
  const definition = asRecord(provenance.buildConfig ?? asRecord(provenance.buildDefinition).internalParameters);
  const steps = asList(asRecord(definition.buildConfig ?? definition).llbDefinition).map(asRecord);
  const byId = new Map(steps.map((step) => [asText(step.id), step]));
  const last = asList(steps.at(-1)?.inputs)[0];
  const found = typeof last === "string" ? followChain(last, byId) : void 0;
  return found && { ...found, own: found.own.toReversed(), provenance };
}
function followChain(start2, byId) {
  const own = [];
  let next = start2;
  while (own.length <= LONGEST_CHAIN) {
    if (next === void 0) return { own };
    const id = next.replace(/:\d+$/, "");
    const step = byId.get(id);
    if (step === void 0) return void 0;
    const operation = asRecord(asRecord(step.op).Op);
    if ("source" in operation) return { own, base: asText(asRecord(operation.source).identifier) };
    const input = baseInput(operation);
    if (input === void 0) return void 0;
    const below2 = input < 0 ? void 0 : asList(step.inputs)[input];
    if (input >= 0 && typeof below2 !== "string") return void 0;
    own.push(id);
    next = below2;
  }
  return void 0;
}
function baseInput(operation) {
  if ("exec" in operation) {
    const mounts = asList(asRecord(operation.exec).mounts).map(asRecord);
    return inputOf(mounts.find((mount) => mount.dest === "/"));
  }
  if ("file" in operation) return inputOf(asRecord(asList(asRecord(operation.file).actions)[0]));
  if ("merge" in operation) return inputOf(asRecord(asList(asRecord(operation.merge).inputs)[0]));
  return void 0;
}
function inputOf(holder) {
  if (holder === void 0) return void 0;
  const input = holder.input ?? 0;
  return Number.isInteger(input) ? input : void 0;
}
function materialDigest(provenance, image) {
  const materials = asList(provenance.materials ?? asRecord(provenance.buildDefinition).resolvedDependencies);
  const wanted = `pkg:docker/${encodeName(image)}`;
  const material = materials.map(asRecord).find(({ uri }) => asText(uri).split("?", 1)[0] === wanted);
  const hex = asText(asRecord(material?.digest).sha256);
  return /^[0-9a-f]{64}$/.test(hex) ? `sha256:${hex}` : void 0;
}
function encodeName(image) {
  const name = familiarName(image).replace(/:([^:/]*)$/, "@$1");
  return name.replaceAll(":", "%3A");
}
var LONGEST_REFERENCE = 1e3;
function describeBase(ownLayers, identifier) {
  if (identifier === void 0) return { ownLayers };
  const [, reference = ""] = /^docker-image:\/\/(.+)$/.exec(identifier) ?? [];
  const [baseImage = "", baseDigest = ""] = reference.split("@");
  if (baseImage === "" || reference.length > LONGEST_REFERENCE) return void 0;
  return { ownLayers, baseImage, .../^sha256:[0-9a-f]{64}$/.test(baseDigest) ? { baseDigest } : {} };
}

// src/docker/provenance/sources.ts
var MOST_LOCATIONS = 1e3;
function readSources(metadata, known) {
  const chain = readChain(metadata);
  if (chain === void 0) return void 0;
  const { source } = asRecord(asRecord(chain.provenance.metadata)["https://mobyproject.org/buildkit@v1#metadata"]);
  const { infos, locations } = asRecord(source);
  const written = new WrittenFiles(asList(infos), known, targetOf(chain.provenance));
  const places = chain.own.map((id) => locationsOf(asRecord(asRecord(locations)[id])));
  return choose(places, written);
}
var WrittenFiles = class {
  #infos;
  #known;
  #target;
  #found = /* @__PURE__ */ new Map();
  constructor(infos, known, target) {
    this.#infos = infos;
    this.#known = known;
    this.#target = target;
  }
  at(index) {
    if (!this.#found.has(index)) this.#found.set(index, this.#read(asRecord(this.#infos[index])));
    return this.#found.get(index);
  }
  #read({ data }) {
    const encoded = asText(data);
    if (encoded === "" || encoded.length > LONGEST_DOCKERFILE * 1.5) return void 0;
    const content = Buffer.from(encoded, "base64");
    const known = this.#knownAs(hashText(content));
    if (known === void 0) return void 0;
    const text2 = content.toString("utf8");
    const tree = parseDockerfile(text2);
    return { known, tree, lines: text2.split("\n").length, ...this.#stagesOf(tree, known) };
  }
  /** The target and the arguments are those of the build's own Dockerfile, which is the first known one. */
  #stagesOf(tree, known) {
    if (known !== this.#known[0]) {
      return { parents: findParents(tree, void 0), reach: new Set(tree.stages.keys()) };
    }
    const parents = findParents(tree, this.#target.values);
    const stage = findTarget(tree, this.#target.name);
    return { parents, reach: stage === void 0 ? /* @__PURE__ */ new Set() : possibleLineage(parents, stage.number) };
  }
  #knownAs(digest) {
    return this.#known.find((known) => known.digest === digest || known.digest === void 0);
  }
};
function locationsOf({ locations }) {
  return asList(locations).slice(0, MOST_LOCATIONS).map(asRecord).flatMap(({ sourceIndex = 0, ranges }) => {
    let [start2, end] = [Number.POSITIVE_INFINITY, 0];
    for (const range of asList(ranges).map(asRecord)) {
      const [first, last] = [asRecord(range.start).line, asRecord(range.end).line];
      if (!isLine(first) || !isLine(last) || last < first) return [];
      [start2, end] = [Math.min(start2, first), Math.max(end, last)];
    }
    return end > 0 && Number.isInteger(sourceIndex) ? [{ index: sourceIndex, start: start2, end }] : [];
  });
}
function isLine(value) {
  return Number.isSafeInteger(value) && value > 0;
}
function targetOf(provenance) {
  const { parameters } = asRecord(provenance.invocation);
  const { request: request2 } = asRecord(asRecord(provenance.buildDefinition).externalParameters);
  const { args } = asRecord(parameters ?? request2);
  const values = Object.entries(asRecord(args)).flatMap(
    ([key, value]) => key.startsWith("build-arg:") ? [[key.slice("build-arg:".length), asText(value)]] : []
  );
  return { name: asText(asRecord(args).target), values: Object.fromEntries(values) };
}
function choose(places, written) {
  const reach = /* @__PURE__ */ new Map();
  const chosen = places.toReversed().map((locations) => {
    const known = distinct(locations.flatMap((location) => placeOf2(location, written.at(location.index)) ?? []));
    const possible = known.filter(({ file, stage }) => (reach.get(file) ?? file.reach).has(stage));
    const [place] = known.length === 1 ? known : possible.length === 1 ? possible : [];
    if (place !== void 0) reach.set(place.file, possibleLineage(place.file.parents, place.stage));
    return place?.source;
  });
  return chosen.toReversed();
}
function placeOf2({ start: start2, end }, file) {
  const instruction = file && instructionAt(file.tree, start2);
  if (file === void 0 || instruction === void 0 || end > file.lines) return void 0;
  return {
    file,
    stage: instruction.stage,
    source: sourceOf(instruction, file.tree.stages, file.known, { start: start2, end })
  };
}
function distinct(places) {
  return [...new Map(places.map((place) => [`${place.source.lines.start} ${place.source.file}`, place])).values()];
}

// src/docker/provenance/layer-sources.ts
async function readLayerSources(metadata, known, inference) {
  if (readChain(metadata) === void 0) {
    const inferred = await inference();
    if (inferred === void 0) return { sources: (createdBy) => createdBy.map(() => void 0) };
    return {
      sources: (createdBy) => inferSources(createdBy, inferred),
      inferBase: (createdBy) => inferBase(createdBy, inferred)
    };
  }
  return { sources: fromProvenance(metadata, known) };
}
var UNREADABLE_PROVENANCE = "buildx wrote a provenance that says nothing of the build. Dockerfile lines and base image are inferred from the image history. buildx 0.26 or newer writes it in full.";
function isUnreadable(metadata) {
  return asRecord(metadata)["buildx.build.provenance"] !== void 0 && readChain(metadata) === void 0;
}
function fromProvenance(metadata, known) {
  const own = readSources(metadata, known) ?? [];
  const isWhole = readChain(metadata)?.base === void 0;
  return (createdBy) => {
    const inherited = createdBy.length - own.length;
    const isOfImage = isWhole ? inherited === 0 : inherited >= 0;
    const sources = [...Array(Math.max(inherited, 0)), ...own];
    const isFitting = isOfImage && sources.every((source, at) => source === void 0 || fits(source, createdBy[at]));
    return isFitting ? sources : createdBy.map(() => void 0);
  };
}
function fits({ instruction }, createdBy = "") {
  const [keyword = ""] = instruction.split(/\s/, 1);
  const [made = ""] = createdBy.split(/\s/, 1);
  return made === "" || /^from$/i.test(keyword) || made === keyword.toUpperCase();
}
function fileInRoot(root, file) {
  const inside2 = relative(resolve3(root), resolve3(root, file)).split(sep3).join("/");
  return inside2 === "" || inside2 === ".." || inside2.startsWith("../") || isAbsolute(inside2) ? file : inside2;
}
function platformValues(platform) {
  if (platform === void 0) return {};
  const [TARGETOS = "", TARGETARCH = "", TARGETVARIANT = ""] = platform.split("/");
  return { TARGETPLATFORM: platform, TARGETOS, TARGETARCH, TARGETVARIANT };
}

// src/docker/redact.ts
import { Buffer as Buffer2 } from "node:buffer";
var SHOWN = "***";
var LEAST_BYTES_ENCODED = 6;
var BASE64_LINE = 76;
function createRedact(values) {
  const forms = new Set(values.flatMap(secretWords).flatMap(formsOf));
  const byStart = groupByStart([...forms].filter((form) => form.length >= SHORTEST_SECRET));
  return byStart.size === 0 ? (text2) => text2 : (text2) => hide(text2, byStart);
}
function groupByStart(forms) {
  const groups = groupBy(forms, (form) => form.slice(0, SHORTEST_SECRET));
  return new Map([...groups].map(([start2, group]) => [start2, group.toSorted((a, b) => b.length - a.length)]));
}
function hide(text2, byStart) {
  let shown2 = "";
  let from = 0;
  for (let at = 0; at + SHORTEST_SECRET <= text2.length; at += 1) {
    const found = byStart.get(text2.slice(at, at + SHORTEST_SECRET))?.find((form) => text2.startsWith(form, at));
    if (found === void 0) continue;
    shown2 += text2.slice(from, at) + SHOWN;
    from = at + found.length;
    at = from - 1;
  }
  return shown2 + text2.slice(from);
}
function readSecrets(secrets, root, env) {
  return secrets.map((secret) => readSecret(secret, root, env));
}
function formsOf(word2) {
  return [word2, ...encodedForms(word2), ...base64Forms(Buffer2.from(word2, "utf8"))];
}
function encodedForms(word2) {
  const url = encodeURIComponent(word2.toWellFormed());
  return [url, url.replaceAll("%20", "+"), JSON.stringify(word2).slice(1, -1)];
}
function base64Forms(bytes) {
  const places = bytes.length < LEAST_BYTES_ENCODED ? [0] : [0, 1, 2];
  const forms = places.map((before) => {
    const encoded = Buffer2.concat([Buffer2.alloc(before), bytes]).toString("base64");
    return encoded.slice(Math.ceil(before * 8 / 6), Math.floor((before + bytes.length) * 8 / 6));
  });
  const whole = [...forms, ...wrapped(forms[0] ?? "")];
  return whole.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}
function wrapped(encoded) {
  if (encoded.length <= BASE64_LINE) return [];
  const lines = encoded.match(new RegExp(`.{1,${BASE64_LINE}}`, "g")) ?? [];
  return lines.filter((line) => line.length >= 2 * SHORTEST_SECRET);
}

// src/docker/build.ts
var MAX_METADATA_FILE = 64 * 1024 * 1024;
async function buildImage(request2) {
  var _stack = [];
  try {
    const missing = await findMissing(request2.source, request2.root);
    if (missing !== void 0) return missing;
    const redact = redactionOf(request2);
    const folder = __using(_stack, await makeTemporaryFolder("build", request2.env), true);
    const file = join7(folder.path, "metadata.json");
    const destination = await prepareDestination(request2);
    const dockerfile = await hashDockerfile(request2);
    const time = await runBuild(request2, redact, destination, file);
    const metadata = await readMetadata(file);
    const provenance = readProvenance(metadata);
    const origins = await originsOf(request2, metadata, dockerfile.dockerfile);
    if (isUnreadable(metadata)) request2.log?.line(UNREADABLE_PROVENANCE);
    const facts = { ...dockerfile, redact, time, ...origins, ...provenance === void 0 ? {} : { provenance } };
    if ("reference" in destination) return { kind: "daemon", reference: destination.reference, ...facts };
    return { kind: "layout", layout: destination.layout, digest: digestOf2(metadata, request2.name), ...facts };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function findMissing(source, root) {
  if (isRemoteContext(source.context)) return void 0;
  const file = await regularFileAt(resolve4(root, source.file), `Dockerfile ${source.file}`);
  if (file === void 0) return { kind: "missing", path: source.file };
  const context = await stat4(resolve4(root, source.context)).catch(() => void 0);
  if (context?.isDirectory()) return void 0;
  throw new BuildError(`the build context ${source.context} of ${source.file} is not a directory in ${root}`);
}
function redactionOf({ source, root, env }) {
  const contexts = [source.context, ...(source.buildContexts ?? []).map((entry) => entry.replace(/^[^=]*=/, ""))];
  return createRedact([
    ...readSecrets(source.secrets ?? [], root, environment(env)),
    ...contexts.flatMap(credentialsOf)
  ]);
}
async function prepareDestination(request2) {
  return request2.builder.export === "daemon" ? { reference: request2.tag } : { layout: await makeExport(request2.layout) };
}
async function makeExport(layout) {
  await mkdir(join7(layout, "blobs", "sha256"), { recursive: true });
  await mkdir(join7(layout, "exports"), { recursive: true });
  const folder = await mkdtemp(join7(resolve4(layout), "exports", "build-"));
  await symlink(join7("..", "..", "blobs"), join7(folder, "blobs"));
  return folder;
}
async function runBuild(request2, redact, to, metadata) {
  const { root, env, timeLimit, signal, log, warn } = request2;
  const args = buildArguments(request2, to, metadata);
  const end = await superviseBuild({ args, root, env, timeLimit, signal, log, redact, warn });
  if (end.kind === "built") return end.time;
  const { report } = end;
  const { failure, path } = classifyFailure(end);
  if (end.kind === "late") throw new BuildError(`${lateMessage(request2)}
${report}`, failure);
  const cause = explainCacheFailure(report) ?? await explainPlatformFailure(request2, report);
  const missing = cause === void 0 ? await explainMissingInput(givenInputs(request2), report, path) : void 0;
  const first = cause === void 0 ? missing : `${request2.name}: ${cause}`;
  const failed2 = `the build of ${request2.source.file} failed with exit code ${end.exitCode}
${report}`;
  throw new BuildError(first === void 0 ? failed2 : `${redact(first)}
${failed2}`, failure, path);
}
function givenInputs({ source, root, env }) {
  const { file, context } = source;
  const values = argumentValues(source.buildArgs, environment(env));
  const setting = (key, value) => key === "context" ? `"context: ${value}" for this image` : `"build-args: { ${value}: \u2026 }" for this image`;
  return { root, file, context, values, setting };
}
function lateMessage({ source, timeLimit }) {
  return `the build of ${source.file} was ended after ${timeLimit} seconds: raise timeout-minutes if it needs longer`;
}
async function hashDockerfile({ source, root }) {
  return isRemoteContext(source.context) ? {} : { dockerfile: await hashFile(resolve4(root, source.file)) };
}
async function originsOf({ source, root, platform, env }, metadata, digest) {
  if (digest === void 0) return readLayerSources(metadata, [{ file: source.file }], async () => void 0);
  const known = { file: fileInRoot(root, source.file), digest };
  return readLayerSources(metadata, [known], async () => {
    const text2 = await readDockerfile(resolve4(root, source.file), digest);
    const values = { ...platformValues(platform), ...argumentValues(source.buildArgs, environment(env)) };
    return text2 === void 0 ? void 0 : { known, text: text2, target: source.target ?? "", values };
  });
}
function argumentValues(buildArgs, env) {
  const values = buildArgs.flatMap((argument) => {
    const [, name = argument, value = env[name]] = /^([^=]*)=(.*)$/s.exec(argument) ?? [];
    return value === void 0 ? [] : [[name, value]];
  });
  return Object.fromEntries(values);
}
async function readMetadata(file) {
  try {
    return (await stat4(file)).size > MAX_METADATA_FILE ? {} : asRecord(JSON.parse(await readFile3(file, "utf8")));
  } catch {
    return {};
  }
}
function digestOf2(metadata, name) {
  const digest = asText(metadata["containerimage.digest"]) || asText(asRecord(metadata["containerimage.descriptor"]).digest);
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
  throw new BuildError(`${name}: buildx's metadata file has no containerimage.digest`);
}

// src/docker/bake/annotations.ts
import { writeFile } from "node:fs/promises";
import { join as join8 } from "node:path";
async function filesWithoutIndex(folder, files, definition, targets) {
  const names2 = targets.map(({ name }) => name);
  const all = [...targets, ...linkedTargets(definition, names2)];
  if (!all.some(isForIndex)) return files;
  const target = Object.fromEntries(all.map(({ name, printed: { annotations: _, ...rest } }) => [name, rest]));
  const file = join8(folder, "docker-bake.json");
  await writeFile(file, JSON.stringify({ target }, escaped));
  return [file];
}
function escaped(_key, value) {
  return typeof value === "string" ? value.replace(/\$+\{/g, () => "$${").replace(/%+\{/g, "%%{") : value;
}
function isForIndex({ printed: { annotations } }) {
  return asList(annotations).some((entry) => /^[^=:]*\bindex\b[^=:]*:/.test(asText(entry)));
}

// src/docker/compression.ts
import zlib2 from "node:zlib";
var DEFAULT = "gzip";
function askedForm(settings2) {
  return settings2.find((setting) => setting.startsWith("compression="))?.slice("compression=".length) ?? DEFAULT;
}
function forceForm(settings2) {
  const others = settings2.filter((setting) => !/^(?:force-)?compression=/.test(setting));
  return [`compression=${askedForm(settings2)}`, ...others, "force-compression=true"];
}
function canRead(form, hasZstd = typeof zlib2.createZstdDecompress === "function") {
  return form !== "zstd" || hasZstd;
}

// src/docker/bake/compression.ts
var KEYS = ["compression", "compression-level", "force-compression", "oci-mediatypes"];
var VALUE = /^[A-Za-z0-9.+-]{1,40}$/;
function compressionOf2({ outputs }, builder) {
  const images = imageOutputs(outputs);
  const output = images.find(isPushed) ?? images[0];
  const settings2 = KEYS.flatMap((key) => {
    const value = output?.get(key) ?? "";
    return VALUE.test(value) ? [`${key}=${value}`] : [];
  });
  const form = askedForm(settings2);
  const isRisky = builder?.driver === "docker" && form === "estargz";
  return { settings: settings2, applied: builder?.export !== "daemon" && !isRisky && canRead(form) };
}
function isPushed(output) {
  return output.get("type") === "registry" || output.get("push") === "true";
}

// src/docker/bake/arguments.ts
var FIRST_WITH_GRANTS = [0, 19];
function bakeArguments(bake, tasks, metadata) {
  const names2 = tasks.map(({ target }) => target.name);
  return [
    ...contextArguments(bake.builder),
    "buildx",
    "bake",
    `--builder=${bake.builder.name}`,
    "--progress=plain",
    "--provenance=false",
    "--sbom=false",
    `--metadata-file=${metadata}`,
    ...bake.noCache ? ["--no-cache"] : [],
    ...hasGrants(bake.builder) ? tasks.flatMap(grantFor) : [],
    ...fileArguments(bake.files),
    ...tasks.flatMap((task) => settings(task.target.name, taskSettings(bake, task))),
    ...linkedTargets(bake.definition, names2).flatMap((target) => settings(target.name, linkedSettings(bake, target))),
    "--",
    ...names2
  ];
}
function settings(name, values) {
  return values.map(([key, value]) => `--set=${name}.${key}=${value}`);
}
function taskSettings(bake, task) {
  const { target, image, destination } = task;
  const toDaemon = "reference" in destination;
  const reproducible = isEpochSet(asText(asRecord(target.printed.args).SOURCE_DATE_EPOCH) || void 0, bake.env);
  return [
    ["output", toDaemon ? "type=docker" : layoutOutput(destination.layout, reproducible, exportSettings(bake, task))],
    ["tags", toDaemon ? destination.reference : ""],
    ...bake.platform === void 0 ? [] : [["platform", bake.platform]],
    ...(target.call ?? "build") === "build" ? [] : [["call", "build"]],
    ...cacheFromSettings(bake, target, image),
    ...cacheToSettings(bake, target, image)
  ];
}
function exportSettings({ builder }, { target, isForced }) {
  const { settings: settings2, applied } = compressionOf2(target, builder);
  const usable = applied ? settings2 : [];
  return isForced ? forceForm(usable) : usable;
}
function linkedSettings(bake, target) {
  const { platform } = bake;
  const narrowed = platform !== void 0 && target.platforms.length > 1 && target.platforms.includes(platform);
  return [
    ["output", "type=cacheonly"],
    ["tags", ""],
    ...narrowed ? [["platform", platform]] : [],
    ...cacheToSettings(bake, target)
  ];
}
function cacheFromSettings(bake, target, image) {
  const { cacheFrom, platform } = bake;
  const env = environment(bake.env);
  const entries = cacheFrom.flatMap((entry) => scopeCacheFrom(entry, image, env, platform) ?? []);
  return entries.length === 0 ? [] : listSettings("cache-from", [...notLocal(target.cacheFrom), ...entries]);
}
function cacheToSettings(bake, target, image) {
  const { cacheTo, builder, platform } = bake;
  const env = environment(bake.env);
  if (cacheTo === void 0) return [["cache-to", ""]];
  if (cacheTo.length === 0) return builder.export === "daemon" ? [["cache-to", ""]] : [];
  const entries = image === void 0 ? [] : cacheTo.flatMap((entry) => scopeCacheTo(entry, image, env, platform) ?? []);
  return listSettings("cache-to", [...notLocal(target.cacheTo), ...entries]);
}
function notLocal(entries) {
  return entries.filter((entry) => readKeys(entry).get("type") !== "local");
}
function listSettings(key, entries) {
  return entries.length === 0 ? [[key, ""]] : entries.map((entry) => [key, entry]);
}
function hasGrants({ versions }) {
  const [major = 0, minor = 0] = versions.buildx.split(".").map((part) => Number.parseInt(part, 10));
  return major > FIRST_WITH_GRANTS[0] || minor >= FIRST_WITH_GRANTS[1];
}
function grantFor({ destination }) {
  return "layout" in destination ? [`--allow=fs.write=${destination.layout}`] : [];
}

// src/docker/bake/dockerfiles.ts
import { stat as stat5 } from "node:fs/promises";
import { resolve as resolve6 } from "node:path";

// src/docker/bake/recipe.ts
import { isAbsolute as isAbsolute2, join as join9, relative as relative2, resolve as resolve5 } from "node:path";
var BESIDE = ["output", "tags", "cache-from", "cache-to", "attest", "description", "call"];
async function describeBake({ files, target, platforms }, root, { env, signal } = {}) {
  const definition = await readBake({ files, targets: [target], root, env, signal });
  const own = targetIn(definition, target, files);
  const targets = [own, ...linkedTargets(definition, [target])];
  const { settings: settings2 } = compressionOf2(own);
  const inRoot = (path) => relative2(root, resolve5(root, path)) || ".";
  const contexts = targets.flatMap(({ context, contexts: named }) => [context, ...Object.values(named)]);
  return {
    recipe: {
      target,
      ...platforms === void 0 ? {} : { platforms },
      targets: Object.fromEntries(targets.map(recipeOf)),
      ...settings2.length === 0 ? {} : { compression: settings2 }
    },
    contexts: unique2(contexts.flatMap(localPath).map(inRoot)),
    dockerfiles: unique2(
      targets.flatMap((each) => each.inline === void 0 ? dockerfileOf(each) ?? [] : []).map(inRoot)
    ),
    remote: contexts.some(isRemoteContext)
  };
}
function dockerfileOf({ context, dockerfile }) {
  if (dockerfile.startsWith("cwd://")) return dockerfile.slice("cwd://".length);
  if (isAbsolute2(dockerfile)) return dockerfile;
  return isRemoteContext(context) || isRemoteContext(dockerfile) ? void 0 : join9(context, dockerfile);
}
function recipeOf({ name, printed }) {
  return [name, Object.fromEntries(Object.entries(printed).filter(([key]) => !BESIDE.includes(key)))];
}
function localPath(context) {
  const layout = /^oci-layout:\/\/([^:@]+)/.exec(context)?.[1];
  if (layout !== void 0) return [layout];
  if (isRemoteContext(context) || /^(?:target:|docker-image:)/.test(context)) return [];
  return [context.replace(/^cwd:\/\//, "") || "."];
}
function unique2(paths) {
  return [...new Set(paths)];
}

// src/docker/bake/dockerfiles.ts
async function bakeDockerfiles(folder, target) {
  const targets = [target, ...linkedTargets(folder.definition, [target.name])];
  const [own, ...linked] = await Promise.all(targets.map((each) => dockerfileIn(folder, each)));
  return own === void 0 ? [] : [own, ...linked.flatMap((each) => each ?? [])];
}
async function hashDockerfile2(target, root) {
  if (target.inline !== void 0) return hashText(target.inline);
  const path = dockerfileOf(target);
  if (path === void 0) return void 0;
  const file = await stat5(resolve6(root, path)).catch(() => void 0);
  return file?.isFile() ? hashFile(resolve6(root, path)) : void 0;
}
async function dockerfileIn(folder, target) {
  const { root } = folder;
  const digest = await hashDockerfile2(target, root);
  if (digest === void 0) return void 0;
  if (target.inline !== void 0) return { digest, ...await placeInline(folder, target.name, target.inline) };
  return { digest, file: fileInRoot(root, dockerfileOf(target) ?? "") };
}
async function bakeInference({ root, platform }, target, known) {
  const path = dockerfileOf(target) ?? "";
  const text2 = target.inline ?? (known && await readDockerfile(resolve6(root, path), known.digest));
  if (text2 === void 0 || known === void 0) return void 0;
  const values = { ...platformValues(platform), ...argumentsOf(target) };
  return { known, text: text2, target: asText(target.printed.target), values };
}
function argumentsOf(target) {
  const args = Object.entries(asRecord(target.printed.args)).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(args);
}
async function placeInline({ files, root }, name, inline) {
  const wanted = comparable(inline.trimEnd());
  const found = [];
  for (const file of files) {
    const text2 = comparable(await readDockerfile(resolve6(root, file)) ?? "");
    const at = text2.indexOf(wanted);
    if (at < 0) continue;
    found.push({ file: fileInRoot(root, file), firstLine: text2.slice(0, at).split("\n").length });
    if (text2.indexOf(wanted, at + 1) >= 0) found.push({ file });
  }
  if (found.length === 1 && found[0] !== void 0) return found[0];
  return await placeWritten({ files, root }, name, inline) ?? { file: `${origin(files)}#${name}` };
}
async function placeWritten({ files, root }, name, text2) {
  const written = await readWritten(files, root).catch(() => []);
  const found = written.flatMap(
    ({ targets }, at) => targets.flatMap(
      ({ label, inline }) => label === name && inline !== void 0 ? [{ inline, file: files[at] ?? "" }] : []
    )
  );
  const last = found.at(-1);
  if (last === void 0 || last.inline.lines !== text2.replace(/\n$/, "").split("\n").length) return void 0;
  return { file: fileInRoot(root, last.file), firstLine: last.inline.line };
}
function comparable(text2) {
  const lines = text2.split("\n").map((line) => line.trim().replaceAll("$$", "$").replaceAll("%%{", "%{"));
  return `
${lines.join("\n")}
`;
}

// src/docker/bake/secrets.ts
function bakeRedaction(targets, root, env) {
  const variables = environment(env);
  const values = targets.flatMap(({ secrets }) => secrets.flatMap((entry) => secretValue(entry, root, variables)));
  const contexts = targets.flatMap(({ context, contexts: contexts2 }) => [context, ...Object.values(contexts2)]);
  return createRedact([...values, ...contexts.flatMap(credentialsOf)]);
}
function secretValue(entry, root, env) {
  try {
    return [readSecret(secretOf(entry, env), root, env)];
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
function secretOf(entry, variables) {
  const keys = readKeys(entry);
  const id = keys.get("id") ?? "";
  const file = keys.get("src") ?? keys.get("source");
  const env = keys.get("env") ?? (file === void 0 && variables[id] !== void 0 ? id : void 0);
  if (env !== void 0 && file === void 0) return { id, env };
  return { id, file: file ?? id };
}

// src/docker/bake/build.ts
async function bakeTargets(build) {
  var _stack = [];
  try {
    const folder = __using(_stack, await makeTemporaryFolder("build", build.env), true);
    const file = join10(folder.path, "metadata.json");
    const digests = await Promise.all(build.tasks.map(({ target }) => hashDockerfile2(target, build.root)));
    const redact = redactionOf2(build);
    const time = await runBake(build, redact, file);
    const own = { redact, ...build.tasks.length === 1 ? { time } : {} };
    const metadata = await readMetadata(file);
    const baked = build.tasks.map(async (task, at) => {
      const described2 = await describeBaked(build, task, asRecord(metadata[task.target.name]), digests[at]);
      return [task.target.name, { ...own, ...described2 }];
    });
    return new Map(await Promise.all(baked));
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function describeBaked(build, { target, destination }, metadata, dockerfile) {
  const provenance = readProvenance(metadata);
  const known = await bakeDockerfiles(build, target);
  const origins = await readLayerSources(metadata, known, () => bakeInference(build, target, known[0]));
  if (isUnreadable(metadata)) build.log?.line(`${target.name}: ${UNREADABLE_PROVENANCE}`);
  const { settings: settings2, applied } = compressionOf2(target, build.builder);
  const output = settings2.length === 0 ? {} : { output: { settings: settings2.join(","), applied } };
  const facts = {
    ...origins,
    ...provenance && { provenance },
    ...dockerfile !== void 0 && { dockerfile },
    ...output
  };
  if ("reference" in destination) return { kind: "daemon", reference: destination.reference, ...facts };
  return { kind: "layout", digest: digestOf2(asRecord(metadata), target.name), ...facts };
}
function redactionOf2({ tasks, definition, root, env }) {
  const targets = tasks.map(({ target }) => target);
  const linked = linkedTargets(
    definition,
    targets.map(({ name }) => name)
  );
  return bakeRedaction([...targets, ...linked], root, env);
}
async function runBake(build, redact, metadata) {
  const { tasks, root, env, signal, log, warn } = build;
  const targets = tasks.map(({ target }) => target);
  const files = await filesWithoutIndex(dirname3(metadata), build.files, build.definition, targets);
  const args = bakeArguments({ ...build, files }, tasks, metadata);
  const timeLimit = build.timeLimit * tasks.length;
  const end = await superviseBuild({ args, root, env, timeLimit, signal, log, redact, warn });
  if (end.kind === "built") return end.time;
  const { report } = end;
  const { failure, path } = classifyFailure(end);
  if (end.kind === "late") throw new BuildError(`${lateMessage2(build, timeLimit)}
${report}`, failure);
  const cause = explainCacheFailure(report) ?? await explainPlatformFailure(build, report) ?? await explainTargets(build, report, path);
  const failed2 = failedMessage(build, end.exitCode, report);
  throw new BuildError(cause === void 0 ? failed2 : `${redact(cause)}
${failed2}`, failure, path);
}
async function explainTargets({ tasks, root }, report, path) {
  for (const { target } of tasks) {
    const file = dockerfileOf(target);
    if (file === void 0 || target.inline !== void 0) continue;
    const { name, context } = target;
    const setting = (key, value) => key === "context" ? `"${value}" as the context of ${name}` : `a value for "${value}" into the args of ${name}`;
    const cause = await explainMissingInput(
      { root, file, context, values: argumentsOf(target), setting },
      report,
      path
    );
    if (cause !== void 0) return cause;
  }
  return void 0;
}
function lateMessage2(build, seconds) {
  return `${describe2(build)} was ended after ${seconds} seconds: raise timeout-minutes if it needs longer`;
}
var CURE = "a bake file may not use paths outside of the repository, the host network or privileged steps. Change the target, or measure its Dockerfile as an image of its own. For paths alone, BUILDX_BAKE_ENTITLEMENTS_FS=0 in the environment turns the check off";
function failedMessage(build, exitCode, report) {
  const cure = report.includes("additional privileges requested") ? `: ${CURE}` : "";
  return `${describe2(build)} failed with exit code ${exitCode}${cure}
${report}`;
}
function describe2({ tasks, files }) {
  const named = tasks.map(({ target }) => {
    const dockerfile = target.inline === void 0 ? dockerfileOf(target) : void 0;
    return dockerfile === void 0 ? target.name : `${target.name} (${dockerfile})`;
  });
  return `the build of ${named.join(", ")} in ${origin(files)}`;
}

// src/measurer/build-facts.ts
function addBuildFacts(measured, facts) {
  if (measured.kind !== "measured") return measured;
  const measurements = measured.measurements.map(
    (measurement) => redactMeasurement(
      {
        ...measurement,
        layers: addSources(measurement.layers, facts),
        ...facts.dockerfile === void 0 ? {} : { dockerfile: facts.dockerfile },
        ...facts.time === void 0 ? {} : { build: facts.time },
        ...facts.output === void 0 ? {} : outputOf(measurement, facts.output),
        ...facts.converted === void 0 ? {} : { converted: facts.converted },
        ...baseOf(measurement, facts)
      },
      facts.redact
    )
  );
  return { ...measured, measurements };
}
function outputOf({ estimated }, output) {
  return { output, estimated: estimated || !output.applied };
}
function redactMeasurement(measurement, redact) {
  if (redact === void 0) return measurement;
  const { layers, wastedPaths, config, base, checks } = measurement;
  return {
    ...measurement,
    layers: layers.map((layer) => redactLayer(layer, redact)),
    wastedPaths: wastedPaths.map((wasted) => ({ ...wasted, path: redact(wasted.path) })),
    config: {
      user: redact(config.user),
      entrypoint: config.entrypoint.map(redact),
      cmd: config.cmd.map(redact),
      exposedPorts: config.exposedPorts.map(redact)
    },
    ...checks === void 0 ? {} : { checks: checks.map((check) => redactCheck(check, redact)) },
    ...base === void 0 ? {} : { base: { ...base, image: redact(base.image) } }
  };
}
function redactLayer({ source, ...layer }, redact) {
  const redacted = source && {
    ...source,
    file: redact(source.file),
    ...source.stage === void 0 ? {} : { stage: redact(source.stage) },
    instruction: redact(source.instruction)
  };
  return { ...layer, createdBy: redact(layer.createdBy), ...redacted === void 0 ? {} : { source: redacted } };
}
function redactCheck({ reason, tail, ...check }, redact) {
  return {
    ...check,
    ...reason === void 0 ? {} : { reason: redact(reason) },
    ...tail === void 0 ? {} : { tail: redact(tail) }
  };
}
function addSources(layers, { sources }) {
  if (sources === void 0) return layers;
  const found = sources(layers.map(({ createdBy }) => createdBy));
  return layers.map((layer, at) => found[at] === void 0 ? layer : { ...layer, source: found[at] });
}
function addRecipe(measured, recipe) {
  if (measured.kind !== "measured" || recipe === void 0) return measured;
  return { ...measured, measurements: measured.measurements.map((measurement) => ({ ...measurement, recipe })) };
}
function baseOf({ layers }, facts) {
  const provenance = facts.provenance ?? facts.inferBase?.(layers.map(({ createdBy }) => createdBy));
  const inherited = layers.length - (provenance?.ownLayers ?? 0);
  if (provenance?.baseImage === void 0 || inherited < 0) return {};
  const { baseImage, baseDigest } = provenance;
  return { base: { image: baseImage, ...baseDigest === void 0 ? {} : { digest: baseDigest }, layers: inherited } };
}

// src/measurer/failed-build.ts
import { setTimeout as setTimeout2 } from "node:timers/promises";
var CAUSES = {
  "time-limit": "the build took longer than its time limit; raise timeout-minutes, or give the builder a cache",
  disk: "no space is left where the builder works; free some (docker builder prune), or use a larger disk",
  builder: "the builder went away or cannot be reached; see docker buildx ls, mend it and run again",
  network: "a registry or another server did not give what the build asked for; run again, or check the access to it"
};
function machineFault(failure) {
  return failure === void 0 ? void 0 : CAUSES[failure];
}
function headReason({ reason, failure }) {
  const cause = failure === "time-limit" ? void 0 : machineFault(failure);
  return cause === void 0 ? reason : `${cause}
${reason}`;
}
var PAUSE = 2e3;
var HAS_WAITED = /deadline exceeded|i\/o timeout|timed out/i;
async function buildTwice(build, { log, signal }) {
  try {
    return await build();
  } catch (error) {
    if (!(error instanceof BuildError) || !isTransient(error)) throw error;
    log?.line(`Building once more: ${machineFault(error.failure)}`);
    await setTimeout2(PAUSE, void 0, { signal }).catch((reason) => {
      signal?.throwIfAborted();
      throw reason;
    });
    return build();
  }
}
function isTransient({ failure, message }) {
  return (failure === "builder" || failure === "network") && !HAS_WAITED.test(message);
}

// src/measurer/held-form.ts
var FORCED = "The builder holds layers of this image in another compression, from an earlier build. It exports the image once more in the one that is measured.";
async function openInForm(session, exported, form, again) {
  const open5 = ({ digest }) => openLayoutImage(session.layout, digest, readingOf(session));
  const source = await open5(exported);
  const [image] = source.images;
  const others = image === void 0 ? [] : ownOfOtherForm(image, exported, form);
  if (image === void 0 || others.length === 0) return { source };
  const forced = await open5(await again());
  const merged = mergeForms(image, forced.images[0], others);
  const close = async () => {
    await forced[Symbol.asyncDispose]();
    await source[Symbol.asyncDispose]();
  };
  if (merged === void 0) return { source: { ...source, [Symbol.asyncDispose]: close } };
  const from = [...new Set(others.map((at) => image.layers[at]?.form ?? ""))].join(", ");
  const converted = { layers: others.length, from, to: form };
  return { source: { ...source, images: [merged], [Symbol.asyncDispose]: close }, converted };
}
function ownOfOtherForm(image, { provenance, inferBase: inferBase2 }, form) {
  const own = (provenance ?? inferBase2?.(image.config.createdBy))?.ownLayers;
  if (own === void 0) return [];
  const first = image.layers.length - own;
  return image.layers.flatMap(
    (layer, at) => at >= first && layer.form !== void 0 && layer.form !== form ? [at] : []
  );
}
function mergeForms(image, forced, others) {
  if (forced === void 0 || forced.config.diffIds.join() !== image.config.diffIds.join()) return void 0;
  if (others.every((at) => forced.layers[at]?.digest === image.layers[at]?.digest)) return void 0;
  const layers = image.layers.map((layer, at) => others.includes(at) ? forced.layers[at] ?? layer : layer);
  const isForced = layers.every(({ digest }, at) => digest === forced.layers[at]?.digest);
  return { ...image, manifestDigest: isForced ? forced.manifestDigest : "", layers };
}

// src/measurer/verify.ts
import { randomBytes as randomBytes3 } from "node:crypto";

// src/docker/container.ts
import { randomUUID } from "node:crypto";

// src/process/printed.ts
import { createHash } from "node:crypto";
function collectPrinted(limit) {
  const streams = { stdout: collectStream(limit), stderr: collectStream(limit) };
  return {
    write: (chunk, stream) => streams[stream].write(chunk),
    text: () => {
      const [out, err] = [streams.stdout.text(), streams.stderr.text()];
      return out === "" || err === "" || out.endsWith("\n") ? out + err : `${out}
${err}`;
    },
    digest: () => {
      const both = createHash("sha256").update(streams.stdout.hash()).update(streams.stderr.hash());
      return `sha256:${both.digest("hex")}`;
    }
  };
}
var NEWLINE = Buffer.from("\n");
function collectStream(limit) {
  const tail = keepTail(limit);
  const hash = createHash("sha256");
  let pending = false;
  return {
    write(chunk) {
      if (chunk.length === 0) return;
      tail.write(chunk);
      if (pending) hash.update(NEWLINE);
      pending = chunk.at(-1) === NEWLINE[0];
      hash.update(pending ? chunk.subarray(0, -1) : chunk);
    },
    text: tail.text,
    hash: () => hash.copy().digest()
  };
}

// src/docker/daemon.ts
import { hostname } from "node:os";
import { PassThrough } from "node:stream";
async function hasImage(engine, reference) {
  const args = ["image", "inspect", "--format", "{{.Id}}", "--", reference];
  const result = await readDocker(engine, args);
  if (result.exitCode === 0) return true;
  if (/no such image|not found/i.test(result.stderr)) return false;
  throw new UserError(`docker image inspect ${reference} failed: ${errorText(result)}`);
}
async function hasName(engine, reference) {
  const args = ["image", "inspect", "--format", "{{json .RepoTags}}{{json .RepoDigests}}", "--", reference];
  return /"/.test(requireSuccess(dockerCommand(engine, args), await readDocker(engine, args)));
}
async function tagImage(engine, image, reference) {
  const args = ["image", "tag", "--", image, reference];
  requireSuccess(dockerCommand(engine, args), await readDocker(engine, args));
}
async function removeImages(engine, references) {
  if (references.length === 0) return;
  await cleanDocker(engine, ["image", "rm", "--force", "--", ...references]);
}
var PART_OF_INDEX = /Not all multiplatform-content is present/i;
async function pushImage(engine, reference, { platform, ...options } = {}) {
  const only = platform === void 0 ? [] : ["--platform", platform];
  const command = dockerCommand(engine, ["image", "push", ...only, "--", reference]);
  const result = await runCommand(command, options);
  if (result.ended === "time limit")
    throw new UserError(`docker image push ${reference} took over ${options.timeLimit} s`);
  return !PART_OF_INDEX.test(requireSuccess(command, result) + result.stderr);
}
async function saveImages(engine, references) {
  const command = dockerCommand(engine, ["image", "save", "--", ...references]);
  const child = await spawnGroup(command);
  const stderr = keepTail(64 * 1024);
  child.stderr.on("data", stderr.write);
  const closed = new Promise((resolve12, reject) => {
    child.once("error", reject);
    child.once("close", (code) => code === 0 ? resolve12() : reject(saveError(command, code, stderr.text())));
  });
  closed.catch(() => void 0);
  const archive = new PassThrough({
    highWaterMark: 1024 * 1024,
    flush: (done) => void closed.then(() => done(), done),
    destroy: (error, done) => {
      signalGroup(child.exitCode === null && child.signalCode === null ? child.pid : void 0, "SIGKILL");
      done(error);
    }
  });
  child.stdout.on("error", (error) => archive.destroy(error));
  return child.stdout.pipe(archive);
}
function saveError(command, code, stderr) {
  const how = code === null ? "was killed" : `failed with exit code ${code}`;
  return new UserError(`${describeCommand(command)} ${how}: ${errorText({ stdout: "", stderr })}`);
}
async function canReachLoopback(engine, known) {
  const [info, endpoint] = await Promise.all([known ?? readEngineInfo(engine), readEndpoint(engine)]);
  const local = endpoint.startsWith("unix://");
  return local && info.hostname === hostname() && !info.rootless && info.operatingSystem !== "Docker Desktop";
}
async function readEndpoint(engine) {
  const name = engine.context === void 0 ? [] : ["--", engine.context];
  const result = await readDocker(engine, ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}", ...name]);
  return result.stdout.trim();
}

// src/docker/peak-memory.ts
import { readFileSync } from "node:fs";
var INTERVAL = 10;
function watchPeakMemory(id, root = "/sys/fs/cgroup") {
  let paths = pathsOf(id, root);
  let peak;
  const look = () => {
    const found = paths.find((path) => {
      const bytes = readBytes2(path);
      if (bytes !== void 0) peak = Math.max(peak ?? 0, bytes);
      return bytes !== void 0;
    });
    if (found !== void 0) paths = [found];
  };
  const timer = setInterval(look, INTERVAL);
  return {
    read: () => {
      look();
      return peak;
    },
    stop: () => clearInterval(timer)
  };
}
function pathsOf(id, root) {
  const groups = [`docker/${id}`, `system.slice/docker-${id}.scope`];
  return groups.flatMap((group) => [
    `${root}/${group}/memory.peak`,
    `${root}/memory/${group}/memory.max_usage_in_bytes`
  ]);
}
function readBytes2(path) {
  try {
    const bytes = Number(readFileSync(path, "utf8"));
    return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : void 0;
  } catch {
    return void 0;
  }
}

// src/docker/container.ts
var CONTAINER_PREFIX = "image-size-gate-verify-";
var MAX_PRINTED = 256 * 1024;
var MAX_PROCESSES = 2048;
async function runContainer(request2) {
  const name = `${CONTAINER_PREFIX}${randomUUID()}`;
  try {
    const created = await createContainer(request2, name);
    return "reason" in created ? { kind: "unstarted", ...created } : await startContainer(request2, name, created.id);
  } finally {
    await cleanDocker(request2.engine, ["rm", "--force", "--volumes", "--", name]);
  }
}
async function readDaemonPlatform(engine) {
  const command = dockerCommand(engine, ["version", "--format", "{{.Server.Os}}/{{.Server.Arch}}"]);
  return requireSuccess(command, await readDocker(engine, command.args.slice(-3))).trim();
}
function createArguments(request2, name) {
  const { entrypoint, command, network, image } = request2;
  const [first = "", ...rest] = command;
  return [
    "create",
    `--name=${name}`,
    "--pull=never",
    ...network === "none" ? ["--network=none"] : [],
    `--pids-limit=${MAX_PROCESSES}`,
    "--log-driver=none",
    // without it, a flood of output would fill the daemon's disk
    "--no-healthcheck",
    ...entrypoint === "command" ? [`--entrypoint=${first}`] : [],
    "--",
    image,
    ...entrypoint === "command" ? rest : command
  ];
}
async function createContainer(request2, name) {
  request2.signal?.throwIfAborted();
  const result = await readDocker(request2.engine, createArguments(request2, name));
  const id = result.stdout.trim().split("\n").at(-1) ?? "";
  if (result.exitCode === 0) return { id };
  if (await hasImage(request2.engine, request2.image)) return { reason: daemonWords(errorText(result)) };
  throw new UserError(`the image ${request2.image} is gone from the daemon: ${errorText(result)}`);
}
async function startContainer(request2, name, id) {
  const printed = collectPrinted(MAX_PRINTED);
  const memory = watchPeakMemory(id);
  try {
    const end = await attach(request2, name, printed, memory);
    if (end.kind === "late") return { kind: "late", printed: printed.text() };
    const state = await readState(request2.engine, name);
    if (state.started === void 0) return { kind: "unstarted", reason: daemonWords(state.error || printed.text()) };
    const { peakMemory } = end;
    const about = {
      printed: printed.text(),
      digest: printed.digest(),
      ...peakMemory === void 0 ? {} : { peakMemory }
    };
    if (end.kind === "until") return { kind: "until", ...about, ...secondsBetween(state.started, end.at) };
    const { exitCode, outOfMemory } = state;
    return { kind: "ended", exitCode, outOfMemory, ...about, ...secondsBetween(state.started, state.finished) };
  } finally {
    memory.stop();
  }
}
async function attach(request2, name, printed, memory) {
  const { engine, until, timeLimit, signal } = request2;
  const stop = new AbortController();
  let stopped;
  const onChunk = (chunk, stream) => {
    if (stopped !== void 0) return;
    const now = BigInt(Date.now()) * 1000000n;
    printed.write(chunk, stream);
    if (until?.(printed.text()) !== true) return;
    const peakMemory = memory.read();
    stopped = { kind: "until", peakMemory, at: peakMemory === void 0 ? void 0 : now };
    stop.abort();
  };
  const either = signal === void 0 ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const options = { signal: either, timeLimit, grace: 0, maxOutput: 1024, onChunk };
  try {
    const { ended } = await runCommand(dockerCommand(engine, ["start", "--attach", name]), options);
    return ended === "time limit" ? { kind: "late" } : { kind: "ended", peakMemory: memory.read() };
  } catch (error) {
    signal?.throwIfAborted();
    if (stopped === void 0) throw error;
    return stopped;
  }
}
async function readState(engine, name) {
  const args = ["container", "inspect", "--format", "{{json .State}}", "--", name];
  const output = requireSuccess(dockerCommand(engine, args), await readDocker(engine, args));
  const state = asRecord(JSON.parse(output));
  return {
    exitCode: Number(state.ExitCode),
    outOfMemory: state.OOMKilled === true,
    error: asText(state.Error),
    started: parseTime(asText(state.StartedAt)),
    finished: parseTime(asText(state.FinishedAt))
  };
}
function parseTime(text2) {
  const [, whole, fraction = ""] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(text2) ?? [];
  if (whole === void 0 || whole.startsWith("0001-")) return void 0;
  return BigInt(Date.parse(`${whole}Z`)) * 1000000n + BigInt(fraction.padEnd(9, "0"));
}
function secondsBetween(start2, end) {
  return end === void 0 || end < start2 ? {} : { seconds: Number(end - start2) / 1e9 };
}
function daemonWords(text2) {
  return text2.trim().replace(/^(Error response from daemon: |Error: )+|^.*unable to start container process: /s, "");
}

// src/measure/static-checks.ts
function checkConfig(check, config) {
  const reason = reasonAgainst(check, config);
  return { check: check.label, ...reason === void 0 ? { outcome: "pass" } : { outcome: "fail", reason } };
}
function reasonAgainst(check, { user, entrypoint, exposedPorts }) {
  switch (check.kind) {
    case "user":
      return wrongUser(check.user, user);
    case "entrypoint":
      return sameWords(check.entrypoint, entrypoint) ? void 0 : `the entrypoint is ${JSON.stringify(entrypoint)}, expected ${JSON.stringify(check.entrypoint)}`;
    case "ports":
      return wrongPorts(check.ports, exposedPorts);
  }
}
function wrongUser(expected, found) {
  if (expected !== "non-root")
    return found === expected ? void 0 : `the user is ${quoted(found)}, expected ${quoted(expected)}`;
  return isRootUser(found) ? `the user is ${quoted(found)}, which is root` : void 0;
}
function quoted(user) {
  return user === "" ? "not set" : JSON.stringify(user);
}
function sameWords(a, b) {
  return a.length === b.length && a.every((word2, at) => word2 === b[at]);
}
function wrongPorts(allowed, exposed) {
  const known = new Set(allowed.map(fullPort));
  const others = exposed.filter((port) => !known.has(fullPort(port)));
  if (others.length === 0) return void 0;
  return `exposes ${others.join(", ")}; allowed: ${allowed.length === 0 ? "none" : allowed.join(", ")}`;
}
function fullPort(port) {
  const lower = port.toLowerCase();
  return lower.includes("/") ? lower : `${lower}/tcp`;
}

// src/measurer/command-check.ts
import { createHash as createHash2 } from "node:crypto";

// src/measurer/pattern.ts
import { createContext, Script } from "node:vm";
var TIME_LIMIT2 = 1e3;
function compilePattern(source) {
  requireRegExp(source);
  const script = new Script("pattern.test(text)");
  const context = createContext({ pattern: new RegExp(source, "m"), text: "" });
  return (text2) => {
    context.text = text2;
    try {
      return script.runInContext(context, { timeout: TIME_LIMIT2 }) === true ? "match" : "no match";
    } catch (error) {
      if (error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return "too long";
      throw error;
    }
  };
}
function requireRegExp(source) {
  try {
    new RegExp(source, "m");
  } catch (cause) {
    throw new UserError(`not a regular expression: ${cause.message}`, { cause });
  }
}

// src/measurer/command-check.ts
var MAX_TAIL = 4e3;
var MAX_WORDS = 300;
async function runCommandCheck(check, place) {
  const runs = [];
  while (runs.length < Math.max(1, check.repeat)) {
    const outcome = await runOnce(check, place);
    if ("reason" in outcome) return failed(check, outcome.reason, outcome.tail);
    runs.push(outcome);
  }
  const outputs = new Set(runs.map(({ output: output2 }) => output2));
  if (check.sameOutput && outputs.size > 1) return failed(check, "prints something else each time it is run", "");
  const [output] = outputs.size === 1 ? outputs : [];
  return {
    check: check.label,
    outcome: "pass",
    ...output === void 0 ? {} : { output, command: hashCommand(check) },
    ...optional("seconds", median(runs.map(({ seconds }) => seconds))),
    ...optional(
      "peakMemory",
      median(
        runs.map(({ peakMemory }) => peakMemory),
        Math.round
      )
    ),
    runs: runs.length
  };
}
function hashCommand({ command, entrypoint, network }) {
  return `sha256:${createHash2("sha256").update(JSON.stringify([command, entrypoint, network])).digest("hex")}`;
}
function failed({ label }, reason, printed) {
  const tail = tailOf(cleanText(printed).trim(), MAX_TAIL);
  return { check: label, outcome: "fail", reason, ...tail === "" ? {} : { tail } };
}
async function runOnce(check, place) {
  const { command, entrypoint, network, timeLimit } = check;
  const request2 = { ...place, command, entrypoint, network, timeLimit };
  if (check.ready === void 0) return checkEnd(check, await runContainer(request2));
  const isReady = compilePattern(check.ready);
  let match2 = "no match";
  const until = (printed) => {
    match2 = isReady(printed);
    return match2 !== "no match";
  };
  return checkReady(check, await runContainer({ ...request2, until }), () => match2);
}
function checkEnd(check, run2) {
  const wrong = wrongEnd(check, run2) ?? wrongOutput(check, run2);
  return wrong === void 0 ? figuresOf(run2, true) : { reason: wrong, tail: printedBy(run2) };
}
function wrongEnd({ exitCode, timeLimit }, run2) {
  if (run2.kind === "unstarted") return unstarted(run2.reason);
  if (run2.kind === "late") return `still running at its time limit of ${timeLimit} s`;
  if (run2.kind === "until" || run2.exitCode === exitCode) return void 0;
  return `exit code ${run2.exitCode}, expected ${exitCode}${run2.outOfMemory ? " (out of memory)" : ""}`;
}
function wrongOutput({ output }, run2) {
  if (output === void 0) return void 0;
  const match2 = compilePattern(output)(printedBy(run2));
  if (match2 === "match") return void 0;
  return match2 === "too long" ? tooLong(output) : `the output does not match ${patternWords(output)}`;
}
function checkReady({ ready = "", timeLimit }, run2, match2) {
  const fail = (reason) => ({ reason, tail: printedBy(run2) });
  if (match2() === "too long") return fail(tooLong(ready));
  switch (run2.kind) {
    case "until":
      return figuresOf(run2, false);
    case "unstarted":
      return fail(unstarted(run2.reason));
    case "late":
      return fail(`did not print ${patternWords(ready)} within ${timeLimit} s`);
    case "ended":
      return fail(`ended with exit code ${run2.exitCode} before it printed ${patternWords(ready)}`);
  }
}
function figuresOf(run2, whole) {
  if (run2.kind !== "ended" && run2.kind !== "until") return {};
  return {
    ...whole ? { output: run2.digest } : {},
    ...optional("seconds", run2.seconds),
    ...optional("peakMemory", run2.peakMemory)
  };
}
function printedBy(run2) {
  return run2.kind === "unstarted" ? "" : run2.printed;
}
function unstarted(reason) {
  return `could not be started: ${tailOf(cleanText(reason), MAX_WORDS)}`;
}
function tooLong(pattern) {
  return `${patternWords(pattern)} takes too long on the output`;
}
function patternWords(source) {
  return `/${source}/`;
}
function median(values, round = (value) => value) {
  const known = values.filter((value) => value !== void 0).toSorted((a, b) => a - b);
  const [low, high] = [known[Math.floor((known.length - 1) / 2)], known[Math.floor(known.length / 2)]];
  if (known.length < values.length || low === void 0 || high === void 0) return void 0;
  return round((low + high) / 2);
}
function optional(key, value) {
  return value === void 0 ? {} : { [key]: value };
}

// src/measurer/daemon-reader.ts
import { createHash as createHash3, randomBytes as randomBytes2 } from "node:crypto";
import { addAbortSignal } from "node:stream";

// src/docker/podman.ts
import { stat as stat6 } from "node:fs/promises";
import { join as join11 } from "node:path";
import { Readable } from "node:stream";

// src/docker/socket.ts
import { request } from "node:http";
function askSocket({ socketPath, path, signal }) {
  return new Promise((resolve12, reject) => {
    const asking = request({ socketPath, path, headers: { host: "docker" }, ...signal && { signal } }, resolve12);
    asking.on("error", reject);
    asking.end();
  });
}
async function textOf2(answer, limit) {
  let text2 = "";
  for await (const chunk of answer.setEncoding("utf8")) {
    text2 += chunk;
    if (text2.length > limit) throw new Error("the answer is too long");
  }
  return text2;
}

// src/docker/podman.ts
var DOCKER_SOCKETS = ["/var/run/docker.sock"];
var LONGEST_ANSWER = 64 * 1024;
var GREETING = 30;
async function findEngineSocket(env) {
  const { DOCKER_HOST: docker = "", CONTAINER_HOST: podman = "" } = env;
  if (docker !== "") return await hasDocker(env) ? void 0 : localSocket(docker);
  if ((env.DOCKER_CONTEXT ?? "") !== "") return void 0;
  if (podman !== "") {
    const path = localSocket(podman);
    if (path !== void 0) return path;
    const cure = "forward the socket to this machine (`ssh -NL ./podman.sock:/run/podman/podman.sock HOST`), or `podman save` it";
    throw new UserError(`CONTAINER_HOST is ${printable(withoutUser(podman))}, which is not a local socket: ${cure}`);
  }
  if (await hasDocker(env) || await firstSocket(DOCKER_SOCKETS) !== void 0) return void 0;
  const runtime = env.XDG_RUNTIME_DIR ? [join11(env.XDG_RUNTIME_DIR, "podman/podman.sock")] : [];
  return firstSocket([...runtime, "/run/podman/podman.sock"]);
}
function withoutUser(address) {
  return address.slice(0, 200).replace(/\/\/[^/@]*@/, "//");
}
function localSocket(host) {
  return /^unix:\/\/(.+)$/s.exec(host)?.[1];
}
async function hasDocker(env) {
  return findTool("docker", env).then(
    () => true,
    () => false
  );
}
async function firstSocket(paths) {
  for (const path of paths) if ((await stat6(path).catch(() => void 0))?.isSocket() === true) return path;
  return void 0;
}
async function saveOverSocket(socketPath, reference, signal) {
  const versions = await greet(socketPath, signal);
  const isShort = "podman" in versions && !/^[^/]*[.:][^/]*\/|^localhost\//.test(reference);
  let problem = "";
  for (const name of isShort ? [reference, `localhost/${reference}`] : [reference]) {
    const answer = await askSocket({ socketPath, path: `/images/${encodeURIComponent(name)}/get`, signal });
    if (answer.statusCode === 200) return { stream: Readable.from(bytesOf(answer, socketPath)), versions };
    problem ||= `${answer.statusCode}: ${await messageOf(answer)}`;
  }
  throw new UserError(`the engine at ${socketPath} does not save ${reference}: it answered ${problem}`);
}
async function* bytesOf(answer, socketPath) {
  try {
    yield* answer;
  } catch (error) {
    throw new UserError(`the engine at ${socketPath} broke off the image: ${String(error)}`, { cause: error });
  }
}
async function greet(socketPath, outer) {
  const late = AbortSignal.timeout(GREETING * 1e3);
  const signal = outer === void 0 ? late : AbortSignal.any([outer, late]);
  try {
    const answer = await askSocket({ socketPath, path: "/_ping", signal });
    await textOf2(answer, LONGEST_ANSWER);
    const podman = word(answer.headers["libpod-api-version"]);
    return podman === void 0 ? { docker: word(answer.headers.server) ?? "unknown" } : { podman };
  } catch (error) {
    outer?.throwIfAborted();
    const words2 = late.aborted ? `no answer in ${GREETING} s` : systemWords(error) ?? String(error);
    throw new UserError(`the engine at ${socketPath} cannot be asked: ${words2}`);
  }
}
function word(header) {
  return typeof header === "string" ? /[0-9]+\.[\w.+-]{1,60}/.exec(header)?.[0] : void 0;
}
async function messageOf(answer) {
  try {
    return printable(asText(asRecord(JSON.parse(await textOf2(answer, LONGEST_ANSWER))).message).slice(0, 500));
  } catch {
    return "without a message";
  }
}

// src/docker/present-platforms.ts
var MAX_ANSWER = 16 * 1024 * 1024;
var TIME_LIMIT3 = 30;
async function readIndexPlatforms(endpoint, reference, { signal }) {
  if (!endpoint.startsWith("unix://")) return void 0;
  const path = `/images/${encodeURIComponent(reference)}/json?manifests=true`;
  const text2 = await ask2(endpoint.slice("unix://".length), path, signal).catch((error) => {
    signal?.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    return void 0;
  });
  const manifests = asRecord(orUndefined2(text2)).Manifests;
  if (!Array.isArray(manifests)) return void 0;
  const images = manifests.map(asRecord).filter(({ Kind }) => Kind === "image");
  const platforms = (isThere) => images.filter(({ Available }) => Available === true === isThere).map(platformOf).filter((platform) => platform !== "");
  return { present: platforms(true), absent: platforms(false) };
}
function platformOf({ ImageData }) {
  const { os, architecture, variant } = asRecord(asRecord(ImageData).Platform);
  const parts = [asText(os), asText(architecture), asText(variant)];
  return parts[0] === "" || parts[1] === "" ? "" : parts.filter((part) => part !== "").join("/");
}
function orUndefined2(text2) {
  try {
    return JSON.parse(text2 ?? "");
  } catch {
    return void 0;
  }
}
async function ask2(socketPath, path, outer) {
  const late = AbortSignal.timeout(TIME_LIMIT3 * 1e3);
  const signal = outer === void 0 ? late : AbortSignal.any([outer, late]);
  const answer = await askSocket({ socketPath, path, signal });
  const text2 = await textOf2(answer, MAX_ANSWER);
  if (answer.statusCode !== 200) throw new Error(`status ${answer.statusCode}`);
  return text2;
}

// src/oci/receiver/receiver.ts
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";

// src/oci/receiver/error.ts
var RegistryError = class extends Error {
  status;
  code;
  constructor(status, code, message, options) {
    super(message, options);
    this.status = status;
    this.code = code;
  }
  /** The JSON document that clients read. */
  get body() {
    return Buffer.from(JSON.stringify({ errors: [{ code: this.code, message: this.message }] }));
  }
};
function asRegistryError(error) {
  if (error instanceof RegistryError) return error;
  if (error instanceof ImageError) return new RegistryError(400, "MANIFEST_INVALID", error.message);
  return new RegistryError(500, "UNKNOWN", error instanceof Error ? error.message : String(error));
}

// src/oci/receiver/push-store.ts
var PushStore = class {
  archive = "push";
  limits;
  #reading;
  #documents = /* @__PURE__ */ new Map();
  /** Keys are `REPOSITORY:TAG` and `REPOSITORY@DIGEST`. */
  #manifests = /* @__PURE__ */ new Map();
  #failures = /* @__PURE__ */ new Map();
  #kept = 0;
  constructor(reading) {
    this.limits = reading.limits;
    this.#reading = reading;
  }
  /** Bytes of a blob that need not be sent again; undefined if it must be sent. */
  blobSize(digest) {
    return this.#reading.layers.known(digest)?.download ?? this.#documents.get(digest)?.length;
  }
  /** Reads a layer, or keeps a document, as it streams in. Throws ImageError. */
  async readBlob(stream, place) {
    const ahead = await prefetch(stream, BLOCK);
    return readUnlabelled(ahead, { place, ...this.#reading });
  }
  /** Keeps a blob under the digest that the client sent. Throws RegistryError if the bytes have another digest. */
  addBlob(blob, digest) {
    const found = blob.kind === "layer" ? blob.layer.digest : blob.digest;
    if (found !== digest) throw new RegistryError(400, "DIGEST_INVALID", `expected ${digest}, the bytes have ${found}`);
    if (blob.kind === "document") this.#keepDocument(digest, blob.bytes);
    else {
      const { digest: _, mediaType: __, size: ___, ...layer } = blob.layer;
      this.#reading.layers.add(digest, layer);
    }
  }
  /** Keeps a manifest under its tag and digest. Throws ImageError or RegistryError if it is invalid, or if its blobs were not pushed. */
  addManifest(repository, reference, mediaType, bytes) {
    const digest = digestOf(bytes);
    if (isDigest(reference) && reference !== digest) {
      throw new RegistryError(400, "DIGEST_INVALID", `expected ${reference}, the bytes have ${digest}`);
    }
    const manifest = parseManifest(bytes, { archive: repository, entry: reference }, mediaType);
    if (manifest.kind === "image") for (const blob of [manifest.config, ...manifest.layers]) this.#checkBlob(blob);
    this.#keepDocument(digest, bytes);
    const pushed = { digest, mediaType, bytes };
    this.#manifests.set(keyOf(repository, digest), pushed);
    this.#manifests.set(keyOf(repository, reference), pushed);
    return pushed;
  }
  manifest(repository, reference) {
    return this.#manifests.get(keyOf(repository, reference));
  }
  /** Records why a push to the repository failed. Only the first reason is kept: it causes the others. */
  addFailure(repository, failure, place) {
    const error = failure instanceof ImageError ? failure : new ImageError(failure.message, place, { cause: failure });
    if (!this.#failures.has(repository)) this.#failures.set(repository, error);
  }
  failure(repository) {
    return this.#failures.get(repository);
  }
  /** The images of a tag or digest in a repository. Throws the ImageError that made the push fail. */
  async images(repository, reference) {
    const pushed = this.manifest(repository, reference);
    if (pushed !== void 0) return resolveImages([pushed], this);
    throw this.#failures.get(repository) ?? new ImageError(`${quote(reference)} was not pushed`, { archive: repository });
  }
  place({ digest }) {
    return { archive: this.archive, entry: digest };
  }
  async has({ digest }) {
    return this.#documents.has(digest);
  }
  async json(descriptor, limit) {
    const place = this.place(descriptor);
    const bytes = this.#documents.get(descriptor.digest);
    if (bytes === void 0 || bytes.length > limit) {
      throw new ImageError(bytes === void 0 ? "was not pushed" : `more than the limit of ${limit} bytes`, place);
    }
    const { digest, size } = descriptor;
    verifyBlob(bytes, size === void 0 ? { digest } : { digest, size }, place);
    return bytes;
  }
  layer({ digest, mediaType }, diffId) {
    const place = this.place({ digest });
    const walk = () => Promise.reject(new ImageError("was not pushed", place));
    return storedLayer({ digest, mediaType, diffId, place, layers: this.#reading.layers, estimated: false, walk });
  }
  #checkBlob({ digest, size }) {
    const found = this.blobSize(digest);
    if (found === void 0) throw new RegistryError(400, "MANIFEST_BLOB_UNKNOWN", `${digest} was not pushed`);
    if (found !== size) {
      throw new RegistryError(400, "SIZE_INVALID", `${digest} has ${found} bytes, the manifest says ${size}`);
    }
  }
  #keepDocument(digest, bytes) {
    if (this.#documents.has(digest)) return;
    this.#kept += bytes.length;
    if (this.#kept > this.limits.kept) {
      throw new RegistryError(413, "SIZE_INVALID", `documents of more than ${this.limits.kept} bytes`);
    }
    this.#documents.set(digest, bytes);
  }
};
function keyOf(repository, reference) {
  return `${repository}${isDigest(reference) ? "@" : ":"}${reference}`;
}

// src/oci/receiver/routes.ts
var PATH = /^\/v2\/([a-z0-9._/-]{1,255})\/(blobs\/uploads|blobs|manifests)\/([A-Za-z0-9_.:-]{0,200})$/;
var RegistryRoutes = class {
  #store;
  #uploads;
  #prefix;
  constructor(store, uploads, prefix) {
    this.#store = store;
    this.#uploads = uploads;
    this.#prefix = prefix;
  }
  /** Answers a request. Throws RegistryError, or ImageError for an invalid manifest. */
  async answer(request2) {
    const url = new URL(request2.url ?? "/", "http://registry");
    if (/^\/v2\/?$/.test(url.pathname)) return answerEmpty(200);
    const [, repository = "", kind, rest = ""] = PATH.exec(url.pathname) ?? [];
    if (!repository.startsWith(`${this.#prefix}/`)) throw new RegistryError(404, "NAME_UNKNOWN", "no such repository");
    const call = { request: request2, repository, rest, query: url.searchParams };
    if (kind === "blobs") return this.#answerBlob(call);
    return kind === "manifests" ? this.#answerManifest(call) : this.#answerUpload(call);
  }
  #answerBlob({ request: request2, rest }) {
    if (request2.method !== "HEAD") throw unsupported2();
    const size = this.#store.blobSize(rest);
    if (size === void 0) throw new RegistryError(404, "BLOB_UNKNOWN", "not here yet");
    return answerEmpty(200, { "content-length": size, "docker-content-digest": rest });
  }
  async #answerUpload(call) {
    const { request: request2, repository, rest } = call;
    if (request2.method === "POST" && rest === "") return this.#begin(call);
    const upload = this.#uploads.find(repository, rest);
    if (request2.method === "PUT") return this.#finish(call, upload);
    if (request2.method === "DELETE") this.#uploads.cancel(upload);
    else if (request2.method === "PATCH") await this.#uploads.append(upload, request2);
    else if (request2.method !== "GET") throw unsupported2();
    return answerProgress(upload, request2.method === "PATCH" ? 202 : 204);
  }
  /** A known blob may be mounted from another repository. A whole blob may come with this request. */
  async #begin(call) {
    const mount = call.query.get("mount");
    if (mount !== null && this.#store.blobSize(mount) !== void 0) return answerCreated(call.repository, mount);
    const upload = this.#uploads.begin(call.repository);
    return call.query.has("digest") ? this.#finish(call, upload) : answerProgress(upload, 202);
  }
  async #finish({ request: request2, repository, query }, upload) {
    const digest = query.get("digest");
    if (!isDigest(digest) || !digest.startsWith("sha256:")) {
      throw new RegistryError(400, "DIGEST_INVALID", "a sha256 digest is needed");
    }
    await this.#uploads.finish(upload, request2, digest);
    return answerCreated(repository, digest);
  }
  async #answerManifest({ request: request2, repository, rest }) {
    if (request2.method === "PUT") return this.#putManifest(request2, repository, rest);
    if (request2.method !== "GET" && request2.method !== "HEAD") throw unsupported2();
    const found = this.#store.manifest(repository, rest);
    if (found === void 0) throw new RegistryError(404, "MANIFEST_UNKNOWN", "not here yet");
    const headers = { "content-type": found.mediaType, "content-length": found.bytes.length };
    return { status: 200, headers: { ...headers, "docker-content-digest": found.digest }, body: found.bytes };
  }
  async #putManifest(request2, repository, reference) {
    const place = { archive: `push to ${repository}`, entry: reference };
    try {
      const body = request2.iterator({ destroyOnReturn: false });
      const bytes = await readBytes(body, this.#store.limits.manifest, place);
      const mediaType = request2.headers["content-type"] ?? "";
      const { digest } = this.#store.addManifest(repository, reference, mediaType, bytes);
      const location = `/v2/${repository}/manifests/${digest}`;
      return answerEmpty(201, { location, "docker-content-digest": digest });
    } catch (error) {
      if (error instanceof Error) this.#store.addFailure(repository, error, place);
      throw error;
    }
  }
};
function unsupported2() {
  return new RegistryError(405, "UNSUPPORTED", "this registry can only be pushed to");
}
function answerEmpty(status, headers = {}) {
  return { status, headers: { "content-length": 0, ...headers } };
}
function answerCreated(repository, digest) {
  return answerEmpty(201, { location: `/v2/${repository}/blobs/${digest}`, "docker-content-digest": digest });
}
function answerProgress(upload, status) {
  const location = `/v2/${upload.repository}/blobs/uploads/${upload.id}`;
  const headers = { location, range: `0-${Math.max(0, upload.size - 1)}`, "docker-upload-uuid": upload.id };
  return status === 204 ? { status, headers } : answerEmpty(status, headers);
}

// src/oci/receiver/uploads.ts
import { randomUUID as randomUUID2 } from "node:crypto";
var MOST_UPLOADS = 64;
var Uploads = class {
  #store;
  #open = /* @__PURE__ */ new Map();
  constructor(store) {
    this.#store = store;
  }
  /** Begins an upload. Throws RegistryError if too many are unfinished. */
  begin(repository) {
    if (this.#open.size >= MOST_UPLOADS) {
      throw new RegistryError(429, "TOOMANYREQUESTS", `more than ${MOST_UPLOADS} unfinished uploads`);
    }
    const upload = new Upload(this.#store, repository);
    this.#open.set(upload.id, upload);
    return upload;
  }
  /** An unfinished upload. Throws RegistryError if there is none of this id in the repository. */
  find(repository, id) {
    const upload = this.#open.get(id);
    if (upload?.repository === repository) return upload;
    throw new RegistryError(404, "BLOB_UPLOAD_UNKNOWN", "no such upload");
  }
  /** Adds bytes. Throws RegistryError if reading them failed; the upload then ends. */
  async append(upload, request2) {
    await this.#guard(upload, () => upload.append(request2));
  }
  /** Adds the last bytes and keeps the blob. Throws RegistryError if reading failed or the digest differs. */
  async finish(upload, request2, digest) {
    await this.#guard(upload, async () => {
      await upload.append(request2);
      this.#store.addBlob(await upload.finish(), digest);
    });
    this.#open.delete(upload.id);
  }
  cancel(upload) {
    this.#open.delete(upload.id);
    upload.cancel();
  }
  /** Ends all uploads. */
  close() {
    for (const upload of this.#open.values()) this.cancel(upload);
  }
  async #guard(upload, work) {
    try {
      await work();
    } catch (error) {
      this.cancel(upload);
      const failure = error instanceof Error ? error : new Error(String(error));
      this.#store.addFailure(upload.repository, failure, upload.place);
      if (error instanceof RegistryError) throw error;
      throw new RegistryError(403, "DENIED", failure.message, { cause: error });
    }
  }
};
var Upload = class {
  id = randomUUID2();
  repository;
  place;
  /** Bytes received. */
  size = 0;
  #channel = new Channel();
  #read;
  #appending = false;
  constructor(store, repository) {
    this.repository = repository;
    this.place = { archive: `push to ${repository}`, entry: `upload ${this.id}` };
    this.#read = store.readBlob(this.#channel, this.place);
    this.#read.catch(() => this.#channel.close());
  }
  /** Adds the body of a request. Throws as soon as reading the blob fails. */
  async append(request2) {
    if (this.#appending) throw new RegistryError(409, "BLOB_UPLOAD_INVALID", "another request writes to this upload");
    this.#appending = true;
    this.#checkRange(request2.headers["content-range"]);
    for await (const chunk of request2.iterator({ destroyOnReturn: false })) {
      this.size += chunk.length;
      if (!await this.#channel.push(chunk)) await this.#failed();
    }
    this.#appending = false;
  }
  /** All bytes were sent: resolves to the blob that was read. */
  finish() {
    this.#channel.end();
    return this.#read;
  }
  cancel() {
    this.#channel.fail(new ImageError("truncated: the upload was cancelled", { ...this.place, offset: this.size }));
  }
  /** The channel closes early only if reading failed, or if the blob ended before its bytes did. */
  async #failed() {
    await this.#read;
    throw new ImageError("bytes follow the end of the blob", { ...this.place, offset: this.size });
  }
  #checkRange(range) {
    const start2 = range === void 0 ? this.size : Number(/^(?:bytes )?(\d+)-/.exec(range)?.[1] ?? Number.NaN);
    if (start2 !== this.size) {
      throw new RegistryError(416, "BLOB_UPLOAD_INVALID", `out of order: ${this.size} bytes were received`);
    }
  }
};

// src/oci/receiver/receiver.ts
async function startReceiver(options = {}) {
  const { host = "127.0.0.1" } = options;
  const store = new PushStore(completeReading(options));
  const uploads = new Uploads(store);
  const prefix = randomBytes(16).toString("hex");
  const routes = new RegistryRoutes(store, uploads, prefix);
  const server = createServer((request2, response) => void serve(routes, request2, response));
  await listen(server, host);
  return {
    address: addressOf(server, host),
    prefix,
    images: (repository, reference) => store.images(repository, reference),
    failure: (repository) => store.failure(repository),
    async [Symbol.asyncDispose]() {
      uploads.close();
      const closed = new Promise((resolve12) => server.close(() => resolve12()));
      server.closeAllConnections();
      await closed;
    }
  };
}
function listen(server, host) {
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  return new Promise((resolve12, reject) => {
    server.once("error", reject);
    server.listen(0, host, () => resolve12());
  });
}
function addressOf(server, host) {
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("the server has no port");
  return `${host.includes(":") ? `[${host}]` : host}:${address.port}`;
}
async function serve(routes, request2, response) {
  request2.on("error", () => response.destroy());
  const answer = await routes.answer(request2).catch(asAnswer);
  request2.resume();
  if (response.destroyed) return;
  response.writeHead(answer.status, { "docker-distribution-api-version": "registry/2.0", ...answer.headers });
  response.end(request2.method === "HEAD" ? void 0 : answer.body);
}
function asAnswer(error) {
  const { status, body } = asRegistryError(error);
  return { status, headers: { "content-type": "application/json", "content-length": body.length }, body };
}

// src/measurer/daemon-reader.ts
var PATH_VARIABLE = "IMAGE_SIZE_GATE_DAEMON_PATH";
function openDaemonReader(session) {
  const random = randomBytes2(8).toString("hex");
  let receiver;
  const receiverOf = () => receiver ??= openReceiver(session);
  const referenceFor = async (name, side) => {
    const registry = await receiverOf();
    const prefix = registry === void 0 ? random : `${registry.address}/${registry.prefix}`;
    return `${prefix}/${repositoryName(name)}:${side}`;
  };
  const measureLoaded = async (name, reference, platforms) => receiveImage(session, await engineOf(session), await receiverOf(), name, reference, platforms);
  const forget = async (reference) => removeImages(await engineOf(session), [reference]);
  return {
    referenceFor,
    measureLoaded,
    forget,
    /** Measures an image of the user. It has a reference of ours while it is measured. */
    measure: async (name, { location: userReference, platforms }, side) => {
      const socket = await findEngineSocket(environment(session.options.env));
      if (socket !== void 0) return measureOverSocket(session, socket, name, userReference, platforms);
      const engine = await engineOf(session);
      if (!await hasName(engine, userReference))
        return receiveImage(session, engine, void 0, name, userReference, platforms);
      const reference = await referenceFor(name, side);
      try {
        await tagImage(engine, userReference, reference);
        return await measureLoaded(name, reference, platforms);
      } finally {
        await forget(reference);
      }
    }
  };
}
async function engineOf(session) {
  const { context } = await session.builder();
  const { env, signal } = session.options;
  return { env, context, signal };
}
async function openReceiver(session) {
  const env = { ...process.env, ...session.options.env };
  if (env[PATH_VARIABLE] === "save") return void 0;
  const { daemon } = await session.builder();
  if (!await canReachLoopback(await engineOf(session), daemon)) return void 0;
  const { options } = session;
  const receiver = await startReceiver({
    ...readingOf(session),
    onBytes: (bytes) => options.onBytes?.("from the daemon", bytes)
  });
  session.cleanUp.push(async () => receiver[Symbol.asyncDispose]());
  return receiver;
}
async function receiveImage(session, engine, receiver, name, reference, platforms) {
  const { versions } = await session.builder();
  const pushed = receiver && await receivePush(session, engine, receiver, reference);
  if (pushed !== void 0) return measureOpened(session, name, pushed, "daemon-push", versions, platforms);
  const saved = await receiveSaved(session, engine, name, reference);
  return measureOpened(session, name, saved, "daemon-save", versions, platforms);
}
async function receiveSaved(session, engine, name, reference) {
  const gzip = gzipOfGo(await readGoVersion(engine));
  return readSaved(session, name, await saveImages(engine, [reference]), `docker image save ${name}`, gzip);
}
async function measureOverSocket(session, socket, name, reference, platforms) {
  const { stream, versions } = await saveOverSocket(socket, reference, session.options.signal);
  const saved = await readSaved(session, name, stream, `docker-daemon:${reference}`);
  return measureOpened(session, name, saved, "daemon-save", versions, platforms);
}
async function readSaved(session, name, stream, archive, gzip) {
  const { options } = session;
  const late = AbortSignal.timeout(options.timeLimit * 1e3);
  addAbortSignal(options.signal === void 0 ? late : AbortSignal.any([options.signal, late]), stream);
  const onBytes = (bytes) => options.onBytes?.(name, bytes);
  return readSavedImages(stream, { ...readingOf(session), archive, onBytes, gzip });
}
async function receivePush(session, engine, receiver, reference) {
  const { timeLimit, signal, log } = session.options;
  const [repository, tag] = splitReference(reference.slice(receiver.address.length + 1));
  try {
    if (!await pushImage(engine, reference, { timeLimit, signal }))
      return await receiveEach(session, engine, receiver, reference);
  } catch (error) {
    signal?.throwIfAborted();
    const failure = receiver.failure(repository);
    if (failure !== void 0) throw failure;
    const each = await receiveEach(session, engine, receiver, reference);
    if (each !== void 0) return each;
    log.warning(
      `The image is read with docker image save, since the daemon did not push it to this process: ${messageOf2(error)}`
    );
    return void 0;
  }
  const found = await receiver.images(repository, tag);
  return heldSource(`docker-daemon:${repository}`, found);
}
async function receiveEach({ options: { timeLimit, signal } }, engine, receiver, reference) {
  const known = await readIndexPlatforms(await readEndpoint(engine), reference, engine);
  if (known === void 0 || known.present.length === 0) return void 0;
  const [repository, tag] = splitReference(reference.slice(receiver.address.length + 1));
  const found = [];
  for (const platform of known.present) {
    await pushImage(engine, reference, { timeLimit, signal, platform });
    found.push(await receiver.images(repository, tag));
  }
  return heldSource(`docker-daemon:${repository}`, {
    images: found.flatMap(({ images }) => images),
    unreadable: found.flatMap(({ unreadable: unreadable2 }) => unreadable2),
    leftOut: [
      ...found.flatMap(({ leftOut: leftOut2 }) => leftOut2),
      ...known.absent.map((platform) => `${platform}, which the daemon does not have`)
    ]
  });
}
function messageOf2(error) {
  return error instanceof Error ? error.message : String(error);
}
function splitReference(reference) {
  const colon = reference.lastIndexOf(":");
  if (colon < 0) throw new ImageError("a reference without a tag", { archive: reference });
  return [reference.slice(0, colon), reference.slice(colon + 1)];
}
function repositoryName(name) {
  const readable = name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return `${readable}-${createHash3("sha256").update(name).digest("hex").slice(0, 12)}`;
}

// src/measurer/verify.ts
var MAX_REASON = 1e3;
function loadedAs(reference) {
  return async () => ({ reference });
}
function notLoaded(kind) {
  const { place } = TRANSPORTS[kind];
  const where = { registry: "a registry", store: "podman's store" }[place] ?? "a file";
  return { unloadable: `no daemon can run the image: it is read from ${where}` };
}
function loadedByBuild(session, build) {
  return loadedBy(session, async (tag) => {
    const builder = { ...build.builder, export: "daemon" };
    await buildImage({ ...build, builder, tag, cacheTo: [], noCache: false });
  });
}
function loadedBy(session, build) {
  return async () => {
    const engine = await engineOf(session);
    const reference = `image-size-gate-verify/${randomBytes3(8).toString("hex")}:latest`;
    const remove = () => removeImages(engine, [reference]);
    try {
      await build(reference);
      return { reference, remove };
    } catch (error) {
      await remove();
      throw error;
    }
  };
}
async function checkMeasured(session, checks, measured, load) {
  if (measured.kind !== "measured" || checks === void 0 || checks.length === 0) return measured;
  const measurements = [];
  for (const measurement of measured.measurements)
    measurements.push({ ...measurement, checks: await checkImage(session, checks, measurement, load) });
  return { ...measured, measurements };
}
async function checkImage(session, checks, measurement, load) {
  const commands = checks.filter((check) => check.kind === "command");
  const results = new Map(await runCommands(session, commands, measurement, load));
  return checks.map(
    (check) => check.kind === "command" ? results.get(check) ?? { check: check.label, outcome: "skipped" } : checkConfig(check, measurement.config)
  );
}
async function runCommands(session, checks, { image, platform }, load) {
  if (checks.length === 0) return [];
  const loaded = await loadFor(session, platform, load);
  if ("unloadable" in loaded)
    return checks.map((check) => [check, { check: check.label, outcome: "skipped", reason: loaded.unloadable }]);
  const section = session.options.log.openSection(`Verify ${image} (${platform})`);
  try {
    const place = { engine: await engineOf(session), image: loaded.reference, signal: session.options.signal };
    return await runEach(checks, place, section);
  } finally {
    section.end();
    await loaded.remove?.();
  }
}
async function runEach(checks, place, section) {
  const results = [];
  for (const check of checks) {
    const result = await runCommandCheck(check, place);
    const { outcome, reason, tail } = result;
    for (const line of (tail ?? "").split("\n").filter((text2) => text2 !== "")) section.line(`  ${line}`);
    section.line(`${outcome}: ${check.label}${reason === void 0 ? "" : `: ${reason}`}`);
    results.push([check, result]);
  }
  return results;
}
async function loadFor(session, platform, load) {
  if ("unloadable" in load) return load;
  const daemon = await orUnloadable(session, "no daemon can run the image", async () => ({
    platform: await readDaemonPlatform(await engineOf(session))
  }));
  if ("unloadable" in daemon) return daemon;
  if (machineOf(daemon.platform) !== machineOf(platform))
    return { unloadable: `the image is for ${platform}, and the daemon runs ${daemon.platform} without emulation` };
  return orUnloadable(session, "the builder could not load the image into a daemon", load);
}
async function orUnloadable(session, what, fn) {
  try {
    return await fn();
  } catch (error) {
    session.options.signal?.throwIfAborted();
    if (!(error instanceof UserError)) throw error;
    return { unloadable: `${what}: ${error.message.slice(0, MAX_REASON)}` };
  }
}
function machineOf(platform) {
  return platform.split("/", 2).join("/");
}

// src/measurer/bake-platform.ts
var MEASURED_AT_ONCE = 2;
async function measureOnPlatform(bake, platform, builds) {
  const targets = [...groupBy(builds, ({ target }) => target.name).values()];
  try {
    const results = await measureCall(bake, platform, builds);
    return builds.flatMap(({ member }, at) => results[at] ? [{ member, platform, measured: results[at] }] : []);
  } catch (reason) {
    const measured = { status: "rejected", reason };
    if (targets.length < 2 || !(reason instanceof BuildError) || reason.failure === "builder") {
      return builds.map(({ member }) => ({ member, platform, measured }));
    }
    const outcomes = [];
    for (const group of targets) outcomes.push(...await measureOnPlatform(bake, platform, group));
    return outcomes;
  }
}
async function measureCall(bake, platform, builds) {
  const tasks = await prepareTasks(bake, builds);
  try {
    const baked = await runCall(bake, platform, tasks);
    return await inParallel(
      builds,
      MEASURED_AT_ONCE,
      (build) => measureBaked(bake, build, baked.get(build.target.name))
    );
  } finally {
    for (const { destination } of tasks)
      if ("reference" in destination) await bake.daemon.forget(destination.reference);
  }
}
async function prepareTasks(bake, builds) {
  const tasks = /* @__PURE__ */ new Map();
  for (const { member, target } of builds) {
    if (tasks.has(target.name)) continue;
    tasks.set(target.name, { target, image: member.name, destination: await destinationFor(bake, member.name) });
  }
  return [...tasks.values()];
}
async function destinationFor({ session, daemon, where }, name) {
  const builder = await session.builder();
  if (builder.export === "daemon") return { reference: await daemon.referenceFor(name, where.side) };
  return { layout: await makeExport(session.layout) };
}
async function runCall({ session, where, files, definition, isRepeated = false }, platform, tasks) {
  const { cacheFrom, cacheTo, noCache, timeLimit, log, env, signal } = session.options;
  const builder = await session.builder();
  const section = log.openSection(titleOf(tasks, files, platform, where));
  try {
    const build = {
      files,
      definition,
      tasks,
      root: where.root,
      builder,
      platform,
      cacheFrom,
      cacheTo: where.side === "head" && !isRepeated ? cacheTo : void 0,
      // the run of the base commit exports its own cache
      noCache: noCache && !isRepeated,
      timeLimit,
      log: section,
      warn: warnOfHead(session, where.side, tasks.map(({ image }) => image).join(", ")),
      signal,
      env
    };
    return await buildTwice(() => bakeTargets(build), build);
  } finally {
    section.end();
  }
}
async function measureBaked(bake, build, baked) {
  const { session, daemon } = bake;
  const { name, verify } = build.member;
  if (baked === void 0) throw new BuildError(`${name} was not built`);
  if (baked.kind === "daemon") {
    const measured2 = await daemon.measureLoaded(name, baked.reference);
    return addBuildFacts(await checkMeasured(session, verify, measured2, loadedAs(baked.reference)), baked);
  }
  const builder = await session.builder();
  const { settings: settings2, applied } = compressionOf2(build.target, builder);
  const form = askedForm(applied ? settings2 : []);
  const { source, converted } = await openInForm(session, baked, form, () => exportForced(bake, build));
  const measured = await measureOpened(session, name, source, "buildx-oci", builder.versions);
  const checked = await checkMeasured(session, verify, measured, loadedByBake(bake, build));
  return addBuildFacts(checked, { ...baked, ...converted === void 0 ? {} : { converted } });
}
async function exportForced(bake, { member, target, platform }) {
  bake.session.options.log.info(`${member.name}: ${FORCED}`);
  const destination = { layout: await makeExport(bake.session.layout) };
  const task = { target, image: member.name, destination, isForced: true };
  const baked = (await runCall(fromCache(bake), platform, [task])).get(target.name);
  if (baked?.kind === "layout") return baked;
  throw new BuildError(`${member.name} was not exported a second time`);
}
function loadedByBake(bake, { member, target, platform }) {
  return loadedBy(bake.session, async (reference) => {
    const task = { target, image: member.name, destination: { reference } };
    await runCall(fromCache(bake), platform, [task]);
  });
}
function fromCache(bake) {
  return { ...bake, isRepeated: true };
}
function titleOf(tasks, files, platform, where) {
  const images = tasks.map(({ image }) => image).join(", ");
  const on = platform === void 0 ? "" : ` for ${platform}`;
  return `Bake ${images} (${origin(files)})${on}${atCommit(where)}`;
}

// src/measurer/builds.ts
async function measureBuild(session, daemon, name, source, where) {
  const { platforms = [] } = source;
  if (platforms.length < 2) return measurePlatform(session, daemon, name, source, platforms[0], where);
  return joinPlatforms(
    platforms.map((platform) => ({
      platform,
      measure: () => measurePlatform(session, daemon, name, source, platform, where)
    }))
  );
}
async function joinPlatforms(each) {
  const measurements = [];
  const failures = [];
  for (const { platform, measure } of each) {
    const measured = await orFailure(measure());
    if (measured.kind === "missing") return measured;
    if (measured.kind === "error") {
      const { kind: _, ...failure } = measured;
      failures.push({ platform, ...failure });
    } else measurements.push(...measured.measurements);
  }
  return { kind: "measured", measurements, ...failures.length === 0 ? {} : { failures } };
}
async function orFailure(measuring) {
  try {
    return await measuring;
  } catch (error) {
    if (error instanceof UserError || error instanceof ImageError) return { kind: "error", ...failureOf(error) };
    throw error;
  }
}
async function measurePlatform(session, daemon, name, source, platform, { root, side, commit, verify }) {
  const { cacheFrom, cacheTo, noCache, timeLimit, log, env, signal } = session.options;
  const builder = await session.builder();
  const tag = builder.export === "daemon" ? await daemon.referenceFor(name, side) : "";
  const section = log.openSection(titleOf2(name, platform, { side, commit }));
  try {
    const request2 = {
      name,
      source,
      platform,
      root,
      builder,
      layout: session.layout,
      tag,
      cacheFrom: source.cacheFrom ?? cacheFrom,
      cacheTo: side === "head" ? source.cacheTo ?? cacheTo : [],
      // the run of the base commit exports its own cache
      noCache,
      timeLimit,
      log: section,
      warn: warnOfHead(session, side, name),
      signal,
      env
    };
    return await measureBuilt(session, daemon, request2, await buildTwice(() => buildImage(request2), request2), verify);
  } finally {
    section.end();
    if (tag !== "") await daemon.forget(tag);
  }
}
async function measureBuilt(session, daemon, request2, built, verify) {
  const { name, builder } = request2;
  if (built.kind === "missing") return { kind: "missing", reason: `Dockerfile ${built.path} does not exist` };
  if (built.kind === "daemon") {
    const measured2 = await daemon.measureLoaded(name, built.reference);
    return addBuildFacts(await checkMeasured(session, verify, measured2, loadedAs(built.reference)), built);
  }
  const { source, converted } = await openInForm(session, built, askedForm([]), () => exportForced2(request2));
  const measured = await measureOpened(session, name, source, "buildx-oci", builder.versions);
  const checked = await checkMeasured(session, verify, measured, loadedByBuild(session, request2));
  return addBuildFacts(checked, { ...built, ...converted === void 0 ? {} : { converted } });
}
async function exportForced2(request2) {
  request2.log?.line(FORCED);
  const again = { ...request2, settings: forceForm([]), cacheTo: [], noCache: false };
  const built = await buildTwice(() => buildImage(again), request2);
  if (built.kind === "layout") return built;
  throw new BuildError(`${request2.name} was not exported a second time`);
}
function titleOf2(name, platform, where) {
  const on = platform === void 0 ? "" : ` for ${platform}`;
  return `Build ${name}${on}${atCommit(where)}`;
}

// src/measurer/bakes.ts
function isBaked(image) {
  return image.source.kind === "bake";
}
function measureBakes(session, daemon, members, where) {
  const outcomes = measureMembers(session, daemon, members, where);
  return new Map(members.map((member) => [member.name, joinOutcomes(member, outcomes)]));
}
async function joinOutcomes(member, outcomes) {
  const own = (await outcomes).filter((outcome) => outcome.member === member);
  if (own.length < 2) return outcomeOf(own[0]);
  return joinPlatforms(own.map((outcome) => ({ platform: outcome.platform ?? "", measure: () => outcomeOf(outcome) })));
}
async function measureBake(session, daemon, member, where) {
  return measureBakes(session, daemon, [member], where).get(member.name) ?? NOT_MEASURED;
}
var NOT_MEASURED = { kind: "error", reason: "the bake target was not measured" };
async function outcomeOf(outcome) {
  if (outcome === void 0) return NOT_MEASURED;
  if (outcome.measured.status === "rejected") throw outcome.measured.reason;
  return outcome.measured.value;
}
async function measureMembers(session, daemon, members, where) {
  const files = members[0]?.source.files ?? [];
  const { definition, outcomes } = await readMembers2(session, files, members, where);
  const bake = { session, daemon, where, files, definition };
  const known = members.filter((member) => !outcomes.some((outcome) => outcome.member === member));
  const builds = known.flatMap((member) => buildsOf(member, definition));
  const measured = [...outcomes];
  for (const [platform, group] of groupBy(builds, (each) => each.platform)) {
    measured.push(...await measureOnPlatform(bake, platform, group));
  }
  return measured;
}
function buildsOf(member, { targets }) {
  const target = targets.get(member.source.target);
  if (target === void 0) return [];
  const platforms = member.source.platforms ?? target.platforms;
  return platforms.length === 0 ? [{ member, target, platform: void 0 }] : platforms.map((platform) => ({ member, target, platform }));
}
async function readMembers2(session, files, members, where) {
  try {
    return { definition: await readTargets(session, files, members, where), outcomes: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (members.length < 2) return { definition: NOTHING, outcomes: members.map((member) => unread(member, error)) };
    const reads = [];
    for (const member of members) reads.push(await readMembers2(session, files, [member], where));
    return { definition: joinDefinitions(reads), outcomes: reads.flatMap(({ outcomes }) => outcomes) };
  }
}
var NOTHING = { groups: /* @__PURE__ */ new Map(), targets: /* @__PURE__ */ new Map() };
function joinDefinitions(reads) {
  return {
    groups: new Map(reads.flatMap(({ definition }) => [...definition.groups])),
    targets: new Map(reads.flatMap(({ definition }) => [...definition.targets]))
  };
}
async function readTargets({ options: { env, signal } }, files, members, { root }) {
  const names2 = [...new Set(members.map(({ source }) => source.target))];
  const definition = await readBake({ files, targets: names2, root, env, signal });
  for (const name of names2) targetIn(definition, name, files);
  return definition;
}
function unread(member, error) {
  const measured = error instanceof BakeMissing ? { status: "fulfilled", value: { kind: "missing", reason: error.message } } : { status: "rejected", reason: error };
  return { member, platform: void 0, measured };
}

// src/measurer/measurer.ts
var BUILDS_AT_ONCE = Math.min(4, availableParallelism());
async function openMeasurer(options) {
  const folder = await makeTemporaryFolder("layout", options.env);
  const layout = folder.path;
  let builder;
  const session = {
    options,
    layers: createLayerCache(),
    layout,
    cleanUp: [async () => folder[Symbol.asyncDispose]()],
    builder: () => builder ??= inspectBuilder({ builder: options.builder, env: options.env, signal: options.signal })
  };
  const readers = { daemon: openDaemonReader(session), remote: openRemote(session) };
  const measure = (image, where) => asOutcome(measureSource(session, readers, image, where), options);
  return {
    prepare: (sources) => {
      if (sources.some(isBuilt)) session.builder().catch(() => {
      });
    },
    measure,
    measureAll: (images, where) => measureAll(session, readers, images, where),
    know: (layer, index) => knowLayer(session, layer, index),
    layerIndex: (digest) => (session.layers.known(digest) ?? session.layers.known(estimatedKey(digest)))?.index,
    [Symbol.asyncDispose]: async () => {
      for (const step of session.cleanUp.toReversed()) await step();
    }
  };
}
async function knowLayer({ layers, layout }, layer, index) {
  var _stack = [];
  try {
    if (layers.known(layer.digest) !== void 0) return;
    const { digest, download, compressor } = layer;
    layers.add(digest, { index, download, estimated: false, ...compressor !== void 0 && { compressor } });
    const [algorithm = "", hex = ""] = layer.digest.split(":");
    const folder = join12(layout, "blobs", algorithm);
    await mkdir2(folder, { recursive: true });
    const file = __using(_stack, await open4(join12(folder, hex), "a"), true);
    if ((await file.stat()).size === 0) await file.truncate(layer.download);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function openRemote(session) {
  const { env, signal, log } = session.options;
  const onNote = (text2) => log.warning(text2);
  let remote;
  const create = async () => {
    const mirrors = await readMirrors({ env });
    const credentialsFor = dockerCredentials({ env, signal });
    return createRemote({ ...readingOf(session), signal, credentialsFor, mirrors, referrers: true, onNote });
  };
  return () => remote ??= create();
}
async function asOutcome(measuring, { signal, log }) {
  try {
    return await measuring;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UserError || error instanceof ImageError) return { kind: "error", ...failureOf(error) };
    const problem = systemProblem(error);
    if (problem !== void 0) return { kind: "error", reason: problem };
    const known = error instanceof Error ? error : new Error(String(error));
    log.warning(`Unexpected error, perhaps a mistake in Image Size Gate: ${known.stack ?? known.message}`);
    return { kind: "error", reason: `unexpected: ${known.message}` };
  }
}
async function measureAll(session, readers, images, where) {
  const groups = groupBy(images, ({ name, source }) => source.kind === "bake" ? JSON.stringify(source.files) : name);
  const measureGroup = (group) => {
    const builds = startMeasuring(session, readers, group, where);
    return Promise.all(
      Array.from(builds, async ([name, measuring]) => [name, await asOutcome(measuring, session.options)])
    );
  };
  const measured = await inParallel([...groups.values()], BUILDS_AT_ONCE, measureGroup);
  return new Map(measured.flatMap(valueOrThrow));
}
function startMeasuring(session, readers, images, where) {
  const baked = images.filter(isBaked);
  if (baked.length > 1) return measureBakes(session, readers.daemon, baked, where);
  return new Map(images.map((image) => [image.name, measureSource(session, readers, image, where)]));
}
function valueOrThrow(outcome) {
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}
async function measureSource(session, readers, image, where) {
  const { name, source, verify } = image;
  session.options.signal?.throwIfAborted();
  if (source.kind === "dockerfile") return measureBuild(session, readers.daemon, name, source, { ...where, verify });
  if (source.kind === "bake") return measureBake(session, readers.daemon, { name, source, verify }, where);
  const measured = await measureTransport(session, readers, name, source, where);
  const load = source.kind === "docker-daemon" ? loadedAs(source.location) : notLoaded(source.kind);
  return checkMeasured(session, verify, measured, load);
}
async function measureTransport(session, readers, name, source, where) {
  switch (source.kind) {
    case "docker-daemon":
      return readers.daemon.measure(name, source, where.side);
    case "docker":
      return measureRemote(session, await readers.remote(), name, source);
    case "containers-storage":
      return measureStorage(session, name, source);
    default:
      return measureStored(session, name, { ...source, kind: source.kind }, where.root);
  }
}
async function measureRemote(session, remote, name, { location, platforms }) {
  return measureOpened(session, name, await remote.open(parseReference(location)), "docker", {}, platforms);
}
async function measureStorage(session, name, { location, platforms }) {
  const { store, image } = parseStorageReference(location);
  const places = store === void 0 ? await findStoragePlaces(environment(session.options.env)) : { driver: store.driver, roots: [store.root] };
  const opened = await openStorageImage(places, image, readingOf(session));
  return measureOpened(session, name, opened, "containers-storage", {}, platforms);
}
async function measureStored(session, name, source, root) {
  const opened = await openImageSource({ ...source, location: resolve7(root, source.location) }, readingOf(session));
  return measureOpened(session, name, opened, source.kind, {}, source.platforms);
}

// src/packages/allowance.ts
var CHARACTERS = 96 * 1024 * 1024;
var OVERHEAD = 32;
var Budget2 = class {
  left;
  constructor(characters = CHARACTERS) {
    this.left = characters;
  }
};
var Allowance = class {
  #budget;
  #exceeded = false;
  constructor(budget) {
    this.#budget = budget;
  }
  get exceeded() {
    return this.#exceeded;
  }
  /** Spends the cost of keeping the text. False once the budget is exceeded. */
  take(text2) {
    this.#budget.left -= text2.length + OVERHEAD;
    this.#exceeded ||= this.#budget.left < 0;
    return !this.#exceeded;
  }
};

// src/packages/sinks.ts
var NEWLINE2 = 10;
var RETURN = 13;
var LINE_LIMIT = 16 * 1024;
var LineSink = class {
  #onLine;
  #onEnd;
  #held = [];
  #heldLength = 0;
  #tooLong = false;
  #done = false;
  constructor(onLine, onEnd = () => {
  }) {
    this.#onLine = onLine;
    this.#onEnd = onEnd;
  }
  write(chunk) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start2 = 0;
    while (!this.#done) {
      const end = bytes.indexOf(NEWLINE2, start2);
      if (end < 0) break;
      this.#finishLine(bytes.subarray(start2, end));
      start2 = end + 1;
    }
    if (!this.#done) this.#hold(bytes.subarray(start2));
  }
  end() {
    if (!this.#done && (this.#heldLength > 0 || this.#tooLong)) this.#finishLine(Buffer.alloc(0));
    this.#onEnd();
  }
  #hold(rest) {
    if (this.#tooLong || rest.length === 0) return;
    this.#tooLong = this.#heldLength + rest.length > LINE_LIMIT;
    if (this.#tooLong) this.#drop();
    else {
      this.#held.push(Buffer.from(rest));
      this.#heldLength += rest.length;
    }
  }
  #finishLine(rest) {
    const fits2 = !this.#tooLong && this.#heldLength + rest.length <= LINE_LIMIT;
    const line = this.#heldLength === 0 ? rest : Buffer.concat([...this.#held, rest]);
    this.#drop();
    this.#tooLong = false;
    if (fits2) this.#done = !this.#onLine(decodeText(line.at(-1) === RETURN ? line.subarray(0, -1) : line));
  }
  #drop() {
    this.#held = [];
    this.#heldLength = 0;
  }
};
var HeadSink = class {
  #limit;
  #onEnd;
  #held = [];
  #length = 0;
  #whole = true;
  constructor(limit, onEnd) {
    this.#limit = limit;
    this.#onEnd = onEnd;
  }
  write(chunk) {
    const room = this.#limit - this.#length;
    if (chunk.length > room) this.#whole = false;
    if (room <= 0 || chunk.length === 0) return;
    const kept = Buffer.from(chunk.subarray(0, room));
    this.#held.push(kept);
    this.#length += kept.length;
  }
  end() {
    const head = Buffer.concat(this.#held);
    this.#held = [];
    this.#onEnd(head, this.#whole);
  }
};
var WholeSink = class {
  #content;
  #onEnd;
  #length = 0;
  constructor(size, onEnd) {
    this.#content = Buffer.allocUnsafeSlow(size);
    this.#onEnd = onEnd;
  }
  write(chunk) {
    const room = this.#content.length - this.#length;
    this.#content.set(chunk.length > room ? chunk.subarray(0, room) : chunk, this.#length);
    this.#length += Math.min(room, chunk.length);
  }
  end() {
    this.#onEnd(this.#content.subarray(0, this.#length));
  }
};

// src/packages/bundles/map-url.ts
var NEWLINE3 = 10;
var LINES = 8;
var LONGEST4 = 4096;
var COMMENT = /^\s*(?:\/\/|\/\*)[#@]\s*sourceMappingURL=/;
var DATA = /^data:application\/json;(?:charset=[\w-]+;)?base64,/;
var START = 128;
function mapPlaceOf(path, content) {
  const beside = `${path}.map`;
  const line = commentIn(content);
  if (line === void 0) return { paths: [beside] };
  const start2 = COMMENT.exec(line.toString("latin1", 0, START))?.[0].length ?? 0;
  const data = DATA.exec(line.toString("latin1", start2, start2 + START))?.[0].length;
  if (data !== void 0) return { paths: [], inline: Buffer.from(line.toString("latin1", start2 + data), "base64") };
  const named = line.length > LONGEST4 ? void 0 : pathOf(path, line.toString("utf8", start2));
  return { paths: named === void 0 || named === beside ? [beside] : [named, beside] };
}
function commentIn(content) {
  let end = content.length;
  for (let count2 = 0; count2 < LINES && end > 0; count2++) {
    const start2 = content.lastIndexOf(NEWLINE3, end - 1) + 1;
    if (COMMENT.test(content.toString("latin1", start2, Math.min(end, start2 + START))))
      return content.subarray(start2, end);
    end = start2 - 1;
  }
  return void 0;
}
function pathOf(path, text2) {
  const [url = ""] = /^[^\s*?#]*/.exec(text2) ?? [];
  const directory = path.slice(0, path.lastIndexOf("/") + 1);
  const isElsewhere = /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(url);
  return normalisePath(`${directory}${isElsewhere ? url.slice(url.lastIndexOf("/") + 1) : decoded(url)}`);
}
function decoded(url) {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

// src/packages/bundles/mappings.ts
import { isAscii } from "node:buffer";
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
var NO_DIGIT = -1;
var DIGITS = Int8Array.from({ length: 128 }, (_, code) => ALPHABET.indexOf(String.fromCharCode(code)));
var BITS = 5;
var MORE = 1 << BITS;
var MOST_BITS = 30;
var [NEWLINE4, SPACE, TAB] = [10, 32, 9];
var [COMMA, SEMICOLON] = [44, 59];
var NOWHERE = -1;
function sumMappings(mappings, content, grouped) {
  const walk = new Walk(content, grouped.groups);
  const segment = new SegmentReader(mappings);
  while (segment.next()) {
    if (segment.isNewLine) {
      if (!walk.endLine()) return segment.hasMore ? void 0 : walk.sums;
    } else if (!walk.begin(segment.column, segment.hasSource ? grouped.groupOf[segment.source] : NOWHERE))
      return void 0;
  }
  if (segment.isBroken) return void 0;
  walk.endLine();
  return walk.sums;
}
var SegmentReader = class {
  #mappings;
  #at = 0;
  #value = 0;
  /** Whether there is a line's end instead of a segment. */
  isNewLine = false;
  isBroken = false;
  column = 0;
  source = 0;
  hasSource = false;
  constructor(mappings) {
    this.#mappings = mappings;
  }
  /** Whether a segment follows, on whatever line. */
  get hasMore() {
    return /[^;,]/.test(this.#mappings.slice(this.#at));
  }
  /** Goes to the next segment or line. False at the end, and where the text is no segment. */
  next() {
    while (this.#mappings.charCodeAt(this.#at) === COMMA) this.#at += 1;
    if (this.#at >= this.#mappings.length) return false;
    this.isNewLine = this.#mappings.charCodeAt(this.#at) === SEMICOLON;
    if (!this.isNewLine) return this.#readSegment();
    this.#at += 1;
    this.column = 0;
    return true;
  }
  /** One field, four or five: column, source, line and column in it, name. All but the line's first column follow the ones before. */
  #readSegment() {
    let fields = 0;
    for (; !this.#isEnd(); fields++) {
      if (!this.#readNumber()) return this.#fail();
      if (fields === 0) this.column += this.#value;
      if (fields === 1) this.source += this.#value;
    }
    this.hasSource = fields > 1;
    return fields === 1 || fields === 4 || fields === 5 || this.#fail();
  }
  #isEnd() {
    const code = this.#mappings.charCodeAt(this.#at);
    return Number.isNaN(code) || code === COMMA || code === SEMICOLON;
  }
  /** The lowest bit of a number is its sign. */
  #readNumber() {
    let sum = 0;
    for (let shift = 0; shift <= MOST_BITS; shift += BITS) {
      const digit = DIGITS[this.#mappings.charCodeAt(this.#at)] ?? NO_DIGIT;
      if (digit === NO_DIGIT) return false;
      this.#at += 1;
      sum += (digit & MORE - 1) * 2 ** shift;
      if (digit >= MORE) continue;
      this.#value = sum % 2 === 0 ? sum / 2 : -(sum - 1) / 2;
      return true;
    }
    return false;
  }
  #fail() {
    this.isBroken = true;
    return false;
  }
};
var Walk = class {
  sums;
  #content;
  #isAscii;
  /** Where the line ends, with its newline. */
  #end;
  #start = 0;
  /** Where the last segment begins: its column, its byte, and its group. */
  #column = 0;
  #at = 0;
  #group = NOWHERE;
  constructor(content, groups) {
    this.#content = content;
    this.#isAscii = isAscii(content);
    this.sums = new Float64Array(groups);
    this.#end = this.#endOfLine();
  }
  /** A segment of a group begins at a column. False for a group or place that there is not. */
  begin(column, group) {
    const from = this.#at;
    const isFirst = from === this.#start && this.#group === NOWHERE;
    if (group === void 0 || column < this.#column || !this.#moveTo(column)) return false;
    this.#count(isFirst && this.#isBlank(from, this.#at) ? group : this.#group, this.#at - from);
    this.#group = group;
    return true;
  }
  /** The line ends. False after the last one. */
  endLine() {
    this.#count(this.#group, this.#end - this.#at);
    this.#start = this.#end;
    this.#at = this.#end;
    this.#column = 0;
    this.#group = NOWHERE;
    const isThere = this.#start < this.#content.length;
    this.#end = this.#endOfLine();
    return isThere;
  }
  #count(group, bytes) {
    if (group !== NOWHERE) this.sums[group] = (this.sums[group] ?? 0) + bytes;
  }
  #endOfLine() {
    const newline = this.#content.indexOf(NEWLINE4, this.#start);
    return newline < 0 ? this.#content.length : newline + 1;
  }
  /** False for a column that the line does not have. */
  #moveTo(column) {
    if (this.#isAscii) {
      this.#at += column - this.#column;
      this.#column = column;
    }
    while (this.#column < column && this.#at < this.#end) {
      const { bytes, units } = widthOf(this.#content[this.#at] ?? 0);
      this.#at += bytes;
      this.#column += units;
    }
    return this.#column >= column && this.#at <= this.#end;
  }
  #isBlank(from, to) {
    for (let at = from; at < to; at++) if (this.#content[at] !== SPACE && this.#content[at] !== TAB) return false;
    return true;
  }
};
var [ONE, TWO, THREE, FOUR] = [
  { bytes: 1, units: 1 },
  { bytes: 2, units: 1 },
  { bytes: 3, units: 1 },
  { bytes: 4, units: 2 }
];
function widthOf(first) {
  if (first < 194 || first > 244) return ONE;
  if (first < 224) return TWO;
  return first < 240 ? THREE : FOUR;
}

// src/packages/bundles/origin.ts
var MODULE = /^(.*\/)?node_modules\/((?:@[^/]+\/)?[^/@.][^/]*)\//s;
var STORE = /(?:^|\/)\.(?:pnpm|bun)\/([^/]+)\/$/;
var LONGEST5 = 500;
function originOf(source) {
  const [, above = "", name] = MODULE.exec(source.replaceAll("\\", "/")) ?? [];
  if (name === void 0) return "";
  const slash2 = name.startsWith("@") ? name.indexOf("/") : -1;
  const url = formatPackageUrl({
    type: "npm",
    namespace: name.slice(0, Math.max(slash2, 0)),
    name: name.slice(slash2 + 1),
    version: storedVersion(above, name)
  });
  return url === void 0 || url.length > LONGEST5 ? "" : url;
}
function storedVersion(above, name) {
  const [, stored = ""] = STORE.exec(above) ?? [];
  const prefix = `${name.replace("/", "+")}@`;
  return stored.startsWith(prefix) ? /^[^_(+]+/.exec(stored.slice(prefix.length))?.[0] : void 0;
}

// src/packages/bundles/source-map.ts
var MiB = 1024 * 1024;
var MAP_MEMBERS = /* @__PURE__ */ new Map([
  ["version", 64],
  ["mappings", 16 * MiB],
  ["sources", 8 * MiB],
  ["sourceRoot", 4096],
  // A map of maps is not read.
  ["sections", 0]
]);
var SOURCES = 2e5;
var PACKAGES = 5e3;
var VERSION2 = 3;
function readSourceMap(members) {
  const read = (name) => JSON.parse(members.get(name)?.toString("utf8") ?? "null");
  const [mappings, sources, root] = [read("mappings"), read("sources"), read("sourceRoot") ?? ""];
  const isOther = read("version") !== VERSION2 || typeof root !== "string";
  if (isOther || typeof mappings !== "string" || !Array.isArray(sources) || sources.length > SOURCES) return void 0;
  const grouped = groupSources(sources, root);
  return grouped.origins.length > PACKAGES ? void 0 : { mappings, ...grouped, groups: grouped.origins.length };
}
function originsOf2(map, content) {
  const sums = sumMappings(map.mappings, content, map);
  return sums && map.origins.map((name, at) => ({ name, bytes: sums[at] ?? 0 })).filter(({ bytes }) => bytes > 0);
}
function groupSources(sources, root) {
  const names2 = sources.map(
    (source) => typeof source === "string" ? originOf(`${root}${slash(root)}${source}`) : null
  );
  const origins = [...new Set(names2)].filter((name) => name !== null).sort();
  const positions = new Map(origins.map((name, at) => [name, at]));
  return { origins, groupOf: Int32Array.from(names2, (name) => name === null ? -1 : positions.get(name) ?? -1) };
}
function slash(root) {
  return root === "" || root.endsWith("/") ? "" : "/";
}

// src/packages/bundles/top-level.ts
var [QUOTE, BACKSLASH, COMMA2, COLON] = [34, 92, 44, 58];
var [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];
var NAME2 = 64;
var TopLevelSink = class {
  #limits;
  #onEnd;
  #members = /* @__PURE__ */ new Map();
  #place = { depth: 0, isText: false, isEscaped: false };
  /** The name or value that is being read: what is kept of it, and how many bytes more may be. */
  #pieces = [];
  #room = 0;
  /** Of the value that is being read; undefined while a name is. */
  #name;
  #isBroken = false;
  #isFirst = true;
  /** `limits` are bytes of each wanted member. */
  constructor(limits, onEnd) {
    this.#limits = limits;
    this.#onEnd = onEnd;
  }
  write(chunk) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#isFirst && !/^\s*(?:\{|$)/.test(bytes.toString("latin1", 0, NAME2))) this.#isBroken = true;
    this.#isFirst &&= bytes.length === 0;
    if (this.#isBroken) return;
    let start2 = 0;
    for (let at = nextMark(bytes, 0, this.#place); at >= 0; at = nextMark(bytes, at + 1, this.#place)) {
      this.#keep(bytes.subarray(start2, at));
      this.#mark(bytes[at] ?? 0);
      start2 = at + 1;
    }
    this.#keep(bytes.subarray(start2));
  }
  end() {
    this.#onEnd(this.#isBroken || this.#place.depth !== 0 ? void 0 : this.#members);
  }
  /** A mark of the object itself: it begins, ends, or a name or value of it ends. */
  #mark(mark) {
    if (mark === OPEN_LIST) this.#isBroken = true;
    else if (mark === COLON) this.#beginValue();
    else {
      this.#endValue();
      this.#room = NAME2;
    }
  }
  #beginValue() {
    if (this.#name !== void 0) this.#isBroken = true;
    this.#name = nameOf4(Buffer.concat(this.#pieces));
    this.#pieces = [];
    this.#room = this.#limits.get(this.#name) ?? 0;
  }
  #endValue() {
    if (this.#name !== void 0 && this.#limits.has(this.#name))
      this.#members.set(this.#name, Buffer.concat(this.#pieces));
    this.#name = void 0;
    this.#pieces = [];
  }
  #keep(bytes) {
    const isWanted2 = this.#name === void 0 || this.#limits.has(this.#name);
    if (bytes.length === 0 || !isWanted2) return;
    this.#room -= bytes.length;
    if (this.#room >= 0) this.#pieces.push(Buffer.from(bytes));
    else if (this.#name !== void 0) this.#isBroken = true;
    else this.#pieces = [];
  }
};
function nextMark(bytes, from, place) {
  let { depth, isText, isEscaped } = place;
  let found = -1;
  for (let at = from; at < bytes.length && found < 0; at++) {
    const byte = bytes[at];
    if (isText) {
      if (isEscaped) isEscaped = false;
      else if (byte === BACKSLASH) isEscaped = true;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) found = depth++ === 0 ? at : -1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) found = --depth === 0 ? at : -1;
    else if (depth === 1 && (byte === COMMA2 || byte === COLON)) found = at;
  }
  Object.assign(place, { depth, isText, isEscaped });
  return found;
}
function nameOf4(json) {
  return /^\s*"([^"\\]*)"\s*$/.exec(json.toString("latin1"))?.[1] ?? "";
}

// src/packages/bundles/waiting.ts
var Waiting = class {
  #items = /* @__PURE__ */ new Map();
  #room;
  /** `room` is in bytes, of all that waits. */
  constructor(room) {
    this.#room = room;
  }
  put(path, item) {
    this.take(path);
    this.#items.set(path, item);
    this.#room -= item.size;
    for (const oldest of this.#items.keys()) {
      if (this.#room >= 0) return;
      this.take(oldest);
    }
  }
  /** Gives it away. */
  take(path) {
    const item = this.#items.get(path);
    this.#items.delete(path);
    this.#room += item?.size ?? 0;
    return item;
  }
  has(path) {
    return this.#items.has(path);
  }
};

// src/packages/bundles/bundles.ts
var MiB2 = 1024 * 1024;
var BUNDLE = /\.(?:[cm]?js|css)$/;
var MAP = /(?<!\.d\.[cm]?ts)\.map$/;
var MODULES = /(?:^|\/)node_modules\//;
var SMALLEST = 16 * 1024;
var LARGEST2 = 32 * MiB2;
var LARGEST_MAP = 512 * MiB2;
var ROOM = 32 * MiB2;
var ORIGINS = 2e5;
var BundleFinder = class {
  #allowance;
  #bundles = new Waiting(ROOM);
  #maps = new Waiting(ROOM);
  /** By the path of a map, that of the bundle which waits for it. */
  #wanted = /* @__PURE__ */ new Map();
  #told = /* @__PURE__ */ new Map();
  #left = ORIGINS;
  constructor(allowance) {
    this.#allowance = allowance;
  }
  /** A sink for bundles and maps outside of packages; null for all other files. */
  open({ path, size }) {
    const isMap = MAP.test(path);
    if (!(isMap || BUNDLE.test(path)) || MODULES.test(path)) return null;
    if (isMap) return size > LARGEST_MAP ? null : this.#openMap(path);
    this.#told.delete(path);
    this.#bundles.take(path);
    return size < SMALLEST || size > LARGEST2 ? null : new WholeSink(size, (content) => this.#addBundle(path, content));
  }
  /** What the bundles were made from, by path. */
  find() {
    return this.#allowance.exceeded ? /* @__PURE__ */ new Map() : this.#told;
  }
  #openMap(path) {
    this.#maps.take(path);
    return new TopLevelSink(MAP_MEMBERS, (members) => {
      const map = members && tryTo(() => readSourceMap(members));
      if (map !== void 0) this.#addMap(path, map);
    });
  }
  #addBundle(path, content) {
    const { paths, inline } = mapPlaceOf(path, content);
    const bundle = { path, content, size: content.length };
    const held = paths.find((place) => this.#maps.has(place));
    if (inline !== void 0) this.#tell(bundle, mapIn(inline));
    else if (held !== void 0) this.#tell(bundle, this.#maps.take(held)?.map);
    else {
      this.#bundles.put(path, bundle);
      for (const place of paths) this.#wanted.set(place, path);
    }
  }
  #addMap(path, map) {
    const bundle = this.#bundles.take(this.#wanted.get(path) ?? "");
    if (bundle === void 0) this.#maps.put(path, { map, size: map.mappings.length + map.groupOf.byteLength });
    else this.#tell(bundle, map);
  }
  #tell({ path, content }, map) {
    const origins = map && originsOf2(map, content);
    this.#left -= origins?.length ?? 0;
    if (origins === void 0 || this.#left < 0) return;
    if ([path, ...origins.map(({ name }) => name)].every((text2) => this.#allowance.take(text2)))
      this.#told.set(path, origins);
  }
};
function mapIn(json) {
  let map;
  const sink = new TopLevelSink(MAP_MEMBERS, (members) => {
    map = members && tryTo(() => readSourceMap(members));
  });
  sink.write(json);
  sink.end();
  return map;
}
function tryTo(read) {
  try {
    return read();
  } catch {
    return void 0;
  }
}

// src/packages/file-reader.ts
var PACKAGES2 = 5e4;
var FileFinder = class {
  #allowance;
  #readers;
  #packages = /* @__PURE__ */ new Map();
  constructor(allowance, readers) {
    this.#allowance = allowance;
    this.#readers = readers;
  }
  open({ path, size }) {
    for (const reader of this.#readers) {
      const match2 = path.endsWith(reader.ending) ? reader.path.exec(path) : null;
      if (match2 === null) continue;
      this.#packages.delete(path);
      if (size > reader.limit) return null;
      return new HeadSink(
        reader.limit,
        (content, whole) => this.#keep(path, whole ? tryRead(reader, match2, content) : [])
      );
    }
    return null;
  }
  find() {
    return this.#allowance.exceeded ? [] : [...this.#packages.values()].flat();
  }
  #keep(path, found) {
    if (found.length > PACKAGES2 || !found.every((each) => [...textsOf(each)].every((text2) => this.#allowance.take(text2))))
      return;
    this.#packages.set(path, found);
  }
};
function tryRead(reader, match2, content) {
  try {
    return reader.read(match2, content);
  } catch {
    return [];
  }
}
function* textsOf({ purl, roots, files, requires = [], inner = [] }) {
  yield purl;
  for (const list of [roots, files, requires, inner]) yield* list;
}
function jsonOf(content) {
  return asRecord(JSON.parse(content.toString("utf8").replace(/^\uFEFF/, "")));
}
function below(directory, path) {
  return directory === "" ? path : `${directory}/${path}`;
}

// src/packages/collections/bitnami.ts
var CONTAINED = 500;
var bitnamiReader = {
  ending: ".bitnami_components.json",
  path: /^((?:.*\/)?)\.bitnami_components\.json$/,
  limit: 1024 * 1024,
  read([path, home = ""], content) {
    return Object.entries(jsonOf(content)).flatMap(([name, value]) => {
      const { version, arch, distro } = asRecord(value);
      const qualifiers = { arch: asText(arch), distro: asText(distro) };
      const purl = formatPackageUrl({ type: "bitnami", name, version: asText(version), qualifiers });
      if (purl === void 0 || name.includes("/") || /^\.*$/.test(name)) return [];
      const root = below(home.slice(0, -1), name);
      return [{ purl, anchor: path, roots: [root], files: [], depth: root.length }];
    });
  }
};
var bitnamiSpdxReader = {
  ending: ".spdx",
  path: /^((?:.*\/)?[^/]+)\/\.spdx-([^/]+)\.spdx$/,
  limit: 16 * 1024 * 1024,
  read([path, directory = "", component = ""], content) {
    const urls = asList(jsonOf(content).packages).flatMap((found) => purlOf(asRecord(found)));
    const own = urls.find((url) => url.startsWith(`pkg:bitnami/${component}@`)) ?? urls.find(isBitnami);
    if (own === void 0) return [];
    const inner = urls.filter((url) => url !== own).slice(0, CONTAINED);
    return [{ purl: own, anchor: path, roots: [directory], files: [], depth: directory.length, inner }];
  }
};
function isBitnami(url) {
  return url.startsWith("pkg:bitnami/");
}
function purlOf(found) {
  const references = asList(found.externalRefs).map(asRecord);
  const url = asText(references.find(({ referenceType }) => referenceType === "purl")?.referenceLocator);
  return /^pkg:[a-z][a-z0-9.+-]*\/[\x21-\x7e]{1,500}$/.test(url) ? [url] : [];
}

// src/packages/collections/conda.ts
var condaReader = {
  ending: ".json",
  path: /^((?:.*\/)?)conda-meta\/[^/]+\.json$/,
  limit: 64 * 1024 * 1024,
  read([path, home = ""], content) {
    const prefix = home.slice(0, -1);
    const record = jsonOf(content);
    const qualifiers = { build: asText(record.build), subdir: asText(record.subdir) };
    const purl = formatPackageUrl({
      type: "conda",
      name: asText(record.name),
      version: asText(record.version),
      qualifiers
    });
    if (purl === void 0) return [];
    const files = asList(record.files).map((file) => below(prefix, asText(file)));
    const requires = asList(record.depends).flatMap((each) => {
      const [name = ""] = /^[\w.-]+/.exec(asText(each)) ?? [];
      return name.startsWith("__") ? [] : formatPackageUrl({ type: "conda", name }) ?? [];
    });
    return [{ purl, anchor: path, roots: [path], files, depth: prefix.length, requires }];
  }
};

// src/packages/collections/homebrew.ts
var homebrewReader = {
  ending: "/INSTALL_RECEIPT.json",
  path: /^((?:.*\/)?Cellar\/([^/]+)\/([^/]+))\/INSTALL_RECEIPT\.json$/,
  limit: 1024 * 1024,
  read([path, keg = "", name = "", version], content) {
    const purl = formatPackageUrl({ type: "brew", name, version });
    const needed = asList(jsonOf(content).runtime_dependencies);
    const requires = needed.flatMap((each) => {
      const full = asText(asRecord(each).full_name);
      return formatPackageUrl({ type: "brew", name: full.slice(full.lastIndexOf("/") + 1) }) ?? [];
    });
    return purl === void 0 ? [] : [{ purl, anchor: path, roots: [keg], files: [], depth: keg.length, requires }];
  }
};

// src/packages/collections/nix.ts
var STORE_PATH = /^(nix\/store\/([0-9a-z]{32})-([\w+.?=-]+))(?:\/|$)/;
var OUTPUT = /^(.+)-(bin|dev|doc|info|lib|man|out|static|debug|data)$/;
var NixFinder = class {
  #allowance;
  #packages = /* @__PURE__ */ new Map();
  constructor(allowance) {
    this.#allowance = allowance;
  }
  open({ path }) {
    const [, root, , label] = path.startsWith("nix/store/") ? STORE_PATH.exec(path) ?? [] : [];
    if (root === void 0 || label === void 0 || this.#packages.has(root)) return null;
    const purl = urlOf(label);
    if (purl !== void 0 && this.#allowance.take(`${root}${path}${purl}`))
      this.#packages.set(root, { purl, anchor: path, roots: [root], files: [], depth: root.length });
    return null;
  }
  find() {
    return this.#allowance.exceeded ? [] : [...this.#packages.values()];
  }
};
function urlOf(label) {
  const [, name = label, ending] = /^(.*?)-([^a-zA-Z].*)$/.exec(label) ?? [];
  const [, version = ending, output] = OUTPUT.exec(ending ?? "") ?? [];
  return formatPackageUrl({ type: "nix", name, version, qualifiers: { output } });
}

// src/packages/java/zip-scan.ts
import { constants as constants4, inflateRawSync } from "node:zlib";

// src/packages/java/zip-directory.ts
var END2 = 101010256;
var END_64 = 101075792;
var LOCATOR_64 = 117853008;
var ENTRY = 33639248;
var END_LENGTH = 22;
var LOCATOR_LENGTH = 20;
var ENTRY_LENGTH = 46;
var ELSEWHERE2 = 4294967295;
var ENTRIES = 2e5;
function readDirectory(tail) {
  const { bytes } = tail;
  for (let at = bytes.length - END_LENGTH; at >= 0 && at >= bytes.length - END_LENGTH - 65535; at--) {
    if (bytes.readUInt32LE(at) !== END2 || at + END_LENGTH + bytes.readUInt16LE(at + 20) !== bytes.length) continue;
    const end = readEnd64(tail, at) ?? {
      count: bytes.readUInt16LE(at + 10),
      length: bytes.readUInt32LE(at + 12),
      offset: bytes.readUInt32LE(at + 16),
      at
    };
    return readEntries(tail, end);
  }
  return void 0;
}
function readEnd64({ bytes, start: start2 }, end) {
  const locator = end - LOCATOR_LENGTH;
  if (locator < 0 || bytes.readUInt32LE(locator) !== LOCATOR_64) return void 0;
  const at = Number(bytes.readBigUInt64LE(locator + 8)) - start2;
  if (!(at >= 0 && at + 56 <= locator) || bytes.readUInt32LE(at) !== END_64) return void 0;
  const [count2 = 0, length = 0, offset = 0] = [32, 40, 48].map((field) => Number(bytes.readBigUInt64LE(at + field)));
  return { count: count2, length, offset, at };
}
function readEntries({ bytes, start: start2 }, { count: count2, length, offset, at: end }) {
  const first = end - length;
  if (first < 0 || count2 > ENTRIES) return void 0;
  const before = start2 + first - offset;
  const entries = [];
  for (let at = first; entries.length < count2; ) {
    if (at + ENTRY_LENGTH > end || bytes.readUInt32LE(at) !== ENTRY) return void 0;
    const nameEnd = at + ENTRY_LENGTH + bytes.readUInt16LE(at + 28);
    const size = bytes.readUInt32LE(at + 20);
    const local = bytes.readUInt32LE(at + 42);
    if (size !== ELSEWHERE2 && local !== ELSEWHERE2)
      entries.push({
        name: bytes.toString("utf8", at + ENTRY_LENGTH, Math.min(nameEnd, end)),
        method: bytes.readUInt16LE(at + 10),
        crc32: bytes.readUInt32LE(at + 16),
        size,
        offset: before + local
      });
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

// src/packages/java/zip-scan.ts
var SIGNATURE = Buffer.from("PK", "latin1");
var HEADER2 = 30;
var SIZES_FOLLOW = 8;
var ENCRYPTED = 1;
var STORED = 0;
var DEFLATED = 8;
var STORED_TEXT = 16 * 1024;
var LONGEST_NAME = 512;
var INFLATED = 512 * 1024;
var TEXT_IN_ALL = 4 * 1024 * 1024;
var TEXTS2 = 1e4;
var TAIL2 = 16 * 1024 * 1024;
var ZipScanSink = class {
  #size;
  #wanted;
  #onEnd;
  #tail = [];
  #texts = [];
  #left = TEXT_IN_ALL;
  #isArchive = false;
  #held = Buffer.alloc(0);
  /** Where `#held` begins in the file. */
  #offset = 0;
  #read = 0;
  /** `size` is that of the file in bytes. */
  constructor(size, wanted, onEnd) {
    this.#size = size;
    this.#wanted = wanted;
    this.#onEnd = onEnd;
  }
  write(chunk) {
    const skip = Math.max(0, this.#size - TAIL2 - this.#read);
    if (skip < chunk.length) this.#tail.push(Buffer.from(chunk.subarray(skip)));
    this.#read += chunk.length;
    this.#scan(Buffer.concat([this.#held, chunk]), false);
  }
  end() {
    this.#scan(this.#held, true);
    const bytes = Buffer.concat(this.#tail);
    const entries = readDirectory({ bytes, start: this.#read - bytes.length });
    this.#onEnd({ isArchive: this.#isArchive || entries !== void 0, texts: this.#texts, entries });
  }
  #scan(bytes, last) {
    if (this.#offset === 0) this.#isArchive = bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE);
    let at = bytes.indexOf(SIGNATURE);
    while (at >= 0 && (last || at + HEADER2 + LONGEST_NAME + STORED_TEXT <= bytes.length)) {
      this.#readLocal(bytes, at);
      at = bytes.indexOf(SIGNATURE, at + SIGNATURE.length);
    }
    const keep = at >= 0 ? at : Math.max(0, bytes.length - SIGNATURE.length + 1);
    this.#held = Buffer.from(bytes.subarray(keep));
    this.#offset += keep;
  }
  #readLocal(bytes, at) {
    if (at + HEADER2 > bytes.length) return;
    const length = bytes.readUInt16LE(at + 26);
    const nameEnd = at + HEADER2 + length;
    if (length > LONGEST_NAME || nameEnd > bytes.length || this.#texts.length >= TEXTS2) return;
    const name = bytes.toString("utf8", at + HEADER2, nameEnd);
    if (!this.#wanted(name)) return;
    const text2 = readText(bytes, at, nameEnd + bytes.readUInt16LE(at + 28));
    if (text2 === void 0 || text2.length > this.#left) return;
    this.#left -= text2.length;
    this.#texts.push({ name, text: text2, offset: this.#offset + at });
  }
};
function readText(bytes, at, start2) {
  const [flags, method] = [bytes.readUInt16LE(at + 6), bytes.readUInt16LE(at + 8)];
  const isSized = (flags & SIZES_FOLLOW) === 0;
  if ((flags & ENCRYPTED) !== 0 || method === STORED && !isSized) return void 0;
  const size = isSized ? bytes.readUInt32LE(at + 18) : STORED_TEXT;
  const stored = bytes.subarray(start2, start2 + Math.min(size, STORED_TEXT));
  if (method === STORED) return stored.toString("utf8");
  return method === DEFLATED ? inflate2(stored) : void 0;
}
function inflate2(bytes) {
  try {
    const options = { maxOutputLength: INFLATED, finishFlush: constants4.Z_SYNC_FLUSH };
    return inflateRawSync(bytes, options).toString("utf8");
  } catch {
    return void 0;
  }
}

// src/packages/java/boot-layers.ts
var INDEX = /^(?:BOOT|WEB)-INF\/layers\.idx$/;
var LAYER = /^- "(.+)":$/;
var CONTENT = /^ {2}- "(.+)"$/;
var LAYERS = 50;
var LONGEST_NAME2 = 200;
var DIRECTORIES = 200;
function isLayerIndex(name) {
  return INDEX.test(name);
}
function bootLayers(entries, texts, size) {
  const written = entries.filter(({ name }) => isLayerIndex(name));
  const text2 = texts.find(({ offset }) => offset === written[0]?.offset)?.text;
  if (written.length !== 1 || text2 === void 0 || (written[0]?.size ?? 0) > STORED_TEXT) return [];
  const index = readIndex(text2);
  if (index === void 0) return [];
  const bytes = index.layers.map(() => 0);
  for (const entry of entries) {
    const layer = layerOf(entry.name, index);
    if (layer !== void 0) bytes[layer] = (bytes[layer] ?? 0) + entry.size;
  }
  const sum = bytes.reduce((before, each) => before + each, 0);
  return sum > size ? [] : index.layers.map((name, at) => ({ name, bytes: bytes[at] ?? 0 }));
}
function readIndex(text2) {
  const layers = [];
  const files = /* @__PURE__ */ new Map();
  const directories = [];
  for (const [line, written] of text2.split(/\r?\n/).entries()) {
    const [[, name], [, content]] = [LAYER.exec(written) ?? [], CONTENT.exec(written) ?? []];
    const place = { line, layer: layers.length - 1 };
    if (name !== void 0 && name.length <= LONGEST_NAME2 && !layers.includes(name)) layers.push(name);
    else if (content === void 0 ? written.trim() !== "" : layers.length === 0) return void 0;
    else if (content?.endsWith("/")) directories.push([content, place]);
    else if (content !== void 0 && !files.has(content)) files.set(content, place);
    if (layers.length > LAYERS || directories.length > DIRECTORIES) return void 0;
  }
  return { layers, files, directories };
}
function layerOf(name, { files, directories }) {
  const file = files.get(name);
  const [, directory] = directories.find(([prefix]) => name.startsWith(prefix)) ?? [];
  if (file === void 0 || directory === void 0) return (file ?? directory)?.layer;
  return (file.line < directory.line ? file : directory).layer;
}

// src/packages/java/groups.ts
var GROUPS = [
  [/^spring-boot(?:-.+)?$/, "org.springframework.boot"],
  [/^spring-security-.+$/, "org.springframework.security"],
  [/^spring-data-.+$/, "org.springframework.data"],
  [/^spring-cloud-.+$/, "org.springframework.cloud"],
  [
    /^spring-(?:aop|aspects|beans|context(?:-support)?|core|expression|instrument|jcl|jdbc|jms|messaging|orm|oxm|r2dbc|test|tx|web|webflux|webmvc|websocket)$/,
    "org.springframework"
  ],
  [/^kotlinx-.+$/, "org.jetbrains.kotlinx"],
  [/^kotlin-.+$/, "org.jetbrains.kotlin"],
  [/^tomcat-embed-.+$/, "org.apache.tomcat.embed"],
  [/^micrometer-.+$/, "io.micrometer"],
  [/^reactor-(?:core|test|tools)$/, "io.projectreactor"],
  [/^reactor-netty(?:-.+)?$/, "io.projectreactor.netty"],
  [/^okhttp(?:-.+)?$/, "com.squareup.okhttp3"],
  [/^okio(?:-.+)?$/, "com.squareup.okio"],
  [/^grpc-.+$/, "io.grpc"],
  [/^opentelemetry-.+$/, "io.opentelemetry"],
  [/^lucene-.+$/, "org.apache.lucene"],
  [/^groovy(?:-.+)?$/, "org.apache.groovy"],
  [/^scala3?-(?:library|reflect|compiler)(?:_3)?$/, "org.scala-lang"],
  [/^junit-jupiter(?:-.+)?$/, "org.junit.jupiter"],
  [/^junit-platform-.+$/, "org.junit.platform"]
];
function inferredGroup(name) {
  return GROUPS.find(([pattern]) => pattern.test(name))?.[1];
}

// src/packages/java/coordinates.ts
var POM = /^META-INF\/maven\/([^/]+)\/([^/]+)\/pom\.properties$/;
var MANIFEST3 = "META-INF/MANIFEST.MF";
var FILE_NAME = /^(.+?)-(\d[^/]*)$/;
var CLASSIFIER = /^(.+?)-(jar-with-dependencies|all|shaded|uber|fat|exec|sources|javadoc|tests|(?:linux|osx|macos|windows|natives?)(?:[-_].+)?)$/;
var ARTIFACT = /^[\w.-]+$/;
var VERSION3 = /^[\w.+-]+$/;
var REPOSITORY = /(?:^|\/)repository\/(.+)\/([^/]+)\/([^/]+)\/[^/]+$/;
function isEvidence(name) {
  return name === MANIFEST3 || POM.test(name);
}
function evidenceOf(path, texts) {
  const manifest = texts.find(({ name }) => name === MANIFEST3)?.text ?? "";
  return { path, manifest, poms: texts.flatMap(({ name, text: text2 }) => readPom(name, text2)) };
}
function coordinatesOf(evidence) {
  const stem = stemOf(evidence.path);
  const pom = ownPom(evidence, stem);
  if (pom === void 0) return coordinatesOfFile(evidence, stem);
  const { group, name, version } = pom;
  const rest = version !== void 0 && stem.startsWith(`${name}-${version}-`) ? stem.slice(name.length + version.length + 2) : void 0;
  return {
    namespace: group,
    name,
    version: version ?? splitName(stem).version,
    ...rest !== void 0 && { qualifiers: { classifier: rest } }
  };
}
function mergedInto(evidence) {
  const own = ownPom(evidence, stemOf(evidence.path));
  return evidence.poms.filter((pom) => pom !== own).map(({ group, name, version }) => ({ namespace: group, name, version }));
}
function ownPom({ poms }, stem) {
  const matching = poms.filter(({ name }) => stem === name || stem.startsWith(`${name}-`));
  const longest = matching.reduce(
    (best, pom) => pom.name.length > (best?.name.length ?? 0) ? pom : best,
    void 0
  );
  if (longest !== void 0) return longest;
  return poms.length === 1 && splitName(stem).version === void 0 ? poms[0] : void 0;
}
function coordinatesOfFile({ path, manifest }, stem) {
  const fields = readFields(manifest.replace(/\r?\n /g, ""), ":");
  const file = splitName(stem);
  const title = fields.get("Implementation-Title") ?? "";
  const said = fields.get("Implementation-Version") ?? "";
  const isOwn = file.version === void 0 || said === "" || said.startsWith(file.version);
  const name = file.version === void 0 && isOwn && ARTIFACT.test(title) ? title : file.name;
  const bundle = fields.get("Bundle-Version");
  const group = groupOf(path, name, isOwn ? fields : /* @__PURE__ */ new Map());
  const qualifiers = { classifier: file.classifier, group: group.isInferred ? "inferred" : void 0 };
  return {
    namespace: group.name,
    name,
    version: file.version ?? (VERSION3.test(said) ? said : bundle),
    ...Object.values(qualifiers).some((value) => value !== void 0) && { qualifiers }
  };
}
function groupOf(path, artifact, manifest) {
  const [, directories, directory] = REPOSITORY.exec(path) ?? [];
  if (directories !== void 0 && directory === artifact)
    return { name: directories.replaceAll("/", "."), isInferred: false };
  const vendor = manifest.get("Implementation-Vendor-Id") ?? "";
  if (ARTIFACT.test(vendor)) return { name: vendor, isInferred: false };
  const inferred = inferredGroup(artifact);
  return { name: inferred, isInferred: inferred !== void 0 };
}
function splitName(stem) {
  const [, name, ending] = FILE_NAME.exec(stem) ?? [];
  if (name === void 0 || ending === void 0) return { name: stem };
  const [, version = ending, classifier] = CLASSIFIER.exec(ending) ?? [];
  return { name, version, classifier };
}
function stemOf(path) {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
}
function readPom(path, text2) {
  const [, directory = "", artifact] = POM.exec(path) ?? [];
  const properties = readFields(text2, "=");
  const name = properties.get("artifactId") ?? artifact ?? "";
  const version = properties.get("version") ?? "";
  if (artifact === void 0 || !ARTIFACT.test(name)) return [];
  return [
    { group: properties.get("groupId") ?? directory, name, version: VERSION3.test(version) ? version : void 0 }
  ];
}
function readFields(text2, separator) {
  const fields = /* @__PURE__ */ new Map();
  for (const line of text2.split(/\r?\n/)) {
    const at = line.indexOf(separator);
    const key = line.slice(0, Math.max(at, 0)).trim();
    if (line === "" && separator === ":") break;
    if (key !== "" && !fields.has(key)) fields.set(key, line.slice(at + 1).trim());
  }
  return fields;
}

// src/packages/java/java.ts
var ARCHIVE = /\.(?:[jwe]ar|hpi|jpi)$/;
var PARTS = 5e3;
var STORED2 = 0;
var JavaFinder = class {
  #allowance;
  #packages = /* @__PURE__ */ new Map();
  constructor(allowance) {
    this.#allowance = allowance;
  }
  open({ path, size }) {
    return ARCHIVE.test(path) ? new ZipScanSink(size, isWanted, (scan) => this.#keep(path, size, scan)) : null;
  }
  find() {
    return this.#allowance.exceeded ? [] : [...this.#packages.values()];
  }
  #keep(path, size, scan) {
    this.#packages.delete(path);
    if (!scan.isArchive) return;
    const entries = scan.entries ?? [];
    const own = ownTexts(scan);
    const evidence = evidenceOf(path, own);
    const purl = urlOf2(coordinatesOf(evidence));
    if (purl === void 0) return;
    const inner = mergedInto(evidence).slice(0, PARTS).flatMap((merged) => urlOf2(merged) ?? []);
    const parts = partsOf(entries, scan.texts, size);
    const requires = namesOf(parts);
    const sections = bootLayers(entries, own, size);
    const names2 = [...parts.flatMap((part) => [part.path, part.purl ?? ""]), ...sections.map(({ name }) => name)];
    const texts = [path, purl, ...inner, ...requires, ...names2];
    if (texts.every((text2) => this.#allowance.take(text2)))
      this.#packages.set(path, {
        purl,
        anchor: path,
        roots: [path],
        files: [],
        depth: path.length,
        inner,
        parts,
        sections,
        requires
      });
  }
};
function isWanted(name) {
  return isEvidence(name) || isLayerIndex(name);
}
function namesOf(parts) {
  return [...new Set(parts.flatMap(({ purl }) => purl === void 0 ? [] : [parsePackageUrl(purl).name]))];
}
function urlOf2(coordinates) {
  return formatPackageUrl({ type: "maven", ...coordinates });
}
function ownTexts({ texts, entries }) {
  const offsets = new Map(entries?.map(({ offset, name }) => [offset, name]));
  return texts.filter(({ offset, name }) => offsets.get(offset) === name);
}
function partsOf(entries, texts, size) {
  const nested = entries.filter(({ name }) => ARCHIVE.test(name)).slice(0, PARTS);
  const bytes = nested.reduce((sum, entry) => sum + entry.size, 0);
  const isSound = bytes <= size && nested.every(({ name }) => isNormal(name));
  if (!isSound || new Set(nested.map(({ name }) => name)).size < nested.length) return [];
  return nested.map(({ name, crc32, offset, size: stored, method }) => {
    const inside2 = method === STORED2 ? texts.filter((text2) => text2.offset > offset && text2.offset < offset + stored) : [];
    return { path: name, size: stored, crc32, purl: urlOf2(coordinatesOf(evidenceOf(name, inside2))) };
  });
}
function isNormal(name) {
  return !name.split("/").some((part) => part === "" || part === "." || part === "..");
}

// src/packages/languages/composer.ts
var composerReader = {
  ending: "composer/installed.json",
  path: /^((?:.*\/)?[^/]+\/composer)\/installed\.json$/,
  limit: 32 * 1024 * 1024,
  read([path, home = ""], content) {
    const document = JSON.parse(content.toString("utf8"));
    const packages = Array.isArray(document) ? document : asList(asRecord(document).packages);
    return packages.flatMap((found) => describe3(asRecord(found), path, home));
  }
};
function describe3(found, anchor, home) {
  const name = asText(found.name);
  const purl = urlOf3(name, asText(found.version));
  const directory = asText(found["install-path"]) || `../${name}`;
  const root = normalisePath(below(home, directory));
  if (purl === void 0 || root === void 0 || root === "" || !/^[^/]+\/[^/]+$/.test(name)) return [];
  const requires = Object.keys(asRecord(found.require)).flatMap(
    (each) => each.includes("/") ? urlOf3(each) ?? [] : []
  );
  return [{ purl, anchor, roots: [root], files: [], depth: root.length, requires }];
}
function urlOf3(full, version) {
  const [namespace, name = ""] = full.split("/");
  return formatPackageUrl({ type: "composer", namespace, name, version });
}

// src/packages/languages/dotnet.ts
var dotnetReader = {
  ending: ".deps.json",
  path: /^((?:.*\/)?)([^/]+)\.deps\.json$/,
  limit: 16 * 1024 * 1024,
  read([path, parent = "", application = ""], content) {
    const directory = parent.slice(0, -1);
    return dotnetPackages(jsonOf(content)).map(({ purl, assets, isProject, name, requires }) => {
      const own = isProject && name === application ? ownFiles(application) : [];
      const files = [...assets, ...own].map((asset) => below(directory, asset));
      return { purl, anchor: path, roots: [], files, depth: directory.length, requires };
    });
  }
};
function dotnetPackages(document) {
  const target = asText(asRecord(document.runtimeTarget).name) || asText(document.runtimeTarget);
  const libraries = asRecord(document.libraries);
  return Object.entries(asRecord(asRecord(document.targets)[target])).flatMap(([key, value]) => {
    const [name = "", version] = key.split("/");
    const purl = formatPackageUrl({ type: "nuget", name, version });
    const library = asRecord(value);
    if (purl === void 0) return [];
    const isProject = asText(asRecord(libraries[key]).type) === "project";
    const requires = Object.keys(asRecord(library.dependencies)).flatMap(
      (each) => formatPackageUrl({ type: "nuget", name: each }) ?? []
    );
    return [{ name, purl, isProject, assets: assetsOf(library), requires }];
  });
}
function assetsOf({
  runtime,
  native,
  resources,
  runtimeTargets
}) {
  const flat = [...Object.keys(asRecord(runtime)), ...Object.keys(asRecord(native))].map(nameOf5);
  const translated = Object.entries(asRecord(resources)).map(
    ([path, value]) => below(asText(asRecord(value).locale), nameOf5(path))
  );
  return [...flat, ...translated, ...Object.keys(asRecord(runtimeTargets))];
}
function ownFiles(application) {
  return ["", ".dll", ".exe", ".pdb", ".xml", ".deps.json", ".runtimeconfig.json"].map((end) => `${application}${end}`);
}
function nameOf5(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}

// src/packages/languages/erlang.ts
var PLATFORM = /^(?:asn1|common_test|compiler|crypto|debugger|dialyzer|diameter|edoc|eldap|erl_docgen|erl_interface|erts|et|eunit|ftp|inets|jinterface|kernel|megaco|mnesia|observer|odbc|os_mon|parsetools|public_key|reltool|runtime_tools|sasl|snmp|ssh|ssl|stdlib|syntax_tools|tftp|tools|wx|xmerl|elixir|eex|ex_unit|iex|logger|mix)$/;
var erlangReader = {
  ending: ".app",
  path: /^((?:.*\/)?[^/]+)\/ebin\/([^/]+)\.app$/,
  limit: 1024 * 1024,
  read([path, directory = "", name = ""], content) {
    const text2 = content.toString("utf8").replace(/^\s*%.*$/gm, "");
    const [, version] = /\{\s*vsn\s*,\s*"([^"]+)"/.exec(text2) ?? [];
    const purl = urlOf4(name, version);
    if (purl === void 0 || !/\{\s*application\s*,/.test(text2)) return [];
    const [, applications = ""] = /\{\s*applications\s*,\s*\[([^\]]*)\]/.exec(text2) ?? [];
    const requires = applications.split(",").flatMap((each) => urlOf4(each.trim().replace(/^'|'$/g, "")) ?? []);
    return [{ purl, anchor: path, roots: [directory], files: [], depth: directory.length, requires }];
  }
};
var ertsReader = {
  ending: "releases/start_erl.data",
  path: /^((?:.*\/)?)releases\/start_erl\.data$/,
  limit: 4096,
  read([path, home = ""], content) {
    const [version = ""] = content.toString("utf8").trim().split(/\s+/);
    const purl = version === "" ? void 0 : urlOf4("erts", version);
    const root = below(home.slice(0, -1), `erts-${version}`);
    return purl === void 0 ? [] : [{ purl, anchor: path, roots: [root], files: [], depth: root.length }];
  }
};
function urlOf4(name, version) {
  return formatPackageUrl({ type: PLATFORM.test(name) ? "otp" : "hex", name, version });
}

// src/packages/languages/npm-lock.ts
var LOCK = /^(?:.*\/)?node_modules\/\.package-lock\.json$/;
var DEVELOPMENT = { relation: "development" };
var LOCK_LIMIT = 8 * 1024 * 1024;
function isNpmLock(path) {
  return path.endsWith("/.package-lock.json") && LOCK.test(path);
}
function developmentDirectories(path, text2) {
  const root = path.slice(0, path.lastIndexOf("node_modules/"));
  return Object.entries(packagesOf(text2)).flatMap(
    ([directory, told]) => asRecord(told).dev === true ? [`${root}${directory}`] : []
  );
}
function packagesOf(text2) {
  try {
    return asRecord(asRecord(JSON.parse(text2.toString("utf8"))).packages);
  } catch {
    return {};
  }
}

// src/packages/languages/node.ts
var PROJECT = /^(?:.*\/)?([^/]+)\/package\.json$/;
var MANIFEST4 = /^((?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/@.][^/]*))\/package\.json$/;
var MANIFEST_LIMIT = 1024 * 1024;
var REQUIREMENTS = 2e3;
var NodeFinder = class {
  #allowance;
  #packages = /* @__PURE__ */ new Map();
  #development = /* @__PURE__ */ new Set();
  constructor(allowance) {
    this.#allowance = allowance;
  }
  open({ path }) {
    if (isNpmLock(path)) return new HeadSink(LOCK_LIMIT, (text2, whole) => whole && this.#keepLock(path, text2));
    if (!path.endsWith("/package.json")) return null;
    const [, directory = "", name] = MANIFEST4.exec(path) ?? [];
    const project = PROJECT.exec(path)?.[1];
    if (name === void 0 && (project === void 0 || path.includes("node_modules/"))) return null;
    return new HeadSink(MANIFEST_LIMIT, (text2, whole) => {
      const found = whole ? npmPackage(text2, name ?? project ?? "") : void 0;
      this.#packages.delete(path);
      if (found === void 0 || name === void 0 && found.requires.length === 0) return;
      const { purl, requires } = found;
      const roots = name === void 0 ? [] : [directory];
      if (this.#allowance.take(`${path}${directory}${purl}${requires.join("")}`))
        this.#packages.set(path, { purl, anchor: path, roots, files: [], depth: directory.length, requires });
    });
  }
  find() {
    if (this.#allowance.exceeded) return [];
    const all = [...this.#packages.values()];
    const needed = new Set(all.filter(({ anchor }) => !this.#isForDevelopment(anchor)).map(({ purl }) => purl));
    return all.map((found) => needed.has(found.purl) ? found : forDevelopment(found));
  }
  #keepLock(path, text2) {
    for (const directory of developmentDirectories(path, text2))
      if (this.#allowance.take(directory)) this.#development.add(directory);
  }
  /** Whether a path lies in a directory that only development needs, at any depth. */
  #isForDevelopment(path) {
    if (this.#development.size === 0) return false;
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
      if (this.#development.has(path.slice(0, end))) return true;
    return false;
  }
};
function forDevelopment(found) {
  const mark = `${parsePackageUrl(found.purl).name}?${new URLSearchParams(DEVELOPMENT)}`;
  return { ...found, requires: [...found.requires ?? [], mark] };
}
function npmPackage(text2, directory) {
  const manifest = parseManifest2(text2);
  if (manifest === void 0) return void 0;
  const purl = urlOf5(asText(manifest.name) || directory, asText(manifest.version));
  return purl === void 0 ? void 0 : { purl, requires: requiredBy(manifest) };
}
function urlOf5(full, version) {
  const slash2 = full.startsWith("@") ? full.indexOf("/") : -1;
  return formatPackageUrl({
    type: "npm",
    namespace: full.slice(0, Math.max(slash2, 0)),
    name: full.slice(slash2 + 1),
    version
  });
}
function requiredBy(manifest) {
  const optional2 = asRecord(manifest.peerDependenciesMeta);
  const peers = Object.keys(asRecord(manifest.peerDependencies));
  const names2 = [
    ...Object.keys(asRecord(manifest.dependencies)),
    ...Object.keys(asRecord(manifest.optionalDependencies)),
    ...peers.filter((name) => asRecord(optional2[name]).optional !== true)
  ];
  return [...new Set(names2)].slice(0, REQUIREMENTS).flatMap((name) => urlOf5(name) ?? []);
}
function parseManifest2(text2) {
  try {
    const manifest = JSON.parse(text2.toString("utf8").replace(/^\uFEFF/, ""));
    return typeof manifest === "object" && manifest !== null ? asRecord(manifest) : void 0;
  } catch {
    return void 0;
  }
}

// src/packages/languages/perl.ts
var LIST = /^((?:.*\/)?)auto\/(.+)\/\.packlist$/;
var LOG = /(?:^|\/)perllocal\.pod$/;
var PerlFinder = class {
  #allowance;
  #lists = /* @__PURE__ */ new Map();
  /** By module, of the last installation. */
  #versions = /* @__PURE__ */ new Map();
  constructor(allowance) {
    this.#allowance = allowance;
  }
  open({ path }) {
    if (path.endsWith("perllocal.pod") && LOG.test(path)) return this.#readLog();
    const [, library, directory] = path.endsWith("/.packlist") ? LIST.exec(path) ?? [] : [];
    return library === void 0 || directory === void 0 ? null : this.#readList(path, library, directory);
  }
  find() {
    if (this.#allowance.exceeded) return [];
    return [...this.#lists].flatMap(([path, { library, module, files }]) => {
      const name = module.replaceAll("::", "-");
      const purl = formatPackageUrl({ type: "cpan", name, version: this.#versions.get(module) });
      return purl === void 0 ? [] : [{ purl, anchor: path, roots: [path], files, depth: library.length }];
    });
  }
  /** A line is a path, and for a link or with a type also ` key=value`. */
  #readList(path, library, directory) {
    const files = [];
    const readLine = (line) => {
      const [, file = ""] = /^(\/.*?)(?: \w+=.*)?$/.exec(line) ?? [];
      if (file !== "" && this.#allowance.take(file)) files.push(file);
      return !this.#allowance.exceeded;
    };
    const module = directory.replaceAll("/", "::");
    return new LineSink(readLine, () => void this.#lists.set(path, { library, module, files }));
  }
  #readLog() {
    let module = "";
    return new LineSink((line) => {
      module = /^=head2 .*L<([\w:]+)[|>]/.exec(line)?.[1] ?? module;
      const [, version] = /^C<VERSION: ([^>]+)>/.exec(line) ?? [];
      if (version !== void 0 && module !== "" && this.#allowance.take(`${module}${version}`))
        this.#versions.set(module, version);
      return !this.#allowance.exceeded;
    });
  }
};

// src/packages/languages/python-requirements.ts
var ROUNDS = 16;
function parseRequirement(text2, section = "") {
  const [, name, asks = ""] = /^\s*([a-z0-9](?:[\w.-]*[a-z0-9])?)\s*(?:\[([^\]]*)\])?/i.exec(text2) ?? [];
  if (name === void 0) return [];
  const [, extra = section] = /;.*\bextra\s*==\s*["']([^"']+)["']/.exec(text2) ?? [];
  const asked = asks.split(",").map((word2) => normaliseName(word2.trim()));
  return [{ name: normaliseName(name), asks: asked.filter((word2) => word2 !== ""), extra: normaliseName(extra) }];
}
function requiredNames(packages) {
  const asked = /* @__PURE__ */ new Map();
  const active = ({ name = "", requires }) => {
    const extras = asked.get(normaliseName(name));
    return requires.filter(({ extra }) => extra === "" || extras?.has(extra));
  };
  for (let round = 0, before = -1; round < ROUNDS && before !== sizeOf(asked); round++) {
    before = sizeOf(asked);
    for (const { name, asks } of packages.flatMap(active))
      for (const extra of asks) keyed(asked, name, () => /* @__PURE__ */ new Set()).add(extra);
  }
  return packages.map((found) => [...new Set(active(found).map(({ name }) => name))]);
}
function normaliseName(name) {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}
function sizeOf(asked) {
  return [...asked.values()].reduce((sum, extras) => sum + extras.size, 0);
}

// src/packages/languages/python.ts
var METADATA = /^(?:(.*)\/)?([^/]+\.(?:dist-info|egg-info))(?:\/([^/]+))?$/;
var PythonFinder = class {
  #allowance;
  #distributions = /* @__PURE__ */ new Map();
  constructor(allowance) {
    this.#allowance = allowance;
  }
  open({ path }) {
    if (!path.includes(".dist-info") && !path.includes(".egg-info")) return null;
    const [, site = "", directory, file] = METADATA.exec(path) ?? [];
    if (directory === void 0 || !this.#allowance.take(path)) return null;
    const distribution = this.#distributionOf(site, directory);
    const isEgg = directory.endsWith(".egg-info");
    if (file === (isEgg ? "PKG-INFO" : "METADATA") || file === void 0 && isEgg)
      return this.#readMetadata(distribution, path);
    if (file === "RECORD" && !isEgg) return this.#readPaths(distribution, site, readRecordPath);
    if (file === "installed-files.txt" && isEgg) return this.#readPaths(distribution, join13(site, directory), trim);
    if (file === "requires.txt" && isEgg) return this.#readRequires(distribution);
    return file === "top_level.txt" ? this.#readModules(distribution) : null;
  }
  find() {
    if (this.#allowance.exceeded) return [];
    const found = [...this.#distributions.values()];
    const required = requiredNames(found);
    return found.flatMap((distribution, at) => describe4(distribution, required[at] ?? []));
  }
  #distributionOf(site, directory) {
    const key = join13(site, directory);
    const distribution = this.#distributions.get(key) ?? { site, directory, requires: [] };
    this.#distributions.set(key, distribution);
    return distribution;
  }
  /** Reads headers like those of mail, up to the first empty line. */
  #readMetadata(distribution, path) {
    distribution.anchor = path;
    return new LineSink((line) => {
      const [, field, value] = /^(Name|Version|Requires-Dist):\s*(\S.*)/i.exec(line) ?? [];
      if (value !== void 0 && this.#allowance.take(value)) setField(distribution, field ?? "", value.trim());
      return line !== "";
    });
  }
  /** requires.txt of setuptools: requirements, then those of an extra after each `[extra]`, `[extra:marker]` or `[:marker]`. */
  #readRequires(distribution) {
    let extra = "";
    return new LineSink((line) => {
      const [, section] = /^\[([^\]:]*)/.exec(line) ?? [];
      if (section !== void 0) extra = section;
      else if (this.#allowance.take(line)) distribution.requires.push(...parseRequirement(line, extra));
      return !this.#allowance.exceeded;
    });
  }
  #readPaths(distribution, base, pathOf2) {
    const paths = [];
    const readLine = (line) => {
      const path = pathOf2(line);
      const full = path.startsWith("/") ? path : join13(base, path);
      if (path !== "" && this.#allowance.take(full)) paths.push(full);
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => {
      distribution.listed = paths;
    });
  }
  #readModules(distribution) {
    const modules = [];
    const readLine = (line) => {
      if (/^[\w./-]+$/.test(line) && this.#allowance.take(line)) modules.push(line);
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => {
      distribution.modules = modules;
    });
  }
};
function setField(distribution, field, value) {
  const [word2 = ""] = value.split(/\s/);
  if (field.toLowerCase() === "name") distribution.name = word2;
  else if (field.toLowerCase() === "version") distribution.version = word2;
  else distribution.requires.push(...parseRequirement(value));
}
function describe4(distribution, required) {
  const { site, directory, anchor, name, version, listed: listed3, modules } = distribution;
  const purl = formatPackageUrl({ type: "pypi", name: normaliseName(name ?? ""), version });
  if (purl === void 0 || anchor === void 0) return [];
  const guessed = modules ?? [(name ?? "").replace(/[-.]+/g, "_")];
  const own = listed3 === void 0 ? guessed.flatMap((module) => [join13(site, module), join13(site, `${module}.py`)]) : [];
  const requires = required.flatMap((each) => formatPackageUrl({ type: "pypi", name: each }) ?? []);
  return [{ purl, anchor, roots: [join13(site, directory), ...own], files: listed3 ?? [], depth: site.length, requires }];
}
function readRecordPath(line) {
  if (!line.startsWith('"')) return line.slice(0, Math.max(line.indexOf(","), 0)) || line.trim();
  const [, quoted2] = /^"((?:[^"]|"")*)"(?:,|$)/.exec(line) ?? [];
  return quoted2?.replaceAll('""', '"') ?? "";
}
function join13(directory, name) {
  return directory === "" ? name : `${directory}/${name}`;
}
function trim(line) {
  return line.trim();
}

// src/packages/languages/r.ts
var BASE = /* @__PURE__ */ new Set([
  "R",
  "base",
  "compiler",
  "datasets",
  "graphics",
  "grDevices",
  "grid",
  "methods",
  "parallel",
  "splines",
  "stats",
  "stats4",
  "tcltk",
  "tools",
  "utils"
]);
var rReader = {
  ending: "/DESCRIPTION",
  path: /^((?:.*\/)?(?:site-library|library)\/[^/]+)\/DESCRIPTION$/,
  limit: 1024 * 1024,
  read([path, directory = ""], content) {
    const fields = readFields2(content.toString("utf8"));
    const purl = formatPackageUrl({ type: "cran", name: fields.get("Package") ?? "", version: fields.get("Version") });
    if (purl === void 0 || !fields.has("Built")) return [];
    const needed = ["Depends", "Imports", "LinkingTo"].flatMap((field) => (fields.get(field) ?? "").split(","));
    const requires = needed.flatMap((each) => {
      const [name = ""] = /[\w.]+/.exec(each) ?? [];
      return BASE.has(name) ? [] : formatPackageUrl({ type: "cran", name }) ?? [];
    });
    return [{ purl, anchor: path, roots: [directory], files: [], depth: directory.length, requires }];
  }
};
function readFields2(text2) {
  const lines = text2.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  return new Map(
    lines.flatMap((line) => {
      const [, field, value] = /^([A-Za-z][\w@/-]*):\s*(.*)$/.exec(line) ?? [];
      return field === void 0 || value === void 0 ? [] : [[field, value.trim()]];
    })
  );
}

// src/packages/languages/ruby.ts
var SPECIFICATION = /^((?:.*\/)?)specifications\/(?:default\/)?([^/]+)\.gemspec$/;
var STUB = /^# stub: (\S+) (\S+) (\S+) /;
var FILE_NAME2 = /^(.+?)-(\d[^-]*)(?:-(.+))?$/;
var STUB_LINES = 8;
var EXTENSIONS_LIMIT = 16;
var RubyFinder = class {
  #allowance;
  #gems = /* @__PURE__ */ new Map();
  /** The directories `extensions/PLATFORM/ABI` of each gem home. */
  #extensions = /* @__PURE__ */ new Map();
  constructor(allowance) {
    this.#allowance = allowance;
  }
  open({ path }) {
    this.#noteExtension(path);
    const [, , full] = path.endsWith(".gemspec") ? SPECIFICATION.exec(path) ?? [] : [];
    if (full === void 0 || !this.#allowance.take(path)) return null;
    const [, name = full, version = "", platform] = FILE_NAME2.exec(full) ?? [];
    this.#gems.set(path, [name, version, platform]);
    let left = STUB_LINES;
    return new LineSink((line) => {
      const [, stubName, stubVersion, stubPlatform] = STUB.exec(line) ?? [];
      if (stubName === void 0 || stubVersion === void 0) return --left > 0;
      if (this.#allowance.take(line)) this.#gems.set(path, [stubName, stubVersion, stubPlatform]);
      return false;
    });
  }
  find() {
    return this.#allowance.exceeded ? [] : [...this.#gems].flatMap(([path, gem]) => this.#describe(path, gem));
  }
  #describe(path, [name, version, platform]) {
    const [, home = "", full = ""] = SPECIFICATION.exec(path) ?? [];
    const qualifiers = { platform: platform === "ruby" ? void 0 : platform };
    const purl = formatPackageUrl({ type: "gem", name, version, qualifiers });
    if (purl === void 0) return [];
    const extensions = [...this.#extensions.get(home) ?? []].map((directory) => `${directory}/${full}`);
    const roots = [path, `${home}gems/${full}`, `${home}cache/${full}.gem`, ...extensions];
    return [{ purl, anchor: path, roots, files: [], depth: home.length }];
  }
  #noteExtension(path) {
    if (!path.includes("extensions/")) return;
    const [, directory, home] = /^(((?:.*\/)?)extensions\/[^/]+\/[^/]+)\/[^/]+\//.exec(path) ?? [];
    if (directory === void 0 || home === void 0) return;
    const known = this.#extensions.get(home) ?? /* @__PURE__ */ new Set();
    const isNew = !known.has(directory) && known.size < EXTENSIONS_LIMIT;
    if (isNew && this.#allowance.take(directory)) this.#extensions.set(home, known.add(directory));
  }
};

// src/packages/languages/yarn.ts
var ARCHIVE2 = /(?:^|\/)\.yarn\/(?:berry\/)?cache\/(.+?)-(?:npm|virtual|patch)-(.+?)-[0-9a-f]{10}-[0-9a-f]{1,128}\.zip$/;
var MANIFEST5 = /^node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/;
var YarnFinder = class {
  #allowance;
  #packages = /* @__PURE__ */ new Map();
  constructor(allowance) {
    this.#allowance = allowance;
  }
  open({ path, size }) {
    const [, name, version] = path.endsWith(".zip") ? ARCHIVE2.exec(path) ?? [] : [];
    if (name === void 0 || version === void 0) return null;
    return new ZipScanSink(
      size,
      (inside2) => MANIFEST5.test(inside2),
      (scan) => this.#keep(path, name, version, scan)
    );
  }
  find() {
    return this.#allowance.exceeded ? [] : [...this.#packages.values()];
  }
  #keep(path, name, version, { texts, isArchive }) {
    this.#packages.delete(path);
    if (!isArchive) return;
    const told = npmPackage(Buffer.from(texts[0]?.text ?? ""), name);
    const purl = told?.purl ?? formatPackageUrl({ type: "npm", name, version });
    if (purl === void 0 || !this.#allowance.take(`${path}${purl}${told?.requires.join("") ?? ""}`)) return;
    const requires = told?.requires ?? [];
    this.#packages.set(path, { purl, anchor: path, roots: [path], files: [], depth: path.length, requires });
  }
};

// src/packages/layer-files.ts
var MERGED = ["bin", "sbin", "lib", "lib32", "lib64", "libx32", "libo32"];
var HOPS = 8;
var LINK_DEPTH = 512;
var LayerFiles = class {
  #files = /* @__PURE__ */ new Set();
  #links = /* @__PURE__ */ new Map();
  /** The symbolic links of the layer, without those that are assumed. */
  #made = /* @__PURE__ */ new Set();
  constructor(entries) {
    for (const name of MERGED) this.#links.set(name, `usr/${name}`);
    for (const entry of entries) this.#add(entry);
  }
  /** Paths of regular files and hard links, in the order of the tar. */
  get paths() {
    return this.#files;
  }
  has(path) {
    return this.#files.has(path);
  }
  /** The path of a listed file in the layer: as written, or through links to directories. Undefined if the layer does not hold it. */
  locate(listed3) {
    return this.#find(listed3, (path) => this.#files.has(path));
  }
  /** Whether the layer holds a listed symbolic link. */
  hasLink(listed3) {
    return this.#find(listed3, (path) => this.#made.has(path)) !== void 0;
  }
  #find(listed3, isThere) {
    let path = normalisePath(listed3);
    for (let hop = 0; path !== void 0 && hop <= HOPS; hop++) {
      if (isThere(path)) return path;
      path = this.#followLink(path);
    }
    return void 0;
  }
  #add({ path, type, linkTarget: linkTarget2 }) {
    if (type === "file" || type === "hardlink") this.#files.add(path);
    else if (type === "symlink") {
      this.#links.set(path, linkTarget2 ?? "");
      this.#made.add(path);
    } else if (type === "directory") this.#links.delete(path);
  }
  /** The path with its first linked directory replaced by the link's target. */
  #followLink(path) {
    for (let slash2 = path.indexOf("/"); slash2 > 0 && slash2 <= LINK_DEPTH; slash2 = path.indexOf("/", slash2 + 1)) {
      const directory = path.slice(0, slash2);
      const target = this.#links.get(directory);
      if (target !== void 0) return normalisePath(`${resolveLink(directory, target)}${path.slice(slash2)}`);
    }
    return void 0;
  }
};
function resolveLink(link, target) {
  return target.startsWith("/") ? target : `${link.slice(0, link.lastIndexOf("/") + 1)}${target}`;
}

// src/packages/os-release.ts
var FILES = /* @__PURE__ */ new Set(["etc/os-release", "usr/lib/os-release"]);
var ReleaseReader = class {
  #id;
  open({ path }) {
    return FILES.has(path) ? new LineSink((line) => this.#read(line)) : null;
  }
  get release() {
    return this.#id === void 0 ? {} : { id: this.#id };
  }
  /** The value may be quoted, and holds letters, digits and `._-`. */
  #read(line) {
    const id = /^ID=(["']?)([a-z0-9._-]{1,64})\1\s*$/.exec(line)?.[2];
    this.#id = id ?? this.#id;
    return id === void 0;
  }
};

// src/packages/path-tree.ts
var PathTree = class {
  #root = { children: /* @__PURE__ */ new Map() };
  /** Sets the value at a path; a second value replaces the first. */
  set(path, value) {
    let node = this.#root;
    for (const part of path.split("/")) {
      const child = node.children.get(part) ?? { children: /* @__PURE__ */ new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.value = value;
  }
  deepest(path) {
    let found;
    for (const value of this.along(path)) found = value;
    return found;
  }
  /** The values at and above a path, the highest first. */
  *along(path) {
    let node = this.#root;
    for (let start2 = 0; start2 <= path.length; ) {
      const slash2 = path.indexOf("/", start2);
      const end = slash2 < 0 ? path.length : slash2;
      node = node.children.get(path.slice(start2, end));
      if (node === void 0) return;
      if (node.value !== void 0) yield node.value;
      start2 = end + 1;
    }
  }
};

// src/packages/shipped.ts
function locateLists(packages, files) {
  const lists = /* @__PURE__ */ new Map();
  const anchors = /* @__PURE__ */ new Map();
  const byAnchor2 = groupBy(packages, ({ anchor }) => anchor);
  for (const candidate of packages) {
    for (const listed3 of candidate.files) {
      const path = files.locate(listed3);
      if (path === void 0) continue;
      if (candidate.depth >= (lists.get(path)?.depth ?? 0)) lists.set(path, candidate);
      for (const inner of byAnchor2.get(path) ?? [])
        if (canShip(candidate, inner) && candidate.depth >= (anchors.get(inner)?.depth ?? 0))
          anchors.set(inner, candidate);
    }
  }
  return { lists, anchors };
}
function findShippers(packages, { anchors }, roots) {
  const direct = /* @__PURE__ */ new Map();
  for (const found of packages) {
    const shipper = anchors.get(found) ?? innermostAbove(found, roots);
    if (shipper !== void 0) direct.set(found, shipper);
  }
  return new Map([...direct].map(([found, shipper]) => [found, outermost(shipper, direct)]));
}
function innermostAbove(found, roots) {
  return [...roots.along(found.anchor)].filter((above) => canShip(above, found)).at(-1);
}
function outermost(found, direct) {
  let top = found;
  for (let next = direct.get(top); next !== void 0; next = direct.get(next)) top = next;
  return top;
}
function canShip(outer, inner) {
  if (isOneFile(outer) || typeOf2(outer) === typeOf2(inner)) return false;
  return isOneFile(inner) || outer.depth < inner.depth;
}
function isOneFile({ anchor, roots, files }) {
  return files.length === 0 && roots.length === 1 && roots[0] === anchor;
}
function typeOf2({ purl }) {
  return purl.slice(0, purl.indexOf("/"));
}

// src/packages/ownership-table.ts
var BYTECODE = /^(.*\/)?__pycache__\/([^/]+?)\.[^./]+(?:\.opt-[^./]+)?\.pyc$/;
var OwnershipTable = class {
  #files;
  #positions = /* @__PURE__ */ new Map();
  #owners = /* @__PURE__ */ new Map();
  #inner = /* @__PURE__ */ new Map();
  #innerBytes = /* @__PURE__ */ new Map();
  #parts = /* @__PURE__ */ new Map();
  #sections = /* @__PURE__ */ new Map();
  #origins = /* @__PURE__ */ new Map();
  #requires = /* @__PURE__ */ new Map();
  constructor(files) {
    this.#files = files;
  }
  /**
   * Adds packages of the operating system. If two of them list a file, the last one owns it. One without files is named only: what it requires
   * is left out, since a package that only names others is no reason to keep them.
   */
  addSystem(packages) {
    for (const { purl, files, installedHere, requires } of packages) {
      if (installedHere) this.#positionOf(purl);
      for (const listed3 of files) {
        const path = this.#files.locate(listed3);
        if (path !== void 0) this.#owners.set(path, this.#positionOf(purl));
      }
      this.#addRequired(purl, requires);
    }
    for (const { purl, files } of packages)
      if (files.length === 0 || files.some((listed3) => this.#files.hasLink(listed3))) this.#positionOf(purl);
  }
  /**
   * Adds packages of languages, except for those that the operating system installed. The innermost package owns a file; at equal depth,
   * one that lists the file comes before one that only contains its path. What a package of another ecosystem ships is that package's.
   */
  addLanguages(found) {
    const packages = found.filter(({ anchor }) => this.#files.has(anchor) && !this.#owners.has(anchor)).sort(byAnchor);
    if (packages.length === 0) return;
    const roots = growTree(packages);
    const listed3 = locateLists(packages, this.#files);
    const shippers = findShippers(packages, listed3, roots);
    for (const path of this.#files.paths) {
      const owner = this.#owners.has(path) ? void 0 : innermost(listed3.lists.get(path), roots.deepest(path));
      if (owner !== void 0) this.#owners.set(path, this.#positionOf((shippers.get(owner) ?? owner).purl));
    }
    for (const each of packages) this.#addContent(each, shippers.has(each));
  }
  /** Adds Python's bytecode, which is compiled at installation and not listed: the owner of its source owns it. */
  addBytecode() {
    for (const path of this.#files.paths) {
      if (!path.endsWith(".pyc") || this.#owners.has(path)) continue;
      const [, directory = "", name] = BYTECODE.exec(path) ?? [];
      const owner = name === void 0 ? void 0 : this.#owners.get(`${directory}${name}.py`);
      if (owner !== void 0) this.#owners.set(path, owner);
    }
  }
  /** Adds what bundles were made from. It changes no owner. */
  addOrigins(bundles) {
    for (const [path, origins] of bundles) if (this.#files.has(path)) this.#origins.set(path, origins);
  }
  get ownership() {
    return {
      packages: [...this.#positions.keys()],
      owners: this.#owners,
      inner: this.#inner,
      innerBytes: this.#innerBytes,
      parts: this.#parts,
      sections: this.#sections,
      origins: this.#origins,
      requires: Array.from(this.#positions.values(), (position) => this.#requires.get(position) ?? [])
    };
  }
  #positionOf(purl) {
    const position = this.#positions.get(purl) ?? this.#positions.size;
    this.#positions.set(purl, position);
    return position;
  }
  /** What a package requires, and what lies in its anchor. */
  #addContent({ purl, anchor, roots, parts = [], sections = [], requires, ...content }, isShipped) {
    if (roots.length === 0 && isShipped) return;
    if (roots.length === 0) this.#positionOf(purl);
    this.#addInner(anchor, isShipped ? purl : void 0, content);
    if (parts.length > 0 && !isShipped)
      this.#parts.set(
        anchor,
        parts.map((part) => this.#partOf(part))
      );
    if (sections.length > 0 && !isShipped) this.#sections.set(anchor, sections);
    this.#addRequired(purl, requires);
  }
  /** What lies in a file, and the package that it is itself where another one ships it. */
  #addInner(anchor, own, { inner = [], innerBytes }) {
    const bytes = new Map(own === void 0 ? [] : [[this.#positionOf(own), 0]]);
    for (const [at, purl] of inner.entries()) {
      const position = this.#positionOf(purl);
      bytes.set(position, (bytes.get(position) ?? 0) + (innerBytes?.[at] ?? 0));
    }
    if (bytes.size === 0) return;
    this.#inner.set(anchor, [...bytes.keys()]);
    if (innerBytes !== void 0) this.#innerBytes.set(anchor, [...bytes.values()]);
  }
  #partOf({ purl, ...part }) {
    return purl === void 0 ? part : { ...part, owner: this.#positionOf(purl) };
  }
  #addRequired(purl, requires = []) {
    const position = this.#positions.get(purl);
    if (position === void 0 || requires.length === 0) return;
    this.#requires.set(position, [.../* @__PURE__ */ new Set([...this.#requires.get(position) ?? [], ...requires])]);
  }
};
function growTree(packages) {
  const roots = new PathTree();
  for (const found of packages) for (const root of found.roots) roots.set(root, found);
  return roots;
}
function innermost(listed3, below2) {
  return (listed3?.depth ?? -1) >= (below2?.depth ?? -1) ? listed3 : below2;
}
function byAnchor(a, b) {
  if (a.anchor === b.anchor) return 0;
  return a.anchor < b.anchor ? -1 : 1;
}

// src/packages/programs/cargo-audit.ts
import { inflateSync } from "node:zlib";

// src/packages/programs/elf-tail.ts
var ELF = Buffer.from("\x7FELF", "latin1");
var CLASS_64 = 2;
var LITTLE_ENDIAN = 1;
var HEADER3 = 64;
var SECTION = 64;
var SECTIONS = 1e3;
var TAIL3 = 8 * 1024 * 1024;
var ElfTailSink = class {
  #size;
  #onEnd;
  #head = Buffer.alloc(0);
  #tail = [];
  #read = 0;
  /** `size` is that of the file in bytes. */
  constructor(size, onEnd) {
    this.#size = size;
    this.#onEnd = onEnd;
  }
  write(chunk) {
    if (this.#head.length < HEADER3)
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, HEADER3 - this.#head.length)]);
    const skip = Math.max(0, this.#size - TAIL3 - this.#read);
    if (this.#mayBeElf() && skip < chunk.length) this.#tail.push(Buffer.from(chunk.subarray(skip)));
    this.#read += chunk.length;
  }
  end() {
    const tail = Buffer.concat(this.#tail);
    this.#tail = [];
    if (this.#head.length === HEADER3 && this.#mayBeElf())
      this.#onEnd({ head: this.#head, tail, start: this.#read - tail.length, size: this.#read });
  }
  #mayBeElf() {
    const known = Math.min(this.#head.length, ELF.length);
    return this.#head.subarray(0, known).equals(ELF.subarray(0, known));
  }
};
function readSection({ head, tail, start: start2 }, name) {
  if (head[4] !== CLASS_64 || head[5] !== LITTLE_ENDIAN || head.readUInt16LE(58) !== SECTION) return void 0;
  const [count2, names2] = [head.readUInt16LE(60), head.readUInt16LE(62)];
  const table = Number(head.readBigUInt64LE(40)) - start2;
  if (count2 > SECTIONS || names2 >= count2 || table < 0 || table + count2 * SECTION > tail.length) return void 0;
  const contentOf2 = (index) => {
    const at = table + index * SECTION;
    const offset = Number(tail.readBigUInt64LE(at + 24)) - start2;
    const end = offset + Number(tail.readBigUInt64LE(at + 32));
    return offset >= 0 && end <= tail.length ? tail.subarray(offset, end) : void 0;
  };
  const texts = contentOf2(names2);
  const wanted = Buffer.from(`${name}\0`);
  for (let index = 0; index < count2 && texts !== void 0; index++) {
    const at = tail.readUInt32LE(table + index * SECTION);
    if (texts.subarray(at, at + wanted.length).equals(wanted)) return contentOf2(index);
  }
  return void 0;
}

// src/packages/programs/rust-symbols.ts
var SYMBOL = 24;
var FUNCTION = 2;
var STANDARD = /* @__PURE__ */ new Set([
  "core",
  "alloc",
  "std",
  "compiler_builtins",
  "panic_unwind",
  "std_detect"
]);
var START2 = 160;
function codeByCrate(ends) {
  const [symbols, names2] = [readSection(ends, ".symtab"), readSection(ends, ".strtab")];
  const sums = /* @__PURE__ */ new Map();
  if (symbols === void 0 || names2 === void 0) return sums;
  let left = ends.size;
  for (let at = 0; at + SYMBOL <= symbols.length; at += SYMBOL) {
    if (((symbols[at + 4] ?? 0) & 15) !== FUNCTION) continue;
    const start2 = symbols.readUInt32LE(at);
    const crate = crateOf(names2.toString("latin1", start2, start2 + START2));
    if (crate === void 0) continue;
    const size = Number(symbols.readBigUInt64LE(at + 16));
    left -= size;
    if (!(left >= 0)) return /* @__PURE__ */ new Map();
    sums.set(crate, (sums.get(crate) ?? 0) + size);
  }
  return sums;
}
function crateOf(symbol) {
  const name = symbol.startsWith("_ZN") ? crateOfLegacy(symbol) : crateOfV0(symbol);
  return name !== void 0 && STANDARD.has(name) ? "std" : name;
}
function crateOfLegacy(symbol) {
  const [, digits = "", rest = ""] = /^_ZN(\d+)(.*)$/s.exec(symbol) ?? [];
  const first = rest.slice(0, Number(digits));
  return /^[a-z]\w*$/i.test(first) ? first : /([a-z_]\w*)\.\./i.exec(first)?.[1];
}
function crateOfV0(symbol) {
  const [, digits = "", rest = ""] = /^_R.*?C(?:s[0-9a-z]*_)(\d+)_?(\w*)/i.exec(symbol) ?? [];
  const length = Number(digits);
  return digits === "" || rest.length < length ? void 0 : rest.slice(0, length);
}

// src/packages/programs/cargo-audit.ts
var SECTION2 = ".dep-v0";
var INFLATED2 = 8 * 1024 * 1024;
var CRATES = 5e3;
function readRustProgram(ends) {
  const section = readSection(ends, SECTION2);
  if (section === void 0) return void 0;
  const crates = asList(parse(section).packages).map(asRecord).filter(({ kind }) => kind !== "build");
  const root = crates.find((crate) => crate.root === true) ?? {};
  const purl = urlOf6(root);
  if (purl === void 0) return void 0;
  const code = new Map(codeByCrate(ends));
  const isStripped = code.size === 0;
  const others = crates.filter((crate) => crate.root !== true).slice(0, CRATES);
  const told = [...isStripped ? [] : [root], ...others].flatMap((crate) => withCode(crate, code));
  const library = [...code.values()].reduce((sum, bytes) => sum + bytes, 0);
  if (!isStripped) told.push({ url: "pkg:cargo/std", bytes: library });
  return { purl, crates: told.map(({ url }) => url), bytes: told.map(({ bytes }) => bytes) };
}
function withCode(crate, code) {
  const url = urlOf6(crate);
  const symbol = asText(crate.name).replaceAll("-", "_");
  const bytes = code.get(symbol) ?? 0;
  code.delete(symbol);
  return url === void 0 ? [] : [{ url, bytes }];
}
function urlOf6({ name, version }) {
  return formatPackageUrl({ type: "cargo", name: asText(name), version: asText(version) });
}
function parse(section) {
  try {
    return asRecord(JSON.parse(inflateSync(section, { maxOutputLength: INFLATED2 }).toString("utf8")));
  } catch {
    return {};
  }
}

// src/packages/programs/dotnet-bundle.ts
var VERSIONS = [1, 2, 6];
var COMPRESSED_SINCE = 6;
var FILES2 = 2e4;
var MARK = Buffer.from('"runtimeTarget": {');
var BEFORE = 16;
var EDGE = MARK.length + BEFORE;
var KEPT = 4 * 1024 * 1024;
var DEPS_JSON = 3;
var DotnetBundleSearch = class {
  #held = Buffer.alloc(0);
  /** Where `#held` begins in the file. */
  #offset = 0;
  #found = false;
  write(chunk) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#found) {
      if (this.#held.length < KEPT) this.#held = Buffer.concat([this.#held, bytes]);
      return;
    }
    const edge = Buffer.concat([this.#held, bytes.subarray(0, MARK.length)]);
    if (edge.includes(MARK) || bytes.includes(MARK)) this.#keepFrom(Buffer.concat([this.#held, bytes]));
    else this.#skip(bytes);
  }
  #keepFrom(bytes) {
    const start2 = Math.max(0, bytes.indexOf(MARK) - BEFORE);
    this.#found = true;
    this.#held = bytes.subarray(start2);
    this.#offset += start2;
  }
  /** Keeps the end, where the mark may begin. */
  #skip(bytes) {
    const before = this.#held.length + bytes.length;
    const kept = bytes.length >= EDGE ? Buffer.from(bytes.subarray(-EDGE)) : Buffer.concat([this.#held, bytes]).subarray(-EDGE);
    this.#held = kept;
    this.#offset += before - kept.length;
  }
  end() {
  }
  /** The bundle, if the file is one; called after its end. */
  read(ends) {
    const files = this.#found ? readManifest(ends) : void 0;
    const description = files?.find(({ type }) => type === DEPS_JSON);
    if (files === void 0 || description === void 0) return void 0;
    const start2 = description.offset - this.#offset;
    const packages = start2 < 0 ? [] : parse2(this.#held.subarray(start2, start2 + description.size));
    const application = packages.find(({ isProject }) => isProject);
    if (application === void 0) return void 0;
    return { purl: application.purl, parts: partsOf2(files, packages, ends.size), requires: application.requires };
  }
};
function parse2(text2) {
  try {
    return dotnetPackages(asRecord(JSON.parse(text2.toString("utf8").replace(/^\uFEFF/, ""))));
  } catch {
    return [];
  }
}
function partsOf2(files, packages, size) {
  const owners = new Map(
    packages.filter(({ isProject }) => !isProject).flatMap((found) => found.assets.map((asset) => [asset, found.purl]))
  );
  const owned = files.filter(({ path }) => owners.has(path));
  const bytes = owned.reduce((sum, file) => sum + file.size, 0);
  const isPlain = owned.every(({ path }) => path.split("/").every((part) => !/^\.{0,2}$/.test(part)));
  if (bytes > size || !isPlain) return [];
  return owned.map((file) => ({ path: file.path, size: file.size, purl: owners.get(file.path) }));
}
function readManifest({ tail }) {
  for (const version of VERSIONS) {
    const start2 = Buffer.from([version, 0, 0, 0, 0, 0, 0, 0]);
    for (let at = tail.lastIndexOf(start2); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(start2, at - 1)) {
      const files = tryReadFiles(tail, at, version);
      if (files !== void 0) return files;
    }
  }
  return void 0;
}
function tryReadFiles(bytes, start2, version) {
  try {
    return readFiles(bytes, start2, version);
  } catch {
    return void 0;
  }
}
function readFiles(bytes, start2, version) {
  const count2 = bytes.readInt32LE(start2 + 8);
  if (count2 < 1 || count2 > FILES2) return void 0;
  let { next } = readText2(bytes, start2 + 12);
  if (version > 1) next += 40;
  const files = [];
  for (let file = 0; file < count2; file++) {
    const [offset, size] = [Number(bytes.readBigInt64LE(next)), Number(bytes.readBigInt64LE(next + 8))];
    const compressed2 = version >= COMPRESSED_SINCE ? Number(bytes.readBigInt64LE(next + 16)) : 0;
    next += version >= COMPRESSED_SINCE ? 24 : 16;
    const path = readText2(bytes, next + 1);
    if (offset < 0 || size < 0 || compressed2 < 0) return void 0;
    files.push({ path: path.text, type: bytes.readUInt8(next), offset, size: compressed2 > 0 ? compressed2 : size });
    next = path.next;
  }
  return next === bytes.length ? files : void 0;
}
function readText2(bytes, at) {
  const low = bytes.readUInt8(at);
  const isLong = low >= 128;
  const length = isLong ? (low & 127) + bytes.readUInt8(at + 1) * 128 : low;
  const start2 = at + (isLong ? 2 : 1);
  if (start2 + length > bytes.length) throw new RangeError("a truncated text");
  return { text: bytes.toString("utf8", start2, start2 + length), next: start2 + length };
}

// src/packages/programs/go/note.ts
var NOTE = Buffer.from("\0\0\0Go\0\0", "latin1");
var NOTE_WITHIN = 8192;
function hasGoNote(start2) {
  return start2.subarray(0, NOTE_WITHIN).includes(NOTE);
}

// src/packages/programs/go/build-info.ts
var ELF2 = Buffer.from("\x7FELF", "latin1");
var MAGIC = Buffer.from(["\xFF Go build", "inf:"].join(""), "latin1");
var ALIGNMENT = 16;
var HEADER4 = 32;
var INLINE_STRINGS = 2;
var SENTINEL = 16;
var WINDOW2 = 4096;
var ALL_MODULES = 256 * 1024;
var BuildInfoSearch = class {
  #onFound;
  #held = Buffer.alloc(0);
  /** Where `#held` begins in the file. */
  #offset = 0;
  #done = false;
  #needsNote;
  /** With `needsNote` only a file with Go's note near its start is searched: most libraries are not Go's. */
  constructor(onFound, needsNote = false) {
    this.#onFound = onFound;
    this.#needsNote = needsNote;
  }
  write(chunk) {
    if (!this.#done) this.#search(Buffer.concat([this.#held, chunk]), false);
  }
  end() {
    if (!this.#done) this.#search(this.#held, true);
  }
  #search(bytes, last) {
    if (this.#offset === 0 && !last && bytes.length < (this.#needsNote ? NOTE_WITHIN : MAGIC.length))
      this.#held = bytes;
    else if (this.#offset === 0 && !this.#isCandidate(bytes)) this.#stop();
    else this.#searchMarks(bytes, last);
  }
  #isCandidate(start2) {
    if (this.#needsNote && !hasGoNote(start2)) return false;
    this.#needsNote = false;
    return start2.subarray(0, ELF2.length).equals(ELF2);
  }
  #searchMarks(bytes, last) {
    let at = bytes.indexOf(MAGIC);
    for (; at >= 0; at = bytes.indexOf(MAGIC, at + 1)) {
      if ((this.#offset + at) % ALIGNMENT !== 0) continue;
      if (bytes.length - at < WINDOW2 && !last) break;
      const length = lengthOf(bytes.subarray(at));
      if (bytes.length - at < length && !last) break;
      const found = readBuildInfo(bytes.subarray(at, at + length));
      if (found === void 0) continue;
      this.#stop();
      this.#onFound(found);
      return;
    }
    const keep = at >= 0 ? at : bytes.length - MAGIC.length + 1;
    this.#held = Buffer.from(bytes.subarray(keep));
    this.#offset += keep;
  }
  #stop() {
    this.#done = true;
    this.#held = Buffer.alloc(0);
  }
};
function readStrings(bytes) {
  if (bytes.length < HEADER4 || ((bytes[15] ?? 0) & INLINE_STRINGS) === 0) return void 0;
  const version = readLength(bytes, HEADER4);
  const start2 = version.next + version.length;
  if (start2 >= bytes.length || start2 > WINDOW2) return void 0;
  const go = bytes.toString("latin1", version.next, start2);
  const information = readLength(bytes, start2);
  return go.includes("go") ? { go, start: information.next, end: information.next + information.length } : void 0;
}
function lengthOf(bytes) {
  const { end = WINDOW2 } = readStrings(bytes) ?? {};
  return end > ALL_MODULES ? WINDOW2 : Math.max(WINDOW2, end);
}
function readBuildInfo(bytes) {
  const strings = readStrings(bytes);
  if (strings === void 0) return void 0;
  const text2 = bytes.toString("utf8", strings.start + SENTINEL, strings.end - SENTINEL);
  return readModules(strings.go, text2.split("\n"));
}
function readLength(bytes, at) {
  let length = 0;
  for (let next = at; next < Math.min(at + 5, bytes.length); next++) {
    const byte = bytes[next] ?? 0;
    length += (byte & 127) * 2 ** (7 * (next - at));
    if (byte < 128) return { length, next: next + 1 };
  }
  return { length: Number.MAX_SAFE_INTEGER, next: at };
}
function readModules(go, lines) {
  const fields = lines.map((line) => line.split("	"));
  const [, module, version] = fields.find(([kind]) => kind === "mod") ?? [];
  const [, program] = fields.find(([kind]) => kind === "path") ?? [];
  const main = module ? { path: module, version } : program ? { path: program } : void 0;
  const modules = [];
  for (const [kind, path = "", found] of fields) {
    if (kind === "dep" && path !== "") modules.push({ path, version: found });
    else if (kind === "=>") modules.push({ path: modules.pop()?.path ?? path, version: found || "replaced" });
  }
  return main && { go, main, modules };
}

// src/packages/programs/go/functions.ts
var MARK2 = Buffer.from([255, 255, 255, 0, 0]);
var FIRST_BYTES = /* @__PURE__ */ new Set([240, 241]);
var QUANTA = /* @__PURE__ */ new Set([1, 2, 4]);
var POINTER = 8;
var ALIGNMENT2 = 8;
var HEADER5 = 8 + 8 * POINTER;
var FUNCTIONS = 2e6;
var NAMES = 48 * 1024 * 1024;
var NAME_FIELD = 4;
var FunctionSizes = class {
  #size;
  #held = Buffer.alloc(0);
  /** Where `#held` begins in the file. */
  #offset = 0;
  #isGo = false;
  #table;
  #done = false;
  /** `size` is that of the file in bytes. */
  constructor(size) {
    this.#size = size;
  }
  write(chunk) {
    if (this.#done) return;
    const bytes = Buffer.concat([this.#held, chunk]);
    if (this.#isGo) this.#read(bytes);
    else if (bytes.length < NOTE_WITHIN) this.#held = bytes;
    else if (hasGoNote(bytes)) this.#start(bytes);
    else this.#stop();
  }
  end() {
  }
  /** The sums; empty for a program without a table, or with one that contradicts itself. Called after the end. */
  get sizes() {
    return this.#table?.sum(this.#size) ?? /* @__PURE__ */ new Map();
  }
  #start(bytes) {
    this.#isGo = true;
    this.#read(bytes);
  }
  #stop() {
    this.#done = true;
    this.#held = Buffer.alloc(0);
  }
  #read(bytes) {
    this.#table ??= this.#find(bytes);
    this.#table?.read(bytes, this.#offset);
    if (this.#table?.isComplete) this.#stop();
    else this.#keepFrom(bytes, this.#table === void 0 ? HEADER5 : POINTER);
  }
  /** Keeps the last bytes, where a header or a field may begin. */
  #keepFrom(bytes, most) {
    const start2 = Math.max(0, bytes.length - most);
    this.#held = Buffer.from(bytes.subarray(start2));
    this.#offset += start2;
  }
  #find(bytes) {
    for (let at = bytes.indexOf(MARK2); at > 0; at = bytes.indexOf(MARK2, at + 1)) {
      const start2 = at - 1;
      const isMark = FIRST_BYTES.has(bytes[start2] ?? 0) && (this.#offset + start2) % ALIGNMENT2 === 0;
      const places = isMark ? readHeader(bytes.subarray(start2, start2 + HEADER5), this.#offset + start2) : void 0;
      if (places !== void 0 && places.table + 8 * places.functions < this.#size) return new FunctionTable(places);
    }
    return void 0;
  }
};
function readHeader(bytes, start2) {
  if (bytes.length < HEADER5 || !QUANTA.has(bytes[6] ?? 0) || bytes[7] !== POINTER) return void 0;
  const words2 = Array.from({ length: 8 }, (_, word2) => Number(bytes.readBigUInt64LE(8 + word2 * POINTER)));
  const [functions = 0, , , ...offsets] = words2;
  const isSound = offsets.every((offset, at) => Number.isSafeInteger(offset) && offset >= (offsets[at - 1] ?? HEADER5));
  const [names2 = 0, namesEnd = 0, , , table = 0] = offsets;
  if (!isSound || functions < 1 || functions > FUNCTIONS || namesEnd - names2 > NAMES) return void 0;
  return { functions, names: start2 + names2, namesEnd: start2 + namesEnd, table: start2 + table };
}
var FunctionTable = class {
  #places;
  #names;
  /** Pairs of 32 bits for each function: where its code begins, and where its record does. At last, where all code ends. */
  #table;
  #nameOf;
  /** How many records were read. */
  #read = 0;
  #isBroken = false;
  constructor(places) {
    this.#places = places;
    this.#names = Buffer.alloc(places.namesEnd - places.names);
    this.#table = Buffer.alloc(8 * places.functions + 4);
    this.#nameOf = new Uint32Array(places.functions);
  }
  get isComplete() {
    return this.#isBroken || this.#read === this.#places.functions;
  }
  /** Takes from some bytes of the file, which begin at `offset`, what belongs to the table. */
  read(bytes, offset) {
    const { names: names2, table, functions } = this.#places;
    copy(bytes, offset, this.#names, names2);
    copy(bytes, offset, this.#table, table);
    if (offset + bytes.length < table + this.#table.length) return;
    while (this.#read < functions && !this.#isBroken) {
      const at = table + this.#table.readUInt32LE(8 * this.#read + 4) + NAME_FIELD - offset;
      if (at + 4 > bytes.length) return;
      if (at < 0) this.#isBroken = true;
      else this.#nameOf[this.#read++] = bytes.readUInt32LE(at);
    }
  }
  /** Nothing where the table contradicts itself, or all code is larger than the file. */
  sum(most) {
    const sums = /* @__PURE__ */ new Map();
    if (this.#isBroken || this.#read < this.#places.functions) return sums;
    let left = most;
    for (let at = 0; at < this.#places.functions; at++) {
      const size = this.#table.readUInt32LE(8 * at + 8) - this.#table.readUInt32LE(8 * at);
      const start2 = this.#nameOf[at] ?? 0;
      left -= size;
      if (size < 0 || left < 0 || start2 >= this.#names.length) return /* @__PURE__ */ new Map();
      const name = packageOf(this.#names, start2);
      sums.set(name, (sums.get(name) ?? 0) + size);
    }
    return sums;
  }
};
function copy(bytes, offset, part, start2) {
  const from = Math.max(0, start2 - offset);
  const to = Math.min(bytes.length, start2 + part.length - offset);
  if (from < to) bytes.copy(part, offset + from - start2, from, to);
}
var [NUL, SLASH, DOT, BRACKET, PARENTHESIS] = [0, 47, 46, 91, 40];
var LONGEST6 = 512;
function packageOf(names2, start2) {
  let dot = -1;
  for (let at = start2; at < Math.min(names2.length, start2 + LONGEST6); at++) {
    const byte = names2[at];
    if (byte === NUL || byte === BRACKET || byte === PARENTHESIS) break;
    if (byte === SLASH) dot = -1;
    else if (byte === DOT && dot < 0) dot = at;
  }
  if (dot < 0) return "";
  const path = names2.toString("latin1", start2, dot);
  return path.replace(/%([0-9a-f]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

// src/packages/programs/go/modules.ts
var MODULES2 = 5e3;
var HOST = /^[^/]*\./;
var OWNED = /* @__PURE__ */ new Set(["github.com", "gitlab.com", "bitbucket.org", "golang.org"]);
function modulesOf(info, code) {
  const { path, version } = info.main;
  const [library, main] = [
    { path: "stdlib", version: info.go.replace(/^go/, "") },
    { path, version }
  ];
  const modules = [main, ...info.modules];
  const sums = /* @__PURE__ */ new Map();
  const byPath = new Map(modules.map((module) => [module.path, module]));
  for (const [name, bytes] of code) {
    const known = name === "main" ? main : longestPrefix(name, byPath);
    const module = known ?? (HOST.test(name) ? repositoryOf(name, byPath, main) : library);
    sums.set(module, (sums.get(module) ?? 0) + bytes);
  }
  return [library, ...byPath.values()].slice(0, MODULES2).flatMap((module) => {
    const purl = moduleUrl(module);
    return purl === void 0 ? [] : [{ purl, bytes: sums.get(module) ?? 0 }];
  });
}
function repositoryOf(name, byPath, main) {
  const segments = name.split("/");
  const path = segments.slice(0, OWNED.has(segments[0] ?? "") ? 3 : 2).join("/");
  return main.path.startsWith(path) ? main : keyed(byPath, path, () => ({ path }));
}
function moduleUrl({ path, version }) {
  const slash2 = path.lastIndexOf("/");
  return formatPackageUrl({
    type: "golang",
    namespace: path.slice(0, Math.max(slash2, 0)),
    name: path.slice(slash2 + 1),
    version
  });
}
function longestPrefix(name, byPath) {
  for (let end = name.length; end > 0; end = name.lastIndexOf("/", end - 1)) {
    const module = byPath.get(name.slice(0, end));
    if (module !== void 0) return module;
  }
  return void 0;
}

// src/packages/programs/programs.ts
var ELF3 = Buffer.from("\x7FELF", "latin1");
var EXECUTABLE = 73;
var LIBRARY = /\.so(?:\.[\d.]+)?$/;
var SMALLEST2 = 256 * 1024;
var ProgramFinder = class {
  #allowance;
  #packages = /* @__PURE__ */ new Map();
  constructor(allowance) {
    this.#allowance = allowance;
  }
  open({ path, size, mode }) {
    const isExecutable = (mode & EXECUTABLE) !== 0;
    if (size < SMALLEST2 || !(isExecutable || LIBRARY.test(path))) return null;
    this.#packages.delete(path);
    const go = new GoSink(size, !isExecutable, (told) => this.#keep(path, told));
    return isExecutable ? new ProgramSink(size, go, (told) => this.#keep(path, told)) : go;
  }
  find() {
    return this.#allowance.exceeded ? [] : [...this.#packages.values()];
  }
  #keep(path, told) {
    if (told === void 0 || this.#packages.has(path)) return;
    const texts = [path, told.purl, ...told.inner ?? [], ...(told.parts ?? []).map((part) => part.path)];
    if (texts.every((text2) => this.#allowance.take(text2)))
      this.#packages.set(path, { ...told, anchor: path, roots: [path], files: [], depth: path.length });
  }
};
var GoSink = class {
  #search;
  #code;
  #onTold;
  #info;
  constructor(size, needsNote, onTold) {
    this.#onTold = onTold;
    this.#code = new FunctionSizes(size);
    this.#search = new BuildInfoSearch((found) => {
      this.#info = found;
    }, needsNote);
  }
  write(chunk) {
    this.#search.write(chunk);
    this.#code.write(chunk);
  }
  end() {
    this.#search.end();
    if (this.#info !== void 0) this.#onTold(goProgram(this.#info, this.#code.sizes));
  }
};
var ProgramSink = class {
  #sinks;
  #isFirst = true;
  constructor(size, go, onTold) {
    const bundle = new DotnetBundleSearch();
    const tail = new ElfTailSink(size, (ends) => {
      const told = rustProgram(ends) ?? bundle.read(ends);
      if (told !== void 0) onTold(told);
    });
    this.#sinks = [go, bundle, tail];
  }
  /** A script is dropped at its first bytes. */
  write(chunk) {
    if (this.#isFirst && chunk.length >= ELF3.length && !ELF3.equals(chunk.subarray(0, ELF3.length))) this.#sinks = [];
    this.#isFirst = false;
    for (const sink of this.#sinks) sink.write(chunk);
  }
  end() {
    for (const sink of this.#sinks) sink.end();
  }
};
function goProgram(info, code) {
  const purl = moduleUrl(info.main);
  const modules = modulesOf(info, code);
  if (purl === void 0) return void 0;
  return { purl, inner: modules.map((module) => module.purl), innerBytes: modules.map(({ bytes }) => bytes) };
}
function rustProgram(ends) {
  const found = readRustProgram(ends);
  return found && { purl: found.purl, inner: found.crates, innerBytes: found.bytes };
}

// src/packages/system/requirements.ts
var RECOMMENDED = { relation: "recommends" };
function resolveRequirements(packages) {
  const providers = /* @__PURE__ */ new Map();
  for (const { name, provides } of packages)
    for (const offered of [name, ...provides]) keyed(providers, offered, () => /* @__PURE__ */ new Set()).add(name);
  return new Map(
    packages.map((found) => {
      const names2 = new Set(found.requires.flatMap((required) => [...providers.get(required) ?? []]));
      names2.delete(found.name);
      return [found, [...names2]];
    })
  );
}

// src/packages/system/apk.ts
var DATABASES = /* @__PURE__ */ new Set(["lib/apk/db/installed", "usr/lib/apk/db/installed"]);
var ApkFinder = class {
  #allowance;
  #databases = /* @__PURE__ */ new Map();
  constructor(allowance) {
    this.#allowance = allowance;
  }
  open({ path }) {
    return DATABASES.has(path) ? this.#read(path) : null;
  }
  find({ id = "alpine" }) {
    if (this.#allowance.exceeded) return [];
    const found = [...DATABASES].flatMap((path) => this.#databases.get(path) ?? []);
    const required = resolveRequirements(found);
    return found.flatMap((installed) => describe5(installed, id, required.get(installed) ?? []));
  }
  #read(path) {
    const found = [];
    let open5;
    const readLine = (line) => {
      if (line === "") open5 = void 0;
      else {
        open5 ??= this.#startRecord(found);
        this.#readField(open5, line);
      }
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => void this.#databases.set(path, found));
  }
  #startRecord(found) {
    const record = {
      name: "",
      version: "",
      architecture: "",
      origin: "",
      directory: "",
      files: [],
      requires: [],
      provides: []
    };
    this.#take("");
    found.push(record);
    return record;
  }
  #readField(record, line) {
    const value = line.slice(2);
    const field = line.startsWith(":", 1) ? line[0] : void 0;
    if (field === "P") record.name = this.#take(value);
    else if (field === "V") record.version = this.#take(value);
    else if (field === "A") record.architecture = this.#take(value);
    else if (field === "o") record.origin = this.#take(value);
    else if (field === "D") record.requires = namesOf2(this.#take(value));
    else if (field === "p") record.provides = namesOf2(this.#take(value));
    else if (field === "F") record.directory = value;
    else if (field === "R") record.files.push(this.#take(`${record.directory}/${value}`));
  }
  #take(text2) {
    this.#allowance.take(text2);
    return text2;
  }
};
function namesOf2(list) {
  return list.split(" ").flatMap((item) => /^([^!<>=~]+)/.exec(item)?.[1] ?? []);
}
function describe5({ name, version, architecture, origin: origin2, files }, vendor, required) {
  const qualifiers = { arch: architecture, upstream: origin2 === name ? "" : origin2 };
  const purl = formatPackageUrl({ type: "apk", namespace: vendor, name, version, qualifiers });
  const requires = required.flatMap((each) => formatPackageUrl({ type: "apk", namespace: vendor, name: each }) ?? []);
  return purl === void 0 ? [] : [{ purl, files, installedHere: false, requires }];
}

// src/packages/system/chisel.ts
import * as zlib3 from "node:zlib";
var MANIFEST6 = "var/lib/chisel/manifest.wall";
var STORED3 = 16 * 1024 * 1024;
var INFLATED3 = 64 * 1024 * 1024;
var ChiselFinder = class {
  #allowance;
  #manifest;
  constructor(allowance) {
    this.#allowance = allowance;
  }
  open({ path, size }) {
    if (path !== MANIFEST6) return null;
    this.#manifest = void 0;
    return size > STORED3 ? null : new HeadSink(STORED3, (stored) => void this.#read(stored));
  }
  find({ id = "ubuntu" }) {
    if (this.#manifest === void 0 || this.#allowance.exceeded) return [];
    const { packages, files } = this.#manifest;
    return [...packages].flatMap(([name, { version, architecture }]) => {
      const purl = formatPackageUrl({ type: "deb", namespace: id, name, version, qualifiers: { arch: architecture } });
      return purl === void 0 ? [] : [{ purl, files: files.get(name) ?? [], installedHere: false }];
    });
  }
  #read(stored) {
    try {
      const text2 = zlib3.zstdDecompressSync(stored, { maxOutputLength: INFLATED3 }).toString("utf8");
      this.#manifest = this.#allowance.take(text2) ? parseWall(text2.split("\n")) : void 0;
    } catch {
      this.#manifest = void 0;
    }
  }
};
function parseWall(lines) {
  const packages = /* @__PURE__ */ new Map();
  const files = /* @__PURE__ */ new Map();
  for (const line of lines) {
    const { kind, name, version, arch, slice, path } = line === "" ? {} : asRecord(JSON.parse(line));
    if (kind === "package") packages.set(asText(name), { version: asText(version), architecture: asText(arch) });
    if (kind === "content") keyed(files, asText(slice).split("_")[0] ?? "", () => []).push(asText(path));
  }
  return { packages, files };
}

// src/packages/system/dpkg-database.ts
var FIELDS = /* @__PURE__ */ new Set([
  "package",
  "version",
  "architecture",
  "status",
  "source",
  "depends",
  "pre-depends",
  "recommends",
  "provides"
]);
var GONE = /\s(not-installed|config-files)$/;
var ParagraphReader = class {
  #onPackage;
  #fields = /* @__PURE__ */ new Map();
  constructor(onPackage) {
    this.#onPackage = onPackage;
  }
  readLine(line) {
    if (line.trim() === "") this.finish();
    const colon = line.indexOf(":");
    const field = line.slice(0, Math.max(colon, 0)).toLowerCase();
    if (FIELDS.has(field)) this.#fields.set(field, line.slice(colon + 1).trim());
  }
  /** Ends the current paragraph. */
  finish() {
    const name = this.#fields.get("package");
    const version = this.#fields.get("version");
    const architecture = this.#fields.get("architecture") ?? "";
    const gone = GONE.test(this.#fields.get("status") ?? "");
    const depends = ["depends", "pre-depends"].flatMap((field) => this.#fields.get(field) ?? []).join(",");
    const recommends = this.#fields.get("recommends") ?? "";
    const provides = this.#fields.get("provides") ?? "";
    const [source = ""] = (this.#fields.get("source") ?? "").split(/[\s(]/);
    if (name && version && !gone) {
      const built = source === name ? "" : source;
      this.#onPackage({ name, version, architecture, source: built, depends, recommends, provides });
    }
    this.#fields.clear();
  }
};
function relationNames(list) {
  return list.split(/[,|]/).flatMap((relation) => /^\s*([a-z0-9][a-z0-9.+-]*)/i.exec(relation)?.[1] ?? []);
}
var Diversions = class {
  #diversions = /* @__PURE__ */ new Map();
  #pending = [];
  readLine(line) {
    const [from, to] = this.#pending;
    if (from === void 0 || to === void 0) {
      this.#pending.push(line);
      return;
    }
    this.#diversions.set(from, { to, by: line });
    this.#pending = [];
  }
  /** The real path of the file that the package lists at `path`. */
  divert(path, name) {
    const diversion = this.#diversions.get(path);
    return diversion === void 0 || diversion.by === name ? path : diversion.to;
  }
};

// src/packages/system/dpkg.ts
var ADMINISTRATION = "var/lib/dpkg/";
var LIST2 = /^info\/([^/]+)\.list$/;
var SINGLE = /^status\.d\/([^/]+)$/;
var SUMS = ".md5sums";
var DpkgFinder = class {
  #allowance;
  #status = [];
  #lists = /* @__PURE__ */ new Map();
  #singles = /* @__PURE__ */ new Map();
  #diversions = new Diversions();
  constructor(allowance) {
    this.#allowance = allowance;
  }
  open({ path }) {
    if (!path.startsWith(ADMINISTRATION)) return null;
    const name = path.slice(ADMINISTRATION.length);
    if (name === "status")
      return this.#readStatus((found) => {
        this.#status = found;
      });
    if (name === "diversions") return this.#readDiversions();
    const list = LIST2.exec(name)?.[1];
    if (list !== void 0) return this.#readList(list, (line) => line);
    const single = SINGLE.exec(name)?.[1];
    if (single === void 0) return null;
    return single.endsWith(SUMS) ? this.#readList(single, readSum) : this.#readStatus((found) => this.#singles.set(single, found));
  }
  find({ id }) {
    if (this.#allowance.exceeded) return [];
    const singles = [...this.#singles].sort(([a], [b]) => a < b ? -1 : 1);
    const found = [...this.#status, ...singles.flatMap(([, packages]) => packages)];
    const vendor = id ?? (found.some(({ version }) => version.includes("ubuntu")) ? "ubuntu" : "debian");
    const required = requirementsOf2(found, vendor);
    const describe7 = (installed, list) => this.#describe(installed, { vendor, list, requires: required.get(installed) ?? [] });
    return [
      ...this.#status.flatMap((installed) => describe7(installed, this.#listOf(installed))),
      ...singles.flatMap(
        ([file, packages]) => packages.flatMap((installed) => describe7(installed, this.#lists.get(`${file}${SUMS}`) ?? []))
      )
    ];
  }
  /** If several architectures of a package can be installed at once, the name of its list contains the architecture. */
  #listOf({ name, architecture }) {
    return this.#lists.get(`${name}:${architecture}`) ?? this.#lists.get(name);
  }
  #describe(installed, { vendor, list, requires }) {
    const { name, version, architecture, source } = installed;
    const purl = formatPackageUrl({
      type: "deb",
      namespace: vendor,
      name,
      version,
      qualifiers: { arch: architecture, upstream: source }
    });
    if (purl === void 0 || list === void 0) return [];
    const files = list.map((path) => this.#diversions.divert(path, name));
    return [{ purl, files, installedHere: true, requires }];
  }
  #readStatus(onEnd) {
    const found = [];
    const reader = new ParagraphReader((installed) => {
      if (this.#allowance.take(Object.values(installed).join(""))) found.push(installed);
    });
    const readLine = (line) => {
      reader.readLine(line);
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => {
      reader.finish();
      onEnd(found);
    });
  }
  #readList(name, pathOf2) {
    const paths = [];
    const readLine = (line) => {
      const path = pathOf2(line);
      if (path !== "" && this.#allowance.take(path)) paths.push(path);
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => void this.#lists.set(name, paths));
  }
  #readDiversions() {
    const diversions = new Diversions();
    const readLine = (line) => {
      if (this.#allowance.take(line)) diversions.readLine(line);
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => {
      this.#diversions = diversions;
    });
  }
};
function requirementsOf2(packages, vendor) {
  const required = resolveBy(packages, ({ depends }) => depends);
  const recommended = resolveBy(packages, ({ recommends }) => recommends);
  const urls = (names2 = [], qualifiers = {}) => names2.flatMap((name) => formatPackageUrl({ type: "deb", namespace: vendor, name, qualifiers }) ?? []);
  return new Map(
    packages.map((installed) => {
      const names2 = required.get(installed) ?? [];
      const known = new Set(names2);
      const others = (recommended.get(installed) ?? []).filter((name) => !known.has(name));
      return [installed, [...urls(names2), ...urls(others, RECOMMENDED)]];
    })
  );
}
function resolveBy(packages, relationsOf) {
  const needs = packages.map((installed) => ({
    installed,
    name: installed.name,
    requires: relationNames(relationsOf(installed)),
    provides: relationNames(installed.provides)
  }));
  return new Map([...resolveRequirements(needs)].map(([{ installed }, names2]) => [installed, names2]));
}
function readSum(line) {
  return /^[0-9a-f]{32} [ *](.+)$/i.exec(line)?.[1] ?? "";
}

// src/packages/system/rpm/manifests.ts
var MANIFEST7 = /^var\/lib\/rpmmanifest\/container-manifest-([12])$/;
var ARCHITECTURE = /^(?:noarch|x86_64|aarch64|\(none\))$/;
var RpmManifestFinder = class {
  #allowance;
  #manifests = /* @__PURE__ */ new Map();
  constructor(allowance) {
    this.#allowance = allowance;
  }
  open({ path }) {
    const [, kind] = path.startsWith("var/lib/rpmmanifest/") ? MANIFEST7.exec(path) ?? [] : [];
    if (kind === void 0) return null;
    const found = [];
    const readLine = (line) => {
      const named = kind === "1" ? parseName(line) : parseColumns(line);
      if (named !== void 0 && this.#allowance.take(line)) found.push(named);
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => void this.#manifests.set(kind, found));
  }
  find({ id: namespace = "azurelinux" }) {
    if (this.#allowance.exceeded) return [];
    const found = this.#manifests.get("2") ?? this.#manifests.get("1") ?? [];
    return found.flatMap(({ name, version, architecture, epoch }) => {
      const qualifiers = { arch: architecture === "(none)" ? void 0 : architecture, epoch };
      const purl = formatPackageUrl({ type: "rpm", namespace, name, version, qualifiers });
      return purl === void 0 ? [] : [{ purl, files: [], installedHere: true }];
    });
  }
};
function parseName(line) {
  const [, name, version, architecture] = /^(\S+)-([^-\s]+-[^-\s]+)\.([^.\s]+)$/.exec(line) ?? [];
  if (name === void 0 || version === void 0 || architecture === void 0) return void 0;
  return ARCHITECTURE.test(architecture) ? { name, version, architecture } : void 0;
}
function parseColumns(line) {
  const [name, version, , , , epoch = "", , architecture] = line.split("	");
  if (!name || !version || architecture === void 0 || !ARCHITECTURE.test(architecture)) return void 0;
  return { name, version, architecture, .../^[1-9]\d*$/.test(epoch) && { epoch } };
}

// src/packages/system/rpm/berkeley.ts
var MAGIC2 = 398689;
var PAGE_HEADER = 26;
var HASH_UNSORTED = 2;
var OVERFLOW = 7;
var HASH = 13;
var KEY_DATA = 1;
var OFF_PAGE = 3;
function* readBerkeley(file) {
  const numbers = numbersOf(file);
  const size = numbers.long(20);
  if (size < 512 || size > 65536 || !Number.isInteger(Math.log2(size))) throw new RangeError("an unknown page size");
  const taken = /* @__PURE__ */ new Set();
  const pages = Math.min(numbers.long(32) + 1, Math.floor(file.length / size));
  for (let page = 1; page < pages; page++) {
    const start2 = page * size;
    const type = file[start2 + 25];
    if (type === HASH || type === HASH_UNSORTED) yield* readHashPage({ file, numbers, size, taken }, start2);
  }
}
function* readHashPage(database, start2) {
  const { file, numbers, size } = database;
  const count2 = numbers.short(start2 + 20);
  if (PAGE_HEADER + 2 * count2 > size) throw new RangeError("more entries than a page has room for");
  const offsetOf = (index) => index < 0 ? size : numbers.short(start2 + PAGE_HEADER + 2 * index);
  for (let index = 1; index < count2; index += 2) {
    const [at, end] = [offsetOf(index), offsetOf(index - 1)];
    if (at < PAGE_HEADER || end > size || at >= end) throw new RangeError("an entry outside of its page");
    const isCounter = offsetOf(index - 1) + 5 === offsetOf(index - 2) && numbers.long(start2 + end + 1) === 0;
    if (isCounter) continue;
    const type = file[start2 + at];
    if (type === KEY_DATA) yield file.subarray(start2 + at + 1, start2 + end);
    else if (type === OFF_PAGE) yield readChain2(database, numbers.long(start2 + at + 4), numbers.long(start2 + at + 8));
  }
}
function readChain2({ file, numbers, size, taken }, first, length) {
  const parts = [];
  let left = length;
  for (let page = first; left > 0; page = numbers.long(page * size + 16)) {
    const start2 = page * size;
    if (page === 0 || start2 + size > file.length || taken.has(page)) throw new RangeError("a broken chain of pages");
    if (file[start2 + 25] !== OVERFLOW) throw new RangeError("a chain to a page of another kind");
    taken.add(page);
    const held = Math.min(numbers.short(start2 + 22), left, size - PAGE_HEADER);
    if (held === 0) throw new RangeError("an empty page in a chain");
    parts.push(file.subarray(start2 + PAGE_HEADER, start2 + PAGE_HEADER + held));
    left -= held;
  }
  return Buffer.concat(parts);
}
function numbersOf(file) {
  if (file.length < 512) throw new RangeError("not a Berkeley DB");
  if (file.readUInt32LE(12) === MAGIC2)
    return { short: (at) => file.readUInt16LE(at), long: (at) => file.readUInt32LE(at) };
  if (file.readUInt32BE(12) === MAGIC2)
    return { short: (at) => file.readUInt16BE(at), long: (at) => file.readUInt32BE(at) };
  throw new RangeError("not a hash of Berkeley DB");
}

// src/packages/system/rpm/header.ts
var ENTRY2 = 16;
var INDEX_LIMIT = 65535;
var INT32 = 4;
var STRING = 6;
var STRING_ARRAY = 8;
var CHAR = 1;
var RpmHeader = class {
  #data;
  #entries = /* @__PURE__ */ new Map();
  constructor(blob) {
    const count2 = blob.readUInt32BE(0);
    const length = blob.readUInt32BE(4);
    const start2 = 8 + count2 * ENTRY2;
    if (count2 > INDEX_LIMIT || start2 + length > blob.length) throw new RangeError("a truncated header");
    this.#data = blob.subarray(start2, start2 + length);
    for (let at = 8; at < start2; at += ENTRY2) {
      const entry = {
        type: blob.readUInt32BE(at + 4),
        offset: blob.readInt32BE(at + 8),
        count: blob.readUInt32BE(at + 12)
      };
      this.#entries.set(blob.readUInt32BE(at), entry);
    }
  }
  /** The text of the tag; '' if the header lacks it. */
  text(tag) {
    const [text2 = ""] = this.#strings(tag, STRING, 1);
    return text2;
  }
  texts(tag) {
    return [...this.#strings(tag, STRING_ARRAY, Number.POSITIVE_INFINITY)];
  }
  integers(tag) {
    const entry = this.#entryOf(tag, INT32);
    if (entry === void 0) return [];
    if (entry.offset + 4 * entry.count > this.#data.length) throw new RangeError("truncated integers");
    return Array.from({ length: entry.count }, (_, at) => this.#data.readUInt32BE(entry.offset + 4 * at));
  }
  /** Single bytes, such as the states of files. */
  bytes(tag) {
    const entry = this.#entryOf(tag, CHAR);
    return entry === void 0 ? new Uint8Array() : this.#data.subarray(entry.offset, entry.offset + entry.count);
  }
  *#strings(tag, type, limit) {
    const entry = this.#entryOf(tag, type);
    let at = entry?.offset ?? 0;
    for (let left = Math.min(entry?.count ?? 0, limit); left > 0; left--) {
      const end = this.#data.indexOf(0, at);
      if (end < 0) throw new RangeError("truncated text");
      yield this.#data.toString("utf8", at, end);
      at = end + 1;
    }
  }
  #entryOf(tag, type) {
    const entry = this.#entries.get(tag);
    if (entry === void 0 || entry.type !== type) return void 0;
    if (entry.offset < 0 || entry.offset > this.#data.length) throw new RangeError("an offset outside of the data");
    return entry;
  }
};

// src/packages/system/rpm/ndb.ts
var HEADER6 = 32;
var PAGE2 = 4096;
var SLOT = 16;
var BLOCK2 = 16;
var BLOB_HEADER = 16;
var MAGIC3 = 1349349458;
var SLOT_MAGIC = 1953459283;
var BLOB_MAGIC = 1398959170;
var VERSION4 = 0;
function* readNdb(file) {
  if (file.length < HEADER6 || file.readUInt32LE(0) !== MAGIC3 || file.readUInt32LE(4) !== VERSION4)
    throw new RangeError("not a database of the format ndb");
  const end = file.readUInt32LE(12) * PAGE2;
  let left = file.length;
  for (let at = HEADER6; at + SLOT <= Math.min(end, file.length); at += SLOT) {
    if (file.readUInt32LE(at) !== SLOT_MAGIC) throw new RangeError("a broken slot");
    const [number, block] = [file.readUInt32LE(at + 4), file.readUInt32LE(at + 8)];
    if (number === 0 || block === 0) continue;
    const blob = readBlob(file, number, block * BLOCK2);
    left -= blob.length;
    if (left < 0) throw new RangeError("overlapping packages");
    yield blob;
  }
}
function readBlob(file, number, at) {
  if (at + BLOB_HEADER > file.length) throw new RangeError("a package outside of the file");
  if (file.readUInt32LE(at) !== BLOB_MAGIC || file.readUInt32LE(at + 4) !== number)
    throw new RangeError("a broken package");
  const start2 = at + BLOB_HEADER;
  const length = file.readUInt32LE(at + 12);
  if (start2 + length > file.length) throw new RangeError("a truncated package");
  return file.subarray(start2, start2 + length);
}

// src/packages/system/rpm/sqlite/pages.ts
var MAGIC4 = "SQLite format 3\0";
var HEADER7 = 100;
var UTF8 = 1;
var CELL = 4;
var SqlitePages = class {
  #file;
  #pageSize;
  #seen = /* @__PURE__ */ new Set();
  #unread;
  /** Bytes of a page that are used: the file format's U. */
  usable;
  /** Throws RangeError if the file is not a SQLite 3 database with text in UTF-8. */
  constructor(file) {
    if (file.length < HEADER7 || file.toString("latin1", 0, MAGIC4.length) !== MAGIC4)
      throw new RangeError("not a SQLite 3 database");
    const size = file.readUInt16BE(16);
    this.#file = file;
    this.#unread = file.length;
    this.#pageSize = size === 1 ? 65536 : size;
    this.usable = this.#pageSize - file.readUInt8(20);
    const sound = this.#pageSize >= 512 && Number.isInteger(Math.log2(this.#pageSize)) && this.usable >= 480;
    if (!sound || file.readUInt32BE(56) !== UTF8) throw new RangeError("an unknown page size or text encoding");
  }
  /** Throws RangeError for a page that is missing or was taken before. */
  take(number) {
    const at = (number - 1) * this.#pageSize;
    if (number < 1 || at + this.#pageSize > this.#file.length || this.#seen.has(number))
      throw new RangeError(`page ${number} is missing or read twice`);
    this.#seen.add(number);
    return { number, bytes: this.#file.subarray(at, at + this.#pageSize), start: number === 1 ? HEADER7 : 0 };
  }
  /** Counts the bytes of a cell. Throws RangeError if all cells together are larger than the file: then they overlap. */
  spend(payload) {
    this.#unread -= payload + CELL;
    if (this.#unread < 0) throw new RangeError("overlapping cells");
  }
};

// src/packages/system/rpm/sqlite/record.ts
var INTEGER_BYTES = [0, 1, 2, 3, 4, 6];
var COLUMNS = 64;
function readVarint(bytes, at) {
  let value = 0;
  for (let next = at; next < at + 8; ) {
    const byte = bytes.readUInt8(next++);
    value = value * 128 + (byte & 127);
    if (value > Number.MAX_SAFE_INTEGER) throw new RangeError("an absurd number");
    if (byte < 128) return { value, next };
  }
  throw new RangeError("an absurd number");
}
function readRecord2(payload) {
  const header = readVarint(payload, 0);
  const columns = [];
  let at = header.value;
  for (let next = header.next; next < header.value && columns.length < COLUMNS; ) {
    const type = readVarint(payload, next);
    const length = contentLength(type.value);
    if (at + length > payload.length) throw new RangeError("a truncated record");
    columns.push(readColumn(payload, at, type.value, length));
    at += length;
    next = type.next;
  }
  return columns;
}
function contentLength(type) {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return type === 6 || type === 7 ? 8 : INTEGER_BYTES[type] ?? 0;
}
function readColumn(payload, at, type, length) {
  if (type >= 12) return type % 2 === 1 ? payload.toString("utf8", at, at + length) : payload.subarray(at, at + length);
  if (type === 8 || type === 9) return type - 8;
  return length > 0 && length < 8 ? payload.readIntBE(at, length) : null;
}

// src/packages/system/rpm/sqlite/sqlite.ts
var INTERIOR_TABLE = 5;
var LEAF_TABLE = 13;
var DEPTH = 20;
var SCHEMA_ROOT = 1;
function* readTable(file, table) {
  const pages = new SqlitePages(file);
  for (const [type, name, , root] of readRows(pages, SCHEMA_ROOT, 0)) {
    if (type !== "table" || name !== table || typeof root !== "number") continue;
    yield* readRows(pages, root, 0);
    return;
  }
}
function* readRows(pages, number, depth) {
  if (depth > DEPTH) throw new RangeError("a b-tree is too deep");
  const page = pages.take(number);
  const kind = page.bytes.readUInt8(page.start);
  const count2 = page.bytes.readUInt16BE(page.start + 3);
  if (kind === LEAF_TABLE) {
    for (let cell = 0; cell < count2; cell++)
      yield readRecord2(readPayload(pages, page, cellAt(page, page.start + 8, cell)));
  } else if (kind === INTERIOR_TABLE) {
    for (let cell = 0; cell < count2; cell++)
      yield* readRows(pages, page.bytes.readUInt32BE(cellAt(page, page.start + 12, cell)), depth + 1);
    yield* readRows(pages, page.bytes.readUInt32BE(page.start + 8), depth + 1);
  } else throw new RangeError(`page ${number} is not a table page`);
}
function cellAt(page, pointers, cell) {
  return page.bytes.readUInt16BE(pointers + 2 * cell);
}
function readPayload(pages, page, at) {
  const length = readVarint(page.bytes, at);
  const { next: start2 } = readVarint(page.bytes, length.next);
  pages.spend(length.value);
  const local = localLength(length.value, pages.usable);
  if (start2 + local > pages.usable) throw new RangeError("a cell exceeds its page");
  const first = page.bytes.subarray(start2, start2 + local);
  if (local === length.value) return first;
  return Buffer.concat([first, ...readOverflow(pages, page.bytes.readUInt32BE(start2 + local), length.value - local)]);
}
function localLength(length, usable) {
  const least = Math.floor((usable - 12) * 32 / 255) - 23;
  if (length <= usable - 35) return length;
  const whole = least + (length - least) % (usable - 4);
  return whole <= usable - 35 ? whole : least;
}
function* readOverflow(pages, first, length) {
  for (let number = first, left = length; left > 0; ) {
    const { bytes } = pages.take(number);
    if (number === 1) throw new RangeError("an overflow chain over the first page");
    const part = bytes.subarray(4, Math.min(pages.usable, 4 + left));
    yield part;
    left -= part.length;
    number = bytes.readUInt32BE(0);
  }
}

// src/packages/system/rpm/rpm.ts
var DATABASE = /^(?:var\/lib|usr\/lib\/sysimage|usr\/share)\/rpm\/(rpmdb\.sqlite|Packages(?:\.db)?)$/;
var DATABASE_LIMIT = 192 * 1024 * 1024;
var FORMATS = {
  "rpmdb.sqlite": readSqlite,
  "Packages.db": readNdb,
  Packages: readBerkeley
};
var TAG2 = {
  name: 1e3,
  version: 1001,
  release: 1002,
  epoch: 1003,
  architecture: 1022,
  sourcePackage: 1044,
  provides: 1047,
  requires: 1049,
  recommends: 5046,
  fileStates: 1029,
  directoryIndexes: 1116,
  baseNames: 1117,
  directoryNames: 1118
};
var NORMAL = 0;
var VENDORS = {
  rhel: "redhat",
  "opensuse-leap": "opensuse",
  "opensuse-tumbleweed": "opensuse"
};
var RpmFinder = class {
  #allowance;
  #databases = /* @__PURE__ */ new Map();
  constructor(allowance) {
    this.#allowance = allowance;
  }
  open({ path, size }) {
    const name = path.includes("/rpm/") ? DATABASE.exec(path)?.[1] : void 0;
    const format = FORMATS[name ?? ""];
    if (format === void 0 || size > DATABASE_LIMIT) return null;
    return new HeadSink(
      DATABASE_LIMIT,
      (file, whole) => void this.#databases.set(path, whole ? this.#readDatabase(format(file)) : [])
    );
  }
  find({ id }) {
    const found = [...this.#databases].sort(([a], [b]) => a < b ? 1 : -1).flatMap(([, list]) => list);
    const required = requirementsOf3(found, ({ requires }) => requires);
    const recommended = requirementsOf3(found, ({ recommends }) => recommends);
    return found.flatMap(
      (installed) => describe6(installed, id, {
        required: required.get(installed) ?? [],
        recommended: recommended.get(installed) ?? []
      })
    );
  }
  /** No packages if the database is broken or exceeds the budget. */
  #readDatabase(headers) {
    try {
      return Array.from(headers, (header) => this.#readPackage(new RpmHeader(header)));
    } catch {
      return [];
    }
  }
  #readPackage(header) {
    const [epoch] = header.integers(TAG2.epoch);
    const found = {
      name: this.#take(header.text(TAG2.name)),
      version: this.#take(`${header.text(TAG2.version)}-${header.text(TAG2.release)}`),
      epoch: epoch === void 0 ? void 0 : String(epoch),
      architecture: this.#take(header.text(TAG2.architecture)),
      source: this.#take(sourceOf2(header.text(TAG2.sourcePackage)))
    };
    return {
      ...found,
      files: [...this.#readFiles(header)],
      requires: header.texts(TAG2.requires).map((text2) => this.#take(text2)),
      recommends: header.texts(TAG2.recommends).map((text2) => this.#take(text2)),
      provides: header.texts(TAG2.provides).map((text2) => this.#take(text2))
    };
  }
  *#readFiles(header) {
    const directories = header.texts(TAG2.directoryNames);
    const indexes = header.integers(TAG2.directoryIndexes);
    const states = header.bytes(TAG2.fileStates);
    for (const [at, name] of header.texts(TAG2.baseNames).entries()) {
      const directory = directories[indexes[at] ?? -1];
      if (directory !== void 0 && (states[at] ?? NORMAL) === NORMAL) yield this.#take(`${directory}${name}`);
    }
  }
  #take(text2) {
    if (!this.#allowance.take(text2)) throw new RangeError("more text than the budget allows");
    return text2;
  }
};
function* readSqlite(file) {
  for (const [, blob] of readTable(file, "Packages")) if (blob instanceof Buffer) yield blob;
}
function requirementsOf3(packages, capabilitiesOf) {
  const capabilities = packages.map((installed) => capabilitiesOf(installed).flatMap(wordsOf));
  const paths = new Set(capabilities.flat().filter((capability) => capability.startsWith("/")));
  const needs = packages.map((installed, at) => ({
    installed,
    name: installed.name,
    requires: capabilities[at] ?? [],
    provides: [...installed.provides, ...installed.files.filter((path) => paths.has(path))]
  }));
  return new Map([...resolveRequirements(needs)].map(([{ installed }, names2]) => [installed, names2]));
}
function wordsOf(capability) {
  if (!capability.startsWith("(")) return [capability];
  return capability.split(/[\s()]+(?=[^()]|$)|^\(+/).filter((word2) => word2 !== "");
}
function describe6({ name, version, epoch, architecture, source, files }, id, { required, recommended }) {
  const vendor = id ?? vendorOf(version);
  const namespace = vendor === void 0 ? void 0 : VENDORS[vendor] ?? vendor;
  const qualifiers = { arch: architecture, epoch, upstream: source === name ? "" : source };
  const purl = formatPackageUrl({ type: "rpm", namespace, name, version, qualifiers });
  const known = new Set(required);
  const others = recommended.filter((each) => !known.has(each));
  const requires = [
    ...required.flatMap((each) => formatPackageUrl({ type: "rpm", namespace, name: each }) ?? []),
    ...others.flatMap(
      (each) => formatPackageUrl({ type: "rpm", namespace, name: each, qualifiers: RECOMMENDED }) ?? []
    )
  ];
  return purl === void 0 ? [] : [{ purl, files, installedHere: false, requires }];
}
function sourceOf2(file) {
  return /^(.+)-[^-]+-[^-]+\.(?:no)?src\.rpm$/.exec(file)?.[1] ?? "";
}
function vendorOf(version) {
  return /\.fc\d+(\.|$)/.test(version) ? "fedora" : void 0;
}

// src/packages/inspector.ts
var READERS = [
  bitnamiReader,
  bitnamiSpdxReader,
  composerReader,
  condaReader,
  dotnetReader,
  erlangReader,
  ertsReader,
  homebrewReader,
  rReader
];
var inspectPackages = inspectWithin(() => new Budget2());
function inspectWithin(budgetOf) {
  return () => new PackageInspector(budgetOf());
}
var PackageInspector = class {
  #release = new ReleaseReader();
  #system;
  #languages;
  #bundles;
  constructor(budget) {
    const allowance = () => new Allowance(budget);
    this.#system = [
      new DpkgFinder(allowance()),
      new ApkFinder(allowance()),
      new RpmFinder(allowance()),
      new ChiselFinder(allowance()),
      new RpmManifestFinder(allowance())
    ];
    this.#bundles = new BundleFinder(allowance());
    this.#languages = [
      new NixFinder(allowance()),
      new PythonFinder(allowance()),
      new NodeFinder(allowance()),
      new YarnFinder(allowance()),
      new JavaFinder(allowance()),
      new RubyFinder(allowance()),
      new PerlFinder(allowance()),
      new FileFinder(allowance(), READERS),
      new ProgramFinder(allowance())
    ];
  }
  open(file) {
    for (const finder of [this.#release, ...this.#system, this.#bundles, ...this.#languages]) {
      const sink = finder.open(file);
      if (sink !== null) return sink;
    }
    return null;
  }
  finish(entries) {
    const table = new OwnershipTable(new LayerFiles(entries));
    table.addSystem(this.#system.flatMap((finder) => this.#ask(finder)));
    table.addBytecode();
    table.addLanguages(this.#languages.flatMap((finder) => this.#ask(finder)));
    table.addBytecode();
    table.addOrigins(this.#bundles.find());
    return table.ownership;
  }
  #ask(finder) {
    return finder.find(this.#release.release);
  }
};

// src/baseline/measurement-file.ts
import { readFile as readFile4 } from "node:fs/promises";
async function readMeasurements(path, name) {
  return measurementsOf(await readMeasurementFile(path, name), name);
}
function measurementsOf({ measurements, errors = [] }, name) {
  const [failed2] = errors;
  if (failed2 === void 0) return measurements;
  const image = printable(failed2.platform === void 0 ? failed2.image : `${failed2.image} (${failed2.platform})`);
  throw new UserError(`${name}: ${image} could not be measured: ${failed2.reason}`);
}
async function readMeasurementFile(path, name) {
  const found = await regularFileAt(path, name);
  if (found === void 0) throw new UserError(`${name}: no such measurement file`);
  if (found.size > MAX_MEASUREMENT_FILE) {
    throw new UserError(
      `${name}: ${found.size} bytes are too many for a measurement file (at most ${MAX_MEASUREMENT_FILE})`
    );
  }
  const { measurements, errors = [] } = parseMeasurementFile(await readFile4(path, "utf8"), name);
  return { measurements, ...errors.length === 0 ? {} : { errors } };
}

// src/baseline/checkout.ts
import { lstat as lstat2, realpath as realpath3, stat as stat7, symlink as symlink2 } from "node:fs/promises";
import { isAbsolute as isAbsolute3, join as join14, relative as relative3, resolve as resolve9, sep as sep4 } from "node:path";

// src/baseline/inputs-at-base.ts
import { resolve as resolve8 } from "node:path";
function inputsAtBase({ buildContexts, secrets, ssh, cacheFrom, cacheTo }, head, inRepository) {
  const cache = (entry) => absoluteCache(entry, head);
  const context = (entry) => afterEquals(entry, (value) => contextAtBase(value, head, inRepository));
  return {
    ...buildContexts && { buildContexts: buildContexts.map(context) },
    ...secrets && {
      secrets: secrets.map((each) => "env" in each ? each : { ...each, file: resolve8(head, each.file) })
    },
    ...ssh && { ssh: ssh.map((entry) => afterEquals(entry, (paths) => resolveEach(paths, head))) },
    ...cacheFrom && { cacheFrom: cacheFrom.map(cache) },
    ...cacheTo && { cacheTo: cacheTo.map(cache) }
  };
}
function contextAtBase(value, head, inRepository) {
  const [, layout] = /^oci-layout:\/\/(.*)$/.exec(value) ?? [];
  if (layout !== void 0) return `oci-layout://${resolve8(head, layout)}`;
  if (/^(?:docker-image:\/\/|target:)/.test(value) || isRemoteContext(value)) return value;
  return inRepository(value) ?? resolve8(head, value);
}
function afterEquals(entry, change) {
  const at = entry.indexOf("=") + 1;
  return at === 0 ? entry : `${entry.slice(0, at)}${change(entry.slice(at))}`;
}
function resolveEach(paths, head) {
  return paths.split(",").map((path) => resolve8(head, path)).join(",");
}

// src/baseline/checkout.ts
async function findCheckout(repository) {
  const cwd = await realpath3(repository.cwd);
  return { top: await topLevel(repository) ?? cwd, cwd, named: repository.cwd };
}
function sourceInRepository(source, checkout) {
  if (source.kind === "bake") {
    const files = source.files.flatMap((path) => pathInRepository(path, checkout) ?? []);
    return files.length < source.files.length ? void 0 : { ...source, files };
  }
  const inputs = inputsAtBase(source, checkout.cwd, (path) => pathInRepository(path, checkout));
  if (isRemoteContext(source.context)) return { ...source, ...inputs };
  const file = pathInRepository(source.file, checkout);
  const context = pathInRepository(source.context, checkout);
  return file === void 0 || context === void 0 ? void 0 : { ...source, ...inputs, file, context };
}
function pathInRepository(path, { top, cwd, named }) {
  const candidates = isAbsolute3(path) ? [path, resolve9(cwd, relative3(named, path))] : [resolve9(cwd, path)];
  const inside2 = candidates.find((candidate) => !leaves(relative3(top, candidate)));
  return inside2 === void 0 ? void 0 : relative3(cwd, inside2) || ".";
}
function leaves(path) {
  return path === ".." || path.startsWith(`..${sep4}`) || isAbsolute3(path);
}
var ENVIRONMENT = ".env";
async function linkEnvironment(repository, root) {
  const own = join14(repository.cwd, ENVIRONMENT);
  const link = join14(root, ENVIRONMENT);
  if (!(await stat7(own).catch(() => void 0))?.isFile()) return;
  if (await lstat2(link).catch(() => void 0) !== void 0) return;
  if (await git(repository, ["ls-files", "--", ENVIRONMENT]) === "") await symlink2(resolve9(own), link);
}

// src/baseline/failed-base.ts
import { join as join15 } from "node:path";

// src/git/tracking.ts
import { lstat as lstat3 } from "node:fs/promises";
import { resolve as resolve10 } from "node:path";
async function trackingOf(repository, path) {
  if (await lstat3(resolve10(repository.cwd, path)).catch(() => void 0) === void 0) return void 0;
  const literal = ["--literal-pathspecs"];
  if (await git(repository, [...literal, "ls-files", "-z", "--", path]) !== "") return "tracked";
  const { exitCode } = await readGit(repository, ["check-ignore", "--quiet", "--", path]);
  return exitCode === 0 ? "ignored" : "untracked";
}

// src/baseline/failed-base.ts
var NO_COMPARISON = "so there is nothing to compare with";
var ONCE = "run once with baseline: none";
var NO_BUILD = "keep records on the default branch, or name a measurement file as the baseline";
var MAX_PATH = 120;
async function explainFailedBase(measured, base) {
  if (measured.kind === "error") return { kind: "error", reason: await reasonOf(measured, base) };
  if (measured.kind === "missing" || measured.failures === void 0) return measured;
  const failures = measured.failures.map(async (each) => ({
    platform: each.platform,
    reason: await reasonOf(each, base)
  }));
  return { ...measured, failures: await Promise.all(failures) };
}
async function reasonOf(failed2, base) {
  const sentence = await sentenceOf(failed2, base);
  return sentence === void 0 ? failed2.reason : `${sentence}
${failed2.reason}`;
}
async function sentenceOf({ failure, path }, base) {
  if (failure === void 0) return void 0;
  const fault = machineFault(failure);
  if (fault !== void 0) return `the base commit was not built, ${NO_COMPARISON}: ${fault}`;
  if (failure !== "context" || path === void 0) {
    return `the base commit does not build, ${NO_COMPARISON}; if this change fixes the build, ${ONCE}`;
  }
  const shown2 = printable(path.replace(/^\/(?=.)/, "")).slice(0, MAX_PATH);
  const tracking = await trackingInContexts(path, base);
  if (tracking === "ignored" || tracking === "untracked") {
    const why = tracking === "ignored" ? "is ignored by git" : "is not tracked by git";
    return `the base commit cannot be built, ${NO_COMPARISON}: the build copies ${shown2}, which ${why}, so no commit has it; make it within the Dockerfile, ${NO_BUILD}`;
  }
  return `the base commit does not build, ${NO_COMPARISON}: its build context has no ${shown2}; if this change adds it, ${ONCE}`;
}
async function trackingInContexts(path, { repository, source }) {
  for (const context of contextsOf(source)) {
    const tracking = await trackingOf(repository, join15(context, path)).catch(orUndefined);
    if (tracking !== void 0) return tracking;
  }
  return void 0;
}
function contextsOf(source) {
  if (source.kind === "bake") return [".", ...source.files.map((file) => join15(file, ".."))];
  const named = (source.buildContexts ?? []).map((entry) => entry.slice(entry.indexOf("=") + 1));
  return [source.context, ...named].filter((context) => !isRemoteContext(context) && !context.includes("://"));
}

// src/baseline/renamed.ts
import { stat as stat8 } from "node:fs/promises";
import { join as join16, relative as relative4, resolve as resolve11 } from "node:path";

// src/git/renames.ts
var MOST_COMPARED = 1e3;
var DIFF = [
  "diff",
  "--name-status",
  "-z",
  "--find-renames=50%",
  `-l${MOST_COMPARED}`,
  "--diff-filter=DR",
  "--no-relative",
  "--no-ext-diff",
  "--no-textconv"
];
async function readMoves(root, commit) {
  await fetchCommit(root, commit);
  const fields = (await readList(root, [...DIFF, commit, "--"])).values();
  const renames = [];
  const deleted = [];
  for (const status of fields) {
    const path = fields.next().value ?? "";
    if (status.startsWith("R")) renames.push({ from: path, to: fields.next().value ?? "" });
    else deleted.push(path);
  }
  return { renames, deleted };
}

// src/baseline/moved-paths.ts
import { posix as posix3 } from "node:path";
function oldFile(path, { renames }) {
  return renames.find(({ to }) => to === path)?.from;
}
function oldDirectory(directory, { renames }) {
  const inside2 = renames.filter(({ to }) => isIn(directory, to));
  const counts2 = /* @__PURE__ */ new Map();
  for (const rename of inside2) {
    const from = oldParent(directory, rename);
    if (from !== void 0) counts2.set(from, (counts2.get(from) ?? 0) + 1);
  }
  const [most] = [...counts2].toSorted(([, a], [, b]) => b - a);
  return most !== void 0 && most[1] * 2 > inside2.length ? most[0] : void 0;
}
function oldPlace(place, moves, has) {
  const file = oldFile(place.file, moves);
  if (file === void 0) return void 0;
  const context = oldContext(place, file, moves, has);
  return context === void 0 || !has(context) ? void 0 : { file, context };
}
function oldContext(place, from, moves, has) {
  const { file, context } = place;
  const along = isIn(context, file) ? oldParent(context, { from, to: file }) : void 0;
  const others = { ...moves, renames: moves.renames.filter(({ to }) => to !== file) };
  if (along !== void 0 && oldDirectory(context, others) === along) return along;
  if (has(context)) return context;
  return along ?? oldDirectory(context, others);
}
var FORMS = {
  dockerfile: /^(?:.*[.-])?(?:dockerfile|containerfile)(?:[.-].*)?$/i,
  bake: /\.hcl$|(?:bake|compose).*\.(?:json|ya?ml)$/i
};
function likelyOld(path, { deleted, renames }, kind) {
  const gone = [...deleted, ...renames.map(({ from }) => from)].filter((each) => isLike(each, path, kind));
  return gone.toSorted((one, other) => shared(other, path) - shared(one, path) || (one < other ? -1 : 1))[0];
}
function isLike(path, wanted, kind) {
  const name = posix3.basename(path);
  return name === posix3.basename(wanted) || FORMS[kind].test(name);
}
function shared(path, wanted) {
  const parts = path.split("/");
  const sameName = posix3.basename(path) === posix3.basename(wanted) ? 100 : 0;
  return sameName + wanted.split("/").filter((part) => parts.includes(part)).length;
}
function oldParent(directory, { from, to }) {
  const rest = directory === "." ? to : to.slice(directory.length + 1);
  if (from === rest) return ".";
  return from.endsWith(`/${rest}`) ? from.slice(0, -rest.length - 1) : void 0;
}
function isIn(directory, path) {
  return directory === "." || path.startsWith(`${directory}/`);
}

// src/baseline/moved-targets.ts
function oldTarget(name, base, head) {
  const target = head.definition.targets.get(name);
  const gone = onlyIn(base, head);
  if (target === void 0 || base.definition.targets.has(name) || gone.length === 0) return void 0;
  const build = head.buildOf(target);
  const alike = gone.filter((each) => base.buildOf(each) === build);
  const came = onlyIn(head, base).filter((each) => head.buildOf(each) === build);
  const [only] = alike;
  if (alike.length === 1 && came.length === 1 && only !== void 0) return { name: only.name, isCertain: true };
  const likely = alike.length > 0 ? alike : gone;
  return { name: likely.map((each) => each.name).join(" or "), isCertain: false };
}
function onlyIn({ definition }, other) {
  const { targets } = other.definition;
  return [...definition.targets.values()].filter(({ name }) => !name.startsWith("_") && !targets.has(name));
}

// src/baseline/renamed.ts
var MAX_NAME = 200;
var shown = (path) => printable(path).slice(0, MAX_NAME);
var as = (source) => ({ source, notes: [], warnings: [] });
async function followFiles(plan, source) {
  try {
    return source.kind === "dockerfile" ? await followDockerfile(plan, source) : await followBakeFiles(plan, source);
  } catch (error) {
    return { ...as(source), warnings: [unknown(error)] };
  }
}
async function followDockerfile(plan, source) {
  if (isRemoteContext(source.context)) return as(source);
  const hasFile = await isAtBase(plan, source.file, "file");
  if (hasFile && await isAtBase(plan, source.context, "directory")) return as(source);
  const moves = await movesOf(plan);
  const place = { file: toTop(plan, source.file), context: toTop(plan, source.context) };
  const directories = new Set(directoriesOf(moves));
  for (const each of [place.context, ...directories]) if (!await isAtTop(plan, each)) directories.delete(each);
  if (await isAtTop(plan, place.context)) directories.add(place.context);
  const old = hasFile ? oldContextAlone(place, moves) : oldPlace(place, moves, (directory) => directories.has(directory));
  if (old === void 0) return { ...as(source), warnings: hasFile ? [] : warnOfGone(place.file, moves, source.kind) };
  const before = { file: fromTop(plan, old.file), context: fromTop(plan, old.context) };
  const buildContexts = source.buildContexts && await oldContexts(plan, source.buildContexts, moves);
  return {
    source: { ...source, ...before, ...buildContexts && { buildContexts } },
    notes: [renamedNote(place, old)],
    warnings: []
  };
}
function oldContextAlone(place, moves) {
  const context = oldDirectory(place.context, moves);
  return context === void 0 ? void 0 : { ...place, context };
}
function renamedNote(now, old) {
  const parts = [
    ...old.file === now.file ? [] : [`from ${shown(old.file)}`],
    ...old.context === now.context ? [] : [`with the context ${shown(old.context)}`]
  ];
  const renamed = old.file === now.file ? now.context : now.file;
  return `The baseline is built ${parts.join(" ")}, which was renamed to ${shown(renamed)} since.`;
}
function warnOfGone(file, moves, kind) {
  const likely = likelyOld(file, moves, kind);
  if (likely === void 0) return [];
  return [
    `This image counts as new, though it may be what ${shown(likely)} was. That file is gone, and ${shown(file)} is too different from it for git to call it renamed. Compare the two, or name a baseline.`
  ];
}
async function oldContexts(plan, entries, moves) {
  const followed = entries.map(async (entry) => {
    const at = entry.indexOf("=") + 1;
    const value = entry.slice(at);
    if (value.includes(":") || await isAtBase(plan, value, "directory")) return entry;
    const old = oldDirectory(toTop(plan, value), moves);
    return old === void 0 ? entry : `${entry.slice(0, at)}${fromTop(plan, old)}`;
  });
  return Promise.all(followed);
}
async function followBakeFiles(plan, source) {
  const there = await Promise.all(source.files.map((file) => isAtBase(plan, file, "file")));
  if (!there.includes(false)) return as(source);
  const moves = await movesOf(plan);
  const files = source.files.map((file, at) => {
    const old = there[at] ? void 0 : oldFile(toTop(plan, file), moves);
    return old === void 0 ? file : fromTop(plan, old);
  });
  const notes = files.flatMap((file, at) => {
    const now = source.files[at] ?? file;
    return file === now ? [] : [`The baseline is built from ${shown(file)}, which was renamed to ${shown(now)} since.`];
  });
  const unknown2 = source.files.filter((file, at) => !there[at] && files[at] === file);
  const warnings = unknown2.flatMap((file) => warnOfGone(toTop(plan, file), moves, "bake"));
  return { source: { ...source, files }, notes, warnings };
}
async function followTarget(plan, source, files) {
  try {
    if (plan.readTargets === void 0) return void 0;
    const there = await Promise.all(source.files.map((file) => isAtBase(plan, file, "file")));
    if (there.includes(false)) return void 0;
    const base = await plan.readTargets(source.files, plan.root);
    const head = await plan.readTargets(files, plan.checkout.named);
    const moves = await movesOf(plan);
    const old = oldTarget(
      source.target.replaceAll(".", "_"),
      { definition: base, buildOf: (target) => buildText(target, plan.root, plan) },
      { definition: head, buildOf: (target) => buildText(target, plan.checkout.named, plan, moves) }
    );
    if (old === void 0) return void 0;
    const [was, is] = [shown(old.name), shown(source.target)];
    if (!old.isCertain) return { ...as(source), warnings: [likelyTarget(was, is)] };
    const notes = [`The baseline is the target ${was}, which was renamed to ${is} since.`];
    return { source: { ...source, target: old.name }, notes, warnings: [] };
  } catch (error) {
    return { ...as(source), warnings: [unknown(error)] };
  }
}
function likelyTarget(was, is) {
  return `This image counts as new, though its target ${is} may be what ${was} was. That is gone, and it is not certain that it was renamed. Compare the two, or name a baseline.`;
}
function buildText(target, root, plan, moves) {
  const path = (value) => toTop(plan, relative4(root, resolve11(root, value)) || ".");
  const context = isRemoteContext(target.context) ? target.context : path(target.context);
  const oldContext2 = moves === void 0 ? context : oldDirectory(context, moves) ?? context;
  const dockerfile = target.inline === void 0 ? dockerfileOf(target) : void 0;
  if (dockerfile === void 0) return JSON.stringify([oldContext2, target.dockerfile, target.inline]);
  const file = path(dockerfile);
  return JSON.stringify([oldContext2, moves === void 0 ? file : oldFile(file, moves) ?? file]);
}
function unknown(error) {
  if (!(error instanceof UserError)) throw error;
  const [first = ""] = error.message.split("\n");
  return `It is not known whether this image was renamed: ${shown(first)}`;
}
function movesOf({ repository, checkout, origin: origin2 }) {
  return readMoves({ ...repository, cwd: checkout.top }, origin2.commit ?? "");
}
function directoriesOf({ renames }) {
  const parents = renames.flatMap(({ from }) => {
    const parts = from.split("/");
    return parts.map((_, end) => parts.slice(0, end).join("/") || ".");
  });
  return [...new Set(parents)];
}
function toTop({ checkout }, path) {
  return relative4(checkout.top, resolve11(checkout.cwd, path)) || ".";
}
function fromTop({ checkout }, path) {
  return relative4(checkout.cwd, join16(checkout.top, path)) || ".";
}
async function isAtBase({ root }, path, kind) {
  const found = await stat8(resolve11(root, path)).catch(() => void 0);
  return (kind === "file" ? found?.isFile() : found?.isDirectory()) ?? false;
}
async function isAtTop({ worktree }, directory) {
  return (await stat8(join16(worktree.path, directory)).catch(() => void 0))?.isDirectory() ?? false;
}

// src/baseline/base-builds.ts
async function buildAtCommit(plan, images, measurer, { all, recordOf, explain = explainFailedBase }) {
  const found = await Promise.all(images.map((image) => oldImageOf(plan, image, all)));
  const old = found.flatMap((each) => each ?? []);
  const recorded = await recordedBases(old, recordOf);
  const built = old.filter(({ image }) => !recorded.has(image.name));
  const measured = await measureOld(plan, built, measurer);
  const missing = built.filter(({ image }) => measured.get(image.name)?.kind === "missing");
  const followed = (await Promise.all(missing.map((each) => followMissing(plan, each, all)))).flatMap(
    (each) => each ?? []
  );
  const renamed = followed.filter(({ warnings }) => warnings.length === 0);
  const again = await measureOld(plan, renamed, measurer);
  const latest = built.map((each) => followed.find(({ image }) => image === each.image) ?? each);
  const bases = latest.map(async (each) => {
    const { name } = each.image;
    return [name, await baseOf2(plan, each, again.get(name) ?? resultOf(measured, name), explain)];
  });
  return new Map([...recorded, ...await Promise.all(bases)]);
}
async function recordedBases(old, recordOf) {
  const recorded = /* @__PURE__ */ new Map();
  for (const each of old) {
    const record = await recordedBefore(each, recordOf);
    if (record !== void 0) recorded.set(each.image.name, record);
  }
  return recorded;
}
async function recordedBefore({ image, before, notes }, recordOf) {
  const answer = before === void 0 ? void 0 : await recordOf?.(before);
  if (answer?.base?.kind !== "measured") return void 0;
  const measurements = answer.base.measurements.map((each) => ({ ...each, image: image.name }));
  return withNotes({ ...answer.base, measurements }, [...answer.notes ?? [], ...notes]);
}
function measureOld(plan, images, measurer) {
  const sources = images.map(({ image, source }) => ({ ...image, source }));
  return measurer.measureAll(sources, { root: plan.root, side: "base", commit: plan.title });
}
async function baseOf2(plan, old, measured, explain) {
  const { source, notes } = old;
  const warnings = measured.kind === "missing" ? old.warnings : [];
  const base = await explain(measured, { repository: plan.repository, source });
  const noted = withNotes(base, [...plan.configured?.notes ?? [], ...notes, ...warnings]);
  return warnings.length === 0 ? noted : { ...noted, warnings };
}
async function sourceAtCommit(plan, image, all) {
  return (await oldImageOf(plan, image, all))?.source;
}
async function oldImageOf(plan, image, all) {
  const own = plan.configured?.sources.get(image.name);
  const source = ownSource(plan, own ?? image.source);
  if (source === void 0) return void 0;
  const followed = await followFiles(plan, source);
  const owner = followed.notes.length === 0 ? void 0 : ownerOf(plan, followed.source, image, all);
  const build = owner === void 0 ? followed : { source, notes: [], warnings: [warnOf(owner)] };
  const before = own === void 0 ? otherName(plan, build.source, all) : void 0;
  if (before === void 0) return { image, ...build };
  const note = `The baseline is the image ${printable(before.name)}, which was renamed to ${printable(image.name)} since.`;
  return { image, before: before.name, source: before.source, notes: [note, ...build.notes], warnings: [] };
}
function ownSource({ checkout }, source) {
  return isBuilt(source) ? sourceInRepository(source, checkout) : void 0;
}
function otherName(plan, source, all) {
  const alike = [...plan.configured?.sources ?? []].flatMap(([name, other]) => {
    const before = all.some((image) => image.name === name) ? void 0 : ownSource(plan, other);
    return before !== void 0 && builtFrom(before) === builtFrom(source) ? { name, source: before } : [];
  });
  return alike.length === 1 ? alike[0] : void 0;
}
function ownerOf(plan, source, image, all) {
  return all.find((other) => {
    if (other === image || other.name === image.name) return false;
    const own = ownSource(plan, plan.configured?.sources.get(other.name) ?? other.source);
    return own !== void 0 && builtFrom(own) === builtFrom(source);
  });
}
function warnOf({ name }) {
  return `This image counts as new, though its files may be those that ${printable(name)} was built from: they were renamed. If it is the same image, take ${printable(name)} out of the images.`;
}
function builtFrom(source) {
  return source.kind === "bake" ? JSON.stringify([source.files, source.target]) : JSON.stringify([source.file, source.context, source.target ?? ""]);
}
async function followMissing(plan, { image, ...build }, all) {
  const { source } = build;
  if (source.kind !== "bake" || build.warnings.length > 0) return void 0;
  const head = image.source.kind === "bake" ? image.source.files : source.files;
  const followed = await followTarget(plan, source, head);
  if (followed === void 0) return void 0;
  const owner = followed.notes.length === 0 ? void 0 : ownerOf(plan, followed.source, image, all);
  if (owner !== void 0) return { image, source, notes: build.notes, warnings: [warnOf(owner)] };
  return { image, ...followed, notes: [...build.notes, ...followed.notes] };
}

// src/baseline/measure.ts
async function measureBaselines(plan, images, measurer) {
  switch (plan.kind) {
    case "none":
    case "error":
      return new Map(images.map(({ name }) => [name, plan]));
    case "file":
      return new Map(images.map(({ name }) => [name, inFile(plan, name)]));
    case "source": {
      const { source, root } = plan;
      return measurer.measureAll(
        images.map((image) => ({ ...image, source: asOf(image, source) })),
        { root, side: "base" }
      );
    }
    case "commit":
    case "records":
      return findBases(
        sourcesOf2(plan, images, measurer),
        images.map(({ name }) => name)
      );
  }
}
function asOf({ source: head }, base) {
  if (isBuilt(head) || head.platforms === void 0) return base;
  return { ...base, platforms: head.platforms };
}
function inFile({ measurements, errors = [], origin: origin2 }, name) {
  const found = namesakes(measurements, name);
  const failed2 = errors.filter((error) => error.image === name).map((error) => failedInFile(error, origin2));
  const failures = failed2.flatMap(({ platform, reason }) => platform === void 0 ? [] : { platform, reason });
  if (found.length > 0)
    return { kind: "measured", measurements: found, ...failures.length === 0 ? {} : { failures } };
  const [first] = failed2;
  if (first !== void 0) return { kind: "error", reason: first.reason };
  return { kind: "none", reason: `the ${origin2.description} has no image ${name}` };
}
function namesakes(measurements, name) {
  const exact = measurements.filter(({ image }) => image === name);
  const tagged = measurements.filter(({ image }) => untagged(image) === name);
  if (exact.length > 0 || new Set(tagged.map(({ image }) => image)).size !== 1) return exact;
  return tagged.map((measurement) => ({ ...measurement, image: name }));
}
function failedInFile({ platform, reason }, { description }) {
  return { platform, reason: `the ${description} says that it could not be measured: ${reason}` };
}
function sourcesOf2(plan, images, measurer) {
  const records = plan.kind === "records" ? recordedCommits(plan, measurer) : void 0;
  return {
    ...records === void 0 ? {} : { records },
    build: async (names2) => {
      const commit = plan.kind === "records" ? await plan.checkOut() : plan;
      if (commit.kind === "error") return new Map(names2.map((name) => [name, commit]));
      const wanted = images.filter(({ name }) => names2.includes(name));
      const recordOf = records === void 0 ? void 0 : (name) => askRecord(name, records);
      return buildAtCommit(commit, wanted, measurer, { all: images, recordOf });
    },
    otherwise: "an image that is not built from the repository has no base commit; name a baseline"
  };
}
function recordedCommits({ records, commits, origin: origin2 }, measurer) {
  return {
    records,
    commits,
    chosenAs: origin2.description,
    onFound: async (measurements) => {
      for (const layer of measurements.filter(({ estimated }) => !estimated).flatMap(({ layers }) => layers)) {
        if (measurer.layerIndex(layer.digest) !== void 0) continue;
        const index = await readLayerIndex(records, layer);
        if (index !== void 0) await measurer.know(layer, index);
      }
    }
  };
}
function baselineOn(platform, measured, plan, platforms = [platform]) {
  if (measured.kind === "none") return { kind: "none", reason: measured.reason };
  if (measured.kind === "missing") return { kind: "none", reason: `at the base, ${measured.reason}` };
  const origin2 = measured.origin ?? ("origin" in plan ? plan.origin : void 0);
  if (measured.kind === "error" || origin2 === void 0) {
    const reason = measured.kind === "error" ? measured.reason : "the baseline has no origin";
    return origin2 === void 0 ? { kind: "error", reason } : { kind: "error", reason, origin: origin2 };
  }
  const [only, ...others] = measured.measurements;
  const on = (wanted) => measured.measurements.find((each) => samePlatform(each.platform, wanted));
  const measurement = on(platform);
  if (measurement !== void 0) return { kind: "measured", origin: origin2, measurement };
  const failure = measured.failures?.find((each) => samePlatform(each.platform, platform));
  if (failure !== void 0) return { kind: "error", origin: origin2, reason: failure.reason };
  const isOther = only !== void 0 && others.length === 0 && !platforms.some((each) => on(each) !== void 0);
  if (isOther) return { kind: "measured", origin: origin2, measurement: only };
  return { kind: "none", reason: `the baseline has no ${platform}` };
}

// src/compare/self.ts
function noteSelf(comparison) {
  const { baseline, head, notes } = comparison;
  if (baseline === null || head === null || head.digest === "" || baseline.digest !== head.digest) return comparison;
  const { step, description } = baseline.origin;
  if (step !== "source" && step !== "file") return comparison;
  const note = `The baseline (${description}) is this very image: both have the digest ${head.digest}.`;
  return { ...comparison, notes: [...notes, note] };
}

// src/explain/advice/base-name.ts
function baseName({ base }) {
  const name = familiarName(base?.image ?? "").replace(/@.*$/s, "");
  return /^[\w.:/-]+$/.test(name) ? name : "\u2026";
}

// src/explain/advice/pile.ts
var PATHS = 5;
var LONGEST_INSTRUCTION = 4e3;
var Pile = class {
  #paths = /* @__PURE__ */ new Map();
  #names = /* @__PURE__ */ new Map();
  #bytes = 0;
  #files = 0;
  get bytes() {
    return this.#bytes;
  }
  get files() {
    return this.#files;
  }
  /** Counts one file of `bytes` under a path (its own, or a directory that contains it), and under a name if one is given. */
  add(path, bytes, name) {
    this.#bytes += bytes;
    this.#files += 1;
    this.#paths.set(path, (this.#paths.get(path) ?? 0) + bytes);
    if (name !== void 0) this.#names.set(name, (this.#names.get(name) ?? 0) + bytes);
  }
  /** The five paths with the most bytes. */
  get paths() {
    return largest(this.#paths, PATHS).map(([path, bytes]) => ({ path, bytes }));
  }
  /** All counted paths, in the order of their first file. */
  get allPaths() {
    return [...this.#paths.keys()];
  }
  /** All counted names, in the order of their first file. */
  get allNames() {
    return [...this.#names.keys()];
  }
  /** At most `most` names with the most bytes, and the number of further names. If the instruction contains names, only those are listed. */
  names(instruction, most) {
    const words2 = new Set(instruction.slice(0, LONGEST_INSTRUCTION).split(/[\s='"]+/));
    const asked = new Map([...this.#names].filter(([name]) => words2.has(name)));
    const named = largest(asked.size > 0 ? asked : this.#names, most).map(([name]) => name);
    return { named, more: this.#names.size - named.length };
  }
  /** Bytes counted under a name. */
  bytesOf(name) {
    return this.#names.get(name) ?? 0;
  }
};
function nameWords({ named, more }) {
  return more === 0 ? named.join(", ") : `${named.join(", ")} and ${more} more`;
}
function largest(counts2, most) {
  const found = [];
  for (const [key, bytes] of counts2) {
    if (found.length === most && bytes <= (found.at(-1)?.[1] ?? 0)) continue;
    const at = found.findIndex((other) => other[1] < bytes);
    found.splice(at < 0 ? found.length : at, 0, [key, bytes]);
    if (found.length > most) found.pop();
  }
  return found;
}

// src/explain/advice/base-image.ts
var CODENAME = "(?:buster|bullseye|bookworm|trixie|forky)";
var NUMBER = "\\d+(?:\\.\\d+){0,2}";
var FAMILIES = [
  {
    name: "debian",
    tag: new RegExp(`^((?:${CODENAME}|stable|testing|sid|\\d+(?:\\.\\d+)?)(?:-\\d{8})?|latest)$`),
    slim: (version) => version === "latest" ? "stable-slim" : `${version}-slim`
  },
  ...["python", "ruby", "perl"].map((name) => ({
    name,
    tag: new RegExp(`^(${NUMBER}|latest)(?:-(${CODENAME}))?$`),
    slim: (version, codename) => [version === "latest" ? "" : version, "slim", codename ?? ""].filter(Boolean).join("-")
  })),
  {
    name: "node",
    tag: new RegExp(`^(${NUMBER}|lts|current|latest)(?:-(${CODENAME}))?$`),
    slim: (version, codename) => [version === "latest" ? "" : version, codename ?? "", "slim"].filter(Boolean).join("-")
  }
];
var NOT_IN_SLIM = /^usr\/share\/(?:doc|info|linda|lintian\/overrides|locale|man)\//;
var KEPT2 = /^usr\/share\/doc\/[^/]+\/copyright$/;
function adviseBaseImage(facts) {
  const { measurement, isWorkshop: isWorkshop2 } = facts;
  const base = baseName(measurement);
  const slim = slimOf(base);
  if (slim === void 0 || isWorkshop2 || !measurement.base?.image.startsWith("docker.io/library/")) return [];
  const isDebian = base.startsWith("debian:");
  const pile = isDebian ? leftOut(facts) : new Pile();
  if (isDebian && pile.bytes === 0) return [];
  const known = isDebian ? "It has the same packages without their documentation and translations." : "It has fewer packages; the saving is not measured. Install the missing packages that you need (a compiler, git, headers), best in a build stage.";
  return [
    {
      rule: "base-image",
      title: `A smaller base image of the same family may be enough: ${slim} for ${base}.`,
      bytes: pile.bytes,
      where: `FROM ${base}`,
      change: `${known}
FROM ${slim}`,
      paths: pile.paths
    }
  ];
}
function slimOf(base) {
  const [name = "", tag = "latest"] = base.split(":");
  const family = FAMILIES.find((candidate) => candidate.name === name);
  const [, version, codename] = family?.tag.exec(tag) ?? [];
  return family === void 0 || version === void 0 ? void 0 : `${name}:${family.slim(version, codename)}`;
}
function leftOut({ subject, firstOwn }) {
  const pile = new Pile();
  for (const { path, size, layer } of subject.tree) {
    const root = layer < firstOwn && size > 0 ? NOT_IN_SLIM.exec(path)?.[0] : void 0;
    if (root !== void 0 && !KEPT2.test(path)) pile.add(root.slice(0, -1), size);
  }
  return pile;
}

// src/explain/advice/purpose.ts
var WORKSHOP = /^(?:gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?|make|cmake|ninja|meson|bazel(?:isk)?|cargo|rustc|rustup|go|mvnw?|gradlew?|msbuild|tox|nox|pytest|py\.test|mypy|ruff|black|pylint|flake8|jest|vitest|mocha|eslint|ipython3?|jupyter(?:-?[a-z]+)?|code-server|gdb|buildkitd|sccache|ccache)(?:-?[\d.]+)?$/;
var WORKSHOP_SCRIPT = /(?:^|[-_.])(?:build(?:er)?|compile|tests?|lint|ci|runner|agent|notebook|devcontainer)(?:[-_.]|$)/;
var WORKSHOP_MODULE = /^(?:pytest|unittest|mypy|tox|nox|build|notebook|jupyter(?:lab|_[a-z]+)?|ipykernel(?:_launcher)?)$/;
var WORKSHOP_STAGE = /(?:^|[-_.])(?:dev|devel|develop|development|devcontainer|tests?|testing|ci|debug|lint|build|builder|sdk|notebook)(?:[-_.]|$)/i;
var INTERPRETER = /^(?:sh|bash|ash|dash|zsh|fish|busybox|python[\d.]*|node|irb|ruby|perl|php|jshell|R|julia|psql|sleep|tail|cat)$/;
var STARTERS = /* @__PURE__ */ new Set(["docker-entrypoint.sh", "tini", "dumb-init", "catatonit", "env", "--"]);
function isWorkshop({ config, layers }) {
  const words2 = commandWords(config);
  const stage = layers.at(-1)?.source?.stage ?? "";
  if (WORKSHOP_STAGE.test(stage)) return true;
  if (words2.length === 0 || isIdle(words2)) return true;
  return words2.some((word2, index) => {
    const name = baseName2(word2);
    const isModule = words2[index - 1] === "-m" && WORKSHOP_MODULE.test(name);
    return isModule || index < 3 && (WORKSHOP.test(name) || WORKSHOP_SCRIPT.test(name));
  });
}
function commandWords({ entrypoint, cmd }) {
  const words2 = [...entrypoint, ...cmd].slice(0, 50).flatMap((argument) => argument.slice(0, 2e3).split(/[\s;&|'"()]+/));
  const own = words2.filter((word2) => word2 !== "" && !STARTERS.has(baseName2(word2)));
  return /^(?:ba|da|a|z)?sh$/.test(baseName2(own[0] ?? "")) && own[1] === "-c" ? own.slice(2) : own;
}
function isIdle([first = "", ...rest]) {
  const name = baseName2(first);
  if (!INTERPRETER.test(name)) return false;
  if (/^(?:sleep|tail|cat)$/.test(name))
    return rest.every((word2) => /^(?:-f|infinity|inf|[\d.]+[smhd]?|\/dev\/null)$/.test(word2));
  return rest.every((word2) => /^-(?:l|i|il|li|-login|-interactive)$/.test(word2));
}
function baseName2(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}

// src/explain/advice/caches.ts
var APT = "RUN apt-get update && apt-get install -y --no-install-recommends \u2026 && apt-get clean && rm -rf /var/lib/apt/lists/*";
var CACHES = [
  { name: "apt", pattern: /^var\/(?:lib\/apt\/lists|cache\/apt)(?=\/|$)/, change: APT },
  { name: "apk", pattern: /^(?:var\/cache\/apk|etc\/apk\/cache)(?=\/|$)/, change: "RUN apk add --no-cache \u2026" },
  {
    name: "dnf",
    pattern: /^var\/(?:cache\/(?:dnf|yum|libdnf5)|lib\/dnf\/system-upgrade)(?=\/|$)/,
    change: "RUN dnf install -y \u2026 && dnf clean all && rm -rf /var/cache/dnf /var/cache/yum"
  },
  { name: "zypper", pattern: /^var\/cache\/zypp(?=\/|$)/, change: "RUN zypper install -y \u2026 && zypper clean --all" },
  { name: "pip", pattern: /^(?:.*?\/)?\.cache\/pip(?=\/|$)/, change: "RUN pip install --no-cache-dir \u2026" },
  { name: "uv", pattern: /^(?:.*?\/)?\.cache\/uv(?=\/|$)/, change: "RUN uv sync --no-cache" },
  {
    name: "poetry",
    pattern: /^(?:.*?\/)?\.cache\/pypoetry\/(?:cache|artifacts)(?=\/|$)/,
    change: "RUN poetry install --no-cache"
  },
  {
    name: "npm",
    pattern: /^(?:.*?\/)?\.npm\/_(?:cacache|logs)(?=\/|$)/,
    change: "RUN --mount=type=cache,target=/root/.npm npm ci"
  },
  {
    name: "yarn",
    pattern: /^(?:usr\/local\/share\/\.cache|(?:.*?\/)?\.cache)\/yarn(?=\/|$)/,
    change: "RUN yarn install --frozen-lockfile && yarn cache clean"
  },
  {
    name: "go build",
    pattern: /^(?:.*?\/)?\.cache\/go-build(?=\/|$)/,
    change: "RUN --mount=type=cache,target=/root/.cache/go-build go build \u2026",
    neededBy: /^go$/
  },
  {
    name: "go module",
    pattern: /^(?:go|root\/go|home\/[^/]+\/go)\/pkg\/mod(?=\/|$)/,
    change: "RUN --mount=type=cache,target=/go/pkg/mod go build \u2026",
    neededBy: /^go$/
  },
  {
    name: "cargo",
    pattern: /^(?:usr\/local\/cargo|(?:.*?\/)?\.cargo)\/(?:registry|git)(?=\/|$)/,
    change: "RUN --mount=type=cache,target=/usr/local/cargo/registry cargo build --release",
    neededBy: /^cargo$/
  },
  {
    name: "conda",
    pattern: /^(?:opt\/(?:mini)?conda3?|(?:.*?\/)?mini(?:conda|forge)3)\/pkgs(?=\/|$)/,
    change: "RUN conda install -y \u2026 && conda clean --all --yes"
  }
];
var LIKELY = /cache|apt\/lists|\.npm|cargo|pkg\/mod|pkgs/;
var cacheRule = (facts) => {
  const caches = CACHES.filter((cache) => !isNeeded(cache, facts));
  return {
    rule: "cache",
    claim(directory) {
      if (!LIKELY.test(directory)) return void 0;
      for (const { name, pattern } of caches) {
        const root = pattern.exec(directory)?.[0];
        if (root !== void 0) return { root, group: name };
      }
      return void 0;
    },
    say: ({ group }) => sayCache(group)
  };
};
function cacheNameOf(path) {
  return CACHES.find(({ pattern }) => pattern.test(path))?.name;
}
function isNeeded({ neededBy, name }, { measurement, isWorkshop: isWorkshop2 }) {
  if (neededBy === void 0) return false;
  const isStarted2 = commandWords(measurement.config).some(
    (word2) => neededBy.test(word2.slice(word2.lastIndexOf("/") + 1))
  );
  return isStarted2 || isWorkshop2 && name !== "go build";
}
function sayCache(name) {
  const change = CACHES.find((cache) => cache.name === name)?.change ?? "";
  return {
    title: `The ${name} cache is left in the layer that made it.`,
    change: `Empty it in the same RUN, or keep it out of the layer with a cache mount.
${change}`
  };
}

// src/explain/advice/claims.ts
function claimFiles(facts, rules2) {
  const links = linksOf(facts);
  const finds = /* @__PURE__ */ new Map();
  const rest = [];
  let last;
  for (const seen of facts.subject.tree) {
    const file = atOrigin(seen, facts);
    if (file.layer < facts.firstOwn || file.size === 0) continue;
    const { directory, name } = splitPath(file.path);
    if (last?.directory !== directory || last.layer !== file.layer)
      last = { directory, layer: file.layer, options: optionsOf(rules2, directory, file.layer) };
    const option = last.options.find(({ rule }) => rule.takes?.(file, name) ?? true);
    const others = links.get(seen.layer)?.get(file.path) ?? [];
    if (option === void 0 || !claimsAll(option, rules2, file, others)) rest.push(file);
    else addTo(finds, option, file);
  }
  return { claimed: [...finds.values()].flatMap((of) => [...of.values()]), rest };
}
function atOrigin(file, { origins }) {
  const layer = origins.get(file.path);
  return layer === void 0 ? file : { ...file, layer };
}
function addTo(finds, { rule, claim }, file) {
  const { root = file.path } = claim;
  const group = rule.groupOf?.(file) ?? claim.group ?? "";
  const ofRule = keyed(finds, rule, () => /* @__PURE__ */ new Map());
  const claimed = keyed(ofRule, `${file.layer} ${group}`, () => ({
    rule,
    find: { pile: new Pile(), group, layer: file.layer }
  }));
  claimed.find.pile.add(root, file.size, rule.nameOf?.(file));
}
function optionsOf(rules2, directory, layer) {
  const options = [];
  for (const rule of rules2) {
    const claim = rule.claim(directory, layer);
    if (claim !== void 0) options.push({ rule, claim });
  }
  return options;
}
function claimsAll({ rule }, rules2, file, others) {
  if (rule.byOwner) return true;
  return others.every((path) => {
    const { directory, name } = splitPath(path);
    const options = optionsOf(rules2, directory, file.layer);
    return options.find((option) => option.rule.takes?.({ ...file, path }, name) ?? true)?.rule === rule;
  });
}
function linksOf({
  subject: { layers },
  firstOwn
}) {
  const all = /* @__PURE__ */ new Map();
  for (const [layer, entries] of layers.entries()) if (layer >= firstOwn) all.set(layer, linksOfLayer(entries));
  return all;
}
function linksOfLayer(entries) {
  const groups = /* @__PURE__ */ new Map();
  for (const { path, type, linkTarget: linkTarget2 } of entries) {
    if (type !== "hardlink" || linkTarget2 === void 0) continue;
    const group = groups.get(linkTarget2) ?? [linkTarget2];
    group.push(path);
    groups.set(linkTarget2, group);
    groups.set(path, group);
  }
  return groups;
}
function splitPath(path) {
  const slash2 = path.lastIndexOf("/");
  return { directory: path.slice(0, Math.max(0, slash2)), name: path.slice(slash2 + 1) };
}

// src/explain/advice/layers.ts
var LONGEST_INSTRUCTION2 = 60;
function firstOwnLayer({ base, layers }) {
  if (base !== void 0) return base.layers;
  const known = layers.findIndex(({ source }) => source !== void 0);
  return known < 0 ? layers.length : known;
}
function instructionText(layer) {
  return layer?.source?.instruction ?? instructionOf(layer?.createdBy ?? "");
}
function keywordOf(layer) {
  return /^\s*([A-Za-z]+)/.exec(instructionText(layer))?.[1]?.toUpperCase() ?? "";
}
function placeOf3(layer) {
  if (layer?.source !== void 0) return `${layer.source.file}:${layer.source.lines.start}`;
  const text2 = instructionText(layer).replace(/\s+/g, " ");
  if (text2 === "") return "a layer of unknown origin";
  return text2.length > LONGEST_INSTRUCTION2 ? `${text2.slice(0, LONGEST_INSTRUCTION2)}\u2026` : text2;
}
function whereOf({ layers }, position) {
  const layer = layers[position];
  return {
    layer: position,
    ...layer?.source === void 0 ? {} : { source: layer.source },
    where: placeOf3(layer)
  };
}

// src/explain/advice/compiler-output.ts
var PLACE = "usr/lib/debug";
var debugSymbolRule = ({ measurement }) => ({
  rule: "debug-symbols",
  claim: (directory) => isBelow(directory, PLACE) ? { root: PLACE } : {},
  takes: ({ path }, name) => path.startsWith(`${PLACE}/`) || name.endsWith(".debug") && name.length > ".debug".length,
  say: (find) => saySymbols(find, measurement)
});
function isBelow(directory, root) {
  return directory === root || directory.startsWith(`${root}/`);
}
function saySymbols({ layer }, { layers }) {
  const isRun = keywordOf(layers[layer]) === "RUN";
  return {
    title: "Debug symbols are in the image.",
    change: isRun ? "Install no -dbg, -dbgsym or -debuginfo packages, and remove /usr/lib/debug in the same RUN. Keep the symbols where you analyse crashes." : "Copy the programs without their .debug files. Keep the .debug files where you analyse crashes."
  };
}
var WORTH_IT = 5e6;
var bytecodeRule = () => ({
  rule: "bytecode",
  claim: (directory) => /(?:^|\/)__pycache__$/.test(directory) ? { root: directory } : void 0,
  takes: (_, name) => name.endsWith(".pyc"),
  say: ({ pile }) => {
    if (pile.bytes <= WORTH_IT) return void 0;
    return {
      title: "The image holds Python bytecode of all modules, also of modules that are never loaded.",
      change: [
        "A trade: without bytecode, Python compiles the modules that it loads at each start, which is slower. Remove all bytecode. If the start gets too slow, import in the same RUN what the service imports. That writes only the bytecode that it needs, and takes its bytes back.",
        "RUN \u2026 && find / -xdev -name __pycache__ -prune -exec rm -rf {} +"
      ].join("\n")
    };
  }
});

// src/explain/advice/context.ts
var DIRECTORIES2 = [
  { ignore: ".github", pattern: /^\.github$/ },
  { ignore: ".gitlab", pattern: /^\.gitlab$/ },
  { ignore: ".circleci", pattern: /^\.circleci$/ },
  { ignore: ".vscode", pattern: /^\.vscode$/ },
  { ignore: ".idea", pattern: /^\.idea$/ },
  { ignore: ".devcontainer", pattern: /^\.devcontainer$/ },
  { ignore: ".pytest_cache", pattern: /^\.pytest_cache$/ },
  { ignore: ".mypy_cache", pattern: /^\.mypy_cache$/ },
  { ignore: ".ruff_cache", pattern: /^\.ruff_cache$/ },
  { ignore: ".tox", pattern: /^\.tox$/ },
  { ignore: ".nox", pattern: /^\.nox$/ },
  { ignore: ".nyc_output", pattern: /^\.nyc_output$/ }
];
var TESTS = [
  { ignore: "tests", pattern: /^tests$/ },
  { ignore: "test", pattern: /^test$/ },
  { ignore: "__tests__", pattern: /^__tests__$/ },
  { ignore: "e2e", pattern: /^e2e$/ }
];
var FILES3 = [
  { ignore: "Dockerfile*", pattern: /^Dockerfile(?:\..+)?$/ },
  { ignore: "*.md", pattern: /\.md$/i },
  { ignore: "docker-compose*.yml", pattern: /^(?:docker-)?compose[^/]*\.ya?ml$/ }
];
var RUNS_TESTS = /(?<![\w-])(?:pytest|unittest|tox|nox|jest|vitest|mocha|rspec|phpunit|ctest|(?:npm|yarn|pnpm)\s+(?:run\s+)?test|(?:go|cargo|mvn|gradle|make|dotnet)\s+(?:test|check|verify))\b|\btests?[/.]/;
var contextRule = (facts) => {
  const { contexts, measurement, firstOwn } = facts;
  if (contexts.size === 0) return void 0;
  const tested = measurement.layers.slice(firstOwn).some((layer) => RUNS_TESTS.test(withoutCopy(instructionText(layer))));
  const directories = tested || facts.isWorkshop ? DIRECTORIES2 : [...DIRECTORIES2, ...TESTS];
  return {
    rule: "context",
    claim: (directory, layer) => claimIn(facts, directories, directory, layer),
    takes: ({ path, layer }, name) => {
      const root = contexts.get(layer)?.root ?? "";
      const isTop = path.length === (root === "" ? 0 : root.length + 1) + name.length;
      return !isTop || FILES3.some(({ pattern }) => pattern.test(name));
    },
    say: (find) => sayContext(find, facts, directories)
  };
};
function claimIn({ contexts }, junk, directory, layer) {
  const context = contexts.get(layer);
  if (context === void 0) return void 0;
  const { root } = context;
  if (directory === root) return {};
  if (root !== "" && !directory.startsWith(`${root}/`)) return void 0;
  const start2 = root === "" ? 0 : root.length + 1;
  const slash2 = directory.indexOf("/", start2);
  const top = directory.slice(start2, slash2 < 0 ? void 0 : slash2);
  return junk.some(({ pattern }) => pattern.test(top)) ? { root: directory.slice(0, start2 + top.length) } : void 0;
}
function withoutCopy(instruction) {
  return /^\s*RUN\b/i.test(instruction) ? instruction.slice(0, 4e3) : "";
}
function sayContext({ pile, layer }, facts, directories) {
  const root = facts.contexts.get(layer)?.root ?? "";
  const below2 = (path) => root === "" ? path : path.slice(root.length + 1);
  const paths = pile.allPaths.map(below2);
  const found = [...directories, ...FILES3].filter(({ pattern }) => paths.some((path) => pattern.test(path)));
  const lines = found.map(({ ignore }) => ignore);
  return {
    title: `The whole build context is copied, with files that a running container does not need: ${lines.join(", ")}.`,
    change: ["Lines for .dockerignore, or copy only the files that are needed.", ...lines].join("\n")
  };
}

// src/explain/advice/purl.ts
var NAME3 = /^[a-z0-9@_.][\w.+~@/-]{0,213}$/;
function parsePurl(purl) {
  const parts = packageParts(purl);
  if (parts === void 0) return void 0;
  const scope = parts.type === "npm" && parts.namespace.length > 0 ? `${parts.namespace.at(-1)}/` : "";
  const name = `${scope}${parts.name}`.toLowerCase();
  return NAME3.test(name) ? { type: parts.type, name } : void 0;
}

// src/explain/advice/documentation.ts
var DOCUMENTATION = /^usr\/(?:local\/)?share\/(?:doc|man|info|gtk-doc)(?=\/|$)/;
var LICENCE = /^(?:copyright|licen[cs]e|copying|notice|authors)/i;
var LOCALES = /^usr\/share\/(?:locale|i18n)(?=\/|$)/;
var ENGLISH = /^usr\/share\/locale\/(?:en(?:[_@][^/]*)?\/|locale\.alias$)/;
var LANGUAGES = /^(?:locales(?:-all)?|(?:glibc-)?(?:all-)?lang(?:uage-)?packs?(?:-.*)?|musl-locales(?:-lang)?|lang)$/;
var DPKG_DOCUMENTATION = [
  "RUN printf 'path-exclude=/usr/share/%s/*\\n' doc man info gtk-doc > /etc/dpkg/dpkg.cfg.d/nodoc \\",
  " && echo 'path-include=/usr/share/doc/*/copyright' >> /etc/dpkg/dpkg.cfg.d/nodoc \\",
  " && apt-get update && apt-get install -y --no-install-recommends \u2026"
];
var DPKG_LOCALES = [
  "RUN printf '%s\\n' path-exclude=/usr/share/locale/* path-include=/usr/share/locale/en* \\",
  "      path-include=/usr/share/locale/locale.alias > /etc/dpkg/dpkg.cfg.d/nolocale \\",
  " && apt-get update && apt-get install -y --no-install-recommends \u2026"
];
var RPM_LOCALES = [
  "RUN mkdir -p /etc/rpm && echo '%_install_langs en_US' > /etc/rpm/macros.image-language-conf \\",
  " && dnf install -y \u2026"
];
var documentationRule = ({ measurement: { layers } }) => ({
  rule: "documentation",
  claim: (directory) => rootClaim(DOCUMENTATION, directory),
  takes: (_, name) => !LICENCE.test(name),
  groupOf: ownerGroup(),
  say: ({ group, pile, layer }) => ({
    title: "Documentation is in the image: nobody reads it in a container.",
    change: changeFor(group, "Leave documentation out when packages are installed; copyright files stay.", {
      deb: DPKG_DOCUMENTATION,
      rpm: ["RUN dnf install -y --setopt=tsflags=nodocs \u2026"],
      apk: ["Install no package whose name ends in -doc, and do not install the package docs."],
      other: [removeDirectories(pile.allPaths, keywordOf(layers[layer]))]
    })
  })
});
var localeRule = (facts) => {
  const wanted = [...facts.ownPackages.values()].some((found) => isSystemPackage(found) && LANGUAGES.test(found.name));
  if (wanted) return void 0;
  const groupOf4 = ownerGroup();
  return {
    rule: "locales",
    claim: (directory) => rootClaim(LOCALES, directory),
    takes: (file) => groupOf4(file) !== "other" && !ENGLISH.test(file.path),
    groupOf: groupOf4,
    say: ({ group }) => ({
      title: "Translations of system packages are in the image.",
      change: changeFor(
        group,
        "If the application needs English only, leave translations out when packages are installed.",
        {
          deb: DPKG_LOCALES,
          rpm: RPM_LOCALES,
          apk: ["Install no package whose name ends in -lang, and do not install the package lang."],
          other: []
        }
      )
    })
  };
};
function removeDirectories(directories, keyword) {
  const paths = directories.map((path) => `/${path}`).join(" ");
  if (keyword !== "RUN") return `Copy without ${paths}.`;
  const kept = ["copyright*", "licen[cs]e*", "copying*", "notice*", "authors*"].map((name) => `! -iname '${name}'`);
  return `RUN \u2026 && find ${paths} -type f ${kept.join(" ")} -delete`;
}
function rootClaim(pattern, directory) {
  const root = pattern.exec(directory)?.[0];
  return root === void 0 ? void 0 : { root };
}
function ownerGroup() {
  const known = /* @__PURE__ */ new Map();
  return ({ owner = "" }) => keyed(known, owner, groupOf2);
}
function groupOf2(owner) {
  const type = parsePurl(owner)?.type;
  return type === "deb" || type === "rpm" || type === "apk" ? type : "other";
}
function changeFor(group, sentence, texts) {
  return [sentence, ...texts[group] ?? []].join("\n");
}

// src/explain/advice/duplicates.ts
var SMALLEST3 = 1e5;
function adviseDuplicates({ measurement }, files) {
  const piles = /* @__PURE__ */ new Map();
  for (const [first, ...copies] of copiesOf(files))
    for (const { path, size, layer } of copies) {
      const found = keyed(piles, layer, () => ({ pile: new Pile(), pairs: [] }));
      found.pile.add(path, size);
      found.pairs.push([path, first.path]);
    }
  return [...piles].map(([layer, { pile, pairs }]) => ({
    rule: "duplicates",
    title: titleOf3(pile, pairs),
    bytes: pile.bytes,
    ...whereOf(measurement, layer),
    change: "Keep one file and make the other a symbolic link (RUN ln -s). COPY of a whole directory keeps its links; COPY of files by name copies their targets.",
    paths: pile.paths
  }));
}
function titleOf3({ files, paths }, pairs) {
  const largest2 = paths[0]?.path ?? "";
  const same = pairs.find(([path]) => path === largest2)?.[1] ?? "";
  const more = files === 1 ? "" : `, and ${files - 1} more`;
  return `The same content is in the image twice: /${largest2} is /${same}${more}.`;
}
function copiesOf(files) {
  const groups = /* @__PURE__ */ new Map();
  for (const file of files) {
    if (file.size < SMALLEST3 || file.content === void 0 || file.owner !== void 0) continue;
    const key = `${file.size} ${file.content}`;
    const group = groups.get(key);
    if (group === void 0) groups.set(key, [file]);
    else if (file.layer < group[0].layer) group.unshift(file);
    else group.push(file);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

// src/explain/advice/copied-context.ts
var LONGEST_INSTRUCTION3 = 4e3;
var MODULES3 = "/node_modules/";
function findCopiedContexts({ measurement, layers }, firstOwn) {
  const found = /* @__PURE__ */ new Map();
  for (const [position, layer] of measurement.layers.entries()) {
    const instruction = instructionText(layer);
    if (position < firstOwn || !copiesContext(instruction)) continue;
    const files = (layers[position] ?? []).filter(({ type }) => type === "file");
    if (files.length === 0) continue;
    const others = layers.filter((_, other) => other >= firstOwn && other !== position);
    found.set(position, { root: rootOf(instruction, files), reinstalled: reinstalledIn(files, others) });
  }
  return found;
}
function rootOf(instruction, files) {
  const common = commonDirectory(files);
  const [, destination] = /\s"?(\/[^\s"]*)"?\s*\]?\s*$/.exec(instruction.slice(0, LONGEST_INSTRUCTION3)) ?? [];
  const root = destination?.split("/").filter(Boolean).join("/");
  return root !== void 0 && `${common}/`.startsWith(root === "" ? "" : `${root}/`) ? root : common;
}
function copiesContext(instruction) {
  const [, flags = "", rest = ""] = /^\s*(?:COPY|ADD)((?:\s+--[a-z-]+(?:=\S*)?)*)\s+(.*)$/is.exec(instruction.slice(0, LONGEST_INSTRUCTION3)) ?? [];
  if (/--from\b/i.test(flags)) return false;
  const words2 = rest.trim().startsWith("[") ? jsonWords(rest) : rest.trim().split(/\s+/);
  return words2.slice(0, -1).some((source) => source === "." || source === "./");
}
function jsonWords(text2) {
  return Array.from(text2.matchAll(/"((?:[^"\\]|\\.)*)"/g), ([, word2 = ""]) => word2);
}
function commonDirectory(files) {
  let common;
  for (const { path } of files) {
    const names2 = path.split("/").slice(0, -1);
    common ??= names2;
    let length = 0;
    while (length < common.length && common[length] === names2[length]) length += 1;
    if (length < common.length) common = common.slice(0, length);
  }
  return (common ?? []).join("/");
}
function reinstalledIn(files, others) {
  const manifests = new Set(files.filter(({ path }) => isManifest(path)).map(({ path }) => path));
  const copied = /* @__PURE__ */ new Set();
  for (const { path } of files) {
    const directory = modulesOf2(path);
    if (directory !== void 0 && manifests.has(`${directory.slice(0, -"node_modules".length)}package.json`))
      copied.add(directory);
  }
  if (copied.size === 0) return [];
  const filled = /* @__PURE__ */ new Set();
  for (const entries of others)
    for (const { path, type } of entries) {
      const directory = type === "file" ? modulesOf2(path) : void 0;
      if (directory !== void 0 && copied.has(directory)) filled.add(directory);
    }
  return [...filled];
}
function isManifest(path) {
  return path.endsWith("/package.json") || path === "package.json";
}
function modulesOf2(path) {
  if (path.startsWith(MODULES3.slice(1))) return "node_modules";
  const at = path.indexOf(MODULES3);
  return at < 0 ? void 0 : path.slice(0, at + MODULES3.length - 1);
}

// src/explain/advice/hidden.ts
function findHidden({ layers, hidden }, firstOwn) {
  const written = /* @__PURE__ */ new Map();
  const links = /* @__PURE__ */ new Map();
  return hidden.filter(({ written: { size }, layer, by }) => by >= firstOwn && layer < by && size > 0).flatMap(({ written: entry, layer, by }) => {
    const later = keyed(written, by, () => writtenBy(layers[by] ?? []));
    const found = { path: entry.path, size: entry.size, layer, by, became: becameOf(entry, later) };
    if (found.became !== "same") return [found];
    const others = keyed(links, layer, () => linksByTarget(layers[layer] ?? [])).get(entry.path) ?? [];
    const parted = others.filter((path) => becameOf({ ...entry, path }, later) === "same");
    return [found, ...parted.map((path) => ({ ...found, path }))];
  });
}
function linksByTarget(entries) {
  const links = /* @__PURE__ */ new Map();
  for (const { path, type, linkTarget: linkTarget2 } of entries)
    if (type === "hardlink" && linkTarget2 !== void 0) keyed(links, linkTarget2, () => []).push(path);
  return links;
}
function findOrigins(hidden) {
  const origins = /* @__PURE__ */ new Map();
  for (const { path, layer, became } of hidden)
    if (became !== "same") origins.delete(path);
    else if (!origins.has(path)) origins.set(path, layer);
  return origins;
}
function writtenBy(entries) {
  const byPath = /* @__PURE__ */ new Map();
  const contents = /* @__PURE__ */ new Map();
  for (const entry of entries) {
    if (entry.type !== "file" && entry.type !== "symlink" && entry.type !== "hardlink") continue;
    byPath.set(entry.path, entry);
    if (entry.crc32 !== void 0) contents.set(entry.crc32, entry.size);
  }
  return { byPath, contents };
}
function becameOf({ path, size, crc32 }, { byPath, contents }) {
  const after = byPath.get(path);
  const isKnown = crc32 !== void 0;
  if (after !== void 0) return isKnown && after.crc32 === crc32 && after.size === size ? "same" : "other";
  return isKnown && contents.get(crc32) === size ? "moved" : "gone";
}

// src/explain/advice/facts.ts
function findFacts(subject) {
  const { measurement } = subject;
  const firstOwn = firstOwnLayer(measurement);
  const hidden = findHidden(subject, firstOwn);
  return {
    subject,
    measurement,
    firstOwn,
    isWorkshop: isWorkshop(measurement),
    ownPackages: ownPackages(subject, firstOwn),
    hidden,
    origins: findOrigins(hidden),
    contexts: findCopiedContexts(subject, firstOwn)
  };
}
function ownPackages({ packages }, firstOwn) {
  const inherited = new Set(packages.slice(0, firstOwn).flat().map(keyOf2));
  const own = /* @__PURE__ */ new Map();
  for (const purl of packages.slice(firstOwn).flat()) {
    const parsed = parsePurl(purl);
    if (parsed !== void 0 && !inherited.has(`${parsed.type}/${parsed.name}`)) own.set(purl, parsed);
  }
  return own;
}
function keyOf2(purl) {
  const parsed = parsePurl(purl);
  return parsed === void 0 ? "" : `${parsed.type}/${parsed.name}`;
}

// src/explain/advice/packages/required.ts
var VIRTUAL = /^pkg:apk\/(?:[^/]+\/)?\./;
var PLUG_IN = /^pkg:npm\/(?:[^/]+\/)?(?:[^/]*[-.])?(?:eslint|jest|vitest|mocha|cypress|nyc)(?:[-.][^/]*)?$/;
function requiredByOthers(candidates, { packages, requires }, firstOwn) {
  const isKnown = packages.every(
    (urls, layer) => layer < firstOwn || urls.length === 0 || requires[layer] !== void 0
  );
  if (!isKnown) return void 0;
  const named = new Map([...candidates].map((url) => [url, parsePackageUrl(url).name]));
  const names2 = new Set(named.values());
  const graph = graphOf(packages, requires);
  const others = [...graph.keys()].filter((name) => !names2.has(name) && staysAlone(name));
  const reached = reachedFrom(others, graph);
  return new Set([...named].flatMap(([url, name]) => reached.has(name) ? [url] : []));
}
function staysAlone(name) {
  return !VIRTUAL.test(name) && !PLUG_IN.test(name);
}
function graphOf(packages, requires) {
  return requirementsOf(packages.map((urls, layer) => ({ packages: urls, requires: requires[layer] ?? [] })));
}
function reachedFrom(start2, graph) {
  const reached = new Set(start2);
  for (const name of reached) for (const next of graph.get(name) ?? []) reached.add(next);
  return reached;
}

// src/explain/advice/packages/build-tools.ts
var TOOLS = /^(?:(?:gcc|g\+\+|gcc-c\+\+|gfortran|clang|llvm|gnat|gdc)(?:-[\d.]+)?(?:-(?:x86[-_]64|aarch64|arm|i686|powerpc64le|s390x)-linux-gnu\w*)?|rustc?|cargo|rust-all|go|golang(?:-[\d.]+)?(?:-(?:go|src|bin|misc))?|(?:linux|kernel|glibc|musl)-headers|make|cmake(?:-data)?|ninja(?:-build)?|meson|autoconf|automake|libtool|bison|flex|nasm|yasm|build-essential|build-base|dpkg-dev)$/;
var HEADERS = /.-(?:dev|dev-bin|devel)$/;
var COMPANIONS = /^(?:(?:binutils|cpp)(?:-.*)?|lib(?:asan|tsan|lsan|ubsan|hwasan)\d+|libcc1-0|libitm1|libisl\d*|libmpc3|libbinutils|libctf(?:-nobfd)?0|libgprofng0|fakeroot|libfakeroot|m4|patch)$/;
var NAMED = 6;
function isBuildTool({ type, name }) {
  if (!isSystemPackage({ type })) return false;
  if (type === "rpm" && name === "make") return false;
  return TOOLS.test(name) || HEADERS.test(name);
}
var buildToolRule = (facts) => {
  const tools = buildToolNames(facts);
  if (tools.size === 0 || facts.isWorkshop) return void 0;
  const required = requiredByOthers(tools.keys(), facts.subject, facts.firstOwn);
  if (required === void 0) return void 0;
  const names2 = new Map([...tools].filter(([purl]) => !required.has(purl)));
  return {
    rule: "build-tools",
    byOwner: true,
    claim: () => ({}),
    takes: ({ owner }) => owner !== void 0 && names2.has(owner),
    nameOf: ({ owner }) => names2.get(owner ?? ""),
    say: (find) => sayTools(find, facts)
  };
};
function buildToolNames({ ownPackages: ownPackages2 }) {
  const names2 = /* @__PURE__ */ new Map();
  for (const [purl, found] of ownPackages2) if (isBuildTool(found)) names2.set(purl, found.name);
  if (names2.size === 0) return names2;
  for (const [purl, found] of ownPackages2)
    if (isSystemPackage(found) && COMPANIONS.test(found.name)) names2.set(purl, found.name);
  return names2;
}
function sayTools({ pile, layer }, facts) {
  const base = baseName(facts.measurement);
  const names2 = pile.names(instructionText(facts.measurement.layers[layer]), NAMED);
  return {
    title: `Build tools are in the final image: ${nameWords(names2)}.`,
    change: [
      "If nothing is compiled at run time, build in a separate stage and copy the result.",
      `FROM ${base} AS build`,
      `RUN ${installCommand(facts)} ${names2.named.join(" ")}`,
      `FROM ${base}`,
      "COPY --from=build /what/was/built /where/it/belongs"
    ].join("\n")
  };
}
var INSTALL = {
  apk: "apk add --no-cache",
  rpm: "dnf install -y",
  deb: "apt-get update && apt-get install -y --no-install-recommends"
};
function installCommand({ ownPackages: ownPackages2 }) {
  const tool = [...ownPackages2.values()].find(isBuildTool);
  return INSTALL[tool?.type ?? "deb"] ?? "";
}

// src/explain/advice/packages/locked-development.ts
var LOCKED2 = "npm by its record";
var NAMED2 = 6;
var BY_NPM = "RUN npm ci --omit=dev";
var PROGRAM2 = /(?:^|\/)node_modules\/\.bin\/([^/]+)$/;
var TARGET = /^\.\.\/((?:@[^/]+\/)?[^/]+)\//;
var SCRIPT = /^(?:npm|yarn|pnpm)$/;
function lockedDevelopment(facts) {
  const { packages, requires } = facts.subject;
  const locked = /* @__PURE__ */ new Map();
  for (const [layer, urls] of packages.entries()) {
    if (layer < facts.firstOwn) continue;
    const marked = urls.filter((_, position) => requires[layer]?.[position]?.some(marksDevelopment));
    const names2 = new Map(marked.flatMap((purl) => nameOf6(purl)));
    if (names2.size > 0) locked.set(layer, names2);
  }
  return locked;
}
function nameOf6(purl) {
  const name = parsePurl(purl)?.name;
  return name === void 0 ? [] : [[purl, name]];
}
function isStarted(locked, { subject, measurement }) {
  const names2 = new Set([...locked.values()].flatMap((of) => [...of.values()]));
  const command = commandWords(measurement.config);
  const words2 = new Set(command.map((word2) => word2.slice(word2.lastIndexOf("/") + 1)));
  const paths = command.map((word2) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(word2)?.[1]);
  if ([...words2, ...paths].some((word2) => names2.has(word2 ?? ""))) return true;
  const links = [...locked.keys()].flatMap((layer) => subject.layers[layer] ?? []);
  return links.some(({ type, path, linkTarget: linkTarget2 = "" }) => {
    const program = type === "symlink" ? PROGRAM2.exec(path)?.[1] : void 0;
    return program !== void 0 && words2.has(program) && names2.has(TARGET.exec(linkTarget2)?.[1] ?? "");
  });
}
function sayLocked({ pile, layer }, { measurement }) {
  const names2 = nameWords(pile.names(instructionText(measurement.layers[layer]), NAMED2));
  const script = commandWords(measurement.config).some((word2) => SCRIPT.test(word2));
  const unless = script ? ", unless the script that the image starts needs one of them" : "";
  return {
    title: `Packages that npm records as for development alone are in the final image: ${names2}.`,
    change: leaveOut(BY_NPM, unless)
  };
}
function leaveOut(command = BY_NPM, unless = "") {
  return `Leave development dependencies out of the final stage${unless}.
${command}`;
}

// src/explain/advice/packages/unasked.ts
var UNNAMED = /[$`*<]|\bxargs\b|\s(?:-r|-e|-c|--requirement|--editable|--constraint)\b|\s\.{1,2}(?=[\s/[]|$)|\/|\.whl\b/;
var HARMLESS = /(?:^|[\s=])(?:\/(?:var|tmp|root|dev|usr|etc)\/\S*|https?:\/\/\S*)/g;
var LIBRARY2 = /^(?:python3|python3\.\d+|py3)-(?!minimal$).+/;
function requiredOnlyBy(going, facts) {
  const { packages, requires } = facts.subject;
  const graph = graphOf(packages, requires);
  const gone = new Set([...going].map(withoutVersion));
  const follow2 = reachedFrom([...gone], graph);
  const unasked = [...unaskedPackages(going, facts)].filter(([url]) => follow2.has(withoutVersion(url)));
  const loose = new Set(unasked.map(([url]) => withoutVersion(url)));
  const others = [...graph.keys()].filter((name) => !gone.has(name) && !loose.has(name) && staysAlone(name));
  const kept = reachedFrom(others, graph);
  return new Map(unasked.filter(([url]) => !kept.has(withoutVersion(url))));
}
function unaskedPackages(going, { subject: { packages }, measurement: { layers }, ownPackages: ownPackages2, firstOwn }) {
  const unasked = new Map([...ownPackages2].filter(([url, found]) => !going.has(url) && isLibrary(found)));
  for (const [position, urls] of packages.entries()) {
    if (position < firstOwn) continue;
    const text2 = instructionText(layers[position]).slice(0, LONGEST_INSTRUCTION4);
    const names2 = /^\s*RUN\b/i.test(text2) && !UNNAMED.test(text2.replace(HARMLESS, " ")) ? wordsOf2(text2) : void 0;
    const isNamed = (url) => names2?.has(plain(ownPackages2.get(url)?.name ?? "")) ?? true;
    const isBeside = urls.some((url) => going.has(url) && names2 !== void 0 && isNamed(url));
    for (const url of urls) if (!isBeside || isNamed(url)) unasked.delete(url);
  }
  return unasked;
}
var LONGEST_INSTRUCTION4 = 4e3;
function isLibrary({ type, name }) {
  return type === "pypi" || LIBRARY2.test(name);
}
function wordsOf2(text2) {
  return new Set(text2.split(/[\s'",;&|()]+/).map((word2) => plain(/^[\w.+@-]*/.exec(word2)?.[0] ?? "")));
}
function plain(name) {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
function withoutVersion(url) {
  return parsePackageUrl(url).name;
}

// src/explain/advice/packages/development-packages.ts
var PYTHON = /^(?:pytest(?:-[a-z0-9-]+)?|mypy|jupyter(?:[-_](?:client|core|console|events|lsp|server(?:[-_]terminals)?))?|jupyterlab(?:[-_](?:server|pygments|widgets))?|notebook(?:[-_]shim)?|ipython|ipykernel|debugpy|black|ruff|flake8|pylint|isort|pre-commit|tox|nox|coverage|hypothesis)$/;
var DEBIAN = /^(?:mypy|jupyter(?:-(?:notebook|core|client|console))?|pylint|black|flake8|isort|tox|pre-commit|ipython3)$/;
var NODE = /^(?:jest|vitest|mocha|eslint|nyc|cypress|@jest\/.+|@vitest\/.+|@eslint\/.+|@typescript-eslint\/.+)$/;
var WITHOUT_DEVELOPMENT = [
  [/\bpnpm\b/, "RUN pnpm install --prod --frozen-lockfile"],
  [/\byarn\b/, "RUN yarn workspaces focus --production # Yarn 1: yarn install --production --frozen-lockfile"],
  [/\bbun\b/, "RUN bun install --production --frozen-lockfile"]
];
function developmentKind(found) {
  const { type, name } = found;
  if (type === "pypi") return PYTHON.test(name) ? "pip" : void 0;
  if (type === "npm") return NODE.test(name) ? "npm" : void 0;
  if (!isSystemPackage(found)) return void 0;
  const [, python] = /^(?:python3|python3\.\d+|py3)-(.+)$/.exec(name) ?? [];
  return DEBIAN.test(name) || python !== void 0 && PYTHON.test(python) ? "system" : void 0;
}
var developmentRule = (facts) => {
  if (facts.isWorkshop) return void 0;
  const known = lockedDevelopment(facts);
  const locked = isStarted(known, facts) ? /* @__PURE__ */ new Map() : known;
  const { found, alone } = developmentOf(facts, known);
  if (found.size === 0 && locked.size === 0) return void 0;
  const isLocked = ({ owner = "", layer }) => locked.get(layer)?.has(owner) === true;
  return {
    rule: "development-packages",
    byOwner: true,
    claim: () => ({}),
    takes: (file) => isLocked(file) || found.has(file.owner ?? ""),
    groupOf: (file) => isLocked(file) ? LOCKED2 : groupOf3(found.get(file.owner ?? "")),
    nameOf: (file) => locked.get(file.layer)?.get(file.owner ?? "") ?? found.get(file.owner ?? "")?.name,
    say: (find) => find.group === LOCKED2 ? sayLocked(find, facts) : sayFound(find, alone, facts)
  };
};
function groupOf3(found) {
  return found?.kind === "npm" ? "npm" : "others";
}
function developmentOf(facts, locked) {
  const found = /* @__PURE__ */ new Map();
  const isLocked = (purl) => [...locked.values()].some((names2) => names2.has(purl));
  for (const [purl, parsed] of facts.ownPackages) {
    const kind = developmentKind(parsed);
    if (kind !== void 0 && !isLocked(purl)) found.set(purl, { kind, name: parsed.name });
  }
  if (found.size === 0) return { found, alone: /* @__PURE__ */ new Set() };
  const required = requiredByOthers(found.keys(), facts.subject, facts.firstOwn);
  if (required === void 0) return { found: /* @__PURE__ */ new Map(), alone: /* @__PURE__ */ new Set() };
  for (const purl of required) found.delete(purl);
  const alone = requiredOnlyBy(new Set(found.keys()), facts);
  for (const [purl, { name, type }] of alone) found.set(purl, { kind: type === "pypi" ? "pip" : "system", name });
  return { found, alone: new Set([...alone.values()].map(({ name }) => name)) };
}
function sayFound({ pile, layer, group }, alone, { measurement }) {
  const instruction = instructionText(measurement.layers[layer]);
  const { named, more } = pile.names(instruction, NAMED2);
  const asked = named.filter((name) => !alone.has(name));
  return sayPackages(
    { named: asked, more: more + named.length - asked.length },
    group === "npm" ? withoutDevelopment(instruction) : void 0,
    pile.allNames.filter((name) => alone.has(name))
  );
}
function withoutDevelopment(instruction) {
  return leaveOut(WITHOUT_DEVELOPMENT.find(([manager]) => manager.test(instruction))?.[1]);
}
function sayPackages(names2, change, alone) {
  const more = alone.length > NAMED2 ? `, and ${alone.length - NAMED2} more` : "";
  const gone = alone.length === 0 ? "" : `
What only they require goes with them: ${alone.slice(0, NAMED2).join(", ")}${more}.`;
  return {
    title: `Packages for tests, linting or notebooks are in the final image: ${nameWords(names2)}.`,
    change: change ?? `Install them only in the stage that runs the tests: ${names2.named.join(" ")}${gone}`
  };
}

// src/explain/advice/reinstalled.ts
var reinstalledRule = ({ contexts }) => {
  if (![...contexts.values()].some(({ reinstalled }) => reinstalled.length > 0)) return void 0;
  return {
    rule: "context",
    claim(directory, layer) {
      const modules = modulesOf2(`${directory}/`);
      const isCopy = modules !== void 0 && contexts.get(layer)?.reinstalled.includes(modules);
      return isCopy ? { root: modules } : void 0;
    },
    say: () => void 0
  };
};
function adviseReinstalled({ contexts, subject, measurement }) {
  return [...contexts].flatMap(([position, { reinstalled }]) => {
    const pile = new Pile();
    for (const { path, type, size } of reinstalled.length === 0 ? [] : subject.layers[position] ?? []) {
      const modules = type === "file" ? modulesOf2(path) : void 0;
      if (modules !== void 0 && reinstalled.includes(modules)) pile.add(modules, size);
    }
    if (pile.bytes === 0) return [];
    return [
      {
        rule: "context",
        title: `${placeOf3(measurement.layers[position])} copies node_modules, which another instruction installs as well.`,
        bytes: pile.bytes,
        ...whereOf(measurement, position),
        change: "Keep it out of the build context with a line in .dockerignore.\n**/node_modules",
        paths: pile.paths
      }
    ];
  });
}

// src/explain/advice/rewritten.ts
function adviseRewritten(facts) {
  const groups = /* @__PURE__ */ new Map();
  for (const hidden of facts.hidden) {
    const isBase = hidden.layer < facts.firstOwn;
    if (isBase && hidden.became !== "same" || isReinstalled(hidden, facts)) continue;
    const { layer, by } = hidden;
    const key = `${layer} ${by} ${hidden.became}`;
    const group = keyed(groups, key, () => newGroup(hidden));
    group.pile.add(hidden.path, hidden.size, RECORDS2.test(hidden.path) ? "records" : "files");
  }
  return [...groups.values()].filter(isMoreThanRecords).map((group) => ({
    ...say(group, facts),
    rule: group.rule,
    bytes: group.pile.bytes,
    ...whereOf(facts.measurement, group.by),
    paths: group.pile.paths
  }));
}
var RECORDS2 = /^(?:var\/(?:lib\/(?:dpkg|rpm|apt|dnf)|cache\/(?:debconf|ldconfig|apt)|log)|(?:usr\/)?lib\/(?:apk\/db|sysimage)|etc\/(?:ld\.so\.cache|apk))(?=\/|$)/;
var MUCH = 1e6;
var SOME = 1e5;
function isMoreThanRecords({ rule, pile }) {
  return rule !== "overwritten" || pile.bytes >= MUCH || pile.bytesOf("files") >= SOME;
}
var RULES = { same: "rewritten", moved: "rewritten", other: "overwritten", gone: "deleted" };
function newGroup({ layer, by, became }) {
  return { rule: RULES[became], layer, by, moved: became === "moved", pile: new Pile() };
}
function isReinstalled({ path, layer, by }, { contexts }) {
  const modules = modulesOf2(path);
  if (modules === void 0) return false;
  return [layer, by].some((position) => contexts.get(position)?.reinstalled.includes(modules));
}
function say(group, { measurement, firstOwn }) {
  const [earlier, later] = [measurement.layers[group.layer], measurement.layers[group.by]];
  const isBase = group.layer < firstOwn;
  const from = isBase ? "the base image" : placeOf3(earlier);
  const to = placeOf3(later);
  if (group.rule === "deleted")
    return {
      title: `${to} deletes what ${from} wrote, and the image keeps both.`,
      change: changeOfDeleted(group, measurement)
    };
  if (group.rule === "overwritten")
    return {
      title: `${to} overwrites what ${from} wrote, and the image keeps both.`,
      change: changeOfOverwritten(group, measurement)
    };
  const how = group.moved ? "moves or renames" : "writes the same content again as";
  const title = group.moved ? `${to} ${how} what ${from} wrote` : `${to} ${how} ${from}`;
  return { title: `${title}: the image holds it twice.`, change: changeOfRewritten(group, measurement, isBase) };
}
function changeOfDeleted({ layer, by }, { layers }) {
  if (keywordOf(layers[layer]) === "RUN")
    return `Delete it in the same RUN that makes it (${placeOf3(layers[layer])}), joined with &&, and not in a later one (${placeOf3(layers[by])}).`;
  return [
    "Do not copy files that only the build needs: mount them for the RUN that needs them, or exclude them in .dockerignore.",
    "RUN --mount=type=bind,source=installer,target=/mnt/installer \u2026"
  ].join("\n");
}
function changeOfOverwritten({ layer, by }, { layers }) {
  if (keywordOf(layers[layer]) === "RUN" && keywordOf(layers[by]) === "RUN")
    return `Do both in one RUN, joined with &&: ${placeOf3(layers[layer])} and ${placeOf3(layers[by])}.`;
  return "Write these files once: only the later ones are visible. Leave them out of the earlier instruction, or exclude them in .dockerignore.";
}
function changeOfRewritten(group, { layers }, isBase) {
  const [earlier, later] = [layers[group.layer], layers[group.by]];
  const command = instructionText(later).slice(0, 4e3);
  const isCopied = /^(?:COPY|ADD)$/.test(keywordOf(earlier));
  if (group.moved) return "Put it at its final path at once: copy it there, or move it in the same RUN that makes it.";
  if (isBase)
    return "A change of owner, mode or time copies the whole file: change only files that need it, and none of the base image.";
  if (/\bch(?:own|grp)\b/.test(command)) return changeOfOwner(isCopied, ownerIn(command), placeOf3(earlier));
  if (/\bchmod\b/.test(command)) return changeOfMode(isCopied, modeIn(command), placeOf3(earlier));
  if (keywordOf(later) === "RUN")
    return `A change of owner, mode or time copies the whole file: make the change in ${placeOf3(earlier)}.`;
  return "Copy it once: leave it out of one of the two instructions.";
}
function changeOfOwner(isCopied, owner, earlier) {
  if (!isCopied) return `Run chown in the same RUN that makes the files (${earlier}).`;
  return `Let COPY set the owner, and drop the chown.
COPY --chown=${owner} \u2026`;
}
function changeOfMode(isCopied, mode, earlier) {
  if (!isCopied) return `Run chmod in the same RUN that makes the files (${earlier}).`;
  return `Let COPY set the mode, and drop the chmod.
COPY --chmod=${mode} \u2026`;
}
function ownerIn(command) {
  return /\bchown\s+(?:-\S+\s+)*(\w[\w.-]*(?::[\w.-]*)?)(?=\s)/.exec(command)?.[1] ?? "user:group";
}
function modeIn(command) {
  return /\bchmod\s+(?:-[A-Za-z-]+\s+)*([0-7]{3,4})(?=\s)/.exec(command)?.[1] ?? "755";
}

// src/explain/advice/root-user.ts
var DROP_RIGHTS = /^(?:postgres|mysql|mariadb|mongo|redis|valkey|rabbitmq|memcached|nginx|httpd|haproxy|traefik|cassandra|couchdb|influxdb)(?::|$)/;
var DROPPERS = /(?:^|\/)(?:gosu|su-exec|setpriv|runuser|s6-setuidgid|chpst|init)$/;
var USERS = { node: "node" };
function adviseRootUser({ measurement }) {
  const { config } = measurement;
  const words2 = commandWords(config);
  const base = baseName(measurement);
  if (!isRootUser(config.user) || words2.length === 0) return [];
  if (DROP_RIGHTS.test(base) || words2.some((word2) => DROPPERS.test(word2))) return [];
  const user = USERS[base.split(":")[0] ?? ""] ?? "10001:10001";
  return [
    {
      rule: "root-user",
      title: "It runs as root: an attacker who takes over the program is root in the container.",
      bytes: 0,
      security: true,
      change: `Name another user in the last stage, before ENTRYPOINT or CMD. It must own the files that it writes (COPY --chown).
USER ${user}`,
      paths: []
    }
  ];
}

// src/explain/advice/secrets.ts
var NPMRC = "RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci";
var PIP = "RUN --mount=type=secret,id=netrc,target=/root/.netrc pip install --no-cache-dir -r requirements.txt";
var NAMES2 = [
  { ignore: "**/.env", pattern: /^\.env$/ },
  {
    ignore: "**/.env.*",
    pattern: /^\.env\.(?!.*(?:example|sample|template|tmpl|tpl|dist|defaults?|schema|tests?|ci)$)[\w.-]+$/
  },
  { ignore: "**/id_*", pattern: /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/ },
  {
    ignore: "**/*.pem",
    pattern: /^(?!.*(?:pub|cert|chain|ca[-_.]))(?:.*[-_.])?(?:key|(?:priv|private|privkey|secret)(?:[-_.]?key)?(?:[-_.].*)?)\.pem$/i
  },
  { ignore: "**/*.key", pattern: /^(?:(?:.*[-_.])?priv(?:ate|key)?(?:[-_.]?key)?|server|tls|ssl)\.key$/i },
  { ignore: "**/.npmrc", pattern: /^\.npmrc$/, mount: NPMRC },
  { ignore: "**/.netrc", pattern: /^[._]netrc$/, mount: PIP },
  { ignore: "**/.pypirc", pattern: /^\.pypirc$/ },
  { ignore: "**/.git-credentials", pattern: /^\.git-credentials$/ },
  { ignore: "**/.pgpass", pattern: /^\.pgpass$/ },
  { ignore: "**/.aws/credentials", pattern: /^\.aws\/credentials$/ },
  { ignore: "**/.docker/config.json", pattern: /^\.docker\/config\.json$/ },
  { ignore: "**/kubeconfig", pattern: /^(?:\.kube\/config|kubeconfig(?:\.ya?ml)?)$/ }
];
var LIKELY2 = /(?:env|id_|\.pem|\.key|rc|credentials|\.pgpass|config)[^/]*$/i;
var ELSEWHERE3 = /(?:^|\/)(?:usr\/share|usr\/lib|etc\/ssl\/certs|etc\/pki|etc\/ca-certificates|site-packages|dist-packages|node_modules|vendor|gems|go\/pkg|tests?|__tests__|spec|testdata|fixtures?|examples?|samples?|docs?|demo|templates?)\//i;
function adviseSecrets({ subject, measurement, firstOwn }) {
  return subject.layers.flatMap((entries, position) => {
    if (position < firstOwn || !/^(?:COPY|ADD)$/.test(keywordOf(measurement.layers[position]))) return [];
    const pile = new Pile();
    const found = /* @__PURE__ */ new Set();
    for (const entry of entries) {
      const name = secretName(entry);
      if (name === void 0) continue;
      pile.add(entry.path, entry.size);
      found.add(name);
    }
    return found.size === 0 ? [] : [secretAdvice([...found], pile, whereOf(measurement, position))];
  });
}
function secretName({ type, path, size }) {
  if (type !== "file" || size === 0 || !LIKELY2.test(path)) return void 0;
  const names2 = path.split("/");
  const last = names2.at(-1) ?? "";
  const lastTwo = names2.slice(-2).join("/");
  const name = NAMES2.find(({ pattern }) => pattern.test(last) || pattern.test(lastTwo));
  return name === void 0 || ELSEWHERE3.test(path) ? void 0 : name;
}
function secretAdvice(found, pile, where) {
  const ignored = found.map(({ ignore }) => ignore);
  const mounts = found.flatMap(({ mount }) => mount ?? []);
  const what = pile.files === 1 ? "A file that is named like a secret" : `${pile.files} files that are named like secrets`;
  return {
    rule: "secrets",
    title: `${what} ${pile.files === 1 ? "is" : "are"} copied into the image: everyone who can pull the image can read it.`,
    bytes: 0,
    security: true,
    ...where,
    change: [
      "If it is a secret: change it, exclude it in .dockerignore, and provide it at run time or as a secret mount.",
      ...ignored,
      ...mounts
    ].join("\n"),
    paths: pile.paths
  };
}

// src/explain/advice/version-control.ts
var REPOSITORY2 = /^(?:.*?\/)?\.(?:git|hg|svn)(?=\/|$)/;
var NEEDED = /(?:^|\/)(?:flutter|Homebrew|homebrew(?:-[a-z]+)?|Taps\/.*|\.?nvm|\.?(?:rb|py|nod|go|j|goen)env(?:\/.*)?|\.asdf(?:\/.*)?|\.oh-my-zsh(?:\/.*)?|vcpkg|emsdk|depot_tools)\/\.git$/;
var ELSEWHERE4 = /(?:^|\/)(?:site-packages|dist-packages|node_modules|usr\/share|pkg\/mod|cargo\/git|testdata|fixtures)\//;
var versionControlRule = ({ measurement }) => ({
  rule: "version-control",
  claim(directory) {
    const root = REPOSITORY2.exec(directory)?.[0];
    return root === void 0 || NEEDED.test(root) || ELSEWHERE4.test(root) ? void 0 : { root };
  },
  say: (find) => sayRepository(find, measurement)
});
function sayRepository({ pile, layer }, { layers }) {
  const names2 = [...new Set(pile.allPaths.map((path) => path.slice(path.lastIndexOf("/") + 1)))].toSorted();
  const title = `The version control history is in the image: ${names2.join(", ")}.`;
  if (keywordOf(layers[layer]) === "RUN")
    return {
      title,
      change: `If nothing needs the history at run time, remove it in the RUN that clones.
RUN git clone --depth 1 \u2026 app && rm -rf app/.git`
    };
  return {
    title,
    change: [
      "Keep it out of the build context with lines in .dockerignore.",
      ...names2.map((name) => `**/${name}`)
    ].join("\n")
  };
}

// src/explain/advice/advise.ts
var SMALLEST4 = 1e5;
var FILE_RULES = [
  reinstalledRule,
  buildToolRule,
  developmentRule,
  cacheRule,
  versionControlRule,
  debugSymbolRule,
  contextRule,
  bytecodeRule,
  documentationRule,
  localeRule
];
function advise(subject) {
  const facts = findFacts(subject);
  const rules2 = FILE_RULES.flatMap((make) => make(facts) ?? []);
  const { claimed, rest } = claimFiles(facts, rules2);
  const all = [
    ...withoutPurpose(claimed, facts).flatMap((each) => adviceOf(each, facts)),
    ...adviseRewritten(facts),
    ...adviseReinstalled(facts),
    ...adviseDuplicates(facts, rest),
    ...adviseSecrets(facts),
    ...adviseRootUser(facts),
    ...adviseBaseImage(facts)
  ];
  return all.filter(isWorthIt).toSorted((a, b) => b.bytes - a.bytes || Number(b.security ?? 0) - Number(a.security ?? 0));
}
function adviceOf({ rule, find }, { measurement }) {
  const said = rule.say(find);
  if (said === void 0) return [];
  return [
    { rule: rule.rule, bytes: find.pile.bytes, ...whereOf(measurement, find.layer), paths: find.pile.paths, ...said }
  ];
}
function withoutPurpose(claimed, { subject: { tree }, firstOwn }) {
  const own = tree.reduce((sum, { layer, size }) => layer >= firstOwn ? sum + size : sum, 0);
  const isMost = (name) => {
    const finds = claimed.filter(({ rule, find }) => rule.rule === name && find.group !== LOCKED2);
    return finds.reduce((sum, { find }) => sum + find.pile.bytes, 0) * 2 > own;
  };
  const purposes = ["build-tools", "development-packages"].filter(isMost);
  return claimed.filter(({ rule, find }) => find.group === LOCKED2 || !purposes.some((name) => name === rule.rule));
}
function isWorthIt({ bytes, security, rule }) {
  return bytes >= SMALLEST4 || security === true || rule === "base-image" && bytes === 0;
}

// src/measure/final-tree.ts
function stackLayers(indexes) {
  const hidden = [];
  const tree = new FileTree((content) => hidden.push(content));
  for (const { entries } of indexes) tree.apply(entries);
  return { tree: finalFiles(tree, indexes), hidden };
}
function finalTree(indexes) {
  return stackLayers(indexes).tree;
}
function takeApart(tree) {
  return tree.some(({ parts }) => parts !== void 0) ? tree.flatMap(piecesOf) : tree;
}
function sumDirectories(measurement, layerIndex) {
  const indexes = measurement.layers.flatMap(({ digest }) => layerIndex(digest) ?? []);
  if (indexes.length < measurement.layers.length) return void 0;
  const bytes = /* @__PURE__ */ new Map();
  for (const { path, size } of finalTree(indexes)) {
    const directory = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    bytes.set(directory, (bytes.get(directory) ?? 0) + size);
  }
  return bytes;
}
function piecesOf(file) {
  const { parts, ...rest } = file;
  if (parts === void 0) return [file];
  const pieces = parts.map((part) => ({ ...part, path: `${file.path}!/${part.path}`, layer: file.layer }));
  const bytes = parts.reduce((sum, { size }) => sum + size, 0);
  return [{ ...rest, size: file.size - bytes }, ...pieces];
}
function finalFiles(tree, indexes) {
  return Array.from(tree.finalFiles(), ({ path, written, layer, sharers = /* @__PURE__ */ new Set() }) => {
    const { size, crc32, inner, innerBytes, parts, sections, origins } = written;
    const packages = indexes[layer]?.packages;
    const content = crc32 === void 0 ? void 0 : `${size}-${crc32}`;
    return {
      path,
      size,
      layer,
      ...ownerOf2(written, packages),
      ...content !== void 0 && { content },
      ...inner !== void 0 && { inner: inner.flatMap((position) => packages?.[position] ?? []) },
      ...innerBytes !== void 0 && { innerBytes },
      ...sharers.size > 0 && { sharers: [...sharers].flatMap((position) => packages?.[position] ?? []) },
      ...parts !== void 0 && { parts: parts.map((part) => treePart(part, packages)) },
      ...sections !== void 0 && { sections },
      ...origins !== void 0 && { origins }
    };
  });
}
function treePart(part, packages) {
  const { path, size, crc32 } = part;
  const content = crc32 === void 0 ? {} : { content: `${size}-${crc32}` };
  return { path, size, ...ownerOf2(part, packages), ...content };
}
function ownerOf2({ owner }, packages) {
  const purl = owner === void 0 ? void 0 : packages?.[owner];
  return purl === void 0 ? {} : { owner: purl };
}

// src/explain/file-systems.ts
var FileSystems = class {
  #layerIndex;
  /** How many sides are still to come, by image. */
  #waiting = /* @__PURE__ */ new Map();
  #stacked = /* @__PURE__ */ new Map();
  /** `sides` are all whose file systems will be taken, each as often as it will be. */
  constructor(sides, layerIndex) {
    this.#layerIndex = layerIndex;
    for (const side of sides) this.#waiting.set(keyOf3(side), (this.#waiting.get(keyOf3(side)) ?? 0) + 1);
  }
  /** The file system of one side; undefined where this run has not the index of each of its layers. */
  take(side) {
    const key = keyOf3(side);
    const stacked = this.#stacked.get(key) ?? this.#make(side);
    const waiting = (this.#waiting.get(key) ?? 1) - 1;
    this.#waiting.set(key, waiting);
    if (waiting <= 0 || stacked === void 0) this.#stacked.delete(key);
    else this.#stacked.set(key, stacked);
    return stacked;
  }
  #make({ layers }) {
    const indexes = layers.flatMap(({ digest }) => this.#layerIndex(digest) ?? []);
    if (indexes.length !== layers.length) return void 0;
    const stacked = stackLayers(indexes);
    return { indexes, ...stacked, pieces: takeApart(stacked.tree) };
  }
};
function keyOf3({ layers }) {
  return layers.map(({ diffId }) => diffId).join();
}

// src/explain/distribution.ts
var RELEASES = /* @__PURE__ */ new Set(["etc/os-release", "usr/lib/os-release"]);
var SYSTEM = /^(pkg:(?:deb|apk|rpm)\/)([^/@?]+\/)?([^/@?]+(?:[@?].*)?)$/;
function withDistribution(indexes) {
  const namespaces = /* @__PURE__ */ new Map();
  for (const { entries, packages = [] } of indexes) {
    if (!entries.some(({ path, type }) => type === "file" && RELEASES.has(path))) continue;
    for (const purl of packages) {
      const [, type, namespace] = SYSTEM.exec(purl) ?? [];
      if (type !== void 0 && namespace !== void 0) namespaces.set(type, namespace);
    }
  }
  return (purl) => purl.replace(SYSTEM, (whole, type, _, rest) => {
    const namespace = namespaces.get(type);
    return namespace === void 0 ? whole : type + namespace + rest;
  });
}

// src/explain/inventory.ts
function inventoryOf({ indexes, pieces }) {
  if (indexes.some(({ packages: packages2 }) => packages2 === void 0)) return void 0;
  const found = /* @__PURE__ */ new Map();
  const renamed = withDistribution(indexes);
  const countOf = (purl) => keyed(found, renamed(purl), nothing);
  let unowned = 0;
  for (const file of pieces) {
    if (file.owner === void 0) unowned += file.size;
    else countFile(countOf(file.owner), file);
    for (const purl of file.inner ?? [])
      if (file.owner === void 0) countOf(purl).layers.add(file.layer);
      else if (purl !== file.owner) countOf(file.owner).contains.add(purl);
  }
  for (const { purl, layer } of withoutFiles(indexes)) countOf(purl).layers.add(layer);
  const packages = [...found].sort(([a], [b]) => a < b ? -1 : 1).map(([purl, counted]) => described(purl, counted));
  return { packages, unowned };
}
function nothing() {
  return { bytes: 0, files: 0, layers: /* @__PURE__ */ new Set(), contains: /* @__PURE__ */ new Set() };
}
function countFile(counted, { size, layer }) {
  counted.bytes += size;
  counted.files += 1;
  counted.layers.add(layer);
}
function described(purl, { bytes, files, layers, contains }) {
  const within = [...contains].sort();
  const positions = [...layers].sort((a, b) => a - b);
  return { purl, bytes, files, layers: positions, ...within.length > 0 && { contains: within } };
}
function withoutFiles(indexes) {
  const last = /* @__PURE__ */ new Map();
  for (const [layer, { packages = [], entries }] of indexes.entries()) {
    const owned = ownedPositions(entries);
    for (const [position, purl] of packages.entries()) {
      const { name, version } = parsePackageUrl(purl);
      const key = keyOf4(name);
      const isOwned = owned.has(position);
      const named = last.get(key)?.get(version);
      if (named !== void 0) named.isOwned ||= isOwned;
      else {
        const isSameLayer = [...last.get(key)?.values() ?? []].some((each) => each.layer === layer);
        if (!isSameLayer) last.set(key, /* @__PURE__ */ new Map());
        last.get(key)?.set(version, { purl, layer, isOwned });
      }
    }
  }
  return [...last.values()].flatMap((versions) => [...versions.values()].filter(({ isOwned }) => !isOwned));
}
function keyOf4(name) {
  const parts = packageParts(name);
  return parts !== void 0 && isSystemPackage(parts) ? `${parts.type}/${parts.name}` : name;
}
function ownedPositions(entries) {
  const positions = /* @__PURE__ */ new Set();
  for (const { owner, inner = [], parts = [] } of entries) {
    for (const position of [owner, ...inner, ...parts.map((part) => part.owner)])
      if (position !== void 0) positions.add(position);
  }
  return positions;
}

// src/explain/shared-files.ts
function settleShared(before, after) {
  const shared2 = new Set([...before, ...after].flatMap(({ sharers, content }) => (sharers && content) ?? []));
  if (shared2.size === 0) return [before, after];
  const settled = settle(after, ownersOf(before, shared2));
  return [settle(before, ownersOf(settled, shared2)), settled];
}
function ownersOf(tree, contents) {
  const found = /* @__PURE__ */ new Map();
  for (const { content, owner } of tree) {
    if (content === void 0 || owner === void 0 || !contents.has(content)) continue;
    keyed(found, content, () => /* @__PURE__ */ new Set()).add(nameOf7(owner));
  }
  return found;
}
function settle(tree, others) {
  return tree.map((file) => {
    const { content = "", owner, sharers } = file;
    const there = others.get(content);
    if (sharers === void 0 || owner === void 0 || there === void 0 || there.has(nameOf7(owner))) return file;
    const other = sharers.find((url) => there.has(nameOf7(url)));
    return other === void 0 ? file : { ...file, owner: other };
  });
}
function nameOf7(url) {
  return parsePackageUrl(url).name;
}

// src/explain/explain.ts
function explainComparisons(comparisons, layerIndex, { contents = false, budget = new ContentsBudget(comparisons.length) } = {}) {
  const asked = contents ? comparisons : comparisons.filter(isNews);
  const fileSystems = new FileSystems(asked.flatMap(sidesOf), layerIndex);
  const explained = new Map(
    mostChangedFirst(asked).map((each) => [each, explainComparison(each, fileSystems, contents ? budget : void 0)])
  );
  return comparisons.map((comparison) => explained.get(comparison) ?? comparison);
}
function isNews({ baseline, head, layers }) {
  return head !== null && (baseline === null || layers.some(({ kind }) => kind !== "unchanged"));
}
function sidesOf({ baseline, head }) {
  return [head, baseline].filter((side) => side !== null);
}
function explainComparison(comparison, fileSystems, budget) {
  const { baseline, head } = comparison;
  const now = head === null ? void 0 : contentOf(head, fileSystems);
  if (head !== null && now === void 0) return comparison;
  const was = baseline === null ? void 0 : contentOf(baseline, fileSystems);
  const advised = isNews(comparison) && now !== void 0 ? withAdvice(comparison, now) : comparison;
  if (was === void 0 || now === void 0)
    return withContents(advised, { was: inPieces(was), now: inPieces(now), head: now, diff: null }, budget);
  const [before, after] = withOwners(was, now);
  const diff = diffTrees(before.tree, after.tree);
  const explained = isNews(comparison) ? withExplanation(advised, before, after, diff) : advised;
  return withContents(explained, { was: before, now: after, head: now, diff }, budget);
}
function contentOf(measurement, fileSystems) {
  const stacked = fileSystems.take(measurement);
  return stacked && { measurement, ...stacked };
}
function inPieces(content) {
  return content && { measurement: content.measurement, tree: content.pieces };
}
function withExplanation(comparison, before, after, diff) {
  const explanation = explainGrowth(before, after, comparison, diff);
  return accountedFor(explanation) === explanation.total ? { ...comparison, explanation } : comparison;
}
function withContents(comparison, { was, now, head: content, diff }, budget) {
  const { baseline, head, verdict } = comparison;
  const isWhole = holdsAllOf(baseline, was) && holdsAllOf(head, now) && (head !== null || verdict === "removed");
  if (budget === void 0 || !isWhole) return comparison;
  const contents = budget.take((most) => contentsOf(was?.tree ?? null, now?.tree ?? null, most, diff));
  const inventory = content && inventoryOf(content);
  return { ...comparison, contents, ...inventory !== void 0 && { inventory } };
}
function holdsAllOf(measurement, side) {
  if (measurement === null || side === void 0) return measurement === null && side === void 0;
  return side.tree.reduce((sum, { size }) => sum + size, 0) === measurement.unpacked - measurement.wasted;
}
function withAdvice(comparison, { measurement, indexes, tree, hidden }) {
  const advice = advise({
    measurement,
    layers: indexes.map(({ entries }) => entries),
    packages: indexes.map(({ packages = [] }) => packages),
    requires: indexes.map(({ requires }) => requires),
    tree,
    hidden
  });
  return advice.length === 0 ? comparison : { ...comparison, advice };
}
function withOwners(was, now) {
  const changed = [...without(was.indexes, now.indexes), ...without(now.indexes, was.indexes)];
  const isAlike = new Set(changed.map(({ requires }) => requires !== void 0)).size < 2;
  const ownerless = isAlike && changed.every(({ packages }) => packages !== void 0) ? [] : changed;
  const [before, after] = settleShared(treeOf(was, ownerless), treeOf(now, ownerless));
  return [
    { measurement: was.measurement, tree: before, indexes: was.indexes },
    { measurement: now.measurement, tree: after, indexes: now.indexes }
  ];
}
function treeOf({ indexes, pieces }, ownerless) {
  const positions = new Set(indexes.flatMap((index, position) => ownerless.includes(index) ? [position] : []));
  if (positions.size === 0) return pieces;
  return pieces.map((file) => {
    const { owner, inner, innerBytes, sharers, ...rest } = file;
    return positions.has(file.layer) ? rest : file;
  });
}
function without(indexes, others) {
  const known = new Set(others.map(({ diffId }) => diffId));
  return indexes.filter(({ diffId }) => !known.has(diffId));
}

// src/compare/set-apart.ts
var NAMED3 = 3;
var LONGEST_NAME3 = 80;
function setApart(comparison, { layers, ...uncommitted }) {
  const without2 = sidesWithout(comparison, { layers, ...uncommitted });
  if (without2 === void 0) return comparison;
  const conditions = comparison.conditions.map((result) => judgeAgain(result, without2, uncommitted));
  const noted = { ...comparison, uncommitted, notes: [...comparison.notes, noteOf(uncommitted)] };
  if (conditions.every(({ apart }) => apart === void 0)) return noted;
  return { ...noted, conditions, verdict: verdictOf(conditions, comparison) };
}
function noteCounted(comparison, found, why) {
  return { ...comparison, notes: [...comparison.notes, `${noteOf(found)} It counts as growth: ${why}.`] };
}
function verdictOf(conditions, { checks = [] }) {
  return conditions.some(({ verdict }) => verdict === "fail") || verdictOfChecks(checks) === "fail" ? "fail" : "warn";
}
function judgeAgain(result, without2, uncommitted) {
  if (result.verdict !== "fail" && result.verdict !== "warn") return result;
  const { verdict } = evaluateCondition(conditionOf(result), { ...without2, noBaseline: "" });
  if (verdict !== "pass" && verdict !== "inherited") return result;
  return { ...result, verdict: "inherited", reason: reasonOf2(result, uncommitted), apart: true };
}
function conditionOf({ text: text2, level, clauses }) {
  const [first, ...others] = clauses.map(({ metric, growth, unit, limit }) => ({ metric, growth, unit, limit }));
  if (first === void 0) throw new RangeError("a condition has a clause");
  return { text: text2, level, clauses: [first, ...others] };
}
function sidesWithout({ head, baseline, growth, split, drift, noise }, uncommitted) {
  if (head === null || baseline === null) return void 0;
  const part = { unpacked: uncommitted.git + uncommitted.files, download: uncommitted.download };
  return {
    head,
    baseline,
    noise,
    growth: growthWithout(growth, part),
    split: split === void 0 ? null : { ...split, own: growthWithout(split.own, part) },
    drift: drift === void 0 ? null : { ...drift, own: growthWithout(drift.own, part) },
    grownHead: headWithout(head, uncommitted, part)
  };
}
function growthWithout(growth, { unpacked, download }) {
  const less = (bytes, part) => bytes === null ? null : bytes - part;
  return {
    unpacked: less(growth.unpacked, unpacked),
    download: less(growth.download, download),
    newBytes: less(growth.newBytes, download)
  };
}
function headWithout(head, { layers }, part) {
  const parts = new Map(layers.map((layer) => [layer.at, layer]));
  return {
    ...head,
    unpacked: head.unpacked - part.unpacked,
    download: head.download - part.download,
    files: head.files - layers.reduce((sum, { files }) => sum + files, 0),
    layers: head.layers.map((layer, at) => {
      const { unpacked = 0, download = 0 } = parts.get(at) ?? {};
      return { ...layer, unpacked: layer.unpacked - unpacked, download: layer.download - download };
    })
  };
}
function reasonOf2({ metric }, uncommitted) {
  const { git: git2, files, download } = uncommitted;
  if (!METRICS[metric].compressed) return causesOf(uncommitted).join("; ");
  const share = git2 + files === 0 ? 0 : git2 / (git2 + files);
  const ofGit = Math.round(download * share);
  return causesOf({ ...uncommitted, git: ofGit, files: download - ofGit }, "about ").join("; ");
}
function noteOf(uncommitted) {
  return `Not from a commit: ${causesOf(uncommitted).join("; ")}.`;
}
function causesOf({ git: git2, files, places }, about = "") {
  const names2 = (isGit) => places.map(({ path }) => path).filter((path) => isOfGit(path) === isGit);
  const [gits, others] = [names2(true), names2(false)];
  const ignored = gits.length === 0 || gits.every((path) => path === ".git/") ? ".git" : "**/.git";
  return [
    ...files === 0 ? [] : [
      `${about}${formatSignedBytes(files)} are files that no commit has${listed2(others)}: list them in .dockerignore, or build them in the Dockerfile`
    ],
    ...git2 === 0 ? [] : [`${about}${formatSignedBytes(git2)} come from .git: add ${ignored} to .dockerignore`]
  ];
}
function isOfGit(path) {
  return /(?:^|\/)\.git\/$/.test(path);
}
function listed2(names2) {
  if (names2.length === 0) return "";
  const more = names2.length > NAMED3 ? " and more" : "";
  const shown2 = names2.slice(0, NAMED3).map((name) => cutMiddle(visibleLine(name), LONGEST_NAME3));
  return ` (${shown2.join(", ")}${more})`;
}

// src/explain/uncommitted/context-copy.ts
var LONGEST_INSTRUCTION5 = 4e3;
var MOST_SOURCES = 50;
var COPY = /^\s*(?:COPY|ADD)((?:\s+--[a-z-]+(?:=\S*)?)*)\s+(.*)$/is;
var FROM = /--from\b/i;
var PARENTS = /--parents(?:=true)?(?:\s|$)/i;
var UNSURE = /[$\\"']|^<<|:\/\/|^[\w-]+@[\w.-]+:/;
function parseContextCopy(instruction, createdBy = "") {
  if (instruction.length > LONGEST_INSTRUCTION5 || instruction.endsWith("\u2026")) return void 0;
  const [, flags = "", rest = ""] = COPY.exec(instruction) ?? [];
  if (FROM.test(flags)) return void 0;
  const words2 = withValues(wordsOf3(rest.trim()), createdBy);
  const last = words2.at(-1);
  const hasParents = PARENTS.test(flags);
  const named = words2.slice(0, -1).filter((word2) => !UNSURE.test(word2));
  const sources = named.flatMap((word2) => sourceOf3(word2, hasParents) ?? []).slice(0, MOST_SOURCES);
  if (last === void 0 || sources.length === 0) return void 0;
  return { sources, destination: UNSURE.test(last) ? void 0 : last, ...hasParents ? { parents: true } : {} };
}
function withValues(words2, createdBy) {
  if (!words2.some((word2) => word2.includes("$")) || createdBy.length > LONGEST_INSTRUCTION5) return words2;
  const made = COPY.exec(createdBy.replace(/ # buildkit$/, ""))?.[2] ?? "";
  const values = made.split(" ").filter((word2) => word2 !== "");
  return values.length === words2.length ? values : words2;
}
function sourceOf3(word2, hasParents) {
  const pivot = hasParents ? word2.indexOf("/./", 1) : -1;
  const parts = pivot < 0 ? [word2] : [word2.slice(0, pivot), word2.slice(pivot + 3)];
  const paths = parts.map((part) => namesOf3(part)?.join("/"));
  if (paths.includes(void 0)) return void 0;
  return paths[0] === "" && paths.length > 1 ? paths[1] : paths.join("/./");
}
function namesOf3(path) {
  const names2 = path.split("/").filter((name) => name !== "" && name !== ".");
  return names2.includes("..") ? void 0 : names2;
}
function wordsOf3(text2) {
  if (!text2.startsWith("[")) return text2.split(/\s+/).filter((word2) => word2 !== "");
  return Array.from(text2.matchAll(/"((?:[^"\\]|\\.)*)"/g), ([, word2 = ""]) => word2);
}

// src/explain/uncommitted/glob.ts
var LONGEST7 = 1e3;
function matchesName(pattern, name) {
  const steps = stepsOf(pattern);
  if (steps === void 0) return false;
  return matchesSequence(steps, Array.from(name), (step) => step === "any number", matchesStep);
}
function matchesNames(patterns, names2) {
  return matchesSequence(patterns, names2, (pattern) => pattern === "**", matchesName);
}
function hasWildcard(text2) {
  return /[*?[]/.test(text2);
}
function matchesSequence(parts, items, isWild, fits2) {
  let [at, wild, resumed] = [0, -1, 0];
  for (let item = 0; item < items.length; ) {
    const part = parts[at];
    if (part !== void 0 && isWild(part)) {
      [wild, resumed] = [at, item];
      at += 1;
    } else if (part !== void 0 && fits2(part, items[item])) {
      at += 1;
      item += 1;
    } else if (wild >= 0) {
      resumed += 1;
      [at, item] = [wild + 1, resumed];
    } else return false;
  }
  return parts.slice(at).every(isWild);
}
function matchesStep(step, character) {
  return step !== "any number" && step(character);
}
function stepsOf(pattern) {
  if (pattern.length > LONGEST7) return void 0;
  const steps = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? "";
    if (character === "*") steps.push("any number");
    else if (character === "?") steps.push(() => true);
    else if (character === "[") {
      const end = characters.indexOf("]", at + 1);
      const step = end < 0 ? void 0 : oneOf(characters.slice(at + 1, end));
      if (step === void 0) return void 0;
      steps.push(step);
      at = end;
    } else steps.push((other) => other === character);
  }
  return steps;
}
function oneOf(characters) {
  const isNot = characters[0] === "^";
  const inside2 = isNot ? characters.slice(1) : characters;
  const ranges = [];
  for (let at = 0; at < inside2.length; at += 1) {
    const low = inside2[at] ?? "";
    const high = inside2[at + 1] === "-" ? inside2[at + 2] : low;
    if (low === "-" || high === void 0) return void 0;
    ranges.push([low, high]);
    if (high !== low || inside2[at + 1] === "-") at += 2;
  }
  if (ranges.length === 0) return void 0;
  return (character) => ranges.some(([low, high]) => low <= character && character <= high) !== isNot;
}

// src/explain/uncommitted/landing.ts
var NOWHERE2 = () => [];
function landingsOf(copy2, contexts) {
  return copy2.sources.map((source) => {
    if (copy2.parents) return { tree: withParents(source), single: NOWHERE2, isShared: true };
    if (hasWildcard(source)) return ofPattern(source.replaceAll("**", "*").split("/"), contexts, renamedTo(copy2));
    const name = source.slice(source.lastIndexOf("/") + 1);
    return {
      tree: (below2) => [source === "" ? below2 : `${source}/${below2}`],
      single: (below2) => below2 === name || below2 === renamedTo(copy2) ? [source] : [],
      isShared: copy2.sources.length > 1
    };
  });
}
function renamedTo({ sources, destination }) {
  if (sources.length > 1 || destination === void 0 || /(?:^|\/)\.?$/.test(destination)) return void 0;
  return namesOf3(destination)?.at(-1);
}
function withParents(source) {
  const [before = "", kept] = source.split("/./");
  if (kept !== void 0 && hasWildcard(before)) return NOWHERE2;
  const top = kept === void 0 ? "" : `${before}/`;
  const names2 = (kept ?? before).split("/").filter((name) => name !== "");
  return (below2) => matchesNames([...names2, "**"], below2.split("/")) ? [`${top}${below2}`] : [];
}
function ofPattern(names2, contexts, renamed) {
  const [trees, singles] = [/* @__PURE__ */ new Map(), /* @__PURE__ */ new Map()];
  for (const path of contexts.flatMap((files) => [...files.keys()])) {
    const steps = path.split("/");
    const matched = steps.slice(0, names2.length);
    if (matched.length < names2.length || !matchesNames(names2, matched)) continue;
    if (steps.length > names2.length) add(trees, steps.slice(names2.length).join("/"), path);
    else for (const name of /* @__PURE__ */ new Set([steps.at(-1) ?? "", renamed ?? ""])) add(singles, name, path);
  }
  return { tree: (below2) => trees.get(below2) ?? [], single: (below2) => singles.get(below2) ?? [], isShared: true };
}
function add(paths, below2, path) {
  const found = paths.get(below2);
  if (found === void 0) paths.set(below2, [path]);
  else found.push(path);
}

// src/explain/uncommitted/brought.ts
var MOST_ROOTS = 20;
var GIT = /^(?:.*?\/)?\.git\//;
function broughtFiles(entries, copy2, contexts) {
  const files = entries.filter(({ type }) => type === "file");
  const landings = landingsOf(copy2, contexts);
  let [best, most] = [[], 0];
  for (const root of rootsOf(copy2, files)) {
    const found = files.flatMap((file) => recognise(file, root, landings, contexts) ?? []);
    const bytes = found.reduce((sum, { size }) => sum + size, 0);
    if (bytes > most) [best, most] = [found, bytes];
  }
  return best;
}
function rootsOf({ destination }, files) {
  const names2 = namesOf3(destination ?? "");
  if (names2 === void 0) return [];
  const end = names2.join("/");
  if (destination?.startsWith("/")) return [end, ...destination.endsWith("/") ? [] : [names2.slice(0, -1).join("/")]];
  const common = commonNames(files);
  const roots = Array.from(
    { length: common.length + 1 },
    (_, above) => common.slice(0, common.length - above).join("/")
  );
  const isFile2 = destination !== void 0 && !/(?:^|\/)\.?$/.test(destination);
  const parent = isFile2 ? names2.slice(0, -1).join("/") : end;
  return roots.filter((root) => [end, parent].some((path) => path === "" || `/${root}`.endsWith(`/${path}`))).slice(0, MOST_ROOTS);
}
function commonNames(files) {
  let common;
  for (const { path } of files) {
    common ??= directoryOf(path);
    while (!path.startsWith(common)) common = directoryOf(common.slice(0, -1));
  }
  return namesOf3(common ?? "") ?? [];
}
function directoryOf(path) {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
function recognise({ path, size }, root, landings, contexts) {
  const below2 = root === "" ? path : path.startsWith(`${root}/`) ? path.slice(root.length + 1) : void 0;
  if (below2 === void 0) return void 0;
  const isSure = landings.length === 1 || GIT.test(below2);
  for (const { tree, single, isShared } of landings) {
    for (const inContext of tree(below2)) {
      const git2 = isSure ? GIT.exec(inContext)?.[0] : void 0;
      if (git2 !== void 0) return brought("git", { path, size, below: below2, isShared }, inContext, git2);
      const file = fileIn(contexts, inContext, size);
      if (file !== void 0) return brought("files", { path, size, below: below2, isShared }, inContext, file.place);
    }
    const from = single(below2).find((each) => fileIn(contexts, each, size) !== void 0);
    if (from !== void 0) return { cause: "files", size, place: path, from };
  }
  return void 0;
}
function fileIn(contexts, path, size) {
  return contexts.map((files) => files.get(path)).find((file) => file?.size === size);
}
function brought(cause, { path, size, below: below2, isShared }, inContext, from) {
  const most = isShared ? /\/(.*)$/s.exec(below2)?.[1] ?? "" : below2;
  const inside2 = Math.min(inContext.length - from.length, most.length);
  return { cause, size, place: path.slice(0, path.length - inside2), from };
}

// src/explain/uncommitted/uncommitted.ts
var MOST_PLACES = 10;
function mayHoldUncommitted(comparison) {
  return copiedLayers(comparison).length > 0;
}
function findUncommitted(comparison, layerIndex, contexts) {
  const changed = changedEntries(comparison, layerIndex);
  if (changed === void 0) return void 0;
  const found = copiedLayers(comparison).map(
    (layer) => apartOf(layer, changed, isBuiltNow(comparison) ? contexts : [])
  );
  const places = found.flatMap((each) => each.places);
  if (places.length === 0) return void 0;
  const sumOf = (cause) => places.reduce((sum, place) => sum + (place.cause === cause ? place.bytes : 0), 0);
  return {
    git: sumOf("git"),
    files: sumOf("files"),
    download: found.reduce((sum, { layer }) => sum + layer.download, 0),
    places: largestPlaces(places),
    layers: found.map(({ layer }) => layer).filter(({ unpacked }) => unpacked > 0)
  };
}
function isBuiltNow({ baseline }) {
  return baseline?.origin.step === "build";
}
function copiedLayers({ baseline, head, layers }) {
  if (baseline === null || head === null) return [];
  return placeLayers(layers, baseline).flatMap((placed2) => {
    const { change, at, was } = placed2;
    const [before, after] = [baseline.layers[was ?? -1], head.layers[at ?? -1]];
    if (change.kind !== "changed" || at === null || before === void 0 || after === void 0) return [];
    const copy2 = isSameInstruction(before, after) ? parseContextCopy(after.source?.instruction ?? "", after.createdBy) : void 0;
    return copy2 === void 0 ? [] : [{ placed: placed2, at, copy: copy2 }];
  });
}
function isSameInstruction(before, after) {
  if (before.createdBy !== after.createdBy) return false;
  return before.source === void 0 || before.source.instruction === after.source?.instruction;
}
function changedEntries({ baseline, layers }, layerIndex) {
  if (baseline === null) return void 0;
  const changed = [];
  for (const placed2 of placeLayers(layers, baseline)) {
    const { kind, before, after } = placed2.change;
    if (kind === "unchanged") continue;
    const [was, now] = [before, after].map((side) => side === null ? [] : layerIndex(side.digest)?.entries);
    if (was === void 0 || now === void 0) return void 0;
    changed.push({ placed: placed2, before: was.filter(isFile), after: now.filter(isFile) });
  }
  return changed;
}
function isFile({ type }) {
  return type === "file";
}
function apartOf({ placed: placed2, at, copy: copy2 }, changed, contexts) {
  const own = changed.find((each) => each.placed.position === placed2.position);
  const groups = groupBy(broughtFiles(own?.after ?? [], copy2, contexts), ({ place }) => place);
  const earlier = new EarlierFiles(groups, changed, placed2.position);
  const places = [...groups].flatMap(([place, files2]) => placeApart(place, files2, earlier));
  const unpacked = places.reduce((sum, { bytes }) => sum + bytes, 0);
  const files = places.reduce((sum, place) => sum + place.files, 0);
  return { places, layer: { at, unpacked, download: compressed(unpacked, placed2), files } };
}
function placeApart(place, files, earlier) {
  const [first] = files;
  if (first === void 0) return [];
  const before = earlier.in(place);
  if (first.cause === "files" && before.files > 0) return [];
  const bytes = files.reduce((sum, { size }) => sum + size, 0) - before.bytes;
  const count2 = Math.max(0, files.length - before.files);
  return bytes > 0 ? [{ cause: first.cause, path: first.from, bytes, files: count2 }] : [];
}
var EarlierFiles = class {
  #found;
  constructor(places, changed, position) {
    this.#found = new Map(Array.from(places.keys(), (place) => [place, { bytes: 0, files: 0 }]));
    const single = groupBy(
      [...places.keys()].filter((place) => !place.endsWith("/")),
      directoryOf2
    );
    for (const { placed: placed2, before, after } of changed) {
      const kept = new Set(after.map(({ path }) => path));
      for (const entry of before) {
        const isGone = !kept.has(entry.path);
        if (placed2.position !== position && !isGone) continue;
        this.#count(entry.path, entry.size);
        if (isGone) for (const place of single.get(directoryOf2(entry.path)) ?? []) this.#add(place, entry.size);
      }
    }
  }
  in(place) {
    return this.#found.get(place) ?? { bytes: 0, files: 0 };
  }
  #count(path, size) {
    this.#add(path, size);
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) this.#add(path.slice(0, at + 1), size);
  }
  #add(place, size) {
    const found = this.#found.get(place);
    if (found === void 0) return;
    found.bytes += size;
    found.files += 1;
  }
};
function directoryOf2(path) {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
function compressed(bytes, { change, total }) {
  const { after } = change;
  if (after === null || after.unpacked === 0) return 0;
  const growth = downloadGrowth(change);
  if (total > 0 && growth > 0) return Math.round(growth * Math.min(1, bytes / total));
  return Math.round(after.download * bytes / after.unpacked);
}
function largestPlaces(places) {
  const bytes = /* @__PURE__ */ new Map();
  for (const place of places) bytes.set(place.path, (bytes.get(place.path) ?? 0) + place.bytes);
  return Array.from(bytes, ([path, sum]) => ({ path, bytes: sum })).toSorted((a, b) => b.bytes - a.bytes).slice(0, MOST_PLACES);
}

// src/run/uncommitted.ts
async function setUncommittedApart(comparisons, images, { layerIndex }, find) {
  const asked = /* @__PURE__ */ new Map();
  const ask3 = (image, commit) => {
    const key = `${commit} ${image.name}`;
    const answer = asked.get(key) ?? find(image, commit);
    asked.set(key, answer);
    return answer;
  };
  const judged = comparisons.map(async (comparison) => {
    const image = images.find(({ name }) => name === comparison.image);
    const commit = comparison.baseline?.origin.commit;
    if (image === void 0 || commit === void 0 || !mayHoldUncommitted(comparison)) return comparison;
    const context = await ask3(image, commit);
    const found = context && findUncommitted(comparison, layerIndex, context.contexts);
    if (found === void 0) return comparison;
    const { changedIgnoreFile } = context ?? {};
    if (changedIgnoreFile === void 0) return setApart(comparison, found);
    return noteCounted(comparison, found, `${changedIgnoreFile} changed too, so the change may have brought it in`);
  });
  return Promise.all(judged);
}

// src/run/gate.ts
async function runGate(request2) {
  const { root, images, plan, measurer, findUnaffected, findContextFiles, contents, log } = request2;
  const bases = await measureBaselines(plan, images, measurer);
  for (const [name, { warnings = [] }] of bases) for (const each of warnings) log?.warning(`${name}: ${each}`);
  const unaffected = await findUnaffected?.(images, bases) ?? /* @__PURE__ */ new Map();
  const affected = images.filter(({ name }) => unaffected.get(name)?.recorded === void 0);
  const heads = await measurer.measureAll(affected, { root, side: "head" });
  const comparisons = images.flatMap((image) => {
    const base = resultOf(bases, image.name);
    const { recorded, recipe } = unaffected.get(image.name) ?? {};
    if (recorded !== void 0) return compareRecorded(image, base, recorded, plan);
    return compareMeasured(image, base, addRecipe(resultOf(heads, image.name), recipe), plan).map(noteSelf);
  });
  const judged = findContextFiles === void 0 ? comparisons : await setUncommittedApart(comparisons, images, measurer, findContextFiles);
  return makeReport(judged, images, measurer, contents);
}
function makeReport(comparisons, images, { layerIndex }, contents) {
  const explained = explainComparisons(comparisons, layerIndex, { contents });
  const checked = compareVariantOutputs(explained, images);
  return { ...createReport(checked), ...compareRelated(images, checked) };
}
function compareRecorded(image, base, measurements, plan) {
  const comparisons = compareMeasured(image, base, { kind: "measured", measurements }, plan);
  return comparisons.map((comparison) => comparison.head === null ? comparison : { ...comparison, unaffected: true });
}
function compareMeasured(image, base, head, plan) {
  const comparisons = comparePlatforms(image, base, isEmpty(head) ? NO_RESULT : head, plan);
  return comparisons.map((comparison) => ({ ...comparison, notes: [...comparison.notes, ...base.notes ?? []] }));
}
function isEmpty(head) {
  return head.kind === "measured" && head.measurements.length + (head.failures?.length ?? 0) === 0;
}
function comparePlatforms(image, base, head, plan) {
  const { name, conditions, noise, verify } = image;
  const about = { image: name, conditions, noise, verify, ...fileOf(image) };
  const platforms = base.kind === "measured" ? base.measurements.map(({ platform }) => platform) : [""];
  if (head.kind === "measured") {
    const failures = [...head.failures ?? [], ...withoutResult(image, head)];
    const heads = [...head.measurements, ...failures].map(({ platform }) => platform);
    const against2 = (platform) => baselineOn(platform, base, plan, heads);
    return [
      ...head.measurements.map(
        (measurement) => compareImage({ ...about, baseline: against2(measurement.platform), head: measurement })
      ),
      ...failures.map(
        ({ platform, ...failure }) => compareImage({ ...about, platform, baseline: against2(platform), head: { error: headReason(failure) } })
      ),
      ...droppedPlatforms(platforms, heads).map(
        (platform) => compareRemoved({ ...about, baseline: against2(platform) })
      )
    ];
  }
  const against = (platform) => baselineOn(platform, base, plan);
  if (head.kind === "missing") return platforms.map((platform) => missingImage(about, against(platform), head.reason));
  return wantedOf(image, platforms).map(
    (platform) => compareImage({ ...about, baseline: against(platform), head: { error: headReason(head) } })
  );
}
function withoutResult({ source }, { measurements, failures = [] }) {
  const results = [...measurements, ...failures];
  const wanted = configuredPlatforms(source);
  if (results.length >= wanted.length) return [];
  return wanted.filter((each) => !results.some(({ platform }) => samePlatform(platform, each))).map((platform) => ({ platform, reason: NO_RESULT.reason }));
}
function wantedOf({ source }, platforms) {
  const wanted = configuredPlatforms(source);
  const own = platforms.filter((platform) => wanted.some((each) => samePlatform(each, platform)));
  return own.length === 0 ? platforms : own;
}
function configuredPlatforms(source) {
  return ("platforms" in source ? source.platforms : void 0) ?? [];
}
function droppedPlatforms(before, after) {
  if (before.length < 2) return [];
  return before.filter((platform) => !after.some((each) => samePlatform(each, platform)));
}
function missingImage(about, baseline, reason) {
  if (baseline.kind === "measured") return compareRemoved({ ...about, baseline });
  return compareImage({ ...about, baseline, head: { error: reason } });
}
function fileOf({ source }) {
  const [first] = source.kind === "bake" ? source.files : [];
  if (first !== void 0) return { file: first };
  return source.kind === "dockerfile" && !isRemoteContext(source.context) ? { file: source.file } : {};
}

export {
  dockerCredentials,
  createRemote,
  readOwnPlatform,
  describeBake,
  machineFault,
  openMeasurer,
  inspectPackages,
  findCheckout,
  pathInRepository,
  linkEnvironment,
  readMeasurements,
  measurementsOf,
  readMeasurementFile,
  buildAtCommit,
  sourceAtCommit,
  cacheNameOf,
  stackLayers,
  sumDirectories,
  explainComparisons,
  runGate,
  makeReport,
  compareMeasured
};
