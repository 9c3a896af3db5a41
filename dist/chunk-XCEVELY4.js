import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  NAME,
  NAME_RULE,
  NONE,
  isImageName,
  isTargetName,
  parseCondition,
  parseTransport,
  require_dist,
  splitScope
} from "./chunk-KVAMYFKP.js";
import {
  METRIC_NAMES,
  external_exports
} from "./chunk-QX4VVKC4.js";
import {
  TRANSPORT_FORMS,
  TRANSPORT_NAMES,
  transportPrefix
} from "./chunk-UWS2MVFE.js";
import {
  parseBytes
} from "./chunk-C5KJ4NRV.js";
import {
  nearest,
  suggestion
} from "./chunk-SM6COODY.js";
import {
  checkArgument,
  parseList
} from "./chunk-DHE32DWY.js";
import {
  Fault,
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";
import {
  __toESM
} from "./chunk-UOFCCHBS.js";

// src/config/file/yaml.ts
var import_yaml = __toESM(require_dist(), 1);

// src/config/file/problem.ts
var MOST_SHOWN = 20;
var LONGEST_SHOWN = 80;
function locator(name, lines) {
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
}
function problemsError(problems, locate) {
  const ordered = problems.toSorted((a, b) => a.offset - b.offset);
  const blocks = [...new Set(ordered.map(({ offset, message }) => `${locate(offset)}: ${message}`))];
  const left = blocks.length - MOST_SHOWN;
  const more = left > 0 ? [`\u2026 and ${left} more ${left === 1 ? "mistake" : "mistakes"}`] : [];
  return new UserError([...blocks.slice(0, MOST_SHOWN), ...more].join("\n"));
}
function isMap(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function found(value) {
  if (typeof value === "string") return `found ${quoted(value)}`;
  if (value === null || value === void 0) return "found nothing";
  if (Array.isArray(value)) return value.length === 0 ? "found an empty list" : "found a list";
  return `found ${isMap(value) ? "a map (KEY: value)" : String(value)}`;
}
function quoted(text2) {
  return `"${printable(text2.length > LONGEST_SHOWN ? `${text2.slice(0, LONGEST_SHOWN)}\u2026` : text2)}"`;
}

// src/config/file/yaml.ts
var MAX_FILE = 1024 * 1024;
var MAX_CONFIG = 2 * MAX_FILE;
var MAX_TOKENS = 3e5;
var TOO_MANY = `found more than ${MAX_TOKENS} words and signs, which no setting needs`;
var MAX_DEPTH = 16;
var TOO_DEEP = `nested deeper than ${MAX_DEPTH} levels, which no setting needs`;
var SCALAR = "";
var MARKS = ["", "", SCALAR];
var CONTROL = new RegExp("(?![\\t\\n\\r])\\p{Cc}(?<!\\u0085)", "u");
var UNCLOSED_QUOTE = "a text in quotes before this is not closed: expected the closing quote";
var MEANINGS = {
  TAB_AS_INDENT: "found a tab as indentation, expected spaces",
  MULTIPLE_DOCS: 'found a second document ("---"), expected one document a file',
  BLOCK_AS_IMPLICIT_KEY: 'found a second "KEY:", or a "-", where a value goes on: fix the indentation, or put the value in quotes',
  BLOCK_IN_FLOW: 'found "- " or a second "KEY:" within brackets: put the text in quotes, or close the bracket before it',
  MULTIPLE_ANCHORS: 'found two anchors ("&name") on one value, expected one',
  MULTIPLE_TAGS: "found two tags on one value, expected none",
  RESOURCE_EXHAUSTION: "nested too deeply",
  KEY_OVER_1024_CHARS: "a key has at most 1024 characters",
  MULTILINE_IMPLICIT_KEY: 'found a text that is not "KEY: value": a colon and a space are missing, or a quote or bracket is open'
};
function parseYaml(source, name) {
  const text2 = source.replace(/^\uFEFF/, "");
  const bytes = Buffer.byteLength(text2);
  if (bytes > MAX_FILE) throw new UserError(`${name}: found ${bytes} bytes, at most ${MAX_FILE} are read`);
  const lines = new import_yaml.LineCounter();
  const locate = locator(name, lines);
  const deep = lexicalProblem(text2, lines) ?? controlCharacter(text2, lines);
  if (deep !== null) throw problemsError([deep], locate);
  const document = (0, import_yaml.parseDocument)(text2, {
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    schema: "core",
    resolveKnownTags: false
  });
  const problems = [...document.errors, ...document.warnings].map((error) => syntaxProblem(error, text2));
  if (problems.length > 0) throw problemsError(firstOfLines(problems, lines), locate);
  return { document, text: text2, locate };
}
function lexicalProblem(text2, lines) {
  let depth = 0;
  let offset = 0;
  let tokens = 0;
  let previous = "";
  for (const token of new import_yaml.Lexer().lex(text2)) {
    const opens = (token === "[" || token === "{") && previous !== SCALAR;
    if (opens && ++depth > MAX_DEPTH) return countedProblem(text2, lines, offset, TOO_DEEP);
    if ((token === "]" || token === "}") && previous !== SCALAR) depth--;
    if (!MARKS.includes(token)) offset += token.length;
    if (++tokens > MAX_TOKENS) return countedProblem(text2, lines, offset, TOO_MANY);
    previous = token;
  }
  return null;
}
function controlCharacter(text2, lines) {
  const found2 = CONTROL.exec(text2);
  if (found2 === null) return null;
  const code = found2[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return countedProblem(text2, lines, found2.index, `found the control character U+${code}, which YAML does not allow`);
}
function countedProblem(text2, lines, offset, message) {
  lines.addNewLine(0);
  for (const { index } of text2.slice(0, offset).matchAll(/\n/g)) lines.addNewLine(index + 1);
  return { offset, message };
}
function syntaxProblem({ code, message, pos }, text2) {
  return { offset: pos[0], message: MEANINGS[code] ?? ownMeaning(code, message, text2.slice(pos[0], pos[1])) };
}
function ownMeaning(code, message, found2) {
  const [, close] = /^Flow .* end with a (.)$/.exec(message) ?? [];
  if (close !== void 0) return `a "${close === "]" ? "[" : "{"}" before this is not closed: expected "${close}"`;
  if (code === "MISSING_CHAR" && message.startsWith("Missing closing")) return UNCLOSED_QUOTE;
  if (code === "BAD_INDENT") return "found a line with another indentation than the lines that it belongs to";
  if (code === "UNEXPECTED_TOKEN" && found2 !== "")
    return `found "${printable(found2)}" where a value has ended: put the whole value in quotes`;
  if (code === "TAG_RESOLVE_FAILED") return `found the tag "${found2}", but no tags are accepted: leave it out`;
  if (code === "BAD_SCALAR_START") return `found a text that starts with "${found2}", expected it in quotes`;
  return `not valid YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}
function firstOfLines(problems, lines) {
  const seen = /* @__PURE__ */ new Set();
  return problems.filter(({ offset }) => {
    const { line } = lines.linePos(offset);
    return !seen.has(line) && seen.add(line);
  });
}

// src/config/file/environment.ts
var VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
var REFERENCE = /\$\$\{|\$\{\{[^}]*\}{0,2}|\$\{[^}]*\}?/g;
function substitute({ value, places, problems }, env) {
  const variables = declaredVariables(isMap(value) ? value.environment : void 0, env);
  const found2 = [];
  const replaced = mapTexts(value, [], (text2, path) => {
    const faults = [];
    const result = text2.replace(REFERENCE, (reference) => {
      const expanded = expand(reference, variables);
      if ("text" in expanded) return expanded.text;
      faults.push({ offset: places.value(path, reference), message: expanded.problem });
      return reference;
    });
    if (faults.length > 0) places.breakAt(path);
    found2.push(...faults);
    return result;
  });
  return { value: replaced, places, problems: [...problems, ...found2] };
}
function declaredVariables(declared, env) {
  const names = Array.isArray(declared) ? declared.map((name) => [name, null]) : Object.entries(isMap(declared) ? declared : {});
  return new Map(
    names.map(([name, fallback]) => [
      String(name),
      (Object.hasOwn(env, name) ? env[name] : void 0) ?? (typeof fallback === "string" ? fallback : void 0)
    ])
  );
}
function expand(reference, variables) {
  if (reference === "$${") return { text: "${" };
  const shown = `"${printable(reference.slice(0, 100))}"`;
  const literal = `for ${shown} itself write "$${printable(reference.slice(0, 100))}"`;
  if (reference.startsWith("${{")) {
    return {
      problem: `found the workflow expression ${shown}, which is not evaluated in this file. Set a variable by "env:" of the step, list it under "environment" and write "\${NAME}"`
    };
  }
  const name = reference.slice(2, -1);
  if (!reference.endsWith("}") || !VARIABLE.test(name)) {
    return {
      problem: `found ${shown}, expected "\${NAME}" (a default stands under "environment": "NAME: default"); ${literal}`
    };
  }
  const value = variables.get(name);
  if (value !== void 0) return { text: value };
  if (variables.has(name)) {
    return {
      problem: `the environment variable ${name} is not set: set it, or give it a default under "environment": "${name}: default"`
    };
  }
  return {
    problem: `found ${shown}, but "environment" does not declare ${name}: list it there ("environment: [${name}]" at the top level); ${literal}.${suggestion(name, [...variables.keys()])}`
  };
}
function mapTexts(value, path, replace) {
  if (isLiteral(path)) return value;
  if (typeof value === "string") return replace(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapTexts(item, [...path, index], replace));
  if (!isMap(value)) return value;
  const result = /* @__PURE__ */ Object.create(null);
  for (const [key, item] of Object.entries(value)) result[key] = mapTexts(item, [...path, key], replace);
  return result;
}
function isLiteral(path) {
  const [first, , third, , fifth] = path;
  if (first === "environment" || typeof first === "string" && first.startsWith("x-")) return true;
  return first === "images" && third === "verify" && (fifth === "output" || fifth === "ready");
}

// src/config/file/words.ts
function text(expected) {
  return external_exports.string({ error: ({ input }) => `${found(input)}, expected ${expected}` });
}
function parsed(expected, parse, pattern2) {
  const described = pattern2 === void 0 ? text(expected) : text(expected).meta({ pattern: `${pattern2.source}|\\$\\{` });
  return described.transform((value, context) => {
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      context.issues.push(textIssue(error, value));
      return external_exports.NEVER;
    }
  });
}
function oneOrMore(item, expected, split) {
  return external_exports.union(
    [
      text(expected).transform((value) => [...split(value)]).pipe(external_exports.array(item)),
      listOf(item, expected)
    ],
    { error: ({ input }) => `${found(input)}, expected ${expected}` }
  );
}
function listOf(item, expected) {
  return external_exports.array(item, { error: ({ input }) => `${found(input)}, expected ${expected}` });
}
function strict(shape, where, expected, show = found) {
  const known = Object.keys(shape);
  return external_exports.strictObject(shape, {
    // One line per key, in the order of the keys; issues.ts splits them again.
    error: (issue) => issue.code === "unrecognized_keys" ? issue.keys.map((key) => unknownKey(key, known, where)).join("\n") : `${show(issue.input)}, expected ${expected}`
  });
}
function mapOf(key, value, expected) {
  return external_exports.record(key, value, { error: ({ input }) => `${found(input)}, expected ${expected}` });
}
function yesOrNo() {
  return external_exports.boolean({ error: ({ input }) => `${found(input)}, expected true or false` });
}
function number({ least, most, whole }, expected) {
  const error = ({ input }) => `${found(input)}, expected ${expected}${typeof input === "string" && input.trim() !== "" && Number.isFinite(Number(input)) ? ", without quotes" : ""}`;
  const base = whole ? external_exports.int({ error }) : external_exports.number({ error });
  return base.min(least, { error }).max(most, { error });
}
function choice(words2) {
  const accepted = words2.map((word2) => `"${word2}"`).join(", ");
  return external_exports.enum(words2, {
    error: ({ input }) => `${found(input)}, accepted: ${accepted}.${typeof input === "string" ? suggestion(input, words2) : ""}`
  });
}
function unknownKey(key, known, where) {
  return `unknown key ${quoted(key)} ${where}.${suggestion(key, known)} Accepted: ${known.join(", ")}`;
}
function textIssue(error, value) {
  const params = error instanceof Fault ? { within: error.text, start: error.start, excerpt: error.excerpt } : { within: value, start: 0, excerpt: "" };
  return { code: "custom", message: error instanceof Fault ? error.problem : error.message, input: value, params };
}

// src/config/file/build-schema.ts
var KEY = /^[^=\s-][^=\s]*$/;
var OSES = ["linux", "windows", "freebsd", "darwin", "wasip1"];
var ARCHITECTURES = [
  "amd64",
  "arm64",
  "arm",
  "386",
  "ppc64le",
  "s390x",
  "riscv64",
  "loong64",
  "mips64le",
  "mips64",
  "wasm"
];
var PLATFORM = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/[a-z0-9.]+)?$/;
var PLATFORMS = "a platform such as linux/arm64, or a list of them";
function argument(expected, what) {
  return parsed(
    expected,
    (value) => {
      if (value === "") throw new UserError(`found "", expected ${expected}`);
      return checkArgument(value, what);
    },
    /^[^-]/
  );
}
function argumentList(example, what) {
  const expected = `a text such as "${example}", or a list of them`;
  return oneOrMore(argument(`a text such as "${example}"`, what), expected, parseList);
}
var buildArgs = pairs("VERSION", "1.2", { bare: true });
var labels = pairs("org.opencontainers.image.title", "api", { bare: false });
var buildContexts = pairs("base", "docker-image://debian:12", { bare: false });
var platforms = oneOrMore(
  parsed("a platform such as linux/arm64", checkPlatform, PLATFORM),
  PLATFORMS,
  (value) => parseList(value).flatMap((line) => line.split(",").map((item) => item.trim()))
).refine((list) => list.length > 0, { error: `found none, expected ${PLATFORMS}` }).transform((list) => [...new Set(list)]);
function pairs(name, value, { bare }) {
  const expected = `a map such as "${name}: ${value}", or a list such as ["${name}=${value}"]`;
  const map2 = mapOf(pairKey(), pairValue(bare), expected).transform(
    (entries) => Object.entries(entries).map(([key, entry]) => entry === null ? key : `${key}=${entry}`)
  );
  const item = parsed(`a text such as "${name}=${value}"`, (entry) => checkPair(entry, `${name}=${value}`, bare));
  return external_exports.union([map2, listOf(item, expected)], { error: ({ input }) => `${found(input)}, expected ${expected}` });
}
function pairKey() {
  return text("a name").regex(KEY, {
    error: ({ input }) => `found the key ${quoted(String(input))}, expected a name without spaces and "=", not starting with "-"`
  });
}
function pairValue(bare) {
  const error = ({ input }) => `${found(input)}, expected a text${input === null ? ' ("" for an empty one)' : ", a number or a boolean"}`;
  const scalar = [external_exports.string(), external_exports.number(), external_exports.boolean()];
  return bare ? external_exports.union([...scalar, external_exports.null()], { error }) : external_exports.union(scalar, { error });
}
function checkPair(entry, example, bare) {
  const [key = "", ...rest] = entry.split("=");
  if (KEY.test(key) && (bare || rest.length > 0)) return entry;
  throw new UserError(
    `found ${quoted(entry)}, expected ${bare ? "KEY=value (or KEY, to take it from the environment)" : "KEY=value"} such as "${example}"`
  );
}
function checkPlatform(value) {
  const [, os = "", architecture = ""] = PLATFORM.exec(value) ?? [];
  if (OSES.includes(os) && ARCHITECTURES.includes(architecture)) return value;
  if (ARCHITECTURES.includes(value)) throw new UserError(`found ${quoted(value)}, expected os/arch: "linux/${value}"`);
  const known = ["linux", "windows"].flatMap((name) => ARCHITECTURES.map((arch) => `${name}/${arch}`));
  throw new UserError(
    `found ${quoted(value)}, expected os/arch[/variant] such as linux/amd64 or linux/arm/v7; architectures: ${ARCHITECTURES.join(", ")}.${suggestion(value, known)}`
  );
}

// src/config/file/bake-schema.ts
var URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\//i;
var FILE = "a bake or compose file such as docker-bake.hcl";
var ONE = `${FILE.replace(".hcl", ".hcl#web")}, or a map {files: [docker-bake.hcl], target: web}`;
var GROUP = `${FILE}, docker-bake.hcl#TARGET, a map {files: [\u2026], targets: [\u2026]}, or a list of these`;
var files = oneOrMore(parsed(FILE, checkFile), `${FILE}, or a list of them`, (value) => [value]).refine((list) => list.length > 0, { error: `found none, expected ${FILE}` }).describe("HCL, JSON or compose files, relative to the repository's root, merged in order.");
var target = argument("the name of a target", "the target").transform((name) => name.replaceAll(".", "_"));
var bakeTarget = external_exports.union(
  [
    parsed(ONE, (value) => {
      const group2 = parseGroup(value);
      const [name] = group2.targets;
      if (name === void 0)
        throw new UserError(`found ${quoted(value)}, expected a target after "#": "${value}#TARGET"`);
      return { files: group2.files, target: name };
    }),
    strict({ files, target: target.describe("Name of the target.") }, 'in "bake" of an image', "a map {files, target}")
  ],
  { error: ({ input }) => `${found(input)}, expected ${ONE}` }
);
var group = external_exports.union(
  [
    parsed(GROUP, parseGroup),
    strict(
      {
        files,
        targets: oneOrMore(target, "the name of a target, or a list of them", (value) => [value]).optional().describe("Targets and groups whose targets become images. Absent: the default group.")
      },
      'in "bake"',
      "a map {files, targets}"
    ).transform(({ files: files2, targets = [] }) => ({ files: files2, targets }))
  ],
  { error: ({ input }) => `${found(input)}, expected ${GROUP}` }
);
var bakeGroups = external_exports.union([group.transform((one) => [one]), listOf(group, GROUP)], {
  error: ({ input }) => `${found(input)}, expected ${GROUP}`
});
function parseGroup(value) {
  const hash = value.lastIndexOf("#");
  if (hash === 0) throw new UserError(`found ${quoted(value)}, expected ${FILE}, then "#" and a target`);
  const file = checkFile(hash < 0 ? value : value.slice(0, hash));
  return { files: [file], targets: hash < 0 ? [] : [checkTarget(value.slice(hash + 1))] };
}
function checkTarget(value) {
  const name = checkArgument(value, 'the target after "#"').replaceAll(".", "_");
  if (isTargetName(name)) return name;
  throw new UserError(`found ${quoted(value)} after "#", expected a target or group: letters, digits, "_" and "-"`);
}
function checkFile(value) {
  if (!URL_LIKE.test(value)) return checkArgument(value, "the path of the bake file");
  throw new UserError(`found ${quoted(value)}, but bake files are read from the repository, not from a URL`);
}

// src/config/file/check-schema.ts
var CHECK_KINDS = ["run", "args", "user", "entrypoint", "ports"];
var COMMAND_KEYS = [
  "exit-code",
  "output",
  "same-output",
  "ready",
  "timeout-seconds",
  "repeat",
  "network"
];
var END_KEYS = ["exit-code", "output", "same-output"];
var SHELL = /[|&;<>()$`\\"'*?[\]{}!\n]|(?:^|\s)[#~]|^\s*[A-Za-z_]\w*=/;
var PORT = /^([0-9]{1,5})(?:\/(tcp|udp|sctp))?$/;
var LONGEST_PATTERN = 1e3;
var LONGEST_NAME = 100;
var SCALAR2 = { type: ["string", "number", "boolean"] };
var word = text("a text").meta(SCALAR2);
var words = (example) => listOf(word, `a list of words such as ${example}`).refine(([first = ""]) => first !== "", { error: `found no command, expected a list of words such as ${example}` }).meta({ minItems: 1 });
var RUN = '[python3, -c, "import fastapi"]';
var runText = parsed("a command", splitWords);
var run = external_exports.union([runText, words(RUN)], {
  error: ({ input }) => `${found(input)}, expected a list of words such as ${RUN}`
});
var pattern = parsed('a regular expression such as "ready|listening"', (source) => {
  if (source === "" || source.length > LONGEST_PATTERN) {
    throw new UserError(`expected a regular expression of 1 to ${LONGEST_PATTERN} characters, found ${source.length}`);
  }
  try {
    new RegExp(source, "m");
  } catch (error) {
    const reason = String(error instanceof Error ? error.message : error).replace(/^.*: /, "");
    throw new UserError(`found ${quoted(source)}, which is not a JavaScript regular expression: ${reason}`);
  }
  return source;
});
var port = external_exports.union(
  [
    number({ least: 1, most: 65535, whole: true }, "a port from 1 to 65535").transform((value) => `${value}/tcp`),
    parsed("a port", parsePort, PORT)
  ],
  {
    error: ({ input }) => `${found(input)}, expected a port such as 8000 or "53/udp"`
  }
);
var checkSchema = strict(
  {
    run: run.optional().describe(
      'A command to run in the image: a list of words, or a text without shell characters. No shell is used; write `[sh, -c, "\u2026"]` where one is needed.'
    ),
    args: listOf(word, "a list of words such as [--version], or [] for none").optional().describe("Arguments for the image's own entrypoint, in place of its CMD. [] runs the image as it is."),
    user: parsed('"non-root" or the name of a user', checkUser).meta(SCALAR2).optional().describe("`non-root`, or exactly the USER that the image must have."),
    entrypoint: listOf(word, "a list of words such as [/app/server]").optional().describe("The entrypoint that the image must have, word by word."),
    ports: listOf(port, 'a list of ports such as [8000, "53/udp"]').optional().describe('The ports that the image may expose: `8000` (TCP) or `"53/udp"`.'),
    name: parsed("a name for this check", checkLabel).optional().describe("Name of this check in reports. Absent: the command itself."),
    "exit-code": number({ least: 0, most: 255, whole: true }, "an exit code from 0 to 255").optional().describe("Expected exit code (0)."),
    output: pattern.optional().describe(
      `Regular expression (JavaScript) that the output, standard output and error together, must match. \${NAME} is not replaced in it.`
    ),
    "same-output": yesOrNo().optional().describe("The output must be the same as at the baseline, and as in the image of which this one is a variant."),
    ready: pattern.optional().describe(
      "Regular expression. The container has started when its output matches, and is then ended. The report has its start-up time."
    ),
    "timeout-seconds": number({ least: 1e-3, most: 3600, whole: false }, "seconds, over 0 and up to 3600").optional().describe("Time limit for each run in seconds (60)."),
    repeat: number({ least: 1, most: 100, whole: true }, "a whole number from 1 to 100").optional().describe("Number of runs (1). The report has the medians of their start-up times and peak memories."),
    network: choice(["none", "default"]).optional().describe("Network of the command (`none`).")
  },
  'in a check of "verify"',
  'a check such as "run: [python3, --version]" or "user: non-root"'
).meta({
  oneOf: CHECK_KINDS.map((kind) => ({ required: [kind] })),
  dependencies: Object.fromEntries(
    COMMAND_KEYS.map((key) => [key, { anyOf: [{ required: ["run"] }, { required: ["args"] }] }])
  ),
  not: { anyOf: END_KEYS.map((key) => ({ required: ["ready", key] })) }
});
function splitWords(value) {
  const trimmed = value.trim();
  if (trimmed === "") throw new UserError(`found no command, expected a list of words such as ${RUN}`);
  if (!SHELL.test(trimmed)) return trimmed.split(/\s+/);
  const shell = `[sh, -c, ${JSON.stringify(trimmed)}]`;
  throw new UserError(
    `found ${quoted(value)}, which only a shell understands, but no shell is used. Write the words as a list such as ${RUN}, or ${shell.length < 100 ? shell : '[sh, -c, "\u2026"]'} where the image has a shell`
  );
}
function parsePort(value) {
  const [, digits, protocol = "tcp"] = PORT.exec(value) ?? [];
  if (digits !== void 0 && Number(digits) >= 1 && Number(digits) <= 65535) return `${Number(digits)}/${protocol}`;
  throw new UserError(
    `found ${quoted(value)}, expected a port of the container from 1 to 65535, such as 8000 or "53/udp" (tcp, udp, sctp)`
  );
}
function checkUser(value) {
  if (/^[^\p{Cc}\s]{1,128}$/u.test(value)) return value;
  throw new UserError(
    `found ${quoted(value)}, expected "non-root" or the USER that the image must have, such as "app" or "1000:1000"`
  );
}
function checkLabel(value) {
  if (value.trim() === value && value !== "" && value.length <= LONGEST_NAME && !new RegExp("\\p{Cc}", "u").test(value)) return value;
  throw new UserError(
    `found ${quoted(value)}, expected a name of 1 to ${LONGEST_NAME} characters on one line, without spaces around it`
  );
}

// src/config/file/conditions.ts
var EXPECTED = 'a condition such as "download > +1 MB", or a list of them';
function generalLines(level) {
  const line = parsed(EXPECTED, (text2) => text2 === NONE ? text2 : checkLine(level, text2));
  return oneOrMore(line, EXPECTED, parseList).superRefine((lines, context) => {
    const none = lines.indexOf(NONE);
    if (lines.length === 0 && level === "fail") {
      const message2 = `found no condition: write "${NONE}" to turn the default conditions off, or leave ${level}-if out`;
      context.addIssue({ code: "custom", message: message2 });
    }
    if (none < 0 || lines.length === 1) return;
    const message = `found "${NONE}" beside ${lines.length - 1} more: it means no conditions for all images, and stands alone`;
    context.addIssue({ code: "custom", path: [none], message, params: { within: NONE } });
  });
}
function imageLines(level) {
  const line = parsed(EXPECTED, (text2) => {
    if (text2 !== NONE) return checkLine(level, text2);
    throw new UserError(
      `found "${NONE}", which only the ${level}-if at the top level takes: an image's own conditions add to it`
    );
  });
  return oneOrMore(line, EXPECTED, parseList);
}
function checkLine(level, text2) {
  const { image: image2, text: condition } = splitScope(text2);
  if (image2 !== null) {
    throw new UserError(
      `found ${quoted(text2)}, but a condition in this file names no image: put ${quoted(condition.trim())} under "${level}-if" of the image ${quoted(image2)}`
    );
  }
  try {
    parseCondition(text2, level);
  } catch (error) {
    if (error instanceof Fault || !(error instanceof UserError)) throw error;
    throw new UserError(error.message.replace(`${level}-if: `, ""));
  }
  return text2;
}

// src/config/file/secret-schema.ts
var ID = /^[A-Za-z0-9_.-]{1,128}$/;
var REASON = "a secret's value must not stand in a file of the repository";
var MAP = "{env: NAME} or {file: PATH}";
var ENTRY = '"id=ID,env=NAME" or "id=ID,src=PATH"';
var SECRETS = `a map such as "token: {env: API_TOKEN}", or a list of ${ENTRY}`;
var secret = strict(
  {
    env: variable().optional().describe("Environment variable that holds the value."),
    file: argument("the path of a file", "the path").optional().describe("File that holds the value.")
  },
  `in a secret (${REASON})`,
  `${MAP}: ${REASON}`,
  (input) => `found ${input === null ? "nothing" : Array.isArray(input) ? "a list" : "a value"}`
).refine(({ env, file }) => env === void 0 !== (file === void 0), {
  error: ({ input }) => `found ${Object.keys(input ?? {}).length === 0 ? 'neither "env" nor "file"' : '"env" and "file"'}, expected one of them: ${MAP}`
}).meta({ oneOf: [{ required: ["env"] }, { required: ["file"] }] });
var id = text("a name").regex(ID, {
  error: ({ input }) => `found the secret id ${quoted(String(input))}, expected letters, digits, "_", "." and "-"`
});
var map = mapOf(id, secret, SECRETS).transform(
  (entries) => Object.entries(entries).map(
    ([name, { env, file = "" }]) => env === void 0 ? { id: name, file } : { id: name, env }
  )
);
var secrets = external_exports.union([map, listOf(parsed(ENTRY, parseEntry), SECRETS)], {
  error: ({ input }) => `${input === null ? "found nothing" : "found neither a map nor a list"}, expected ${SECRETS}`
});
function variable() {
  return parsed("the name of an environment variable", (name) => {
    if (VARIABLE.test(name)) return name;
    throw new UserError(
      `found no name of an environment variable, expected letters, digits and "_", without "$": ${REASON}`
    );
  });
}
function parseEntry(entry) {
  const fields = new Map(
    entry.split(",").map((field) => [field.split("=", 1)[0] ?? "", field.slice(field.indexOf("=") + 1)])
  );
  const known = [...fields.keys()].every((key) => ["id", "env", "src", "source", "type"].includes(key));
  const name = fields.get("id") ?? "";
  const path = fields.get("src") ?? fields.get("source");
  const env = fields.get("env");
  if (!known || !ID.test(name)) throw malformed();
  if (env !== void 0 && path === void 0 && VARIABLE.test(env)) return { id: name, env };
  if (path !== void 0 && env === void 0) return { id: name, file: checkArgument(path, "the path of the secret") };
  throw malformed();
}
function malformed() {
  return new UserError(`found no ${ENTRY} (not shown: it may be secret); ${REASON}`);
}

// src/config/file/schema.ts
var SOURCE = 'a source such as "docker://ghcr.io/acme/app:1.2"';
var DOCKERFILE_KEYS = [
  "file",
  "context",
  "target",
  "build-args",
  "labels",
  "build-contexts",
  "secrets",
  "ssh",
  "network",
  "cache-from",
  "cache-to"
];
var imageName = text("a name").refine(isImageName, {
  error: ({ input }) => `found ${quoted(String(input))}, expected the name of an image: ${NAME_RULE}`
}).meta({ pattern: NAME.source, maxLength: 128 });
var image = strict(
  {
    file: argument("the path of a Dockerfile", "the path").optional().describe("Dockerfile, relative to the repository's root, or inside the context if that is a URL."),
    context: argument("a directory, or a git or HTTP(S) URL", "the context").optional().describe(
      "Build context: a directory relative to the repository's root, or a git or HTTP(S) URL. Absent: the Dockerfile's directory."
    ),
    target: argument('a stage of the Dockerfile such as "runtime"', "the stage").optional().describe("Build stage to build and measure. Absent: the last one."),
    "build-args": buildArgs.optional().describe("Build arguments: a map, or a list of KEY=value. An empty value in a map comes from the environment."),
    labels: labels.optional().describe("Labels of the image: a map, or a list of KEY=value."),
    "build-contexts": buildContexts.optional().describe("Named contexts: a map NAME: directory, URL or docker-image://\u2026, or a list of NAME=VALUE."),
    secrets: secrets.optional().describe(
      "Build secrets, with the place of each value: a map ID: {env: NAME} or ID: {file: PATH}, or a list of id=ID,env=NAME and id=ID,src=PATH."
    ),
    ssh: argumentList("default", "the entry").optional().describe("SSH agents or keys for the build: `default` or ID[=SOCKET or KEY]."),
    network: choice(["default", "none", "host"]).optional().describe("Network of the RUN instructions."),
    "cache-from": argumentList("type=gha", "the entry").optional().describe("Cache sources of this image, in place of the run's."),
    "cache-to": argumentList("type=gha", "the entry").optional().describe("Cache destinations of this image, in place of the run's."),
    bake: bakeTarget.optional().describe("Target of a bake or compose file that builds the image: FILE#TARGET, or {files, target}."),
    source: parsed(SOURCE, parseSource).optional().describe(`An existing image to measure, not to build: ${TRANSPORT_FORMS.join(", ")}.`),
    platforms: platforms.optional().describe(
      "Platforms to build and measure, each by itself: os/arch[/variant]. Absent: the builder's own, the bake target's, or all of a source."
    ),
    "fail-if": imageLines("fail").optional().describe("Conditions that fail the run, for this image, in addition to the general ones."),
    "warn-if": imageLines("warn").optional().describe("Conditions that warn, for this image, in addition to the general ones."),
    "variant-of": text("the name of another image").optional().describe("Name of the image of which this one is a variant. The two are also compared with each other."),
    verify: listOf(checkSchema, "a list of checks such as [{user: non-root}]").optional().describe(
      "What the image must still do or be. Absent on a variant: the checks of its reference image. [] for none."
    ),
    noise: parsed('bytes with a unit such as "200 kB"', parseNoise).optional().describe(
      "Bytes (`200 kB`) by which two builds of one commit may differ. Growth up to this size meets no condition."
    ),
    always: yesOrNo().optional().describe("Build the image even if none of its inputs changed (false)."),
    "index-totals": yesOrNo().optional().describe("Also report the total of all platforms, with shared blobs counted once (false).")
  },
  "in an image",
  "a map of settings such as {file: docker/Dockerfile}, or nothing for the Dockerfile at the root"
).meta({ allOf: exclusions() });
var variableName = parsed("the name of an environment variable", checkVariable, VARIABLE);
var variableKey = text("a name").regex(VARIABLE, {
  error: ({ input }) => `found the key ${quoted(String(input))}, expected the name of an environment variable: letters, digits and "_"`
});
var ENVIRONMENT = 'a list of names such as [REGISTRY], or a map such as "REGISTRY: ghcr.io"';
var environment = external_exports.union(
  [
    listOf(variableName, ENVIRONMENT),
    mapOf(
      variableKey,
      external_exports.union([external_exports.string(), external_exports.number(), external_exports.boolean(), external_exports.null()], { error: "expected a default as a text, or nothing" }),
      ENVIRONMENT
    )
  ],
  { error: ({ input }) => `${found(input)}, expected ${ENVIRONMENT}` }
);
var configSchema = strict(
  {
    "fail-if": generalLines("fail").optional().describe(
      `Conditions that fail the run, for all images: METRIC > [+]AMOUNT, parts joined by "and". METRIC: ${METRIC_NAMES.join(", ")}. Absent: growth of \`unpacked\` or \`download\` by more than 2 % and 1 MB; \`none\` turns that off.`
    ),
    "warn-if": generalLines("warn").optional().describe("Conditions that warn, for all images."),
    environment: environment.optional().describe(`The environment variables that texts may use as \${NAME}: a list of names, or a map NAME: default.`),
    images: mapOf(
      imageName,
      external_exports.union([image, external_exports.null()], { error: imageError }),
      'a map of images such as "api: {file: docker/Dockerfile}"'
    ).meta({ minProperties: 1 }).optional().describe("The images by name, each with its source and its own settings."),
    bake: bakeGroups.optional().describe(
      "Bake or compose files. All their targets become images: FILE, FILE#TARGET, {files, targets}, or a list of these. An entry of `images` with a target's name has its settings."
    )
  },
  "at the top level",
  'a map with "images:" or "bake:"'
).meta({ anyOf: [{ required: ["images"] }, { required: ["bake"] }] });
function imageError({ input }) {
  const cure = typeof input === "string" ? `: write {file: ${quoted(input)}}` : "";
  return `${found(input)}, expected a map of settings such as {file: docker/Dockerfile}${cure}`;
}
function parseSource(value) {
  const prefix = /^([^:]*):/.exec(value)?.[1] ?? "";
  const source = TRANSPORT_NAMES.some((transport) => transport === prefix) ? parseTransport(value) : null;
  if (source !== null) return source;
  const nearTransport = nearest(prefix, TRANSPORT_NAMES);
  const meant = nearTransport === void 0 ? `docker://${value}` : `${nearTransport}${value.slice(prefix.length)}`;
  const hint = isTransport(meant) ? `. Did you mean ${quoted(meant)}?` : "";
  throw new UserError(
    `found ${quoted(value)}, expected ${SOURCE}; accepted: ${TRANSPORT_NAMES.map(transportPrefix).join(", ")}${hint}`
  );
}
function isTransport(text2) {
  try {
    return parseTransport(text2) !== null;
  } catch {
    return false;
  }
}
function parseNoise(value) {
  try {
    return parseBytes(value);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const reason = error.message.startsWith('"') ? 'expected bytes with a unit such as "200 kB"' : error.message;
    throw new UserError(`found ${quoted(value)}, ${reason}`);
  }
}
function checkVariable(name) {
  if (VARIABLE.test(name)) return name;
  throw new UserError(
    `found ${quoted(name)}, expected the name of an environment variable (letters, digits and "_", without "$"); a default is written as a map: "NAME: default"`
  );
}
function exclusions() {
  const others = DOCKERFILE_KEYS.flatMap((key) => [
    ["bake", key],
    ["source", key]
  ]);
  return [["bake", "source"], ...others].map((required) => ({ not: { required } }));
}

// src/config/file/compose.ts
var import_yaml2 = __toESM(require_dist(), 1);

// src/config/file/places.ts
var Places = class {
  #spots = /* @__PURE__ */ new Map();
  #broken = /* @__PURE__ */ new Set();
  #text;
  constructor(text2) {
    this.#text = text2;
  }
  record(path, spot) {
    this.#spots.set(JSON.stringify(path), spot);
  }
  /** Marks a value whose mistake is reported already. */
  breakAt(path) {
    this.#broken.add(JSON.stringify(path));
  }
  isBroken(path) {
    return this.#broken.has(JSON.stringify(path));
  }
  /** False for a key that is not in the file. */
  has(path) {
    return this.#spots.has(JSON.stringify(path));
  }
  key(path) {
    return this.#spot(path).key.start;
  }
  /** Offset of the value, or of `within` where the value has it literally; of the key where the value is empty. */
  value(path, within = "") {
    const { key, value } = this.#spot(path);
    if (value.start === value.end) return key.start;
    const at = within === "" ? -1 : this.#text.slice(value.start, value.end).indexOf(within);
    return value.start + Math.max(0, at);
  }
  /** True where the file has `text` literally at `offset`. */
  holds(offset, text2) {
    return text2 !== "" && this.#text.startsWith(text2, offset);
  }
  /** For something absent, the place of the nearest part around it. */
  #spot(path) {
    const spot = this.#spots.get(JSON.stringify(path));
    if (spot !== void 0) return spot;
    const start = { start: 0, end: 0 };
    return path.length === 0 ? { key: start, value: start } : this.#spot(path.slice(0, -1));
  }
};

// src/config/file/compose.ts
var MAX_VALUES = 5e4;
var TOO_MANY_VALUES = `aliases and merge keys expand to more than ${MAX_VALUES} values`;
var TEXTS = ["build-args", "labels", "build-contexts", "environment", "run", "args", "entrypoint"];
function compose(document, text2) {
  const composer = new Composer(document, text2);
  const value = composer.value(document.contents, [], null, 0);
  return { value, places: composer.places, problems: composer.problems };
}
var Composer = class {
  places;
  problems = [];
  #targets;
  #left = MAX_VALUES;
  constructor(document, text2) {
    this.places = new Places(text2);
    this.#targets = aliasTargets(document);
  }
  value(written, path, key, depth) {
    const node = this.#resolve(written, path);
    const place = placeOf(node ?? written) ?? key ?? { start: 0, end: 0 };
    this.places.record(path, { key: key ?? place, value: place });
    if (!this.#affordable(placeOf(written) ?? place, depth)) return this.#broken(path);
    if ((0, import_yaml2.isMap)(node)) return this.#map(node, path, depth);
    if ((0, import_yaml2.isSeq)(node)) {
      return node.items.map((item, index) => this.value(item, [...path, index], null, depth + 1));
    }
    return (0, import_yaml2.isScalar)(node) ? this.#scalar(node, path) : null;
  }
  #resolve(node, path) {
    if (!(0, import_yaml2.isAlias)(node)) return node;
    const target2 = this.#targets.get(node);
    if (target2 !== void 0) return target2;
    this.#fault(
      placeOf(node),
      `found the alias "*${printable(node.source)}", but no anchor "&${printable(node.source)}" before it`
    );
    this.places.breakAt(path);
    return null;
  }
  #map(map2, path, depth) {
    const result = /* @__PURE__ */ Object.create(null);
    for (const [name, { key, value }] of this.#entries(map2, path, depth)) {
      result[name] = this.value(value, [...path, name], key, depth + 1);
    }
    return result;
  }
  /** A map's own entries, then those of merged maps under other keys; of two merged maps the first wins (YAML merge keys). */
  #entries(map2, path, depth) {
    const entries = /* @__PURE__ */ new Map();
    for (const pair of map2.items.filter((pair2) => !isMerge(pair2))) this.#own(pair, entries);
    for (const pair of map2.items.filter(isMerge)) {
      const merged = this.#resolve(pair.value, path);
      for (const source of (0, import_yaml2.isSeq)(merged) ? merged.items : [merged])
        this.#merge(source, entries, path, depth, pair);
    }
    return entries;
  }
  #own(pair, entries) {
    const place = placeOf(pair.key) ?? placeOf(pair.value) ?? { start: 0, end: 0 };
    const name = keyText(pair.key);
    const problem = keyProblem(name, entries);
    if (problem !== null) this.#fault(place, problem);
    else if (name !== null) entries.set(name, { key: place, value: pair.value });
  }
  #merge(written, entries, path, depth, { key }) {
    const place = placeOf(written) ?? placeOf(key);
    const source = this.#resolve(written, path);
    if (source === null || !this.#affordable(place, depth + 1)) return;
    const merged = (0, import_yaml2.isMap)(source) ? this.#entries(source, path, depth + 1) : [];
    if (!(0, import_yaml2.isMap)(source))
      this.#fault(place, 'found no map after "<<", expected an alias of one ("<<: *name") or a list of them');
    for (const [name, entry] of merged) if (!entries.has(name)) entries.set(name, entry);
  }
  #scalar({ value, source }, path) {
    if (typeof value === "string" && value.includes("\0")) {
      this.#fault(
        { start: this.places.value(path), end: 0 },
        "found a text with a NUL character, which no command can be given"
      );
      return this.#broken(path);
    }
    const isOther = typeof value !== "string" && value !== null;
    return isOther && isText(path) ? source ?? String(value) : value;
  }
  /** False from the first value that is too many or too deep, so that it is reported once. */
  #affordable(place, depth) {
    if (this.#left === 0) return false;
    this.#left = depth > MAX_DEPTH ? 0 : this.#left - 1;
    if (this.#left > 0) return true;
    this.#fault(place, depth > MAX_DEPTH ? TOO_DEEP : TOO_MANY_VALUES);
    return false;
  }
  #broken(path) {
    this.places.breakAt(path);
    return null;
  }
  #fault(place, message) {
    this.problems.push({ offset: place?.start ?? 0, message });
  }
};
function aliasTargets(document) {
  const anchors = /* @__PURE__ */ new Map();
  const targets = /* @__PURE__ */ new Map();
  (0, import_yaml2.visit)(document, {
    Alias: (_, alias) => {
      const target2 = anchors.get(alias.source);
      if (target2 !== void 0) targets.set(alias, target2);
    },
    Value: (_, node) => {
      if (node.anchor !== void 0) anchors.set(node.anchor, node);
    }
  });
  return targets;
}
function placeOf(node) {
  return node?.range ? { start: node.range[0], end: node.range[1] } : null;
}
function isMerge({ key }) {
  return (0, import_yaml2.isScalar)(key) && key.value === "<<" && key.type === "PLAIN";
}
function keyProblem(name, known) {
  if (name === null) return 'found a key that is empty or not a text, expected "KEY: value"';
  if (name === "__proto__") return 'found the key "__proto__", which is not accepted';
  return known.has(name) ? `found the key "${printable(name.slice(0, 100))}" a second time in one map` : null;
}
function keyText(key) {
  if (!(0, import_yaml2.isScalar)(key) || key.value === null) return null;
  return typeof key.value === "string" ? key.value : key.source ?? String(key.value);
}
function isText(path) {
  const parent = path.findLastIndex((step, index) => typeof step === "string" && index < path.length - 1);
  const isImageName2 = path[0] === "images" && parent <= 1;
  return !isImageName2 && (path.at(-1) === "user" || TEXTS.includes(String(path[parent])));
}

export {
  problemsError,
  isMap,
  quoted,
  CHECK_KINDS,
  COMMAND_KEYS,
  END_KEYS,
  substitute,
  DOCKERFILE_KEYS,
  configSchema,
  MAX_FILE,
  MAX_CONFIG,
  TOO_DEEP,
  parseYaml,
  lexicalProblem,
  TOO_MANY_VALUES,
  compose
};
