import type { LayerEntry } from '../oci/image.ts';
import type { FileSink, InspectedFile, InspectLayer, LayerInspector } from '../oci/layer/inspector.ts';
import type { Ownership } from '../oci/layer/ownership.ts';
import { Allowance, Budget } from './allowance.ts';
import { BundleFinder } from './bundles/bundles.ts';
import { bitnamiReader, bitnamiSpdxReader } from './collections/bitnami.ts';
import { condaReader } from './collections/conda.ts';
import { homebrewReader } from './collections/homebrew.ts';
import { NixFinder } from './collections/nix.ts';
import { FileFinder, type FileReader } from './file-reader.ts';
import { JavaFinder } from './java/java.ts';
import { composerReader } from './languages/composer.ts';
import { dotnetReader } from './languages/dotnet.ts';
import { erlangReader, ertsReader } from './languages/erlang.ts';
import { NodeFinder } from './languages/node.ts';
import { PerlFinder } from './languages/perl.ts';
import { PythonFinder } from './languages/python.ts';
import { rReader } from './languages/r.ts';
import { RubyFinder } from './languages/ruby.ts';
import { YarnFinder } from './languages/yarn.ts';
import { LayerFiles } from './layer-files.ts';
import { ReleaseReader } from './os-release.ts';
import { OwnershipTable } from './ownership-table.ts';
import type { LanguagePackage, PackageFinder, SystemPackage } from './package-finder.ts';
import { ProgramFinder } from './programs/programs.ts';
import { ApkFinder } from './system/apk.ts';
import { ChiselFinder } from './system/chisel.ts';
import { DpkgFinder } from './system/dpkg.ts';
import { RpmManifestFinder } from './system/rpm/manifests.ts';
import { RpmFinder } from './system/rpm/rpm.ts';

/** Ecosystems whose packages a single file describes. */
const READERS: readonly FileReader[] = [
  bitnamiReader,
  bitnamiSpdxReader,
  composerReader,
  condaReader,
  dotnetReader,
  erlangReader,
  ertsReader,
  homebrewReader,
  rReader,
];

/**
 * Finds the packages of a layer and their files, as package URLs (purl-spec): of distributions, of languages, and of collections such as Conda
 * (docs/packages.md). If two packages claim a file, a package of the operating system gets it.
 * Otherwise the package of a language does that lists it or lies around it. Package databases (var/lib/dpkg, lib/apk/db, var/lib/rpm) have no owner: they change with every package.
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
  readonly #bundles: BundleFinder;

  constructor(budget: Budget) {
    const allowance = () => new Allowance(budget);
    this.#system = [
      new DpkgFinder(allowance()),
      new ApkFinder(allowance()),
      new RpmFinder(allowance()),
      new ChiselFinder(allowance()),
      new RpmManifestFinder(allowance()),
    ];
    this.#bundles = new BundleFinder(allowance());
    // The first finder that opens a file gets it. Nix opens none, and any executable may be a program, so programs come last.
    this.#languages = [
      new NixFinder(allowance()),
      new PythonFinder(allowance()),
      new NodeFinder(allowance()),
      new YarnFinder(allowance()),
      new JavaFinder(allowance()),
      new RubyFinder(allowance()),
      new PerlFinder(allowance()),
      new FileFinder(allowance(), READERS),
      new ProgramFinder(allowance()),
    ];
  }

  open(file: InspectedFile): FileSink | null {
    for (const finder of [this.#release, ...this.#system, this.#bundles, ...this.#languages]) {
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
    table.addOrigins(this.#bundles.find());
    return table.ownership;
  }

  #ask<Package>(finder: PackageFinder<Package>): readonly Package[] {
    return finder.find(this.#release.release);
  }
}
