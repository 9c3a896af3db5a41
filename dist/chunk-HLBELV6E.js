import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  getInput,
  setSecret
} from "./chunk-NAWPDUEO.js";
import {
  parseList
} from "./chunk-DHE32DWY.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";

// src/config/input.ts
var DEFAULTS = {
  "accept-label": "image-size-accepted",
  artifact: "auto",
  comment: "changes",
  config: ".github/image-size.yml",
  "data-branch": "image-size",
  "history-minutes": "300",
  "history-retry-gaps": "false",
  "max-behind": "20",
  "rebuilt-records": "false",
  record: "auto",
  suggest: "false",
  "timeout-minutes": "60"
};
function orDefault(name) {
  return getInput(name) || (DEFAULTS[name] ?? "");
}
function unlessNone(name) {
  const text = orDefault(name);
  return text === "none" ? "" : text;
}
function optional(name, check, read = (input) => getInput(input)) {
  const text = read(name);
  return text === "" ? "" : check(text, `input ${name}`);
}
function list(name) {
  return parseList(getInput(name));
}
function oneOf(name, accepted) {
  const text = orDefault(name);
  const word = accepted.find((known) => known === text);
  if (word === void 0) throw new UserError(`input ${name}: found "${text}", accepted: ${accepted.join(", ")}`);
  return word;
}
function wholeNumber(name, most) {
  const text = orDefault(name);
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= most) return number;
  throw new UserError(`input ${name}: found "${text}", accepted: a whole number up to ${most}`);
}
function token() {
  const text = getInput("github-token");
  if (text !== "") setSecret(text);
  return text;
}

// src/config/acceptors.ts
var LABEL_LIMIT = 50;
var USER = /^[a-z\d][a-z\d._-]{0,99}(?:\[bot\])?$/i;
var TEAM = /^[a-z\d][a-z\d._-]{0,99}\/[a-z\d_-][a-z\d._-]{0,99}$/i;
function checkAcceptLabel(name, origin) {
  if ([...name].length > LABEL_LIMIT)
    throw new UserError(
      `${origin}: found ${[...name].length} characters; the name of a label has at most ${LABEL_LIMIT}, and one label is accepted`
    );
  if (new RegExp("\\p{Cc}", "u").test(name))
    throw new UserError(`${origin}: found "${printable(name)}"; accepted: the name of one label, without line ends`);
  return name;
}
function parseReviewer(entry, origin) {
  const name = entry.replace(/^@/, "");
  if (USER.test(name) || TEAM.test(name)) return name;
  throw new UserError(
    `${origin}: found "${printable(entry.slice(0, 120))}", accepted: a user ("octocat") or a team ("org/team-slug"), one a line`
  );
}

// src/config/matrix-key.ts
import { createHash } from "node:crypto";
function matrixKey(json) {
  const values = parse(json);
  if (typeof values !== "object" || values === null || Object.keys(values).length === 0) return "";
  return `matrix-${createHash("sha256").update(JSON.stringify(sorted(values))).digest("hex").slice(0, 12)}`;
}
function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return pairs.map(([key, each]) => [key, sorted(each)]);
}

// src/config/publish-inputs.ts
var COMMENT_MODES = ["always", "changes", "failures", "never"];
var ARTIFACT_MODES = ["auto", "always", "never"];
function readPublishInputs() {
  const masked = token();
  return {
    comment: oneOf("comment", COMMENT_MODES),
    key: getInput("key") || matrixKey(getInput("matrix")),
    acceptLabel: optional("accept-label", checkAcceptLabel, unlessNone),
    acceptReviewers: list("accept-reviewers").map((entry) => parseReviewer(entry, "input accept-reviewers")),
    artifact: oneOf("artifact", ARTIFACT_MODES),
    token: masked
  };
}

export {
  orDefault,
  unlessNone,
  optional,
  list,
  oneOf,
  wholeNumber,
  readPublishInputs
};
