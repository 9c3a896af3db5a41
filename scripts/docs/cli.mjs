import { COMMANDS, CONCEPTS } from '../../src/command/commands.ts';
import { COMMAND_NAMES } from '../../src/command/option-row.ts';
import { OPTION_ROWS, optionsOf } from '../../src/command/options.ts';
import { optionWords, synopsis } from '../../src/command/usage.ts';
import { markdownTable } from './markdown-table.mjs';

/** Options that each command has. */
const COMMON = ['help', 'version', 'json', 'quiet', 'verbose'];

/** docs/cli.md, from the tables of commands and options. */
export function cliPage() {
  const sections = COMMAND_NAMES.filter((name) => name !== 'help' && name !== 'version').map(section);
  return `<!-- made by scripts/build.mjs from src/command; change it there -->
# Command line

The same engine as the action's. \`npx image-size-gate\` runs it, or \`node dist/cli.js\` from a clone with nothing to install.

${CONCEPTS.map(prose).join('\n\n')}

| exit status | when |
| --- | --- |
| 0 | \`pass\` or \`warn\`, and all other verdicts that are green |
| 1 | a condition fails |
| 2 | something could not be measured, or wrong usage |

With \`--json\`, standard output has only the JSON; progress and messages go to standard error. Nothing that is printed is a workflow
command or a terminal escape, whatever an image's files are called. \`##[\` is printed as \`# #[\`, and by an escape in JSON, Markdown and
markup. Colours are for terminals: \`NO_COLOR\` turns them off, \`FORCE_COLOR\` turns them on.

Every command has these options:

${markdownTable(
  ['option', 'meaning'],
  COMMON.map((name) => row(/** @type {any} */ (name))),
)}
${sections.join('\n')}`;
}

/** @param {import('../../src/command/option-row.ts').CommandName} command */
function section(command) {
  const { summary, description, examples } = COMMANDS[command];
  const own = optionsOf(command).filter((name) => !COMMON.includes(name));
  const shown = examples.map(([words, what]) => `# ${what}\n$ image-size-gate ${words}\n`).join('');
  const paragraphs = description.filter((text) => !CONCEPTS.includes(text)).map((text) => `\n${prose(text)}\n`);
  return `## ${command}

\`${synopsis(command)}\`: ${summary}.
${paragraphs.join('')}
\`\`\`console
${shown}\`\`\`
${own.length === 0 ? '' : `\n${markdownTable(['option', 'meaning'], own.map(row))}`}`;
}

/** @param {import('../../src/command/options.ts').OptionName} name */
function row(name) {
  return [`\`${optionWords(name)}\``, prose(OPTION_ROWS[name].help)];
}

/** Forms, options and examples of a help text are code in Markdown. What is between backticks is already. @param {string} text */
function prose(text) {
  const parts = text.split(/(`[^`]*`)/);
  return parts.map((part, at) => (at % 2 === 1 ? part : marked(part))).join('');
}

/** @param {string} text */
function marked(text) {
  return text
    .replace(
      /(?<!\w)((?:[a-z-]+:(?:\/\/)?[A-Z]+(?:\[#TARGET\])?|NAME=PATH|\.github\/\S+\.yml|\.json|"[^"]+"|--[a-z-]+))/g,
      '`$1`',
    )
    .replace(/`"([^"]+)"`/g, '`$1`');
}
