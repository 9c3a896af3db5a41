import * as core from '@actions/core';
import { UserError } from '../text/error.ts';
import { parseList } from './entries.ts';

/** An input that may be empty; any other value is checked. */
export function optional(name: string, check: (text: string, what: string) => string): string {
  const text = core.getInput(name);
  return text === '' ? '' : check(text, `input ${name}`);
}

/** The entries of an input, one per line. */
export function list(name: string): readonly string[] {
  return parseList(core.getInput(name));
}

/** @throws UserError that names the input, what was found and what is accepted */
export function oneOf<Word extends string>(name: string, accepted: readonly Word[]): Word {
  const text = core.getInput(name);
  const word = accepted.find((known) => known === text);
  if (word === undefined) throw new UserError(`input ${name}: found "${text}", accepted: ${accepted.join(', ')}`);
  return word;
}

/** @throws UserError likewise, for anything but a whole number from 0 to `most` */
export function wholeNumber(name: string, most: number): number {
  const text = core.getInput(name);
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= most) return number;
  throw new UserError(`input ${name}: found "${text}", accepted: a whole number up to ${most}`);
}

/** The token, masked in the log. */
export function token(): string {
  const text = core.getInput('github-token');
  if (text !== '') core.setSecret(text);
  return text;
}
