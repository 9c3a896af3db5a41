import * as core from '@actions/core';
import { artifactName } from '../model/artifact-name.ts';
import type { Secret } from '../model/image.ts';
import { UserError } from '../text/error.ts';
import { checkBuildContext, checkLabel, checkNetwork, checkSsh, parsePlatforms } from './build-inputs.ts';
import { parseMinutes } from './entries.ts';
import { list, oneOf, optional, orDefault, unlessNone, wholeNumber } from './input.ts';
import { type PublishInputs, readPublishInputs } from './publish-inputs.ts';
import { parseRawSecrets, parseSecretEnv, parseSecretFile, readSecret, refuseSameIds, secretWords } from './secrets.ts';

/** When a run records its measurements: the values of the input `record`. */
export const RECORD_MODES = ['auto', 'always', 'never'] as const;
export type RecordMode = (typeof RECORD_MODES)[number];

/** The action's inputs, read once and passed down. */
export interface Inputs extends PublishInputs {
  /** Folder of the checkout in the workspace; '' where it is to be found. */
  readonly path: string;
  /** Path of the config file; '' for none. */
  readonly config: string;
  readonly images: readonly string[];
  readonly context: string;
  readonly file: string;
  readonly target: string;
  readonly buildArgs: readonly string[];
  readonly platforms: readonly string[];
  readonly labels: readonly string[];
  readonly buildContexts: readonly string[];
  readonly secrets: readonly Secret[];
  /** Variables that docker needs besides this process's: the values of `secrets`, which are kept nowhere else. */
  readonly secretEnv: Readonly<Record<string, string>>;
  readonly ssh: readonly string[];
  /** '' for the builder's own platform. */
  readonly network: string;
  readonly builder: string;
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  readonly failIf: readonly string[];
  readonly warnIf: readonly string[];
  readonly baseline: string;
  readonly record: RecordMode;
  /** Name of the data branch; '' to neither read nor write one. */
  readonly dataBranch: string;
  /** How many commits a record may be behind the base commit. */
  readonly maxBehind: number;
  /** Whether certain changes of advice are offered as review comments. */
  readonly suggest: boolean;
  /** Whether records of commits that were rebuilt later are baselines too. */
  readonly rebuiltRecords: boolean;
  /** Since when earlier commits are searched instead of checking this one; '' to check. */
  readonly history: string;
  /** Seconds after which the search begins no build. */
  readonly historyLimit: number;
  /** Whether the search builds commits again that did not build. */
  readonly retryGaps: boolean;
  /** Name of this job's part of a matrix; '' for none. */
  readonly part: string;
  /** Time limit of each build in seconds. */
  readonly timeLimit: number;
  /** The given inputs that a config file would replace. */
  readonly given: readonly string[];
}

/** Inputs for the images and their conditions. A config file replaces them: only one of the two may be given. */
const INLINE = [
  'images',
  'context',
  'file',
  'target',
  'build-args',
  'platforms',
  'labels',
  'build-contexts',
  'secrets',
  'secret-envs',
  'secret-files',
  'ssh',
  'network',
  'fail-if',
  'warn-if',
];

/**
 * Reads the action's inputs from the runner's environment.
 * @throws UserError that names the input, what was found and what is accepted
 */
export function readInputs(): Inputs {
  const telling = readPublishInputs();
  const secrets = readSecretInputs();
  return {
    ...telling,
    path: core.getInput('path'),
    config: unlessNone('config'),
    images: list('images'),
    context: core.getInput('context'),
    file: core.getInput('file'),
    target: core.getInput('target'),
    buildArgs: list('build-args'),
    platforms: parsePlatforms(list('platforms'), 'input platforms'),
    labels: list('labels').map((label) => checkLabel(label, 'input labels')),
    buildContexts: list('build-contexts').map((context) => checkBuildContext(context, 'input build-contexts')),
    ...secrets,
    ssh: list('ssh').map((entry) => checkSsh(entry, 'input ssh')),
    network: optional('network', checkNetwork),
    builder: core.getInput('builder'),
    cacheFrom: list('cache-from'),
    cacheTo: list('cache-to'),
    failIf: list('fail-if'),
    warnIf: list('warn-if'),
    baseline: core.getInput('baseline'),
    record: oneOf('record', RECORD_MODES),
    dataBranch: unlessNone('data-branch'),
    maxBehind: wholeNumber('max-behind', 500),
    suggest: oneOf('suggest', ['false', 'true']) === 'true',
    rebuiltRecords: oneOf('rebuilt-records', ['false', 'true']) === 'true',
    history: core.getInput('history'),
    historyLimit: parseMinutes('input history-minutes', orDefault('history-minutes')),
    retryGaps: oneOf('history-retry-gaps', ['false', 'true']) === 'true',
    part: optional('part', checkPart),
    timeLimit: parseMinutes('input timeout-minutes', orDefault('timeout-minutes')),
    given: INLINE.filter((name) => core.getInput(name) !== ''),
  };
}

/** Reads the inputs for secrets, and masks their values before any of them can be printed. */
function readSecretInputs(): Pick<Inputs, 'secrets' | 'secretEnv'> {
  const raw = parseRawSecrets(core.getInput('secrets', { trimWhitespace: false }));
  for (const { value } of raw.secrets) maskSecret(value);
  for (const id of raw.empty) core.warning(`secret ${id} is empty and left out (a fork's run has no secrets)`);
  const secretEnv = Object.fromEntries(raw.secrets.map(({ env, value }) => [env, value]));
  const secrets = refuseSameIds([
    ...raw.secrets.map(({ id, env }) => ({ id, env })),
    ...list('secret-envs').map((entry) => parseSecretEnv(entry, 'input secret-envs')),
    ...list('secret-files').map((entry) => parseSecretFile(entry, 'input secret-files')),
  ]);
  return { secrets, secretEnv };
}

/**
 * Masks the values of secrets in the log of the job, and each of their lines. A secret that is missing or unusable is skipped: the build
 * that needs it reports it.
 */
export function maskSecrets(secrets: readonly Secret[], root: string, env: NodeJS.ProcessEnv): void {
  for (const secret of secrets) {
    try {
      maskSecret(readSecret(secret, root, env));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
}

function maskSecret(value: string): void {
  for (const word of secretWords(value)) core.setSecret(word);
}

/** A part names an artifact, so a wrong name is reported before anything is built. */
function checkPart(part: string): string {
  artifactName(part);
  return part;
}
