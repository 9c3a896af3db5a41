import { UserError } from './error.ts';
import { printable } from './scanner.ts';

/** Parses JSON. @throws UserError naming the file */
export function parseJson(json: string, name: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    // The parser quotes the text, which is hostile.
    throw new UserError(`${name}: not JSON: ${printable((cause as Error).message)}`, { cause });
  }
}
