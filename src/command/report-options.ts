import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';
import { FORMATS } from './options.ts';

/** The form in which `report` shows a report. */
export type ReportFormat = (typeof FORMATS)[number];

/** Options of `report` alone. */
export interface ReportOptions {
  readonly format: ReportFormat;
  /** Names of parts that must be there. */
  readonly expect: readonly string[];
  /** The image to draw; '' for the first that has a picture. */
  readonly image: string;
}

interface Values extends Omit<ReportOptions, 'format'> {
  /** '' where it is not given. */
  readonly format: string;
  readonly json: boolean;
}

/** @throws UserError for an unknown format, and for `--json` or `--image` beside a format that does not use it */
export function parseReportOptions({ format, json, image, expect }: Values): ReportOptions {
  const found = FORMATS.find((each) => each === (format || (json ? 'json' : 'terminal')));
  if (found === undefined)
    throw new UserError(`--format: found "${printable(format)}", accepted are ${FORMATS.join(', ')}`);
  if (json && found !== 'json') throw new UserError(`--json and --format ${found} contradict each other: give one`);
  if (image !== '' && found !== 'svg')
    throw new UserError('--image is for --format svg: other formats show all images');
  return { format: found, expect, image };
}
