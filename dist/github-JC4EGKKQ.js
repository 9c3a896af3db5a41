import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  context,
  getOctokit
} from "./chunk-7TB6LARE.js";
import "./chunk-4J62BTT6.js";
import "./chunk-UOFCCHBS.js";
export {
  context,
  getOctokit
};
