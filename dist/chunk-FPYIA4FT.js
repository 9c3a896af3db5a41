import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  systemProblem
} from "./chunk-NPLJAB6U.js";
import {
  UserError
} from "./chunk-LL3EZWTN.js";
import {
  __callDispose,
  __using
} from "./chunk-UOFCCHBS.js";

// src/process/regular-file.ts
import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
async function readRegularFile(path, name, limit) {
  var _stack = [];
  try {
    const opened = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause) => refuse(name, cause));
    const file = __using(_stack, opened, true);
    const found = await file.stat();
    if (!found.isFile()) throw new UserError(`${name} is not a regular file, but ${kindOf(found)}; name a regular file`);
    if (found.size > limit) throw new UserError(`${name} has ${found.size} bytes; at most ${limit} are read`);
    return await file.readFile().catch((cause) => refuse(name, cause));
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function kindOf(found) {
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a named pipe";
  return found.isSocket() ? "a socket" : "a device";
}
function refuse(name, cause) {
  const problem = systemProblem(cause);
  if (problem === void 0) throw cause;
  throw new UserError(`${name} cannot be read: ${problem}`, { cause });
}
async function regularFileAt(path, name) {
  const found = await stat(path).catch((cause) => isAbsent(cause) ? void 0 : refuse(name, cause));
  if (found === void 0 || found.isDirectory()) return void 0;
  if (!found.isFile()) throw new UserError(`${name} is not a regular file, but ${kindOf(found)}; name a regular file`);
  return found;
}
async function exists(path) {
  return await stat(path).catch(() => void 0) !== void 0;
}
function isAbsent(cause) {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : void 0;
  return code === "ENOENT" || code === "ENOTDIR";
}

export {
  readRegularFile,
  kindOf,
  regularFileAt,
  exists
};
