import { withoutEnd } from './lines.ts';

/** The lines of one RUN as they stand in the Dockerfile, with their line ends. */
export type RunLines = readonly string[];

/** Changes a RUN so that it leaves no cache; undefined where it is not certain how. `path` is the cache without leading '/'. */
type RunChange = (lines: RunLines, path: string) => RunLines | undefined;

/** What begins a command: the line, RUN with its flags, or an operator of the shell. */
const BEFORE = String.raw`(?:^\s*(?:RUN\s+(?:--\S+\s+)*)?|(?:&&|;)\s*)`;
/** An end of a line after which the next line begins a command. */
const OPENS_COMMAND = /(?:^\s*RUN(?:\s+--\S+)*|&&|;)\s*\\$/i;
/** What an instruction may not hold for a command to be put behind it. */
const NOT_JOINED = /<<|(?:^|\s)#|(?:[&;|({\\]|\b(?:then|do|else))$|(?<!-)\b(?:exit|exec)\b/;

/** By the name of a cache, what leaves none. Caches whose loss changes what later instructions do are not here. */
export const RUN_CHANGES: Readonly<Record<string, RunChange>> = {
  pip: flag(String.raw`(?:python[\d.]*\s+-m\s+)?pip[\d.]*\s+install`, '--no-cache-dir'),
  apk: flag(String.raw`apk\s+add`, '--no-cache'),
  uv: flag(String.raw`uv\s+(?:sync|pip\s+install)`, '--no-cache'),
  poetry: flag(String.raw`poetry\s+install`, '--no-cache'),
  apt: (lines, path) =>
    /\bapt(?:-get)?\b/.test(commandsOf(lines))
      ? append(lines, path.startsWith('var/lib') ? 'rm -rf /var/lib/apt/lists/*' : 'apt-get clean')
      : undefined,
  dnf: (lines) => {
    const [program] = /\b(?:microdnf|dnf|yum)\b/.exec(commandsOf(lines)) ?? [];
    return program === undefined
      ? undefined
      : append(lines, `${program} clean all && rm -rf /var/cache/dnf /var/cache/yum`);
  },
  zypper: (lines) => (/\bzypper\b/.test(commandsOf(lines)) ? append(lines, 'zypper clean --all') : undefined),
  yarn: (lines) => (/\byarn\b/.test(commandsOf(lines)) ? append(lines, 'yarn cache clean') : undefined),
  conda: (lines) => (/\bconda\b/.test(commandsOf(lines)) ? append(lines, 'conda clean --all --yes') : undefined),
  npm: mountNpm,
};

/** The commands of a RUN as one line, without comments and line continuations. */
export function commandsOf(lines: RunLines): string {
  return lines
    .map(withoutEnd)
    .filter((line) => !isComment(line))
    .map((line) => line.replace(/\\\s*$/, ' '))
    .join('')
    .trim();
}

/** Puts a flag behind each command that has it not. */
function flag(command: string, option: string): RunChange {
  const pattern = new RegExp(`(${BEFORE}${command})(?=\\s|$)`, 'gi');
  return (lines) => {
    if (commandsOf(lines).includes(option)) return undefined;
    let opens = true;
    const changed = lines.map((line) => {
      const text = withoutEnd(line);
      if (isComment(text)) return line;
      // At the start of a line only where the line before ends a command; elsewhere the operator says it.
      const made = text.replace(pattern, (found, head: string, at: number) =>
        at === 0 && !opens && !/^[&;]/.test(found) ? found : `${head} ${option}`,
      );
      opens = OPENS_COMMAND.test(text.trimEnd());
      return made + line.slice(text.length);
    });
    return changed.join('') === lines.join('') ? undefined : changed;
  };
}

/** Puts a command behind the last one of a RUN in the form of a shell. */
function append(lines: RunLines, command: string): RunLines | undefined {
  const commands = commandsOf(lines);
  if (NOT_JOINED.test(commands) || /^RUN(?:\s+--\S+)*\s+\[/i.test(commands) || commands.includes(command))
    return undefined;
  const last = lines.at(-1);
  if (last === undefined || isComment(last)) return undefined;
  const text = withoutEnd(last);
  return [...lines.slice(0, -1), `${text.trimEnd()} && ${command}${last.slice(text.length)}`];
}

/** npm's cache is only read to save time, so a mount may take its place. */
function mountNpm(lines: RunLines, path: string): RunLines | undefined {
  const [directory] = /^.*?\.npm(?=\/|$)/.exec(path) ?? [];
  const [first = '', ...others] = lines;
  const commands = commandsOf(lines);
  if (directory === undefined || !/^[\w./-]+$/.test(directory) || !/\bnpm\s/.test(commands)) return undefined;
  const mount = `--mount=type=cache,target=/${directory}`;
  if (commands.includes(`/${directory}`) || !/^\s*RUN\s+\S/i.test(first)) return undefined;
  return [first.replace(/^(\s*RUN)\s+/i, `$1 ${mount} `), ...others];
}

function isComment(line: string): boolean {
  return /^\s*#/.test(line);
}
