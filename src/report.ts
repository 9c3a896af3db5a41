import * as core from '@actions/core';
import { readReportInputs } from './config/report-inputs.ts';
import { interruption } from './interrupt.ts';
import { messageOf } from './message.ts';
import { NOTHING_MEASURED } from './report/outputs.ts';
import { runReportAction } from './report-action.ts';

try {
  const failures = await runReportAction(readReportInputs(), process.env, interruption(process));
  if (failures.length > 0) core.setFailed(failures.join('\n'));
} catch (error) {
  for (const [name, value] of Object.entries(NOTHING_MEASURED)) core.setOutput(name, value);
  core.setFailed(messageOf(error));
}
