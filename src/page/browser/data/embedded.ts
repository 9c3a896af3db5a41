import type { Contents } from '../../../model/contents.ts';
import type { Report } from '../../../model/document.ts';
import { UserError } from '../../../text/error.ts';
import type { Files } from './files.ts';
import { decodeContents } from './files.ts';

/** Browsers that have what the page needs: DecompressionStream, `light-dark()` and `toSorted`. */
const BROWSERS = 'Chrome or Edge 123, Firefox 120 or Safari 17.5 and newer show it';

/**
 * Reads the report in the page. Checks first that the last element of the page exists, so that half a file is not taken for a report without files.
 * @throws UserError that says what is wrong with the file or the browser
 */
export async function readReport(): Promise<Report> {
  if (typeof DecompressionStream === 'undefined')
    throw new UserError(`This browser is too old for this report: ${BROWSERS}.`);
  if (document.getElementById('end') === null) throw new UserError(incomplete('it ends too early'));
  const report = await readData<Report>('report');
  if (report === null) throw new UserError(incomplete('no report is in it'));
  if (report.schemaVersion !== 1)
    throw new UserError(
      `This page shows reports of schema version 1, and the file holds one of version ${Number(report.schemaVersion)}.`,
    );
  return report;
}

/** Reads the files of a comparison by its position in the report; null when the report has none. @throws UserError like readReport */
export async function readFiles(comparison: number): Promise<Files | null> {
  const contents = await readData<Contents>(`contents-${comparison}`);
  return contents === null ? null : decodeContents(contents);
}

/** Reads the JSON in an element, encoded as base64 of raw deflate (RFC 1951); null when the element does not exist. */
async function readData<T>(id: string): Promise<T | null> {
  const text = document.getElementById(id)?.textContent;
  if (text === undefined || text === null) return null;
  try {
    return JSON.parse(await inflate(text.trim())) as T;
  } catch (error) {
    throw new UserError(
      incomplete(`the part "${id}" cannot be read: ${error instanceof Error ? error.message : error}`),
    );
  }
}

async function inflate(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}

function incomplete(reason: string): string {
  return `This file is damaged or incomplete (${reason}). Download it again.`;
}
