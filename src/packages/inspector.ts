import type { LayerEntry } from '../oci/image.ts';
import type { FileSink, InspectedFile, InspectLayer, LayerInspector } from '../oci/layer/inspector.ts';
import type { Ownership } from '../oci/layer/ownership.ts';
import { Allowance, Budget } from './allowance.ts';
import { JavaFinder } from './java/java.ts';
import { GoFinder } from './languages/go.ts';
import { NodeFinder } from './languages/node.ts';
import { PythonFinder } from './languages/python.ts';
import { RubyFinder } from './languages/ruby.ts';
import { LayerFiles } from './layer-files.ts';
import { ReleaseReader } from './os-release.ts';
import { OwnershipTable } from './ownership-table.ts';
import type { LanguagePackage, PackageFinder, SystemPackage } from './package-finder.ts';
import { ApkFinder } from './system/apk.ts';
import { DpkgFinder } from './system/dpkg.ts';
import { RpmFinder } from './system/rpm/rpm.ts';

/**
 * Finds the packages of a layer and their files, as package URLs (purl-spec): of Debian, Alpine and RPM distributions, Python, Node, Java,
 * Ruby and Go. If two packages claim a file, a package of the operating system gets it, else the innermost package of a language.
 * Package databases (var/lib/dpkg, lib/apk/db, var/lib/rpm) have no owner: they change with every package.
 */
export const inspectPackages: InspectLayer = inspectWithin(() => new Budget());

/** The same with another limit on what is held for each layer. */
export function inspectWithin(budgetOf: () => Budget): InspectLayer {
  return () => new PackageInspector(budgetOf());
}

class PackageInspector implements LayerInspector {
  readonly #release = new ReleaseReader();
  readonly #system: readonly PackageFinder<SystemPackage>[];
  readonly #languages: readonly PackageFinder<LanguagePackage>[];

  constructor(budget: Budget) {
    this.#system = [
      new DpkgFinder(new Allowance(budget)),
      new ApkFinder(new Allowance(budget)),
      new RpmFinder(new Allowance(budget)),
    ];
    // Any executable may be a Go binary, so Go comes last.
    this.#languages = [
      new PythonFinder(new Allowance(budget)),
      new NodeFinder(new Allowance(budget)),
      new JavaFinder(new Allowance(budget)),
      new RubyFinder(new Allowance(budget)),
      new GoFinder(new Allowance(budget)),
    ];
  }

  open(file: InspectedFile): FileSink | null {
    for (const finder of [this.#release, ...this.#system, ...this.#languages]) {
      const sink = finder.open(file);
      if (sink !== null) return sink;
    }
    return null;
  }

  finish(entries: readonly LayerEntry[]): Ownership {
    const table = new OwnershipTable(new LayerFiles(entries));
    table.addSystem(this.#system.flatMap((finder) => this.#ask(finder)));
    table.addBytecode();
    table.addLanguages(this.#languages.flatMap((finder) => this.#ask(finder)));
    table.addBytecode();
    return table.ownership;
  }

  #ask<Package>(finder: PackageFinder<Package>): readonly Package[] {
    return finder.find(this.#release.release);
  }
}
