#!/usr/bin/env node
import { parseArguments } from './command/arguments.ts';
import { runCommandLine } from './command/command.ts';
import { openTerminal } from './command/terminal.ts';
import { interruption } from './process/interrupt.ts';
import { messageOf } from './run/error-message.ts';
import { visibleLines } from './text/escape.ts';

const terminal = openTerminal(process);
try {
  const args = parseArguments(process.argv.slice(2));
  process.exitCode = await runCommandLine(args, terminal, process.cwd(), interruption(process));
} catch (error) {
  terminal.err(`image-size-gate: ${visibleLines(messageOf(error))}\n`);
  process.exitCode = 2;
}
