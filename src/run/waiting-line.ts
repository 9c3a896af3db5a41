import { randomBytes } from 'node:crypto';
import type { RemoteRefs } from '../git/remote-refs.ts';
import { formatWaitingRun, MAX_WAITING_RUN, parseWaitingRun, type WaitingRun } from '../history/waiting-run.ts';
import type { BranchChanges, BranchLine, BranchSnapshot } from '../model/data-branch.ts';
import { UserError } from '../text/error.ts';
import { holdsRecords, type RecordRequest, recordChanges, waitingRunOf } from './record-changes.ts';

/** Most runs that one commit takes along. */
const MOST_RUNS = 200;
/** Characters of the files that one commit takes along; the rest stays for the next. */
const MOST_TEXT = 12_000_000;

/** A line of runs and the change that takes them along. */
export interface WaitingLine extends BranchLine {
  /** The changes of this run and of the runs in the line, for a snapshot. */
  readonly change: (snapshot: BranchSnapshot) => Promise<BranchChanges>;
}

/** Where runs wait that record on a branch. `git ls-remote origin 'refs/image-size-gate/*'` lists them. */
export function lineFolder(branch: string): string {
  return `refs/image-size-gate/waiting/${branch}/`;
}

/** The line at origin for the branch of a request. */
export function waitingLine(refs: RemoteRefs, request: RecordRequest): WaitingLine {
  return new LineAtOrigin(refs, request);
}

class LineAtOrigin implements WaitingLine {
  readonly #refs: RemoteRefs;
  readonly #request: RecordRequest;
  readonly #folder: string;
  readonly #own: string;
  readonly #compute: ReturnType<typeof recordChanges>;
  /** Ref → run; null for one that cannot be read, as one of a later version. It is left alone. */
  readonly #runs = new Map<string, WaitingRun | null>();
  #present: ReadonlySet<string> = new Set();
  #others: readonly string[] = [];
  #taken: readonly string[] = [];
  #joined = false;

  constructor(refs: RemoteRefs, request: RecordRequest) {
    this.#refs = refs;
    this.#request = request;
    this.#folder = lineFolder(request.branch);
    this.#own = `${this.#folder}${request.commit}-${randomBytes(4).toString('hex')}`;
    this.#compute = recordChanges(request);
  }

  readonly change = (snapshot: BranchSnapshot): Promise<BranchChanges> => {
    this.#present = new Set(snapshot.files.keys());
    this.#taken = this.#affordable();
    const waiting = this.#taken.flatMap((ref) => this.#runs.get(ref) ?? []);
    return this.#compute(snapshot, waiting);
  };

  async look(): Promise<{ readonly others: number; readonly own: boolean }> {
    const found = await orNothing(() => this.#refs.fetch(this.#folder), undefined);
    // Where origin cannot be asked, this run is still where it was put.
    if (found === undefined) return { others: this.#others.length, own: this.#joined };
    // The refs of a branch with a longer name are in a folder below this one.
    const names = [...found].filter(([ref]) => /^[0-9a-f]+-[0-9a-f]+$/.test(ref.slice(this.#folder.length)));
    for (const [ref, commit] of names.slice(0, MOST_RUNS)) {
      if (ref !== this.#own && !this.#runs.has(ref)) this.#runs.set(ref, await this.#read(commit));
    }
    this.#others = names.map(([ref]) => ref).filter((ref) => this.#runs.get(ref));
    return { others: this.#others.length, own: found.has(this.#own) };
  }

  async join(): Promise<boolean> {
    if (this.#joined) return true;
    this.#joined = await orNothing(async () => {
      await this.#refs.create(this.#own, this.#files());
      return true;
    }, false);
    return this.#joined;
  }

  async isIn(snapshot: BranchSnapshot): Promise<boolean> {
    return holdsRecords(snapshot, waitingRunOf({ ...this.#request, layerIndex: () => undefined }, new Set()).records);
  }

  async clear(): Promise<void> {
    const refs = [...this.#taken, ...(this.#joined ? [this.#own] : [])];
    await orNothing(() => this.#refs.remove(refs), undefined);
  }

  /** A run that is too large leaves its indexes behind: a later run reads those layers again. */
  #files(): ReadonlyMap<string, string> {
    const run = waitingRunOf(this.#request, this.#present);
    const files = formatWaitingRun(run);
    if (textOf(files) <= MAX_WAITING_RUN) return files;
    return formatWaitingRun({ ...run, layers: new Map() });
  }

  #affordable(): readonly string[] {
    let left = MOST_TEXT;
    return this.#others.filter((ref) => {
      const run = this.#runs.get(ref);
      if (!run) return false;
      left -= textOf(formatWaitingRun(run));
      return left >= 0;
    });
  }

  async #read(commit: string): Promise<WaitingRun | null> {
    return orNothing(async () => parseWaitingRun(await this.#refs.files(commit, MAX_WAITING_RUN)), null);
  }
}

function textOf(files: ReadonlyMap<string, string>): number {
  return [...files.values()].reduce((sum, text) => sum + text.length, 0);
}

/** The line only helps: what git or origin refuses is no reason to fail. */
async function orNothing<Value, Nothing>(work: () => Promise<Value>, nothing: Nothing): Promise<Value | Nothing> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) return nothing;
    throw error;
  }
}
