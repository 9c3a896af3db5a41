import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';

const FORMATS = ['terminal', 'markdown', 'html', 'json', 'svg'] as const;
/** What `report` makes of a report. */
export type ReportFormat = (typeof FORMATS)[number];

/** What only `report` asks for. */
export interface ReportOptions {
  readonly format: ReportFormat;
  /** Names of parts that must be there. */
  readonly expect: readonly string[];
  /** The image that a picture is of; '' for the first that has one. */
  readonly image: string;
}

interface Values extends Omit<ReportOptions, 'format'> {
  /** '' where it is not given. */
  readonly format: string;
  readonly json: boolean;
}

/** @throws UserError for a format that is none, and for `--json` or `--image` beside one that has no use for it */
export function parseReportOptions({ format, json, image, expect }: Values): ReportOptions {
  const found = FORMATS.find((each) => each === (format || (json ? 'json' : 'terminal')));
  if (found === undefined)
    throw new UserError(`--format: found "${printable(format)}", accepted are ${FORMATS.join(', ')}`);
  if (json && found !== 'json') throw new UserError(`--json and --format ${found} contradict each other: give one`);
  if (image !== '' && found !== 'svg')
    throw new UserError('--image is for --format svg: other formats show all images');
  return { format: found, expect, image };
}
