import { UserError } from '../text/error.ts';

/**
 * Minutes as text → seconds.
 * @param name the input or option, as the error names it
 * @throws UserError for anything but a number over 0 and up to 1440 (a day)
 */
export function parseMinutes(name: string, text: string): number {
  const minutes = Number(text);
  // To the millisecond, so that messages say 1.8 seconds and not 1.7999999999999998.
  if (text.trim() !== '' && minutes > 0 && minutes <= 1440) return Math.round(minutes * 60_000) / 1000;
  throw new UserError(`${name}: found "${text}", accepted: a number over 0 and up to 1440`);
}
