import { formatPackageUrl } from '../../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../../oci/layer/inspector.ts';
import type { Allowance } from '../../allowance.ts';
import type { Release } from '../../os-release.ts';
import type { PackageFinder, SystemPackage } from '../../package-finder.ts';
import { LineSink } from '../../sinks.ts';

const MANIFEST = /^var\/lib\/rpmmanifest\/container-manifest-([12])$/;
const ARCHITECTURE = /^(?:noarch|x86_64|aarch64|\(none\))$/;

interface Named {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly epoch?: string;
}

/**
 * Distroless images of Azure Linux (CBL-Mariner): `/var/lib/rpmmanifest/container-manifest-1` and `-2`, the names of the packages instead of rpm's
 * database (https://github.com/microsoft/marinara). They list no files, so these packages own none. The second has columns and goes before the first.
 */
export class RpmManifestFinder implements PackageFinder<SystemPackage> {
  readonly #allowance: Allowance;
  readonly #manifests = new Map<string, readonly Named[]>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path }: InspectedFile): FileSink | null {
    const [, kind] = path.startsWith('var/lib/rpmmanifest/') ? (MANIFEST.exec(path) ?? []) : [];
    if (kind === undefined) return null;
    const found: Named[] = [];
    const readLine = (line: string) => {
      const named = kind === '1' ? parseName(line) : parseColumns(line);
      if (named !== undefined && this.#allowance.take(line)) found.push(named);
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => void this.#manifests.set(kind, found));
  }

  find({ id: namespace = 'azurelinux' }: Release): readonly SystemPackage[] {
    if (this.#allowance.exceeded) return [];
    const found = this.#manifests.get('2') ?? this.#manifests.get('1') ?? [];
    return found.flatMap(({ name, version, architecture, epoch }) => {
      const qualifiers = { arch: architecture === '(none)' ? undefined : architecture, epoch };
      const purl = formatPackageUrl({ type: 'rpm', namespace, name, version, qualifiers });
      return purl === undefined ? [] : [{ purl, files: [], installedHere: true }];
    });
  }
}

/** `rpm -qa`: NAME-VERSION-RELEASE.ARCHITECTURE */
function parseName(line: string): Named | undefined {
  const [, name, version, architecture] = /^(\S+)-([^-\s]+-[^-\s]+)\.([^.\s]+)$/.exec(line) ?? [];
  if (name === undefined || version === undefined || architecture === undefined) return undefined;
  return ARCHITECTURE.test(architecture) ? { name, version, architecture } : undefined;
}

/** Name, version-release, times of installation and build, vendor, epoch, size, architecture, epoch, source; separated by tabs. */
function parseColumns(line: string): Named | undefined {
  const [name, version, , , , epoch = '', , architecture] = line.split('\t');
  if (!name || !version || architecture === undefined || !ARCHITECTURE.test(architecture)) return undefined;
  return { name, version, architecture, ...(/^[1-9]\d*$/.test(epoch) && { epoch }) };
}
