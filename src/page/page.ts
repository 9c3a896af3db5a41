import { deflateRawSync } from 'node:zlib';
import type { Report } from '../model/document.ts';
import { withoutContents } from '../model/report.ts';
import { headlineOf } from '../report/words/words.ts';
import { cutMiddle, escapeHtml, visibleLine } from '../text/escape.ts';

/** What every page begins with, so that a file that is none of ours is not overwritten. */
export const PAGE_MARKER = '<!-- image-size-gate:page - made by a run, replaced by the next one -->';

/** Longest title in characters: browsers show fewer. */
const TITLE = 200;

/**
 * The HTML report, one file: the template with the title and the data in it. Data are base64 of raw deflate of JSON, so that nothing in them is
 * markup: `id="report"` is the report without the files of its comparisons, `id="contents-N"` those of comparison N, where the report has them.
 * @param template as `readTemplate` has it, with `<!--title-->` and `<!--data-->` in it
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
