import * as core from '@actions/core';
import { runAction } from './action.ts';
import { readInputs } from './config/inputs.ts';
import { interruption } from './interrupt.ts';
import { messageOf } from './message.ts';
import { NOTHING_MEASURED } from './report/outputs.ts';

try {
  const failures = await runAction(readInputs(), process.env, interruption(process));
  if (failures.length > 0) core.setFailed(failures.join('\n'));
} catch (error) {
  for (const [name, value] of Object.entries(NOTHING_MEASURED)) core.setOutput(name, value);
  core.setFailed(messageOf(error));
}
