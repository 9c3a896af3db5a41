import type { TreeFile } from '../measure/final-tree.ts';
import type { ContainedChange, Lines } from '../model/explanation.ts';
import { type PackageName, parsePackageUrl } from '../model/package-url.ts';
import { keyed } from '../text/group-by.ts';
import { byChange, firstLines } from './lines.ts';

/** Most packages that are named of one package's files. */
const LINES = 15;
/** Most versions that a result names. */
const VERSIONS = 20;

interface Counted {
  readonly versions: Set<string>;
  bytes: number;
}

/** The packages that lie in some files, by name. */
export class Contained {
  readonly #packages = new Map<string, Counted>();
  #isKnown = false;
  #bytes = 0;

  /** Whether the content of any file is known. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  add(
    { inner = [], innerBytes }: Pick<TreeFile, 'inner' | 'innerBytes'>,
    parse: (url: string) => PackageName = parsePackageUrl,
  ): void {
    this.#isKnown ||= innerBytes !== undefined;
    for (const [at, url] of inner.entries()) {
      const { name, version } = parse(url);
      const counted = keyed(this.#packages, name, () => ({ versions: new Set<string>(), bytes: 0 }));
      if (version !== '') counted.versions.add(version);
      counted.bytes += innerBytes?.[at] ?? 0;
      this.#bytes += innerBytes?.[at] ?? 0;
    }
  }

  /** What changed from these to others: those that came, went, have another version or take another number of bytes. Largest change first. */
  changesTo(after: Contained): Lines<ContainedChange> {
    const names = new Set([...this.#packages.keys(), ...after.#packages.keys()]);
    // Of a program that was stripped on one side only, the bytes are not known.
    const isWeighed = this.#bytes > 0 && after.#bytes > 0;
    const sideOf = (side: Contained, name: string) => side.#sideOf(name, isWeighed);
    const changes = [...names].map((name) => ({
      name,
      before: sideOf(this, name),
      after: sideOf(after, name),
    }));
    const changed = changes.filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
    return firstLines(changed.sort(byChange(containedGrowth)), LINES, containedGrowth);
  }

  #sideOf(name: string, isWeighed: boolean): ContainedChange['after'] {
    const { versions = new Set<string>(), bytes = 0 } = this.#packages.get(name) ?? {};
    const weighed = isWeighed ? bytes : 0;
    if (versions.size === 0 && weighed === 0) return null;
    return { versions: [...versions].sort().slice(0, VERSIONS), bytes: weighed };
  }
}

/** Estimated growth in bytes. */
export function containedGrowth({ before, after }: ContainedChange): number {
  return (after?.bytes ?? 0) - (before?.bytes ?? 0);
}
