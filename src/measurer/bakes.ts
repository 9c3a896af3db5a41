import { BakeMissing, readBake, targetIn } from '../docker/bake/bake.ts';
import type { BakeDefinition } from '../docker/bake/definition.ts';
import { UserError } from '../text/error.ts';
import { groupBy } from '../text/group-by.ts';
import { type BakeMember, type Outcome, type Oven, type Weighing, weighOnPlatform } from './bake-platform.ts';
import { joinPlatforms } from './builds.ts';
import type { DaemonPath } from './daemon-path.ts';
import type { Bench, Weighable, Weighed, Where } from './session.ts';

/** Whether an image is a target of a bake file. */
export function isBaked(image: Weighable): image is Weighable & BakeMember {
  return image.source.kind === 'bake';
}

/**
 * Builds and weighs targets of the same bake files by one `docker buildx bake` a platform, so that what they share is built once. Where that
 * fails, each is built by itself: then the good ones are weighed and the others told of one by one. The answers come in the members' order.
 */
export function weighBakes(
  bench: Bench,
  daemon: DaemonPath,
  members: readonly BakeMember[],
  where: Where,
): readonly Promise<Weighed>[] {
  const outcomes = weighMembers(bench, daemon, members, where);
  return members.map(async (member) => {
    const own = (await outcomes).filter((outcome) => outcome.member === member);
    if (own.length < 2) return weighedOf(own[0]);
    return joinPlatforms(own.map((outcome) => ({ platform: outcome.platform ?? '', weigh: () => weighedOf(outcome) })));
  });
}

/** Builds and weighs one target. */
export async function weighBake(bench: Bench, daemon: DaemonPath, member: BakeMember, where: Where): Promise<Weighed> {
  const [weighing] = weighBakes(bench, daemon, [member], where);
  return weighing ?? NOT_WEIGHED;
}

const NOT_WEIGHED: Weighed = { kind: 'error', reason: 'the bake target was not weighed' };

async function weighedOf(outcome: Outcome | undefined): Promise<Weighed> {
  if (outcome === undefined) return NOT_WEIGHED;
  if (outcome.weighed.status === 'rejected') throw outcome.weighed.reason;
  return outcome.weighed.value;
}

async function weighMembers(
  bench: Bench,
  daemon: DaemonPath,
  members: readonly BakeMember[],
  where: Where,
): Promise<readonly Outcome[]> {
  const files = members[0]?.source.files ?? [];
  const { definition, outcomes } = await readMembers(bench, files, members, where);
  const oven: Oven = { bench, daemon, where, files, definition };
  const known = members.filter((member) => !outcomes.some((outcome) => outcome.member === member));
  const weighings = known.flatMap((member) => weighingsOf(member, definition));
  const weighed = [...outcomes];
  for (const [platform, group] of groupBy(weighings, (each) => each.platform)) {
    weighed.push(...(await weighOnPlatform(oven, platform, group)));
  }
  return weighed;
}

function weighingsOf(member: BakeMember, { targets }: BakeDefinition): readonly Weighing[] {
  const target = targets.get(member.source.target);
  if (target === undefined) return [];
  const platforms = member.source.platforms ?? target.platforms;
  return platforms.length === 0
    ? [{ member, target, platform: undefined }]
    : platforms.map((platform) => ({ member, target, platform }));
}

interface Read {
  readonly definition: BakeDefinition;
  /** Of the members whose definition could not be had. */
  readonly outcomes: readonly Outcome[];
}

/** What the side's own files say of the members: of all at once, or where that fails of each by itself. */
async function readMembers(
  bench: Bench,
  files: readonly string[],
  members: readonly BakeMember[],
  where: Where,
): Promise<Read> {
  try {
    return { definition: await readTargets(bench, files, members, where), outcomes: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (members.length < 2) return { definition: NOTHING, outcomes: members.map((member) => unread(member, error)) };
    const reads: Read[] = [];
    for (const member of members) reads.push(await readMembers(bench, files, [member], where));
    return { definition: joinDefinitions(reads), outcomes: reads.flatMap(({ outcomes }) => outcomes) };
  }
}

const NOTHING: BakeDefinition = { groups: new Map(), targets: new Map() };

function joinDefinitions(reads: readonly Read[]): BakeDefinition {
  return {
    groups: new Map(reads.flatMap(({ definition }) => [...definition.groups])),
    targets: new Map(reads.flatMap(({ definition }) => [...definition.targets])),
  };
}

async function readTargets(
  { options: { env, signal } }: Bench,
  files: readonly string[],
  members: readonly BakeMember[],
  { root }: Where,
): Promise<BakeDefinition> {
  const names = [...new Set(members.map(({ source }) => source.target))];
  const definition = await readBake({ files, targets: names, root, env, signal });
  for (const name of names) targetIn(definition, name, files);
  return definition;
}

/** A file or target that is not there is no error: the image is new, or was removed. */
function unread(member: BakeMember, error: UserError): Outcome {
  const weighed: PromiseSettledResult<Weighed> =
    error instanceof BakeMissing
      ? { status: 'fulfilled', value: { kind: 'missing', reason: error.message } }
      : { status: 'rejected', reason: error };
  return { member, platform: undefined, weighed };
}
