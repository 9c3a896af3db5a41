// Stands for a package that a bundle carries and never calls (scripts/build.mjs).
export default undefined;
