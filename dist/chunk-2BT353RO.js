import { createRequire } from "node:module"; const require = createRequire(import.meta.url);

// scripts/nothing.mjs
var nothing_default = void 0;

export {
  nothing_default
};
