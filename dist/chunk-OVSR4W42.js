import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  suggestion
} from "./chunk-SM6COODY.js";
import {
  checkArgument
} from "./chunk-DHE32DWY.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";

// src/config/build-inputs.ts
var PLATFORM = /^[a-z0-9][a-z0-9_.-]*\/[a-z0-9][a-z0-9_.-]*(?:\/[a-z0-9][a-z0-9_.-]*)?$/;
var NETWORKS = ["default", "none", "host"];
var SSH_ID = /^[A-Za-z0-9_.-]+$/;
function parsePlatforms(entries, what) {
  const platforms = entries.flatMap((entry) => entry.split(",")).map((platform) => platform.trim());
  for (const [at, platform] of platforms.entries()) {
    if (!PLATFORM.test(platform)) throw unlike(what, platform, "os/arch[/variant], as in linux/arm64");
    if (platforms.indexOf(platform) < at) throw new UserError(`${what}: ${platform} is named twice`);
  }
  return platforms;
}
function checkLabel(label, what) {
  if (/^[^\s=][^=\p{Cc}]*=/u.test(label) && !label.startsWith("-")) return label;
  throw unlike(what, label, "KEY=value, as in org.opencontainers.image.vendor=Acme");
}
function checkBuildContext(context, what) {
  const [, name = "", value = ""] = /^([^=]*)=(.*)$/s.exec(context) ?? [];
  if (name.trim() === "" || name.startsWith("-") || new RegExp("\\p{Cc}", "u").test(name)) {
    throw unlike(
      what,
      context,
      "NAME=VALUE, where VALUE is a directory, docker-image://\u2026, oci-layout://\u2026, target:\u2026 or a URL"
    );
  }
  checkArgument(value, `${what}: the value of ${printable(name)}`);
  return context;
}
function checkSsh(entry, what) {
  const [, id = "", , paths] = /^([^=]*)(=(.*))?$/s.exec(entry) ?? [];
  if (!SSH_ID.test(id) || id.startsWith("-")) throw unlike(what, entry, "default, ID, ID=SOCKET or ID=KEY[,KEY\u2026]");
  if (paths !== void 0) for (const path of paths.split(",")) checkArgument(path, `${what}: the path of ${id}`);
  return entry;
}
function checkNetwork(network, what) {
  if (NETWORKS.some((known) => known === network)) return network;
  throw unlike(what, network, `${NETWORKS.join(", ")}`, suggestion(network, [...NETWORKS]));
}
function unlike(what, found, accepted, hint = "") {
  return new UserError(`${what}: found "${printable(found.slice(0, 200))}", accepted: ${accepted}${hint}`);
}

// src/config/secrets.ts
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
var ID = /^(?!-)[A-Za-z0-9_.-]+$/;
var VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
var SHORTEST_SECRET = 4;
var LARGEST_SECRET = 500 * 1024;
var RAW_VARIABLE = "IMAGE_SIZE_GATE_SECRET_";
function parseRawSecrets(text) {
  const pairs = splitEntries(text).map(splitEntry);
  refuseTwice(pairs.map(({ id }) => id));
  const secrets = pairs.filter(({ value }) => value !== "").map(({ id, value }, at) => ({ id, value: longEnough(id, value), env: `${RAW_VARIABLE}${at + 1}` }));
  return { secrets, empty: pairs.filter(({ value }) => value === "").map(({ id }) => id) };
}
function splitEntries(text) {
  const entry = /[ \t]*(?:"((?:[^"]|"")*)"[ \t]*(?=[\r\n]|$)|([^\r\n]*))(?:\r\n|\n|\r|$)/y;
  const entries = [];
  while (entry.lastIndex < text.length) {
    const [, quoted, plain = ""] = entry.exec(text) ?? [];
    const found = quoted === void 0 ? plain.trim() : quoted.replaceAll('""', '"');
    if (quoted !== void 0 || found !== "" && !found.startsWith("#")) entries.push(found);
  }
  return entries;
}
function splitEntry(entry, at) {
  const equals = entry.indexOf("=");
  const id = entry.slice(0, Math.max(0, equals));
  if (ID.test(id)) return { id, value: entry.slice(equals + 1) };
  throw new UserError(
    `input secrets: entry ${at + 1} is not id=value (the id of letters, digits, "_", "." and "-"); put a value of several lines in double quotes, its id too`
  );
}
function parseSecretEnv(entry, what) {
  const [id = "", env = ""] = cut(entry);
  if (ID.test(id) && VARIABLE.test(env)) return { id, env };
  throw unlike(what, entry, "id=NAME, where NAME is an environment variable that holds the value");
}
function parseSecretFile(entry, what) {
  const [id = "", file = ""] = cut(entry);
  if (ID.test(id)) return { id, file: checkArgument(file, `${what}: the path of ${id}`) };
  throw unlike(what, entry, "id=PATH, where PATH is a file that holds the value");
}
function parseSecretOption(entry, what) {
  const [, id = "", kind = "", value = ""] = /^(?:type=(?:env|file),)?id=([^,]*),(env|src|source)=(.*)$/s.exec(entry) ?? [];
  if (kind === "env") return parseSecretEnv(`${id}=${value}`, what);
  if (kind !== "") return parseSecretFile(`${id}=${value}`, what);
  throw unlike(what, entry, "id=ID,env=NAME or id=ID,src=PATH");
}
function refuseSameIds(secrets) {
  refuseTwice(secrets.map(({ id }) => id));
  return secrets;
}
function readSecret(secret, root, env) {
  const value = "env" in secret ? env[secret.env] : readSecretFile(secret, root);
  if (value === void 0 && "env" in secret) {
    throw new UserError(`secret ${secret.id}: the environment variable ${secret.env} is not set`);
  }
  return longEnough(secret.id, value ?? "");
}
function readSecretFile({ id, file }, root) {
  const found = statSync(resolve(root, file), { throwIfNoEntry: false });
  if (!found?.isFile()) throw new UserError(`secret ${id}: there is no file ${file} in ${root}`);
  if (found.size > LARGEST_SECRET) {
    throw new UserError(`secret ${id}: ${file} has ${found.size} bytes; BuildKit takes at most ${LARGEST_SECRET}`);
  }
  try {
    return readFileSync(resolve(root, file), "utf8");
  } catch (cause) {
    throw new UserError(`secret ${id}: ${file} cannot be read: ${cause.message}`, { cause });
  }
}
function secretWords(value) {
  const words = [value, ...value.split(/\r\n|\n|\r/)].map((word) => word.trim());
  return [...new Set(words)].filter((word) => word.length >= SHORTEST_SECRET);
}
function longEnough(id, value) {
  const { length } = value.trim();
  if (length === 0 || length >= SHORTEST_SECRET) return value;
  throw new UserError(
    `secret ${id}: a value of ${length} characters cannot be kept out of logs and reports, at least ${SHORTEST_SECRET} can. If it is not secret, make it a build argument`
  );
}
function refuseTwice(ids) {
  const twice = ids.find((id, at) => ids.indexOf(id) < at);
  if (twice !== void 0) throw new UserError(`secrets: two have the id ${twice}; give each its own`);
}
function cut(entry) {
  const at = entry.indexOf("=");
  return at < 0 ? [entry, ""] : [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
}

export {
  parsePlatforms,
  checkLabel,
  checkBuildContext,
  checkSsh,
  checkNetwork,
  SHORTEST_SECRET,
  parseRawSecrets,
  parseSecretEnv,
  parseSecretFile,
  parseSecretOption,
  refuseSameIds,
  readSecret,
  secretWords
};
