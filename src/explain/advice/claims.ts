import type { TreeFile } from '../../measure/final-tree.ts';
import type { LayerEntry } from '../../oci/image.ts';
import { keyed } from '../../text/group-by.ts';
import type { Facts } from './facts.ts';
import type { Claim, FileRule, Find } from './file-rule.ts';
import { Pile } from './pile.ts';

/** A rule, and what it found after other rules took their files. */
export interface Claimed {
  readonly rule: FileRule;
  readonly find: Find;
}

interface Option {
  readonly rule: FileRule;
  readonly claim: Claim;
}

/**
 * Assigns each file of the user's layers to the first rule that claims it. A file with several hard links is claimed only if the same rule
 * claims all its paths, since removing some of them saves nothing.
 */
export function claimFiles(
  facts: Facts,
  rules: readonly FileRule[],
): { claimed: readonly Claimed[]; rest: readonly TreeFile[] } {
  const links = linksOf(facts);
  const finds = new Map<FileRule, Map<string, Claimed>>();
  const rest: TreeFile[] = [];
  let last: { directory: string; layer: number; options: readonly Option[] } | undefined;
  for (const seen of facts.subject.tree) {
    const file = atOrigin(seen, facts);
    if (file.layer < facts.firstOwn || file.size === 0) continue;
    const { directory, name } = splitPath(file.path);
    if (last?.directory !== directory || last.layer !== file.layer)
      last = { directory, layer: file.layer, options: optionsOf(rules, directory, file.layer) };
    const option = last.options.find(({ rule }) => rule.takes?.(file, name) ?? true);
    const others = links.get(seen.layer)?.get(file.path) ?? [];
    if (option === undefined || !claimsAll(option, rules, file, others)) rest.push(file);
    else addTo(finds, option, file);
  }
  return { claimed: [...finds.values()].flatMap((of) => [...of.values()]), rest };
}

/** The file with the layer that first wrote it, instead of a layer that only changed its owner or mode. */
function atOrigin(file: TreeFile, { origins }: Facts): TreeFile {
  const layer = origins.get(file.path);
  return layer === undefined ? file : { ...file, layer };
}

function addTo(finds: Map<FileRule, Map<string, Claimed>>, { rule, claim }: Option, file: TreeFile): void {
  const { root = file.path } = claim;
  const group = rule.groupOf?.(file) ?? claim.group ?? '';
  const ofRule = keyed(finds, rule, () => new Map<string, Claimed>());
  const claimed = keyed(ofRule, `${file.layer} ${group}`, () => ({
    rule,
    find: { pile: new Pile(), group, layer: file.layer },
  }));
  claimed.find.pile.add(root, file.size, rule.nameOf?.(file));
}

function optionsOf(rules: readonly FileRule[], directory: string, layer: number): readonly Option[] {
  const options: Option[] = [];
  for (const rule of rules) {
    const claim = rule.claim(directory, layer);
    if (claim !== undefined) options.push({ rule, claim });
  }
  return options;
}

function claimsAll({ rule }: Option, rules: readonly FileRule[], file: TreeFile, others: readonly string[]): boolean {
  if (rule.byOwner) return true;
  return others.every((path) => {
    const { directory, name } = splitPath(path);
    const options = optionsOf(rules, directory, file.layer);
    return options.find((option) => option.rule.takes?.({ ...file, path }, name) ?? true)?.rule === rule;
  });
}

/** For each own layer, the paths of its hard-linked files: each path with all paths of the same content. */
function linksOf({
  subject: { layers },
  firstOwn,
}: Facts): ReadonlyMap<number, ReadonlyMap<string, readonly string[]>> {
  const all = new Map<number, ReadonlyMap<string, readonly string[]>>();
  for (const [layer, entries] of layers.entries()) if (layer >= firstOwn) all.set(layer, linksOfLayer(entries));
  return all;
}

function linksOfLayer(entries: readonly LayerEntry[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { path, type, linkTarget } of entries) {
    if (type !== 'hardlink' || linkTarget === undefined) continue;
    const group = groups.get(linkTarget) ?? [linkTarget];
    group.push(path);
    groups.set(linkTarget, group);
    groups.set(path, group);
  }
  return groups;
}

function splitPath(path: string): { directory: string; name: string } {
  const slash = path.lastIndexOf('/');
  return { directory: path.slice(0, Math.max(0, slash)), name: path.slice(slash + 1) };
}
