import * as core from '@actions/core';
import { UserError } from './error.ts';
import { parseList } from './lists.ts';
import { parseMinutes } from './minutes.ts';

export const COMMENT_MODES = ['always', 'changes', 'failures', 'never'] as const;
export type CommentMode = (typeof COMMENT_MODES)[number];

export const RECORD_MODES = ['auto', 'always', 'never'] as const;
export type RecordMode = (typeof RECORD_MODES)[number];

/** What the workflow's `with:` says, read once and passed down. */
export interface Inputs {
  readonly images: readonly string[];
  readonly context: string;
  readonly file: string;
  readonly target: string;
  readonly buildArgs: readonly string[];
  readonly builder: string;
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  readonly failIf: readonly string[];
  readonly warnIf: readonly string[];
  readonly baseline: string;
  readonly comment: CommentMode;
  readonly record: RecordMode;
  /** Name of the data branch; '' for none, neither read nor written. */
  readonly dataBranch: string;
  /** How many commits a record may be behind the base commit. */
  readonly maxBehind: number;
  readonly key: string;
  readonly token: string;
  /** Time limit of each build in seconds. */
  readonly timeLimit: number;
}

/**
 * Reads the action's inputs from the runner's environment.
 * @throws UserError naming the input, what was found and what is accepted
 */
export function readInputs(): Inputs {
  const token = core.getInput('github-token');
  if (token !== '') core.setSecret(token);
  return {
    images: list('images'),
    context: core.getInput('context'),
    file: core.getInput('file'),
    target: core.getInput('target'),
    buildArgs: list('build-args'),
    builder: core.getInput('builder'),
    cacheFrom: list('cache-from'),
    cacheTo: list('cache-to'),
    failIf: list('fail-if'),
    warnIf: list('warn-if'),
    baseline: core.getInput('baseline'),
    comment: oneOf('comment', COMMENT_MODES),
    record: oneOf('record', RECORD_MODES),
    dataBranch: core.getInput('data-branch'),
    maxBehind: wholeNumber('max-behind', 500),
    key: core.getInput('key'),
    token,
    timeLimit: parseMinutes('input timeout-minutes', core.getInput('timeout-minutes')),
  };
}

function list(name: string): readonly string[] {
  return parseList(core.getInput(name));
}

function oneOf<Word extends string>(name: string, accepted: readonly Word[]): Word {
  const text = core.getInput(name);
  const word = accepted.find((known) => known === text);
  if (word === undefined) throw new UserError(`input ${name}: found "${text}", accepted are ${accepted.join(', ')}`);
  return word;
}

function wholeNumber(name: string, most: number): number {
  const text = core.getInput(name);
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= most) return number;
  throw new UserError(`input ${name}: found "${text}", accepted is a whole number up to ${most}`);
}
