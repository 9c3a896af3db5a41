import { formatPackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import type { Release } from '../os-release.ts';
import type { PackageFinder, SystemPackage } from '../package-finder.ts';
import { LineSink } from '../sinks.ts';
import { resolveRequirements } from './requirements.ts';

const DATABASES: ReadonlySet<string> = new Set(['lib/apk/db/installed', 'usr/lib/apk/db/installed']);

interface Installed {
  name: string;
  version: string;
  architecture: string;
  /** The package that its sources are of, which apk calls its origin. */
  origin: string;
  directory: string;
  readonly files: string[];
  requires: readonly string[];
  provides: readonly string[];
}

/**
 * Alpine: apk's database of installed packages (https://wiki.alpinelinux.org/wiki/Apk_spec, "Installed Database V2"). Its records are
 * separated by empty lines. Their fields are: P name, V version, A architecture, o origin, D dependencies, p what it provides. F is a directory
 * and R a file in it. The database lists the packages of the whole image, so a package counts for this layer only if the layer holds one of its files.
 */
export class ApkFinder implements PackageFinder<SystemPackage> {
  readonly #allowance: Allowance;
  readonly #databases = new Map<string, readonly Installed[]>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path }: InspectedFile): FileSink | null {
    return DATABASES.has(path) ? this.#read(path) : null;
  }

  find({ id = 'alpine' }: Release): readonly SystemPackage[] {
    if (this.#allowance.exceeded) return [];
    const found = [...DATABASES].flatMap((path) => this.#databases.get(path) ?? []);
    const required = resolveRequirements(found);
    return found.flatMap((installed) => describe(installed, id, required.get(installed) ?? []));
  }

  #read(path: string): FileSink {
    const found: Installed[] = [];
    let open: Installed | undefined;
    const readLine = (line: string) => {
      if (line === '') open = undefined;
      else {
        open ??= this.#startRecord(found);
        this.#readField(open, line);
      }
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => void this.#databases.set(path, found));
  }

  #startRecord(found: Installed[]): Installed {
    const record = {
      name: '',
      version: '',
      architecture: '',
      origin: '',
      directory: '',
      files: [],
      requires: [],
      provides: [],
    };
    this.#take('');
    found.push(record);
    return record;
  }

  #readField(record: Installed, line: string): void {
    const value = line.slice(2);
    const field = line.startsWith(':', 1) ? line[0] : undefined;
    if (field === 'P') record.name = this.#take(value);
    else if (field === 'V') record.version = this.#take(value);
    else if (field === 'A') record.architecture = this.#take(value);
    else if (field === 'o') record.origin = this.#take(value);
    else if (field === 'D') record.requires = namesOf(this.#take(value));
    else if (field === 'p') record.provides = namesOf(this.#take(value));
    else if (field === 'F') record.directory = value;
    else if (field === 'R') record.files.push(this.#take(`${record.directory}/${value}`));
  }

  #take(text: string): string {
    this.#allowance.take(text);
    return text;
  }
}

/** The names in a list of dependencies: `so:libc.musl-x86_64.so.1 busybox>=1.36 !conflict`. */
function namesOf(list: string): readonly string[] {
  return list.split(' ').flatMap((item) => /^([^!<>=~]+)/.exec(item)?.[1] ?? []);
}

function describe(
  { name, version, architecture, origin, files }: Installed,
  vendor: string,
  required: readonly string[],
): SystemPackage[] {
  const qualifiers = { arch: architecture, upstream: origin === name ? '' : origin };
  const purl = formatPackageUrl({ type: 'apk', namespace: vendor, name, version, qualifiers });
  const requires = required.flatMap((each) => formatPackageUrl({ type: 'apk', namespace: vendor, name: each }) ?? []);
  return purl === undefined ? [] : [{ purl, files, installedHere: false, requires }];
}
