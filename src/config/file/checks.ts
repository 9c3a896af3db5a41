import type { Check, CommandCheck } from '../../model/check.ts';
import { printable } from '../../text/scanner.ts';
import type { CheckSettings } from './check-schema.ts';
import { isMap } from './problem.ts';

const TIME_LIMIT = 60;
const LONGEST_LABEL = 100;

/** A validated check of the file; null where it has no kind, which rules.ts has refused. */
export function toCheck(settings: CheckSettings): Check | null {
  const label = labelOf(settings) ?? '';
  const { run, args, user, entrypoint, ports } = settings;
  if (run !== undefined) return command(run, 'command', label, settings);
  if (args !== undefined) return command(args, 'image', label, settings);
  if (user !== undefined) return { kind: 'user', label, user };
  if (entrypoint !== undefined) return { kind: 'entrypoint', label, entrypoint };
  return ports === undefined ? null : { kind: 'ports', label, ports };
}

function command(
  words: readonly string[],
  entrypoint: CommandCheck['entrypoint'],
  label: string,
  { 'exit-code': exitCode = 0, output, 'same-output': sameOutput, ready, ...settings }: CheckSettings,
): CommandCheck {
  return {
    kind: 'command',
    label,
    command: words,
    entrypoint,
    exitCode,
    ...(output === undefined ? {} : { output }),
    ...(sameOutput === undefined ? {} : { sameOutput }),
    ...(ready === undefined ? {} : { ready }),
    timeLimit: settings['timeout-seconds'] ?? TIME_LIMIT,
    repeat: settings.repeat ?? 1,
    network: settings.network ?? 'none',
  };
}

/** The label of a check, valid or not: its `name`, or what it does; null where that is unclear. */
export function labelOf(check: unknown): string | null {
  if (!isMap(check)) return null;
  const { name, run, args, user, entrypoint, ports } = check;
  if (typeof name === 'string') return name;
  if (run !== undefined) return wordsLabel('', run);
  if (Array.isArray(args) && args.length === 0) return 'the image as it is';
  if (args !== undefined) return wordsLabel('args: ', args);
  if (typeof user === 'string') return `user: ${printable(user)}`;
  if (entrypoint !== undefined) return wordsLabel('entrypoint: ', entrypoint);
  return Array.isArray(ports) ? wordsLabel('ports: ', ports.map(withProtocol), ', ') : null;
}

/** A port with its protocol: as written and as parsed it has the same label. */
function withProtocol(port: unknown): string {
  return /^\d+$/.test(String(port)) ? `${port}/tcp` : String(port);
}

function wordsLabel(before: string, words: unknown, between = ' '): string | null {
  const list = typeof words === 'string' ? words.trim().split(/\s+/) : words;
  if (!Array.isArray(list) || list.some(isMap)) return null;
  const shown = list.map((word) => (/^[^\s'"]+$/.test(String(word)) ? String(word) : JSON.stringify(String(word))));
  const label = `${before}${printable(shown.join(between))}`;
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}
