import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  imageLines,
  repositoryName,
  repositoryTop
} from "./chunk-EKFQZSHH.js";
import {
  DEFAULT_CONFIG,
  TWIN,
  pickImages,
  readConfiguration
} from "./chunk-EWWE46G3.js";
import {
  asVariants
} from "./chunk-TGCFGZ2R.js";
import {
  environment
} from "./chunk-KVAMYFKP.js";
import {
  suggestion
} from "./chunk-SM6COODY.js";
import {
  UserError,
  printable
} from "./chunk-LL3EZWTN.js";

// src/command/configured.ts
import { realpath, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
var INLINE = {
  context: "--context",
  target: "--target",
  buildArgs: "--build-arg",
  platforms: "--platform",
  labels: "--label",
  buildContexts: "--build-context",
  secrets: "--secret",
  ssh: "--ssh",
  network: "--network",
  failIf: "--fail-if",
  warnIf: "--warn-if"
};
async function configuredImages(session) {
  const { args, cwd } = session;
  const { config, root } = await findConfig(session);
  if (config === "") return withVariants(args, { root: cwd, ...await read(session, cwd, "", args.operands) });
  const configuration = await read(session, root, config, []);
  const picked = pick(configuration.images, args.operands);
  if (picked !== void 0) return withVariants(args, { ...configuration, root, images: picked });
  if (args.config !== "") throw new UserError(unknownName(args.operands, configuration, config));
  session.log.info(`${config} is not used, since the images are named on the command line`);
  return withVariants(args, { root: cwd, ...await read(session, cwd, "", args.operands) });
}
async function findConfig({ args, cwd, signal }) {
  const top = await repositoryTop({ cwd, signal });
  const root = top ?? cwd;
  if (args.config === "none") return { config: "", root };
  if (args.config !== "")
    return { config: relative(root, resolve(top === void 0 ? cwd : await realpath(cwd), args.config)), root };
  const found = await Promise.all([DEFAULT_CONFIG, TWIN].map((path) => stat(join(root, path)).catch(() => void 0)));
  return { config: found.some((each) => each !== void 0) ? DEFAULT_CONFIG : "", root };
}
async function read(session, root, config, operands) {
  const { args, cwd, log, signal } = session;
  const given = Object.entries(INLINE).flatMap(
    ([name, option]) => args[name].length > 0 ? [option] : []
  );
  const images = imageLines(operands, cwd);
  return readConfiguration({
    root,
    config,
    inline: { ...args, images, given },
    repositoryName: await repositoryName({ cwd, signal }),
    env: environment(),
    log,
    signal
  });
}
function pick(images, operands) {
  if (operands.length === 0) return images;
  const { images: picked, unknown } = pickImages(images, operands);
  if (picked.length === 0) return void 0;
  if (unknown.length > 0) throw new UserError(mixed(picked, unknown));
  return picked;
}
function mixed(picked, unknown) {
  const names = picked.map(({ name }) => name).join(", ");
  return `${names} ${picked.length === 1 ? "is an image" : "are images"} of the config file, and ${printable(unknown.join(", "))} ${unknown.length === 1 ? "is" : "are"} not: name either images of the file, or others with --config none`;
}
function unknownName(operands, { images }, config) {
  const [operand = ""] = operands;
  const names = images.map(({ name }) => name);
  return `${config} has no image ${printable(operand)}; images: ${names.join(", ")}.${suggestion(operand, names)}`;
}
function withVariants({ variants }, configured) {
  return variants ? { ...configured, images: asVariants(configured.images) } : configured;
}

export {
  configuredImages
};
