import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { circles, fileArrows, readSource, roomArrows, roomOf } from '../scripts/structure/imports.mjs';

/**
 * The rooms of the source in the order that data flows, and from which rooms each may import: only from those above it.
 * An entry is a room by itself. docs/architecture.md says what each room answers, and draws these arrows.
 */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  // Words for people, amounts, errors: every room needs them, so they need no room.
  text: [],
  // Images as bytes. Knows neither Docker's command line, nor GitHub, nor a gate. Text says what an instruction in a history is.
  oci: ['text'],
  // The nouns that rooms hand to each other. A record holds the index of a layer, which is a noun of oci.
  model: ['text'],
  // Starts programs and speaks to the log. An error of a program is an error for people.
  process: ['text'],
  // Runs git. Knows no image.
  git: ['text', 'process'],
  // Inputs and YAML become images. Runs nothing.
  config: ['text', 'model', 'process'],
  // Runs docker and buildx for an image of the config.
  docker: ['text', 'model', 'process', 'config'],
  // Finds packages in the files of a layer. Writes package URLs as the model does.
  packages: ['text', 'oci', 'model'],
  // Indexes of layers become a measurement. Pure.
  measure: ['oci', 'model'],
  // Builds, reads and checks an image: brings docker's bytes to measure.
  measurer: ['text', 'oci', 'model', 'process', 'docker', 'measure'],
  // Two measurements become a verdict. Pure: knows no word for people but an amount.
  compare: ['text', 'model'],
  // Records on the data branch, read and written by git. Caps come from compare.
  history: ['text', 'oci', 'model', 'git', 'compare'],
  // Finds the baseline: a record, or a build of the base commit.
  baseline: ['text', 'model', 'process', 'git', 'config', 'docker', 'measurer', 'history'],
  // Why an image grew: stacks file systems as measure does, places layers as compare does.
  explain: ['text', 'oci', 'model', 'measure', 'compare'],
  // Where sizes changed in a row of commits. Pure: knows neither git nor a build.
  timeline: ['model'],
  // Images at earlier commits and tags: chooses commits by git, builds them as a base is built, keeps what was weighed.
  past: [
    'text',
    'oci',
    'model',
    'process',
    'git',
    'docker',
    'measure',
    'measurer',
    'compare',
    'history',
    'baseline',
    'explain',
    'timeline',
  ],
  // Who accepted which growth.
  accept: ['model', 'compare'],
  // A comparison becomes words. Pure.
  report: ['text', 'model', 'compare', 'history', 'explain', 'timeline'],
  // A comparison becomes the HTML report, in the words of report.
  page: ['text', 'model', 'compare', 'explain', 'report'],
  // Calls GitHub. Knows no report: who publishes hands it text.
  github: ['text', 'model', 'process'],
  // The report file that one job hands to another, downloaded by github and distrusted.
  exchange: ['text', 'model', 'process', 'compare', 'explain', 'github'],
  // Brings a report to its readers: page, comment, artifact, outputs.
  publish: ['text', 'model', 'process', 'config', 'compare', 'accept', 'report', 'page', 'github'],
  // Compares what a fork's run measured by the default branch: config and records from there, measurements from exchange.
  forks: [
    'text',
    'model',
    'process',
    'git',
    'config',
    'compare',
    'history',
    'baseline',
    'report',
    'github',
    'exchange',
    'publish',
  ],
  // Tells the story in order, so it knows every step.
  run: [
    'text',
    'oci',
    'model',
    'process',
    'git',
    'config',
    'docker',
    'packages',
    'measurer',
    'compare',
    'history',
    'baseline',
    'explain',
    'past',
    'report',
    'github',
    'exchange',
    'publish',
    'forks',
  ],
  // The terminal's surface: tells the story of run, and single steps of it by name. Never calls GitHub.
  command: [
    'text',
    'oci',
    'model',
    'process',
    'git',
    'config',
    'docker',
    'packages',
    'measure',
    'measurer',
    'compare',
    'history',
    'baseline',
    'explain',
    'past',
    'report',
    'page',
    'exchange',
    'run',
  ],
  // The entries: they start a room, and turn what it throws into an exit code.
  'main.ts': ['process', 'config', 'run'],
  'cli.ts': ['text', 'process', 'run', 'command'],
  'library.ts': ['run', 'command'],
  'report.ts': ['process', 'config', 'run'],
  // Loaded only where an artifact is uploaded, because GitHub's client for it is 2.7 MB.
  'artifact.ts': ['github'],
  // The program of a thread, loaded only for large layers that are not compressed.
  'estimate.ts': ['oci'],
};

/** The packages that a room, a folder or a file may import besides node's own modules. Everything else imports none. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  // Values from outside are checked where they come in: config, record, report file.
  model: ['zod'],
  'config/file': ['yaml', 'zod'],
  history: ['zod'],
  // Files of earlier runs.
  past: ['zod'],
  exchange: ['zod', 'yauzl'],
  // The runner hands inputs to an action through @actions/core.
  'config/input.ts': ['@actions/core'],
  'config/inputs.ts': ['@actions/core'],
  'config/publish-inputs.ts': ['@actions/core'],
  'baseline/versions.ts': ['semver'],
  'page/browser/map': ['d3-hierarchy'],
  'github/octokit.ts': ['@actions/github'],
  'github/request/answers.ts': ['@actions/github', 'zod'],
  'github/outputs.ts': ['@actions/core'],
  'command/init': ['yaml'],
  'report/formats/patch.ts': ['diff'],
  // Compose files among bake files.
  'docker/bake/written.ts': ['yaml'],
  'main.ts': ['@actions/core'],
  'report.ts': ['@actions/core'],
  'artifact.ts': ['@actions/artifact'],
};

/** Rooms that turn data into data. A failure there is never the network's or the disk's. */
const WITHOUT_IO = ['text', 'model', 'compare', 'explain', 'timeline', 'accept', 'report'];

/** What a reader takes in at once: a folder's listing, a file. */
const FILES_IN_A_FOLDER = 25;
const LINES_IN_A_FILE = 250;

const source = readSource(join(import.meta.dirname, '../src'));
const each = source.map(({ file }) => file);
const rooms = Object.keys(ARROWS);

const importsOf = (file: string) => source.find((one) => one.file === file)?.imports ?? [];
const foldersOf = (file: string) => file.split('/').map((_, end, steps) => steps.slice(0, end + 1).join('/'));

test('every file of the source belongs to a room of the table', () => {
  expect([...new Set(each.map(roomOf))].sort()).toEqual([...rooms].sort());
});

test.each(each)('%s imports only from its own room and from rooms that the table names', (file) => {
  const allowed = [roomOf(file), ...(ARROWS[roomOf(file)] ?? [])];
  const targets = importsOf(file).flatMap(({ target }) => target ?? []);
  expect(targets.filter((target) => !allowed.includes(roomOf(target)))).toEqual([]);
});

test('the table has only arrows that the source uses', () => {
  const used = roomArrows(source).map((arrow) => arrow.join(' → '));
  const named = rooms.flatMap((room) => (ARROWS[room] ?? []).map((target) => `${room} → ${target}`));
  expect(named.filter((arrow) => !used.includes(arrow))).toEqual([]);
});

test.each(rooms)('%s may import only from rooms that stand above it, in their order', (room) => {
  const above = rooms.slice(0, rooms.indexOf(room));
  expect(ARROWS[room]).toEqual(above.filter((other) => ARROWS[room]?.includes(other)));
});

test('no room imports from itself through other rooms', () => {
  expect(circles(roomArrows(source))).toEqual([]);
});

test('no file imports itself through other files, not even types', () => {
  expect(circles(fileArrows(source))).toEqual([]);
});

test.each(each)('%s imports only the packages that it may know', (file) => {
  const packages = importsOf(file)
    .map(({ specifier }) => specifier)
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:'));
  const allowed = foldersOf(file).flatMap((place) => PACKAGES[place] ?? []);
  expect(packages.filter((name) => !allowed.includes(name))).toEqual([]);
});

test.each(each.filter((file) => WITHOUT_IO.includes(roomOf(file)) || file.startsWith('page/browser/')))(
  '%s turns data into data, without any I/O',
  (file) => {
    expect(importsOf(file).filter(({ specifier }) => specifier.startsWith('node:'))).toEqual([]);
  },
);

test(`no folder holds more than ${FILES_IN_A_FOLDER} files`, () => {
  const folders = Map.groupBy(each, (file) => file.replace(/\/?[^/]*$/, ''));
  const crowded = [...folders].filter(([, files]) => files.length > FILES_IN_A_FOLDER);
  expect(crowded.map(([folder, files]) => `${folder}: ${files.length}`)).toEqual([]);
});

test(`no file is longer than ${LINES_IN_A_FILE} lines`, () => {
  const long = source.map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }));
  expect(long.filter(({ lines }) => lines > LINES_IN_A_FILE)).toEqual([]);
});

const page = readFileSync(join(import.meta.dirname, '../docs/architecture.md'), 'utf8');

/** The rooms that can be reached from a room. */
function reachable(room: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const target of ARROWS[room] ?? []) {
    if (!seen.has(target)) reachable(target, seen.add(target));
  }
  return seen;
}

test('docs/architecture.md lists the rooms with these arrows', () => {
  const rows = [...page.matchAll(/^\| `([\w.]+)` \| [^|]+\?(?:[^|]*) \|(.*)\|$/gm)];
  const listed = rows.map(([, room, targets = '']) => [
    room,
    [...targets.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  ]);
  expect(listed).toEqual(Object.entries(ARROWS));
});

test('docs/architecture.md draws these arrows, but for those that a longer way implies', () => {
  const drawn = [...page.matchAll(/^ {2}([\w.]+) --> (.+)$/gm)].map(([, room, targets = '']) => [
    room,
    targets.split(' & '),
  ]);
  const direct = Object.entries(ARROWS).map(([room, targets]) => [
    room,
    targets.filter((target) => !targets.some((other) => reachable(other).has(target))),
  ]);
  expect(drawn).toEqual(direct.filter(([, targets]) => targets?.length !== 0));
});

test('the source cites no plan that is not in the repository', () => {
  const citing = source.filter(({ text }) => /\b(?:DESIGN|FACTS|HOUSE|STYLE)(?:\.md|, \d)/.test(text));
  expect(citing.map(({ file }) => file)).toEqual([]);
});

test.each(
  source.flatMap(({ file, text }) =>
    [...text.matchAll(/docs\/architecture\.md,\s+(?:\* )?"([^"]+)"/g)].map(([, section]) => [file, section]),
  ),
)('%s cites the section "%s" of docs/architecture.md', (_, section) => {
  expect(page.split('\n')).toContainEqual(expect.stringMatching(new RegExp(`^#{2,3} ${section}$`)));
});

test('the page of the HTML report holds no library of schemas, which makes code from text', () => {
  const page = readFileSync(join(import.meta.dirname, '../dist/page.html'), 'utf8');
  expect(page.length).toBeGreaterThan(50_000);
  expect(page).not.toMatch(/\bnew Function\b|ZodError/);
});
