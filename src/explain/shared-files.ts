import type { TreeFile } from '../measure/final-tree.ts';
import { parsePackageUrl } from '../model/package-url.ts';
import { keyed } from '../text/group-by.ts';

/** Names of the packages that own files of a content. */
type OwnersByContent = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Both trees with the content that several packages share by hard links (pnpm, Bun, uv). A package that has it on both sides owns it. Otherwise the first one
 * of a tree would, and another one may be first whenever a package comes or goes.
 */
export function settleShared(
  before: readonly TreeFile[],
  after: readonly TreeFile[],
): readonly [readonly TreeFile[], readonly TreeFile[]] {
  const shared = new Set([...before, ...after].flatMap(({ sharers, content }) => (sharers && content) ?? []));
  if (shared.size === 0) return [before, after];
  const settled = settle(after, ownersOf(before, shared));
  return [settle(before, ownersOf(settled, shared)), settled];
}

function ownersOf(tree: readonly TreeFile[], contents: ReadonlySet<string>): OwnersByContent {
  const found = new Map<string, Set<string>>();
  for (const { content, owner } of tree) {
    if (content === undefined || owner === undefined || !contents.has(content)) continue;
    keyed(found, content, () => new Set<string>()).add(nameOf(owner));
  }
  return found;
}

/** Gives a shared file to the first of its packages that owns the content on the other side. */
function settle(tree: readonly TreeFile[], others: OwnersByContent): readonly TreeFile[] {
  return tree.map((file) => {
    const { content = '', owner, sharers } = file;
    const there = others.get(content);
    if (sharers === undefined || owner === undefined || there === undefined || there.has(nameOf(owner))) return file;
    const other = sharers.find((url) => there.has(nameOf(url)));
    return other === undefined ? file : { ...file, owner: other };
  });
}

function nameOf(url: string): string {
  return parsePackageUrl(url).name;
}
