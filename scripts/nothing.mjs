// Replaces a package that a bundle contains but never calls (scripts/build.mjs).
export default undefined;
