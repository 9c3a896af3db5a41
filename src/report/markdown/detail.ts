/** How much of a report is shown. GitHub limits the size of a comment. */
export interface Detail {
  /** Most files, and most packages and directories, shown of one layer. */
  readonly files: number;
  readonly packages: number;
  /** Most packages listed of a group, folded. */
  readonly members: number;
  /** Most changed layers shown of one image. */
  readonly layers: number;
  /** Whether tighter caps are proposed. */
  readonly proposals: boolean;
  /** Most pieces of advice shown of one image. */
  readonly advice: number;
  /** Whether variants and totals of all platforms are shown. */
  readonly together: boolean;
  readonly wastedPaths: boolean;
  /** Whether the sizes over time are drawn. */
  readonly trend: boolean;
  /** Whether the table of checks is shown. Failing checks are always shown. */
  readonly checks: boolean;
  /** Whether the end of a failing check's output is shown. */
  readonly checkTails: boolean;
  /** Whether messages of several lines, such as the end of a build log, are shown in full. */
  readonly longNotes: boolean;
  /** Whether a size shows its exact bytes on hover. */
  readonly exactBytes: boolean;
  /** Whether conditions, notes and layers of each image are shown. */
  readonly why: boolean;
  /** Whether unchanged images are named rather than counted. */
  readonly unchangedNames: boolean;
  /** Most rows of the table, most severe first. */
  readonly rows: number;
  /** Most missing parts of a matrix shown with a reason, and most named after them. */
  readonly missing: number;
}

/** One step towards a shorter report, and the words for what it leaves out. */
export interface Reduction {
  readonly to: Partial<Detail>;
  readonly leavesOut: string;
}

/** The whole report. */
export const EVERYTHING: Detail = {
  files: 4,
  packages: 8,
  members: 30,
  layers: 15,
  proposals: true,
  advice: 20,
  together: true,
  wastedPaths: true,
  trend: true,
  checks: true,
  checkTails: true,
  longNotes: true,
  exactBytes: true,
  why: true,
  unchangedNames: true,
  rows: Number.POSITIVE_INFINITY,
  missing: Number.POSITIVE_INFINITY,
};

/** Steps from everything down to the verdict with the most severe rows. What explains the verdict least goes first. */
export const REDUCTIONS: readonly Reduction[] = [
  { to: { members: 5 }, leavesOut: 'all but five packages of each group' },
  { to: { members: 0 }, leavesOut: 'packages that others brought' },
  { to: { files: 0 }, leavesOut: 'files' },
  { to: { proposals: false }, leavesOut: 'tighter caps' },
  { to: { advice: 5 }, leavesOut: 'all but five pieces of advice for each image' },
  { to: { wastedPaths: false }, leavesOut: 'wasted paths' },
  { to: { advice: 0 }, leavesOut: 'advice' },
  { to: { together: false }, leavesOut: 'variants and totals of all platforms' },
  { to: { packages: 3 }, leavesOut: 'all but three packages and directories of each layer' },
  { to: { packages: 0 }, leavesOut: 'packages and directories' },
  { to: { layers: 3 }, leavesOut: 'all but three layers of each image' },
  { to: { layers: 1 }, leavesOut: 'all but the most changed layer of each image' },
  { to: { trend: false }, leavesOut: 'the trend' },
  { to: { checks: false }, leavesOut: 'the table of checks' },
  { to: { layers: 0 }, leavesOut: 'layers' },
  { to: { longNotes: false }, leavesOut: 'build logs' },
  { to: { checkTails: false }, leavesOut: 'the output of failing checks' },
  { to: { unchangedNames: false }, leavesOut: 'names of unchanged images' },
  { to: { exactBytes: false }, leavesOut: 'exact bytes' },
  ...[100, 40, 15, 5].map((rows) => ({ to: { rows }, leavesOut: `all but the ${rows} most severe rows` })),
  { to: { why: false }, leavesOut: 'conditions and notes' },
  { to: { missing: 3 }, leavesOut: 'names of missing parts' },
];
