import { isSystemPackage, packageParts } from '../model/package-url.ts';

/** Packages that build software and that running it needs none of, by their names in Debian, Alpine and RPM distributions. */
const BUILD_TOOLS = [
  /^(?:gcc|g\+\+|cpp|gfortran|clang|llvm|lld|binutils|rustc|cargo|golang)(?:-(?!.*base$)|$)/,
  /^(?:build-essential|build-base|make|cmake|ninja-build|meson|autoconf|automake|libtool|bison|flex|m4|patch|pkg-?conf(?:ig)?|dpkg-dev|fakeroot|gdb)$/,
  /-(?:dev|devel|headers)$/,
  /^lib(?:gcc|stdc\+\+)-[\d.]+-dev$/,
];

/** Whether a package (its URL without version) is one that only builds need: a compiler, a linker, headers. */
export function isBuildTool(name: string): boolean {
  const parts = packageParts(name);
  if (parts === undefined || !isSystemPackage(parts)) return false;
  return BUILD_TOOLS.some((pattern) => pattern.test(parts.name));
}
