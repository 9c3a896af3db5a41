import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  parseImages,
  refuseSameNames,
  taggedName,
  topLevel
} from "./chunk-KVAMYFKP.js";
import {
  UserError
} from "./chunk-LL3EZWTN.js";

// src/command/images.ts
import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
async function namedImages(operands, { args, cwd, signal }) {
  const repository = await repositoryName({ cwd, signal });
  const lines = imageLines(operands, cwd);
  const images = lines.flatMap(
    (line) => parseImages([line], args, repository).map(({ name, source }) => ({
      name: taggedName(line, source) ?? name,
      plainName: name,
      source
    }))
  );
  refuseSameNames(
    images.map(({ name }) => name),
    lines
  );
  return images;
}
function imageLines(operands, cwd) {
  return operands.map((operand) => isDirectory(operand.replace(/^[^=/]*=/, ""), cwd) ? `${operand}/` : operand);
}
function isDirectory(path, cwd) {
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
}
async function repositoryName(place) {
  return basename(await repositoryTop(place) ?? place.cwd) || "image";
}
async function repositoryTop({ cwd, signal }) {
  return topLevel({ cwd, signal }).catch((error) => {
    if (!(error instanceof UserError)) throw error;
    return void 0;
  });
}

export {
  namedImages,
  imageLines,
  repositoryName,
  repositoryTop
};
