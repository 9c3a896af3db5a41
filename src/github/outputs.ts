import { error, notice, setOutput, summary as stepSummary, warning } from '@actions/core';

import type { Annotation } from '../model/annotation.ts';
import type { Environment } from '../process/environment.ts';

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

/** Writes outputs, annotations and job summary for the runner. Leaves the summary out when it is too long, or without GITHUB_STEP_SUMMARY (older runners). */
export async function publish(
  { outputs, summary, annotations }: Publication,
  env: Environment = process.env,
): Promise<void> {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
  for (const annotation of annotations) annotate(annotation);
  if (!env.GITHUB_STEP_SUMMARY || Buffer.byteLength(summary) > SUMMARY_LIMIT) return;
  await stepSummary.addRaw(summary, true).write();
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
