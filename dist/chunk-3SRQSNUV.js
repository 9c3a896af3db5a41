import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  fetchCommit,
  gitCommand,
  requireSuccess,
  runCommand
} from "./chunk-KVAMYFKP.js";
import {
  exists
} from "./chunk-FPYIA4FT.js";
import {
  UserError
} from "./chunk-LL3EZWTN.js";

// src/docker/dockerfile/tree.ts
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";

// src/docker/dockerfile/divide.ts
function divide(line, escapedBy) {
  const [, word = "", argument = ""] = /^([^\t\v\f\r ]+)[\t\v\f\r ]*(.*)$/s.exec(line) ?? [];
  return { keyword: word.toUpperCase(), argument, operands: withoutFlags(argument, escapedBy) };
}
function withoutFlags(argument, escapedBy) {
  const one = escapedBy === "`" ? "`" : "\\\\";
  const flag = new RegExp(
    `\\s*--(?:[^\\s"'${one}]|${one}.|"(?:[^"${one}]|${one}.)*"|'(?:[^'${one}]|${one}.)*')*(?=\\s|$)`,
    "sy"
  );
  for (let found = flag.exec(argument); found !== null; found = flag.exec(argument)) {
    const at = flag.lastIndex;
    if (found[0].trim() === "--") return argument.slice(at).trim();
    argument = argument.slice(at);
    flag.lastIndex = 0;
  }
  return argument.trim();
}

// src/docker/dockerfile/heredoc.ts
var WITH_HEREDOC = ["RUN", "COPY", "ADD"];
var OPENING = /^\d*<<(-?)[\t\n\f\r ]*([^<]*)$/;
function findOpenings(line) {
  return splitWords(line, true).flatMap((word) => readOpening(word) ?? []);
}
function readOpening(text) {
  const [, dash = "", quoted = ""] = OPENING.exec(text) ?? [];
  const [name, ...others] = quoted === "" ? [] : splitWords(quoted, false);
  return name === void 0 || others.length > 0 ? void 0 : { name, chomp: dash === "-" };
}
function mayOpen({ keyword, operands }, escapedBy) {
  if (!operands.includes("<<")) return false;
  if (keyword !== "ONBUILD") return WITH_HEREDOC.includes(keyword) && !isArray(operands);
  const inner = divide(operands, escapedBy);
  return WITH_HEREDOC.includes(inner.keyword) && !isArray(inner.operands);
}
function isArray(operands) {
  if (!operands.startsWith("[")) return false;
  try {
    JSON.parse(operands);
    return true;
  } catch {
    return false;
  }
}
function splitWords(text, raw) {
  try {
    return new Lexer(text, raw).words();
  } catch (error) {
    if (error instanceof NotUnderstood) return [];
    throw error;
  }
}
var NotUnderstood = class extends Error {
};
var SPACE = new RegExp("\\p{White_Space}", "u");
var NAME = /\d+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*|/uy;
var SPACES = /[\t\r ]*/y;
var DEEPEST = 50;
var Lexer = class {
  #text;
  #raw;
  #at = 0;
  #depth = 0;
  #word = "";
  constructor(text, raw) {
    this.#text = text;
    this.#raw = raw;
  }
  words() {
    const found = [];
    const end = () => {
      if (this.#word !== "") found.push(this.#word);
      this.#word = "";
    };
    while (this.#at < this.#text.length) {
      const { text, mayDivide } = this.#piece(this.#raw);
      if (!mayDivide) this.#word += text;
      else
        for (const [at, part] of text.split(SPACE).entries()) {
          if (at > 0) end();
          this.#word += part;
        }
    }
    end();
    return found;
  }
  #piece(rawEscapes) {
    const char = this.#text[this.#at] ?? "";
    if (char === "$") return { text: this.#variable(), mayDivide: true };
    if (char === "'") return { text: this.#singleQuoted(), mayDivide: false };
    if (char === '"') return { text: this.#doubleQuoted(rawEscapes), mayDivide: false };
    if (this.#text.startsWith("<<", this.#at)) return { text: this.#take(2) + this.#match(SPACES), mayDivide: false };
    if (char !== "\\") return { text: this.#take(1), mayDivide: true };
    const escaped = this.#take(2);
    return { text: rawEscapes ? escaped : escaped.slice(1), mayDivide: false };
  }
  #take(count) {
    this.#at += count;
    return this.#text.slice(this.#at - count, this.#at);
  }
  #match(pattern) {
    pattern.lastIndex = this.#at;
    return this.#take(pattern.exec(this.#text)?.[0].length ?? 0);
  }
  #singleQuoted() {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) throw new NotUnderstood();
    const quoted = this.#take(end + 1 - this.#at);
    return this.#raw ? quoted : quoted.slice(1, -1);
  }
  /** A backslash escapes a quote, a dollar and itself. Else it is one. */
  #doubleQuoted(rawEscapes) {
    const quote = this.#raw ? '"' : "";
    let text = quote;
    this.#at++;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? "";
      if (char === "$") text += this.#variable();
      else if (char === "\\") text += this.#escapedInQuotes(rawEscapes);
      else if (this.#take(1) === '"') return text + quote;
      else text += char;
    }
    throw new NotUnderstood();
  }
  #escapedInQuotes(rawEscapes) {
    const next = this.#text[this.#at + 1] ?? "";
    if (!['"', "$", "\\"].includes(next)) return this.#take(1);
    return rawEscapes ? this.#take(2) : this.#take(2).slice(1);
  }
  /** No variable has a value here, so each stays as it is. */
  #variable() {
    this.#at++;
    if (this.#text[this.#at] !== "{") return `$${this.#match(NAME)}`;
    this.#at++;
    if (/[{}:]/.test(this.#text[this.#at] ?? "{")) throw new NotUnderstood();
    const name = this.#match(NAME);
    const operator = this.#take(1);
    if (operator === "}") return `\${${name}}`;
    if (operator === "/") return `\${${name}/${this.#replacement()}}`;
    if (operator === ":") return `\${${name}:${this.#take(1)}${this.#until("}", false)}}`;
    if (!/[-+?#%]/.test(operator)) throw new NotUnderstood();
    return `\${${name}${operator}${this.#until("}", /[#%]/.test(operator))}}`;
  }
  #replacement() {
    if (this.#text[this.#at] === "/") this.#at++;
    return `${this.#until("/", true)}/${this.#until("}", true)}`;
  }
  /** BuildKit forgets the word before a variable with a default, so `<<E${x:-y}` opens nothing. */
  #until(stop, rawEscapes) {
    if (++this.#depth > DEEPEST) throw new NotUnderstood();
    this.#word = "";
    let text = "";
    while (this.#at < this.#text.length && this.#text[this.#at] !== stop) text += this.#piece(rawEscapes).text;
    if (this.#take(1) !== stop) throw new NotUnderstood();
    this.#depth--;
    return text;
  }
};

// src/docker/dockerfile/tree.ts
var LONGEST_DOCKERFILE = 1024 * 1024;
var MOST_STAGES = 1e3;
var LONGEST_TEXT = 2e3;
var NOTHING = { instructions: [], stages: [] };
function parseDockerfile(text) {
  if (text.length > LONGEST_DOCKERFILE) return NOTHING;
  const reader = new Reader(text);
  const instructions = [];
  const stages = [];
  for (let read = reader.next(); read !== void 0; read = reader.next()) {
    const { operands, ...instruction } = read;
    if (read.keyword === "FROM") stages.push(stageOf(operands, stages.length));
    instructions.push({ ...instruction, stage: stages.length - 1 });
  }
  return stages.length > MOST_STAGES ? NOTHING : { instructions, stages };
}
function instructionAt({ instructions }, line) {
  let [low, high] = [0, instructions.length];
  while (low < high) {
    const middle = low + high >> 1;
    if ((instructions[middle]?.lines.end ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  const found = instructions[low];
  return found !== void 0 && found.lines.start <= line ? found : void 0;
}
var FROM = /^(\S+)(?:\s+as\s+(\S+))?/i;
function stageOf(argument, number) {
  const [, from = "", name] = FROM.exec(argument) ?? [];
  return { number, from, ...name === void 0 ? {} : { name } };
}
var Reader = class {
  #lines;
  /** The character that joins a line with the next one: `\`, unless `# escape=` says otherwise. */
  #escape;
  #at = 0;
  constructor(text) {
    const lines = text.replace(/^\ufeff/, "").split("\n");
    this.#lines = (lines.at(-1) === "" ? lines.slice(0, -1) : lines).map((line) => line.replace(/(?<!\r)\r+$/, ""));
    this.#escape = escapeDirective(this.#lines);
  }
  next() {
    while (this.#at < this.#lines.length && isSkipped(this.#line())) this.#at++;
    if (this.#at >= this.#lines.length) return void 0;
    const start = this.#at;
    const parts = this.#logicalLine();
    const logical = joined(parts);
    const divided = divide(logical, this.#escape);
    const header = this.#at;
    const openings = mayOpen(divided, this.#escape) ? findOpenings(parts.join("").trimStart()) : [];
    const heredocs = openings.map((opening) => this.#heredoc(opening));
    const written = [logical, ...this.#lines.slice(header, this.#at)].join("\n");
    return { ...divided, heredocs, text: cut(written), lines: { start: start + 1, end: this.#at } };
  }
  #line() {
    return this.#lines[this.#at] ?? "";
  }
  /** Empty lines and comments within an instruction do not end it. */
  #logicalLine() {
    const parts = [];
    for (let goesOn = true; goesOn && this.#at < this.#lines.length; this.#at++) {
      if (parts.length > 0 && isSkipped(this.#line())) continue;
      const line = parts.length === 0 ? this.#line().replace(SPACE_BEFORE, "") : this.#line();
      const content = this.#continued(line);
      goesOn = content !== void 0;
      parts.push(content ?? line);
    }
    return parts;
  }
  /** A line without the escape at its end. Undefined without one, and where the escape is itself escaped. */
  #continued(line) {
    const end = line.replace(/(?<![\t ])[\t ]+$/, "");
    if (!end.endsWith(this.#escape) || end.at(-2) === this.#escape) return void 0;
    return end.slice(0, -1);
  }
  #heredoc({ name, chomp }) {
    const body = [];
    while (this.#at < this.#lines.length) {
      const line = chomp ? this.#line().replace(/^\t+/, "") : this.#line();
      this.#at++;
      if (line === name) break;
      body.push(line);
    }
    return { name, body: body.join("\n") };
  }
};
function joined(parts) {
  const spaced = parts.map((part, at) => `${at > 0 && isApart(parts[at - 1] ?? "", part) ? " " : ""}${part.trim()}`);
  return spaced.join("").trimStart();
}
function isApart(before, line) {
  return before !== before.trimEnd() || line !== line.trimStart();
}
var SPACE_BEFORE = new RegExp("^\\p{White_Space}+", "u");
function isSkipped(line) {
  return new RegExp("^\\p{White_Space}*(?:#|$)", "u").test(line);
}
function escapeDirective(lines) {
  for (const line of lines) {
    const [, name, value] = /^\s*#\s*(syntax|escape|check)\s*=\s*(\S.*)$/i.exec(line) ?? [];
    if (name === void 0) break;
    if (name.toLowerCase() === "escape" && value?.trim() === "`") return "`";
  }
  return "\\";
}
function cut(text) {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1).toWellFormed()}\u2026`;
}
async function hashFile(path) {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
}
function hashText(text) {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
async function readDockerfile(path, digest) {
  const found = await stat(path).catch(() => void 0);
  if (!found?.isFile() || found.size > LONGEST_DOCKERFILE) return void 0;
  const content = await readFile(path);
  return digest === void 0 || digest === hashText(content) ? content.toString("utf8") : void 0;
}

// src/docker/context.ts
import { lstat, readFile as readFile2, realpath } from "node:fs/promises";
import { join, posix as posix2 } from "node:path";

// src/docker/dockerfile/dockerignore.ts
import { posix } from "node:path";

// src/docker/dockerfile/ignore-pattern.ts
var TOKEN = /\*\*\/?|\*|\?|\[(?:\^|(?!\^))(?:[^\\[\]\-/](?:-[^\\[\]\-/])?)+\]|\\.|./gsu;
var UNSURE = /^(?:[[\]^\\]|\\[^!-.:-@[-`{-~]|\[.*[*?].*)$/su;
var UNESCAPED = /^[{|}]$/;
var STRANGE = /[\p{Cc}\uFEFF\uFFFD]/u;
function compileIgnorePattern(pattern) {
  const tokens = pattern.match(TOKEN) ?? [];
  if (STRANGE.test(pattern) || tokens.some((token) => UNSURE.test(token))) return void 0;
  const matches = matcher(pattern, tokens, kindOf(tokens));
  return matches === void 0 ? void 0 : { matches, start: startOf(pattern, tokens) };
}
function kindOf(tokens) {
  let kind = "exact";
  for (const [at, token] of tokens.entries()) {
    const isLast = at === tokens.length - 1;
    if (token.startsWith("**")) {
      kind = isLast && kind === "exact" ? "prefix" : "regexp";
      if (at === 0) kind = "suffix";
    } else if (isWildcard(token)) kind = "regexp";
  }
  return kind;
}
function isWildcard(token) {
  return token === "*" || token === "?" || /^(?:\[|\\|\*\*)./s.test(token);
}
function matcher(pattern, tokens, kind) {
  switch (kind) {
    case "exact":
      return (path) => path === pattern;
    case "prefix":
      return (path) => path.startsWith(pattern.slice(0, -2));
    case "suffix": {
      const end = pattern.slice(2);
      return (path) => path.endsWith(end) || end.startsWith("/") && path === end.slice(1);
    }
    case "regexp": {
      if (tokens.some((token) => UNESCAPED.test(token))) return void 0;
      const steps = tokens.map((token, at) => stepOf(token, at === tokens.length - 1));
      return steps.includes(void 0) ? void 0 : matchSteps(steps.filter((step2) => step2 !== void 0));
    }
  }
}
var NOT_SLASH = (char) => char !== "/";
var NOT_NEWLINE = (char) => char !== "\n";
function stepOf(token, isLast) {
  if (token.startsWith("**")) return { kind: isLast ? "many" : "directories", takes: NOT_NEWLINE };
  if (token === "*") return { kind: "many", takes: NOT_SLASH };
  if (token === "?") return { kind: "one", takes: NOT_SLASH };
  if (token.length > 1 && token.startsWith("[")) return classStep(token);
  const literal = token.startsWith("\\") ? token.slice(1) : token;
  return { kind: "one", takes: (char) => char === literal };
}
function classStep(token) {
  try {
    const regexp = new RegExp(`^${token}$`, "u");
    return { kind: "one", takes: (char) => regexp.test(char) };
  } catch {
    return void 0;
  }
}
function matchSteps(steps) {
  const enter = (states, at) => {
    states.add(2 * at);
    const kind = steps[at]?.kind;
    if (kind === "directories") states.add(2 * at + 1);
    if (kind === "directories" || kind === "many") enter(states, at + 1);
  };
  const advance = (states, state, char) => {
    const at = state >> 1;
    const step2 = steps[at];
    if (step2 === void 0 || step2.kind === "directories" && state % 2 === 0 || !step2.takes(char)) return;
    if (step2.kind === "directories") states.add(state);
    if (step2.kind === "many") enter(states, at);
    if (step2.kind === "one" || step2.kind === "directories" && char === "/") enter(states, at + 1);
  };
  return (path) => {
    let states = /* @__PURE__ */ new Set();
    enter(states, 0);
    for (const char of path) {
      const next = /* @__PURE__ */ new Set();
      for (const state of states) advance(next, state, char);
      if (next.size === 0) return false;
      states = next;
    }
    return states.has(2 * steps.length);
  };
}
function startOf(pattern, tokens) {
  const wild = tokens.findIndex(isWildcard);
  return wild < 0 ? pattern : tokens.slice(0, wild).join("");
}

// src/docker/dockerfile/dockerignore.ts
var IGNORES_NOTHING = { excludes: () => false, excludesAll: () => false };
var LONGEST_LINE = 64 * 1024;
var SPACE_AROUND = /^[\p{White_Space}]+|[\p{White_Space}]+$/gu;
function parseDockerignore(bytes) {
  const text = bytes.toString("utf8");
  if (!Buffer.from(text).equals(bytes)) return IGNORES_NOTHING;
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const patterns = [];
  for (const line of lines) {
    const pattern = parseLine(line.replace(/\r$/, ""));
    if (pattern === "unsure") return IGNORES_NOTHING;
    if (pattern !== void 0) patterns.push(pattern);
  }
  return ignoring(patterns);
}
function parseLine(line) {
  if (Buffer.byteLength(line) >= LONGEST_LINE) return "unsure";
  if (line.startsWith("#") || trim(line) === "") return void 0;
  const exception = trim(line).startsWith("!");
  const path = trim(trim(line).slice(exception ? 1 : 0));
  const cleaned = clean(trim(`${exception ? "!" : ""}${relative(path)}`));
  if (cleaned.startsWith("!") !== exception) return "unsure";
  const pattern = cleaned.slice(exception ? 1 : 0);
  if (pattern === "" || pattern.startsWith("!")) return "unsure";
  const compiled = compileIgnorePattern(pattern);
  return compiled === void 0 ? "unsure" : { exception, ...compiled };
}
function relative(path) {
  return path === "" ? "" : clean(path).replace(/^\/(?=.)/, "");
}
function clean(path) {
  return posix.normalize(path).replace(/(?<=.)\/$/, "");
}
function trim(text) {
  return text.replace(SPACE_AROUND, "");
}
function ignoring(patterns) {
  const exclusion = exclusions(patterns);
  const exceptions = patterns.filter(({ exception }) => exception);
  const mayReturn = (directory) => exceptions.some(({ start }) => start.startsWith(directory) || directory.startsWith(start));
  const excludesAll = (directory) => directory !== "" && exclusion(directory).excluded && !mayReturn(`${directory}/`);
  return {
    excludes: (path) => path === legible(path) ? exclusion(path).excluded : excludesAll(legible(path)),
    excludesAll: (directory) => excludesAll(legible(directory.replace(/\/$/, "")))
  };
}
function legible(path) {
  const names = path.split("/");
  const at = names.findIndex((name) => name.includes("\uFFFD"));
  return at < 0 ? path : names.slice(0, at).join("/");
}
function exclusions(patterns) {
  const directories = /* @__PURE__ */ new Map([[".", { excluded: false, matched: [] }]]);
  const exclusionBelow = (path, above) => {
    let excluded = false;
    const matched = patterns.map(({ exception, matches }, at) => {
      const match = above.matched[at] === true || exception === excluded && matches(path);
      if (match) excluded = !exception;
      return match;
    });
    return { excluded, matched };
  };
  const directoryExclusion = (path) => {
    const known = directories.get(path);
    if (known !== void 0) return known;
    const exclusion = exclusionBelow(path, directoryExclusion(posix.dirname(path)));
    directories.set(path, exclusion);
    return exclusion;
  };
  return (path) => exclusionBelow(path, directoryExclusion(posix.dirname(path)));
}

// src/docker/context.ts
var MAX_IGNORE_FILE = 1024 * 1024;
async function openBuildFiles(root, paths) {
  const ignoreFiles = [
    ...paths.dockerfiles.map(besideDockerfile),
    ...paths.contexts.map(({ directory }) => posix2.join(directory, ".dockerignore"))
  ];
  const needed = [...paths.dockerfiles, ...paths.contexts.map(({ directory }) => directory)];
  const states = await Promise.all([
    ...needed.map((path) => stateOf(root, path)),
    ...ignoreFiles.map((path) => stateOf(root, path))
  ]);
  if (states.includes("elsewhere") || states.slice(0, needed.length).includes("missing")) return void 0;
  const contexts = await Promise.all(paths.contexts.map((context) => readContext(root, context)));
  return buildFiles([...paths.dockerfiles, ...ignoreFiles].map(normal), contexts);
}
function besideDockerfile(dockerfile) {
  return `${dockerfile}.dockerignore`;
}
async function stateOf(root, path) {
  const full = join(root, path).replace(/(?<=.)\/$/, "");
  const error = await lstat(full).then(
    () => void 0,
    ({ code }) => code ?? ""
  );
  if (error !== void 0) return error === "ENOENT" ? "missing" : "elsewhere";
  return await realpath(full).catch(() => "") === full ? "there" : "elsewhere";
}
async function readContext(root, { directory, dockerfiles, own }) {
  const beside = await Promise.all(dockerfiles.map((path) => readIgnoreFile(join(root, besideDockerfile(path)))));
  const found = beside.filter((each) => each !== void 0);
  const isOwn = own === "always" || found.length === 0;
  const ownIgnores = isOwn ? [await readIgnoreFile(join(root, directory, ".dockerignore")) ?? IGNORES_NOTHING] : [];
  return { directory: normal(directory), ignores: [...found, ...ownIgnores] };
}
async function readContextIgnore(root, directory, dockerfile) {
  const beside = await readIgnoreFile(join(root, besideDockerfile(dockerfile)));
  return beside ?? await readIgnoreFile(join(root, directory, ".dockerignore")) ?? IGNORES_NOTHING;
}
async function readIgnoreFile(path) {
  const found = await lstat(path).catch(() => void 0);
  if (found === void 0) return void 0;
  return found.isFile() && found.size <= MAX_IGNORE_FILE ? parseDockerignore(await readFile2(path)) : IGNORES_NOTHING;
}
function buildFiles(rulers, contexts) {
  return {
    reads: (path) => rulers.some((ruler) => isRuler(ruler, path)) || contexts.some((context) => sends(context, path)),
    emptied: (path) => contexts.map((context) => nearestSent(context, path)).find((found) => found !== void 0)
  };
}
function isRuler(ruler, path) {
  return isWithin(ruler, path) || path.endsWith("/") && isWithin(path, ruler);
}
function sends({ directory, ignores }, path) {
  if (isWithin(directory, path)) return true;
  if (!isWithin(path, directory)) return false;
  const inside = posix2.relative(directory, path);
  return !ignores.every((each) => path.endsWith("/") ? each.excludesAll(inside) : each.excludes(inside));
}
function nearestSent(context, path) {
  if (!isWithin(path, context.directory)) return void 0;
  for (let above = posix2.dirname(path); above !== "." && above !== context.directory; above = posix2.dirname(above)) {
    if (sends(context, above)) return above;
  }
  return void 0;
}
function isWithin(path, directory) {
  const above = directory.replace(/\/$/, "");
  return above === "" || path === above || path.startsWith(`${above}/`);
}
function normal(path) {
  return posix2.normalize(path).replace(/^\.?\/?$|\/$/, "");
}

// src/docker/dockerfile/sources.ts
import { posix as posix3 } from "node:path";

// src/docker/dockerfile/stages.ts
function findTarget({ stages }, target) {
  if (target === "") return stages.at(-1);
  return stages.findLast(({ name }) => name?.toLowerCase() === target.toLowerCase());
}
function findParents(tree, values) {
  const known = values && { ...globalArguments(tree, values), ...values };
  const names = /* @__PURE__ */ new Map();
  return tree.stages.map(({ number, name, from }) => {
    const image = known === void 0 && from.includes("$") ? void 0 : expand(from, known ?? {});
    const parent = image === void 0 ? "unknown" : names.get(image.toLowerCase()) ?? "image";
    if (name !== void 0) names.set(name.toLowerCase(), number);
    return parent;
  });
}
function findImage(tree, values, stage) {
  return expand(tree.stages[stage]?.from ?? "", { ...globalArguments(tree, values), ...values });
}
function possibleLineage(parents, stage) {
  const numbers = /* @__PURE__ */ new Set();
  for (let at = stage; ; ) {
    numbers.add(at);
    const parent = parents[at] ?? "image";
    if (parent === "image") return numbers;
    if (parent === "unknown") return /* @__PURE__ */ new Set([...numbers, ...Array(at).keys()]);
    at = parent;
  }
}
var ASSIGNMENT = /(?<!\w)(\w+)=("[^"]*"|'[^']*'|\S*)/g;
function globalArguments({ instructions }, values) {
  const found = { ...values };
  for (const { keyword, argument, stage } of instructions) {
    if (stage >= 0) break;
    if (keyword !== "ARG") continue;
    for (const [, name = "", value = ""] of argument.matchAll(ASSIGNMENT)) {
      const expanded2 = Object.hasOwn(values, name) ? void 0 : expand(value, found);
      if (expanded2 !== void 0) found[name] = expanded2;
    }
  }
  return found;
}
var VARIABLE = /\$(?:\{(\w+)(?:(:?[-+])([^{}]*))?\}|(\w+))/g;
var PRESET = /^(?:TARGET|BUILD)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT|STAGE)$/;
function expand(text, values) {
  let isKnown = true;
  const expanded2 = text.replace(VARIABLE, (_, braced, operator, word = "", plain) => {
    const name = braced ?? plain ?? "";
    const value = Object.hasOwn(values, name) ? values[name] ?? "" : "";
    isKnown &&= Object.hasOwn(values, name) || operator !== void 0 && !PRESET.test(name);
    if (operator?.endsWith("+")) return value === "" ? "" : word;
    return operator?.endsWith("-") && value === "" ? word : value;
  });
  return isKnown && !/[$\\]/.test(expanded2) ? expanded2.replace(/["']/g, "") : void 0;
}

// src/docker/dockerfile/sources.ts
var MOST_SOURCES = 500;
var URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\/|^git@/i;
function contextSources(tree, given = {}) {
  const values = { ...argumentDefaults(tree), ...given };
  const written = tree.instructions.flatMap((instruction) => sourcesOf(instruction));
  const sources = written.map((source) => normal2(expanded(source, values)));
  return [...new Set(sources)].slice(0, MOST_SOURCES);
}
function neededPart(tree, target = "", given = {}) {
  const stage = findTarget(tree, target)?.number ?? (/^\d+$/.test(target) ? Number(target) : void 0);
  if (stage === void 0) return tree;
  const parents = findParents(tree, given);
  const needed = /* @__PURE__ */ new Set();
  const waiting = [stage];
  for (let next = waiting.pop(); next !== void 0; next = waiting.pop()) {
    if (needed.has(next)) continue;
    const lineage = [...possibleLineage(parents, next)].filter((number) => !needed.has(number));
    for (const number of lineage) needed.add(number);
    waiting.push(...lineage.flatMap((number) => othersOf(tree, number)).filter((number) => !needed.has(number)));
  }
  return { ...tree, instructions: tree.instructions.filter((each) => each.stage < 0 || needed.has(each.stage)) };
}
function othersOf(tree, stage) {
  const own = tree.instructions.filter((each) => each.stage === stage);
  const flags = own.map(({ argument }) => FLAGS.exec(argument)?.[0] ?? "").join("");
  const names = [...flags.matchAll(FROM_STAGE)].map(([, name = ""]) => name);
  if (names.some((name) => name.includes("$"))) return [...Array(stage).keys()];
  return names.flatMap((name) => /^\d+$/.test(name) ? Number(name) : findTarget(tree, name)?.number ?? []);
}
var FROM_STAGE = /(?:--from=|[=,]from=)([^\s,]+)/g;
function unsetInFrom(tree, given = {}) {
  const values = { ...argumentDefaults({ ...tree, instructions: tree.instructions.filter(isGlobal) }), ...given };
  const names = tree.stages.flatMap(({ from }) => {
    const used = [...from.matchAll(VARIABLE)];
    const isBlank = used.length > 0 && expand(from, values) === void 0;
    return isBlank ? used.map(([, braced, , , plain]) => braced ?? plain ?? "") : [];
  });
  const declared = tree.instructions.filter(isGlobal).map(({ argument }) => argument.trim());
  return [...new Set(names)].filter((name) => !Object.hasOwn(values, name) && declared.includes(name));
}
function isGlobal({ stage }) {
  return stage < 0;
}
function argumentDefaults({ instructions }) {
  const found = {};
  for (const { keyword, argument } of instructions) {
    if (keyword !== "ARG" && keyword !== "ENV") continue;
    for (const [, name = "", value = ""] of argument.matchAll(ASSIGNMENT)) {
      const text = expand(value, found);
      if (text !== void 0 && !Object.hasOwn(found, name)) found[name] = text;
    }
  }
  return found;
}
function sourcesOf(instruction) {
  if (instruction.keyword === "COPY" || instruction.keyword === "ADD") return copied(instruction);
  return instruction.keyword === "RUN" ? bound(instruction.argument) : [];
}
var FLAGS = /^(?:--\S+\s+)*/;
function copied({ keyword, argument, heredocs }) {
  const flags = FLAGS.exec(argument)?.[0] ?? "";
  if (/(?:^|\s)--from=/.test(flags)) return [];
  const words = wordsOf(argument.slice(flags.length)).slice(0, -1);
  const isHere = (word) => heredocs.length > 0 && word.includes("<<");
  const isRemote = (word) => keyword === "ADD" && URL_LIKE.test(word);
  return words.filter((word) => !isHere(word) && !isRemote(word));
}
function wordsOf(text) {
  if (text.startsWith("[")) {
    const list = parseList(text);
    if (list !== void 0) return list;
  }
  return text.split(/\s+/).filter((word) => word !== "");
}
function parseList(text) {
  try {
    const list = JSON.parse(text);
    return Array.isArray(list) ? list.filter((item) => typeof item === "string") : void 0;
  } catch {
    return void 0;
  }
}
function bound(argument) {
  const flags = FLAGS.exec(argument)?.[0] ?? "";
  return [...flags.matchAll(/(?<=^|\s)--mount=(\S+)/g)].flatMap(([, mount = ""]) => {
    const fields = new Map(mount.split(",").map((field) => splitField(field)));
    if ((fields.get("type") ?? "bind") !== "bind" || fields.has("from")) return [];
    return [fields.get("source") ?? fields.get("src") ?? "."];
  });
}
function splitField(field) {
  const at = field.indexOf("=");
  return at < 0 ? [field, ""] : [field.slice(0, at).toLowerCase(), field.slice(at + 1)];
}
function expanded(source, values) {
  return expand(source, values) ?? source.replace(VARIABLE, "*");
}
function normal2(source) {
  return posix3.normalize(`/${source}`).replace(/^\/|\/$/g, "");
}

// src/git/changes.ts
import { stat as stat2 } from "node:fs/promises";
import { join as join2 } from "node:path";
var SUBMODULE = "160000";
var LIMITS = { timeLimit: 300, maxOutput: 128 * 1024 * 1024 };
var LISTING_LIMITS = { timeLimit: 120, maxOutput: 64 * 1024 * 1024 };
var SETTINGS = ["-c", "core.fsmonitor=false", "-c", "core.fileMode=true"];
var DIFF = [
  "diff",
  "--raw",
  "--no-abbrev",
  "-z",
  "--no-renames",
  "--no-relative",
  "--no-ext-diff",
  "--no-textconv",
  "--ignore-submodules=none"
];
async function readChanges(root, commit) {
  await fetchCommit(root, commit);
  const fields = await readList(root, [...DIFF, commit, "--"]);
  const changes = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [before = "", after = "", , , status = ""] = (fields[at] ?? "").slice(1).split(" ");
    changes.push({ path: changedPath(fields[at + 1] ?? "", `${before} ${after}`), kind: kindOf2(status) });
  }
  return changes;
}
function changedPath(path, modes) {
  return modes.split(" ").includes(SUBMODULE) ? `${path}/` : path;
}
function kindOf2(status) {
  if (status === "A") return "added";
  return status === "D" ? "deleted" : "changed";
}
async function readUncommitted(root) {
  const [untracked, index] = await Promise.all([
    readList(root, ["ls-files", "--others", "--directory", "-z"]),
    readList(root, ["ls-files", "-v", "--stage", "-z"])
  ]);
  const entries = index.map(parseEntry);
  const hidden = entries.filter(({ tag }) => tag !== "H").map(({ path }) => path);
  const modules = entries.filter(({ mode }) => mode === SUBMODULE);
  const inside = await Promise.all(modules.map(({ path }) => readModule(root, path)));
  return [".git/", ...untracked, ...hidden, ...inside.flat()];
}
async function listFiles(repository, patterns) {
  const pathspecs = patterns.map((pattern) => `:(glob,icase)${pattern}`);
  const args = ["ls-files", "-z", "--full-name", "--cached", "--others", "--exclude-standard", "--", ...pathspecs];
  const command = gitCommand(repository, args);
  const result = await runCommand(command, { ...LISTING_LIMITS, signal: repository.signal });
  const paths = requireSuccess(command, result).split("\0");
  return [...new Set(paths.filter((path) => path !== ""))];
}
async function readUntracked(root, which) {
  const ignored = which === "ignored" ? ["--ignored", "--exclude-standard"] : [];
  const [untracked, index] = await Promise.all([
    readList(root, ["ls-files", "--others", ...ignored, "--directory", "--no-empty-directory", "-z"]),
    readList(root, ["ls-files", "--stage", "-z"])
  ]);
  const modules = index.map(parseEntry).filter(({ tag }) => tag === SUBMODULE);
  const inside = modules.map(async ({ path }) => {
    const directory = join2(root.cwd, path);
    if (await stat2(join2(directory, ".git")).catch(() => void 0) === void 0) return [];
    const below = await readUntracked({ ...root, cwd: directory }, which);
    return below.map((name) => `${path}/${name}`);
  });
  return [...untracked, ...(await Promise.all(inside)).flat()];
}
function parseEntry(line) {
  const tab = line.indexOf("	");
  const [tag = "", mode = ""] = line.slice(0, tab).split(" ");
  return { tag, mode, path: line.slice(tab + 1) };
}
async function readModule(root, path) {
  const directory = join2(root.cwd, path);
  const git = await stat2(join2(directory, ".git")).catch(() => void 0);
  if (git === void 0) return [path];
  const uncommitted = await readUncommitted({ ...root, cwd: directory });
  return uncommitted.filter((name) => name !== ".git/" || git.isDirectory()).map((name) => `${path}/${name}`);
}
async function readList(root, args) {
  const command = gitCommand(root, [...SETTINGS, ...args]);
  const text = requireSuccess(command, await runCommand(command, { ...LIMITS, signal: root.signal }));
  if (Buffer.byteLength(text) >= LIMITS.maxOutput) throw new UserError("git listed more paths than can be searched");
  return text.split("\0").filter((field) => field !== "");
}

// src/docker/context-search.ts
import { readdir } from "node:fs/promises";
import { join as join3, posix as posix4 } from "node:path";
var MOST_NAMES = 2e4;
var MOST_MATCHES = 200;
async function holdingOf({ root, directory, dockerfile }, source) {
  const found = await matchesIn(join3(root, directory), source);
  if (found.length === 0) return "no";
  const ignore = await readContextIgnore(root, directory, dockerfile);
  return found.some((path) => sends2(ignore, path)) ? "yes" : "ignored";
}
function sends2(ignore, path) {
  return path === "" || !ignore.excludesAll(path);
}
function directoriesAbove(file) {
  const path = posix4.normalize(file);
  if (path.startsWith("/") || path.startsWith("../")) return [];
  const names = path.split("/").slice(0, -1);
  return names.map((_, at) => names.slice(0, names.length - at).join("/")).concat(".");
}
async function matchesIn(directory, pattern) {
  let found = [""];
  for (const name of pattern.split("/").filter((each) => each !== "")) {
    const next = await Promise.all(found.map((path) => step(directory, path, name)));
    found = next.flat().slice(0, MOST_MATCHES);
  }
  return found;
}
async function step(directory, path, name) {
  if (/[*?[\\]/.test(name)) return matchingNames(directory, path, name);
  const below = posix4.join(path, name);
  return await exists(join3(directory, below)) ? [below] : [];
}
async function matchingNames(directory, path, pattern) {
  const compiled = compileIgnorePattern(pattern);
  if (compiled === void 0) return [];
  const names = await readdir(join3(directory, path)).catch(() => []);
  return names.slice(0, MOST_NAMES).filter((name) => compiled.matches(name)).map((name) => posix4.join(path, name));
}

export {
  readOpening,
  LONGEST_DOCKERFILE,
  parseDockerfile,
  instructionAt,
  hashFile,
  hashText,
  readDockerfile,
  compileIgnorePattern,
  openBuildFiles,
  holdingOf,
  directoriesAbove,
  findTarget,
  findParents,
  findImage,
  possibleLineage,
  contextSources,
  neededPart,
  unsetInFrom,
  readChanges,
  changedPath,
  readUncommitted,
  listFiles,
  readUntracked,
  readList
};
