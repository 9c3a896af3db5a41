import { printable } from '../../text/scanner.ts';

const LONGEST_SHOWN = 80;

/** True for a value that is a map in the file. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value of the file in a message: `found "text"`, `found 5`, `found a list`, `found nothing`. */
export function found(value: unknown): string {
  if (typeof value === 'string') return `found ${quoted(value)}`;
  if (value === null || value === undefined) return 'found nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'found an empty list' : 'found a list';
  return `found ${isMap(value) ? 'a map (KEY: value)' : String(value)}`;
}

/** User text in quotes, safe to print and bounded. */
export function quoted(text: string): string {
  return `"${printable(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text)}"`;
}
