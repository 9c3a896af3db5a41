import type { Advice } from '../../model/advice.ts';
import type { Measurement } from '../../model/measurement.ts';
import { keyed } from '../../text/group-by.ts';
import { modulesOf } from './copied-context.ts';
import type { Facts } from './facts.ts';
import type { Hidden } from './hidden.ts';
import { instructionText, keywordOf, placeOf, whereOf } from './layers.ts';
import { Pile } from './pile.ts';

interface Group {
  readonly rule: 'deleted' | 'overwritten' | 'rewritten';
  readonly layer: number;
  readonly by: number;
  readonly moved: boolean;
  readonly pile: Pile;
}

/**
 * Files that a later layer overwrites, deletes, or writes again with the same content (chown, chmod, mv). For files of the base image,
 * only the second copy of the same content can be saved: the base's own bytes are always there.
 */
export function adviseRewritten(facts: Facts): readonly Advice[] {
  const groups = new Map<string, Group>();
  for (const hidden of facts.hidden) {
    const isBase = hidden.layer < facts.firstOwn;
    if ((isBase && hidden.became !== 'same') || isReinstalled(hidden, facts)) continue;
    const { layer, by } = hidden;
    const key = `${layer} ${by} ${hidden.became}`;
    const group = keyed(groups, key, () => newGroup(hidden));
    group.pile.add(hidden.path, hidden.size, RECORDS.test(hidden.path) ? 'records' : 'files');
  }
  return [...groups.values()].filter(isMoreThanRecords).map((group) => ({
    ...say(group, facts),
    rule: group.rule,
    bytes: group.pile.bytes,
    ...whereOf(facts.measurement, group.by),
    paths: group.pile.paths,
  }));
}

/** Files that each use of a package manager or ldconfig rewrites: unless they are large, they are no reason to join instructions. */
const RECORDS =
  /^(?:var\/(?:lib\/(?:dpkg|rpm|apt|dnf)|cache\/(?:debconf|ldconfig|apt)|log)|(?:usr\/)?lib\/(?:apk\/db|sysimage)|etc\/(?:ld\.so\.cache|apk))(?=\/|$)/;
const MUCH = 1_000_000;
const SOME = 100_000;

function isMoreThanRecords({ rule, pile }: Group): boolean {
  return rule !== 'overwritten' || pile.bytes >= MUCH || pile.bytesOf('files') >= SOME;
}

const RULES = { same: 'rewritten', moved: 'rewritten', other: 'overwritten', gone: 'deleted' } as const;

function newGroup({ layer, by, became }: Hidden): Group {
  return { rule: RULES[became], layer, by, moved: became === 'moved', pile: new Pile() };
}

/** Whether adviseReinstalled counts the file already. */
function isReinstalled({ path, layer, by }: Hidden, { contexts }: Facts): boolean {
  const modules = modulesOf(path);
  if (modules === undefined) return false;
  return [layer, by].some((position) => contexts.get(position)?.reinstalled.includes(modules));
}

function say(group: Group, { measurement, firstOwn }: Facts): Pick<Advice, 'title' | 'change'> {
  const [earlier, later] = [measurement.layers[group.layer], measurement.layers[group.by]];
  const isBase = group.layer < firstOwn;
  const from = isBase ? 'the base image' : placeOf(earlier);
  const to = placeOf(later);
  if (group.rule === 'deleted')
    return {
      title: `${to} deletes what ${from} wrote, and the image keeps both.`,
      change: changeOfDeleted(group, measurement),
    };
  if (group.rule === 'overwritten')
    return {
      title: `${to} overwrites what ${from} wrote, and the image keeps both.`,
      change: changeOfOverwritten(group, measurement),
    };
  const how = group.moved ? 'moves or renames' : 'writes the same content again as';
  const title = group.moved ? `${to} ${how} what ${from} wrote` : `${to} ${how} ${from}`;
  return { title: `${title}: the image holds it twice.`, change: changeOfRewritten(group, measurement, isBase) };
}

function changeOfDeleted({ layer, by }: Group, { layers }: Measurement): string {
  if (keywordOf(layers[layer]) === 'RUN')
    return `Delete it in the same RUN that makes it (${placeOf(layers[layer])}), joined with &&, and not in a later one (${placeOf(layers[by])}).`;
  return [
    'Do not copy files that only the build needs: mount them for the RUN that needs them, or exclude them in .dockerignore.',
    'RUN --mount=type=bind,source=installer,target=/mnt/installer …',
  ].join('\n');
}

function changeOfOverwritten({ layer, by }: Group, { layers }: Measurement): string {
  if (keywordOf(layers[layer]) === 'RUN' && keywordOf(layers[by]) === 'RUN')
    return `Do both in one RUN, joined with &&: ${placeOf(layers[layer])} and ${placeOf(layers[by])}.`;
  return 'Write these files once: only the later ones are visible. Leave them out of the earlier instruction, or exclude them in .dockerignore.';
}

function changeOfRewritten(group: Group, { layers }: Measurement, isBase: boolean): string {
  const [earlier, later] = [layers[group.layer], layers[group.by]];
  const command = instructionText(later).slice(0, 4000);
  const isCopied = /^(?:COPY|ADD)$/.test(keywordOf(earlier));
  if (group.moved) return 'Put it at its final path at once: copy it there, or move it in the same RUN that makes it.';
  if (isBase)
    return 'A change of owner, mode or time copies the whole file: change only files that need it, and none of the base image.';
  if (/\bch(?:own|grp)\b/.test(command)) return changeOfOwner(isCopied, ownerIn(command), placeOf(earlier));
  if (/\bchmod\b/.test(command)) return changeOfMode(isCopied, modeIn(command), placeOf(earlier));
  if (keywordOf(later) === 'RUN')
    return `A change of owner, mode or time copies the whole file: make the change in ${placeOf(earlier)}.`;
  return 'Copy it once: leave it out of one of the two instructions.';
}

function changeOfOwner(isCopied: boolean, owner: string, earlier: string): string {
  if (!isCopied) return `Run chown in the same RUN that makes the files (${earlier}).`;
  return `Let COPY set the owner, and drop the chown.\nCOPY --chown=${owner} …`;
}

function changeOfMode(isCopied: boolean, mode: string, earlier: string): string {
  if (!isCopied) return `Run chmod in the same RUN that makes the files (${earlier}).`;
  return `Let COPY set the mode, and drop the chmod.\nCOPY --chmod=${mode} …`;
}

/** The owner that a chown sets, if it is a plain word; else a placeholder. */
function ownerIn(command: string): string {
  return /\bchown\s+(?:-\S+\s+)*(\w[\w.-]*(?::[\w.-]*)?)(?=\s)/.exec(command)?.[1] ?? 'user:group';
}

function modeIn(command: string): string {
  return /\bchmod\s+(?:-[A-Za-z-]+\s+)*([0-7]{3,4})(?=\s)/.exec(command)?.[1] ?? '755';
}
