import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  UserError
} from "./chunk-LL3EZWTN.js";

// src/model/artifact-name.ts
var ARTIFACT = "image-size-gate-report";
var PAGE = ".html";
var LONGEST_PART = 100;
var REFUSED = new RegExp('["*/:<>?\\\\|]|\\p{Cc}|\\p{Cf}|\\p{Zl}|\\p{Zp}|\\p{Cs}', "u");
function artifactName(part) {
  if (part === "") return ARTIFACT;
  const problem = problemOf(part);
  if (problem === void 0) return `${ARTIFACT}-${part}`;
  throw new UserError(`part ${JSON.stringify(part)} ${problem}; it names an artifact, as in part: linux-amd64`);
}
function pageArtifactName(part) {
  return `${artifactName(part)}${PAGE}`;
}
function partOfJob(job, key) {
  const words = [job, key].filter((word) => word !== "").map((word) => encodeURIComponent(word.toWellFormed()));
  const name = words.join("-").replaceAll("*", "%2A");
  return name.slice(0, LONGEST_PART - 2).replace(/\.(?=html$)/i, "%2E");
}
function partOfArtifact(name) {
  if (name === ARTIFACT) return "";
  if (!name.startsWith(`${ARTIFACT}-`)) return void 0;
  const part = name.slice(ARTIFACT.length + 1);
  return part === "" || problemOf(part) !== void 0 ? void 0 : part;
}
function problemOf(part) {
  const [character] = REFUSED.exec(part) ?? [];
  if (character !== void 0)
    return `contains ${JSON.stringify(character)}, which the name of an artifact cannot contain`;
  if (part !== part.trim()) return "begins or ends with a space";
  if (part.length > LONGEST_PART) return `is ${part.length} characters long; at most ${LONGEST_PART} are accepted`;
  if (part.toLowerCase().endsWith(PAGE)) return `ends in ${PAGE}, as the page of a part does`;
  return void 0;
}
var ARTIFACT_ENTRY = "image-size-gate.json";

export {
  ARTIFACT,
  artifactName,
  pageArtifactName,
  partOfJob,
  partOfArtifact,
  ARTIFACT_ENTRY
};
