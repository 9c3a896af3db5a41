import { formatPackageUrl } from '../../model/package-url.ts';
import { asRecord, asText } from '../../text/json.ts';
import { below, type FileReader, jsonOf } from '../file-reader.ts';
import type { LanguagePackage } from '../package-finder.ts';

/**
 * .NET: `APP.deps.json` (https://learn.microsoft.com/dotnet/core/dependency-loading/default-probing, runtime-configuration-file.md of dotnet/sdk),
 * beside an application and in each shared framework. It lists the assets of each package. They lie in the directory of the file by their own
 * names. Translations lie in a directory for each culture, and assets of one system at their whole path.
 */
export const dotnetReader: FileReader = {
  ending: '.deps.json',
  path: /^((?:.*\/)?)([^/]+)\.deps\.json$/,
  limit: 16 * 1024 * 1024,
  read([path, parent = '', application = ''], content) {
    const directory = parent.slice(0, -1);
    return dotnetPackages(jsonOf(content)).map(({ purl, assets, isProject, name, requires }): LanguagePackage => {
      const own = isProject && name === application ? ownFiles(application) : [];
      const files = [...assets, ...own].map((asset) => below(directory, asset));
      return { purl, anchor: path, roots: [], files, depth: directory.length, requires };
    });
  },
};

/** A package of a deps.json. */
export interface DotnetPackage {
  readonly name: string;
  readonly purl: string;
  /** Whether it is the application or a project of it, not a package. */
  readonly isProject: boolean;
  /** Paths from the directory of the application. */
  readonly assets: readonly string[];
  readonly requires: readonly string[];
}

/** The packages of a deps.json, with their assets for the runtime target that it names. */
export function dotnetPackages(document: Readonly<Record<string, unknown>>): readonly DotnetPackage[] {
  const target = asText(asRecord(document.runtimeTarget).name) || asText(document.runtimeTarget);
  const libraries = asRecord(document.libraries);
  return Object.entries(asRecord(asRecord(document.targets)[target])).flatMap(([key, value]) => {
    const [name = '', version] = key.split('/');
    const purl = formatPackageUrl({ type: 'nuget', name, version });
    const library = asRecord(value);
    if (purl === undefined) return [];
    const isProject = asText(asRecord(libraries[key]).type) === 'project';
    const requires = Object.keys(asRecord(library.dependencies)).flatMap(
      (each) => formatPackageUrl({ type: 'nuget', name: each }) ?? [],
    );
    return [{ name, purl, isProject, assets: assetsOf(library), requires }];
  });
}

function assetsOf({
  runtime,
  native,
  resources,
  runtimeTargets,
}: Readonly<Record<string, unknown>>): readonly string[] {
  const flat = [...Object.keys(asRecord(runtime)), ...Object.keys(asRecord(native))].map(nameOf);
  const translated = Object.entries(asRecord(resources)).map(([path, value]) =>
    below(asText(asRecord(value).locale), nameOf(path)),
  );
  return [...flat, ...translated, ...Object.keys(asRecord(runtimeTargets))];
}

/** What the SDK writes for an application beside its packages: the program that starts it, symbols, and the files that describe it. */
function ownFiles(application: string): readonly string[] {
  return ['', '.dll', '.exe', '.pdb', '.xml', '.deps.json', '.runtimeconfig.json'].map((end) => `${application}${end}`);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
