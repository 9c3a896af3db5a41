import { markdownTable } from './markdown-table.mjs';
import { readMessages } from './messages.mjs';

/**
 * Messages that people meet first, with what they mean and what to do. Each is a part of a message of the source.
 * @type {readonly (readonly [message: string, means: string, todo: string])[]}
 */
export const FREQUENT = [
  [
    'has no buildx plugin',
    'Docker is there, but not its builder.',
    'Install `docker-buildx-plugin` 0.13 or newer, or use docker/setup-buildx-action.',
  ],
  [
    'is too old: 0.13 or newer is needed',
    'The builder cannot do what measuring needs.',
    'Use docker/setup-buildx-action, which installs a new one.',
  ],
  [
    'is the daemon at … alive?',
    'The daemon was asked and was silent.',
    'Look at `docker info` on that machine; set `DOCKER_HOST` where it is another one.',
  ],
  [
    'there is no builder',
    '`builder` names none that `docker buildx ls` shows.',
    'Make it in an earlier step (docker/setup-buildx-action), or leave the input empty.',
  ],
  [
    'was ended after … seconds: raise timeout-minutes',
    'One build took longer than its limit.',
    'Raise `timeout-minutes`, or use a cache (`cache-from: type=gha`).',
  ],
  [
    'the build context … of … is not a directory',
    'The path of `context` is not in the checkout.',
    'Write it relative to the root of the repository.',
  ],
  [
    'and there is no such folder; check out the repository first',
    'The job has no checkout.',
    'Put actions/checkout before this action.',
  ],
  [
    'git fetch of commit … from origin',
    'The base commit is not in the clone and could not be fetched.',
    'Give the job `contents: read`; with `persist-credentials: false` leave `github-token` to its default.',
  ],
  [
    'the merge base is not in this clone',
    'The head itself is checked out with depth 1, and nobody can be asked where it left its base.',
    'Check out the merge commit (the default of actions/checkout), or give `github-token`.',
  ],
  [
    'It would be compared with itself',
    'The baseline is the measured commit.',
    'Name an earlier one, or leave `baseline` empty.',
  ],
  [
    'No comment on the pull request',
    'The token may not comment: a fork, Dependabot, or a missing permission.',
    'Give `pull-requests: write`; for forks add the [report action](reports.md).',
  ],
  [
    'The sizes were not recorded on',
    'The data branch could not be written.',
    'Give `contents: write` on the default branch, and except the branch from rulesets. The verdict is not changed.',
  ],
  [
    'The records on … cannot be read, so the base is built',
    'The data branch has something that is no record.',
    'Nothing: the base is built. Delete the branch to begin anew.',
  ],
  [
    'No job of this run has uploaded a part',
    'The report action found nothing to merge.',
    'Give the jobs of the matrix `part`, and this one `needs` and `parts`.',
  ],
  [
    'found "…", expected a number: digits',
    'A number in a condition is not readable.',
    'Write a point for decimals and no separators: `1.5 MB`.',
  ],
  ['a size needs a unit', 'Bytes are named with their unit.', 'Write `500 kB`, `5 MB`, `1.5 MiB`.'],
  [
    'no image is named',
    'A condition is for an image that is not configured.',
    'Take one of the names that the message lists.',
  ],
  [
    'unknown transport',
    'A word before a colon is no transport.',
    'Take one that the message lists; write `./a:b` for a path with a colon.',
  ],
  ['not a measurement file', 'A `.json` baseline is something else.', 'Write it with `measure --json`.'],
  [
    'holds several images',
    'An archive or layout has more than one image.',
    'Name one behind the path: `oci-archive:app.tar:app:1.2`.',
  ],
  [
    'not a layer: neither tar, gzip nor zstd',
    'A blob is compressed in a way that no runtime reads, or is damaged.',
    'Make the archive anew.',
  ],
  ['zstd layers need Node.js 24', 'The command line runs on an older Node.js.', 'Use Node.js 24; the action has it.'],
  [
    'wrong digest: expected',
    'The bytes are not those that the manifest names.',
    'Make or pull the image anew: something on the way changed it.',
  ],
  ['truncated: the archive ends', 'The file is not whole.', 'Make it anew; look for a full disk.'],
  ['is not on PATH', 'A program is missing.', 'Install it, or use a runner that has it.'],
  [
    'exists and does not begin with',
    'A file of yours stands where a run would write.',
    'Name another file: only files of earlier runs are replaced.',
  ],
  ['is empty and left out (a fork', 'Runs of forks have no secrets.', 'Nothing, if the build works without it.'],
  ['secret …: the environment variable', 'The secret has no value.', 'Set the variable in `env:` of the step.'],
];

/** Where the messages of a room come from, and what helps with all of them. @type {Readonly<Record<string, string>>} */
export const ROOMS = {
  baseline: 'What the image is compared with. See [baseline](baseline.md).',
  command: 'The command line. `image-size-gate help COMMAND` has what is accepted.',
  config: 'Inputs and config file. See [configuration](configuration.md) and [conditions](conditions.md).',
  docker: 'Docker, buildx and the build itself. `image-size-gate doctor` says what works.',
  exchange: 'Report files that one job hands to another. See [reports](reports.md).',
  forks: "A fork's measurements, judged by the default branch. See [reports](reports.md).",
  git: 'The checkout and its origin.',
  github: "GitHub's API: its answer, or a permission of the token. See [permissions](configuration.md#permissions).",
  history:
    'Records on the data branch. One that is refused is not used; the next step of the [baseline](baseline.md) is.',
  measurer: 'Building, reading and checking one image. See [verify](verify.md) for checks.',
  model: 'Texts with a grammar: conditions, references, names, measurement files.',
  oci: 'The bytes of an image: an archive, layout or registry. The message names the place in it.',
  packages: 'Package databases in an image. The sizes are right all the same.',
  past: 'Searches over earlier commits and tags. See [history](history.md).',
  process: 'Programs, files and folders of the machine.',
  publish: 'Comment, artifact and outputs. The verdict is not changed by these.',
  report: 'Pictures of a report.',
  run: 'The run of the action as a whole.',
  text: 'Sizes and numbers in conditions.',
};

/**
 * docs/troubleshooting.md.
 * @param {string} folder the source
 */
export function troubleshootingPage(folder) {
  const messages = readMessages(folder);
  const rooms = [...new Set(messages.map(({ room }) => room))].toSorted();
  const lists = rooms.map((room) => {
    const where = ROOMS[room];
    if (where === undefined) throw new Error(`scripts/docs/troubleshooting.mjs says nothing of messages of ${room}`);
    const lines = messages.filter((message) => message.room === room).map(({ text }) => `- ${code(text)}\n`);
    return `### ${room}\n\n${where}\n\n${lines.join('')}`;
  });
  return `<!-- made by scripts/build.mjs from the source; change scripts/docs/troubleshooting.mjs -->
# Troubleshooting

Start with \`image-size-gate doctor\`: it looks at Docker, builder, git, records and token, and names what helps.

A message says what was found, where, and what is accepted. \`error\` is a verdict of its own: nothing is ever taken for a size.

## The messages that come first

${markdownTable(
  ['message', 'means', 'do'],
  FREQUENT.map(([message, means, todo]) => [code(message), means, todo]),
)}
## Every message

By the part of the program that has it. \`…\` stands for a name, a path or a number of your run.

${lists.join('\n')}`;
}

/** @param {string} text */
function code(text) {
  const fence = '`'.repeat(Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length)) + 1);
  return fence.length === 1 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}
