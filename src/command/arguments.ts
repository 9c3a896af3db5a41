import { parseArgs } from 'node:util';
import { UserError } from '../config/error.ts';
import { parseMinutes } from '../config/minutes.ts';

export const USAGE = `Image Size Gate: weighs container images to the byte and gates their growth

  image-size-gate check [IMAGE…]        weigh what the working tree builds, against the commit it is built on
  image-size-gate measure SOURCE…       weigh images
  image-size-gate compare BASE HEAD     weigh two images and compare them

An IMAGE is NAME=PATH or a bare path of a Dockerfile, or of a directory with one (ends in /); without any, ./Dockerfile.
A SOURCE is the same, or oci:DIR, oci-archive:FILE, docker-archive:FILE, docker-daemon:REF, docker://REF (a registry's);
BASE and HEAD also a .json file that \`measure --json\` wrote.

  --fail-if CONDITION       fail on this, in place of the default; repeatable; for one image, its name comes first:
                            "unpacked > +2% and > +1 MB", "api: layers > 20"
  --warn-if CONDITION       warn on this; repeatable
  --baseline BASELINE       check: a git ref, a source, a .json measurement file, previous-release, or none
  --data-branch NAME        check: use the records on this branch of origin instead of building the base (image-size)
  --context DIR             build context of all images; without it, each Dockerfile's own directory
  --target STAGE            build stage to weigh
  --build-arg KEY=VALUE     build argument; repeatable
  --builder NAME            buildx builder
  --timeout-minutes N       time limit of each build (60)
  --variants                check: the images are variants of the first; add a table with the reduction of each
  --document FILE           check: write the notes on this run as Markdown: sizes, savings, checks, cost, next steps
  --preview                 check: print the comment that the action would post, as Markdown
  --json                    print JSON on standard output, and nothing else there
  --verbose                 show the builders' own output
  --help, --version

Exit status: 0 pass or warn, 1 a condition fails, 2 something could not be measured, or wrong usage.
`;

/** The command line, taken apart. */
export interface Arguments {
  readonly command: 'check' | 'measure' | 'compare' | 'help' | 'version';
  readonly operands: readonly string[];
  readonly failIf: readonly string[];
  readonly warnIf: readonly string[];
  readonly baseline: string;
  /** '' for none. */
  readonly dataBranch: string;
  readonly context: string;
  readonly target: string;
  readonly buildArgs: readonly string[];
  readonly builder: string;
  /** Seconds for each build. */
  readonly timeLimit: number;
  readonly variants: boolean;
  /** File to write; '' for none. */
  readonly document: string;
  readonly preview: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

const OPTIONS = {
  'fail-if': { type: 'string', multiple: true, default: [] as string[] },
  'warn-if': { type: 'string', multiple: true, default: [] as string[] },
  baseline: { type: 'string', default: '' },
  'data-branch': { type: 'string', default: '' },
  context: { type: 'string', default: '' },
  target: { type: 'string', default: '' },
  'build-arg': { type: 'string', multiple: true, default: [] as string[] },
  builder: { type: 'string', default: '' },
  'timeout-minutes': { type: 'string', default: '60' },
  variants: { type: 'boolean', default: false },
  document: { type: 'string', default: '' },
  preview: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const;

/**
 * Takes the command line apart.
 * @throws UserError for an unknown command or option and for a wrong number of operands, with what is accepted
 */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseOptions(args);
  const [word = 'help', ...operands] = positionals;
  const command = values.help ? 'help' : values.version ? 'version' : commandOf(word);
  checkOperands(command, operands.length);
  if (command === 'measure' || command === 'compare') refuseOptions(command, values);
  return {
    command,
    operands,
    failIf: values['fail-if'],
    warnIf: values['warn-if'],
    baseline: values.baseline,
    dataBranch: values['data-branch'],
    context: values.context,
    target: values.target,
    buildArgs: values['build-arg'],
    builder: values.builder,
    timeLimit: parseMinutes('--timeout-minutes', values['timeout-minutes']),
    variants: values.variants,
    document: values.document,
    preview: values.preview,
    json: values.json,
    verbose: values.verbose,
  };
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw new UserError(`${(cause as Error).message}\nSee image-size-gate --help`, { cause });
  }
}

function commandOf(word: string): Arguments['command'] {
  if (word === 'check' || word === 'measure' || word === 'compare' || word === 'help') return word;
  throw new UserError(
    `unknown command "${word}"; accepted are check, measure and compare (see image-size-gate --help)`,
  );
}

const CHECK_ONLY = ['baseline', 'data-branch', 'variants', 'document', 'preview'] as const;

/** What would have no effect is a mistake: `compare --baseline main` does not compare with main. */
function refuseOptions(command: string, values: Readonly<Record<(typeof CHECK_ONLY)[number], string | boolean>>): void {
  const [name] = CHECK_ONLY.filter((option) => Boolean(values[option]));
  if (name !== undefined) throw new UserError(`--${name} is an option of check; ${command} has no use for it`);
}

function checkOperands(command: Arguments['command'], found: number): void {
  if (command === 'compare' && found !== 2)
    throw new UserError(`compare takes two operands, BASE and HEAD; found ${found}`);
  if (command === 'measure' && found === 0) throw new UserError('measure takes at least one SOURCE; found none');
}
