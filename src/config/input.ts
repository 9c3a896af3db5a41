import * as core from '@actions/core';
import { UserError } from '../text/error.ts';
import { parseList } from './entries.ts';

/**
 * What an empty input means, where that is not nothing. A wrapper hands on `${{ inputs.comment }}`, which is empty where its own user
 * gave nothing. These are the defaults of action.yml.
 */
const DEFAULTS: Readonly<Record<string, string>> = {
  'accept-label': 'image-size-accepted',
  artifact: 'auto',
  comment: 'changes',
  config: '.github/image-size.yml',
  'data-branch': 'image-size',
  'history-minutes': '300',
  'history-retry-gaps': 'false',
  'max-behind': '20',
  'rebuilt-records': 'false',
  record: 'auto',
  suggest: 'false',
  'timeout-minutes': '60',
};

/** The value of an input, its default where that is empty. */
export function orDefault(name: string): string {
  return core.getInput(name) || (DEFAULTS[name] ?? '');
}

/** An input that turns something off by `none`, which gives ''. */
export function unlessNone(name: string): string {
  const text = orDefault(name);
  return text === 'none' ? '' : text;
}

/** An input that may be empty; any other value is checked. */
export function optional(
  name: string,
  check: (text: string, what: string) => string,
  read: (name: string) => string = (input) => core.getInput(input),
): string {
  const text = read(name);
  return text === '' ? '' : check(text, `input ${name}`);
}

/** The entries of an input, one per line. */
export function list(name: string): readonly string[] {
  return parseList(core.getInput(name));
}

/** @throws UserError that names the input, what was found and what is accepted */
export function oneOf<Word extends string>(name: string, accepted: readonly Word[]): Word {
  const text = orDefault(name);
  const word = accepted.find((known) => known === text);
  if (word === undefined) throw new UserError(`input ${name}: found "${text}", accepted: ${accepted.join(', ')}`);
  return word;
}

/** @throws UserError likewise, for anything but a whole number from 0 to `most` */
export function wholeNumber(name: string, most: number): number {
  const text = orDefault(name);
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
