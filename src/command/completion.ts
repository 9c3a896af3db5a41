import { COMMANDS } from './commands.ts';
import { COMMAND_NAMES, type CommandName } from './option-row.ts';
import { OPTION_ROWS, type OptionName, optionsOf, SHELLS } from './options.ts';

/** A shell that has a completion. */
export type Shell = (typeof SHELLS)[number];

const PROGRAM = 'image-size-gate';

/** The completion of a shell, made from the tables of commands and options. */
export function renderCompletion(shell: Shell): string {
  return { bash, zsh, fish }[shell]();
}

/** What completes the value of an option: words, a path, or nothing that is known. */
function valueKind(name: OptionName): 'none' | 'path' | 'text' | readonly string[] {
  const { value, choices } = OPTION_ROWS[name];
  if (value === undefined) return 'none';
  return choices ?? (value === 'FILE' || value === 'DIR' ? 'path' : 'text');
}

/** The words that may follow a command; undefined where paths may. */
function operandsOf(command: CommandName): readonly string[] | undefined {
  if (command === 'completion') return SHELLS;
  return command === 'help' ? COMMAND_NAMES : undefined;
}

function bash(): string {
  const values = allOptions().flatMap((name) => {
    const value = valueKind(name);
    if (value === 'none' || value === 'path') return [];
    return `    --${name}) COMPREPLY=(${value === 'text' ? '' : `$(compgen -W '${value.join(' ')}' -- "$word")`}); return ;;`;
  });
  const commands = COMMAND_NAMES.map((command) => {
    const words = [...optionsOf(command).map((name) => `--${name}`), ...(operandsOf(command) ?? [])];
    return `    ${command}) words='${words.join(' ')}' ;;`;
  });
  return `# bash completion of ${PROGRAM}
_image_size_gate() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words=
  COMPREPLY=()
  case $previous in
${values.join('\n')}
  esac
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W '${COMMAND_NAMES.join(' ')}' -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
${commands.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o bashdefault -o default -F _image_size_gate ${PROGRAM}
`;
}

function zsh(): string {
  const commands = COMMAND_NAMES.map((command) => `    '${command}:${zshText(COMMANDS[command].summary)}'`);
  const cases = COMMAND_NAMES.map((command) => {
    const options = optionsOf(command).map((name) => `      '${zshOption(name)}'`);
    const operands = operandsOf(command);
    const rest = operands === undefined ? '*:path:_files' : `*:word:(${operands.join(' ')})`;
    return `    ${command}) _arguments \\\n${[...options, `      '${rest}'`].join(' \\\n')} ;;`;
  });
  return `#compdef ${PROGRAM}
_image_size_gate() {
  local -a commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=\${words[2]}
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "\${funcstack[1]}" = _${PROGRAM} ]; then _image_size_gate "$@"; else compdef _image_size_gate ${PROGRAM}; fi
`;
}

/** `*--label[…]:KEY=VALUE:` for an option that may be repeated. */
function zshOption(name: OptionName): string {
  const { multiple, value, help } = OPTION_ROWS[name];
  const completed = valueKind(name);
  const values = completed === 'path' ? '_files' : typeof completed === 'string' ? '' : `(${completed.join(' ')})`;
  const argument = value === undefined ? '' : `:${zshText(value)}:${values}`;
  return `${multiple === undefined ? '' : '*'}--${name}[${zshText(help)}]${argument}`;
}

/** Text within single quotes, where colons and brackets have a meaning. */
function zshText(text: string): string {
  return text.replace(/[\\:[\]]/g, '\\$&').replaceAll("'", "'\\''");
}

function fish(): string {
  const commands = COMMAND_NAMES.map(
    (command) =>
      `complete -c ${PROGRAM} -n __fish_use_subcommand -f -a ${command} -d '${fishText(COMMANDS[command].summary)}'`,
  );
  const options = COMMAND_NAMES.flatMap((command) => [
    ...optionsOf(command).map((name) => fishOption(command, name)),
    ...(operandsOf(command) ?? []).map(
      (word) => `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${command}' -f -a ${word}`,
    ),
  ]);
  return `# fish completion of ${PROGRAM}\n${[...commands, ...options].join('\n')}\n`;
}

function fishOption(command: CommandName, name: OptionName): string {
  const value = valueKind(name);
  const arity = value === 'none' ? '' : value === 'path' ? ' -r -F' : ' -x';
  const words = typeof value === 'string' ? '' : ` -a '${value.join(' ')}'`;
  const help = fishText(OPTION_ROWS[name].help);
  return `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${command}' -l ${name}${arity}${words} -d '${help}'`;
}

function fishText(text: string): string {
  return text.replace(/[\\']/g, '\\$&');
}

function allOptions(): readonly OptionName[] {
  return [...new Set(COMMAND_NAMES.flatMap(optionsOf))];
}
