/**
 * Reads workflow commands in a step's output by the rules of the runner (ActionCommand.cs and ActionCommandManager.cs of actions/runner).
 */

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
}

/** The effects of a step's commands. */
export interface CommandEffects {
  readonly annotations: readonly Annotation[];
  readonly groups: readonly string[];
  readonly masks: readonly string[];
  readonly debug: readonly string[];
  /** Values of the old commands set-output and save-state, which the runner still obeys. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** Commands that the runner cannot carry out. They fail the step. */
  readonly refused: readonly string[];
}

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

interface Effects {
  readonly annotations: Annotation[];
  readonly groups: string[];
  readonly masks: string[];
  readonly debug: string[];
  readonly outputs: Record<string, string>;
  readonly state: Record<string, string>;
  readonly refused: string[];
}

type Escapes = Readonly<Record<string, string>>;

interface Syntax {
  readonly pattern: RegExp;
  readonly separator: string;
  readonly data: Escapes;
  readonly property: Escapes;
}

/** The order matters: the runner replaces one escape after the other, and %25 last. */
const DATA: Escapes = { '%0D': '\r', '%0A': '\n', '%25': '%' };
const PROPERTY: Escapes = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };
const BRACKETED: Escapes = { '%3B': ';', '%0D': '\r', '%0A': '\n', '%5D': ']', '%25': '%' };

/** The second prefix makes a command anywhere in a line. */
const SYNTAXES: readonly Syntax[] = [
  { pattern: /^\s*::(?<info>.*?)::(?<data>.*)$/, separator: ',', data: DATA, property: PROPERTY },
  { pattern: /##\[(?<info>.*?)\](?<data>.*)$/, separator: ';', data: BRACKETED, property: BRACKETED },
];

const STOP = 'stop-commands';

/** Every command of the runner, with a function that says whether the runner could carry it out. */
const COMMANDS: Readonly<Record<string, (effects: Effects, command: Command) => boolean>> = {
  error: annotate,
  warning: annotate,
  notice: annotate,
  group: ({ groups }, { data }) => groups.push(data) > 0,
  'add-mask': ({ masks }, { data }) => masks.push(data) > 0,
  debug: ({ debug }, { data }) => debug.push(data) > 0,
  'set-output': ({ outputs }, command) => setNamed(outputs, command),
  'save-state': ({ state }, command) => setNamed(state, command),
  'set-env': () => false,
  'add-path': () => false,
  'add-matcher': () => true,
  'remove-matcher': () => true,
  endgroup: () => true,
  echo: () => true,
};

/** Carries out the commands in the lines of a step. Lines between stop-commands and its token are not commands. */
export function readCommands(lines: readonly string[]): CommandEffects {
  const effects: Effects = { annotations: [], groups: [], masks: [], debug: [], outputs: {}, state: {}, refused: [] };
  let token: string | undefined;
  for (const line of lines) {
    const command = parseCommand(line, token);
    if (command === undefined) continue;
    if (token !== undefined) token = command.name === token ? undefined : token;
    else if (command.name === STOP) token = stopToken(command, effects, line);
    else if (!COMMANDS[command.name]?.(effects, command)) effects.refused.push(line);
  }
  return effects;
}

/** The runner refuses an empty token and a command's name as a token, since they could be confused with the fenced lines. */
function stopToken({ data }: Command, { refused }: Effects, line: string): string | undefined {
  const token = data.toLowerCase();
  if (token !== '' && !isKnown(token)) return token;
  refused.push(line);
  return undefined;
}

const isKnown = (name: string): boolean => name === STOP || Object.hasOwn(COMMANDS, name);

/** A line is a command only if its name is one of the runner's, or the token that ends a fence. */
function parseCommand(line: string, token: string | undefined): Command | undefined {
  for (const syntax of SYNTAXES) {
    const { info = '', data = '' } = syntax.pattern.exec(line)?.groups ?? {};
    const [word = '', ...rest] = info.split(' ');
    const name = word.toLowerCase();
    if (!isKnown(name) && (name === '' || name !== token)) continue;
    return { name, properties: parseProperties(rest.join(' '), syntax), data: unescapeText(data, syntax.data) };
  }
  return undefined;
}

/** `file=a.ts,line=1`; a property without a value does not count. */
function parseProperties(text: string, { separator, property }: Syntax): Readonly<Record<string, string>> {
  const pairs = text.trim().split(separator);
  const matches = pairs.map((pair) => /^(?<name>[^=]+)=(?<value>.+)$/s.exec(pair)?.groups ?? {});
  const named = matches.flatMap(({ name, value }) => (name && value ? [[name.toLowerCase(), value] as const] : []));
  return Object.fromEntries(named.map(([name, value]) => [name, unescapeText(value, property)]));
}

const unescapeText = (text: string, escapes: Escapes): string =>
  Object.entries(escapes).reduce((result, [escaped, character]) => result.replaceAll(escaped, character), text);

function annotate({ annotations }: Effects, { name, properties, data }: Command): boolean {
  const { title, file, line, endline } = properties;
  annotations.push({
    level: name as Annotation['level'],
    message: data,
    ...(title !== undefined && { title }),
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line: Number(line) }),
    ...(endline !== undefined && { endLine: Number(endline) }),
  });
  return true;
}

function setNamed(values: Record<string, string>, { properties: { name }, data }: Command): boolean {
  if (name === undefined) return false;
  values[name] = data;
  return true;
}
