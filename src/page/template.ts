import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { UserError } from '../text/error.ts';

/** This module stands in src/page, or in a bundle in dist; the template always in dist. */
const TEMPLATE = new URL(import.meta.url.endsWith('.ts') ? '../../dist/page.html' : 'page.html', import.meta.url);

/**
 * The built template of the HTML report.
 * @param file where it is, for tests
 * @throws UserError where it was not built
 */
export async function readTemplate(file: URL = TEMPLATE): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const path = fileURLToPath(file);
    throw new UserError(`${path} cannot be read, which HTML reports are made of: run npm run build`, { cause });
  }
}
