import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  CHECK_KINDS,
  COMMAND_KEYS,
  DOCKERFILE_KEYS,
  END_KEYS,
  compose,
  configSchema,
  isMap,
  parseYaml,
  problemsError,
  quoted,
  substitute
} from "./chunk-XCEVELY4.js";
import {
  NAME_RULE,
  generalConditions,
  isImageName,
  isRemoteContext,
  localDirectory,
  parseCondition
} from "./chunk-KVAMYFKP.js";
import {
  nearest,
  suggestion
} from "./chunk-SM6COODY.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";

// src/config/file/sources.ts
import { posix } from "node:path";
function toSource(settings, hasBake) {
  if (settings.source !== void 0) return withPlatforms(settings.source, settings.platforms);
  if (settings.bake !== void 0) {
    const { files, target } = settings.bake;
    return withPlatforms({ kind: "bake", files, target }, settings.platforms);
  }
  if (hasBake && settings.file === void 0 && settings.context === void 0) return null;
  return dockerfile(settings);
}
function withPlatforms(source, platforms) {
  return platforms === void 0 ? source : { ...source, platforms };
}
function dockerfile(settings) {
  return {
    kind: "dockerfile",
    ...place(settings),
    ...present("target", settings.target),
    buildArgs: settings["build-args"] ?? [],
    ...present("platforms", settings.platforms),
    ...present("labels", settings.labels),
    ...present("buildContexts", settings["build-contexts"]),
    ...present("secrets", settings.secrets),
    ...present("ssh", settings.ssh),
    ...present("network", settings.network),
    ...present("cacheFrom", settings["cache-from"]),
    ...present("cacheTo", settings["cache-to"])
  };
}
function place({ file, context }) {
  if (context !== void 0 && isRemoteContext(context)) return { file: file ?? "Dockerfile", context };
  const directory = context === void 0 ? void 0 : trimmed(posix.normalize(context));
  const path = posix.normalize(file ?? posix.join(directory ?? ".", "Dockerfile"));
  return { file: path, context: localDirectory(directory ?? posix.dirname(path)) };
}
function trimmed(directory) {
  return directory.replace(/(?<=.)\/$/, "");
}
function present(key, value) {
  return value === void 0 ? {} : { [key]: value };
}

// src/config/file/checks.ts
var TIME_LIMIT = 60;
var LONGEST_LABEL = 100;
function toCheck(settings) {
  const label = labelOf(settings) ?? "";
  const { run, args, user, entrypoint, ports } = settings;
  if (run !== void 0) return command(run, "command", label, settings);
  if (args !== void 0) return command(args, "image", label, settings);
  if (user !== void 0) return { kind: "user", label, user };
  if (entrypoint !== void 0) return { kind: "entrypoint", label, entrypoint };
  return ports === void 0 ? null : { kind: "ports", label, ports };
}
function command(words, entrypoint, label, { "exit-code": exitCode = 0, output, "same-output": sameOutput, ready, ...settings }) {
  return {
    kind: "command",
    label,
    command: words,
    entrypoint,
    exitCode,
    ...output === void 0 ? {} : { output },
    ...sameOutput === void 0 ? {} : { sameOutput },
    ...ready === void 0 ? {} : { ready },
    timeLimit: settings["timeout-seconds"] ?? TIME_LIMIT,
    repeat: settings.repeat ?? 1,
    network: settings.network ?? "none"
  };
}
function labelOf(check) {
  if (!isMap(check)) return null;
  const { name, run, args, user, entrypoint, ports } = check;
  if (typeof name === "string") return name;
  if (run !== void 0) return wordsLabel("", run);
  if (Array.isArray(args) && args.length === 0) return "the image as it is";
  if (args !== void 0) return wordsLabel("args: ", args);
  if (typeof user === "string") return `user: ${printable(user)}`;
  if (entrypoint !== void 0) return wordsLabel("entrypoint: ", entrypoint);
  return Array.isArray(ports) ? wordsLabel("ports: ", ports.map(withProtocol), ", ") : null;
}
function withProtocol(port) {
  return /^\d+$/.test(String(port)) ? `${port}/tcp` : String(port);
}
function wordsLabel(before, words, between = " ") {
  const list = typeof words === "string" ? words.trim().split(/\s+/) : words;
  if (!Array.isArray(list) || list.some(isMap)) return null;
  const shown = list.map((word) => /^[^\s'"]+$/.test(String(word)) ? String(word) : JSON.stringify(String(word)));
  const label = `${before}${printable(shown.join(between))}`;
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}\u2026` : label;
}

// src/config/file/rules.ts
var MOST_LISTED = 30;
var EXAMPLE = '"run: [python3, --version]"';
function ruleProblems(value, places) {
  if (!isMap(value)) return [];
  const images = isMap(value.images) ? value.images : {};
  const hasBake = value.bake !== void 0;
  return [
    ...imagelessProblems(value, places),
    ...Object.entries(images).flatMap(
      ([name, settings]) => isMap(settings) ? [...sourceProblems(name, settings, hasBake, places), ...verifyProblems(name, settings.verify, places)] : []
    )
  ];
}
function imagelessProblems(value, places) {
  const { images, bake } = value;
  if (bake !== void 0 || images !== void 0 && !(isMap(images) && Object.keys(images).length === 0)) return [];
  if (images === void 0 && Object.keys(value).some((key) => nearest(key, ["images", "bake"]) !== void 0))
    return [];
  const cure = 'add "images:" with an entry for each, such as "api: {file: docker/Dockerfile}", or "bake: docker-bake.hcl"';
  return [{ offset: images === void 0 ? 0 : places.key(["images"]), message: `the file names no image: ${cure}` }];
}
function sourceProblems(name, settings, hasBake, places) {
  const at = (key, message) => ({ offset: places.key(["images", name, key]), message });
  const dockerfile2 = DOCKERFILE_KEYS.filter((key) => key in settings);
  const kinds = ["bake", "source"].filter((key) => key in settings);
  const [kind, other] = kinds;
  if (kind !== void 0 && other !== void 0) return [at(other, both(other, kind))];
  if (kind !== void 0) {
    return dockerfile2.map((key) => at(key, kind === "bake" ? inBakeFile(key) : both(key, kind)));
  }
  if (!hasBake || dockerfile2.includes("file") || dockerfile2.includes("context")) return [];
  return dockerfile2.map((key) => at(key, targetSetting(key, name)));
}
function both(key, beside) {
  return `found "${key}" beside "${beside}", but an image has one source: file and context (a Dockerfile), bake, or source`;
}
function inBakeFile(key) {
  const fix = key === "file" || key === "context" || key === "target" ? "remove one of them" : `set it in the bake file`;
  return `found "${key}" beside "bake", but it belongs to a Dockerfile build: ${fix}`;
}
function targetSetting(key, name) {
  return `found "${key}" in an entry of the bake target ${quoted(name)}: set it in the bake file, or add "file" for an image of its own`;
}
function verifyProblems(name, verify, places) {
  if (!Array.isArray(verify)) return [];
  const labels = verify.map(labelOf);
  const first = new Map(labels.map((label, index) => [label, index]).toReversed());
  return verify.flatMap((check, index) => {
    if (!isMap(check)) return [];
    const path = ["images", name, "verify", index];
    const label = labels[index] ?? null;
    const second = label !== null && first.get(label) !== index ? [sameLabel(label, check, path, places)] : [];
    return [...checkProblems(check, path, places), ...second];
  });
}
function sameLabel(label, check, path, places) {
  const named = "name" in check;
  const message = `found a second check called ${quoted(label)}: give ${named ? "each its own name" : 'one of them a "name"'}`;
  return { offset: places.value(named ? [...path, "name"] : path), message };
}
function checkProblems(check, path, places) {
  const [kind, ...others] = CHECK_KINDS.filter((key) => key in check);
  if (kind === void 0) return kindlessProblems(check, path, places);
  const at = (key, message) => ({ offset: places.key([...path, key]), message });
  const second = others.map(
    (key) => at(key, `found "${key}" beside "${kind}": each is a check of its own, with its own "-"`)
  );
  const isCommand = kind === "run" || kind === "args";
  const options = COMMAND_KEYS.filter((key) => !isCommand && key in check).map(
    (key) => at(key, `found "${key}" beside "${kind}", but only a command (run or args) has one`)
  );
  const ends = "ready" in check ? END_KEYS.filter((key) => key in check) : [];
  return [...second, ...options, ...ends.map((key) => at(key, endless(key)))];
}
function endless(key) {
  return `found "${key}" beside "ready", but a command that is ended once it is ready has none: keep one of them`;
}
function kindlessProblems(check, path, places) {
  if (Object.keys(check).some((key) => nearest(key, CHECK_KINDS) !== void 0)) return [];
  const message = `found a check without ${CHECK_KINDS.slice(0, -1).join(", ")} or ${CHECK_KINDS.at(-1)}; expected one of them, such as ${EXAMPLE}`;
  return [{ offset: places.value(path), message }];
}
function variantProblems(images, names) {
  const referred = new Map(images.map(({ name, variantOf }) => [name, variantOf]));
  return new Map(
    images.flatMap(({ name, variantOf }) => {
      const problem = variantOf === void 0 ? null : variantProblem(name, variantOf, referred, names);
      return problem === null ? [] : [[name, `variant-of: ${problem}`]];
    })
  );
}
function variantProblem(name, reference, referred, names) {
  if (reference === name) return `found ${quoted(reference)}, which is the image itself; expected another image`;
  if (names !== null && !names.includes(reference)) {
    return `no image is named ${quoted(reference)}; images: ${listed(names.filter((other) => other !== name))}.${suggestion(reference, names)}`;
  }
  const next = referred.get(reference);
  if (next === void 0) return null;
  const cure = next === name ? 'remove "variant-of" from one of them' : `write "variant-of: ${next}" here`;
  return `found ${quoted(reference)}, which is itself a variant (of ${quoted(next)}), and variants have one reference: ${cure}`;
}
function listed(names) {
  const more = names.length > MOST_LISTED ? [`and ${names.length - MOST_LISTED} more`] : [];
  return names.length === 0 ? "none" : [...names.slice(0, MOST_LISTED), ...more].join(", ");
}

// src/config/file/complete.ts
function completeImages(config, targets) {
  const problems = [...config.entries.flatMap((entry) => entryProblem(entry, targets)), ...targetProblems(targets)];
  const names = [...new Set([...config.entries, ...targets].map(({ name }) => name))];
  const variants = variantProblems(config.entries, names);
  for (const { name, variantPlace } of config.entries) {
    const problem = variants.get(name);
    if (problem !== void 0) problems.push(`${variantPlace}: ${problem}`);
  }
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  const images = [...config.entries.map((entry) => toImage(entry, targets)), ...targets.filter(isUnnamed(config))];
  return images.map((image) => withGeneral(image, config.conditions)).map((image, _, all) => withChecks(image, all));
}
function isUnnamed({ entries }) {
  return ({ name }) => !entries.some((entry) => entry.name === name);
}
function entryProblem({ name, source, place: place2 }, targets) {
  const names = targets.map((target) => target.name);
  const isTarget = names.includes(name);
  if (source === null && !isTarget) {
    return [
      `${place2}: the image ${quoted(name)} has no source, and the bake file has no target of that name. Targets: ${listed(names)}.${suggestion(name, names)} Or give it a "file", "context", "bake" or "source"`
    ];
  }
  if (source === null || !isTarget) return [];
  return [
    `${place2}: two images are named ${quoted(name)}: this entry with a source of its own, and the bake target; rename the entry, or remove its source`
  ];
}
function targetProblems(targets) {
  return targets.flatMap(({ name, source }, index) => {
    const file = source.files[0] ?? "bake";
    if (!isImageName(name)) return [`${file}: the target ${quoted(name)} cannot name an image; expected ${NAME_RULE}`];
    const isSecond = targets.findIndex((target) => target.name === name) < index;
    return isSecond ? [
      `${file}: two images are named ${quoted(name)}: name one of them in "images" of the config file, with "bake: ${file}#${source.target}"`
    ] : [];
  });
}
function toImage({ place: _, variantPlace: __, platforms, source, ...settings }, targets) {
  if (source !== null) return { ...settings, source };
  const target = targets.find(({ name }) => name === settings.name);
  if (target === void 0) throw new Error(`the entry ${settings.name} has no source`);
  return { ...settings, source: withPlatforms(target.source, platforms) };
}
function withGeneral(image, general) {
  const all = [...general, ...image.conditions ?? []];
  return {
    ...image,
    conditions: [...all.filter(({ level }) => level === "fail"), ...all.filter(({ level }) => level === "warn")]
  };
}
function withChecks(image, all) {
  const reference = all.find(({ name }) => name === image.variantOf);
  if (image.verify !== void 0 || reference?.verify === void 0) return image;
  return { ...image, verify: reference.verify };
}

// src/config/file/issues.ts
function issueProblems(issues, places) {
  const flat = flatten(issues, []);
  const misspelt = new Set(
    flat.filter(({ code }) => code === "unrecognized_keys").map(({ path }) => JSON.stringify(path))
  );
  return flat.filter((issue) => !isEcho(issue, misspelt, places)).flatMap((issue) => problemsOf(issue, places));
}
function isEcho({ code, path }, misspelt, places) {
  if (code === "custom") return misspelt.has(JSON.stringify(path));
  return !places.has(path) && misspelt.has(JSON.stringify(path.slice(0, -1)));
}
function flatten(issues, parent) {
  return issues.flatMap((issue) => {
    const path = [...parent, ...issue.path];
    const meant = issue.code === "invalid_union" ? meantBranch(issue.errors.map((branch) => flatten(branch, []))) : null;
    return meant === null ? [{ ...issue, path }] : flatten(meant, path);
  });
}
function meantBranch(branches) {
  const fitting = branches.filter((issues) => !issues.some(isWrongType));
  return fitting.length === 1 ? fitting[0] ?? null : null;
}
function isWrongType({ code, path }) {
  return path.length === 0 && (code === "invalid_type" || code === "invalid_union");
}
function problemsOf(issue, places) {
  const path = issue.path;
  if (places.isBroken(path)) return [];
  if (issue.code === "unrecognized_keys") {
    const messages = issue.message.split("\n");
    return issue.keys.map((key, index) => ({ offset: places.key([...path, key]), message: messages[index] ?? "" }));
  }
  if (issue.code === "invalid_key") {
    return [{ offset: places.key(path), message: issue.issues[0]?.message ?? issue.message }];
  }
  return [valueProblem(issue, path, places)];
}
function valueProblem(issue, path, places) {
  const {
    within = "",
    start = 0,
    excerpt = ""
  } = issue.code === "custom" ? issue.params ?? {} : {};
  const offset = places.value(path, within);
  const column = places.holds(offset, within) ? start : 0;
  const key = path.findLast((step) => typeof step === "string");
  const prefix = key === void 0 ? "" : `${key}: `;
  return { offset: offset + column, message: `${prefix}${issue.message}${excerpt === "" ? "" : `
${excerpt}`}` };
}

// src/config/file/config-file.ts
function readConfigFile(text, name, env) {
  const { document, text: source, locate } = parseYaml(text, name);
  const composed = withoutExtensions(substitute(compose(document, source), env));
  const parsed = configSchema.safeParse(composed.value);
  const problems = [
    ...composed.problems,
    ...issueProblems(parsed.error?.issues ?? [], composed.places),
    ...ruleProblems(composed.value, composed.places),
    ...knownVariantProblems(composed)
  ];
  if (parsed.data === void 0 || problems.length > 0) throw problemsError(problems, locate);
  return toConfigFile(parsed.data, composed.places, locate);
}
function withoutExtensions(composed) {
  if (!isMap(composed.value)) return composed;
  const used = Object.entries(composed.value).filter(([key]) => !key.startsWith("x-"));
  return { ...composed, value: Object.fromEntries(used) };
}
function knownVariantProblems({ value, places }) {
  const images = isMap(value) && isMap(value.images) ? value.images : {};
  const variants = Object.entries(images).map(([name, settings]) => {
    const reference = isMap(settings) ? settings["variant-of"] : void 0;
    const isKnown = typeof reference === "string" && !places.isBroken(["images", name, "variant-of"]);
    return { name, variantOf: isKnown ? reference : void 0 };
  });
  const names = isMap(value) && value.bake === void 0 ? Object.keys(images) : null;
  return [...variantProblems(variants, names)].map(([name, message]) => ({
    offset: places.value(["images", name, "variant-of"]),
    message
  }));
}
function toConfigFile(settings, places, locate) {
  const hasBake = settings.bake !== void 0;
  const named = Object.entries(settings.images ?? {}).toSorted(
    ([a], [b]) => places.key(["images", a]) - places.key(["images", b])
  );
  return {
    bake: settings.bake ?? [],
    bakePlaces: (settings.bake ?? []).map((_, at) => locate(places.value(["bake", at]))),
    conditions: [
      ...generalConditions("fail", settings["fail-if"] ?? []),
      ...generalConditions("warn", settings["warn-if"] ?? [])
    ],
    entries: named.map(([name, image]) => ({
      ...toEntry(name, image ?? {}, hasBake),
      place: locate(places.key(["images", name])),
      variantPlace: locate(places.value(["images", name, "variant-of"]))
    }))
  };
}
function toEntry(name, settings, hasBake) {
  const verify = settings.verify?.map(toCheck).filter((check) => check !== null);
  return {
    name,
    source: toSource(settings, hasBake),
    conditions: [...own("fail", settings["fail-if"]), ...own("warn", settings["warn-if"])],
    ...present("platforms", settings.platforms),
    ...present("variantOf", settings["variant-of"]),
    ...present("verify", verify),
    ...present("noise", settings.noise),
    ...present("always", settings.always),
    ...present("indexTotals", settings["index-totals"])
  };
}
function own(level, lines = []) {
  return lines.map((line) => parseCondition(line, level));
}

export {
  withPlatforms,
  completeImages,
  readConfigFile
};
