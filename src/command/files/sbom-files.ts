import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Report } from '../../model/document.ts';
import { samePlatform } from '../../model/platform.ts';
import { imagePath, platformPath } from '../../model/record.ts';
import { CYCLONEDX_MARKER, renderCycloneDx } from '../../report/formats/sbom/cyclonedx.ts';
import { renderSpdx, SPDX_MARKER } from '../../report/formats/sbom/spdx.ts';
import { type SbomRun, type SbomSubject, subjectOf } from '../../report/formats/sbom/subject.ts';
import { VERSION } from '../../run/version.ts';
import { UserError } from '../../text/error.ts';
import { printable } from '../../text/scanner.ts';
import type { Arguments } from '../arguments.ts';
import type { Session } from '../session.ts';
import { checkOwnFile, type OwnFile, writeOwnFile } from './own-file.ts';

/** Most images that a message names. */
const NAMED = 10;

type SbomFormat = 'cyclonedx' | 'spdx';

interface SbomRow extends OwnFile {
  /** How the names of its files end, as their specifications have it. */
  readonly ending: string;
  readonly render: (subject: SbomSubject, run: SbomRun) => string;
}

const ROWS: Readonly<Record<SbomFormat, SbomRow>> = {
  cyclonedx: {
    option: '--cyclonedx',
    what: 'CycloneDX file',
    marker: CYCLONEDX_MARKER,
    ending: '.cdx.json',
    render: renderCycloneDx,
  },
  spdx: { option: '--spdx', what: 'SPDX file', marker: SPDX_MARKER, ending: '.spdx.json', render: renderSpdx },
};
const NAMES = Object.keys(ROWS) as readonly SbomFormat[];

/** The bills of materials that a run was asked to write. */
export interface SbomFiles {
  /** @throws UserError where a file was asked for and the report has several images or platforms, and where packages are not known */
  write(report: Report): Promise<void>;
}

/**
 * Checks that the files of `--cyclonedx` and `--spdx` can be written; undefined where none was asked for.
 * @throws UserError for a path where a file must not be written, and for a folder that does not exist
 */
export async function openSbomFiles(session: Session): Promise<SbomFiles | undefined> {
  const { args, cwd, terminal } = session;
  const asked = NAMES.filter((name) => args[name] !== '');
  if (asked.length === 0) return undefined;
  for (const name of asked) await checkPlace(ROWS[name], args[name], cwd);
  return {
    write: async (report) => {
      for (const name of asked) {
        for (const [path, subject] of placesOf(report, args[name], ROWS[name])) {
          await writeOwnFile(ROWS[name], resolve(cwd, path), ROWS[name].render(subject, sbomRun(process.env)));
          if (!args.quiet) terminal.err(`Wrote ${path}\n`);
        }
      }
    },
  };
}

/** What documents say of this run. SOURCE_DATE_EPOCH is their time (https://reproducible-builds.org/specs/source-date-epoch/). */
export function sbomRun({ SOURCE_DATE_EPOCH: epoch = '' }: NodeJS.ProcessEnv): SbomRun {
  // Beyond the year 9999 a time has no four digits.
  if (!/^\d{1,12}$/.test(epoch) || Number(epoch) >= 253_402_300_800) return { version: VERSION };
  return { version: VERSION, created: `${new Date(Number(epoch) * 1000).toISOString().slice(0, 19)}Z` };
}

/**
 * The one image on one platform that `--image` and `--platform` leave of a report.
 * @throws UserError where they leave none or several, with those that there are
 */
export function onlySubject(report: Report, { image, platforms }: Pick<Arguments, 'image' | 'platforms'>): SbomSubject {
  const measured = report.comparisons.filter(({ head }) => head !== null);
  const wanted = measured.filter(
    (each) =>
      (image === '' || each.image === image) &&
      (platforms.length === 0 || platforms.some((platform) => samePlatform(platform, each.platform))),
  );
  const [only] = wanted.length === 1 || measured.length === 0 ? subjectsOf({ comparisons: wanted }) : [];
  if (only !== undefined) return only;
  const found = wanted.length === 0 ? 'no such image or platform' : `${wanted.length} images or platforms`;
  throw new UserError(
    `a document is of one image on one platform; found ${found}. Name one with --image and --platform: ${listed(wanted.length === 0 ? measured : wanted)}`,
  );
}

/** Whether a place is a folder. */
function isFolder(place: string): boolean {
  return /[/\\]$/.test(place);
}

async function checkPlace(row: SbomRow, place: string, cwd: string): Promise<void> {
  if (!isFolder(place)) return checkOwnFile(row, resolve(cwd, place));
  const found = await stat(resolve(cwd, place)).catch(() => undefined);
  if (!found?.isDirectory())
    throw new UserError(`${row.option}: ${place} is not a folder; documents are written only into an existing one`);
}

/** The document of each path. Two images never get the same one. */
function placesOf(
  report: Report,
  place: string,
  { option, ending }: SbomRow,
): readonly (readonly [string, SbomSubject])[] {
  const subjects = subjectsOf(report);
  const [only, ...others] = subjects;
  if (isFolder(place))
    return subjects.map((subject) => [
      join(place, `${imagePath(subject.image)}-${platformPath(subject.platform)}${ending}`),
      subject,
    ]);
  if (only !== undefined && others.length === 0) return [[place, only]];
  throw new UserError(
    `${option}: a document is of one image on one platform; found ${subjects.length}: ${listed(subjects)}. Give a folder (a path that ends in /) for a document of each`,
  );
}

/** @throws UserError where no image was measured, and where the packages of one are not all known */
function subjectsOf({ comparisons }: Pick<Report, 'comparisons'>): readonly SbomSubject[] {
  const measured = comparisons.filter(({ head }) => head !== null);
  if (measured.length === 0) throw new UserError('no image was measured, so there are no packages to list');
  return measured.map((comparison) => {
    const subject = subjectOf(comparison);
    if (subject !== undefined) return subject;
    throw new UserError(
      `${printable(comparison.image)} (${comparison.platform}): all its packages are needed, and they are not known. Reports have them by check --json --contents and by the action; measure SOURCE --cyclonedx FILE reads them from an image`,
    );
  });
}

function listed(subjects: readonly Pick<SbomSubject, 'image' | 'platform'>[]): string {
  const names = subjects.slice(0, NAMED).map(({ image, platform }) => `${printable(image)} (${platform})`);
  const more = subjects.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
