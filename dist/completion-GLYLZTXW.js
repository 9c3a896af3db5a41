import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  COMMANDS
} from "./chunk-ANLPMAJ3.js";
import {
  COMMAND_NAMES,
  OPTION_ROWS,
  SHELLS,
  optionsOf
} from "./chunk-URTPWPZR.js";
import "./chunk-UWS2MVFE.js";
import "./chunk-C5KJ4NRV.js";
import "./chunk-SM6COODY.js";
import "./chunk-DHE32DWY.js";
import "./chunk-LL3EZWTN.js";
import "./chunk-UOFCCHBS.js";

// src/command/completion.ts
var PROGRAM = "image-size-gate";
function renderCompletion(shell) {
  return { bash, zsh, fish }[shell]();
}
function valueKind(name) {
  const { value, choices } = OPTION_ROWS[name];
  if (value === void 0) return "none";
  return choices ?? (value === "FILE" || value === "DIR" ? "path" : "text");
}
function operandsOf(command) {
  if (command === "completion") return SHELLS;
  return command === "help" ? COMMAND_NAMES : void 0;
}
function bash() {
  const values = allOptions().flatMap((name) => {
    const value = valueKind(name);
    if (value === "none" || value === "path") return [];
    return `    --${name}) COMPREPLY=(${value === "text" ? "" : `$(compgen -W '${value.join(" ")}' -- "$word")`}); return ;;`;
  });
  const commands = COMMAND_NAMES.map((command) => {
    const words = [...optionsOf(command).map((name) => `--${name}`), ...operandsOf(command) ?? []];
    return `    ${command}) words='${words.join(" ")}' ;;`;
  });
  return `# bash completion of ${PROGRAM}
_image_size_gate() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words=
  COMPREPLY=()
  case $previous in
${values.join("\n")}
  esac
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W '${COMMAND_NAMES.join(" ")}' -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
${commands.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o bashdefault -o default -F _image_size_gate ${PROGRAM}
`;
}
function zsh() {
  const commands = COMMAND_NAMES.map((command) => `    '${command}:${zshText(COMMANDS[command].summary)}'`);
  const cases = COMMAND_NAMES.map((command) => {
    const options = optionsOf(command).map((name) => `      '${zshOption(name)}'`);
    const operands = operandsOf(command);
    const rest = operands === void 0 ? "*:path:_files" : `*:word:(${operands.join(" ")})`;
    return `    ${command}) _arguments \\
${[...options, `      '${rest}'`].join(" \\\n")} ;;`;
  });
  return `#compdef ${PROGRAM}
_image_size_gate() {
  local -a commands=(
${commands.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=\${words[2]}
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join("\n")}
  esac
}
if [ "\${funcstack[1]}" = _${PROGRAM} ]; then _image_size_gate "$@"; else compdef _image_size_gate ${PROGRAM}; fi
`;
}
function zshOption(name) {
  const { multiple, value, help } = OPTION_ROWS[name];
  const completed = valueKind(name);
  const values = completed === "path" ? "_files" : typeof completed === "string" ? "" : `(${completed.join(" ")})`;
  const argument = value === void 0 ? "" : `:${zshText(value)}:${values}`;
  return `${multiple === void 0 ? "" : "*"}--${name}[${zshText(help)}]${argument}`;
}
function zshText(text) {
  return text.replace(/[\\:[\]]/g, "\\$&").replaceAll("'", "'\\''");
}
function fish() {
  const commands = COMMAND_NAMES.map(
    (command) => `complete -c ${PROGRAM} -n __fish_use_subcommand -f -a ${command} -d '${fishText(COMMANDS[command].summary)}'`
  );
  const options = COMMAND_NAMES.flatMap((command) => [
    ...optionsOf(command).map((name) => fishOption(command, name)),
    ...(operandsOf(command) ?? []).map(
      (word) => `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${command}' -f -a ${word}`
    )
  ]);
  return `# fish completion of ${PROGRAM}
${[...commands, ...options].join("\n")}
`;
}
function fishOption(command, name) {
  const value = valueKind(name);
  const arity = value === "none" ? "" : value === "path" ? " -r -F" : " -x";
  const words = typeof value === "string" ? "" : ` -a '${value.join(" ")}'`;
  const help = fishText(OPTION_ROWS[name].help);
  return `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${command}' -l ${name}${arity}${words} -d '${help}'`;
}
function fishText(text) {
  return text.replace(/[\\']/g, "\\$&");
}
function allOptions() {
  return [...new Set(COMMAND_NAMES.flatMap(optionsOf))];
}
export {
  renderCompletion
};
