import { list, unlessNone, wholeNumber } from './input.ts';
import { type PublishInputs, readPublishInputs } from './publish-inputs.ts';

/** The inputs of the report action, read once and passed down. */
export interface ReportInputs extends PublishInputs {
  /** Names of the parts that must be there. */
  readonly parts: readonly string[];
  /** Path of the config file; '' for none. */
  readonly config: string;
  readonly failIf: readonly string[];
  readonly warnIf: readonly string[];
  /** Name of the data branch; '' for none. */
  readonly dataBranch: string;
  /** How many commits a record may be behind the base commit. */
  readonly maxBehind: number;
}

/**
 * Reads the report action's inputs from the runner's environment.
 * @throws UserError that names the input, what was found and what is accepted
 */
export function readReportInputs(): ReportInputs {
  return {
    ...readPublishInputs(),
    parts: list('parts'),
    config: unlessNone('config'),
    failIf: list('fail-if'),
    warnIf: list('warn-if'),
    dataBranch: unlessNone('data-branch'),
    maxBehind: wholeNumber('max-behind', 500),
  };
}
