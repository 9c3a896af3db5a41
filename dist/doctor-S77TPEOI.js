import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  configuredImages
} from "./chunk-QI5ZZ3B7.js";
import {
  messageOf
} from "./chunk-4XW77GJX.js";
import "./chunk-EKFQZSHH.js";
import {
  findLocalBase,
  historyOf
} from "./chunk-EWWE46G3.js";
import "./chunk-6HAQ2BAZ.js";
import "./chunk-XCEVELY4.js";
import "./chunk-XJFIH2V6.js";
import {
  inspectBuilder,
  readBuildxVersion,
  readDocker,
  readEngineInfo
} from "./chunk-YZ7DKGYK.js";
import {
  plainLog
} from "./chunk-DHLA25L2.js";
import {
  paint
} from "./chunk-TGCFGZ2R.js";
import {
  gitCommand,
  isRemoteContext,
  isShallow,
  originRepository,
  resolveRemote,
  runCommand,
  topLevel
} from "./chunk-KVAMYFKP.js";
import "./chunk-QX4VVKC4.js";
import "./chunk-UWS2MVFE.js";
import "./chunk-FPYIA4FT.js";
import "./chunk-X7IVBP2V.js";
import {
  visibleLine
} from "./chunk-XSAKZETS.js";
import "./chunk-C5KJ4NRV.js";
import "./chunk-SM6COODY.js";
import "./chunk-NPLJAB6U.js";
import "./chunk-DHE32DWY.js";
import "./chunk-LL3EZWTN.js";
import "./chunk-7JZOHCHM.js";
import "./chunk-UOFCCHBS.js";

// src/command/doctor/doctor.ts
import { stat } from "node:fs/promises";
import { resolve } from "node:path";

// src/command/doctor/engine.ts
var INSTALL = "install Docker Engine with its plugin docker-buildx, or run where both are (ubuntu runners of GitHub)";
function engineExaminations(engine, builder) {
  return [
    { name: "docker", look: () => lookAtDaemon(engine), cure: INSTALL },
    { name: "buildx", look: () => lookAtBuildx(engine), cure: INSTALL },
    {
      name: "builder",
      look: async () => describeBuilder(await inspectBuilder({ ...engine, builder: builder || void 0 })),
      cure: "name one that `docker buildx ls` shows in --builder, or make one: docker buildx create --use"
    }
  ];
}
async function lookAtDaemon(engine) {
  const { client, server, unreachable } = await readEngineInfo(engine);
  if (unreachable === void 0) return { outcome: "ok", words: `Docker ${server} answers (client ${client})` };
  return {
    outcome: "fail",
    words: `client ${client}; the daemon does not answer: ${unreachable.trim()}`,
    cure: "start the daemon, or set DOCKER_HOST to one that runs; sources such as docker:// and oci: need none"
  };
}
async function lookAtBuildx(engine) {
  const { client } = await readEngineInfo(engine);
  const version = readBuildxVersion(await readDocker(engine, ["buildx", "version"]), client);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 0 || minor >= 14) return { outcome: "ok", words: `buildx ${version}` };
  return {
    outcome: "warn",
    words: `buildx ${version} has no provenance, so the base image of a build is not known`,
    cure: "install buildx 0.14 or newer (docker/setup-buildx-action does)"
  };
}
function describeBuilder(builder) {
  const { name, driver, store } = builder;
  const what = `${name}: driver ${driver}${store === void 0 ? "" : `, ${store} image store`}`;
  if (builder.export === "oci-layout") return { outcome: "ok", words: `${what}; images are read from its OCI export` };
  return { outcome: "ok", words: `${what}; the daemon pushes images to a registry in this process` };
}

// src/command/doctor/finding.ts
async function examine({ name, look, cure, dispensable }, signal) {
  try {
    return { name, ...await look() };
  } catch (error) {
    signal.throwIfAborted();
    return { name, outcome: dispensable ? "warn" : "fail", words: messageOf(error), cure };
  }
}

// src/command/doctor/repository.ts
var BRANCH = "image-size";
var PATIENCE = 30;
function repositoryExaminations(place) {
  const repository = { ...place, originLimit: PATIENCE };
  return [
    {
      name: "git",
      look: () => lookAtCheckout(repository),
      cure: "run in a checkout of the repository, with git on PATH"
    },
    {
      name: "base",
      look: () => lookAtBase(repository),
      cure: "git fetch origin, or name a commit in --baseline"
    },
    {
      name: "origin",
      dispensable: true,
      look: () => lookAtOrigin(repository),
      cure: "see that `git ls-remote origin` works, or give a token with contents: read in GITHUB_TOKEN"
    },
    {
      name: "records",
      dispensable: true,
      look: () => lookAtRecords(repository),
      cure: "let the action run on the default branch with contents: write; until then the base is built"
    },
    {
      name: "token",
      dispensable: true,
      look: () => lookAtToken(repository),
      cure: "give the job contents: write where it records, on the default branch and for releases"
    }
  ];
}
async function lookAtCheckout(repository) {
  const top = await topLevel(repository);
  if (top === void 0)
    return {
      outcome: "warn",
      words: "this is no git repository",
      cure: "name what to compare with in --baseline, or use `measure` and `compare`, which need no repository"
    };
  if (!await isShallow(repository)) return { outcome: "ok", words: `checkout at ${top}, whole history` };
  return { outcome: "ok", words: `checkout at ${top}, shallow: the base commit is fetched by its id` };
}
async function lookAtBase(repository) {
  if (await topLevel(repository) === void 0) return { outcome: "skipped", words: "no repository" };
  const base = await findLocalBase(historyOf(repository));
  if (base.kind === "commit")
    return { outcome: "ok", words: `compared with ${base.commit.slice(0, 7)} (${base.description})` };
  return { outcome: "warn", words: base.reason, cure: "git fetch origin, or name a commit in --baseline" };
}
async function lookAtOrigin(repository) {
  const origin = await hasOrigin(repository);
  if (!origin) return { outcome: "skipped", words: "there is no remote called origin" };
  const head = await resolveRemote(repository, "HEAD");
  return { outcome: "ok", words: `origin answers${head === void 0 ? ", and is empty" : ""}` };
}
async function lookAtRecords(repository) {
  if (!await hasOrigin(repository)) return { outcome: "skipped", words: "there is no remote called origin" };
  const commit = await resolveRemote(repository, BRANCH);
  if (commit === void 0)
    return {
      outcome: "ok",
      words: `origin has no branch ${BRANCH} yet: each run builds the base`,
      cure: "to record, run the action on pushes to the default branch with contents: write"
    };
  return {
    outcome: "ok",
    words: `origin has the branch ${BRANCH} at ${commit.slice(0, 7)}; --data-branch ${BRANCH} uses its records`
  };
}
async function lookAtToken(repository) {
  const { token } = repository;
  if (!token) return { outcome: "skipped", words: "GITHUB_TOKEN is not set; git uses its own credentials" };
  if (await originRepository(repository) === void 0)
    return { outcome: "skipped", words: "no origin to use it on" };
  const args = ["push", "--dry-run", "--quiet", "origin", `HEAD:refs/image-size-gate/waiting/${BRANCH}/doctor`];
  const { exitCode, stderr } = await runCommand(gitCommand(repository, args), {
    timeLimit: PATIENCE,
    ...repository.signal && { signal: repository.signal }
  });
  if (exitCode === 0) return { outcome: "ok", words: "GITHUB_TOKEN may write (contents: write), as records need" };
  const reason = stderr.trim().split("\n")[0] ?? "";
  return {
    outcome: "ok",
    words: `GITHUB_TOKEN may not write, so nothing would be recorded: ${reason}`,
    cure: "give the job contents: write where it records; a pull request needs only contents: read"
  };
}
async function hasOrigin(repository) {
  if (await topLevel(repository) === void 0) return false;
  const { exitCode } = await runCommand(gitCommand(repository, ["remote", "get-url", "origin"]));
  return exitCode === 0;
}

// src/command/doctor/doctor.ts
var COLOURS = { ok: 32, warn: 33, fail: 31, skipped: 2 };
var INIT = "image-size-gate init finds what builds images, and writes a configuration";
var OLDEST_NODE = [20, 15];
async function runDoctor(session) {
  const { args, cwd, terminal, signal } = session;
  const { GITHUB_TOKEN: token, GITHUB_SERVER_URL: serverUrl } = process.env;
  const repository = { cwd, signal, ...token && { token }, ...serverUrl && { serverUrl } };
  const all = [
    nodeExamination(),
    ...engineExaminations({ cwd, signal }, args.builder),
    ...repositoryExaminations(repository),
    configurationExamination(session)
  ];
  const findings = await Promise.all(all.map((examination) => examine(examination, signal)));
  if (args.json) terminal.out(`${JSON.stringify({ schemaVersion: 1, findings }, null, 2)}
`, "json");
  else terminal.out(renderFindings(findings, args.quiet, terminal.colour));
  return findings.some(({ outcome }) => outcome === "fail") ? 2 : 0;
}
function nodeExamination() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldest, least] = OLDEST_NODE;
  const isNew = major > oldest || major === oldest && minor >= least;
  return {
    name: "node",
    look: async () => ({
      outcome: isNew ? "ok" : "fail",
      words: `Node.js ${process.versions.node}`,
      ...isNew ? {} : { cure: `install Node.js ${oldest}.${least} or newer` }
    }),
    cure: ""
  };
}
function configurationExamination(session) {
  const log = plainLog(() => void 0, { verbose: false });
  return {
    name: "images",
    look: async () => {
      const { images, file, root } = await configuredImages({ ...session, log });
      const names = images.map(({ name }) => name).join(", ");
      const missing = await missingFiles(images, root);
      if (missing.length > 0) return { outcome: "fail", words: `there is no ${missing.join(", ")}`, cure: INIT };
      return { outcome: "ok", words: `${images.length} from ${file ?? "what is in the repository"}: ${names}` };
    },
    cure: INIT
  };
}
async function missingFiles(images, root) {
  const files = images.flatMap(
    ({ source }) => source.kind === "dockerfile" && !isRemoteContext(source.context) ? [source.file] : []
  );
  const found = await Promise.all(files.map((file) => stat(resolve(root, file)).catch(() => void 0)));
  return files.filter((_, at) => found[at] === void 0);
}
function renderFindings(findings, quiet, colour) {
  const shown = findings.filter(({ outcome }) => !quiet || outcome === "warn" || outcome === "fail");
  return shown.map(({ name, outcome, words, cure }) => {
    const line = `${paint(outcome.padEnd(7), COLOURS[outcome], colour)}  ${name.padEnd(7)}  ${visibleLine(words)}
`;
    return cure === void 0 ? line : `${line}${" ".repeat(18)}\u2192 ${cure}
`;
  }).join("");
}
export {
  runDoctor
};
