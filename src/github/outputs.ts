import { statSync } from 'node:fs';
import { error, notice, setOutput, summary as stepSummary, warning } from '@actions/core';

import type { Annotation } from '../model/report.ts';
import type { Environment } from '../process/environment.ts';
import { kindOf } from '../process/regular-file.ts';
import { UserError } from '../text/error.ts';
import { systemProblem } from '../text/system-error.ts';

/** Everything that a step hands to the runner. */
export interface Publication {
  /** Every output of action.yml, so that none is unset. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Markdown for the job summary. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
}

/** GitHub's limit of a step's summary, in bytes (docs: "Workflow commands", job summaries). */
const SUMMARY_LIMIT = 1_048_576;

/**
 * Writes outputs, annotations and job summary for the runner. Leaves the summary out when it is too long, or without GITHUB_STEP_SUMMARY (older
 * runners). One that cannot be written is a warning.
 * @throws UserError where the outputs cannot be written, after everything else was: a later step would read nothing and believe it
 */
export async function publish(
  { outputs, summary, annotations }: Publication,
  env: Environment = process.env,
): Promise<void> {
  const problem = setOutputs(outputs, env);
  for (const annotation of annotations) annotate(annotation);
  await writeSummary(summary, env);
  if (problem !== undefined) throw new UserError(problem);
}

/** Sets outputs of the step. Returns why they cannot be set. */
export function setOutputs(outputs: Readonly<Record<string, string>>, env: Environment): string | undefined {
  try {
    refuseStrange(env.GITHUB_OUTPUT);
    for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
    return undefined;
  } catch (cause) {
    return `The outputs cannot be written to GITHUB_OUTPUT, so later steps cannot read them: ${reasonOf(cause)}`;
  }
}

async function writeSummary(summary: string, env: Environment): Promise<void> {
  if (!env.GITHUB_STEP_SUMMARY || Buffer.byteLength(summary) > SUMMARY_LIMIT) return;
  try {
    refuseStrange(env.GITHUB_STEP_SUMMARY);
    await stepSummary.addRaw(summary, true).write();
  } catch (cause) {
    warning(`The job summary cannot be written to GITHUB_STEP_SUMMARY: ${reasonOf(cause)}`);
  }
}

/** A pipe or socket that nobody reads would be waited for. @throws also where there is no file, and where a folder is */
function refuseStrange(path: string | undefined): void {
  if (!path) return;
  const found = statSync(path);
  const isWritten = found.isFile() || found.isCharacterDevice();
  if (!isWritten) throw new UserError(`${path} is not a regular file, but ${kindOf(found)}`);
}

function reasonOf(cause: unknown): string {
  return systemProblem(cause) ?? (cause instanceof Error ? cause.message : String(cause));
}

function annotate({ level, message, title, file, line, endLine }: Annotation): void {
  const properties = {
    title,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { startLine: line }),
    ...(endLine === undefined ? {} : { endLine }),
  };
  const command = { error, warning, notice }[level];
  command(message, properties);
}
