import { formatPackageUrl } from '../../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../../oci/layer/inspector.ts';
import type { Allowance } from '../../allowance.ts';
import type { Release } from '../../os-release.ts';
import type { PackageFinder, SystemPackage } from '../../package-finder.ts';
import { HeadSink } from '../../sinks.ts';
import { RECOMMENDED, resolveRequirements } from '../requirements.ts';
import { readBerkeley } from './berkeley.ts';
import { RpmHeader } from './header.ts';
import { readNdb } from './ndb.ts';
import { readTable } from './sqlite/sqlite.ts';

const DATABASE = /^(?:var\/lib|usr\/lib\/sysimage|usr\/share)\/rpm\/(rpmdb\.sqlite|Packages(?:\.db)?)$/;
/** Bytes, which are held in memory while the database is read. That of a Fedora workstation has 100 MB. */
const DATABASE_LIMIT = 192 * 1024 * 1024;

/** By name of the database: the headers of all packages. Each throws RangeError for a broken file. */
const FORMATS: Readonly<Record<string, (file: Buffer) => Iterable<Buffer>>> = {
  'rpmdb.sqlite': readSqlite,
  'Packages.db': readNdb,
  Packages: readBerkeley,
};

/** Tags of a header (rpm's rpmtag.h). */
const TAG = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  architecture: 1022,
  sourcePackage: 1044,
  provides: 1047,
  requires: 1049,
  recommends: 5046,
  fileStates: 1029,
  directoryIndexes: 1116,
  baseNames: 1117,
  directoryNames: 1118,
} as const;

/** RPMFILE_STATE_NORMAL. Files in other states were replaced by another package, left out, or are of another architecture. */
const NORMAL = 0;

/** Distributions whose purl namespace differs from the ID of os-release (purl-spec, types, rpm: the vendor). */
const VENDORS: Readonly<Record<string, string>> = {
  rhel: 'redhat',
  'opensuse-leap': 'opensuse',
  'opensuse-tumbleweed': 'opensuse',
};

interface Installed {
  readonly name: string;
  readonly version: string;
  readonly epoch: string | undefined;
  readonly architecture: string;
  /** Name of the source package. */
  readonly source: string;
  readonly files: readonly string[];
  /** Capabilities: names of packages, libraries, paths, or a condition of several such as `(a if b)`. */
  readonly requires: readonly string[];
  /** Likewise of what dnf installs with it unless it is told not to. */
  readonly recommends: readonly string[];
  readonly provides: readonly string[];
}

/**
 * Fedora, RHEL, SUSE and similar: rpm's database, which holds the header of each package. It is SQLite, the default since rpm 4.16
 * (https://rpm.org/wiki/Releases/4.16.0), ndb (SUSE), or Berkeley DB (older). The database lists the packages of the whole image, so a package
 * counts for this layer only if the layer holds one of its files.
 */
export class RpmFinder implements PackageFinder<SystemPackage> {
  readonly #allowance: Allowance;
  readonly #databases = new Map<string, readonly Installed[]>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path, size }: InspectedFile): FileSink | null {
    const name = path.includes('/rpm/') ? DATABASE.exec(path)?.[1] : undefined;
    const format = FORMATS[name ?? ''];
    if (format === undefined || size > DATABASE_LIMIT) return null;
    return new HeadSink(
      DATABASE_LIMIT,
      (file, whole) => void this.#databases.set(path, whole ? this.#readDatabase(format(file)) : []),
    );
  }

  find({ id }: Release): readonly SystemPackage[] {
    const found = [...this.#databases].sort(([a], [b]) => (a < b ? 1 : -1)).flatMap(([, list]) => list);
    const required = requirementsOf(found, ({ requires }) => requires);
    const recommended = requirementsOf(found, ({ recommends }) => recommends);
    return found.flatMap((installed) =>
      describe(installed, id, {
        required: required.get(installed) ?? [],
        recommended: recommended.get(installed) ?? [],
      }),
    );
  }

  /** No packages if the database is broken or exceeds the budget. */
  #readDatabase(headers: Iterable<Buffer>): readonly Installed[] {
    try {
      return Array.from(headers, (header) => this.#readPackage(new RpmHeader(header)));
    } catch {
      return [];
    }
  }

  #readPackage(header: RpmHeader): Installed {
    const [epoch] = header.integers(TAG.epoch);
    const found = {
      name: this.#take(header.text(TAG.name)),
      version: this.#take(`${header.text(TAG.version)}-${header.text(TAG.release)}`),
      epoch: epoch === undefined ? undefined : String(epoch),
      architecture: this.#take(header.text(TAG.architecture)),
      source: this.#take(sourceOf(header.text(TAG.sourcePackage))),
    };
    return {
      ...found,
      files: [...this.#readFiles(header)],
      requires: header.texts(TAG.requires).map((text) => this.#take(text)),
      recommends: header.texts(TAG.recommends).map((text) => this.#take(text)),
      provides: header.texts(TAG.provides).map((text) => this.#take(text)),
    };
  }

  *#readFiles(header: RpmHeader): Generator<string, void, undefined> {
    const directories = header.texts(TAG.directoryNames);
    const indexes = header.integers(TAG.directoryIndexes);
    const states = header.bytes(TAG.fileStates);
    for (const [at, name] of header.texts(TAG.baseNames).entries()) {
      const directory = directories[indexes[at] ?? -1];
      if (directory !== undefined && (states[at] ?? NORMAL) === NORMAL) yield this.#take(`${directory}${name}`);
    }
  }

  #take(text: string): string {
    if (!this.#allowance.take(text)) throw new RangeError('more text than the budget allows');
    return text;
  }
}

function* readSqlite(file: Buffer): Generator<Buffer, void, undefined> {
  for (const [, blob] of readTable(file, 'Packages')) if (blob instanceof Buffer) yield blob;
}

/** Paths can be required too. Only those that some package requires are looked up among the files. */
function requirementsOf(
  packages: readonly Installed[],
  capabilitiesOf: (installed: Installed) => readonly string[],
): ReadonlyMap<Installed, readonly string[]> {
  const capabilities = packages.map((installed) => capabilitiesOf(installed).flatMap(wordsOf));
  const paths = new Set(capabilities.flat().filter((capability) => capability.startsWith('/')));
  const needs = packages.map((installed, at) => ({
    installed,
    name: installed.name,
    requires: capabilities[at] ?? [],
    provides: [...installed.provides, ...installed.files.filter((path) => paths.has(path))],
  }));
  return new Map([...resolveRequirements(needs)].map(([{ installed }, names]) => [installed, names]));
}

/** The names in a capability: one, or all in a condition (https://rpm.org/docs/latest/manual/boolean_dependencies.html). */
function wordsOf(capability: string): readonly string[] {
  if (!capability.startsWith('(')) return [capability];
  return capability.split(/[\s()]+(?=[^()]|$)|^\(+/).filter((word) => word !== '');
}

function describe(
  { name, version, epoch, architecture, source, files }: Installed,
  id: string | undefined,
  { required, recommended }: { readonly required: readonly string[]; readonly recommended: readonly string[] },
): SystemPackage[] {
  const vendor = id ?? vendorOf(version);
  const namespace = vendor === undefined ? undefined : (VENDORS[vendor] ?? vendor);
  const qualifiers = { arch: architecture, epoch, upstream: source === name ? '' : source };
  const purl = formatPackageUrl({ type: 'rpm', namespace, name, version, qualifiers });
  const known = new Set(required);
  const others = recommended.filter((each) => !known.has(each));
  const requires = [
    ...required.flatMap((each) => formatPackageUrl({ type: 'rpm', namespace, name: each }) ?? []),
    ...others.flatMap(
      (each) => formatPackageUrl({ type: 'rpm', namespace, name: each, qualifiers: RECOMMENDED }) ?? [],
    ),
  ];
  return purl === undefined ? [] : [{ purl, files, installedHere: false, requires }];
}

/** `openssl` of `openssl-3.0.7-1.el9.src.rpm`. */
function sourceOf(file: string): string {
  return /^(.+)-[^-]+-[^-]+\.(?:no)?src\.rpm$/.exec(file)?.[1] ?? '';
}

/** Layers above the base hold no os-release, but the releases of Fedora's packages end in .fcN. */
function vendorOf(version: string): string | undefined {
  return /\.fc\d+(\.|$)/.test(version) ? 'fedora' : undefined;
}
