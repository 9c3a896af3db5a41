import { parseArguments } from './command/arguments.ts';
import { runCommandLine } from './command/command.ts';
import { openTerminal } from './command/terminal.ts';
import { interruption } from './process/interrupt.ts';
import { messageOf } from './run/error-message.ts';
import { visibleLines } from './text/escape.ts';

try {
  const args = parseArguments(process.argv.slice(2));
  process.exitCode = await runCommandLine(args, openTerminal(process), process.cwd(), interruption(process));
} catch (error) {
  process.stderr.write(`image-size-gate: ${visibleLines(messageOf(error))}\n`);
  process.exitCode = 2;
}
