import type { ReportInputs } from '../config/report-inputs.ts';
import type { Client } from '../github/client.ts';
import type { Environment } from '../github/event/event.ts';
import type { Log } from '../process/log.ts';

/** What a run of the report action knows from the start. */
export interface ReportRun {
  readonly inputs: ReportInputs;
  readonly env: Environment;
  readonly signal: AbortSignal;
  readonly client: Client;
  readonly log: Log;
}
