import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';
import { FORMATS, HISTORY_FORMATS } from './options.ts';

/** The form in which `report` shows a report. */
export type ReportFormat = (typeof FORMATS)[number];
/** The form in which `history` shows a history. */
export type HistoryFormat = (typeof HISTORY_FORMATS)[number];

/** How `report` and `history` show what they have. */
export interface ReportOptions {
  readonly format: ReportFormat | HistoryFormat;
  /** Names of parts that must be there. */
  readonly expect: readonly string[];
  /** The image to draw or to list; '' for the first that has a picture, and for the only one. */
  readonly image: string;
}

interface Values extends Omit<ReportOptions, 'format'> {
  readonly platform: readonly string[];
  /** '' where it is not given. */
  readonly format: string;
  readonly json: boolean;
}

/** The formats that are of one image on one platform. */
const LISTS: readonly ReportOptions['format'][] = ['cyclonedx', 'spdx'];

/** @throws UserError for a format that the command does not have, and for options beside a format that does not use them */
export function parseReportOptions(values: Values, command: string): ReportOptions {
  const { format, json, image, expect, platform } = values;
  const accepted: readonly ReportOptions['format'][] = command === 'history' ? HISTORY_FORMATS : FORMATS;
  const found = accepted.find((each) => each === (format || (json ? 'json' : 'terminal')));
  if (found === undefined)
    throw new UserError(`--format: found "${printable(format)}", accepted are ${accepted.join(', ')}`);
  if (json && found !== 'json') throw new UserError(`--json and --format ${found} contradict each other: give one`);
  if (image !== '' && found !== 'svg' && !LISTS.includes(found))
    throw new UserError('--image is for --format svg, cyclonedx and spdx: other formats show all images');
  if (command === 'report' && platform.length > 0 && !LISTS.includes(found))
    throw new UserError('--platform of report is for --format cyclonedx and spdx: other formats show all platforms');
  return { format: found, expect, image };
}
