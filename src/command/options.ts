import { HISTORY_OPTIONS } from './history-options.ts';
import { COMMAND_NAMES, type CommandName, flag, list, type OptionRow, text } from './option-row.ts';

/** The commands that measure images, and those that do so at earlier commits. */
const MEASURING = ['check', 'measure', 'compare'] as const;
const BUILDING = [...MEASURING, 'history', 'blame'] as const;
const EVERY = [...BUILDING, 'report', 'init', 'doctor'] as const;

/** The forms in which `report` shows a report. */
export const FORMATS = [
  'terminal',
  'markdown',
  'html',
  'json',
  'svg',
  'junit',
  'sarif',
  'openmetrics',
  'cyclonedx',
  'spdx',
] as const;
/** The forms in which `history` shows a history. */
export const HISTORY_FORMATS = ['terminal', 'markdown', 'html', 'json', 'svg', 'csv'] as const;
/** The shells for which there is a completion. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** The options, in the order of the help. */
export const OPTIONS = {
  config: {
    ...text('FILE'),
    of: ['check', 'history', 'blame', 'doctor'],
    help: "config file, or none; without it .github/image-size.yml at the repository's root, if it exists. Each IMAGE is then the name of one of its images",
  },
  'fail-if': {
    ...list('CONDITION'),
    of: MEASURING,
    help: 'fail on this condition, instead of the default ones; repeatable. A name in front limits it to one image: "unpacked > +2% and > +1 MB", "api: layers > 20"',
  },
  'warn-if': { ...list('CONDITION'), of: MEASURING, help: 'warn on this condition; repeatable' },
  baseline: {
    ...text('BASELINE'),
    of: ['check'],
    help: 'a git ref, a source, a .json measurement file, previous-release, or none',
  },
  'data-branch': {
    ...text('NAME'),
    of: ['check', 'history'],
    help: 'use the records on this branch of origin (image-size) instead of building the base; history: write to it',
  },
  'rebuilt-records': {
    ...flag(),
    of: ['check'],
    help: 'also use the records that `history --record` made of old commits',
  },
  context: {
    ...text('DIR'),
    of: BUILDING,
    help: 'build context of all images, or its URL; without it, the directory of each Dockerfile',
  },
  target: { ...text('STAGE'), of: BUILDING, help: 'build stage to measure' },
  'build-arg': { ...list('KEY=VALUE'), of: BUILDING, help: 'build argument; repeatable' },
  platform: {
    ...list('OS/ARCH'),
    of: [...BUILDING, 'report'],
    help: 'platform to build and measure; repeatable or comma-separated. report: the platform to list, for --format cyclonedx or spdx',
  },
  label: { ...list('KEY=VALUE'), of: BUILDING, help: 'label of the image; repeatable' },
  'build-context': { ...list('NAME=VAL'), of: BUILDING, help: 'named build context; repeatable' },
  secret: { ...list('SECRET'), of: BUILDING, help: 'id=ID,env=NAME or id=ID,src=PATH; repeatable' },
  ssh: { ...list('ID'), of: BUILDING, help: 'SSH agent socket or keys, default or ID=PATH; repeatable' },
  network: {
    ...text('MODE'),
    choices: ['default', 'none', 'host'],
    of: BUILDING,
    help: 'network of RUN steps: default, none or host',
  },
  'cache-from': { ...list('CACHE'), of: BUILDING, help: 'cache to read, in the form of buildx; repeatable' },
  'cache-to': { ...list('CACHE'), of: BUILDING, help: 'cache to write, likewise; repeatable' },
  builder: { ...text('NAME'), of: [...BUILDING, 'doctor'], help: 'buildx builder' },
  'timeout-minutes': { ...text('N', '60'), of: BUILDING, help: 'time limit of each build (60)' },
  'no-cache': { ...flag(), of: BUILDING, help: 'build every step anew' },
  repeat: {
    ...text('N'),
    of: ['check'],
    help: 'build each image N times (2 to 20) with --no-cache, without a baseline. Shows what differs between the builds, and the tolerance (noise) that this needs',
  },
  variants: {
    ...flag(),
    of: ['check'],
    help: 'the images are variants of the first; add a table with the reduction of each',
  },
  document: {
    ...text('FILE'),
    of: ['check'],
    help: 'write notes on this run as Markdown: sizes, savings, checks, cost, next steps',
  },
  html: {
    ...text('FILE'),
    of: [...MEASURING, 'history'],
    help: 'write the report as a page: one HTML file, with the files of both sides',
  },
  markdown: { ...text('FILE'), of: MEASURING, help: 'write the report as Markdown, as the action comments it' },
  junit: {
    ...text('FILE'),
    of: MEASURING,
    help: 'write the verdicts as JUnit XML: a test for each condition and check',
  },
  sarif: {
    ...text('FILE'),
    of: MEASURING,
    help: 'write what is not met as SARIF 2.1.0, at the lines of the Dockerfile',
  },
  openmetrics: { ...text('FILE'), of: MEASURING, help: 'write the sizes as OpenMetrics text, for dashboards' },
  cyclonedx: {
    ...text('FILE'),
    of: MEASURING,
    help: 'write all packages with their bytes as CycloneDX 1.6. A FILE that ends in / is a folder, for a document of each image and platform',
  },
  spdx: { ...text('FILE'), of: MEASURING, help: 'write them as SPDX 2.3, likewise' },
  contents: {
    ...flag(),
    of: ['check', 'compare'],
    help: '--json: keep all files and packages, which `report --format html`, cyclonedx and spdx need',
  },
  patch: {
    ...text('FILE'),
    of: ['check'],
    help: 'write the changes that advice asks for, where they are certain, as a patch: `git apply FILE` at the root of the repository',
  },
  format: {
    ...text('FORMAT'),
    choices: [...FORMATS, 'csv'],
    of: ['report', 'history'],
    help: 'terminal (the default), markdown, html, json or svg (a trend, else a badge); report: also junit, sarif, openmetrics, cyclonedx or spdx; history: also csv',
  },
  expect: { ...list('PART'), of: ['report'], help: 'a part that must be among the files; repeatable' },
  image: {
    ...text('NAME'),
    of: ['report', 'history'],
    help: '--format svg: the image to draw; without it, the first that has a trend. --format cyclonedx or spdx: the image to list',
  },
  ...HISTORY_OPTIONS,
  print: { ...flag(), of: ['init'], help: 'print the files instead of writing them' },
  action: {
    ...text('REF'),
    of: ['init'],
    help: 'the action in the workflow, by tag or commit: "OWNER/REPOSITORY@COMMIT # v1"',
  },
  packages: {
    ...flag(),
    of: ['check', 'compare', 'report'],
    help: 'list the packages of each group, which are one line otherwise: what another package brought, or one source package',
  },
  preview: { ...flag(), of: ['check'], help: 'print the comment that the action would post, as Markdown' },
  json: { ...flag(), of: EVERY, help: 'print JSON on standard output, and nothing else there' },
  quiet: { ...flag(), of: EVERY, help: 'print no progress and no notes: the result, warnings and errors alone' },
  verbose: { ...flag(), of: EVERY, help: "show the builders' own output" },
  help: { ...flag(), of: COMMAND_NAMES, help: 'show the help, or that of one command' },
  version: { ...flag(), of: COMMAND_NAMES, help: 'show the version' },
} as const satisfies Readonly<Record<string, OptionRow>>;

export type OptionName = keyof typeof OPTIONS;

/** Every option with its properties. */
export const OPTION_ROWS: Readonly<Record<OptionName, OptionRow>> = OPTIONS;
/** Names of the options, in the order of the table. */
export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];

/** The options of a command, in the order of the table. */
export function optionsOf(command: CommandName): readonly OptionName[] {
  return OPTION_NAMES.filter((name) => OPTION_ROWS[name].of.includes(command));
}
