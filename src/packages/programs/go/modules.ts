import { formatPackageUrl } from '../../../model/package-url.ts';
import { keyed } from '../../../text/group-by.ts';
import type { BuildInfo, Module } from './build-info.ts';
import type { CodeByPackage } from './functions.ts';

/** Modules of one program that are told. Kubernetes has some 200. */
const MODULES = 5_000;
/** Paths of the standard library begin without a dot: it has no host. What it vendors is part of it. */
const HOST = /^[^/]*\./;

/** Hosts whose repositories have an owner: `github.com/acme/tool`. */
const OWNED: ReadonlySet<string> = new Set(['github.com', 'gitlab.com', 'bitbucket.org', 'golang.org']);

/** A module that a program contains, with its code in bytes; 0 where it is not known. */
export interface ContainedModule {
  readonly purl: string;
  readonly bytes: number;
}

/**
 * The modules of a Go program with their code: the main one, the standard library (as `stdlib`, the name of vulnerability databases), and the others.
 * Code of a package that no module is known for, as in a build without modules, is of its repository.
 */
export function modulesOf(info: BuildInfo, code: CodeByPackage): readonly ContainedModule[] {
  const { path, version } = info.main;
  const [library, main] = [
    { path: 'stdlib', version: info.go.replace(/^go/, '') },
    { path, version },
  ];
  const modules = [main, ...info.modules];
  const sums = new Map<Module, number>();
  const byPath = new Map(modules.map((module) => [module.path, module]));
  for (const [name, bytes] of code) {
    const known = name === 'main' ? main : longestPrefix(name, byPath);
    const module = known ?? (HOST.test(name) ? repositoryOf(name, byPath, main) : library);
    sums.set(module, (sums.get(module) ?? 0) + bytes);
  }
  return [library, ...byPath.values()].slice(0, MODULES).flatMap((module) => {
    const purl = moduleUrl(module);
    return purl === undefined ? [] : [{ purl, bytes: sums.get(module) ?? 0 }];
  });
}

/** The repository of a package, which becomes a module without a version; the main module where that is in the same. */
function repositoryOf(name: string, byPath: Map<string, Module>, main: Module): Module {
  const segments = name.split('/');
  const path = segments.slice(0, OWNED.has(segments[0] ?? '') ? 3 : 2).join('/');
  return main.path.startsWith(path) ? main : keyed(byPath, path, () => ({ path }));
}

/** The package URL of a module. */
export function moduleUrl({ path, version }: Module): string | undefined {
  const slash = path.lastIndexOf('/');
  return formatPackageUrl({
    type: 'golang',
    namespace: path.slice(0, Math.max(slash, 0)),
    name: path.slice(slash + 1),
    version,
  });
}

/** The module whose path is that of a package, or the longest one above it. */
function longestPrefix(name: string, byPath: ReadonlyMap<string, Module>): Module | undefined {
  for (let end = name.length; end > 0; end = name.lastIndexOf('/', end - 1)) {
    const module = byPath.get(name.slice(0, end));
    if (module !== undefined) return module;
  }
  return undefined;
}
