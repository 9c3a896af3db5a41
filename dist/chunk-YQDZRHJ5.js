import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  ARTIFACT_ENTRY,
  artifactName,
  pageArtifactName
} from "./chunk-QW7E74GV.js";
import {
  outputsOf,
  publish
} from "./chunk-LZCMTQOA.js";
import {
  Interruption
} from "./chunk-XJFIH2V6.js";
import {
  COMMENT_LIMIT,
  acceptedBy,
  bytes,
  checkWords,
  commitId,
  hasNewsOfChecks,
  imageWords,
  isNoisy,
  isWithinNoise,
  issueWords,
  overLimitWords,
  overallVerdict,
  placeOfFile,
  placeOfGrowth,
  platformsOf,
  readTemplate,
  renderMarkdown,
  renderPage,
  renderReportJson,
  renderTerminal
} from "./chunk-IGX2ADU3.js";
import {
  makeLastingFolder,
  makeTemporaryFolder
} from "./chunk-DHLA25L2.js";
import {
  isFailing,
  isUnverified,
  samePlatform
} from "./chunk-TGCFGZ2R.js";
import {
  METRICS,
  external_exports,
  formatMetric,
  formatMetricChange,
  metricGrowth,
  metricValue
} from "./chunk-QX4VVKC4.js";
import {
  readRegularFile
} from "./chunk-FPYIA4FT.js";
import {
  cutMiddle,
  escapeText,
  visibleLine
} from "./chunk-XSAKZETS.js";
import {
  systemProblem
} from "./chunk-NPLJAB6U.js";
import {
  UserError
} from "./chunk-LL3EZWTN.js";
import {
  __callDispose,
  __using
} from "./chunk-UOFCCHBS.js";

// src/github/client.ts
import { setTimeout as wait } from "node:timers/promises";

// src/github/octokit.ts
var { getOctokit } = await withoutOddities(() => import("./github-JC4EGKKQ.js"));
async function withoutOddities(load) {
  const { GITHUB_EVENT_PATH: payload, GITHUB_API_URL: address } = process.env;
  delete process.env.GITHUB_EVENT_PATH;
  if (address !== void 0 && !isAddress(address)) delete process.env.GITHUB_API_URL;
  try {
    return await load();
  } catch (cause) {
    const { message } = cause;
    throw new UserError(
      `GitHub's client cannot be set up: ${message}; check HTTPS_PROXY and HTTP_PROXY, expected as http://proxy.example:3128 is`,
      { cause }
    );
  } finally {
    if (payload !== void 0) process.env.GITHUB_EVENT_PATH = payload;
    if (address !== void 0) process.env.GITHUB_API_URL = address;
  }
}
function isAddress(text) {
  return /^https?:\/\/[^\s?#]+$/.test(text) && URL.canParse(text);
}

// src/github/request/answers.ts
var account = external_exports.object({ login: external_exports.string(), id: external_exports.number().int().optional() });
var user = account.nullable();
var id = external_exports.number().int().positive().max(Number.MAX_SAFE_INTEGER);
var count = bytes;
var named = external_exports.object({ name: external_exports.string() });
var comment = external_exports.object({
  id,
  node_id: external_exports.string().nullish(),
  body: external_exports.string(),
  html_url: external_exports.string(),
  user,
  updated_at: external_exports.string()
});
var issueEvent = external_exports.object({
  id,
  event: external_exports.string(),
  label: named.nullish(),
  actor: user.optional(),
  created_at: external_exports.string().nullish()
}).refine(({ event, label, actor, created_at: at2 }) => event !== "labeled" || label && actor !== void 0 && at2, {
  message: "an event that set a label has no label, actor or time"
});
var pull = external_exports.object({
  number: id,
  state: external_exports.string(),
  user,
  base: external_exports.object({ ref: external_exports.string() }),
  head: external_exports.object({ ref: external_exports.string(), sha: external_exports.string(), repo: external_exports.object({ id }).nullable() })
});
var review = external_exports.object({
  id,
  state: external_exports.string(),
  user,
  /** A review that is not submitted yet has none. */
  submitted_at: external_exports.string().nullish(),
  commit_id: external_exports.string().nullable(),
  /** Not every server that speaks this API has it. */
  author_association: external_exports.string().default("NONE"),
  /** Gitea and Forgejo keep the state of a review that was dismissed. */
  dismissed: external_exports.boolean().default(false)
});
var line = external_exports.number().int().positive().nullish();
var reviewComment = external_exports.object({
  id,
  body: external_exports.string(),
  user,
  /** Null where the lines are gone. */
  line,
  start_line: line,
  in_reply_to_id: id.nullish()
});
var artifact = external_exports.object({
  id,
  name: external_exports.string(),
  size_in_bytes: bytes,
  expired: external_exports.boolean(),
  digest: external_exports.string().nullish(),
  workflow_run: external_exports.object({
    id: id.nullish(),
    head_sha: external_exports.string().nullish(),
    head_repository_id: id.nullish()
  }).nullish()
});
var file = external_exports.object({
  type: external_exports.string(),
  size: bytes,
  encoding: external_exports.string().nullish(),
  content: external_exports.string().nullish()
});
var made = external_exports.object({ sha: commitId });
var ref = external_exports.object({ object: made });
var ANSWERS = {
  actions: {
    /** A redirect: its address is in the header `location`, and there is no body to check. */
    downloadArtifact: external_exports.unknown(),
    listWorkflowRunArtifacts: external_exports.object({ total_count: count, artifacts: external_exports.array(artifact) })
  },
  git: { createCommit: made, createRef: ref, createTree: made, updateRef: ref },
  issues: {
    createComment: external_exports.object({ id, html_url: external_exports.string(), user: user.optional(), node_id: external_exports.string().nullish() }),
    /** 204: there is no body. */
    deleteComment: external_exports.literal(""),
    getComment: comment,
    listComments: external_exports.array(comment),
    listEvents: external_exports.array(issueEvent),
    listLabelsOnIssue: external_exports.array(named),
    /** The labels that are left, or nothing on other servers (204). Neither is used. */
    removeLabel: external_exports.array(named).or(external_exports.literal("")),
    updateComment: external_exports.object({ id })
  },
  pulls: {
    createReviewComment: external_exports.object({ id }),
    /** 204: there is no body. */
    deleteReviewComment: external_exports.literal(""),
    get: pull,
    list: external_exports.array(pull),
    listFiles: external_exports.array(external_exports.object({ filename: external_exports.string(), patch: external_exports.string().nullish() })),
    listReviewComments: external_exports.array(reviewComment),
    listReviews: external_exports.array(review)
  },
  repos: {
    compareCommitsWithBasehead: external_exports.object({
      base_commit: made,
      merge_base_commit: made,
      ahead_by: count,
      behind_by: count
    }),
    get: external_exports.object({ private: external_exports.boolean() }),
    /** A list for a folder, which git never has empty. */
    getContent: file.or(external_exports.array(external_exports.object({ type: external_exports.string() })).min(1)),
    listReleases: external_exports.array(external_exports.object({ tag_name: external_exports.string(), draft: external_exports.boolean(), prerelease: external_exports.boolean() }))
  },
  teams: { getMembershipForUserInOrg: external_exports.object({ state: external_exports.string() }) },
  users: { getAuthenticated: external_exports.object({ login: external_exports.string(), id: external_exports.number().int() }) }
};
var VIEWER = external_exports.object({ viewer: external_exports.object({ login: external_exports.string().min(1) }) });
var ANY_DATA = external_exports.looseObject({});
function isSchema(value) {
  return value instanceof external_exports.ZodType;
}
function graphqlAnswer(data) {
  const errors = external_exports.object({ errors: external_exports.array(external_exports.object({ message: external_exports.string() })).min(1) });
  return errors.or(external_exports.object({ data }));
}

// src/github/request/patience.ts
var OutOfPatience = class extends Error {
  name = "OutOfPatience";
  constructor(limit) {
    super(`GitHub left this run without an answer for ${seconds(limit)} in all, so it is not asked again`);
  }
};
var LateAnswer = class extends Error {
  name = "LateAnswer";
  status = 500;
};
var Patience = class {
  #each;
  #all;
  #lost = 0;
  /** Both in milliseconds. */
  constructor(each, all) {
    this.#each = each;
    this.#all = all;
  }
  /**
   * Sends a request with a signal that ends it, also while its answer drips.
   * @param what method and path, for the message
   * @throws LateAnswer; OutOfPatience where too much time was lost before; the reason of `stop` when that is aborted; what `send` throws
   */
  async wait(what, stop, send) {
    stop.throwIfAborted();
    if (this.#lost >= this.#all) throw new OutOfPatience(this.#all);
    const controller = new AbortController();
    const end = () => controller.abort();
    const timer = setTimeout(end, this.#each);
    stop.addEventListener("abort", end, { once: true });
    try {
      return await send(controller.signal);
    } catch (error) {
      stop.throwIfAborted();
      if (!controller.signal.aborted) throw error;
      this.#lost += this.#each;
      throw new LateAnswer(`no whole answer to ${what} within ${seconds(this.#each)}`, { cause: error });
    } finally {
      clearTimeout(timer);
      stop.removeEventListener("abort", end);
    }
  }
};
function seconds(milliseconds) {
  return `${milliseconds / 1e3} s`;
}

// src/github/request/whole-answer.ts
var MOST_BYTES = 64 * 1024 * 1024;
var JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
var BODILESS = [204, 205, 304];
var BrokenAnswer = class extends Error {
  name = "BrokenAnswer";
  status = 500;
  /** @param what method and path @param fault it completes "GitHub's answer to GET /x …" */
  constructor(what, fault, options = {}) {
    super(`GitHub's answer to ${what} ${fault}`, options);
  }
};
function wholeAnswers(fetch, what) {
  return async (input, init) => {
    const response = await fetch(input, init);
    const { status } = response;
    const headers = new Headers([...response.headers]);
    if (BODILESS.includes(status) || init?.redirect === "manual") {
      await response.body?.cancel();
      return new Response(null, { status, headers });
    }
    if (status >= 400) return refusalOf(response, headers, init?.method ?? "GET", what);
    const body = await readWhole(response, what, init?.signal);
    const fault = faultOf(body, headers);
    if (fault !== void 0) throw new BrokenAnswer(what, fault);
    return new Response(body, { status, headers });
  };
}
function checkAnswer(data, promised, what) {
  const checked = promised.safeParse(data);
  if (checked.success) return checked.data;
  if (typeof data === "string") throw new BrokenAnswer(what, data === "" ? "is empty" : "is not JSON");
  throw new BrokenAnswer(what, `is not what GitHub's API promises${issueWords(checked.error, data)}`);
}
async function refusalOf(response, headers, method, what) {
  const { status } = response;
  const body = await readWhole(response, what).catch(() => void 0);
  if (body !== void 0 && faultOf(body, headers) === void 0) return new Response(body, { status, headers });
  const fault = `is ${status} without the words of GitHub's API`;
  if ((status === 404 || status === 410) && method !== "POST") throw new BrokenAnswer(what, fault);
  headers.set("content-type", "application/json");
  return Response.json({ message: `GitHub's answer to ${what} ${fault}` }, { status, headers });
}
async function readWhole({ body, headers }, what, signal) {
  const chunks = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.length;
      if (size > MOST_BYTES) throw new BrokenAnswer(what, `has more than ${MOST_BYTES} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof BrokenAnswer || signal?.aborted) throw error;
    throw new BrokenAnswer(what, `is cut off after ${size} bytes`, { cause: error });
  }
  const promised = headers.get("content-length");
  if (promised !== null && !headers.has("content-encoding") && Number(promised) !== size)
    throw new BrokenAnswer(what, `is cut off: it has ${size} of ${promised} bytes`);
  return Buffer.concat(chunks);
}
function faultOf(body, headers) {
  if (body.length === 0) return "is empty";
  const type = headers.get("content-type") ?? "";
  if (!JSON_TYPE.test(type)) return `is not JSON, but ${JSON.stringify(type.slice(0, 80))}`;
  return void 0;
}

// src/github/client.ts
var RUN_CALLS = 15;
function connect(connection) {
  const {
    token,
    apiUrl,
    callLimit = RUN_CALLS,
    timeLimit = 3e4,
    patience = 12e4,
    retryDelay = 1e3
  } = connection;
  const { signal = new AbortController().signal } = connection;
  if (apiUrl !== void 0 && !isAddress(apiUrl)) throw new UserError(oddAddress(apiUrl));
  const octokit = getOctokit(token, apiUrl === void 0 ? {} : { baseUrl: apiUrl.replace(/\/+$/, "") });
  const time = new Patience(timeLimit, patience);
  let calls = 0;
  octokit.hook.wrap("request", async (request, options) => {
    const what = nameOf(octokit, options);
    const { answer: promised, fetch, ...own } = options.request ?? {};
    if (!isSchema(promised)) throw new TypeError(`It is not known what GitHub answers to ${what}`);
    const send = async () => {
      if (calls >= callLimit) throw new CallLimitError(callLimit);
      return time.wait(what, signal, async (ending) => {
        calls += 1;
        options.request = { ...own, fetch: wholeAnswers(fetch, what), signal: ending };
        const response = await request(options);
        return { ...response, data: checkAnswer(response.data, promised, what) };
      });
    };
    if (!isRead(options)) return send();
    return send().catch(async (error) => {
      if (!isServerError(error)) throw error;
      await pause(retryDelay, signal);
      return send();
    });
  });
  return { rest: checkedMethods(octokit), graphql: graphqlOf(octokit), calls: () => calls, signal };
}
function nameOf({ request }, options) {
  const { method, url } = request.endpoint(options.url, { ...options });
  return `${method} ${new URL(url).pathname}`;
}
function isRead({ method, url, query }) {
  return method === "GET" || /\/graphql$/.test(url) && /^\s*(?:query\b|\{)/.test(String(query));
}
async function pause(milliseconds, signal) {
  await wait(milliseconds, void 0, { signal }).catch((error) => {
    throw signal.aborted ? signal.reason : error;
  });
}
function checkedMethods({ rest }) {
  const all = rest;
  const groups = Object.entries(ANSWERS).map(([group, answers]) => {
    const methods = Object.entries(answers).map(([name, answer]) => {
      const checked = async (parameters = {}) => all[group]?.[name]?.({ ...parameters, request: { ...parameters.request, answer } });
      return [name, checked];
    });
    return [group, Object.fromEntries(methods)];
  });
  return Object.fromEntries(groups);
}
function graphqlOf({ graphql }) {
  return (query, data, variables = {}) => graphql(query, { ...variables, request: { answer: graphqlAnswer(data) } });
}
function oddAddress(apiUrl) {
  return `GITHUB_API_URL is ${JSON.stringify(apiUrl)}; expected an address as https://api.github.com is`;
}
var CallLimitError = class extends Error {
  name = "CallLimitError";
  constructor(limit) {
    super(`this run's limit of ${limit} API calls is used up`);
  }
};
function statusOf(error) {
  if (!(error instanceof Error) || !("status" in error)) return void 0;
  return typeof error.status === "number" ? error.status : void 0;
}
function isAnswer(error) {
  return statusOf(error) !== void 0 || isOwnLimit(error);
}
function isOwnLimit(error) {
  return error instanceof CallLimitError || error instanceof OutOfPatience;
}
function isServerError(error) {
  return (statusOf(error) ?? 0) >= 500;
}
function isRateLimited(error) {
  const status = statusOf(error);
  if (status !== 403 && status !== 429) return false;
  const headers = headersOf(error);
  return status === 429 || headers["x-ratelimit-remaining"] === "0" || "retry-after" in headers || /rate limit/i.test(String(error));
}
function isPermissionError(error) {
  return statusOf(error) === 403 && !isRateLimited(error);
}
function rateLimitEnd(error) {
  const headers = headersOf(error);
  if (/^\d{1,6}$/.test(headers["retry-after"] ?? "")) return `in ${headers["retry-after"]} s`;
  const reset = Number(headers["x-ratelimit-reset"]);
  if (!Number.isSafeInteger(reset) || reset <= 0 || reset > 1e11) return "";
  return `at ${new Date(reset * 1e3).toISOString().replace(".000", "")}`;
}
function rateLimitPause(error, now) {
  const headers = headersOf(error);
  if (/^\d{1,6}$/.test(headers["retry-after"] ?? "")) return Number(headers["retry-after"]) * 1e3;
  const pause2 = Number(headers["x-ratelimit-reset"]) * 1e3 - now;
  return pause2 > 0 && pause2 < 1e9 ? pause2 : void 0;
}
function headersOf(error) {
  if (!(error instanceof Error) || !("response" in error)) return {};
  const { response } = error;
  if (typeof response !== "object" || response === null || !("headers" in response)) return {};
  const pairs = Object.entries(response.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return Object.fromEntries(pairs);
}

// src/github/forge.ts
function forgeOf(env) {
  if (env.FORGEJO_ACTIONS === "true") return "Forgejo";
  return env.GITEA_ACTIONS === "true" ? "Gitea" : void 0;
}
function serverUrlOf({ GITHUB_SERVER_URL: url }) {
  return url === void 0 || url === "" ? void 0 : url.replace(/\/+$/, "");
}

// src/github/event/payload.ts
var PAYLOAD_LIMIT = 25e6;
var SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
var ABSENT = /^0+$/;
var TAGS = "refs/tags/";
async function readPayload(name, path, readFile = readBounded) {
  const { payload, problem } = await findPayload(name, path, readFile);
  if (problem === void 0) return payload;
  throw new UserError(problem);
}
async function findPayload(name, path, readFile = readBounded) {
  if (!path) return withoutPayload(`The event is ${name}, but GITHUB_EVENT_PATH names no payload file`);
  const file2 = `The payload of the ${name} event, ${path},`;
  try {
    const text = await readFile(path, `The payload of the ${name} event (${path})`);
    return text.trim() === "" ? withoutPayload(`${file2} is empty`) : { payload: new Payload(path, JSON.parse(text)) };
  } catch (cause) {
    const problem = cause instanceof SyntaxError ? `${file2} is not JSON` : messageOf(cause);
    if (/\(ENOENT\)$/.test(problem)) return withoutPayload(problem);
    throw new UserError(problem, { cause });
  }
}
function withoutPayload(problem) {
  return { payload: new Payload("", void 0), problem };
}
function messageOf(cause) {
  return cause instanceof Error ? cause.message : String(cause);
}
async function readBounded(path, name) {
  return (await readRegularFile(path, name, PAYLOAD_LIMIT)).toString("utf8");
}
var FieldError = class extends UserError {
  /** Field and value: `before is nothing`. */
  found;
  constructor(place, found, expected) {
    super(`${place}: ${found}; expected ${expected}`);
    this.found = found;
  }
};
var Payload = class _Payload {
  #path;
  #value;
  constructor(path, value) {
    this.#path = path;
    this.#value = value;
  }
  sha(...keys) {
    return this.#expect(keys, "a commit id of 40 or 64 hexadecimal digits", isSha);
  }
  /** Undefined for the zeros that GitHub writes when there is no commit. */
  optionalSha(...keys) {
    const sha = this.sha(...keys);
    return ABSENT.test(sha) ? void 0 : sha;
  }
  text(...keys) {
    return this.#expect(keys, "a text of at most 1024 characters", isShortText);
  }
  positive(...keys) {
    return this.#expect(keys, "a positive integer", isPositive);
  }
  /** Whether the field has a value. GitHub writes null for what was deleted. */
  has(...keys) {
    return this.#at(keys) != null;
  }
  /** The first 100 items of a list, each as its own payload; empty when the field is no list. */
  list(...keys) {
    const value = this.#at(keys);
    if (!Array.isArray(value)) return [];
    return value.slice(0, 100).map((item) => new _Payload(`${this.#path}: ${keys.join(".")}`, item));
  }
  /** Name of an account: letters, digits, `.`, `_` and `-`. */
  login(...keys) {
    return this.#expect(keys, "the name of an account", isLogin);
  }
  /** `owner/name`. */
  repositoryName(...keys) {
    return this.#expect(keys, "the name of a repository, owner/name", isRepositoryName);
  }
  /** One of GitHub's own words: `completed`, `pull_request`. */
  word(...keys) {
    return this.#expect(keys, "a word", isWord);
  }
  /** Name of a branch, without `refs/heads/`. */
  branch(...keys) {
    return this.#expect(keys, "the name of a branch", isRefName);
  }
  webAddress(...keys) {
    return this.#expect(keys, "the address of a page", isWebAddress);
  }
  releaseTag() {
    return this.#expect(["release", "tag_name"], "a tag", isTag);
  }
  pushedTag() {
    return this.#expect(["ref"], "the ref of a tag", isTagRef).slice(TAGS.length);
  }
  defaultBranch() {
    const keys = ["repository", "default_branch"];
    return this.#at(keys) === void 0 ? void 0 : this.text(...keys);
  }
  /** The merge base of a pull request, which Gitea and Forgejo send, and GitHub does not. */
  mergeBase() {
    const sha = this.#at(["pull_request", "merge_base"]);
    return isSha(sha) && !ABSENT.test(sha) ? sha : void 0;
  }
  /** Whether a push deleted its ref. */
  isDeletion() {
    const after2 = this.#at(["after"]);
    return this.#at(["deleted"]) === true || isSha(after2) && ABSENT.test(after2);
  }
  /** True also for a deleted fork, which has no `head.repo` any more. */
  isFork() {
    const head = this.#at(["pull_request", "head", "repo", "full_name"]);
    return head !== this.#at(["pull_request", "base", "repo", "full_name"]);
  }
  #expect(keys, what, accepts) {
    const value = this.#at(keys);
    if (accepts(value)) return value;
    const found = JSON.stringify(value)?.slice(0, 80) ?? "nothing";
    throw new FieldError(this.#path, `${keys.join(".")} is ${found}`, what);
  }
  #at(keys) {
    return keys.reduce((value, key) => isObject(value) ? value[key] : void 0, this.#value);
  }
};
function isObject(value) {
  return typeof value === "object" && value !== null;
}
function isSha(value) {
  return typeof value === "string" && SHA.test(value);
}
function isShortText(value) {
  return typeof value === "string" && value !== "" && value.length <= 1024;
}
function isRefName(value) {
  return isShortText(value) && /^[^\s\p{Cc}~^:?*[\\]+$/u.test(value);
}
function isTag(value) {
  return isRefName(value) && value.length <= 256;
}
function isLogin(value) {
  return typeof value === "string" && /^[\w.-]{1,100}$/.test(value);
}
function isRepositoryName(value) {
  return typeof value === "string" && /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(value);
}
function isWord(value) {
  return typeof value === "string" && /^\w{1,64}$/.test(value);
}
function isWebAddress(value) {
  return isShortText(value) && /^https?:\/\/[\w.:-]+\/[\w./%-]*$/.test(value);
}
function isTagRef(value) {
  return typeof value === "string" && value.startsWith(TAGS) && isTag(value.slice(TAGS.length));
}
function isPositive(value) {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

// src/github/event/event.ts
var NAME = /^[\w.-]{1,100}$/;
var BRANCHES = "refs/heads/";
var PULL_REQUEST = /* @__PURE__ */ new Set(["pull_request", "pull_request_target", "pull_request_review"]);
var MERGE_REF = /^refs\/pull\/([1-9]\d{0,9})\/merge$/;
function hasChange(name) {
  return PULL_REQUEST.has(name) || ["merge_group", "push", "release"].includes(name);
}
async function readEvent(env, readFile = readBounded) {
  const repository = parseRepository(env.GITHUB_REPOSITORY);
  const name = env.GITHUB_EVENT_NAME ?? "";
  const { payload, problem } = await findPayload(name, env.GITHUB_EVENT_PATH, readFile);
  const fields = new Fields(payload);
  const event = parseEvent(name, fields, env);
  const runUrl = runUrlOf(env);
  const place = placeOf(name, event, fields, env.GITHUB_REF ?? "");
  const isPull = event.kind === "pull_request";
  return {
    event,
    repository,
    ...place,
    ...isPull && event.number !== void 0 ? { pullRequest: event.number } : {},
    fromFork: isPull && payload.isFork(),
    ...runUrl === void 0 ? {} : { runUrl },
    ...lacksOf(name, Boolean(env.GITHUB_EVENT_PATH), problem, fields.lacks)
  };
}
function lacksOf(name, isNamed, problem, lacks) {
  if (problem !== void 0) return hasChange(name) || isNamed ? { lacks: [problem] } : {};
  return lacks.length === 0 ? {} : { lacks };
}
var Fields = class {
  payload;
  /** Fields that were read, and were not what GitHub sends. */
  lacks = [];
  constructor(payload) {
    this.payload = payload;
  }
  /** What `field` gives; undefined where the payload does not have it. */
  read(field) {
    try {
      return field(this.payload);
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      this.lacks.push(error.found);
      return void 0;
    }
  }
};
function parseEvent(name, fields, env) {
  if (name === "merge_group")
    return {
      kind: "merge_group",
      ...given(
        "baseSha",
        fields.read((payload) => payload.sha("merge_group", "base_sha"))
      )
    };
  if (name === "release")
    return parseRelease(
      fields.read((payload) => payload.releaseTag()),
      env
    );
  if (name === "push") return parsePush(fields, env);
  return PULL_REQUEST.has(name) ? parsePull(fields, env) : { kind: "other", name };
}
function parseRelease(tag, { GITHUB_REF: ref2 = "" }) {
  const named2 = tag ?? after(TAGS, ref2);
  return { kind: "release", ...given("tag", isTag(named2) ? named2 : void 0) };
}
function parsePull(fields, env) {
  const { GITHUB_REF = "", GITHUB_BASE_REF: baseRef, GITHUB_SHA } = env;
  const number = fields.read((payload) => payload.positive("pull_request", "number"));
  const headSha = fields.read((payload) => payload.sha("pull_request", "head", "sha"));
  const baseSha = fields.read((payload) => payload.sha("pull_request", "base", "sha"));
  const [, ofRef] = MERGE_REF.exec(GITHUB_REF) ?? [];
  return {
    kind: "pull_request",
    ...given("number", number ?? (ofRef === void 0 ? void 0 : Number(ofRef))),
    ...given("headSha", headSha),
    ...given("baseSha", baseSha),
    ...given("mergeBase", fields.payload.mergeBase()),
    ...baseSha === void 0 ? given("baseRef", isTag(baseRef) ? baseRef : void 0) : {},
    ...headSha === void 0 && ofRef !== void 0 ? given("mergeSha", isSha(GITHUB_SHA) ? GITHUB_SHA : void 0) : {}
  };
}
function parsePush(fields, env) {
  if (fields.payload.isDeletion()) return { kind: "other", name: "push" };
  const ref2 = pushedRef(fields, env.GITHUB_REF ?? "");
  if (ref2.startsWith(TAGS)) return parseRelease(after(TAGS, ref2), env);
  const before = fields.read((payload) => ({ sha: payload.optionalSha("before") }));
  return { kind: "push", ref: ref2, ...given("before", before?.sha), ...before === void 0 ? { isUnknown: true } : {} };
}
function pushedRef(fields, runnerRef) {
  return fields.read(
    (payload) => payload.text("ref").startsWith(TAGS) ? TAGS + payload.pushedTag() : payload.text("ref")
  ) ?? runnerRef;
}
function given(name, value) {
  return value === void 0 ? {} : { [name]: value };
}
function placeOf(name, event, fields, runnerRef) {
  const ref2 = event.kind === "push" ? event.ref : name === "push" ? pushedRef(new Fields(fields.payload), runnerRef) : runnerRef;
  const defaultBranch = fields.read((payload) => payload.defaultBranch()) ?? (name === "schedule" ? after(BRANCHES, ref2) : void 0);
  const isDefault = defaultBranch !== void 0 && ref2 === BRANCHES + defaultBranch;
  const dispatched = name === "workflow_dispatch" ? after(TAGS, ref2) : void 0;
  const tag = event.kind === "release" ? event.tag : dispatched;
  return {
    ref: ref2,
    ...defaultBranch === void 0 ? {} : { defaultBranch },
    onDefaultBranch: isDefault && event.kind !== "pull_request",
    ...tag === void 0 ? {} : { tag }
  };
}
var after = (prefix, ref2) => ref2.startsWith(prefix) ? ref2.slice(prefix.length) : void 0;
function parseRepository(fullName = "") {
  const [owner = "", repo = "", ...rest] = fullName.split("/");
  if (NAME.test(owner) && NAME.test(repo) && rest.length === 0) return { owner, repo };
  throw new UserError(
    `GITHUB_REPOSITORY is ${JSON.stringify(fullName)}; expected owner/name, as the Actions runner sets it`
  );
}
function runUrlOf(env) {
  const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id2, GITHUB_RUN_NUMBER: number } = env;
  const server = serverUrlOf(env);
  const run = forgeOf(env) === void 0 ? id2 : number;
  if (server === void 0 || !isServer(server) || !/^\d+$/.test(run ?? "")) return void 0;
  return `${server}/${repository}/actions/runs/${run}`;
}
function isServer(url) {
  return /^https?:\/\/[\w.:-]+(?:\/[\w.~-]+)*$/.test(url);
}

// src/github/refusal.ts
function messageOf2(error) {
  const text = error instanceof Error ? error.message : String(error);
  const line2 = text.replace(/ - https:\/\/\S+$/, "").replace(/\s+/g, " ").trim();
  return line2.length > 300 ? `${line2.slice(0, 299)}\u2026` : line2;
}
function commonRefusal(error) {
  if (error instanceof Interruption) throw error;
  const message = messageOf2(error);
  if (isOwnLimit(error)) return message;
  if (isRateLimited(error))
    return `GitHub's rate limit is reached; it ends ${rateLimitEnd(error) || "within the hour"} (${message})`;
  if (isServerError(error)) return `GitHub did not answer as it should (${message})`;
  if (statusOf(error) === 401) return `the token was not accepted (${message}); check the github-token input`;
  return void 0;
}
function readRefusal(error, needed) {
  const common = commonRefusal(error);
  if (common !== void 0) return common;
  const [status, message] = [statusOf(error), messageOf2(error)];
  if (status === void 0) throw error;
  if (isPermissionError(error))
    return `the token may not read this (${message}); give the job "permissions: ${needed}"`;
  if (status === 404)
    return `it does not exist, or the token cannot see it (${message}); give the job "permissions: ${needed}"`;
  return message;
}
function commentRefusal(error) {
  const common = commonRefusal(error);
  if (common !== void 0) return common;
  const [status, message] = [statusOf(error), messageOf2(error)];
  if (/issue is locked/i.test(message)) return `the conversation is locked (${message})`;
  if (isPermissionError(error))
    return `the token may not write comments (${message}); give the job "permissions: pull-requests: write" - runs for forks and Dependabot always have a read-only token`;
  if (status === 404) return `no such pull request, or the token cannot see it (${message})`;
  if (status === 410) return `comments are disabled or gone for this pull request (${message})`;
  return message;
}

// src/github/pull-request/compare-commits.ts
var short = (sha) => sha.slice(0, 7);
async function compareCommits(client, repository, base, head) {
  const basehead = `${base}...${head}`;
  const { data } = await client.rest.repos.compareCommitsWithBasehead({ ...repository, basehead, per_page: 1 });
  const { base_commit: from, merge_base_commit: common, ahead_by: ahead, behind_by: behind } = data;
  return { base: from.sha, mergeBase: common.sha, ahead, behind };
}
async function mergeBaseOf(client, repository, base, head) {
  try {
    return await askMergeBase(client, repository, base, head);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return void 0;
  }
}
async function askMergeBase(client, repository, base, head) {
  try {
    return (await compareCommits(client, repository, base, head)).mergeBase;
  } catch (error) {
    const commits = `${short(base)} and ${short(head)}`;
    const reason = statusOf(error) === 404 ? `GitHub knows no common history of them (${messageOf2(error)}); give the job "permissions: contents: read"` : readRefusal(error, "contents: read");
    throw new UserError(`the merge base of ${commits} cannot be asked for: ${reason}`, { cause: error });
  }
}

// src/github/artifact/upload.ts
import { copyFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

// src/github/artifact/thread.ts
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
var OUT_OF_TIME = "no answer within the time limit";
async function runArtifactTask(task, thread) {
  const { program, env, signal, log } = thread;
  if (signal.aborted) return { error: OUT_OF_TIME };
  const worker = new Worker(program, { workerData: task, env: definedOf(env), stdout: true, stderr: true });
  followLines(worker, log);
  try {
    return await answerOf(worker, signal);
  } finally {
    await worker.terminate();
  }
}
function answerOf(worker, signal) {
  return new Promise((resolve2) => {
    worker.once("message", (answer) => resolve2(answer));
    worker.once("error", (error) => resolve2({ error: error instanceof Error ? error.message : String(error) }));
    worker.once("exit", (code) => resolve2({ error: `the upload ended with code ${code}` }));
    signal.addEventListener("abort", () => resolve2({ error: OUT_OF_TIME }), { once: true });
  });
}
function followLines({ stdout, stderr }, log) {
  for (const input of [stdout, stderr]) {
    createInterface({ input }).on("line", (line2) => {
      if (line2.trim() !== "" && !/^\s*::/.test(line2)) log(line2);
    });
  }
}
function definedOf(env) {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => value === void 0 ? [] : [[name, value]])
  );
}

// src/github/artifact/refusal.ts
var isTaken = (error) => /CreateArtifact/.test(error) && /\(409\)/.test(error);
var isUnzippedRefused = (error) => /CreateArtifact/.test(error) && /\((?:400|404|415|422|501)\)/.test(error);
function whyNoUpload(env) {
  const host = hostOf(env.GITHUB_SERVER_URL ?? "https://github.com");
  if (host === void 0) return `GITHUB_SERVER_URL is ${JSON.stringify(env.GITHUB_SERVER_URL)}; a URL is expected`;
  const forge = forgeOf(env);
  if (forge !== void 0)
    return `${forge} (${host}) does not take artifacts from the client used here: add a step with ${UPLOADER[forge]} for the files of the outputs html and report`;
  if (!/^github\.com$|\.ghe\.com$|\.localhost$/i.test(host)) {
    return `GitHub Enterprise Server (${host}) does not take artifacts from the client used here; add a step with the actions/upload-artifact that it supports`;
  }
  const missing = ["ACTIONS_RUNTIME_TOKEN", "ACTIONS_RESULTS_URL"].find((name) => !env[name]);
  if (missing === void 0) return void 0;
  return `the environment has no ${missing}, which only the steps of an action have; use the action (uses:), not a "run:" step or a local runner`;
}
var UPLOADER = { Gitea: "actions/upload-artifact@v3", Forgejo: "forgejo/upload-artifact@v4" };
var REFUSALS = [
  [
    /CreateArtifact.*\(409\)/,
    'this run has an artifact of that name already, from another job or step; give each its own "part"'
  ],
  [
    /quota has been hit|insufficient usage/i,
    "the account's storage for artifacts is full; delete old artifacts or keep them for fewer days (GitHub counts anew every 6 to 12 hours)"
  ],
  [/\(429\)/, "GitHub limits how many artifacts are made in a short time; re-run the job later"],
  [
    /\((?:401|403)\)|Failed to get backend IDs|Invalid token/,
    "the job's token was not accepted; it is good for this job only and as long as the job runs"
  ],
  [
    /Unable to make request|EAI_AGAIN|ECONN|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|stalled|Request timeout|socket/i,
    "GitHub cannot be reached; a runner of your own needs access to *.actions.githubusercontent.com and *.blob.core.windows.net"
  ],
  [new RegExp(OUT_OF_TIME), "GitHub took too long; re-run the job"],
  [/\(5\d\d\)/, "GitHub did not answer as it should; re-run the job, or see https://www.githubstatus.com"],
  [/Cannot find module/, "this copy of the action is incomplete, dist/artifact.js is missing; use a release of it"],
  [/ENOENT|EACCES|EISDIR|No files were found|File .* does not exist/, "the file cannot be read"],
  [/artifact name is not valid/, "GitHub does not take this name"]
];
function uploadRefusal(error, name) {
  const words = messageOf2(error.replace(/\bhttps?:\/\/[^\s?"']*\?[^\s"']*/g, (url) => url.replace(/\?.*/, "")));
  const [, reason = "the service refused it"] = REFUSALS.find(([pattern]) => pattern.test(words)) ?? [];
  return `artifact ${JSON.stringify(name)}: ${reason} (${words})`;
}
function downloadRefusal(error, what) {
  if (error instanceof UserError) return error;
  return new UserError(`${what}: ${downloadReason(error)}`, { cause: error });
}
function downloadReason(error) {
  const common = commonRefusal(error);
  if (common !== void 0) return isServerError(error) ? `${common}; re-run the job` : common;
  const [status, message] = [statusOf(error), messageOf2(error)];
  if (isPermissionError(error) || status === 404)
    return `there is none, or the token may not read it (${message}); give the job "permissions: actions: read"`;
  if (status === 410) return `it has expired or was deleted (${message}); run the workflow again`;
  return message;
}
function hostOf(url) {
  return URL.canParse(url) ? new URL(url).hostname : void 0;
}

// src/github/artifact/upload.ts
var TIME_LIMIT = 12e4;
var MOST_TRIES = 3;
async function uploadArtifact(request) {
  const { env, name } = request;
  const run = runUrlOf(env);
  const obstacle = whyNoUpload(env);
  if (obstacle !== void 0 || run === void 0) return { uploaded: false, reason: obstacle ?? NO_RUN };
  const answer = await upload(request).catch((error) => ({ error: systemProblem(error) ?? String(error) }));
  request.signal?.throwIfAborted();
  if ("error" in answer) return { uploaded: false, reason: uploadRefusal(answer.error, name) };
  return { uploaded: true, id: answer.id, url: `${run}/artifacts/${answer.id}` };
}
var NO_RUN = "the environment does not name the run (GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID); artifacts belong to a run of GitHub Actions";
async function upload(request) {
  var _stack = [];
  try {
    const { name, file: file2, archive, retentionDays, env, log = () => void 0, timeLimit = TIME_LIMIT } = request;
    const late = AbortSignal.timeout(timeLimit);
    const signal = request.signal === void 0 ? late : AbortSignal.any([late, request.signal]);
    const program = request.program ?? new URL("../dist/artifact.js", import.meta.url);
    const named2 = __using(_stack, await nameFile(resolve(file2), archive ? basename(file2) : name, env), true);
    const retention = retentionDays === void 0 ? {} : { retentionDays };
    const task = { name, file: named2.path, archive, replace: false, ...retention };
    return await tryInTurn(task, { program, env, signal, log });
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function tryInTurn(first, thread) {
  let task = first;
  for (let tries = 1; ; tries += 1) {
    const answer = await runArtifactTask(task, thread);
    const next = "error" in answer ? nextTask(task, answer.error, thread.env) : void 0;
    if (next === void 0 || tries === MOST_TRIES) return answer;
    task = next;
  }
}
function nextTask(task, error, env) {
  if (isTaken(error)) return task.replace || !isRerun(env) ? void 0 : { ...task, replace: true };
  return !task.archive && isUnzippedRefused(error) ? { ...task, archive: true } : void 0;
}
var isRerun = ({ GITHUB_RUN_ATTEMPT: attempt2 = "1" }) => Number(attempt2) > 1;
async function nameFile(file2, name, env) {
  if (basename(file2) === name) return { path: file2, [Symbol.asyncDispose]: async () => void 0 };
  const folder = await makeTemporaryFolder("artifact", env);
  const remove3 = () => folder[Symbol.asyncDispose]();
  const path = join(folder.path, name);
  await copyFile(file2, path).catch(async (error) => {
    await remove3();
    throw error;
  });
  return { path, [Symbol.asyncDispose]: remove3 };
}

// src/report/annotations.ts
var LIMIT = 10;
var LEVELS = ["error", "warning", "notice"];
function annotations(report) {
  const platforms = platformsOf(report).length;
  const missing = (report.missing ?? []).map(missingAnnotation);
  const all = [...missing, ...report.comparisons.flatMap((comparison) => annotationsOf(comparison, platforms))];
  return LEVELS.flatMap((level) => limited(all.filter((annotation) => annotation.level === level)));
}
function missingAnnotation({ part, reason }) {
  const name = cutMiddle(visibleLine(part), 100);
  return {
    level: "error",
    title: `Image size: ${name} missing`,
    message: `part ${name} is missing: ${shortNote(reason)}`
  };
}
function annotationsOf(comparison, platforms) {
  const name = cutMiddle(visibleLine(imageWords(comparison, platforms)), 100);
  const file2 = placeOfFile(comparison);
  const accepted2 = messages(comparison, "accepted");
  const place = {
    fail: placeOf2(comparison, "fail"),
    warn: placeOf2(comparison, "warn"),
    inherited: file2,
    error: file2,
    accepted: placeOf2(comparison, "accepted")
  };
  const of = (level, word, messages2) => messages2.length === 0 ? [] : [{ level, ...place[word], title: `Image size: ${name} ${word}`, message: `${name}: ${messages2.join("; ")}` }];
  return [
    ...of("error", "error", comparison.verdict === "error" ? comparison.notes.slice(0, 3).map(shortNote) : []),
    ...of("error", "fail", [...messages(comparison, "fail"), ...checkMessages(comparison, isFailing)]),
    ...of("warning", "warn", [...messages(comparison, "warn"), ...checkMessages(comparison, isUnverified)]),
    ...of("notice", "inherited", messages(comparison, "inherited")),
    ...of("notice", "accepted", accepted2.length === 0 ? [] : [...accepted2, cutMiddle(acceptedBy([comparison]), 100)])
  ];
}
function placeOf2(comparison, verdict) {
  const isOfSize = comparison.conditions.some((condition) => levelOf(condition, comparison) === verdict);
  return isOfSize ? placeOfGrowth(comparison) : placeOfFile(comparison);
}
function messages(comparison, verdict) {
  return comparison.conditions.filter((condition) => levelOf(condition, comparison) === verdict).map((condition) => {
    const text = cutMiddle(visibleLine(condition.text), 200);
    const found = overLimitWords({ ...condition, text }, comparison);
    return condition.reason === void 0 ? found : `${found}, ${shortNote(condition.reason)}`;
  });
}
function levelOf({ verdict, apart }, comparison) {
  return apart && verdict === "inherited" && comparison.verdict === "warn" ? "warn" : verdict;
}
function checkMessages({ checks = [] }, isMeant) {
  return checks.filter(isMeant).slice(0, 5).map((check) => `${checkWords(check)}: ${shortNote(check.reason ?? "")}`);
}
function limited(annotations2) {
  const [tenth] = annotations2.slice(LIMIT - 1);
  if (annotations2.length <= LIMIT || tenth === void 0) return annotations2;
  const { level } = tenth;
  const count3 = annotations2.length - LIMIT + 1;
  const more = {
    level,
    title: `Image size: ${count3} more`,
    message: `${count3} more images. The job summary shows them all.`
  };
  return [...annotations2.slice(0, LIMIT - 1), more];
}
function shortNote(note) {
  return cutMiddle(visibleLine(note.trim().split(/\r?\n/, 1)[0] ?? ""), 500);
}

// src/accept/amounts.ts
var COMPRESSED_SHARE = 1e-3;
var IMAGE_SHARE = 2e-5;
var OFFSET_BASIS = 0xcbf29ce484222325n;
var PRIME = 0x100000001b3n;
var BITS = 48n;
function shownConditions(comparison) {
  return failing(comparison).map((condition) => ({
    key: keyOf(condition, comparison),
    amounts: measuredBy(condition, comparison).map(({ amount }) => amount)
  }));
}
function coverageOf(comparison, accepted2) {
  const known = new Map(accepted2.map(({ key, amounts }) => [key, amounts]));
  const each = failing(comparison).map((condition) => {
    const amounts = known.get(keyOf(condition, comparison));
    return amounts === void 0 ? { kind: "absent" } : held(condition, comparison, amounts);
  });
  return each.find(({ kind }) => kind === "beyond") ?? each.find(({ kind }) => kind === "absent") ?? { kind: "covered" };
}
function failing({ conditions }) {
  return conditions.filter(({ verdict }) => verdict === "fail");
}
function keyOf({ text }, { image, platform }) {
  return conditionKey(image, platform, text);
}
function measuredBy({ clauses }, comparison) {
  const things = new Map(clauses.map(({ metric, growth }) => [`${metric} ${growth}`, { metric, growth }]));
  return [...things.values()].map(({ metric, growth }) => ({ metric, amount: amountOf(metric, growth, comparison) }));
}
function amountOf(metric, isGrowth, comparison) {
  const { head } = comparison;
  return {
    total: isGrowth || head === null ? null : metricValue(metric, head),
    growth: metricGrowth(metric, comparison)
  };
}
function held(condition, comparison, accepted2) {
  const measured = measuredBy(condition, comparison);
  if (measured.length !== accepted2.length) return { kind: "absent" };
  for (const [index, { metric, amount: now }] of measured.entries()) {
    const limit = accepted2[index];
    if (limit === void 0) return { kind: "absent" };
    const fits = (value, most) => value !== null && most !== null && value <= most + tolerance(metric, most, comparison);
    if (!fits(now.total, limit.total) && !fits(now.growth, limit.growth))
      return { kind: "beyond", metric, accepted: limit, now };
  }
  return { kind: "covered" };
}
function tolerance(metric, accepted2, { head, noise = 0 }) {
  const tolerated = isNoisy(metric) ? noise : 0;
  if (!METRICS[metric].compressed) return tolerated;
  return tolerated + Math.max(accepted2 * COMPRESSED_SHARE, (head?.download ?? 0) * IMAGE_SHARE);
}
function conditionKey(image, platform, text) {
  let hash = OFFSET_BASIS;
  for (const byte of Buffer.from(JSON.stringify([image, platform, text]))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  }
  const folded = hash >> BITS ^ BigInt.asUintN(Number(BITS), hash);
  return Buffer.from(folded.toString(16).padStart(12, "0"), "hex").toString("base64");
}

// src/accept/note.ts
function noteOn(comparison, grant, coverage) {
  const text = `${finding(grant, coverage)} ${cure(grant)}`;
  const { image, platform } = comparison;
  return { text, line: `${platform === "" ? image : `${image} (${platform})`}: ${text}` };
}
function finding(grant, coverage) {
  const day = grant.at.slice(0, 10);
  const { by } = grant;
  if (coverage === "other commit")
    return `@${by} approved commit ${(grant.commit ?? "").slice(0, 7)} on ${day}, which is not the one that was measured.`;
  if (coverage.kind === "beyond") {
    const { metric, accepted: accepted2, now } = coverage;
    const words = (amount) => amountWords(metric, amount);
    return `@${by} accepted ${metric} ${words(accepted2)} on ${day}; it is ${words(now)} now.`;
  }
  const deed = grant.kind === "label" ? `set the label ${grant.name}` : "approved";
  return `@${by} ${deed} on ${day}, when the comment did not show this.`;
}
function cure({ kind, name }) {
  return kind === "label" ? `To accept it, set the label ${name} again.` : "To accept it, approve again.";
}
function amountWords(metric, { total, growth }) {
  if (total !== null) return formatMetric(metric, total);
  return growth === null ? "of an unknown size" : formatMetricChange(metric, growth);
}

// src/accept/accept.ts
function mayBeAccepted({ comparisons }) {
  return comparisons.some(isOpen);
}
function acceptReport(report, grants, state, { headSha, writtenAt = "" }) {
  const shown = report.comparisons.flatMap(shownConditions);
  if (grants === null) return { report, state: unasked(state, shown), exhausted: [], notes: [] };
  const open = report.comparisons.filter(isOpen);
  const standings = grants.toSorted(byTime).map((grant) => {
    const limit = limitOf(grant, state, shown, { headSha, writtenAt });
    return { grant, limit, coverages: new Map(open.map((comparison) => [comparison, coverageOf(comparison, limit)])) };
  });
  const spent = standings.filter(isSpent);
  const decided = report.comparisons.map((comparison) => decide(comparison, standings, state, headSha));
  return {
    report: withComparisons(
      report,
      decided.map(({ comparison }) => comparison)
    ),
    state: {
      shown,
      grants: standings.map((each) => ({ id: each.grant.id, accepted: spent.includes(each) ? [] : each.limit }))
    },
    exhausted: spent.map(({ grant }) => grant).filter(({ kind }) => kind === "label"),
    notes: decided.flatMap(({ note }) => note === void 0 ? [] : [note.line])
  };
}
function isOpen(comparison) {
  return comparison.verdict === "fail" && failing(comparison).length > 0;
}
var byTime = (a, b) => a.at === b.at ? 0 : a.at < b.at ? -1 : 1;
function unasked(state, shown) {
  if (state === null) return { shown, grants: [] };
  return shown.length === 0 || isEmpty(state) ? { ...state, shown } : state;
}
function isEmpty({ shown, grants }) {
  return shown.length + grants.length === 0;
}
function limitOf({ id: id2, kind, commit, at: at2 }, state, shown, { headSha, writtenAt }) {
  if (state === null) return kind === "review" && commit !== headSha ? [] : shown;
  const known = state.grants.find((each) => each.id === id2);
  if (known !== void 0) return known.accepted;
  return at2 <= writtenAt ? [] : state.shown;
}
function isSpent({ coverages }) {
  const kinds = [...coverages.values()].map(({ kind }) => kind);
  return kinds.includes("beyond") && !kinds.includes("covered");
}
function decide(comparison, standings, state, headSha) {
  if (!isOpen(comparison) || comparison.checks?.some(isFailing)) return { comparison };
  const by = standings.find(({ coverages }) => coverages.get(comparison)?.kind === "covered");
  if (by !== void 0) return { comparison: accepted(comparison, by.grant) };
  const last = standings.at(-1);
  const coverage = last?.coverages.get(comparison);
  if (last === void 0 || coverage === void 0) return { comparison };
  const isOfOtherCommit = state === null && last.grant.kind === "review" && last.grant.commit !== headSha;
  const note = noteOn(comparison, last.grant, isOfOtherCommit ? "other commit" : coverage);
  return { comparison: { ...comparison, notes: [...comparison.notes, note.text] }, note };
}
function accepted(comparison, { by, at: at2, kind, name }) {
  return {
    ...comparison,
    verdict: comparison.baselineError ? "error" : "accepted",
    acceptance: { by, at: at2, kind, name },
    conditions: comparison.conditions.map(
      (condition) => condition.verdict === "fail" ? { ...condition, verdict: "accepted" } : condition
    )
  };
}
function withComparisons(report, comparisons) {
  if (comparisons.every(({ acceptance }) => acceptance === void 0)) return { ...report, comparisons };
  return {
    ...report,
    verdict: overallVerdict(comparisons, report.missing),
    comparisons,
    ...report.variants === void 0 ? {} : { variants: withVerdicts(report.variants, comparisons) }
  };
}
function withVerdicts(groups, comparisons) {
  const updated = (row, platform) => {
    const found = comparisons.find((each) => each.image === row.image && samePlatform(each.platform, platform));
    return found?.acceptance === void 0 ? row : { ...row, verdict: found.verdict };
  };
  return groups.map(({ platform, rows: [first, ...others] }) => ({
    platform,
    rows: [updated(first, platform), ...others.map((row) => updated(row, platform))]
  }));
}

// src/github/acceptance/grant-fields.ts
var UnknownGrant = class extends Error {
  name = "UnknownGrant";
};
var UnknownLabeller = class extends Error {
  name = "UnknownLabeller";
};
function loginOf(user2) {
  const login = user2?.login;
  return typeof login === "string" && /^[A-Za-z\d][\w.-]{0,99}(?:\[bot\])?$/.test(login) ? login : "ghost";
}
function timeOf(text) {
  const time = typeof text === "string" ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new UnknownGrant(`GitHub does not say when an acceptance was given`);
  return new Date(time).toISOString().replace(".000Z", "Z");
}

// src/github/acceptance/label.ts
var PAGE = 100;
var PAGES_BACK = 3;
async function findLabelGrant(place) {
  const { client, repository, number, label } = place;
  const target = { ...repository, issue_number: number };
  if (!await isSet(place)) return void 0;
  const first = await firstEvents(place);
  const last = lastPage(first.headers.link);
  for (let page = last; page > 1 && page > last - PAGES_BACK; page -= 1) {
    const { data } = await client.rest.issues.listEvents({ ...target, per_page: PAGE, page });
    const grant2 = lastSet(data, label);
    if (grant2 !== void 0) return grant2;
  }
  const grant = last <= PAGES_BACK + 1 ? lastSet(first.data, label) : void 0;
  if (grant !== void 0) return grant;
  throw new UnknownGrant(`the label ${label} is set, but GitHub's last events do not say who set it; set it again`);
}
async function firstEvents({ client, repository, number, label }) {
  try {
    return await client.rest.issues.listEvents({ ...repository, issue_number: number, per_page: PAGE });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new UnknownLabeller(
      `the label ${label} is set, but this server does not say who set it, as Gitea and Forgejo do not (${messageOf2(error)}). Name users in accept-reviewers, whose approval counts`
    );
  }
}
async function removeLabel(client, repository, number, label) {
  try {
    await remove({ client, repository, number, label });
    return void 0;
  } catch (error) {
    if (!isAnswer(error)) throw error;
    const status = statusOf(error);
    if (status === 404 || status === 410) return void 0;
    const cure3 = isPermissionError(error) ? '; give the job "permissions: pull-requests: write"' : "";
    return `The label ${label} could not be removed (${messageOf2(error)})${cure3}.`;
  }
}
async function remove(place) {
  const { client, repository, number, label } = place;
  try {
    await client.rest.issues.removeLabel({ ...repository, issue_number: number, name: label });
  } catch (error) {
    if (!isServerError(error) || await isSet(place)) throw error;
  }
}
async function isSet({ client, repository, number, label }) {
  const { data } = await client.rest.issues.listLabelsOnIssue({ ...repository, issue_number: number, per_page: PAGE });
  return data.some(({ name }) => isSame(name, label));
}
function lastSet(events, label) {
  const event = events.findLast((each) => each.event === "labeled" && isSame(each.label?.name, label));
  if (event === void 0) return void 0;
  return { id: `l${event.id}`, kind: "label", name: label, by: loginOf(event.actor), at: timeOf(event.created_at) };
}
function isSame(name, label) {
  return name?.toLowerCase() === label.toLowerCase();
}
function lastPage(link = "") {
  const [, page] = /[?&]page=(\d{1,6})[^<>]*>; rel="last"/.exec(link) ?? [];
  return page === void 0 ? 1 : Number(page);
}

// src/github/acceptance/review-grants.ts
var OF_PROJECT = ["OWNER", "MEMBER", "COLLABORATOR"];
var UNDOING = ["CHANGES_REQUESTED", "DISMISSED", "REQUEST_CHANGES"];
var PAGE2 = 100;
var PAGE_LIMIT = 3;
var QUESTION_LIMIT = 4;
async function listReviewGrants(place) {
  const { reviewers, author } = place;
  const approvals = (await listApprovals(place)).filter(({ by }) => by !== "ghost" && !isSame2(by, author));
  const isNamed = ({ by }) => reviewers.some((reviewer) => isSame2(reviewer, by));
  const grants = approvals.filter(isNamed).map((approval) => grantOf(approval, ""));
  const teams = new TeamQuestions(
    place,
    reviewers.filter((reviewer) => reviewer.includes("/"))
  );
  const others = approvals.filter((each) => !isNamed(each));
  for (const approval of [...others.filter(isOfProject), ...others.filter((each) => !isOfProject(each))]) {
    const team = await teams.teamOf(approval.by);
    if (team !== void 0) grants.push(grantOf(approval, team));
  }
  return { grants, warnings: teams.warnings };
}
function isOfProject(approval) {
  return approval.isOfProject;
}
function grantOf({ id: id2, by, at: at2, commit }, name) {
  return { id: `r${id2}`, kind: "review", name, by, at: at2, ...commit === null ? {} : { commit } };
}
async function listApprovals({ client, repository, number }) {
  const standing = /* @__PURE__ */ new Map();
  for (let page = 1; page <= PAGE_LIMIT; page += 1) {
    const { data, headers } = await client.rest.pulls.listReviews({
      ...repository,
      pull_number: number,
      per_page: PAGE2,
      page
    });
    for (const {
      id: id2,
      state,
      user: user2,
      submitted_at: at2,
      commit_id: commit,
      author_association: association,
      dismissed
    } of data) {
      const by = loginOf(user2);
      if (state === "APPROVED" && !dismissed)
        standing.set(by.toLowerCase(), {
          id: id2,
          by,
          at: timeOf(at2),
          commit,
          isOfProject: OF_PROJECT.includes(association)
        });
      else if (UNDOING.includes(state) || dismissed) standing.delete(by.toLowerCase());
    }
    if (!/rel="next"/.test(headers.link ?? "")) return [...standing.values()];
  }
  throw new UnknownGrant(`more than ${PAGE2 * PAGE_LIMIT} reviews: it is not known which approvals stand`);
}
var TeamQuestions = class {
  warnings = [];
  #place;
  #teams;
  #asked = 0;
  constructor(place, teams) {
    this.#place = place;
    this.#teams = teams;
  }
  /** The first of the teams that a user is an active member of. */
  async teamOf(user2) {
    for (const team of this.#teams) {
      if (this.#asked === QUESTION_LIMIT) {
        this.#warn(
          `The approval of @${user2} does not count: only ${QUESTION_LIMIT} memberships are looked up in a run.`
        );
        return void 0;
      }
      this.#asked += 1;
      const membership = await askMembership(this.#place, team, user2);
      if ("unknown" in membership)
        this.#warn(`The approval of @${user2} does not count for ${team}: ${membership.unknown}.`);
      else if (membership.isMember) return team;
    }
    return void 0;
  }
  #warn(warning) {
    if (!this.warnings.includes(warning)) this.warnings.push(warning);
  }
};
async function askMembership({ client }, team, user2) {
  const [org = "", slug = ""] = team.split("/");
  try {
    const { data } = await client.rest.teams.getMembershipForUserInOrg({ org, team_slug: slug, username: user2 });
    return { isMember: data.state === "active" };
  } catch (error) {
    const status = statusOf(error);
    if (isRateLimited(error) || status !== 403 && status !== 404) throw error;
    const answer = status === 404 ? "not a member, or the token may not see the team" : "the token may not see its members";
    return { unknown: `${answer} (${messageOf2(error)}); ${CURE}` };
  }
}
var CURE = 'GITHUB_TOKEN never may: set github-token to the token of an app with "Members: read" in the organization, or name users in accept-reviewers';
function isSame2(login, other) {
  return login.toLowerCase() === other.toLowerCase();
}

// src/github/acceptance/grants.ts
async function listGrants(client, repository, number, { label, reviewers, author }) {
  try {
    const pull2 = { client, repository, number };
    const labels = label === "" ? NONE : await labelGrants({ ...pull2, label });
    const reviewed = reviewers.length === 0 ? NONE : await listReviewGrants({ ...pull2, reviewers, author: author ?? "" });
    return {
      grants: [...labels.grants, ...reviewed.grants],
      warnings: [...labels.warnings, ...reviewed.warnings]
    };
  } catch (error) {
    if (error instanceof UnknownGrant) return { reason: error.message };
    if (!isAnswer(error)) throw error;
    return { reason: `who accepted growth cannot be read from GitHub (${messageOf2(error)})${cure2(error)}` };
  }
}
var NONE = { grants: [], warnings: [] };
async function labelGrants(place) {
  try {
    const grant = await findLabelGrant(place);
    return { grants: grant === void 0 ? [] : [grant], warnings: [] };
  } catch (error) {
    if (!(error instanceof UnknownLabeller)) throw error;
    return { grants: [], warnings: [`The label counts for nothing: ${error.message}`] };
  }
}
function cure2(error) {
  return isPermissionError(error) ? '; give the job "permissions: pull-requests: write"' : "";
}

// src/github/comments/marker.ts
import { createHash } from "node:crypto";
var ANY_MARKER = "<!-- image-size-gate:";
var OWN_PART = /^(?:matrix%2D[0-9a-f]{12})?$/;
function commentKey(env, key) {
  const workflow = (env.GITHUB_WORKFLOW_REF ?? "").replace(/@.*$/s, "").replace(/^[^/]*\/[^/]*\//, "");
  return [workflow, env.GITHUB_JOB ?? "", env.GITHUB_ACTION ?? "", key].map(encodePart).join("/");
}
function commentMarker(key) {
  return `${ANY_MARKER}${key} -->`;
}
function hasMarker(body, key) {
  return keyOf2(body) === key;
}
function hasAnyMarker(body) {
  return body.startsWith(ANY_MARKER);
}
function keyOf2(body) {
  if (!hasAnyMarker(body)) return void 0;
  const [line2 = ""] = body.split("\n", 1);
  return /^<!-- image-size-gate:(\S*) -->\r?$/.exec(line2)?.[1];
}
function ownKey(key, images) {
  return `${key}/${createHash("sha256").update(images.join()).digest("hex").slice(0, 12)}`;
}
function isOfKey(found, key) {
  return found === key || found.startsWith(`${key}/`);
}
function isOfSameStep(found, key) {
  const [parts, own] = [found.split("/"), key.split("/")];
  const isAlike = parts.length === own.length && own.slice(0, -1).every((part, at2) => part === parts[at2]);
  return isAlike && OWN_PART.test(parts.at(-1) ?? "") && OWN_PART.test(own.at(-1) ?? "");
}
function encodePart(part) {
  return encodeURIComponent(part.toWellFormed()).replaceAll("-", "%2D");
}

// src/github/comments/writer.ts
import { createHash as createHash2 } from "node:crypto";
var TAIL = /(?:^| )<!-- image-size-gate-run:1:(\d{1,15}):(\d{1,9}):([0-9a-f]{40,64}|):([0-9a-f]{8}):([0-9a-f,]*) -->$/;
var IMAGE_LIMIT = 200;
var TAIL_LIMIT = 2e3;
function digestOf(text) {
  return createHash2("sha256").update(text.toWellFormed()).digest("hex").slice(0, 8);
}
function imagesOf(names) {
  return [...new Set(names.map(digestOf))].sort().slice(0, IMAGE_LIMIT);
}
function renderWriter({ run, attempt: attempt2, head, subject, images }) {
  return `<!-- image-size-gate-run:1:${run}:${attempt2}:${head}:${subject}:${images.join()} -->`;
}
function hiddenLine(memory, writer) {
  return [memory, writer === void 0 ? "" : renderWriter(writer)].filter((text) => text !== "").join(" ");
}
function parseWriter(body) {
  const second = (body.split("\n", 2)[1] ?? "").trimEnd().slice(-TAIL_LIMIT);
  const [, run, attempt2, head = "", subject = "", images = ""] = TAIL.exec(second) ?? [];
  if (run === void 0) return void 0;
  return {
    run: Number(run),
    attempt: Number(attempt2),
    head,
    subject,
    images: images.split(",").filter((digest) => digest !== "")
  };
}
function isOtherJob(found, own) {
  return found !== void 0 && isSameRun(found, own) && found.subject !== own.subject;
}
function isSameRun(found, own) {
  return found.run === own.run && found.attempt === own.attempt && found.head === own.head;
}
function isNewer(found, own) {
  if (found === void 0 || found.run < own.run) return false;
  if (found.run === own.run) return found.attempt > own.attempt;
  return own.attempt === 1 || found.head !== own.head;
}
function sameImages(a, b) {
  return a.images.join() === b.images.join();
}
function commonImages(a, b) {
  return a.images.filter((digest) => b.images.includes(digest)).length;
}

// src/github/comments/choose.ts
function isOfOurs(body, key, writer) {
  const found = keyOf2(body);
  if (found === void 0) return false;
  return writer === void 0 ? found === key : isOfKey(found, key) || isOfSameStep(found, key);
}
function choose(comments, key, writer) {
  const exact = comments.filter(({ body }) => keyOf2(body) === key);
  if (writer === void 0) return { comment: exact[0], isTaken: false, surplus: exact.slice(1) };
  const ofKey = comments.filter(({ body }) => isOfKey(keyOf2(body) ?? "", key));
  const taken = ofKey.filter(({ body }) => isOtherJob(parseWriter(body), writer));
  const isTaken2 = taken.some((comment3) => exact.includes(comment3));
  const free = ofKey.filter((comment3) => !taken.includes(comment3));
  const comment2 = bestOf(free, (each) => score(each, key, writer, isTaken2));
  if (comment2 !== void 0) return { comment: comment2, isTaken: isTaken2, surplus: free.filter(isSurplusTo(comment2, writer)) };
  return { comment: comment2, isTaken: isTaken2, surplus: [], takeOver: comments.find((each) => mayBeTakenOver(each, key, writer)) };
}
function score({ body }, key, writer, isTaken2) {
  const found = parseWriter(body);
  const isExact = keyOf2(body) === key;
  if (found === void 0) return isExact ? 3 : 0;
  if (sameImages(found, writer)) return 4;
  if (commonImages(found, writer) > 0) return 2;
  return isExact || isTaken2 ? 1 : 0;
}
function bestOf(comments, scoreOf) {
  const scored = comments.map((comment2) => ({ comment: comment2, points: scoreOf(comment2) }));
  const most = Math.max(0, ...scored.map(({ points }) => points));
  return most === 0 ? void 0 : scored.find(({ points }) => points === most)?.comment;
}
function mayBeTakenOver({ body }, key, writer) {
  const found = keyOf2(body) ?? "";
  if (found === key || !isOfSameStep(found, key)) return false;
  const written = parseWriter(body);
  if (written === void 0) return found.endsWith("/");
  return sameImages(written, writer) && !isSameRun(written, writer) && !isNewer(written, writer);
}
function isSurplusTo(chosen, writer) {
  return (comment2) => {
    const found = parseWriter(comment2.body);
    if (comment2.id === chosen.id || keyOf2(comment2.body) !== keyOf2(chosen.body) || isNewer(found, writer)) return false;
    return found === void 0 || sameImages(found, writer);
  };
}

// src/github/comments/identity.ts
var ACTIONS_BOT = "github-actions[bot]";
var BOT_ID = -2;
var ASK_VIEWER = "query { viewer { login } }";
async function readIdentity(client) {
  try {
    const { viewer } = await client.graphql(ASK_VIEWER, VIEWER);
    return { login: viewer.login };
  } catch (error) {
    if (!isRefused(error)) throw error;
    return readUser(client, statusOf(error) !== 404);
  }
}
function isRefused(error) {
  const isOfQuery = error instanceof Error && error.name === "GraphqlResponseError";
  return isOfQuery || isPermissionError(error) || [404, 405, 501].includes(statusOf(error) ?? 0);
}
async function readUser(client, hasGraphql) {
  try {
    const { data } = await client.rest.users.getAuthenticated({});
    return { login: data.login, id: data.id };
  } catch (error) {
    if (![401, 403, 404, 405, 501].includes(statusOf(error) ?? 0)) throw error;
  }
  return { login: hasGraphql ? ACTIONS_BOT : void 0 };
}
function isOurs(author, { login, id: id2 }) {
  if (author === null || author === void 0) return false;
  if (login === void 0) return author.id === BOT_ID || author.login === ACTIONS_BOT;
  return author.login === login && (id2 === void 0 || author.id === id2);
}

// src/github/comments/graphql.ts
var PAGE3 = 100;
var PAGE_LIMIT2 = 30;
var BODIES = 100;
var BODY_LIMIT = 300;
async function readIndex({ client, repository, number }, read, last) {
  const pages = Array.from({ length: Math.min(last - read, PAGE_LIMIT2) }, (_, at2) => read + at2);
  const slices = pages.map(
    (page) => `p${page}: timelineItems(first: ${PAGE3}, skip: ${page * PAGE3}, itemTypes: [ISSUE_COMMENT]) { nodes { ... on IssueComment { id viewerDidAuthor } } }`
  );
  const query = `query ($owner: String!, $repo: String!, $number: Int!) {
    viewer { login }
    repository(owner: $owner, name: $repo) { pullRequest(number: $number) { ${slices.join(" ")} } }
  }`;
  const answer = await ask(client, query, { ...repository, number });
  const login = at(answer, "viewer", "login");
  const pull2 = at(answer, "repository", "pullRequest");
  if (typeof login !== "string") return void 0;
  const lists = pages.map((page) => at(pull2, `p${page}`, "nodes"));
  if (!lists.every(Array.isArray)) return void 0;
  const ids = lists.flat().filter((node) => at(node, "viewerDidAuthor") === true);
  return {
    login,
    ids: ids.map((node) => at(node, "id")).filter((id2) => typeof id2 === "string"),
    isComplete: pages.length === last - read
  };
}
async function bodiesOf(client, ids) {
  const isComplete = ids.length <= BODY_LIMIT;
  const read = isComplete ? ids : [...ids.slice(0, BODY_LIMIT / 2), ...ids.slice(-BODY_LIMIT / 2)];
  const comments = [];
  for (let at2 = 0; at2 < read.length; at2 += BODIES) {
    const nodes = await readNodes(client, read.slice(at2, at2 + BODIES));
    if (nodes === void 0) return { comments, isComplete: false };
    comments.push(...nodes.flatMap(toComment));
  }
  return { comments, isComplete };
}
async function readNodes(client, ids) {
  const query = `query ($ids: [ID!]!) {
    nodes(ids: $ids) { ... on IssueComment { id fullDatabaseId body url updatedAt viewerDidAuthor } }
  }`;
  const nodes = at(await ask(client, query, { ids }), "nodes");
  return Array.isArray(nodes) ? nodes : void 0;
}
function toComment(node) {
  const [nodeId, body, url, updatedAt] = ["id", "body", "url", "updatedAt"].map((name) => at(node, name));
  const id2 = Number(at(node, "fullDatabaseId"));
  if (at(node, "viewerDidAuthor") !== true || !Number.isSafeInteger(id2)) return [];
  if (typeof nodeId !== "string" || typeof body !== "string" || typeof url !== "string") return [];
  return typeof updatedAt === "string" ? [{ id: id2, nodeId, body, url, updatedAt }] : [];
}
async function minimise(client, id2) {
  const query = `mutation ($id: ID!) {
    minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } }
  }`;
  return at(await ask(client, query, { id: id2 }), "minimizeComment", "minimizedComment", "isMinimized") === true;
}
async function ask(client, query, variables) {
  try {
    return await client.graphql(query, ANY_DATA, variables);
  } catch (error) {
    if (isRefused(error)) return void 0;
    throw error;
  }
}
function at(value, ...names) {
  let found = value;
  for (const name of names) {
    if (typeof found !== "object" || found === null) return void 0;
    found = Object.entries(found).find(([key]) => key === name)?.[1];
  }
  return found;
}

// src/github/comments/own-comments.ts
var PAGE4 = 100;
var FEW_PAGES = 3;
var PAGE_LIMIT3 = 8;
async function listOwn(place, isWanted, isEnough, identity) {
  const start = { candidates: [], lastPage: 1, identity, index: void 0, isIndexAsked: false };
  const search = { ...place, isWanted, isEnough, ...start };
  let page = 0;
  do {
    page += 1;
    await readPage(search, page);
    await identify(search, page);
    if (search.index !== void 0) return readIndexed(search, search.index);
    if (isEnough(ownOf(search))) return result(search, page >= search.lastPage);
  } while (page < search.lastPage && page < FEW_PAGES);
  return page < search.lastPage ? listBeyond(search, page) : result(search, true);
}
async function identify(search, page) {
  if (search.identity !== void 0 || search.candidates.length === 0) return;
  await learn(search, page);
  search.identity ??= await readIdentity(search.client);
}
async function learn(search, page) {
  if (page >= search.lastPage || search.isIndexAsked) return;
  search.isIndexAsked = true;
  const index = await readIndex(search, page, search.lastPage);
  if (index === void 0) return;
  search.index = index;
  search.identity = { login: index.login };
}
async function listBeyond(search, read) {
  await learn(search, read);
  if (search.index !== void 0) return readIndexed(search, search.index);
  const count3 = PAGE_LIMIT3 - read;
  const first = Math.max(read + 1, search.lastPage - count3 + 1);
  for (let page = search.lastPage; page >= first; page -= 1) {
    await readPage(search, page);
    await identify(search, search.lastPage);
    if (search.isEnough(ownOf(search))) return result(search, false);
  }
  return result(search, first === read + 1);
}
async function readIndexed(search, { ids, isComplete }) {
  const { comments, isComplete: hasAll } = await bodiesOf(search.client, ids);
  const author = search.identity?.login ?? "";
  const more = comments.filter(({ body }) => search.isWanted(body)).map((comment2) => ({ ...comment2, author }));
  const all = new Map([...ownOf(search), ...more].map((comment2) => [comment2.id, comment2]));
  return { own: [...all.values()].sort((a, b) => a.id - b.id), unsure: [], isComplete: isComplete && hasAll };
}
async function readPage(search, page) {
  const { client, repository, number, isWanted, candidates } = search;
  const target = { ...repository, issue_number: number, per_page: PAGE4, page };
  const { data, headers } = await client.rest.issues.listComments(target);
  for (const { id: id2, node_id, body = "", html_url: url, user: user2, updated_at: updatedAt } of data) {
    if (isWanted(body)) candidates.push({ id: id2, nodeId: node_id ?? "", body, url, user: user2, updatedAt });
  }
  search.lastPage = Math.max(search.lastPage, lastPageOf(headers.link ?? "", page));
}
function lastPageOf(link, page) {
  for (const part of link.split(",")) {
    const [, last] = /[?&]page=(\d{1,6})[&>].*rel="last"/.exec(part) ?? [];
    if (last !== void 0) return Number(last);
  }
  return /rel="next"/.test(link) ? page + 1 : page;
}
function ownOf({ candidates, identity }) {
  if (identity === void 0) return [];
  return candidates.filter(({ user: user2 }) => isOurs(user2, identity)).map(toOwn);
}
function result(search, isComplete) {
  const { candidates, identity } = search;
  const own = [...ownOf(search)].sort((a, b) => a.id - b.id);
  const isKnown = identity === void 0 || identity.login !== void 0;
  const ids = new Set(own.map(({ id: id2 }) => id2));
  return { own, unsure: isKnown ? [] : candidates.filter(({ id: id2 }) => !ids.has(id2)).map(toOwn), isComplete };
}
function toOwn({ user: user2, ...comment2 }) {
  return { ...comment2, author: user2?.login ?? "" };
}

// src/github/comments/surplus.ts
var LIMIT2 = 3;
async function removeSurplus(place, surplus) {
  let removed = 0;
  for (const comment2 of surplus.slice(0, LIMIT2)) {
    if (await remove2(place, comment2) || await fold(place, comment2)) removed += 1;
  }
  return removed;
}
async function remove2({ client, repository }, { id: id2 }) {
  try {
    await client.rest.issues.deleteComment({ ...repository, comment_id: id2 });
    return true;
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return false;
  }
}
async function fold({ client }, { nodeId }) {
  if (nodeId === "") return false;
  try {
    return await minimise(client, nodeId);
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return false;
  }
}

// src/github/comment.ts
var BODY_LIMIT2 = 65536;
var TOO_MANY = "there are more comments than a run can read, and none of those that were read is this one; a second one is not made";
async function findComment(place) {
  try {
    return await find(place);
  } catch (error) {
    return { kind: "denied", reason: commentRefusal(error) };
  }
}
async function find(place) {
  const { key, writer } = place;
  const isFound = (own2) => own2.some((comment3) => isCertain(comment3, place));
  const { own, unsure, isComplete } = await listOwn(place, (body) => isOfOurs(body, key, writer), isFound);
  const { comment: comment2, surplus, isTaken: isTaken2, takeOver } = choose(own, key, writer);
  if (comment2 !== void 0) return { kind: "present", ...comment2, surplus };
  if (!isComplete) return { kind: "too many", reason: TOO_MANY };
  const same = unsure.filter(({ body }) => keyOf2(body) === key);
  return {
    kind: "absent",
    ...isTaken2 ? { isTaken: isTaken2 } : {},
    ...takeOver === void 0 ? {} : { takeOver },
    ...same.length === 0 ? {} : { unsure: same }
  };
}
function isCertain({ body }, { key, writer }) {
  if (writer === void 0) return keyOf2(body) === key;
  const found = parseWriter(body);
  return keyOf2(body) === key && (found === void 0 || sameImages(found, writer)) && !isOtherJob(found, writer);
}
async function upsertComment(request) {
  const { length } = bodyOf(request, request.key);
  if (length > BODY_LIMIT2) throw new RangeError(`A comment of ${length} characters; GitHub takes ${BODY_LIMIT2}`);
  const found = await lookAgain(request, request.found ?? await findComment(request));
  if ("reason" in found) return { outcome: found.kind === "denied" ? "denied" : "not-created", reason: found.reason };
  try {
    if (found.kind === "present") return await update(request, found);
    return request.createIf ? await create(request, found) : { outcome: "not-created" };
  } catch (error) {
    return { outcome: "denied", reason: commentRefusal(error) };
  }
}
function bodyOf({ body, memory = "", writer }, key) {
  const hidden = hiddenLine(memory, writer);
  return [commentMarker(key), ...hidden === "" ? [] : [hidden], body].join("\n");
}
async function lookAgain(request, found) {
  const { client, repository, writer } = request;
  if (found.kind !== "present" || writer === void 0 || request.found === void 0) return found;
  try {
    const { data } = await client.rest.issues.getComment({ ...repository, comment_id: found.id });
    if (typeof data?.body !== "string" || !hasAnyMarker(data.body)) return found;
    if (isOtherJob(parseWriter(data.body), writer)) return await findComment(request);
    return { ...found, body: data.body };
  } catch (error) {
    commentRefusal(error);
    return found;
  }
}
async function update(request, found, key = keyOf2(found.body) ?? request.key) {
  const { client, repository, writer } = request;
  if (writer !== void 0 && isNewer(parseWriter(found.body), writer))
    return { outcome: "not-created", reason: "a later run has written the comment already" };
  const body = bodyOf(request, key);
  const isSame4 = normalised(found.body) === normalised(body);
  try {
    if (!isSame4) await client.rest.issues.updateComment({ ...repository, comment_id: found.id, body });
  } catch (error) {
    const deletedMeanwhile = statusOf(error) === 404 && request.createIf;
    if (deletedMeanwhile) return await post(request, request.key);
    if (!isServerError(error) || !await isWritten(request, found.id, body)) throw error;
  }
  const removed = await removeSurplus(request, found.surplus);
  const outcome = isSame4 ? "unchanged" : "updated";
  return { outcome, url: found.url, ...otherKey(request, key), ...removed > 0 ? { removed } : {} };
}
async function isWritten({ client, repository }, id2, body) {
  try {
    const { data } = await client.rest.issues.getComment({ ...repository, comment_id: id2 });
    return normalised(data.body) === normalised(body);
  } catch (error) {
    commentRefusal(error);
    return false;
  }
}
async function create(request, absent) {
  const { takeOver, isTaken: isTaken2 } = absent;
  if (takeOver !== void 0) return update(request, { ...takeOver, surplus: [] }, request.key);
  const key = isTaken2 ? ownKey(request.key, request.writer?.images ?? []) : request.key;
  const taken = isTaken2 ? { isTaken: isTaken2 } : {};
  try {
    return { ...await post(request, key, absent.unsure), ...taken };
  } catch (error) {
    if (!isServerError(error)) throw error;
    const found = await find(request);
    if (found.kind === "absent") return { ...await post(request, key), ...taken };
    if (found.kind !== "present") throw error;
    return { outcome: "created", url: found.url, ...otherKey(request, key), ...taken };
  }
}
async function post(request, key, unsure = []) {
  const { client, repository, number } = request;
  const body = bodyOf(request, key);
  const { data } = await client.rest.issues.createComment({ ...repository, issue_number: number, body });
  const created = { outcome: "created", url: data.html_url, ...otherKey(request, key) };
  const [oldest, ...others] = unsure.filter(({ author }) => author !== "" && author === data.user?.login);
  if (oldest === void 0) return created;
  const twin = { ...oldest, id: data.id, nodeId: data.node_id ?? "" };
  return update(request, { ...oldest, surplus: [twin, ...others] });
}
function otherKey(request, key) {
  return key === request.key ? {} : { key };
}
async function listOurComments(place, author) {
  const identity = author === void 0 || author === "" ? void 0 : { login: author };
  return (await listOwn(place, hasAnyMarker, () => false, identity)).own;
}
function normalised(body) {
  return body.replaceAll("\r\n", "\n").trimEnd();
}

// src/report/acceptance-state.ts
var LINE = /^<!-- image-size-gate-state:1:([A-Za-z0-9+/]+={0,2}) -->$/;
var LINE_LIMIT = 6e3;
var ROW_LIMIT = 1e3;
var GRANT_LIMIT = 60;
var KEY = /^[A-Za-z0-9+/]{8}$/;
var GRANT = /^[lr]\d{1,16}$/;
function renderAcceptanceState(state) {
  const grants = state.grants.slice(-GRANT_LIMIT);
  const rows = rowsOf([...grants.flatMap(({ accepted: accepted2 }) => accepted2), ...state.shown]);
  let kept = rows.length;
  let line2 = encode(rows, kept, state.shown, grants);
  while (line2.length > LINE_LIMIT && kept > 0) {
    kept -= 1 + Math.floor((line2.length - LINE_LIMIT) / 200);
    line2 = encode(rows, Math.max(0, kept), state.shown, grants);
  }
  return line2;
}
function parseAcceptanceState(body) {
  const line2 = (body.split("\n", 2)[1] ?? "").replace(/\r$/, "");
  const second = line2.replace(/ <!-- image-size-gate-run:[\w:,]{1,2000} -->$/, "");
  const [, encoded] = LINE.exec(second) ?? [];
  return encoded === void 0 || second.length > LINE_LIMIT ? null : decode(parseJson(Buffer.from(encoded, "base64").toString()));
}
function rowsOf(conditions) {
  return [...new Set(conditions.map(rowOf))];
}
function rowOf({ key, amounts }) {
  const encoded = amounts.map(({ total, growth }) => total === null ? growth : [total, growth]);
  return JSON.stringify([key, ...encoded]);
}
function encode(rows, kept, shown, grants) {
  const places = new Map(rows.slice(0, Math.min(kept, ROW_LIMIT)).map((row, place) => [row, place]));
  const placesOf = (conditions) => conditions.map((condition) => places.get(rowOf(condition))).filter((place) => place !== void 0);
  const json = JSON.stringify([placesOf(shown), grants.map(({ id: id2, accepted: accepted2 }) => [id2, placesOf(accepted2)])]);
  const text = `[[${[...places.keys()].join()}],${json.slice(1)}`;
  return `<!-- image-size-gate-state:1:${Buffer.from(text).toString("base64")} -->`;
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
function decode(value) {
  if (!isEncoded(value)) return null;
  const [rows, shown, grants] = value;
  const conditions = rows.map(([key, ...amounts]) => ({ key, amounts: amounts.map(decodeAmount) }));
  const at2 = (places) => places.flatMap((place) => conditions[place] ?? []);
  return { shown: at2(shown), grants: grants.map(([id2, accepted2]) => ({ id: id2, accepted: at2(accepted2) })) };
}
function decodeAmount(amount) {
  if (amount === null || typeof amount === "number") return { total: null, growth: amount };
  return { total: amount[0], growth: amount[1] };
}
function isEncoded(value) {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [rows, shown, grants] = value;
  if (!isListOf(rows, isRow, ROW_LIMIT)) return false;
  const isPlace = (place) => typeof place === "number" && Number.isInteger(place) && place >= 0 && place < rows.length;
  const isGrant = (grant) => Array.isArray(grant) && grant.length === 2 && isGrantId(grant[0]) && isListOf(grant[1], isPlace, ROW_LIMIT);
  return isListOf(shown, isPlace, ROW_LIMIT) && isListOf(grants, isGrant, GRANT_LIMIT);
}
function isListOf(value, isItem, most) {
  return Array.isArray(value) && value.length <= most && value.every(isItem);
}
function isRow(row) {
  if (!Array.isArray(row)) return false;
  const [key, ...amounts] = row;
  return typeof key === "string" && KEY.test(key) && amounts.length > 0 && amounts.every(isAmount);
}
function isAmount(amount) {
  if (!Array.isArray(amount)) return amount === null || Number.isSafeInteger(amount);
  const [total, growth] = amount;
  return amount.length === 2 && Number.isSafeInteger(total) && (growth === null || Number.isSafeInteger(growth));
}
function isGrantId(id2) {
  return typeof id2 === "string" && GRANT.test(id2);
}

// src/publish/states-elsewhere.ts
async function readStatesElsewhere(place) {
  try {
    const found = (await listOurComments(place)).flatMap(({ body, updatedAt }) => {
      const state2 = parseAcceptanceState(body);
      return state2 === null ? [] : [{ ...state2, updatedAt }];
    });
    if (found.length === 0) return { state: null };
    const state = { shown: found.flatMap(({ shown }) => shown), grants: found.flatMap(({ grants }) => grants) };
    return {
      state,
      writtenAt: found.map(({ updatedAt }) => updatedAt).sort().at(-1)
    };
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return { reason: commentRefusal(error) };
  }
}

// src/publish/withdraw-labels.ts
async function withdrawLabels(withdrawal) {
  const { client, repository, number, exhausted } = withdrawal;
  if (exhausted.length === 0) return [];
  const warnings = [];
  try {
    const needed = await acceptedElsewhere(withdrawal);
    for (const { id: id2, name } of exhausted) {
      const warning = needed.has(id2) ? `The label ${name} stays, since another comment of this action needs it; to accept what grew, set it again.` : await removeLabel(client, repository, number, name);
      if (warning !== void 0) warnings.push(warning);
    }
  } catch (error) {
    if (!isAnswer(error)) throw error;
    warnings.push(`The label stays: whether another comment needs it cannot be read (${messageOf2(error)}).`);
  }
  return warnings;
}
async function acceptedElsewhere({ author, key, id: own, ...place }) {
  const others = (await listOurComments(place, author)).filter(
    ({ id: id2, body }) => own === void 0 ? !hasMarker(body, key) : id2 !== own
  );
  const grants = others.flatMap(({ body }) => parseAcceptanceState(body)?.grants ?? []);
  return new Set(grants.filter(({ accepted: accepted2 }) => accepted2.length > 0).map(({ id: id2 }) => id2));
}

// src/publish/accept-grants.ts
async function acceptWhatIsGranted(request, report, place) {
  const grants = await readGrants(request, report);
  const found = place === void 0 ? void 0 : await foundFor(request, place);
  const stored = await readStored(request, grants, found, place);
  const usable = "reason" in stored ? null : grants;
  const { state, writtenAt } = "reason" in stored ? NOTHING_STORED : stored;
  const accepted2 = acceptReport(report, usable, state, { headSha: request.headSha ?? "", writtenAt });
  for (const note of accepted2.notes) request.log.info(note);
  return { ...accepted2, found };
}
async function foundFor({ inputs }, place) {
  return inputs.token === "" ? { kind: "denied", reason: "github-token is empty" } : findComment(place);
}
var NOTHING_STORED = { state: null };
var NOTHING_SHOWN = { shown: [], grants: [] };
async function readStored({ log, isCommentedElsewhere = false }, grants, found, place) {
  if (found?.kind === "present")
    return { state: parseAcceptanceState(found.body) ?? NOTHING_SHOWN, writtenAt: found.updatedAt };
  if (found?.kind === "absent" && found.takeOver !== void 0)
    return { state: parseAcceptanceState(found.takeOver.body) ?? NOTHING_SHOWN, writtenAt: found.takeOver.updatedAt };
  if (place === void 0 || found === void 0 || grants === null || grants.length === 0) return NOTHING_STORED;
  const unread = found.kind !== "absent" ? found : isCommentedElsewhere ? await readStatesElsewhere(place) : NOTHING_STORED;
  if (!("reason" in unread)) return unread;
  log.warning(`Nothing counts as accepted: the comment with the accepted amounts cannot be read (${unread.reason})`);
  return unread;
}
async function withdraw({ log }, { exhausted, found }, place) {
  if (found?.kind !== "present") return;
  for (const warning of await withdrawLabels({ ...place, exhausted, author: found.author, id: found.id }))
    log.warning(warning);
}
async function readGrants(request, report) {
  const { inputs, client, repository, pullRequest, author, log } = request;
  const { acceptLabel: label, acceptReviewers: reviewers } = inputs;
  const noAcceptors = label === "" && reviewers.length === 0;
  if (pullRequest === void 0 || noAcceptors || inputs.token === "" || !mayBeAccepted(report)) return null;
  const listing = await listGrants(client, repository, pullRequest, {
    label,
    reviewers,
    ...author === void 0 ? {} : { author }
  });
  if ("reason" in listing) {
    log.warning(`Nothing counts as accepted: ${listing.reason}`);
    return null;
  }
  for (const warning of listing.warnings) log.warning(warning);
  return listing.grants;
}

// src/publish/comment-mode.ts
function isWorthSaying(mode, report) {
  switch (mode) {
    case "always":
      return true;
    case "changes":
      return report.verdict !== "pass" || report.comparisons.some(
        (comparison) => comparison.verdict !== "pass" || hasGrown(comparison) || hasNewsOfChecks(comparison)
      );
    case "failures":
      return ["fail", "error", "accepted"].includes(report.verdict);
    case "never":
      return false;
  }
}
function hasGrown({ growth: { unpacked, download }, noise = 0 }) {
  if (unpacked === null || unpacked === 0) return false;
  return !isWithinNoise(unpacked, noise) || !isWithinNoise(download ?? 0, noise);
}

// src/publish/request.ts
function onlyReads({ fromFork, env }) {
  return (fromFork || env.GITHUB_ACTOR === "dependabot[bot]") && env.GITHUB_EVENT_NAME !== "pull_request_target";
}

// src/publish/hand-over.ts
async function handOver(request, report, files, result2) {
  const { log, part } = request;
  const reason = result2?.outcome === "denied" || result2?.outcome === "not-created" ? result2.reason : void 0;
  if (isLocal(request) && reason !== void 0) {
    log.info(`No comment on the pull request: ${reason}. The job summary has the report.`);
    return void 0;
  }
  if (!mustHandOver(request, result2)) {
    if (reason !== void 0) log.warning(`No comment on the pull request: ${reason}. The job summary has the report.`);
    return void 0;
  }
  const failure = await upload2(request, report, files);
  if (request.handOver === "always") {
    if (failure !== void 0) return `Part ${part} was not uploaded: ${failure}`;
    log.info(`Part ${part} is uploaded; the verdict is that of the job that merges the parts`);
    return void 0;
  }
  const where = failure === void 0 ? "The report is uploaded for a workflow_run workflow that comments, and in the job summary" : `Nor was the report uploaded for a workflow that comments (${failure}). The job summary has it`;
  const write2 = reason === void 0 ? log.info : log.warning;
  write2(`No comment on the pull request from here: ${reason ?? "this token only reads"}. ${where}.`);
  return void 0;
}
async function upload2({ env, log, part, client }, report, files) {
  const written = await files.write(ARTIFACT_ENTRY, renderReportJson(report, { contents: true }));
  if ("problem" in written) return written.problem;
  const file2 = written.path;
  const name = artifactName(part);
  const { signal } = client;
  const outcome = await uploadArtifact({ env, name, file: file2, archive: true, signal, log: (line2) => log.info(line2) });
  return outcome.uploaded ? void 0 : outcome.reason;
}
function isLocal({ inputs, env, handOver: mode }) {
  return mode === "denied" && inputs.token === "" && !env.ACTIONS_RUNTIME_TOKEN;
}
function mustHandOver(request, result2) {
  if (request.handOver !== "denied") return request.handOver === "always";
  if (result2?.outcome === "denied") return true;
  return result2?.outcome === "not-created" && onlyReads(request);
}

// src/publish/report-files.ts
import { writeFile } from "node:fs/promises";
import { join as join2 } from "node:path";
async function openReportFiles(env) {
  const folder = await attempt(() => makeLastingFolder("report", env));
  return "problem" in folder ? { write: async () => folder } : filesIn(folder.path);
}
function filesIn(folder) {
  return {
    write: (name, text) => {
      const path = join2(folder, name);
      return attempt(() => writeFile(path, text).then(() => path), path);
    }
  };
}
async function attempt(work, place) {
  try {
    return { path: await work() };
  } catch (error) {
    const problem = error instanceof UserError ? error.message : systemProblem(error, place);
    if (problem === void 0) throw error;
    return { problem };
  }
}

// src/github/comments/suggestions.ts
import { createHash as createHash3 } from "node:crypto";
var START = "<!-- image-size-gate-suggestion:";
var MARKER = /^<!-- image-size-gate-suggestion:(\S*):([0-9a-f]{16}) -->\r?$/;
var PAGE5 = 100;
var MOST_PAGES = 3;
function suggestionDigest({ path, before, after: after2 }) {
  return createHash3("sha256").update(JSON.stringify([path, before, after2])).digest("hex").slice(0, 16);
}
function placeIn({ start, end }) {
  return `${start}-${end}`;
}
function suggestionBody(suggestion, key) {
  const runs = suggestion.after.flatMap((line2) => line2.match(/`+/g) ?? []);
  const fence = "`".repeat(Math.max(3, 1 + Math.max(0, ...runs.map(({ length }) => length))));
  const marker = `${START}${key}:${suggestionDigest(suggestion)} -->`;
  return [marker, suggestion.words, "", `${fence}suggestion`, ...suggestion.after, fence, ""].join("\n");
}
async function listSuggestions({
  client,
  repository,
  number
}) {
  const all = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const target = { ...repository, pull_number: number, per_page: PAGE5, page };
    const { data } = await client.rest.pulls.listReviewComments(target);
    all.push(...data);
    if (data.length < PAGE5) return ownOf2(client, all);
  }
  return void 0;
}
async function ownOf2(client, all) {
  const marked = all.filter(({ body }) => body.startsWith(START));
  if (marked.length === 0) return [];
  const identity = await readIdentity(client);
  const answered = new Set(all.flatMap(({ in_reply_to_id: id2 }) => id2 ?? []));
  return marked.flatMap(({ id: id2, body, user: user2, line: line2, start_line: start }) => {
    const [, key, digest] = MARKER.exec(body.split("\n", 1)[0] ?? "") ?? [];
    if (key === void 0 || digest === void 0 || !isOurs(user2, identity)) return [];
    const lines = typeof line2 === "number" ? placeIn({ start: start ?? line2, end: line2 }) : void 0;
    return [{ id: id2, key, digest, lines, isAnswered: answered.has(id2) }];
  });
}
async function createSuggestion({ client, repository, number }, suggestion, { key, commit }) {
  const { path, start, end } = suggestion;
  await client.rest.pulls.createReviewComment({
    ...repository,
    pull_number: number,
    commit_id: commit,
    path,
    body: suggestionBody(suggestion, key),
    line: end,
    side: "RIGHT",
    ...start < end && { start_line: start, start_side: "RIGHT" }
  });
}
async function deleteSuggestion({ client, repository }, { id: id2 }) {
  try {
    await client.rest.pulls.deleteReviewComment({ ...repository, comment_id: id2 });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

// src/github/pull-request/diff-lines.ts
var PAGE6 = 100;
var MOST_PAGES2 = 3;
async function readDiff(client, repository, number) {
  const files = /* @__PURE__ */ new Map();
  for (let page = 1; page <= MOST_PAGES2; page += 1) {
    const { data } = await client.rest.pulls.listFiles({ ...repository, pull_number: number, per_page: PAGE6, page });
    for (const { filename, patch } of data) if (patch) files.set(filename, hunksOf(patch));
    if (data.length < PAGE6) return { files, isComplete: true };
  }
  return { files, isComplete: false };
}
function hunksOf(patch) {
  const hunks = [];
  let next = 0;
  for (const line2 of patch.split("\n")) {
    const [, start] = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line2) ?? [];
    if (start !== void 0) {
      next = Number(start);
      hunks.push(/* @__PURE__ */ new Map());
    } else if (line2.startsWith("+") || line2.startsWith(" ")) {
      hunks.at(-1)?.set(next, line2.slice(1));
      next += 1;
    }
  }
  return hunks;
}
function hasLines(hunks, start, lines) {
  return hunks.some((hunk) => lines.every((line2, at2) => hunk.get(start + at2) === line2));
}

// src/github/pull-request/moved-on.ts
async function whyMovedOn(client, repository, number, headSha) {
  if (headSha === void 0 || headSha === "") return void 0;
  try {
    const { data } = await client.rest.pulls.get({ ...repository, pull_number: number });
    const now = data?.head?.sha;
    if (typeof now !== "string" || !/^[0-9a-f]{40,64}$/.test(now) || now === headSha) return void 0;
    return `the pull request has moved on from ${short(headSha)} to ${short(now)}, whose own run comments`;
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return void 0;
  }
}

// src/publish/suggest.ts
var MOST_SUGGESTIONS = 5;
async function suggestChanges(request, report, suggestions) {
  const { client, repository, pullRequest, headSha = "", inputs, log } = request;
  if (pullRequest === void 0 || headSha === "" || inputs.token === "") return;
  const reason = reasonAgainst(request);
  if (reason !== void 0) {
    if (suggestions.length > 0) log.info(`${count2(suggestions.length)} not suggested: ${reason}`);
    return;
  }
  try {
    await write(request, { client, repository, number: pullRequest }, { report, suggestions, commit: headSha });
  } catch (error) {
    if (!isAnswer(error)) throw error;
    log.warning(`Not all changes were suggested: ${commentRefusal(error)}`);
  }
}
function reasonAgainst(request) {
  if (forgeOf(request.env) !== void 0) return "only GitHub commits suggestions by a click";
  return onlyReads(request) ? "the token of this run may only read" : void 0;
}
async function write(request, place, { report, suggestions, commit }) {
  const { log, env, inputs } = request;
  const outdated = await whyMovedOn(place.client, place.repository, place.number, commit);
  if (outdated !== void 0) return log.info(`Nothing is suggested: ${outdated}`);
  const own = await listSuggestions(place);
  if (own === void 0) return log.info("Nothing is suggested: there are more review comments than a run reads");
  const fitting = await inDiff(place, suggestions);
  const wanted = fitting.slice(0, MOST_SUGGESTIONS);
  const key = commentKey(env, inputs.key);
  const isStanding = (each) => own.some((other) => isSame3(each, other));
  const isKnown = report.comparisons.every(({ verdict }) => verdict !== "error");
  const stale = own.filter((each) => each.key === key && !wanted.some((other) => isSame3(other, each)));
  for (const each of isKnown ? stale : []) if (!each.isAnswered) await deleteSuggestion(place, each);
  const missing = wanted.filter((each) => !isStanding(each));
  for (const each of missing) await createSuggestion(place, each, { key, commit });
  const elsewhere = suggestions.length - fitting.length;
  if (missing.length > 0) log.info(`${count2(missing.length)} suggested on the pull request`);
  if (fitting.length > wanted.length)
    log.info(`${count2(fitting.length - wanted.length)} more than are suggested at once`);
  if (elsewhere > 0) log.info(`${count2(elsewhere)} not suggested: the lines are not in the diff of the pull request`);
}
async function inDiff({ client, repository, number }, suggestions) {
  if (suggestions.length === 0) return [];
  const { files } = await readDiff(client, repository, number);
  return suggestions.filter(({ path, start, before }) => hasLines(files.get(path) ?? [], start, before));
}
function isSame3(suggestion, own) {
  return suggestionDigest(suggestion) === own.digest && placeIn(suggestion) === own.lines;
}
function count2(changes) {
  return `${changes} ${changes === 1 ? "change" : "changes"} of advice`;
}

// src/publish/write-comment.ts
function placeOf3(request, report) {
  const { inputs, env, client, repository, pullRequest, handOver: handOver2 } = request;
  if (pullRequest === void 0 || inputs.comment === "never" || handOver2 === "always") return void 0;
  const key = commentKey(env, inputs.key);
  return { client, repository, number: pullRequest, key, writer: writerOf(request, report) };
}
function writerOf(request, { comparisons }) {
  const { env, headSha = "", subject } = request;
  const run = request.measuredBy ?? { id: Number(env.GITHUB_RUN_ID), attempt: Number(env.GITHUB_RUN_ATTEMPT || 1) };
  if (![run.id, run.attempt].every((number) => Number.isSafeInteger(number) && number > 0)) return void 0;
  const names = comparisons.map(({ image }) => image);
  return {
    run: run.id,
    attempt: run.attempt,
    head: /^[0-9a-f]{40,64}$/.test(headSha) ? headSha : "",
    // What could be measured may differ between two tries, what was asked for does not.
    subject: subject === void 0 ? digestOf(imagesOf(names).join()) : digestOf(subject),
    images: imagesOf(names)
  };
}
async function writeComment(request, accepted2, place, context) {
  const { report, state, found } = accepted2;
  const memory = state.shown.length + state.grants.length === 0 ? "" : renderAcceptanceState(state);
  const markdown = renderMarkdown(report, { ...context, limit: COMMENT_LIMIT - Buffer.byteLength(memory) });
  const createIf = isWorthSaying(request.inputs.comment, report);
  const isWriting = request.inputs.token !== "" && (createIf || found?.kind === "present");
  const outdated = isWriting ? await whyOutdated(request, place) : void 0;
  if (outdated !== void 0) return { outcome: "not-created", reason: outdated };
  const existing = found === void 0 ? {} : { found };
  const result2 = await upsertComment({ ...place, ...existing, memory, body: markdown, createIf });
  await tell(request, accepted2, place, result2);
  return result2;
}
async function tell(request, accepted2, place, { outcome, url, key, isTaken: isTaken2, removed = 0 }) {
  const { log } = request;
  if (isTaken2)
    log.warning(
      "Another job of this run has the comment with this key, for other images. This job has made a comment of its own; give each job its own `key`, for example the value of its matrix."
    );
  if (removed > 0) log.info(`Removed ${removed} surplus comment${removed === 1 ? "" : "s"} of this step`);
  if (url === void 0) return;
  log.info(`Comment ${outcome}: ${url}`);
  if (accepted2.exhausted.length === 0) return;
  const outdated = await whyOutdated(request, place);
  if (outdated === void 0) await withdraw(request, accepted2, { ...place, key: key ?? place.key });
  else log.info(`The label stays: ${outdated}`);
}
function whyOutdated(request, { client, repository, number }) {
  return request.whyOutdated === void 0 ? whyMovedOn(client, repository, number, request.headSha) : request.whyOutdated();
}

// src/publish/publish.ts
async function publishReport(request, report) {
  const place = placeOf3(request, report);
  const asking = request.handOver === "always" ? { ...request, pullRequest: void 0 } : request;
  const isCommentedElsewhere = request.handOver === "denied" && onlyReads(request);
  const accepted2 = await acceptWhatIsGranted({ ...asking, isCommentedElsewhere }, report, place);
  const files = await openReportFiles(request.env);
  const page = await publishPage(request, accepted2.report, files);
  const { "report-url": reportUrl } = page;
  const links = { runUrl: request.runUrl, ...reportUrl === "" ? {} : { reportUrl }, ...titleOf(request) };
  const result2 = place === void 0 ? void 0 : await writeComment(request, accepted2, place, defined(links));
  if (request.suggestions !== void 0) await suggestChanges(request, accepted2.report, request.suggestions);
  const lost = await handOver(request, accepted2.report, files, result2);
  const markdown = noteOf(result2) + renderMarkdown(accepted2.report, defined(links));
  await publishToRunner(request, accepted2.report, files, page, markdown);
  if (lost !== void 0) throw new UserError(lost);
  return accepted2.report;
}
async function publishPage(request, report, files) {
  const html = await writeFile2(request, files, "report.html", renderPage(report, await readTemplate()));
  return { html, "report-url": html === "" ? "" : await uploadPage(request, report, html) };
}
async function uploadPage(request, report, file2) {
  const { inputs, env, log, part, handOver: handOver2 } = request;
  const wanted = inputs.artifact === "always" || inputs.artifact === "auto" && isWorthSaying("changes", report);
  if (!wanted || handOver2 === "always") return "";
  const name = pageArtifactName(part);
  const { signal } = request.client;
  const outcome = await uploadArtifact({ env, name, file: file2, archive: false, signal, log: (line2) => log.info(line2) });
  if (outcome.uploaded) return outcome.url;
  const message = `The HTML report was not uploaded: ${outcome.reason}`;
  if (inputs.artifact === "always") log.warning(message);
  else log.info(message);
  return "";
}
async function writeFile2({ log }, files, name, text) {
  const written = await files.write(name, text);
  if ("path" in written) return written.path;
  log.warning(`${name} was not written, so its output is empty: ${written.problem}`);
  return "";
}
function titleOf({ handOver: handOver2, part }) {
  return handOver2 === "always" ? { title: `Image size, part ${part}` } : {};
}
function noteOf(result2) {
  if (result2?.outcome !== "not-created" || result2.reason === void 0) return "";
  return `> [!NOTE]
> Not commented on the pull request: ${escapeText(result2.reason)}.

`;
}
async function publishToRunner(request, report, files, page, markdown) {
  const { env, baselineCommit, handOver: handOver2 } = request;
  const paths = {
    report: await writeFile2(request, files, "report.json", renderReportJson(report)),
    markdown: await writeFile2(request, files, "report.md", markdown)
  };
  const outputs = { ...outputsOf(report), ...paths, ...page, "baseline-commit": baselineCommit };
  const annotated = handOver2 === "always" ? [] : annotations(report);
  if (isSummaryHidden(env)) request.log.info(renderTerminal(report, { colour: false, width: LOG_WIDTH }).trimEnd());
  await publish({ outputs, summary: markdown, annotations: annotated }, env);
}
var LOG_WIDTH = 140;
function isSummaryHidden(env) {
  return forgeOf(env) !== void 0 || env.ACT === "true";
}
function defined({ runUrl, reportUrl, ...title }) {
  return { ...title, ...runUrl === void 0 ? {} : { runUrl }, ...reportUrl === void 0 ? {} : { reportUrl } };
}

export {
  RUN_CALLS,
  connect,
  CallLimitError,
  statusOf,
  isAnswer,
  isServerError,
  isRateLimited,
  isPermissionError,
  rateLimitPause,
  forgeOf,
  serverUrlOf,
  readPayload,
  readBounded,
  hasChange,
  readEvent,
  parseRepository,
  messageOf2 as messageOf,
  commonRefusal,
  readRefusal,
  short,
  compareCommits,
  mergeBaseOf,
  askMergeBase,
  downloadRefusal,
  openReportFiles,
  publishReport
};
