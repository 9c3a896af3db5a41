import { COMMANDS, CONCEPTS } from './commands.ts';
import { COMMAND_NAMES, type CommandName } from './option-row.ts';
import { OPTION_NAMES, OPTION_ROWS, type OptionName, optionsOf } from './options.ts';

const WIDTH = 120;
/** Column in which the explanations begin. */
const INDENT = 28;
const PROGRAM = 'image-size-gate';
const STATUS = 'Exit status: 0 pass or warn, 1 a condition fails, 2 something could not be measured, or wrong usage.';
const COLOURS = 'Colours: NO_COLOR turns them off, FORCE_COLOR turns them on where standard output is no terminal.';

/** What `--help` prints; at most 120 columns wide. */
export const USAGE = `Image Size Gate: measures container images to the byte and gates their growth

${COMMAND_NAMES.map(commandLines).join('\n')}

${CONCEPTS.map((text) => wrap(text, 0)).join('\n')}

${OPTION_NAMES.map((name) => optionLines(name, true)).join('\n')}

${STATUS}
${COLOURS}
${PROGRAM} help COMMAND has the options of one command and examples.
`;

/** What `COMMAND --help` prints. */
export function usageOf(command: CommandName): string {
  const { summary, description, examples } = COMMANDS[command];
  const options = optionsOf(command).map((name) => optionLines(name, false));
  const shown = examples.map(([words, what]) => `  # ${what}\n  ${PROGRAM} ${words}`);
  const parts = [
    `Usage: ${synopsis(command)}`,
    wrap(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`, 0),
    ...description.map((text) => wrap(text, 0)),
    `Options:\n${options.join('\n')}`,
    ...(shown.length === 0 ? [] : [`Examples:\n${shown.join('\n\n')}`]),
    STATUS,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** `image-size-gate check [IMAGE…] [OPTION…]` */
export function synopsis(command: CommandName): string {
  const { operands } = COMMANDS[command];
  return `${PROGRAM} ${command}${operands === '' ? '' : ` ${operands}`} [OPTION…]`;
}

/** `--fail-if CONDITION` */
export function optionWords(name: OptionName): string {
  const { value } = OPTION_ROWS[name];
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function commandLines(command: CommandName): string {
  const { operands, summary } = COMMANDS[command];
  return labelled(`${PROGRAM} ${command} ${operands}`.trimEnd(), summary, 40);
}

/** In the help of all commands, an option of one command begins with its name. */
function optionLines(name: OptionName, isGeneral: boolean): string {
  const { of, help } = OPTION_ROWS[name];
  const owner = isGeneral && of.length === 1 ? `${of[0]}: ` : '';
  return labelled(optionWords(name), `${owner}${help}`, INDENT);
}

function labelled(label: string, text: string, indent: number): string {
  const [first = '', ...others] = wrap(text, indent).split('\n');
  return [`  ${label.padEnd(indent - 4)}  ${first}`, ...others.map((line) => `${' '.repeat(indent)}${line}`)].join(
    '\n',
  );
}

/** Breaks a text at spaces into lines that leave `indent` columns free. */
function wrap(text: string, indent: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > WIDTH - indent) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
