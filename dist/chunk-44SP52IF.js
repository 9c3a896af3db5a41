import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  artifactName
} from "./chunk-QW7E74GV.js";
import {
  list,
  oneOf,
  optional,
  orDefault,
  readPublishInputs,
  unlessNone,
  wholeNumber
} from "./chunk-HLBELV6E.js";
import {
  getInput,
  setSecret,
  warning
} from "./chunk-NAWPDUEO.js";
import {
  checkBuildContext,
  checkLabel,
  checkNetwork,
  checkSsh,
  parsePlatforms,
  parseRawSecrets,
  parseSecretEnv,
  parseSecretFile,
  readSecret,
  refuseSameIds,
  secretWords
} from "./chunk-OVSR4W42.js";
import {
  parseMinutes
} from "./chunk-DHE32DWY.js";
import {
  UserError
} from "./chunk-LL3EZWTN.js";

// src/config/inputs.ts
var RECORD_MODES = ["auto", "always", "never"];
var INLINE = [
  "images",
  "context",
  "file",
  "target",
  "build-args",
  "platforms",
  "labels",
  "build-contexts",
  "secrets",
  "secret-envs",
  "secret-files",
  "ssh",
  "network",
  "fail-if",
  "warn-if"
];
function readInputs() {
  const telling = readPublishInputs();
  const secrets = readSecretInputs();
  return {
    ...telling,
    path: getInput("path"),
    config: unlessNone("config"),
    images: list("images"),
    context: getInput("context"),
    file: getInput("file"),
    target: getInput("target"),
    buildArgs: list("build-args"),
    platforms: parsePlatforms(list("platforms"), "input platforms"),
    labels: list("labels").map((label) => checkLabel(label, "input labels")),
    buildContexts: list("build-contexts").map((context) => checkBuildContext(context, "input build-contexts")),
    ...secrets,
    ssh: list("ssh").map((entry) => checkSsh(entry, "input ssh")),
    network: optional("network", checkNetwork),
    builder: getInput("builder"),
    cacheFrom: list("cache-from"),
    cacheTo: list("cache-to"),
    failIf: list("fail-if"),
    warnIf: list("warn-if"),
    baseline: getInput("baseline"),
    record: oneOf("record", RECORD_MODES),
    dataBranch: unlessNone("data-branch"),
    maxBehind: wholeNumber("max-behind", 500),
    suggest: oneOf("suggest", ["false", "true"]) === "true",
    rebuiltRecords: oneOf("rebuilt-records", ["false", "true"]) === "true",
    history: getInput("history"),
    historyLimit: parseMinutes("input history-minutes", orDefault("history-minutes")),
    retryGaps: oneOf("history-retry-gaps", ["false", "true"]) === "true",
    part: optional("part", checkPart),
    timeLimit: parseMinutes("input timeout-minutes", orDefault("timeout-minutes")),
    given: INLINE.filter((name) => getInput(name) !== "")
  };
}
function readSecretInputs() {
  const raw = parseRawSecrets(getInput("secrets", { trimWhitespace: false }));
  for (const { value } of raw.secrets) maskSecret(value);
  for (const id of raw.empty) warning(`secret ${id} is empty and left out (a fork's run has no secrets)`);
  const secretEnv = Object.fromEntries(raw.secrets.map(({ env, value }) => [env, value]));
  const secrets = refuseSameIds([
    ...raw.secrets.map(({ id, env }) => ({ id, env })),
    ...list("secret-envs").map((entry) => parseSecretEnv(entry, "input secret-envs")),
    ...list("secret-files").map((entry) => parseSecretFile(entry, "input secret-files"))
  ]);
  return { secrets, secretEnv };
}
function maskSecrets(secrets, root, env) {
  for (const secret of secrets) {
    try {
      maskSecret(readSecret(secret, root, env));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
}
function maskSecret(value) {
  for (const word of secretWords(value)) setSecret(word);
}
function checkPart(part) {
  artifactName(part);
  return part;
}

export {
  readInputs,
  maskSecrets
};
