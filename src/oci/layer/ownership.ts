import type { LayerEntry } from '../image.ts';
import type { Limits } from '../limits.ts';

/** Package URLs (purl-spec), and for each owned path the position of its package among them. */
export interface Ownership {
  readonly packages: readonly string[];
  readonly owners: ReadonlyMap<string, number>;
}

/** purl-spec: what is not printable ASCII is percent-encoded, so that none of it can be anything but a package URL. */
const PURL = /^pkg:[A-Za-z][A-Za-z0-9.+-]*\/[\x21-\x7e]+$/;

/** Characters of one package URL; npm's longest name and a version stay below 500. */
const LONGEST_PURL = 2_048;

/** Why a list cannot be the packages of a layer, without the hostile text itself; undefined where it can. */
export function packagesProblem(
  packages: readonly string[],
  limits: Pick<Limits, 'packages' | 'packageText'>,
): string | undefined {
  if (packages.length > limits.packages) return `more than ${limits.packages} packages`;
  const wrong = packages.findIndex((purl) => purl.length > LONGEST_PURL || !PURL.test(purl));
  if (wrong >= 0) return `package ${wrong} is no package URL of at most ${LONGEST_PURL} characters`;
  const text = packages.reduce((sum, purl) => sum + purl.length, 0);
  return text > limits.packageText ? `package URLs of more than ${limits.packageText} characters` : undefined;
}

/** Whether an entry can be owned: only what has content, or shares it, has bytes to be attributed. */
export function isOwnable({ type }: Pick<LayerEntry, 'type'>): boolean {
  return type === 'file' || type === 'hardlink';
}

/**
 * The entries of a layer with their owners. All paths of one content are of one package, for its bytes are counted once: a
 * hard link without an owner of its own has that of its target, and a target without one that of the first link that has.
 */
export function withOwners(
  entries: readonly LayerEntry[],
  { owners }: Pick<Ownership, 'owners'>,
): readonly LayerEntry[] {
  if (owners.size === 0) return entries;
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
    return owner === undefined ? entry : { ...entry, owner };
  });
}

/** Of each hard link the path whose content it shares, which may be a link's target's target: a target comes before its links. */
function targetsOf(entries: readonly LayerEntry[]): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  for (const { type, path, linkTarget = '' } of entries) {
    if (type === 'hardlink') targets.set(path, targets.get(linkTarget) ?? linkTarget);
  }
  return targets;
}
