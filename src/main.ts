import * as core from '@actions/core';
import { readInputs } from './config/inputs.ts';
import { interruption } from './process/interrupt.ts';
import { failedRun } from './run/entry.ts';

try {
  const inputs = readInputs();
  // Loaded here, so that what goes wrong while it is loaded is told as any other failure is.
  const { runAction } = await import('./run/action.ts');
  const failures = await runAction(inputs, process.env, interruption(process));
  if (failures.length > 0) core.setFailed(failures.join('\n'));
} catch (error) {
  core.setFailed(failedRun(error, process.env));
}
