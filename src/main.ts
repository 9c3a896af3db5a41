import * as core from '@actions/core';
import { readInputs } from './config/inputs.ts';
import { interruption } from './process/interrupt.ts';
import { NOTHING_MEASURED } from './report/outputs.ts';
import { runAction } from './run/action.ts';
import { messageOf } from './run/error-message.ts';

try {
  const failures = await runAction(readInputs(), process.env, interruption(process));
  if (failures.length > 0) core.setFailed(failures.join('\n'));
} catch (error) {
  for (const [name, value] of Object.entries(NOTHING_MEASURED)) core.setOutput(name, value);
  core.setFailed(messageOf(error));
}
