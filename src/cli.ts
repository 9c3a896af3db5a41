import { parseArguments } from './command/arguments.ts';
import { runCommandLine } from './command/command.ts';
import { openTerminal } from './command/terminal.ts';
import { messageOf } from './message.ts';

try {
  process.exitCode = await runCommandLine(parseArguments(process.argv.slice(2)), openTerminal(process), process.cwd());
} catch (error) {
  process.stderr.write(`image-size-gate: ${messageOf(error)}\n`);
  process.exitCode = 2;
}
