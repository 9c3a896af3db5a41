import { createRequire } from "node:module"; const require = createRequire(import.meta.url);

// src/text/system-error.ts
var WORDS = {
  EACCES: "permission is denied; let this user read and write it",
  EBUSY: "it is in use by something else; try again",
  EDQUOT: "the disk quota is used up; free space, or use another disk",
  EFBIG: "the file is larger than the file system allows",
  EIO: "the disk cannot be read or written; check it",
  EISDIR: "it is a folder, and a file is needed",
  ELOOP: "its symbolic links lead in a circle; make one of them name what it should",
  EMFILE: "too many files are open; raise the limit (`ulimit -n`)",
  ENAMETOOLONG: "the path is too long; use a shorter one",
  ENFILE: "too many files are open on this machine; raise its limit, or run less at once",
  ENODEV: "it is a device that does not exist; name a regular file",
  ENOENT: "there is no such file or folder; check the path",
  ENOMEM: "the memory is full; run less at once, or use a larger machine",
  ENOSPC: "the disk is full; free space, or use a larger one",
  ENOTDIR: "a part of the path is a file, and a folder is needed; check the path",
  ENXIO: "it is a socket, a pipe or a device; name a regular file",
  EPERM: "this is not permitted; use a user who may, or another place",
  EPIPE: "what should read this has ended",
  EROFS: "the file system is read-only; use a place that can be written"
};
function systemProblem(error, place) {
  if (!isSystemError(error)) return void 0;
  const words = systemWords(error);
  if (words === void 0) return error.message;
  const where = typeof error.path === "string" ? error.path : place ?? `the system's ${error.syscall}`;
  return `${where}: ${words}`;
}
function systemWords(error) {
  const words = isSystemError(error) ? WORDS[error.code] : void 0;
  return words === void 0 ? void 0 : `${words} (${error.code})`;
}
function isSystemError(error) {
  if (typeof error !== "object" || error === null) return false;
  const { code, syscall, message } = error;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) && typeof syscall === "string" && typeof message === "string";
}

export {
  systemProblem,
  systemWords
};
