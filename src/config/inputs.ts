import * as core from '@actions/core';
import { UserError } from './error.ts';
import { parseList } from './lists.ts';
import { parseMinutes } from './minutes.ts';

export const COMMENT_MODES = ['always', 'changes', 'failures', 'never'] as const;
export type CommentMode = (typeof COMMENT_MODES)[number];

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
    comment: commentMode(core.getInput('comment')),
    key: core.getInput('key'),
    token,
    timeLimit: parseMinutes('input timeout-minutes', core.getInput('timeout-minutes')),
  };
}

function list(name: string): readonly string[] {
  return parseList(core.getInput(name));
}

function commentMode(text: string): CommentMode {
  const mode = COMMENT_MODES.find((known) => known === text);
  if (mode === undefined)
    throw new UserError(`input comment: found "${text}", accepted are ${COMMENT_MODES.join(', ')}`);
  return mode;
}
