import * as core from '@actions/core';
import { readReportInputs } from './config/report-inputs.ts';
import { interruption } from './process/interrupt.ts';
import { NOTHING_MEASURED } from './report/outputs.ts';
import { messageOf } from './run/error-message.ts';
import { runReportAction } from './run/report-action.ts';

try {
  const failures = await runReportAction(readReportInputs(), process.env, interruption(process));
  if (failures.length > 0) core.setFailed(failures.join('\n'));
} catch (error) {
  for (const [name, value] of Object.entries(NOTHING_MEASURED)) core.setOutput(name, value);
  core.setFailed(messageOf(error));
}
