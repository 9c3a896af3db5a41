import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  COMMAND_NAMES,
  FORMATS,
  HISTORY_FORMATS,
  OPTIONS,
  OPTION_NAMES,
  OPTION_ROWS,
  SHELLS,
  parseHistoryOptions
} from "./chunk-URTPWPZR.js";
import {
  checkBuildContext,
  checkLabel,
  checkNetwork,
  checkSsh,
  parsePlatforms,
  parseSecretOption,
  refuseSameIds
} from "./chunk-OVSR4W42.js";
import {
  suggestion
} from "./chunk-SM6COODY.js";
import {
  parseMinutes
} from "./chunk-DHE32DWY.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";

// src/command/arguments.ts
import { parseArgs } from "node:util";

// src/command/report-options.ts
var LISTS = ["cyclonedx", "spdx"];
function parseReportOptions(values, command) {
  const { format, json, image, expect, platform } = values;
  const accepted = command === "history" ? HISTORY_FORMATS : FORMATS;
  const found = accepted.find((each) => each === (format || (json ? "json" : "terminal")));
  if (found === void 0)
    throw new UserError(`--format: found "${printable(format)}", accepted are ${accepted.join(", ")}`);
  if (json && found !== "json") throw new UserError(`--json and --format ${found} contradict each other: give one`);
  if (image !== "" && found !== "svg" && !LISTS.includes(found))
    throw new UserError("--image is for --format svg, cyclonedx and spdx: other formats show all images");
  if (command === "report" && platform.length > 0 && !LISTS.includes(found))
    throw new UserError("--platform of report is for --format cyclonedx and spdx: other formats show all platforms");
  return { format: found, expect, image };
}

// src/command/arguments.ts
function parseArguments(args) {
  const { values, positionals } = parseOptions(args);
  const [word, ...operands] = positionals;
  if (values.help && word !== "help") return parseArguments(["help", ...COMMAND_NAMES.filter((name) => name === word)]);
  const command = values.version ? "version" : commandOf(word);
  checkOperands(command, operands);
  refuseOptions(command, values);
  return {
    command,
    operands,
    config: values.config,
    failIf: values["fail-if"],
    warnIf: values["warn-if"],
    baseline: values.baseline,
    dataBranch: values["data-branch"],
    rebuiltRecords: values["rebuilt-records"],
    context: values.context,
    target: values.target,
    buildArgs: values["build-arg"],
    ...buildInputs(values),
    cacheFrom: values["cache-from"],
    cacheTo: values["cache-to"],
    builder: values.builder,
    timeLimit: parseMinutes("--timeout-minutes", values["timeout-minutes"]),
    noCache: values["no-cache"],
    repeat: parseRepeat(values.repeat, values),
    print: values.print,
    action: values.action,
    variants: values.variants,
    ...filesToWrite(values),
    contents: parseContents(values),
    packages: values.packages,
    preview: values.preview,
    ...parseReportOptions(values, command),
    ...parseHistoryOptions(values),
    json: values.json,
    quiet: parseQuiet(values),
    verbose: values.verbose
  };
}
function parseOptions(args) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw new UserError(`${cause.message}
See image-size-gate --help`, { cause });
  }
}
function filesToWrite(values) {
  const { document, html, markdown, junit, sarif, openmetrics, cyclonedx, spdx, patch } = values;
  return { document, html, markdown, junit, sarif, openmetrics, cyclonedx, spdx, patch };
}
function buildInputs(values) {
  const { network } = values;
  return {
    platforms: parsePlatforms(values.platform, "--platform"),
    labels: values.label.map((label) => checkLabel(label, "--label")),
    buildContexts: values["build-context"].map((context) => checkBuildContext(context, "--build-context")),
    secrets: refuseSameIds(values.secret.map((secret) => parseSecretOption(secret, "--secret"))),
    ssh: values.ssh.map((entry) => checkSsh(entry, "--ssh")),
    network: network === "" ? "" : checkNetwork(network, "--network")
  };
}
function commandOf(word) {
  const command = COMMAND_NAMES.find((name) => name === word);
  if (command !== void 0) return command;
  const found = word === void 0 ? "no command is given" : `unknown command "${word}"`;
  const hint = word === void 0 ? "" : suggestion(word, COMMAND_NAMES);
  throw new UserError(
    `${found}; accepted are ${inWords(COMMAND_NAMES)} (see image-size-gate --help)${hint && `.${hint}`}`
  );
}
function inWords(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
var COMPARING = [
  "fail-if",
  "warn-if",
  "baseline",
  "data-branch",
  "variants",
  "document",
  "html",
  "markdown",
  "junit",
  "sarif",
  "openmetrics",
  "cyclonedx",
  "spdx",
  "contents",
  "patch",
  "packages",
  "preview"
];
function refuseOptions(command, values) {
  const useless = OPTION_NAMES.find((name) => isGiven(name, values) && !OPTION_ROWS[name].of.includes(command));
  if (useless === void 0 || command === "help" || command === "version") return;
  const { of } = OPTION_ROWS[useless];
  if (of.includes("measure")) throw new UserError(`${command} does not use --${useless}: it builds nothing`);
  throw new UserError(`--${useless} is an option of ${inWords(of)}; ${command} does not use it`);
}
function isGiven(name, values) {
  return String(values[name]) !== String(OPTIONS[name].default);
}
function parseRepeat(text, values) {
  if (text === "") return 0;
  const count = Number(text);
  if (!/^\d{1,2}$/.test(text) || count < 2 || count > 20)
    throw new UserError(`--repeat: found "${text}", accepted is a number from 2 to 20`);
  if (!values["no-cache"])
    throw new UserError(
      "--repeat needs --no-cache: builds from the cache are all the same, even where a rebuild would differ"
    );
  const useless = COMPARING.find((name) => isGiven(name, values));
  if (useless === void 0) return count;
  throw new UserError(`--repeat compares the builds of one commit with each other; it does not use --${useless}`);
}
function parseContents({ contents, json }) {
  if (contents && !json) throw new UserError("--contents is for --json: it keeps the files and packages in the report");
  return contents;
}
function parseQuiet({ quiet, verbose }) {
  if (quiet && verbose) throw new UserError("--quiet and --verbose contradict each other: give one");
  return quiet;
}
function checkOperands(command, operands) {
  const found = operands.length;
  const [first = ""] = operands;
  if (command === "compare" && found !== 2)
    throw new UserError(`compare takes two operands, BASE and HEAD; found ${found}`);
  if (command === "measure" && found === 0) throw new UserError("measure takes at least one SOURCE; found none");
  if (command === "blame" && found !== 2)
    throw new UserError(`blame takes two operands, IMAGE and a path or package; found ${found}`);
  if (command === "report" && found === 0) throw new UserError("report takes at least one FILE; found none");
  if (command === "init" && found > 1) throw new UserError(`init takes one directory at most; found ${found}`);
  if (command === "doctor" && found > 0) throw new UserError(`doctor takes no operand; found ${found}`);
  if (command === "completion" && (found !== 1 || !SHELLS.includes(first)))
    throw new UserError(
      `completion takes one SHELL: ${inWords(SHELLS)}; found ${found === 0 ? "none" : `"${operands.join(" ")}"`}`
    );
  if (command === "help" && first !== "") commandOf(first);
}

export {
  parseArguments
};
