import type { FilePart, FileSection, LayerEntry, LayerIndex } from '../image.ts';
import type { Limits } from '../limits.ts';
import { normalisePath } from './path.ts';

/** The owners of a layer's files: package URLs (purl-spec), and for each owned path the position of its package among them. */
export interface Ownership {
  readonly packages: readonly string[];
  readonly owners: ReadonlyMap<string, number>;
  /** By path, positions of the packages that lie in a file of another package. */
  readonly inner?: ReadonlyMap<string, readonly number[]>;
  /** By path, about how many bytes each of `inner` takes. */
  readonly innerBytes?: ReadonlyMap<string, readonly number[]>;
  /** By path, the pieces of an archive that count by themselves. */
  readonly parts?: ReadonlyMap<string, readonly FilePart[]>;
  /** By path, what an archive is divided into. */
  readonly sections?: ReadonlyMap<string, readonly FileSection[]>;
  /** By path, what a file was made from, whether it has an owner or not. */
  readonly origins?: ReadonlyMap<string, readonly FileSection[]>;
  /** For each package what it requires, as package URLs without version. */
  readonly requires?: readonly (readonly string[])[];
}

/** A package URL (purl-spec). Everything but printable ASCII is percent-encoded in it. */
const PURL = /^pkg:[A-Za-z][A-Za-z0-9.+-]*\/[\x21-\x7e]+$/;

/** Characters of one package URL; npm's longest name and a version stay below 500. */
const LONGEST_PURL = 2_048;

/** Why a list is not valid as the packages of a layer; undefined if it is valid. The reason does not quote the hostile text. */
export function packagesProblem(
  packages: readonly string[],
  limits: Pick<Limits, 'packages' | 'packageText'>,
): string | undefined {
  if (packages.length > limits.packages) return `more than ${limits.packages} packages`;
  const wrong = packages.findIndex((purl) => purl.length > LONGEST_PURL || !PURL.test(purl));
  if (wrong >= 0) return `package ${wrong} is not a package URL of at most ${LONGEST_PURL} characters`;
  const text = packages.reduce((sum, purl) => sum + purl.length, 0);
  return text > limits.packageText ? `package URLs of more than ${limits.packageText} characters` : undefined;
}

/** Why a list is not valid as what the packages of a layer require; undefined if it is valid. */
export function requiresProblem(
  { packages = [], requires = [] }: Pick<LayerIndex, 'packages' | 'requires'>,
  limits: Pick<Limits, 'packages' | 'packageText' | 'relations'>,
): string | undefined {
  if (requires.length !== packages.length) return `requirements of ${requires.length} packages`;
  const sum = requires.reduce((before, names) => before + names.length, 0);
  if (sum > limits.relations) return `more than ${limits.relations} requirements`;
  return packagesProblem([...new Set(requires.flat())], limits);
}

/** Why the pieces of a file are not valid; undefined if they are. Their sizes must fit into the file, whose size is in bytes. */
export function partsProblem(parts: readonly FilePart[], size: number): string | undefined {
  const sum = parts.reduce((before, part) => before + part.size, 0);
  if (sum > size) return 'pieces larger than their file';
  const isNamed = ({ path }: FilePart) => path !== '' && normalisePath(path) === path;
  return parts.every(isNamed) ? undefined : 'a piece with a path that is not normalized';
}

/** Why the sections of a file are not valid; undefined if they are. `size` is that of the file in bytes. */
export function sectionsProblem(sections: readonly FileSection[], size: number): string | undefined {
  const sum = sections.reduce((before, { bytes }) => before + bytes, 0);
  if (sum > size) return 'sections larger than their file';
  const isOnce = new Set(sections.map(({ name }) => name)).size === sections.length;
  return isOnce ? undefined : 'two sections of one name';
}

/** Why the estimates of what lies in a file are not valid; undefined if they are. `size` is that of the file in bytes. */
export function innerProblem(inner: readonly number[], bytes: readonly number[], size: number): string | undefined {
  if (bytes.length !== inner.length) return `${bytes.length} estimates for ${inner.length} packages in a file`;
  if (!bytes.every((each) => Number.isSafeInteger(each) && each >= 0)) return 'an estimate that is no number of bytes';
  const sum = bytes.reduce((before, each) => before + each, 0);
  return sum > size ? 'packages larger than the file that they lie in' : undefined;
}

/** Whether an entry can have an owner: only files and hard links have bytes to attribute. */
export function isOwnable({ type }: Pick<LayerEntry, 'type'>): boolean {
  return type === 'file' || type === 'hardlink';
}

/**
 * Adds the owners to the entries of a layer. All paths of one content have one owner, since its bytes count once. A hard link without an
 * owner gets that of its target. A target without one gets that of its first link that has one.
 */
export function withOwners(
  entries: readonly LayerEntry[],
  {
    owners,
    inner = new Map(),
    innerBytes = new Map(),
    parts = new Map(),
    sections = new Map(),
    origins = new Map(),
  }: Omit<Ownership, 'packages' | 'requires'>,
): readonly LayerEntry[] {
  if (owners.size + parts.size + origins.size === 0) return entries;
  const targets = targetsOf(entries);
  const inherited = new Map<string, number>();
  for (const [path, target] of targets) {
    const owner = owners.get(target) ?? inherited.get(target) ?? owners.get(path);
    if (owner !== undefined) inherited.set(target, owner);
  }
  return entries.map((entry) => {
    if (!isOwnable(entry)) return entry;
    const content = entry.type === 'hardlink' ? (targets.get(entry.path) ?? entry.path) : entry.path;
    const owner = owners.get(entry.path) ?? inherited.get(content);
    const isTold = parts.has(entry.path) || origins.has(entry.path);
    return owner === undefined && !isTold ? entry : { ...entry, ...found(owner, entry) };
  });

  function found(owner: number | undefined, { type, path }: LayerEntry): Omit<LayerEntry, 'path' | 'type' | 'size'> {
    const [within, pieces] = type === 'file' ? [inner.get(path), parts.get(path)] : [];
    const bytes = within && innerBytes.get(path);
    const [divided, made] = type === 'file' ? [sections.get(path), origins.get(path)] : [];
    return {
      ...(owner !== undefined && { owner }),
      ...(within !== undefined && { inner: within }),
      ...(bytes !== undefined && { innerBytes: bytes }),
      ...(pieces !== undefined && { parts: pieces }),
      ...(divided !== undefined && { sections: divided }),
      ...(made !== undefined && { origins: made }),
    };
  }
}

/** The path whose content each hard link shares, through chains of links. In a tar a target comes before its links. */
function targetsOf(entries: readonly LayerEntry[]): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  for (const { type, path, linkTarget = '' } of entries) {
    if (type === 'hardlink') targets.set(path, targets.get(linkTarget) ?? linkTarget);
  }
  return targets;
}
