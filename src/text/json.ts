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

/** The members of a JSON object. Empty for any other value. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The items of a JSON array. Empty for any other value. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A JSON string. Empty for any other value. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
