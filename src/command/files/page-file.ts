import { resolve } from 'node:path';
import type { Report } from '../../model/document.ts';
import { renderPage } from '../../page/page.ts';
import { readTemplate } from '../../page/template.ts';
import type { Session } from '../session.ts';
import { checkOwnFile, PAGE, writeOwnFile } from './own-file.ts';

/** The HTML report of `--html`. */
export interface PageFile {
  /** Writes it, with the files of the report's comparisons where it has them. */
  write(report: Report): Promise<void>;
}

/**
 * Checks that the page can be written, before a run that may take long. Undefined without `--html`.
 * @throws UserError for a path where it must not be written, and where the template was not built
 */
export async function openPage(session: Session): Promise<PageFile | undefined> {
  const { args, cwd, terminal } = session;
  if (args.html === '') return undefined;
  const path = resolve(cwd, args.html);
  await checkOwnFile(PAGE, path);
  const template = await (session.template ?? readTemplate)();
  return {
    write: async (report) => {
      await writeOwnFile(PAGE, path, renderPage(report, template));
      if (!args.quiet) terminal.err(`Wrote ${args.html}\n`);
    },
  };
}
