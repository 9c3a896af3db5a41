import * as core from '@actions/core';
import { readReportInputs } from './config/report-inputs.ts';
import { interruption } from './process/interrupt.ts';
import { failedRun } from './run/entry.ts';

try {
  const inputs = readReportInputs();
  // Loaded here, so that what goes wrong while it is loaded is told as any other failure is.
  const { runReportAction } = await import('./run/report-action.ts');
  const failures = await runReportAction(inputs, process.env, interruption(process));
  if (failures.length > 0) core.setFailed(failures.join('\n'));
} catch (error) {
  core.setFailed(failedRun(error, process.env));
}
