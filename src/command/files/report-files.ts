import { resolve } from 'node:path';
import type { Report } from '../../model/document.ts';
import { JUNIT_MARKER, renderJunit } from '../../report/formats/junit.ts';
import { OPENMETRICS_MARKER, renderOpenMetrics } from '../../report/formats/openmetrics.ts';
import { renderSarif, SARIF_MARKER } from '../../report/formats/sarif.ts';
import { renderMarkdown } from '../../report/markdown/markdown.ts';
import { VERSION } from '../../run/version.ts';
import type { Session } from '../session.ts';
import { checkOwnFile, type OwnFile, writeOwnFile } from './own-file.ts';
import { openPage } from './page-file.ts';
import { openSbomFiles } from './sbom-files.ts';

const MARKDOWN_MARKER = '<!-- image-size-gate -->';

type Format = 'markdown' | 'junit' | 'sarif' | 'openmetrics';

interface FormatRow {
  /** A file of this beginning is replaced, and no other. */
  readonly marker: string;
  readonly what: string;
  readonly render: (report: Report) => string;
}

/** The files that other programs read. */
const FORMATS: Readonly<Record<Format, FormatRow>> = {
  markdown: {
    marker: MARKDOWN_MARKER,
    what: 'note',
    render: (report) => renderMarkdown(report, { marker: MARKDOWN_MARKER }),
  },
  junit: { marker: JUNIT_MARKER, what: 'JUnit file', render: renderJunit },
  sarif: { marker: SARIF_MARKER, what: 'SARIF file', render: (report) => renderSarif(report, { version: VERSION }) },
  openmetrics: { marker: OPENMETRICS_MARKER, what: 'file of metrics', render: renderOpenMetrics },
};
const NAMES = Object.keys(FORMATS) as readonly Format[];

/** The files that a run was asked to write. */
export interface ReportFiles {
  /** Whether one of them shows the files of both sides or the packages of the head. */
  readonly contents: boolean;
  /** Whether any was asked for. */
  readonly asked: boolean;
  write(report: Report): Promise<void>;
}

/**
 * Checks that all files can be written, before a run that may take long: `--html`, `--markdown`, `--junit`, `--sarif`, `--openmetrics`,
 * `--cyclonedx`, `--spdx`.
 * @throws UserError for a path where a file must not be written
 */
export async function openReportFiles(session: Session): Promise<ReportFiles> {
  const { args, cwd, terminal } = session;
  const page = await openPage(session);
  const sboms = await openSbomFiles(session);
  const asked = NAMES.filter((name) => args[name] !== '');
  for (const name of asked) await checkOwnFile(kindOf(name), resolve(cwd, args[name]));
  return {
    contents: page !== undefined || sboms !== undefined || args.contents,
    asked: page !== undefined || sboms !== undefined || asked.length > 0,
    write: async (report) => {
      await page?.write(report);
      for (const name of asked) {
        await writeOwnFile(kindOf(name), resolve(cwd, args[name]), FORMATS[name].render(report));
        if (!args.quiet) terminal.err(`Wrote ${args[name]}\n`);
      }
      await sboms?.write(report);
    },
  };
}

function kindOf(name: Format): OwnFile {
  const { marker, what } = FORMATS[name];
  return { option: `--${name}`, what, marker };
}
