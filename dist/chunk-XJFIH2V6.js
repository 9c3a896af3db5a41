import { createRequire } from "node:module"; const require = createRequire(import.meta.url);

// src/process/interrupt.ts
var Interruption = class extends Error {
  name = "Interruption";
};
function interruption(process) {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) {
    process.once(name, () => controller.abort(new Interruption(`ended by ${name}`)));
  }
  return controller.signal;
}

export {
  Interruption,
  interruption
};
