import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  nothing_default
} from "./chunk-2BT353RO.js";
import "./chunk-UOFCCHBS.js";
export {
  nothing_default as default
};
