import { findBase, type MeasuredBase } from '../baseline/lookup.ts';
import type { BaseCheck } from '../github/pull-request/trusted-base.ts';
import type { Records } from '../history/records.ts';
import type { Baseline } from '../model/baseline.ts';
import type { Report } from '../model/document.ts';
import type { Measurement } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';
import { imageOfRecord } from '../model/record.ts';
import { UserError } from '../text/error.ts';

/** Where the baselines of one pull request come from. */
export interface TrustedBaselinesRequest {
  /** Undefined where there is no data branch. */
  readonly records: Records | undefined;
  /** A stranger's. Only the commits that it was compared with, as it says, are read from it, and they are checked. */
  readonly report: Report;
  readonly check: BaseCheck;
  /** Where the pull request left its base branch; undefined where GitHub does not say. */
  readonly mergeBase: () => Promise<string | undefined>;
}

/** For an image that no trusted record has. */
export const NO_RECORD = {
  kind: 'none',
  reason: 'no trusted baseline: the data branch has no record for it, and the one in the report file is not believed',
} as const satisfies Baseline;
const NOT_SAID =
  'GitHub does not say what the pull request is built on, so the record to compare with is not known; run this workflow again';

/** Base commits of a report that are looked at: one, and ancestors that have records. Each costs calls to GitHub and a fetch. */
const MOST_CLAIMS = 5;

/**
 * Baselines by the same ladder as in the run itself (baseline/lookup.ts), with nothing but records to answer: a stranger's commit is never
 * built here. They are of the commit that the report names where that may be, else of where the pull request left its base branch.
 */
export class TrustedBaselines {
  readonly #request: TrustedBaselinesRequest;
  readonly #bases = new Map<string, Promise<MeasuredBase>>();
  readonly #claims = new Set<string>();
  #mergeBase: Promise<string | undefined> | undefined;

  constructor(request: TrustedBaselinesRequest) {
    this.#request = request;
  }

  /** None where no record has the image on this platform; an error where nobody can tell. */
  async baselineOf({ image, platform }: Pick<Measurement, 'image' | 'platform'>): Promise<Baseline> {
    const base = await this.#baseOf(image);
    if (base.kind === 'error') return { kind: 'error', reason: base.reason };
    const measurement = measurementsOf(base).find((each) => samePlatform(each.platform, platform));
    return base.origin === undefined || measurement === undefined
      ? NO_RECORD
      : { kind: 'measured', origin: base.origin, measurement };
  }

  /** The platforms that the record of an image has. */
  async platformsOf(image: string): Promise<readonly string[]> {
    return measurementsOf(await this.#baseOf(image)).map(({ platform }) => platform);
  }

  /**
   * The images of the recorded commit that is nearest to where the pull request left its base branch. Where no configuration lists the
   * images, a report without one of these hides it.
   * @throws UserError where GitHub does not say where that is
   */
  async recordedImages(): Promise<readonly string[]> {
    const { records } = this.#request;
    if (records?.snapshot.commit === undefined) return [];
    const commit = await this.#leftBase();
    if (commit === undefined) throw new UserError(NOT_SAID);
    const paths = [...records.snapshot.files.keys()];
    for (const ancestor of await records.lineage(commit)) {
      const images = paths.flatMap((path) => imageOfRecord(path, ancestor) ?? []);
      if (images.length > 0) return [...new Set(images)];
    }
    return [];
  }

  #baseOf(image: string): Promise<MeasuredBase> {
    const base = this.#bases.get(image) ?? this.#find(image);
    this.#bases.set(image, base);
    return base;
  }

  async #find(image: string): Promise<MeasuredBase> {
    const { records } = this.#request;
    if (records === undefined) return NO_RECORD;
    const commit = await this.#commitOf(image);
    if (commit === undefined) return { kind: 'error', reason: NOT_SAID };
    const commits = await records.lineage(commit);
    return findBase({ records: { records, commits }, otherwise: NO_RECORD.reason }, image);
  }

  async #commitOf(image: string): Promise<string | undefined> {
    const { report, check } = this.#request;
    const claims = report.comparisons.filter((comparison) => comparison.image === image);
    const [claimed] = claims.flatMap(({ baseline }) => baseline?.origin.commit ?? []);
    // It is checked before anything of it is fetched.
    if (claimed !== undefined && this.#isLookedAt(claimed) && (await check(claimed)).trusted) return claimed;
    return this.#leftBase();
  }

  #leftBase(): Promise<string | undefined> {
    this.#mergeBase ??= this.#request.mergeBase();
    return this.#mergeBase;
  }

  /** Whether a claimed commit is among the first few, which are the ones looked at. */
  #isLookedAt(claimed: string): boolean {
    if (this.#claims.size < MOST_CLAIMS) this.#claims.add(claimed);
    return this.#claims.has(claimed);
  }
}

function measurementsOf(base: MeasuredBase): readonly Measurement[] {
  return base.kind === 'measured' ? base.measurements : [];
}
