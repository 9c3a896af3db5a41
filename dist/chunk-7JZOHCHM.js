import { createRequire } from "node:module"; const require = createRequire(import.meta.url);

// src/oci/error.ts
import { isNativeError } from "node:util/types";
var ImageError = class extends Error {
  name = "ImageError";
  place;
  constructor(problem, place, options) {
    const entry = place.entry === void 0 ? "" : `, entry ${quote(place.entry)}`;
    const offset = place.offset === void 0 ? "" : `, byte ${place.offset}`;
    super(`${place.archive}${entry}${offset}: ${problem}`, options);
    this.place = place;
  }
};
function quote(text) {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}\u2026` : text);
}
function inside(place) {
  return { archive: place.entry === void 0 ? place.archive : `${place.archive}/${place.entry}` };
}
function errorCode(error) {
  return isNativeError(error) && "code" in error && typeof error.code === "string" ? error.code : void 0;
}

export {
  ImageError,
  quote,
  inside,
  errorCode
};
