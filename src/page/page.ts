import { deflateRawSync } from 'node:zlib';
import type { Report } from '../model/document.ts';
import { withoutContents } from '../model/report.ts';
import { headlineOf } from '../report/words/headline.ts';
import { cutMiddle, escapeHtml, visibleLine } from '../text/escape.ts';

/** Start of every page, so that a run overwrites only pages of this product. */
export const PAGE_MARKER = '<!-- image-size-gate:page - made by a run, replaced by the next one -->';

/** Longest title in characters. Browsers show fewer. */
const TITLE = 200;

/**
 * Renders the HTML report as one file: the template with title and data. Data are JSON, compressed with raw deflate and encoded as base64, so that
 * nothing in them is markup. The element `id="report"` has the report without the files of its comparisons. The element `id="contents-N"` has the
 * files of comparison N, if the report has them.
 * @param template from `readTemplate`, with `<!--title-->` and `<!--data-->`
 */
export function renderPage(report: Report, template: string): string {
  const parts: Readonly<Record<string, () => string>> = {
    title: () => escapeHtml(titleOf(report)),
    data: () => dataBlocks(report).join('\n'),
  };
  const page = template.replace(/<!--(title|data)-->/g, (mark, name: string) => parts[name]?.() ?? mark);
  return `${PAGE_MARKER}\n${page}`;
}

function titleOf(report: Report): string {
  const { images, words } = headlineOf(report);
  const about = images.length === 0 ? words : `${images.join(', ')}: ${words}`;
  return cutMiddle(visibleLine(`Image size: ${report.verdict} – ${about}`), TITLE);
}

function dataBlocks(report: Report): readonly string[] {
  const contents = report.comparisons.flatMap((comparison, at) =>
    comparison.contents === undefined ? [] : [dataBlock(`contents-${at}`, comparison.contents)],
  );
  return [dataBlock('report', withoutContents(report)), ...contents];
}

function dataBlock(id: string, value: object): string {
  const data = deflateRawSync(JSON.stringify(value)).toString('base64');
  return `<script type="application/octet-stream" id="${id}">${data}</script>`;
}
