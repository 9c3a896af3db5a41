import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  CallLimitError,
  RUN_CALLS,
  askMergeBase,
  commonRefusal,
  connect,
  forgeOf,
  hasChange,
  isAnswer,
  isPermissionError,
  isRateLimited,
  isServerError,
  messageOf,
  openReportFiles,
  publishReport,
  rateLimitPause,
  readEvent,
  readRefusal,
  serverUrlOf,
  statusOf
} from "./chunk-YQDZRHJ5.js";
import {
  HISTORY_MESSAGE,
  MAX_WAITING_RUN,
  adviseEdits,
  badgeSnippet,
  formatWaitingRun,
  historyChange,
  holdsRecords,
  linesOf,
  parseWaitingRun,
  readGaps,
  realChanges,
  recordChanges,
  renderHistoryMarkdown,
  renderHistoryTerminal,
  renderTimelinePage,
  runCheck,
  searchHistory,
  waitingRunOf,
  withoutEnd
} from "./chunk-UIP7ENZ5.js";
import "./chunk-34RBWWRC.js";
import "./chunk-LBZ5ASNS.js";
import {
  DEFAULT_CONFIG,
  findBaseCommit,
  historyOf,
  measuredCommits,
  measuredUnchanged,
  readConfiguration
} from "./chunk-EWWE46G3.js";
import "./chunk-6HAQ2BAZ.js";
import "./chunk-XCEVELY4.js";
import {
  maskSecrets
} from "./chunk-44SP52IF.js";
import {
  partOfJob
} from "./chunk-QW7E74GV.js";
import "./chunk-HLBELV6E.js";
import {
  NOTHING_REPORTED,
  baselineCommit,
  publish
} from "./chunk-LZCMTQOA.js";
import "./chunk-XJFIH2V6.js";
import "./chunk-NAWPDUEO.js";
import {
  inspectPackages,
  openMeasurer
} from "./chunk-AYUKRKWN.js";
import {
  failureLines,
  openRecords,
  readHistory
} from "./chunk-M6ZP2A4P.js";
import "./chunk-PSTXDVGH.js";
import "./chunk-IGX2ADU3.js";
import "./chunk-3SRQSNUV.js";
import {
  absoluteCache
} from "./chunk-YZ7DKGYK.js";
import {
  actionsLog,
  makeTemporaryFolder,
  temporaryParent
} from "./chunk-DHLA25L2.js";
import "./chunk-TGCFGZ2R.js";
import {
  environment,
  isRemoteContext,
  originRepository,
  resolveCommit,
  topLevel
} from "./chunk-KVAMYFKP.js";
import {
  groupBy
} from "./chunk-QX4VVKC4.js";
import "./chunk-UWS2MVFE.js";
import {
  exists
} from "./chunk-FPYIA4FT.js";
import {
  VERSION
} from "./chunk-GWQ6EPUK.js";
import "./chunk-X7IVBP2V.js";
import {
  escapeText
} from "./chunk-XSAKZETS.js";
import "./chunk-C5KJ4NRV.js";
import "./chunk-OVSR4W42.js";
import "./chunk-SM6COODY.js";
import "./chunk-NPLJAB6U.js";
import "./chunk-DHE32DWY.js";
import {
  UserError,
  orUndefined,
  printable
} from "./chunk-LL3EZWTN.js";
import "./chunk-ADX3VBXC.js";
import "./chunk-7JZOHCHM.js";
import "./chunk-4J62BTT6.js";
import {
  __callDispose,
  __using
} from "./chunk-UOFCCHBS.js";

// src/github/releases.ts
var PAGE = 100;
var PAGE_LIMIT = 6;
var SMALL_PAGE_LIMIT = 7;
async function listReleases(client, repository) {
  const releases = [];
  try {
    for (let page = 1; releases.length < PAGE * PAGE_LIMIT && page <= SMALL_PAGE_LIMIT; page += 1) {
      const { data, headers } = await client.rest.repos.listReleases({ ...repository, per_page: PAGE, page });
      releases.push(...data.map(({ tag_name: tag, draft, prerelease }) => ({ tag, draft, prerelease })));
      if (data.length < PAGE && !/rel="next"/.test(headers.link ?? "")) return { releases, isComplete: true };
    }
    return { releases, isComplete: false };
  } catch (error) {
    const reason = readRefusal(error, "contents: read");
    throw new UserError(`GitHub's list of releases cannot be read: ${reason}`, { cause: error });
  }
}

// src/run/history-run.ts
import { join } from "node:path";

// src/github/data-branch.ts
import { setTimeout as wait } from "node:timers/promises";

// src/github/branch-commit.ts
var TREE_LIMIT = 25e6;
async function createCommit({ client, repository, message }, snapshot, changes) {
  const base = snapshot.tree === void 0 ? {} : { base_tree: snapshot.tree };
  const { data: tree } = await client.rest.git.createTree({ ...repository, ...base, tree: entriesOf(changes) });
  const parents = snapshot.commit === void 0 ? [] : [snapshot.commit];
  const { data: commit } = await client.rest.git.createCommit({ ...repository, message, tree: tree.sha, parents });
  return commit.sha;
}
function entriesOf(changes) {
  const file = { mode: "100644", type: "blob" };
  return [...changes].map(
    ([path, text]) => text === null ? { path, ...file, sha: null } : { path, ...file, content: text }
  );
}
async function moveRef({ client, repository, branch }, { commit: sha, created }) {
  if (created) await client.rest.git.createRef({ ...repository, ref: `refs/heads/${branch}`, sha });
  else await client.rest.git.updateRef({ ...repository, ref: `heads/${branch}`, sha, force: false });
}
function sizeOf(changes) {
  return [...changes.values()].reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), 0);
}

// src/github/branch-refusal.ts
var MOVED = /not a fast.?forward|reference already exists|reference does not exist|BadObjectState/i;
var PROTECTED = /rule violations|protected (?:ref|branch)|through a pull request|required status check|approving review|creations being restricted|reference update failed/i;
var PERMISSION = 'give the job "permissions: contents: write" - runs for forks and Dependabot always have a read-only token';
function isWorthRedoing(error) {
  if (isServerError(error)) return true;
  const status = statusOf(error);
  return (status === 422 || status === 409) && MOVED.test(messageOf(error));
}
function branchRefusal(error, branch) {
  const common = commonRefusal(error);
  if (common !== void 0) return common;
  const [status, message] = [statusOf(error), messageOf(error)];
  if (isPermissionError(error)) return `the token may not write to the repository (${message}); ${PERMISSION}`;
  if (status === 404) return `no such repository, or the token cannot see it (${message}); ${PERMISSION}`;
  if (status === 422 && PROTECTED.test(message))
    return `a ruleset or branch protection covers the branch ${branch} (${message}); exclude ${branch} from it in the repository's settings, under Rules`;
  return `GitHub refused to write the branch ${branch} (${message})`;
}

// src/github/data-branch.ts
var FIRST_WAIT = 4e3;
var LONGEST_WAIT = 6e4;
var WAIT_FOR_EACH = 300;
var CROWD = 3;
async function writeBranch(request) {
  const { budget, now = Date.now, sleep = (time) => wait(time, void 0, { signal: request.signal }) } = request;
  const end = now() + budget.seconds * 1e3;
  const progress = { unconfirmed: [], tries: 1, others: 0, isInLine: false, hasStoodBack: false };
  for (; ; ) {
    const attempt = await refusing(progress, () => tryOnce(request, progress));
    if (attempt.outcome === "crowded") {
      await sleep(delayOf(request, progress));
      continue;
    }
    if (attempt.outcome !== "again") return attempt;
    progress.isInLine ||= await request.line?.join() ?? false;
    const delay = delayOf(request, progress) + pauseOf(attempt.error, now());
    if (progress.tries >= budget.tries || now() + delay > end) {
      return refusing(progress, () => giveUp(request, progress, attempt.error));
    }
    await sleep(delay);
    progress.tries += 1;
  }
}
function delayOf({ random = Math.random }, { tries, others }) {
  return random() * Math.min(LONGEST_WAIT, Math.max(FIRST_WAIT * 2 ** (tries - 1), WAIT_FOR_EACH * others));
}
function pauseOf(error, now) {
  if (error instanceof CallLimitError) return Number.POSITIVE_INFINITY;
  return isRateLimited(error) ? rateLimitPause(error, now) ?? Number.POSITIVE_INFINITY : 0;
}
async function refusing({ tries }, work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { outcome: "refused", reason: error.message, tries };
  }
}
async function tryOnce(request, progress) {
  const { line, branch } = request;
  const { tries } = progress;
  const snapshot = await request.reader.snapshot();
  const before = await outcomeBefore(request, progress, snapshot);
  if (before !== void 0) return before;
  const changes = await realChanges(snapshot, await request.change(snapshot));
  if (changes.size === 0) {
    await line?.clear();
    return { outcome: "unchanged" };
  }
  const size = sizeOf(changes);
  if (size > TREE_LIMIT) {
    const reason = `${size} bytes in ${changes.size} files are too many for one commit of the branch ${branch}; at most ${TREE_LIMIT} are written`;
    return { outcome: "refused", reason, tries };
  }
  return send(request, snapshot, changes, progress);
}
async function outcomeBefore(request, progress, snapshot) {
  const landed = await findLanded(request, snapshot, progress.unconfirmed);
  if (landed !== void 0) return { outcome: "written", ...landed };
  const merged = await findMerged(request, progress, snapshot);
  if (merged !== void 0 || request.line === void 0) return merged;
  const { others, own } = await request.line.look();
  progress.others = others;
  if (progress.isInLine && !own) return findMerged(request, progress, await request.reader.snapshot());
  if (others < CROWD || progress.isInLine || progress.hasStoodBack) return void 0;
  progress.hasStoodBack = true;
  progress.isInLine = await request.line.join();
  return progress.isInLine ? { outcome: "crowded" } : void 0;
}
async function findMerged({ line }, { isInLine }, snapshot) {
  if (line === void 0 || !isInLine || snapshot.commit === void 0) return void 0;
  return await line.isIn(snapshot) ? { outcome: "merged", commit: snapshot.commit } : void 0;
}
async function send(request, snapshot, changes, { unconfirmed, tries }) {
  let sent;
  try {
    const created = snapshot.commit === void 0;
    if (request.push !== void 0) sent = { commit: await request.push(snapshot, changes), created, tries };
    else {
      sent = { commit: await createCommit(request, snapshot, changes), created, tries };
      await moveRef(request, sent);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (sent !== void 0 && isServerError(error)) unconfirmed.push(sent);
    if (isWorthRedoing(error) || isWorthWaiting(request, error)) return { outcome: "again", error };
    return { outcome: "refused", reason: branchRefusal(error, request.branch), tries };
  }
  await request.line?.clear();
  return { outcome: "written", ...sent };
}
function isWorthWaiting({ line }, error) {
  return isRateLimited(error) || line !== void 0 && error instanceof CallLimitError;
}
async function findLanded({ reader }, snapshot, unconfirmed) {
  for (const sent of unconfirmed) {
    if (await reader.contains(snapshot, sent.commit)) return sent;
  }
  return void 0;
}
async function giveUp(request, progress, error) {
  const { unconfirmed, isInLine, tries } = progress;
  if (unconfirmed.length > 0 || isInLine) {
    const snapshot = await request.reader.snapshot();
    const landed = await findLanded(request, snapshot, unconfirmed);
    if (landed !== void 0) return { outcome: "written", ...landed };
    const merged = await findMerged(request, progress, snapshot);
    if (merged !== void 0) return merged;
  }
  const reason = commonRefusal(error) ?? `others kept moving the branch ${request.branch}, ${tries} times in a row (last: ${messageOf(error)}); record once a run, or one job after the other (concurrency: group)`;
  return { outcome: isInLine ? "waiting" : "refused", reason, tries };
}

// src/publish/publish-history.ts
var LOG_WIDTH = 140;
async function publishHistory({ env, log }, history) {
  const files = await openReportFiles(env);
  const markdown = renderHistoryMarkdown(history);
  const write = async (name, text) => {
    const written = await files.write(name, text);
    if ("path" in written) return written.path;
    log.warning(`${name} was not written, so its output is empty: ${written.problem}`);
    return "";
  };
  const outputs = {
    ...NOTHING_REPORTED,
    report: await write("history.json", `${JSON.stringify(history)}
`),
    markdown: await write("history.md", markdown),
    html: await write("history.html", renderTimelinePage(history))
  };
  log.info(renderHistoryTerminal(history, { colour: false, width: LOG_WIDTH }).trimEnd());
  await publish({ outputs, summary: markdown, annotations: [] }, env);
}

// src/run/waiting-line.ts
import { randomBytes } from "node:crypto";
var MOST_RUNS = 200;
var MOST_TEXT = 12e6;
function lineFolder(branch) {
  return `refs/image-size-gate/waiting/${branch}/`;
}
function waitingLine(refs, request) {
  return new LineAtOrigin(refs, request);
}
var LineAtOrigin = class {
  #refs;
  #request;
  #folder;
  #own;
  #compute;
  /** Ref → run; null for one that cannot be read, as one of a later version. It is left alone. */
  #runs = /* @__PURE__ */ new Map();
  #present = /* @__PURE__ */ new Set();
  #others = [];
  #taken = [];
  #joined = false;
  constructor(refs, request) {
    this.#refs = refs;
    this.#request = request;
    this.#folder = lineFolder(request.branch);
    this.#own = `${this.#folder}${request.commit}-${randomBytes(4).toString("hex")}`;
    this.#compute = recordChanges(request);
  }
  change = (snapshot) => {
    this.#present = new Set(snapshot.files.keys());
    this.#taken = this.#affordable();
    const waiting = this.#taken.flatMap((ref) => this.#runs.get(ref) ?? []);
    return this.#compute(snapshot, waiting);
  };
  async look() {
    const found = await orNothing(() => this.#refs.fetch(this.#folder), void 0);
    if (found === void 0) return { others: this.#others.length, own: this.#joined };
    const names = [...found].filter(([ref]) => /^[0-9a-f]+-[0-9a-f]+$/.test(ref.slice(this.#folder.length)));
    for (const [ref, commit] of names.slice(0, MOST_RUNS)) {
      if (ref !== this.#own && !this.#runs.has(ref)) this.#runs.set(ref, await this.#read(commit));
    }
    this.#others = names.map(([ref]) => ref).filter((ref) => this.#runs.get(ref));
    return { others: this.#others.length, own: found.has(this.#own) };
  }
  async join() {
    if (this.#joined) return true;
    this.#joined = await orNothing(async () => {
      await this.#refs.create(this.#own, this.#files());
      return true;
    }, false);
    return this.#joined;
  }
  async isIn(snapshot) {
    return holdsRecords(snapshot, waitingRunOf({ ...this.#request, layerIndex: () => void 0 }, /* @__PURE__ */ new Set()).records);
  }
  async clear() {
    const refs = [...this.#taken, ...this.#joined ? [this.#own] : []];
    await orNothing(() => this.#refs.remove(refs), void 0);
  }
  /** A run that is too large leaves its indexes behind: a later run reads those layers again. */
  #files() {
    const run = waitingRunOf(this.#request, this.#present);
    const files = formatWaitingRun(run);
    if (textOf(files) <= MAX_WAITING_RUN) return files;
    return formatWaitingRun({ ...run, layers: /* @__PURE__ */ new Map() });
  }
  #affordable() {
    let left = MOST_TEXT;
    return this.#others.filter((ref) => {
      const run = this.#runs.get(ref);
      if (!run) return false;
      left -= textOf(formatWaitingRun(run));
      return left >= 0;
    });
  }
  async #read(commit) {
    return orNothing(async () => parseWaitingRun(await this.#refs.files(commit, MAX_WAITING_RUN)), null);
  }
};
function textOf(files) {
  return [...files.values()].reduce((sum, text) => sum + text.length, 0);
}
async function orNothing(work, nothing) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) return nothing;
    throw error;
  }
}

// src/run/recording.ts
var CALLS = 10;
var PUSHES = 8;
var SECONDS = 300;
var RECORDED = ["schedule", "workflow_dispatch"];
function shouldRecord({ record: record2 }, { event, tag, onDefaultBranch }) {
  if (record2 !== "auto") return record2 === "always";
  if (event.kind === "release" || tag !== void 0) return true;
  return onDefaultBranch && (event.kind === "push" || event.kind === "other" && RECORDED.includes(event.name));
}
async function recordRun(request) {
  const { log, records, checkout } = request;
  const measurements = request.report.comparisons.flatMap(({ head }) => head ?? []);
  const commit = await topLevel(checkout) === void 0 ? void 0 : await resolveCommit(checkout, "HEAD");
  if (measurements.length === 0 || commit === void 0) return;
  if (request.inputs.token === "") {
    const write = request.inputs.record === "always" ? log.warning : log.info;
    write(`The sizes were not recorded on ${records.branch}: github-token is empty`);
    return;
  }
  const callLimit = Math.max(0, Math.min(CALLS, RUN_CALLS - request.client.calls()));
  const client = connect({
    token: request.inputs.token || "none",
    callLimit,
    signal: checkout.signal,
    ...request.env.GITHUB_API_URL ? { apiUrl: request.env.GITHUB_API_URL } : {}
  });
  const changes = changesOf(request, measurements, commit);
  const push = forgeOf(request.env) === void 0 ? void 0 : pushBy(records, recordMessage(commit));
  const line = records.refs === void 0 || push !== void 0 ? void 0 : waitingLine(records.refs, changes);
  const written = await writeBranch({
    client,
    repository: request.event.repository,
    branch: records.branch,
    reader: records.reader,
    message: recordMessage(commit),
    budget: { tries: push === void 0 ? Math.max(1, Math.floor(callLimit / 3)) : PUSHES, seconds: SECONDS },
    push,
    change: line?.change ?? recordChanges(changes),
    line,
    signal: checkout.signal,
    ...request.pace
  });
  await printOutcome(request, client, written, log);
}
function pushBy({ refs, branch }, message) {
  if (refs === void 0) return void 0;
  return async ({ commit: parent }, changes) => {
    const pushed = await refs.push(branch, { parent, changes, message });
    if ("commit" in pushed) return pushed.commit;
    throw Object.assign(new Error(`Update is not a fast forward (${pushed.moved})`), { status: 422 });
  };
}
function recordMessage(commit) {
  return `[skip ci] Record image sizes of ${commit.slice(0, 7)}`;
}
function changesOf(request, measurements, commit) {
  const conditions = new Map(request.images.map((image) => [image.name, image.conditions]));
  const { owner, repo } = request.event.repository;
  return {
    measurements,
    commit,
    now: /* @__PURE__ */ new Date(),
    release: request.event.tag,
    layerIndex: (digest) => request.measurer.layerIndex(digest),
    conditionsOf: (image) => conditions.get(image) ?? [],
    repository: `${owner}/${repo}`,
    branch: request.records.branch,
    serverUrl: serverUrlOf(request.env),
    isForge: forgeOf(request.env) !== void 0
  };
}
async function printOutcome(request, client, written, log) {
  const { branch } = request.records;
  if (written.outcome === "refused") log.warning(`The sizes were not recorded on ${branch}: ${written.reason}`);
  if (written.outcome === "waiting")
    log.warning(
      `The sizes are not on ${branch} yet: ${written.reason}. They wait at origin under ${lineFolder(branch)}, and the next run that records takes them along`
    );
  if (written.outcome === "unchanged") log.info(`The sizes are on ${branch} already`);
  if (written.outcome === "merged")
    log.info(`Recorded on ${branch} by another run that wrote at the same time, up to ${written.commit.slice(0, 7)}`);
  if (written.outcome !== "written") return;
  log.info(`Recorded on ${branch} as ${written.commit.slice(0, 7)}`);
  if (written.created) for (const line of await snippets(request, client)) log.info(line);
}
async function snippets({ images, event, records, env }, client) {
  const isPrivate = await client.rest.repos.get({ ...event.repository }).then(({ data }) => data.private).catch((error) => {
    if (!isAnswer(error)) throw error;
    return false;
  });
  const repository = `${event.repository.owner}/${event.repository.repo}`;
  const serverUrl = serverUrlOf(env);
  const server = serverUrl === void 0 ? {} : { serverUrl };
  const isForge = forgeOf(env) !== void 0;
  const common = { repository, branch: records.branch, isPrivate, isForge, ...server };
  return ["Badges for your README:", ...images.map(({ name }) => badgeSnippet({ ...common, image: name }))];
}

// src/run/history-run.ts
var CALLS2 = 10;
var SECONDS2 = 300;
var EVERY = 20;
async function runHistory(run) {
  var _stack = [];
  try {
    const { inputs, env, checkout, log, configuration, records } = run;
    const begun = performance.now();
    const folder = __using(_stack, await makeTemporaryFolder("history", env), true);
    const known = await rebuiltSizes(configuration, records);
    const gaps = await recordedGaps(configuration, records);
    const { history, images } = await searchHistory({
      ...configuration,
      checkout,
      range: { since: inputs.history, until: "HEAD" },
      search: { metric: "unpacked", noise: void 0, every: EVERY, all: false },
      snapshot: { epoch: false, arguments: /* @__PURE__ */ new Map() },
      state: { folder: join(folder.path, "state"), key: VERSION },
      openMeasurer: () => openMeasurer(run.measurer),
      env: inputs.secretEnv,
      onProgress: (image, { weighed, leftAbout, leftAtMost, commit }) => log.info(`${image}: ${weighed} weighed, about ${leftAbout} left, at most ${leftAtMost}; next ${commit.commit}`),
      isOver: () => performance.now() - begun > inputs.historyLimit * 1e3,
      knownSizes: (image, commit) => known.get(`${image} ${commit}`),
      knownGap: (image, commit, build) => gaps.get(`${image} ${commit} ${build}`),
      retryGaps: inputs.retryGaps,
      now: /* @__PURE__ */ new Date()
    });
    await publishHistory({ env, log }, history);
    if (records !== void 0 && inputs.record !== "never") await record(run, records, images);
    const measured = new Set(history.timelines.map(({ image }) => image));
    return configuration.images.filter(({ name }) => !measured.has(name)).map(({ name }) => `${name}: no commit could be measured; the job summary says why`);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function rebuiltSizes({ images }, records) {
  const known = /* @__PURE__ */ new Map();
  if (records === void 0) return known;
  for (const { name } of images) {
    const { entries = [] } = await readHistory(records, name) ?? {};
    const rebuilt = entries.filter((entry) => entry.rebuilt === true);
    for (const [commit, sizes] of groupBy(rebuilt, (entry) => entry.commit))
      known.set(`${name} ${commit}`, { kind: "sizes", sizes });
  }
  return known;
}
async function recordedGaps({ images }, records) {
  const known = /* @__PURE__ */ new Map();
  if (records === void 0) return known;
  for (const { name } of images)
    for (const { commit, build, reason } of await readGaps(records.snapshot, name))
      known.set(`${name} ${commit} ${build}`, reason);
  return known;
}
async function record(run, records, images) {
  const { inputs, env, event, log, checkout } = run;
  if (inputs.token === "") return log.warning("The sizes were not recorded: github-token is empty");
  const { owner, repo } = event.repository;
  const isForge = forgeOf(env) !== void 0;
  const serverUrl = serverUrlOf(env);
  const change = historyChange({
    images,
    repository: `${owner}/${repo}`,
    branch: records.branch,
    now: /* @__PURE__ */ new Date(),
    isForge,
    serverUrl
  });
  const apiUrl = env.GITHUB_API_URL ? { apiUrl: env.GITHUB_API_URL } : {};
  const written = await writeBranch({
    client: connect({ token: inputs.token, callLimit: CALLS2, signal: checkout.signal, ...apiUrl }),
    repository: event.repository,
    branch: records.branch,
    reader: records.reader,
    message: HISTORY_MESSAGE,
    budget: { tries: 3, seconds: SECONDS2 },
    push: isForge ? pushBy(records, HISTORY_MESSAGE) : void 0,
    change,
    signal: checkout.signal
  });
  const { branch } = records;
  if (written.outcome === "refused") log.warning(`The sizes were not recorded on ${branch}: ${written.reason}`);
  if (written.outcome === "unchanged") log.info(`The sizes are on ${branch} already`);
  if (written.outcome === "written") log.info(`Recorded on ${branch} as ${written.commit.slice(0, 7)}`);
}

// src/run/suggestions.ts
var NOT_KEPT = /[^\P{Cc}\t]|[\u2028\u2029]/u;
async function suggestionsOf(report, images, places) {
  const { edits, texts } = await adviseEdits(report, images, places);
  return edits.flatMap((edit) => suggestionOf(edit, texts.get(edit.file) ?? "") ?? []);
}
function suggestionOf({ file, start, end, lines, titles }, text) {
  const before = linesOf(text).slice(start - 1, end).map(withoutEnd);
  const after = lines.map(withoutEnd);
  if (before.length === 0 || text.includes("\r") || [...before, ...after].some((line) => NOT_KEPT.test(line)))
    return void 0;
  const words = titles.map((title) => escapeText(title)).join("\n");
  return { path: file, start, end, before, after, words };
}

// src/run/thin-event.ts
import { basename } from "node:path";
var NAMED = 4;
function thinPayload({ event, pullRequest, lacks = [] }, env) {
  const named = lacks.slice(0, NAMED).join("; ");
  const found = lacks.length > NAMED ? `${named} and ${lacks.length - NAMED} more` : named;
  const noComment = event.kind === "pull_request" && pullRequest === void 0 ? ", and there is no comment, since nothing says which pull request this is" : "";
  const cure = env.ACT === "true" && forgeOf(env) === void 0 ? ". For the whole event, give act a payload: act -e event.json" : "";
  return `The payload of the event ${env.GITHUB_EVENT_NAME} lacks what GitHub sends (${found}). What git knows of the checkout is used instead${noComment}${cure}`;
}
async function withRepository(env, root, log) {
  const { GITHUB_REPOSITORY: named = "" } = env;
  if (named !== "") return env;
  const repository = await originRepository({ cwd: root }) ?? `local/${basename(root).replace(/[^\w.-]/g, "-")}`;
  log.warning(
    `GITHUB_REPOSITORY is ${JSON.stringify(named)}, expected owner/name: the repository is taken for ${repository}`
  );
  return { ...env, GITHUB_REPOSITORY: repository };
}

// src/run/workspace.ts
import { readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, join as join3, relative, resolve, sep } from "node:path";

// src/run/named-paths.ts
import { join as join2, posix } from "node:path";
var LINE = /^(\s*(?:[^=:]*=\s*)?(?:[A-Za-z][\w+.-]+:)?)([^#:@]*)(.*)$/s;
var REMOTE = /(?:^|=)\s*docker(?:-daemon)?:$/;
function namedPaths({ config, images, file, context }) {
  const own = config === DEFAULT_CONFIG ? [] : [config];
  const built = isRemoteContext(context) ? [] : [file, context, ...images.map(pathOf)];
  return [...own, ...built].filter((path) => path !== "");
}
function pathOf(line) {
  const [, start = "", path = ""] = LINE.exec(line) ?? [];
  return REMOTE.test(start) ? "" : path.trim();
}
async function withoutFolder(inputs, place) {
  const config = await shorten(inputs.config, place);
  const areNames = config !== "" && await exists(join2(place.root, config));
  return {
    ...inputs,
    config,
    file: await shorten(inputs.file, place),
    context: await shorten(inputs.context, place),
    images: areNames ? inputs.images : await Promise.all(inputs.images.map((line) => shortenLine(line, place)))
  };
}
async function shortenLine(line, place) {
  const [, start = "", path = "", rest = ""] = LINE.exec(line) ?? [];
  return REMOTE.test(start) ? line : `${start}${await shorten(path, place)}${rest}`;
}
async function shorten(path, { workspace, root, folder }) {
  const normal = posix.normalize(path);
  if (normal !== folder && !normal.startsWith(`${folder}/`)) return path;
  if (await exists(join2(root, path)) || !await exists(join2(workspace, path))) return path;
  return normal.slice(folder.length + 1) || ".";
}

// src/run/workspace.ts
var MOST_FOLDERS = 2e3;
var DEFAULT_FILES = ["Dockerfile", "docker-bake.hcl", "docker-bake.json", "compose.yaml", "docker-compose.yml"];
async function findWorkspace(request) {
  const { inputs, env } = request;
  const workspace = await workspaceOf(env);
  if (inputs.path !== "") return inFolder(request, workspace, await namedFolder(request, workspace));
  if (await topOf(request, workspace) !== void 0) return { root: workspace, folder: "", inputs };
  const found = await matching(request, workspace, await checkoutsIn(workspace));
  const [only] = found;
  if (found.length === 1 && only !== void 0) return inFolder(request, workspace, only);
  if (found.length > 1 && request.needsCheckout) {
    const names = found.map((each) => printable(each)).join(", ");
    throw new UserError(
      `the workspace is no checkout and has several in it (${names}): name the one to measure with the input path`
    );
  }
  return { root: workspace, folder: "", inputs };
}
async function workspaceOf({ GITHUB_WORKSPACE: named }) {
  const root = named || process.cwd();
  if (await isFolder(root)) return root;
  throw new UserError(
    `GITHUB_WORKSPACE is ${JSON.stringify(root)}, and there is no such folder; check out the repository first (actions/checkout)`
  );
}
async function inFolder({ inputs }, workspace, folder) {
  const root = join3(workspace, folder);
  return { root, folder, inputs: folder === "" ? inputs : await withoutFolder(inputs, { workspace, root, folder }) };
}
async function namedFolder(request, workspace) {
  const { path } = request.inputs;
  const found = `path: found ${JSON.stringify(path)}`;
  const expected = "expected is the folder of a checkout in the workspace, as the input path of actions/checkout names it";
  const top = await realpath(workspace);
  const place = resolve(workspace, path);
  if (!await isFolder(place))
    throw new UserError(`${found}, and there is no such folder in ${workspace}; ${expected}`);
  const folder = relative(top, await realpath(place));
  if (isAbsolute(folder) || folder.split(sep)[0] === "..")
    throw new UserError(`${found}, which is outside of the workspace ${workspace}; ${expected}`);
  const checkout = await topOf(request, place);
  if (checkout === void 0) throw new UserError(`${found}, which is no checkout (it has no .git); ${expected}`);
  const inside = relative(checkout, await realpath(place));
  if (inside === "") return folder.split(sep).join("/");
  throw new UserError(
    `${found}, which is the folder ${JSON.stringify(inside)} of a checkout; ${expected}. A folder of it is named by context, file or images`
  );
}
async function isFolder(path) {
  return (await stat(path).catch(() => void 0))?.isDirectory() ?? false;
}
async function topOf({ signal }, cwd) {
  return topLevel({ cwd, signal }).catch((error) => {
    if (!(error instanceof UserError)) throw error;
    return realpath(cwd);
  });
}
async function checkoutsIn(workspace) {
  const found = [];
  let level = [""];
  for (let depth = 0; depth < 2; depth++) {
    const below = (await Promise.all(level.map((folder) => foldersIn(workspace, folder)))).flat();
    const own = await Promise.all(below.map((folder) => exists(join3(workspace, folder, ".git"))));
    found.push(...below.filter((_, at) => own[at]));
    level = below.filter((_, at) => !own[at]);
  }
  return found.toSorted();
}
async function foldersIn(workspace, folder) {
  const entries = await readdir(join3(workspace, folder), { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.slice(0, MOST_FOLDERS).map((name) => folder === "" ? name : `${folder}/${name}`);
}
async function matching(request, workspace, folders) {
  const { GITHUB_SHA: sha = "" } = request.env;
  const ofRun = await filtered(folders, async (folder) => {
    const cwd = join3(workspace, folder);
    return sha !== "" && await resolveCommit({ cwd, signal: request.signal }, "HEAD").catch(orUndefined) === sha;
  });
  return ofRun.length > 0 ? ofRun : filtered(folders, (folder) => hasFiles(request.inputs, workspace, folder));
}
async function hasFiles(inputs, workspace, folder) {
  const root = join3(workspace, folder);
  const named = namedPaths(await withoutFolder(inputs, { workspace, root, folder }));
  const exist = (path) => exists(join3(root, path));
  if (named.length > 0) return (await filtered(named, exist)).length === named.length;
  return (await filtered([inputs.config, ...DEFAULT_FILES].filter(Boolean), exist)).length > 0;
}
async function filtered(items, accepts) {
  const accepted = await Promise.all(items.map(accepts));
  return items.filter((_, at) => accepted[at]);
}

// src/run/action.ts
async function runAction(given, env, signal) {
  var _stack2 = [];
  try {
    const run = await startRun(given, env, signal);
    const { inputs } = run;
    const configuration = await configure(run);
    maskSecretsOf(run, configuration);
    if (inputs.history !== "") {
      var _stack = [];
      try {
        const records = __using(_stack, await openOwnRecords(run), true);
        return await runHistory({ ...run, configuration, records, measurer: measurerOptions(run) });
      } catch (_) {
        var _error = _, _hasError = true;
      } finally {
        var _promise = __callDispose(_stack, _error, _hasError);
        _promise && await _promise;
      }
    }
    const measurer = __using(_stack2, await openMeasurer(measurerOptions(run)), true);
    const report = await runCheck(checkRequest(run, configuration, measurer));
    return inputs.part === "" ? failureLines(report) : [];
  } catch (_2) {
    var _error2 = _2, _hasError2 = true;
  } finally {
    var _promise2 = __callDispose(_stack2, _error2, _hasError2);
    _promise2 && await _promise2;
  }
}
function checkRequest(run, configuration, measurer) {
  const { inputs, checkout, event, log } = run;
  return {
    configuration,
    checkout,
    measurer,
    log,
    baseline: inputs.baseline,
    history: historyOf(
      checkout,
      (a, b) => remoteMergeBase(run, a, b),
      () => remoteReleases(run)
    ),
    findBaseCommit: (history) => findBaseCommit(event.event, history),
    measured: {
      release: (history) => measuredCommits(event.event, history),
      ref: (history) => measuredUnchanged(event.event, history, { tracked: true })
    },
    release: event.tag,
    openRecords: () => openOwnRecords(run),
    buildsAll: false,
    untracked: "all",
    docker: { builder: inputs.builder, env: inputs.secretEnv },
    contents: true,
    publish: (report, baseCommit) => publishRun(run, configuration, report, baseCommit),
    record: shouldRecord(inputs, event) ? (report, records) => recordRun({ ...run, images: configuration.images, records, measurer, report }) : void 0
  };
}
function maskSecretsOf({ inputs, env, root }, { images }) {
  for (const { source } of images) {
    if (source.kind === "dockerfile") maskSecrets(source.secrets ?? [], root, { ...env, ...inputs.secretEnv });
  }
}
async function openOwnRecords({ inputs, checkout, log }) {
  const { dataBranch: branch, maxBehind, rebuiltRecords: rebuilt } = inputs;
  if (branch === "") return void 0;
  try {
    return await openRecords({ repository: checkout, branch, maxBehind, rebuilt });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    log.warning(`The records on ${branch} cannot be read, so the base is built: ${error.message}`);
    return void 0;
  }
}
async function startRun(given, runner, signal) {
  const log = actionsLog((text) => process.stdout.write(text));
  const needsCheckout = hasChange(runner.GITHUB_EVENT_NAME ?? "") && given.baseline !== "none";
  const { inputs, root, folder } = await findWorkspace({ inputs: given, env: runner, needsCheckout, signal });
  if (folder !== "") log.info(`The checkout is in ${folder}, and paths are relative to it`);
  const env = await withRepository(runner, root, log);
  const event = await readEvent(env);
  if (event.lacks !== void 0) log.warning(thinPayload(event, env));
  const { problem } = await temporaryParent(env);
  if (problem !== void 0) log.warning(problem);
  return {
    inputs,
    env,
    signal,
    root,
    event,
    log,
    client: connect({
      token: inputs.token || "none",
      signal,
      ...env.GITHUB_API_URL ? { apiUrl: env.GITHUB_API_URL } : {}
    }),
    checkout: { cwd: root, token: inputs.token || void 0, serverUrl: serverUrlOf(env), signal }
  };
}
function configure({ inputs, env, root, log, signal }) {
  const { config } = inputs;
  const repositoryName = env.GITHUB_REPOSITORY ?? "";
  return readConfiguration({ root, config, inline: inputs, repositoryName, env: environment(env), log, signal });
}
function measurerOptions({ inputs, root, log, signal }) {
  const { builder, timeLimit, secretEnv: env } = inputs;
  const cacheFrom = inputs.cacheFrom.map((entry) => absoluteCache(entry, root));
  const cacheTo = inputs.cacheTo.map((entry) => absoluteCache(entry, root));
  return { builder, cacheFrom, cacheTo, timeLimit, log, version: VERSION, inspect: inspectPackages, signal, env };
}
async function remoteReleases({ inputs, client, event, log }) {
  if (inputs.token !== "") return listReleases(client, event.repository);
  log.warning(
    "Every tag counts as released: without github-token, GitHub does not say which are drafts or pre-releases"
  );
  return { releases: [], isComplete: true };
}
async function remoteMergeBase({ inputs, client, event }, a, b) {
  if (inputs.token !== "") return askMergeBase(client, event.repository, b, a);
  throw new UserError("the merge base is not in this clone, and without github-token GitHub cannot be asked for it");
}
async function headOf({ event: { event }, checkout }) {
  if (event.kind === "pull_request" && event.headSha !== void 0) return event.headSha;
  return await topLevel(checkout) === void 0 ? void 0 : resolveCommit(checkout, "HEAD");
}
async function topOf2({ checkout, root }) {
  return await topLevel(checkout) ?? root;
}
async function publishRun(run, { images }, report, baseCommit) {
  const { inputs, env, event } = run;
  const headSha = await headOf(run);
  return publishReport(
    {
      ...run,
      ...event,
      headSha,
      subject: JSON.stringify(images.map(({ name, source }) => [name, source])),
      suggestions: inputs.suggest ? await suggestionsOf(report, images, { root: run.root, top: await topOf2(run) }) : void 0,
      part: inputs.part || partOfJob(env.GITHUB_JOB ?? "", inputs.key),
      handOver: inputs.part === "" ? "denied" : "always",
      baselineCommit: baselineCommit(report) || (baseCommit ?? "")
    },
    {
      ...report,
      ...headSha === void 0 ? {} : { commit: headSha },
      ...inputs.part === "" ? {} : { part: inputs.part }
    }
  );
}
export {
  runAction
};
