import type { BaseCheck } from '../github/pull-request/trusted-base.ts';
import { type FoundRecord, findRecord, type Records } from '../history/records.ts';
import type { Baseline } from '../model/baseline.ts';
import type { Report } from '../model/comparison.ts';
import type { Measurement } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';
import { imageOfRecord } from '../model/record.ts';

export interface TrustedFacts {
  /** Undefined where there is no data branch to be read. */
  readonly records: Records | undefined;
  /** The stranger's, of which only the commits that it says it was compared with are read, and checked. */
  readonly report: Report;
  readonly check: BaseCheck;
  /** Where the pull request left its base branch; undefined where GitHub does not say. */
  readonly mergeBase: () => Promise<string | undefined>;
}

type Found = FoundRecord | { readonly unknown: string };

const NOTHING: FoundRecord = { measurements: [], refused: [] };
const NOT_SAID =
  'GitHub does not say what the pull request is built on, so that nobody knows which record to compare with; run this workflow again';

/** Commits that a report may claim to be compared with, each of which costs calls to GitHub and a fetch: one, and its ancestors that have records. */
const MOST_CLAIMS = 5;

/** Baselines from the records alone: at the commit that the report says where that may be, else where the pull request left its base branch. */
export class TrustedBaselines {
  readonly #facts: TrustedFacts;
  readonly #found = new Map<string, Promise<Found>>();
  readonly #claims = new Set<string>();
  #mergeBase: Promise<string | undefined> | undefined;

  constructor(facts: TrustedFacts) {
    this.#facts = facts;
  }

  /** Undefined where no record has the image on this platform; an error where nobody can tell. */
  async baselineOf({ image, platform }: Pick<Measurement, 'image' | 'platform'>): Promise<Baseline | undefined> {
    const found = await this.#recordOf(image);
    if ('unknown' in found) return { kind: 'error', reason: found.unknown };
    const { origin, measurements } = found;
    const measurement = measurements.find((each) => samePlatform(each.platform, platform));
    return origin === undefined || measurement === undefined ? undefined : { kind: 'measured', origin, measurement };
  }

  /** The platforms that the record of an image has. */
  async platformsOf(image: string): Promise<readonly string[]> {
    const found = await this.#recordOf(image);
    return 'unknown' in found ? [] : found.measurements.map(({ platform }) => platform);
  }

  /**
   * The images of the nearest recorded commit from where the pull request left its base branch: where no configuration says what there is,
   * a report that leaves one of these out hides it.
   */
  async recordedImages(): Promise<readonly string[]> {
    const { records } = this.#facts;
    const commit = records === undefined ? undefined : await this.#left();
    if (records === undefined || commit === undefined) return [];
    const paths = [...records.snapshot.files.keys()];
    for (const ancestor of await records.lineage(commit)) {
      const images = paths.flatMap((path) => imageOfRecord(path, ancestor) ?? []);
      if (images.length > 0) return [...new Set(images)];
    }
    return [];
  }

  #recordOf(image: string): Promise<Found> {
    const known = this.#found.get(image) ?? this.#find(image);
    this.#found.set(image, known);
    return known;
  }

  async #find(image: string): Promise<Found> {
    const { records } = this.#facts;
    if (records === undefined) return NOTHING;
    const commit = await this.#commitOf(image);
    return commit === undefined ? { unknown: NOT_SAID } : findRecord(records, image, await records.lineage(commit));
  }

  async #commitOf(image: string): Promise<string | undefined> {
    const { report, check } = this.#facts;
    const claims = report.comparisons.filter((comparison) => comparison.image === image);
    const [claimed] = claims.flatMap(({ baseline }) => baseline?.origin.commit ?? []);
    // Checked before anything of it is fetched.
    if (claimed !== undefined && this.#isLookedAt(claimed) && (await check(claimed)).trusted) return claimed;
    return this.#left();
  }

  #left(): Promise<string | undefined> {
    this.#mergeBase ??= this.#facts.mergeBase();
    return this.#mergeBase;
  }

  /** Whether a claim is among the first few, that are looked at. */
  #isLookedAt(claimed: string): boolean {
    if (this.#claims.size < MOST_CLAIMS) this.#claims.add(claimed);
    return this.#claims.has(claimed);
  }
}
