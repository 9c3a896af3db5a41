import { z } from 'zod';
import { UserError } from '../../text/error.ts';
import { found, quoted } from './problem.ts';
import { choice, listOf, number, parsed, strict, text, yesOrNo } from './words.ts';

/** The kinds of checks; each entry of `verify` has one of these keys. */
export const CHECK_KINDS = ['run', 'args', 'user', 'entrypoint', 'ports'] as const;
/** Keys that say how a command is run. */
export const COMMAND_KEYS = [
  'exit-code',
  'output',
  'same-output',
  'ready',
  'timeout-seconds',
  'repeat',
  'network',
] as const;
/** Keys that need a command to end by itself, so they never stand beside `ready`. */
export const END_KEYS = ['exit-code', 'output', 'same-output'] as const;

const SHELL = /[|&;<>()$`\\"'*?[\]{}!\n]|(?:^|\s)[#~]|^\s*[A-Za-z_]\w*=/;
const PORT = /^([0-9]{1,5})(?:\/(tcp|udp|sctp))?$/;
const LONGEST_PATTERN = 1000;
const LONGEST_NAME = 100;

/** An editor's schema must accept numbers and booleans; compose.ts has already made them texts here. */
const SCALAR = { type: ['string', 'number', 'boolean'] };
const word = text('a text').meta(SCALAR);
const words = (example: string) =>
  listOf(word, `a list of words such as ${example}`)
    .refine(([first = '']) => first !== '', { error: `found no command, expected a list of words such as ${example}` })
    .meta({ minItems: 1 });

const RUN = '[python3, -c, "import fastapi"]';
const runText = parsed('a command', splitWords);
const run = z.union([runText, words(RUN)], {
  error: ({ input }) => `${found(input)}, expected a list of words such as ${RUN}`,
});

const pattern = parsed('a regular expression such as "ready|listening"', (source) => {
  if (source === '' || source.length > LONGEST_PATTERN) {
    throw new UserError(`expected a regular expression of 1 to ${LONGEST_PATTERN} characters, found ${source.length}`);
  }
  try {
    new RegExp(source, 'm');
  } catch (error) {
    const reason = String(error instanceof Error ? error.message : error).replace(/^.*: /, '');
    throw new UserError(`found ${quoted(source)}, which is not a JavaScript regular expression: ${reason}`);
  }
  return source;
});

const port = z.union(
  [
    number({ least: 1, most: 65535, whole: true }, 'a port from 1 to 65535').transform((value) => `${value}/tcp`),
    parsed('a port', parsePort, PORT),
  ],
  {
    error: ({ input }) => `${found(input)}, expected a port such as 8000 or "53/udp"`,
  },
);

/** One entry of `verify`. rules.ts checks which keys go together, so that all mistakes are reported at once. */
export const checkSchema = strict(
  {
    run: run
      .optional()
      .describe(
        'A command to run in the image: a list of words, or a text without shell characters. No shell is used; write `[sh, -c, "…"]` where one is needed.',
      ),
    args: listOf(word, 'a list of words such as [--version], or [] for none')
      .optional()
      .describe("Arguments for the image's own entrypoint, in place of its CMD. [] runs the image as it is."),
    user: parsed('"non-root" or the name of a user', checkUser)
      .meta(SCALAR)
      .optional()
      .describe('`non-root`, or exactly the USER that the image must have.'),
    entrypoint: listOf(word, 'a list of words such as [/app/server]')
      .optional()
      .describe('The entrypoint that the image must have, word by word.'),
    ports: listOf(port, 'a list of ports such as [8000, "53/udp"]')
      .optional()
      .describe('The ports that the image may expose: `8000` (TCP) or `"53/udp"`.'),
    name: parsed('a name for this check', checkLabel)
      .optional()
      .describe('Name of this check in reports. Absent: the command itself.'),
    'exit-code': number({ least: 0, most: 255, whole: true }, 'an exit code from 0 to 255')
      .optional()
      .describe('Expected exit code (0).'),
    output: pattern
      .optional()
      .describe(
        `Regular expression (JavaScript) that the output, standard output and error together, must match. \${NAME} is not replaced in it.`,
      ),
    'same-output': yesOrNo()
      .optional()
      .describe('The output must be the same as at the baseline, and as in the image of which this one is a variant.'),
    ready: pattern
      .optional()
      .describe(
        'Regular expression. The container has started when its output matches, and is then ended. The report has its start-up time.',
      ),
    'timeout-seconds': number({ least: 0.001, most: 3600, whole: false }, 'seconds, over 0 and up to 3600')
      .optional()
      .describe('Time limit for each run in seconds (60).'),
    repeat: number({ least: 1, most: 100, whole: true }, 'a whole number from 1 to 100')
      .optional()
      .describe('Number of runs (1). The report has the medians of their start-up times and peak memories.'),
    network: choice(['none', 'default']).optional().describe('Network of the command (`none`).'),
  },
  'in a check of "verify"',
  'a check such as "run: [python3, --version]" or "user: non-root"',
).meta({
  oneOf: CHECK_KINDS.map((kind) => ({ required: [kind] })),
  dependencies: Object.fromEntries(
    COMMAND_KEYS.map((key) => [key, { anyOf: [{ required: ['run'] }, { required: ['args'] }] }]),
  ),
  not: { anyOf: END_KEYS.map((key) => ({ required: ['ready', key] })) },
});

export type CheckSettings = z.output<typeof checkSchema>;

function splitWords(value: string): string[] {
  const trimmed = value.trim();
  if (trimmed === '') throw new UserError(`found no command, expected a list of words such as ${RUN}`);
  if (!SHELL.test(trimmed)) return trimmed.split(/\s+/);
  const shell = `[sh, -c, ${JSON.stringify(trimmed)}]`;
  throw new UserError(
    `found ${quoted(value)}, which only a shell understands, but no shell is used. Write the words as a list such as ${RUN}, or ${shell.length < 100 ? shell : '[sh, -c, "…"]'} where the image has a shell`,
  );
}

function parsePort(value: string): string {
  const [, digits, protocol = 'tcp'] = PORT.exec(value) ?? [];
  if (digits !== undefined && Number(digits) >= 1 && Number(digits) <= 65535) return `${Number(digits)}/${protocol}`;
  throw new UserError(
    `found ${quoted(value)}, expected a port of the container from 1 to 65535, such as 8000 or "53/udp" (tcp, udp, sctp)`,
  );
}

function checkUser(value: string): string {
  if (/^[^\p{Cc}\s]{1,128}$/u.test(value)) return value;
  throw new UserError(
    `found ${quoted(value)}, expected "non-root" or the USER that the image must have, such as "app" or "1000:1000"`,
  );
}

function checkLabel(value: string): string {
  if (value.trim() === value && value !== '' && value.length <= LONGEST_NAME && !/\p{Cc}/u.test(value)) return value;
  throw new UserError(
    `found ${quoted(value)}, expected a name of 1 to ${LONGEST_NAME} characters on one line, without spaces around it`,
  );
}
