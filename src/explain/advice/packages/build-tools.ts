import { isSystemPackage } from '../../../model/package-url.ts';
import { baseName } from '../base-name.ts';
import type { Facts } from '../facts.ts';
import type { FileRule, Find, MakeFileRule, Saying } from '../file-rule.ts';
import { instructionText } from '../layers.ts';
import { nameWords } from '../pile.ts';
import type { PackageName } from '../purl.ts';
import { requiredByOthers } from './required.ts';

/** Packages that compile programs, by their names in Debian, Ubuntu, Alpine and RPM distributions. */
const TOOLS =
  /^(?:(?:gcc|g\+\+|gcc-c\+\+|gfortran|clang|llvm|gnat|gdc)(?:-[\d.]+)?(?:-(?:x86[-_]64|aarch64|arm|i686|powerpc64le|s390x)-linux-gnu\w*)?|rustc?|cargo|rust-all|go|golang(?:-[\d.]+)?(?:-(?:go|src|bin|misc))?|(?:linux|kernel|glibc|musl)-headers|make|cmake(?:-data)?|ninja(?:-build)?|meson|autoconf|automake|libtool|bison|flex|nasm|yasm|build-essential|build-base|dpkg-dev)$/;
const HEADERS = /.-(?:dev|dev-bin|devel)$/;
/** Packages that compilers depend on. They count only beside a compiler, since other packages need some of them too. */
const COMPANIONS =
  /^(?:(?:binutils|cpp)(?:-.*)?|lib(?:asan|tsan|lsan|ubsan|hwasan)\d+|libcc1-0|libitm1|libisl\d*|libmpc3|libbinutils|libctf(?:-nobfd)?0|libgprofng0|fakeroot|libfakeroot|m4|patch)$/;

const NAMED = 6;

/** Whether a package is only for building: a compiler, a build system or headers. */
export function isBuildTool({ type, name }: PackageName): boolean {
  if (!isSystemPackage({ type })) return false;
  if (type === 'rpm' && name === 'make') return false; // openssl needs it there
  return TOOLS.test(name) || HEADERS.test(name);
}

/** Compilers and headers that the user's layers installed, in an image that is not made for building. Not those that another package requires. */
export const buildToolRule: MakeFileRule = (facts): FileRule | undefined => {
  const tools = buildToolNames(facts);
  if (tools.size === 0 || facts.isWorkshop) return undefined;
  const required = requiredByOthers(tools.keys(), facts.subject, facts.firstOwn);
  if (required === undefined) return undefined;
  const names = new Map([...tools].filter(([purl]) => !required.has(purl)));
  return {
    rule: 'build-tools',
    byOwner: true,
    claim: () => ({}),
    takes: ({ owner }) => owner !== undefined && names.has(owner),
    nameOf: ({ owner }) => names.get(owner ?? ''),
    say: (find) => sayTools(find, facts),
  };
};

function buildToolNames({ ownPackages }: Facts): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [purl, found] of ownPackages) if (isBuildTool(found)) names.set(purl, found.name);
  if (names.size === 0) return names;
  for (const [purl, found] of ownPackages)
    if (isSystemPackage(found) && COMPANIONS.test(found.name)) names.set(purl, found.name);
  return names;
}

function sayTools({ pile, layer }: Find, facts: Facts): Saying {
  const base = baseName(facts.measurement);
  const names = pile.names(instructionText(facts.measurement.layers[layer]), NAMED);
  return {
    title: `Build tools are in the final image: ${nameWords(names)}.`,
    change: [
      'If nothing is compiled at run time, build in a separate stage and copy the result.',
      `FROM ${base} AS build`,
      `RUN ${installCommand(facts)} ${names.named.join(' ')}`,
      `FROM ${base}`,
      'COPY --from=build /what/was/built /where/it/belongs',
    ].join('\n'),
  };
}

const INSTALL: Readonly<Record<string, string>> = {
  apk: 'apk add --no-cache',
  rpm: 'dnf install -y',
  deb: 'apt-get update && apt-get install -y --no-install-recommends',
};

function installCommand({ ownPackages }: Facts): string {
  const tool = [...ownPackages.values()].find(isBuildTool);
  return INSTALL[tool?.type ?? 'deb'] ?? '';
}
