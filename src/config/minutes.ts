import { UserError } from './error.ts';

/**
 * Minutes as text → seconds.
 * @param name the input or option, as the error names it
 * @throws UserError for anything but a number over 0 and up to 1440 (a day)
 */
export function parseMinutes(name: string, text: string): number {
  const minutes = Number(text);
  if (text.trim() !== '' && minutes > 0 && minutes <= 1440) return minutes * 60;
  throw new UserError(`${name}: found "${text}", accepted is a number over 0 and up to 1440`);
}
