import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  parseBytes
} from "./chunk-C5KJ4NRV.js";
import {
  parseMinutes
} from "./chunk-DHE32DWY.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";

// src/command/option-row.ts
var COMMAND_NAMES = [
  "check",
  "measure",
  "compare",
  "report",
  "history",
  "blame",
  "init",
  "doctor",
  "completion",
  "help",
  "version"
];
function text(value, standard = "") {
  return { type: "string", default: standard, value };
}
function list(value) {
  return { type: "string", default: [], multiple: true, value };
}
function flag() {
  return { type: "boolean", default: false };
}

// src/command/history-options.ts
var OF_HISTORY = ["history"];
var OF_BOTH = ["history", "blame"];
var HISTORY_OPTIONS = {
  since: { ...text("START"), of: OF_BOTH, help: "a ref, a day (2026-01-31) or a number of commits (200)" },
  until: { ...text("REF"), of: OF_BOTH, help: "the newest commit; without it, the tip of the default branch" },
  noise: {
    ...text("SIZE"),
    of: OF_HISTORY,
    help: "smaller changes are no steps; without it, a thousandth of the newest size"
  },
  every: {
    ...text("N", "20"),
    of: OF_HISTORY,
    help: "between commits of one size, weigh at least every Nth that may have changed it (20)"
  },
  all: { ...flag(), of: OF_HISTORY, help: "weigh every commit that may have changed the image" },
  metric: {
    ...text("METRIC", "unpacked"),
    choices: ["unpacked", "download"],
    of: OF_HISTORY,
    help: "unpacked (the default) or download"
  },
  state: {
    ...text("DIR"),
    of: OF_BOTH,
    help: "folder for what was weighed or read; without it, in the user's cache"
  },
  "within-minutes": {
    ...text("N"),
    of: OF_BOTH,
    help: "begin no build after this time; the same command goes on from there"
  },
  "retry-gaps": { ...flag(), of: OF_BOTH, help: "build commits again that did not build in an earlier run" },
  snapshot: { ...flag(), of: OF_BOTH, help: "build each commit with its time as SOURCE_DATE_EPOCH" },
  "dated-arg": {
    ...list("NAME=VALUE"),
    of: OF_BOTH,
    help: "build argument with {date}, {day} or {epoch} of the commit; repeatable"
  },
  record: { ...flag(), of: OF_HISTORY, help: "write the sizes to the data branch, marked as rebuilt" },
  tags: { ...text("PATTERN"), of: OF_HISTORY, help: "docker://: tags to read, * for any characters" },
  last: { ...text("N", "20"), of: OF_HISTORY, help: "docker://: the newest N of them (20)" },
  order: {
    ...text("ORDER"),
    choices: ["version", "created"],
    of: OF_HISTORY,
    help: "docker://: version or created; without it, version where most tags are versions"
  },
  explain: {
    ...text("N", "0"),
    of: OF_HISTORY,
    help: "docker://: read the layers that differ at the N largest jumps (0)"
  }
};
function parseHistoryOptions(values) {
  const { since, until, noise, all, state, snapshot, record, tags } = values;
  return {
    since,
    until,
    noise: noise === "" ? void 0 : sizeOf(noise),
    every: count("--every", values.every, 1, 1e4),
    all,
    metric: oneOf("--metric", values.metric, ["unpacked", "download"]),
    state,
    within: values["within-minutes"] === "" ? void 0 : parseMinutes("--within-minutes", values["within-minutes"]),
    retryGaps: values["retry-gaps"],
    snapshot,
    datedArguments: new Map(values["dated-arg"].map(datedArgument)),
    record,
    tags,
    last: count("--last", values.last, 1, 1e4),
    explain: count("--explain", values.explain, 0, 100),
    order: oneOf("--order", values.order, ["", "version", "created"])
  };
}
function sizeOf(text2) {
  try {
    return parseBytes(text2);
  } catch (cause) {
    throw new UserError(`--noise: ${cause.message}`, { cause });
  }
}
function count(option, text2, least, most) {
  const found = Number(text2);
  if (/^\d{1,6}$/.test(text2) && found >= least && found <= most) return found;
  throw new UserError(`${option}: found "${printable(text2)}", accepted is a number from ${least} to ${most}`);
}
function oneOf(option, text2, accepted) {
  const found = accepted.find((each) => each === text2);
  if (found !== void 0) return found;
  const words = accepted.filter((each) => each !== "").join(" and ");
  throw new UserError(`${option}: found "${printable(text2)}", accepted are ${words}`);
}
function datedArgument(text2) {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text2) ?? [];
  if (name !== void 0 && value !== void 0 && /\{(?:date|day|epoch)\}/.test(value)) return [name, value];
  throw new UserError(
    `--dated-arg: found "${printable(text2)}", accepted is NAME=VALUE with {date}, {day} or {epoch} in the value, as in MIRROR=https://snapshot.debian.org/archive/debian/{date}`
  );
}

// src/command/options.ts
var MEASURING = ["check", "measure", "compare"];
var BUILDING = [...MEASURING, "history", "blame"];
var EVERY = [...BUILDING, "report", "init", "doctor"];
var FORMATS = [
  "terminal",
  "markdown",
  "html",
  "json",
  "svg",
  "junit",
  "sarif",
  "openmetrics",
  "cyclonedx",
  "spdx"
];
var HISTORY_FORMATS = ["terminal", "markdown", "html", "json", "svg", "csv"];
var SHELLS = ["bash", "zsh", "fish"];
var OPTIONS = {
  config: {
    ...text("FILE"),
    of: ["check", "history", "blame", "doctor"],
    help: "config file, or none; without it .github/image-size.yml at the repository's root, if it exists. Each IMAGE is then the name of one of its images"
  },
  "fail-if": {
    ...list("CONDITION"),
    of: MEASURING,
    help: 'fail on this condition, instead of the default ones; repeatable. A name in front limits it to one image: "unpacked > +2% and > +1 MB", "api: layers > 20"'
  },
  "warn-if": { ...list("CONDITION"), of: MEASURING, help: "warn on this condition; repeatable" },
  baseline: {
    ...text("BASELINE"),
    of: ["check"],
    help: "a git ref, a source, a .json measurement file, previous-release, or none"
  },
  "data-branch": {
    ...text("NAME"),
    of: ["check", "history"],
    help: "use the records on this branch of origin (image-size) instead of building the base; history: write to it"
  },
  "rebuilt-records": {
    ...flag(),
    of: ["check"],
    help: "also use the records that `history --record` made of old commits"
  },
  context: {
    ...text("DIR"),
    of: BUILDING,
    help: "build context of all images, or its URL; without it, the directory of each Dockerfile"
  },
  target: { ...text("STAGE"), of: BUILDING, help: "build stage to measure" },
  "build-arg": { ...list("KEY=VALUE"), of: BUILDING, help: "build argument; repeatable" },
  platform: {
    ...list("OS/ARCH"),
    of: [...BUILDING, "report"],
    help: "platform to build and measure; repeatable or comma-separated. report: the platform to list, for --format cyclonedx or spdx"
  },
  label: { ...list("KEY=VALUE"), of: BUILDING, help: "label of the image; repeatable" },
  "build-context": { ...list("NAME=VAL"), of: BUILDING, help: "named build context; repeatable" },
  secret: { ...list("SECRET"), of: BUILDING, help: "id=ID,env=NAME or id=ID,src=PATH; repeatable" },
  ssh: { ...list("ID"), of: BUILDING, help: "SSH agent socket or keys, default or ID=PATH; repeatable" },
  network: {
    ...text("MODE"),
    choices: ["default", "none", "host"],
    of: BUILDING,
    help: "network of RUN steps: default, none or host"
  },
  "cache-from": { ...list("CACHE"), of: BUILDING, help: "cache to read, in the form of buildx; repeatable" },
  "cache-to": { ...list("CACHE"), of: BUILDING, help: "cache to write, likewise; repeatable" },
  builder: { ...text("NAME"), of: [...BUILDING, "doctor"], help: "buildx builder" },
  "timeout-minutes": { ...text("N", "60"), of: BUILDING, help: "time limit of each build (60)" },
  "no-cache": { ...flag(), of: BUILDING, help: "build every step anew" },
  repeat: {
    ...text("N"),
    of: ["check"],
    help: "build each image N times (2 to 20) with --no-cache, without a baseline. Shows what differs between the builds, and the tolerance (noise) that this needs"
  },
  variants: {
    ...flag(),
    of: ["check"],
    help: "the images are variants of the first; add a table with the reduction of each"
  },
  document: {
    ...text("FILE"),
    of: ["check"],
    help: "write notes on this run as Markdown: sizes, savings, checks, cost, next steps"
  },
  html: {
    ...text("FILE"),
    of: [...MEASURING, "history"],
    help: "write the report as a page: one HTML file, with the files of both sides"
  },
  markdown: { ...text("FILE"), of: MEASURING, help: "write the report as Markdown, as the action comments it" },
  junit: {
    ...text("FILE"),
    of: MEASURING,
    help: "write the verdicts as JUnit XML: a test for each condition and check"
  },
  sarif: {
    ...text("FILE"),
    of: MEASURING,
    help: "write what is not met as SARIF 2.1.0, at the lines of the Dockerfile"
  },
  openmetrics: { ...text("FILE"), of: MEASURING, help: "write the sizes as OpenMetrics text, for dashboards" },
  cyclonedx: {
    ...text("FILE"),
    of: MEASURING,
    help: "write all packages with their bytes as CycloneDX 1.6. A FILE that ends in / is a folder, for a document of each image and platform"
  },
  spdx: { ...text("FILE"), of: MEASURING, help: "write them as SPDX 2.3, likewise" },
  contents: {
    ...flag(),
    of: ["check", "compare"],
    help: "--json: keep all files and packages, which `report --format html`, cyclonedx and spdx need"
  },
  patch: {
    ...text("FILE"),
    of: ["check"],
    help: "write the changes that advice asks for, where they are certain, as a patch: `git apply FILE` at the root of the repository"
  },
  format: {
    ...text("FORMAT"),
    choices: [...FORMATS, "csv"],
    of: ["report", "history"],
    help: "terminal (the default), markdown, html, json or svg (a trend, else a badge); report: also junit, sarif, openmetrics, cyclonedx or spdx; history: also csv"
  },
  expect: { ...list("PART"), of: ["report"], help: "a part that must be among the files; repeatable" },
  image: {
    ...text("NAME"),
    of: ["report", "history"],
    help: "--format svg: the image to draw; without it, the first that has a trend. --format cyclonedx or spdx: the image to list"
  },
  ...HISTORY_OPTIONS,
  print: { ...flag(), of: ["init"], help: "print the files instead of writing them" },
  action: {
    ...text("REF"),
    of: ["init"],
    help: 'the action in the workflow, by tag or commit: "OWNER/REPOSITORY@COMMIT # v1"'
  },
  packages: {
    ...flag(),
    of: ["check", "compare", "report"],
    help: "list the packages of each group, which are one line otherwise: what another package brought, or one source package"
  },
  preview: { ...flag(), of: ["check"], help: "print the comment that the action would post, as Markdown" },
  json: { ...flag(), of: EVERY, help: "print JSON on standard output, and nothing else there" },
  quiet: { ...flag(), of: EVERY, help: "print no progress and no notes: the result, warnings and errors alone" },
  verbose: { ...flag(), of: EVERY, help: "show the builders' own output" },
  help: { ...flag(), of: COMMAND_NAMES, help: "show the help, or that of one command" },
  version: { ...flag(), of: COMMAND_NAMES, help: "show the version" }
};
var OPTION_ROWS = OPTIONS;
var OPTION_NAMES = Object.keys(OPTIONS);
function optionsOf(command) {
  return OPTION_NAMES.filter((name) => OPTION_ROWS[name].of.includes(command));
}

export {
  COMMAND_NAMES,
  parseHistoryOptions,
  FORMATS,
  HISTORY_FORMATS,
  SHELLS,
  OPTIONS,
  OPTION_ROWS,
  OPTION_NAMES,
  optionsOf
};
