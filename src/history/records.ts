import type { Repository } from '../git/git.ts';
import { openRemote, type RemoteGit } from '../git/remote-git.ts';
import type { RemoteRefs } from '../git/remote-refs.ts';
import type { Address } from '../git/remote-repository.ts';
import type { Origin } from '../model/baseline.ts';
import type { BranchReader, BranchSnapshot } from '../model/data-branch.ts';
import type { MeasuredLayer, Measurement } from '../model/measurement.ts';
import { type History, imagePath, layerPath } from '../model/record.ts';
import type { LayerIndex } from '../oci/image.ts';
import { UserError } from '../text/error.ts';
import { branchReader } from './branch-reader.ts';
import { historyPath, parseHistory } from './history-file.ts';
import { parseLayerIndex } from './layer-file.ts';
import { parseRecord } from './record-file.ts';

/** The measurements of commits of the default branch, read by git from origin's data branch. */
export interface Records extends AsyncDisposable {
  readonly branch: string;
  /** Reads the branch again, for writing. */
  readonly reader: BranchReader;
  /** Refs beside the branch, where runs wait that could not write to it. */
  readonly refs?: RemoteRefs;
  /** The branch as it was when the run began. */
  readonly snapshot: BranchSnapshot;
  /** Whether records of commits that were rebuilt later count as baselines. */
  readonly rebuilt?: boolean | undefined;
  /** The commit and the first-parent ancestors that may replace it, nearest first. */
  lineage(commit: string): Promise<readonly string[]>;
}

/** Which branch has the records, and which of them are recent enough. */
export interface RecordsRequest {
  /** The checkout whose origin has the branch, or the address of that origin where there is no checkout. */
  readonly repository: Repository | Address;
  readonly branch: string;
  /** How many commits a record may be behind the base commit. */
  readonly maxBehind: number;
  /** Whether a rebuilt record is a baseline. It holds the packages of the day on which it was built. */
  readonly rebuilt?: boolean | undefined;
}

/** Opens origin's data branch, which need not exist yet. @throws UserError where origin cannot be asked */
export async function openRecords({ repository, branch, maxBehind, rebuilt }: RecordsRequest): Promise<Records> {
  const remote = await openRemote(repository);
  try {
    const reader = branchReader(remote, branch);
    return {
      branch,
      reader,
      refs: remote.refs,
      rebuilt,
      snapshot: await reader.snapshot(),
      lineage: (commit) => lineageOf(remote, commit, maxBehind),
      [Symbol.asyncDispose]: () => remote[Symbol.asyncDispose](),
    };
  } catch (error) {
    await remote[Symbol.asyncDispose]();
    throw error;
  }
}

/** Origin cannot list the ancestors of a base that it does not have any more, but the base may have a record. */
async function lineageOf(remote: RemoteGit, commit: string, maxBehind: number): Promise<readonly string[]> {
  if (maxBehind === 0) return [commit];
  try {
    const [, ...ancestors] = await remote.firstParents(commit, maxBehind);
    return [commit, ...ancestors.slice(0, maxBehind)];
  } catch (error) {
    if (error instanceof UserError) return [commit];
    throw error;
  }
}

/** The records of one image, and which of them were refused. */
export interface FoundRecord {
  readonly origin?: Origin;
  readonly measurements: readonly Measurement[];
  /** Records that were refused, with path and reason. */
  readonly refused: readonly string[];
}

/**
 * The records of an image at the nearest of `commits` that has a valid one. A corrupt or hand-edited record is refused with its path and
 * reason, and the search goes on. A rebuilt record is passed over, unless these records are opened with `rebuilt`.
 * @param distance how many commits the first of them is behind the base commit; 0 where it is the base commit itself
 */
export async function findRecord(
  records: Records,
  image: string,
  commits: readonly string[],
  distance = 0,
): Promise<FoundRecord> {
  const { snapshot } = records;
  const folder = `records/${imagePath(image)}/`;
  const paths = [...snapshot.files.keys()].filter((path) => path.startsWith(folder));
  const refused: string[] = [];
  for (const [at, commit] of commits.entries()) {
    const measurements: Measurement[] = [];
    for (const path of paths.filter((candidate) => candidate.endsWith(`/${commit}.json`))) {
      try {
        const record = parseRecord((await snapshot.read(path)) ?? '', path);
        if (record.rebuilt === undefined || records.rebuilt === true) measurements.push(record.measurement);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refused.push(`Record refused: ${error.message}`);
      }
    }
    if (measurements.length > 0) return { origin: originOf(commit, distance + at), measurements, refused };
  }
  return { measurements: [], refused };
}

function originOf(commit: string, behind: number): Origin {
  if (behind === 0) return { step: 'record', commit, description: 'record of the base commit' };
  const distance = behind === 1 ? '1 commit' : `${behind} commits`;
  return { step: 'ancestor', commit, description: `record of an ancestor, ${distance} behind the base commit` };
}

/** The stored index of a measured layer; undefined where it was pruned or is not valid, and the layer must be read again. */
export async function readLayerIndex(records: Records, layer: MeasuredLayer): Promise<LayerIndex | undefined> {
  const index = await readBelievable(records.snapshot, layerPath(layer.diffId), parseLayerIndex);
  return index !== undefined && agrees(index, layer) ? index : undefined;
}

/** A compressor makes a tar larger by a few bytes a block at most, so a larger size was not measured. */
function agrees(index: LayerIndex, { contents, unpacked, download }: MeasuredLayer): boolean {
  return index.contents === contents && index.unpacked === unpacked && download <= index.tarSize * 1.01 + 65_536;
}

/** An image's history; undefined where there is none or it is not valid. */
export async function readHistory(
  { snapshot }: Pick<Records, 'snapshot'>,
  image: string,
): Promise<History | undefined> {
  return readBelievable(snapshot, historyPath(image), parseHistory);
}

/** A file of the data branch, parsed; undefined where there is none or it is not valid. */
export async function readBelievable<Value>(
  snapshot: BranchSnapshot,
  path: string,
  parse: (text: string, path: string) => Value,
): Promise<Value | undefined> {
  try {
    const text = await snapshot.read(path);
    return text === undefined ? undefined : parse(text, path);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
