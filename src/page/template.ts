import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { UserError } from '../text/error.ts';

/** The template is always in dist. This module is in src/page, or in a bundle in dist. */
const TEMPLATE = new URL(import.meta.url.endsWith('.ts') ? '../../dist/page.html' : 'page.html', import.meta.url);

/**
 * Reads the built template of the HTML report.
 * @param file path of the template; tests pass their own
 * @throws UserError when it was not built
 */
export async function readTemplate(file: URL = TEMPLATE): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const path = fileURLToPath(file);
    throw new UserError(`${path}, the template of HTML reports, cannot be read: run npm run build`, { cause });
  }
}
