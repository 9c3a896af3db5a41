import { readBake, targetIn } from '../docker/bake/bake.ts';
import type { BakeDefinition } from '../docker/bake/definition.ts';
import { BakeMissing } from '../docker/bake/print.ts';
import { UserError } from '../text/error.ts';
import { groupBy } from '../text/group-by.ts';
import {
  type BakeMember,
  type BakeOutcome,
  type BakeSession,
  type MemberBuild,
  measureOnPlatform,
} from './bake-platform.ts';
import { joinPlatforms } from './builds.ts';
import type { DaemonReader } from './daemon-reader.ts';
import type { Measurable, MeasureOutcome, MeasuringSession, Where } from './session.ts';

/** Whether an image is a target of a bake file. */
export function isBaked(image: Measurable): image is Measurable & BakeMember {
  return image.source.kind === 'bake';
}

/**
 * Builds and measures targets of the same bake files, with one `docker buildx bake` per platform, so that shared stages are built once.
 * If that command fails, each target is built by itself: the good ones are measured, and each bad one has its own error.
 * The results are keyed by the members' names.
 */
export function measureBakes(
  session: MeasuringSession,
  daemon: DaemonReader,
  members: readonly BakeMember[],
  where: Where,
): ReadonlyMap<string, Promise<MeasureOutcome>> {
  const outcomes = measureMembers(session, daemon, members, where);
  return new Map(members.map((member) => [member.name, joinOutcomes(member, outcomes)]));
}

/** Joins the outcomes of a member's platforms into one. */
async function joinOutcomes(member: BakeMember, outcomes: Promise<readonly BakeOutcome[]>): Promise<MeasureOutcome> {
  const own = (await outcomes).filter((outcome) => outcome.member === member);
  if (own.length < 2) return outcomeOf(own[0]);
  return joinPlatforms(own.map((outcome) => ({ platform: outcome.platform ?? '', measure: () => outcomeOf(outcome) })));
}

/** Builds and measures one target. */
export async function measureBake(
  session: MeasuringSession,
  daemon: DaemonReader,
  member: BakeMember,
  where: Where,
): Promise<MeasureOutcome> {
  return measureBakes(session, daemon, [member], where).get(member.name) ?? NOT_MEASURED;
}

const NOT_MEASURED: MeasureOutcome = { kind: 'error', reason: 'the bake target was not measured' };

async function outcomeOf(outcome: BakeOutcome | undefined): Promise<MeasureOutcome> {
  if (outcome === undefined) return NOT_MEASURED;
  if (outcome.measured.status === 'rejected') throw outcome.measured.reason;
  return outcome.measured.value;
}

async function measureMembers(
  session: MeasuringSession,
  daemon: DaemonReader,
  members: readonly BakeMember[],
  where: Where,
): Promise<readonly BakeOutcome[]> {
  const files = members[0]?.source.files ?? [];
  const { definition, outcomes } = await readMembers(session, files, members, where);
  const bake: BakeSession = { session, daemon, where, files, definition };
  const known = members.filter((member) => !outcomes.some((outcome) => outcome.member === member));
  const builds = known.flatMap((member) => buildsOf(member, definition));
  const measured = [...outcomes];
  for (const [platform, group] of groupBy(builds, (each) => each.platform)) {
    measured.push(...(await measureOnPlatform(bake, platform, group)));
  }
  return measured;
}

function buildsOf(member: BakeMember, { targets }: BakeDefinition): readonly MemberBuild[] {
  const target = targets.get(member.source.target);
  if (target === undefined) return [];
  const platforms = member.source.platforms ?? target.platforms;
  return platforms.length === 0
    ? [{ member, target, platform: undefined }]
    : platforms.map((platform) => ({ member, target, platform }));
}

interface Read {
  readonly definition: BakeDefinition;
  /** Members whose definition could not be read. */
  readonly outcomes: readonly BakeOutcome[];
}

/** Reads the members' targets from the bake files of the side that is measured: all at once, or each by itself if that fails. */
async function readMembers(
  session: MeasuringSession,
  files: readonly string[],
  members: readonly BakeMember[],
  where: Where,
): Promise<Read> {
  try {
    return { definition: await readTargets(session, files, members, where), outcomes: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (members.length < 2) return { definition: NOTHING, outcomes: members.map((member) => unread(member, error)) };
    const reads: Read[] = [];
    for (const member of members) reads.push(await readMembers(session, files, [member], where));
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
  { options: { env, signal } }: MeasuringSession,
  files: readonly string[],
  members: readonly BakeMember[],
  { root }: Where,
): Promise<BakeDefinition> {
  const names = [...new Set(members.map(({ source }) => source.target))];
  const definition = await readBake({ files, targets: names, root, env, signal });
  for (const name of names) targetIn(definition, name, files);
  return definition;
}

/** A missing file or target is not an error: the image is new, or was removed. */
function unread(member: BakeMember, error: UserError): BakeOutcome {
  const measured: PromiseSettledResult<MeasureOutcome> =
    error instanceof BakeMissing
      ? { status: 'fulfilled', value: { kind: 'missing', reason: error.message } }
      : { status: 'rejected', reason: error };
  return { member, platform: undefined, measured };
}
