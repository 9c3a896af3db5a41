/** How much of a report is shown; GitHub takes only so much in one comment. */
export interface Detail {
  /** Whether tighter caps are proposed. */
  readonly proposals: boolean;
  /** Most pieces of advice shown of one image. */
  readonly advice: number;
  /** Whether variants and totals of all platforms are shown. */
  readonly together: boolean;
  readonly wastedPaths: boolean;
  /** Whether the table of checks is shown; failing ones are in any case. */
  readonly checks: boolean;
  /** Whether the end of what a failing check printed is shown. */
  readonly checkTails: boolean;
  /** Most packages and directories, and most files, shown of one image. */
  readonly packages: number;
  readonly files: number;
  /** Most changed layers shown of one image. */
  readonly layers: number;
  /** Whether messages of several lines, such as the end of a build log, are shown whole. */
  readonly longNotes: boolean;
  /** Whether exact bytes appear when the pointer rests on a size. */
  readonly exactBytes: boolean;
  /** Whether conditions, notes and layers of each image are shown. */
  readonly why: boolean;
  /** Whether unchanged images are named rather than counted. */
  readonly unchangedNames: boolean;
  /** Most rows of the table, gravest first. */
  readonly rows: number;
  /** What is missing, for the line that says so. */
  readonly leftOut: readonly string[];
}

/** What the line about what is missing says where there are proposals to be missing. */
export const TIGHTER_CAPS = 'tighter caps';
/** Likewise, where there are variants or totals. */
export const TOGETHER = 'variants and totals of all platforms';

/** Likewise where there are checks. */
export const CHECK_PARTS: readonly string[] = ['the table of checks', 'the output of failing checks'];
const [CHECK_TABLE = '', CHECK_TAILS = ''] = CHECK_PARTS;

/** Likewise where growth is explained. */
export const EXPLANATION_PARTS: readonly string[] = [
  'files',
  'all but five packages and directories of an image',
  'packages and directories',
];
const [FILES = '', PACKAGE_TAIL = '', PACKAGES = ''] = EXPLANATION_PARTS;

/** Likewise where there is advice. */
export const ADVICE_PARTS: readonly string[] = ['all but five pieces of advice on an image', 'advice'];
const [ADVICE_TAIL = '', ADVICE = ''] = ADVICE_PARTS;

interface Reduction {
  readonly to: Partial<Detail>;
  readonly leavesOut: string;
}

const EVERYTHING: Detail = {
  proposals: true,
  advice: 20,
  together: true,
  wastedPaths: true,
  checks: true,
  checkTails: true,
  packages: 15,
  files: 10,
  layers: 20,
  longNotes: true,
  exactBytes: true,
  why: true,
  unchangedNames: true,
  rows: Number.POSITIVE_INFINITY,
  leftOut: [],
};

/** What goes first is what helps least to understand the verdict. */
const REDUCTIONS: readonly Reduction[] = [
  { to: { proposals: false }, leavesOut: TIGHTER_CAPS },
  { to: { advice: 0 }, leavesOut: ADVICE },
  { to: { files: 0 }, leavesOut: FILES },
  { to: { advice: 5 }, leavesOut: ADVICE_TAIL },
  { to: { wastedPaths: false }, leavesOut: 'wasted paths' },
  { to: { together: false }, leavesOut: TOGETHER },
  { to: { packages: 5 }, leavesOut: PACKAGE_TAIL },
  { to: { packages: 0 }, leavesOut: PACKAGES },
  { to: { layers: 3 }, leavesOut: 'all but three layers of an image' },
  { to: { layers: 1 }, leavesOut: 'all but the layer that grew most of an image' },
  { to: { checks: false }, leavesOut: CHECK_TABLE },
  { to: { layers: 0 }, leavesOut: 'layers' },
  { to: { longNotes: false }, leavesOut: 'build logs' },
  { to: { checkTails: false }, leavesOut: CHECK_TAILS },
  { to: { exactBytes: false }, leavesOut: 'exact bytes' },
  { to: { unchangedNames: false }, leavesOut: 'names of unchanged images' },
  ...[100, 40, 15, 5].map((rows) => ({ to: { rows }, leavesOut: `all but the ${rows} gravest rows` })),
  { to: { why: false }, leavesOut: 'conditions and notes' },
];

/** From everything down to the verdict with the gravest rows; each step leaves out more than the one before. */
export const DETAILS: readonly Detail[] = [
  EVERYTHING,
  ...REDUCTIONS.map((_, index) => reduced(REDUCTIONS.slice(0, index + 1))),
];

function reduced(reductions: readonly Reduction[]): Detail {
  const detail: Detail = Object.assign({ ...EVERYTHING }, ...reductions.map(({ to }) => to));
  const last = new Map(reductions.map(({ to, leavesOut }) => [Object.keys(to).join(), leavesOut]));
  return { ...detail, leftOut: [...last.values()] };
}
