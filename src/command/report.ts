import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { mergeReports } from '../exchange/merge.ts';
import { parseReport } from '../exchange/report-file.ts';
import type { Report } from '../model/document.ts';
import { exitCode } from '../model/report.ts';
import { renderPage } from '../page/page.ts';
import { readTemplate } from '../page/template.ts';
import { regularFileAt } from '../process/regular-file.ts';
import { renderJunit } from '../report/formats/junit.ts';
import { renderOpenMetrics } from '../report/formats/openmetrics.ts';
import { renderSarif } from '../report/formats/sarif.ts';
import { renderCycloneDx } from '../report/formats/sbom/cyclonedx.ts';
import { renderSpdx } from '../report/formats/sbom/spdx.ts';
import { renderReportJson } from '../report/json.ts';
import { renderMarkdown } from '../report/markdown/markdown.ts';
import { renderPicture } from '../report/svg/picture.ts';
import { renderTerminal } from '../report/terminal/terminal.ts';
import { VERSION } from '../run/version.ts';
import { UserError } from '../text/error.ts';
import type { Form } from '../text/harmless.ts';
import { onlySubject, sbomRun } from './files/sbom-files.ts';
import type { ReportFormat, ReportOptions } from './report-options.ts';
import type { Session } from './session.ts';

/** The language of each format. */
export const FORMS: Readonly<Record<ReportOptions['format'], Form>> = {
  terminal: 'text',
  markdown: 'markdown',
  json: 'json',
  svg: 'markup',
  html: 'markup',
  junit: 'markup',
  sarif: 'json',
  openmetrics: 'text',
  cyclonedx: 'json',
  spdx: 'json',
  csv: 'text',
};

type ReportSession = Pick<Session, 'args' | 'cwd' | 'terminal'>;

/** Bytes of a file. A character of JSON may take three. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * `report FILE…`: shows JSON reports on standard output in the form of `--format`. The reports of several jobs become one.
 * @returns the exit status that `check` would have ended with
 * @throws UserError for a file that is not a report, and for a picture of an image that the reports do not have
 */
export async function showReports({ args, cwd, terminal }: ReportSession): Promise<number> {
  const reports: Report[] = [];
  for (const file of args.operands) reports.push(await readReport(resolve(cwd, file), file));
  const [only, ...others] = reports;
  const single = only !== undefined && others.length === 0 && args.expect.length === 0;
  const report = single ? only : mergeReports(reports, args.expect);
  const render: Readonly<Record<ReportFormat, () => string | Promise<string>>> = {
    terminal: () => renderTerminal(report, { ...terminal, members: args.packages }),
    markdown: () => renderMarkdown(report),
    json: () => renderReportJson(report, { contents: true }),
    svg: () => renderPicture(report, args.image),
    junit: () => renderJunit(report),
    sarif: () => renderSarif(report, { version: VERSION }),
    openmetrics: () => renderOpenMetrics(report),
    cyclonedx: () => renderCycloneDx(onlySubject(report, args), sbomRun(process.env)),
    spdx: () => renderSpdx(onlySubject(report, args), sbomRun(process.env)),
    html: async () => renderPage(report, await readTemplate()),
  };
  const format = args.format === 'csv' ? 'terminal' : args.format;
  terminal.out(await render[format](), FORMS[format]);
  return exitCode(report.verdict);
}

async function readReport(path: string, name: string): Promise<Report> {
  const found = await regularFileAt(path, name);
  if (found === undefined) throw new UserError(`${name}: there is no such file`);
  if (found.size > MOST_BYTES)
    throw new UserError(`${name}: ${found.size} bytes are too many for a report (at most ${MOST_BYTES})`);
  return parseReport(await readFile(path, 'utf8'), name);
}
